"""Tell an assessment in sheets: every rating, and the formulas that give the indices from them."""

from __future__ import annotations

from questionnaires import Questionnaire
from reports.language import Language
from reports.story import Words
from reports.workbook.book import Book
from reports.workbook.decision import money_sheet, options_sheet, plan_sheet, readiness_sheet
from reports.workbook.front import glossary_sheet, read_me_sheet, summary_sheet
from reports.workbook.maturity import index_sheet, inheritance_sheet, input_sheet, rating_sheet
from reports.workbook.registers import clause_sheet, indicator_sheet, procedure_sheet
from reports.workbook.tale import FULL, Tale, tale_of
from scoring import Assessment, Facts

__all__ = ["SHEETS", "render_xlsx"]

SHEETS = (
    read_me_sheet,
    summary_sheet,
    rating_sheet,
    index_sheet,
    input_sheet,
    inheritance_sheet,
    options_sheet,
    money_sheet,
    plan_sheet,
    readiness_sheet,
    clause_sheet,
    procedure_sheet,
    indicator_sheet,
    glossary_sheet,
)
"""Every sheet, in reading order; one that its reader may not see, or that has nothing to say, adds nothing."""


def render_xlsx(
    questionnaire: Questionnaire,
    facts: Facts,
    assessment: Assessment,
    language: str,
    words: Words,
    audience: str = FULL,
) -> bytes:
    """Return an assessment as a workbook, the same bytes for the same assessment.

    Indices, shortfalls and totals are formulas over the sheets of ratings and of inputs, stored with the value that
    they give. A rating that may not be printed is a dash; what counts it is then a rounded number without a formula,
    for a formula would give the rating away.

    Parameters
    ----------
    audience : str
        "full", or "provider": no option, cost, readiness, register, nor advice.

    Returns
    -------
    bytes
        An .xlsx file, dated from the day of the assessment.
    """
    tale: Tale = tale_of(questionnaire, facts, assessment, Language(language), words, audience)
    book = Book(tale)
    for sheet in SHEETS:
        sheet(book, tale)
    return book.closed()
