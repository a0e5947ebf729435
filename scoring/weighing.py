"""What was said of the weights of the criteria, and weights drawn from it.

A statement leaves room: any weights in that order, within those bounds, or about those points. Drawing fills the room
evenly, so that the advice shows whether it hangs on what was not said.

References
----------
`methods.md` 4.2; Barron and Barrett, *Decision quality using ranked attribute weights*, Management Science 42, 1996;
Smith, *Efficient Monte Carlo procedures for generating points uniformly distributed over bounded regions*, Operations
Research 32, 1984.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import fsum, isclose, log
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from questionnaires.schema import WeightPrecision
from scoring.distributions import exponentials, generator, normals, uniforms

Array = npt.NDArray[np.float64]

Form = Literal["nothing", "points", "ranking", "intervals"]

FULL = 100.0
"""Points that the weights of all criteria share, where intervals are said."""

WITHIN = NormalDist().inv_cdf(0.95)
"""Standard deviations either side of the stated ratio within which the true one lies nine times out of ten."""

NOTHING = 1e-12
"""Room between two bounds that is none."""

LEAST_ACCEPTED = 0.1
"""Share of trials below which intervals are walked through instead of tried: from there trying takes longer."""

SPARE, MOST_TRIED = 1.05, 65_536
"""Trials made for each that is expected to be needed; trials held in memory at once."""

WALKERS, SETTLING, APART = 2048, 20, 2
"""Walks at once; sweeps before the first is looked at, and between two looks at it."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """What one decider said; `form` says which of the fields holds it.

    `points` in any unit, of which the true ratios lie within `factor` nine times out of ten (1: they are exact);
    `ranking` the heaviest group first, criteria of one group level or in an unknown order; `low` and `high` bounds
    of the weights, 0 to 1, where missing 0 and 1.
    """

    form: Form = "nothing"
    points: Mapping[str, float] = field(default_factory=dict)
    factor: float = 1.0
    ranking: tuple[tuple[str, ...], ...] = ()
    low: Mapping[str, float] = field(default_factory=dict)
    high: Mapping[str, float] = field(default_factory=dict)

    def checked(self, criteria: Sequence[str]) -> Weighing:
        """Return it, once sure that it speaks of these criteria and can be met.

        Raises
        ------
        ValueError
            When it cannot; it names the criterion.
        """
        if self.form == "points":
            _named_once(self.points, criteria, criteria)
            for criterion, given in self.points.items():
                if given < 0:
                    raise ValueError(f"{criterion}: points below 0 ({given})")
            if not any(self.points.values()):
                raise ValueError(f"{', '.join(criteria)}: all have 0 points")
        elif self.form == "ranking":
            _named_once([criterion for group in self.ranking for criterion in group], criteria, criteria)
        elif self.form == "intervals":
            _named_once(self.low, criteria)
            _named_once(self.high, criteria)
            self._check_bounds(criteria)
        return self

    def _check_bounds(self, criteria: Sequence[str]) -> None:
        """Refuse an interval that goes down, and bounds that no weights can meet."""
        low, high = _bounds(self, criteria)
        for criterion, least, most in zip(criteria, low, high, strict=True):
            if least > most:
                raise ValueError(f"{criterion}: from {least:g} up to {most:g}")
        for bounds, far, word in ((low, low.sum() > 1, "more"), (high, high.sum() < 1, "less")):
            if far and not isclose(bounds.sum(), 1):
                heaviest = criteria[int(bounds.argmax())]
                raise ValueError(f"bounds add up to {bounds.sum():g}, {word} than 1; the largest is that of {heaviest}")

    def stated(self, criteria: Sequence[str]) -> dict[str, float]:
        """Return the weights for figures that do not vary; they sum to 1.

        The shares of points; the mean of all weights in that order; the same place within each interval; or equal.
        """
        self.checked(criteria)
        if self.form == "points":
            total = sum(self.points.values())
            return {criterion: self.points[criterion] / total for criterion in criteria}
        if self.form == "ranking":
            found = _centroid(self.ranking)
            return {criterion: found[criterion] for criterion in criteria}
        if self.form == "intervals":
            weights = _between(*_tightened(*_bounds(self, criteria)))
            return dict(zip(criteria, map(float, weights), strict=True))
        return dict.fromkeys(criteria, 1 / len(criteria))


def read_weighing(value: Mapping[str, Any], criteria: Sequence[str], precision: WeightPrecision) -> Weighing:
    """Return what a statement of the kind "weights" says of these criteria; its intervals are in points of 100.

    Raises
    ------
    ValueError
        When it leaves a criterion out, names one that is not among them, or cannot be met; it names the criterion.
    """
    low, high = (
        {criterion: bound / FULL for criterion, bound in value.get(end, {}).items()} for end in ("low", "high")
    )
    said = Weighing(
        form=value["form"],
        points=value.get("points", {}),
        factor=getattr(precision, value.get("precision", "approximate")),
        ranking=tuple(map(tuple, value.get("ranking", ()))),
        low=low,
        high=high,
    )
    return said.checked(criteria)


def roc_weights(points: Mapping[str, float]) -> dict[str, float]:
    """Return the weights of a ranking alone, taken from points: the mean of all weights in that order.

    Level criteria share what their ranks would have; 0 stays 0. With seven criteria the first weighs 37 % and the
    last 2 %: a ranking makes the first nearly decisive.
    """
    levels = sorted({given for given in points.values() if given > 0}, reverse=True)
    found = _centroid([[criterion for criterion, given in points.items() if given == level] for level in levels])
    return {criterion: found.get(criterion, 0.0) for criterion in points}


def stated_weights(statements: Sequence[Weighing], criteria: Sequence[str]) -> dict[str, float]:
    """Return the stated weights of several deciders together: their mean."""
    each = [statement.stated(criteria) for statement in statements]
    return {criterion: sum(weights[criterion] for weights in each) / len(each) for criterion in criteria}


def sample_weights(statements: Sequence[Weighing], criteria: Sequence[str], seed: int, count: int) -> Array:
    """Return weights drawn from what the deciders said, (count, K); rows sum to 1.

    With several deciders, each draw is of one of them, all equally likely (see `deciders`).
    """
    for statement in statements:
        statement.checked(criteria)
    if len(statements) == 1:
        return _sample(statements[0], criteria, seed, "0", count)
    turns, weights = deciders(len(statements), seed, count), np.empty((count, len(criteria)))
    for number, statement in enumerate(statements):
        rows = turns == number
        weights[rows] = _sample(statement, criteria, seed, str(number), int(rows.sum()))
    return weights


def deciders(number: int, seed: int, count: int) -> npt.NDArray[np.intp]:
    """Return whose statement each draw is from, (count,), among so many deciders."""
    return (uniforms(seed, "deciders", count) * number).astype(np.intp)


# ---- reading ----------------------------------------------------------------------------------------


def _named_once(named: Iterable[str], known: Sequence[str], wanted: Sequence[str] = ()) -> None:
    """Refuse a name that is unknown or comes twice, and one that is wanted and missing."""
    seen: set[str] = set()
    for name in named:
        if name not in known:
            raise ValueError(f"{name}: no such criterion; there are {', '.join(known)}")
        if name in seen:
            raise ValueError(f"{name}: named twice")
        seen.add(name)
    for name in wanted:
        if name not in seen:
            raise ValueError(f"{name}: missing")


def _bounds(statement: Weighing, criteria: Sequence[str]) -> tuple[Array, Array]:
    """Return the lower and upper bounds as said, (K,) each."""
    low = np.array([statement.low.get(criterion, 0.0) for criterion in criteria])
    high = np.array([statement.high.get(criterion, 1.0) for criterion in criteria])
    return low, high


def _tightened(low: Array, high: Array) -> tuple[Array, Array]:
    """Return the bounds that can be reached, given that the others reach theirs and all sum to 1."""
    least = np.maximum(low, 1 - (high.sum() - high))
    most = np.minimum(high, 1 - (low.sum() - low))
    return least, np.maximum(most, least)


def _between(low: Array, high: Array) -> Array:
    """Return the weights that lie equally far within each of tightened bounds."""
    room = (high - low).sum()
    weights: Array = low + (high - low) * ((1 - low.sum()) / room if room else 0.0)
    return weights


def _centroid(groups: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return the rank order centroid: (1/n) sum over j >= i of 1/j at rank i, shared within a group."""
    count = sum(map(len, groups))
    at = [sum(1 / j for j in range(i, count + 1)) / count for i in range(1, count + 1)]
    weights: dict[str, float] = {}
    start = 0
    for group in groups:
        held = at[start : start + len(group)]
        weights |= dict.fromkeys(group, sum(held) / len(group))
        start += len(group)
    return weights


