"""A spreadsheet that a person gave, file or paste, as a header and rows; what could not be read is said or refused."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Literal

from app import workbooks
from app.remarks import Place, Remark
from app.services.refusals import N_, RefusalError
from app.services.texts import clean

MAX_BYTES = 5_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = workbooks.MAX_COLUMNS
MAX_CHARACTERS = 20_000

SEPARATORS = "\t;,"
"""What cells of a text file may be separated by; where two are as frequent, the first one here."""

_TITLE_ROWS = 10
"""Rows among which headings are sought, below a title."""

Cell = str | date
Record = tuple[int, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something, under the number that a spreadsheet program shows."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Headings and rows, all of the same width; an empty cell is an empty text."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    notices: tuple[Remark, ...] = ()


def read_sheet(content: bytes, name: str) -> Sheet:
    """Return what a file holds; refuse, with the cure, one that is too large or is no spreadsheet.

    What it is, its content says, and never its name.
    """
    if len(content) > MAX_BYTES:
        raise RefusalError(
            N_("%(name)s is larger than %(limit)d MB: keep only the sheet of the register."),
            name=_shown(name),
            limit=MAX_BYTES // 1_000_000,
        )
    refused = next((message for signature, message in _SIGNATURES if content.startswith(signature)), None)
    if refused is not None:
        raise RefusalError(refused, name=_shown(name))
    if content.startswith(b"PK\x03\x04"):
        records, notices = workbooks.read(content, _shown(name), MAX_ROWS)
        return _sheet(records, notices)
    text, notices = _decoded(content, _shown(name))
    return _sheet(_records(text), notices)


def read_pasted(text: str) -> Sheet:
    """Return what was pasted from a spreadsheet or typed; refuse as `read_sheet` does."""
    if len(text) > MAX_BYTES:
        raise RefusalError(N_("This text is too long: paste %(limit)d rows at most."), limit=MAX_ROWS)
    return _sheet(_records(text), [])


# ---- text -------------------------------------------------------------------------------------------

_OLD_EXCEL = N_("%(name)s is an old Excel file (.xls) or has a password: save it as .xlsx, without a password.")
_IMAGE = N_("%(name)s is an image, whatever its name says: send the spreadsheet itself, as .xlsx or .csv.")
_WEB_PAGE = N_("%(name)s is a web page, whatever its name says: open it in a spreadsheet program and save it as .xlsx.")
_NOT_A_SHEET = N_("%(name)s is not a spreadsheet: send it as .xlsx or .csv.")

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_EXCEL),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"%PDF", N_("%(name)s is a PDF: send the spreadsheet that it was made from, as .xlsx or .csv.")),
    (b"{\\rtf", _NOT_A_SHEET),
    (b"\x1f\x8b", N_("%(name)s is compressed: send the spreadsheet that it holds, as .xlsx or .csv.")),
)
"""How files that are no spreadsheet begin, and what to do with them."""


def _decoded(content: bytes, name: str) -> tuple[str, list[Remark]]:
    """Return the text of a file, with a notice when its encoding had to be guessed."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # what Excel calls “Unicode text”
        return _checked(content, "utf-16", name), []
    if b"\0" in content:
        raise RefusalError(_NOT_A_SHEET, name=name)
    try:
        text, notices = content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        notice = N_("This file is not in UTF-8; it was read as Windows text (cp1252): check the accents.")
        text, notices = _checked(content, "cp1252", name), [Remark(Place(), notice)]
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text, re.IGNORECASE):
        raise RefusalError(_WEB_PAGE, name=name)
    return text, notices


