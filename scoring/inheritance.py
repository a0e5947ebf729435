"""What a practice lacks, split between its owner and the inputs it waits for: own, inherited, and K.

Inherited is the part of today's gap that would still be there with a perfect owner and the same inputs; own is
the rest. It says what a successor would face, not who is at fault. Depth is one: needs may be mutual, nothing
recurses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from questionnaires import Questionnaire, Side
from questionnaires.schema import Need, Practice
from scoring.maturity import TOP
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
    order = sorted(range(len(hurdles)), key=lambda i: hurdles[i])
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
    total = max(ZERO, target - rating)
    ceilings = [Fraction(TOP) if c is None else min(Fraction(TOP), c + need.headroom) for need, c in inputs]
    hurdles = [max(ZERO, target - ceiling) for ceiling in ceilings]
    exposure = max(hurdles, default=ZERO)
    inherited = min(total, exposure)
    shares = airport_shares([min(hurdle, total) for hurdle in hurdles])
    return Shortfall(
        practice_id=practice_id,
        weight=weight,
        target=target,
        rating=rating,
        ceiling=min(ceilings, default=Fraction(TOP)),
        total=total,
        inherited=inherited,
        own=total - inherited,
        compensation=max(ZERO, exposure - total),
        exposure=exposure,
        additive=min(total, sum(hurdles, ZERO)),
        inputs=tuple(
            InputShare(need.ref, need.strength, c, ceiling, hurdle, share)
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
    total = _points(capped, lambda item: item.total)
    return Inheritance(
        side=side,
        share=_share(capped),
        uncapped_share=_share(uncapped),
        no_shortfall=bool(capped) and total == 0,
        reached=_points(capped, lambda item: min(item.rating, item.target)),
        shortfall=total,
        inherited=_points(capped, lambda item: item.inherited),
        own=_points(capped, lambda item: item.own),
        change_alone=_points(capped, lambda item: item.own),
        repair_alone=_points(capped, lambda item: item.total if item.own == 0 else ZERO),
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
        if practice.side is side and value is not None and weight_of(practice) > 0:
            inputs = [(need, values.get(need.ref)) for need in practice.needs]
            found.append(shortfall(id_, weight_of(practice), target_of(practice), value, inputs))
    return found


def _points(items: Sequence[Shortfall], part: Callable[[Shortfall], Fraction]) -> Fraction:
    """Sum one part over practices, in weighted points."""
    return sum((item.weight * part(item) for item in items), ZERO)


def _share(items: Sequence[Shortfall]) -> Fraction | None:
    """K: weighted inherited over weighted shortfall; 0 when nothing lacks, None when nothing is rated."""
    if not items:
        return None
    total = _points(items, lambda item: item.total)
    return _points(items, lambda item: item.inherited) / total if total else ZERO


def _inputs(items: Sequence[Shortfall]) -> tuple[InputTotal, ...]:
    """What each input unlocks, the most first; shares add up to the inherited part."""
    points: dict[str, Fraction] = defaultdict(Fraction)
    unlocks: dict[str, list[str]] = defaultdict(list)
    for item in items:
        for share in item.inputs:
            if share.share > 0:
                points[share.ref] += item.weight * share.share
                unlocks[share.ref].append(item.practice_id)
    ranked = sorted(points, key=lambda ref: (-points[ref], ref))
    return tuple(InputTotal(ref, points[ref], tuple(unlocks[ref])) for ref in ranked)
