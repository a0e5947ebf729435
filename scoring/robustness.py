"""How often a group of options stays ahead when the weights are in doubt (`domain.md` 5.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from questionnaires.schema import Thresholds


def win_share(
    thresholds: Thresholds,
    weights: Mapping[str, float],
    ours: Sequence[Mapping[str, float]],
    theirs: Sequence[Mapping[str, float]],
) -> float:
    """Return the share of random weight sets in which the best of ours beats the best of theirs.

    Each weight is drawn between (1 - spread) and (1 + spread) times its value; ties count for half. Values are
    the options' values per criterion, 0 to 1. The same draws serve every comparison.
    """
    drawn = _factors(thresholds.seed, thresholds.weight_sets, len(weights), thresholds.weight_spread)
    sets = drawn * np.array(list(weights.values()))
    lead, rival = (_best(sets, weights, options) for options in (ours, theirs))
    return float(np.mean((lead > rival) + 0.5 * (lead == rival)))


@lru_cache(maxsize=4)
def _factors(seed: int, count: int, criteria: int, spread: float) -> npt.NDArray[np.float64]:
    """Factors on the weights, shape (count, criteria); `random()` of a named generator is stable over versions."""
    return 1 + spread * (2 * np.random.Generator(np.random.PCG64(seed)).random((count, criteria)) - 1)


def _best(
    sets: npt.NDArray[np.float64], weights: Mapping[str, float], options: Sequence[Mapping[str, float]]
) -> npt.NDArray[np.float64]:
    """Best value over options in each weight set, shape (count,)."""
    values = np.array([[option[criterion] for criterion in weights] for option in options])
    best: npt.NDArray[np.float64] = (sets @ values.T).max(axis=1)
    return best
