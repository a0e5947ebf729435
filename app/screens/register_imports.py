"""What a spreadsheet would record in a register, shown before anything is written."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.register_columns import Column, columns, written
from app.register_tables import Change, Ignored, Line, Preview
from app.remarks import Place, Remark
from app.services.refusals import RefusalError
from app.spreadsheets import Cell, Sheet
from reports.language import NONE, Language


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One row that changes something: where it is in the sheet, its name, what it changes."""

    row: int
    name: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportView:
    """What the page shows; `table` is what the person confirms, as the page sends it back."""

    lines: tuple[ImportLine, ...]
    title: str
    problems: tuple[str, ...]
    notices: tuple[str, ...]
    unchanged: str
    table: str


def import_view(sheet: Sheet, preview: Preview, language: Language) -> ImportView:
    """Return what a sheet would change, and what could not be read."""
    changed = preview.changed
    same = len(preview.lines) - len(changed)
    return ImportView(
        lines=tuple(_line(preview, line, language) for line in changed),
        title=ngettext("One line to record", "%(num)s lines to record", len(changed)),
        problems=tuple(said(remark, language) for remark in preview.problems),
        notices=tuple(_notices(preview, language)),
        unchanged=ngettext("One row says what is held already.", "%(num)s rows say what is held already.", same)
        if same
        else "",
        table=table_of(sheet, {line.number for line in changed}),
    )


def table_of(sheet: Sheet, numbers: set[int]) -> str:
    """Return some rows of a sheet as a text that reads back."""
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(sheet.header)
    writer.writerows(map(_plain, row.cells) for row in sheet.rows if row.number in numbers)
    return text.getvalue()


def _plain(cell: Cell) -> str:
    """Return a cell as text."""
    return cell.isoformat() if isinstance(cell, date) else cell


def said(remark: Remark, language: Language) -> str:
    """Return a remark in the reader's language, after its place."""
    text = _(remark.message, **remark.said(language.code))
    if not remark.place.message:
        return text
    place = _(remark.place.message, **remark.place.values)
    return f"{place[0].upper()}{place[1:]}{_(': ')}{text}"


def said_of(refusal: RefusalError, language: Language) -> str:
    """Return why a whole sheet is refused, in the reader's language."""
    return said(Remark(Place(), refusal.message, refusal.values), language)


def _notices(preview: Preview, language: Language) -> Iterator[str]:
    """Yield what is to be known and stops nothing: guesses, columns that were left out."""
    yield from (said(remark, language) for remark in preview.notices)
    if preview.ignored:
        shown = ", ".join(map(_column, preview.ignored))
        yield ngettext(
            "One column was left out: %(shown)s.",
            "%(num)s columns were left out: %(shown)s.",
            len(preview.ignored),
            shown=shown,
        )


def _column(ignored: Ignored) -> str:
    """Return how a column is called."""
    return (
        _("%(column)s “%(heading)s”", column=ignored.column, heading=ignored.heading)
        if ignored.heading
        else ignored.column
    )


def _line(preview: Preview, line: Line, language: Language) -> ImportLine:
    """Return one row that changes something."""
    known = columns(preview.register)
    changes = tuple(_change(known[change.key], change, language) for change in line.changes if change.key in known)
    return ImportLine(line.number, language.text(line.name), changes)


def _change(column: Column, change: Change, language: Language) -> str:
    """Return one change in words: the value before is shown where there was one."""
    heading, after = column.heading[language.code], _shown(column, change.after, language)
    before = _shown(column, change.before, language)
    if before == NONE:
        return _("%(name)s: %(after)s", name=heading, after=after)
    return _("%(name)s: %(after)s (was: %(before)s)", name=heading, after=after, before=before)


def _shown(column: Column, value: Any, language: Language) -> str:
    """Return a value as a reader reads it."""
    if value is None or value in ("", []):
        return NONE
    if column.kind == "list":
        return _counted(value)
    cell = written(column, value, language.code)
    return language.date(cell) if isinstance(cell, date) else cell


def _counted(flags: Sequence[bool | None]) -> str:
    """Return how much of a list is there."""
    if all(flag is None for flag in flags):
        return NONE
    return _("%(done)s of %(total)s", done=sum(flag is True for flag in flags), total=len(flags))
