"""Quantiles of Student's t, exact for whole degrees of freedom and without a table."""

from __future__ import annotations

from functools import lru_cache
from math import atan, cos, pi, sin, sqrt

STEPS = 60
"""Halvings of the angle searched: beyond them a double no longer changes."""


@lru_cache(maxsize=256)
def quantile(probability: float, degrees: int) -> float:
    """Return the value that Student's t stays under with a probability.

    Parameters
    ----------
    probability : float
        Between 0.5 and 1.
    degrees : int
        Degrees of freedom, 1 or more.

    References
    ----------
    Abramowitz and Stegun, *Handbook of Mathematical Functions*, 26.7.3 and 26.7.4.

    Examples
    --------
    >>> round(quantile(0.95, 4), 6)
    2.131847
    """
    low, high = 0.0, pi / 2
    for _ in range(STEPS):
        angle = (low + high) / 2
        if _within(angle, degrees) < 2 * probability - 1:
            low = angle
        else:
            high = angle
    return sqrt(degrees) * sin(high) / cos(high)


def within(value: float, degrees: int) -> float:
    """Return the probability that Student's t lies between -value and value."""
    return _within(atan(value / sqrt(degrees)), degrees)


def _within(angle: float, degrees: int) -> float:
    """Do it for an angle, whose tangent times the root of the degrees is the value."""
    odd = degrees % 2
    term, total = (cos(angle) if odd else 1.0), 0.0
    for k in range(2 + odd, degrees + 1, 2):
        total += term
        term *= cos(angle) ** 2 * (k - 1) / k
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
