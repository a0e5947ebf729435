"""Judgements: the five drivers of options, and the readiness of a tender file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Action, current_account, requires
from app.database import get_session
from app.forms.judgements import AbilityForm, JudgementForm, ReadinessForm
from app.screens.judgements import drivers_of, readiness_view
from app.services import judgements, texts
from app.services.judgements import ABILITY
from app.views.site import reading_language

blueprint = Blueprint("judgements", __name__)


@blueprint.get("/engagements/<uuid:engagement_id>/judgements")
@requires(Action.JUDGE)
def index(engagement_id: UUID) -> str:
    """Show every judgement that holds, each with its form."""
    return _page()


@blueprint.post("/engagements/<uuid:engagement_id>/judgements/<driver>")
@requires(Action.JUDGE)
def judge(engagement_id: UUID, driver: str) -> str | Response:
    """Give a driver another value."""
    if driver not in {known.id for known in g.questionnaire.drivers}:
        abort(404)
    form = (AbilityForm if driver == ABILITY else JudgementForm)(prefix=driver)
    if not form.validate_on_submit():
        return _page(refused=form, refused_driver=driver)
    judgements.judge(get_session(), g.engagement, driver, **form.content(), account=current_account())
    flash(_("The judgement is kept."))
    return redirect(url_for(".index", engagement_id=engagement_id, _anchor=driver), 303)


@blueprint.post("/engagements/<uuid:engagement_id>/readiness")
@requires(Action.JUDGE)
def ready(engagement_id: UUID) -> str | Response:
    """Say how ready a tender file is."""
    form = ReadinessForm(prefix="readiness")
    if not form.validate_on_submit():
        return _page(refused_readiness=form)
    judgements.judge_readiness(get_session(), g.engagement, **form.content(), account=current_account())
    flash(_("The readiness is kept."))
    return redirect(url_for(".index", engagement_id=engagement_id, _anchor="readiness"), 303)


def _page(refused_readiness: ReadinessForm | None = None, **refused: Any) -> str:
    """Return the page; a refused form keeps what was typed."""
    session, language = get_session(), reading_language()
    held, readiness = judgements.current(session, g.engagement), judgements.current_readiness(session, g.engagement)
    rows = [row.id for row in (*held.values(), readiness) if row is not None]
    reasons = texts.of_rows(session, rows)
    return render_template(
        "judgements/index.html",
        drivers=drivers_of(g.questionnaire, held, reasons, language, **refused),
        readiness=readiness_view(readiness, reasons, language, refused_readiness),
    )
