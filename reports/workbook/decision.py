"""Sheets of the decision: options and their values, full costs, plan, readiness."""

from __future__ import annotations

from reports.workbook.book import Book, Column, Form, Live, Sheet, Value
from reports.workbook.tale import Tale
from scoring.judging import readiness
from scoring.results import Money, OptionResult, Spread
from scoring.statements import Kind, latest

_BEFORE = 7
"""Columns that stand before those of the criteria."""


def options_sheet(book: Book, tale: Tale) -> None:
    """Every option with its value on each criterion, 0 to 100, and its points as their weighted mean."""
    decision = tale.assessment.decision
    if not tale.full or not decision.options:
        return
    text, phrase, report = tale.language.text, tale.phrase, tale.language.phrase
    criteria = tale.questionnaire.criteria
    sheet = book.sheet(
        "options",
        (
            Column(phrase("family"), 22),
            Column(report("report_option_head"), 32),
            Column(phrase("admitted"), 10, Form.YES_NO),
            Column(report("report_points_head"), 9, Form.POINTS),
            Column(phrase("one_in_ten_below"), 11, Form.POINTS),
            Column(phrase("one_in_ten_above"), 11, Form.POINTS),
            Column(phrase("lead_months"), 10, Form.POINTS),
            *(Column(text(criterion.name), 12, Form.POINTS) for criterion in criteria),
            Column(report("report_state_head"), 90),
        ),
        rows_above=1,
        filtered=False,
    )
    weights = [decision.weights.get(criterion.id) for criterion in criteria]
    forms = (*(Form.TEXT,) * _BEFORE, *(Form.SHARE,) * len(criteria), Form.TEXT)
    sheet.add(report("report_weight_head"), *("",) * (_BEFORE - 1), *weights, "", strong=True, forms=forms)
    for option in decision.options:
        found = [option.values.get(criterion.id) for criterion in criteria]
        values: list[Value] = [None if value is None else 100 * value for value in found]
        lead = option.option_id == decision.recommendation.option
        sheet.add(
            tale.say.family(option.option_id),
            tale.say.option(option.option_id),
            option.admitted,
            _option_points(sheet, option, len(criteria)),
            *_ends(option.spread),
            option.lead_months,
            *values,
            "\n".join(tale.say.gates(option)),
            strong=lead,
        )


def _option_points(sheet: Sheet, option: OptionResult, criteria: int) -> Value:
    """Return the points of an option as a formula over its values and the weights."""
    if option.points is None or not option.values:
        return option.points
    here, last = sheet.next_row, _BEFORE + criteria - 1
    values = f"{sheet.cell(_BEFORE, here, here=True)}:{sheet.cell(last, here, here=True)}"
    weights = ":".join(sheet.cell(column, 2).rpartition("!")[2] for column in (_BEFORE, last))
    return Live(f"=SUMPRODUCT({values},{weights})/SUM({weights})", option.points)


def _ends(spread: Spread | None) -> tuple[Value, Value]:
    """Return both ends of a range."""
    return (None, None) if spread is None else (spread.low, spread.high)


def money_sheet(book: Book, tale: Tale) -> None:
    """The full cost of each option, line by line, with what it saves against doing nothing."""
    options = [(o.option_id, o.money) for o in tale.assessment.decision.options if o.money is not None]
    if not tale.full or not options:
        return
    phrase, names = tale.phrase, {line.id: tale.language.text(line.name) for line in tale.questionnaire.cost_lines}
    currency = options[0][1].unit == "currency"
    form = Form.MONEY if currency else Form.TENTHS
    sheet = book.sheet(
        "money",
        (
            Column(tale.language.phrase("report_option_head"), 32),
            Column(phrase("cost_line"), 34),
            Column(phrase("one_in_ten_below"), 14, form),
            Column(phrase("typical"), 14, form),
            Column(phrase("one_in_ten_above"), 14, form),
            Column(phrase("unit"), 60),
        ),
    )
    for option_id, money in options:
        _costs(sheet, tale, option_id, money, names)


