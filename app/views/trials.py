"""Other weights, tried: a reader changes them and sees what leads; the engagement stays as it is."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, g, render_template, request
from flask_babel import gettext as _

from app.access import Action, requires
from app.database import get_session
from app.forms.fields import number_of
from app.screens.options import closed_page
from app.screens.trials import MOST, TrialPage, trial_form, trial_of, with_weights
from app.services import assessments
from app.views.site import reading_language
from reports.sentences import Sentences
from scoring import assessment

blueprint = Blueprint("trials", __name__)


@blueprint.get("/engagements/<uuid:engagement_id>/options/weights")
@requires(Action.READ_OPTIONS)
def show(engagement_id: UUID) -> str:
    """Show what the weights in the address give; nothing is stored, so that the address can be sent to somebody."""
    from scoring.deciding import decide  # noqa: PLC0415  # numpy, which most pages do without

    facts, language = assessments.facts_of(get_session(), g.engagement), reading_language()
    closed = closed_page(g.engagement, g.role, g.questionnaire, facts, language)
    if closed is not None:
        return render_template("options/closed.html", page=closed)
    result = assessment(g.questionnaire, facts)
    before = Sentences(g.questionnaire, facts, result, language)
    points, typed, errors = _read()
    form = trial_form(g.engagement, g.questionnaire, result.decision.weights, language, typed, errors)
    if result.decision.recommendation.option is None:
        nothing = _("There is no advice yet, so that weights change nothing: see what is missing first.")
        return render_template("trials/show.html", page=TrialPage(form, None, nothing))
    if not typed or errors:
        return render_template("trials/show.html", page=TrialPage(form, None, ""))
    tried = with_weights(facts, points)
    decision = decide(g.questionnaire, tried, result.maturity)
    after = Sentences(g.questionnaire, tried, replace(result, decision=decision), language)
    return render_template("trials/show.html", page=TrialPage(form, trial_of(before, after), ""))


def _read() -> tuple[dict[str, int], dict[str, str], dict[str, str]]:
    """Return the points in the address, what was typed, and what is wrong; all empty when none is there."""
    typed = {c.id: request.args[c.id].strip() for c in g.questionnaire.criteria if c.id in request.args}
    points, errors = {}, {}
    for criterion in g.questionnaire.criteria if typed else ():
        try:
            points[criterion.id] = _points(typed.get(criterion.id, ""))
        except ValueError as error:
            errors[criterion.id] = str(error)
    if typed and not errors and not any(points.values()):
        errors[""] = _("Give points to one criterion at least.")
    return points, typed, errors


def _points(text: str) -> int:
    """Read the points of one criterion; nothing typed is none."""
    number = number_of(text) if text else 0
    if number != int(number):
        raise ValueError(_("A whole number is needed here."))
    if not 0 <= number <= MOST:
        raise ValueError(_("Write a number from %(least)s to %(most)s.", least=0, most=MOST))
    return int(number)
