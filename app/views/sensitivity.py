"""Which single rating would change the advice: computed when it is asked for, since it takes about a second."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, render_template

from app.access import Action, requires
from app.database import get_session
from app.screens.options import closed_page
from app.services import assessments
from app.views.site import reading_language
from scoring import assess

blueprint = Blueprint("sensitivity", __name__)
ADDRESS = "/engagements/<uuid:engagement_id>/sensitivity"


@blueprint.get(ADDRESS)
@requires(Action.READ_OPTIONS)
def show(engagement_id: UUID) -> str:
    """Say what is computed, and offer to."""
    return _page(asked=False)


@blueprint.post(ADDRESS)
@requires(Action.READ_OPTIONS)
def compute(engagement_id: UUID) -> str:
    """Compute it and show it; nothing is stored."""
    return _page(asked=True)


def _page(*, asked: bool) -> str:
    """Return the page, with what was found when it was asked for."""
    from app.screens.sensitivity import flips_table  # noqa: PLC0415  # numpy, which most pages do without
    from scoring.deciding import best_guess  # noqa: PLC0415
    from scoring.sensitivity import rating_flips  # noqa: PLC0415

    facts, language = assessments.facts_of(get_session(), g.engagement), reading_language()
    closed = closed_page(g.engagement, g.role, g.questionnaire, facts, language)
    if closed is not None:
        return render_template("options/closed.html", page=closed)
    maturity = assess(g.questionnaire, facts)
    choice = best_guess(g.questionnaire, facts, maturity)
    lead = None if choice is None or choice.lead is None else language.text(g.questionnaire.option[choice.lead].name)
    table = None
    if asked and lead is not None:
        flips = rating_flips(g.questionnaire, facts)
        table = flips_table(g.engagement.id, g.role, g.questionnaire, maturity, flips, language)
    return render_template("sensitivity/show.html", lead=lead, table=table)
