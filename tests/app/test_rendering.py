import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.engagement_file import to_facts, words_of
from app.models import CachedReport, Engagement, IssuedReport, JobState, ReportJob, now
from app.rendering import MakingError, Workshop, key_of, start
from app.services import assessments, freezing, report_jobs
from questionnaires import load
from reports.orders import OFFERED, Audience, Format, Order, PaperKind, PaperOrder
from reports.progress import Stage
from scoring import assessment
from tests.app.conftest import visit

PATIENCE = 60


@pytest.fixture(scope="module")
def order(valmeca):
    facts = to_facts(valmeca)
    return Order(assessment(load(), facts), facts, words_of(valmeca), "fr", Audience.SUMMARY)


@pytest.fixture
def workshop():
    made = Workshop()
    yield made
    made.close()


@pytest.fixture
def asked(app, world):
    """Ask for a report of the demonstration as a page does, and return its job."""

    def ask(**changes):
        with app.test_request_context():
            session = app.extensions["visavis.database"].session()
            engagement = session.get_one(Engagement, world.engagement_id)
            facts = assessments.facts_of(session, engagement)
            frozen = changes.pop("frozen_id", None)
            words = assessments.words_of(session, engagement)
            made = Order(assessment(load(), facts), facts, replace(words, **changes), "fr", Audience.SUMMARY)
            return start(session, engagement, made, frozen).key

    return ask


def until(store, key, *states):
    """Wait until a job is in one of these states, and return it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with store() as session:
            job = session.get(ReportJob, key)
            if job.state in states:
                session.expunge(job)
                return job
        time.sleep(0.02)
    raise AssertionError(f"the job is {job.state}")


HEAVY = """
import sys
from tests.app.conftest import running, visit
from config import Config
from pathlib import Path
folder = Path(sys.argv[1])
with running(Config(secret_key="k" * 32, data_dir=folder)) as app:
    assert visit(app).get("/help").status_code == 200
