import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import Grade, Side
from scoring import assess, current_answers
from scoring.facts import Backing, Respondent, State
from scoring.ratings import average_deviation, proposed_rating, rate
from scoring.results import Confidence, Doubt, Ref
from scoring.statements import Kind, Statement
from tests.scoring.engagements import (
    ACCOUNT,
    CIO,
    DATA,
    DELIVERY,
    EVERYONE,
    OPERATIONS,
    QUESTIONNAIRE,
    at,
    decided,
    engagement,
    said,
    taken_out,
)

PRACTICE = "PRC-CHM-C1"
HALF = Fraction(1, 2)
SAID, SEEN, SAMPLED = Backing


def rating(*answers, **changes):
    return rate(QUESTIONNAIRE, engagement(answers=answers, **changes))[PRACTICE]


def says(respondent, level, backing=SAID, **changes):
    return said(respondent, PRACTICE, level, backing, **changes)


# The proposal.


@pytest.mark.parametrize(
    ("client", "provider", "expected"),
    [
        (2, 2, "2"),
        (2, 3, "5/2"),
        (1, 3, "3/2"),
        (0, 5, "1/2"),
        (5, 0, "1/2"),
        ("7/3", 3, "8/3"),
        (2, None, "2"),
        (None, 3, "3"),
    ],
)
def test_the_proposal_is_the_mean_at_most_half_a_level_above_the_lower_side(client, provider, expected):
    values = [None if value is None else Fraction(value) for value in (client, provider)]
    assert proposed_rating(*values) == Fraction(expected)


def test_nobody_rates_is_no_proposal():
    assert proposed_rating(None, None) is None


sides = st.builds(Fraction, st.integers(0, 60), st.just(12))


@given(sides, sides, sides)
def test_a_better_answer_never_worsens_the_proposal(other, x, y):
    worse, better = sorted([x, y])
    assert proposed_rating(worse, other) <= proposed_rating(better, other)
    assert proposed_rating(other, worse) <= proposed_rating(other, better)


@given(sides, sides)
def test_the_proposal_lies_between_the_two_sides_and_favours_neither(client, provider):
    proposed = proposed_rating(client, provider)
    assert min(client, provider) <= proposed <= max(client, provider)
    assert proposed == proposed_rating(provider, client)


backings = st.sampled_from(Backing)
levels = st.integers(0, 5)


@given(st.lists(st.tuples(levels, backings), min_size=4, max_size=4), st.integers(0, 3), levels)
def test_a_better_answer_never_worsens_the_rating(drawn, who, level):
    answers = [says(respondent, *claim) for respondent, claim in zip(EVERYONE, drawn, strict=True)]
    others = [answer for i, answer in enumerate(answers) if i != who]
    worse, better = sorted([drawn[who][0], level])
    before, after = (rating(*others, replace(answers[who], level=moved)) for moved in (worse, better))
    assert before.value <= after.value
    assert before.uncapped <= after.uncapped


def test_a_side_is_the_mean_of_its_respondents_however_many_it_sends():
    found = rating(says(CIO, 1), says(OPERATIONS, 2), says(ACCOUNT, 2))
    assert (found.client_value, found.provider_value, found.gap) == (Fraction(3, 2), 2, -HALF)
    assert found.uncapped == Fraction(7, 4)
    assert (found.respondents, found.one_view) == (3, False)


def test_one_side_alone_is_marked_as_one_view():
    found = rating(says(CIO, 2), says(OPERATIONS, 1))
    assert (found.value, found.gap, found.one_view) == (Fraction(3, 2), None, True)


# How far people differ.

