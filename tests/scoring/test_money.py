"""What options cost: the worked check of `domain.md` 5.3, discounting as others do it, and what must always hold."""

import json
from dataclasses import replace
from datetime import date
from math import isclose

import numpy as np
import numpy_financial
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.courses import STAYING
from scoring.facts import Contract, Facts
from scoring.money import (
    CURRENCY,
    READS,
    YEARS,
    Course,
    assemble,
    break_even,
    cost_lines,
    dip,
    money_case,
    own_figures,
    parameters,
    running_saving,
    take_over,
    total,
)
from scoring.results import Spread
from scoring.statements import Kind, Statement
from tests.scoring.engagements import AS_OF, DATA, QUESTIONNAIRE, at

ORACLE = json.loads((DATA / "oracles" / "09_npv.json").read_text("utf-8"))
OPTIONS = QUESTIONNAIRE.option
SWITCHING = ("tender_cost", "transition_cost", "exit_cost", "double_run")


def facts_with(contract=None, **framing):
    """A private contract of 2 M€ a year that ends in fourteen months, with answers to framing questions."""
    contract = contract or Contract("private", end=date(2028, 1, 31), yearly_value=2_000_000, users=1500)
    said = [Statement(id_, Kind.FRAMING, id_, {"value": value}, at(0)) for id_, value in framing.items()]
    return Facts("Valmeca", "Infogest", AS_OF, "standard", contract, statements=tuple(said))


def own(parameter_id, low, typical, high, minutes=0):
    value = {"low": low, "typical": typical, "high": high, "source": "Notre contrat"}
    return Statement(f"{parameter_id}/{minutes}", Kind.PARAMETER, parameter_id, value, at(minutes))


FACTS = facts_with()
CASE = money_case(QUESTIONNAIRE, FACTS)
PARAMETERS = parameters(QUESTIONNAIRE, FACTS)
TYPICAL = Course({id_: spread.middle for id_, spread in PARAMETERS.items()}, 0.2, 0.7, 0.5)

ids = st.sampled_from(sorted(OPTIONS))
shares = st.floats(0, 1)


@st.composite
def courses(draw):
    """Anything that the cost of an option can depend on."""
    drawn = {id_: draw(st.floats(spread.low, spread.high)) for id_, spread in PARAMETERS.items()}
    return Course(drawn, draw(shares), draw(shares), draw(shares))


def sampled(count=4000):
    """Draws of everything, from one seed."""
    chance = np.random.default_rng(7)
    drawn = {
        id_: chance.triangular(spread.low - 0.1, spread.middle, spread.high + 0.1, count)
        for id_, spread in PARAMETERS.items()
    }
    return Course(drawn, chance.random(count), chance.random(count), chance.random(count))


# ---- discounting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ORACLE["cases_first_flow_at_t0"], ids=lambda case: case["source"])
def test_the_first_flow_is_not_discounted(case):
    yearly = replace(CASE, months=120, rate=case["rate"])
    found = sum(flow * yearly.annuity(12 * year, 12 * year + 1) for year, flow in enumerate(case["flows"]))
    assert isclose(found, case["expected_npv_t0"], rel_tol=1e-6)
    assert isclose(found, numpy_financial.npv(case["rate"], case["flows"]), rel_tol=1e-9)


def test_a_spreadsheet_discounts_the_first_flow_by_one_period():
    case = ORACLE["excel_convention_first_flow_at_t1"]
    yearly = replace(CASE, months=120, rate=case["rate"])
    found = sum(flow * yearly.annuity(12 * year, 12 * year + 1) for year, flow in enumerate(case["flows"], 1))
    assert found == pytest.approx(case["expected"], abs=0.005)


@given(start=st.integers(0, 60), length=st.integers(0, 60), rate=st.floats(-0.05, 0.3))
def test_an_amount_paid_over_some_months_is_worth_the_sum_of_its_months(start, length, rate):
    case = replace(CASE, months=120, rate=rate)
    flows = [0.0] * start + [1.0] * length
    expected = numpy_financial.npv((1 + rate) ** (1 / 12) - 1, flows) if flows else 0.0
    assert isclose(case.annuity(start, start + length), expected, rel_tol=1e-6, abs_tol=1e-9)


def test_the_rate_is_in_prices_of_today():
    case = money_case(QUESTIONNAIRE, facts_with(discount_rate=8, indexation=3))
    assert case.rate == pytest.approx(1.08 / 1.03 - 1)
    assert CASE.rate == pytest.approx(1.05 / 1.02 - 1)


