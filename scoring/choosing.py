"""Value every option, apply the gates, take the lead."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from scoring.courses import IMPROVE, MINIMAL, REFERENCE, RENEGOTIATE, STAYING, TEAM
from scoring.gates import Situation, gates_of
from scoring.results import Effect, Gate, GateKind, OptionResult
from scoring.values import Inputs, option_values, points


@dataclass(frozen=True, slots=True)
class Choice:
    """What comes out of values and gates alone: every option, the lead and those combined with it."""

    options: tuple[OptionResult, ...]
    lead: str | None
    combined: tuple[str, ...]
    forced: bool


def valued(situation: Situation) -> tuple[OptionResult, ...]:
    """Value every option on every criterion and apply the gates; points come with the weights."""
    form = situation.questionnaire.contract_form[situation.contract.form]
    results = []
    for option in situation.questionnaire.options:
        lead, gates = form.lead_time(option.id), gates_of(situation, option)
        values = {id_: float(value) for id_, value in option_values(situation.case, option, situation.inputs).items()}
        results.append(OptionResult(option.id, option.family, values, None, gates, lead.months if lead else None))
    return tuple(results)


def choose(situation: Situation, options: Sequence[OptionResult], weights: Mapping[str, float]) -> Choice:
    """Weigh valued options and take the lead.

    Without any admitted option, the outcome is a forced minimal retender, named as such.
    """
    results = tuple(replace(option, points=points(option.values, weights)) for option in options)
    admitted = [result.option_id for result in results if result.admitted]
    if not admitted:
        forced = Gate(GateKind.FORCED, Effect.FORCE)
        results = tuple(replace(r, gates=(*r.gates, forced)) if r.option_id == MINIMAL else r for r in results)
        return Choice(results, MINIMAL, (), True)
    lead, combined = leading(situation, {r.option_id: points_of(r) for r in results}, admitted, situation.inputs)
    return Choice(results, lead, combined, False)


def points_of(result: OptionResult) -> float:
    """Return the points of an option, for ranking."""
    return -1.0 if result.points is None else result.points


def leading(
    situation: Situation, scores: Mapping[str, float], admitted: Collection[str], inputs: Inputs
) -> tuple[str, tuple[str, ...]]:
    """Return the lead among admitted options by their points, and the staying options combined with it.

    Staying options within a few points are combined under one: the option that answers a confirmed motive of price or
    of people, else improving (`domain.md` 5.5). Where improving is further behind, the best leads.
    """
    family = {option.id: option.family for option in situation.questionnaire.options}
    best = max(admitted, key=lambda id_: (scores[id_], id_ != REFERENCE))
    if family[best] != STAYING:
        return best, ()
    limits = situation.questionnaire.thresholds
    behind = {id_: scores[best] - scores[id_] for id_ in admitted if family[id_] == STAYING}
    close = [id_ for id_, gap in behind.items() if gap < limits.combine_points]
    tired = inputs.fatigue >= limits.fatigue_leads and inputs.inherited < limits.team_warning
    lead = best
    if RENEGOTIATE in close and inputs.price_gap >= limits.price_leads:
        lead = RENEGOTIATE
    elif TEAM in close and tired:
        lead = TEAM
    elif IMPROVE in close:
        lead = IMPROVE
    # Doing nothing cannot be combined with doing something.
    return lead, tuple(id_ for id_ in close if id_ != lead and REFERENCE not in (id_, lead))
