import json

import pytest
from sqlalchemy import func, select

from app import demonstrations
from app.engagement_file import decode, to_facts, words_of
from app.models import Answer, Engagement, MemberRole, Person
from app.services import (
    accounts,
    answers,
    assessments,
    engagements,
    exchange,
    members,
    respondents,
    statements,
)
from app.services.refusals import NotFoundError, RefusalError
from questionnaires import Side, load
from scoring import digest
from scoring.statements import Kind, latest
from tests.app.makers import OWN, STATEMENTS, framing, new_answer, statement_rows


def changed(file, kind, index, **changes):
    """Return the file with one row changed."""
    rows = list(getattr(file, kind))
    rows[index] = rows[index].model_copy(update=changes)
    return file.model_copy(update={kind: tuple(rows)})


@pytest.mark.parametrize("name", demonstrations.NAMES)
def test_out_in_and_out_again_gives_the_same_bytes(session, name):
    file = decode(demonstrations.read(name))
    exchange.import_file(session, file)
    content = exchange.export(session, file.id)
    session.rollback()
    exchange.import_file(session, decode(content))
    assert exchange.export(session, file.id) == content


@pytest.mark.parametrize("name", demonstrations.NAMES)
def test_what_is_stored_says_what_the_file_says(session, name):
    file = decode(demonstrations.read(name))
    exchange.import_file(session, file)
    engagement = session.get_one(Engagement, file.id)
    assert digest(load(), assessments.facts_of(session, engagement)) == digest(load(), to_facts(file))
    assert assessments.words_of(session, engagement) == words_of(file)


@pytest.fixture
def telling(valmeca):
    """The first demonstration, with something said of each kind and nothing else said."""
    raw = json.loads(exchange.ef.encode(valmeca)) | {"statements": statement_rows()}
    return decode(json.dumps(raw).encode())


@pytest.mark.parametrize(
    ("kind", "value"),
    [(Kind.RANGE, {"low": None, "high": None}), (Kind.WEIGHTS, {"form": None}), (Kind.PART, {"share": None})],
)
def test_what_was_taken_back_comes_in_taken_back(session, telling, kind, value):
    exchange.import_file(session, telling)
    engagement = session.get_one(Engagement, telling.id)
    (subject,) = statements.latest(session, engagement, kind)
    statements.record(session, engagement, kind, subject, value)
    content = exchange.export(session, telling.id)
    session.rollback()
    exchange.import_file(session, decode(content))
    assert statements.latest(session, session.get_one(Engagement, telling.id), kind) == {}
    assert latest(to_facts(decode(content)).statements, kind) == {}
    assert exchange.export(session, telling.id) == content


def test_statements_go_out_and_come_in_with_the_same_bytes(session, telling):
    exchange.import_file(session, telling)
    content = exchange.export(session, telling.id)
    assert json.loads(content)["statements"] == json.loads(exchange.ef.encode(telling))["statements"]
    engagement = session.get_one(Engagement, telling.id)
    assert digest(load(), assessments.facts_of(session, engagement)) == digest(load(), to_facts(telling))
    assert assessments.words_of(session, engagement) == words_of(telling)
    assert exchange.import_file(session, decode(content)).conflicts == []
    session.rollback()
    exchange.import_file(session, decode(content))
    assert exchange.export(session, telling.id) == content


def test_statements_of_both_places_are_kept_and_what_differs_is_listed(session, telling):
    half = telling.model_copy(update={"statements": telling.statements[:6]})
    exchange.import_file(session, half)
    engagement = session.get_one(Engagement, telling.id)
    here = statements.record(session, engagement, Kind.CLAUSE, "CL-03", {"state": "absent"}, "Vu ici").statement.id
    towers = telling.statements[5].model_copy(update={"reason": "Autre raison"})
    other = telling.model_copy(update={"statements": (*telling.statements[:5], towers, *telling.statements[6:])})
    report = exchange.import_file(session, other)
    assert report.added == {"statements": len(STATEMENTS) - 6}
    assert report.conflicts == [f"statements[5] ({towers.id})"]
    assert here in {statement.id for statement in decode(exchange.export(session, telling.id)).statements}
    assert statements.latest(session, engagement, Kind.TOWER)["ams"].reason != "Autre raison"


def test_the_clients_own_indicators_live_in_both_engagements(session, telling):
    exchange.import_file(session, telling)
    copy = session.get_one(Engagement, exchange.import_file(session, telling, as_new=True).engagement_id)
    own = [subject for subject in statements.latest(session, copy, Kind.INDICATOR) if subject.startswith("own:")]
    assert len(own) == 1
    assert own != [OWN]


