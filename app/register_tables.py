"""Rows of a spreadsheet become statements of a register, shown before anything is written."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from app.register_columns import (
    Column,
    Register,
    by_name,
    choice,
    columns,
    day,
    flag,
    headings,
    listed,
    normal,
    says_nothing,
    several,
    shown,
)
from app.register_lines import (
    BLANKS,
    COMPLETED,
    OWN_PREFIX,
    Subject,
    UnreadableError,
    Value,
    catalogue_text,
    supplies,
)
from app.remarks import Place, Remark
from app.services.refusals import N_, RefusalError
from app.services.texts import line
from app.spreadsheets import Cell, Row, Sheet
from app.workbooks import letter
from questionnaires import LANGUAGES, Questionnaire, Text
from questionnaires.base import Named
from questionnaires.registers import Indicator
from scoring.statements import Kind

KINDS: Mapping[Register, Kind] = {
    "clauses": Kind.CLAUSE,
    "procedures": Kind.PROCEDURE,
    "indicators": Kind.INDICATOR,
}
"""The kind of statement that a line of each register makes."""

_OWN_NAMES = uuid.UUID("5f0d2c1e-7f4b-5a52-9d0e-4d7d0d1f3b11")
"""The space of ids made from names: the same row pasted twice is the same indicator."""

_NAMING = frozenset({"id", "name", "memo"})
"""Kinds of column that say which line a row is about, or nothing."""

_ROWS_NAMED = 20
_CLOSE = 0.75
"""From this likeness on, a name that is not known is answered with the nearest one."""

Said = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Change:
    """What a line changes in what was recorded: a column's key, the value before, the value after."""

    key: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Line:
    """One row read whole: what it would record of its subject, and how that differs from what is recorded."""

    number: int
    subject: str
    name: Text
    value: Value
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Ignored:
    """A column that is not of the register, left out."""

    column: str
    heading: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a sheet would record; rows with a problem are left out, whole."""

    register: Register
    lines: tuple[Line, ...]
    problems: tuple[Remark, ...]
    ignored: tuple[Ignored, ...] = ()
    notices: tuple[Remark, ...] = ()

    @property
    def changed(self) -> tuple[Line, ...]:
        """The lines that would record something new."""
        return tuple(line for line in self.lines if line.changes)


def preview(register: Register, sheet: Sheet, questionnaire: Questionnaire, said: Said, as_of: date) -> Preview:
    """Return what a sheet would record, given what was said of each subject.

    An empty cell or a column that is not there leaves what was said; a question mark says that it is not known.
    A sheet without a column that says which line a row is about is refused.
    """
    found, problems, ignored = _columns_of(register, sheet)
    reading = Reading(register, questionnaire, said, as_of, problems)
    for row in sheet.rows:
        _take(reading, Given(row, found))
    notices = (*sheet.notices, *_kept_words(reading, found))
    return Preview(register, tuple(reading.lines), tuple(reading.problems), ignored, notices)


# ---- columns ----------------------------------------------------------------------------------------


def _columns_of(register: Register, sheet: Sheet) -> tuple[dict[str, int], list[Remark], tuple[Ignored, ...]]:
    """Return where each column of the register is, columns given twice, and those that are left out."""
    found: dict[str, int] = {}
    problems: list[Remark] = []
    ignored: list[Ignored] = []
    for index, heading in enumerate(sheet.header):
        column = _column(register, heading)
        if column is None:
            if heading or any(row.cells[index] != "" for row in sheet.rows):
                ignored.append(Ignored(letter(index + 1), heading))
        elif column.key in found:
            message = N_("“%(heading)s” says the same as column %(first)s: this column was left out")
            values = {"heading": shown(heading), "first": letter(found[column.key] + 1)}
            problems.append(Remark(Place(column=letter(index + 1)), message, values))
        else:
            found[column.key] = index
    if not found.keys() & {"id", "name"}:
        raise RefusalError(N_("No column says which line a row is about: head one of them “Id” or “Name”."))
    return found, problems, tuple(ignored)


def _column(register: Register, heading: str) -> Column | None:
    """Return the column that a heading names; what it says between brackets may be a comment."""
    known = headings(register)
    return known.get(normal(heading)) or known.get(normal(re.sub(r"\([^)]*\)", "", heading)))


# ---- rows -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """One row, by the columns of its register."""

    row: Row
    found: Mapping[str, int]

    def cell(self, key: str) -> Cell:
        """Return what a column holds, empty when the sheet does not have it."""
        return self.row.cells[self.found[key]] if key in self.found else ""

    def filled(self, key: str) -> bool:
        """Return whether a column says something."""
        return not says_nothing(self.cell(key))

    def place(self, key: str) -> Place:
        """Return where a column is in this row."""
        return Place(self.row.number, letter(self.found[key] + 1) if key in self.found else "")


@dataclass
class Reading:
    """What reading one sheet knows, and what it finds."""

    register: Register
    questionnaire: Questionnaire
    said: Said
    as_of: date
    problems: list[Remark]
    lines: list[Line] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    kept: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @cached_property
    def by_id(self) -> dict[str, Subject]:
        """Every line of the register that is known, by its id as it is compared."""
        items: tuple[Named, ...] = getattr(self.questionnaire, self.register)
        known = [Subject(item.id, item.name, item) for item in items]
        own = [
            Subject(id_, _own_name(value["name"]), None)
            for id_, value in self.said.items()
            if id_.startswith(OWN_PREFIX)
        ]
        return {_id(subject.id): subject for subject in (*known, *own)}

    @cached_property
    def by_name(self) -> dict[str, list[Subject]]:
        """The same, by name in either language."""
        found: dict[str, list[Subject]] = defaultdict(list)
        for subject in self.by_id.values():
            for words in dict.fromkeys(normal(subject.name[code]) for code in LANGUAGES):
                found[words].append(subject)
        return found


def _take(reading: Reading, given: Given) -> None:
    """Read one row: add its line, or its problems; nothing for a row of a template that nobody filled."""
    try:
        subject = _subject(reading, given)
        if subject.item is not None and not any(map(given.filled, _asked(reading, subject, given))):
            return
        if (first := reading.rows.setdefault(subject.id, given.row.number)) != given.row.number:
            message = N_("%(id)s was already given on row %(first)d: this row was left out")
            raise UnreadableError(_naming(given), message, id=_label(subject), first=first)
        values = _values(reading, subject, given)
        if values is not None:
            reading.lines.append(_line(reading, subject, given, values))
    except UnreadableError as refusal:
        reading.problems.append(Remark(given.place(refusal.key), refusal.message, refusal.values))


def _line(reading: Reading, subject: Subject, given: Given, values: Value) -> Line:
    """Return what a row would record, and what that changes."""
    blank = BLANKS[reading.register](subject)
    held = {**blank, **reading.said.get(subject.id, {})}
    value = {**held, **values}
    COMPLETED[reading.register](value, values, reading.as_of)
    changes = tuple(Change(key, held[key], after) for key, after in value.items() if held[key] != after)
    return Line(given.row.number, subject.id, subject.name, value, changes)


def _asked(reading: Reading, subject: Subject, given: Given) -> list[str]:
    """Return the columns of the sheet that say something of a subject, beside which one it is."""
    asked = [column for column in columns(reading.register).values() if column.kind not in _NAMING]
    if subject.item is None:
        return ["name", *(column.key for column in asked)]
    return [column.key for column in asked if not column.of_catalogue]


def _values(reading: Reading, subject: Subject, given: Given) -> dict[str, Any] | None:
    """Return what the cells of a row say, None when one of them cannot be read."""
    values: dict[str, Any] = {}
    faults: list[Remark] = []
    for key in filter(given.filled, _asked(reading, subject, given)):
        column = columns(reading.register)[key]
        try:
            values[key] = READERS[column.kind](reading, column, subject, given.cell(key))
        except RefusalError as refusal:
            faults.append(Remark(given.place(key), refusal.message, refusal.values))
    reading.problems += faults
    _note_kept_words(reading, subject, given)
    return None if faults else values


READERS: Mapping[str, Callable[[Reading, Column, Subject, Cell], Any]] = {
    "flag": lambda reading, column, subject, cell: flag(cell),
    "date": lambda reading, column, subject, cell: day(cell),
    "choice": lambda reading, column, subject, cell: choice(column, cell),
    "list": lambda reading, column, subject, cell: listed(cell, supplies(subject, column.key)),
    "name": lambda reading, column, subject, cell: line(str(cell)),
    "text": lambda reading, column, subject, cell: line(str(cell)),
    "class": lambda reading, column, subject, cell: by_name(cell, reading.questionnaire.indicator_classes),
    "ids": lambda reading, column, subject, cell: several(cell, reading.questionnaire.indicators),
}
"""How the cells of each kind of column are read."""


# ---- which line a row is about ----------------------------------------------------------------------


def _subject(reading: Reading, given: Given) -> Subject:
    """Return the line of the register that a row is about, by its id, else by its name."""
    by_id = reading.by_id.get(_id(str(given.cell("id")))) if given.filled("id") else None
    named = reading.by_name.get(normal(str(given.cell("name"))), []) if given.filled("name") else []
    if by_id is not None:
        if named and by_id not in named:
            message = N_("this is the name of %(other)s, and the id says %(id)s: correct one of them")
            raise UnreadableError("name", message, other=_label(named[0]), id=_label(by_id))
        return by_id
    if len(named) > 1:
        message = N_("“%(name)s” is the name of several lines: write one of the ids %(ids)s")
        ids = ", ".join(map(_label, named))
        raise UnreadableError("name", message, name=shown(given.cell("name")), ids=ids)
    return named[0] if named else _unknown(reading, given)


def _unknown(reading: Reading, given: Given) -> Subject:
    """Return a new indicator of the client's own; refuse whatever else is not known."""
    if not given.filled("name"):
        if given.filled("id"):
            message = N_("“%(id)s” is not an id of this register")
            raise UnreadableError("id", message, id=shown(given.cell("id")))
        raise UnreadableError(_naming(given), N_("this row gives neither an id nor a name"))
    name = str(given.cell("name"))
    if reading.register == "indicators" and given.filled("class"):
        try:
            text = _own_name(line(name))
        except RefusalError as refusal:
            raise UnreadableError("name", refusal.message, **refusal.values) from None
        return Subject(f"{OWN_PREFIX}{uuid.uuid5(_OWN_NAMES, normal(name))}", text, None)
    if close := get_close_matches(normal(name), reading.by_name, 1, _CLOSE):
        nearest = reading.by_name[close[0]][0]
        message = N_("“%(name)s” is not in this register: did you mean %(nearest)s, “%(nearest_name)s”?")
        raise UnreadableError("name", message, name=shown(name), nearest=_label(nearest), nearest_name=nearest.name)
    if reading.register == "indicators":
        message = N_("“%(name)s” is not in the catalogue: give its class to add it as an indicator of your own")
    else:
        message = N_("“%(name)s” is not in this register: write the id of the line that it is")
    raise UnreadableError("name", message, name=shown(name))


