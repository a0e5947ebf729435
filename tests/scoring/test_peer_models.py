"""Our gate and our two spreads of raters against models that others published (`oracles` 03 and 05)."""

import json
from fractions import Fraction

import pytest

from scoring.asking import Shared, style
from scoring.maturity import Item, group_score
from tests.scoring.engagements import DATA, QUESTIONNAIRE


def oracle(name):
    return json.loads((DATA / "oracles" / name).read_text("utf-8"))


C2M2 = oracle("03_c2m2_mil.json")["cases"]
TOP = 3
"""The highest maturity indicator level."""


@pytest.mark.parametrize("case", C2M2)
def test_a_group_whose_practices_are_all_critical_has_the_cumulative_gate_of_c2m2(case):
    """A practice of level k holds the group below k until it is fully or largely implemented."""
    items = [
        Item(f"{level}.{number}", 1, Fraction(TOP if said in {"FI", "LI"} else int(level) - 1), critical=True)
        for level, responses in case["responses"].items()
        for number, said in enumerate(responses)
    ]
    assert group_score("domain", items).level_low == case["expected_mil"]


def test_without_priors_our_two_spreads_are_those_of_the_two_way_analysis_of_variance():
    """Shrout and Fleiss, 6 targets by 4 judges: residual mean square, and judges' mean square above it per target."""
    found = oracle("05_icc_shrout_fleiss.json")
    table, squares = found["targets_by_judges"], found["mean_squares"]
    claims = [{f"judge {number}": level for number, level in enumerate(row)} for row in table]
    limits = QUESTIONNAIRE.thresholds.model_copy(update={"prior_worth": 0})
    ours = style([Shared.of(claims)], limits)
    assert ours.residual == pytest.approx(squares["EMS"])
    assert ours.rater == pytest.approx((squares["JMS"] - squares["EMS"]) / len(table))
    consistency = squares["BMS"] - ours.residual
    assert consistency / (squares["BMS"] + 3 * ours.residual) == pytest.approx(found["expected"]["ICC(3,1)"], abs=1e-6)
