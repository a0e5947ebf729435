"""Pure computing: facts to maturity, maturity to decision. No web, no database, no clock, no unseeded chance."""

from scoring.assessing import assess
from scoring.assessment import ENGINE, assessment, canonical_facts, digest
from scoring.deciding import decide
from scoring.facts import Facts
from scoring.ratings import current_answers
from scoring.results import Assessment, Decision, Figure, Maturity, Ref

__all__ = [
    "ENGINE",
    "Assessment",
    "Decision",
    "Facts",
    "Figure",
    "Maturity",
    "Ref",
    "assess",
    "assessment",
    "canonical_facts",
    "current_answers",
    "decide",
    "digest",
]
