import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.acceptability import acceptability
from scoring.distributions import normals
from scoring.waiting import Sign, least_kept, least_likely, preparation, signs
from tests.scoring.engagements import DATA

ORACLE = json.loads((DATA / "oracles" / "16_option_to_wait.json").read_text("utf-8"))
EXAMPLE = ORACLE["prepare_then_decide_example"]

RETENDER, STAY = 0, 1
TENDERED = (Sign(0.6, (0.66, 0.57)), Sign(0.4, (0.48, 0.57)))
"""What the preparation of the worked example shows: good news, and bad."""

KEPT, COST = 0.97, 0.02


def invested(case, price):
    """Value of investing at a price that then holds for ever, first received at once."""
    return price * (1 + 1 / case["r"]) - case["invest"]


@pytest.mark.parametrize("case", ORACLE["cases"], ids=["Dixit and Pindyck", "Pindyck"])
def test_waiting_a_year_is_worth_what_is_published(case):
    news = (
        Sign(case["q"], (invested(case, case["price_up"]), 0.0)),
        Sign(1 - case["q"], (invested(case, case["price_down"]), 0.0)),
    )
    found, now = preparation(news, 0, kept=1 / (1 + case["r"])), invested(case, case["price_now"])
    assert now == pytest.approx(case["expected_now"])
    assert found.flexible == pytest.approx(case["expected_wait"], abs=1e-4)
    assert found.flexible - now == pytest.approx(case["expected_option_value"], abs=1e-4)


@pytest.mark.parametrize("case", ORACLE["cases"], ids=["Dixit and Pindyck", "Pindyck"])
def test_waiting_never_pays_when_nothing_is_learned(case):
    now = invested(case, case["price_now"])
    found = preparation((Sign(1.0, (now, 0.0)),), 0, kept=1 / (1 + case["r"]))
    assert found.flexible == found.committed == pytest.approx(now / (1 + case["r"]))
    assert found.worth == 0


def test_preparing_and_then_choosing_is_the_best_of_the_worked_example_and_being_bound_the_worst():
    found = preparation(TENDERED, RETENDER, kept=KEPT, cost=COST)
    assert found.flexible == pytest.approx(EXAMPLE["expected_value_of_prepare_then_choose"])
    assert found.committed == pytest.approx(EXAMPLE["expected_value_committing_to_retender_after_preparing"])
    assert found.committed < EXAMPLE["expected_value_stay"] < found.flexible
    assert [sign.choice for sign in TENDERED] == [RETENDER, STAY]
    # Published before delay and preparation.
    assert preparation(TENDERED, RETENDER).worth == pytest.approx(EXAMPLE["option_value_of_choosing_after_learning"])
    assert found.worth == pytest.approx(KEPT * EXAMPLE["option_value_of_choosing_after_learning"])


def test_the_longest_delay_of_the_worked_example_is_the_published_one():
    stay = EXAMPLE["expected_value_stay"]
    found = least_kept(TENDERED, stay, cost=COST)
    assert found == pytest.approx(EXAMPLE["break_even_delay_factor_against_staying"], abs=1e-6)
    assert preparation(TENDERED, RETENDER, kept=found, cost=COST).flexible == pytest.approx(stay)


def test_preparing_matches_staying_at_the_least_likely_good_news():
    stay = EXAMPLE["expected_value_stay"]
    likely = least_likely(TENDERED, 0, stay, kept=KEPT, cost=COST)
    assert 0 < likely < 0.6
    at_it = (Sign(likely, TENDERED[0].expected), Sign(1 - likely, TENDERED[1].expected))
    assert preparation(at_it, RETENDER, kept=KEPT, cost=COST).flexible == pytest.approx(stay)


def test_no_delay_and_no_likelihood_is_told_where_none_would_do():
    assert least_kept(TENDERED, 0.7) is None
    assert least_likely(TENDERED, 0, 0.7) is None
    assert least_likely(TENDERED, 0, 0.5) == 0


# ---- signs from draws -----------------------------------------------------------------------------------


def test_one_driver_shows_two_signs_and_two_drivers_four_each_with_its_share_and_means():
    scores = np.array([[1.0, 4.0], [2.0, 3.0], [3.0, 2.0], [4.0, 1.0]])
    high = np.array([False, False, True, True])
    low, top = signs(scores, high)
    assert (low.states, low.share, low.expected, low.choice) == ((False,), 0.5, (1.5, 3.5), 1)
    assert (top.states, top.share, top.expected, top.choice) == ((True,), 0.5, (3.5, 1.5), 0)
    both = signs(scores, high, np.array([False, True, False, True]))
    assert [sign.states for sign in both] == [(False, False), (False, True), (True, False), (True, True)]
    assert [sign.share for sign in both] == [0.25] * 4


def test_what_never_happens_is_no_sign():
    scores = np.array([[1.0, 4.0], [2.0, 3.0]])
    high = np.array([False, True])
    assert [sign.states for sign in signs(scores, high, high)] == [(False, False), (True, True)]


@given(st.lists(st.tuples(*[st.integers(-9, 9)] * 3, st.booleans(), st.booleans()), min_size=1, max_size=20))
def test_learning_never_harms_and_is_never_worth_more_than_knowing_all(rows):
    scores = np.array([row[:3] for row in rows], dtype=float)
    one, two = (np.array([row[k] for row in rows]) for k in (3, 4))
    unlearned = preparation(signs(scores), 0).flexible
    learned, more = preparation(signs(scores, one), 0).flexible, preparation(signs(scores, one, two), 0).flexible
    assert unlearned == pytest.approx(scores.mean(axis=0).max())
    assert unlearned <= learned + 1e-9
    assert learned <= more + 1e-9
    assert more <= scores.max(axis=1).mean() + 1e-9
    assert preparation(signs(scores, one), 0).worth >= 0


def test_a_sign_is_worth_less_than_seeing_each_draw():
    apart = normals(1, "market", 20_000)
    scores = np.stack([apart, np.zeros_like(apart)], axis=1)
    learned = preparation(signs(scores, apart > np.median(apart)), 0).flexible
    noisy = preparation(signs(scores, apart + normals(1, "noise", 20_000) > 0), 0).flexible
    # Of two halves, the upper one has the mean of the best of each draw; a blurred sign has less.
    assert (
        noisy < learned <= acceptability(scores, np.ones((20_000, 1)), 1).information + scores.mean(axis=0).max() + 1e-9
    )
