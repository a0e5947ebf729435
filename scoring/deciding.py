"""decide(): values and gates of every option, then the recommendation with its class, conditions and flips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from questionnaires import Grade, Questionnaire, Side
from scoring.facts import Facts
from scoring.flips import flips_of
from scoring.gates import REFERENCE, TEAM, Situation, gates_of
from scoring.judging import settled
from scoring.months import months_before
from scoring.results import (
    AdviceClass,
    Comparison,
    Condition,
    Decision,
    Effect,
    Gate,
    GateKind,
    Maturity,
    OptionResult,
    Recommendation,
    Ref,
    RuleOutcome,
    SideScore,
)
from scoring.ruling import forbidden, rule_outcomes
from scoring.statements import Kind, latest
from scoring.values import PREPARING, STAYING, Inputs, option_values, points

IMPROVE, RENEGOTIATE, MINIMAL = "O1", "O2", "O5"
"""Options that the combination rule and the forced outcome name (`domain.md` 5.5)."""

DRIVERS = ("need", "ability", "fatigue", "price_gap", "acceptability")

CHECKPOINT_MONTHS = 6
"""A staying plan is looked at again after six months at the latest (`domain.md` 5.6)."""

CONDITIONS_PER_SIDE = 3

REFUSED = "appointment_refused"
"""The framing fact after which no option will work: nobody will carry it on the client's side."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What comes out of values and gates alone: every option, the lead and those combined with it."""

    options: tuple[OptionResult, ...]
    lead: str | None
    combined: tuple[str, ...]
    forced: bool


def decide(questionnaire: Questionnaire, facts: Facts, maturity: Maturity) -> Decision:
    """Weigh every option and recommend one, or say what is missing.

    Pure and seeded: the same facts give the same decision. Nothing is weighed before each side is covered, the
    five judgements and the readiness are given, and (for public contracts) lawful continuation is answered.
    """
    facts = settled(questionnaire, facts, maturity.ratings)
    weights = _weights(questionnaire, facts)
    missing = _missing(questionnaire, facts, maturity)
    rules = rule_outcomes(questionnaire, facts, maturity)
    situation = None if missing else _situation(questionnaire, facts, maturity, rules)
    choice = _unweighed(questionnaire) if situation is None else choose(situation, valued(situation), weights)
    recommendation = (
        _not_enough(missing) if situation is None else _recommend(situation, facts, maturity, weights, choice)
    )
    months = Situation.months_left(facts.as_of, facts.contract)
    notice = facts.contract.notice_months
    return Decision(
        inputs={} if situation is None else {name: getattr(situation.inputs, name) for name in Inputs.__slots__},
        months_to_term=months,
        months_to_notice=None if months is None or notice is None else months - notice,
        weights=weights,
        options=choice.options,
        recommendation=recommendation,
        rules=rules,
    )


def _weights(questionnaire: Questionnaire, facts: Facts) -> dict[str, float]:
    """Criterion weights that sum to 1; the engagement's points replace the questionnaire's."""
    given = {c.id: facts.criterion_weights.get(c.id, c.weight) for c in questionnaire.criteria}
    total = sum(given.values())
    return {id_: weight / total for id_, weight in given.items()}


def _missing(questionnaire: Questionnaire, facts: Facts, maturity: Maturity) -> tuple[Ref, ...]:
    """What must be answered or judged before any advice."""
    refs, asked = [], Fraction(str(questionnaire.thresholds.coverage))
    for side, score in maturity.sides.items():
        coverage = score.score.index.coverage
        if coverage is None or coverage < asked:
            refs.append(Ref("coverage", side))
        elif questionnaire.mode[facts.mode].evidence and _evidenced(maturity, score) < asked:
            refs.append(Ref("evidence", side))
    refs += [Ref("driver", name) for name in DRIVERS if getattr(facts.judgements, name) is None]
    if facts.readiness.score is None:
        refs.append(Ref("readiness", "score"))
    refs += [Ref("index", id_) for id_, figure in maturity.indices.items() if figure.value is None]
    if facts.contract.lawful_continuation is None and facts.contract.form != "private":
        refs.append(Ref("fact", "lawful_continuation"))
    return tuple(refs)


