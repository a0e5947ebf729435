import json
from math import erf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.acceptability import (
    acceptability,
    confidence_factors,
    family_shares,
    pairwise_wins,
    quantiles,
    standard_error,
)
from scoring.distributions import normals, uniforms
from scoring.weighing import Weighing, sample_weights
from tests.scoring import illustration
from tests.scoring.engagements import DATA
from tests.scoring.illustration import CHANCE, LEAD, OPTIONS, RUNNER

EXACT = json.loads((DATA / "oracles" / "13_smaa_exact.json").read_text("utf-8"))
MEDICINES = json.loads((DATA / "oracles" / "12_smaa2_benefit_risk.json").read_text("utf-8"))
BETTING = json.loads((DATA / "oracles" / "14_evpi_regret.json").read_text("utf-8"))

LEAST = 200


def count_of(scores, least=LEAST):
    """Count scores whose weights do not matter."""
    return acceptability(np.asarray(scores, dtype=float), np.ones((len(scores), 1)), least)


def even(criteria, count=100_000):
    return sample_weights([Weighing()], [str(k) for k in range(criteria)], 1, count)


# ---- exact and published answers ----------------------------------------------------------------------


@pytest.mark.parametrize("case", EXACT["cases"][:2], ids=["two criteria", "three criteria"])
def test_areas_of_the_simplex_are_found(case):
    values = np.array(case["values"])
    weights = even(values.shape[1])
    counted = acceptability(weights @ values.T, weights, LEAST)
    for name, option in (("A", 0), ("D", 3)):
        if f"central_weight_{name}" in case:
            assert counted.central[option] == pytest.approx(case[f"central_weight_{name}"], abs=0.01)
    if "central_weights" in case:
        assert np.array(counted.central) == pytest.approx(np.array(case["central_weights"]), abs=0.01)
        assert counted.ranks == pytest.approx(np.array(case["rank_acceptability"]), abs=0.01)
        assert counted.pairwise[0, 1] == pytest.approx(case["pairwise_A_beats_B"], abs=0.01)
        assert counted.pairwise[2, 0] == pytest.approx(case["pairwise_C_beats_A"], abs=0.01)
    else:
        assert counted.ranks[:, 0] == pytest.approx(case["first_rank"], abs=0.01)


def test_medicines_rank_as_published():
    """The benefit-risk model of Tervonen and others (2011), with the tolerances of the program it was made with."""
    mean, sd = np.array(MEDICINES["mean"]), np.array(MEDICINES["sd"])
    drawn = np.empty((50_000, *mean.shape))
    for cell in np.ndindex(*mean.shape):
        drawn[:, *cell] = mean[cell] + sd[cell] * normals(1, f"medicine {cell}", len(drawn))
    drawn[:, :, 0] = np.exp(drawn[:, :, 0])
    low, high = np.array(MEDICINES["scale_low"]), np.array(MEDICINES["scale_high"])
    values = np.where(MEDICINES["maximise"], drawn - low, high - drawn) / (high - low)
    weights = even(len(low), len(drawn))
    counted = acceptability(illustration.scores(values, weights), weights, LEAST)
    assert counted.ranks == pytest.approx(np.array(MEDICINES["published_rank_acceptability"]), abs=0.02)
    assert counted.ranks == pytest.approx(np.array(MEDICINES["ours_rank_acceptability_4M"]), abs=0.01)
    assert np.array(counted.central) == pytest.approx(np.array(MEDICINES["published_central_weights"]), abs=0.02)
    published = MEDICINES["published_confidence_factors"]
    assert confidence_factors(values, counted.central) == pytest.approx(published, abs=0.03)


@pytest.fixture(scope="module")
def counted():
    weights = illustration.drawn_weights()
    return acceptability(illustration.scores(illustration.drawn_values(), weights), weights, LEAST)


def test_ranks_and_means_of_the_worked_decision_are_the_published_ones(counted):
    assert counted.ranks == pytest.approx(np.array(CHANCE["rank_acceptability"]), abs=0.01)
    assert counted.means == pytest.approx(CHANCE["mean_value"], abs=0.001)
    assert counted.pairwise[LEAD, RUNNER] == pytest.approx(CHANCE["p_lead_beats_runner"], abs=0.01)


def test_values_of_the_worked_decision_and_the_lead_over_the_runner_up_spread_as_published():
    scores = illustration.scores(illustration.drawn_values(), illustration.drawn_weights())
    assert np.array(quantiles(scores)) == pytest.approx(np.array(CHANCE["value_p10_p50_p90"]), abs=0.0015)
    apart = (scores[:, LEAD] - scores[:, RUNNER])[:, None]
    assert np.ravel(quantiles(apart)) == pytest.approx(CHANCE["difference_p10_p50_p90"], abs=0.0015)


