"""The base of every table and the column types that behave alike on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Dialect, MetaData, String, TypeDecorator
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.orm import DeclarativeBase

from scoring.facts import DatedFact

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of constraints and indexes, so that a migration can find them again on both databases."""


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)


class Instant(TypeDecorator[datetime]):
    """A moment, kept in UTC; a moment without a time zone is refused."""

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring the moment to UTC; SQLite keeps no zone, so it is given none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back in UTC, whatever the server's own zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A decimal number, kept as its text: no database rounds it."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Write the number without an exponent and without trailing zeros."""
        return None if value is None else f"{value.normalize():f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Read the number back."""
        return None if value is None else Decimal(value)


class Document(TypeDecorator[Any]):
    """A small JSON value, its decimals exact; None is the database's NULL, never JSON's null."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> Any | None:
        """Write decimals as JSON numbers: up to fifteen digits survive, in their shortest form."""
        return _with_numbers(value, Decimal, float)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        """Read decimals back."""
        return _with_numbers(value, float, _decimal)


def _with_numbers(value: Any, kind: type, convert: Callable[[Any], Any]) -> Any:
    """Return a JSON value with its numbers of one kind converted."""
    if isinstance(value, dict):
        return {key: _with_numbers(item, kind, convert) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_numbers(item, kind, convert) for item in value]
    return convert(value) if isinstance(value, kind) else value


def _decimal(number: float) -> Decimal:
    """Return the decimal number that was written."""
    return Decimal(str(number))


class Dated(TypeDecorator[DatedFact]):
    """A dated fact, kept as JSON; None is not asked yet."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: DatedFact | None, dialect: Dialect) -> dict[str, Any] | None:
        """Write the fact with its date in ISO form."""
        if value is None:
            return None
        day = None if value.on is None else value.on.isoformat()
        return {"holds": value.holds, "on": day, "reference": value.reference}

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> DatedFact | None:
        """Read the fact back."""
        if value is None:
            return None
        day = None if value["on"] is None else date.fromisoformat(value["on"])
        return DatedFact(value["holds"], day, value["reference"])
