"""Sheets of the registers, for the client alone: clauses, procedures, indicators."""

from __future__ import annotations

from datetime import date
from typing import Any

from reports.charts.registers import procedures_in_scope
from reports.workbook.book import Book, Column, Form, Value
from reports.workbook.tale import Tale
from scoring.registers import procedure_states
from scoring.statements import Kind, latest


def clause_sheet(book: Book, tale: Tale) -> None:
    """The clauses that were read: there or not, how good, how they can be mended."""
    said = latest(tale.facts.statements, Kind.CLAUSE)
    if not tale.full or not said:
        return
    phrase, text = tale.phrase, tale.language.text
    sheet = book.sheet(
        "clauses",
        (
            Column(phrase("clause"), 36),
            Column(phrase("good"), 70),
            Column(phrase("state"), 12),
            Column(phrase("quality"), 12),
            Column(phrase("fix"), 24),
            Column(phrase("reference"), 30),
        ),
    )
    for clause in tale.questionnaire.clauses:
        value = said.get(clause.id)
        if value is not None:
            words = (_word(tale, key, value.get(key)) for key in ("state", "quality", "fix"))
            sheet.add(text(clause.name), text(clause.good), *words, str(value.get("reference") or ""))


def procedure_sheet(book: Book, tale: Tale) -> None:
    """The procedures that were asked about, with how many inputs and parts of each side are supplied."""
    said = latest(tale.facts.statements, Kind.PROCEDURE)
    if not tale.full or not said:
        return
    phrase = tale.phrase
    sheet = book.sheet(
        "procedures",
        (
            Column(phrase("procedure"), 44),
            Column(phrase("exists"), 10, Form.YES_NO),
            Column(phrase("applied"), 10, Form.YES_NO),
            Column(phrase("last_used"), 12, Form.DATE),
            Column(phrase("inputs_supplied"), 12, Form.POINTS),
            Column(phrase("inputs_asked"), 12, Form.POINTS),
            Column(phrase("parts_supplied"), 12, Form.POINTS),
            Column(phrase("parts_asked"), 12, Form.POINTS),
        ),
    )
    known = {procedure.id: procedure for procedure in procedures_in_scope(tale.questionnaire, tale.facts)}
    totals = {p.id: (len(p.client_inputs.fr), len(p.provider_parts.fr)) for p in known.values()}
    for state in procedure_states(totals, said):
        if state.procedure_id in said:
            name = tale.language.text(known[state.procedure_id].name)
            used = _day(said[state.procedure_id].get("last_used"))
            counts = (*state.inputs[:2], *state.parts[:2])
            sheet.add(name, state.exists, state.applied, used, *counts)


def indicator_sheet(book: Book, tale: Tale) -> None:
    """The indicators that were spoken of, those of the catalogue and the client's own."""
    said = latest(tale.facts.statements, Kind.INDICATOR)
    if not tale.full or not said:
        return
    phrase, text = tale.phrase, tale.language.text
    sheet = book.sheet(
        "indicators",
        (
            Column(phrase("indicator"), 40),
            Column(phrase("class"), 24),
            Column(phrase("formula"), 50),
            Column(phrase("unit"), 14),
            Column(phrase("produced"), 10, Form.YES_NO),
            Column(phrase("used"), 10, Form.YES_NO),
            Column(phrase("decision"), 40),
            Column(phrase("defined_on"), 12, Form.DATE),
            Column(phrase("late"), 12, Form.YES_NO),
        ),
    )
    known = {indicator.id: indicator for indicator in tale.questionnaire.indicators}
    classes = {each.id: text(each.name) for each in tale.questionnaire.indicator_classes}
    for id_, value in said.items():
        listed = known.get(id_)
        name = str(value.get("name") or id_) if listed is None else text(listed.name)
        class_id = value.get("class") if listed is None else listed.class_id
        formula = value.get("formula") or "" if listed is None else text(listed.formula)
        unit = value.get("unit") or "" if listed is None else text(listed.unit)
        sheet.add(
            name,
            classes.get(str(class_id), ""),
            str(formula),
            str(unit),
            bool(value.get("produced")),
            bool(value.get("used")),
            str(value.get("decision") or ""),
            _day(value.get("defined_on")),
            value.get("late"),
        )


def _word(tale: Tale, key: str, value: Any) -> Value:
    """Return the word for what was recorded; None when nothing was."""
    return tale.phrase(f"{key}_{value}") if value else None


def _day(value: Any) -> Value:
    """Return a day that was recorded as text."""
    return date.fromisoformat(str(value)) if value else None