def test_the_same_file_twice_changes_nothing(session, valmeca):
    first = exchange.import_file(session, valmeca)
    again = exchange.import_file(session, valmeca)
    assert first.created
    assert (again.created, again.added, again.conflicts) == (False, {}, [])
    assert again.identical == sum(first.added.values())


def test_what_differs_is_listed_and_left_as_it_was(session, valmeca):
    exchange.import_file(session, valmeca)
    before = exchange.export(session, valmeca.id)
    other = changed(valmeca, "answers", 4, level=5 - valmeca.answers[4].level)
    other = changed(other, "judgements", 0, reason="Autre raison")
    other = changed(other, "persons", 0, name="Autre Nom")
    other = other.model_copy(update={"as_of": valmeca.as_of.replace(year=2030)})
    report = exchange.import_file(session, other)
    assert report.added == {}
    assert report.conflicts == [
        "as_of",
        f"persons[0] ({valmeca.persons[0].id})",
        f"answers[4] ({valmeca.answers[4].id})",
        f"judgements[0] ({valmeca.judgements[0].id})",
    ]
    assert exchange.export(session, valmeca.id) == before


def test_what_is_new_is_added_to_what_was_done_here_meanwhile(session, valmeca):
    half = valmeca.model_copy(update={"answers": valmeca.answers[:50]})
    exchange.import_file(session, half)
    engagement = session.get_one(Engagement, valmeca.id)
    added = respondents.add(session, engagement, side=Side.CLIENT, role="cio", name="Venue après")
    here = answers.record(session, engagement, new_answer(added.id)).answer.id
    report = exchange.import_file(session, valmeca)
    assert report.added == {"answers": len(valmeca.answers) - 50}
    exported = decode(exchange.export(session, valmeca.id))
    assert here in {answer.id for answer in exported.answers}
    assert exported.respondents[-1].id == added.id
    assert len(exported.answers) == len(valmeca.answers) + 1


def test_as_new_makes_another_engagement_beside_the_first(session, valmeca, account):
    exchange.import_file(session, valmeca, account)
    report = exchange.import_file(session, valmeca, account, as_new=True)
    assert report.created
    assert report.engagement_id != valmeca.id
    assert len(engagements.list_for(session, account)) == 2
    one, two = (session.get_one(Engagement, found) for found in (valmeca.id, report.engagement_id))
    assert assessments.assessment_of(session, one).decision == assessments.assessment_of(session, two).decision


def test_who_imports_becomes_its_consultant(session, valmeca, account):
    exchange.import_file(session, valmeca, account)
    assert members.role_of(session, valmeca.id, account) is MemberRole.CONSULTANT


@pytest.mark.parametrize("role", [None, MemberRole.READER])
def test_only_its_consultant_adds_to_a_known_engagement(session, valmeca, account, role):
    exchange.import_file(session, valmeca, account)
    other = accounts.create(session, "other@visavis.example", "hash")
    if role is not None:
        members.add(session, session.get_one(Engagement, valmeca.id), other, role)
    with pytest.raises(RefusalError, match="you are not its consultant"):
        exchange.import_file(session, valmeca, other)
    assert members.role_of(session, valmeca.id, other) is role


def test_a_file_cannot_reach_into_another_engagement(session, valmeca, account):
    mine = engagements.create(session, framing(), account)
    exchange.import_file(session, valmeca)
    thief = decode(exchange.export(session, mine.id)).model_copy(
        update={"persons": valmeca.persons, "respondents": valmeca.respondents}
    )
    with pytest.raises(RefusalError, match="bears the id of a row of another engagement"):
        exchange.import_file(session, thief, account)


def test_a_file_that_is_refused_leaves_nothing(database, valmeca):
    with database.sessions.begin() as session:
        exchange.import_file(session, valmeca)
        before = session.scalar(select(func.count(Answer.id)))
    other = exchange.ef.renewed(valmeca, exchange.uuid.uuid4)
    other = other.model_copy(update={"answers": other.answers[:-1] + valmeca.answers[-1:]})
    with pytest.raises(RefusalError), database.sessions.begin() as session:
        exchange.import_file(session, other)
    with database.sessions() as session:
        assert session.scalar(select(func.count(Answer.id))) == before
        assert session.get(Engagement, other.id) is None


def test_names_are_in_one_table_only(session, valmeca):
    exchange.import_file(session, valmeca)
    names = session.scalars(select(Person.name)).all()
    assert len(names) == len(valmeca.persons)
    facts = assessments.facts_of(session, session.get_one(Engagement, valmeca.id))
    assert not any(name in repr(facts) for name in names)


def test_an_engagement_that_is_not_here_cannot_be_exported(session, valmeca):
    with pytest.raises(NotFoundError):
        exchange.export(session, valmeca.id)
