"""Attainable maturity: what levels an option can bring, given the inputs that it repairs (`design.md` 4.9).

A practice reaches what its owner is capable of, or what its inputs from the other side allow, whichever is less;
and never more than its target. Depth is one, as for inheritance: needs may be mutual, nothing recurses.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from questionnaires import Side
from questionnaires.schema import AttainableModel, Option
from scoring.courses import INSOURCING, STAYING
from scoring.results import Maturity, Shortfall

Array = npt.NDArray[np.float64]
Number = Any
"""A float, or an array of draws; functions here take either and give back the same."""

NUDGE = 0.5
"""Levels by which ratings are moved to see what depends on them."""

GRID = 33
"""Points at which an option is worked out between the extremes of a driver; between them it is a straight line."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """The practices of one side as arrays, (P,): ratings, targets, weights; and its inputs, (P, I).

    `inputs` indexes the other side's practices, the last of which is a blank that never holds anything down;
    `headroom` is how far a practice can stand above each.
    """

    ids: tuple[str, ...]
    rating: Array
    target: Array
    weight: Array
    inputs: npt.NDArray[np.intp]
    headroom: Array

    def ceiling(self, others: Array) -> Array:
        """Return what inputs at some levels (..., Q) allow, (..., P)."""
        blank = np.full((*others.shape[:-1], 1), np.inf)
        levels = np.concatenate([others, blank], axis=-1)
        found: Array = (levels[..., self.inputs] + self.headroom).min(axis=-1)
        return found

    def share(self, levels: Array) -> Array:
        """Return how much of the targets levels (..., P) reach, by weight, 0 to 1."""
        if not self.weight.sum():
            return np.ones(levels.shape[:-1])
        reached: Array = np.minimum(levels, self.target) @ self.weight
        return reached / (self.target @ self.weight)

    def mean(self, levels: Array) -> Array:
        """Return the weighted mean level, 0 to 5."""
        total = self.weight.sum()
        return (levels @ self.weight) / total if total else np.zeros(levels.shape[:-1])


@dataclass(frozen=True, slots=True)
class Capability:
    """Who would operate the service under an option, and how fast work goes; floats or arrays of draws.

    ability A (0 to 1) of the present provider, successor and insourced level (0 to 5), pace (1 is the usual one).
    """

    ability: Number
    successor: Number
    insourced: Number
    pace: Number


class Attainable:
    """What every option can attain, from today's ratings, targets and needs."""

    def __init__(self, model: AttainableModel, maturity: Maturity) -> None:
        self._model = model
        shortfalls = {side: maturity.inheritance[side].practices for side in Side}
        self._client = _rows(shortfalls[Side.CLIENT], shortfalls[Side.PROVIDER])
        self._provider = _rows(shortfalls[Side.PROVIDER], shortfalls[Side.CLIENT])

    @property
    def known(self) -> bool:
        """Whether anything is rated on both sides."""
        return bool(self._client.ids and self._provider.ids)

    def levels(self, option: Option, who: Capability) -> tuple[Array, Array]:
        """Return the levels that the client's and the provider's practices attain, (..., P) and (..., Q).

        The client's inputs rise with the months of work that the option holds. Its own practices rise as far,
        held by what the operator supplies. The present provider never falls below where it is today: its
        compensation of weak inputs is real, and a successor may not repeat it.
        """
        steps = np.asarray(who.pace, dtype=float)[..., None] * self._model.gain / self._model.months_per_level
        inputs = _raised(self._client, steps * option.client_months)
        if option.family == STAYING:
            gain = np.asarray(who.ability, dtype=float)[..., None] * option.provider_months
            operator = _raised(self._provider, gain * self._model.gain / self._model.months_per_level)
            floor = self._provider.rating
        else:
            level = who.insourced if option.family == INSOURCING else who.successor
            operator = np.asarray(level, dtype=float)[..., None] + np.zeros_like(self._provider.rating)
            floor = np.zeros_like(self._provider.rating)
        provider = np.maximum(floor, np.minimum(operator, self._provider.ceiling(inputs)))
        held = np.minimum(inputs, self._client.ceiling(operator))
        return np.maximum(self._client.rating, held), provider

    def share(self, option: Option, who: Capability) -> Number:
        """Return the share of targets attained, the mean of both sides, 0 to 1."""
        client, provider = self.levels(option, who)
        return (self._client.share(client) + self._provider.share(provider)) / 2

    def means(self, option: Option, who: Capability) -> tuple[float, float, float]:
        """Return the mean level attained by each side, 0 to 5, and the share of targets, at one capability."""
        client, provider = self.levels(option, who)
        share = (self._client.share(client) + self._provider.share(provider)) / 2
        return float(self._client.mean(client)), float(self._provider.mean(provider)), float(share)

    def drawn(self, option: Option, who: Capability) -> Array:
        """Return the share at many draws (n,), read between the points of a grid: thousands of draws cost as few.

        The two drivers that matter to an option are its operator and the pace of work.
        """
        operator = self._driver(option, who)
        pace = np.asarray(who.pace, dtype=float)
        across, along = _axis(operator), _axis(pace)
        if option.family == STAYING and not option.provider_months:
            across = across[:1]
        if not option.client_months:
            along = along[:1]
        grid = self.share(option, self._at(option, across[:, None], along[None, :]))
        return _between(grid, across, along, operator, pace)

    @staticmethod
    def _driver(option: Option, who: Capability) -> Array:
        level = {STAYING: who.ability, INSOURCING: who.insourced}.get(option.family, who.successor)
        return np.asarray(level, dtype=float)

    @staticmethod
    def _at(option: Option, operator: Array, pace: Array) -> Capability:
        """Put the operator's driver where the option reads it."""
        operator, pace = np.broadcast_arrays(operator, pace)
        return Capability(ability=operator, successor=operator, insourced=operator, pace=pace)

    def slopes(self, option: Option, who: Capability) -> tuple[float, float]:
        """Return how the share moves with each side's ratings all together, per level, at one capability."""
        found = []
        for side in Side:
            up, down = (float(self._off(side, by).share(option, who)) for by in (NUDGE, -NUDGE))
            found.append((up - down) / (2 * NUDGE))
        return found[0], found[1]

    def _off(self, side: Side, levels: float) -> Attainable:
        """Return the same with the ratings of a side off by so many levels."""
        other = copy(self)
        name = "_client" if side is Side.CLIENT else "_provider"
        rows: _Rows = getattr(self, name)
        setattr(other, name, replace(rows, rating=np.clip(rows.rating + levels, 0.0, 5.0)))
        return other

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """The practices that attainable maturity comes from."""
        return (*self._client.ids, *self._provider.ids)


