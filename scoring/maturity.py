"""Ratings to index, step achievements and gated level, for a theme, a domain or a side (`methods.md` 1.4).

Everything is exact: ratings are fractions, brought to one denominator, and limits are compared in integers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import NamedTuple

from questionnaires import Questionnaire, Side
from scoring.asking import Panel
from scoring.building import quickly_built
from scoring.results import Confidence, DomainScore, Figure, GroupScore, Rating, Ref, SideScore

TOP = 5
"""The highest level."""

GROUND = (0,) * TOP
"""No step climbed."""


@lru_cache(maxsize=8192)
def ratio(numerator: int, denominator: int) -> Fraction:
    """Return a fraction, kept: a catalogue of levels 0 to 5 asks for the same few again and again."""
    return Fraction(numerator, denominator)


@lru_cache(maxsize=4096)
def ref(kind: str, id_: str) -> Ref:
    """Return a reason, kept: every assessment names the practices and steps of one catalogue."""
    return Ref(kind, id_)


def refs(kind: str, ids: Iterable[str]) -> tuple[Ref, ...]:
    """Return reasons of one kind, kept: a page assesses one engagement again and again."""
    return _refs(kind, tuple(ids))


@lru_cache(maxsize=8192)
def _refs(kind: str, ids: tuple[str, ...]) -> tuple[Ref, ...]:
    """Name them."""
    return tuple([Ref(kind, id_) for id_ in ids])


@quickly_built
@dataclass(frozen=True, slots=True)
class Item:
    """One practice of a group: its weight, its rating (None when unrated), whether it is critical, whether in scope."""

    id: str
    weight: int
    rating: Fraction | None
    critical: bool = False
    in_scope: bool = True

    @property
    def part(self) -> Part:
        """What its group's figures depend on."""
        numerator, denominator = (None, 1) if self.rating is None else self.rating.as_integer_ratio()
        return self.weight, numerator, denominator, self.critical


Part = tuple[int, int | None, int, bool]
"""A practice that counts: its weight, its rating as numerator (None when unrated) and denominator, if critical."""


class _Whole(NamedTuple):
    """A group with every practice rated, in integers: `unit` is one level, `full` one whole step of the group,
    `climbed` how much of each step is climbed, `total` all of it, which over `full` is the index.
    """

    unit: int
    full: int
    climbed: tuple[int, ...]
    total: int
    weakest_critical: int | None

    def bounds(self) -> tuple[int, int, int]:
        """How high the steps, the weakest critical practice and the index let the level go."""
        unit, full, climbed, total, weakest = self
        steps = 0
        while steps < TOP and 2 * climbed[steps] > full and (not steps or 20 * climbed[steps - 1] > 17 * full):
            steps += 1
        critical = TOP if weakest is None else (2 * weakest + unit) // (2 * unit)
        return steps, critical, (2 * total + full) // (2 * full)


