import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from app.models import Engagement, Statement
from app.services import assessments, engagements, exchange, statements, texts
from app.services.answers import Outcome, Progress
from app.services.refusals import ConflictError, RefusalError
from app.services.statements import NewStatement, StatementError
from app.statements import SHAPES, lines
from questionnaires import load
from scoring.statements import Kind
from tests.app.makers import OWN, STATEMENTS, framing

CLAUSE = {"state": "absent", "quality": None, "fix": None, "reference": ""}
PROCEDURE = next(value for kind, _, value in STATEMENTS if kind is Kind.PROCEDURE)
INDICATOR = {"produced": True}
CRITERIA = [criterion.id for criterion in load().criteria]


def points(**changes):
    """The weights of a decider in points, with some changed; None takes one out."""
    found = {**dict.fromkeys(CRITERIA, 10), **changes}
    return {"form": "points", "points": {id_: weight for id_, weight in found.items() if weight is not None}}


def between(low, high, **changes):
    """The weights of a decider as intervals, the same for all but some."""
    ends = {**dict.fromkeys(CRITERIA, (low, high)), **changes}
    return {
        "form": "intervals",
        **{end: {id_: pair[i] for id_, pair in ends.items()} for i, end in enumerate(("low", "high"))},
    }


@pytest.fixture
def empty(session, account):
    return engagements.create(session, framing(), account)


@pytest.fixture
def judged(session, valmeca):
    """An engagement whose judgements were entered directly, before anything was said of their parts."""
    report = exchange.import_file(session, valmeca.model_copy(update={"statements": ()}))
    return session.get_one(Engagement, report.engagement_id)


def says(session, engagement, kind, subject, value):
    """Record something, and return every mistake found in it."""
    with pytest.raises(StatementError) as refused:
        statements.record(session, engagement, kind, subject, value)
    return [str(mistake) for mistake in refused.value.mistakes]


# What is recorded.


@pytest.mark.parametrize(("kind", "subject", "value"), STATEMENTS)
def test_what_is_said_comes_back_as_it_was_said(session, empty, account, kind, subject, value):
    made = statements.record(session, empty, kind, subject, value, "Vu sur pièce", account=account)
    session.expire_all()
    held = statements.latest(session, empty, kind)[subject]
    assert (held.id, held.value, held.reason) == (made.statement.id, value, "Vu sur pièce")
    assert made.statement.decided_by == account.id
    fact = assessments.facts_of(session, empty).statements[0]
    assert (fact.kind, fact.subject, fact.value) == (kind, subject, value)
    assert fact.kind is kind


def test_every_kind_has_its_shape_and_its_lines():
    assert set(SHAPES) == set(Kind) == {kind for kind, _, _ in STATEMENTS}
    assert all(lines(load(), kind) for kind in Kind)


def test_what_is_left_out_is_stored_as_not_known(session, empty):
    statements.record(session, empty, Kind.CLAUSE, "CL-01", {"state": "absent"})
    statements.record(session, empty, Kind.INDICATOR, "SL-01", INDICATOR)
    assert statements.latest(session, empty, Kind.CLAUSE)["CL-01"].value == CLAUSE
    whole = {"produced": True, "used": False, "decision": "", "defined_on": None, "late": None}
    assert statements.latest(session, empty, Kind.INDICATOR)["SL-01"].value == whole


@pytest.mark.parametrize(("given", "stored"), [(2.0, 2), (Decimal("2.50"), Decimal("2.5")), (0.1, Decimal("0.1"))])
def test_numbers_are_exact_and_have_one_form(session, empty, given, stored):
    statements.record(session, empty, Kind.FRAMING, "fees_at_stake", {"value": given})
    session.expire_all()
    value = statements.latest(session, empty, Kind.FRAMING)["fees_at_stake"].value["value"]
    assert (value, type(value)) == (stored, type(stored))


def test_the_last_statement_of_a_subject_holds_and_the_earlier_ones_stay(session, empty):
    for quality in ("weak", "fair", "good"):
        statements.record(session, empty, Kind.CLAUSE, "CL-01", {"state": "present", "quality": quality})
    statements.record(session, empty, Kind.CLAUSE, "CL-02", CLAUSE)
    held = statements.latest(session, empty, Kind.CLAUSE)
    assert {subject: one.value["quality"] for subject, one in held.items()} == {"CL-01": "good", "CL-02": None}
    assert len(assessments.facts_of(session, empty).statements) == 4


