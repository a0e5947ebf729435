import json
import sys
from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import Side
from scoring import ENGINE, Facts, assess, assessment, canonical_facts, decide, digest
from scoring.facts import Backing, Contract, DatedFact, Judgements, Readiness, Respondent, State, Target
from scoring.results import Ref
from scoring.statements import Kind, Statement
from tests.scoring.engagements import (
    CIO,
    PROFILES,
    QUESTIONNAIRE,
    VAL_DORE,
    VALMECA,
    at,
    decided,
    profile,
    said,
    taken_out,
)

FULL = profile(
    VAL_DORE,
    self_declared=True,
    answers=(said(CIO, "CTR-SCP-C1", 2), said(CIO, "CTR-SCP-P1", State.DONT_KNOW, Backing.SEEN, minutes=3)),
    scope_decisions=(*taken_out("PRC-AMS-C1"), *taken_out("PRC-AMS-P1")),
    rating_decisions=(decided("PRC-OPS-C1", "5/2"), decided("PRC-OPS-P1", None, minutes=2)),
    targets=(Target(None, Fraction(3)), Target("PRC-OPS-C1", Fraction(7, 2))),
    statements=(
        Statement("m", Kind.MOTIVE, "MO-05", {"holders": 2, "intensity": 1, "confirmation": Decimal("0.5")}, at(4)),
        Statement("f", Kind.FRAMING, "mechanisms", {"value": ["penalties"]}, at(4)),
    ),
    domain_weights={"CTR": 2, "IND": 1},
    practice_weights={"CTR-SCP-C1": 0, "REL-TRU-C1": 3},
    criterion_weights={"cost": 20, "time": 1},
)
"""An engagement that says something everywhere."""


def walk(value):
    yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from walk(child)


def test_canonical_facts_are_plain_json_without_any_float():
    found = canonical_facts(FULL)
    assert json.loads(json.dumps(found)) == found
    assert {type(value) for value in walk(found)} == {dict, list, str, int, bool, type(None)}


def test_canonical_facts_say_everything_that_facts_say():
    found = canonical_facts(FULL)
    assert set(found) == {field.name for field in fields(Facts)}
    assert found["as_of"] == "2026-11-30"
    assert {"level": "7/2", "practice_id": "PRC-OPS-C1"} in found["targets"]
    assert found["judgements"]["ability"] == "19/50"
    assert found["answers"][0]["recorded_at"] == "2026-11-03T09:00:00+00:00"


@given(st.randoms(use_true_random=False))
def test_the_digest_does_not_depend_on_the_order_of_rows_or_keys(random):
    shuffled = {}
    for field in fields(Facts):
        value = getattr(FULL, field.name)
        if isinstance(value, tuple):
            shuffled[field.name] = tuple(random.sample(value, len(value)))
        elif isinstance(value, dict):
            shuffled[field.name] = dict(random.sample(list(value.items()), len(value)))
    assert digest(QUESTIONNAIRE, replace(FULL, **shuffled)) == digest(QUESTIONNAIRE, FULL)


