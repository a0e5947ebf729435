"""Bring a database to the tables of this version, with Alembic run in code."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaError(Exception):
    """The database is not one that this version can use; the message says what to do."""


def settings(connection: Connection) -> Config:
    """Return Alembic's settings for a connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Run the migrations that a database lacks, all of them or none."""
    with engine.begin() as connection:
        config = settings(connection)
        scripts = ScriptDirectory.from_config(config)
        current = MigrationContext.configure(connection).get_current_revision()
        if current == scripts.get_current_head():
            return
        if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
            raise SchemaError("This database was written by a newer version: install that version, or newer.")
        command.upgrade(config, "head")


def check(engine: Engine) -> None:
    """Raise Alembic's CommandError when the tables differ from the models."""
    with engine.begin() as connection:
        command.check(settings(connection))
