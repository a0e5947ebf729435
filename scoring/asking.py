"""What depends on who was asked: the two spreads of raters, and the range that other people would have rated within.

It is apart from what unanswered practices leave open, which asks for no assumption at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from math import fsum, sqrt
from operator import mul

from questionnaires.schema import Thresholds
from scoring.hearing import Claims
from scoring.student import quantile

TOP = 5
"""The highest level."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What practices that at least two people of one side rated tell of them; the others tell nothing of style.

    `leniencies` holds, for each rater, how many of these practices they rated, and how far their levels are from the
    means of practices, added up. `squares` is the sum of the squares of all these distances, `spare` the number of
    ratings beyond the first of each practice.
    """

    leniencies: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    squares: float = 0.0
    spare: int = 0

    @classmethod
    def of(cls, practices: Iterable[Claims]) -> Shared:
        """Compare the levels of each practice with their mean."""
        # Practices that the same people rated go together: their columns add up fast.
        tables: dict[tuple[str, ...], list[tuple[int, ...]]] = defaultdict(list)
        for claims in practices:
            if len(claims) > 1:
                tables[tuple(claims)].append(tuple(claims.values()))
        shared = cls()
        for raters, rows in tables.items():
            count, sums = len(raters), list(map(sum, rows))
            means = fsum([total / count for total in sums])
            columns = [(len(rows), sum(column) - means) for column in zip(*rows, strict=True)]
            levels = list(chain.from_iterable(rows))
            squares = sum(map(mul, levels, levels)) * count - sum(map(mul, sums, sums))
            one = cls(dict(zip(raters, columns, strict=True)), squares / count, len(rows) * (count - 1))
            shared = shared + one if shared.leniencies else one
        return shared

    def __add__(self, other: Shared) -> Shared:
        """Put together what two sets of practices tell of the same side."""
        merged = dict(self.leniencies)
        for rater, (count, gap) in other.leniencies.items():
            before = merged.get(rater, (0, 0.0))
            merged[rater] = (before[0] + count, before[1] + gap)
        return Shared(merged, self.squares + other.squares, self.spare + other.spare)


@dataclass(frozen=True, slots=True)
class Style:
    """How raters differ, in levels squared: `rater` from one another, `residual` from practice to practice.

    `margin` is how many standard deviations the range reaches on either side.
    """

    rater: float
    residual: float
    margin: float

    def half_width(self, raters: float, practices: float) -> float:
        """Return half a range, in levels.

        Parameters
        ----------
        raters : float
            One over the number of people heard; of two sides, the sum.
        practices : float
            Sum over practices of the square of their share of weight, over the number of their ratings.
        """
        return self.margin * sqrt(self.rater * raters + self.residual * practices)


def style(sides: Iterable[Shared], limits: Thresholds) -> Style:
    """Estimate the two variances of raters, held towards what is usual while few people are heard.

    Parameters
    ----------
    sides : iterable of Shared
        One side, or two whose raters are taken to differ alike.
    limits : Thresholds
        The usual standard deviations, in levels, how many observations they are worth, and the chance of a range.

    References
    ----------
    `methods.md` 2.4: conjugate priors on two variances. Practices that one person alone rated are left out here.
    """
    worth, fitted, residual, spare = limits.prior_worth, [], 0.0, 0
    for side in sides:
        biases = [(count, gap / count) for count, gap in side.leniencies.values()]
        raters = max(0, len(biases) - 1)
        fitted.append((raters, biases))
        residual += max(0.0, side.squares - fsum([count * bias * bias for count, bias in biases]))
        spare += max(0, side.spare - raters)
    within = (worth * limits.prior_residual**2 + residual) / (worth + spare)
    between, degrees = worth * limits.prior_rater**2, worth
    for raters, biases in fitted:
        if raters:
            noise = within * fsum([1 / count for count, _ in biases]) / len(biases)
            between += max(0.0, fsum([bias * bias for _, bias in biases]) - raters * noise)
            degrees += raters
    return Style(between / degrees, within, quantile((1 + limits.rater_range) / 2, degrees))


@dataclass(frozen=True, slots=True)
class Panel:
    """The people of one side: what they claim of those of its own practices that they rated, and how they differ."""

    claims: Mapping[str, Claims]
    style: Style

    def asked(
        self, index: Fraction | None, practices: Sequence[str], weights: Sequence[float]
    ) -> tuple[float, float] | None:
        """Return the range of an index for who was asked, within the scale.

        Parameters
        ----------
        index : Fraction or None
            The index of the group, 0 to 5.
        practices, weights : sequences
            What the index weighs, and how much; each weighs something.

        Returns
        -------
        (float, float) or None
            None when nobody of this side rated anything there.
        """
        if index is None:
            return None
        if len(practices) == 1:  # most themes: whoever rated anything rated that
            alone = self.claims.get(practices[0])
            return self._around(index, 1 / len(alone), 1 / len(alone)) if alone else None
        raters: set[str] = set()
        total = squares = 0.0
        for practice_id, weight in zip(practices, weights, strict=True):
            if heard := self.claims.get(practice_id):
                raters.update(heard)
                total += weight
                squares += weight * weight / len(heard)
        return self._around(index, 1 / len(raters), squares / (total * total)) if raters else None

    def _around(self, index: Fraction, raters: float, practices: float) -> tuple[float, float]:
        """Reach as far from an index, both ways, as the scale allows."""
        value, half = float(index), self.style.half_width(raters, practices)
        low, high = value - half, value + half
        return low if low > 0 else 0.0, high if high < TOP else float(TOP)
