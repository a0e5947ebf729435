"""The full cost of every option over one window: its present value by line, and by month against doing nothing.

Amounts are in years of the present fees, the same for a small and a large contract; `Money` brings them to currency.
Prices are those of today and so is the rate: the client's nominal rate less indexation, with which all flows are taken
to rise. The first month is not discounted. Every function takes numbers or arrays of draws, shape (n,).

References
----------
`domain.md` 5.2 and 5.3; `methods.md` 4.3; `design.md` 4.9.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, NamedTuple

from questionnaires import Questionnaire
from questionnaires.schema import ContractForm, MoneyModel, Option, PriceEffect
from scoring.courses import STAYING
from scoring.facts import Facts
from scoring.months import months_between
from scoring.results import Money, MoneyLine, Ref, Spread
from scoring.statements import Kind, latest

Number = Any
"""A float, or an array of draws, shape (n,)."""

CURRENCY, YEARS = "currency", "years"
"""Units of `Money`: of the contract, or years of the present fees."""

FEES, TENDER, TRANSITION, DOUBLE_RUN, EXIT = "fees", "tender", "transition", "double_run", "exit"
IMPROVEMENT, STEERING, GAINS = "improvement", "steering", "gains"

READS: Mapping[str, str] = {
    TENDER: "tender_cost",
    TRANSITION: "transition_cost",
    DOUBLE_RUN: "double_run",
    EXIT: "exit_cost",
    IMPROVEMENT: "improvement_effort",
    STEERING: "steering_cost",
    GAINS: "steering_gain",
}
"""The parameter that each line reads; fees read the price effects of the option."""

LOST, DIP_MONTHS, DIP_DEPTH = "hours_lost", "dip_months", "dip_depth"

PERCENT, YEAR = 100.0, 12

SHOWN = 4096
"""Draws from which ranges are read: an end then has one draw in ten beyond it, give or take half a percent."""


# ---- what an engagement fixes -------------------------------------------------------------------------


@dataclass(frozen=True)
class MoneyCase:
    """What one engagement fixes for every option and every draw.

    `months` is the window; `rate` the yearly discount rate in prices of today, a share; `leave` the months until the
    present contract can be left: its term, or at once. `years` is how long the next contract runs. `price` holds the
    three points of each parameter that moves fees, in percent. `yearly_value` and `hour_cost` are in currency, None
    when not known, as `users`.
    """

    months: int
    rate: float
    leave: int
    years: float
    model: MoneyModel
    form: ContractForm | None
    reference: Option
    effects: tuple[PriceEffect, ...]
    price: Mapping[str, Spread]
    lines: tuple[str, ...]
    yearly_value: float | None = None
    users: int | None = None
    hour_cost: float | None = None

    @property
    def month(self) -> float:
        """Return what an amount of the next month is worth today."""
        return float((1 + self.rate) ** (-1 / YEAR))

    def annuity(self, start: int, end: int) -> float:
        """Return the present value of 1 a month, from month `start` until before month `end`, within the window."""
        first, last, month = min(start, self.months), min(end, self.months), self.month
        if first >= last:
            return 0.0
        return float(last - first) if month == 1 else (month**first - month**last) / (1 - month)


def money_case(questionnaire: Questionnaire, facts: Facts) -> MoneyCase:
    """Return what an engagement fixes: its window, its rate, its dates, its value."""
    model, said = questionnaire.money_model, _framing(facts)
    leave = _months_to_leave(facts, said)
    growth = 1 + _number(said, "indexation", model.indexation) / PERCENT
    points = parameters(questionnaire, facts)
    return MoneyCase(
        months=max(model.horizon_months, leave + model.after_term_months),
        rate=(1 + _number(said, "discount_rate", model.discount_rate) / PERCENT) / growth - 1,
        leave=leave,
        years=_number(said, "next_contract_years", model.contract_years),
        model=model,
        form=questionnaire.contract_form.get(facts.contract.form),
        reference=questionnaire.options[0],
        effects=questionnaire.price_effects,
        price={effect.parameter: points[effect.parameter] for effect in questionnaire.price_effects},
        lines=tuple(line.id for line in questionnaire.cost_lines),
        yearly_value=float(facts.contract.yearly_value) if facts.contract.yearly_value else None,
        users=facts.contract.users,
        hour_cost=_optional(said, "user_hour_cost"),
    )


def parameters(questionnaire: Questionnaire, facts: Facts) -> dict[str, Spread]:
    """Return the three points of each parameter, in its unit.

    The engagement's own figures replace the questionnaire's; so do those that its framing facts give: the hours that
    a user loses, and the cost of the team that steers the contract.
    """
    found = {each.id: Spread(each.low, each.typical, each.high) for each in questionnaire.parameters}
    known = {id_: value for id_, value in framed(questionnaire, facts).items() if id_ in found}
    found |= {id_: Spread(value, value, value) for id_, value in known.items()}
    return found | own_figures(questionnaire, facts)


def own_figures(questionnaire: Questionnaire, facts: Facts) -> dict[str, Spread]:
    """Return the figures that the engagement gave itself; default ones without a source are none of its own."""
    found = {}
    for id_, said in latest(facts.statements, Kind.PARAMETER).items():
        default, points = questionnaire.parameter.get(id_), [float(said[end]) for end in ("low", "typical", "high")]
        if default is not None and (said.get("source") or points != [default.low, default.typical, default.high]):
            found[id_] = Spread(*points)
    return found


def framed(questionnaire: Questionnaire, facts: Facts) -> dict[str, float]:
    """Return the parameters that framing facts give, in their unit."""
    said, found = _framing(facts), {}
    if (hours := _optional(said, "hours_lost_per_user")) is not None:
        found[LOST] = hours
    team, day = _optional(said, "retained_team"), _optional(said, "internal_day_rate")
    if team is not None and day is not None and facts.contract.yearly_value:
        yearly = team * day * questionnaire.money_model.days_a_year
        found[READS[STEERING]] = PERCENT * yearly / facts.contract.yearly_value
    return found


def _framing(facts: Facts) -> dict[str, Any]:
    """Return what framing questions are answered with."""
    return {id_: said.get("value") for id_, said in latest(facts.statements, Kind.FRAMING).items()}


def _optional(said: Mapping[str, Any], name: str) -> float | None:
    """Return a number that framing gives, None when it is not known."""
    value = said.get(name)
    return None if value is None else float(value)


def _number(said: Mapping[str, Any], name: str, default: float) -> float:
    """Return a number that framing gives, or the questionnaire's."""
    value = _optional(said, name)
    return default if value is None else value


