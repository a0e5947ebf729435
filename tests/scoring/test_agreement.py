import json
from fractions import Fraction

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from questionnaires import Side
from scoring import assess
from scoring.agreement import agreement, ordinal_alpha
from scoring.facts import State
from scoring.results import Reading
from tests.scoring.engagements import ACCOUNT, CIO, DATA, OPERATIONS, QUESTIONNAIRE, engagement, said, taken_out

ORACLE = json.loads((DATA / "oracles" / "04_krippendorff_alpha.json").read_text("utf-8"))
LIMITS = QUESTIONNAIRE.thresholds
PRACTICES = list(QUESTIONNAIRE.practice)


def units(raters):
    """What was given to each unit, from a table with a row for each rater."""
    return [[level for level in column if level is not None] for column in zip(*raters, strict=True)]


# Alpha.


@pytest.mark.parametrize("case", ORACLE["matrices"], ids=lambda case: case["id"])
def test_the_oracle_of_alpha_is_met(case):
    assert float(ordinal_alpha(units(case["data"]))) == pytest.approx(case["expected"]["ordinal"], abs=1e-6)


@pytest.mark.parametrize("case", ORACLE["degenerate"], ids=lambda case: case["note"])
def test_what_cannot_be_told_is_told_as_such(case):
    assert ordinal_alpha(units(case["data"])) is None


level_or_silence = st.none() | st.integers(0, 5)
tables = st.integers(2, 6).flatmap(
    lambda raters: st.lists(st.lists(level_or_silence, min_size=raters, max_size=raters), min_size=2, max_size=12)
)


@given(tables)
def test_the_package_of_the_same_name_agrees(table):
    alpha = ordinal_alpha([[level for level in row if level is not None] for row in table])
    assume(alpha is not None)
    data = np.array([[np.nan if level is None else level for level in row] for row in table]).T
    assert float(alpha) == pytest.approx(krippendorff.alpha(data, level_of_measurement="ordinal"), abs=1e-9)


rated = st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=6), min_size=1, max_size=12)


@given(rated, st.randoms())
def test_alpha_is_order_free(found, chance):
    shuffled = [chance.sample(levels, len(levels)) for levels in chance.sample(found, len(found))]
    assert ordinal_alpha(shuffled) == ordinal_alpha(found)


@given(rated)
def test_alpha_is_at_most_one_and_one_only_when_all_agree(found):
    alpha = ordinal_alpha(found)
    assume(alpha is not None)
    assert alpha <= 1
    assert (alpha == 1) == all(len(set(levels)) == 1 for levels in found if len(levels) > 1)


@given(rated, st.integers(0, 5))
def test_who_rates_alone_tells_nothing_of_agreement(found, level):
    assert ordinal_alpha([*found, [level]]) == ordinal_alpha(found)


@given(rated)
def test_the_ordinal_scale_has_no_best_end(found):
    assert ordinal_alpha([[5 - level for level in levels] for levels in found]) == ordinal_alpha(found)


# One side of an engagement.


def rating_alike(first, second):
    """Two people of the client's side on as many practices as levels are given."""
    pairs = zip(PRACTICES, first, second, strict=False)
    return [answer for id_, x, y in pairs for answer in (said(CIO, id_, x), said(OPERATIONS, id_, y))]


def of_client(*answers, **changes):
    found = assess(QUESTIONNAIRE, engagement(answers=answers, mode="in_depth", **changes)).agreement
    assert [each.side for each in found] == list(Side)
    return found[0]


TEN = [0, 1, 2, 3, 4, 5, 1, 2, 3, 4]


def test_two_people_who_read_the_scale_alike():
    found = of_client(*rating_alike(TEN, TEN))
    assert (found.alpha, found.reading) == (1, Reading.GOOD)
    assert (found.respondents, found.practices) == (2, 10)


def test_two_people_who_read_it_the_other_way_round():
    found = of_client(*rating_alike(TEN, TEN[::-1]))
    assert found.alpha < 0
    assert found.reading is Reading.WEAK


def test_nine_practices_are_too_few():
    found = of_client(*rating_alike(TEN[:9], TEN[:9]))
    assert (found.alpha, found.reading, found.practices) == (None, Reading.TOO_FEW, 9)


def test_one_person_is_too_few():
    found = of_client(*[said(CIO, id_, 3) for id_ in PRACTICES])
    assert (found.alpha, found.reading, found.respondents) == (None, Reading.TOO_FEW, 1)


def test_everyone_giving_the_same_level_is_no_variation_and_no_agreement():
    found = of_client(*rating_alike([3] * 10, [3] * 10))
    assert (found.alpha, found.reading) == (None, Reading.NO_VARIATION)


def test_the_other_side_is_not_mixed_in():
    found = of_client(*rating_alike(TEN, TEN), *[said(ACCOUNT, id_, 5) for id_ in PRACTICES])
    assert (found.alpha, found.respondents) == (1, 2)


def test_silence_and_practices_out_of_scope_do_not_count():
    silent = [said(OPERATIONS, id_, State.DONT_KNOW) for id_ in PRACTICES[10:]]
    answers = [*rating_alike(TEN, TEN), *silent]
    assert of_client(*answers).practices == 10
    assert of_client(*answers, scope_decisions=taken_out(PRACTICES[0])).reading is Reading.TOO_FEW


@pytest.mark.parametrize(
    ("limit", "reading"),
    [
        ({}, Reading.TENTATIVE),
        ({"agreement_good": 0.7}, Reading.GOOD),
        ({"agreement_tentative": 0.75}, Reading.WEAK),
    ],
)
def test_the_limits_are_data(limit, reading):
    claims = [{"a": x, "b": y} for x, y in zip(TEN, [1, 1, 3, 3, 4, 3, 1, 4, 3, 4], strict=True)]
    found = agreement(Side.CLIENT, claims, LIMITS.model_copy(update=limit))
    assert 0.667 < found.alpha < 0.8
    assert found.reading is reading


def test_alpha_is_exact_until_it_is_told():
    assert ordinal_alpha([[1, 1], [3, 3], [5, 4]]) == Fraction(94, 99)
