import json
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.acceptability import acceptability
from scoring.weighing import Weighing, deciders, read_weighing, roc_weights, sample_weights, stated_weights
from tests.scoring import illustration
from tests.scoring.engagements import DATA, QUESTIONNAIRE

RANKED = json.loads((DATA / "oracles" / "07_rank_weights.json").read_text("utf-8"))["roc"]
EXACT = json.loads((DATA / "oracles" / "13_smaa_exact.json").read_text("utf-8"))["cases"]

PRECISION = QUESTIONNAIRE.weight_precision
THREE = ("need", "cost", "time")
MANY = 100_000


def letters(count):
    return tuple("abcdefghij"[:count])


def ranking(*groups):
    return Weighing("ranking", ranking=tuple(tuple(group) for group in groups))


def about(points, factor=1.5):
    return Weighing("points", points=points, factor=factor)


def between(low, high):
    return Weighing("intervals", low=low, high=high)


def sample(statement, criteria, count=MANY):
    return sample_weights([statement], criteria, 1, count)


def shares(numbers):
    return st.lists(numbers, min_size=2, max_size=8)


# ---- what is drawn ------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", RANKED)
def test_a_full_ranking_weighs_as_its_rank_order_centroid(count):
    criteria = letters(int(count))
    statement = ranking(*criteria)
    assert list(statement.stated(criteria).values()) == pytest.approx(RANKED[count], abs=1e-6)
    drawn = sample(statement, criteria)
    assert drawn.mean(axis=0) == pytest.approx(RANKED[count], abs=0.003)
    assert (np.diff(drawn, axis=1) <= 0).all()


def test_the_order_of_criteria_is_that_of_the_ranking_not_that_in_which_they_are_listed():
    drawn = sample(ranking(["time"], ["need"], ["cost"]), THREE, 1000)
    assert (drawn[:, 2] >= drawn[:, 0]).all()
    assert (drawn[:, 0] >= drawn[:, 1]).all()


def test_criteria_on_one_rank_share_it_in_any_order():
    statement = ranking("a", "bcd")
    drawn = sample(statement, letters(4))
    assert (drawn[:, :1] >= drawn[:, 1:]).all()
    after = sum(RANKED["4"][1:]) / 3
    assert drawn.mean(axis=0) == pytest.approx([RANKED["4"][0], after, after, after], abs=0.003)
    assert list(statement.stated(letters(4)).values()) == pytest.approx([RANKED["4"][0], after, after, after], abs=1e-6)
    assert np.mean(drawn[:, 1] > drawn[:, 2]) == pytest.approx(0.5, abs=0.01)


def test_nothing_said_is_even_over_all_weights():
    drawn = sample(Weighing(), letters(4))
    # Each weight of K even over the simplex has the mean 1/K and the variance (K - 1) / (K² (K + 1)).
    assert drawn.mean(axis=0) == pytest.approx([0.25] * 4, abs=0.003)
    assert drawn.var(axis=0) == pytest.approx([3 / 80] * 4, abs=0.001)
    assert Weighing().stated(letters(4)) == dict.fromkeys("abcd", 0.25)


@pytest.mark.parametrize("word", ["firm", "approximate", "rough"])
def test_the_true_ratio_of_points_is_within_the_factor_of_its_word_nine_times_out_of_ten(word):
    factor = getattr(PRECISION, word)
    drawn = sample(about({"need": 60, "cost": 30, "time": 10}, factor), THREE)
    # The ratio of two is off by the square root of two times as much, in logarithms.
    off = np.abs(np.log(drawn[:, 0] / drawn[:, 1] / 2)) / np.sqrt(2)
    assert np.mean(off <= log(factor)) == pytest.approx(0.9, abs=0.005)


def test_a_criterion_without_points_never_weighs_anything():
    drawn = sample(about({"need": 60, "cost": 0, "time": 40}), THREE, 1000)
    assert not drawn[:, 1].any()
    assert drawn[:, 0].std() > 0


def test_points_that_are_exact_do_not_vary():
    drawn = sample(about({"need": 60, "cost": 0, "time": 40}, factor=1), THREE, 10)
    assert drawn == pytest.approx(np.tile([0.6, 0, 0.4], (10, 1)))


def test_one_interval_cuts_the_even_distribution_and_leaves_it_even():
    drawn = sample(between({"need": 0.2}, {"need": 0.5}), THREE)
    # Even over the simplex of three, a weight has the density 2 (1 - w).
    mean = ((0.5**2 - 0.2**2) / 2 - (0.5**3 - 0.2**3) / 3) / ((0.5 - 0.2) - (0.5**2 - 0.2**2) / 2)
    assert (drawn[:, 0].min(), drawn[:, 0].max()) == pytest.approx((0.2, 0.5), abs=0.001)
    assert drawn.mean(axis=0) == pytest.approx([mean, (1 - mean) / 2, (1 - mean) / 2], abs=0.003)