def _costs(sheet: Sheet, tale: Tale, option_id: str, money: Money, names: dict[str, str]) -> None:
    """Write the lines of one option, their sum, and what follows from it."""
    option, phrase = tale.say.option(option_id), tale.phrase
    unit = phrase(f"unit_{money.unit}", months=tale.language.months(money.months))
    first = sheet.next_row
    for line in money.lines:
        cost = line.cost
        sheet.add(option, names.get(line.line, line.line), cost.low, cost.middle, cost.high, unit)
    last, total = sheet.next_row - 1, money.total
    added: Value = total.middle
    if money.lines:
        cells = f"{sheet.cell(3, first, here=True)}:{sheet.cell(3, last, here=True)}"
        added = Live(f"=SUM({cells})", total.middle)
    sheet.add(option, phrase("cost_total"), total.low, added, total.high, unit, strong=True)
    saving = money.saving
    sheet.add(option, phrase("saving"), saving.low, saving.middle, saving.high, unit)
    if money.dip is not None:
        sheet.add(option, phrase("dip"), money.dip.low, money.dip.middle, money.dip.high, unit)
    even = phrase("no_break_even") if money.break_even is None else tale.language.months(money.break_even)
    sheet.add(option, phrase("break_even"), "", "", "", even)


def plan_sheet(book: Book, tale: Tale) -> None:
    """What to do on each side, after what, from when until when."""
    plan = tale.assessment.decision.plan
    if plan is None or not plan.actions:
        return
    phrase = tale.phrase
    sheet = book.sheet(
        "plan",
        (
            Column(phrase("side"), 12),
            Column(tale.language.phrase("report_practice_head"), 44),
            Column(phrase("action"), 70),
            Column(phrase("from_level"), 9, Form.LEVEL),
            Column(phrase("to_level"), 9, Form.LEVEL),
            Column(phrase("starts"), 10, Form.POINTS),
            Column(phrase("ends"), 10, Form.POINTS),
            Column(phrase("days"), 10, Form.POINTS),
            Column(phrase("no_regret"), 11, Form.YES_NO),
            Column(phrase("after"), 60),
        ),
    )
    for action in plan.actions:
        practice = tale.questionnaire.practice[action.practice_id]
        # Where an action starts is the rating of its practice, which may not be printed.
        known = action.practice_id not in tale.hidden
        sheet.add(
            tale.side(action.side),
            tale.say.practice(action.practice_id),
            tale.language.text(practice.actions[action.side].do),
            action.from_level if known else None,
            action.to_level if known else None,
            action.starts,
            action.ends,
            action.days,
            action.no_regret,
            "\n".join(tale.say.practice(id_) for id_ in action.after),
        )


def readiness_sheet(book: Book, tale: Tale) -> None:
    """The items of the tender file, and the score that they give out of 100."""
    said = latest(tale.facts.statements, Kind.READINESS)
    if not tale.full or not said:
        return
    phrase, text = tale.phrase, tale.language.text
    sheet = book.sheet(
        "readiness",
        (
            Column(phrase("item"), 50),
            Column(phrase("supplied_by"), 16),
            Column(phrase("blocking"), 12, Form.YES_NO),
            Column(tale.language.phrase("report_weight_head"), 8, Form.POINTS),
            Column(phrase("status"), 12, Form.SHARE),
            Column(tale.language.phrase("report_points_head"), 10, Form.TENTHS),
        ),
        filtered=False,
    )
    first = sheet.next_row
    for item in tale.questionnaire.readiness:
        status = float(said[item.id]["status"]) if item.id in said else 0.0
        weight, state = (sheet.cell(column, sheet.next_row, here=True) for column in (3, 4))
        supplied = phrase(f"by_{item.supplied_by}")
        points = Live(f"={weight}*{state}", item.weight * status)
        sheet.add(text(item.name), supplied, item.blocking, item.weight, status, points)
    cells = f"{sheet.cell(5, first, here=True)}:{sheet.cell(5, sheet.next_row - 1, here=True)}"
    forms = (*(Form.TEXT,) * 5, Form.TENTHS)
    total = readiness(tale.questionnaire, tale.facts).score
    sheet.add(phrase("score"), "", "", "", "", Live(f"=SUM({cells})", total), strong=True, forms=forms)