def test_regret_in_the_worked_decision_is_the_published_one(counted):
    assert counted.regret == pytest.approx(CHANCE["expected_regret"], abs=0.001)
    assert counted.late_regret == pytest.approx(CHANCE["p95_regret"], abs=0.0025)
    assert counted.information == pytest.approx(CHANCE["evpi"], abs=2e-4)


def test_options_hardly_ever_first_have_no_central_weights(counted):
    first = counted.ranks[:, 0] * counted.draws
    assert [found is None for found in counted.central] == list(first < LEAST)
    assert 0 < sum(found is None for found in counted.central) < len(OPTIONS)


@pytest.mark.parametrize("shared", ["0.5", "0.9"])
def test_what_options_share_makes_the_lead_surer(shared):
    """Each cell follows a normal of its own and one shared by all options on the criterion."""
    steps = np.linspace(-6, 6, 2001)
    below = [(1 + erf(step / sqrt(2))) / 2 for step in steps]
    rho, rows = float(shared), []
    for number, row in enumerate(illustration.SHAPES):
        drawn = []
        for name, shape in zip(illustration.CRITERIA, row, strict=True):
            common, own = (normals(1, stream, 20_000) for stream in (name, f"{number}.{name}"))
            drawn.append(shape.quantile(np.interp(sqrt(rho) * common + sqrt(1 - rho) * own, steps, below)))
        rows.append(illustration.scaled(np.stack(drawn, axis=1)))
    weights = illustration.drawn_weights()[:20_000]
    counted = acceptability(illustration.scores(np.stack(rows, axis=1), weights), weights, LEAST)
    expected = illustration.ORACLE["sensitivity_of_the_confidence"]["common_factor_per_criterion_rho"][shared]
    assert counted.ranks[LEAD, 0] == pytest.approx(expected["p_best_lead"], abs=0.01)
    assert counted.pairwise[LEAD, RUNNER] == pytest.approx(expected["p_win_vs_runner"], abs=0.01)


def test_a_twin_of_the_lead_splits_its_first_rank_not_that_of_its_family_nor_its_wins():
    twin = illustration.option_values(LEAD, "twin")[:, None]
    values = np.concatenate([illustration.drawn_values(), twin], axis=1)
    weights = illustration.drawn_weights()
    counted = acceptability(illustration.scores(values, weights), weights, LEAST)
    expected = illustration.ORACLE["sensitivity_of_the_confidence"]["independent_clone_of_the_lead_added"]
    first = dict(zip([*OPTIONS, "twin"], map(float, counted.ranks[:, 0]), strict=True))
    family = {option: "prepare" if option in (OPTIONS[LEAD], "twin") else "other" for option in first}
    assert first[OPTIONS[LEAD]] == pytest.approx(expected["p_best_lead"], abs=0.01)
    assert first["twin"] == pytest.approx(expected["p_best_clone"], abs=0.01)
    assert family_shares(first, family)["prepare"] == pytest.approx(expected["family"], abs=0.01)
    assert counted.pairwise[LEAD, RUNNER] == pytest.approx(expected["p_win_vs_runner"], abs=0.01)


def test_nine_wins_in_ten_draws_are_nine_tenths():
    scores = np.array([[1, 0]] * 9 + [[0, 1]])
    assert pairwise_wins(scores).tolist() == [[0.5, 0.9], [0.1, 0.5]]


@pytest.mark.parametrize("name", ["evpi_wikipedia", "evpi_whitten"])
def test_perfect_information_is_worth_the_expected_regret_of_the_best_option(name):
    case = BETTING[name]
    scores = np.repeat(np.array(case["payoff"]).T, [round(10 * share) for share in case["prob"]], axis=0)
    counted = count_of(scores)
    assert counted.information == pytest.approx(case["expected_evpi"])
    assert counted.regret.min() == counted.information
    if "expected_regret" in case:
        assert counted.regret == pytest.approx(case["expected_regret"])
        assert counted.means == pytest.approx(case["expected_emv"])


@pytest.mark.parametrize("name", ["minimax_regret_wikipedia", "minimax_regret_2x2"])
def test_regret_in_one_draw_is_the_distance_from_its_best(name):
    case = BETTING[name]
    table = np.array([count_of([scenario]).regret for scenario in np.array(case["return"]).T]).T
    assert table.max(axis=1).tolist() == case["expected_max_regret"]


@pytest.mark.parametrize("case", BETTING["normal_two_options"]["cases"], ids=lambda case: str(case["mean_difference"]))
def test_two_options_with_a_normal_difference_win_and_inform_as_computed(case):
    apart = case["mean_difference"] + case["sd_difference"] * normals(1, "apart", 200_000)
    counted = count_of(np.stack([apart, np.zeros_like(apart)], axis=1))
    assert counted.pairwise[0, 1] == pytest.approx(case["p_win"], abs=0.004)
    assert counted.information == pytest.approx(case["evpi"], abs=5e-4)


