import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import Side
from scoring import assess
from scoring.asking import Panel, Shared, style
from scoring.facts import Backing, Respondent, State
from tests.scoring.engagements import CIO, DATA, EVERYONE, OPERATIONS, QUESTIONNAIRE, engagement, said

CASES = json.loads((DATA / "oracles" / "20_rater_range.json").read_text("utf-8"))["cases"]
LIMITS = QUESTIONNAIRE.thresholds
CLIENTS = [Respondent(f"client-{i}", Side.CLIENT, "cio") for i in range(6)]
OWN = [practice.id for practice in QUESTIONNAIRE.practices if practice.side is Side.CLIENT]


def claims(case):
    """Levels by rater, for each practice, from a row for each rater."""
    columns = zip(*case["respondents_by_practice"], strict=True)
    return [{str(r): level for r, level in enumerate(column) if level is not None} for column in columns]


def panel(practices):
    return Panel(dict(enumerate(practices)), style([Shared.of(practices)], LIMITS))


def range_of(practices, index, weight_of=lambda _: 1):
    """The range of an index over all these practices."""
    weighed = range(len(practices))
    return panel(practices).asked(index, weighed, [weight_of(i) for i in weighed])


# The oracle.


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_oracle_of_the_two_variances_is_met(case):
    found, expected = style([Shared.of(claims(case))], LIMITS), case["expected"]
    assert found.rater == pytest.approx(expected["rater_variance"], abs=1e-6)
    assert found.residual == pytest.approx(expected["residual_variance"], abs=1e-6)
    assert found.margin == pytest.approx(expected["t"], abs=1e-6)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_oracle_of_the_range_of_an_index_is_met(case):
    practices, expected = claims(case), case["expected"]
    assert range_of(practices, expected["index"]) == pytest.approx(expected["index_interval"], abs=2e-6)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_oracle_of_the_range_of_a_practice_is_met(case):
    practices, expected = claims(case), case["expected"]
    for i, (middle, half) in enumerate(zip(expected["practice_means"], expected["practice_half_widths"], strict=True)):
        around = max(0.0, middle - half), min(5.0, middle + half)
        assert panel(practices).asked(middle, [i], [1]) == pytest.approx(around, abs=2e-6)


# Properties.

teams = st.integers(1, 6).flatmap(
    lambda raters: st.lists(st.lists(st.integers(0, 5), min_size=raters, max_size=raters), min_size=1, max_size=10)
)


def by_rater(table):
    return [{str(r): level for r, level in enumerate(row)} for row in table]


@given(teams, st.randoms())
def test_the_range_does_not_depend_on_the_order_of_people(table, chance):
    given_ = by_rater(table)
    shuffled = [dict(chance.sample(list(row.items()), len(row))) for row in given_]
    assert range_of(shuffled, 3) == pytest.approx(range_of(given_, 3), abs=1e-12)


@given(teams, st.integers(0, 10))
def test_the_range_holds_the_index_and_stays_within_the_scale(table, halves):
    index = Fraction(halves, 2)
    low, high = range_of(by_rater(table), index)
    assert 0 <= low <= index <= high <= 5


@given(teams, st.integers(1, 9))
def test_weights_count_by_their_proportions(table, factor):
    found = range_of(by_rater(table), 3, lambda i: 1 + i % 3)
    assert range_of(by_rater(table), 3, lambda i: factor * (1 + i % 3)) == pytest.approx(found, abs=1e-12)


def half_width(table):
    low, high = range_of(by_rater(table), 2.5)
    return (high - low) / 2


@given(st.lists(st.integers(0, 5), min_size=1, max_size=10), st.integers(1, 8))
def test_one_more_person_who_says_the_same_makes_it_narrower(levels, raters):
    alike = [[level] * raters for level in levels]
    assert half_width([[*row, row[0]] for row in alike]) < half_width(alike)


def test_people_who_differ_in_severity_make_it_wider():
    alike, lenient = [[2, 2], [3, 3], [2, 2]], [[1, 3], [2, 4], [1, 3]]
    assert half_width(lenient) > half_width(alike)


def test_people_who_never_rate_the_same_practice_tell_nothing_of_their_style():
    """Three of them, each alone on a practice, teach no more about severity than one."""
    apart, alone = style([Shared.of([{"a": 1}, {"b": 5}, {"c": 3}])], LIMITS), style([Shared.of([{"a": 1}])], LIMITS)
    assert apart == alone
    assert (apart.rater, apart.residual) == (0.25, pytest.approx(0.64))


