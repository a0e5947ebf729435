"""The database's engine, and one session for each request, committed before its answer leaves."""

from __future__ import annotations

from sqlite3 import Connection as SqliteConnection
from typing import cast

from flask import Flask, Response, current_app, request
from flask.globals import app_ctx
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, scoped_session, sessionmaker

EXTENSION = "visavis.database"
BUSY_MS = 15_000
READING = frozenset({"GET", "HEAD", "OPTIONS"})
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}")


def make_engine(url: str) -> Engine:
    """Return the engine of a database; on SQLite, one that waits for its turn to write."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    engine = create_engine(parsed)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def reading(engine: Engine) -> Engine:
    """Return the same engine for requests that only read: the database refuses a write."""
    return engine.execution_options(postgresql_readonly=True, sqlite_readonly=True)


def _prepare_sqlite(connection: SqliteConnection, _record: object) -> None:
    """Make a new connection durable; transactions are begun by `_begin_sqlite`, not by the driver."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once, since a lock taken halfway is refused without waiting."""
    readonly = connection.get_execution_options().get("sqlite_readonly", False)
    # A connection goes from one request to the next: it is told only when the next one differs.
    if connection.info.get("query_only", False) != readonly:
        connection.exec_driver_sql(f"PRAGMA query_only={int(readonly)}")
        connection.info["query_only"] = readonly
    connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")


class Database:
    """An application's engine and the session of the current request."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self._reader = reading(self.engine)
        self.sessions = sessionmaker(self.engine)
        self.session: scoped_session[Session] = scoped_session(self.sessions, scopefunc=_context)

    def init_app(self, app: Flask) -> None:
        """Open, commit and remove the session with each request."""
        app.extensions[EXTENSION] = self
        app.before_request(self._open)
        app.after_request(self._commit)
        app.teardown_appcontext(self._remove)

    def _open(self) -> None:
        """Let a request that only reads begin a plain transaction."""
        if request.method in READING:
            self.session(bind=self._reader)

    def _commit(self, response: Response) -> Response:
        """Commit before the answer is acknowledged; what was refused leaves nothing."""
        if request.method not in READING and response.status_code < 400 and self.session.registry.has():
            self.session.commit()
        return response

    def _remove(self, _error: BaseException | None) -> None:
        """Give the connection back, undoing what was not committed."""
        self.session.remove()


def _context() -> int:
    """Tell requests apart by their application context."""
    return id(app_ctx._get_current_object())  # type: ignore[attr-defined]


def get_database() -> Database:
    """Return the current application's database."""
    return cast(Database, current_app.extensions[EXTENSION])


def get_session() -> Session:
    """Return the session of the current request."""
    return get_database().session()
