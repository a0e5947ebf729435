"""What it would be worth to know more before deciding, in the unit of the scores.

Knowing a thing is worth what the choice would gain by it: the mean of the best that could then be chosen, less the
best of the means. Groups of inputs are ranked, not single ones: one alone hardly ever turns a choice.

References
----------
Strong and Oakley, *An efficient method for computing single-parameter partial expected value of perfect information*,
Medical Decision Making 33, 2013; `methods.md` 4.6.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scoring.distributions import uniforms

Array = npt.NDArray[np.float64]

BINS = 40
"""Classes of an index, each with a hundred draws or more."""


def perfect_information(scores: Array) -> float:
    """Return the value of knowing all that varies in these scores, (n, m)."""
    return float(scores.max(axis=1).mean() - scores.mean(axis=0).max())


# ---- additive model, independent groups: all that is not learned stands at its mean --------------------


def option_information(values: Array, weights: Array, option: int) -> float:
    """Return the value of knowing everything about one option.

    Partial values (n, m, K), stated weights (K,).
    """
    means = values.mean(axis=0) @ weights
    scores = np.broadcast_to(means, values.shape[:2]).copy()
    scores[:, option] = values[:, option] @ weights
    return perfect_information(scores)


def criterion_information(values: Array, weights: Array, criterion: int) -> float:
    """Return the value of knowing what every option is worth on one criterion.

    Partial values (n, m, K), stated weights (K,).
    """
    means = values.mean(axis=0)
    moved = values[:, :, criterion] - means[:, criterion]
    return perfect_information(means @ weights + weights[criterion] * moved)


def weight_information(means: Array, weights: Array) -> float:
    """Return the value of knowing the weights: mean partial values (m, K), drawn weights (n, K)."""
    return perfect_information(weights @ means.T)


# ---- shared drivers, any model -----------------------------------------------------------------------


def binned_value(index: Array, scores: Array, seed: int) -> float:
    """Return the value of knowing an index that sums up a group of drivers, 0 at least.

    Draws are sorted by the index into classes of about equal size, those with the same index into one; knowing the
    class, one would choose the best mean in it. Means of few draws favour whichever is lucky: what the same classes,
    shuffled, would seem to be worth is taken off.

    Parameters
    ----------
    index : (n,) array
        The predicted effect of the group on the difference between the lead and its rival.
    scores : (n, m) array
        Value of each option in each draw.
    seed : int
        Of the shuffled classes.
    """
    columns = np.ascontiguousarray(scores.T)
    edges = np.sort(index)[np.arange(BINS) * len(index) // BINS]
    classes = np.searchsorted(edges, index, side="right") - 1
    luck = classes[_shuffled(seed, len(index))]
    return max(0.0, _best_by_class(classes, columns) - _best_by_class(luck, columns))


@lru_cache(maxsize=4)
def _shuffled(seed: int, count: int) -> npt.NDArray[np.intp]:
    """Return so many draws in an order that means nothing."""
    return np.argsort(uniforms(seed, "information", count), kind="stable")


def _best_by_class(classes: npt.NDArray[np.intp], columns: Array) -> float:
    """Return the mean of what would be chosen in each class, from scores (m, n)."""
    sums = np.stack([np.bincount(classes, weights=column) for column in columns])
    return float(sums.max(axis=0).sum() / len(classes))