def _fill(parts: Sequence[Part], unrated: int) -> _Whole:
    """Put practices together, with the unrated ones at a given level."""
    unit = lcm(*{denominator for _, _, denominator, _ in parts})
    standing, climbing, critical, weights = [0] * (TOP + 1), [0] * (TOP + 1), [], 0
    for weight, numerator, denominator, is_critical in parts:
        x = (unrated if numerator is None else numerator) * (unit // denominator)
        whole, rest = divmod(x, unit)
        standing[whole] += weight
        climbing[whole] += weight * rest
        weights += weight
        if is_critical:
            critical.append(x)
    climbed = tuple([sum(standing[step + 1 :]) * unit + climbing[step] for step in range(TOP)])
    return _Whole(unit, unit * weights, climbed, sum(climbed), min(critical, default=None))


class _Measured(NamedTuple):
    """The figures of a group, without the names that hold it back: the index has no reasons yet.

    `stops` are the steps and the index that keep it from the next level; critical practices under `floor` do too.
    """

    figure: Figure
    steps: tuple[Fraction, ...] | None
    level_low: int
    level_high: int
    stops_before: tuple[Ref, ...]
    floor: Fraction | None
    stops_after: tuple[Ref, ...]


@lru_cache(maxsize=8192)
def _measure(parts: tuple[Part, ...]) -> _Measured:
    """Return the figures of practices that count; kept, since most groups are one practice at a usual rating."""
    lowest = highest = _fill(parts, 0)
    bounds = lowest.bounds()
    level = level_high = min(bounds)
    open_ = any(numerator is None for _, numerator, _, _ in parts)
    if open_:
        highest = _fill(parts, TOP)
        level_high = min(highest.bounds())
    low, rated = (
        ratio(lowest.total, lowest.full),
        sum(weight for weight, numerator, _, _ in parts if numerator is not None),
    )
    value = ratio(lowest.total, rated * lowest.unit) if rated else None
    return _Measured(
        Figure(value, low, ratio(highest.total, highest.full), ratio(rated * lowest.unit, lowest.full)),
        None if open_ else tuple([ratio(step, lowest.full) for step in lowest.climbed]),
        level,
        level_high,
        *_stops(lowest, level, bounds),
    )


def _stops(
    whole: _Whole, level: int, bounds: tuple[int, int, int]
) -> tuple[tuple[Ref, ...], Fraction | None, tuple[Ref, ...]]:
    """What keeps a group from the next level: steps, the rating that critical practices lack, its index."""
    if level == TOP:
        return (), None, ()
    steps, critical, index = bounds
    found = []
    if steps == level:
        if level and 20 * whole.climbed[level - 1] <= 17 * whole.full:
            found.append(ref("step", str(level)))
        if 2 * whole.climbed[level] <= whole.full:
            found.append(ref("step", str(level + 1)))
    floor = ratio(2 * level + 1, 2) if critical == level else None
    return tuple(found), floor, refs("index", [str(level + 1)]) if index == level else ()


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
    return _group(id_, list(items), None)


def index(items: Iterable[Item]) -> Figure:
    """Return the index of a group alone, for what has no level."""
    scope = [item for item in items if item.in_scope and item.weight > 0]
    if not scope:
        return Figure(None, None, None, None)
    found = _measure(tuple([item.part for item in scope])).figure
    return Figure(found.value, found.low, found.high, found.coverage, refs("practice", [item.id for item in scope]))


def _group(id_: str, items: Sequence[Item], panel: Panel | None) -> GroupScore:
    """Score practices, and what depends on who was asked."""
    scope = [item for item in items if item.in_scope and item.weight > 0]
    out = 0 if len(scope) == len(items) else [item.in_scope for item in items].count(False)
    if not scope:
        return GroupScore(id_, Figure(None, None, None, None), None, None, None, (), len(items), 0, out, ())
    ids = [item.id for item in scope]
    # The weight of one practice alone changes nothing.
    parts = tuple([item.part for item in scope]) if len(scope) > 1 else ((1, *scope[0].part[1:]),)
    figure, steps, level_low, level_high, before, floor, after = _measure(parts)
    unrated = () if steps else tuple([item.id for item in scope if item.rating is None])
    weak: tuple[Ref, ...] = ()
    if floor is not None:
        weak = refs("practice", [i.id for i in scope if i.critical and (i.rating or Fraction(0)) < floor])
    return GroupScore(
        id_,
        Figure(figure.value, figure.low, figure.high, figure.coverage, refs("practice", ids)),
        steps,
        level_low,
        level_high,
        before + weak + after,
        len(items),
        len(scope) - len(unrated),
        out,
        unrated,
        None if panel is None else panel.asked(figure.value, ids, [item.weight for item in scope]),
    )


def side_score(
    questionnaire: Questionnaire,
    side: Side,
    ratings: Mapping[str, Rating],
    practice_weights: Mapping[str, int],
    domain_weights: Mapping[str, int],
    panel: Panel | None = None,
) -> SideScore:
    """Return one side: domains with their themes, then the side above them.

    The side's index is the mean of its domains' indices with domain weights, its level the lowest of theirs. The
    panel is the people of this side; without it no figure says how much depends on who was asked.
    """
    items, low, unsure = [], 0, Confidence.LOW
    for id_, rating in ratings.items():
        practice = questionnaire.practice[id_]
        if practice.side is side:
            weight = practice_weights.get(id_, practice.weight)
            items.append(Item(id_, weight, rating.value, practice.critical, rating.in_scope))
            low += rating.confidence is unsure and rating.value is not None
    by_theme: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_theme[questionnaire.practice[item.id].theme].append(item)
    domains: list[DomainScore] = []
    weights: dict[str, int] = {}
    shares: dict[str, float] = {}
    for domain in questionnaire.domains:
        themes, members = [], []
        for theme in questionnaire.themes:
            if theme.domain == domain.id and theme.id in by_theme:
                themes.append(_group(theme.id, by_theme[theme.id], panel))
                members += by_theme[theme.id]
        weights[domain.id] = domain_weights.get(domain.id, domain.weight)
        if weights[domain.id] > 0:
            shares.update(_shares(members, weights[domain.id]))
        domains.append(DomainScore(_group(domain.id, members, panel), tuple(themes)))
    return SideScore(side, _above(side, [d.score for d in domains], weights, panel, shares), tuple(domains), low)


def _shares(items: Sequence[Item], weight: int) -> Iterator[tuple[str, float]]:
    """What each rated practice of a domain weighs in its side."""
    rated = [item for item in items if item.in_scope and item.weight > 0 and item.rating is not None]
    total = sum([item.weight for item in rated])
    return ((item.id, weight * item.weight / total) for item in rated)


def _above(
    side: Side,
    domains: Sequence[GroupScore],
    weights: Mapping[str, int],
    panel: Panel | None,
    shares: Mapping[str, float],
) -> GroupScore:
    """Put domains together into their side; `shares` is what each of its rated practices weighs."""
    scope = [domain for domain in domains if domain.index.coverage is not None and weights[domain.id] > 0]
    counts = (
        sum(domain.practices for domain in domains),
        sum(domain.rated for domain in domains),
        sum(domain.not_applicable for domain in domains),
        tuple([id_ for domain in domains for id_ in domain.unrated]),
    )
    if not scope:
        return GroupScore(side, Figure(None, None, None, None), None, None, None, (), *counts)
    heavy = [weights[domain.id] for domain in scope]
    figures = [domain.index for domain in scope]
    value = mean(zip(heavy, [figure.value for figure in figures], strict=True))
    level = min(domain.level_low or 0 for domain in scope)
    steps = None
    if all(domain.steps for domain in scope):
        columns = zip(*[domain.steps or () for domain in scope], strict=True)
        steps = tuple(mean(zip(heavy, column, strict=True)) or Fraction(0) for column in columns)
    return GroupScore(
        side,
        Figure(
            value=value,
            low=mean(zip(heavy, [figure.low for figure in figures], strict=True)),
            high=mean(zip(heavy, [figure.high for figure in figures], strict=True)),
            coverage=mean(zip(heavy, [figure.coverage for figure in figures], strict=True)),
            reasons=refs("domain", [domain.id for domain in scope]),
        ),
        steps,
        level,
        min(domain.level_high or 0 for domain in scope),
        refs("domain", [domain.id for domain in scope if domain.level_low == level]) if level < TOP else (),
        *counts,
        asked=None if panel is None else panel.asked(value, list(shares), list(shares.values())),
    )


def mean(pairs: Iterable[tuple[int, Fraction | None]]) -> Fraction | None:
    """Weighted mean of what is known; None when nothing weighs anything.

    >>> mean([(1, Fraction(1)), (3, Fraction(3)), (5, None)])
    Fraction(5, 2)
    """
    known = [(weight, value) for weight, value in pairs if value is not None and weight > 0]
    if not known:
        return None
    unit = lcm(*[value.denominator for _, value in known])
    total = sum([weight * value.numerator * (unit // value.denominator) for weight, value in known])
    return ratio(total, unit * sum([weight for weight, _ in known]))


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
    return ratio(sum([total * (unit // denominator) for denominator, total in sums.items()]), unit)
