"""What was recorded of one line of the file: a framing fact, a clause, a procedure, an indicator, a motive, and so on.

Statements are appended, never overwritten: the last one of a subject holds. Their values are plain JSON, given
shape here, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a statement is about; its subject is the id of a line of the questionnaire."""

    FRAMING = "framing"
    TOWER = "tower"
    CLAUSE = "clause"
    PROCEDURE = "procedure"
    INDICATOR = "indicator"
    MOTIVE = "motive"
    SEED = "seed"
    READINESS = "readiness"
    TRANSFORMATION = "transformation"
    ABILITY = "ability"
    ACCEPTABILITY = "acceptability"
    EVIDENCE = "evidence"
    PARAMETER = "parameter"
    RANGE = "range"
    WEIGHTS = "weights"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said of one subject, at an instant; `value` holds what its kind asks (see `SHAPES`)."""

    id: str
    kind: Kind
    subject: str
    value: Mapping[str, Any]
    decided_at: datetime


def latest(statements: Iterable[Statement], kind: Kind) -> dict[str, Mapping[str, Any]]:
    """Return what holds of each subject of a kind: its last statement, unless it takes back what was said before."""
    ordered = sorted((s for s in statements if s.kind is kind), key=lambda s: (s.decided_at, s.id))
    last = {statement.subject: statement.value for statement in ordered}
    return {subject: value for subject, value in last.items() if not takes_back(kind, value)}


def takes_back(kind: Kind, value: Mapping[str, Any]) -> bool:
    """Say whether a statement leaves its subject as if nothing had been said of it."""
    return kind in _EMPTIED and value[_EMPTIED[kind]] is None


_EMPTIED = {Kind.RANGE: "low", Kind.WEIGHTS: "form", Kind.PART: "share"}
"""The field that says nothing when a statement takes back what was said, for the kinds where that can be."""
