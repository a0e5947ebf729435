"""Pure computing: facts to maturity, maturity to decision. No web, no database, no clock, no unseeded chance."""

from typing import TYPE_CHECKING, Any

from scoring.assessing import assess
from scoring.assessment import ENGINE, assessment, canonical_facts, digest
from scoring.facts import Facts
from scoring.hearing import current_answers
from scoring.results import Assessment, Decision, Figure, Maturity, Measured, Ref

if TYPE_CHECKING:
    from scoring.deciding import decide

__all__ = [
    "ENGINE",
    "Assessment",
    "Decision",
    "Facts",
    "Figure",
    "Maturity",
    "Measured",
    "Ref",
    "assess",
    "assessment",
    "canonical_facts",
    "current_answers",
    "decide",
    "digest",
]


def __getattr__(name: str) -> Any:
    """Load what weighs options when it is first asked for: numpy is a tenth of the web process's start."""
    if name != "decide":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from scoring.deciding import decide  # noqa: PLC0415

    return decide
