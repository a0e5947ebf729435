"""What is frozen comes back as it was, and its digest can be checked without this version's facts."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import load
from scoring import ENGINE, Assessment, Facts, assessment, canonical_facts, digest
from scoring.assessment import digest_under
from scoring.facts import Contract
from scoring.keeping import KeepingError, canonical, read, write
from scoring.statements import Kind, Statement
from tests.scoring.engagements import PROFILES, profile

NOTHING = Facts("Client", "Prestataire", date(2026, 11, 30), "standard", Contract("private"))


def kept(value):
    """Return a value as a file or a database gives it back."""
    return json.loads(json.dumps(write(value)))


@pytest.mark.parametrize("name", PROFILES)
def test_facts_and_results_come_back_as_they_were(name):
    facts = profile(name)
    result = assessment(load(), facts)
    assert read(Facts, kept(facts)) == facts
    again = read(Assessment, kept(result))
    assert again == result
    assert list(again.maturity.ratings) == list(result.maturity.ratings)


@pytest.mark.parametrize("name", PROFILES)
def test_the_digest_is_found_again_from_what_was_kept(name):
    facts, questionnaire = profile(name), load()
    found = digest_under(ENGINE, questionnaire.version, questionnaire.digest, canonical(kept(facts)))
    assert found == digest(questionnaire, facts)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.floats(allow_nan=False)
    | st.decimals(allow_nan=False, allow_infinity=False, places=4)
    | st.fractions()
    | st.dates()
    | st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(fold=0)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.sampled_from(["low", "float", "object", "tuple", "clé"]), inner, max_size=2)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=5), values, max_size=3))
def test_any_value_that_a_statement_may_hold_comes_back_with_its_type(value):
    said = Statement("id", Kind.FRAMING, "sector", value, datetime(2026, 11, 20, 10, tzinfo=UTC))
    again = read(Statement, kept(said))
    assert repr(again) == repr(said)


numbers = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-99, max_value=99)


@given(st.dictionaries(st.sampled_from(["value", "low", "high"]), numbers | st.booleans() | st.text(max_size=4)))
def test_the_canonical_form_does_not_depend_on_how_facts_were_kept(value):
    said = Statement("id", Kind.PARAMETER, "rate", value, datetime(2026, 11, 20, 10, tzinfo=UTC))
    facts = replace(NOTHING, statements=(said,))
    assert canonical(kept(facts)) == canonical_facts(facts)


def test_a_field_that_is_newer_than_what_was_kept_has_its_default():
    older = kept(NOTHING)
    del older["statements"], older["self_declared"]
    assert read(Facts, older) == NOTHING


@pytest.mark.parametrize(
    "broken",
    [
        {"client": 3},
        {"client": None, "moods": []},
        {"as_of": "hier"},
        {"answers": [[]]},
        {"answers": "text"},
        {"contract": {"form": "private", "start": 3}},
        {"statements": [{"value": {"x": {"unknown": 1}}}]},
        {"readiness": {"score": "1/0", "blocking": 0}},
    ],
)
def test_what_this_version_cannot_read_is_refused_and_never_half_read(broken):
    with pytest.raises(KeepingError):
        read(Facts, kept(NOTHING) | broken)


@pytest.mark.parametrize("whole", [[], None, "text", {"client": "seul"}])
def test_what_is_no_picture_of_an_engagement_is_refused(whole):
    with pytest.raises(KeepingError):
        read(Facts, whole)


def test_a_type_that_json_cannot_tell_is_a_fault_of_the_program():
    @dataclass
    class Odd:
        found: complex

    with pytest.raises((TypeError, NameError)):
        write(Odd(1j))


def test_numbers_keep_every_digit():
    shares = (Fraction(1, 3), 0.1 + 0.2, Decimal("72.50"))
    said = Statement("id", Kind.PART, "ams", {"list": list(shares)}, datetime(2026, 11, 20, tzinfo=UTC))
    assert read(Statement, kept(said)).value["list"] == list(shares)