# ---- drawing ----------------------------------------------------------------------------------------


def _sample(statement: Weighing, criteria: Sequence[str], seed: int, stream: str, count: int) -> Array:
    """Return weights drawn from one statement, (count, K); each criterion has its own stream."""
    if statement.form == "points":
        return _about_points(statement, criteria, seed, stream, count)
    if statement.form == "ranking":
        return _in_order(statement, criteria, seed, stream, count)
    if statement.form == "intervals":
        return _within(*_tightened(*_bounds(statement, criteria)), seed, stream, count)
    return _simplex([f"weight.{stream}.{criterion}" for criterion in criteria], seed, count)


def _simplex(names: Sequence[str], seed: int, count: int) -> Array:
    """Return points even over the simplex, (count, K): exponentials over their sum."""
    return _normalised(np.stack([exponentials(seed, name, count) for name in names], axis=1))


def _normalised(parts: Array) -> Array:
    """Return parts divided by their sum in each row."""
    shares: Array = parts / parts.sum(axis=1, keepdims=True)
    return shares


def _about_points(statement: Weighing, criteria: Sequence[str], seed: int, stream: str, count: int) -> Array:
    """Return points times a lognormal factor, normalised: the true ratio is within the factor nine times out of ten."""
    spread = log(statement.factor) / WITHIN
    logs = np.stack([normals(seed, f"weight.{stream}.{criterion}", count) for criterion in criteria])
    points = np.array([statement.points[criterion] for criterion in criteria])
    return _normalised(np.ascontiguousarray((points[:, None] * np.exp(spread * logs)).T))


