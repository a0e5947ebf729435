"""The three registers: what each adds up to, line by line, as it is said in a meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    get_template_attribute,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext
from pydantic import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from app.access import Action, current_account, requires
from app.database import get_session
from app.forms.registers import NOTE, Fields, ImportForm, LineBody, OwnIndicatorForm, changes_in, subject_of, value_of
from app.models import Statement
from app.register_columns import Register
from app.register_lines import OWN_PREFIX
from app.register_tables import KINDS, Preview, preview
from app.register_templates import template
from app.screens import clauses, indicators, procedures
from app.screens.register_imports import ImportView, import_view, said_of
from app.screens.registers import REGISTERS, Book, Typed, links_to, names
from app.services import statements, texts
from app.services.refusals import RefusalError
from app.services.statements import NewStatement
from app.spreadsheets import Sheet, read_pasted
from app.views.site import reading_language
from scoring.statements import Kind

blueprint = Blueprint("registers", __name__)
HERE = "/engagements/<uuid:engagement_id>/registers"
WRONG = 422
"""What was said cannot be; a script shows why and does not send it again."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

ZERO = UUID(int=0)
"""Stands in an address for the id that a script makes."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a register is drawn: its page, what it adds up to, one line, and what of a line changes."""

    page: Callable[[Book], Any]
    balance: Callable[[Book], Any]
    line: Callable[[Book, str], Any]
    pieces: tuple[str, ...]


DRAWINGS: Mapping[Register, Drawing] = {
    "procedures": Drawing(
        lambda book: procedures.procedures_page(book, request.args.get("show", ""), request.args.get("theme", "")),
        procedures.balance_of,
        procedures.line_named,
        ("client", "provider", "note"),
    ),
    "clauses": Drawing(clauses.clauses_page, clauses.balance_of, clauses.line_named, ("note",)),
    "indicators": Drawing(indicators.indicators_page, indicators.balance_of, indicators.line_named, ("note", "late")),
}


@blueprint.get(HERE)
@requires(Action.RECORD)
def index(engagement_id: UUID) -> str:
    """Show what each register adds up to."""
    books = {register: open_book(register) for register in REGISTERS}
    overviews = (
        procedures.overview_of(books["procedures"]),
        clauses.overview_of(books["clauses"]),
        indicators.overview_of(books["indicators"]),
    )
    return render_template("registers/index.html", overviews=overviews)


@blueprint.get(f"{HERE}/<register>")
@requires(Action.RECORD)
def show(engagement_id: UUID, register: str) -> str:
    """Show one register, line by line."""
    return _page(open_book(known(register)))


@blueprint.post(f"{HERE}/<register>")
@requires(Action.RECORD)
def save_all(engagement_id: UUID, register: str) -> AnyResponse:
    """Record the lines of a page that were changed, all or none; for browsers without script."""
    book = open_book(known(register))
    new, typed = _sent(book)
    if any(each.error for each in typed.values()):
        return Response(_page(replace(book, typed=typed)), 400)
    statements.record_many(get_session(), g.engagement, new, current_account())
    flash(ngettext("One line is saved.", "%(num)s lines are saved.", len(new)) if new else _("Nothing was changed."))
    return redirect(request.full_path.rstrip("?"), 303)


@blueprint.put(f"{HERE}/lines/<uuid:statement_id>")
@requires(Action.RECORD)
def save_line(engagement_id: UUID, statement_id: UUID) -> Response | tuple[Response, int]:
    """Record what was changed on one line, or say why it cannot be; sending it twice is harmless."""
    body = _body()
    try:
        if get_session().get(Statement, statement_id) is None:
            new = _said(open_book(body.kind), body.subject, body.fields, statement_id)
            statements.record_many(get_session(), g.engagement, [new], current_account())
        return jsonify(_drawn_again(open_book(body.kind), body.subject))
    except RefusalError as refusal:
        return jsonify(error=_(refusal.message, **refusal.values)), WRONG


@blueprint.route(f"{HERE}/indicators/own/<uuid:own_id>", methods=["GET", "POST"])
@requires(Action.RECORD)
def own_indicator(engagement_id: UUID, own_id: UUID) -> str | AnyResponse:
    """Describe an indicator of the client's own, new or known."""
    subject, book = f"{OWN_PREFIX}{own_id}", open_book("indicators")
    held = book.held.get(subject)
    value = held.value if held else {}
    form = OwnIndicatorForm.of(g.questionnaire, value, book.language.code)
    if not form.validate_on_submit():
        return render_template("registers/own_indicator.html", form=form, is_new=held is None)
    new = NewStatement(Kind.INDICATOR, subject, form.value(value), held.reason if held else "")
    statements.record_many(get_session(), g.engagement, [new], current_account())
    flash(_("The indicator is saved."))
    return redirect(url_for(".show", engagement_id=engagement_id, register="indicators", _anchor=subject), 303)


# ---- spreadsheets -----------------------------------------------------------------------------------


