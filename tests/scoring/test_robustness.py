import pytest

from scoring.robustness import win_share
from tests.scoring.engagements import QUESTIONNAIRE


def win_of(ours, theirs, **weights):
    """Share of weight sets in which one option beats another, each given by its values."""
    return win_share(QUESTIONNAIRE.thresholds, weights, [ours], [theirs])


def test_an_option_wins_against_itself_half_of_the_time():
    option = {"need": 0.5, "cost": 0.7}
    assert win_of(option, option, need=0.5, cost=0.5) == 0.5


def test_an_option_that_is_better_on_everything_wins_always_and_its_rival_never():
    best, worst = {"need": 0.6, "cost": 0.8}, {"need": 0.5, "cost": 0.7}
    assert (win_of(best, worst, need=0.5, cost=0.5), win_of(worst, best, need=0.5, cost=0.5)) == (1, 0)


def test_options_that_trade_evenly_win_about_as_often_and_heavier_weights_decide():
    ours, theirs = {"need": 1.0, "cost": 0.0}, {"need": 0.0, "cost": 1.0}
    assert win_of(ours, theirs, need=0.5, cost=0.5) == pytest.approx(0.5, abs=0.05)
    assert win_of(ours, theirs, need=0.5, cost=0.5) + win_of(theirs, ours, need=0.5, cost=0.5) == 1
    # Weights move by half at most: three times the weight cannot be overturned.
    assert win_of(ours, theirs, need=0.76, cost=0.24) == 1


def test_a_group_of_options_wins_by_its_best_in_each_set_of_weights():
    either = [{"need": 1.0, "cost": 0.0}, {"need": 0.0, "cost": 1.0}]
    both = {"need": 0.5, "cost": 0.5}
    assert win_share(QUESTIONNAIRE.thresholds, {"need": 0.5, "cost": 0.5}, either, [both]) == 1