def test_it_holds_also_over_what_a_clock_ahead_of_ours_dated(session, empty):
    first = statements.record(session, empty, Kind.CLAUSE, "CL-01", CLAUSE).statement
    first.decided_at = datetime.now(UTC) + timedelta(days=400)
    statements.record(session, empty, Kind.CLAUSE, "CL-01", {"state": "present"})
    assert statements.latest(session, empty, Kind.CLAUSE)["CL-01"].value["state"] == "present"


def test_what_is_said_of_another_engagement_does_not_show(session, empty, account):
    other = engagements.create(session, framing(), account)
    statements.record(session, other, Kind.CLAUSE, "CL-01", CLAUSE)
    assert statements.latest(session, empty, Kind.CLAUSE) == {}


def test_the_same_one_sent_again_changes_nothing(session, empty):
    id_ = uuid.uuid4()
    given = (Kind.READINESS, "RDY-01", {"status": 0.5}, "Partiel")
    first = statements.record(session, empty, *given, id=id_)
    again = statements.record(session, empty, *given, id=id_)
    assert (first.outcome, again.outcome) == (Outcome.CREATED, Outcome.REPLAYED)
    assert again.statement is first.statement
    assert len(assessments.facts_of(session, empty).statements) == 1


@pytest.mark.parametrize(
    ("subject", "status", "reason"),
    [("RDY-02", 0.5, "Partiel"), ("RDY-01", 1, "Partiel"), ("RDY-01", 0.5, "Autre")],
)
def test_another_one_under_its_id_is_refused(session, empty, subject, status, reason):
    id_ = uuid.uuid4()
    statements.record(session, empty, Kind.READINESS, "RDY-01", {"status": 0.5}, "Partiel", id=id_)
    with pytest.raises(ConflictError):
        statements.record(session, empty, Kind.READINESS, subject, {"status": status}, reason, id=id_)


def test_an_id_of_another_engagement_is_refused(session, empty, account):
    other = engagements.create(session, framing(), account)
    id_ = uuid.uuid4()
    statements.record(session, other, Kind.CLAUSE, "CL-01", CLAUSE, id=id_)
    with pytest.raises(RefusalError, match="already used"):
        statements.record(session, empty, Kind.CLAUSE, "CL-01", CLAUSE, id=id_)


def test_a_reason_is_kept_apart_under_the_id_of_its_statement(session, empty):
    made = statements.record(session, empty, Kind.CLAUSE, "CL-01", CLAUSE, "Lu\x00 deux fois")
    assert texts.of_engagement(session, empty.id) == {made.statement.id: "Lu deux fois"}


# A register, all at once.


def test_many_are_recorded_in_their_order(session, empty):
    new = [NewStatement(kind, subject, value) for kind, subject, value in STATEMENTS]
    new.append(NewStatement(Kind.TOWER, "ams", {"in_scope": True}))
    assert len(statements.record_many(session, empty, new)) == len(STATEMENTS) + 1
    assert statements.latest(session, empty, Kind.TOWER)["ams"].value == {"in_scope": True}
    assert {one.outcome for one in statements.record_many(session, empty, new)} == {Outcome.REPLAYED}


def test_one_that_is_wrong_leaves_nothing_of_the_others(session, empty):
    new = [
        NewStatement(Kind.CLAUSE, "CL-01", CLAUSE),
        NewStatement(Kind.CLAUSE, "CL-99", CLAUSE),
        NewStatement(Kind.CLAUSE, "CL-02", {"state": "lost"}),
    ]
    with pytest.raises(StatementError) as refused:
        statements.record_many(session, empty, new)
    assert [mistake.place for mistake in refused.value.mistakes] == ["[1].subject", "[2].value.state"]
    assert session.query(Statement).filter_by(engagement_id=empty.id).count() == 0


# What is refused, with its place and its cure.


