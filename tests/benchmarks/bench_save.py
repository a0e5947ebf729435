"""Save one answer durably through the whole application, against a bare route doing one committed insert.

Then again while reports are made, one after the other, as their pages order them.
"""

import re
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
import uuid
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, request

from app import create_app, demonstrations
from app.cli import open_session
from app.database import get_database
from app.engagement_file import decode
from app.models import Engagement, JobState, ReportJob
from app.rendering import EXTENSION, start
from app.services import accounts, answers, assessments, exchange
from app.serving import TURN
from config import Config
from questionnaires import load
from reports.orders import Order
from scoring import assessment

SAVES = 600
WARM_UP = 20


def main() -> None:
    """Print the median and the 95th percentile of both, and their ratio."""
    sys.setswitchinterval(TURN)
    with tempfile.TemporaryDirectory() as name:
        app, engagement_id, save = product(Path(name))
        bare = floor(Path(name))
        measured, least = measure(save), measure(bare)
        with reports_made(app, engagement_id) as made:
            busy = measure(save)
        app.extensions[EXTENSION].close()
    for label, times in (("save", measured), ("floor", least), (f"save while {len(made)} reports are made", busy)):
        print(f"{label}: median {statistics.median(times):.2f} ms, 95th percentile {p95(times):.2f} ms")
    print(f"ratio of medians: {statistics.median(measured) / statistics.median(least):.1f} (reach: 3)")
    print(f"95th percentile while reports are made, against alone: {p95(busy) / p95(measured):.1f} (reach: kept, 1)")


def p95(times):
    """Return what 95 in 100 do not exceed."""
    return statistics.quantiles(times, n=20)[-1]


@contextmanager
def reports_made(app, engagement_id):
    """Have reports made in turn by the application's own process until the block ends; yields those that are done."""
    made, ended = [], threading.Event()

    def order_them():
        while not ended.is_set():
            with app.test_request_context():
                session = get_database().session()
                engagement = session.get_one(Engagement, engagement_id)
                facts = assessments.facts_of(session, engagement)
                words = replace(assessments.words_of(session, engagement), question=f"Question {len(made)}")
                key = start(session, engagement, Order(assessment(load(), facts), facts, words, "fr")).key
            with app.extensions["visavis.database"].sessions() as session:
                while session.get_one(ReportJob, key, populate_existing=True).state is not JobState.DONE:
                    session.rollback()
                    time.sleep(0.25)
            made.append(key)

    running = threading.Thread(target=order_them)
    running.start()
    yield made
    ended.set()
    running.join()


def measure(save):
    """Return the milliseconds of each save, once warm."""
    times = []
    for number in range(WARM_UP + SAVES):
        start = time.perf_counter()
        save(number)
        times.append((time.perf_counter() - start) * 1000)
    return times[WARM_UP:]


def product(folder):
    """Return the application, its engagement, and a function that saves an answer as the interview page does."""
    config = Config(secret_key="k" * 32, data_dir=folder)
    app = create_app(config)
    with open_session(config) as session:
        account = accounts.create(session, "bench@visavis.example", "hash")
        report = exchange.import_file(session, decode(demonstrations.read("valmeca")), account)
        respondent = session.get_one(Engagement, report.engagement_id).respondents[0]
        practice_id, (standing, *_) = next(iter(answers.current_of(session, respondent).items()))
        client, last = app.test_client(), [str(standing.id)]
        with client.session_transaction() as cookie:
            cookie.update(_user_id=account.fs_uniquifier, _fresh=True)
        body = {"respondent_id": str(respondent.id), "practice_id": practice_id, "state": "level"}
    token = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/help").text)[1]

    def save(number):
        answer_id = str(uuid.uuid4())
        sent = {"follows_id": last[0], "level": number % 6, "backing": "said", "contradicts": False}
        sent |= {"comment": "x" * 200, "said_at": datetime.now(UTC).isoformat()}
        path = f"/engagements/{report.engagement_id}/answers/{answer_id}"
        response = client.put(path, json=body | sent, headers={"X-CSRFToken": token})
        assert response.status_code == 201, response.text
        last[0] = answer_id

    return app, report.engagement_id, save


def floor(folder):
    """Return a function that saves through the least that could be called a web application."""
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE answer (id TEXT PRIMARY KEY, body TEXT)")
    app = Flask("floor")

    @app.put("/answers/<answer_id>")
    def put(answer_id):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO answer VALUES (?, ?)", (answer_id, request.get_data(as_text=True)))
        connection.execute("COMMIT")
        return "saved"

    client = app.test_client()
    return lambda _: client.put(f"/answers/{uuid.uuid4()}", data="x" * 400)


if __name__ == "__main__":
    main()