DEVIATIONS = json.loads((DATA / "oracles" / "06_rwg_ad.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", DEVIATIONS, ids=lambda case: str(case["ratings"]))
def test_the_oracle_of_the_average_deviation_is_met(case):
    assert float(average_deviation(case["ratings"])) == pytest.approx(case["AD_median"], abs=1e-6)


def test_the_deviation_of_a_practice_is_over_all_who_rate_it_on_both_sides():
    found = rating(says(CIO, 1), says(OPERATIONS, State.DONT_KNOW), says(ACCOUNT, 2), says(DELIVERY, 4))
    assert found.deviation == 1


def test_one_person_alone_does_not_deviate():
    assert rating(says(CIO, 1), says(ACCOUNT, State.DONT_KNOW)).deviation is None


@given(st.lists(st.integers(0, 5), min_size=2, max_size=12), st.randoms())
def test_the_deviation_is_order_free_bounded_and_symmetrical(claimed, chance):
    found = average_deviation(claimed)
    assert 0 <= found <= Fraction(5, 2)
    assert average_deviation(chance.sample(claimed, len(claimed))) == found
    assert average_deviation([5 - level for level in claimed]) == found
    assert average_deviation(claimed * 2) == found


@given(st.lists(st.integers(0, 5), min_size=2, max_size=12))
def test_no_other_level_is_nearer_to_all_than_the_median(claimed):
    found = average_deviation(claimed)
    assert found == min(Fraction(sum(abs(level - middle) for level in claimed), len(claimed)) for middle in range(6))


# Grades and caps.


@pytest.mark.parametrize(
    ("answers", "grade"),
    [
        ([(CIO, SAID)], Grade.D),
        ([(CIO, SAID), (Respondent("cio-2", Side.CLIENT, "cio"), SAID)], Grade.D),
        ([(CIO, SAID), (OPERATIONS, SAID)], Grade.C),
        ([(CIO, SAID), (ACCOUNT, SAID)], Grade.C),
        ([(CIO, SEEN)], Grade.B),
        ([(CIO, SAID), (ACCOUNT, SEEN)], Grade.B),
        ([(CIO, SAMPLED), (ACCOUNT, SEEN)], Grade.A),
    ],
)
def test_the_grade_is_deduced_from_the_set_of_answers(answers, grade):
    everyone = tuple(dict.fromkeys([*EVERYONE, *[respondent for respondent, _ in answers]]))
    found = rating(*[says(respondent, 4, backing) for respondent, backing in answers], respondents=everyone)
    cap = {Grade.A: 5, Grade.B: 3, Grade.C: 3, Grade.D: 2}[grade]
    assert (found.grade, found.cap) == (grade, cap)
    assert (found.value, found.uncapped, found.capped) == (min(4, cap), 4, cap < 4)


def test_the_cap_is_applied_once_on_the_proposal_and_never_on_the_answers_behind_it():
    """Capped first, both sides would say 3; the proposal of 5 and 3 is 3.5, which grade B holds at 3."""
    found = rating(says(CIO, 5, SEEN), says(ACCOUNT, 3))
    assert (found.uncapped, found.value) == (Fraction(7, 2), 3)
    found = rating(says(CIO, 5, SEEN), says(ACCOUNT, 2))
    assert (found.uncapped, found.value) == (Fraction(5, 2), Fraction(5, 2))


def test_a_gap_is_measured_before_any_cap():
    found = rating(says(CIO, 5), says(ACCOUNT, 3))
    assert (found.cap, found.gap) == (3, 2)


def test_evidence_that_contradicts_backs_nothing_and_asks_for_calibration():
    found = rating(says(CIO, 4, SAMPLED, contradicts=True), says(ACCOUNT, 4))
    assert (found.grade, found.value) == (Grade.C, 3)
    assert found.doubts == (Doubt.CONTRADICTED,)
    assert found.confidence is Confidence.LOW


@pytest.mark.parametrize(
    ("client", "provider", "backing", "doubts", "confidence"),
    [
        (3, 3, SAMPLED, (), Confidence.HIGH),
        (3, 2, SAMPLED, (), Confidence.MEDIUM),
        (3, 2, SEEN, (), Confidence.MEDIUM),
        (3, 1, SAMPLED, (Doubt.GAP,), Confidence.LOW),
        (3, None, SAID, (Doubt.WEAK_EVIDENCE,), Confidence.LOW),
    ],
)
def test_confidence_follows_grade_and_gap(client, provider, backing, doubts, confidence):
    answers = [says(CIO, client, backing)] + ([] if provider is None else [says(ACCOUNT, provider)])
    found = rating(*answers)
    assert (found.doubts, found.confidence) == (doubts, confidence)


def test_a_gap_of_exactly_one_and_a_half_asks_for_calibration():
    found = rating(says(CIO, 3, SAMPLED), says(OPERATIONS, 2), says(ACCOUNT, 1))
    assert (found.gap, found.doubts) == (Fraction(3, 2), (Doubt.GAP,))


def test_sources_are_persons_and_documents():
    found = rating(says(CIO, 2, SEEN), says(ACCOUNT, 2), says(DELIVERY, State.DONT_KNOW, SEEN))
    assert found.sources == 3


# Not applicable, don't know, unanswered.


def test_not_applicable_counts_as_dont_know_until_a_scope_decision():
    answers = [says(CIO, State.NOT_APPLICABLE), says(ACCOUNT, 2)]
    proposed = rating(*answers)
    assert (proposed.in_scope, proposed.value, proposed.not_applicable) == (True, 2, 1)
    out = rating(*answers, scope_decisions=taken_out(PRACTICE))
    assert (out.in_scope, out.value, out.confidence, out.not_applicable) == (False, None, None, 1)
    assert out.reasons == (Ref("scope_decision", f"scope/{PRACTICE}/0"),)


TOWERS = QUESTIONNAIRE.towers_of("PRC-OPS-P1")


def out_of_scope(*towers, minutes=0, in_scope=False):
    """Take towers out of scope, or put them back."""
    value = {"in_scope": in_scope}
    return tuple(Statement(f"{id_}/{minutes}", Kind.TOWER, id_, value, at(minutes)) for id_ in towers)


def test_a_practice_leaves_the_scope_with_the_last_of_its_towers():
    assert len(TOWERS) > 1
    for towers in ((), TOWERS[:1], TOWERS[1:]):
        facts = engagement(answers=(said(ACCOUNT, "PRC-OPS-P1", 2),), statements=out_of_scope(*towers))
        assert rate(QUESTIONNAIRE, facts)["PRC-OPS-P1"].value == 2
    found = rate(QUESTIONNAIRE, replace(facts, statements=out_of_scope(*TOWERS)))["PRC-OPS-P1"]
    assert (found.in_scope, found.value) == (False, None)
    assert found.reasons == tuple(Ref("tower", id_) for id_ in TOWERS)
    back = (*out_of_scope(*TOWERS[:1], minutes=5, in_scope=True), *out_of_scope(*TOWERS))
    assert rate(QUESTIONNAIRE, replace(facts, statements=back))["PRC-OPS-P1"].in_scope


def test_a_practice_of_the_whole_service_stays_whatever_towers_leave():
    every = out_of_scope(*(tower.id for tower in QUESTIONNAIRE.towers))
    found = rate(QUESTIONNAIRE, engagement(answers=(), statements=every))
    for id_, rated in found.items():
        assert rated.in_scope != bool(QUESTIONNAIRE.towers_of(id_))


def test_a_scope_decision_is_the_reason_also_where_towers_are_out():
    decisions = taken_out("PRC-OPS-P1")
    facts = engagement(answers=(), scope_decisions=decisions, statements=out_of_scope(*TOWERS))
    assert rate(QUESTIONNAIRE, facts)["PRC-OPS-P1"].reasons == (Ref("scope_decision", decisions[0].id),)


def test_the_last_scope_decision_holds():
    back = taken_out(PRACTICE, in_scope=True, minutes=5)
    for order in (taken_out(PRACTICE) + back, back + taken_out(PRACTICE)):
        assert rating(says(CIO, 2), scope_decisions=order).value == 2


@pytest.mark.parametrize("state", [State.DONT_KNOW, State.NOT_APPLICABLE])
def test_who_does_not_rate_is_left_out_of_the_mean_rather_than_counted_as_zero(state):
    found = rating(says(CIO, 4, SAMPLED), says(OPERATIONS, state))
    assert found.value == 4
    assert (found.respondents, found.dont_know + found.not_applicable) == (1, 1)


def test_nobody_rates_is_no_value_rather_than_zero():
    for answers in ([], [says(CIO, State.DONT_KNOW)]):
        found = rating(*answers)
        assert (found.value, found.grade, found.cap, found.confidence) == (None, None, None, None)
        assert found.doubts == ()


def test_level_zero_is_an_answer():
    assert rating(says(CIO, 0, SAMPLED)).value == 0


# History and conflicts.


def test_the_current_answer_is_the_one_that_nothing_follows():
    first = says(CIO, 1)
    second = says(CIO, 2, minutes=5, follows_id=first.id)
    for order in ([first, second], [second, first]):
        assert current_answers(order) == {("cio", PRACTICE): (second,)}
        assert rating(*order).value == 2


def test_two_leaves_count_as_the_lowest_and_leave_a_doubt():
    first = says(CIO, 3, SEEN)
    tablet, desk = (says(CIO, level, SEEN, minutes=m, follows_id=first.id) for level, m in [(2, 5), (3, 9)])
    assert current_answers([desk, tablet, first]) == {("cio", PRACTICE): (tablet, desk)}
    found = rating(first, tablet, desk)
    assert (found.value, found.respondents) == (2, 1)
    assert found.doubts == (Doubt.CONFLICT,)
    assert found.reasons == (Ref("answer", tablet.id), Ref("answer", desk.id))


def test_a_level_wins_over_dont_know_in_a_conflict():
    found = rating(says(CIO, State.DONT_KNOW, minutes=9), says(CIO, 2))
    assert (found.value, found.dont_know) == (2, 0)


def test_a_conflict_ends_with_an_answer_that_follows_each_leaf():
    one, two = says(CIO, 1), says(CIO, 3, minutes=5)
    three = says(CIO, 2, minutes=6, follows_id=one.id)
    four = says(CIO, 2, minutes=7, follows_id=two.id)
    five = says(CIO, State.DONT_KNOW, minutes=8, follows_id=four.id)
    assert current_answers([one, two, three, four, five]) == {("cio", PRACTICE): (three, five)}


@given(st.randoms(use_true_random=False), st.lists(st.tuples(levels, backings, st.integers(0, 9)), max_size=6))
def test_the_order_of_rows_is_irrelevant(random, drawn):
    answers = [
        says(EVERYONE[i % 4], level, backing, minutes=10 * i + minutes)
        for i, (level, backing, minutes) in enumerate(drawn)
    ]
    decisions = [decided("PRC-OPS-C1", level, minutes=i) for i, (level, *_) in enumerate(drawn)]
    scope = [*taken_out("PRC-AMS-C1"), *taken_out("PRC-AMS-C1", in_scope=True, minutes=3)]
    facts = engagement(answers=answers, rating_decisions=decisions, scope_decisions=scope)
    shuffled = engagement(
        answers=random.sample(answers, len(answers)),
        rating_decisions=random.sample(decisions, len(decisions)),
        scope_decisions=scope[::-1],
        respondents=EVERYONE[::-1],
    )
    assert assess(QUESTIONNAIRE, facts) == assess(QUESTIONNAIRE, shuffled)


# The consultant's decision.


def test_a_decision_overrides_the_answers_and_settles_their_gap():
    found = rating(says(CIO, 4, SAMPLED), says(ACCOUNT, 1), rating_decisions=(decided(PRACTICE, 3, consent=True),))
    assert (found.value, found.decided, found.consent) == (3, True, True)
    assert (found.doubts, found.confidence) == ((), Confidence.HIGH)
    assert found.gap == 3
    assert found.reasons[-1] == Ref("rating_decision", f"decision/{PRACTICE}/0")


@pytest.mark.parametrize(("level", "above"), [("2", False), ("3", False), ("7/2", True), ("5", True)])
def test_a_decision_above_the_cap_holds_and_says_so(level, above):
    found = rating(says(CIO, 2, SEEN), rating_decisions=(decided(PRACTICE, level),))
    assert (found.value, found.above_cap) == (Fraction(level), above)
    assert not found.capped


def test_a_decision_without_any_answer_rests_on_the_weakest_grade():
    found = rating(rating_decisions=(decided(PRACTICE, 4),))
    assert (found.value, found.grade, found.cap, found.above_cap) == (4, Grade.D, 2, True)
    assert (found.confidence, found.doubts) == (Confidence.LOW, (Doubt.WEAK_EVIDENCE,))


def test_the_last_decision_holds_and_none_gives_the_practice_back_to_the_answers():
    first, second, back = decided(PRACTICE, 4), decided(PRACTICE, 1, minutes=5), decided(PRACTICE, None, minutes=9)
    answer = says(CIO, 2)
    assert rating(answer, rating_decisions=(second, first)).value == 1
    found = rating(answer, rating_decisions=(back, second, first))
    assert (found.value, found.decided) == (2, False)


# Self-declared.


def test_one_voice_alone_has_no_cap_when_the_engagement_is_self_declared():
    found = rating(says(CIO, 4), self_declared=True)
    assert (found.value, found.grade, found.cap, found.capped) == (4, Grade.D, None, False)


def test_two_voices_are_capped_though_self_declared():
    assert rating(says(CIO, 4), says(OPERATIONS, 4), self_declared=True).value == 3


def test_one_voice_is_capped_when_a_consultant_leads():
    assert rating(says(CIO, 4)).value == 2


# Cases of public trackers.


def test_b08_a_blank_is_not_a_zero():
    assert rating(says(CIO, 4, SAMPLED)).client_value == 4


def test_every_practice_of_the_mode_has_its_rating_in_catalogue_order(questionnaire):
    assert list(rate(questionnaire, engagement())) == [practice.id for practice in questionnaire.practices]
