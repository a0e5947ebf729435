"""The types of the fields of an engagement file: strict, exact, cleaned."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from app.logos import LARGEST, is_kept_form
from app.services.texts import LONGEST_LINE, LONGEST_TEXT, clean

DIGITS = 15
"""Digits of a number that survive any reader; judgements and levels need four."""

DECIMALS = 4

YEARS = range(1900, 3000)
"""Years of a moment: far from where a calendar ends, so that one can always be followed by another."""


class Model(BaseModel):
    """Base of everything in the file: nothing unknown, nothing guessed, nothing changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, serialize_by_alias=True, defer_build=True)


def _cleaned(value: Any) -> Any:
    """Remove control characters from a text; anything else is for the type to judge."""
    return clean(value) if isinstance(value, str) else value


def _number(value: Any) -> Any:
    """Refuse a number written as text, and a truth value, which Python counts as a number."""
    if isinstance(value, str | bool):
        raise ValueError("write a number, without quotes")
    return value


def plain_number(value: Decimal) -> int | Decimal:
    """Return a number in its one form: an integer when it is whole, without trailing zeros otherwise."""
    return int(value) if value == value.to_integral_value() else value.normalize()


def exact_number(value: int | float | Decimal) -> int | Decimal | None:
    """Return a number in its one form, None when it has more digits than every reader keeps."""
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or abs(number) >= 10**DIGITS or number != round(number, DECIMALS):
        return None
    return plain_number(number) if len(f"{number.normalize():f}") <= DIGITS else None


def _in_utc(moment: datetime) -> datetime:
    """Bring a moment to UTC."""
    if moment.year not in YEARS:
        raise PydanticCustomError("datetime_parsing", "use a year from 1900 to 2999")
    return moment.astimezone(UTC)


def _day(value: Any) -> Any:
    """Read a day written as 2026-11-30, and nothing else that a calendar could guess."""
    if not isinstance(value, str):
        return value
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return day if day.isoformat() == value else value


def _picture(value: Any) -> Any:
    """Read a picture written in base 64, and refuse what is no PNG of a logo's size."""
    if isinstance(value, bytes):
        return value
    try:
        content = b64decode(value, validate=True)
    except (TypeError, ValueError):
        content = b""
    if len(content) > LARGEST or not is_kept_form(content):
        raise PydanticCustomError("picture", "write a PNG of at most 900 by 450 pixels in base 64")
    return content


def _half_step(value: Decimal) -> Decimal:
    """Refuse what is not none, half or all."""
    if value not in (0, Decimal("0.5"), 1):
        raise PydanticCustomError("half_step", "use 0, 0.5 or 1")
    return value


# Not strict: past the check above a whole number is welcome where decimals are.
Level = Annotated[
    Decimal,
    Field(ge=0, le=5, decimal_places=DECIMALS, strict=False),
    BeforeValidator(_number),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 5}),
]
Share = Annotated[
    Decimal,
    Field(ge=0, le=1, decimal_places=DECIMALS, strict=False),
    BeforeValidator(_number),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1}),
]
Score = Annotated[
    Decimal,
    Field(ge=0, le=100, decimal_places=DECIMALS, strict=False),
    BeforeValidator(_number),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100}),
]
Signed = Annotated[
    Decimal,
    Field(ge=-1_000_000_000, le=1_000_000_000, decimal_places=DECIMALS, strict=False),
    BeforeValidator(_number),
    WithJsonSchema({"type": "number"}),
]
HalfStep = Annotated[
    Decimal,
    Field(strict=False),
    AfterValidator(_half_step),
    BeforeValidator(_number),
    WithJsonSchema({"enum": [0, 0.5, 1]}),
]
Line = Annotated[str, Field(max_length=LONGEST_LINE), BeforeValidator(_cleaned)]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_LINE), BeforeValidator(_cleaned)]
Paragraph = Annotated[str, Field(max_length=LONGEST_TEXT), BeforeValidator(_cleaned)]
Reason = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), BeforeValidator(_cleaned)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Picture = Annotated[bytes, BeforeValidator(_picture), WithJsonSchema({"type": "string", "contentEncoding": "base64"})]
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Day = Annotated[date, BeforeValidator(_day)]
Count = Annotated[int, Field(ge=0, le=10**12)]
Weight = Annotated[int, Field(ge=0, le=1000)]
