"""Answers sent by the interview page as they are given; the same one sent twice is stored once."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, g, jsonify, request
from flask_babel import gettext as _
from pydantic import ValidationError

from app.access import Action, current_account, requires
from app.database import get_session
from app.forms.answers import AnswerBody
from app.screens.rivals import rival_of
from app.services import answers, respondents
from app.views.site import reading_language

blueprint = Blueprint("answers", __name__)


@blueprint.put("/engagements/<uuid:engagement_id>/answers/<uuid:answer_id>")
@requires(Action.INTERVIEW)
def save(engagement_id: UUID, answer_id: UUID) -> Response | tuple[Response, int]:
    """Record one answer, or show the one that somebody else stored meanwhile."""
    session = get_session()
    body = _body()
    respondent = respondents.get(session, g.engagement, body.respondent_id)
    current = answers.current_of(session, respondent, body.practice_id)
    rival = rival_of(session, current, body.practice_id, body.follows_id, answer_id, reading_language())
    if rival is not None:
        return jsonify(error=_("Somebody else answered meanwhile."), current=rival.as_json()), 409
    recorded = answers.record(session, g.engagement, body.answer(answer_id), current_account())
    status = 201 if recorded.outcome is answers.Outcome.CREATED else 200
    return jsonify(id=str(recorded.answer.id), recorded_at=recorded.answer.recorded_at.isoformat()), status


def _body() -> AnswerBody:
    """Return the answer that was sent, or stop."""
    try:
        return AnswerBody.model_validate_json(request.get_data())
    except ValidationError:
        abort(400)
