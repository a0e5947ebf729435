"""Conditions of rules, typed when the questionnaire loads and tried on what is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import rule_engine  # type: ignore[import-untyped]  # it ships no types
from rule_engine import ast

_TYPES = {
    "bool": rule_engine.DataType.BOOLEAN,
    "number": rule_engine.DataType.FLOAT,
    "date": rule_engine.DataType.STRING,
    "choice": rule_engine.DataType.STRING,
    "many": rule_engine.DataType.ARRAY(rule_engine.DataType.STRING),
}


class Condition:
    """A typed condition, ready to be tried on values."""

    def __init__(self, text: str, kinds: Mapping[str, str]) -> None:
        """Parse a condition; `kinds` gives the kind of every name that it may use.

        Raises
        ------
        ValueError
            If the condition does not parse, names something unknown or compares what cannot be.
        """
        types = {name: _TYPES[kind] for name, kind in kinds.items()}
        context = rule_engine.Context(type_resolver=rule_engine.type_resolver_from_dict(types))
        try:
            self._expression = rule_engine.Rule(text, context=context).statement.expression
        except rule_engine.SymbolResolutionError as error:
            raise ValueError(f"names {error.symbol_name}, which is not a fact nor an index") from None
        except rule_engine.EngineError as error:
            raise ValueError(f"is not a condition: {error.message}") from None
        self.names = frozenset(context.symbols)

    def holds(self, values: Mapping[str, Any]) -> bool | None:
        """Try the condition; None when what is not known could change the outcome.

        "and" and "or" are three-valued: an unknown part does not hide a part that settles the matter.
        """
        return _holds(self._expression, values)


def _holds(expression: Any, values: Mapping[str, Any]) -> bool | None:
    """Three-valued truth of an expression (Kleene): None is not known."""
    if isinstance(expression, ast.LogicExpression):
        settles: bool = expression.type == "or"
        parts = [_holds(part, values) for part in (expression.left, expression.right)]
        if settles in parts:
            return settles
        return None if None in parts else not settles
    if isinstance(expression, ast.UnaryExpression) and expression.type == "not":
        inner = _holds(expression.right, values)
        return None if inner is None else not inner
    if any(values.get(name) is None for name in _names(expression)):
        return None
    return bool(expression.evaluate(values))


def _names(expression: Any) -> set[str]:
    """Names that an expression uses."""
    if isinstance(expression, ast.SymbolExpression):
        return {expression.name}
    parts = (getattr(expression, slot, None) for slot in ("left", "right", "object", "key", "member", "container"))
    return set().union(*(_names(part) for part in parts if isinstance(part, ast.ExpressionBase)))