def _months_to_leave(facts: Facts, said: Mapping[str, Any]) -> int:
    """Return the months before which leaving would break the contract: none once its term or the provider is gone."""
    if said.get("provider_failing") or facts.contract.end is None:
        return 0
    forced = said.get("forced_end")
    end = min(facts.contract.end, type(facts.contract.end).fromisoformat(forced)) if forced else facts.contract.end
    return max(0, months_between(facts.as_of, end))


# ---- the cost of an option ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Course:
    """What the cost of an option depends on beside the case: numbers, or draws (n,).

    `parameters` by id, in their units; PG, A and R of `domain.md`, shares of 1, the last as it is when the option is
    launched.
    """

    parameters: Mapping[str, Number]
    price_gap: Number
    ability: Number
    readiness: Number

    def first(self, count: int) -> Course:
        """Return the first draws of everything."""
        cut = {name: value[:count] for name, value in self.parameters.items()}
        return Course(cut, self.price_gap[:count], self.ability[:count], self.readiness[:count])


class Phase(NamedTuple):
    """So much a month of one line, in years of fees, from month `start` until before month `end`."""

    line: str
    start: int
    end: int
    monthly: Number


def cost_lines(case: MoneyCase, option: Option, course: Course) -> dict[str, Number]:
    """Return the present value of each line of an option's cost, in years of present fees; gains are negative."""
    found: dict[str, Number] = {}
    for line, start, end, monthly in _phases(case, option, course):
        found[line] = found.get(line, 0.0) + monthly * case.annuity(start, end)
    return {line: found[line] for line in case.lines if line in found}


