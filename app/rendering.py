"""Reports, made in one child process so that saving an answer never waits, and kept by content."""

from __future__ import annotations

import hashlib
import json
import logging
import uuid
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import Protocol, cast

from flask import Flask, current_app
from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

import reports
from app.database import get_database, reading
from app.models import CachedReport, Engagement, ReportJob, now
from app.services import report_jobs
from reports.making import Failed, Made, Told, serve
from reports.orders import Order, Printable
from reports.progress import Stage

EXTENSION = "visavis.rendering"
KEPT_FOR = timedelta(days=30)
TICK = 0.25
"""Seconds between two looks at whether a report is still wanted."""

LONGEST = 300.0
"""Seconds after which a report is given up."""

TRIES = 2
"""How often a report is begun: once more when the child that made it was killed."""

DRAWS = ("*.py", "*.toml", "*.html", "*.css")

log = logging.getLogger(__name__)


class MakingError(Exception):
    """A report that could not be made."""


def key_of(order: Printable) -> str:
    """Return the hash of what a report shows and of the code that draws it."""
    content = [*order.content(), _drawn_by()]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@cache
def _drawn_by() -> str:
    """Return the hash of the code and phrases that make reports: a new edition is made anew."""
    folder = Path(reports.__file__ or "").parent
    total = hashlib.sha256()
    for path in sorted(path for kind in DRAWS for path in folder.rglob(kind)):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


# ---- the child ----------------------------------------------------------------------------------------


class Watch(Protocol):
    """Who follows a report while it is made."""

    def wanted(self) -> bool:
        """Say whether it is still wanted."""

    def beat(self) -> None:
        """Hear that it is still being made, or waits for its turn."""

    def told(self, stage: Stage, step: int, steps: int) -> None:
        """Hear how far it has come."""

    def made(self, content: bytes) -> None:
        """Take it."""

    def failed(self, error: str) -> None:
        """Hear why there is none."""


@dataclass(eq=False)
class Task:
    """One report to make, and those who wait for it."""

    key: str
    order: Printable
    watch: Watch | None
    future: Future[bytes] = field(default_factory=Future)

    def wanted(self) -> bool:
        """Say whether somebody still waits; one who waits for the bytes themselves always does."""
        return self.watch is None or self.watch.wanted()


class Child:
    """One process that makes reports, and the pipe to it."""

    def __init__(self) -> None:
        # Spawned, for a forked child would inherit the locks of the server's threads.
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=serve, args=(theirs,), daemon=True, name="reports")
        self.process.start()
        theirs.close()

    def end(self) -> None:
        """Kill it: what it makes is wanted no more, or it is dead already."""
        self.pipe.close()
        self.process.kill()
        self.process.join()


