"""Towers apart: retender this one and keep the rest, when something is otherwise for it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Action, requires
from app.database import get_session
from app.screens.parts import parts_page
from app.screens.statements import Entries
from app.services import assessments
from app.views.site import reading_language
from app.views.statements import entries, keep_all
from scoring.statements import Kind

blueprint = Blueprint("parts", __name__)
ADDRESS = "/engagements/<uuid:engagement_id>/parts"


@blueprint.get(ADDRESS)
@requires(Action.JUDGE)
def index(engagement_id: UUID) -> str:
    """Show every tower in scope with what is otherwise for it."""
    return _page(entries(Kind.PART))


@blueprint.post(ADDRESS)
@requires(Action.JUDGE)
def keep(engagement_id: UUID) -> str | Response:
    """Keep the whole page."""
    refused = keep_all(Kind.PART)
    if refused is not None:
        return _page(refused)
    flash(_("The towers are saved."))
    return redirect(url_for(".index", engagement_id=engagement_id), 303)


def _page(said: Entries) -> str:
    """Return the page."""
    facts = assessments.facts_of(get_session(), g.engagement)
    page = parts_page(g.questionnaire, facts, said, reading_language())
    return render_template("parts/index.html", page=page)
