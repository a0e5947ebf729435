"""Write sheets: typed cells, one look, and the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from fractions import Fraction
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped] # it ships no types
from xlsxwriter.utility import (  # type: ignore[import-untyped] # the same
    quote_sheetname,
    xl_col_to_name,
    xl_rowcol_to_cell,
)

from questionnaires import Side
from reports import theme
from reports.language import NONE
from reports.reading import writable
from reports.typeface import Face, as_shown, register, wrap
from reports.workbook.tale import Tale

FAMILY = "Source Sans 3"
LONGEST = 32_000
"""Letters of a cell: Excel holds 32,767."""

SIZE, LINE, TALLEST = 10.0, 13.5, 400.0
"""Size of letters, height of a line and of the highest row that Excel shows, in points."""

LETTER, INDENT = 5.25, 9.0
"""Width of a letter as columns count them, and what margins take of it, in points."""

CAUTION = 1.04
"""How much wider a stand-in may set letters where the family is not installed."""

A4, A3 = 9, 8
"""Papers by Excel's numbers."""

EDGE, A4_WIDTH = 0.4, 780.0
"""Margins left and right, in inches, and what they leave of a sheet of A4 laid down, in points."""

SMALLEST_SCALE = 0.65
"""A sheet that would be printed smaller than this takes a larger paper."""

LONGEST_NAME = 31
_UNNAMEABLE = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


