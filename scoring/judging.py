"""Judgements and readiness as the file establishes them: from motives, short questions and items when they were
recorded, as entered otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from questionnaires import Questionnaire
from scoring.facts import Facts, Judgements, Readiness
from scoring.motives import FATIGUE, NEED, ability, acceptability, motive_strengths, price_gap, strongest
from scoring.results import Rating
from scoring.statements import Kind, latest

GAP, CONFIDENCE = "price_gap_found", "price_comparison_confidence"
"""Framing facts that price gap is computed from: a percentage, and low, medium or high."""


def settled(questionnaire: Questionnaire, facts: Facts, ratings: Mapping[str, Rating]) -> Facts:
    """Return the facts with judgements and readiness computed wherever their parts were recorded."""
    return replace(
        facts,
        judgements=_judgements(questionnaire, facts, {id_: rating.value for id_, rating in ratings.items()}),
        readiness=readiness(questionnaire, facts),
    )


def _judgements(questionnaire: Questionnaire, facts: Facts, ratings: Mapping[str, Fraction | None]) -> Judgements:
    """N, F and PG from motives and the comparison, A and V from their questions."""
    found = facts.judgements
    motives = motive_strengths(questionnaire.motive_model, latest(facts.statements, Kind.MOTIVE))
    if motives:
        found = replace(found, need=strongest(motives, NEED), fatigue=strongest(motives, FATIGUE))
    framing = latest(facts.statements, Kind.FRAMING)
    gap, confidence = (_known(framing, name) for name in (GAP, CONFIDENCE))
    if gap is not None and confidence is not None:
        found = replace(found, price_gap=price_gap(questionnaire.motive_model, Fraction(str(gap)) / 100, confidence))
    parts = latest(facts.statements, Kind.ABILITY)
    if parts:
        value, evidenced = ability(parts, ratings)
        found = replace(found, ability=value, evidenced_parts=evidenced)
    answers = latest(facts.statements, Kind.ACCEPTABILITY)
    return replace(found, acceptability=acceptability(answers)) if answers else found


def _known(framing: Mapping[str, Mapping[str, Any]], name: str) -> Any:
    """Return the value of a framing fact, None when it was not asked or is not known."""
    return framing.get(name, {}).get("value")


def readiness(questionnaire: Questionnaire, facts: Facts) -> Readiness:
    """Return the score of a tender file, 0 to 100, and how many blocking items are at zero.

    Sum of weight times status (0, 1/2, 1) over items; an item not looked at counts as absent once any was.

    References
    ----------
    `domain.md` 6.
    """
    said = latest(facts.statements, Kind.READINESS)
    if not said:
        return facts.readiness
    status = {item.id: _status(said.get(item.id)) for item in questionnaire.readiness}
    score = sum((item.weight * status[item.id] for item in questionnaire.readiness), Fraction(0))
    blocking = sum(item.blocking and status[item.id] == 0 for item in questionnaire.readiness)
    return Readiness(score, blocking)


def _status(value: Mapping[str, Any] | None) -> Fraction:
    """Return 0 (absent), 1/2 (partial) or 1 (proven)."""
    return Fraction(0) if value is None else Fraction(str(value["status"]))