# ---- properties ---------------------------------------------------------------------------------------


@st.composite
def scores_drawn(draw, most=6):
    """Scores that are often level, whole, so that their means are exact."""
    options, draws = draw(st.integers(1, most)), draw(st.integers(1, 12))
    rows = st.lists(st.integers(0, 4), min_size=options, max_size=options)
    return np.array(draw(st.lists(rows, min_size=draws, max_size=draws)), dtype=float)


@given(scores_drawn())
def test_shares_of_ranks_add_up_over_ranks_and_over_options_and_wins_over_both_ways(scores):
    counted = count_of(scores)
    ones = pytest.approx(np.ones(scores.shape[1]))
    assert counted.ranks.sum(axis=0) == ones
    assert counted.ranks.sum(axis=1) == ones
    assert counted.pairwise + counted.pairwise.T == pytest.approx(np.ones(counted.pairwise.shape))
    assert min(counted.ranks.min(), counted.pairwise.min(), counted.regret.min()) >= 0


def by_hand(scores):
    """Ranks, draw by draw and option by option: those that are level hold their ranks in equal parts."""
    options = scores.shape[1]
    ranks = np.zeros((options, options))
    for row in scores:
        for option, score in enumerate(row):
            better, level = int((row > score).sum()), int((row == score).sum())
            ranks[option, better : better + level] += 1 / level
    return ranks / len(scores)


@given(scores_drawn())
def test_options_that_are_level_hold_their_ranks_in_equal_parts(scores):
    assert count_of(scores).ranks == pytest.approx(by_hand(scores))


@given(scores_drawn(), st.randoms(use_true_random=False))
def test_the_order_in_which_options_are_listed_changes_nothing(scores, random):
    order = list(range(scores.shape[1]))
    random.shuffle(order)
    one, other = count_of(scores), count_of(scores[:, order])
    assert other.ranks == pytest.approx(one.ranks[order])
    assert other.pairwise == pytest.approx(one.pairwise[np.ix_(order, order)])
    assert other.regret == pytest.approx(one.regret[order])


@given(scores_drawn(), st.data())
def test_a_copy_or_a_dominated_option_moves_neither_the_order_of_the_others_nor_their_wins(scores, data):
    model = data.draw(st.integers(0, scores.shape[1] - 1))
    worse = data.draw(st.integers(0, 2))
    one, other = count_of(scores), count_of(np.column_stack([scores, scores[:, model] - worse]))
    assert other.means[:-1].tobytes() == one.means.tobytes()
    assert other.pairwise[:-1, :-1].tobytes() == one.pairwise.tobytes()
    assert other.regret[:-1].tobytes() == one.regret.tobytes()
    assert other.information == one.information


def test_identical_options_share_the_first_rank_and_win_half_of_the_time():
    counted = count_of(np.zeros((10, 4)))
    assert counted.ranks.tolist() == np.full((4, 4), 0.25).tolist()
    assert counted.pairwise.tolist() == np.full((4, 4), 0.5).tolist()
    assert counted.information == 0


def test_chunks_leave_no_trace():
    scores = np.stack([uniforms(1, name, 40_000) for name in "abc"], axis=1)
    parts = [count_of(scores[start : start + 10_000]) for start in range(0, 40_000, 10_000)]
    whole = count_of(scores)
    assert whole.ranks == pytest.approx(np.mean([part.ranks for part in parts], axis=0))
    assert whole.pairwise == pytest.approx(np.mean([part.pairwise for part in parts], axis=0))


def test_central_weights_are_the_mean_over_the_draws_won_in_part_where_level():
    scores = np.array([[1, 0], [0, 1], [1, 1]], dtype=float)
    weights = np.array([[1, 0], [0, 1], [0.5, 0.5]])
    first, second = acceptability(scores, weights, 1).central
    assert first == pytest.approx([(1 + 0.25) / 1.5, 0.25 / 1.5])
    assert second == pytest.approx([0.25 / 1.5, (1 + 0.25) / 1.5])


def test_an_option_that_is_never_first_has_no_central_weights_nor_confidence():
    values = np.tile(np.array([[1.0, 1.0], [0.5, 0.5]]), (300, 1, 1))
    weights = even(2, 300)
    counted = acceptability(illustration.scores(values, weights), weights, LEAST)
    assert counted.central[1] is None
    assert confidence_factors(values, counted.central) == (1.0, None)


def test_the_error_of_a_share_falls_with_the_root_of_the_draws():
    assert standard_error(0.5, 10_000) == pytest.approx(0.005)
    assert standard_error(1.0, 10_000) == 0
