"""The mirror table of procedures: what the client supplies, what the provider has in place, and who waits for whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.forms.registers import LISTS
from app.screens.registers import Book, Entry, Overview, overview
from questionnaires import Side
from questionnaires.registers import Procedure
from scoring.registers import ProcedureState, procedure_balance, procedure_states


@dataclass(frozen=True, slots=True)
class Supply:
    """One input of the client or one part of the provider: the field that says whether it is there."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class SideOfLine:
    """What one side supplies of a procedure: counted, and in shares of the whole for the bar."""

    side: Side
    supplied: int
    missing: int
    total: int
    words: str
    supplies: tuple[Supply, ...]

    @property
    def asked(self) -> bool:
        """Whether anything was asked of this side."""
        return bool(self.supplied or self.missing)


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """One procedure, both sides facing each other."""

    id: str
    name: str
    themes: str
    note: str
    client: SideOfLine
    provider: SideOfLine
    entry: Entry
    open: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A way to keep some of the lines."""

    id: str
    name: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class ProcedureBalanceView:
    """What the register answers, in words; then what each side supplies."""

    lead: str
    rest: tuple[str, ...]
    client: str
    provider: str


@dataclass(frozen=True, slots=True)
class ProceduresPage:
    """Everything that the page shows."""

    balance: ProcedureBalanceView
    lines: tuple[ProcedureLine, ...]
    filters: tuple[Filter, ...]
    themes: tuple[tuple[str, str], ...]
    theme: str
    show: str
    left_out: str


FILTERS: Mapping[str, Callable[[ProcedureState], bool]] = {
    "all": lambda state: True,
    "missing": lambda state: state.exists is False,
    "waiting": lambda state: state.waits_for_client,
    "unasked": lambda state: state.exists is None,
}


def procedures_page(book: Book, show: str, theme: str) -> ProceduresPage:
    """Return the page, with the lines that a filter and a theme keep; a line that was refused is always there."""
    show = show if show in FILTERS else "all"
    of_theme = [p for p in in_scope(book) if not theme or theme in p.themes]
    states = states_of(book)
    kept = [p for p in of_theme if FILTERS[show](states[p.id]) or p.id in book.typed]
    counts = {id_: sum(keeps(states[p.id]) for p in of_theme) for id_, keeps in FILTERS.items()}
    return ProceduresPage(
        balance=balance_of(book),
        lines=tuple(line_of(book, procedure, states[procedure.id]) for procedure in kept),
        filters=tuple(Filter(id_, name, counts[id_], id_ == show) for id_, name in _filter_names().items()),
        themes=_themes(book),
        theme=theme,
        show=show,
        left_out=_left_out(book),
    )


def in_scope(book: Book) -> tuple[Procedure, ...]:
    """Return the procedures that concern a service in scope."""
    return tuple(p for p in book.questionnaire.procedures if not p.towers or set(p.towers) - book.absent_towers)


def states_of(book: Book) -> dict[str, ProcedureState]:
    """Return the state of each procedure in scope."""
    totals = {p.id: (len(p.client_inputs.fr), len(p.provider_parts.fr)) for p in in_scope(book)}
    return {state.procedure_id: state for state in procedure_states(totals, book.values)}


def line_of(book: Book, procedure: Procedure, state: ProcedureState) -> ProcedureLine:
    """Return one procedure."""
    themes = [book.language.text(book.questionnaire.theme[theme].name) for theme in procedure.themes]
    return ProcedureLine(
        id=procedure.id,
        name=book.language.text(procedure.name),
        themes=", ".join(themes),
        note=_note(state),
        client=_side(book, procedure, Side.CLIENT, state.inputs),
        provider=_side(book, procedure, Side.PROVIDER, state.parts),
        entry=book.entry(procedure.id),
        open=procedure.id in book.typed,
    )


def line_named(book: Book, procedure_id: str) -> ProcedureLine:
    """Return one procedure, by its id."""
    procedure = next(each for each in book.questionnaire.procedures if each.id == procedure_id)
    totals = {procedure_id: (len(procedure.client_inputs.fr), len(procedure.provider_parts.fr))}
    return line_of(book, procedure, procedure_states(totals, book.values)[0])


def _side(book: Book, procedure: Procedure, side: Side, counts: tuple[int, int, int]) -> SideOfLine:
    """Return what one side supplies of a procedure."""
    supplied, asked, total = counts
    key = LISTS[0] if side is Side.CLIENT else LISTS[1]
    texts = book.language.texts(procedure.supplies(side))
    return SideOfLine(
        side=side,
        supplied=supplied,
        missing=asked - supplied,
        total=total,
        words=_("%(done)s of %(total)s", done=supplied, total=total) if asked else _("not asked"),
        supplies=tuple(Supply(f"{key}-{index}", text) for index, text in enumerate(texts)),
    )


def _note(state: ProcedureState) -> str:
    """Return what is to be known of a procedure at a glance."""
    supplied, asked, _total = state.inputs
    if state.waits_for_client:
        return ngettext(
            "waits for one input from the client",
            "waits for %(num)s inputs from the client",
            asked - supplied,
        )
    if state.exists is True and state.applied is False:
        return _("written, not applied")
    return ""


# ---- in words ---------------------------------------------------------------------------------------


def balance_of(book: Book) -> ProcedureBalanceView:
    """Return the answer to “they have no procedures”."""
    states = tuple(states_of(book).values())
    balance = procedure_balance(states)
    rest = []
    if balance.not_applied:
        rest.append(
            ngettext(
                "%(num)s procedure exists and is not applied.",
                "%(num)s procedures exist and are not applied.",
                balance.not_applied,
            )
        )
    if balance.asked and (unasked := len(states) - balance.asked):
        rest.append(
            ngettext(
                "%(num)s procedure is still to be asked about.",
                "%(num)s procedures are still to be asked about.",
                unasked,
            )
        )
    return ProcedureBalanceView(
        lead=lead_of(balance.asked, balance.missing, balance.waiting_for_client),
        rest=tuple(rest),
        client=_supplied(sum(state.inputs[0] for state in states), sum(state.inputs[1] for state in states)),
        provider=_in_place(sum(state.parts[0] for state in states), sum(state.parts[1] for state in states)),
    )


def overview_of(book: Book) -> Overview:
    """Return the register in a few sentences."""
    balance, states = balance_of(book), states_of(book).values()
    asked = sum(state.exists is not None for state in states)
    return overview(book, (balance.lead, *balance.rest), asked, len(states))


def lead_of(asked: int, missing: int, waiting: int) -> str:
    """Return how many procedures are missing, and how many of those wait for the client."""
    if not asked:
        return _("No procedure was asked about yet.")
    if not missing:
        return ngettext("The only procedure asked about exists.", "All %(num)s procedures asked about exist.", asked)
    if missing == 1:
        if waiting:
            return _("One procedure is missing, and it waits for an input from the client.")
        return _("One procedure is missing; it is not known to wait for the client.")
    return _of_several(missing, waiting)


def _of_several(missing: int, waiting: int) -> str:
    """Return how many of several missing procedures wait for the client."""
    if not waiting:
        return _("%(missing)s procedures are missing; none is known to wait for the client.", missing=missing)
    if waiting == missing:
        return _("%(missing)s procedures are missing, and all wait for an input from the client.", missing=missing)
    return ngettext(
        "%(missing)s procedures are missing, of which one waits for an input from the client.",
        "%(missing)s procedures are missing, of which %(num)s wait for an input from the client.",
        waiting,
        missing=missing,
    )


def _supplied(supplied: int, asked: int) -> str:
    """Return how many inputs the client supplies."""
    if not asked:
        return _("inputs: not asked")
    return ngettext(
        "%(num)s input supplied of %(asked)s", "%(num)s inputs supplied of %(asked)s", supplied, asked=asked
    )


def _in_place(there: int, asked: int) -> str:
    """Return how many parts the provider has in place."""
    if not asked:
        return _("parts: not asked")
    return ngettext("%(num)s part in place of %(asked)s", "%(num)s parts in place of %(asked)s", there, asked=asked)


def _filter_names() -> dict[str, str]:
    """Return what each filter is called."""
    return {
        "all": _("All"),
        "missing": _("Missing"),
        "waiting": _("Waiting for the client"),
        "unasked": _("Not asked about"),
    }


def _themes(book: Book) -> tuple[tuple[str, str], ...]:
    """Return the themes that procedures in scope belong to, in the order of the questionnaire."""
    used = {theme for procedure in in_scope(book) for theme in procedure.themes}
    return tuple((theme.id, book.language.text(theme.name)) for theme in book.questionnaire.themes if theme.id in used)


def _left_out(book: Book) -> str:
    """Return which procedures have no object here."""
    kept = {procedure.id for procedure in in_scope(book)}
    out = [book.language.text(p.name) for p in book.questionnaire.procedures if p.id not in kept]
    if not out:
        return ""
    return ngettext(
        "Without object, since its service is out of scope: %(names)s.",
        "Without object, since their service is out of scope: %(names)s.",
        len(out),
        names=", ".join(out),
    )
