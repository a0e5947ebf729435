"""The interview: one practice per page for one respondent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access import Action, current_account, requires
from app.database import get_session
from app.forms.interviews import AnswerForm, said_by
from app.models import Respondent
from app.screens.interviews import Current, room_of, standing
from app.screens.rivals import Rival, rival_of
from app.services import answers, respondents
from app.services.answers import NewAnswer
from app.views.site import reading_language
from questionnaires.schema import Practice

blueprint = Blueprint("interviews", __name__)


@blueprint.get("/engagements/<uuid:engagement_id>/interview/<uuid:respondent_id>")
@requires(Action.INTERVIEW)
def start(engagement_id: UUID, respondent_id: UUID) -> Response:
    """Go to the next practice without an answer, or to the first one."""
    respondent = respondents.get(get_session(), g.engagement, respondent_id)
    asked = answers.agenda(g.questionnaire, g.engagement.mode, respondent.side)
    current = answers.current_of(get_session(), respondent)
    practice = answers.next_unanswered(asked, current) or asked[0]
    return redirect(_address(respondent, practice), 303)


@blueprint.route(
    "/engagements/<uuid:engagement_id>/interview/<uuid:respondent_id>/<practice_id>", methods=["GET", "POST"]
)
@requires(Action.INTERVIEW)
def practice(engagement_id: UUID, respondent_id: UUID, practice_id: str) -> str | Response:
    """Ask one practice; without a script, the form saves."""
    respondent, asked = _asked(respondent_id, practice_id)
    current = answers.current_of(get_session(), respondent)
    form, rival = _form(current, practice_id), None
    if form.validate_on_submit():
        rival = rival_of(get_session(), current, practice_id, form.follows_id.value, form.id.value, reading_language())
        if rival is None:
            _record(form, respondent, practice_id)
            return redirect(_after(respondent, asked), 303)
        form.follows_id.data = str(rival.id)
    return _page(form, respondent, asked, current, rival)


def _asked(respondent_id: UUID, practice_id: str) -> tuple[Respondent, Practice]:
    """Return who is asked what, or stop."""
    respondent = respondents.get(get_session(), g.engagement, respondent_id)
    practices = answers.agenda(g.questionnaire, g.engagement.mode, respondent.side)
    found = next((practice for practice in practices if practice.id == practice_id), None)
    return respondent, found or abort(404)


def _form(current: Current, practice_id: str) -> AnswerForm:
    """Return the form, filled with the answer that stands, ready for the one that would follow it."""
    answer = standing(current, practice_id)
    known: dict[str, Any] = {"id": str(uuid4()), "follows_id": "", "backing": "said"}
    if answer is not None:
        known |= {
            "follows_id": str(answer.id),
            "said": said_by(answer.state, answer.level),
            "backing": answer.backing.value,
            "contradicts": answer.contradicts,
            "comment": answers.comment_of(get_session(), answer),
        }
    return AnswerForm(data=known)


def _record(form: AnswerForm, respondent: Respondent, practice_id: str) -> None:
    """Record what the form says."""
    new = NewAnswer(respondent_id=respondent.id, practice_id=practice_id, said_at=datetime.now(UTC), **form.content())
    answers.record(get_session(), g.engagement, new, current_account())


def _after(respondent: Respondent, practice: Practice) -> str:
    """Return where to go once an answer is saved."""
    asked = answers.agenda(g.questionnaire, g.engagement.mode, respondent.side)
    place = asked.index(practice) + 1
    onward = request.form.get("then") == "next" and place < len(asked)
    return _address(respondent, asked[place] if onward else practice)


def _address(respondent: Respondent, practice: Practice) -> str:
    """Return the address of a practice in an interview."""
    return url_for(
        "interviews.practice",
        engagement_id=g.engagement.id,
        respondent_id=respondent.id,
        practice_id=practice.id,
    )


def _page(form: AnswerForm, respondent: Respondent, practice: Practice, current: Current, rival: Rival | None) -> str:
    """Return the page."""
    room = room_of(g.engagement, respondent, practice, g.questionnaire, current, reading_language())
    return render_template("interviews/practice.html", form=form, room=room, rival=rival, zero_id=UUID(int=0))
