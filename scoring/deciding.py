"""decide(): values and gates of every option, how they stand under doubt, then the recommendation and its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from questionnaires import Questionnaire, Side
from scoring.choosing import Choice, choose, points_of, valued
from scoring.courses import PREPARING, STAYING
from scoring.drivers import spreads
from scoring.facts import Facts
from scoring.findings import findings
from scoring.flips import flips_of
from scoring.gates import Situation
from scoring.judging import settled
from scoring.months import months_before
from scoring.outlook import View, outlook_of
from scoring.parts import part_advice
from scoring.planning import plan
from scoring.reasons import criterion_reasons
from scoring.results import (
    AdviceClass,
    Comparison,
    Condition,
    Decision,
    GateKind,
    Leaning,
    Maturity,
    OptionResult,
    Recommendation,
    Ref,
)
from scoring.ruling import rule_outcomes
from scoring.situations import missing, situation_of
from scoring.statements import Kind, latest
from scoring.weighing import read_weighing, stated_weights

CHECKPOINT_MONTHS = 6
"""A staying plan is looked at again after six months at the latest (`domain.md` 5.6)."""

CONDITIONS_PER_SIDE = 3

REFUSED = "appointment_refused"
"""The framing fact after which no option will work: nobody will carry it on the client's side."""


def decide(questionnaire: Questionnaire, facts: Facts, maturity: Maturity) -> Decision:
    """Weigh every option and recommend one, or say what is missing.

    Pure and seeded: the same facts give the same decision. Nothing is weighed before each side is covered, the
    five judgements and the readiness are given, and (for public contracts) lawful continuation is answered; what is
    known then only leans somewhere.
    """
    facts = settled(questionnaire, facts, maturity.ratings)
    weights = weights_of(questionnaire, facts)
    todo = plan(questionnaire, facts, maturity)
    rules = rule_outcomes(questionnaire, facts, maturity, todo)
    lacking = missing(questionnaire, facts, maturity)
    months = Situation.months_left(facts.as_of, facts.contract)
    notice = facts.contract.notice_months
    decision = Decision(
        inputs={},
        months_to_term=months,
        months_to_notice=None if months is None or notice is None else months - notice,
        weights=weights,
        options=_unweighed(questionnaire),
        recommendation=_not_enough(lacking, None),
        rules=rules,
        plan=todo,
    )
    if not all(part.practices for part in maturity.inheritance.values()):
        return decision
    drivers = spreads(questionnaire, facts, maturity)
    situation = situation_of(questionnaire, facts, maturity, rules, drivers)
    choice = choose(situation, valued(situation), weights)
    view = outlook_of(situation, facts, weights, drivers, choice)
    if lacking:
        return replace(decision, recommendation=_not_enough(lacking, _leaning(situation, view)))
    return replace(
        decision,
        inputs=_inputs(situation),
        options=_told(situation, facts, choice, view),
        recommendation=_recommend(situation, facts, maturity, weights, choice, view),
        outlook=view.outlook,
    )


def best_guess(questionnaire: Questionnaire, facts: Facts, maturity: Maturity) -> Choice | None:
    """Return the choice with every driver at its most likely value; None when there is not enough for advice."""
    facts = settled(questionnaire, facts, maturity.ratings)
    if missing(questionnaire, facts, maturity):
        return None
    rules = rule_outcomes(questionnaire, facts, maturity)
    situation = situation_of(questionnaire, facts, maturity, rules, spreads(questionnaire, facts, maturity))
    return choose(situation, valued(situation), weights_of(questionnaire, facts))


def weights_of(questionnaire: Questionnaire, facts: Facts) -> dict[str, float]:
    """Criterion weights that sum to 1: the mean of what the deciders stated, else points.

    The engagement's points replace the questionnaire's.
    """
    criteria = tuple(criterion.id for criterion in questionnaire.criteria)
    if said := latest(facts.statements, Kind.WEIGHTS).values():
        each = [read_weighing(value, criteria, questionnaire.weight_precision) for value in said]
        return stated_weights(each, criteria)
    given = {c.id: facts.criterion_weights.get(c.id, c.weight) for c in questionnaire.criteria}
    total = sum(given.values())
    return {id_: weight / total for id_, weight in given.items()}


def _inputs(situation: Situation) -> dict[str, float]:
    """The inputs of the value model that are plain numbers, by name."""
    inputs = situation.inputs
    return {name: float(getattr(inputs, name)) for name in inputs.__slots__ if name != "parameters"}


