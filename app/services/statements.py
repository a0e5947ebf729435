"""What is said of framing facts, registers, motives, readiness and judgements: added, never changed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.engagement_file_checks import Mistake, field_mistakes, statement_mistakes
from app.models import Account, Engagement, FreeText, Statement, now
from app.services import texts
from app.services.answers import Outcome, Progress
from app.services.refusals import N_, ConflictError, RefusalError
from app.statements import NO_TOWER, OWN, SHAPES, lines, something_in_scope
from questionnaires import Questionnaire, load
from scoring.facts import Facts
from scoring.statements import Kind, takes_back
from scoring.statements import latest as latest_of

TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class NewStatement:
    """Something to record; its id is made by whoever says it, so that sending it twice is harmless."""

    kind: Kind
    subject: str
    value: Mapping[str, Any]
    reason: str = ""
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded statement, and whether it was so already."""

    statement: Statement
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Held:
    """What holds of one subject: its last statement, with the reason that was given."""

    id: uuid.UUID
    value: Mapping[str, Any]
    reason: str
    decided_at: datetime


class StatementError(RefusalError):
    """A statement that says what it cannot; `mistakes` lists all that is to mend, each with its place."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        """Tell the first mistake to who reads a message only."""
        self.mistakes = tuple(mistakes)
        super().__init__(mistakes[0].message, **mistakes[0].values)


def record(
    session: Session,
    engagement: Engagement,
    kind: Kind,
    subject: str,
    value: Mapping[str, Any],
    reason: str = "",
    id: uuid.UUID | None = None,
    account: Account | None = None,
) -> Recorded:
    """Add a statement; the same one sent again changes nothing, another one under its id is refused."""
    new = NewStatement(kind, subject, value, reason, id or uuid.uuid4())
    return _record(session, engagement, [new], account, lambda _index: "")[0]


def record_many(
    session: Session, engagement: Engagement, new: Sequence[NewStatement], account: Account | None = None
) -> list[Recorded]:
    """Add statements, all or none; places of mistakes start with the index of the statement, as `[3].value.state`."""
    return _record(session, engagement, new, account, lambda index: f"[{index}].")


def _record(
    session: Session,
    engagement: Engagement,
    new: Sequence[NewStatement],
    account: Account | None,
    place_of: Callable[[int], str],
) -> list[Recorded]:
    """Check every statement, then store them in their order."""
    questionnaire = load(engagement.questionnaire)
    mistakes: list[Mistake] = []
    checked: list[dict[str, Any]] = []
    for index, statement in enumerate(new):
        value, found = _checked(questionnaire, statement, place_of(index))
        mistakes += found
        checked.append(value)
    if not mistakes and not _towers_stay(session, engagement, questionnaire, zip(new, checked, strict=True)):
        mistakes.append(Mistake("value.in_scope", NO_TOWER))
    if mistakes:
        raise StatementError(mistakes)
    kept = [texts.paragraph(statement.reason) for statement in new]
    rows = zip(new, checked, kept, strict=True)
    recorded = [_keep(session, engagement, said, value, reason, account) for said, value, reason in rows]
    session.flush()
    return recorded


def _checked(questionnaire: Questionnaire, new: NewStatement, place: str) -> tuple[dict[str, Any], list[Mistake]]:
    """Return what is said as it is stored, and every mistake in it."""
    try:
        value = SHAPES[new.kind].model_validate(new.value)
    except ValidationError as error:
        found = field_mistakes(error)
        return {}, [Mistake(f"{place}value.{each.place}".rstrip("."), each.message, each.values) for each in found]
    return value.plain(), list(statement_mistakes(questionnaire, new.kind, new.subject, value, place))


def _towers_stay(
    session: Session,
    engagement: Engagement,
    questionnaire: Questionnaire,
    new: Iterable[tuple[NewStatement, Mapping[str, Any]]],
) -> bool:
    """Say whether a tower stays in scope once these statements hold; others do not matter."""
    said = {statement.subject: value for statement, value in new if statement.kind is Kind.TOWER}
    if all(value["in_scope"] for value in said.values()):
        return True
    before = {subject: held.value for subject, held in latest(session, engagement, Kind.TOWER).items()}
    return something_in_scope(questionnaire, before | said)


def _keep(
    session: Session,
    engagement: Engagement,
    new: NewStatement,
    value: dict[str, Any],
    reason: str,
    account: Account | None,
) -> Recorded:
    """Store a statement after those of its subject, or find it there."""
    stored = session.get(Statement, new.id)
    if stored is not None:
        return _replayed(session, engagement, stored, new, value, reason)
    statement = Statement(
        id=new.id,
        engagement_id=engagement.id,
        kind=new.kind,
        subject=new.subject,
        value=value,
        decided_at=_moment(session, engagement, new),
        decided_by=None if account is None else account.id,
    )
    session.add(statement)
    texts.keep(session, engagement.id, new.id, reason)
    return Recorded(statement, Outcome.CREATED)


def _replayed(
    session: Session,
    engagement: Engagement,
    stored: Statement,
    new: NewStatement,
    value: dict[str, Any],
    reason: str,
) -> Recorded:
    """Answer a repeated request as the first one was, unless its content differs."""
    if stored.engagement_id != engagement.id:
        raise RefusalError(N_("This id is already used: reload the page and try again."))
    kept = session.get(FreeText, stored.id)
    before = (stored.kind, stored.subject, stored.value, "" if kept is None else kept.text)
    if before != (new.kind, new.subject, value, reason):
        raise ConflictError(N_("Something else is already stored under this id; nothing was replaced."), stored)
    return Recorded(stored, Outcome.REPLAYED)


def _moment(session: Session, engagement: Engagement, new: NewStatement) -> datetime:
    """Return this moment, or the one just after the last statement of the subject where a clock ran ahead."""
    mine = select(func.max(Statement.decided_at)).where(Statement.engagement_id == engagement.id)
    last = session.scalar(mine.where(Statement.kind == new.kind, Statement.subject == new.subject))
    return now() if last is None else max(now(), last + TICK)


def latest(session: Session, engagement: Engagement, kind: Kind) -> dict[str, Held]:
    """Return what holds of each subject of a kind that something was said of, and not taken back."""
    said = select(Statement.id, Statement.subject, Statement.value, Statement.decided_at, FreeText.text)
    said = said.outerjoin(FreeText, FreeText.id == Statement.id)
    mine = said.where(Statement.engagement_id == engagement.id, Statement.kind == kind)
    rows = session.execute(mine.order_by(Statement.decided_at, Statement.id))
    last = {row.subject: Held(row.id, row.value, row.text or "", row.decided_at) for row in rows}
    return {subject: held for subject, held in last.items() if not takes_back(kind, held.value)}


# ---- how far it has come ----------------------------------------------------------------------------


def progress(questionnaire: Questionnaire, facts: Facts) -> dict[Kind, Progress]:
    """Return, by kind, how many lines of the questionnaire were dealt with, of how many that apply.

    The client's own indicators count beside those of the catalogue; what nobody has to say does not.
    """
    found = {}
    for kind in (kind for kind in Kind if kind not in OPTIONAL):
        said = latest_of(facts.statements, kind)
        applying = {line.id for line in lines(questionnaire, kind) if _applies(line, facts.contract.form)}
        applying |= {subject for subject in said if OWN.fullmatch(subject)}
        dealt_with = _DEALT_WITH.get(kind, _said)
        done = sum(subject in applying and dealt_with(value) for subject, value in said.items())
        found[kind] = Progress(done, len(applying))
    return found


def _applies(line: Any, form: str) -> bool:
    """Say whether a line concerns this form of contract; only framing facts name forms."""
    forms = getattr(line, "forms", ())
    return not forms or form in forms


def _said(_value: Mapping[str, Any]) -> bool:
    """Say that anything said is enough."""
    return True


OPTIONAL = {Kind.PARAMETER, Kind.RANGE, Kind.WEIGHTS, Kind.PART}
"""Kinds that have a value before anybody says one: nothing waits for them."""

_DEALT_WITH: Mapping[Kind, Callable[[Mapping[str, Any]], bool]] = {
    Kind.FRAMING: lambda value: value["value"] is not None,
    Kind.PROCEDURE: lambda value: value["exists"] is not None,
    Kind.MOTIVE: lambda value: bool(value["holders"]),
    Kind.SEED: lambda value: value["choice"] is not None or value["skipped"],
}
"""What counts as dealt with, by kind, where saying anything is not enough."""
