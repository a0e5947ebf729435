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
from scoring.hearing import Claims, Said, hear
from scoring.inheritance import inheritance
from scoring.maturity import TOP, Item, index, ratio, refs, side_score, weighted_sum
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
    limits, voices = questionnaire.thresholds, dict(zip(Side, _voices(questionnaire, ratings, heard), strict=True))
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
            named.id: _named_index(questionnaire, named.practices, ratings, weight_of)
            for named in questionnaire.indices
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
    """What the people of one side say of its own practices in scope and of the other's, and what each set shares."""

    own: Mapping[str, Claims]
    other: Mapping[str, Claims]
    shared_own: Shared
    shared_other: Shared

    @property
    def claims(self) -> list[Claims]:
        """What they say of all practices."""
        return [*self.own.values(), *self.other.values()]


def _voices(questionnaire: Questionnaire, ratings: Mapping[str, Rating], heard: Mapping[str, Said]) -> list[_Voices]:
    """Sort what the client, then the provider, says by whose practices it is about."""
    in_scope = [id_ for id_, rating in ratings.items() if rating.in_scope and id_ in heard]
    mine, theirs = [
        [(id_, heard[id_]) for id_ in in_scope if questionnaire.practice[id_].side is owner] for owner in Side
    ]
    client = [{id_: said.client for id_, said in found if said.client} for found in (mine, theirs)]
    provider = [{id_: said.provider for id_, said in found if said.provider} for found in (theirs, mine)]
    return [
        _Voices(own, other, Shared.of(own.values()), Shared.of(other.values())) for own, other in (client, provider)
    ]


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
    found = index(items)
    return Figure(_share(found.value), _share(found.low), _share(found.high), found.coverage, found.reasons)


def _share(level: Fraction | None) -> Fraction | None:
    """A level as a share of the highest."""
    return None if level is None else ratio(level.numerator, TOP * level.denominator)


def _structural_share(questionnaire: Questionnaire, lacking: Iterable[Inheritance]) -> Figure:
    """I: share of the gap of both sides that any successor meets unchanged, 0 to 1 (`domain.md` 2.3).

    None when nothing is rated; 0 when nothing lacks.
    """
    sides = list(lacking)
    items = [item for side in sides for item in side.practices]
    total, held = sum([side.shortfall for side in sides], Fraction(0)), Fraction(0)
    alike: dict[str, list[Shortfall]] = defaultdict(list)
    for item in items:
        alike[questionnaire.practice[item.practice_id].inherited].append(item)
    for found in alike.values():
        share = questionnaire.practice[found[0].practice_id].inherited_share
        held += share * weighted_sum((item.weight, item.total) for item in found)
    value = (held / total if total else Fraction(0)) if items else None
    return Figure(value, value, value, None, refs("practice", [item.practice_id for item in items]))


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
