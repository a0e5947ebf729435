"""Sheets that one reads first and last: what this is, what it says, and what the words mean."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from questionnaires import LEVELS, Side
from reports.language import phrases
from reports.workbook.book import Book, Column, Form, Live, Sheet, Value
from reports.workbook.maturity import ITEM_INHERITED, ITEM_OWN, ITEM_SIDE, ITEM_TOTAL, ITEM_WEIGHT, printed
from reports.workbook.tale import PROVIDER, Tale

DIGEST_SHOWN = 8
TERM = "book_term_"


def read_me_sheet(book: Book, tale: Tale) -> None:
    """Whose workbook it is, for whom, and how to read it."""
    sheet = book.sheet("read_me", (Column(tale.language.phrase("report_title"), 30), Column("", 100)), filtered=False)
    for name, text in _cover(tale):
        sheet.add(name, text)
    for key in ("read_live", "read_dash", "read_level", *(("read_provider",) if tale.audience == PROVIDER else ())):
        sheet.add("", tale.phrase(key))


def _cover(tale: Tale) -> Iterator[tuple[str, str]]:
    """Yield names and values of what is told of the assessment."""
    report, facts, assessment = tale.language.phrase, tale.facts, tale.assessment
    maturity, say = assessment.maturity, tale.say
    counts = {f"{side}_count": tale.language.integer(maturity.respondents[side]) for side in Side}
    covered = {f"{side}_coverage": say.coverage(maturity.sides[side].score) for side in Side}
    names = {"client": facts.client, "provider": facts.provider}
    yield report("report_fact_client"), facts.client
    yield report("report_fact_provider"), facts.provider
    yield tale.phrase("date"), report("report_as_of", date=tale.language.date(facts.as_of))
    # The frozen assessment that it tells of; without a number it is a draft.
    number = getattr(tale.words, "number", None)
    yield tale.phrase("state"), report("report_draft") if number is None else report("issue_number", number=number)
    yield report("report_fact_respondents"), report("report_respondents", **counts, **names)
    yield report("report_fact_coverage"), report("report_coverage", **covered, **names)
    yield report("report_fact_mode"), tale.language.text(tale.questionnaire.mode[facts.mode].name)
    version, digest = assessment.questionnaire_version, assessment.questionnaire_digest[:DIGEST_SHOWN]
    yield report("report_fact_questionnaire"), report("report_questionnaire", version=version, digest=digest)
    yield report("report_fact_digest"), assessment.digest
    if tale.full:
        yield tale.phrase("use"), report("report_confidential")


def summary_sheet(book: Book, tale: Tale) -> None:
    """What the assessment says: the advice for those who may read it, both sides, what is inherited.

    The figures are written when the sheets that they come from are: see `fill_summary`.
    """
    columns = (
        Column(tale.phrase("sheet_summary"), 34),
        Column(tale.facts.client, 40, Form.LEVEL, Side.CLIENT),
        Column(tale.facts.provider, 40, Form.LEVEL, Side.PROVIDER),
        Column(tale.phrase("remark"), 60),
    )
    book.sheet("summary", columns, filtered=False)


def fill_summary(book: Book, tale: Tale) -> None:
    """Write the summary, whose formulas read sheets that stand after it."""
    sheet, say, report = book.sheets["summary"], tale.say, tale.language.phrase
    sides = [tale.assessment.maturity.sides[side].score for side in Side]
    indices, rows = book.sheets["indices"], _side_rows(book, tale)
    text = (Form.TEXT,) * 4
    for key, column, form in (("report_index", 6, Form.LEVEL), ("report_coverage_row", 9, Form.SHARE)):
        values = [s.index.value if column == 6 else s.index.coverage for s in sides]
        live = [_pointed(indices, column, row, value, tale) for row, value in zip(rows, values, strict=True)]
        sheet.add(report(key), *live, "", forms=(Form.TEXT, form, form, Form.TEXT))
    sheet.add(report("report_level"), *(say.level(score) for score in sides), say.side_headline(), forms=text)
    _lacking(book, tale, sheet)
    if tale.full:
        sheet.add(tale.words.question or say.question(), "", "", say.advice(), strong=True, forms=text)
        found = tale.assessment.decision.recommendation
        told = (say.headline_class(), say.option_class()) if found.option else ()
        for subject, word, detail in told:
            sheet.add(word, "", "", f"{subject}. {detail}", forms=text)
        for line in (*say.missing(), *say.dates()):
            sheet.add("", "", "", line, forms=text)


def _side_rows(book: Book, tale: Tale) -> list[int]:
    """Return the rows of both sides on the sheet of indices: each opens its block."""
    first = tale.assessment.maturity.sides[Side.CLIENT]
    count = 1 + len(first.domains) + sum(len(domain.themes) for domain in first.domains)
    return [2, 2 + count]


def _pointed(sheet: Sheet, column: int, row: int, value: Fraction | None, tale: Tale) -> Value:
    """Return a formula that repeats a cell of another sheet."""
    if any(tale.questionnaire.practice[id_].side is _side_at(row) for id_ in tale.hidden):
        value = printed(value, 1 if column == 6 else 2)
    return Live(f"={sheet.cell(column, row)}", value)


def _side_at(row: int) -> Side:
    """Return the side whose block opens at a row: the client's is first."""
    return Side.CLIENT if row == 2 else Side.PROVIDER


