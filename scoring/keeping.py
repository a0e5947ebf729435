"""Facts and results as JSON that gives them back exactly: what a frozen assessment is kept as.

Every value is written after the type that its field declares: fractions and floats as text, for no reader of JSON
rounds text; a mapping whose keys are no words as a list of pairs. What a field leaves open (`object`) bears its
type with it.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, cast

from scoring.assessment import with_rows_sorted

T = TypeVar("T")

_OPEN: Mapping[str, type] = {"fraction": Fraction, "decimal": Decimal, "float": float, "day": date, "moment": datetime}
"""What an open value can be beside what JSON knows, by the word that it is written under."""


class KeepingError(Exception):
    """What was kept does not have the shape that this version reads."""


def write(value: Any) -> Any:
    """Return a frozen value as JSON; `read` gives it back."""
    if value is None:
        return None
    if is_dataclass(value):
        return _write_fields(value, _hints(type(value)))
    return _written(value, type(value))


def _write_fields(value: Any, hints: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a dataclass."""
    return {field.name: _written(getattr(value, field.name), hints[field.name]) for field in fields(value)}


def _written(value: Any, kind: Any) -> Any:
    """Return a value as JSON, after the type that its field declares."""
    if value is None:
        return None
    kind = _known(kind)
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if kind in (object, Any):
        return _write_open(value)
    if is_dataclass(kind):
        return _write_fields(value, _hints(cast(type, kind)))
    if origin is tuple:
        return [_written(item, part) for item, part in zip(value, _parts(parts, len(value)), strict=True)]
    if origin in (Mapping, dict):
        pairs = [(_written(key, parts[0]), _written(item, parts[1])) for key, item in value.items()]
        return dict(pairs) if _worded(parts[0]) else [list(pair) for pair in pairs]
    if isinstance(value, Enum):
        return value.value
    return _write_plain(value, kind)


def _write_plain(value: Any, kind: Any) -> Any:
    """Return a number, a date, a text."""
    if kind is float:
        return repr(float(value))
    if kind in (Fraction, Decimal):
        return str(kind(value))
    if kind is datetime:
        return value.astimezone(UTC).isoformat()
    if kind is date:
        return value.isoformat()
    if kind in (int, bool, str):
        return kind(value)
    raise TypeError(f"{kind} cannot be kept")


def _write_open(value: Any) -> Any:
    """Return a value whose type no field tells, with the word of its type where JSON has none."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | str) or type(value) is int:
        return value
    if isinstance(value, Mapping):
        return {"object": {str(key): _write_open(item) for key, item in value.items()}}
    if isinstance(value, tuple):
        return {"tuple": [_write_open(item) for item in value]}
    if isinstance(value, list):
        return [_write_open(item) for item in value]
    kind = float if isinstance(value, float) else type(value)
    word = next((word for word, known in _OPEN.items() if known is kind), None)
    if word is None:
        raise TypeError(f"{type(value)} cannot be kept")
    return {word: _write_plain(value, kind)}


def read(kind: type[T], kept: Any) -> T:
    """Return the value that was written as `kept`.

    Raises
    ------
    KeepingError
        When it lacks what this version needs, or holds what it does not know.
    """
    try:
        return cast(T, _read(kept, kind))
    except (TypeError, ValueError, KeyError, AttributeError, ZeroDivisionError) as error:
        raise KeepingError(f"{kind.__name__}: {error}") from error


def _read(kept: Any, kind: Any) -> Any:
    """Return a value of a type."""
    if kept is None and _may_be_none(kind):
        return None
    kind = _known(kind)
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if kind in (object, Any):
        return _read_open(kept)
    if is_dataclass(kind):
        return _read_fields(kept, cast(type, kind))
    if origin is tuple:
        return tuple(_read(item, part) for item, part in zip(kept, _parts(parts, len(kept)), strict=True))
    if origin in (Mapping, dict):
        pairs = kept.items() if _worded(parts[0]) else kept
        return {_read(key, parts[0]): _read(item, parts[1]) for key, item in pairs}
    if kind in (date, datetime):
        return kind.fromisoformat(kept)
    if kind in (int, bool, str):
        if type(kept) is not kind:
            raise TypeError(f"{kept!r} is not of type {kind.__name__}")
        return kept
    return kind(kept)


def _read_fields(kept: Any, kind: type) -> Any:
    """Return a dataclass; a field that is newer than what was kept has its default."""
    hints = _hints(kind)
    if unknown := set(kept) - set(hints):
        raise KeyError(f"{kind.__name__} has no {sorted(unknown)[0]}")
    given = {name: _read(kept[name], hint) for name, hint in hints.items() if name in kept}
    return kind(**given)


def _read_open(kept: Any) -> Any:
    """Return a value whose type no field tells."""
    if isinstance(kept, list):
        return list(map(_read_open, kept))
    if not isinstance(kept, dict):
        return kept
    ((word, item),) = kept.items()
    if word == "tuple":
        return tuple(map(_read_open, item))
    if word == "object":
        return {key: _read_open(each) for key, each in item.items()}
    return _read(item, _OPEN[word])


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    """Return the types of the fields of a dataclass, those that it is built from."""
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind) if field.init or field.default is not MISSING}


def _known(kind: Any) -> Any:
    """Return what a field holds when it holds something."""
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        (kind,) = (part for part in typing.get_args(kind) if part is not type(None))
    return kind


def _may_be_none(kind: Any) -> bool:
    """Say whether a field may hold nothing."""
    return kind in (object, Any, None) or type(None) in typing.get_args(kind)


def _worded(kind: Any) -> bool:
    """Say whether keys are words, as the keys of JSON are."""
    return isinstance(kind, type) and issubclass(kind, str)


def _parts(parts: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    """Return the type of each item of a tuple."""
    return parts[:1] * count if parts[1:] == (...,) else parts


def canonical(kept_facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the canonical form of facts from what they were kept as, as `canonical_facts` gives it.

    So that a digest can be checked by a version whose facts have grown since.
    """
    return with_rows_sorted({name: _bare(value) for name, value in kept_facts.items()})


def _bare(kept: Any) -> Any:
    """Return a kept value without the words of open types."""
    if isinstance(kept, list):
        return [_bare(item) for item in kept]
    if not isinstance(kept, dict):
        return kept
    if len(kept) == 1:
        ((word, item),) = kept.items()
        if word == "object" and isinstance(item, dict):
            return {key: _bare(each) for key, each in item.items()}
        if word in ("decimal", "fraction"):
            return str(Fraction(item))
        if word in _OPEN and isinstance(item, str):
            return float(item) if word == "float" else item
        if word == "tuple":
            return [_bare(each) for each in item]
    return {key: _bare(each) for key, each in kept.items()}
