"""What each column of a register is called in a spreadsheet, and how its cells are read and written."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from app.services.refusals import N_, RefusalError
from app.statements import OWN
from questionnaires import LANGUAGES, Text
from questionnaires.base import Model, Named, Sentence, Texts

Register = Literal["clauses", "procedures", "indicators"]
Cell = str | date
Kind = Literal["id", "name", "choice", "flag", "date", "list", "text", "class", "ids", "memo"]

COLUMNS = Path(__file__).with_suffix(".toml")

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_SMALL = frozenset(
    {
        *(
            "a",
            "au",
            "aux",
            "d",
            "de",
            "des",
            "du",
            "en",
            "et",
            "l",
            "la",
            "le",
            "les",
            "ou",
            "par",
            "pour",
            "un",
            "une",
        ),
        *("an", "and", "for", "in", "of", "on", "the", "to"),
    }
)
"""Words that two people write differently without meaning something else."""

_DASHES = frozenset("-–—−")
_YES = frozenset(
    {"oui", "o", "vrai", "x", "yes", "y", "1", "true", "fait", "faite", "present", "presente", "done", "ok"}
)
_NO = frozenset({"non", "n", "faux", "no", "0", "false", "absent", "absente", "not done", "pas fait"})
_UNKNOWN = frozenset({"nsp", "ne sait pas", "inconnu", "inconnue", "unknown", "don t know", "dont know"})
_UNDER_WAY = frozenset({"en cours", "in progress", "partiel", "partielle", "partial", "partly", "wip", "under way"})
_ALL = frozenset({"all", "tous", "toutes", "tout"})
_NONE = frozenset({"none", "aucun", "aucune", "0", "neant"})
_TICKS = {"✓": "x", "✔": "x", "☑": "x", "✅": "x", "✗": "no", "✘": "no", "❌": "no", "☒": "no", "☐": "no"}


class Choice(Model):
    """A value that a column takes, and the words for it."""

    value: Sentence
    name: Text
    also: tuple[Sentence, ...] = ()


class Column(Model):
    """A column: how it is headed, what its cells are, what to write in them."""

    key: Sentence
    kind: Kind
    width: int
    heading: Text
    also: tuple[Sentence, ...] = ()
    explain: Text
    choices: tuple[Choice, ...] = ()
    of_catalogue: bool = False
    """Whether the catalogue says it of its own items, which a sheet may repeat and cannot change."""


@cache
def _content() -> Mapping[str, Any]:
    """Return the file of headings and explanations."""
    return tomllib.loads(COLUMNS.read_text("utf-8"))


@cache
def columns(register: Register) -> Mapping[str, Column]:
    """Return the columns of a register by key, in the order in which a template has them."""
    return {raw["key"]: Column.model_validate(raw) for raw in _content()[register]}


@cache
def words() -> Mapping[str, Text]:
    """Return the words that a template writes beside headings."""
    return {key: Text.model_validate(raw) for key, raw in _content()["words"].items()}


@cache
def headings(register: Register) -> Mapping[str, Column]:
    """Return the columns of a register by every normalised word for them."""
    return {
        normal(name): column
        for column in columns(register).values()
        for name in (*(column.heading[language] for language in LANGUAGES), *column.also)
    }


def normal(text: str) -> str:
    """Return a text as it is compared: without accents, case, punctuation, small words nor plurals.

    >>> normal("Gestion d’Incident") == normal("gestion des incidents")
    True
    """
    words = _words(text).split()
    kept = [word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in words if word not in _SMALL]
    return " ".join(kept or words)


def _words(text: str) -> str:
    """Return the words of a text, in plain small letters."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


# ---- reading ----------------------------------------------------------------------------------------


def says_nothing(cell: Cell) -> bool:
    """Return whether a cell is empty, or a dash that stands for nothing."""
    return isinstance(cell, str) and not cell.strip("".join(_DASHES) + " \u00a0\u202f")


def unknown(cell: Cell) -> bool:
    """Return whether a cell says that nobody knows."""
    return isinstance(cell, str) and (cell.strip() == "?" or _words(cell) in _UNKNOWN)


def flag(cell: Cell) -> bool | None:
    """Return yes or no, None for a question mark."""
    if unknown(cell):
        return None
    said = _words(_TICKS.get(str(cell).strip(), str(cell)))
    if said in _YES or said in _NO:
        return said in _YES
    if said in _UNDER_WAY:
        raise RefusalError(N_("“%(cell)s” is neither yes nor no: write no until it is done"), cell=shown(cell))
    raise RefusalError(N_("“%(cell)s” is not understood: write yes or no"), cell=shown(cell))


def day(cell: Cell) -> str | None:
    """Return a date as it is kept, None for a question mark; the day comes first, the year has four digits."""
    if isinstance(cell, date):
        return cell.isoformat()
    if unknown(cell):
        return None
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(T00:00:00)?", cell):
        parts = found[1], found[2], found[3]
    elif found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", cell):
        parts = found[3], found[2], found[1]
    elif re.fullmatch(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,2}", cell):
        raise RefusalError(N_("“%(cell)s” can be read in several ways: write it as 31/12/2025"), cell=shown(cell))
    else:
        raise RefusalError(N_("“%(cell)s” is not a date: write it as 31/12/2025"), cell=shown(cell))
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        message = N_("“%(cell)s” is not a date: write it as 31/12/2025, the day first")
        raise RefusalError(message, cell=shown(cell)) from None