def _rows(mine: Sequence[Shortfall], theirs: Sequence[Shortfall]) -> _Rows:
    """Bring one side to arrays; an input that is not rated holds nothing down."""
    index = {item.practice_id: number for number, item in enumerate(theirs)}
    known = [[each for each in item.inputs if each.ref in index] for item in mine]
    width = max((len(found) for found in known), default=0) or 1
    inputs = np.full((len(mine), width), len(theirs), dtype=np.intp)
    headroom = np.zeros((len(mine), width))
    for row, found in enumerate(known):
        for column, each in enumerate(found):
            inputs[row, column] = index[each.ref]
            headroom[row, column] = 1 / each.strength
    return _Rows(
        ids=tuple(item.practice_id for item in mine),
        rating=np.array([float(item.rating) for item in mine]),
        target=np.array([float(item.target) for item in mine]),
        weight=np.array([float(item.weight) for item in mine]),
        inputs=inputs,
        headroom=headroom,
    )


def _raised(rows: _Rows, levels: Array) -> Array:
    """Raise today's ratings by so many levels, not beyond the target; what is above it already stays."""
    found: Array = np.maximum(rows.rating, np.minimum(rows.target, rows.rating + levels))
    return found


def _axis(values: Array) -> Array:
    """Return the points of a grid that covers values; one point when they are all the same."""
    low, high = float(values.min()), float(values.max())
    return np.array([low]) if low == high else np.linspace(low, high, GRID)


def _between(grid: Array, across: Array, along: Array, x: Array, y: Array) -> Array:
    """Read a grid (X, Y) at points, straight between its own along both axes."""
    x, y = np.broadcast_arrays(x, y)
    i, part = _place(across, x)
    j, rest = _place(along, y)
    next_i, next_j = np.minimum(i + 1, len(across) - 1), np.minimum(j + 1, len(along) - 1)
    low = grid[i, j] * (1 - rest) + grid[i, next_j] * rest
    high = grid[next_i, j] * (1 - rest) + grid[next_i, next_j] * rest
    found: Array = low * (1 - part) + high * part
    return found


def _place(axis: Array, values: Array) -> tuple[npt.NDArray[np.intp], Array]:
    """Return the point of a regular axis below each value, and how far beyond it the value lies, 0 to 1."""
    if len(axis) == 1:
        return np.zeros(values.shape, dtype=np.intp), np.zeros(values.shape)
    position = (values - axis[0]) / (axis[1] - axis[0])
    below = np.clip(position.astype(np.intp), 0, len(axis) - 2)
    return below, position - below
