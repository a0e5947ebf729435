"""Calibration: what both sides said of a practice, and what the consultant decides."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Action, current_account, requires
from app.database import get_session
from app.forms.practices import RatingForm, ReleaseForm, ScopeForm
from app.screens.practices import practice_view, queue_of
from app.services import assessments, decisions
from app.views.site import reading_language
from scoring import assess

blueprint = Blueprint("practices", __name__)
PRACTICE = "/engagements/<uuid:engagement_id>/practices/<practice_id>"


@blueprint.get("/engagements/<uuid:engagement_id>/practices")
@requires(Action.DECIDE)
def index(engagement_id: UUID) -> str:
    """List what waits to be calibrated, then every practice."""
    facts = assessments.facts_of(get_session(), g.engagement)
    queue = queue_of(g.questionnaire, facts, assess(g.questionnaire, facts), reading_language())
    return render_template("practices/index.html", queue=queue)


@blueprint.get(PRACTICE)
@requires(Action.DECIDE)
def show(engagement_id: UUID, practice_id: str) -> str:
    """Show one practice as both sides see it."""
    return _page(practice_id)


@blueprint.post(f"{PRACTICE}/rating")
@requires(Action.DECIDE)
def rate(engagement_id: UUID, practice_id: str) -> str | Response:
    """Decide the rating."""
    form = _rating_form()
    if not form.validate_on_submit():
        return _page(practice_id, rating_form=form)
    level, reason = Decimal(form.level.data), form.reason.data or ""
    decisions.decide_rating(
        get_session(),
        g.engagement,
        practice_id,
        level=level,
        reason=reason,
        consent=bool(form.consent.data),
        account=current_account(),
    )
    flash(_("The rating is decided."))
    return _back(practice_id)


@blueprint.post(f"{PRACTICE}/release")
@requires(Action.DECIDE)
def release(engagement_id: UUID, practice_id: str) -> str | Response:
    """Give the practice back to its answers."""
    form = ReleaseForm(prefix="release")
    if not form.validate_on_submit():
        return _page(practice_id, release_form=form)
    reason, account = form.reason.data or "", current_account()
    decisions.decide_rating(get_session(), g.engagement, practice_id, level=None, reason=reason, account=account)
    flash(_("The rating comes from the answers again."))
    return _back(practice_id)


@blueprint.post(f"{PRACTICE}/scope")
@requires(Action.DECIDE)
def scope(engagement_id: UUID, practice_id: str) -> str | Response:
    """Take the practice out of scope, or put it back."""
    form = ScopeForm(prefix="scope")
    if not form.validate_on_submit():
        return _page(practice_id, scope_form=form)
    in_scope, reason = bool(request.form.get("in_scope")), form.reason.data or ""
    decisions.decide_scope(
        get_session(), g.engagement, practice_id, in_scope=in_scope, reason=reason, account=current_account()
    )
    flash(_("The scope is changed."))
    return _back(practice_id)


def _rating_form(known: dict[str, Any] | None = None) -> RatingForm:
    """Return the form of a rating, its halves written the reader's way."""
    form = RatingForm(prefix="rating", data=known)
    form.offer("," if reading_language().code == "fr" else ".")
    return form


def _page(practice_id: str, **refused: Any) -> str:
    """Return the page of a practice; a refused form keeps what was typed."""
    asked = {practice.id: practice for practice in g.questionnaire.in_mode(g.engagement.mode)}
    if practice_id not in asked:
        abort(404)
    facts = assessments.facts_of(get_session(), g.engagement)
    maturity = assess(g.questionnaire, facts)
    texts = assessments.words_of(get_session(), g.engagement).reasons
    view = practice_view(g.questionnaire, facts, maturity, asked[practice_id], reading_language(), texts)
    forms = {
        "rating_form": refused.get("rating_form") or _rating_form(),
        "release_form": refused.get("release_form") or ReleaseForm(prefix="release", formdata=None),
        "scope_form": refused.get("scope_form") or ScopeForm(prefix="scope", formdata=None),
    }
    return render_template("practices/show.html", view=view, **forms)


def _back(practice_id: str) -> Response:
    """Go back to the page of the practice."""
    return redirect(url_for(".show", engagement_id=g.engagement.id, practice_id=practice_id), 303)
