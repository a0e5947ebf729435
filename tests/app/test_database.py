import os
import random
import signal
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.database import Database, get_session, reading
from app.models import Answer, Engagement, Judgement, SignInFailure
from app.services import answers, exchange
from scoring.facts import DatedFact
from tests.app.conftest import token, visit
from tests.app.makers import new_answer

KILLED = Path(__file__).with_name("saves_until_killed.py")


def test_sqlite_waits_keeps_and_checks(sqlite_url):
    database = Database(sqlite_url)
    with database.engine.begin() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.engine.dispose()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000}


def test_a_request_that_reads_cannot_write(database):
    with reading(database.engine).connect() as connection, pytest.raises(DBAPIError, match=r"(?i)read.?only"):
        connection.execute(text("INSERT INTO report_cache (key) VALUES ('k')"))


def test_the_next_request_on_that_connection_can(database):
    with reading(database.engine).connect() as connection:
        connection.execute(text("SELECT 1"))
    with database.sessions.begin() as session:
        session.add(SignInFailure(actor="a"))
    with database.sessions() as session:
        assert session.scalar(select(SignInFailure.actor)) == "a"


def test_moments_come_back_in_utc_whatever_zone_they_had(session):
    paris = timezone(timedelta(hours=2))
    session.add(SignInFailure(actor="a", failed_at=datetime(2026, 7, 1, 9, 30, 0, 123456, paris)))
    session.flush()
    session.expire_all()
    found = session.scalars(select(SignInFailure)).one().failed_at
    assert found == datetime(2026, 7, 1, 7, 30, 0, 123456, UTC)
    assert found.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(session):
    session.add(SignInFailure(actor="a", failed_at=datetime(2026, 7, 1)))  # noqa: DTZ001
    with pytest.raises(Exception, match="needs a time zone"):
        session.flush()


@pytest.mark.parametrize("number", ["0.1", "0.3333", "1", "0", "0.0001"])
def test_decimals_come_back_exact(session, engagement, number):
    row = Judgement(engagement_id=engagement.id, driver="need", value=Decimal(number))
    session.add(row)
    session.flush()
    session.expire_all()
    assert row.value == Decimal(number)


def test_dates_and_dated_facts_come_back_as_they_were(session, engagement):
    engagement.contract_end = date(2027, 1, 1)
    engagement.lawful_continuation = DatedFact(False, date(2026, 12, 31), "L. 2194-1 « modifié »")
    engagement.written_refusal = None
    session.flush()
    session.expire_all()
    assert engagement.contract_end == date(2027, 1, 1)
    assert engagement.lawful_continuation == DatedFact(False, date(2026, 12, 31), "L. 2194-1 « modifié »")
    assert engagement.written_refusal is None


def test_two_writers_at_once_both_succeed(database, valmeca):
    with database.sessions.begin() as session:
        engagement_id = exchange.import_file(session, valmeca).engagement_id
        respondent_id = session.get_one(Engagement, engagement_id).respondents[0].id
        before = session.scalar(select(func.count(Answer.id)))
    failures = []

    def write():
        for _ in range(20):
            try:
                with database.sessions.begin() as mine:
                    known = mine.get_one(Engagement, engagement_id)
                    answers.record(mine, known, new_answer(respondent_id))
            except DBAPIError as error:
                failures.append(error)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    with database.sessions() as session:
        assert session.scalar(select(func.count(Answer.id))) == before + 40


@pytest.mark.long
def test_no_acknowledged_answer_is_lost_when_the_process_is_killed(sqlite_url, tmp_path, in_full):
    database = Database(sqlite_url)
    rounds = 12 if in_full else 2
    acknowledged = set()
    for _ in range(rounds):
        writer = subprocess.Popen(
            [sys.executable, KILLED, sqlite_url], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
        )
        assert writer.stdout.readline() == "ready\n"
        threading.Timer(random.uniform(0.1, 0.4), os.kill, (writer.pid, signal.SIGKILL)).start()
        acknowledged.update(line.strip() for line in writer.stdout if line.endswith("\n"))
        writer.stdout.close()
        writer.wait()
    with database.sessions() as session:
        kept = {str(answer_id) for answer_id in session.scalars(select(Answer.id))}
        assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    database.engine.dispose()
    assert len(acknowledged) > 10 * rounds
    assert acknowledged <= kept


def test_what_was_refused_is_not_committed(app):
    @app.post("/half-done")
    def half_done():
        get_session().add(SignInFailure(actor="half"))
        get_session().flush()
        return "refused", 400

    app.view_functions["half_done"].access = "public"
    client = visit(app)
    assert client.post("/half-done", data={"csrf_token": token(client)}).status_code == 400
    with app.extensions["visavis.database"].sessions() as session:
        assert session.scalar(select(SignInFailure.actor)) is None