def test_prices_that_rise_as_fast_as_the_rate_make_every_month_worth_the_same():
    case = money_case(QUESTIONNAIRE, facts_with(discount_rate=4, indexation=4))
    assert case.annuity(0, 48) == 48
    assert cost_lines(case, OPTIONS["O0"], TYPICAL)["fees"] == pytest.approx(4)


# ---- the window ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "months", "leave"),
    [(None, 48, 0), (date(2026, 1, 31), 48, 0), (date(2028, 1, 31), 48, 14), (date(2030, 11, 30), 72, 48)],
)
def test_the_window_is_four_years_or_two_more_than_the_term(end, months, leave):
    case = money_case(QUESTIONNAIRE, facts_with(Contract("private", end=end)))
    assert (case.months, case.leave) == (months, leave)


def test_a_day_on_which_the_service_must_stop_ends_the_contract_sooner():
    assert money_case(QUESTIONNAIRE, facts_with(forced_end="2027-07-31")).leave == 8
    assert money_case(QUESTIONNAIRE, facts_with(forced_end="2029-07-31")).leave == 14
    assert money_case(QUESTIONNAIRE, facts_with(provider_failing=True)).leave == 0


@pytest.mark.parametrize(("option", "month"), [("O1", 3), ("O2", 5), ("O4", 19), ("O5", 14), ("O6", 16), ("O7", 18)])
def test_an_option_that_leaves_takes_its_lead_time_and_waits_for_the_term(option, month):
    assert take_over(CASE, OPTIONS[option]) == month


# ---- the worked check of domain.md 5.3 --------------------------------------------------------------------

LONG = replace(CASE, months=120, rate=0.0, leave=0, model=CASE.model.model_copy(update={"price_unproven": 1.0}))
WORKED = replace(
    TYPICAL,
    price_gap=0.0,
    readiness=0.5,
    parameters={**TYPICAL.parameters, "retender_effect": 8.0, "double_run": 170 / 2000 * 12},
)


def test_a_like_for_like_retender_pays_back_after_42_months_of_steady_service():
    lines = cost_lines(replace(LONG, price={"retender_effect": Spread(8, 8, 8)}), OPTIONS["O5"], WORKED)
    cost = {line: round(2000 * amount) for line, amount in lines.items()}
    assert {line: cost[line] for line in ("tender", "transition", "double_run", "exit")} == {
        "tender": 80,
        "transition": 280,
        "double_run": 170,
        "exit": 30,
    }
    steady = break_even(running_saving(LONG, OPTIONS["O5"], WORKED)) - take_over(LONG, OPTIONS["O5"])
    assert steady == 43  # 560 / (160 / 12) is 42 months: from the next one it has cost less


def test_that_is_beyond_a_term_of_four_years():
    assert assemble(replace(LONG, months=48), OPTIONS["O5"], WORKED).break_even is None


def test_improvement_in_place_pays_back_after_36_months_of_gain():
    case = replace(LONG, effects=())
    lines = cost_lines(case, OPTIONS["O1"], WORKED)
    assert 2000 * lines["improvement"] == pytest.approx(120)
    assert 2000 * lines["gains"] == pytest.approx(-40 * (120 - 3) / 12)
    assert break_even(running_saving(case, OPTIONS["O1"], WORKED)) - OPTIONS["O1"].months_to_benefit == 37


# ---- the price ------------------------------------------------------------------------------------------------


def fall(option, price_gap, **changes):
    """By how much the fees of an option fall once it is in force, in percent."""
    course = replace(TYPICAL, price_gap=price_gap, **changes)
    case = replace(CASE, rate=0.0)
    steady = (case.months - take_over(case, OPTIONS[option])) / 12
    return 100 * (case.months / 12 - cost_lines(case, OPTIONS[option], course)["fees"]) / steady


def test_without_a_proven_gap_half_of_the_typical_effect_is_believed_and_all_of_the_high_one_with_it():
    assert fall("O5", 0.0) == pytest.approx(4.25)
    assert fall("O5", 1.0) == pytest.approx(20)
    assert fall("O5", 0.5) == pytest.approx((4.25 + 20) / 2)


def test_a_provider_that_stays_lowers_its_price_as_far_as_it_can_and_will():
    assert fall("O2", 1.0, ability=0.6) == pytest.approx(0.6 * 15)
    assert fall("O2", 1.0, ability=0.0) == pytest.approx(0)
    assert fall("O1", 1.0, ability=0.6) == pytest.approx(0.4 * 0.6 * 15)
    assert fall("O3", 1.0) == pytest.approx(0)


def test_a_transformation_lowers_the_run_cost_in_its_third_year_only():
    case = replace(CASE, rate=0.0)
    fees = cost_lines(case, OPTIONS["O6"], replace(TYPICAL, price_gap=0.0))["fees"]
    assert 12 * fees == pytest.approx(16 + (33 - 16) * (1 - 0.0425) + (48 - 33) * (1 - 0.075))