def _lacking(book: Book, tale: Tale, sheet: Sheet) -> None:
    """Write what each side lacks, in weighted points, and the share of it that is inherited."""
    items = book.sheets["inheritance"]
    parts = (("shortfall", ITEM_TOTAL), ("inherited", ITEM_INHERITED), ("own", ITEM_OWN))
    first = sheet.next_row
    for key, column in parts:
        forms = (Form.TEXT, Form.TENTHS, Form.TENTHS, Form.TEXT)
        points = [_points(tale, items, side, column, key) for side in Side]
        sheet.add(tale.phrase(f"points_{key}"), *points, "", forms=forms)
    shares: list[Value] = []
    for index, side in enumerate(Side, 1):
        result = tale.assessment.maturity.inheritance[side]
        if _counts_hidden(tale, side) or result.share is None:
            shares.append(printed(result.share, 2))
            continue
        total, inherited = (sheet.cell(index, row, here=True) for row in (first, first + 1))
        shares.append(Live(f"=IF({total}>0,{inherited}/{total},0)", result.share))
    forms = (Form.TEXT, Form.SHARE, Form.SHARE, Form.TEXT)
    sheet.add(tale.phrase("inherited_share"), *shares, tale.say.inherited(), strong=True, forms=forms)


def _points(tale: Tale, items: Sheet, side: Side, column: int, key: str) -> Value:
    """Return a sum of weighted points of one side, as a formula when nothing that it counts is hidden."""
    result = tale.assessment.maturity.inheritance[side]
    value: Fraction | None = getattr(result, key) if result.share is not None else None
    if value is None or _counts_hidden(tale, side):
        return printed(value)
    mask = f'({items.range(ITEM_SIDE)}="{tale.side(side)}")*{items.range(ITEM_WEIGHT)}'
    return Live(f"=SUMPRODUCT({mask},{items.range(column)})", value)


def _counts_hidden(tale: Tale, side: Side) -> bool:
    """Whether what a side lacks counts a rating that may not be shown."""
    return any(tale.waits_for_hidden(item) for item in tale.assessment.maturity.inheritance[side].practices)


def glossary_sheet(book: Book, tale: Tale) -> None:
    """The words of the workbook, the scale and the grades of evidence."""
    text, report = tale.language.text, tale.language.phrase
    sheet = book.sheet("glossary", (Column(tale.phrase("word"), 34), Column(tale.phrase("meaning"), 110)))
    for key in phrases():
        if key.startswith(TERM) and not key.endswith("_meaning"):
            sheet.add(report(key), report(f"{key}_meaning"))
    for level in LEVELS:
        step = tale.questionnaire.scale[level]
        sheet.add(report("report_scale_level", level=level, name=text(step.name)), text(step.test))
    for rule in tale.questionnaire.grades:
        top = rule.cap == max(LEVELS)
        cap = report("report_grade_no_cap") if top else report("report_grade_cap", cap=rule.cap)
        sheet.add(report("report_grade", grade=rule.grade, name=text(rule.name)), cap)
    fill_summary(book, tale)
