"""Rules: all of them for whoever reads law, and those that concern an engagement."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, render_template, url_for

from app.access import Action, may, requires, signed_in
from app.database import get_session
from app.screens.rules import every_rule, rules_of
from app.services import assessments
from app.views.site import reading_language
from questionnaires import load
from reports.orders import Section
from scoring.planning import BALANCE_RULE

blueprint = Blueprint("rules", __name__)


@blueprint.get("/rules")
@signed_in
def index() -> str:
    """Show every rule of the questionnaire in both languages."""
    return render_template("rules/index.html", page=every_rule(load(), reading_language()))


@blueprint.get("/engagements/<uuid:engagement_id>/rules")
@requires(Action.READ_OPTIONS)
def show(engagement_id: UUID) -> str:
    """Show which rules hold for an engagement, and what is missing to know."""
    facts = assessments.facts_of(get_session(), g.engagement)
    page = rules_of(g.questionnaire, facts, reading_language(), _reasons(engagement_id))
    return render_template("rules/show.html", page=page)


def _reasons(engagement_id: UUID) -> dict[str, str]:
    """Return where whoever writes the report gives the reason that a rule asks for, by rule."""
    if not may(g.role, Action.WRITE_REPORT):
        return {}
    field = f"text-{Section.BALANCE}"
    return {BALANCE_RULE: url_for("paragraphs.index", engagement_id=engagement_id, _anchor=field)}