def _evidenced(maturity: Maturity, side: SideScore) -> Fraction:
    """Share of a side's rated practices that a document backs."""
    ids = [ref.id for domain in side.domains for ref in domain.score.index.reasons]
    rated = [r for id_ in ids if (r := maturity.ratings[id_]).value is not None]
    seen = sum(rating.grade in (Grade.A, Grade.B) for rating in rated)
    return Fraction(seen, len(rated)) if rated else Fraction(0)


def _situation(
    questionnaire: Questionnaire, facts: Facts, maturity: Maturity, rules: tuple[RuleOutcome, ...]
) -> Situation:
    """Bring facts and maturity to what values and gates look at."""
    given = {name: float(getattr(facts.judgements, name)) for name in DRIVERS}
    indices = {id_: float(figure.value or 0) for id_, figure in maturity.indices.items()}
    inputs = Inputs(
        **given,
        readiness=float(facts.readiness.score or 0) / 100,
        structural=float(maturity.structural_share.value or 0),
        inherited=float(maturity.inheritance[Side.PROVIDER].share or 0),
        trust=indices["T"],
        day_to_day=indices["D2D"],
        exit=indices["EX"],
        capacity=indices["CAP"],
    )
    quiet = not any((facts.judgements.need, facts.judgements.fatigue, facts.judgements.price_gap))
    close = all(item.total <= 1 for part in maturity.inheritance.values() for item in part.practices)
    return Situation(
        questionnaire=questionnaire,
        contract=facts.contract,
        as_of=facts.as_of,
        inputs=inputs,
        evidenced_parts=facts.judgements.evidenced_parts,
        blocking=facts.readiness.blocking,
        calm=quiet and close,
        forbidden=forbidden(questionnaire, rules),
        transformation=_transformation(facts),
    )


def _transformation(facts: Facts) -> int | None:
    """Questions of the transformation test answered yes; None when none was answered."""
    said = latest(facts.statements, Kind.TRANSFORMATION)
    return sum(bool(value["yes"]) for value in said.values()) if said else None


def _unweighed(questionnaire: Questionnaire) -> Choice:
    """Options without values: nothing supports any."""
    return Choice(
        tuple(OptionResult(o.id, o.family, {}, None, (), None) for o in questionnaire.options),
        None,
        (),
        False,
    )


def valued(situation: Situation) -> tuple[OptionResult, ...]:
    """Value every option on every criterion and apply the gates; points come with the weights."""
    form = situation.questionnaire.contract_form[situation.contract.form]
    model, inputs = situation.questionnaire.value_model, situation.inputs
    results = []
    for option in situation.questionnaire.options:
        lead, gates = form.lead_time(option.id), gates_of(situation, option)
        values = option_values(model, option, inputs)
        results.append(OptionResult(option.id, option.family, values, None, gates, lead.months if lead else None))
    return tuple(results)


def choose(situation: Situation, options: Sequence[OptionResult], weights: Mapping[str, float]) -> Choice:
    """Weigh valued options and take the lead.

    Without any admitted option, the outcome is a forced minimal retender, named as such.
    """
    results = tuple(replace(option, points=points(option.values, weights)) for option in options)
    admitted = [result for result in results if result.admitted]
    if not admitted:
        forced = Gate(GateKind.FORCED, Effect.FORCE)
        results = tuple(replace(r, gates=(*r.gates, forced)) if r.option_id == MINIMAL else r for r in results)
        return Choice(results, MINIMAL, (), True)
    best = max(admitted, key=_points)
    if best.family_id != STAYING:
        return Choice(results, best.option_id, (), False)
    lead_id, combined = _combine(situation, [result for result in admitted if result.family_id == STAYING])
    return Choice(results, lead_id, combined, False)


def _points(result: OptionResult) -> float:
    """Points of an option, for ranking."""
    return -1.0 if result.points is None else result.points