class Workshop:
    """The child process, started at the first report, and the reports under way: made one after the other."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._queue: SimpleQueue[Task | None] = SimpleQueue()
        self._under_way: dict[str, Task] = {}
        self._clerk: Thread | None = None
        self._child: Child | None = None
        self._closing = False

    @property
    def child(self) -> int | None:
        """The number of the child process, None before the first report."""
        return None if self._child is None else self._child.process.pid

    def make(self, order: Printable) -> bytes:
        """Return a report; the same one asked twice at once is made once, and a killed child is replaced."""
        while True:
            try:
                return self.ask(order).future.result()
            except CancelledError:
                # Somebody else's, who wants it no more; this one still does.
                if self._closing:
                    raise

    def ask(self, order: Printable, watch: Watch | None = None) -> Task:
        """Have a report made, or find it under way."""
        key = key_of(order)
        with self._lock:
            task = self._under_way.get(key)
            if task is None:
                task = self._under_way[key] = Task(key, order, watch)
                self._queue.put(task)
            if self._clerk is None:
                self._clerk = Thread(target=self._serve, name="reports", daemon=True)
                self._clerk.start()
            return task

    def close(self) -> None:
        """End the child and whoever speaks with it."""
        self._closing = True
        if self._clerk is not None:
            self._queue.put(None)
            self._clerk.join()
            self._clerk = None

    def _serve(self) -> None:
        """Have reports made, one after the other."""
        while not self._closing and (task := self._queue.get()) is not None:
            with self._settled(task):
                content = self._made(task)
                if task.watch is not None:
                    task.watch.made(content)
                task.future.set_result(content)
        if self._child is not None:
            self._child.end()
        for task in list(self._under_way.values()):
            task.future.set_exception(CancelledError())

    @contextmanager
    def _settled(self, task: Task) -> Iterator[None]:
        """Tell whoever waits what became of a report, whatever it is; this thread goes on with the next."""
        try:
            yield
        except Exception as error:
            if not isinstance(error, CancelledError):
                log.exception("a report could not be made")
                self._tell_failure(task, error)
            task.future.set_exception(error)
        with self._lock:
            del self._under_way[task.key]
        # Asked for again between the moment when it was given up and now.
        if isinstance(task.future.exception(), CancelledError) and not self._closing and task.wanted():
            self.ask(task.order, task.watch)

    @staticmethod
    def _tell_failure(task: Task, error: Exception) -> None:
        """Tell who follows a report why there is none; a database out of reach hears nothing."""
        try:
            if task.watch is not None:
                task.watch.failed(str(error))
        except SQLAlchemyError:
            log.exception("nobody could be told")

    def _made(self, task: Task) -> bytes:
        """Return a report from the child; a child that dies over it is replaced."""
        for _ in range(TRIES):
            if not task.wanted():
                raise CancelledError
            try:
                child = self._child = self._child or Child()
                child.pipe.send(task.order)
                return self._heard(task, child.pipe)
            except (EOFError, OSError) as error:
                log.warning("the process that makes reports died: %r", error)
                self._drop_child()
        raise MakingError("the process that makes reports died twice over it")

    def _heard(self, task: Task, pipe: Connection) -> bytes:
        """Return what the child makes; kill it when nobody waits any more or it takes too long."""
        started = monotonic()
        while True:
            if pipe.poll(TICK):
                match pipe.recv():
                    case Told(stage, step, steps):
                        if task.watch is not None:
                            task.watch.told(stage, step, steps)
                    case Made(content):
                        return content
                    case Failed(error):
                        raise MakingError(error)
            with self._lock:
                watches = [waiting.watch for waiting in self._under_way.values() if waiting.watch is not None]
            for watch in watches:
                watch.beat()
            if self._closing or not task.wanted():
                self._drop_child()
                raise CancelledError
            if monotonic() - started > LONGEST:
                self._drop_child()
                raise MakingError("it took too long")

    def _drop_child(self) -> None:
        """End the child; the next report starts another."""
        if self._child is not None:
            self._child.end()
            self._child = None


def init_app(app: Flask) -> None:
    """Give the application its workshop; the child starts with the first report."""
    app.extensions[EXTENSION] = Workshop()


def get_workshop() -> Workshop:
    """Return the current application's workshop."""
    return cast(Workshop, current_app.extensions[EXTENSION])


# ---- what pages ask for -------------------------------------------------------------------------------


def printed(session: Session, order: Printable) -> bytes:
    """Return what was ordered, made now or found as it was made before."""
    key = key_of(order)
    kept = session.get(CachedReport, key)
    if kept is not None:
        return kept.content
    content = get_workshop().make(order)
    with get_database().sessions.begin() as writing:
        writing.execute(delete(CachedReport).where(CachedReport.made_at < now() - KEPT_FOR))
        writing.merge(CachedReport(key=key, content=content))
    return content


def start(session: Session, engagement: Engagement, order: Order, frozen_id: uuid.UUID | None = None) -> ReportJob:
    """Have a report made, or find it made or under way; what the request did so far is committed."""
    job, wanted = report_jobs.open_job(session, engagement, key_of(order), order, frozen_id)
    session.commit()
    if wanted:
        database = get_database()
        watch = report_jobs.JobWatch(database.sessions, reading(database.engine), job.key)
        get_workshop().ask(order, watch)
    return job
