import json
from math import erf, exp, pi, sqrt

import numpy as np
import pytest

from scoring.distributions import normals, uniforms
from scoring.information import (
    binned_value,
    criterion_information,
    option_information,
    perfect_information,
    weight_information,
)
from tests.scoring import illustration
from tests.scoring.engagements import DATA
from tests.scoring.illustration import CHANCE, CRITERIA, LEAD, OPTIONS

CASES = json.loads((DATA / "oracles" / "14_evpi_regret.json").read_text("utf-8"))["normal_two_options"]["cases"]
GROUPS = CHANCE["evppi_groups"]
SEED = 1
DRAWS = 20_000


def normal_loss(mean, sd):
    """What it is worth to know a normal difference between two options: s phi(m/s) - |m| Phi(-|m|/s)."""
    at = abs(mean) / sd
    return sd * exp(-at * at / 2) / sqrt(2 * pi) - abs(mean) * (1 - erf(at / sqrt(2))) / 2


def against_nothing(apart):
    """Scores of two options, of which the first is ahead by so much."""
    return np.stack([apart, np.zeros_like(apart)], axis=1)


# ---- the worked decision, groups independent -----------------------------------------------------------


@pytest.mark.parametrize("option", OPTIONS)
def test_knowing_one_option_is_worth_what_is_published(option):
    found = option_information(illustration.drawn_values(), illustration.stated(), OPTIONS.index(option))
    assert found == pytest.approx(GROUPS.get(f"option: {option}", 0), abs=1e-4)


@pytest.mark.parametrize("criterion", CRITERIA)
def test_knowing_one_criterion_is_worth_what_is_published(criterion):
    found = criterion_information(illustration.drawn_values(), illustration.stated(), CRITERIA.index(criterion))
    assert found == pytest.approx(GROUPS[f"criterion: {criterion}"], abs=1e-4)


def test_knowing_the_weights_or_all_inputs_or_everything_is_worth_what_is_published():
    values, weights = illustration.drawn_values(), illustration.drawn_weights()
    assert weight_information(illustration.mean_values(), weights) == pytest.approx(GROUPS["all weights"], abs=3e-5)
    assert perfect_information(values @ illustration.stated()) == pytest.approx(GROUPS["all inputs"], abs=2e-4)
    assert perfect_information(illustration.scores(values, weights)) == pytest.approx(CHANCE["evpi"], abs=2e-4)


# ---- any model, by classes of an index -----------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["mean_difference"]))
def test_knowing_the_whole_difference_is_worth_its_normal_loss(case):
    mean, sd = case["mean_difference"], case["sd_difference"]
    assert normal_loss(mean, sd) == pytest.approx(case["evpi"])
    apart = mean + sd * normals(SEED, "apart", DRAWS)
    found = binned_value(apart, against_nothing(apart), SEED)
    # What is taken off for luck in classes without meaning is a little too much where a class tells nearly all.
    assert case["evpi"] - 0.003 < found < case["evpi"] + 0.0005


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_knowing_a_part_of_the_difference_is_worth_the_normal_loss_of_that_part(share):
    known, unknown = 0.1 * share * normals(SEED, "known", DRAWS), 0.1 * (1 - share) * normals(SEED, "rest", DRAWS)
    scores = against_nothing(0.02 + known + unknown)
    assert binned_value(known, scores, SEED) == pytest.approx(normal_loss(0.02, 0.1 * share), abs=1e-3)


def test_knowing_what_does_not_matter_is_worth_nothing():
    scores = against_nothing(0.1 * normals(SEED, "apart", DRAWS))
    assert binned_value(uniforms(SEED, "weather", DRAWS), scores, SEED) < 1e-3
    assert binned_value(np.ones(DRAWS), scores, SEED) == 0


def test_the_unit_and_the_direction_of_the_index_do_not_matter():
    apart = 0.1 * normals(SEED, "apart", DRAWS)
    known = apart + 0.1 * normals(SEED, "noise", DRAWS)
    found = binned_value(known, against_nothing(apart), SEED)
    assert found > 0
    assert binned_value(5 * known + 3, against_nothing(apart), SEED) == pytest.approx(found)
    assert binned_value(-known, against_nothing(apart), SEED) == pytest.approx(found, rel=0.01)


def test_classes_find_what_the_closed_form_finds_for_the_lead_of_the_worked_decision():
    values, weights = illustration.drawn_values()[:DRAWS], illustration.drawn_weights()[:DRAWS]
    index = values[:, LEAD] @ illustration.stated()
    found = binned_value(index, illustration.scores(values, weights), SEED)
    assert found == pytest.approx(GROUPS[f"option: {OPTIONS[LEAD]}"], abs=2e-4)


def test_a_few_draws_are_enough_to_ask():
    assert binned_value(np.array([1.0, 2.0]), np.array([[1.0, 0.0], [0.0, 1.0]]), SEED) >= 0