def other(value):
    """Something else in the place of a fact."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, datetime):
        return at(999)
    if isinstance(value, list):
        return [*value, "other"]
    numbers = [(Fraction, Fraction(1, 7)), (Decimal, Decimal("0.7")), (int, 77)]
    for kind, changed in [(date, date(2001, 1, 1)), *numbers, (str, "other")]:
        if isinstance(value, kind):
            return changed
    return "other" if value is None else NotImplemented


def changes_of(value):
    """Each way to change one fact inside a value."""
    if isinstance(value, tuple):
        yield value[1:]
        for i, row in enumerate(value):
            yield from ((*value[:i], changed, *value[i + 1 :]) for changed in changes_of(row))
    elif isinstance(value, dict):
        yield {}
        for key in value:
            yield value | {key: other(value[key])}
    elif hasattr(value, "__dataclass_fields__"):
        for field in fields(value):
            yield from (replace(value, **{field.name: c}) for c in changes_of(getattr(value, field.name)))
    else:
        yield other(value)


@pytest.mark.parametrize("name", [field.name for field in fields(Facts)])
def test_the_digest_changes_with_any_fact(name):
    before = digest(QUESTIONNAIRE, FULL)
    digests = [digest(QUESTIONNAIRE, replace(FULL, **{name: changed})) for changed in changes_of(getattr(FULL, name))]
    assert digests
    assert before not in digests
    assert len(set(digests)) == len(digests)


def test_the_digest_follows_the_questionnaire_and_its_version():
    digests = {
        digest(QUESTIONNAIRE, FULL),
        digest(QUESTIONNAIRE.model_copy(update={"version": "1.1"}), FULL),
        digest(QUESTIONNAIRE.model_copy(update={"digest": "0" * 64}), FULL),
    }
    assert len(digests) == 3
    assert all(len(found) == 64 for found in digests)


def test_equal_numbers_are_one_fact():
    half, same = (replace(FULL, judgements=Judgements(need=Fraction(value))) for value in ("0.5", "1/2"))
    assert digest(QUESTIONNAIRE, half) == digest(QUESTIONNAIRE, same)


def test_one_instant_is_one_fact_on_every_clock():
    answer = FULL.answers[0]
    paris = answer.said_at.astimezone(timezone(timedelta(hours=1)))
    abroad = replace(FULL, answers=(replace(answer, said_at=paris), *FULL.answers[1:]))
    assert digest(QUESTIONNAIRE, abroad) == digest(QUESTIONNAIRE, FULL)


def test_none_and_zero_are_two_facts():
    nothing, zero = (replace(FULL, readiness=Readiness(score)) for score in (None, Fraction(0)))
    assert digest(QUESTIONNAIRE, nothing) != digest(QUESTIONNAIRE, zero)


def test_not_asked_and_no_are_two_facts():
    asked = Contract("public", lawful_continuation=DatedFact(False))
    assert digest(QUESTIONNAIRE, replace(FULL, contract=asked)) != digest(
        QUESTIONNAIRE, replace(FULL, contract=Contract("public"))
    )


def test_a_respondent_who_said_nothing_is_a_fact_all_the_same():
    silent = replace(FULL, respondents=(*FULL.respondents, Respondent("z", Side.CLIENT, "legal")))
    assert digest(QUESTIONNAIRE, silent) != digest(QUESTIONNAIRE, FULL)


def test_an_assessment_is_maturity_and_decision_under_the_digest_of_what_they_come_from():
    facts = profile(VALMECA)
    found = assessment(QUESTIONNAIRE, facts)
    maturity = assess(QUESTIONNAIRE, facts)
    assert found.digest == digest(QUESTIONNAIRE, facts)
    assert (found.questionnaire_version, found.questionnaire_digest) == (QUESTIONNAIRE.version, QUESTIONNAIRE.digest)
    assert found.maturity == maturity
    assert found.decision == decide(QUESTIONNAIRE, facts, maturity)


def test_computing_changes_nothing_of_its_facts():
    facts = profile(VALMECA)
    before = canonical_facts(facts)
    assessment(QUESTIONNAIRE, facts)
    assert canonical_facts(facts) == before


def test_digests_of_the_reference_profiles_differ():
    assert len({digest(QUESTIONNAIRE, profile(name)) for name in PROFILES}) == len(PROFILES)


def test_an_assessment_without_any_answer_says_what_is_missing():
    found = assessment(QUESTIONNAIRE, profile(VALMECA, answers=()))
    assert found.decision.recommendation.option is None
    assert Ref("coverage", Side.CLIENT) in found.decision.recommendation.missing


def test_the_digest_follows_the_version_of_the_computing(monkeypatch):
    before = digest(QUESTIONNAIRE, FULL)
    # The package gives the function of this name: the module behind it is found by its own.
    monkeypatch.setattr(sys.modules["scoring.assessment"], "ENGINE", ENGINE + "-next")
    assert digest(QUESTIONNAIRE, FULL) != before