def choice(column: Column, cell: Cell) -> str | None:
    """Return one of a column's values, None for a question mark."""
    if unknown(cell):
        return None
    for each in column.choices:
        if _words(str(cell)) in {_words(name) for name in (each.value, each.name.fr, each.name.en, *each.also)}:
            return each.value
    names = {code: ", ".join(each.name[code] for each in column.choices) for code in LANGUAGES}
    message = N_("“%(cell)s” is not understood: choose among %(choices)s")
    raise RefusalError(message, cell=shown(cell), choices=Text.model_validate(names))


def listed(cell: Cell, items: Texts) -> list[bool | None]:
    """Return which items of a list are named, by number or by name; those marked “?” are not known."""
    count = len(items.fr)
    if isinstance(cell, date):
        message = N_("the spreadsheet program made the date %(cell)s of this list: format the cell as text")
        raise RefusalError(message, cell=shown(cell))
    if unknown(cell) or _words(cell) in _ALL | _NONE:
        return [None if unknown(cell) else _words(cell) in _ALL] * count
    flags: list[bool | None] = [False] * count
    for piece in _pieces(cell):
        flags[_position(piece.removesuffix("?").strip(), items)] = None if piece.endswith("?") else True
    return flags


def _pieces(cell: str) -> list[str]:
    """Return the items of a list; numbers may be separated by anything that spreadsheets make of it."""
    number = r"\d+\s*\??"
    if re.fullmatch(rf"{number}([;,./\s]+{number})*[;,.\s]*", cell):
        return re.findall(number, cell)
    return [piece.strip() for piece in re.split(r"[;\n]", cell) if piece.strip()]


def _position(piece: str, items: Texts) -> int:
    """Return the place of an item, given its number or its name in either language."""
    if piece.isdigit():
        if 1 <= int(piece) <= len(items.fr):
            return int(piece) - 1
        message = N_("%(cell)s is not a number of this list: it goes from 1 to %(last)d")
        raise RefusalError(message, cell=shown(piece), last=len(items.fr))
    for language in LANGUAGES:
        for index, item in enumerate(items[language]):
            if normal(item) == normal(piece):
                return index
    raise RefusalError(N_("“%(cell)s” is not in the list: write its number, or all, or none"), cell=shown(piece))


def by_name(cell: Cell, known: Sequence[Named]) -> str:
    """Return the id of what a cell names, by its id or its name in either language."""
    for item in known:
        if _words(str(cell)) == _words(item.id) or normal(str(cell)) in {normal(item.name[code]) for code in LANGUAGES}:
            return item.id
    raise RefusalError(N_("“%(cell)s” is not one of %(ids)s"), cell=shown(cell), ids=_ids(known))


def several(cell: Cell, known: Sequence[Named]) -> list[str]:
    """Return the ids that a cell names, separated by semicolons, commas or lines, those of the client's own too."""
    pieces = [piece.strip() for piece in re.split(r"[;,\n]", str(cell)) if piece.strip()]
    return list(dict.fromkeys(piece if OWN.fullmatch(piece) else by_name(piece, known) for piece in pieces))


def _ids(known: Sequence[Named]) -> str:
    """Return a few ids to choose from."""
    return ", ".join(item.id for item in known[:6]) + ("…" if len(known) > 6 else "")


def shown(cell: Cell) -> str:
    """Return the text of a cell, cut where it would fill the screen."""
    text = " ".join(str(cell).split())
    return text if len(text) <= 60 else f"{text[:60]}…"


# ---- writing ----------------------------------------------------------------------------------------


def written(column: Column, value: Any, language: str) -> Cell:
    """Return a value as its column shows it, in the words that reading understands; empty when nothing is known."""
    writer = _WRITERS.get(column.kind, lambda column, value, language: str(value))
    return "" if value is None else writer(column, value, language)


def _written_list(flags: Sequence[bool | None], language: str) -> str:
    """Return the numbers of what is supplied, those not known with a question mark, or a word for all."""
    if len(set(flags)) < 2:
        key = {True: "all", False: "none"}.get(flags[0]) if flags and flags[0] is not None else None
        return words()[key][language] if key else ""
    marks = {True: "", None: "?"}
    return ", ".join(f"{number}{marks[flag]}" for number, flag in enumerate(flags, 1) if flag is not False)


_WRITERS: Mapping[Kind, Callable[[Column, Any, str], Cell]] = {
    "flag": lambda column, value, language: words()["yes" if value else "no"][language],
    "choice": lambda column, value, language: next(c.name[language] for c in column.choices if c.value == value),
    "date": lambda column, value, language: date.fromisoformat(value),
    "list": lambda column, value, language: _written_list(value, language),
    "ids": lambda column, value, language: "; ".join(value),
}
"""How a value is written in each kind of column that does not hold plain text."""