def total(lines: Mapping[str, Number]) -> Number:
    """Return the full cost: the sum of its lines."""
    return sum(lines.values())


def take_over(case: MoneyCase, option: Option) -> int:
    """Return the month in which an option is in force.

    An option that stays with the provider is so from its first benefit. One that leaves needs its lead time, and waits
    for the term, until when the present contract is due.
    """
    if option.family == STAYING:
        return option.months_to_benefit
    lead = case.form.lead_time(option.id) if case.form else None
    return max(1, case.leave, lead.months if lead else 0)


def _phases(case: MoneyCase, option: Option, course: Course) -> Iterator[Phase]:
    """Yield every amount of an option's cost, with its months."""
    yield from _fees(case, option, course)
    yield Phase(STEERING, 0, case.months, course.parameters[READS[STEERING]] / PERCENT / YEAR)
    if option.switching:
        yield from _switching(case, option, course)
    if option.client_months:
        yield from _plan(case, option, course.parameters)


def _fees(case: MoneyCase, option: Option, course: Course) -> Iterator[Phase]:
    """Yield the fees: those of today, then lower by each effect from when it holds.

    Without a proven price gap a part of the effect is believed; with the gap proven in full, its high value; between
    the two, a line. What a draw has above the typical effect, the result keeps in part. With the present provider, its
    ability and will bound it all.
    """
    start, effect, unproven = 0, 0.0, case.model.price_unproven
    for each in case.effects:
        if each.option != option.id:
            continue
        since = take_over(case, option) + (case.model.transformation_months if each.transformed else 0)
        yield Phase(FEES, start, since, (1 - effect) / YEAR)
        points = case.price[each.parameter]
        fall = unproven * course.parameters[each.parameter]
        fall = fall + course.price_gap * (points.high - unproven * points.middle)
        given = course.ability if option.family == STAYING else 1.0
        start, effect = since, each.share * given * fall / PERCENT
    yield Phase(FEES, start, case.months, (1 - effect) / YEAR)


def _switching(case: MoneyCase, option: Option, course: Course) -> Iterator[Phase]:
    """Yield what it costs to change hands; a provider that stays only overlaps its own teams."""
    leaving = option.family != STAYING
    end, drawn = take_over(case, option), course.parameters
    lead = case.form.lead_time(option.id) if case.form and leaving else None
    signed = max(0, end - max(1, lead.transition if lead else end))
    launched = max(0, signed - max(1, lead.signature if lead else signed))
    share = option.switching * (case.model.readiness_even - course.readiness if leaving else 1.0)
    whole = share * case.years / PERCENT
    if leaving:
        yield _spread(TENDER, launched, signed, whole * drawn[READS[TENDER]])
        yield _spread(EXIT, end - 1, end, share * drawn[READS[EXIT]] / PERCENT)
    yield _spread(TRANSITION, signed, end, whole * drawn[READS[TRANSITION]])
    yield _spread(DOUBLE_RUN, signed, end, share * drawn[READS[DOUBLE_RUN]] / YEAR)


def _plan(case: MoneyCase, option: Option, drawn: Mapping[str, Number]) -> Iterator[Phase]:
    """Yield the effort of the improvement that an option holds, and what better management gains with this provider."""
    work = option.client_months
    part = work / case.model.plan_months
    yield _spread(IMPROVEMENT, 0, work, part * drawn[READS[IMPROVEMENT]] / PERCENT)
    end = case.months if option.family == STAYING else take_over(case, option)
    gain = min(1.0, part) * drawn[READS[GAINS]] / PERCENT
    yield Phase(GAINS, min(option.months_to_benefit, work), end, -gain / YEAR)


def _spread(line: str, start: int, end: int, amount: Number) -> Phase:
    """Return an amount paid evenly over some months, one at least."""
    last = max(end, start + 1)
    return Phase(line, start, last, amount / (last - start))


