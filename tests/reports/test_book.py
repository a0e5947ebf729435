"""How sheets look and print, whatever they hold."""

import io
from functools import cache

import openpyxl

from questionnaires import load
from reports.orders import Words
from reports.workbook import render_xlsx
from reports.workbook.book import A3, A4, A4_WIDTH, LETTER, SMALLEST_SCALE
from scoring import assessment
from tests.reports.samples import facts_of


@cache
def sheets():
    facts = facts_of("valmeca")
    data = render_xlsx(load(), facts, assessment(load(), facts), "fr", Words("", "", "", {}, {}), "full")
    return list(openpyxl.load_workbook(io.BytesIO(data)))


def test_a_sheet_too_wide_to_be_read_on_a4_is_printed_on_a3():
    papers = set()
    for sheet in sheets():
        columns = sum(column.width for column in sheet.column_dimensions.values()) * LETTER
        room = A4_WIDTH if sheet.page_setup.paperSize == A4 else A4_WIDTH * 1.4
        assert room / columns > SMALLEST_SCALE, sheet.title
        papers.add(sheet.page_setup.paperSize)
    assert papers == {A3, A4}


def test_a_word_in_a_column_of_numbers_ends_where_they_do():
    summary = next(sheet for sheet in sheets() if sheet.title == "Synthèse")
    (level,) = (row for row in summary.iter_rows(max_col=3) if row[0].value == "Niveau atteint")
    assert [cell.alignment.horizontal for cell in level] == ["left", "right", "right"]
