"""What a practice lacks, split between its owner and the inputs it waits for: own, inherited, and K.

Inherited is the part of today's gap that would still be there with a perfect owner and the same inputs; own is
the rest. It says what a successor would face, not who is at fault. Depth is one: needs may be mutual, nothing
recurses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Literal, NamedTuple

from questionnaires import Questionnaire, Side
from questionnaires.schema import Need, Practice
from scoring.maturity import TOP, ratio, weighted_sum
from scoring.results import Inheritance, InputShare, InputTotal, Rating, Shortfall

ZERO = Fraction(0)


def airport_shares(hurdles: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Share the highest hurdle among all, each slice equally among those at least that high.

    It is the Shapley value of the game v(S) = max over S.

    References
    ----------
    Littlechild and Owen, *A simple expression for the Shapley value in a special case*, Management Science 20, 1973.

    Examples
    --------
    >>> airport_shares([Fraction(2), Fraction(1, 2)])
    (Fraction(7, 4), Fraction(1, 4))
    """
    scale = lcm(*[hurdle.denominator for hurdle in hurdles])
    shares, parts = _airport([hurdle.numerator * (scale // hurdle.denominator) for hurdle in hurdles])
    return tuple([ratio(share, scale * parts) for share in shares])


def _airport(hurdles: Sequence[int]) -> tuple[list[int], int]:
    """Share whole hurdles, in how many parts of one that it takes."""
    parts = lcm(*range(1, len(hurdles) + 1))
    shares, paid, below = [0] * len(hurdles), 0, 0
    for rank, i in enumerate(sorted(range(len(hurdles)), key=hurdles.__getitem__)):
        paid += (hurdles[i] - below) * (parts // (len(hurdles) - rank))
        below, shares[i] = hurdles[i], paid
    return shares, parts


Ratio = tuple[int, int]
"""A number of levels as a numerator and a denominator."""

UNRATED: Ratio = (TOP, 1)
"""What an input counts as while nothing is known of it: it holds nobody back."""


class _Split(NamedTuple):
    """What a practice lacks and where it comes from, in levels; each input has its ceiling, its hurdle, its share."""

    ceiling: Fraction
    total: Fraction
    inherited: Fraction
    own: Fraction
    compensation: Fraction
    exposure: Fraction
    additive: Fraction
    inputs: tuple[tuple[Fraction, Fraction, Fraction], ...]


Supply = tuple[Need, Fraction | None]
"""An input and its own rating."""


@lru_cache(maxsize=16384)
def _split(target: Ratio, rating: Ratio, inputs: tuple[tuple[int, Ratio], ...]) -> _Split:
    """Split what a practice lacks; `inputs` are their headroom and their rating.

    In whole parts of one level, so that it is exact and fast; kept, since few combinations are usual.
    """
    scale = lcm(target[1], rating[1], *[unit for _, (_, unit) in inputs])
    goal, now, top = target[0] * (scale // target[1]), rating[0] * (scale // rating[1]), TOP * scale
    ceilings = [min(top, level * (scale // unit) + headroom * scale) for headroom, (level, unit) in inputs]
    hurdles = [max(0, goal - ceiling) for ceiling in ceilings]
    total, exposure = max(0, goal - now), max(hurdles, default=0)
    inherited = min(total, exposure)
    shares, parts = _airport([min(hurdle, total) for hurdle in hurdles])
    return _Split(
        ceiling=ratio(min(ceilings, default=top), scale),
        total=ratio(total, scale),
        inherited=ratio(inherited, scale),
        own=ratio(total - inherited, scale),
        compensation=ratio(max(0, exposure - total), scale),
        exposure=ratio(exposure, scale),
        additive=ratio(min(total, sum(hurdles)), scale),
        inputs=tuple(
            (ratio(ceiling, scale), ratio(hurdle, scale), ratio(share, scale * parts))
            for ceiling, hurdle, share in zip(ceilings, hurdles, shares, strict=True)
        ),
    )


def _given(inputs: Iterable[Supply]) -> tuple[tuple[int, Ratio], ...]:
    """What splitting needs of inputs."""
    return tuple([(need.headroom, UNRATED if c is None else c.as_integer_ratio()) for need, c in inputs])


def shortfall(practice_id: str, weight: int, target: Fraction, rating: Fraction, inputs: Sequence[Supply]) -> Shortfall:
    """Split what one practice lacks.

    Parameters
    ----------
    practice_id, weight
        The practice and its weight.
    target, rating : Fraction
        In levels, 0 to 5.
    inputs : sequence of (Need, rating or None)
        Each input with its own rating; an unrated one sets no hurdle, since nothing is known of it.

    Returns
    -------
    Shortfall
        `own + inherited = total = max(0, target - rating)`; shares of inputs add up to `inherited`.

    References
    ----------
    `design.md` 4.5: ceiling of an input = its rating + 1 / strength; hurdle = max(0, target - ceiling).
    """
    split = _split(target.as_integer_ratio(), rating.as_integer_ratio(), _given(inputs))
    ceiling, total, inherited, own, compensation, exposure, additive, parts = split
    shares = tuple(
        [
            InputShare(need.ref, need.strength, c, limit, hurdle, share)
            for (need, c), (limit, hurdle, share) in zip(inputs, parts, strict=True)
        ]
    )
    return Shortfall(
        practice_id,
        weight,
        target,
        rating,
        ceiling,
        total,
        inherited,
        own,
        compensation,
        exposure,
        additive,
        shares,
    )


def inheritance(
    questionnaire: Questionnaire,
    side: Side,
    ratings: Mapping[str, Rating],
    weight_of: Callable[[Practice], int],
    target_of: Callable[[Practice], Fraction],
) -> Inheritance:
    """Return what one side lacks, in weighted points, and how much of it waits for the other side (K)."""
    values = {id_: rating.value for id_, rating in ratings.items()}
    rated = [(questionnaire.practice[id_], value) for id_, value in values.items() if value is not None]
    mine = [(p, value, weight) for p, value in rated if p.side is side and (weight := weight_of(p)) > 0]
    practices = [practice for practice, _, _ in mine]
    capped = tuple([shortfall(p.id, weight, target_of(p), value, _supplies(p, values)) for p, value, weight in mine])
    weak = tuple([r.practice_id for r in ratings.values() if r.value is not r.uncapped and r.capped])
    total, own = _points(capped, "total"), _points(capped, "own")
    inherited = total - own
    share = uncapped = _share(total, inherited) if capped else None
    if capped and weak:
        uncapped = _uncapped_share(practices, capped, ratings, frozenset(weak), total, inherited)
    return Inheritance(
        side=side,
        share=share,
        uncapped_share=uncapped,
        no_shortfall=bool(capped) and total == 0,
        reached=weighted_sum((item.weight, item.target) for item in capped) - total,
        shortfall=total,
        inherited=inherited,
        own=own,
        change_alone=own,
        repair_alone=weighted_sum((item.weight, item.total) for item in capped if not item.own),
        both=total,
        practices=capped,
        inputs=_inputs(capped),
        weak_evidence=weak,
    )


def _supplies(practice: Practice, values: Mapping[str, Fraction | None]) -> list[Supply]:
    """The inputs of a practice, with their ratings."""
    return [(need, values.get(need.ref)) for need in practice.needs]


def _uncapped_share(
    practices: Iterable[Practice],
    capped: Iterable[Shortfall],
    ratings: Mapping[str, Rating],
    weak: Collection[str],
    total: Fraction,
    inherited: Fraction,
) -> Fraction:
    """K as it would be without evidence caps: what is lacking and inherited with them, plus what they change."""
    values = {id_: r.uncapped.as_integer_ratio() for id_, r in ratings.items() if r.uncapped is not None}
    more, waiting = [], []
    for practice, item in zip(practices, capped, strict=True):
        if practice.id in weak or [need for need in practice.needs if need.ref in weak]:
            supplies = tuple([(need.headroom, values.get(need.ref, UNRATED)) for need in practice.needs])
            found = _split(item.target.as_integer_ratio(), values[practice.id], supplies)
            # Fractions are kept, so that what a cap does not change is mostly the same one.
            if found.total is not item.total:
                more += [(item.weight, found.total), (-item.weight, item.total)]
            if found.inherited is not item.inherited:
                waiting += [(item.weight, found.inherited), (-item.weight, item.inherited)]
    return _share(total + weighted_sum(more), inherited + weighted_sum(waiting))


def _points(items: Iterable[Shortfall], part: Literal["total", "own"]) -> Fraction:
    """Sum one part over practices, in weighted points."""
    return weighted_sum((item.weight, getattr(item, part)) for item in items)


def _share(shortfall: Fraction, inherited: Fraction) -> Fraction:
    """K, or 0 when nothing lacks."""
    return inherited / shortfall if shortfall else ZERO


def _inputs(items: Sequence[Shortfall]) -> tuple[InputTotal, ...]:
    """What each input unlocks, the most first; shares add up to the inherited part."""
    found: dict[str, list[tuple[Shortfall, Fraction]]] = defaultdict(list)
    for item in items:
        for share in item.inputs:
            if share.share:
                found[share.ref].append((item, share.share))
    totals = [
        InputTotal(
            ref,
            weighted_sum([(item.weight, share) for item, share in held]),
            tuple([item.practice_id for item, _ in held]),
        )
        for ref, held in found.items()
    ]
    return tuple(sorted(totals, key=lambda total: (-total.points, total.practice_id)))
