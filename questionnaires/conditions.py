"""Conditions of rules: typed when the questionnaire loads, and tried on what is known.

They are a small part of what Python writes: names, numbers, texts, lists of texts, `true` and `false`; `+ - * /`;
`== != < <= > >= in`; `and`, `or`, `not`.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any


class _Kind(StrEnum):
    TRUTH = "true or false"
    NUMBER = "a number"
    TEXT = "a text"
    TEXTS = "a list of texts"


_KINDS = {
    "bool": _Kind.TRUTH,
    "number": _Kind.NUMBER,
    "date": _Kind.TEXT,
    "choice": _Kind.TEXT,
    "many": _Kind.TEXTS,
}
_LITERALS = {"true": True, "false": False}

_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_EQUALITY: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {ast.Eq: operator.eq, ast.NotEq: operator.ne}
_ORDER: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a condition: what kind it gives, the names that it uses, and its value, None when it is not known."""

    kind: _Kind
    names: frozenset[str]
    value: Callable[[Mapping[str, Any]], Any]


class Condition:
    """A typed condition, ready to be tried on values."""

    def __init__(self, text: str, kinds: Mapping[str, str]) -> None:
        """Parse a condition; `kinds` gives the kind of every name that it may use.

        Raises
        ------
        ValueError
            If the condition does not parse, names something unknown or compares what cannot be.
        """
        try:
            tree = ast.parse(text, mode="eval").body
        except SyntaxError as error:
            raise ValueError(f"is not a condition: {error.msg}") from None
        self._part = _expect(_Kind.TRUTH, _read(tree, kinds), tree)
        self.names = self._part.names

    def holds(self, values: Mapping[str, Any]) -> bool | None:
        """Try the condition; None when what is not known could change the outcome.

        "and" and "or" are three-valued (Kleene): an unknown part does not hide a part that settles the matter.
        Numbers are compared as they are written: 0.1 is a tenth.
        """
        found: bool | None = self._part.value(values)
        return found


def _read(node: ast.expr, kinds: Mapping[str, str]) -> _Part:
    """Return a part of a condition."""
    match node:
        case ast.Name(id=name):
            return _named(name, kinds)
        case ast.Constant() | ast.List():
            return _written(node)
        case ast.BoolOp(op=op, values=nodes):
            return _joined([_expect(_Kind.TRUTH, _read(each, kinds), each) for each in nodes], isinstance(op, ast.Or))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _computed(_Kind.TRUTH, operator.not_, _expect(_Kind.TRUTH, _read(operand, kinds), operand))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            parts = [_expect(_Kind.NUMBER, _read(each, kinds), each) for each in (left, right)]
            if isinstance(op, ast.Div) and not (isinstance(right, ast.Constant) and right.value):
                raise ValueError(f"is not a condition: {ast.unparse(node)} may divide by nothing, use a number")
            return _computed(_Kind.NUMBER, _ARITHMETIC[type(op)], *parts)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compared(_read(left, kinds), op, _read(right, kinds), ast.unparse(node))
    raise ValueError(f"is not a condition: {ast.unparse(node)} cannot be used here")


def _expect(kind: _Kind, part: _Part, node: ast.expr) -> _Part:
    """Return a part that must be of a kind."""
    if part.kind is not kind:
        raise ValueError(f"is not a condition: {ast.unparse(node)} is {part.kind}, not {kind}")
    return part


def _named(name: str, kinds: Mapping[str, str]) -> _Part:
    """Return what a name stands for; numbers become exact."""
    if name in _LITERALS:
        return _Part(_Kind.TRUTH, frozenset(), lambda _values: _LITERALS[name])
    if name not in kinds:
        raise ValueError(f"names {name}, which is not a fact nor an index")
    kind = _KINDS[kinds[name]]
    if kind is _Kind.NUMBER:
        return _Part(kind, frozenset({name}), lambda values: _exact(values.get(name)))
    return _Part(kind, frozenset({name}), lambda values: values.get(name))


def _exact(value: float | None) -> Decimal | None:
    """Return a number as it is written."""
    return None if value is None else Decimal(str(value))


def _written(node: ast.Constant | ast.List) -> _Part:
    """Return a number, a text or a list of texts that stands in the condition itself."""
    match node:
        case ast.Constant(value=str() as text):
            return _Part(_Kind.TEXT, frozenset(), lambda _values: text)
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            exact = Decimal(str(number))
            return _Part(_Kind.NUMBER, frozenset(), lambda _values: exact)
        case ast.List(elts=items) if all(isinstance(i, ast.Constant) and isinstance(i.value, str) for i in items):
            texts = ast.literal_eval(node)
            return _Part(_Kind.TEXTS, frozenset(), lambda _values: texts)
    raise ValueError(f"is not a condition: {ast.unparse(node)} is no number, text nor list of texts")


def _joined(parts: Iterable[_Part], settles: bool) -> _Part:
    """Return parts joined by "or", which one true part settles, or by "and", which one false part settles."""
    parts = tuple(parts)

    def value(values: Mapping[str, Any]) -> bool | None:
        found = [part.value(values) for part in parts]
        if settles in found:
            return settles
        return None if None in found else not settles

    return _Part(_Kind.TRUTH, _names(parts), value)


def _compared(left: _Part, op: ast.cmpop, right: _Part, text: str) -> _Part:
    """Return a comparison of two parts that can be compared."""
    kinds = (left.kind, right.kind)
    if isinstance(op, ast.In) and kinds == (_Kind.TEXT, _Kind.TEXTS):
        return _computed(_Kind.TRUTH, lambda item, items: item in items, left, right)
    compare = _EQUALITY.get(type(op))
    if kinds == (_Kind.NUMBER, _Kind.NUMBER):
        compare = compare or _ORDER.get(type(op))
    if compare is None or left.kind is not right.kind:
        raise ValueError(f"is not a condition: {text} compares {left.kind} with {right.kind}")
    return _computed(_Kind.TRUTH, compare, left, right)


def _computed(kind: _Kind, compute: Callable[..., Any], *parts: _Part) -> _Part:
    """Return what is computed from parts, and is not known when one of them is not."""

    def value(values: Mapping[str, Any]) -> Any:
        found = [part.value(values) for part in parts]
        return None if any(each is None for each in found) else compute(*found)

    return _Part(kind, _names(parts), value)


def _names(parts: Iterable[_Part]) -> frozenset[str]:
    """Return the names that parts use."""
    return frozenset[str]().union(*(part.names for part in parts))
