"""The results: both sides face to face."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, render_template, url_for

from app.access import Action, requires
from app.database import get_session
from app.screens.results import results_of
from app.services import assessments
from app.views.site import reading_language
from scoring import Measured, assess

blueprint = Blueprint("results", __name__)


@blueprint.get("/engagements/<uuid:engagement_id>/results")
@requires(Action.READ_RESULTS)
def show(engagement_id: UUID) -> str:
    """Show the maturity of both sides and what a successor would find."""
    facts = assessments.facts_of(get_session(), g.engagement)
    result = Measured(g.questionnaire.version, assess(g.questionnaire, facts))
    page = results_of(g.questionnaire, facts, result, g.role, reading_language())
    return render_template("results/show.html", page=page, practice_url=_practice_url)


def _practice_url(practice_id: str) -> str:
    """Return the address of a practice's page."""
    return url_for("practices.show", engagement_id=g.engagement.id, practice_id=practice_id)
