"""An assessment as plain values, for a program or for the record."""

import json
from dataclasses import fields, replace
from fractions import Fraction

import pytest

from questionnaires import Side, load
from reports.json_form import FORMAT, assessment_json
from reports.publishing import withheld
from scoring import assessment
from scoring.results import Assessment, Decision, Maturity
from tests.reports.samples import facts_of
from tests.reports.test_publishing import alone

FRAGILE = "REL-TRU-C1"


@pytest.fixture(scope="module")
def facts():
    return facts_of("valmeca")


@pytest.fixture(scope="module")
def assessed(facts):
    return assessment(load(), facts)


@pytest.fixture(scope="module")
def told(facts, assessed):
    return json.loads(assessment_json(assessed, facts, whole=True))


def test_the_same_assessment_gives_the_same_bytes(facts, assessed):
    assert assessment_json(assessed, facts) == assessment_json(assessment(load(), facts), facts)


def test_it_says_whose_it_is_and_of_which_day(told, assessed):
    assert (told["format"], told["client"], told["provider"]) == (FORMAT, "Valmeca", "Norvexia")
    assert told["as_of"] == facts_of("valmeca").as_of.isoformat()
    assert told["assessment"]["digest"] == assessed.digest


def test_everything_in_an_assessment_is_told(told):
    found = told["assessment"]
    assert list(found) == [each.name for each in fields(Assessment)]
    assert list(found["maturity"]) == [each.name for each in fields(Maturity)]
    assert list(found["decision"]) == [each.name for each in fields(Decision)]


def test_figures_are_numbers_to_six_decimals(told, assessed):
    share = assessed.maturity.inheritance[Side.PROVIDER].share
    assert isinstance(share, Fraction)
    assert told["assessment"]["maturity"]["inheritance"]["provider"]["share"] == round(float(share), 6)


def test_what_is_not_known_is_null(facts):
    empty = replace(facts, answers=(), rating_decisions=())
    told = json.loads(assessment_json(assessment(load(), empty), empty))
    assert told["assessment"]["maturity"]["sides"]["client"]["score"]["index"]["value"] is None


def test_the_record_holds_every_rating(told, assessed):
    ratings = told["assessment"]["maturity"]["ratings"]
    assert ratings.keys() == assessed.maturity.ratings.keys()
    assert "withheld" not in json.dumps(told)


@pytest.fixture(scope="module")
def few():
    return alone(facts_of("valmeca"), FRAGILE)


@pytest.fixture(scope="module")
def careful(few):
    assessed = assessment(load(), few)
    assert FRAGILE in withheld(load(), assessed.maturity)
    return json.loads(assessment_json(assessed, few))["assessment"]


class TestOneVoice:
    def test_its_rating_is_never_given_away(self, careful):
        rating = careful["maturity"]["ratings"][FRAGILE]
        assert rating["withheld"]
        said = {name for name, value in rating.items() if value is not None}
        assert said == {"practice_id", "in_scope", "withheld"}

    def test_nor_by_what_is_computed_from_it(self, careful):
        for side in careful["maturity"]["inheritance"].values():
            for item in side["practices"]:
                named = FRAGILE in (item["practice_id"], *(held["ref"] for held in item["inputs"] or ()))
                assert not named or item["rating"] is None
            assert FRAGILE not in [total["practice_id"] for total in side["inputs"] if total["points"] is not None]

    def test_nor_by_a_group_too_small_to_hide_it(self, careful):
        themes = [theme for d in careful["maturity"]["sides"]["client"]["domains"] for theme in d["themes"]]
        practice = load().practice[FRAGILE]
        small = next(theme for theme in themes if theme["id"] == practice.theme)
        assert small["withheld"]
        assert small["index"] is None
        assert all(theme["index"] for theme in themes if theme is not small)

    def test_but_the_record_keeps_it(self, few):
        told = json.loads(assessment_json(assessment(load(), few), few, whole=True))
        assert told["assessment"]["maturity"]["ratings"][FRAGILE]["value"] is not None
