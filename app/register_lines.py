"""A line of a register: what nobody has said of it yet, and what its value must hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from app.register_columns import Register, columns
from app.services.refusals import N_, RefusalError
from questionnaires import Questionnaire, Text
from questionnaires.base import Named, Texts
from questionnaires.registers import Indicator, Procedure

Value = Mapping[str, Any]

OWN_PREFIX = "own:"
"""How the subject of an indicator that is not in the catalogue begins."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The line of the register that a row is about; `item` is None for an indicator of the client's own."""

    id: str
    name: Text
    item: Named | None


class UnreadableError(RefusalError):
    """What a row says cannot stand; `key` is that of the column to mend."""

    def __init__(self, key: str, message: str, **values: object) -> None:
        """Keep the column beside the message."""
        self.key = key
        super().__init__(message, **values)


def supplies(subject: Subject, key: str) -> Texts:
    """Return what one side must supply for a procedure."""
    procedure = cast(Procedure, subject.item)
    return procedure.client_inputs if key == "inputs" else procedure.provider_parts


def catalogue_text(questionnaire: Questionnaire, indicator: Indicator, key: str, language: str) -> str:
    """Return what the catalogue says of one of its indicators, as a sheet shows it."""
    if key == "class":
        return next(c.name[language] for c in questionnaire.indicator_classes if c.id == indicator.class_id)
    if key == "pairs":
        return "; ".join(indicator.pairs)
    if key == "cost":
        costs = columns("indicators")["cost"].choices
        return next(cost.name[language] for cost in costs if cost.value == indicator.cost)
    return str(getattr(indicator, key)[language])


# ---- what a value must hold -------------------------------------------------------------------------


def _blank_procedure(subject: Subject) -> dict[str, Any]:
    """Return what nobody has said of a procedure."""
    inputs, parts = (len(supplies(subject, key).fr) for key in ("inputs", "parts"))
    unsaid = {"exists": None, "applied": None, "last_used": None}
    return {**unsaid, "inputs": [None] * inputs, "parts": [None] * parts}


def _blank_indicator(subject: Subject) -> dict[str, Any]:
    """Return what nobody has said of an indicator."""
    blank = {"produced": None, "used": False, "decision": "", "defined_on": None, "late": None}
    if subject.item is not None:
        return blank
    texts = dict.fromkeys(("name", "class", "formula", "unit", "source"), "")
    return {**blank, **texts, "pairs": [], "cost": "medium"}


BLANKS: Mapping[Register, Callable[[Subject], dict[str, Any]]] = {
    "clauses": lambda subject: {"state": None, "quality": None, "fix": None, "reference": ""},
    "procedures": _blank_procedure,
    "indicators": _blank_indicator,
}
"""What is recorded of a line of each register before anybody speaks."""


def _complete_clause(value: dict[str, Any], given: Value, as_of: date) -> None:
    """Take a clause whose quality is said for a present one; refuse the quality of an absent one."""
    if value["state"] is None and given.get("quality"):
        value["state"] = "present"
    if value["state"] is None:
        raise UnreadableError("state", N_("say whether the clause is present or absent"))
    if value["state"] == "absent":
        if given.get("quality"):
            raise UnreadableError("quality", N_("an absent clause has no quality: empty this cell"))
        value["quality"] = None


def _complete_procedure(value: dict[str, Any], given: Value, as_of: date) -> None:
    """Take a procedure that is applied for an existing one; refuse one that is applied and does not exist."""
    if value["exists"] is None and (given.get("applied") or given.get("last_used")):
        value["exists"] = True
    if value["exists"] is False:
        for key in ("applied", "last_used"):
            if given.get(key):
                raise UnreadableError(key, N_("the procedure does not exist: it cannot be applied"))
            if value[key]:
                value[key] = None
    if value["last_used"] and value["last_used"] > as_of.isoformat():
        message = N_("this date is after %(as_of)s, the day of the assessment")
        raise UnreadableError("last_used", message, as_of=as_of)


def _complete_indicator(value: dict[str, Any], given: Value, as_of: date) -> None:
    """Take an indicator that is used for a produced one; refuse one that is used and not produced."""
    if value["produced"] is None and given.get("used"):
        value["produced"] = True
    if value["produced"] is None:
        raise UnreadableError("produced", N_("say whether the indicator is produced: yes or no"))
    if value["used"] is None:
        raise UnreadableError("used", N_("say whether the indicator is used: yes or no"))
    if not value["produced"]:
        if given.get("used"):
            raise UnreadableError("used", N_("an indicator that is not produced cannot be used"))
        value["used"] = False


COMPLETED: Mapping[Register, Callable[[dict[str, Any], Value, date], None]] = {
    "clauses": _complete_clause,
    "procedures": _complete_procedure,
    "indicators": _complete_indicator,
}
"""How the value of a line of each register is completed and checked, in place, with what the row gave."""
