"""How differently the two sides see the same practices: gaps of practices, themes and domains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from operator import add
from typing import Any, NamedTuple, Self

from questionnaires import Questionnaire, Side
from questionnaires.schema import Practice
from scoring.asking import Style
from scoring.hearing import Said
from scoring.maturity import ratio, ref
from scoring.results import Doubt, Perception, PerceptionKind, Rating, Ref

# Looking a member up in its enumeration takes ten times as long.
CLIENT, GAP = Side.CLIENT, Doubt.GAP
SEEN, BEYOND_STYLE, SELF_FAVOURING = PerceptionKind


class _Sums(NamedTuple):
    """What both sides say of practices, weighed and added up; values are in whole parts of a level.

    `thinness` is the square of the weight times one over the ratings of each side, added. The last four are the
    weight of each side's own practices, and how far it rates them above the other.
    """

    practices: int
    weight: int
    client: int
    provider: int
    absolute: int
    thinness: float
    uncalibrated: int
    client_weight: int
    client_lead: int
    provider_weight: int
    provider_lead: int

    @classmethod
    def of(cls, practice: Practice, weight: int, said: Said, unit: int, uncalibrated: int) -> Self:
        """Weigh one practice."""
        clients, providers = len(said.client), len(said.provider)
        client = weight * sum(said.client.values()) * (unit // clients)
        provider = weight * sum(said.provider.values()) * (unit // providers)
        gap, thinness = client - provider, weight * weight * (1 / clients + 1 / providers)
        if practice.side is CLIENT:
            return cls(1, weight, client, provider, abs(gap), thinness, uncalibrated, weight, gap, 0, 0)
        return cls(1, weight, client, provider, abs(gap), thinness, uncalibrated, 0, 0, weight, -gap)


class _Group(NamedTuple):
    """Practices added up, and who of each side rated any of them."""

    sums: _Sums
    clients: Collection[str]
    providers: Collection[str]

    @classmethod
    def of(cls, members: Sequence[_Group]) -> _Group:
        """Put practices, or themes, together."""
        if len(members) == 1:
            return members[0]
        sums, clients, providers = zip(*members, strict=True)
        together: Iterable[Any] = sums[0]
        for other in sums[1:]:
            together = map(add, together, other)
        return cls(_Sums(*together), set().union(*clients), set().union(*providers))


@dataclass(frozen=True, slots=True)
class _Scale:
    """What gaps are measured with: parts of a level, the style of raters, and the limits of classes.

    Limits are levels as a numerator and a denominator, so that nothing is rounded where a class begins.
    """

    unit: int
    style: Style
    seen: tuple[int, int]
    favouring: tuple[int, int]

    def measure(self, of: Ref, group: _Group, *, alone: bool = False) -> Perception:
        """Measure the gap of a group, or of a practice alone, which only its owner can favour."""
        count, weight, client, provider, absolute, thinness, uncalibrated, *own = group.sums
        level, gap = self.unit * weight, client - provider
        raters = 1 / len(group.clients) + 1 / len(group.providers)
        half = self.style.half_width(raters, thinness / (weight * weight))
        kinds = []
        if absolute * self.seen[1] >= self.seen[0] * level:
            kinds.append(SEEN)
        if abs(gap) > half * level:
            kinds.append(BEYOND_STYLE)
        client_weight, client_lead, provider_weight, provider_lead = own
        parts, floor = self.favouring[1], self.favouring[0] * self.unit
        of_client = client_weight > 0 and client_lead * parts >= floor * client_weight
        of_provider = provider_weight > 0 and provider_lead * parts >= floor * provider_weight
        if (of_client or of_provider) if alone else (of_client and of_provider):
            kinds.append(SELF_FAVOURING)
        return Perception(
            of,
            count,
            ratio(client, level),
            ratio(provider, level),
            ratio(gap, level),
            ratio(absolute, level),
            half,
            tuple(kinds),
            uncalibrated,
        )


def perceptions(
    questionnaire: Questionnaire,
    ratings: Mapping[str, Rating],
    heard: Mapping[str, Said],
    weight_of: Callable[[Practice], int],
    style: Style,
) -> tuple[Perception, ...]:
    """Return the gap of each practice, theme and domain that both sides rated, in catalogue order.

    Parameters
    ----------
    ratings, heard
        The rating of each practice, and what is said of it.
    weight_of
        Weight of a practice; those that weigh nothing show their own gap and enter no other.
    style : Style
        How raters of both sides differ.

    References
    ----------
    `methods.md` 2.3. The range of a difference weighs practices and counts ratings as that of an index does (2.4),
    which is the rule of 2.3 when all weigh the same and everyone rates everything.
    """
    limits = questionnaire.thresholds
    seen, favouring = Fraction(str(limits.gap_seen)), Fraction(str(limits.self_favouring))
    unit = lcm(*{len(said.client) * len(said.provider) or 1 for said in heard.values()})
    scale = _Scale(unit, style, seen.as_integer_ratio(), favouring.as_integer_ratio())
    themes: dict[str, list[_Group]] = defaultdict(list)
    found = []
    for id_, rating in ratings.items():
        if rating.gap is None:
            continue
        practice, said = questionnaire.practice[id_], heard[id_]
        weight = weight_of(practice)
        sums = _Sums.of(practice, weight or 1, said, unit, int(GAP in rating.doubts))
        group = _Group(sums, said.client, said.provider)
        found.append(scale.measure(ref("practice", id_), group, alone=True))
        if weight:
            themes[practice.theme].append(group)
    domains: dict[str, list[_Group]] = defaultdict(list)
    for theme in questionnaire.themes:
        if theme.id in themes:
            group = _Group.of(themes[theme.id])
            domains[theme.domain].append(group)
            found.append(scale.measure(ref("theme", theme.id), group))
    for domain in questionnaire.domains:
        if domain.id in domains:
            found.append(scale.measure(ref("domain", domain.id), _Group.of(domains[domain.id])))
    return tuple(found)