@blueprint.route(f"{HERE}/<register>/import", methods=["GET", "POST"])
@requires(Action.RECORD)
def take(engagement_id: UUID, register: str) -> str | AnyResponse:
    """Show what a spreadsheet would record in a register, then record it once it is confirmed."""
    book, form = open_book(known(register)), ImportForm()
    try:
        if "table" in request.form:
            return _confirmed(book, read_pasted(request.form["table"]))
        if form.validate_on_submit():
            sheet = form.sheet()
            return _import_page(book, form, view=import_view(sheet, _preview(book, sheet), book.language))
    except RefusalError as refusal:
        return Response(_import_page(book, form, refused=said_of(refusal, book.language)), 400)
    return _import_page(book, form)


@blueprint.get(f"{HERE}/<register>/template.xlsx")
@requires(Action.RECORD)
def give(engagement_id: UUID, register: str) -> Response:
    """Give a register as a workbook to fill."""
    book = open_book(known(register))
    content = template(book.register, g.questionnaire, book.language.code, book.values)
    response = Response(content, mimetype=XLSX)
    name = f"{names()[book.register].lower()}.xlsx"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _preview(book: Book, sheet: Sheet) -> Preview:
    """Return what a sheet would record."""
    return preview(book.register, sheet, g.questionnaire, book.values, g.engagement.as_of)


def _confirmed(book: Book, sheet: Sheet) -> Response | AnyResponse:
    """Record what a person saw and confirmed, against what is held now."""
    kind, changed = KINDS[book.register], _preview(book, sheet).changed
    new = [NewStatement(kind, line.subject, line.value, book.note(line.subject)) for line in changed]
    statements.record_many(get_session(), g.engagement, new, current_account())
    flash(ngettext("One line is recorded.", "%(num)s lines are recorded.", len(new)) if new else _("Nothing was new."))
    return redirect(url_for(".show", engagement_id=g.engagement.id, register=book.register), 303)


def _import_page(book: Book, form: ImportForm, view: ImportView | None = None, refused: str = "") -> str:
    """Return the page that takes a spreadsheet."""
    return render_template(
        "registers/import.html", book=book, form=form, view=view, refused=refused, links=links_to(book.register)
    )


# ---- shared by the pages ----------------------------------------------------------------------------


def known(register: str) -> Register:
    """Return a register by its name in an address, or stop."""
    return next((each for each in REGISTERS if each == register), None) or abort(404)


def open_book(register: Register) -> Book:
    """Return a register of this engagement as it is held."""
    session = get_session()
    towers = statements.latest(session, g.engagement, Kind.TOWER)
    absent = frozenset(tower for tower, held in towers.items() if not held.value["in_scope"])
    held = statements.latest(session, g.engagement, KINDS[register])
    return Book(register, g.engagement, g.questionnaire, reading_language(), held, absent)


def _page(book: Book) -> str:
    """Return the page of a register."""
    return render_template(
        f"registers/{book.register}.html",
        book=book,
        page=DRAWINGS[book.register].page(book),
        links=links_to(book.register),
        zero_id=ZERO,
        new_id=uuid4(),
    )


def _body() -> LineBody:
    """Return what a script sent, or stop."""
    try:
        return LineBody.model_validate_json(request.get_data())
    except ValidationError:
        abort(400)


def _said(book: Book, subject_id: str, changed: Fields, statement_id: UUID) -> NewStatement:
    """Return what a line says once some of its fields are changed; the others stay as they are held."""
    subject = subject_of(book.register, g.questionnaire, subject_id, book.held)
    fields = {**book.fields(subject_id), **changed}
    value = value_of(book.register, subject, fields, book.held.get(subject_id), g.engagement)
    return NewStatement(KINDS[book.register], subject_id, value, texts.paragraph(fields[NOTE]), statement_id)


def _sent(book: Book) -> tuple[list[NewStatement], dict[str, Typed]]:
    """Return what a whole page changes, and what was typed on each line that is changed, with what is wrong."""
    new: list[NewStatement] = []
    typed: dict[str, Typed] = {}
    for subject_id in request.form.getlist("subject"):
        if changed := changes_in(request.form, subject_id):
            try:
                new.append(_said(book, subject_id, changed, uuid4()))
                typed[subject_id] = Typed(changed, "")
            except RefusalError as refusal:
                typed[subject_id] = Typed(changed, _(refusal.message, **refusal.values))
    return new, typed


def _drawn_again(book: Book, subject_id: str) -> dict[str, Any]:
    """Return what the page must show once a line is recorded: the line as it is held, and what all lines add up to."""
    drawing, held = DRAWINGS[book.register], book.held[subject_id]
    line = drawing.line(book, subject_id)
    macros = f"registers/_{book.register}.html"
    return {
        "id": str(held.id),
        "recorded_at": held.decided_at.isoformat(),
        "fields": book.fields(subject_id),
        "pieces": {name: get_template_attribute(macros, name)(line) for name in drawing.pieces},
        "balance": get_template_attribute(macros, "balance")(drawing.balance(book)),
    }
