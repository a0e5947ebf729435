"""What would change the answer, solved for: the weight, the input or the amount at which another option is as good.

Closed forms of the additive model; none searches.

References
----------
`methods.md` 4.6.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


NEAR = 1e-9
"""Differences that rounding makes. At a weight of 0 or 1 options are level at most: there is nothing beyond it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The weight of a criterion, 0 to 1, beyond which another option is the best of all; `option` is its place."""

    weight: float
    option: int


@dataclass(frozen=True, slots=True)
class Turns:
    """Where the lead is lost as one criterion weighs less and as it weighs more; None when it never is."""

    falls_to: Turn | None
    rises_to: Turn | None


def level_share(on: float, elsewhere: float, apart: float = 0.0) -> float | None:
    """Return the weight of a criterion at which one option is so far ahead of another; None when none makes it so.

    With the criterion at t the difference is t on + (1 - t) elsewhere: a straight line.

    Parameters
    ----------
    on, elsewhere, apart : float
        Difference on the criterion, on the others as they are weighed among themselves, and the one looked for.
    """
    slope = on - elsewhere
    return None if abs(slope) <= NEAR else (apart - elsewhere) / slope


def weight_break_evens(values: Array, weights: Array) -> tuple[Turns, ...]:
    """Return for each criterion the nearest weights at which the best option changes, the others scaled to the rest.

    With a criterion at t, the lead is ahead of an option by t d + (1 - t) r: d on that criterion, r on the others as
    they are weighed among themselves. It is level at -r / (d - r). The nearest crossing on either side is that of the
    option that becomes best of all, since until there none was ahead of the lead; of those that cross together, it
    is the one that gains most beyond.

    Parameters
    ----------
    values : (m, K) array
        Mean partial values.
    weights : (K,) array
        Stated weights; they sum to 1.
    """
    lead = int(np.argmax(values @ weights))
    return tuple(_turns(values, weights, lead, criterion) for criterion in range(len(weights)))


def _turns(values: Array, weights: Array, lead: int, criterion: int) -> Turns:
    """Return where the lead is lost as one criterion moves."""
    rest = 1 - weights[criterion]
    if rest <= 0:
        return Turns(None, None)  # how the others would share what it leaves was never said
    ahead = values[lead] - values
    others = (ahead @ weights - weights[criterion] * ahead[:, criterion]) / rest
    slopes = ahead[:, criterion] - others
    found = {option: level_share(on, others[option]) for option, on in enumerate(ahead[:, criterion])}
    crossings = {option: share for option, share in found.items() if share is not None}
    below = {option: share for option, share in crossings.items() if slopes[option] > 0 and share > NEAR}
    above = {option: share for option, share in crossings.items() if slopes[option] < 0 and share < 1 - NEAR}
    return Turns(_nearest(below, slopes, max), _nearest(above, slopes, min))


def _nearest(crossings: dict[int, float], slopes: Array, nearest: Callable[..., float]) -> Turn | None:
    """Return the crossing that comes first on one side; of several at once, the steepest."""
    if not crossings:
        return None
    share = nearest(crossings.values())
    together = (option for option, found in crossings.items() if abs(found - share) < NEAR)
    option = max(together, key=lambda option: abs(slopes[option]))
    return Turn(float(share), option)


def input_break_even(now: float, margin: float, weight: float, *, worst: float, best: float) -> float | None:
    """Return the value of one input of the lead at which its margin is gone, all else at its mean.

    Parameters
    ----------
    now, worst, best : float
        The input's mean and the anchors of its criterion, in the criterion's unit.
    margin : float
        Value of the lead less that of the option, 0 to 1.
    weight : float
        Of the criterion, 0 to 1.

    Returns
    -------
    float or None
        In the criterion's unit; None when it lies beyond the anchors, or the criterion weighs nothing.
    """
    if weight <= 0:
        return None
    found = now - margin * (best - worst) / weight
    return found if min(worst, best) <= found <= max(worst, best) else None


def money_equivalent(margin: float, weight: float, *, worst: float, best: float) -> float | None:
    """Return the amount of cost that weighs as much as a difference in value (0 to 1).

    `weight` and the anchors are those of the cost; the amount is in their unit. None when cost weighs nothing.
    """
    return margin * abs(best - worst) / weight if weight > 0 else None
