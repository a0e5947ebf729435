"""Reports under way: where each stands, for every web process, in one small table."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from time import monotonic

from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from app.models import CachedReport, Engagement, FrozenAssessment, IssuedReport, JobState, ReportJob, now
from app.services.refusals import N_, NotFoundError
from reports.orders import Audience, Format, Order
from reports.progress import Stage

ALIVE = (JobState.QUEUED, JobState.WORKING)
KEPT_FOR = timedelta(days=30)

LOST_AFTER = timedelta(seconds=30)
"""Without a sign for so long, the process that made a report is gone, and it has to be asked for again."""

BEAT = 5.0
"""Seconds between two signs of life."""

TOLD_EVERY = 0.2
"""Seconds between two steps that are written down."""

log = logging.getLogger(__name__)


def open_job(
    session: Session, engagement: Engagement, key: str, order: Order, frozen_id: uuid.UUID | None
) -> tuple[ReportJob, bool]:
    """Return the job that makes a report, and whether somebody has to begin it."""
    # Two who ask at once take turns.
    session.get(Engagement, engagement.id, with_for_update=True)
    old = (delete(table).where(table.made_at < now() - KEPT_FOR) for table in (ReportJob, CachedReport))
    for statement in old:
        session.execute(statement)
    content = session.scalar(select(CachedReport.content).where(CachedReport.key == key))
    job = session.get(ReportJob, key)
    if job is not None and is_alive(job):
        return job, False
    if job is None:
        job = ReportJob(
            key=key,
            engagement_id=engagement.id,
            frozen_id=frozen_id,
            audience=order.audience,
            language=order.language,
            format=order.format,
        )
        session.add(job)
    job.state = JobState.QUEUED if content is None else JobState.DONE
    job.stage, job.step, job.steps, job.error = Stage.TEXT, 0, 2, ""
    job.made_at = job.seen_at = now()
    session.flush()
    if content is not None:
        _issue(session, job, content)
    return job, content is None


def is_alive(job: ReportJob) -> bool:
    """Say whether some process is making this report, or will."""
    return job.state in ALIVE and job.seen_at > now() - LOST_AFTER


def find(session: Session, engagement: Engagement, key: str) -> ReportJob:
    """Return a job of an engagement."""
    job = session.get(ReportJob, key)
    if job is None or job.engagement_id != engagement.id:
        raise NotFoundError(N_("This report is not here any more: ask for it again."))
    return job


def place_of(session: Session, job: ReportJob) -> int:
    """Return how many reports are made before this one."""
    if job.state is not JobState.QUEUED:
        return 0
    before = select(func.count(ReportJob.key)).where(
        ReportJob.state.in_(ALIVE), ReportJob.made_at < job.made_at, ReportJob.seen_at > now() - LOST_AFTER
    )
    return session.scalar(before) or 0


def issued_of(session: Session, frozen_id: uuid.UUID, audience: Audience, language: str, kind: Format) -> bytes | None:
    """Return the bytes of a report of a frozen assessment, None while it was not made."""
    issued = session.get(IssuedReport, (frozen_id, audience, language, kind))
    return None if issued is None else issued.content


def content_of(session: Session, job: ReportJob) -> bytes:
    """Return the bytes of a report that was made: those that were issued, where it is of a frozen assessment."""
    if job.frozen_id is not None:
        issued = issued_of(session, job.frozen_id, job.audience, job.language, job.format)
        if issued is not None:
            return issued
    kept = session.get(CachedReport, job.key)
    if kept is None:
        raise NotFoundError(N_("This report is not here any more: ask for it again."))
    return kept.content


def cancel(session: Session, job: ReportJob) -> None:
    """Give up a report; the process that makes it sees it and stops. One that is done stays."""
    if job.state in ALIVE:
        job.state = JobState.CANCELLED
        session.flush()


def _issue(session: Session, job: ReportJob, content: bytes) -> None:
    """Keep a report of a frozen assessment for ever, the first time that it is made."""
    if job.frozen_id is None:
        return
    session.get(FrozenAssessment, job.frozen_id, with_for_update=True)
    key = {"audience": job.audience, "language": job.language, "format": job.format}
    if session.get(IssuedReport, (job.frozen_id, *key.values())) is None:
        session.add(IssuedReport(frozen_id=job.frozen_id, content=content, **key))
        session.flush()


class JobWatch:
    """Writes down where a report stands, and sees when it is wanted no more; called by the thread that has it made."""

    def __init__(self, sessions: sessionmaker[Session], reader: Engine, key: str) -> None:
        self._sessions, self._reader, self._key = sessions, reader, key
        self._beaten = self._told = monotonic()

    def wanted(self) -> bool:
        """Say whether nobody cancelled it; a database out of reach for a moment cancels nothing."""
        try:
            with self._sessions(bind=self._reader) as session:
                state = session.scalar(select(ReportJob.state).where(ReportJob.key == self._key))
        except SQLAlchemyError:
            log.exception("a job could not be read")
            return True
        return state in ALIVE

    def beat(self) -> None:
        """Give a sign of life, now and then."""
        if monotonic() - self._beaten >= BEAT:
            self._update(seen_at=now())

    def told(self, stage: Stage, step: int, steps: int) -> None:
        """Write down how far it has come; steps that come too fast are left out."""
        if step == 0 or stage is Stage.PAGES or monotonic() - self._told >= TOLD_EVERY:
            self._told = monotonic()
            self._update(state=JobState.WORKING, stage=stage, step=step, steps=steps, seen_at=now())

    def made(self, content: bytes) -> None:
        """Keep the report for whoever asks, in one transaction with its state."""
        with self._sessions.begin() as session:
            session.merge(CachedReport(key=self._key, content=content))
            job = session.get(ReportJob, self._key)
            if job is not None:
                job.state, job.step, job.seen_at = JobState.DONE, job.steps, now()
                _issue(session, job, content)

    def failed(self, error: str) -> None:
        """Write down why there is none."""
        self._update(state=JobState.FAILED, error=error[:1000], seen_at=now())

    def _update(self, **values: object) -> None:
        """Change a job that nobody cancelled."""
        self._beaten = monotonic()
        try:
            with self._sessions.begin() as session:
                mine = update(ReportJob).where(ReportJob.key == self._key, ReportJob.state.in_(ALIVE))
                session.execute(mine.values(**values))
        except SQLAlchemyError:
            log.exception("the state of a job could not be written")
