"""Prepare, then choose: what a choice at the end of preparation is worth, and what is given up by deciding it now.

Waiting pays only when something will be learned and the choice stays open. What is known at the end are a few signals,
not the draw itself: taking the best of each draw would be clairvoyance.

References
----------
Dixit and Pindyck, *Investment under Uncertainty*, 1994, chapter 2; `methods.md` 4.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that preparation may show: the state of each driver, how likely, the value of each option then.

    `states` says for each driver whether it is above its limit; `expected` is in the unit of the scores.
    """

    share: float
    expected: tuple[float, ...]
    states: tuple[bool, ...] = ()

    @property
    def choice(self) -> int:
        """The option that is then best."""
        return max(range(len(self.expected)), key=self.expected.__getitem__)


@dataclass(frozen=True, slots=True)
class Preparation:
    """What preparing is worth, bound to one option whatever is learned, and free to choose at the end."""

    committed: float
    flexible: float

    @property
    def worth(self) -> float:
        """What the freedom to choose is worth."""
        return self.flexible - self.committed


def signs(scores: Array, *states: npt.NDArray[np.bool_]) -> tuple[Sign, ...]:
    """Return what one or two drivers may show, from draws; what never happens is left out.

    Parameters
    ----------
    scores : (n, m) array
        Value of each option in each draw.
    *states : (n,) arrays of bool
        For each driver, whether it is above its limit.
    """
    found = []
    for wanted in product((False, True), repeat=len(states)):
        seen = np.ones(len(scores), dtype=np.bool_)
        for state, bit in zip(states, wanted, strict=True):
            seen &= state == bit
        if seen.any():
            found.append(Sign(float(seen.mean()), tuple(map(float, scores[seen].mean(axis=0))), wanted))
    return tuple(found)


def preparation(seen: Sequence[Sign], committed: int, *, kept: float = 1.0, cost: float = 0.0) -> Preparation:
    """Return the value of preparing.

    Parameters
    ----------
    seen : sequence of Sign
        What preparation may show; shares sum to 1.
    committed : int
        The option that one would be bound to.
    kept : float
        Share of value that the delay leaves, 0 to 1; 1 where the scores hold the delay already.
    cost : float
        Of preparing, in the unit of the scores; 0 where the scores hold it already.
    """
    bound = sum(sign.share * sign.expected[committed] for sign in seen)
    return Preparation(committed=kept * bound - cost, flexible=kept * _chosen(seen) - cost)


def least_kept(seen: Sequence[Sign], immediate: float, *, cost: float = 0.0) -> float | None:
    """Return the share of value that the delay must leave for preparing to match the best immediate option.

    None when even no delay at all would not do.
    """
    chosen = _chosen(seen)
    found = (immediate + cost) / chosen if chosen > 0 else None
    return found if found is not None and found <= 1 else None


def least_likely(
    seen: Sequence[Sign], good: int, immediate: float, *, kept: float = 1.0, cost: float = 0.0
) -> float | None:
    """Return how likely one sign must be for preparing to match the best immediate option.

    The others keep their proportions. 0 when preparing pays without it, None when it would not pay even with certainty.
    """
    needed = (immediate + cost) / kept
    best = seen[good].expected[seen[good].choice]
    rest = [sign for number, sign in enumerate(seen) if number != good]
    share = sum(sign.share for sign in rest)
    otherwise = _chosen(rest) / share if share > 0 else best
    if otherwise >= needed:
        return 0.0
    return (needed - otherwise) / (best - otherwise) if best >= needed else None


def _chosen(seen: Sequence[Sign]) -> float:
    """Return the expected value of the best choice under each sign."""
    return sum(sign.share * sign.expected[sign.choice] for sign in seen)