@pytest.mark.parametrize(
    ("kind", "subject", "value", "expected"),
    [
        (Kind.FRAMING, "fees_at_stake", {"value": 101}, "value.value: 101 is too large: use 100 or less"),
        (Kind.FRAMING, "fees_at_stake", {"value": -1}, "value.value: -1 is too small: use 0 or more"),
        (Kind.FRAMING, "next_contract_value", {"value": -0.5}, "value.value: -0.5 is too small: use 0 or more"),
        (Kind.FRAMING, "fees_at_stake", {"value": True}, "value.value: True is not accepted: write a number"),
        (Kind.FRAMING, "fees_at_stake", {"value": 0.12345}, "value.value: 0.12345 is not accepted"),
        (Kind.FRAMING, "fees_at_stake", {"value": float("nan")}, "value.value: nan is not accepted"),
        (Kind.FRAMING, "next_contract_value", {"value": 10**30}, "value.value: 1000000000"),
        (Kind.FRAMING, "nis2_entity", {"value": "yes"}, "value.value: yes is not accepted: write true or false"),
        (Kind.FRAMING, "nis2_entity", {"value": 1}, "value.value: 1 is not accepted: write true or false"),
        (Kind.FRAMING, "sector", {"value": "navy"}, "value.value: navy is not accepted: use industry, services"),
        (Kind.FRAMING, "sector", {"value": ["industry"]}, "value.value: ('industry',) is not accepted: use"),
        (Kind.FRAMING, "mechanisms", {"value": "penalties"}, "value.value: penalties is not accepted: write a list"),
        (Kind.FRAMING, "mechanisms", {"value": ["luck"]}, "value.value: luck is not accepted: use penalties"),
        (Kind.FRAMING, "mechanisms", {"value": ["xla_money"] * 2}, "value.value: xla_money is given twice"),
        (Kind.FRAMING, "mechanisms", {"value": [1]}, "value.value: [1] is not accepted: write what the question"),
        (Kind.FRAMING, "price_comparison_date", {"value": "30/06/2026"}, "value.value: 30/06/2026 is not a date"),
        (Kind.FRAMING, "price_comparison_date", {"value": "20260630"}, "value.value: 20260630 is not a date"),
        (Kind.FRAMING, "price_comparison_date", {"value": 20260630}, "value.value: 20260630 is not a date"),
        (Kind.FRAMING, "luck", {"value": True}, "subject: luck is not a line of “framing” in this questionnaire"),
        (Kind.FRAMING, "nis2_entity", {}, "value.value: is missing"),
        (Kind.TOWER, "ams", {"in_scope": "no"}, "value.in_scope: no is not accepted: write true or false"),
        (Kind.CLAUSE, "CL-01", {"state": "lost"}, "value.state: lost is not accepted: use 'absent' or 'present'"),
        (Kind.CLAUSE, "CL-01", {"state": "absent", "colour": 1}, "value.colour: is not a known field"),
        (Kind.CLAUSE, "CL-01", {"state": "present", "reference": "x" * 1001}, "value.reference: is too long"),
        (Kind.CLAUSE, "CL-01", ["absent"], "value: ['absent'] is not accepted: write an object"),
        (Kind.PROCEDURE, "PR-01", PROCEDURE | {"inputs": [True]}, "value.inputs: holds 1 marks: write 4, one for"),
        (Kind.PROCEDURE, "PR-01", PROCEDURE | {"parts": ["yes"]}, "value.parts[0]: yes is not accepted: write true"),
        (Kind.PROCEDURE, "PR-01", PROCEDURE | {"last_used": "2026-13-01"}, "value.last_used: 2026-13-01 is not a"),
        (Kind.PROCEDURE, "PR-01", PROCEDURE | {"last_used": 0}, "value.last_used: 0 is not a date: write it as"),
        (Kind.INDICATOR, "SL-99", INDICATOR, "subject: SL-99 is not a line of “indicators”"),
        (Kind.INDICATOR, "own:1", INDICATOR, "subject: own:1 is not a line of “indicators”"),
        (Kind.INDICATOR, "SL-01", INDICATOR | {"name": "Autre"}, "value.name: describes an indicator of the client’s"),
        (Kind.INDICATOR, OWN, INDICATOR | {"class": "SL"}, "value.name: is missing: write it"),
        (Kind.INDICATOR, OWN, INDICATOR | {"name": "Le nôtre"}, "value.class: is missing: write it"),
        (Kind.INDICATOR, OWN, INDICATOR | {"name": "N", "class": "ZZ"}, "value.class: ZZ is not accepted: use SL, ME"),
        (Kind.INDICATOR, OWN, INDICATOR | {"name": "N", "class": "SL", "pairs": ["X"]}, "value.pairs: X is not an"),
        (Kind.MOTIVE, "MO-01", {"holders": -1, "intensity": 1, "confirmation": 0}, "value.holders: -1 is too small"),
        (Kind.MOTIVE, "MO-01", {"holders": 1, "intensity": 4, "confirmation": 0}, "value.intensity: 4 is too large"),
        (Kind.MOTIVE, "MO-01", {"holders": 1, "intensity": 1, "confirmation": 0.7}, "value.confirmation: 0.7 is not"),
        (
            Kind.MOTIVE,
            "MO-01",
            {"holders": 1, "who": ["wizard"], "intensity": 1, "confirmation": 0},
            "value.who: wizard is not accepted: use executive, cio",
        ),
        (Kind.SEED, "1", {"choice": 4}, "value.choice: 4 is too large: use 3 or less"),
        (Kind.SEED, "1", {"choice": 1, "skipped": True}, "value.skipped: a question is answered or skipped"),
        (Kind.READINESS, "RDY-01", {"status": "0.5"}, "value.status: 0.5 is not accepted: write a number"),
        (Kind.READINESS, "RDY-01", {"status": 0.25}, "value.status: 0.25 is not accepted: use 0, 0.5 or 1"),
        (Kind.ABILITY, "references", {"score": 0.25}, "value.score: 0.25 is not accepted: use 0, 0.5, 1"),
        (Kind.ACCEPTABILITY, "mandate", {"score": 1.5}, "value.score: 1.5 is too large: use 1 or less"),
        (Kind.EVIDENCE, "REL-TRU-C1", {"items": ["asked"]}, "value.items: holds 1 marks: write"),
        (
            Kind.EVIDENCE,
            "CTR-SCP-C1",
            {"items": [None] * 4, "asked_on": "2026-11-03", "received_on": "2026-11-02"},
            "value.received_on: is before the day on which it was asked for",
        ),
        (Kind.ACCEPTABILITY, "references", {"score": 1}, "subject: references is not a line of “acceptability”"),
        (
            Kind.PARAMETER,
            "exit_cost",
            {"low": 2, "typical": 1, "high": 3},
            "value.typical: is not between the low and the high value: put the three in order",
        ),
        (Kind.PARAMETER, "luck", {"low": 1, "typical": 1, "high": 1}, "subject: luck is not a line of “parameters”"),
        (Kind.PARAMETER, "exit_cost", {"low": 1, "typical": 1}, "value.high: is missing"),
        (Kind.RANGE, "ability", {"low": 0.6, "high": 0.5}, "value.high: is below the low value: put the two in order"),
        (Kind.RANGE, "ability", {"low": 0.6, "high": 1.2}, "value.high: 1.2 is too large: use 1 or less"),
        (Kind.WEIGHTS, "cio", points(cost=None), "value.points: cost is missing: name every criterion"),
        (Kind.WEIGHTS, "cio", points(luck=3), "value.points: luck is not accepted: use continuity, need"),
        (
            Kind.WEIGHTS,
            "cio",
            {"form": "points", "points": dict.fromkeys(CRITERIA, 0)},
            "value.points: are all 0: give",
        ),
        (
            Kind.WEIGHTS,
            "cio",
            {"form": "ranking", "ranking": [list(CRITERIA), ["cost"]]},
            "value.ranking: cost is given twice: keep one",
        ),
        (Kind.WEIGHTS, "cio", between(60, 70), "value.low: add up to more than 100: lower some"),
        (Kind.WEIGHTS, "cio", between(0, 5), "value.high: add up to less than 100: raise some"),
        (
            Kind.WEIGHTS,
            "cio",
            between(5, 50, cost=(40, 20)),
            "value.high: cost: the upper end is below the lower one",
        ),
        (Kind.WEIGHTS, "wizard", points(), "subject: wizard is not a line of “roles”"),
        (Kind.PART, "network", {"share": 1.5}, "value.share: 1.5 is too large: use 1 or less"),
        (
            Kind.PART,
            "network",
            {"share": 0.5, "skills": "many"},
            "value.skills: many is not accepted: use 'none', 'some'",
        ),
        (Kind.PART, "moon", {"share": 0.5}, "subject: moon is not a line of “towers”"),
    ],
)
def test_each_mistake_is_told_with_its_place_and_its_cure(session, empty, kind, subject, value, expected):
    found = says(session, empty, kind, subject, value)
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_a_tower_stays_in_scope(session, empty):
    towers = [tower.id for tower in load().towers]
    for tower in towers[:-1]:
        statements.record(session, empty, Kind.TOWER, tower, {"in_scope": False})
    message = "value.in_scope: takes the last tower out of scope: keep one"
    assert says(session, empty, Kind.TOWER, towers[-1], {"in_scope": False}) == [message]
    swap = [
        NewStatement(Kind.TOWER, towers[-1], {"in_scope": False}),
        NewStatement(Kind.TOWER, towers[0], {"in_scope": True}),
    ]
    statements.record_many(session, empty, swap)


