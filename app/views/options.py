"""The decision: the advice and every option."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, g, render_template

from app.access import Action, requires
from app.database import get_session
from app.screens.options import closed_page, options_of
from app.screens.reasons import reasons_of
from app.services import assessments
from app.views.site import reading_language
from scoring import assessment

blueprint = Blueprint("options", __name__)


@blueprint.get("/engagements/<uuid:engagement_id>/options")
@requires(Action.READ_OPTIONS)
def show(engagement_id: UUID) -> str:
    """Show the advice, what it depends on and what would change it; first come the four questions."""
    facts = assessments.facts_of(get_session(), g.engagement)
    closed = closed_page(g.engagement, g.role, g.questionnaire, facts, reading_language())
    if closed is not None:
        return render_template("options/closed.html", page=closed)
    result = assessment(g.questionnaire, facts)
    page = options_of(g.engagement, g.role, g.questionnaire, facts, result, reading_language())
    return render_template("options/show.html", page=page)


@blueprint.get("/engagements/<uuid:engagement_id>/options/<option_id>")
@requires(Action.READ_OPTIONS)
def reasons(engagement_id: UUID, option_id: str) -> str:
    """Show where the value of one option comes from."""
    if option_id not in g.questionnaire.option:
        abort(404)
    facts = assessments.facts_of(get_session(), g.engagement)
    closed = closed_page(g.engagement, g.role, g.questionnaire, facts, reading_language())
    if closed is not None:
        return render_template("options/closed.html", page=closed)
    result = assessment(g.questionnaire, facts)
    option = result.decision.option(option_id)
    page = reasons_of(g.engagement, g.role, g.questionnaire, facts, result, option, reading_language())
    return render_template("options/reasons.html", page=page)
