"""The additive value with anchors fixed beforehand, on published tables: sums as published, no rank reversal."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.acceptability import acceptability
from scoring.values import points, scaled
from tests.scoring.engagements import DATA, QUESTIONNAIRE

TABLES = json.loads((DATA / "oracles" / "10_topsis_wsm_wpm.json").read_text("utf-8"))
REVERSALS = json.loads((DATA / "oracles" / "11_rank_reversal.json").read_text("utf-8"))


def between(worst, best):
    """A criterion with these anchors."""
    return QUESTIONNAIRE.criteria[0].model_copy(update={"worst_value": float(worst), "best_value": float(best)})


def value(row, weights, criteria):
    """Additive value of one option, 0 to 1, from its measures."""
    shares = {
        str(k): scaled(criterion, measure) for k, (criterion, measure) in enumerate(zip(criteria, row, strict=True))
    }
    return points(shares, {str(k): weight for k, weight in enumerate(weights)}) / 100


def ranks(values):
    """Rank of each option, 1 is best, as counting draws gives it."""
    counted = acceptability(np.array([values]), np.ones((1, 1)), 1)
    return (counted.ranks.argmax(axis=1) + 1).tolist()


def test_a_weighted_sum_of_shares_is_the_published_one():
    table = TABLES["wsm_kracka_2010"]
    matrix = np.array(table["matrix"])
    matrix = np.where(table["minimise_column"], 1 / matrix, matrix)
    # Its columns are shares of their sums: anchors at nothing and at all of it.
    criteria = [between(0, total) for total in matrix.sum(axis=0)]
    weights = [1 / len(criteria)] * len(criteria)
    found = [value(row, weights, criteria) for row in matrix]
    assert found == pytest.approx(table["expected_scores"], abs=1e-7)
    assert ranks(found) == table["expected_rank"]


def test_a_weighted_product_is_the_weighted_sum_of_logarithms():
    table = TABLES["wpm_enwiki"]
    matrix = np.array(table["matrix"])
    logs = np.log10(matrix / matrix.sum(axis=0))
    found = [value(row, table["weights"], [between(0, 1)] * len(row)) for row in logs]
    assert found == pytest.approx(table["expected_log10_scores_after_sum_scaling"], abs=1e-7)
    for number, name in ((1, "A1_A2"), (2, "A1_A3")):
        assert 10 ** (found[0] - found[number]) == pytest.approx(table[f"expected_pairwise_ratio_{name}"], abs=1e-6)


def test_fixed_anchors_order_the_table_of_tzeng_and_huang_as_published():
    table = TABLES["topsis_tzeng_huang_2011"]
    found = [value(row, table["weights"], [between(0, 10)] * 3) for row in table["matrix"]]
    # Its own numbers are distances to the best and the worst option present, which is not our method.
    assert ranks(found) == table["expected_rank"]


def test_an_option_that_ranks_last_reverses_nobody():
    table = REVERSALS["topsis_and_minmax"]
    criteria = [between(0, 10)] * 3
    for name in ("ABC", "ABCD"):
        found = [value(row, table["weights"], criteria) for row in table["matrix_ABCD"][: len(name)]]
        assert found == pytest.approx(table[f"fixed_scale_0_10_{name}"])
        assert ranks(found)[:3] == [2, 3, 1]


def test_a_copy_of_an_option_reverses_nobody():
    """Belton and Gear: ratios to the sum of the options present put A before B once B is copied."""
    table = REVERSALS["belton_gear"]
    criteria = [between(0, 9)] * 3
    for count in (3, 4):
        found = [
            value(row, table["weights"], criteria) for row in table["judgement_ratios_alternatives_by_criteria"][:count]
        ]
        assert found[1] > found[0] > found[2]
        assert found[1] == found[-1] or count == 3


levels = st.lists(st.floats(0, 10), min_size=3, max_size=3)


@given(st.lists(levels, min_size=1, max_size=4), levels)
def test_the_value_of_an_option_is_its_own_whatever_else_is_on_the_table(rows, added):
    weights, criteria = [0.4, 0.3, 0.3], [between(0, 10)] * 3
    before = [value(row, weights, criteria) for row in rows]
    assert [value(row, weights, criteria) for row in [*rows, added]][:-1] == before
