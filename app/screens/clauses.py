"""The register of clauses: what the contract holds, and how what is missing or weak can be mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.screens.registers import Book, Entry, Overview, overview
from questionnaires.registers import Clause, Route

PRIVATE = "private"
BY_AMENDMENT: frozenset[Route] = frozenset({"amend", "trade", "limited"})


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One clause, with its usual way of being mended in this form of contract."""

    id: str
    name: str
    good: str
    route: str
    note: str
    references: tuple[str, ...]
    by_amendment: bool
    mending: str
    entry: Entry
    open: bool


@dataclass(frozen=True, slots=True)
class ClausesPage:
    """Everything that the page shows."""

    balance: tuple[str, ...]
    form: str
    lines: tuple[ClauseLine, ...]
    left_out: str


def clauses_page(book: Book) -> ClausesPage:
    """Return the page; a clause that this form of contract cannot hold is left out unless it was spoken of."""
    form = book.questionnaire.contract_form[book.engagement.contract_form]
    return ClausesPage(
        balance=balance_of(book),
        form=book.language.text(form.name),
        lines=tuple(line_of(book, clause) for clause in relevant(book)),
        left_out=_left_out(book),
    )


def relevant(book: Book) -> tuple[Clause, ...]:
    """Return the clauses that this form of contract can hold, or that somebody spoke of."""
    clauses = book.questionnaire.clauses
    return tuple(clause for clause in clauses if route_of(book, clause) != "none" or clause.id in book.held)


def route_of(book: Book, clause: Clause) -> Route:
    """Return how a clause is usually mended in this form of contract."""
    return clause.private if book.engagement.contract_form == PRIVATE else clause.public


def line_of(book: Book, clause: Clause) -> ClauseLine:
    """Return one clause."""
    private = book.engagement.contract_form == PRIVATE
    note = clause.private_note if private else clause.public_note
    return ClauseLine(
        id=clause.id,
        name=book.language.text(clause.name),
        good=book.language.text(clause.good),
        route=_routes()[route_of(book, clause)],
        note=book.language.text(note) if note else "",
        references=book.language.texts(clause.references) if clause.references else (),
        by_amendment=route_of(book, clause) in BY_AMENDMENT,
        mending=_mending(book, clause),
        entry=book.entry(clause.id),
        open=clause.id in book.typed,
    )


def line_named(book: Book, clause_id: str) -> ClauseLine:
    """Return one clause, by its id."""
    return line_of(book, next(each for each in book.questionnaire.clauses if each.id == clause_id))


def overview_of(book: Book) -> Overview:
    """Return the register in a few sentences."""
    clauses = relevant(book)
    return overview(book, balance_of(book), sum(clause.id in book.held for clause in clauses), len(clauses))


def balance_of(book: Book) -> tuple[str, ...]:
    """Return what is absent or weak, and how much of it an amendment can mend."""
    clauses, values = relevant(book), book.values
    faulty = [clause for clause in clauses if is_faulty(values.get(clause.id, {}))]
    mended = sum(mendable(values[clause.id], route_of(book, clause)) for clause in faulty)
    read = sum(clause.id in values for clause in clauses)
    if not read:
        return (_("No clause was read yet."),)
    left = len(clauses) - read
    more = (ngettext("%(num)s clause is still to be read.", "%(num)s clauses are still to be read.", left),)
    return (lead_of(read, len(faulty), mended), *(more if left else ()))


def is_faulty(value: Mapping[str, Any]) -> bool:
    """Say whether a clause is absent or weak."""
    return value.get("state") == "absent" or value.get("quality") == "weak"


def mendable(value: Mapping[str, Any], route: Route) -> bool:
    """Say whether an amendment can mend a clause: as somebody judged, else as is usual."""
    fix = value.get("fix")
    return fix == "amend" if fix else route in BY_AMENDMENT


def lead_of(read: int, faulty: int, mended: int) -> str:
    """Return how many clauses are absent or weak, and how many of those an amendment can mend."""
    if not faulty:
        return ngettext(
            "The only clause read is there, and none is weak.",
            "All %(num)s clauses read are there, and none is weak.",
            read,
        )
    if faulty == 1:
        if mended:
            return _("One clause is absent or weak, and an amendment can mend it.")
        return _("One clause is absent or weak, and only a new tender can mend it.")
    if not mended:
        return _("%(faulty)s clauses are absent or weak, and only a new tender can mend them.", faulty=faulty)
    if mended == faulty:
        return _("%(faulty)s clauses are absent or weak, and all can be mended by amendment.", faulty=faulty)
    return ngettext(
        "%(faulty)s clauses are absent or weak, of which one can be mended by amendment.",
        "%(faulty)s clauses are absent or weak, of which %(num)s can be mended by amendment.",
        mended,
        faulty=faulty,
    )


def _mending(book: Book, clause: Clause) -> str:
    """Return how a clause that is absent or weak can be mended; empty for others."""
    value = book.values.get(clause.id, {})
    if not is_faulty(value):
        return ""
    if value.get("fix"):
        return _("can be mended by amendment") if value["fix"] == "amend" else _("can be mended by a new tender only")
    return _("usually mended %(way)s", way=_routes()[route_of(book, clause)])


def _routes() -> dict[Route, str]:
    """Return each way of mending a clause, in words."""
    return {
        "amend": _("by amendment"),
        "trade": _("by amendment, against something in return"),
        "limited": _("by amendment, in the cases that public procurement law allows"),
        "tender": _("only by a new tender"),
        "none": _("without object in this form of contract"),
    }


def _left_out(book: Book) -> str:
    """Return which clauses this form of contract cannot hold."""
    kept = {clause.id for clause in relevant(book)}
    out = [book.language.text(clause.name) for clause in book.questionnaire.clauses if clause.id not in kept]
    if not out:
        return ""
    return ngettext(
        "Without object in this form of contract: %(names)s.",
        "Without object in this form of contract: %(names)s.",
        len(out),
        names=", ".join(out),
    )
