"""A report never prints a rating that would give away what one person said."""

import dataclasses

import pytest

from questionnaires import load
from reports.publishing import printable, withheld
from scoring import assess
from tests.reports.samples import facts_of


@pytest.fixture
def valmeca():
    return facts_of("valmeca")


def alone(facts, practice_id):
    """Keep one spoken answer of a practice, and no decision on it."""
    kept = next(answer for answer in facts.answers if answer.practice_id == practice_id and answer.level is not None)
    said = dataclasses.replace(kept, backing="said", follows_id=None)
    return dataclasses.replace(
        facts,
        answers=(*(a for a in facts.answers if a.practice_id != practice_id), said),
        rating_decisions=tuple(d for d in facts.rating_decisions if d.practice_id != practice_id),
    )


def test_a_rating_from_one_voice_is_withheld(valmeca):
    maturity = assess(load(), alone(valmeca, "REL-TRU-C1"))
    assert not printable(load(), maturity.ratings["REL-TRU-C1"])
    assert "REL-TRU-C1" in withheld(load(), maturity)


def test_a_document_seen_is_a_second_source(valmeca):
    facts = alone(valmeca, "REL-TRU-C1")
    seen = tuple(dataclasses.replace(a, backing="seen") if a.practice_id == "REL-TRU-C1" else a for a in facts.answers)
    maturity = assess(load(), dataclasses.replace(facts, answers=seen))
    assert printable(load(), maturity.ratings["REL-TRU-C1"])


def test_an_unrated_practice_is_not_withheld_for_it_says_nothing(valmeca):
    facts = dataclasses.replace(valmeca, answers=(), rating_decisions=())
    assert withheld(load(), assess(load(), facts)) == frozenset()