def _unweighed(questionnaire: Questionnaire) -> tuple[OptionResult, ...]:
    """Options without values: nothing supports any."""
    return tuple(OptionResult(o.id, o.family, {}, None, (), None) for o in questionnaire.options)


def _told(situation: Situation, facts: Facts, choice: Choice, view: View) -> tuple[OptionResult, ...]:
    """Options with where they lie when inputs vary, what they cost and attain, and where each value comes from."""
    return tuple(
        replace(option, **view.of(option.option_id), reasons=criterion_reasons(situation, facts, option.option_id))
        for option in choice.options
    )


def _leaning(situation: Situation, view: View) -> Leaning | None:
    """Where what is known points to: the family that comes first most often, and its best option."""
    if not view.outlook.families:
        return None
    family, share = max(view.outlook.families.items(), key=lambda found: found[1])
    family_of = {option.id: option.family for option in situation.questionnaire.options}
    own = {id_: ranks for id_, ranks in view.ranks.items() if family_of[id_] == family}
    return Leaning(max(own, key=lambda id_: own[id_][0]), family, share)


def _not_enough(lacking: tuple[Ref, ...], leaning: Leaning | None) -> Recommendation:
    """No advice: what is missing comes first."""
    return Recommendation(
        family=None,
        option=None,
        combined=(),
        family_class=AdviceClass.NOT_ENOUGH,
        option_class=AdviceClass.NOT_ENOUGH,
        challenger=None,
        runner_up=None,
        forced=False,
        lowered_by=(),
        flips=(),
        conditions=(),
        checkpoint=None,
        latest_start=None,
        doubts=(),
        missing=lacking,
        leaning=leaning,
    )


def _recommend(
    situation: Situation,
    facts: Facts,
    maturity: Maturity,
    weights: Mapping[str, float],
    choice: Choice,
    view: View,
) -> Recommendation:
    """Say how sure the lead is, on what conditions, and what would flip it."""
    questionnaire = situation.questionnaire
    lead = next(option for option in choice.options if option.option_id == choice.lead)
    admitted = [option for option in choice.options if option.admitted and option is not lead]
    family = [option for option in admitted if option.family_id == lead.family_id]
    # Combined options are one piece of advice: against another family it is worth the best of them.
    best = max((lead, *family), key=points_of)
    challenger = _comparison(view, best, [o for o in admitted if o.family_id != lead.family_id])
    runner_up = _comparison(view, lead, family)
    lowered_by = _lowered_by(questionnaire, facts, maturity)
    robust = _robust(situation, lead, view)
    return Recommendation(
        family=lead.family_id,
        option=lead.option_id,
        combined=choice.combined,
        family_class=_class(questionnaire, challenger, lowered_by, robust=robust),
        option_class=_class(questionnaire, runner_up, lowered_by),
        challenger=challenger,
        runner_up=runner_up,
        forced=choice.forced,
        lowered_by=lowered_by,
        flips=() if choice.forced else flips_of(situation, weights, lead.option_id, choice.options),
        conditions=_conditions(maturity),
        checkpoint=_checkpoint(situation, lead),
        latest_start=_latest_start(situation, lead),
        doubts=_doubts(facts, maturity),
        missing=(),
        findings=findings(situation, facts, maturity, choice),
        parts=part_advice(situation, facts, weights, choice),
        robust=robust,
    )


def _comparison(view: View, lead: OptionResult, rivals: Sequence[OptionResult]) -> Comparison | None:
    """The lead against the rival that it beats least often, then by the least; None when there is none.

    Of each family only the best option is a rival.
    """
    best: dict[str, OptionResult] = {}
    for rival in rivals:
        known = best.get(rival.family_id)
        if known is None or points_of(rival) > points_of(known):
            best[rival.family_id] = rival
    found = [
        Comparison(
            rival.option_id,
            points_of(lead) - points_of(rival),
            view.wins(lead.option_id, rival.option_id),
            view.money(points_of(lead) - points_of(rival)),
        )
        for rival in best.values()
    ]
    return min(found, key=lambda each: (each.wins, each.margin), default=None)


def _robust(situation: Situation, lead: OptionResult, view: View) -> bool:
    """Whether the same family leads under every setting of weights."""
    family = {option.id: option.family for option in situation.questionnaire.options}
    return all(family[option_id] == lead.family_id for _, option_id in view.outlook.robust)