def _checked(content: bytes, encoding: str, name: str) -> str:
    """Return a text in an encoding; refuse bytes that are none."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        message = N_("%(name)s is neither UTF-8 nor Windows text: save it as “CSV UTF-8”, or as .xlsx.")
        raise RefusalError(message, name=name) from None


def _records(text: str) -> Iterator[Record]:
    """Yield the rows of a text, blank ones too, for a spreadsheet program counts them."""
    text = StringIO(text.removeprefix("\ufeff"), newline=None).read()
    if said := re.match(rf"sep=([{SEPARATORS}])\n", text, re.IGNORECASE):  # a line for Excel, which does not show it
        return _cut(text[said.end() :], said[1])
    return _cut(text, _separator(text))


def _separator(text: str) -> str:
    """Return what separates cells: the most frequent one of the first line that has any, quotes left aside."""
    for line in StringIO(re.sub(r'"[^"]*"', "", text)):
        counts = {separator: line.count(separator) for separator in SEPARATORS}
        if any(counts.values()):
            return max(SEPARATORS, key=counts.__getitem__)
    return SEPARATORS[0]


def _cut(text: str, separator: str) -> Iterator[Record]:
    """Yield numbered rows; refuse quotation marks that do not close."""
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if separator != "\t" or _well_quoted(text) else csv.QUOTE_NONE
    number = 0
    try:
        reader = csv.reader(StringIO(text), delimiter=separator, quoting=quoting, strict=True)
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except csv.Error:
        raise RefusalError(
            N_(
                "Row %(row)d cannot be cut into cells: a quotation mark is not closed, or has text after it, "
                "or a cell has more than %(limit)d characters."
            ),
            row=number + 1,
            limit=MAX_CHARACTERS,
        ) from None


def _well_quoted(text: str) -> bool:
    """Return whether quotation marks are mark-up: in what Excel copies, a cell may just begin with one."""
    try:
        return all(row is not None for row in csv.reader(StringIO(text), delimiter="\t", strict=True))
    except csv.Error:
        return False


def _shown(name: str) -> str:
    """Return a file's name on one line, cut where it would fill the screen."""
    return " ".join(clean(name).split())[:80]


# ---- rows -------------------------------------------------------------------------------------------


def _sheet(records: Iterable[Record], notices: list[Remark]) -> Sheet:
    """Return rows under their headings, all as wide as the widest; titles above the headings are said."""
    rows = _filled(records)
    if not rows:
        raise RefusalError(N_("This spreadsheet is empty: send one with a row of headings and a row for each line."))
    width = max(len(row.cells) for row in rows)
    if width > MAX_COLUMNS:
        raise RefusalError(
            N_("This spreadsheet has more than %(limit)d columns: keep those of the register."), limit=MAX_COLUMNS
        )
    at = next((index for index, row in enumerate(rows[:_TITLE_ROWS]) if _has_headings(row)), 0)
    titles = [Remark(Place(row.number), N_("this row was taken for a title, above the headings")) for row in rows[:at]]
    wide = [Row(row.number, row.cells + ("",) * (width - len(row.cells))) for row in rows[at:]]
    return Sheet(tuple(map(str, wide[0].cells)), tuple(wide[1:]), (*notices, *titles))


def _has_headings(row: Row) -> bool:
    """Return whether a row may hold headings: a title stands alone."""
    return sum(cell != "" for cell in row.cells) > 1


def _filled(records: Iterable[Record]) -> list[Row]:
    """Return the rows that hold something; stop at the first one too many, whatever follows."""
    found: list[Row] = []
    for number, cells in records:
        row = Row(number, _trimmed(number, cells))
        if not row.cells:
            continue
        if len(found) > MAX_ROWS:
            raise RefusalError(
                N_("This spreadsheet has more than %(limit)d rows: keep those of the register."), limit=MAX_ROWS
            )
        found.append(row)
    return found


def _trimmed(number: int, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return cells without control characters nor spaces around, and without the empty ones that end the row."""
    last = max((index for index, cell in enumerate(cells) if cell != ""), default=-1)
    read = [cell if isinstance(cell, date) else clean(cell).strip() for cell in cells[: last + 1]]
    for index, cell in enumerate(read):
        if isinstance(cell, str) and len(cell) > MAX_CHARACTERS:
            raise RefusalError(
                N_("Cell %(cell)s has more than %(limit)d characters: shorten it."),
                cell=f"{workbooks.letter(index + 1)}{number}",
                limit=MAX_CHARACTERS,
            )
    while read and read[-1] == "":
        read.pop()
    return tuple(read)
