"""What the three registers share: what is held of each line, its fields, and what they add up to in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.forms.registers import Fields, fields_of, subject_of
from app.models import Engagement
from app.register_columns import Register
from app.services.statements import Held
from questionnaires import Questionnaire
from reports.language import Language

REGISTERS: tuple[Register, ...] = ("procedures", "clauses", "indicators")
"""The registers in the order in which pages show them."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed on a line and that could not be recorded, and why."""

    fields: Fields
    error: str


NOTHING_TYPED: Mapping[str, Typed] = {}


@dataclass(frozen=True, slots=True)
class Book:
    """One register of an engagement, for one reader."""

    register: Register
    engagement: Engagement
    questionnaire: Questionnaire
    language: Language
    held: Mapping[str, Held]
    absent_towers: frozenset[str] = frozenset()
    typed: Mapping[str, Typed] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Mapping[str, Any]]:
        """What is held of each line that something was said of."""
        return {subject: held.value for subject, held in self.held.items()}

    def fields(self, subject_id: str) -> dict[str, str]:
        """Return what the controls of a line say of what is held."""
        subject = subject_of(self.register, self.questionnaire, subject_id, self.held)
        return fields_of(self.register, subject, self.held.get(subject_id))

    def note(self, subject_id: str) -> str:
        """Return the note that is held of a line."""
        return self.held[subject_id].reason if subject_id in self.held else ""

    @property
    def wrong(self) -> dict[str, str]:
        """What is wrong with what was typed, by line."""
        return {subject: typed.error for subject, typed in self.typed.items() if typed.error}

    def name_of(self, subject_id: str) -> str:
        """Return what a line is called."""
        return self.language.text(subject_of(self.register, self.questionnaire, subject_id, self.held).name)

    def entry(self, subject_id: str) -> Entry:
        """Return the controls of a line, with what was typed and refused if there is any."""
        fields, typed = self.fields(subject_id), self.typed.get(subject_id)
        seen = json.dumps(fields, ensure_ascii=False)
        return Entry(fields | dict(typed.fields if typed else {}), seen, typed.error if typed else "")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the controls of a line say, what they said when the page was drawn, and what is wrong with them."""

    fields: Fields
    seen: str
    error: str


@dataclass(frozen=True, slots=True)
class RegisterLink:
    """One register among the others."""

    register: Register
    name: str
    current: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """One register on the page of all three."""

    register: Register
    name: str
    about: str
    sentences: tuple[str, ...]
    progress: str
    begun: bool


def names() -> dict[Register, str]:
    """Return what each register is called."""
    return {"procedures": _("Procedures"), "clauses": _("Clauses"), "indicators": _("Indicators")}


def links_to(current: Register | None) -> tuple[RegisterLink, ...]:
    """Return the way from one register to the others."""
    return tuple(RegisterLink(register, names()[register], register == current) for register in REGISTERS)


def about(register: Register) -> str:
    """Return what a register is for."""
    words = {
        "procedures": _("What exists, what is applied, and what each side supplies for it to work."),
        "clauses": _("What the contract holds, how well it is written, and how what is missing can be mended."),
        "indicators": _("What is measured, what it is used for, and what the measures are about."),
    }
    return words[register]


def overview(book: Book, sentences: tuple[str, ...], done: int, total: int) -> Overview:
    """Return one register for the page of all three."""
    register = book.register
    return Overview(
        register, names()[register], about(register), sentences, _looked_at(register, done, total), done > 0
    )


def _looked_at(register: Register, done: int, total: int) -> str:
    """Return how many lines of a register were dealt with."""
    words = {
        "procedures": ngettext("%(num)s of %(total)s asked", "%(num)s of %(total)s asked", done, total=total),
        "clauses": ngettext("%(num)s of %(total)s read", "%(num)s of %(total)s read", done, total=total),
        "indicators": ngettext("%(num)s of %(total)s noted", "%(num)s of %(total)s noted", done, total=total),
    }
    return words[register]
