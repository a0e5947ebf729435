"""The first filled sheet of an XLSX workbook, as rows of texts and dates; what a cell hides is said."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from io import BytesIO
from typing import IO, Any
from xml.etree import ElementTree

from app.remarks import Place, Remark
from app.services.refusals import N_, RefusalError

MAX_COLUMNS = 100
MAX_UNZIPPED = 50_000_000
"""Bytes of XML: far above what the rows allowed can fill, far below what harms."""

_MAX_FILES = 1_000
_CHUNK = 1 << 16
_BLANK_RUN = 1_000
"""So many blank rows end a sheet: programs write a format down to row 1,048,576."""

_CELLS_NAMED = 8
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"})

Cell = str | date
Record = tuple[int, Sequence[Cell]]


def letter(column: int) -> str:
    """Return the name of a column, counted from 1.

    >>> letter(2), letter(28)
    ('B', 'AB')
    """
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read(content: bytes, name: str, limit: int) -> tuple[list[Record], list[Remark]]:
    """Return numbered rows, one more than the limit at most, and what to know of them."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check(archive, name)
        return _read(content, limit)
    except RefusalError:
        raise
    # A damaged workbook surfaces from the libraries as almost any error; all have the same cure.
    except Exception:
        message = N_("%(name)s is damaged: open it in a spreadsheet program, save it, and send it again.")
        raise RefusalError(message, name=name) from None


# ---- the archive ------------------------------------------------------------------------------------


def _check(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse an archive that is no workbook, or that grows beyond measure."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        raise RefusalError(_not_a_workbook(names), name=name)
    entries = archive.infolist()
    too_large = len(entries) > _MAX_FILES or sum(_size(archive, entry) for entry in entries) > MAX_UNZIPPED
    if too_large:
        raise RefusalError(
            N_("%(name)s grows beyond %(limit)d MB once unzipped: copy the rows to a new workbook and send that one."),
            name=name,
            limit=MAX_UNZIPPED // 1_000_000,
        )


def _not_a_workbook(names: set[str]) -> str:
    """Return what to do with an archive that holds no XLSX workbook."""
    if "content.xml" in names:
        return N_("%(name)s is an OpenDocument file (.ods): save it as .xlsx or .csv.")
    if "xl/workbook.bin" in names:
        return N_("%(name)s is a binary workbook (.xlsb): save it as .xlsx.")
    return N_("%(name)s is not a spreadsheet: send it as .xlsx or .csv.")


def _size(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Return how large an entry really is, whatever it declares, counted up to the limit; refuse entities in it."""
    total = 0
    with archive.open(entry) as stream:
        while total <= MAX_UNZIPPED and (chunk := stream.read(_CHUNK)):
            # No spreadsheet program writes a document type; entities that multiply are declared in one.
            if total == 0 and b"<!DOCTYPE" in chunk.replace(b"\0", b""):
                raise ValueError("a document type is declared")
            total += len(chunk)
    return total


# ---- the sheet --------------------------------------------------------------------------------------


def _read(content: bytes, limit: int) -> tuple[list[Record], list[Remark]]:
    """Return the rows of the first sheet that holds something."""
    # Here and not above: the web process starts without it.
    from openpyxl import load_workbook

    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")  # extensions that it leaves aside
    with closing(load_workbook(BytesIO(content), read_only=True, data_only=True)) as book:
        sheets: list[Any] = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            rows, notices = _rows(sheet, limit)
            if rows:
                break
        else:
            return [], []
        if len(sheets) > 1:
            message = N_("The sheet “%(sheet)s” was read, the others were not.")
            notices.insert(0, Remark(Place(), message, {"sheet": sheet.title}))
        last = rows[-1][0]
        # openpyxl says neither which cells are merged nor which formulas have no value: the sheet itself does.
        with zipfile.ZipFile(BytesIO(content)) as archive, archive.open(sheet._worksheet_path) as stream:
            return rows, [*notices, *_hidden(stream, last)]


def _rows(sheet: Any, limit: int) -> tuple[list[Record], list[Remark]]:
    """Return the filled rows of a sheet, and a remark for each cell that holds an error."""
    rows: list[Record] = []
    notices: list[Remark] = []
    for number, values in _walk(sheet):
        cells = [_text(value) for value in values]
        for index, cell in enumerate(cells):
            if cell in _ERRORS:
                place = Place(number, letter(index + 1))
                notices.append(Remark(place, N_("%(error)s was left empty: mend the formula"), {"error": cell}))
                cells[index] = ""
        rows.append((number, cells))
        if len(rows) > limit + 1:
            break
    return rows, notices


def _walk(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield the filled rows, up to a long run of blank ones."""
    sheet.reset_dimensions()  # what a file says of its own size may be wrong
    blank = 0
    with closing(sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True)) as walked:
        for number, values in enumerate(walked, 1):
            if values.count(None) < len(values):
                blank = 0
                yield number, values
            elif (blank := blank + 1) == _BLANK_RUN:
                return


def _text(value: Any) -> Cell:
    """Return the value of a cell as text, or as a date."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.date()
        case float():
            return format(value, ".15g")
        case date():
            return value
        case _:
            return str(value)


def _hidden(stream: IO[bytes], last: int) -> Iterator[Remark]:
    """Yield what a sheet hides down to a row: formulas without a value, merged cells."""
    formulas: list[str] = []
    merged: list[str] = []
    for _, element in ElementTree.iterparse(stream):
        match element.tag.rpartition("}")[2]:
            case "c" if _unknown(element):
                formulas.append(element.get("r", ""))
            case "mergeCell":
                merged.append(element.get("ref", ""))
            case "row":
                element.clear()
    if named := _named(formulas, last):
        message = N_(
            "The formulas of %(cells)s have no stored value and were left empty: open the file in a spreadsheet "
            "program, save it, and send it again."
        )
        yield Remark(Place(), message, {"cells": named})
    if named := _named(merged, last):
        message = N_("In the merged cells %(cells)s, only the first one was read; the others are empty.")
        yield Remark(Place(), message, {"cells": named})


def _unknown(cell: ElementTree.Element) -> bool:
    """Return whether a cell holds a formula whose value nobody stored."""
    parts = {child.tag.rpartition("}")[2]: child.text for child in cell}
    return "f" in parts and not parts.get("v") and not (cell.get("t") == "str" and "v" in parts)


def _named(cells: list[str], last: int) -> str:
    """Return cells by name, the first ones of many, without those below the last row."""
    kept = [cell for cell in cells if (row := re.search(r"\d+", cell)) and int(row[0]) <= last]
    return ", ".join(kept[:_CELLS_NAMED]) + ("…" if len(kept) > _CELLS_NAMED else "")
