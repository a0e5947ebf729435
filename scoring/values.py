"""What each option is worth on each criterion, in the criterion's unit, and between its two anchors (`design.md` 4.9).

Every function takes numbers or arrays of draws and gives back the same: the best guess and twenty thousand draws go
through one model. Coefficients come from the questionnaire, none is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from questionnaires import Questionnaire
from questionnaires.schema import Criterion, Option, ValueModel
from scoring.attainable import GRID, Attainable, Capability
from scoring.courses import INSOURCING, PREPARING, STAYING
from scoring.money import Course, MoneyCase, cost_lines, total

Number = Any
"""A float, or an array of draws, shape (n,)."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the value of options depends on; shares of 1 unless said otherwise.

    need N, ability A, fatigue F (before its correction by K), price_gap PG, acceptability V, readiness R,
    inherited K, the indices trust T, day_to_day D2D, exit EX, capacity CAP; insourcing, the client's means to take
    the service back, and staged, whether that can be done in stages. client_rating and provider_rating are levels by
    which a side's ratings could all be off. parameters are those of cost and capability, by id, in their units.
    """

    need: Number
    ability: Number
    fatigue: Number
    price_gap: Number
    acceptability: Number
    readiness: Number
    inherited: Number
    trust: Number
    day_to_day: Number
    exit: Number
    capacity: Number
    insourcing: Number = 0.0
    staged: Number = 0.0
    client_rating: Number = 0.0
    provider_rating: Number = 0.0
    parameters: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """What one engagement fixes for every draw: the model, what can be attained from its ratings, what it costs."""

    questionnaire: Questionnaire
    attainable: Attainable
    money: MoneyCase
    typical: Capability

    @property
    def model(self) -> ValueModel:
        """Return the coefficients."""
        return self.questionnaire.value_model

    @cached_property
    def reference(self) -> Option:
        """The option that others are compared with in money: doing nothing."""
        return self.questionnaire.options[0]

    @cached_property
    def slopes(self) -> Mapping[str, tuple[float, float]]:
        """How the share attained moves with each side's ratings, per level, by option."""
        return {o.id: self.attainable.slopes(o, self.typical) for o in self.questionnaire.options}


def corrected_fatigue(model: ValueModel, inputs: Inputs) -> Number:
    """Return F: fatigue with people counts less as K rises, without a jump (`design.md` 4.6).

    F x (1 - 0.5 clip((K - 0.4) / 0.2, 0, 1)) with the shipped coefficients.
    """
    rise = _unit((inputs.inherited - model.fatigue_from) / model.fatigue_over)
    return inputs.fatigue * (1 - model.fatigue_cut * rise)


def _unit(value: Number) -> Number:
    """Bring a value into [0, 1]: beyond the worst anchor there is nothing worse to tell."""
    return np.clip(value, 0.0, 1.0)


def _preparation(case: Case, option: Option, x: Inputs) -> Number:
    """How much the preparation of O4 lifts readiness; it lifts exit, day-to-day and capacity in proportion."""
    return case.model.prep_share * (1 - x.readiness) if option.family == PREPARING else 0.0


def _means(case: Case, option: Option, x: Inputs) -> Number:
    """What the client has to take the service back; only insourcing asks for it."""
    return x.insourcing if option.family == INSOURCING else 0.0


def continuity(case: Case, option: Option, x: Inputs) -> Number:
    """Return the share of service kept safe during and after."""
    model = case.model
    if option.family == STAYING:
        return 1 - model.stay_need * x.need * (1 - x.ability) - model.stay_will * (1 - x.ability)
    prep = _preparation(case, option, x)
    safety = (
        model.risk_readiness * np.minimum(1.0, x.readiness + prep)
        + model.risk_exit * np.minimum(1.0, x.exit + model.prep_exit * prep)
        + model.risk_day_to_day * np.minimum(1.0, x.day_to_day + model.prep_day_to_day * prep)
    )
    risk = 1 - safety
    if option.family == INSOURCING:
        capacity = np.maximum(x.capacity, x.insourcing)
        risk = (risk + model.risk_insourcing * (1 - capacity)) * (1 - case.questionnaire.insourcing.staged * x.staged)
    return _unit(1 - option.switching * risk)


def future_need(case: Case, option: Option, x: Inputs) -> Number:
    """Return the share of the target service that can be reached."""
    model = case.model
    if option.family == STAYING:
        gain = model.stay_fit_gain * option.transformation / model.stay_fit_scale
        fit = x.ability * (model.stay_fit_base + gain)
    else:
        brought = case.questionnaire.insourcing.fit * _means(case, option, x)
        fit = model.switch_fit_base + model.switch_fit_gain * (option.transformation + brought)
    return 1 - x.need * (1 - np.minimum(1.0, fit))


