"""Rows to facts, in one place: rows of the database and rows of an engagement file bear the same names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from scoring import facts as f
from scoring.judging import CONFIDENCE, GAP
from scoring.motives import FATIGUE, NEED
from scoring.statements import Kind, Statement

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything listed under an engagement; each row has the attributes of `app.models`."""

    respondents: Sequence[Any]
    answers: Sequence[Any]
    scope_decisions: Sequence[Any]
    rating_decisions: Sequence[Any]
    targets: Sequence[Any]
    judgements: Sequence[Any]
    readiness: Sequence[Any]
    statements: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Head:
    """What an engagement says of itself."""

    client: str
    provider: str
    as_of: date
    mode: str
    self_declared: bool
    contract: f.Contract
    weights: Mapping[str, Mapping[str, int]]


def build(head: Head, rows: Rows) -> f.Facts:
    """Return the facts of an engagement, its rows in the order in which they were said or decided."""
    return f.Facts(
        client=head.client,
        provider=head.provider,
        as_of=head.as_of,
        mode=head.mode,
        contract=head.contract,
        self_declared=head.self_declared,
        respondents=tuple(f.Respondent(str(row.id), row.side, row.role) for row in rows.respondents),
        answers=tuple(map(_answer, sorted(rows.answers, key=lambda row: (row.recorded_at, row.id)))),
        scope_decisions=tuple(
            f.ScopeDecision(str(row.id), row.practice_id, row.in_scope, row.decided_at)
            for row in in_order(rows.scope_decisions)
        ),
        rating_decisions=tuple(
            f.RatingDecision(str(row.id), row.practice_id, _fraction(row.level), row.decided_at, row.consent)
            for row in in_order(rows.rating_decisions)
        ),
        targets=_targets(rows.targets),
        judgements=_judgements(rows.judgements),
        readiness=_readiness(rows.readiness),
        statements=tuple(map(_statement, in_order(rows.statements))),
        domain_weights=dict(head.weights.get("domains", {})),
        practice_weights=dict(head.weights.get("practices", {})),
        criterion_weights=dict(head.weights.get("criteria", {})),
    )


def in_order(decisions: Iterable[T]) -> list[T]:
    """Return decisions in the order in which they were made."""
    rows: list[Any] = list(decisions)
    return sorted(rows, key=lambda row: (row.decided_at, row.id))


def _fraction(number: Decimal | None) -> Fraction | None:
    """Return a decimal number as an exact fraction."""
    return None if number is None else Fraction(number)


def _answer(row: Any) -> f.Answer:
    """Return an answer with its ids as text."""
    return f.Answer(
        id=str(row.id),
        respondent_id=str(row.respondent_id),
        practice_id=row.practice_id,
        follows_id=None if row.follows_id is None else str(row.follows_id),
        state=row.state,
        level=row.level,
        backing=row.backing,
        contradicts=row.contradicts,
        said_at=row.said_at,
        recorded_at=row.recorded_at,
        interview_id=None if row.interview_id is None else str(row.interview_id),
    )


def _statement(row: Any) -> Statement:
    """Return a statement with its id as text, its value as plain JSON: a file gives it a shape, the database none."""
    value = row.value if isinstance(row.value, dict) else row.value.plain()
    return Statement(str(row.id), row.kind, row.subject, value, row.decided_at)


def _targets(rows: Iterable[Any]) -> tuple[f.Target, ...]:
    """Return the last target of each practice, and of all."""
    last = {row.practice_id: Fraction(row.level) for row in in_order(rows)}
    return tuple(f.Target(practice_id, level) for practice_id, level in last.items())


def _judgements(rows: Iterable[Any]) -> f.Judgements:
    """Return the last value of each driver."""
    last = {row.driver: row for row in in_order(rows)}
    values = {driver: Fraction(row.value) for driver, row in last.items()}
    parts = last["ability"].evidenced_parts if "ability" in last else 0
    return f.Judgements(**values, evidenced_parts=parts)


def _readiness(rows: Iterable[Any]) -> f.Readiness:
    """Return the last readiness."""
    made = in_order(rows)
    return f.Readiness(Fraction(made[-1].score), made[-1].blocking) if made else f.Readiness()


# ---- why judgements are what they are ---------------------------------------------------------------

READINESS = "readiness"

_BEHIND: Mapping[str, tuple[Kind, Sequence[str] | None]] = {
    "need": (Kind.MOTIVE, NEED),
    "ability": (Kind.ABILITY, None),
    "fatigue": (Kind.MOTIVE, FATIGUE),
    "price_gap": (Kind.FRAMING, (GAP, CONFIDENCE)),
    "acceptability": (Kind.ACCEPTABILITY, None),
    READINESS: (Kind.READINESS, None),
}
"""What each judgement is computed from as soon as it is said: a kind, and its subjects unless all are meant."""


def judgement_reasons(rows: Rows, reasons: Mapping[str, str]) -> dict[str, str]:
    """Return why each judgement is what it is, by driver, and readiness; `reasons` are by the id of their row.

    They are those of the statements that it is computed from, or of the last judgement that was entered.
    """
    entered: dict[str, Any] = {row.driver: row for row in in_order(rows.judgements)}
    entered.update((READINESS, row) for row in in_order(rows.readiness))
    said = [_statement(row) for row in in_order(rows.statements)]
    found = {}
    for driver, (kind, subjects) in _BEHIND.items():
        behind = _behind(said, kind, subjects)
        if behind is None:
            behind = [entered[driver]] if driver in entered else []
        found[driver] = "\n".join(filter(None, (reasons.get(str(row.id)) for row in behind)))
    return {driver: reason for driver, reason in found.items() if reason}


def _behind(said: Iterable[Statement], kind: Kind, subjects: Sequence[str] | None) -> list[Any] | None:
    """Return the statements that a judgement is computed from, None when it is not computed.

    Motives are computed as soon as one is heard, a price gap when both of its facts are known. Of readiness,
    what is absent says why it is not higher.
    """
    last = {statement.subject: statement for statement in said if statement.kind is kind}
    behind = [last[id_] for id_ in (sorted(last) if subjects is None else subjects) if id_ in last]
    if kind is Kind.FRAMING and sum(statement.value["value"] is not None for statement in behind) < len(subjects or ()):
        return None
    if kind is Kind.READINESS:
        behind = [statement for statement in behind if not statement.value["status"]]
    return behind if last else None
