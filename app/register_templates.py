"""A register as an XLSX workbook to fill, which reads back without loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.register_columns import Cell, Column, Register, columns, words, written
from app.register_lines import OWN_PREFIX, catalogue_text
from app.workbooks import letter
from questionnaires import Questionnaire
from questionnaires.base import Named, Texts
from questionnaires.registers import Indicator, Procedure
from reports import theme

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CREATOR = "Vis-à-vis"
_NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF))
_NOTHING: Mapping[str, Mapping[str, Any]] = {}


def template(
    register: Register,
    questionnaire: Questionnaire,
    language: str,
    said: Mapping[str, Mapping[str, Any]] = _NOTHING,
) -> bytes:
    """Return a workbook with a line for each item of a register, holding what was said, and how to fill it."""
    # Here and not above: the web process starts without it.
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = CREATOR
    sheet = book.worksheets[0]
    sheet.title = words()[register][language]
    shown = columns(register).values()
    _head(sheet, [(column.heading[language], column.width) for column in shown])
    sheet.freeze_panes = "C2"
    for row, cells in enumerate(_lines(register, questionnaire, language, said), 2):
        for index, (column, cell) in enumerate(zip(shown, cells, strict=True), 1):
            _write(sheet, (row, index), cell, column.kind)
    _offer_choices(sheet, register, language)
    _explain(book.create_sheet(words()["how"][language]), register, language)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _lines(
    register: Register, questionnaire: Questionnaire, language: str, said: Mapping[str, Mapping[str, Any]]
) -> Iterator[list[Cell]]:
    """Yield the cells of each line: the register's own, then those that the client added."""
    shown = columns(register).values()
    items: tuple[Named, ...] = getattr(questionnaire, register)
    for item in items:
        held = said.get(item.id, {})
        yield [_cell(questionnaire, item, column, held, language) for column in shown]
    for subject, held in said.items():
        if subject.startswith(OWN_PREFIX):
            yield [
                subject if column.kind == "id" else written(column, held.get(column.key), language) for column in shown
            ]


def _cell(questionnaire: Questionnaire, item: Named, column: Column, held: Mapping[str, Any], language: str) -> Cell:
    """Return what a column shows of an item of the questionnaire."""
    if column.kind == "id":
        return item.id
    if column.kind == "name":
        return item.name[language]
    if column.kind == "memo" and isinstance(item, Procedure):
        return _numbered(item.client_inputs if column.key == "client_inputs" else item.provider_parts, language)
    if isinstance(item, Indicator) and column.of_catalogue:
        return catalogue_text(questionnaire, item, column.key, language)
    return written(column, held.get(column.key), language)


def _numbered(items: Texts, language: str) -> str:
    """Return items one a line, with the numbers that other columns name them by."""
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items[language], 1))


# ---- on the sheet -----------------------------------------------------------------------------------


def _head(sheet: Worksheet, headings: list[tuple[str, int]]) -> None:
    """Write headings over columns of a width, again on every printed page."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.properties import PageSetupProperties

    for index, (heading, width) in enumerate(headings, 1):
        cell = _write(sheet, (1, index), heading)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=theme.RULE.removeprefix("#"))
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[letter(index)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write(sheet: Worksheet, at: tuple[int, int], value: Cell, kind: str = "text") -> Any:
    """Write a date as one and anything else as text, which no spreadsheet program takes for a formula."""
    from openpyxl.styles import Alignment

    cell: Any = sheet.cell(*at)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.number_format = "dd/mm/yyyy" if kind == "date" else "@"
    if isinstance(value, date):
        cell.value = value
    elif value:
        cell.value = value.translate(_NOT_XML)
        cell.data_type = "s"
    return cell


def _offer_choices(sheet: Worksheet, register: Register, language: str) -> None:
    """Offer the words of a column in a list, without refusing others: reading understands more."""
    from openpyxl.worksheet.datavalidation import DataValidation

    for index, column in enumerate(columns(register).values(), 1):
        offered = [each.name[language] for each in column.choices]
        if column.kind == "flag":
            offered = [words()[key][language] for key in ("yes", "no")]
        if offered:
            validation = DataValidation("list", formula1=f'"{",".join(offered)}"', showErrorMessage=False)
            validation.add(f"{letter(index)}2:{letter(index)}{max(sheet.max_row, 2)}")
            sheet.add_data_validation(validation)


def _explain(sheet: Worksheet, register: Register, language: str) -> None:
    """Write what goes into each column."""
    _head(sheet, [(words()["column"][language], 28), (words()["write"][language], 100)])
    shown = [(column.heading[language], column.explain[language]) for column in columns(register).values()]
    for row, pair in enumerate((*shown, ("", words()["empty"][language]), ("", words()["free"][language])), 2):
        for index, text in enumerate(pair, 1):
            _write(sheet, (row, index), text)
