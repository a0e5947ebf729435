from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.values import CRITERIA, STAYING, Inputs, corrected_fatigue, option_values, points
from tests.scoring.engagements import QUESTIONNAIRE

MODEL, OPTIONS = QUESTIONNAIRE.value_model, QUESTIONNAIRE.option

# Profile A of domain.md 9.1, with its indices to two decimals.
VALMECA = Inputs(
    need=0.13,
    ability=0.84,
    fatigue=0.67,
    price_gap=0.10,
    acceptability=0.30,
    readiness=0.375,
    structural=0.80,
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
        "causes": 0.73704,  # (0.80 x 0.90 + 0.20 x 0.55) x (0.3 + 0.7 x 0.84) = 0.83 x 0.888
        "cost": 0.5168,  # 0.5 + 0.8 x 0.10 x 0.25 x 0.84
        "capacity": 0.70,  # 1 - 1.2 x (0.45 - 0.20)
        "people": 0.525118,  # (0.335 x 0.35 + 0.665 x (0.4 + 0.6 x 0.47)) x (0.5 + 0.5 x 0.84)
        "executive": 1.0,
        "time": 0.875,  # 1 - 3 / 24
    },
    "O4": {
        "continuity": 0.6329,  # 1 - 0.80 x 0.458875
        "need": 0.9727,  # fit = 0.3 + 0.7 x 0.70 = 0.79; 1 - 0.13 x 0.21
        "causes": 0.8352,  # (0.80 x 0.90 + 0.20 x 0.75) x (0.75 + 0.25 x 0.84) = 0.87 x 0.96
        "cost": 0.32525,  # 0.5 + 0.8 x 0.10 x 0.60 - 0.9 x 0.80 x 0.33 x (1.5 - 0.5625)
        "capacity": 0.5125,  # 1 - 1.2 x (0.70 - 0.29375)
        "people": 0.60025,  # 0.335 x 0.70 + 0.665 x 0.55
        "executive": 0.608,  # 1 - 0.80 x 0.7 x 0.70
        "time": 0.75,  # 1 - 6 / 24
    },
    "O5": {
        "continuity": 0.393,  # 1 - 0.607
        "need": 0.92265,  # fit = 0.405; 1 - 0.13 x 0.595
        "causes": 0.24,  # 0.80 x 0.10 + 0.20 x 0.80
        "cost": 0.213875,  # 0.5 + 0.048 - 0.297 x 1.125
        "capacity": 0.52,  # 1 - 1.2 x 0.40
        "people": 0.66725,  # 0.335 x 0.90 + 0.665 x 0.55
        "executive": 0.30,
        "time": 0.416667,  # 1 - 14 / 24
    },
    "O7": {
        "continuity": 0.313,  # 1 - 0.687
        "need": 0.9636,  # fit = 0.72; 1 - 0.13 x 0.28
        "causes": 0.54,  # 0.80 x 0.50 + 0.20 x 0.70
        "cost": 0.181875,  # 0.5 + 0.016 - 0.334125
        "capacity": 0.04,  # 1 - 1.2 x 0.80
        "people": 0.66725,
        "executive": 0.30,
        "time": 0.25,  # 1 - 18 / 24
    },
}


def values(option_id, inputs):
    return option_values(MODEL, OPTIONS[option_id], inputs)


@pytest.mark.parametrize("option_id", BY_HAND)
def test_values_on_profile_a_are_those_computed_by_hand(option_id):
    assert values(option_id, VALMECA) == pytest.approx(BY_HAND[option_id], abs=5e-6)


def test_doing_nothing_treats_nothing_switches_nothing_and_brings_nothing():
    found = values("O0", VALMECA)
    assert (found["causes"], found["executive"], found["time"], found["cost"], found["capacity"]) == (0, 1, 0, 0.5, 1)


def test_every_criterion_of_the_questionnaire_is_valued(questionnaire):
    assert list(CRITERIA) == [criterion.id for criterion in questionnaire.criteria]


@pytest.mark.parametrize(
    ("inherited", "expected"), [(0, 0.6), (0.4, 0.6), (0.45, 0.525), (0.5, 0.45), (0.6, 0.3), (1, 0.3)]
)
def test_fatigue_counts_less_as_the_inherited_share_rises_without_a_jump(inherited, expected):
    assert corrected_fatigue(MODEL, replace(VALMECA, fatigue=0.6, inherited=inherited)) == pytest.approx(expected)


# What must hold for all inputs.

shares = st.integers(0, 100).map(lambda percent: percent / 100)
any_inputs = st.builds(Inputs, **dict.fromkeys(Inputs.__slots__, shares))
STAY = [option.id for option in QUESTIONNAIRE.options if option.family == STAYING]
CHANGE = [option.id for option in QUESTIONNAIRE.options if option.family != STAYING]
ROUNDING = 1e-12


@given(any_inputs)
def test_values_lie_between_worst_and_best(inputs):
    for option_id in OPTIONS:
        assert all(0 <= value <= 1 + ROUNDING for value in values(option_id, inputs).values()), option_id


def test_a_client_that_can_carry_nothing_is_at_worst_and_not_below():
    weak = replace(VALMECA, capacity=0, readiness=0, exit=0, day_to_day=0)
    assert (values("O7", weak)["capacity"], values("O7", weak)["continuity"]) == (0, 0)


def never_falls(option_id, criterion, inputs, name, x, y):
    low, high = (values(option_id, replace(inputs, **{name: value}))[criterion] for value in sorted([x, y]))
    return high >= low - ROUNDING


@pytest.mark.parametrize(
    ("name", "option_ids", "criteria"),
    [
        ("ability", STAY, ("continuity", "need", "causes", "cost", "people")),
        ("ability", ["O4"], ("causes",)),
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
