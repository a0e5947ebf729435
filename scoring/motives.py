"""Why change is wanted: strength of each motive, and the judgements that motives and short questions give.

A motive counts by what confirms it, not by how loudly it is said (`domain.md` 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from questionnaires.schema import MotiveModel

FATIGUE, NEED = ("MO-01",), ("MO-05", "MO-11", "MO-13")
"""Motives that feed fatigue with people, and unmet need."""

LOUD = 2
"""Intensity (the second of three steps) above which an unconfirmed motive is shown as perceived, not established."""

ABILITY_PARTS = ("references", "commitments", "people")
ABILITY_PRACTICES = ("REL-STR-P1", "REL-IMP-P1")
ACCEPTABILITY_PARTS = ("mandate", "incident", "budget", "sponsor", "calendar")


@dataclass(frozen=True, slots=True)
class MotiveStrength:
    """One motive: how many hold it, how strongly it is said (0-3), how far it is confirmed (0, 1/2, 1)."""

    motive_id: str
    holders: int
    intensity: int
    confirmation: Fraction
    strength: Fraction

    @property
    def perceived_only(self) -> bool:
        """Whether it is loud and nothing confirms it: it matters for people, not for the option."""
        return self.intensity > LOUD and self.confirmation == 0


def strength(model: MotiveModel, holders: int, intensity: int, confirmation: Fraction) -> Fraction:
    """Return intensity over 3, weighted by the number of independent holders, times its confirmation."""
    weight = Fraction(str(model.holders[min(holders, len(model.holders) - 1)]))
    return Fraction(intensity, 3) * weight * confirmation


def motive_strengths(model: MotiveModel, said: Mapping[str, Mapping[str, Any]]) -> tuple[MotiveStrength, ...]:
    """Return every motive that was said, the strongest first."""
    found = []
    for motive_id, value in said.items():
        holders, intensity = int(value["holders"]), int(value["intensity"])
        confirmation = Fraction(str(value["confirmation"]))
        power = strength(model, holders, intensity, confirmation)
        found.append(MotiveStrength(motive_id, holders, intensity, confirmation, power))
    return tuple(sorted(found, key=lambda motive: (-motive.strength, -motive.intensity, motive.motive_id)))


def strongest(motives: Iterable[MotiveStrength], ids: Iterable[str]) -> Fraction:
    """Return the strength of the strongest of some motives; 0 when none was said."""
    wanted = set(ids)
    return max((motive.strength for motive in motives if motive.motive_id in wanted), default=Fraction(0))


def price_gap(model: MotiveModel, gap: Fraction, confidence: str) -> Fraction:
    """Return PG: the gap over the one that counts in full, at most 1, by the confidence of the comparison.

    A cheaper provider gives 0.
    """
    full = Fraction(str(model.full_gap))
    return min(Fraction(1), max(Fraction(0), gap) / full) * Fraction(str(model.comparison[confidence]))


def ability(
    parts: Mapping[str, Mapping[str, Any]], ratings: Mapping[str, Fraction | None]
) -> tuple[Fraction | None, int]:
    """Return A and how many of its five parts are evidenced.

    A is the mean of references shown, written commitments accepted, key people proposed (0 to 1 each), and of
    the provider's investment and improvement practices over 5. None until the five are known.
    """
    scores = [Fraction(str(parts[name]["score"])) if name in parts else None for name in ABILITY_PARTS]
    rated = [ratings.get(practice_id) for practice_id in ABILITY_PRACTICES]
    levels = [None if rating is None else rating / 5 for rating in rated]
    known = [value for value in (*scores, *levels) if value is not None]
    evidenced = sum(bool(parts[name].get("evidenced")) for name in ABILITY_PARTS if name in parts)
    evidenced += sum(level is not None for level in levels)
    if len(known) < len(ABILITY_PARTS) + len(ABILITY_PRACTICES):
        return None, evidenced
    return sum(known, Fraction(0)) / len(known), evidenced


def acceptability(parts: Mapping[str, Mapping[str, Any]]) -> Fraction | None:
    """Return V: the mean of mandate, past incident, budget, sponsor and calendar, 0 to 1; None until all are given."""
    if any(name not in parts for name in ACCEPTABILITY_PARTS):
        return None
    scores = [Fraction(str(parts[name]["score"])) for name in ACCEPTABILITY_PARTS]
    return sum(scores, Fraction(0)) / len(scores)