def _own_name(name: str) -> Text:
    """Return a name that has no translation."""
    return Text(fr=name, en=name)


def _naming(given: Given) -> str:
    """Return the column that says what a row is about."""
    return "id" if given.filled("id") or "name" not in given.found else "name"


def _id(text: str) -> str:
    """Return an id as it is compared: “pr 7” is “PR-07”, and a number alone is nobody's.

    >>> _id("pr 7"), _id("7")
    ('pr-7', '7')
    """
    found = re.fullmatch(r"([a-z]+)[\s_.–-]*0*(\d+)", text.strip().casefold())
    return f"{found[1]}-{found[2]}" if found else text.strip().casefold()


def _label(subject: Subject) -> str:
    """Return how a subject is called in a message: its id, or its name when its id says nothing."""
    return subject.id if subject.item is not None else subject.name.en


# ---- what belongs to the catalogue ------------------------------------------------------------------


def _note_kept_words(reading: Reading, subject: Subject, given: Given) -> None:
    """Note where a row says otherwise than the catalogue."""
    if not isinstance(subject.item, Indicator):
        return
    repeated = [column.key for column in columns(reading.register).values() if column.of_catalogue]
    for key in filter(given.filled, repeated):
        texts = {catalogue_text(reading.questionnaire, subject.item, key, code) for code in LANGUAGES}
        if normal(str(given.cell(key))) not in {*map(normal, texts), normal(subject.item.class_id)}:
            reading.kept[key].append(given.row.number)


def _kept_words(reading: Reading, found: Mapping[str, int]) -> list[Remark]:
    """Return a notice for each column that says otherwise than the catalogue."""
    message = N_("what the catalogue says of its own indicators was kept; the rows that say otherwise: %(rows)s")
    return [
        Remark(Place(column=letter(found[key] + 1)), message, {"rows": ", ".join(map(str, rows[:_ROWS_NAMED]))})
        for key, rows in reading.kept.items()
    ]
