"""The framing: the contract sheet, the services in scope, the facts that rules and costs need, the depth."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Action, requires
from app.database import get_session
from app.forms.framing import FramingForm
from app.forms.modes import ModeForm
from app.screens.framing import framing_page
from app.screens.statements import Entries
from app.services import assessments, engagements
from app.services.engagements import Framing
from app.views.site import reading_language
from app.views.statements import entries, keep_all
from questionnaires import load
from scoring.statements import Kind

blueprint = Blueprint("framing", __name__)
ADDRESS = "/engagements/<uuid:engagement_id>/framing"
KINDS = (Kind.TOWER, Kind.FRAMING)


def framing_form(version: str | None = None, framing: Framing | None = None) -> FramingForm:
    """Return the form of a framing, filled with what is known."""
    language = reading_language()
    questionnaire = load(version) if version else load()
    forms = tuple((form.id, language.text(form.name)) for form in questionnaire.contract_forms)
    return FramingForm.of(framing, forms=forms, language=language.code)


@blueprint.route(ADDRESS, methods=["GET", "POST"])
@requires(Action.FRAME)
def show(engagement_id: UUID) -> str | Response:
    """Show the framing, and change its contract sheet."""
    known = engagements.framing_of(g.engagement)
    form = framing_form(g.engagement.questionnaire, known)
    if not form.validate_on_submit():
        return _page(form, entries(*KINDS))
    engagements.update_framing(get_session(), g.engagement, form.framing(as_of=known.as_of, known=known))
    flash(_("The framing is saved."))
    return redirect(url_for("engagements.show", engagement_id=engagement_id), 303)


@blueprint.post(f"{ADDRESS}/facts")
@requires(Action.FRAME)
def keep(engagement_id: UUID) -> str | Response:
    """Keep the facts of the whole page."""
    refused = keep_all(*KINDS)
    if refused is not None:
        return _page(framing_form(g.engagement.questionnaire, engagements.framing_of(g.engagement)), refused)
    flash(_("The facts are saved."))
    return redirect(url_for(".show", engagement_id=engagement_id, _anchor="scope"), 303)


@blueprint.post(f"{ADDRESS}/mode")
@requires(Action.FRAME)
def mode(engagement_id: UUID) -> Response:
    """Ask more or less."""
    form = ModeForm.of(g.questionnaire)
    if not form.validate_on_submit():
        abort(400)
    engagements.change_mode(get_session(), g.engagement, form.mode.data)
    flash(_("The depth is changed; every answer is kept."))
    return redirect(url_for(".show", engagement_id=engagement_id, _anchor="mode"), 303)


def _page(form: FramingForm, said: Entries) -> str:
    """Return the page."""
    facts = assessments.facts_of(get_session(), g.engagement)
    page = framing_page(g.questionnaire, facts, said, reading_language())
    return render_template("framing/show.html", form=form, page=page)
