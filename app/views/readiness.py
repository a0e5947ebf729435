"""Readiness of a tender file, item by item, and the transformation test."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Action, requires
from app.database import get_session
from app.screens.readiness import readiness_page
from app.screens.statements import Entries
from app.services import assessments, judgements, texts
from app.views.site import reading_language
from app.views.statements import entries, keep_all
from scoring.statements import Kind

blueprint = Blueprint("readiness", __name__)
ADDRESS = "/engagements/<uuid:engagement_id>/readiness"
KINDS = (Kind.READINESS, Kind.TRANSFORMATION)


@blueprint.get(ADDRESS)
@requires(Action.JUDGE)
def index(engagement_id: UUID) -> str:
    """Show every item with its status."""
    return _page(entries(*KINDS))


@blueprint.post(ADDRESS)
@requires(Action.JUDGE)
def keep(engagement_id: UUID) -> str | Response:
    """Keep the whole page."""
    refused = keep_all(*KINDS)
    if refused is not None:
        return _page(refused)
    flash(_("The readiness is saved."))
    return redirect(url_for(".index", engagement_id=engagement_id), 303)


def _page(said: Entries) -> str:
    """Return the page."""
    session = get_session()
    facts = assessments.facts_of(session, g.engagement)
    row = judgements.current_readiness(session, g.engagement)
    reason = texts.of_rows(session, [row.id]).get(row.id, "") if row else ""
    page = readiness_page(g.questionnaire, facts, said, (row, reason), reading_language())
    return render_template("readiness/index.html", page=page)