def _combine(situation: Situation, staying: Sequence[OptionResult]) -> tuple[str, tuple[str, ...]]:
    """Lead among staying options: those within a few points are combined under one (`domain.md` 5.5).

    A confirmed motive of price or people gives the lead to the option that answers it; improving leads whenever
    it cannot be told from the best; otherwise the best leads.
    """
    limits, inputs = situation.questionnaire.thresholds, situation.inputs
    best = max(staying, key=_points)
    behind = {result.option_id: _points(best) - _points(result) for result in staying}
    close = [id_ for id_, gap in behind.items() if gap < limits.combine_points]
    tired = inputs.fatigue >= limits.fatigue_leads and inputs.inherited < limits.team_warning
    lead = best.option_id
    if RENEGOTIATE in close and inputs.price_gap >= limits.price_leads:
        lead = RENEGOTIATE
    elif TEAM in close and tired:
        lead = TEAM
    elif behind.get(IMPROVE, limits.probable_points) < limits.probable_points:
        lead = IMPROVE
    # Doing nothing cannot be combined with doing something.
    return lead, tuple(id_ for id_ in close if id_ != lead and REFERENCE not in (id_, lead))


def _not_enough(missing: tuple[Ref, ...]) -> Recommendation:
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
        missing=missing,
    )


def _recommend(
    situation: Situation, facts: Facts, maturity: Maturity, weights: Mapping[str, float], choice: Choice
) -> Recommendation:
    """Say how sure the lead is, on what conditions, and what would flip it."""
    questionnaire = situation.questionnaire
    lead = next(option for option in choice.options if option.option_id == choice.lead)
    admitted = [o for o in choice.options if o.admitted or o.option_id == lead.option_id]
    family = [o for o in admitted if o.family_id == lead.family_id]
    others = [o for o in admitted if o.family_id != lead.family_id]
    challenger = _comparison(questionnaire, weights, family, others)
    runner_up = _comparison(questionnaire, weights, [lead], [o for o in family if o is not lead])
    lowered_by = _lowered_by(questionnaire, facts, maturity)
    return Recommendation(
        family=lead.family_id,
        option=lead.option_id,
        combined=choice.combined,
        family_class=_class(questionnaire, challenger, lowered_by),
        option_class=_class(questionnaire, runner_up, lowered_by),
        challenger=challenger,
        runner_up=runner_up,
        forced=choice.forced,
        lowered_by=lowered_by,
        flips=flips_of(situation, weights, lead.option_id, valued, choose),
        conditions=_conditions(maturity),
        checkpoint=_checkpoint(situation, lead),
        latest_start=_latest_start(situation, lead),
        doubts=_doubts(facts, maturity),
        missing=(),
    )


def _comparison(
    questionnaire: Questionnaire,
    weights: Mapping[str, float],
    ours: Sequence[OptionResult],
    theirs: Sequence[OptionResult],
) -> Comparison | None:
    """The best of one group against the strongest rival outside it; None when there is no rival."""
    if not theirs:
        return None
    # Here and not above: numpy is a tenth of the web process's start, and most requests weigh nothing.
    from scoring.robustness import win_share  # noqa: PLC0415

    rival = max(theirs, key=_points)
    rivals = [option for option in theirs if option.family_id == rival.family_id]
    margin = max(_points(option) for option in ours) - _points(rival)
    wins = win_share(questionnaire.thresholds, weights, [o.values for o in ours], [o.values for o in rivals])
    return Comparison(rival.option_id, margin, wins)


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


def _class(questionnaire: Questionnaire, found: Comparison | None, lowered_by: Iterable[str]) -> AdviceClass:
    """Clear, probable or toss-up; without a rival, the choice is clear."""
    limits = questionnaire.thresholds
    if found is None or (found.wins >= limits.clear_win and found.margin >= limits.clear_points):
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
        left = situation.months_to_term
        usual = lead_time.preparation
        spare = usual if left is None else max(0, left - lead_time.signature - lead_time.transition)
        return months_before(situation.as_of, -min(usual, spare))
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
