"""Engagements: the list, opening one, its hub."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access import Action, current_account, requires, signed_in
from app.database import get_session
from app.screens import engagement_lists, hubs
from app.services import assessments, engagements
from app.views.framing import framing_form
from app.views.site import reading_language

blueprint = Blueprint("engagements", __name__)


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
