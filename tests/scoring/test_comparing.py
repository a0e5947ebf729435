"""Two assessments of one engagement: what changed, and what cannot be said."""

from dataclasses import replace
from fractions import Fraction

import pytest

from questionnaires import Side
from scoring import assessment
from scoring.comparing import Move, compare
from tests.scoring.engagements import PROFILES, QUESTIONNAIRE, decided, engagement, profile, sampled, taken_out

CLIENT = [practice for practice in QUESTIONNAIRE.practices if practice.side is Side.CLIENT]
FIRST, SECOND = CLIENT[0].id, CLIENT[1].id


def made(facts):
    return assessment(QUESTIONNAIRE, facts)


@pytest.fixture(scope="module")
def facts():
    return profile("valmeca")


@pytest.fixture(scope="module")
def before(facts):
    return made(facts)


def changed(facts, *decisions, field="rating_decisions"):
    return made(replace(facts, **{field: (*getattr(facts, field), *decisions)}))


@pytest.mark.parametrize("name", PROFILES)
def test_an_assessment_compared_with_itself_shows_no_change(name):
    one = made(profile(name))
    found = compare(one, one)
    assert found.same_facts
    assert found.same_questionnaire
    assert (found.ratings, found.answered) == ((), ())
    assert found.advice_before == found.advice_after
    for side in found.sides.values():
        assert side.whole.index.difference == 0
        assert all(domain.index.difference == 0 for domain in side.domains)


def test_a_rating_that_rose_moves_its_domain_and_its_side_and_no_other(facts, before):
    after = changed(facts, decided(FIRST, 5, minutes=900))
    found = compare(before, after)
    (rating,) = found.ratings
    assert (rating.practice_id, rating.move, rating.after) == (FIRST, Move.RAISED, Fraction(5))
    assert rating.before == before.maturity.ratings[FIRST].value
    moved = [domain.id for domain in found.sides[Side.CLIENT].domains if domain.index.difference]
    assert moved == [QUESTIONNAIRE.domain_of(CLIENT[0]).id]
    assert found.sides[Side.CLIENT].whole.index.difference > 0
    assert found.sides[Side.PROVIDER].whole.index.difference == 0
    assert not found.same_facts


def test_the_other_way_round_every_difference_changes_its_sign(facts, before):
    after = changed(facts, decided(FIRST, 5, minutes=900))
    there, back = compare(before, after), compare(after, before)
    for side in Side:
        assert there.sides[side].whole.index.difference == -back.sides[side].whole.index.difference
        assert there.sides[side].inherited.difference == -back.sides[side].inherited.difference
    assert [rating.move for rating in back.ratings] == [Move.LOWERED]
    assert (there.advice_before, there.advice_after) == (back.advice_after, back.advice_before)


def test_a_practice_that_leaves_the_scope_is_no_lower_rating(facts, before):
    after = changed(facts, *taken_out(SECOND, minutes=900), field="scope_decisions")
    (rating,) = compare(before, after).ratings
    assert (rating.move, rating.after) == (Move.LEFT, None)
    (back,) = compare(after, before).ratings
    assert (back.move, back.before) == (Move.ENTERED, None)


def test_what_is_answered_since_is_named_and_has_no_difference():
    empty = made(engagement())
    full = made(engagement(answers=sampled({FIRST: 2, SECOND: 3})))
    found = compare(empty, full)
    assert set(found.answered) == {FIRST, SECOND}
    assert {rating.move for rating in found.ratings} == {Move.RATED}
    index = found.sides[Side.CLIENT].whole.index
    assert (index.before, index.difference) == (None, None)
    assert index.after is not None
    assert found.sides[Side.CLIENT].whole.level_before is None
    assert {rating.move for rating in compare(full, empty).ratings} == {Move.UNRATED}


def test_ratings_come_in_the_order_of_the_questionnaire(facts, before):
    after = changed(facts, decided(SECOND, 5, minutes=900), decided(FIRST, 5, minutes=901))
    assert [rating.practice_id for rating in compare(before, after).ratings] == [FIRST, SECOND]


def test_two_versions_of_the_questionnaire_are_told_apart_and_still_compared(before):
    older = replace(before, questionnaire_digest="0" * 64, questionnaire_version="0.9")
    ratings = {id_: rating for id_, rating in before.maturity.ratings.items() if id_ != FIRST}
    sides = {
        side: replace(score, domains=score.domains[1:]) if side is Side.CLIENT else score
        for side, score in before.maturity.sides.items()
    }
    older = replace(older, maturity=replace(before.maturity, ratings=ratings, sides=sides))
    found = compare(older, before)
    assert not found.same_questionnaire
    assert [(rating.practice_id, rating.move) for rating in found.ratings] == [(FIRST, Move.ENTERED)]
    assert found.sides[Side.CLIENT].domains[0].index.before is None
    assert len(found.sides[Side.CLIENT].domains) == len(before.maturity.sides[Side.CLIENT].domains)
