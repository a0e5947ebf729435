"""Where a report stands, on each kind of database, for whichever process is asked."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.database import reading
from app.engagement_file import to_facts, words_of
from app.models import CachedReport, Engagement, IssuedReport, JobState, ReportJob, now
from app.services import exchange, freezing, report_jobs
from app.services.refusals import NotFoundError
from questionnaires import load
from reports.orders import Audience, Format, Order
from reports.progress import Stage
from scoring import assessment

KEY = "a" * 64


@pytest.fixture(scope="module")
def order(valmeca):
    facts = to_facts(valmeca)
    return Order(assessment(load(), facts), facts, words_of(valmeca), "fr")


@pytest.fixture
def store(database, valmeca):
    """A session on a database that holds the first demonstration, committed at the end of each `with`."""
    with database.sessions.begin() as session:
        exchange.import_file(session, valmeca)
    return database.sessions.begin


@pytest.fixture
def open_job(store, order, valmeca):
    """Open the job of a report, as a page does."""

    def opened(frozen_id=None):
        with store() as session:
            engagement = session.get_one(Engagement, valmeca.id)
            return report_jobs.open_job(session, engagement, KEY, order, frozen_id)[1]

    return opened


@pytest.fixture
def watch(database):
    return report_jobs.JobWatch(database.sessions, reading(database.engine), KEY)


def job_in(store):
    with store() as session:
        job = session.get_one(ReportJob, KEY)
        session.expunge(job)
        return job


def test_a_job_is_begun_by_the_first_who_asks_and_shared_by_the_others(open_job, store):
    assert [open_job(), open_job()] == [True, False]
    assert job_in(store).state is JobState.QUEUED
    with store() as session:
        assert session.scalar(select(func.count(ReportJob.key))) == 1


def test_every_step_is_written_down_for_other_processes(open_job, store, watch):
    open_job()
    watch.told(Stage.TEXT, 0, 2)
    assert job_in(store).state is JobState.WORKING
    watch.told(Stage.PAGES, 11, 12)
    job = job_in(store)
    assert (job.stage, job.step, job.steps) == (Stage.PAGES, 11, 12)
    watch.made(b"%PDF")
    with store() as session:
        job = session.get_one(ReportJob, KEY)
        assert (job.state, job.step) == (JobState.DONE, 12)
        assert report_jobs.content_of(session, job) == b"%PDF"
    assert open_job() is False


def test_what_is_cancelled_elsewhere_is_wanted_no_more_and_stays_cancelled(open_job, store, watch):
    open_job()
    assert watch.wanted()
    with store() as session:
        report_jobs.cancel(session, session.get_one(ReportJob, KEY))
    assert not watch.wanted()
    watch.told(Stage.PAGES, 11, 12)
    watch.failed("too late")
    assert job_in(store).state is JobState.CANCELLED
    assert open_job() is True


def test_what_is_done_is_not_cancelled(open_job, store, watch):
    open_job()
    watch.made(b"%PDF")
    with store() as session:
        report_jobs.cancel(session, session.get_one(ReportJob, KEY))
    assert job_in(store).state is JobState.DONE


def test_a_failure_is_written_down_and_the_next_who_asks_begins_anew(open_job, store, watch):
    open_job()
    watch.failed("x" * 5000)
    job = job_in(store)
    assert (job.state, len(job.error)) == (JobState.FAILED, 1000)
    assert open_job() is True
    assert (job_in(store).state, job_in(store).error) == (JobState.QUEUED, "")


def test_without_a_sign_of_life_a_job_is_lost_and_begun_anew(open_job, store, watch):
    open_job()
    with store() as session:
        session.get_one(ReportJob, KEY).seen_at = now() - 2 * report_jobs.LOST_AFTER
    assert not report_jobs.is_alive(job_in(store))
    assert open_job() is True


def test_a_sign_of_life_is_given_now_and_then(open_job, store, watch, monkeypatch):
    open_job()
    with store() as session:
        session.get_one(ReportJob, KEY).seen_at = now() - timedelta(seconds=20)
    watch.beat()
    assert job_in(store).seen_at < now() - timedelta(seconds=10)
    monkeypatch.setattr(report_jobs, "BEAT", 0.0)
    watch.beat()
    assert job_in(store).seen_at > now() - timedelta(seconds=10)


def test_a_report_of_a_frozen_assessment_is_issued_once(open_job, store, watch, valmeca):
    with store() as session:
        frozen_id = freezing.freeze(session, session.get_one(Engagement, valmeca.id), "Pour la revue").id
    open_job(frozen_id)
    watch.made(b"first")
    watch.made(b"second")
    with store() as session:
        assert session.scalars(select(IssuedReport.content)).all() == [b"first"]
        assert report_jobs.issued_of(session, frozen_id, Audience.FULL, "fr", Format.PDF) == b"first"
        assert report_jobs.issued_of(session, frozen_id, Audience.FULL, "en", Format.PDF) is None


def test_old_jobs_and_old_bytes_are_forgotten_and_issued_ones_are_not(open_job, store, watch, valmeca):
    with store() as session:
        frozen_id = freezing.freeze(session, session.get_one(Engagement, valmeca.id), "Pour la revue").id
    open_job(frozen_id)
    watch.made(b"%PDF")
    with store() as session:
        long_ago = now() - 2 * report_jobs.KEPT_FOR
        session.get_one(ReportJob, KEY).made_at = session.get_one(CachedReport, KEY).made_at = long_ago
    assert open_job(frozen_id) is True
    with store() as session:
        assert session.get(CachedReport, KEY) is None
        assert session.scalar(select(func.count()).select_from(IssuedReport)) == 1


def test_a_job_tells_how_many_are_made_before_it(open_job, store):
    open_job()
    with store() as session:
        job = session.get_one(ReportJob, KEY)
        assert report_jobs.place_of(session, job) == 0
        first = {name: getattr(job, name) for name in ("engagement_id", "audience", "language", "format", "stage")}
        earlier = job.made_at - timedelta(seconds=5)
        session.add(ReportJob(key="b" * 64, state=JobState.WORKING, step=1, steps=2, made_at=earlier, **first))
        session.flush()
        assert report_jobs.place_of(session, job) == 1


def test_a_job_is_found_by_its_own_engagement_only(open_job, store, valmeca):
    open_job()
    with store() as session:
        other = exchange.import_file(session, valmeca, as_new=True).engagement_id
        assert report_jobs.find(session, session.get_one(Engagement, valmeca.id), KEY).key == KEY
        for engagement_id, key in ((other, KEY), (valmeca.id, "nothing")):
            with pytest.raises(NotFoundError):
                report_jobs.find(session, session.get_one(Engagement, engagement_id), key)