def test_narrow_intervals_that_hardly_any_trial_meets_are_filled_evenly_all_the_same():
    criteria, most = letters(8), 0.13
    drawn = sample(between({}, dict.fromkeys(criteria, most)), criteria)
    assert drawn.max() <= most + 1e-12
    # What is missing to the upper bounds is then even over a small simplex.
    missing = np.sort((most - drawn) / (8 * most - 1), axis=1)[:, ::-1]
    assert missing.mean(axis=0) == pytest.approx(RANKED["8"], abs=0.004)


def test_intervals_that_leave_no_room_are_their_own_weights():
    for low, high in (({"need": 0.5, "cost": 0.3, "time": 0.2}, {}), ({}, {"need": 0.5, "cost": 0.3, "time": 0.2})):
        statement = between(low, high)
        assert sample(statement, THREE, 4) == pytest.approx(np.tile([0.5, 0.3, 0.2], (4, 1)))
        assert list(statement.stated(THREE).values()) == pytest.approx([0.5, 0.3, 0.2])


@st.composite
def intervals(draw):
    """Bounds about some weights, so that they can be met."""
    parts = draw(shares(st.floats(0.01, 1)))
    middle = [part / sum(parts) for part in parts]
    below, above = (draw(st.lists(st.floats(0, 1), min_size=len(parts), max_size=len(parts))) for _ in range(2))
    low = {name: m * (1 - b) for name, m, b in zip(letters(len(parts)), middle, below, strict=True)}
    high = {name: m + (1 - m) * a for name, m, a in zip(letters(len(parts)), middle, above, strict=True)}
    return between(low, high)


@given(intervals())
def test_weights_drawn_between_bounds_and_those_stated_lie_between_them_and_sum_to_1(statement):
    criteria = tuple(statement.low)
    rows = np.vstack([sample(statement, criteria, 200), list(statement.stated(criteria).values())])
    assert rows.sum(axis=1) == pytest.approx(np.ones(len(rows)))
    for column, criterion in enumerate(criteria):
        assert rows[:, column].min() >= statement.low[criterion] - 1e-9
        assert rows[:, column].max() <= statement.high[criterion] + 1e-9


@given(shares(st.integers(0, 100)).filter(any), st.floats(0.1, 10))
def test_points_count_by_their_shares_alone(points, scale):
    criteria = letters(len(points))
    one, other = (about({c: p * s for c, p in zip(criteria, points, strict=True)}) for s in (1, scale))
    assert sample(one, criteria, 50) == pytest.approx(sample(other, criteria, 50))
    assert sample(one, criteria, 50).sum(axis=1) == pytest.approx(np.ones(50))


@pytest.mark.parametrize("statement", [Weighing(), about(dict.fromkeys("abc", 1)), ranking("ab", "c"), between({}, {})])
def test_the_same_statement_and_seed_give_the_same_bytes(statement):
    first = sample(statement, letters(3), 500).tobytes()
    assert sample(statement, letters(3), 500).tobytes() == first
    assert sample_weights([statement], letters(3), 2, 500).tobytes() != first


def test_points_of_one_criterion_move_no_draw_of_the_others_among_themselves():
    before = sample(about({"need": 60, "cost": 30, "time": 10}), THREE, 100)
    after = sample(about({"need": 20, "cost": 30, "time": 10}), THREE, 100)
    assert before[:, 1] / before[:, 2] == pytest.approx(after[:, 1] / after[:, 2])


# ---- several deciders ---------------------------------------------------------------------------------


def test_several_deciders_speak_in_turn_each_for_its_share_of_the_draws():
    statements = [ranking("a", "b"), ranking("b", "a"), between({"a": 0.4}, {"a": 0.6})]
    drawn, turns = sample_weights(statements, letters(2), 1, 30_000), deciders(3, 1, 30_000)
    assert np.bincount(turns) / 30_000 == pytest.approx([1 / 3] * 3, abs=0.01)
    assert (drawn[turns == 0, 0] >= 0.5).all()
    assert (drawn[turns == 1, 0] <= 0.5).all()
    assert np.abs(drawn[turns == 2, 0] - 0.5).max() <= 0.1
    assert drawn.sum(axis=1) == pytest.approx(np.ones(30_000))


def test_what_several_deciders_state_is_their_mean():
    found = stated_weights([about({"a": 80, "b": 20}), about({"a": 1, "b": 1})], letters(2))
    assert found == pytest.approx({"a": 0.65, "b": 0.35})


# ---- reading ------------------------------------------------------------------------------------------


def read(**value):
    return read_weighing({"precision": "approximate"} | value, THREE, PRECISION)


