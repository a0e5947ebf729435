"""What would change the advice: the nearest value of each input, and of each weight, that makes another lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from scoring.gates import Situation
from scoring.results import Flip, OptionResult

SEARCHED = ("need", "ability", "fatigue", "price_gap", "acceptability", "readiness")
"""Inputs that a person judges, hence that a person could have judged otherwise."""

STEPS = 12
HALVINGS = 10


class HasLead(Protocol):
    """A choice, of which only the lead matters here."""

    @property
    def lead(self) -> str | None:
        """The leading option."""


Valuer = Callable[[Situation], Sequence[OptionResult]]
Chooser = Callable[[Situation, Sequence[OptionResult], Mapping[str, float]], HasLead]


def flips_of(
    situation: Situation, weights: Mapping[str, float], lead: str, value_of: Valuer, choose: Chooser
) -> tuple[Flip, ...]:
    """Return, for each input and each weight, the nearest value at which another option leads.

    One at a time, all else equal, on the deterministic model; nothing is listed for what cannot flip the advice.
    `value_of` values the options of a situation, `choose` takes the lead among them under weights.
    """
    found = []
    today = value_of(situation)
    for name in SEARCHED:

        def lead_at(value: float, name: str = name) -> str | None:
            moved = replace(situation, inputs=replace(situation.inputs, **{name: value}))
            return choose(moved, value_of(moved), weights).lead

        flip = _nearest(name, getattr(situation.inputs, name), lead, lead_at)
        found += [flip] if flip else []
    for criterion in weights:

        def lead_with(share: float, criterion: str = criterion) -> str | None:
            return choose(situation, today, _with_weight(weights, criterion, share)).lead

        flip = _nearest(f"weight.{criterion}", weights[criterion], lead, lead_with)
        found += [flip] if flip else []
    return tuple(sorted(found, key=lambda flip: abs(flip.at - flip.now)))


def _with_weight(weights: Mapping[str, float], criterion: str, share: float) -> dict[str, float]:
    """Give one criterion a share and scale the others to fill the rest."""
    rest = 1 - weights[criterion]
    if rest == 0:
        return dict(weights)
    return {id_: share if id_ == criterion else w * (1 - share) / rest for id_, w in weights.items()}


def _nearest(name: str, now: float, lead: str, lead_at: Callable[[float], str | None]) -> Flip | None:
    """Search both ways from today's value, by steps and then by halving, and keep the nearer change."""
    sides = [flip for end in (0.0, 1.0) if (flip := _towards(name, now, end, lead, lead_at))]
    return min(sides, key=lambda flip: abs(flip.at - flip.now), default=None)


def _towards(name: str, now: float, end: float, lead: str, lead_at: Callable[[float], str | None]) -> Flip | None:
    """First value on the way to an end at which another option leads."""
    kept = now
    for step in range(1, STEPS + 1):
        value = now + (end - now) * step / STEPS
        other = lead_at(value)
        if other is not None and other != lead and value != now:
            for _ in range(HALVINGS):
                middle = (kept + value) / 2
                between = lead_at(middle)
                if between == lead:
                    kept = middle
                else:
                    value, other = middle, between or other
            return Flip(name, now, value, other)
        kept = value
    return None
