"""Counting draws: how often each option is first, second and so on, beats another, and by how much it falls short.

Shares are of our stated uncertainty, never the chance of success. Options that are level share the ranks they hold.

References
----------
Lahdelma and Salminen, *SMAA-2: stochastic multicriteria acceptability analysis for group decision making*, Operations
Research 49, 2001; `methods.md` 4.4 and 4.5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

CHUNK = 16_384
"""Draws compared at once: what the processor holds near."""

POINTS = (0.1, 0.5, 0.9)
"""Quantiles shown."""

LATE = 0.95
"""Quantile of regret shown: the largest over draws would grow with their number."""


@dataclass(frozen=True, slots=True)
class Acceptability:
    """What comes out of counting `draws` draws of m options.

    `ranks[i, r]` is the share of draws in which option i has rank r (0 is best); `pairwise[i, j]` that in which i is
    better than j, ties half; rows of `ranks` and its columns sum to 1, as do `pairwise[i, j]` and `[j, i]`.
    `central[i]` are the mean weights over the draws in which i is first; None below the least number of them.
    `means`, `regret` (mean shortfall from the best of each draw) and `late_regret` (exceeded in one draw out of
    twenty) are in the unit of the scores.
    """

    draws: int
    ranks: Array
    pairwise: Array
    central: tuple[Array | None, ...]
    means: Array
    regret: Array
    late_regret: Array

    @property
    def information(self) -> float:
        """What perfect knowledge would be worth (EVPI): the expected regret of the best option by its mean."""
        return float(self.regret.min())


def acceptability(scores: Array, weights: Array, least: int) -> Acceptability:
    """Count draws.

    Parameters
    ----------
    scores : (n, m) array
        Value of each option in each draw, more is better.
    weights : (n, K) array
        Weights of each draw.
    least : int
        First places below which no central weights are given: they would be noise.
    """
    columns = np.ascontiguousarray(scores.T)
    options, draws = columns.shape
    better, level, wins = _compared(columns)
    best, means = columns.max(axis=0), columns.mean(axis=1)
    return Acceptability(
        draws=draws,
        ranks=np.stack([_ranks(better[i], level[i], options) for i in range(options)]) / draws,
        pairwise=wins / draws,
        central=_central(better, level, weights, least),
        means=means,
        regret=best.mean() - means,
        late_regret=np.quantile(best - columns, LATE, axis=1),
    )


def pairwise_wins(scores: Array) -> Array:
    """Return the share of draws in which option i is better than j, ties half, (m, m), from scores (n, m)."""
    return _compared(np.ascontiguousarray(scores.T))[2] / len(scores)


def quantiles(scores: Array) -> tuple[Array, Array, Array]:
    """Return the values that one draw in ten, one in two and nine in ten lie below, each (m,), from scores (n, m)."""
    low, middle, high = np.quantile(np.ascontiguousarray(scores.T), POINTS, axis=1)
    return low, middle, high


def confidence_factors(values: Array, central: Sequence[Array | None]) -> tuple[float | None, ...]:
    """Return for each option the share of draws in which it is first, weights held at its central weights.

    `values` are partial values, (n, m, K). None for an option without central weights.
    """
    return tuple(
        None if held is None else _first(np.einsum("nmk,k->nm", values, held), option)
        for option, held in enumerate(central)
    )


def family_shares(first: Mapping[str, float], family: Mapping[str, str]) -> dict[str, float]:
    """Return the share of draws in which the best option belongs to each family, from those of its options."""
    found: dict[str, float] = {}
    for option, share in first.items():
        found[family[option]] = found.get(family[option], 0.0) + share
    return found


def standard_error(share: float, draws: int) -> float:
    """Return the standard error of a share counted over so many draws."""
    return sqrt(share * (1 - share) / draws)


# ---- comparing --------------------------------------------------------------------------------------


def _compared(columns: Array) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8], Array]:
    """Return how many options are better than each and how many level with it in each draw, (m, n), and the wins."""
    options, draws = columns.shape
    better, level = np.zeros((2, options, draws), dtype=np.uint8)
    wins = np.full((options, options), draws / 2)
    for start in range(0, draws, CHUNK):
        near = slice(start, start + CHUNK)
        chunk = columns[:, near]
        for i, j in combinations(range(options), 2):
            behind, ahead = chunk[j] > chunk[i], chunk[i] > chunk[j]
            lost, won = np.count_nonzero(behind), np.count_nonzero(ahead)
            better[i, near] += behind.view(np.uint8)
            better[j, near] += ahead.view(np.uint8)
            wins[i, j] += (won - lost) / 2
            wins[j, i] += (lost - won) / 2
            if won + lost < chunk.shape[1]:
                equal = (chunk[i] == chunk[j]).view(np.uint8)
                level[i, near] += equal
                level[j, near] += equal
    return better, level, wins


def _ranks(better: npt.NDArray[np.uint8], level: npt.NDArray[np.uint8], options: int) -> Array:
    """Return how often one option has each rank, (m,): level with e others it has each of e + 1 ranks in part."""
    held = np.bincount(better.astype(np.intp) * options + level, minlength=options * options)
    ranks = np.zeros(options)
    for place, count in enumerate(held):
        if count:
            rank, others = divmod(place, options)
            ranks[rank : rank + others + 1] += count / (others + 1)
    return ranks


def _central(
    better: npt.NDArray[np.uint8], level: npt.NDArray[np.uint8], weights: Array, least: int
) -> tuple[Array | None, ...]:
    """Return the mean weights over the draws in which each option is first, level ones in part."""
    first = (better == 0).astype(np.float64)
    if level.any():
        first /= level + 1.0
    places, sums = first.sum(axis=1), first @ weights
    return tuple(sums[i] / place if place >= max(least, 1) else None for i, place in enumerate(places))


def _first(scores: Array, option: int) -> float:
    """Return the share of draws in which one option is first, level ones in part."""
    columns = np.ascontiguousarray(scores.T)
    best = columns == columns.max(axis=0)
    return float((best[option] / best.sum(axis=0)).mean())