def dip(case: MoneyCase, option: Option, drawn: Mapping[str, Number]) -> Number | None:
    """Return what users lose while a new team learns, in currency; None when users or their hour's cost is not known.

    Users x hours lost a month x months x cost of an hour x depth, for the part that changes hands. It is no cash.
    """
    if case.users is None or case.hour_cost is None:
        return None
    hours = case.users * drawn[LOST] * drawn[DIP_MONTHS] * drawn[DIP_DEPTH] / PERCENT
    return option.switching * hours * case.hour_cost


# ---- month by month ---------------------------------------------------------------------------------------


def running_saving(case: MoneyCase, option: Option, typical: Course) -> tuple[float, ...]:
    """Return what an option has saved against doing nothing by the end of each month: present value, years of fees."""
    saved = [0.0] * case.months
    for sign, each in ((1, case.reference), (-1, option)):
        for _, start, end, monthly in _phases(case, each, typical):
            for month in range(start, min(end, case.months)):
                saved[month] += sign * monthly * case.month**month
    return tuple(accumulate(saved))


NOTHING = 1e-9
"""Years of fees below which an amount is rounding."""


def break_even(running: Sequence[float]) -> int | None:
    """Return the month, counted from 1, from which a running saving stays above nothing; None when it does not."""
    last = max((month for month, saved in enumerate(running, 1) if saved <= NOTHING), default=0)
    return last + 1 if last < len(running) else None


# ---- all of it ------------------------------------------------------------------------------------------------


def assemble(case: MoneyCase, option: Option, typical: Course, sampled: Course | None = None) -> Money:
    """Return the full cost of an option, in currency where the yearly value is known.

    Middles are at typical values, so that lines sum to the total; ends are those of the draws, one in ten beyond each.
    """
    amount = 1.0 if case.yearly_value is None else case.yearly_value
    lines, reference = (cost_lines(case, each, typical) for each in (option, case.reference))
    lost, saving = dip(case, option, typical.parameters), total(reference) - total(lines)
    drawn: Mapping[str, Number] = {}
    whole = whole_saved = lost_drawn = None
    if sampled is not None:
        shown = sampled.first(SHOWN)
        drawn, whole = (found := cost_lines(case, option, shown)), total(found)
        whole_saved = total(cost_lines(case, case.reference, shown)) - whole
        lost_drawn = dip(case, option, shown.parameters)
    cost = tuple(MoneyLine(line, _range(value, drawn.get(line), amount)) for line, value in lines.items())
    running = running_saving(case, option, typical)
    return Money(
        unit=YEARS if case.yearly_value is None else CURRENCY,
        months=case.months,
        total=replace(_range(total(lines), whole, amount), middle=sum(line.cost.middle for line in cost)),
        saving=_range(saving, whole_saved, amount),
        lines=cost,
        dip=None if lost is None else _range(lost, lost_drawn, 1.0),
        break_even=break_even(running),
        by_month=tuple(amount * float(saved) for saved in running),
        reasons=tuple(_reasons(case, option, lines)),
    )


def _range(middle: Number, drawn: Number | None, amount: float) -> Spread:
    """Return a figure with its ends, times an amount; the middle is never outside."""
    middle = float(middle)
    if drawn is None or not getattr(drawn, "ndim", 0):
        return Spread(amount * middle, amount * middle, amount * middle)
    # Here and not above: the page of parameters reads this module, and numpy is a tenth of the web process's start.
    import numpy as np  # noqa: PLC0415

    low, high = np.quantile(drawn, (0.1, 0.9))
    return Spread(amount * min(float(low), middle), amount * middle, amount * max(float(high), middle))


def _reasons(case: MoneyCase, option: Option, lines: Mapping[str, Number]) -> Iterator[Ref]:
    """Yield what a cost comes from: the parameters that its lines read, and the facts that scale it."""
    used = [effect.parameter for effect in case.effects if effect.option == option.id]
    used += [READS[line] for line in lines if line in READS]
    if option.switching and case.users is not None and case.hour_cost is not None:
        used += [LOST, DIP_MONTHS, DIP_DEPTH]
    yield from (Ref("parameter", name) for name in used)
    yield from (Ref("fact", name) for name in ("discount_rate", "indexation"))
    if case.yearly_value is not None:
        yield Ref("contract", "yearly_value")
