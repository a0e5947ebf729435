"""What a practice lacks, split between its owner and the inputs it waits for: own, inherited, and K.

Inherited is the part of today's gap that would still be there with a perfect owner and the same inputs; own is
the rest. It says what a successor would face, not who is at fault. Depth is one: needs may be mutual, nothing
recurses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class _Steps:
    """A practice and its inputs in whole steps of `1 / scale` of a level, so that splitting is exact and fast."""

    scale: int
    total: int
    ceilings: tuple[int, ...]
    hurdles: tuple[int, ...]

    @property
    def exposure(self) -> int:
        """What even a perfect owner would miss."""
        return max(self.hurdles, default=0)

    @property
    def inherited(self) -> int:
        """The part of the shortfall that waits for inputs."""
        return min(self.total, self.exposure)


Supply = tuple[Need, Fraction | None]
"""An input and its own rating."""


def _steps(target: Fraction, rating: Fraction, inputs: Sequence[Supply]) -> _Steps:
    """Bring a practice to whole steps, with the ceiling and the hurdle that each input sets."""
    (goal, goal_unit), (now, now_unit) = target.as_integer_ratio(), rating.as_integer_ratio()
    ratios = [(TOP, 1) if c is None else c.as_integer_ratio() for _, c in inputs]
    scale = lcm(goal_unit, now_unit, *[unit for _, unit in ratios])
    goal, top = goal * (scale // goal_unit), TOP * scale
    ceilings = tuple(
        [
            min(top, level * (scale // unit) + need.headroom * scale)
            for (need, _), (level, unit) in zip(inputs, ratios, strict=True)
        ]
    )
    hurdles = tuple([max(0, goal - ceiling) for ceiling in ceilings])
    return _Steps(scale, max(0, goal - now * (scale // now_unit)), ceilings, hurdles)


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
    steps = _steps(target, rating, inputs)
    scale, total, exposure, inherited = steps.scale, steps.total, steps.exposure, steps.inherited
    shares, parts = _airport([min(hurdle, total) for hurdle in steps.hurdles])
    return Shortfall(
        practice_id=practice_id,
        weight=weight,
        target=target,
        rating=rating,
        ceiling=ratio(min(steps.ceilings, default=TOP * scale), scale),
        total=ratio(total, scale),
        inherited=ratio(inherited, scale),
        own=ratio(total - inherited, scale),
        compensation=ratio(max(0, exposure - total), scale),
        exposure=ratio(exposure, scale),
        additive=ratio(min(total, sum(steps.hurdles)), scale),
        inputs=tuple(
            [
                InputShare(
                    need.ref,
                    need.strength,
                    c,
                    ratio(ceiling, scale),
                    ratio(hurdle, scale),
                    ratio(share, scale * parts),
                )
                for (need, c), ceiling, hurdle, share in zip(inputs, steps.ceilings, steps.hurdles, shares, strict=True)
            ]
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
    values = {id_: rating.value for id_, rating in ratings.items()}
    practices = [p for id_ in ratings if (p := questionnaire.practice[id_]).side is side and weight_of(p) > 0]
    capped = tuple(
        [
            shortfall(p.id, weight_of(p), target_of(p), value, _supplies(p, values))
            for p in practices
            if (value := values[p.id]) is not None
        ]
    )
    share = _share([(item.weight, item.total, item.inherited) for item in capped])
    weak = tuple(rating.practice_id for rating in ratings.values() if rating.capped)
    total, own = _points(capped, "total"), _points(capped, "own")
    return Inheritance(
        side=side,
        share=share,
        uncapped_share=_uncapped_share(practices, ratings, weight_of, target_of) if weak else share,
        no_shortfall=bool(capped) and total == 0,
        reached=weighted_sum((item.weight, item.target) for item in capped) - total,
        shortfall=total,
        inherited=total - own,
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
    ratings: Mapping[str, Rating],
    weight_of: Callable[[Practice], int],
    target_of: Callable[[Practice], Fraction],
) -> Fraction | None:
    """K as it would be without evidence caps."""
    values = {id_: rating.uncapped for id_, rating in ratings.items()}
    parts = []
    for practice in practices:
        value = values[practice.id]
        if value is not None:
            steps = _steps(target_of(practice), value, _supplies(practice, values))
            total, inherited = ratio(steps.total, steps.scale), ratio(steps.inherited, steps.scale)
            parts.append((weight_of(practice), total, inherited))
    return _share(parts)


def _points(items: Iterable[Shortfall], part: Literal["total", "own"]) -> Fraction:
    """Sum one part over practices, in weighted points."""
    return weighted_sum((item.weight, getattr(item, part)) for item in items)


def _share(parts: Sequence[tuple[int, Fraction, Fraction]]) -> Fraction | None:
    """K from (weight, shortfall, inherited): 0 when nothing lacks, None when nothing is rated."""
    if not parts:
        return None
    total = weighted_sum((weight, lacking) for weight, lacking, _ in parts)
    return weighted_sum((weight, inherited) for weight, _, inherited in parts) / total if total else ZERO


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
            weighted_sum((item.weight, share) for item, share in held),
            tuple(item.practice_id for item, _ in held),
        )
        for ref, held in found.items()
    ]
    return tuple(sorted(totals, key=lambda total: (-total.points, total.practice_id)))