def test_a_statement_is_read_in_the_form_that_was_chosen():
    points = {"need": 60, "cost": 30, "time": 10}
    assert read(form="points", points=points, precision="rough").factor == PRECISION.rough
    assert read(form="points", points=points).stated(THREE) == {"need": 0.6, "cost": 0.3, "time": 0.1}
    ranked = read(form="ranking", ranking=[["time"], ["need", "cost"]])
    assert max(ranked.stated(THREE), key=ranked.stated(THREE).get) == "time"
    held = read(form="intervals", low={"need": 20, "cost": 10, "time": 0}, high={"need": 60, "cost": 50, "time": 30})
    assert (held.low["need"], held.high["need"]) == (0.2, 0.6)
    assert sum(held.stated(THREE).values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ({"form": "points", "points": {"need": 60, "cost": 30}}, "time: missing"),
        ({"form": "points", "points": {"need": 60, "cost": 30, "time": 0, "look": 1}}, "look: no such criterion"),
        ({"form": "points", "points": {"need": 60, "cost": -30, "time": 0}}, "cost: points below 0"),
        ({"form": "points", "points": dict.fromkeys(THREE, 0)}, "need, cost, time: all have 0 points"),
        ({"form": "ranking", "ranking": [["need"], ["cost"]]}, "time: missing"),
        ({"form": "ranking", "ranking": [["need"], ["cost", "need"], ["time"]]}, "need: named twice"),
        ({"form": "intervals", "low": {"look": 10}}, "look: no such criterion"),
        ({"form": "intervals", "low": {"cost": 40}, "high": {"cost": 30}}, "cost: from 0.4 up to 0.3"),
        ({"form": "intervals", "low": {"need": 70, "cost": 40}}, "more than 1; the largest is that of need"),
        (
            {"form": "intervals", "high": {"need": 30, "cost": 40, "time": 20}},
            "less than 1; the largest is that of cost",
        ),
    ],
)
def test_a_statement_that_cannot_be_met_is_refused_by_the_name_of_its_criterion(value, complaint):
    with pytest.raises(ValueError, match=complaint):
        read(**value)


def test_a_ranking_taken_from_points_keeps_their_order_their_ties_and_their_zeros():
    found = roc_weights({"a": 50, "b": 20, "c": 0, "d": 20})
    first, *after = RANKED["3"]
    assert found == pytest.approx({"a": first, "b": sum(after) / 2, "c": 0, "d": sum(after) / 2}, abs=1e-6)
    assert sum(found.values()) == pytest.approx(1)


# ---- the worked decision ------------------------------------------------------------------------------


def test_points_of_the_worked_decision_weigh_as_published():
    assert illustration.stated() == pytest.approx(illustration.EXACT["weights_from_points"], abs=1e-6)
    assert illustration.drawn_weights().mean(axis=0) == pytest.approx(illustration.CHANCE["mean_weight"], abs=0.001)


def test_the_same_option_leads_under_stated_points_equal_weights_and_their_ranking():
    settings = {
        "stated points": illustration.POINTS.stated(illustration.CRITERIA),
        "equal weights": Weighing().stated(illustration.CRITERIA),
        "ROC weights": roc_weights(illustration.POINTS.points),
    }
    for name, option in illustration.ORACLE["sensitivity_of_the_confidence"]["best_by_weight_scenario"].items():
        best = int((illustration.mean_values() @ list(settings[name].values())).argmax())
        assert illustration.OPTIONS[best] == option


@pytest.mark.parametrize("name", ["rank only", "no preference"])
def test_less_said_of_the_weights_gives_the_published_first_ranks(name):
    order = sorted(illustration.CRITERIA, key=illustration.POINTS.points.get, reverse=True)
    statement = {"rank only": ranking(*[[criterion] for criterion in order]), "no preference": Weighing()}[name]
    weights = sample_weights([statement], illustration.CRITERIA, 1, illustration.DRAWS)
    counted = acceptability(illustration.scores(illustration.drawn_values(), weights), weights, 200)
    expected = illustration.ORACLE["sensitivity_of_the_confidence"]["other_weight_statements"][name]
    assert counted.ranks[:, 0] == pytest.approx(expected["p_best"], abs=0.01)
    assert counted.means == pytest.approx(expected["mean_value"], abs=0.001)


def test_weights_in_an_order_give_the_exact_central_weights():
    case = EXACT[2]
    drawn = sample(ranking("a", "b", "c"), letters(3))
    counted = acceptability(drawn @ np.array(case["values"]).T, drawn, 200)
    assert drawn.mean(axis=0) == pytest.approx(case["mean_weights_all_draws"], abs=0.003)
    assert counted.ranks[:, 0] == pytest.approx(case["first_rank"], abs=0.01)
    assert counted.central[0] == pytest.approx(case["central_weight_A"], abs=0.01)
    assert counted.central[3] == pytest.approx(case["central_weight_D"], abs=0.01)
    assert counted.central[1] is counted.central[2] is None