# ---- what must always hold --------------------------------------------------------------------------------


@given(courses())
def test_doing_nothing_costs_its_fees_and_its_steering_and_nothing_else(course):
    lines = cost_lines(CASE, OPTIONS["O0"], course)
    assert list(lines) == ["fees", "steering"]
    assert lines["fees"] == pytest.approx(CASE.annuity(0, CASE.months) / 12)
    assert dip(CASE, OPTIONS["O0"], course.parameters) in (None, 0)


@given(courses(), ids, st.sampled_from(SWITCHING), st.floats(0, 20))
def test_a_higher_switching_cost_never_helps_an_option(course, option, name, more):
    dearer = replace(course, parameters={**course.parameters, name: course.parameters[name] + more})
    before, after = (total(cost_lines(CASE, OPTIONS[option], each)) for each in (course, dearer))
    assert after >= before
    assert after == before or OPTIONS[option].switching > 0


@given(courses(), ids, shares)
def test_a_better_file_never_makes_an_option_dearer(course, option, readiness):
    worse, better = sorted((course.readiness, readiness))
    costs = [total(cost_lines(CASE, OPTIONS[option], replace(course, readiness=r))) for r in (better, worse)]
    assert costs[0] <= costs[1]


@given(courses(), ids, shares)
def test_a_wider_proven_gap_never_makes_an_option_dearer(course, option, price_gap):
    smaller, wider = sorted((course.price_gap, price_gap))
    costs = [total(cost_lines(CASE, OPTIONS[option], replace(course, price_gap=gap))) for gap in (wider, smaller)]
    assert costs[0] <= costs[1] + 1e-12


@given(courses(), ids)
def test_lines_are_those_of_the_questionnaire_in_its_order(course, option):
    known = [line.id for line in QUESTIONNAIRE.cost_lines]
    lines = list(cost_lines(CASE, OPTIONS[option], course))
    assert lines == [line for line in known if line in lines]


@given(courses(), ids)
def test_the_running_saving_ends_at_the_saving(course, option):
    running = running_saving(CASE, OPTIONS[option], course)
    apart = total(cost_lines(CASE, OPTIONS["O0"], course)) - total(cost_lines(CASE, OPTIONS[option], course))
    assert len(running) == CASE.months
    assert running[-1] == pytest.approx(apart, abs=1e-9)


@given(ids)
def test_draws_cost_what_each_of_them_costs_alone(option):
    many = sampled(5)
    together = total(cost_lines(CASE, OPTIONS[option], many))
    for row in range(5):
        one = Course(
            {id_: float(values[row]) for id_, values in many.parameters.items()},
            float(many.price_gap[row]),
            float(many.ability[row]),
            float(many.readiness[row]),
        )
        alone = total(cost_lines(CASE, OPTIONS[option], one))
        assert alone == pytest.approx(np.broadcast_to(together, 5)[row])


# ---- assembled ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", sorted(OPTIONS))
def test_lines_sum_to_the_total_exactly_and_ends_hold_the_middle(option):
    money = assemble(CASE, OPTIONS[option], TYPICAL, sampled())
    assert money.unit == CURRENCY
    assert sum(line.cost.middle for line in money.lines) == money.total.middle
    for spread in (money.total, money.saving, *(line.cost for line in money.lines)):
        assert spread.low <= spread.middle <= spread.high
    assert money.by_month[-1] == pytest.approx(money.saving.middle, abs=1e-3)


def test_nine_draws_in_ten_cost_less_than_the_high_end_and_one_in_ten_less_than_the_low_one():
    draws = sampled()
    money = assemble(CASE, OPTIONS["O5"], TYPICAL, draws)
    costs = 2_000_000 * total(cost_lines(CASE, OPTIONS["O5"], draws))
    assert np.mean(costs < money.total.high) == pytest.approx(0.9, abs=0.001)
    assert np.mean(costs < money.total.low) == pytest.approx(0.1, abs=0.001)


def test_amounts_grow_with_the_contract_and_nothing_else_does():
    large = assemble(replace(CASE, yearly_value=20_000_000.0), OPTIONS["O4"], TYPICAL)
    small = assemble(CASE, OPTIONS["O4"], TYPICAL)
    assert large.total.middle == pytest.approx(10 * small.total.middle)
    assert (large.break_even, large.months) == (small.break_even, small.months)


