"""What a practice lacks, split between its owner and the inputs it waits for: own, inherited, and K.

Inherited is the part of today's gap that would still be there with a perfect owner and the same inputs; own is
the rest. It says what a successor would face, not who is at fault. Depth is one: needs may be mutual, nothing
recurses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Literal

from questionnaires import Questionnaire, Side
from questionnaires.schema import Need, Practice
from scoring.maturity import TOP, weighted_sum
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
    order = sorted(range(len(hurdles)), key=hurdles.__getitem__)
    shares, paid, below = [ZERO] * len(hurdles), ZERO, ZERO
    for rank, i in enumerate(order):
        paid += (hurdles[i] - below) / (len(order) - rank)
        below, shares[i] = hurdles[i], paid
    return tuple(shares)


def shortfall(
    practice_id: str,
    weight: int,
    target: Fraction,
    rating: Fraction,
    inputs: Sequence[tuple[Need, Fraction | None]],
) -> Shortfall:
    """Split what one practice lacks; computed in whole steps of a common denominator, which is exact and fast.

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
    scale = lcm(target.denominator, rating.denominator, *(c.denominator for _, c in inputs if c is not None))

    def steps(level: Fraction) -> int:
        return level.numerator * (scale // level.denominator)

    goal, top = steps(target), TOP * scale
    ceilings = [top if c is None else min(top, steps(c) + need.headroom * scale) for need, c in inputs]
    hurdles = [max(0, goal - ceiling) for ceiling in ceilings]
    total, exposure = max(0, goal - steps(rating)), max(hurdles, default=0)
    inherited = min(total, exposure)
    shares = airport_shares([Fraction(min(hurdle, total), scale) for hurdle in hurdles])
    return Shortfall(
        practice_id=practice_id,
        weight=weight,
        target=target,
        rating=rating,
        ceiling=Fraction(min(ceilings, default=top), scale),
        total=Fraction(total, scale),
        inherited=Fraction(inherited, scale),
        own=Fraction(total - inherited, scale),
        compensation=Fraction(max(0, exposure - total), scale),
        exposure=Fraction(exposure, scale),
        additive=Fraction(min(total, sum(hurdles)), scale),
        inputs=tuple(
            InputShare(need.ref, need.strength, c, Fraction(ceiling, scale), Fraction(hurdle, scale), share)
            for (need, c), ceiling, hurdle, share in zip(inputs, ceilings, hurdles, shares, strict=True)
        ),
    )


def inheritance(
    questionnaire: Questionnaire,
    side: Side,
    ratings: Mapping[str, Rating],
    weight_of: Callable[[Practice], int],
    target_of: Callable[[Practice], Fraction],
) -> Inheritance:
    """Return what one side lacks, in weighted points, and how much of it waits for the other side (K)."""
    capped = _shortfalls(questionnaire, side, {id_: r.value for id_, r in ratings.items()}, weight_of, target_of)
    uncapped = capped
    if any(rating.capped for rating in ratings.values()):
        before = {id_: rating.uncapped for id_, rating in ratings.items()}
        uncapped = _shortfalls(questionnaire, side, before, weight_of, target_of)
    total, own = _points(capped, "total"), _points(capped, "own")
    return Inheritance(
        side=side,
        share=_share(capped),
        uncapped_share=_share(uncapped),
        no_shortfall=bool(capped) and total == 0,
        reached=weighted_sum((item.weight, min(item.rating, item.target)) for item in capped),
        shortfall=total,
        inherited=total - own,
        own=own,
        change_alone=own,
        repair_alone=weighted_sum((item.weight, item.total) for item in capped if item.own == 0),
        both=total,
        practices=tuple(capped),
        inputs=_inputs(capped),
        weak_evidence=tuple(rating.practice_id for rating in ratings.values() if rating.capped),
    )


def _shortfalls(
    questionnaire: Questionnaire,
    side: Side,
    values: Mapping[str, Fraction | None],
    weight_of: Callable[[Practice], int],
    target_of: Callable[[Practice], Fraction],
) -> list[Shortfall]:
    """Split every rated practice of a side."""
    found = []
    for id_, value in values.items():
        practice = questionnaire.practice[id_]
        if practice.side is side and value is not None and (weight := weight_of(practice)) > 0:
            inputs = [(need, values.get(need.ref)) for need in practice.needs]
            found.append(shortfall(id_, weight, target_of(practice), value, inputs))
    return found


def _points(items: Sequence[Shortfall], part: Literal["total", "inherited", "own"]) -> Fraction:
    """Sum one part over practices, in weighted points."""
    return weighted_sum((item.weight, getattr(item, part)) for item in items)


def _share(items: Sequence[Shortfall]) -> Fraction | None:
    """K: weighted inherited over weighted shortfall; 0 when nothing lacks, None when nothing is rated."""
    if not items:
        return None
    total = _points(items, "total")
    return _points(items, "inherited") / total if total else ZERO


def _inputs(items: Sequence[Shortfall]) -> tuple[InputTotal, ...]:
    """What each input unlocks, the most first; shares add up to the inherited part."""
    found: dict[str, list[tuple[Shortfall, Fraction]]] = defaultdict(list)
    for item in items:
        for share in item.inputs:
            if share.share > 0:
                found[share.ref].append((item, share.share))
    totals = [
        InputTotal(
            ref,
            weighted_sum((item.weight, share) for item, share in held),
            tuple(item.practice_id for item, _ in held),
        )
        for ref, held in found.items()
    ]
    return tuple(sorted(totals, key=lambda total: (-total.points, total.practice_id)))
