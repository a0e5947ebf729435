"""Facts and results as JSON that gives them back exactly: what a frozen assessment is kept as.

Every value is written after the type that its field declares: fractions and floats as text, for no reader of JSON
rounds text; a mapping whose keys are no words as a list of pairs. What a field leaves open (`object`) bears its
type with it.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast

from scoring.assessment import with_rows_sorted

T = TypeVar("T")


class KeepingError(Exception):
    """What was kept does not have the shape that this version reads."""


class Form(NamedTuple):
    """How values of one type are written, and read back."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def write(value: Any) -> Any:
    """Return a frozen dataclass as JSON; `read` gives it back."""
    kind: Any = type(value)
    return _form(kind).write(value)


def read(kind: type[T], kept: Any) -> T:
    """Return the value that was written as `kept`.

    Raises
    ------
    KeepingError
        When it lacks what this version needs, or holds what it does not know.
    """
    wanted: Any = kind
    try:
        return cast(T, _form(wanted).read(kept))
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
        raise KeepingError(f"{kind.__name__}: {error}") from error


# ---- one form for each type -----------------------------------------------------------------------------


def _of_type(kind: type) -> Form:
    """Return the form of what JSON knows."""

    def checked(kept: Any) -> Any:
        if type(kept) is not kind:
            raise TypeError(f"{kept!r} is not of type {kind.__name__}")
        return kept

    return Form(kind, checked)


_PLAIN: dict[Any, Form] = {
    bool: _of_type(bool),
    int: _of_type(int),
    str: _of_type(str),
    float: Form(lambda value: repr(float(value)), float),
    Fraction: Form(lambda value: str(Fraction(value)), Fraction),
    Decimal: Form(str, Decimal),
    date: Form(date.isoformat, date.fromisoformat),
    datetime: Form(lambda value: value.astimezone(UTC).isoformat(), datetime.fromisoformat),
}


@cache
def _form(kind: Any) -> Form:
    """Return how values of a type are written and read."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if origin in (typing.Union, types.UnionType):
        return _optional(*(part for part in parts if part is not types.NoneType))
    if is_dataclass(kind):
        return _fields(cast(type, kind))
    if origin is tuple:
        return _items(parts)
    if origin in (Mapping, dict):
        return _pairs(*parts)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Form(lambda value: value.value, kind)
    raise TypeError(f"{kind} cannot be kept")


def _optional(kind: Any) -> Form:
    """Return the form of something that may be nothing."""
    form = _form(kind)
    return Form(
        lambda value: None if value is None else form.write(value),
        lambda kept: None if kept is None else form.read(kept),
    )


def _fields(kind: type) -> Form:
    """Return the form of a dataclass; a field that is newer than what was kept has its default."""
    hints = typing.get_type_hints(kind)
    names = [field.name for field in fields(kind)]

    def written(value: Any) -> dict[str, Any]:
        return {name: _form(hints[name]).write(getattr(value, name)) for name in names}

    def given_back(kept: Any) -> Any:
        if unknown := set(kept) - set(names):
            raise LookupError(f"{kind.__name__} has no {min(unknown)}")
        return kind(**{name: _form(hints[name]).read(item) for name, item in kept.items()})

    return Form(written, given_back)


def _items(parts: tuple[Any, ...]) -> Form:
    """Return the form of a tuple, of any length or of one type for each place."""

    def of_each(count: int) -> tuple[Any, ...]:
        return parts[:1] * count if parts[1:] == (...,) else parts

    return Form(
        lambda value: [_form(part).write(item) for item, part in zip(value, of_each(len(value)), strict=True)],
        lambda kept: tuple(_form(part).read(item) for item, part in zip(kept, of_each(len(kept)), strict=True)),
    )


def _pairs(key: Any, item: Any) -> Form:
    """Return the form of a mapping: an object where keys are words, as the keys of JSON are."""
    keys, items = _form(key), _form(item)
    if isinstance(key, type) and issubclass(key, str):
        return Form(
            lambda value: {keys.write(name): items.write(each) for name, each in value.items()},
            lambda kept: {keys.read(name): items.read(each) for name, each in kept.items()},
        )
    return Form(
        lambda value: [[keys.write(name), items.write(each)] for name, each in value.items()],
        lambda kept: {keys.read(name): items.read(each) for name, each in kept},
    )


# ---- values whose type no field tells -------------------------------------------------------------------


class Open(NamedTuple):
    """A type that JSON has not: how it is written under its word, read, and told in canonical facts."""

    kind: type
    form: Form
    bare: Callable[[Any], Any]


_OPEN: Mapping[str, Open] = {
    "fraction": Open(Fraction, _PLAIN[Fraction], lambda kept: str(Fraction(kept))),
    "decimal": Open(Decimal, _PLAIN[Decimal], lambda kept: str(Fraction(kept))),
    "float": Open(float, _PLAIN[float], float),
    "moment": Open(datetime, _PLAIN[datetime], str),
    "day": Open(date, _PLAIN[date], str),
    "tuple": Open(
        tuple,
        Form(lambda value: list(map(_write_open, value)), lambda kept: tuple(map(_read_open, kept))),
        lambda kept: list(map(_bare, kept)),
    ),
    "object": Open(
        cast(type, Mapping),
        Form(
            lambda value: {str(name): _write_open(item) for name, item in value.items()},
            lambda kept: {name: _read_open(item) for name, item in kept.items()},
        ),
        lambda kept: {name: _bare(item) for name, item in kept.items()},
    ),
}
"""What an open value can be beside what JSON knows, by the word that it is written under."""


def _write_open(value: Any) -> Any:
    """Return an open value, under the word of its type where JSON has none."""
    if isinstance(value, Enum):
        value = value.value
    if value is None or type(value) in (bool, int, str):
        return value
    if isinstance(value, list):
        return list(map(_write_open, value))
    for word, known in _OPEN.items():
        if isinstance(value, known.kind):
            return {word: known.form.write(value)}
    raise TypeError(f"{type(value)} cannot be kept")


def _read_open(kept: Any) -> Any:
    """Return an open value."""
    if isinstance(kept, list):
        return list(map(_read_open, kept))
    if not isinstance(kept, dict):
        return kept
    ((word, item),) = kept.items()
    return _OPEN[word].form.read(item)


_PLAIN.update(dict.fromkeys((object, Any), Form(_write_open, _read_open)))


def canonical(kept_facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the canonical form of facts from what they were kept as, as `canonical_facts` gives it.

    So that a digest can be checked by a version whose facts have grown since.
    """
    return with_rows_sorted({name: _bare(value) for name, value in kept_facts.items()})


def _bare(kept: Any) -> Any:
    """Return a kept value without the words of open types."""
    if isinstance(kept, list):
        return list(map(_bare, kept))
    if not isinstance(kept, dict):
        return kept
    word = next(iter(kept)) if len(kept) == 1 else ""
    return _OPEN[word].bare(kept[word]) if word in _OPEN else {name: _bare(item) for name, item in kept.items()}