class Form(StrEnum):
    """How the cells of a column are written."""

    TEXT = "text"
    CODE = "code"
    LEVEL = "0.0"
    TENTHS = "0.0##"
    POINTS = "0"
    SHARE = "0%"
    SIGNED = "+0.0;-0.0;0.0"
    MONEY = "#,##0"
    DATE = "dd/mm/yyyy"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in letters, how its cells are written, and the side that it belongs to."""

    head: str
    width: float
    form: Form = Form.TEXT
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """A formula with the value that it gives, so that a viewer that computes nothing shows the same."""

    formula: str
    value: Fraction | float | int | None


Value = str | int | float | Fraction | date | bool | Live | None
"""What a cell holds; None is not known, and prints as a dash."""


class Book:
    """A workbook being written; a sheet is known to the others by its key."""

    def __init__(self, tale: Tale) -> None:
        register()
        self._target = BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(self._target, options)
        self._tale = tale
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.sheets: dict[str, Sheet] = {}
        facts, assessment = tale.facts, tale.assessment
        self._book.set_properties(
            {
                "title": writable(tale.language.phrase("report_title"))[:255],
                "subject": writable(f"{facts.client} / {facts.provider}")[:255],
                "author": "Vis-à-vis",
                "keywords": assessment.digest,
                "created": datetime.combine(facts.as_of, time(), UTC),
            }
        )
        self._book.set_calc_mode("auto")

    def sheet(self, key: str, columns: Sequence[Column], *, filtered: bool = True, rows_above: int = 0) -> Sheet:
        """Add a sheet with its head; `rows_above` more rows stay in sight under the head."""
        name = self._name(self._tale.phrase(f"sheet_{key}"))
        found = Sheet(self, self._book.add_worksheet(name), name, tuple(columns), filtered, rows_above)
        self.sheets[key] = found
        return found

    def _name(self, wanted: str) -> str:
        """Return a name that a sheet may have and none has."""
        base = writable(wanted).translate(_UNNAMEABLE).strip("' ")[:LONGEST_NAME] or "-"
        name, number = base, 1
        while name.lower() in {sheet.name.lower() for sheet in self.sheets.values()}:
            number += 1
            name = f"{base[: LONGEST_NAME - len(str(number)) - 1]} {number}"
        return name

    def look(self, **wanted: Any) -> Any:
        """Return a format, made once."""
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            usual = {"font_name": FAMILY, "font_size": SIZE, "font_color": theme.INK, "valign": "top"}
            self._formats[key] = self._book.add_format({**usual, **wanted})
        return self._formats[key]

    def closed(self) -> bytes:
        """Return the file."""
        for sheet in self.sheets.values():
            sheet.close()
        self._book.close()
        return self._target.getvalue()

    @property
    def yes_no(self) -> str:
        """How 1 and 0 are shown: as words, while formulas count them."""
        yes, no = self._tale.phrase("yes"), self._tale.phrase("no")
        return f'"{yes}";"";"{no}"'


class Sheet:
    """One sheet: a head, then rows."""

    def __init__(
        self, book: Book, sheet: Any, name: str, columns: tuple[Column, ...], filtered: bool, rows_above: int
    ) -> None:
        self._book, self._sheet, self.name, self.columns = book, sheet, name, columns
        self._filtered, self._next = filtered, 1
        sheet.set_landscape()
        sheet.set_margins(left=EDGE, right=EDGE)
        wide = sum(column.width for column in columns) * LETTER
        sheet.set_paper(A4 if wide * SMALLEST_SCALE < A4_WIDTH else A3)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, rows_above)
        sheet.hide_gridlines(2)
        sheet.freeze_panes(1 + rows_above, 0)
        sheet.set_footer("&C&P / &N")
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            colour = theme.INK if column.side is None else theme.TEXT[column.side]
            number = column.form not in (Form.TEXT, Form.CODE)
            head = book.look(
                bold=True,
                indent=0 if number else 1,
                text_wrap=True,
                bottom=2,
                font_color=colour,
                align="right" if number else "left",
                valign="bottom",
            )
            sheet.write_string(0, index, writable(column.head), head)
        self._heighten(0, [column.head for column in columns], [Form.TEXT] * len(columns), strong=True)

    @property
    def next_row(self) -> int:
        """The row that will be written next, counted as Excel does."""
        return self._next + 1

    @property
    def rows(self) -> int:
        """How many rows stand under the head."""
        return self._next - 1

    def add(self, *values: Value, strong: bool = False, forms: Sequence[Form] = ()) -> int:
        """Write a row and return its number, counted as Excel does."""
        row = self._next
        for index, value in enumerate(values):
            form = forms[index] if forms else self.columns[index].form
            self._write(row, index, value, form, strong=strong)
        self._heighten(row, values, forms or [column.form for column in self.columns], strong=strong)
        self._next += 1
        return row + 1

    def _heighten(self, row: int, values: Sequence[Value], forms: Sequence[Form], *, strong: bool) -> None:
        """Give a row the height of its longest text: not every program finds it by itself."""
        face = Face.STRONG if strong else Face.REGULAR
        lines = 1
        for value, form, column in zip(values, forms, self.columns, strict=False):
            if isinstance(value, str) and form is Form.TEXT and value:
                room = column.width * LETTER - INDENT
                lines = max(lines, len(wrap(as_shown(value[:LONGEST]), face, SIZE * CAUTION, room)))
        self._sheet.set_row(row, min(TALLEST, lines * LINE + 3))

    def _write(self, row: int, index: int, value: Value, form: Form, *, strong: bool) -> None:
        """Write one cell; a text stays one, whatever it begins with."""
        look: dict[str, Any] = {"bottom": 1, "bottom_color": theme.RULE, "bold": strong}
        match value:
            case Live(formula, given):
                shown = NONE if given is None else float(given)
                self._sheet.write_formula(row, index, formula, self._number(form, look), shown)
            case None:
                look = {
                    **look,
                    "font_color": theme.INK_3,
                    "align": "right" if form not in (Form.TEXT, Form.CODE) else "left",
                }
                look |= {} if look["align"] == "right" else {"indent": 1}
                self._sheet.write_string(row, index, NONE, self._book.look(**look))
            case str():
                text = writable(value)
                shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
                # A word in a column of numbers ends where they do.
                number = index < len(self.columns) and self.columns[index].form not in (Form.TEXT, Form.CODE)
                look |= {"align": "right"} if number else {"align": "left", "indent": 1}
                self._sheet.write_string(row, index, shown, self._book.look(**look, text_wrap=form is Form.TEXT))
            case bool():
                self._sheet.write_number(row, index, int(value), self._number(Form.YES_NO, look))
            case date():
                moment = datetime.combine(value, time())
                self._sheet.write_datetime(row, index, moment, self._number(Form.DATE, look))
            case _:
                self._sheet.write_number(row, index, float(value), self._number(form, look))

    def _number(self, form: Form, look: dict[str, Any]) -> Any:
        """Return the format of a number."""
        code = self._book.yes_no if form is Form.YES_NO else "General" if form in (Form.TEXT, Form.CODE) else form.value
        return self._book.look(**look, num_format=code, align="right")

    def cell(self, column: int, row: int, *, here: bool = False) -> str:
        """Return the address of a cell, for formulas of other sheets unless it is `here`."""
        address = str(xl_rowcol_to_cell(row - 1, column, row_abs=not here, col_abs=True))
        return address if here else f"{quote_sheetname(self.name)}!{address}"

    def range(self, column: int, first: int = 2, last: int | None = None) -> str:
        """Return the address of a column from one row to another, all rows unless said otherwise."""
        letter = xl_col_to_name(column)
        end = max(first, self._next if last is None else last)
        return f"{quote_sheetname(self.name)}!${letter}${first}:${letter}${end}"

    def close(self) -> None:
        """Let the reader filter what was written."""
        if self._filtered and self.rows:
            self._sheet.autofilter(0, 0, self._next - 1, len(self.columns) - 1)
