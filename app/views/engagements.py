"""Engagements: the list, opening one, its hub, its framing."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Action, current_account, requires, signed_in
from app.database import get_session
from app.forms.framing import FramingForm
from app.screens import engagement_lists, hubs
from app.services import assessments, engagements
from app.services.engagements import Framing
from app.views.site import reading_language
from questionnaires import load

blueprint = Blueprint("engagements", __name__)


def framing_form(version: str | None = None, framing: Framing | None = None) -> FramingForm:
    """Return the form of a framing, filled with what is known."""
    language = reading_language()
    questionnaire = load(version) if version else load()
    forms = tuple((form.id, language.text(form.name)) for form in questionnaire.contract_forms)
    return FramingForm.of(framing, forms=forms, language=language.code)


@blueprint.get("/")
@signed_in
def index() -> str:
    """List the engagements of the account, newest first."""
    mine = engagements.list_for(get_session(), current_account())
    cards = engagement_lists.cards_of(get_session(), mine, reading_language())
    return render_template("engagements/index.html", cards=cards)


@blueprint.route("/engagements/new", methods=["GET", "POST"])
@signed_in
def new() -> str | Response:
    """Open an engagement."""
    form = framing_form()
    if form.validate_on_submit():
        framing = form.framing(as_of=engagements.today())
        opened = engagements.create(get_session(), framing, current_account(), form.id.value)
        return redirect(url_for(".show", engagement_id=opened.id), 303)
    return render_template("engagements/new.html", form=form)


@blueprint.get("/engagements/<uuid:engagement_id>")
@requires(Action.SEE)
def show(engagement_id: UUID) -> str:
    """Show where the engagement stands and what comes next."""
    facts = assessments.facts_of(get_session(), g.engagement)
    result = assessments.assessment_of(get_session(), g.engagement)
    hub = hubs.hub_of(g.engagement, g.role, g.questionnaire, facts, result, reading_language())
    return render_template("engagements/show.html", hub=hub)


@blueprint.route("/engagements/<uuid:engagement_id>/framing", methods=["GET", "POST"])
@requires(Action.FRAME)
def framing(engagement_id: UUID) -> str | Response:
    """Change the framing."""
    known = engagements.framing_of(g.engagement)
    form = framing_form(g.engagement.questionnaire, known)
    if form.validate_on_submit():
        engagements.update_framing(get_session(), g.engagement, form.framing(as_of=known.as_of, known=known))
        flash(_("The framing is saved."))
        return redirect(url_for(".show", engagement_id=engagement_id), 303)
    return render_template("engagements/framing.html", form=form)
