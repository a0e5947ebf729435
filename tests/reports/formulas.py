"""Compute the formulas of a workbook from its cells, without any spreadsheet program: the few shapes that we write."""

import re
from math import isclose

import openpyxl
from openpyxl.utils import range_boundaries

_RANGE = re.compile(
    r"(?:(?P<sheet>'(?:[^']|'')+'|[A-Za-zÀ-ÿ_]+)!)?(?P<cells>\$?[A-Z]{1,2}\$?\d+(?::\$?[A-Z]{1,2}\$?\d+)?)"
)
_TEXT = re.compile(r'"[^"]*"')


class Cells(tuple):
    """Values of a range, with the arithmetic of arrays; a text counts as an error as soon as it is multiplied."""

    __slots__ = ()

    def _with(self, other, operation):
        others = other if isinstance(other, Cells) else [other] * len(self)
        return Cells(operation(left, right) for left, right in zip(self, others, strict=True))

    def __mul__(self, other):
        return self._with(other, lambda left, right: _number(left) * _number(right))

    def __eq__(self, other):
        return self._with(other, lambda left, right: float(_folded(left) == _folded(right)))

    __hash__ = None


def _folded(value):
    return value.casefold() if isinstance(value, str) else value


def _number(value):
    if isinstance(value, str):
        raise TypeError(f"#VALUE!: {value!r}")
    return float(value or 0)


def _flat(values):
    return [v for value in values for v in (value if isinstance(value, Cells) else [value])]


def _known(values):
    return [float(value) for value in _flat(values) if isinstance(value, int | float)]


def _sumproduct(*columns):
    if not isinstance(columns[0], Cells):
        return float(columns[0])
    rows = zip(*columns, strict=True)
    total = 0.0
    for row in rows:
        product = 1.0
        for value in row:
            product *= value if isinstance(value, int | float) else 0.0
        total += product
    return total


FUNCTIONS = {
    "SUMPRODUCT": _sumproduct,
    "SUM": lambda *values: sum(_known(values)),
    "MIN": lambda *values: min(_known(values)),
    "MAX": lambda *values: max(_known(values)),
    "AND": lambda *values: all(values),
    "ISNUMBER": lambda value: (
        Cells(float(isinstance(v, int | float)) for v in value)
        if isinstance(value, Cells)
        else isinstance(value, int | float)
    ),
    "INDEX": lambda cells, row: cells[int(row) - 1],
    "MATCH": lambda wanted, cells, _: 1 + next(i for i, v in enumerate(cells) if _folded(v) == _folded(wanted)),
}


class Computed:
    """A workbook computed from its inputs: what formulas give, whatever values were stored beside them."""

    def __init__(self, source):
        self._formulas = openpyxl.load_workbook(source)
        self._done = {}

    def __getitem__(self, place):
        sheet, address = place
        if place not in self._done:
            value = self._formulas[sheet][address].value
            formula = isinstance(value, str) and self._formulas[sheet][address].data_type == "f"
            self._done[place] = self._compute(sheet, value) if formula else value
        return self._done[place]

    def change(self, sheet, address, value):
        """Put another value in a cell, as a reader would."""
        self._formulas[sheet][address].value = value
        self._done.clear()

    def formulas(self):
        """Yield the sheet and the address of every formula."""
        for sheet in self._formulas:
            for row in sheet.iter_rows():
                yield from ((sheet.title, cell.coordinate) for cell in row if cell.data_type == "f")

    def _compute(self, sheet, formula):
        texts = []

        def kept(match):
            texts.append(match.group()[1:-1])
            return f"\0{len(texts) - 1}\0"

        def read(match):
            name = (match["sheet"] or "").strip("'").replace("''", "'") or sheet
            return f"_cells({name!r}, {match['cells'].replace('$', '')!r})"

        source = _TEXT.sub(kept, formula.removeprefix("="))
        source = re.sub(r"(?<![<>=])=(?!=)", "==", _RANGE.sub(read, source))
        source = re.sub(r"\bIF\(", "_if(", source)
        source = re.sub("\0(\\d+)\0", lambda match: repr(texts[int(match[1])]), source)
        return eval(_lazy(source), {"_cells": self._cells, **FUNCTIONS})  # our own formulas, in a test

    def _cells(self, sheet, cells):
        left, top, right, bottom = range_boundaries(cells)
        found = [
            self[sheet, f"{openpyxl.utils.get_column_letter(column)}{row}"]
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]
        return Cells(found) if ":" in cells else found[0]


def _lazy(source):
    """Return a formula whose conditions compute only the branch that holds."""
    start = source.find("_if(")
    if start < 0:
        return source
    depth, parts, begin, quoted = 0, [], start + 4, ""
    for index in range(begin, len(source)):
        letter = source[index]
        if quoted:
            quoted = "" if letter == quoted else quoted
        elif letter in "'\"":
            quoted = letter
        elif letter == "(":
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        elif letter in ",)" and not depth:
            parts.append(source[begin:index])
            begin = index + 1
            if letter == ")":
                break
    condition, yes, no = map(_lazy, parts)
    return f"{source[:start]}(({yes}) if ({condition}) else ({no})){_lazy(source[begin:])}"


def alike(left, right):
    """Return whether two values are the same, but for the last digits of a number."""
    if isinstance(left, int | float) and isinstance(right, int | float):
        return isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)
    return left == right
