"""The people who answer, side by side."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access import Action, requires
from app.database import get_session
from app.forms.respondents import RespondentForm
from app.screens.people import people_of
from app.services import assessments, respondents
from app.views.site import reading_language
from questionnaires import Side

blueprint = Blueprint("respondents", __name__)


@blueprint.route("/engagements/<uuid:engagement_id>/respondents", methods=["GET", "POST"])
@requires(Action.MANAGE_RESPONDENTS)
def index(engagement_id: UUID) -> str | Response:
    """List who answers on each side, and add somebody."""
    session, language = get_session(), reading_language()
    sent = next((side for side in Side if f"{side}-role" in request.form), None)
    forms = {side: RespondentForm.of(g.questionnaire, side, language.code, sent=side is sent) for side in Side}
    if sent and forms[sent].validate_on_submit():
        respondents.add(session, g.engagement, **forms[sent].content())
        return redirect(url_for(".index", engagement_id=engagement_id), 303)
    everybody = respondents.of_engagement(session, g.engagement)
    facts = assessments.facts_of(session, g.engagement)
    sides = people_of(g.questionnaire, facts, everybody, language)
    return render_template("respondents/index.html", sides=sides, forms_by_side=forms)
