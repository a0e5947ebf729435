"""Ten published decisions, coded from what was known before them; what the sources do not say stays unknown.

None says enough for advice, and the product must say so and name what is missing. Where what is known leans must be
where the verdict of the sources points, or where it is also acceptable; the two that lean elsewhere say why here.
"""

import re
from pathlib import Path

import pytest

from app.engagement_file import decode, encode, to_facts
from questionnaires import load
from scoring import assessment
from scoring.results import AdviceClass

FOLDER = Path(__file__).parents[1] / "data" / "open_cases"

SUPPORTED = {
    "k07-nsi": {"preparing"},
    "k28-georgia": {"staying"},
    "k29-san-diego-2002": {"staying"},
    "k30-san-diego-2006": {"retendering", "staying"},
    "k36-novopay-2013": {"staying"},
    "k44-herkules": {"insourcing", "staying"},
    "k47-cnt3": {"preparing", "retendering"},
    "k48-cnt4": {"retendering", "preparing"},
}
"""Families of the option that the verdict supports and of those also acceptable."""

DIFFERS = {
    "k04-dvla": (
        "Insourcing leads only for a client that has nearly all means; here half of the skills are held, the state of "
        "the file is unknown, and preparing keeps insourcing possible at its end."
    ),
    "k37-novopay-2014": (
        "The refusal closes staying; an agreed hand-over of staff, operation and licence to a company of the client "
        "is far lighter than the insourcing that the model knows, which switches everything."
    ),
}
"""Cases that lean to preparing where the sources lean to insourcing, and why the model does so: left, not bent."""

EVERY = sorted(path.stem for path in FOLDER.glob("*.json"))


def published(name):
    return decode((FOLDER / f"{name}.json").read_bytes())


def recommendation(name):
    return assessment(load(), to_facts(published(name))).decision.recommendation


def test_all_ten_are_there():
    assert sorted([*SUPPORTED, *DIFFERS]) == EVERY
    assert len(EVERY) == 10


@pytest.mark.parametrize("name", EVERY)
def test_what_is_published_is_not_enough_for_advice_and_what_is_missing_is_named(name):
    found = recommendation(name)
    assert found.family_class is AdviceClass.NOT_ENOUGH
    assert found.option is None
    assert {"coverage"} <= {ref.kind for ref in found.missing}


@pytest.mark.parametrize("name", EVERY)
def test_every_rating_and_judgement_says_which_source_it_comes_from(name):
    file = published(name)
    coded = [answer.comment for answer in file.answers] + [row.reason for row in file.judgements]
    assert all(re.search(r"\(.*\bs\d", text) for text in coded)


@pytest.mark.parametrize("name", SUPPORTED)
def test_what_is_known_leans_where_the_verdict_points(name):
    assert recommendation(name).leaning.family in SUPPORTED[name]


@pytest.mark.parametrize("name", DIFFERS)
def test_where_the_model_leans_elsewhere_it_leans_to_what_keeps_insourcing_open(name):
    assert recommendation(name).leaning.family == "preparing"


@pytest.mark.parametrize("name", EVERY)
def test_a_published_case_is_written_back_as_it_was_read(name):
    content = (FOLDER / f"{name}.json").read_bytes()
    assert encode(decode(content)) == content
