"""Weights: who decides, and what each of them says of the criteria, before any result is shown."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Action, current_account, requires
from app.database import get_session
from app.forms.weights import Manner, WeightsForm, weights_form
from app.screens.weights import decider_page, precision_words, weights_page
from app.services import assessments, statements
from app.services.statements import Held, StatementError
from app.views.site import reading_language
from scoring.statements import Kind

blueprint = Blueprint("weights", __name__)
ADDRESS = "/engagements/<uuid:engagement_id>/weights"


@blueprint.get(ADDRESS)
@requires(Action.JUDGE)
def index(engagement_id: UUID) -> str:
    """Show who said what, who else could be asked, and the weights in use."""
    from scoring.deciding import weights_of  # noqa: PLC0415  # numpy, which most pages do without

    session, language = get_session(), reading_language()
    said = statements.latest(session, g.engagement, Kind.WEIGHTS)
    used = weights_of(g.questionnaire, assessments.facts_of(session, g.engagement))
    page = weights_page(g.engagement, g.questionnaire, said, used, language)
    return render_template("weights/index.html", page=page)


@blueprint.get(f"{ADDRESS}/<role_id>")
@requires(Action.JUDGE)
def show(engagement_id: UUID, role_id: str) -> str:
    """Show the form of one decider."""
    held = _held(role_id)
    return _page(role_id, _form(held), held)


@blueprint.post(f"{ADDRESS}/<role_id>")
@requires(Action.JUDGE)
def keep(engagement_id: UUID, role_id: str) -> str | Response:
    """Keep what one decider says; what was said before stays on file."""
    held = _held(role_id)
    form = _form(held)
    if form.validate_on_submit():
        said = (Kind.WEIGHTS, role_id, form.value(), form.reason.data or "")
        try:
            statements.record(get_session(), g.engagement, *said, account=current_account())
        except StatementError as error:
            _refuse(form, error)
        else:
            flash(_("The weights are saved."))
            return redirect(url_for(".index", engagement_id=engagement_id), 303)
    return _page(role_id, form, held)


@blueprint.post(f"{ADDRESS}/<role_id>/withdraw")
@requires(Action.JUDGE)
def withdraw(engagement_id: UUID, role_id: str) -> Response:
    """Take back what one decider said; it stays on file."""
    if _held(role_id) is not None:
        statements.record(get_session(), g.engagement, Kind.WEIGHTS, role_id, {"form": None}, account=current_account())
    flash(_("The weights are withdrawn."))
    return redirect(url_for(".index", engagement_id=engagement_id), 303)


def _held(role_id: str) -> Held | None:
    """Return what holds of a decider; stop where there is no such role."""
    if role_id not in g.questionnaire.role:
        abort(404)
    return statements.latest(get_session(), g.engagement, Kind.WEIGHTS).get(role_id)


def _form(held: Held | None) -> WeightsForm:
    """Return the form in the manner that the address names, else that of before, else points."""
    value = held.value if held else {}
    try:
        manner = Manner(request.args.get("form", value.get("form", Manner.POINTS)))
    except ValueError:
        abort(404)
    language = reading_language()
    form = weights_form(g.questionnaire, manner, language.code, value, precision_words(g.questionnaire, language))
    if held and not form.is_submitted():
        form.reason.data = held.reason
    return form


def _refuse(form: WeightsForm, error: StatementError) -> None:
    """Say what is wrong where it was typed: at the criterion that a mistake names, else above the form."""
    ends = {"low": _("The lower ends"), "high": _("The upper ends"), "points": _("The points")}
    for mistake in error.mistakes:
        end = mistake.place.rpartition(".")[2]
        named = str(mistake.values.get("value", ""))
        criterion = next((each for each in form.criteria if each.id == named), None)
        if criterion is None:
            message = _(mistake.message, **mistake.values)
            form.form_errors.append(f"{ends.get(end, '')} {message}.".strip())
        else:
            message = _(mistake.message, **{**mistake.values, "value": criterion.name[reading_language().code]})
            field = form.of(criterion)[-1]
            field.errors = [*field.errors, message]


def _page(role_id: str, form: WeightsForm, held: Held | None) -> str:
    """Return the page of one decider."""
    page = decider_page(g.engagement, g.questionnaire, role_id, form, held, reading_language())
    return render_template("weights/show.html", page=page, form=form)