# How far it has come.


def test_progress_counts_what_was_dealt_with_of_what_applies(session, empty):
    before = statements.progress(load(), assessments.facts_of(session, empty))
    assert {progress.answered for progress in before.values()} == {0}
    new = [NewStatement(kind, subject, value) for kind, subject, value in STATEMENTS]
    new += [
        NewStatement(Kind.PROCEDURE, "PR-02", {"inputs": [None] * 4, "parts": [None] * 4}),
        NewStatement(Kind.SEED, "2", {"skipped": True}),
        NewStatement(Kind.SEED, "3", {}),
        NewStatement(Kind.MOTIVE, "MO-02", {"holders": 0, "intensity": 0, "confirmation": 0}),
    ]
    statements.record_many(session, empty, new)
    after = statements.progress(load(), assessments.facts_of(session, empty))
    catalogue = len(load().indicators)
    private = sum(not fact.forms or "private" in fact.forms for fact in load().framing)
    assert after == {
        Kind.FRAMING: Progress(3, private),  # one is not known, one concerns framework agreements
        Kind.TOWER: Progress(1, len(load().towers)),
        Kind.CLAUSE: Progress(1, 32),
        Kind.PROCEDURE: Progress(1, 40),
        Kind.INDICATOR: Progress(2, catalogue + 1),
        Kind.MOTIVE: Progress(1, 16),
        Kind.SEED: Progress(2, 4),
        Kind.READINESS: Progress(1, 26),
        Kind.TRANSFORMATION: Progress(1, 5),
        Kind.ABILITY: Progress(1, 3),
        Kind.ACCEPTABILITY: Progress(1, 5),
        Kind.EVIDENCE: Progress(1, 58),
    }


