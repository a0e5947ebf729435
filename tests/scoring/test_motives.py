from fractions import Fraction

import pytest

from scoring.motives import (
    ABILITY_PARTS,
    ABILITY_PRACTICES,
    ACCEPTABILITY_PARTS,
    NEED,
    ability,
    acceptability,
    motive_strengths,
    price_gap,
    strength,
    strongest,
)
from scoring.statements import Kind
from tests.scoring.cases import demonstration, subjects
from tests.scoring.engagements import QUESTIONNAIRE

HALF = Fraction(1, 2)
MODEL = QUESTIONNAIRE.motive_model


def heard(holders, intensity, confirmation):
    return {"holders": holders, "intensity": intensity, "confirmation": confirmation}


@pytest.mark.parametrize(
    ("holders", "weight"), [(0, 0), (1, "3/5"), (2, "4/5"), (3, "4/5"), (4, 1), (5, 1), (10_000, 1)]
)
def test_a_motive_weighs_by_those_who_hold_it_independently(holders, weight):
    assert strength(MODEL, holders, 3, Fraction(1)) == Fraction(weight)


@pytest.mark.parametrize(("intensity", "expected"), [(0, 0), (1, "1/3"), (2, "2/3"), (3, 1)])
def test_a_motive_weighs_by_how_strongly_it_is_said(intensity, expected):
    assert strength(MODEL, 4, intensity, Fraction(1)) == Fraction(expected)


@pytest.mark.parametrize("confirmation", [0, HALF, 1])
def test_a_motive_weighs_no_more_than_what_confirms_it(confirmation):
    assert strength(MODEL, 4, 3, Fraction(confirmation)) == confirmation


def test_motives_come_strongest_first_then_loudest():
    found = motive_strengths(MODEL, {"MO-02": heard(1, 3, 0), "MO-04": heard(1, 1, 0), "MO-01": heard(4, 2, 1)})
    assert [motive.motive_id for motive in found] == ["MO-01", "MO-02", "MO-04"]


@pytest.mark.parametrize(("said", "perceived"), [((1, 3, 0), True), ((1, 2, 0), False), ((1, 3, 0.5), False)])
def test_a_loud_motive_that_nothing_confirms_is_perceived_and_not_established(said, perceived):
    assert motive_strengths(MODEL, {"MO-02": heard(*said)})[0].perceived_only is perceived


def test_the_strongest_of_the_motives_of_need_counts_and_none_counts_for_nothing():
    motives = motive_strengths(MODEL, {"MO-05": heard(2, 1, 0.5), "MO-11": heard(3, 3, 1), "MO-09": heard(4, 3, 1)})
    assert strongest(motives, NEED) == Fraction(4, 5)
    assert strongest(motives, ("MO-13",)) == 0


@pytest.mark.parametrize(
    ("percent", "confidence", "expected"),
    [
        (4, "low", "12/125"),
        (12, "medium", "48/125"),
        (25, "high", 1),
        (25, "low", "3/5"),
        (60, "high", 1),
        (0, "high", 0),
        (-10, "high", 0),
    ],
)
def test_a_price_gap_counts_up_to_a_quarter_and_as_far_as_the_comparison_is_believed(percent, confidence, expected):
    assert price_gap(MODEL, Fraction(percent, 100), confidence) == Fraction(expected)


def answered(*scores, evidenced=True):
    parts = zip(ABILITY_PARTS, scores, strict=False)
    return {name: {"score": score, "evidenced": evidenced} for name, score in parts}


def test_ability_is_the_mean_of_three_answers_and_two_practices_over_five():
    ratings = dict.fromkeys(ABILITY_PRACTICES, Fraction(3))
    assert ability(answered(1, 1, 1), ratings) == (Fraction(84, 100), 5)
    assert ability(answered(0, 0, 0.5, evidenced=False), dict.fromkeys(ABILITY_PRACTICES, Fraction(1))) == (
        Fraction(18, 100),
        2,
    )


@pytest.mark.parametrize(
    ("parts", "ratings", "evidenced"),
    [
        (answered(1, 1), dict.fromkeys(ABILITY_PRACTICES, Fraction(3)), 4),
        (answered(1, 1, 1), {"REL-STR-P1": Fraction(3), "REL-IMP-P1": None}, 4),
        ({}, {}, 0),
    ],
)
def test_ability_is_not_known_until_its_five_parts_are(parts, ratings, evidenced):
    assert ability(parts, ratings) == (None, evidenced)


def test_acceptability_is_the_mean_of_five_answers():
    scores = dict(zip(ACCEPTABILITY_PARTS, (0.25, 0, 0.25, 0.5, 0.5), strict=True))
    assert acceptability({name: {"score": score} for name, score in scores.items()}) == Fraction(3, 10)


def test_acceptability_is_not_known_until_its_five_parts_are():
    assert acceptability({name: {"score": 1} for name in ACCEPTABILITY_PARTS[1:]}) is None


EXPECTED = {
    "valmeca": {"MO-01": "2/3", "MO-03": "3/5", "MO-05": "2/15", "MO-02": 0, "MO-04": 0},
    "val-dore": {"MO-09": 1, "MO-10": "4/5", "MO-05": "1/3", "MO-08": "4/15", "MO-04": 0, "MO-01": 0},
    "hexalis": {"MO-05": 1, "MO-11": "4/5", "MO-07": "8/15", "MO-04": "2/15", "MO-01": 0},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_motives_of_a_demonstration_have_the_strength_that_experts_gave(name):
    found = motive_strengths(MODEL, subjects(demonstration(name), Kind.MOTIVE))
    assert {m.motive_id: m.strength for m in found} == {id_: Fraction(s) for id_, s in EXPECTED[name].items()}


@pytest.mark.parametrize(("name", "perceived"), [("valmeca", ["MO-02"]), ("val-dore", []), ("hexalis", [])])
def test_missing_procedures_at_valmeca_are_perceived_and_not_established(name, perceived):
    found = motive_strengths(MODEL, subjects(demonstration(name), Kind.MOTIVE))
    assert [motive.motive_id for motive in found if motive.perceived_only] == perceived
