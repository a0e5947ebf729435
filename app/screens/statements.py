"""A line of the file as a page asks it: a question, its controls, the reason, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _

from app.forms.statements import Entry, Key, blank
from scoring.statements import Kind

Entries = Mapping[Key, Entry]


class Shape(StrEnum):
    """How a control looks."""

    RADIOS = "radios"
    TICKS = "ticks"
    TICK = "tick"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer offered; `alone` is for the one that excludes the others."""

    value: str
    label: str
    chosen: bool
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """One field of a statement; nothing is kept before a `needed` one is chosen."""

    name: str
    shape: Shape
    label: str = ""
    typed: str = ""
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """One subject: its question, why it is asked, its controls, and the text that goes with it."""

    kind: Kind
    subject: str
    title: str
    why: str
    controls: tuple[Control, ...]
    reason: str
    reason_label: str
    reason_shown: bool
    error: str

    @property
    def key(self) -> str:
        """Return the name under which the page sends it."""
        return f"{self.kind}-{self.subject}"


def entry(entries: Entries, kind: Kind, subject: str) -> Entry:
    """Return what was said of a subject, blank before the first time."""
    return entries.get((kind, subject), blank(kind))


def ask(
    key: Key, said: Entry, title: str, why: str, controls: Iterable[Control], *, reason: str = "", shown: bool = False
) -> Ask:
    """Return a question with its controls; the text beside it is `shown` at once, or folded while there is none."""
    return Ask(*key, title, why, tuple(controls), said.reason, reason or _("Note"), shown, said.error)


def radios(
    said: Entry, name: str, choices: Iterable[tuple[str, str]], label: str = "", *, needed: bool = False
) -> Control:
    """Return one choice among some."""
    chosen = said.text(name)
    offered = tuple(Choice(value, text, value == chosen) for value, text in choices)
    return Control(name, Shape.RADIOS, label, choices=offered, needed=needed)


def ticks(said: Entry, name: str, choices: Iterable[tuple[str, str]], label: str = "", alone: str = "") -> Control:
    """Return any choices among some; `alone` names the value of the one that excludes the others."""
    chosen = said.all(name)
    offered = tuple(Choice(value, text, value in chosen, value == alone) for value, text in choices)
    return Control(name, Shape.TICKS, label, choices=offered)