def _lowered_by(questionnaire: Questionnaire, facts: Facts, maturity: Maturity) -> tuple[str, ...]:
    """What makes the class lower than margins and wins alone would say (`design.md` 4.10)."""
    found = []
    share = maturity.low_confidence_share
    if share is not None and share > Fraction(str(questionnaire.thresholds.low_confidence_share)):
        found.append("low_confidence")
    if latest(facts.statements, Kind.FRAMING).get(REFUSED, {}).get("value"):
        found.append("appointment_refused")
    if questionnaire.mode[facts.mode].at_most_probable:
        found.append("express")
    if facts.self_declared:
        found.append("one_voice" if sum(maturity.respondents.values()) == 1 else "self_declared")
    return tuple(found)


def _at_most_probable(rank: int) -> int:
    return min(rank, 1)


LOWERED: Mapping[str, Callable[[int], int]] = {
    "low_confidence": lambda rank: max(0, rank - 1),
    "express": _at_most_probable,
    "self_declared": _at_most_probable,
    "appointment_refused": _at_most_probable,
    "one_voice": lambda _: 0,
}
"""What each reason does to the rank of the class: toss-up 0, probable 1, clear 2."""

_ORDER = (AdviceClass.TOSS_UP, AdviceClass.PROBABLE, AdviceClass.CLEAR)


def _class(
    questionnaire: Questionnaire, found: Comparison | None, lowered_by: Iterable[str], *, robust: bool = True
) -> AdviceClass:
    """Clear, probable or toss-up (`methods.md` 4.9); without a rival, the choice is clear."""
    limits = questionnaire.thresholds
    if found is None or (found.wins >= limits.clear_win and found.margin >= limits.clear_points and robust):
        rank = 2
    else:
        rank = int(found.wins >= limits.probable_win and found.margin >= limits.probable_points)
    for reason in lowered_by:
        rank = LOWERED[reason](rank)
    return _ORDER[rank]


def _conditions(maturity: Maturity) -> tuple[Condition, ...]:
    """The heaviest thing each side can do: the client's inputs that unlock most, the provider's own shortfalls."""
    provider = maturity.inheritance[Side.PROVIDER]
    inputs = [Condition(Side.CLIENT, i.practice_id, i.points) for i in provider.inputs[:CONDITIONS_PER_SIDE]]
    own = sorted(provider.practices, key=lambda item: (-item.weight * item.own, item.practice_id))
    theirs = [Condition(Side.PROVIDER, i.practice_id, i.weight * i.own) for i in own if i.own > 0]
    return (*inputs, *theirs[:CONDITIONS_PER_SIDE])


def _latest_start(situation: Situation, lead: OptionResult) -> date | None:
    """The last day to start the option and still be done by the term."""
    term = situation.contract.end
    if term is None or lead.lead_months is None:
        return None
    return max(situation.as_of, months_before(term, lead.lead_months))


def _checkpoint(situation: Situation, lead: OptionResult) -> date | None:
    """When to look again: six months from now, or sooner if preparing a tender would otherwise be out of time."""
    soon = months_before(situation.as_of, -CHECKPOINT_MONTHS)
    term = situation.contract.end
    preparing = next(o for o in situation.questionnaire.options if o.family == PREPARING)
    lead_time = situation.questionnaire.contract_form[situation.contract.form].lead_time(preparing.id)
    if lead.family_id == PREPARING and lead_time is not None:
        cut = [int(str(gate.values["preparation"])) for gate in lead.gates if gate.kind is GateKind.SHORT_PREPARATION]
        return months_before(situation.as_of, -min(cut, default=lead_time.preparation))
    if lead.family_id != STAYING or term is None or lead_time is None:
        return soon
    last = months_before(term, lead_time.shortest)
    return min(soon, last) if last > situation.as_of else soon


def _doubts(facts: Facts, maturity: Maturity) -> tuple[Ref, ...]:
    """What is not known and does not stop the advice."""
    refs = []
    if facts.contract.lawful_continuation is None:
        refs.append(Ref("fact", "lawful_continuation"))
    if facts.contract.end is None:
        refs.append(Ref("fact", "end"))
    refs += [Ref("unrated", side) for side, score in maturity.sides.items() if score.score.unrated]
    refs += [Ref("low_confidence", side) for side, score in maturity.sides.items() if score.low_confidence]
    if maturity.inheritance[Side.PROVIDER].weak_evidence:
        refs.append(Ref("capped", "evidence"))
    return tuple(refs)
