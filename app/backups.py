"""Copies of an SQLite database, taken while it is in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from app.whole_files import fill_whole


class BackupError(Exception):
    """A copy that cannot be made or put back; the message says what to do."""


def database_file(url: str) -> Path:
    """Return the file of an SQLite database; PostgreSQL has its own tool."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise BackupError("this database is PostgreSQL: use pg_dump to back it up and pg_restore to restore it.")
    return Path(parsed.database)


def back_up(url: str, copy: Path) -> None:
    """Copy the database as it is at one moment."""
    path = database_file(url)
    if not path.exists():
        raise BackupError(f"there is no database at {path} yet.")
    fill_whole(copy, lambda draft: _copy(path, draft))


def restore(url: str, copy: Path, *, replace: bool) -> None:
    """Put a copy back in the place of the database, in one transaction."""
    path = database_file(url)
    _check(copy)
    if not replace and path.exists() and _engagements(path):
        raise BackupError("the database holds engagements: back it up, then add --replace.")
    path.parent.mkdir(parents=True, exist_ok=True)
    _copy(copy, path)


def _copy(source: Path, target: Path) -> None:
    """Copy one database over another, page by page, with SQLite's own means."""
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)


def _check(copy: Path) -> None:
    """Refuse a file that is no whole database of ours."""
    if not copy.is_file():
        raise BackupError(f"there is no file {copy}.")
    try:
        with closing(sqlite3.connect(f"file:{copy.absolute()}?mode=ro", uri=True)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError:
        whole = False
    if not whole:
        raise BackupError(f"{copy} is not a whole backup of Vis-à-vis.")


def _engagements(path: Path) -> bool:
    """Say whether a database holds an engagement."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute("SELECT 1 FROM engagement LIMIT 1").fetchone() is not None
    except sqlite3.DatabaseError:
        return False