print(*{"matplotlib", "reportlab", "pikepdf", "fontTools", "docx", "pptx", "xlsxwriter", "PIL"} & set(sys.modules))
"""


def test_the_web_process_never_loads_what_draws(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", HEAVY, tmp_path], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert done.stdout.strip() == ""


# ---- the child ----------------------------------------------------------------------------------------


def test_what_the_report_shows_is_in_its_key(order, valmeca):
    other_words = words_of(valmeca.model_copy(update={"question": "Autre"}))
    orders = (
        order,
        replace(order, language="en"),
        replace(order, words=other_words),
        replace(order, words=replace(order.words, number=1)),
        replace(order, words=replace(order.words, logo=b"png")),
        replace(order, audience=Audience.PROVIDER),
        replace(order, format=Format.DOCX),
        replace(order, format=Format.DOCX, template=b"template"),
    )
    assert len({key_of(each) for each in orders}) == len(orders)


class Follower:
    """Who hears of a report, and may give it up."""

    def __init__(self):
        self.steps, self.content, self.error, self.stop = [], None, "", False

    def wanted(self):
        return not self.stop

    def beat(self):
        pass

    def told(self, stage, step, steps):
        self.steps.append((stage, step, steps))

    def made(self, content):
        self.content = content

    def failed(self, error):
        self.error = error


def test_whoever_follows_a_report_hears_every_step_in_order(workshop, order):
    follower = Follower()
    workshop.ask(replace(order, audience=Audience.FULL), follower).future.result(PATIENCE)
    assert follower.content.startswith(b"%PDF")
    steps = [step for _stage, step, _steps in follower.steps]
    assert steps == sorted(steps)
    assert follower.steps[0][0] is Stage.TEXT
    assert follower.steps[-1][0] is Stage.PAGES
    assert steps[-1] == follower.steps[-1][2] - 1
    assert [stage for stage, *_rest in follower.steps].count(Stage.CHARTS) > 3


def test_the_same_report_asked_twice_at_once_is_made_once(workshop, order):
    begun = []
    made = []
    follower = Follower()
    follower.told = lambda stage, *_steps: begun.append(stage) if stage is Stage.TEXT else None
    first = workshop.ask(order, follower)
    askers = [threading.Thread(target=lambda: made.append(workshop.make(order))) for _ in range(3)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert begun == [Stage.TEXT]
    assert made == [first.future.result()] * 3


def test_a_child_that_was_killed_is_replaced(workshop, order):
    first = workshop.make(order)
    os.kill(workshop.child, signal.SIGKILL)
    assert workshop.make(order) == first


def test_a_child_that_is_killed_over_a_report_begins_it_again(workshop, order):
    killed = []
    follower = Follower()

    def kill_once(stage, *_steps):
        if stage is Stage.CHARTS and not killed:
            killed.append(workshop.child)
            os.kill(workshop.child, signal.SIGKILL)

    follower.told = kill_once
    assert workshop.ask(order, follower).future.result(PATIENCE).startswith(b"%PDF")
    assert killed
    assert workshop.child not in killed


def test_a_report_that_nobody_wants_any_more_is_stopped_and_the_next_one_is_made(workshop, order):
    follower = Follower()

    def give_up(stage, *_steps):
        follower.stop = stage is Stage.CHARTS

    follower.told = give_up
    task = workshop.ask(order, follower)
    workshop.make(replace(order, language="en"))
    assert task.future.exception() is not None
    assert follower.content is None


def test_what_cannot_be_made_is_told_and_the_child_lives_on(workshop, order):
    broken = PaperOrder("1.0", "digest", order.facts, PaperKind.GUIDE, "nobody", "fr")
    with pytest.raises(MakingError, match="nobody"):
        workshop.make(broken)
    child = workshop.child
    assert workshop.make(order).startswith(b"%PDF")
    assert workshop.child == child


# ---- jobs ---------------------------------------------------------------------------------------------


def test_a_report_is_made_once_and_then_found(asked, store):
    key = asked()
    assert until(store, key, JobState.DONE).step > 2
    with store() as session:
        first = session.get(CachedReport, key).content
        assert first.startswith(b"%PDF")
    assert asked() == key
    with store() as session:
        assert session.get(ReportJob, key).state is JobState.DONE
        assert session.scalar(select(func.count(CachedReport.key))) == 1
    assert asked(question="Autre question") != key


def test_two_who_ask_for_the_same_report_share_the_job(asked, store):
    key = asked()
    assert asked() == key
    until(store, key, JobState.DONE)
    with store() as session:
        assert session.scalar(select(func.count(ReportJob.key))) == 1


def test_a_cancelled_report_is_not_made_and_can_be_asked_for_again(asked, store, app):
    key = asked()
    until(store, key, JobState.WORKING)
    with store() as session:
        report_jobs.cancel(session, session.get(ReportJob, key))
    assert until(store, key, JobState.CANCELLED).state is JobState.CANCELLED
    time.sleep(1)
    with store() as session:
        assert session.get(CachedReport, key) is None
    assert asked() == key
    until(store, key, JobState.DONE)


def test_a_report_asked_for_again_at_once_after_it_was_cancelled_is_made(asked, store):
    key = asked()
    until(store, key, JobState.WORKING)
    with store() as session:
        report_jobs.cancel(session, session.get(ReportJob, key))
    asked()
    until(store, key, JobState.DONE)


def test_a_job_whose_process_is_gone_is_begun_anew(asked, store):
    key = asked()
    until(store, key, JobState.DONE)
    with store() as session:
        job = session.get(ReportJob, key)
        job.state, job.seen_at = JobState.WORKING, now() - 2 * report_jobs.LOST_AFTER
        session.delete(session.get(CachedReport, key))
    asked()
    until(store, key, JobState.DONE)


def test_a_report_of_a_frozen_assessment_is_kept_for_ever(asked, store, world):
    with store() as session:
        frozen_id = freezing.freeze(session, session.get_one(Engagement, world.engagement_id), "Pour la revue").id
    key = asked(frozen_id=frozen_id, number=1)
    until(store, key, JobState.DONE)
    with store() as session:
        kept = session.scalars(select(IssuedReport)).one()
        assert kept.content == session.get(CachedReport, key).content
        session.delete(session.get(CachedReport, key))
        assert report_jobs.content_of(session, session.get(ReportJob, key)) == kept.content


@pytest.mark.parametrize("kind", [Format.PDF, Format.DOCX, Format.PPTX, Format.XLSX, Format.HTML, Format.JSON])
def test_a_report_of_a_frozen_assessment_made_again_is_the_same_byte_for_byte(workshop, order, kind):
    audience = next(each for each in (Audience.SUMMARY, Audience.FULL) if kind in OFFERED[each])
    again = replace(order, format=kind, audience=audience, words=replace(order.words, number=2))
    first = hashlib.sha256(workshop.make(again)).hexdigest()
    workshop.close()
    other = Workshop()
    try:
        assert hashlib.sha256(other.make(again)).hexdigest() == first
    finally:
        other.close()


def test_a_guide_is_printed_while_its_reader_waits(app, world, store):
    consultant = visit(app, world, "consultant")
    path = f"/engagements/{world.engagement_id}/guides/cio.pdf"
    first = consultant.get(path).data
    assert first.startswith(b"%PDF")
    assert consultant.get(path).data == first
    with store() as session:
        assert session.scalar(select(func.count(CachedReport.key))) == 1
