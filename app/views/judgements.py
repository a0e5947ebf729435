"""Judgements: the five drivers of options, each built from short questions or from other pages."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Action, current_account, requires
from app.database import get_session
from app.screens.judgements import judgements_page
from app.screens.statements import Entries
from app.services import assessments, judgements, statements, texts
from app.views.site import reading_language
from app.views.statements import entries, keep_all
from scoring.statements import Kind

blueprint = Blueprint("judgements", __name__)
ADDRESS = "/engagements/<uuid:engagement_id>/judgements"
KINDS = (Kind.ABILITY, Kind.ACCEPTABILITY, Kind.RANGE)


@blueprint.get(ADDRESS)
@requires(Action.JUDGE)
def index(engagement_id: UUID) -> str:
    """Show every judgement with the questions that build it."""
    return _page(entries(*KINDS))


@blueprint.post(ADDRESS)
@requires(Action.JUDGE)
def keep(engagement_id: UUID) -> str | Response:
    """Keep the whole page."""
    refused = keep_all(*KINDS)
    if refused is not None:
        return _page(refused)
    flash(_("The judgements are saved."))
    return redirect(url_for(".index", engagement_id=engagement_id), 303)


@blueprint.post(f"{ADDRESS}/range")
@requires(Action.JUDGE)
def withdraw(engagement_id: UUID) -> Response:
    """Take back the range that was said of one judgement; it stays on file."""
    session, driver = get_session(), request.form.get("driver", "")
    if driver not in g.questionnaire.driver:
        abort(400)
    if driver in statements.latest(session, g.engagement, Kind.RANGE):
        said = {"low": None, "high": None}
        statements.record(session, g.engagement, Kind.RANGE, driver, said, account=current_account())
    flash(_("The range is withdrawn."))
    return redirect(url_for(".index", engagement_id=engagement_id, _anchor=f"{Kind.RANGE}-{driver}"), 303)


def _page(said: Entries) -> str:
    """Return the page."""
    session = get_session()
    facts = assessments.facts_of(session, g.engagement)
    held = judgements.current(session, g.engagement)
    reasons = texts.of_rows(session, [row.id for row in held.values()])
    seen = {**said, **entries(Kind.FRAMING)}
    page = judgements_page(g.engagement, g.questionnaire, facts, seen, (held, reasons), reading_language())
    return render_template("judgements/index.html", page=page)
