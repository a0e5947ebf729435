"""Statements: one as a page's script sends it, or all those of a page sent by its button."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from flask import Blueprint, Response, abort, g, jsonify, request
from flask_babel import gettext as _
from pydantic import ValidationError

from app.access import Action, current_account, requires
from app.database import get_session
from app.forms.fields import typed_number
from app.forms.statements import Entry, Key, StatementBody, entry_of, sent, value_of
from app.services import statements
from app.services.answers import Outcome
from app.services.statements import NewStatement, StatementError
from scoring.statements import Kind

blueprint = Blueprint("statements", __name__)

WRONG = 422
"""What was said cannot be; a script shows why and does not send it again."""


@blueprint.put("/engagements/<uuid:engagement_id>/statements/<uuid:statement_id>")
@requires(Action.RECORD)
def save(engagement_id: UUID, statement_id: UUID) -> Response | tuple[Response, int]:
    """Record one statement, or say what is wrong with it."""
    session, body = get_session(), _body()
    try:
        said = (body.kind, body.subject, body.value_for(g.questionnaire), body.reason)
        recorded = statements.record(session, g.engagement, *said, id=statement_id, account=current_account())
    except StatementError as error:
        return jsonify(error=words_of(error)), WRONG
    except ValueError as error:
        return jsonify(error=str(error)), WRONG
    status = 201 if recorded.outcome is Outcome.CREATED else 200
    found = recorded.statement
    return jsonify(id=str(found.id), recorded_at=found.decided_at.isoformat()), status


def _body() -> StatementBody:
    """Return the statement that was sent, or stop."""
    try:
        return StatementBody.model_validate_json(request.get_data())
    except ValidationError:
        abort(400)


def words_of(error: StatementError, index: int | None = None) -> str:
    """Return what is wrong, in the reader's language; of one statement of several where its index is given."""
    place = "" if index is None else f"[{index}]."
    mine = [mistake for mistake in error.mistakes if mistake.place.startswith(place)]
    said = [_(mistake.message, **{name: _shown(value) for name, value in mistake.values.items()}) for mistake in mine]
    return " ".join(f"{text[0].upper()}{text[1:]}." for text in said)


def _shown(value: object) -> object:
    """Return a number the reader's way; other values as they are."""
    return typed_number(value) if isinstance(value, Decimal) else value


def entries(*kinds: Kind) -> dict[Key, Entry]:
    """Return what holds for every subject of some kinds, as pages show it."""
    return {
        (kind, subject): entry_of(kind, held.value, held.reason)
        for kind in kinds
        for subject, held in statements.latest(get_session(), g.engagement, kind).items()
    }


def keep_all(*kinds: Kind) -> dict[Key, Entry] | None:
    """Record what a whole page says, all or none; where something is wrong, return it as typed with the reason why."""
    new: list[NewStatement] = []
    typed: dict[Key, Entry] = {}
    for key, line, entry in sent(g.questionnaire, kinds, request.form, entries(*kinds)):
        try:
            new.append(NewStatement(*key, value_of(key[0], line, entry), entry.reason))
            typed[key] = entry
        except ValueError as error:
            typed[key] = Entry(entry.fields, entry.reason, str(error))
    if not any(entry.error for entry in typed.values()):
        wrong = _record(new)
        if not wrong:
            return None
        typed |= {key: Entry(typed[key].fields, typed[key].reason, text) for key, text in wrong.items()}
    return entries(*kinds) | typed


def _record(new: list[NewStatement]) -> Mapping[Key, str]:
    """Record statements; return what is wrong with each, nothing where they are all recorded."""
    try:
        statements.record_many(get_session(), g.engagement, new, current_account())
    except StatementError as error:
        found = {(said.kind, said.subject): words_of(error, index) for index, said in enumerate(new)}
        wrong = {key: text for key, text in found.items() if text}
        return wrong or {(new[-1].kind, new[-1].subject): words_of(error)}
    return {}