@given(teams)
def test_two_sets_of_practices_add_up_to_one(table):
    practices = by_rater(table)
    halves = Shared.of(practices[::2]) + Shared.of(practices[1::2])
    together, apart = style([Shared.of(practices)], LIMITS), style([halves], LIMITS)
    assert (apart.rater, apart.residual) == pytest.approx((together.rater, together.residual), abs=1e-9)
    assert apart.margin == together.margin


@given(teams)
def test_hearing_two_sides_lets_fewer_standard_deviations_do(table):
    one = Shared.of(by_rater(table))
    assert style([one, one], LIMITS).margin <= style([one], LIMITS).margin


# In an assessment.


def asked(*answers, **changes):
    facts = engagement(answers=answers, respondents=(*EVERYONE, *CLIENTS), mode="in_depth", **changes)
    return assess(QUESTIONNAIRE, facts).sides[Side.CLIENT]


def everyone_says(levels, people=CLIENTS, practices=OWN):
    return [
        said(who, id_, level, Backing.SAMPLED) for who, level in zip(people, levels, strict=False) for id_ in practices
    ]


def test_themes_domains_and_the_side_have_a_range():
    side = asked(*everyone_says([3, 3, 3]))
    scores = [side.score, *[d.score for d in side.domains], *[t for d in side.domains for t in d.themes]]
    for score in scores:
        low, high = score.asked
        assert low < score.index.value == 3 < high


def test_the_more_practices_the_narrower():
    side = asked(*everyone_says([2, 3, 4]))

    def width(score):
        return score.asked[1] - score.asked[0]

    for domain in side.domains:
        assert width(side.score) < width(domain.score) < width(domain.themes[0])


def test_the_side_counts_its_domains_by_their_weights():
    answers = everyone_says([2, 3, 4])
    [first, *others] = [domain.id for domain in QUESTIONNAIRE.domains]
    only = asked(*answers, domain_weights=dict.fromkeys(others, 0))
    assert only.score.asked == pytest.approx(only.domains[0].score.asked, abs=1e-12)
    assert only.domains[0].score.id == first


def test_a_domain_that_weighs_nothing_asks_nobody():
    domain = QUESTIONNAIRE.domains[0].id
    inside = [id_ for id_ in OWN if QUESTIONNAIRE.domain_of(QUESTIONNAIRE.practice[id_]).id == domain]
    provider = next(person for person in EVERYONE if person.side is Side.PROVIDER)
    answers = [*everyone_says([3, 3], practices=inside), *everyone_says([3], [provider])]
    side = asked(*answers, domain_weights={domain: 0})
    assert side.domains[0].score.asked is not None
    assert (side.score.index.value, side.score.asked) == (3, None)


def test_nobody_of_the_side_asked_is_no_range():
    provider = next(person for person in EVERYONE if person.side is Side.PROVIDER)
    side = asked(*everyone_says([3], [provider]))
    assert side.score.index.value == 3
    assert side.score.asked is None


def test_what_the_other_side_says_changes_the_index_and_not_how_far_it_depends_on_who_was_asked():
    answers = everyone_says([3, 3])
    provider = next(person for person in EVERYONE if person.side is Side.PROVIDER)
    before, after = asked(*answers).score, asked(*answers, *everyone_says([2], [provider])).score
    assert after.index.value < before.index.value
    assert after.asked[1] - after.asked[0] == pytest.approx(before.asked[1] - before.asked[0])


def test_a_side_that_answers_dont_know_was_not_asked():
    side = asked(*[said(who, id_, State.DONT_KNOW) for who in (CIO, OPERATIONS) for id_ in OWN])
    assert side.score.asked is None


def test_missing_answers_are_not_in_this_range():
    """They are what the low and the high of the index say."""
    full, half = asked(*everyone_says([3, 3])).score, asked(*everyone_says([3, 3], practices=OWN[::2])).score
    assert half.index.low < full.index.low
    assert half.asked[0] > 2


def test_the_same_answers_in_another_order_give_the_same_bytes():
    answers = [
        replace(answer, level=(i * 7) % 6)
        for i, answer in enumerate(everyone_says([0, 0, 0, 0], practices=list(QUESTIONNAIRE.practice)))
    ]
    one = assess(QUESTIONNAIRE, engagement(answers=tuple(answers), respondents=(*EVERYONE, *CLIENTS)))
    other = assess(QUESTIONNAIRE, engagement(answers=tuple(answers[::-1]), respondents=(*CLIENTS[::-1], *EVERYONE)))
    assert repr(one) == repr(other)