def test_without_a_yearly_value_amounts_are_years_of_fees():
    money = assemble(replace(CASE, yearly_value=None), OPTIONS["O0"], TYPICAL)
    assert money.unit == YEARS
    assert 3.5 < money.total.middle < 4.5
    assert money.saving == Spread(0.0, 0.0, 0.0)
    assert money.break_even is None


def test_what_users_lose_is_told_apart_and_only_when_it_can_be():
    known = money_case(QUESTIONNAIRE, facts_with(user_hour_cost=40))
    # 1500 users x 2 hours x 3 months x 25 % x 40 € an hour
    assert dip(known, OPTIONS["O5"], TYPICAL.parameters) == pytest.approx(90_000)
    assert dip(CASE, OPTIONS["O5"], TYPICAL.parameters) is None
    money = assemble(known, OPTIONS["O5"], TYPICAL, sampled())
    assert money.dip.middle == pytest.approx(90_000)
    assert money.dip.low < money.dip.middle < money.dip.high
    assert assemble(CASE, OPTIONS["O5"], TYPICAL).total == assemble(known, OPTIONS["O5"], TYPICAL).total


@pytest.mark.parametrize("option", sorted(OPTIONS))
def test_a_cost_names_the_parameters_that_it_moves_with(option):
    known = money_case(QUESTIONNAIRE, facts_with(user_hour_cost=40))
    money = assemble(known, OPTIONS[option], TYPICAL)
    named = {ref.id for ref in money.reasons if ref.kind == "parameter"}
    moving = set()
    for id_, value in TYPICAL.parameters.items():
        moved = replace(TYPICAL, parameters={**TYPICAL.parameters, id_: value + 1})
        other = assemble(known, OPTIONS[option], moved)
        if (other.total, other.dip) != (money.total, money.dip):
            moving.add(id_)
    assert named == moving


@pytest.mark.parametrize(
    ("running", "month"),
    [([-1, -0.5, 0.5], 3), ([1, -1, -0.5, 0.5, 1], 4), ([-1, -2], None), ([1, 2], 1), ([0, 0], None)],
)
def test_break_even_is_the_month_from_which_it_stays_ahead(running, month):
    assert break_even(running) == month


# ---- parameters ---------------------------------------------------------------------------------------------------


def test_the_shipped_questionnaire_has_every_parameter_and_line_that_the_engine_reads():
    known = {line.id for line in QUESTIONNAIRE.cost_lines}
    assert set(READS.values()) <= set(QUESTIONNAIRE.parameter)
    assert {*READS, "fees"} == known
    assert {"hours_lost", "dip_months", "dip_depth", "successor_level", "insourced_level", "pace"} <= set(
        QUESTIONNAIRE.parameter
    )
    assert {effect.option for effect in QUESTIONNAIRE.price_effects if OPTIONS[effect.option].family == STAYING} == {
        "O1",
        "O2",
    }


def test_the_engagement_s_last_figures_replace_the_questionnaire_s():
    facts = replace(FACTS, statements=(own("tender_cost", 1, 2, 3), own("tender_cost", 2, 2.5, 3.5, minutes=5)))
    found = parameters(QUESTIONNAIRE, facts)
    assert found["tender_cost"] == Spread(2.0, 2.5, 3.5)
    assert found["exit_cost"] == PARAMETERS["exit_cost"]


def test_framing_facts_give_the_hours_lost_and_what_steering_costs():
    facts = facts_with(hours_lost_per_user=3, retained_team=2, internal_day_rate=500)
    found = parameters(QUESTIONNAIRE, facts)
    assert found["hours_lost"] == Spread(3, 3, 3)
    assert found["steering_cost"].middle == pytest.approx(100 * 2 * 500 * 218 / 2_000_000)
    facts = replace(facts, statements=(*facts.statements, own("hours_lost", 1, 2, 3)))
    assert parameters(QUESTIONNAIRE, facts)["hours_lost"] == Spread(1, 2, 3)


def test_default_figures_given_back_are_none_of_its_own_and_let_the_framing_speak_again():
    default = QUESTIONNAIRE.parameter["hours_lost"]
    back = own("hours_lost", default.low, default.typical, default.high, minutes=5)
    back = replace(back, value={**back.value, "source": ""})
    facts = facts_with(hours_lost_per_user=3)
    facts = replace(facts, statements=(*facts.statements, own("hours_lost", 1, 2, 9), back))
    assert own_figures(QUESTIONNAIRE, facts) == {}
    assert parameters(QUESTIONNAIRE, facts)["hours_lost"] == Spread(3, 3, 3)


def test_own_figures_of_a_parameter_that_no_longer_exists_are_left_aside():
    assert parameters(QUESTIONNAIRE, replace(FACTS, statements=(own("no_such", 1, 2, 3),))) == PARAMETERS
