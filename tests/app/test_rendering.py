import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.engagement_file import to_facts, words_of
from app.models import CachedReport, Engagement
from app.rendering import Workshop, key_of
from questionnaires import load
from reports.orders import Order
from scoring import assessment
from tests.app.conftest import visit


@pytest.fixture(scope="module")
def order(valmeca):
    facts = to_facts(valmeca)
    return Order(assessment(load(), facts), facts, words_of(valmeca), "fr")


@pytest.fixture
def workshop():
    made = Workshop()
    yield made
    made.close()


HEAVY = """
import sys
from tests.app.conftest import running, visit
from config import Config
from pathlib import Path
folder = Path(sys.argv[1])
with running(Config(secret_key="k" * 32, data_dir=folder)) as app:
    assert visit(app).get("/help").status_code == 200
print(*{"matplotlib", "reportlab", "pikepdf", "fontTools"} & set(sys.modules))
"""


def test_the_web_process_never_loads_what_draws(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", HEAVY, tmp_path], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert done.stdout.strip() == ""


def test_a_report_is_made_once_and_then_found(app, world, store):
    client = visit(app, world, "reader")
    path = f"/engagements/{world.engagement_id}/report.pdf"
    first = client.get(path, query_string={"lang": "fr"})
    assert first.data.startswith(b"%PDF")
    assert client.get(path, query_string={"lang": "fr"}).data == first.data
    with store() as session:
        assert session.scalar(select(func.count(CachedReport.key))) == 1
        session.scalars(select(Engagement)).one().question = "Autre question"
    assert client.get(path, query_string={"lang": "fr"}).data != first.data


def test_what_the_report_shows_is_in_its_key(order, valmeca):
    other_words = words_of(valmeca.model_copy(update={"question": "Autre"}))
    keys = {
        key_of(order),
        key_of(Order(order.assessment, order.facts, order.words, "en")),
        key_of(Order(order.assessment, order.facts, other_words, "fr")),
    }
    assert len(keys) == 3


def test_the_same_report_asked_twice_at_once_is_made_once(workshop, order, monkeypatch):
    submitted = []
    submit = workshop._submit
    monkeypatch.setattr(workshop, "_submit", lambda given: submitted.append(given) or submit(given))
    made = []
    askers = [threading.Thread(target=lambda: made.append(workshop.make(order))) for _ in range(3)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(submitted) == 1
    assert made[0] == made[1] == made[2]


def test_a_child_that_was_killed_is_replaced(workshop, order):
    first = workshop.make(order)
    (child,) = workshop._pool._processes
    os.kill(child, signal.SIGKILL)
    assert workshop.make(order) == first
