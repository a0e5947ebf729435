from dataclasses import replace
from fractions import Fraction

import pytest

from scoring import assess
from scoring.facts import Judgements, Readiness
from scoring.judging import settled
from scoring.statements import Kind, latest
from tests.scoring.cases import able, acceptable, demonstration, filed, framed, moved_by, saying
from tests.scoring.engagements import QUESTIONNAIRE, engagement, everywhere, sampled

ENTERED = Judgements(Fraction("0.9"), Fraction("0.9"), 5, Fraction("0.9"), Fraction("0.9"), Fraction("0.9"))
FILE = Readiness(Fraction(90), 2)

JUDGED = {
    "valmeca": ("2/15", "0.84", 4, "2/3", "0.096", "0.3"),
    "val-dore": ("1/3", "0.38", 2, "0", "0.096", "0.35"),
    "hexalis": ("1", "0.18", 4, "0", "0.384", "0.75"),
}
READY = {"valmeca": ("37.5", 3), "val-dore": ("33", 3), "hexalis": ("78", 0)}


def entered(**changes):
    """Everything entered by hand, all practices at 3."""
    return replace(engagement(answers=sampled(everywhere(3)), judgements=ENTERED, readiness=FILE), **changes)


def judged(facts):
    return settled(QUESTIONNAIRE, facts, assess(QUESTIONNAIRE, facts).ratings)


@pytest.mark.parametrize("name", JUDGED)
def test_a_demonstration_is_judged_by_what_was_said(name):
    need, ability, parts, fatigue, gap, acceptability = JUDGED[name]
    assert judged(demonstration(name)).judgements == Judgements(
        Fraction(need), Fraction(ability), parts, Fraction(fatigue), Fraction(gap), Fraction(acceptability)
    )


@pytest.mark.parametrize("name", READY)
def test_the_tender_file_of_a_demonstration_has_the_readiness_that_experts_gave(name):
    score, blocking = READY[name]
    assert judged(demonstration(name)).readiness == Readiness(Fraction(score), blocking)


def test_what_was_entered_holds_as_long_as_nothing_was_said():
    found = judged(entered())
    assert (found.judgements, found.readiness) == (ENTERED, FILE)


def test_motives_replace_need_and_fatigue_and_nothing_else():
    found = judged(moved_by(entered(), MO_05=(4, 3, 1), MO_01=(1, 1, 1)))
    assert found.judgements == replace(ENTERED, need=Fraction(1), fatigue=Fraction(1, 5))


def test_a_motive_that_feeds_neither_leaves_both_at_nothing():
    found = judged(moved_by(entered(), MO_09=(4, 3, 1))).judgements
    assert (found.need, found.fatigue) == (0, 0)


@pytest.mark.parametrize("answers", [{"price_gap_found": 25}, {"price_comparison_confidence": "high"}])
def test_a_price_gap_is_computed_once_both_its_size_and_its_confidence_are_known(answers):
    assert judged(framed(entered(), **answers)).judgements.price_gap == ENTERED.price_gap
    both = {"price_gap_found": 10, "price_comparison_confidence": "high"}
    assert judged(framed(entered(), **both)).judgements.price_gap == Fraction(2, 5)


def test_a_fact_that_is_not_known_any_more_gives_the_price_gap_back_to_what_was_entered():
    facts = framed(entered(), price_gap_found=None, price_comparison_confidence="high")
    assert judged(facts).judgements.price_gap == ENTERED.price_gap


def test_ability_counts_the_practices_of_the_provider():
    found = judged(able(entered(), 1, 0.5, 0)).judgements
    assert (found.ability, found.evidenced_parts) == (Fraction(54, 100), 5)


def test_a_judgement_half_answered_is_not_known():
    said = saying(entered(), Kind.ACCEPTABILITY, {"mandate": {"score": 1}})
    assert judged(said).judgements.acceptability is None
    said = saying(entered(), Kind.ABILITY, {"people": {"score": 1, "evidenced": False}})
    assert judged(said).judgements.ability is None


def test_acceptability_is_computed_from_its_five_questions():
    assert judged(acceptable(entered(), 1, 1, 0.5, 0.5, 0.5)).judgements.acceptability == Fraction(7, 10)


def test_an_item_not_looked_at_is_absent_once_one_was():
    found = judged(saying(entered(), Kind.READINESS, {"RDY-06": {"status": 1}})).readiness
    blocking = sum(item.blocking for item in QUESTIONNAIRE.readiness)
    assert found == Readiness(Fraction(5), blocking)


@pytest.mark.parametrize(("items", "expected"), [({}, 50), ({"proven": range(1, 27)}, 100)])
def test_the_file_weighs_a_hundred_and_half_an_item_counts_half(items, expected):
    assert judged(filed(entered(), **items)).readiness == Readiness(Fraction(expected), 0)


def test_only_a_blocking_item_at_zero_blocks():
    assert judged(filed(entered(), absent=(1, 2))).readiness == Readiness(Fraction(45), 1)


def test_the_last_statement_of_a_subject_holds():
    facts = moved_by(demonstration("valmeca"), MO_05=(4, 3, 1))
    assert latest(facts.statements, Kind.MOTIVE)["MO-05"]["holders"] == 4
    assert judged(facts).judgements.need == 1
