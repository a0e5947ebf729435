"""Whether the people of one side read the scale alike: ordinal Krippendorff alpha over all practices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from math import lcm
from operator import mul

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
    by_size: dict[int, list[Collection[int]]] = defaultdict(list)
    for levels in units:
        by_size[len(levels)].append(levels)
    counts = {size: Counter(chain.from_iterable(found)) for size, found in by_size.items() if size > 1}
    ranks = _ranks(sum(counts.values(), Counter()))
    total, unit = sum(count for count, _ in ranks.values()), lcm(*[size - 1 for size in counts])
    rank = {level: place for level, (_, place) in ranks.items()}
    observed = 0
    for size, found in counts.items():
        places = [sum(map(rank.__getitem__, levels)) for levels in by_size[size]]
        squares = sum([count * rank[level] ** 2 for level, count in found.items()])
        observed += (size * squares - sum(map(mul, places, places))) * (unit // (size - 1))
    expected = total * sum([count * place**2 for count, place in ranks.values()])
    expected -= sum([count * place for count, place in ranks.values()]) ** 2
    return 1 - Fraction((total - 1) * observed, unit * expected) if expected else None


def _ranks(counts: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """How often each level was given, and twice its mean rank, which is whole."""
    ranks, below = {}, 0
    for level, count in sorted(counts.items()):
        ranks[level] = count, 2 * below + count
        below += count
    return ranks


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
