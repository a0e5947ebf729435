"""The reference value model: what each option is worth on each criterion, 0 to 1 (`domain.md` 5.5).

Deterministic for now. Ranges and sampling will draw `Inputs` many times and call the same functions: nothing
here knows whether its inputs are a best guess or a draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from questionnaires.schema import Option, ValueModel

STAYING, PREPARING, RETENDERING, INSOURCING = "staying", "preparing", "retendering", "insourcing"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the value of options depends on; shares of 1.

    need N, ability A, fatigue F (before its correction by K), price_gap PG, acceptability V, readiness R,
    structural I, inherited K, and the indices trust T, day_to_day D2D, exit EX, capacity CAP.
    """

    need: float
    ability: float
    fatigue: float
    price_gap: float
    acceptability: float
    readiness: float
    structural: float
    inherited: float
    trust: float
    day_to_day: float
    exit: float
    capacity: float


def corrected_fatigue(model: ValueModel, inputs: Inputs) -> float:
    """Return F: fatigue with people counts less as K rises, without a jump (`design.md` 4.6).

    F x (1 - 0.5 clip((K - 0.4) / 0.2, 0, 1)) with the shipped coefficients.
    """
    rise = _unit((inputs.inherited - model.fatigue_from) / model.fatigue_over)
    return inputs.fatigue * (1 - model.fatigue_cut * rise)


def _unit(value: float) -> float:
    """Bring a value into [0, 1]: beyond the worst anchor there is nothing worse to tell."""
    return min(1.0, max(0.0, value))


def _preparation(model: ValueModel, option: Option, x: Inputs) -> float:
    """How much the preparation of O4 lifts readiness; it lifts exit, day-to-day and capacity in proportion."""
    return model.prep_share * (1 - x.readiness) if option.family == PREPARING else 0.0


def continuity(model: ValueModel, option: Option, x: Inputs) -> float:
    """Risk for service during and after."""
    if option.family == STAYING:
        return 1 - model.stay_need * x.need * (1 - x.ability) - model.stay_will * (1 - x.ability)
    prep = _preparation(model, option, x)
    safety = (
        model.risk_readiness * min(1.0, x.readiness + prep)
        + model.risk_exit * min(1.0, x.exit + model.prep_exit * prep)
        + model.risk_day_to_day * min(1.0, x.day_to_day + model.prep_day_to_day * prep)
    )
    risk = 1 - safety
    if option.family == INSOURCING:
        risk += model.risk_insourcing * (1 - min(1.0, x.capacity + model.prep_capacity * prep))
    return _unit(1 - option.switching * risk)


def future_need(model: ValueModel, option: Option, x: Inputs) -> float:
    """Ability to reach the target service."""
    if option.family == STAYING:
        gain = model.stay_fit_gain * option.transformation / model.stay_fit_scale
        fit = x.ability * (model.stay_fit_base + gain)
    else:
        fit = model.switch_fit_base + model.switch_fit_gain * option.transformation
    return 1 - x.need * (1 - min(1.0, fit))


def causes(model: ValueModel, option: Option, x: Inputs) -> float:
    """Whether the option treats the causes found, on the side where they are."""
    treated = x.structural * option.client_causes + (1 - x.structural) * option.provider_causes
    if option.family == STAYING:
        return treated * (model.causes_stay_base + model.causes_stay_gain * x.ability)
    if option.family == PREPARING:
        return treated * (model.causes_prepare_base + model.causes_prepare_gain * x.ability)
    return treated


def full_cost(model: ValueModel, option: Option, x: Inputs) -> float:
    """Price lever less the cost of switching, the dearer the less the file is ready."""
    lever = model.cost_lever * x.price_gap * option.price_lever
    if option.family == STAYING:
        lever *= x.ability
    ready = min(1.0, x.readiness + _preparation(model, option, x))
    switching = model.cost_switching * option.switching * model.switching_share * (model.cost_readiness - ready)
    return _unit(model.cost_base + lever - switching)


def carrying_capacity(model: ValueModel, option: Option, x: Inputs) -> float:
    """Whether the client can carry the effort."""
    capacity = min(1.0, x.capacity + model.prep_capacity * _preparation(model, option, x))
    return _unit(1 - model.capacity_slope * max(0.0, option.load - capacity))


def people(model: ValueModel, option: Option, x: Inputs) -> float:
    """Effect on teams and relations."""
    tired = corrected_fatigue(model, x)
    if option.family == STAYING:
        kept = tired * option.renewal + (1 - tired) * (model.people_base + model.people_trust * x.trust)
        return kept * (model.people_stay_base + model.people_stay_gain * x.ability)
    return tired * option.renewal + (1 - tired) * model.people_new


def executive(model: ValueModel, option: Option, x: Inputs) -> float:
    """Probability that it is decided and held."""
    exposed = option.switching * (model.executive_prepare if option.family == PREPARING else 1.0)
    return 1 - exposed * (1 - x.acceptability)


def time_to_benefit(model: ValueModel, option: Option, x: Inputs) -> float:
    """Months before the first visible effect."""
    return 1 - option.months_to_benefit / model.benefit_horizon


CRITERIA: Mapping[str, Callable[[ValueModel, Option, Inputs], float]] = {
    "continuity": continuity,
    "need": future_need,
    "causes": causes,
    "cost": full_cost,
    "capacity": carrying_capacity,
    "people": people,
    "executive": executive,
    "time": time_to_benefit,
}
"""How each criterion of the questionnaire is valued, by its id."""


def option_values(model: ValueModel, option: Option, inputs: Inputs) -> dict[str, float]:
    """Return the value of an option on every criterion, 0 (worst) to 1 (best)."""
    return {criterion: value(model, option, inputs) for criterion, value in CRITERIA.items()}


def points(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the additive value of an option in points of 100; weights sum to 1."""
    return 100 * sum(weights[criterion] * value for criterion, value in values.items())
