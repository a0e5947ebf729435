"""Which single rating, changed by one level, would change the advice: on the deterministic model, on demand.

About a second for a whole catalogue, hence never on the way of a page that shows results.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

from questionnaires import Questionnaire
from scoring.assessing import assess
from scoring.deciding import best_guess
from scoring.facts import Facts, RatingDecision
from scoring.maturity import TOP
from scoring.results import Rating

STEPS = (1, -1)


@dataclass(frozen=True, slots=True)
class RatingFlip:
    """A practice whose rating, so many levels higher or lower, gives the lead to another option."""

    practice_id: str
    rating: Fraction
    changed: Fraction
    option_id: str
    family_id: str


def rating_flips(questionnaire: Questionnaire, facts: Facts) -> tuple[RatingFlip, ...]:
    """Return every rating that would change the lead, in catalogue order; those that change the family first.

    Each practice is rated one level higher, then one lower, within 0 to 5, as if the consultant had decided so; all
    that is computed from ratings follows: indices, inheritance, ability, rules. Empty while there is no advice.
    """
    maturity = assess(questionnaire, facts)
    today = best_guess(questionnaire, facts, maturity)
    if today is None or today.lead is None:
        return ()
    family = {option.id: option.family for option in questionnaire.options}
    found = []
    for rating in maturity.ratings.values():
        if rating.value is None:
            continue
        for step in STEPS:
            changed = min(Fraction(TOP), max(Fraction(0), rating.value + step))
            moved = _with(facts, rating, changed)
            then = best_guess(questionnaire, moved, assess(questionnaire, moved))
            if then is not None and then.lead is not None and then.lead != today.lead:
                flip = RatingFlip(rating.practice_id, rating.value, changed, then.lead, family[then.lead])
                found.append(flip)
    return tuple(sorted(found, key=lambda flip: flip.family_id == family[today.lead or ""]))


def _with(facts: Facts, rating: Rating, level: Fraction) -> Facts:
    """Return the facts with one rating decided otherwise, after all that was decided before."""
    last = max((decision.decided_at for decision in facts.rating_decisions), default=None)
    moments = [last] if last else [answer.recorded_at for answer in facts.answers]
    decision = RatingDecision(
        f"~{rating.practice_id}", rating.practice_id, level, max(moments) + timedelta(seconds=1), rating.consent
    )
    return replace(facts, rating_decisions=(*facts.rating_decisions, decision))
