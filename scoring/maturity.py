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
from scoring.asking import Panel
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
    """Return reasons of one kind."""
    return tuple([ref(kind, id_) for id_ in ids])


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
class _Part:
    """A practice in integers: its rating `x` in parts of a level, and how much of each step its weight climbs."""

    item: Item
    x: int | None
    climbed: tuple[int, ...]


def _parts(items: Iterable[Item]) -> tuple[int, list[_Part]]:
    """Bring practices to the parts of a level that all their ratings are whole numbers of."""
    known = [(item, None if item.rating is None else item.rating.as_integer_ratio()) for item in items]
    unit = lcm(*{x[1] for _, x in known if x})
    return unit, [_part(item, None if x is None else x[0] * (unit // x[1]), unit) for item, x in known]


def _part(item: Item, x: int | None, unit: int) -> _Part:
    """Climb the steps of one practice."""
    if x is None:
        return _Part(item, None, GROUND)
    whole, rest = divmod(x, unit)
    return _Part(item, x, ((item.weight * unit,) * whole + (item.weight * rest, *GROUND))[:TOP])


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
        found = []
        # Steps below the last one are more than 85 % climbed already: the last level asked for it.
        if level > 1 and 20 * self.climbed[level - 2] <= 17 * self.full:
            found.append(ref("step", str(level - 1)))
        if 2 * self.climbed[level - 1] <= self.full:
            found.append(ref("step", str(level)))
        if self.weakest_critical is not None and 2 * self.weakest_critical < (2 * level - 1) * self.unit:
            found.append(ref("critical", str(level)))
        if 2 * self.total < (2 * level - 1) * self.full:
            found.append(ref("index", str(level)))
        return found

    def level(self) -> tuple[int, list[Ref]]:
        """The largest level such that nothing stops it nor any lower one, and what stops the next."""
        for level in range(TOP):
            if stops := self.stops(level + 1):
                return level, stops
        return TOP, []


def _fill(scope: Sequence[_Part], unit: int, unrated: int) -> _Filled:
    """Put practices together, with the unrated ones at a given rating: nothing, or the top."""
    climbed = tuple(map(sum, zip(*[part.climbed for part in scope], strict=True)))
    if unrated:
        added = unit * sum([part.item.weight for part in scope if part.x is None])
        climbed = tuple([step + added for step in climbed])
    critical = [unrated if part.x is None else part.x for part in scope if part.item.critical]
    full = unit * sum([part.item.weight for part in scope])
    return _Filled(unit, full, climbed, sum(climbed), min(critical, default=None))


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
    unit, parts = _parts(items)
    return _group(id_, parts, unit, None)


def _group(id_: str, parts: Sequence[_Part], unit: int, panel: Panel | None) -> GroupScore:
    """Score practices that were brought to one unit."""
    scope = [part for part in parts if part.item.in_scope and part.item.weight > 0]
    unrated = tuple([part.item.id for part in scope if part.x is None])
    counts: _Counts = {
        "practices": len(parts),
        "rated": len(scope) - len(unrated),
        "not_applicable": sum([not part.item.in_scope for part in parts]),
        "unrated": unrated,
    }
    if not scope:
        return GroupScore(id_, Figure(None, None, None, None), None, None, None, (), **counts)
    lowest = _fill(scope, unit, 0)
    highest = _fill(scope, unit, TOP * unit) if unrated else lowest
    level, stops = lowest.level()
    index = _index(scope, lowest, highest)
    return GroupScore(
        id_,
        index,
        None if unrated else tuple([ratio(step, lowest.full) for step in lowest.climbed]),
        level,
        level if highest is lowest else highest.level()[0],
        _held_by(scope, stops, (2 * level + 1) * unit),
        **counts,
        asked=None if panel is None else panel.asked(index.value, [(p.item.id, p.item.weight) for p in scope]),
    )


def _index(scope: Sequence[_Part], lowest: _Filled, highest: _Filled) -> Figure:
    """The weighted mean, what unrated practices could make of it, and the share of weight rated."""
    because = refs("practice", [part.item.id for part in scope])
    low = ratio(lowest.total, lowest.full)
    if lowest is highest:
        return Figure(low, low, low, ratio(1, 1), because)
    rated = lowest.unit * sum([part.item.weight for part in scope if part.x is not None])
    return Figure(
        value=ratio(lowest.total, rated) if rated else None,
        low=low,
        high=ratio(highest.total, highest.full),
        coverage=ratio(rated, lowest.full),
        reasons=because,
    )


def _held_by(scope: Iterable[_Part], stops: Iterable[Ref], twice_floor: int) -> tuple[Ref, ...]:
    """What keeps the group from the next level: steps, weak critical practices by id, or its index."""
    held: list[Ref] = []
    for stop in stops:
        if stop.kind != "critical":
            held.append(stop)
            continue
        held.extend([ref("practice", p.item.id) for p in scope if p.item.critical and 2 * (p.x or 0) < twice_floor])
    return tuple(held)


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
    items, low = [], 0
    for id_, rating in ratings.items():
        practice = questionnaire.practice[id_]
        if practice.side is side:
            weight = practice_weights.get(id_, practice.weight)
            items.append(Item(id_, weight, rating.value, practice.critical, rating.in_scope))
            low += rating.confidence is Confidence.LOW and rating.value is not None
    unit, parts = _parts(items)
    by_theme: dict[str, list[_Part]] = defaultdict(list)
    for part in parts:
        by_theme[questionnaire.practice[part.item.id].theme].append(part)
    domains, weights, shares = [], {}, []
    for domain in questionnaire.domains:
        weights[domain.id] = domain_weights.get(domain.id, domain.weight)
        of_domain = [theme.id for theme in questionnaire.themes if theme.domain == domain.id and theme.id in by_theme]
        own = list(chain.from_iterable([found for theme, found in by_theme.items() if theme in of_domain]))
        themes = tuple([_group(theme, by_theme[theme], unit, panel) for theme in of_domain])
        domains.append(DomainScore(_group(domain.id, own, unit, panel), themes))
        shares.extend(_shares(own, weights[domain.id]))
    return SideScore(side, _above(side, [d.score for d in domains], weights, panel, shares), tuple(domains), low)


def _shares(parts: Iterable[_Part], weight: int) -> list[tuple[str, float]]:
    """What each rated practice of a domain weighs in its side."""
    rated = [part.item for part in parts if part.item.in_scope and part.x is not None]
    total = sum([item.weight for item in rated])
    return [(item.id, weight * item.weight / total) for item in rated if item.weight > 0] if total else []


def _above(
    side: Side,
    domains: Sequence[GroupScore],
    weights: Mapping[str, int],
    panel: Panel | None,
    shares: Sequence[tuple[str, float]],
) -> GroupScore:
    """Put domains together into their side; `shares` is what each of its rated practices weighs."""
    scope = [domain for domain in domains if domain.index.coverage is not None and weights[domain.id] > 0]
    counts: _Counts = {
        "practices": sum(domain.practices for domain in domains),
        "rated": sum(domain.rated for domain in domains),
        "not_applicable": sum(domain.not_applicable for domain in domains),
        "unrated": tuple(id_ for domain in domains for id_ in domain.unrated),
    }
    if not scope:
        return GroupScore(side, Figure(None, None, None, None), None, None, None, (), **counts)
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
        **counts,
        asked=None if panel is None else panel.asked(value, shares),
    )


def mean(pairs: Iterable[tuple[int, Fraction | None]]) -> Fraction | None:
    """Weighted mean of what is known; None when nothing weighs anything.

    >>> mean([(1, Fraction(1)), (3, Fraction(3)), (5, None)])
    Fraction(5, 2)
    """
    known = [(weight, value) for weight, value in pairs if value is not None and weight > 0]
    if not known:
        return None
    numerator, denominator = _summed(known)
    return ratio(numerator, denominator * sum([weight for weight, _ in known]))


def weighted_sum(pairs: Iterable[tuple[int, Fraction]]) -> Fraction:
    """Sum of weight times value, exact.

    Values of one denominator are added as integers: over a catalogue, many times as fast as adding fractions.

    >>> weighted_sum([(1, Fraction(1, 2)), (3, Fraction(3, 2))])
    Fraction(5, 1)
    """
    return ratio(*_summed(pairs))


def _summed(pairs: Iterable[tuple[int, Fraction]]) -> tuple[int, int]:
    """Sum of weight times value, as a numerator and a denominator."""
    sums: dict[int, int] = defaultdict(int)
    for weight, value in pairs:
        numerator, denominator = value.as_integer_ratio()
        sums[denominator] += weight * numerator
    unit = lcm(*sums)
    return sum([total * (unit // denominator) for denominator, total in sums.items()]), unit