# Why judgements are what they are.


def test_a_judgement_says_why_in_the_words_of_what_it_comes_from(session, judged):
    def why():
        return assessments.words_of(session, judged).judgements

    entered = why()
    drivers = {driver.id for driver in load().drivers}
    assert set(entered) == {*drivers, "readiness"}
    for kind, subject, value in STATEMENTS:
        statements.record(session, judged, kind, subject, value, f"Parce que {subject}")
    said = why()
    assert said["fatigue"] == "Parce que MO-01"
    assert said["ability"] == "Parce que references"
    assert said["acceptability"] == "Parce que mandate"
    assert "need" not in said  # motives were heard, none of them of this judgement
    assert said["price_gap"] == entered["price_gap"]  # the comparison is not known whole
    assert "readiness" not in said  # nothing that is absent was said
    statements.record(session, judged, Kind.READINESS, "RDY-02", {"status": 0}, "Pas d’inventaire")
    assert why()["readiness"] == "Pas d’inventaire"


def test_a_price_gap_comes_from_its_two_facts(session, engagement):
    for subject, value in (("price_gap_found", 12), ("price_comparison_confidence", "medium")):
        statements.record(session, engagement, Kind.FRAMING, subject, {"value": value}, f"Vu, {subject}")
    words = assessments.words_of(session, engagement)
    assert words.judgements["price_gap"] == "Vu, price_gap_found\nVu, price_comparison_confidence"
    inputs = assessments.assessment_of(session, engagement).decision.inputs
    assert inputs["price_gap"] == pytest.approx(float(Fraction(48, 125)))


# Towers.


def test_a_tower_out_of_scope_takes_its_own_practices_with_it(session, engagement):
    ratings = assessments.assessment_of(session, engagement).maturity.ratings
    assert ratings["PRC-AMS-C1"].in_scope
    statements.record(session, engagement, Kind.TOWER, "ams", {"in_scope": False}, "Pas de TMA")
    ratings = assessments.assessment_of(session, engagement).maturity.ratings
    assert not ratings["PRC-AMS-C1"].in_scope
    assert ratings["PRC-INC-C1"].in_scope
