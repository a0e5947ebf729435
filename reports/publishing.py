"""Which ratings a report may print: none that would give away what one person said (`design.md` 3, "Source")."""

from __future__ import annotations

from questionnaires import Questionnaire
from scoring.results import Maturity, Rating


def printable(questionnaire: Questionnaire, rating: Rating) -> bool:
    """Return whether a rating rests on enough sources, or was decided with consent."""
    enough = rating.sources >= questionnaire.thresholds.printable_sources
    return enough or (rating.decided and rating.consent)


def withheld(questionnaire: Questionnaire, maturity: Maturity) -> frozenset[str]:
    """Return the rated practices that a report prints as a dash and counts only in larger groups."""
    return frozenset(
        id_
        for id_, rating in maturity.ratings.items()
        if rating.value is not None and not printable(questionnaire, rating)
    )
