"""assess(): one engagement to the maturity of both sides, what is inherited, and the named indices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from questionnaires import Questionnaire, Side
from questionnaires.schema import Practice
from scoring.agreement import agreement
from scoring.asking import Panel, Shared, style
from scoring.facts import Facts
from scoring.hearing import NOTHING, Claims, Said, hear
from scoring.inheritance import inheritance
from scoring.maturity import TOP, Item, group_score, refs, side_score, weighted_sum
from scoring.perception import perceptions
from scoring.ratings import rate
from scoring.results import Confidence, Figure, Inheritance, Maturity, Rating, Shortfall, SideScore


def assess(questionnaire: Questionnaire, facts: Facts) -> Maturity:
    """Return what the facts say of both sides.

    Pure: the same facts give the same maturity, whatever the order of answers.
    """
    heard = hear(facts)
    ratings = rate(questionnaire, facts, heard)
    weight_of, target_of = _weight_of(facts), _target_of(questionnaire, facts)
    limits, voices = questionnaire.thresholds, {side: _voices(questionnaire, side, ratings, heard) for side in Side}
    sides = {
        side: side_score(
            questionnaire,
            side,
            ratings,
            facts.practice_weights,
            facts.domain_weights,
            Panel(said.own, style([said.shared_own], limits)),
        )
        for side, said in voices.items()
    }
    both_styles = style([said.shared_own + said.shared_other for said in voices.values()], limits)
    lacking = {side: inheritance(questionnaire, side, ratings, weight_of, target_of) for side in Side}
    rated = [rating for rating in ratings.values() if rating.value is not None]
    low = sum(rating.confidence is Confidence.LOW for rating in rated)
    answering = {answer.respondent_id for answer in facts.answers}
    return Maturity(
        sides=sides,
        ratings=ratings,
        inheritance=lacking,
        indices={
            index.id: _named_index(questionnaire, index.practices, ratings, weight_of)
            for index in questionnaire.indices
        },
        structural_share=_structural_share(questionnaire, lacking.values()),
        asymmetry=_asymmetry(sides),
        overall=_overall(sides),
        coverage=_coverage(sides.values()),
        low_confidence_share=Fraction(low, len(rated)) if rated else None,
        respondents={side: sum(r.side is side and r.id in answering for r in facts.respondents) for side in Side},
        agreement=tuple(agreement(side, said.claims, limits) for side, said in voices.items()),
        perceptions=perceptions(questionnaire, ratings, heard, weight_of, both_styles),
    )


@dataclass(frozen=True, slots=True)
class _Voices:
    """What the people of one side say of its own practices in scope and of the other's, and what is shared of it."""

    own: Mapping[str, Claims]
    other: Mapping[str, Claims]
    shared_own: Shared
    shared_other: Shared

    @property
    def claims(self) -> list[Claims]:
        """What they say of all practices."""
        return [*self.own.values(), *self.other.values()]


def _voices(
    questionnaire: Questionnaire, side: Side, ratings: Mapping[str, Rating], heard: Mapping[str, Said]
) -> _Voices:
    """Sort what one side says by whose practices it is about."""
    own: dict[str, Claims] = {}
    other: dict[str, Claims] = {}
    for id_, rating in ratings.items():
        if rating.in_scope and (claims := heard.get(id_, NOTHING).claims(side)):
            (own if questionnaire.practice[id_].side is side else other)[id_] = claims
    return _Voices(own, other, Shared.of(own.values()), Shared.of(other.values()))


def _weight_of(facts: Facts) -> Callable[[Practice], int]:
    """Weight of a practice: the engagement's, else the questionnaire's."""
    return lambda practice: facts.practice_weights.get(practice.id, practice.weight)


def _target_of(questionnaire: Questionnaire, facts: Facts) -> Callable[[Practice], Fraction]:
    """Target of a practice: its own decision, else the engagement's, else the default (`design.md` 4.4)."""
    decided = {target.practice_id: target.level for target in facts.targets}
    limits, critical_service = questionnaire.thresholds, facts.contract.critical_service
    usual, sensitive = Fraction(limits.target), Fraction(limits.sensitive_target)

    def target(practice: Practice) -> Fraction:
        for key in (practice.id, None):
            if key in decided:
                return decided[key]
        return sensitive if critical_service and practice.sensitive else usual

    return target


def _named_index(
    questionnaire: Questionnaire,
    ids: Iterable[str],
    ratings: Mapping[str, Rating],
    weight_of: Callable[[Practice], int],
) -> Figure:
    """Weighted mean over 5 of the practices of an index, 0 to 1, with its range."""
    items = [
        Item(id_, weight_of(questionnaire.practice[id_]), ratings[id_].value, in_scope=ratings[id_].in_scope)
        for id_ in ids
        if id_ in ratings
    ]
    index = group_score("", items).index

    def over_top(value: Fraction | None) -> Fraction | None:
        return None if value is None else value / TOP

    return Figure(over_top(index.value), over_top(index.low), over_top(index.high), index.coverage, index.reasons)


def _structural_share(questionnaire: Questionnaire, lacking: Iterable[Inheritance]) -> Figure:
    """I: share of the gap of both sides that any successor meets unchanged, 0 to 1 (`domain.md` 2.3).

    None when nothing is rated; 0 when nothing lacks.
    """
    items = [(questionnaire.practice[item.practice_id], item) for side in lacking for item in side.practices]
    total = weighted_sum((item.weight, item.total) for _, item in items)
    alike: dict[str, list[tuple[Practice, Shortfall]]] = defaultdict(list)
    for practice, item in items:
        alike[practice.inherited].append((practice, item))
    held = Fraction(0)
    for found in alike.values():
        held += found[0][0].inherited_share * weighted_sum((item.weight, item.total) for _, item in found)
    value = (held / total if total else Fraction(0)) if items else None
    return Figure(value, value, value, None, refs("practice", [practice.id for practice, _ in items]))


def _asymmetry(sides: Mapping[Side, SideScore]) -> Fraction | None:
    """Client's index minus provider's, in levels."""
    client, provider = (sides[side].score.index.value for side in Side)
    return None if client is None or provider is None else client - provider


def _overall(sides: Mapping[Side, SideScore]) -> Fraction | None:
    """M, where the weaker side weighs more; for proportionality rules only, never shown as a mark."""
    client, provider = (sides[side].score.index.value for side in Side)
    if client is None or provider is None:
        return None
    return min(client, provider) / 2 + (client + provider) / 4


def _coverage(sides: Iterable[SideScore]) -> Fraction | None:
    """The lower coverage of the two sides: one side well covered does not make up for the other."""
    known = [side.score.index.coverage for side in sides if side.score.index.coverage is not None]
    return min(known) if known else None
