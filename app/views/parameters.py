"""Costs and assumptions: every figure that options are costed with, its source, and the engagement's own instead."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Action, current_account, may, requires
from app.database import get_session
from app.forms.statements import default_of
from app.screens.parameters import parameters_page
from app.screens.statements import Entries
from app.services import assessments, statements
from app.views.site import reading_language
from app.views.statements import entries, keep_all
from scoring.statements import Kind

blueprint = Blueprint("parameters", __name__)
ADDRESS = "/engagements/<uuid:engagement_id>/parameters"


@blueprint.get(ADDRESS)
@requires(Action.READ_OPTIONS)
def index(engagement_id: UUID) -> str:
    """Show every parameter with its three figures and where they come from."""
    return _page(entries(Kind.PARAMETER))


@blueprint.post(ADDRESS)
@requires(Action.JUDGE)
def keep(engagement_id: UUID) -> str | Response:
    """Keep the whole page."""
    refused = keep_all(Kind.PARAMETER)
    if refused is not None:
        return _page(refused)
    flash(_("The figures are saved."))
    return redirect(url_for(".index", engagement_id=engagement_id), 303)


@blueprint.post(f"{ADDRESS}/default")
@requires(Action.JUDGE)
def restore(engagement_id: UUID) -> Response:
    """Go back to the default figures of one parameter; the earlier ones stay on file."""
    parameter = g.questionnaire.parameter.get(request.form.get("parameter", ""))
    if parameter is None:
        abort(400)
    said = (Kind.PARAMETER, parameter.id, default_of(parameter))
    statements.record(get_session(), g.engagement, *said, account=current_account())
    flash(_("The default figures are back."))
    return redirect(url_for(".index", engagement_id=engagement_id, _anchor=f"{Kind.PARAMETER}-{parameter.id}"), 303)


def _page(said: Entries) -> str:
    """Return the page."""
    facts = assessments.facts_of(get_session(), g.engagement)
    page = parameters_page(g.questionnaire, facts, said, reading_language(), may_edit=may(g.role, Action.JUDGE))
    return render_template("parameters/index.html", page=page)
