"""Whether the people of one side read the scale alike: ordinal Krippendorff alpha over all practices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from itertools import chain
from math import lcm

from questionnaires import Side
from questionnaires.schema import Thresholds
from scoring.hearing import Claims
from scoring.results import Agreement, Reading


def ordinal_alpha(units: Iterable[Collection[int]]) -> Fraction | None:
    """Return Krippendorff's alpha for ordered levels, exact.

    Parameters
    ----------
    units : iterable of collections of int
        The levels given to each unit, in any order; a unit with fewer than two is left out.

    Returns
    -------
    Fraction or None
        1 when all agree, 0 when they agree as chance would have it, negative below; None when no unit was rated
        twice or when nobody varies (0/0).

    References
    ----------
    Krippendorff, *Computing Krippendorff's Alpha-Reliability*, 2011. Its ordinal distance between two levels is that
    between their mean ranks, so that sums of squares stand in for the table of coincidences.

    Examples
    --------
    >>> ordinal_alpha([[1, 1], [3, 3], [5, 4]])
    Fraction(94, 99)
    """
    rated = [levels for levels in units if len(levels) > 1]
    counts = Counter(chain.from_iterable(rated))
    rank, below = {}, 0
    for level, count in sorted(counts.items()):
        rank[level] = 2 * below + count  # twice the mean rank: whole
        below += count
    square = {level: place * place for level, place in rank.items()}
    seen: dict[int, int] = defaultdict(int)
    for levels in rated:
        places, squares = sum(map(rank.__getitem__, levels)), sum(map(square.__getitem__, levels))
        seen[len(levels) - 1] += len(levels) * squares - places * places
    total = sum(counts.values())
    expected = total * sum(count * square[level] for level, count in counts.items())
    expected -= sum(count * rank[level] for level, count in counts.items()) ** 2
    if not expected:
        return None
    unit = lcm(*seen)
    observed = sum(distances * (unit // others) for others, distances in seen.items())
    return 1 - Fraction((total - 1) * observed, unit * expected)


def agreement(side: Side, practices: Sequence[Claims], limits: Thresholds) -> Agreement:
    """Return how far the people of one side agree over all practices that they rated.

    References
    ----------
    `methods.md` 2.2: once per side, never per practice.
    """
    respondents = len(set().union(*practices))
    shared = [claims.values() for claims in practices if len(claims) >= limits.agreement_raters]
    if len(shared) < limits.agreement_practices:
        return Agreement(side, None, Reading.TOO_FEW, respondents, len(shared))
    alpha = ordinal_alpha(shared)
    if alpha is None:
        return Agreement(side, None, Reading.NO_VARIATION, respondents, len(shared))
    return Agreement(side, float(alpha), _reading(float(alpha), limits), respondents, len(shared))


def _reading(alpha: float, limits: Thresholds) -> Reading:
    """What an alpha says of the scale."""
    if alpha >= limits.agreement_good:
        return Reading.GOOD
    return Reading.TENTATIVE if alpha >= limits.agreement_tentative else Reading.WEAK
