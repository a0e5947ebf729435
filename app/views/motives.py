"""Why change is wanted: the four questions, then the motives."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Action, requires
from app.database import get_session
from app.screens.motives import motives_page
from app.screens.statements import Entries
from app.services import assessments
from app.views.site import reading_language
from app.views.statements import entries, keep_all
from scoring.judging import settled
from scoring.ratings import rate
from scoring.statements import Kind

blueprint = Blueprint("motives", __name__)
ADDRESS = "/engagements/<uuid:engagement_id>/motives"
KINDS = (Kind.SEED, Kind.MOTIVE)


@blueprint.get(ADDRESS)
@requires(Action.JUDGE)
def index(engagement_id: UUID) -> str:
    """Show the four questions and every motive."""
    return _page(entries(*KINDS))


@blueprint.post(ADDRESS)
@requires(Action.JUDGE)
def keep(engagement_id: UUID) -> str | Response:
    """Keep the whole page."""
    refused = keep_all(*KINDS)
    if refused is not None:
        return _page(refused)
    flash(_("The motives are saved."))
    return redirect(url_for(".index", engagement_id=engagement_id), 303)


def _page(said: Entries) -> str:
    """Return the page."""
    facts = assessments.facts_of(get_session(), g.engagement)
    judged = settled(g.questionnaire, facts, rate(g.questionnaire, facts)).judgements
    page = motives_page(g.engagement, g.questionnaire, facts, judged, said, reading_language())
    return render_template("motives/index.html", page=page)