def _in_order(statement: Weighing, criteria: Sequence[str], seed: int, stream: str, count: int) -> Array:
    """Return weights even over all that respect the order.

    Sorted weights even over the simplex are w_i = sum over j >= i of g_j / j, g even over it: no sorting is needed.
    """
    size = len(criteria)
    steps = _simplex([f"weight.{stream}.{rank}" for rank in range(size)], seed, count) / np.arange(1, size + 1)
    ranked = np.cumsum(steps[:, ::-1], axis=1)[:, ::-1]
    weights, start = np.empty_like(ranked), 0
    for group in statement.ranking:
        held = ranked[:, start : start + len(group)]
        if len(group) > 1:
            names = [f"order.{stream}.{criterion}" for criterion in group]
            order = np.argsort(np.stack([uniforms(seed, name, count) for name in names], axis=1), axis=1)
            held = np.take_along_axis(held, order, axis=1)
        weights[:, [criteria.index(criterion) for criterion in group]] = held
        start += len(group)
    return weights


def _within(low: Array, high: Array, seed: int, stream: str, count: int) -> Array:
    """Return weights even over those within tightened bounds."""
    room = 1 - low.sum()
    if room <= 0 or np.allclose(low, high, rtol=0, atol=NOTHING):
        return np.tile(_between(low, high), (count, 1))
    caps = (high - low) / room
    accepted = _acceptance(caps)
    if accepted < LEAST_ACCEPTED:
        return _walked(low, high, seed, stream, count)
    chance = generator(seed, f"weight.{stream}")
    found, kept = [], 0
    while kept < count:
        wanted = min(int(SPARE * (count - kept) / accepted) + 1, MOST_TRIED)
        tried = _normalised(-np.log1p(-chance.random((wanted, len(low)))))
        good = tried[(tried <= caps).all(axis=1)]
        found.append(good)
        kept += len(good)
    drawn: Array = low + room * np.concatenate(found)[:count]
    return drawn


def _acceptance(caps: Array) -> float:
    """Return the share of the simplex in which no weight is above its cap, by inclusion and exclusion."""
    size = len(caps)
    return fsum(
        (-1) ** number * max(0.0, 1 - sum(chosen)) ** (size - 1)
        for number in range(size + 1)
        for chosen in combinations(map(float, caps), number)
    )


def _walked(low: Array, high: Array, seed: int, stream: str, count: int) -> Array:
    """Return weights by hit and run: what two criteria hold together is shared between them anew, pair after pair.

    Every such step leaves the even distribution as it is; many walks run side by side, each looked at several times.
    """
    size = len(low)
    walkers = min(count, WALKERS)
    looks = -(-count // walkers)
    held = np.tile(_between(low, high)[:, None], walkers)
    pairs = list(combinations(range(size), 2))
    chance, found = generator(seed, f"weight.{stream}"), []
    for look in range(looks):
        for _ in range(APART if look else SETTLING):
            shares = chance.random((len(pairs), walkers))
            for (one, other), share in zip(pairs, shares, strict=True):
                together = held[one] + held[other]
                least = np.maximum(low[one], together - high[other])
                most = np.minimum(high[one], together - low[other])
                held[one] = least + share * (most - least)
                held[other] = together - held[one]
        found.append(held.T.copy())
    return np.concatenate(found)[:count]
