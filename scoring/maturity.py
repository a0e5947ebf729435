"""Ratings to index, step achievements and gated level, for a theme, a domain or a side (`methods.md` 1.4).

Everything is exact: ratings are fractions, brought to one denominator, and limits are compared in integers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from math import lcm
from typing import TypedDict

from questionnaires import Questionnaire, Side
from scoring.results import Confidence, DomainScore, Figure, GroupScore, Rating, Ref, SideScore

TOP = 5
"""The highest level."""


@lru_cache(maxsize=8192)
def ratio(numerator: int, denominator: int) -> Fraction:
    """Return a fraction, kept: a catalogue of levels 0 to 5 asks for the same few again and again."""
    return Fraction(numerator, denominator)


@dataclass(frozen=True, slots=True)
class Item:
    """One practice of a group: its weight, its rating (None when unrated), whether it is critical, whether in scope."""

    id: str
    weight: int
    rating: Fraction | None
    critical: bool = False
    in_scope: bool = True


class _Counts(TypedDict):
    """How many practices of a group are what."""

    practices: int
    rated: int
    not_applicable: int
    unrated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Filled:
    """A group with every practice rated, in integers: `unit` is one level, `full` one whole step of the group,
    `climbed` how much of each step is climbed, `total` all of it, which over `full` is the index.
    """

    unit: int
    full: int
    climbed: tuple[int, ...]
    total: int
    weakest_critical: int | None

    def stops(self, level: int) -> list[Ref]:
        """What keeps the group from a level whose lower ones are reached; empty when it is reached."""
        refs = []
        # Steps below the last one are more than 85 % climbed already: the last level asked for it.
        if level > 1 and 20 * self.climbed[level - 2] <= 17 * self.full:
            refs.append(Ref("step", str(level - 1)))
        if 2 * self.climbed[level - 1] <= self.full:
            refs.append(Ref("step", str(level)))
        if self.weakest_critical is not None and 2 * self.weakest_critical < (2 * level - 1) * self.unit:
            refs.append(Ref("critical", str(level)))
        if 2 * self.total < (2 * level - 1) * self.full:
            refs.append(Ref("index", str(level)))
        return refs

    def level(self) -> int:
        """The largest level such that nothing stops it nor any lower one."""
        return next((level - 1 for level in range(1, TOP + 1) if self.stops(level)), TOP)


def _fill(items: Sequence[Item], unrated: int) -> _Filled:
    """Rate what is unrated at a given level and bring the group to integers."""
    known = [(unrated, 1) if item.rating is None else item.rating.as_integer_ratio() for item in items]
    unit = lcm(*(denominator for _, denominator in known))
    climbed, critical = [0] * TOP, []
    for item, (numerator, denominator) in zip(items, known, strict=True):
        x = numerator * (unit // denominator)
        whole, part = divmod(x, unit)
        for step in range(whole):
            climbed[step] += item.weight * unit
        if part:
            climbed[whole] += item.weight * part
        if item.critical:
            critical.append(x)
    full = unit * sum(item.weight for item in items)
    return _Filled(unit, full, tuple(climbed), sum(climbed), min(critical, default=None))


def group_score(id_: str, items: Iterable[Item]) -> GroupScore:
    """Return the index, the steps and the gated level of a group of practices.

    Parameters
    ----------
    id_ : str
        The theme, domain or side that the group stands for.
    items : iterable of Item
        Its practices, in any order; out-of-scope ones and weights of zero change nothing but the counts.

    Returns
    -------
    GroupScore
        Index 0 to 5 with the range that unrated practices leave open, coverage 0 to 1, five steps when all is
        rated, level with unrated practices at 0 and at 5. Nothing rated: no index, range 0 to 5. Nothing in
        scope: no figure at all.

    References
    ----------
    `methods.md` 1.4; the breadth rule is that of ISO/IEC 33020 (largely 50 %, fully 85 %).

    Examples
    --------
    >>> score = group_score("x", [Item("a", 2, Fraction(4)), Item("b", 1, Fraction(2)), Item("c", 1, Fraction(3))])
    >>> float(score.index.value), score.level_low
    (3.25, 3)
    """
    every = list(items)
    scope = [item for item in every if item.in_scope and item.weight > 0]
    unrated = tuple(item.id for item in scope if item.rating is None)
    counts = _Counts(
        practices=len(every),
        rated=len(scope) - len(unrated),
        not_applicable=sum(not item.in_scope for item in every),
        unrated=unrated,
    )
    if not scope:
        return GroupScore(id_, Figure(None, None, None, None), None, None, None, (), **counts)
    lowest = _fill(scope, 0)
    highest = _fill(scope, TOP) if unrated else lowest
    level = lowest.level()
    return GroupScore(
        id_,
        _index(scope, lowest, highest),
        None if unrated else tuple(ratio(part, lowest.full) for part in lowest.climbed),
        level,
        highest.level(),
        _held_by(scope, lowest, level),
        **counts,
    )


def _index(scope: Sequence[Item], lowest: _Filled, highest: _Filled) -> Figure:
    """The weighted mean, what unrated practices could make of it, and the share of weight rated."""
    reasons = tuple(Ref("practice", item.id) for item in scope)
    low = ratio(lowest.total, lowest.full)
    if lowest is highest:
        return Figure(low, low, low, Fraction(1), reasons)
    rated_weight = sum(item.weight for item in scope if item.rating is not None)
    return Figure(
        value=Fraction(lowest.total, lowest.unit * rated_weight) if rated_weight else None,
        low=low,
        high=Fraction(highest.total, highest.full),
        coverage=Fraction(rated_weight * lowest.unit, lowest.full),
        reasons=reasons,
    )


def _held_by(scope: Sequence[Item], filled: _Filled, level: int) -> tuple[Ref, ...]:
    """What keeps the group from the next level: steps, weak critical practices by id, or its index."""
    if level == TOP:
        return ()
    held: list[Ref] = []
    for ref in filled.stops(level + 1):
        if ref.kind != "critical":
            held.append(ref)
            continue
        floor = level + Fraction(1, 2)
        held.extend(Ref("practice", i.id) for i in scope if i.critical and (i.rating or Fraction(0)) < floor)
    return tuple(held)


def side_score(
    questionnaire: Questionnaire,
    side: Side,
    ratings: Mapping[str, Rating],
    practice_weights: Mapping[str, int],
    domain_weights: Mapping[str, int],
) -> SideScore:
    """Return one side: domains with their themes, then the side above them.

    The side's index is the mean of its domains' indices with domain weights, its level the lowest of theirs.
    """
    practices = tuple(practice for id_ in ratings if (practice := questionnaire.practice[id_]).side is side)
    domains = []
    for domain, members in questionnaire.by_domain(side, practices):
        items: dict[str, list[Item]] = defaultdict(list)
        for practice in members:
            rating, weight = ratings[practice.id], practice_weights.get(practice.id, practice.weight)
            items[practice.theme].append(Item(practice.id, weight, rating.value, practice.critical, rating.in_scope))
        themes = tuple(group_score(theme, items[theme]) for theme in questionnaire.theme if theme in items)
        domains.append(DomainScore(group_score(domain.id, chain.from_iterable(items.values())), themes))
    weights = {domain.id: domain_weights.get(domain.id, domain.weight) for domain in questionnaire.domains}
    low = sum(ratings[p.id].confidence is Confidence.LOW and ratings[p.id].value is not None for p in practices)
    return SideScore(side, _above(side, [d.score for d in domains], weights), tuple(domains), low)


def _above(side: Side, domains: Sequence[GroupScore], weights: Mapping[str, int]) -> GroupScore:
    """Put domains together into their side."""
    scope = [domain for domain in domains if domain.index.coverage is not None and weights[domain.id] > 0]
    counts = _Counts(
        practices=sum(domain.practices for domain in domains),
        rated=sum(domain.rated for domain in domains),
        not_applicable=sum(domain.not_applicable for domain in domains),
        unrated=tuple(id_ for domain in domains for id_ in domain.unrated),
    )
    if not scope:
        return GroupScore(side, Figure(None, None, None, None), None, None, None, (), **counts)
    lows = [(weights[d.id], d.index.low) for d in scope]
    highs = [(weights[d.id], d.index.high) for d in scope]
    level = min(d.level_low or 0 for d in scope)
    steps = None
    if all(domain.steps for domain in scope):
        steps = tuple(mean((weights[d.id], d.steps[k]) for d in scope if d.steps) or Fraction(0) for k in range(TOP))
    return GroupScore(
        side,
        Figure(
            value=mean((weights[d.id], d.index.value) for d in scope),
            low=mean(lows),
            high=mean(highs),
            coverage=mean((weights[d.id], d.index.coverage) for d in scope),
            reasons=tuple(Ref("domain", d.id) for d in scope),
        ),
        steps,
        level,
        min(d.level_high or 0 for d in scope),
        tuple(Ref("domain", d.id) for d in scope if d.level_low == level) if level < TOP else (),
        **counts,
    )


def mean(pairs: Iterable[tuple[int, Fraction | None]]) -> Fraction | None:
    """Weighted mean of what is known; None when nothing weighs anything.

    >>> mean([(1, Fraction(1)), (3, Fraction(3)), (5, None)])
    Fraction(5, 2)
    """
    known = [(weight, value) for weight, value in pairs if value is not None and weight > 0]
    if not known:
        return None
    return weighted_sum(known) / sum(weight for weight, _ in known)


def weighted_sum(pairs: Iterable[tuple[int, Fraction]]) -> Fraction:
    """Sum of weight times value, exact.

    Values of one denominator are added as integers: over a catalogue, many times as fast as adding fractions.

    >>> weighted_sum([(1, Fraction(1, 2)), (3, Fraction(3, 2))])
    Fraction(5, 1)
    """
    sums: dict[int, int] = defaultdict(int)
    for weight, value in pairs:
        numerator, denominator = value.as_integer_ratio()
        sums[denominator] += weight * numerator
    unit = lcm(*sums)
    return Fraction(sum(total * (unit // denominator) for denominator, total in sums.items()), unit)
