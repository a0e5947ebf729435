"""Write an assessment as JSON: everything in it, as plain values, the same bytes every time.

A fraction becomes a number to six decimals, a date an ISO date; what is not known is null, never zero. A mapping
by two keys becomes one mapping in another.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from questionnaires import Questionnaire, load
from reports.publishing import withheld
from scoring import Assessment, Facts
from scoring.results import GroupScore, InputTotal, Perception, PlannedAction, Rating, Shortfall

FORMAT = "vis-a-vis-assessment/1"
"""Name and version of this shape; the number grows when a field changes its meaning or goes."""

DECIMALS = 6


def assessment_json(assessment: Assessment, facts: Facts, *, whole: bool = False) -> bytes:
    """Return an assessment as JSON in UTF-8, with whose it is and of which day.

    Unless it is for the record (`whole`), no figure gives away what one person said: ratings on one source, what is
    computed from one of them alone and groups too small to hide it are null and marked `"withheld": true`
    (`design.md` 3, "Source").
    """
    questionnaire = load(assessment.questionnaire_version)
    hidden = frozenset[str]() if whole else withheld(questionnaire, assessment.maturity)
    content = {
        "format": FORMAT,
        "client": facts.client,
        "provider": facts.provider,
        "as_of": facts.as_of,
        "mode": facts.mode,
        "assessment": assessment,
    }
    plain = _Plain(questionnaire, hidden)
    return (json.dumps(plain(content), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


class _Plain:
    """Turns values into what JSON knows, leaving out what may not be shown."""

    def __init__(self, questionnaire: Questionnaire, hidden: Collection[str]) -> None:
        self._hidden = hidden
        self._smallest = questionnaire.thresholds.printable_aggregate
        practices = [questionnaire.practice[id_] for id_ in hidden]
        self._groups = {id_ for p in practices for id_ in (p.theme, questionnaire.domain_of(p).id, p.side.value)}

    def __call__(self, value: Any) -> Any:
        """Return a value as JSON knows it."""
        made: Any
        match value:
            case Enum():
                made = value.value
            case None | bool() | int() | str():
                made = value
            case Fraction() | float():
                made = round(float(value), DECIMALS)
            case date():
                made = value.isoformat()
            case Mapping():
                made = self._mapping(value)
            case tuple() | list():
                made = [self(each) for each in value]
            case _ if is_dataclass(value):
                made = self._record(value)
            case _:
                raise TypeError(f"{type(value).__name__} has no form in JSON")
        return made

    def _mapping(self, values: Mapping[Any, Any]) -> dict[str, Any]:
        """Return a mapping in its order, one by two keys as one in another."""
        made: dict[str, Any] = {}
        for key, value in values.items():
            if isinstance(key, tuple):
                first, second = key
                made.setdefault(str(first), {})[str(second)] = self(value)
            else:
                made[str(key)] = self(value)
        return made

    def _record(self, value: Any) -> dict[str, Any]:
        """Return a frozen value by its fields, without its figures when they may not be shown."""
        names = [each.name for each in fields(value)]
        if not self._withheld(value):
            return {name: self(getattr(value, name)) for name in names}
        kept = {name: self(getattr(value, name)) for name in names if name in _NAMING}
        return kept | dict.fromkeys(name for name in names if name not in _NAMING) | {"withheld": True}

    def _withheld(self, value: Any) -> bool:
        """Return whether a value gives away one of the ratings that may not be shown."""
        match value:
            case Rating() | InputTotal() | PlannedAction():
                return value.practice_id in self._hidden
            case Shortfall():
                return not {value.practice_id, *(each.ref for each in value.inputs)}.isdisjoint(self._hidden)
            case Perception():
                small = value.practices < self._smallest and value.ref.id in self._groups
                return value.ref.id in self._hidden or small
            case GroupScore():
                return value.id in self._groups and value.rated < self._smallest
        return False


_NAMING = frozenset({"practice_id", "id", "ref", "side", "weight", "in_scope"})
"""Fields that say of what a figure is, not how much."""
