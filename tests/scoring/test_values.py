"""The value model on profile A of `domain.md` 9.1, by hand where a hand can, and what must hold for all inputs."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.courses import STAYING
from scoring.values import CRITERIA, Inputs, corrected_fatigue, option_values, points, scaled
from tests.scoring.engagements import QUESTIONNAIRE, VALMECA, profile, standing

SITUATION = standing(profile(VALMECA))
CASE, OPTIONS = SITUATION.case, QUESTIONNAIRE.option
MODEL = QUESTIONNAIRE.value_model
SHARES = [field.name for field in fields(Inputs) if not field.name.endswith("_rating") and field.name != "parameters"]

# Its indices to two decimals.
INPUTS = replace(
    SITUATION.inputs,
    need=0.13,
    ability=0.84,
    fatigue=0.67,
    price_gap=0.10,
    acceptability=0.30,
    readiness=0.375,
    inherited=0.85,
    trust=0.47,
    day_to_day=0.33,
    exit=0.48,
    capacity=0.20,
)

# Computed by hand from the formulas of domain.md 5.5, one option of each family.
# F = 0.67 x (1 - 0.5 x clip((0.85 - 0.4) / 0.2)) = 0.335.
# O4 prepares: prep = 0.30 x (1 - 0.375) = 0.1875, r = 0.5625, ex = 0.61125, dd = 0.4425, cap = 0.29375,
# hence a risk of 1 - (0.225 + 0.183375 + 0.13275) = 0.458875.
# O5 does not: risk = 1 - (0.15 + 0.144 + 0.099) = 0.607; O7 adds 0.1 x (1 - 0.2): 0.687.
BY_HAND = {
    "O1": {
        "continuity": 0.9656,  # 1 - 0.5 x 0.13 x 0.16 - 0.15 x 0.16
        "need": 0.93864,  # fit = 0.84 x (0.35 + 0.65 x 0.30 / 0.7) = 0.528; 1 - 0.13 x 0.472
        "capacity": 0.70,  # 1 - 1.2 x (0.45 - 0.20)
        "people": 0.525118,  # (0.335 x 0.35 + 0.665 x (0.4 + 0.6 x 0.47)) x (0.5 + 0.5 x 0.84)
        "executive": 1.0,
        "time": 0.875,  # 1 - 3 / 24
    },
    "O4": {
        "continuity": 0.6329,  # 1 - 0.80 x 0.458875
        "need": 0.9727,  # fit = 0.3 + 0.7 x 0.70 = 0.79; 1 - 0.13 x 0.21
        "capacity": 0.5125,  # 1 - 1.2 x (0.70 - 0.29375)
        "people": 0.60025,  # 0.335 x 0.70 + 0.665 x 0.55
        "executive": 0.608,  # 1 - 0.80 x 0.7 x 0.70
        "time": 0.75,  # 1 - 6 / 24
    },
    "O5": {
        "continuity": 0.393,  # 1 - 0.607
        "need": 0.92265,  # fit = 0.405; 1 - 0.13 x 0.595
        "capacity": 0.52,  # 1 - 1.2 x 0.40
        "people": 0.66725,  # 0.335 x 0.90 + 0.665 x 0.55
        "executive": 0.30,
        "time": 0.416667,  # 1 - 14 / 24
    },
    "O7": {
        "continuity": 0.313,  # 1 - 0.687
        "need": 0.9636,  # fit = 0.72; 1 - 0.13 x 0.28
        "capacity": 0.04,  # 1 - 1.2 x 0.80
        "people": 0.66725,
        "executive": 0.30,
        "time": 0.25,  # 1 - 18 / 24
    },
}


def values(option_id, inputs):
    return option_values(CASE, OPTIONS[option_id], inputs)


@pytest.mark.parametrize("option_id", BY_HAND)
def test_values_on_profile_a_are_those_computed_by_hand(option_id):
    found = values(option_id, INPUTS)
    assert {name: found[name] for name in BY_HAND[option_id]} == pytest.approx(BY_HAND[option_id], abs=5e-6)


def test_doing_nothing_switches_nothing_costs_what_it_costs_and_brings_nothing():
    found = values("O0", INPUTS)
    cost = next(criterion for criterion in QUESTIONNAIRE.criteria if criterion.id == "cost")
    assert (found["executive"], found["time"], found["capacity"]) == (1, 0, 1)
    assert found["cost"] == scaled(cost, 1.0)


def test_doing_nothing_leaves_maturity_where_it_is_and_a_joint_plan_lifts_it_most():
    found = {option_id: values(option_id, INPUTS)["maturity"] for option_id in OPTIONS}
    assert found["O0"] == pytest.approx(0.5657, abs=2e-4)
    assert max(found, key=found.get) == "O1"
    assert found["O5"] < found["O6"] < found["O4"]


def test_what_the_client_has_to_take_the_service_back_lifts_insourcing_and_nothing_else():
    able = replace(INPUTS, insourcing=1.0, staged=1.0)
    for option_id in OPTIONS:
        before, after = values(option_id, INPUTS), values(option_id, able)
        lifted = {name for name in before if after[name] > before[name]}
        assert lifted == ({"continuity", "need", "maturity", "capacity"} if option_id == "O7" else set())


def test_every_criterion_of_the_questionnaire_is_valued(questionnaire):
    assert list(CRITERIA) == [criterion.id for criterion in questionnaire.criteria]


@pytest.mark.parametrize(
    ("inherited", "expected"), [(0, 0.6), (0.4, 0.6), (0.45, 0.525), (0.5, 0.45), (0.6, 0.3), (1, 0.3)]
)
def test_fatigue_counts_less_as_the_inherited_share_rises_without_a_jump(inherited, expected):
    assert corrected_fatigue(MODEL, replace(INPUTS, fatigue=0.6, inherited=inherited)) == pytest.approx(expected)


# What must hold for all inputs.

shares = st.integers(0, 100).map(lambda percent: percent / 100)
any_inputs = st.fixed_dictionaries(dict.fromkeys(SHARES, shares)).map(lambda given: replace(INPUTS, **given))
STAY = [option.id for option in QUESTIONNAIRE.options if option.family == STAYING]
CHANGE = [option.id for option in QUESTIONNAIRE.options if option.family != STAYING]
ROUNDING = 1e-12


@given(any_inputs)
def test_values_lie_between_worst_and_best_but_for_costs_whose_line_goes_on(inputs):
    for option_id in OPTIONS:
        found = values(option_id, inputs)
        assert all(0 <= value <= 1 + ROUNDING for name, value in found.items() if name != "cost"), option_id


def test_a_client_that_can_carry_nothing_is_at_worst_and_not_below():
    weak = replace(INPUTS, capacity=0, readiness=0, exit=0, day_to_day=0)
    assert (values("O7", weak)["capacity"], values("O7", weak)["continuity"]) == (0, 0)


def never_falls(option_id, criterion, inputs, name, x, y):
    low, high = (values(option_id, replace(inputs, **{name: value}))[criterion] for value in sorted([x, y]))
    return high >= low - ROUNDING


@pytest.mark.parametrize(
    ("name", "option_ids", "criteria"),
    [
        ("ability", STAY, ("continuity", "need", "maturity", "cost", "people")),
        ("readiness", CHANGE, ("continuity", "cost")),
        ("exit", CHANGE, ("continuity",)),
        ("day_to_day", CHANGE, ("continuity",)),
        ("price_gap", STAY + CHANGE, ("cost",)),
        ("acceptability", CHANGE, ("executive",)),
        ("capacity", STAY + CHANGE, ("capacity",)),
        ("trust", STAY, ("people",)),
    ],
)
@given(inputs=any_inputs, x=shares, y=shares)
def test_more_of_it_never_lowers(name, option_ids, criteria, inputs, x, y):
    for option_id in option_ids:
        for criterion in criteria:
            assert never_falls(option_id, criterion, inputs, name, x, y), (option_id, criterion)


@given(any_inputs, shares, shares)
def test_more_need_never_raises_what_staying_offers(inputs, x, y):
    for option_id in STAY:
        for criterion in ("continuity", "need"):
            less, more = (values(option_id, replace(inputs, need=value))[criterion] for value in sorted([x, y]))
            assert more <= less + ROUNDING


@given(any_inputs, shares, shares)
def test_the_inherited_share_enters_values_through_fatigue_alone(inputs, x, y):
    for option_id in OPTIONS:
        before, after = (values(option_id, replace(inputs, inherited=value)) for value in (x, y))
        assert {id_ for id_ in before if before[id_] != after[id_]} <= {"people"}


@given(any_inputs, st.lists(st.integers(0, 20), min_size=8, max_size=8).filter(any))
def test_points_are_the_weighted_mean_of_values_over_a_hundred(inputs, weights):
    shares_of = {criterion: weight / sum(weights) for criterion, weight in zip(CRITERIA, weights, strict=True)}
    found = values("O4", inputs)
    total = points(found, shares_of)
    weighed = [value for criterion, value in found.items() if shares_of[criterion]]
    assert 100 * min(weighed) - 1e-9 <= total <= 100 * max(weighed) + 1e-9
