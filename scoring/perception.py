"""How differently the two sides see the same practices: gaps of practices, themes and domains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from questionnaires import Questionnaire, Side
from questionnaires.schema import Practice
from scoring.asking import Style
from scoring.hearing import Said
from scoring.maturity import ratio, ref
from scoring.results import Doubt, Perception, PerceptionKind, Rating


@dataclass(frozen=True, slots=True)
class _Pair:
    """A practice that both sides rated: their values in whole parts of a level, and who gave them.

    `lead` is how far its owner's side rates it above the other; `thinness` one over the ratings of each side, added.
    """

    side: Side
    weight: int
    client: int
    provider: int
    lead: int
    said: Said
    thinness: float
    uncalibrated: bool


@dataclass(frozen=True, slots=True)
class _Scale:
    """What gaps are measured with: parts of a level, the style of raters, and the limits of classes.

    Limits are levels as a numerator and a denominator, so that nothing is rounded where a class begins.
    """

    unit: int
    style: Style
    seen: tuple[int, int]
    favouring: tuple[int, int]

    def practice(self, rating: Rating, client: Fraction, provider: Fraction, gap: Fraction, pair: _Pair) -> Perception:
        """Measure the gap of one practice."""
        size, half = abs(pair.lead), self.style.half_width(pair.thinness, pair.thinness)
        return Perception(
            ref("practice", rating.practice_id),
            1,
            client,
            provider,
            gap,
            ratio(size, self.unit),
            half,
            self._kinds(size, size, half, self.unit, self._favours([(1, pair.lead)])),
            int(pair.uncalibrated),
        )

    def group(self, kind: str, id_: str, pairs: Sequence[_Pair]) -> Perception:
        """Measure the gap of a theme or a domain."""
        total = sum([pair.weight for pair in pairs])
        client = sum([pair.weight * pair.client for pair in pairs])
        provider = sum([pair.weight * pair.provider for pair in pairs])
        absolute = sum([pair.weight * abs(pair.lead) for pair in pairs])
        clients = set().union(*[pair.said.client for pair in pairs])
        providers = set().union(*[pair.said.provider for pair in pairs])
        squares = sum([pair.weight * pair.weight * pair.thinness for pair in pairs]) / (total * total)
        half, level = self.style.half_width(1 / len(clients) + 1 / len(providers), squares), self.unit * total
        leads = {side: [(pair.weight, pair.lead) for pair in pairs if pair.side is side] for side in Side}
        return Perception(
            ref(kind, id_),
            len(pairs),
            ratio(client, level),
            ratio(provider, level),
            ratio(client - provider, level),
            ratio(absolute, level),
            half,
            self._kinds(abs(client - provider), absolute, half, level, all(map(self._favours, leads.values()))),
            sum([pair.uncalibrated for pair in pairs]),
        )

    def _kinds(
        self, signed: int, absolute: int, half: float, level: int, favouring: bool
    ) -> tuple[PerceptionKind, ...]:
        """What a gap is; sizes are in parts, `level` of which are a level."""
        found = []
        if absolute * self.seen[1] >= self.seen[0] * level:
            found.append(PerceptionKind.SEEN)
        if signed > half * level:
            found.append(PerceptionKind.BEYOND_STYLE)
        if favouring:
            found.append(PerceptionKind.SELF_FAVOURING)
        return tuple(found)

    def _favours(self, leads: Sequence[tuple[int, int]]) -> bool:
        """Whether a side rates its own practices well above the other's rating of them."""
        lead, level = sum([weight * lead for weight, lead in leads]), self.unit * sum([weight for weight, _ in leads])
        return bool(leads) and lead * self.favouring[1] >= self.favouring[0] * level


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
    themes: dict[str, list[_Pair]] = defaultdict(list)
    domains: dict[str, list[_Pair]] = defaultdict(list)
    found = []
    for id_, rating in ratings.items():
        client, provider, gap = rating.client_value, rating.provider_value, rating.gap
        if client is None or provider is None or gap is None:
            continue
        practice = questionnaire.practice[id_]
        pair = _pair(practice, weight_of(practice), heard[id_], unit, Doubt.GAP in rating.doubts)
        found.append(scale.practice(rating, client, provider, gap, pair))
        if pair.weight:
            themes[practice.theme].append(pair)
            domains[questionnaire.theme[practice.theme].domain].append(pair)
    found += [scale.group("theme", theme.id, themes[theme.id]) for theme in questionnaire.themes if theme.id in themes]
    found += [scale.group("domain", d.id, domains[d.id]) for d in questionnaire.domains if d.id in domains]
    return tuple(found)


def _pair(practice: Practice, weight: int, said: Said, unit: int, uncalibrated: bool) -> _Pair:
    """Bring what both sides say of a practice to whole parts of a level."""
    clients, providers = len(said.client), len(said.provider)
    client = sum(said.client.values()) * (unit // clients)
    provider = sum(said.provider.values()) * (unit // providers)
    lead = client - provider if practice.side is Side.CLIENT else provider - client
    return _Pair(practice.side, weight, client, provider, lead, said, 1 / clients + 1 / providers, uncalibrated)
