"""What an uncertain figure is drawn from: three points to a distribution, and one named stream of chance for each.

Every stream depends on its seed and its name alone, so that a what-if moves only what it changes. All are made from
`random()`, the one draw that numpy keeps over its versions. Arrays are shared between calls, hence read-only.

References
----------
`methods.md` 4.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import pi, sqrt

import numpy as np
import numpy.typing as npt

from scoring.results import Spread

Array = npt.NDArray[np.float64]

TAIL = 0.1
"""Share of draws below the low point, and above the high one: "one in ten"."""

HALVINGS = 60
"""Halvings of the interval that holds a solution: beyond it, doubles no longer change."""

KEPT = 128
"""Streams kept in memory: those of one decision, 160 kB each at 20,000 draws."""


# ---- streams ----------------------------------------------------------------------------------------


def generator(seed: int, name: str) -> np.random.Generator:
    """Return the stream of that name, at its start."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *name.encode()])))


@lru_cache(maxsize=KEPT)
def uniforms(seed: int, name: str, count: int) -> Array:
    """Return draws in [0, 1) of the stream of that name, (count,); read-only."""
    return _frozen(generator(seed, name).random(count))


@lru_cache(maxsize=KEPT // 4)
def normals(seed: int, name: str, count: int) -> Array:
    """Return standard normal draws of the stream of that name, (count,); read-only.

    References
    ----------
    Box and Muller, *A note on the generation of random normal deviates*, Annals of Mathematical Statistics 29, 1958.
    """
    half = (count + 1) // 2
    drawn = uniforms(seed, name, 2 * half)
    radius, angle = np.sqrt(-2 * np.log1p(-drawn[:half])), 2 * pi * drawn[half:]
    return _frozen(np.concatenate((radius * np.cos(angle), radius * np.sin(angle)))[:count])


def exponentials(seed: int, name: str, count: int) -> Array:
    """Return draws of the unit exponential of the stream of that name, (count,)."""
    drawn: Array = -np.log1p(-uniforms(seed, name, count))
    return drawn


def _frozen(array: Array) -> Array:
    """Return the array, no longer writable."""
    array.setflags(write=False)
    return array


# ---- three points -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Triangular:
    """The triangular distribution between `low` and `high`, most likely at `mode`."""

    low: float
    mode: float
    high: float

    @classmethod
    def of(cls, spread: Spread) -> Triangular:
        """Return the one with a tenth of its draws below `spread.low`, a tenth above `spread.high`.

        With p the share of draws below the mode and w the whole width, the mode is w (p - sqrt(p / 10)) above the low
        point and w (1 - p - sqrt((1 - p) / 10)) below the high one: their proportion gives p, their sum w. A low
        point that is the mode has a tenth of the draws below it all the same.

        Raises
        ------
        ValueError
            When the three points are not in order.
        """
        low, middle, high = spread.low, spread.middle, spread.high
        if not low <= middle <= high:
            raise ValueError(f"not in order: low {low}, middle {middle}, high {high}")
        if low == high:
            return cls(low, middle, high)
        below = _share_below((middle - low) / (high - low))
        width = (high - low) / (_reach(below) + _reach(1 - below))
        return cls(middle - below * width, middle, middle + (1 - below) * width)

    @property
    def mean(self) -> float:
        """The mean."""
        return (self.low + self.mode + self.high) / 3

    @property
    def sd(self) -> float:
        """The standard deviation."""
        left, width = self.mode - self.low, self.high - self.low
        return sqrt((width * width - left * (width - left)) / 18)

    def quantile(self, share: Array | float) -> Array:
        """Return the value below which that share of draws lies; shares and values of any shape."""
        share, width = np.asarray(share, dtype=float), self.high - self.low
        if not width:
            return np.full(share.shape, self.mode)
        below = (self.mode - self.low) / width
        rises = share < below
        reach = width * np.sqrt(np.where(rises, share * below, (1 - share) * (1 - below)))
        return np.where(rises, self.low + reach, self.high - reach)


def _reach(share: float) -> float:
    """Return how far the mode lies from the tenth on its side, of the width, with that share of draws between."""
    return share - sqrt(TAIL * share)


@lru_cache(maxsize=KEPT)
def _share_below(proportion: float) -> float:
    """Return the share of draws below the mode, from where the mode lies between the two points, 0 to 1."""
    least, most = TAIL, 1 - TAIL
    for _ in range(HALVINGS):
        tried = (least + most) / 2
        before, after = _reach(tried), _reach(1 - tried)
        least, most = (tried, most) if before < proportion * (before + after) else (least, tried)
    return (least + most) / 2


def draw(spread: Spread, seed: int, name: str, count: int) -> Array:
    """Return draws of what is called `name`, (count,): triangular, one in ten beyond each end of its spread.

    Raises
    ------
    ValueError
        When the three points are not in order; it names what was to be drawn.
    """
    try:
        shape = Triangular.of(spread)
    except ValueError as error:
        raise ValueError(f"{name} is {error}") from error
    return shape.quantile(uniforms(seed, name, count))
