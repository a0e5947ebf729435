"""Rules as data: a condition over named facts and indices, what it does, where it is written."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from questionnaires.base import Identifier, Model, Sentence, Text

RuleId = Annotated[str, Field(pattern=r"^[A-Z]+-\d\d$")]

CONTRACT = {
    "form": "choice",
    "renewal": "choice",
    "months_to_term": "number",
    "notice_months": "number",
    "yearly_value": "number",
    "users": "number",
    "critical_service": "bool",
    "continuation_lawful": "bool",
    "provisions_refused": "bool",
    "written_refusal": "bool",
    "after_2026_08_22": "bool",
}
"""Names that the contract sheet gives to conditions, with their kinds."""

INDICES = (
    *("M", "Lc", "Lp", "T", "D2D", "EX", "CAP", "K", "I", "A", "V", "N", "F", "PG", "readiness"),
    *("mechanism_load", "load_limit", "plan_share_one_side"),
    *("months_lead_O4", "months_lead_O5", "months_lead_O6", "months_lead_O7"),
)
"""Names that computing gives to conditions; all are numbers."""


class Rule(Model):
    """A legal or proportionality rule: when it holds, what it does, where it is written, when it was checked."""

    id: RuleId
    family: Literal["public", "private", "people", "regulated", "proportionality"]
    when: Sentence
    effect: Literal["forbid", "force", "limit", "allow", "warn"]
    options: tuple[Identifier, ...] = ()
    forms: tuple[Identifier, ...] = ()
    says: Text
    reason: Text | None = None
    reference: Text | None = None
    mark: Literal["A", "B", "C", "M", "E"]
    checked: date

    @property
    def legal(self) -> bool:
        """Whether the law imposes it; proportionality only advises."""
        return self.family != "proportionality"