def maturity(case: Case, option: Option, x: Inputs) -> Number:
    """Return the share of target levels attained, the mean of both sides."""
    who = capability(case, x)
    shape = np.broadcast_shapes(np.shape(who.ability), np.shape(who.successor), np.shape(who.pace))
    drawn = bool(shape) and shape[0] > GRID * GRID
    attained = case.attainable.drawn(option, who) if drawn else case.attainable.share(option, who)
    client, provider = case.slopes[option.id]
    return _unit(attained + client * x.client_rating + provider * x.provider_rating)


def capability(case: Case, x: Inputs) -> Capability:
    """Return who would operate the service; the client's level moves with its means, around the parameter's."""
    moved = case.questionnaire.insourcing.level * (x.insourcing - 0.5)
    return Capability(
        ability=x.ability,
        successor=x.parameters["successor_level"],
        insourced=np.clip(x.parameters["insourced_level"] + moved, 0.0, 5.0),
        pace=x.parameters["pace"],
    )


def full_cost(case: Case, option: Option, x: Inputs) -> Number:
    """Return the present value of the full cost over that of doing nothing."""
    return costs(case, option, x) / costs(case, case.reference, x)


def costs(case: Case, option: Option, x: Inputs) -> Number:
    """Return the present value of an option's full cost, in years of present fees."""
    return total(lines_of(case, option, x))


def lines_of(case: Case, option: Option, x: Inputs) -> Mapping[str, Number]:
    """Return the present value of each line of an option's cost, in years of present fees."""
    return cost_lines(case.money, option, course_of(case, option, x))


def course_of(case: Case, option: Option, x: Inputs) -> Course:
    """Return what an option's cost depends on, with the readiness with which it is launched."""
    ready = np.minimum(1.0, x.readiness + _preparation(case, option, x))
    return Course(x.parameters, x.price_gap, x.ability, ready)


def carrying_capacity(case: Case, option: Option, x: Inputs) -> Number:
    """Return how far the client can carry the effort."""
    model = case.model
    capacity = np.minimum(1.0, x.capacity + model.prep_capacity * _preparation(case, option, x))
    load = option.load * (1 - case.questionnaire.insourcing.load * _means(case, option, x))
    return _unit(1 - model.capacity_slope * np.maximum(0.0, load - capacity))


def people(case: Case, option: Option, x: Inputs) -> Number:
    """Return what teams and relations are left with."""
    model = case.model
    tired = corrected_fatigue(model, x)
    if option.family == STAYING:
        kept = tired * option.renewal + (1 - tired) * (model.people_base + model.people_trust * x.trust)
        return kept * (model.people_stay_base + model.people_stay_gain * x.ability)
    return tired * option.renewal + (1 - tired) * model.people_new


def executive(case: Case, option: Option, x: Inputs) -> Number:
    """Return the probability that it is decided and held."""
    exposed = option.switching * (case.model.executive_prepare if option.family == PREPARING else 1.0)
    return 1 - exposed * (1 - x.acceptability)


def months_to_benefit(_case: Case, option: Option, _x: Inputs) -> Number:
    """Return the months before the first visible effect."""
    return float(option.months_to_benefit)


CRITERIA: Mapping[str, Callable[[Case, Option, Inputs], Number]] = {
    "continuity": continuity,
    "need": future_need,
    "maturity": maturity,
    "cost": full_cost,
    "capacity": carrying_capacity,
    "people": people,
    "executive": executive,
    "time": months_to_benefit,
}
"""How each criterion of the questionnaire is measured, by its id, in its own unit."""


def scaled(criterion: Criterion, measure: Number) -> Number:
    """Return a measure between the criterion's anchors: 0 at the worst, 1 at the best.

    Beyond an anchor the line goes on: clipping would hide a loss, and break what can be solved in closed form.
    """
    return (criterion.worst_value - measure) / (criterion.worst_value - criterion.best_value)


def option_values(case: Case, option: Option, inputs: Inputs) -> dict[str, Number]:
    """Return the value of an option on every criterion, 0 (worst) to 1 (best)."""
    return {c.id: scaled(c, CRITERIA[c.id](case, option, inputs)) for c in case.questionnaire.criteria}


def points(values: Mapping[str, Number], weights: Mapping[str, float]) -> Number:
    """Return the additive value of an option in points of 100; weights sum to 1."""
    return 100 * sum(weights[criterion] * value for criterion, value in values.items())
