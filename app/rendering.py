"""Reports, made in one child process so that saving an answer never waits, and kept by content."""

from __future__ import annotations

import hashlib
import json
import signal
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import timedelta
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from typing import cast

from flask import Flask, current_app
from sqlalchemy import delete
from sqlalchemy.orm import Session

import reports
from app.database import get_database
from app.models import CachedReport, now
from reports.orders import Order, Printable, Words, make_pdf
from scoring import Assessment, Facts

EXTENSION = "visavis.rendering"
KEPT_FOR = timedelta(days=30)


def key_of(order: Printable) -> str:
    """Return the hash of what a report shows and of the code that draws it."""
    content = [*order.content(), _drawn_by()]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@cache
def _drawn_by() -> str:
    """Return the hash of the code and phrases that make reports: a new edition is made anew."""
    folder = Path(reports.__file__ or "").parent
    total = hashlib.sha256()
    for path in sorted(path for kind in ("*.py", "*.toml") for path in folder.rglob(kind)):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


class Workshop:
    """The child process, started at the first report, and the reports under way."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._under_way: dict[str, Future[bytes]] = {}
        self._lock = Lock()

    def make(self, order: Printable) -> bytes:
        """Return a report; the same one asked twice at once is made once, and a killed child is replaced."""
        try:
            return self._ask(order).result()
        except BrokenProcessPool:
            return self._ask(order).result()

    def _ask(self, order: Printable) -> Future[bytes]:
        """Hand a report to the child, or find it under way."""
        key = key_of(order)
        with self._lock:
            future = self._under_way.get(key)
            if future is None or future.done():
                future = self._submit(order)
                self._under_way = {**self._unfinished(), key: future}
            return future

    def _unfinished(self) -> dict[str, Future[bytes]]:
        """Return what is still being made."""
        return {key: future for key, future in self._under_way.items() if not future.done()}

    def _submit(self, order: Printable) -> Future[bytes]:
        """Give work to the child; start one where there is none or the last one died."""
        if self._pool is not None:
            try:
                return self._pool.submit(make_pdf, order)
            except BrokenProcessPool:
                self._pool.shutdown(wait=False)
        # Spawned, for a forked child would inherit the locks of the server's threads; Ctrl+C is the server's
        # to answer, and it ends the child.
        self._pool = ProcessPoolExecutor(
            1,
            mp_context=get_context("spawn"),
            initializer=signal.signal,
            initargs=(signal.SIGINT, signal.SIG_IGN),
        )
        return self._pool.submit(make_pdf, order)

    def close(self) -> None:
        """End the child."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None


def init_app(app: Flask) -> None:
    """Give the application its workshop; the child starts with the first report."""
    app.extensions[EXTENSION] = Workshop()


def get_workshop() -> Workshop:
    """Return the current application's workshop."""
    return cast(Workshop, current_app.extensions[EXTENSION])


def pdf_of(session: Session, assessment: Assessment, facts: Facts, words: Words, language: str) -> bytes:
    """Return the report of an assessment, made now or found as it was made before."""
    return printed(session, Order(assessment, facts, words, language))


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
