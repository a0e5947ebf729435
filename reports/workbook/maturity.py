"""Sheets of maturity: ratings, the indices that they give, and what is inherited of what each side lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from questionnaires import Side
from questionnaires.schema import Practice
from reports.charts import BarState
from reports.language import NONE, rounded
from reports.workbook.book import Book, Column, Form, Live, Sheet, Value
from reports.workbook.tale import Tale
from scoring.results import Figure, GroupScore, Rating, Shortfall

CODE, SIDE, DOMAIN, THEME, WEIGHT, SCOPE, CLIENT, PROVIDER, RATING = 0, 1, 2, 3, 6, 7, 8, 9, 11
"""Columns of the sheet of ratings that formulas read."""

LOWEST = f'"{NONE}"'
"""What a formula shows when there is nothing to divide by."""


def rating_sheet(book: Book, tale: Tale) -> None:
    """Every practice of the mode with what each side says, the rating retained, and what it rests on."""
    phrase, report = tale.phrase, tale.language.phrase
    sheet = book.sheet(
        "ratings",
        (
            Column(phrase("code"), 13, Form.CODE),
            Column(phrase("side"), 12),
            Column(phrase("domain"), 16),
            Column(phrase("theme"), 26),
            Column(report("report_practice_head"), 46),
            Column(phrase("critical"), 9, Form.YES_NO),
            Column(report("report_weight_head"), 8, Form.POINTS),
            Column(phrase("in_scope"), 12, Form.YES_NO),
            Column(phrase("client_value"), 11, Form.LEVEL, Side.CLIENT),
            Column(phrase("provider_value"), 11, Form.LEVEL, Side.PROVIDER),
            Column(phrase("gap"), 9, Form.SIGNED),
            Column(report("report_rating_head"), 9, Form.LEVEL),
            Column(report("report_target_head"), 8, Form.LEVEL),
            Column(report("report_confidence_head"), 13),
            Column(report("report_grade_head"), 8, Form.CODE),
            Column(report("report_sources_head"), 9, Form.POINTS),
            Column(phrase("remark"), 40),
        ),
    )
    targets = {item.practice_id: item.target for item in tale.shortfalls}
    for practice in tale.practices:
        rating = tale.assessment.maturity.ratings[practice.id]
        sheet.add(
            *_named(tale, practice),
            practice.critical,
            tale.weight(practice),
            rating.in_scope,
            *_figures(tale, practice, rating, sheet),
            targets.get(practice.id),
            *_backing(tale, rating),
            _remark(tale, rating),
        )


def _named(tale: Tale, practice: Practice) -> tuple[str, ...]:
    """Return code, side, domain, theme and name of a practice."""
    text, domain = tale.language.text, tale.questionnaire.domain_of(practice)
    theme = tale.questionnaire.theme[practice.theme]
    return practice.id, tale.side(practice.side), text(domain.name), text(theme.name), text(practice.name)


def _figures(tale: Tale, practice: Practice, rating: Rating, sheet: Sheet) -> tuple[Value, ...]:
    """Return what each side says, the gap and the rating; dashes for what may not be printed."""
    if practice.id in tale.hidden or not rating.in_scope:
        return (None,) * 4
    here = sheet.next_row
    left, right = sheet.cell(CLIENT, here, here=True), sheet.cell(PROVIDER, here, here=True)
    # Before any cap: the rating retained may be lower than what both sides say.
    gap = Live(f"=IF(AND(ISNUMBER({left}),ISNUMBER({right})),{left}-{right},{LOWEST})", rating.gap)
    return rating.client_value, rating.provider_value, gap, rating.value


def _backing(tale: Tale, rating: Rating) -> tuple[Value, ...]:
    """Return confidence, grade and number of sources of a rating that is printed."""
    if rating.practice_id in tale.hidden or rating.value is None or not rating.in_scope:
        return (None,) * 3
    confidence = tale.language.phrase(f"confidence_{rating.confidence}") if rating.confidence else None
    return confidence, rating.grade, rating.sources


def _remark(tale: Tale, rating: Rating) -> str:
    """Return why a figure is missing, or what is particular about it."""
    if not rating.in_scope:
        return tale.language.phrase("not_applicable")
    if rating.value is None:
        return tale.language.phrase("not_assessed")
    if rating.practice_id in tale.hidden:
        return tale.phrase("withheld")
    said = {"decided": rating.decided, "one_view": rating.one_view, "capped": rating.capped}
    return ", ".join(tale.phrase(f"rating_{key}") for key, holds in said.items() if holds)


@dataclass(frozen=True, slots=True)
class _Group:
    """A side, a domain or a theme of one side, and its score."""

    kind: str
    side: Side
    id: str
    name: str
    score: GroupScore
    weight: int | None = None


def index_sheet(book: Book, tale: Tale) -> None:
    """Indices of both sides by side, domain and theme, as formulas over the ratings."""
    phrase, report = tale.phrase, tale.language.phrase
    sheet = book.sheet(
        "indices",
        (
            Column(phrase("side"), 12),
            Column(phrase("group"), 11),
            Column(phrase("name"), 40),
            Column(phrase("domain_weight"), 10, Form.POINTS),
            Column(phrase("weight_in_scope"), 11, Form.POINTS),
            Column(phrase("weight_rated"), 11, Form.POINTS),
            Column(report("report_index"), 11, Form.LEVEL),
            Column(phrase("low"), 11, Form.LEVEL),
            Column(phrase("high"), 11, Form.LEVEL),
            Column(report("report_coverage_row"), 12, Form.SHARE),
            Column(report("report_level"), 24),
            Column(phrase("remark"), 46),
        ),
    )
    for side in Side:
        groups = list(_groups(tale, side))
        first = sheet.next_row
        domains = [first + i for i, group in enumerate(groups) if group.kind == "domain"]
        for group in groups:
            if group.kind == "side":
                figures = _side_figures(tale, sheet, group, domains)
            else:
                figures = _group_figures(tale, book.sheets["ratings"], sheet, group)
            sheet.add(
                tale.side(side),
                phrase(f"kind_{group.kind}"),
                group.name,
                group.weight,
                *figures,
                _level(tale, group),
                _index_remark(tale, group),
                strong=group.kind != "theme",
            )


def _groups(tale: Tale, side: Side) -> Iterator[_Group]:
    """Yield a side, then its domains, then its themes."""
    found, text, questionnaire = tale.assessment.maturity.sides[side], tale.language.text, tale.questionnaire
    yield _Group("side", side, "overall", tale.say.name(side), found.score)
    for domain in found.domains:
        known = questionnaire.domain[domain.score.id]
        weight = tale.facts.domain_weights.get(known.id, known.weight)
        yield _Group("domain", side, known.id, text(known.name), domain.score, weight)
    for domain in found.domains:
        for theme in domain.themes:
            yield _Group("theme", side, theme.id, text(questionnaire.theme[theme.id].name), theme)


def _covers_hidden(tale: Tale, group: _Group) -> bool:
    """Whether a group counts a rating that may not be shown: no formula can then stand over what is printed."""
    hidden = [tale.questionnaire.practice[id_] for id_ in tale.hidden]
    return any(
        p.side is group.side and group.id in ("overall", p.theme, tale.questionnaire.domain_of(p).id) for p in hidden
    )


def _is_withheld(tale: Tale, group: _Group) -> bool:
    """Whether a group is too small to show a figure that counts such a rating."""
    row = tale.mirror.get(group.id)
    bar = None if row is None else (row.client if group.side is Side.CLIENT else row.provider)
    return bar is not None and bar.state is BarState.WITHHELD


def printed(value: Fraction | None, digits: int = 1) -> Fraction | None:
    """Return a value rounded as it is printed."""
    return None if value is None else rounded(value, digits)


def _kept(tale: Tale, group: _Group) -> tuple[Value, ...]:
    """Return the figures of a group without formulas, rounded, or none at all."""
    figure = group.score.index
    if _is_withheld(tale, group):
        return (None,) * 6
    shown = (printed(value) for value in (figure.value, figure.low, figure.high))
    return (None, None, *shown, printed(figure.coverage, 2))


def _group_figures(tale: Tale, ratings: Sheet, sheet: Sheet, group: _Group) -> tuple[Value, ...]:
    """Return weights, index, range and coverage of a domain or a theme, over the rows of its practices."""
    if _covers_hidden(tale, group):
        return _kept(tale, group)
    here = sheet.next_row
    side, name = sheet.cell(0, here, here=True), sheet.cell(2, here, here=True)
    column = DOMAIN if group.kind == "domain" else THEME
    mask = (
        f"({ratings.range(SIDE)}={side})*({ratings.range(column)}={name})"
        f"*{ratings.range(SCOPE)}*{ratings.range(WEIGHT)}"
    )
    points, rated = f"SUMPRODUCT({mask},{ratings.range(RATING)})", f"ISNUMBER({ratings.range(RATING)})"
    scope, done = sheet.cell(4, here, here=True), sheet.cell(5, here, here=True)
    figure = group.score.index
    in_scope, counted = _weights(tale, group)
    return (
        Live(f"=SUMPRODUCT({mask})", in_scope),
        Live(f"=SUMPRODUCT({mask}*{rated})", counted),
        Live(f"=IF({done}>0,{points}/{done},{LOWEST})", figure.value),
        Live(f"=IF({scope}>0,{points}/{scope},{LOWEST})", figure.low),
        Live(f"=IF({scope}>0,({points}+5*({scope}-{done}))/{scope},{LOWEST})", figure.high),
        Live(f"=IF({scope}>0,{done}/{scope},{LOWEST})", figure.coverage),
    )


def _weights(tale: Tale, group: _Group) -> tuple[int, int]:
    """Return the weight in scope and the weight rated of a group."""
    ratings = tale.assessment.maturity.ratings
    members = [
        practice
        for practice in tale.practices
        if practice.side is group.side and group.id in (practice.theme, tale.questionnaire.domain_of(practice).id)
    ]
    scope = [practice for practice in members if ratings[practice.id].in_scope]
    rated = [practice for practice in scope if ratings[practice.id].value is not None]
    return sum(map(tale.weight, scope)), sum(map(tale.weight, rated))


def _side_figures(tale: Tale, sheet: Sheet, group: _Group, domains: list[int]) -> tuple[Value, ...]:
    """Return index, range and coverage of a side, over the rows of its domains."""
    if not domains or _covers_hidden(tale, group):
        return _kept(tale, group)
    first, last = domains[0], domains[-1]
    weights = sheet.range(3, first, last)

    def mean(column: int, value: Fraction | None) -> Live:
        cells = sheet.range(column, first, last)
        counted = f"SUMPRODUCT({weights}*ISNUMBER({cells}))"
        return Live(f"=IF({counted}>0,SUMPRODUCT({weights},{cells})/{counted},{LOWEST})", value)

    figure: Figure = group.score.index
    known = (figure.value, figure.low, figure.high, figure.coverage)
    return (None, None, *(mean(6 + index, value) for index, value in enumerate(known)))


def _level(tale: Tale, group: _Group) -> str:
    """Return the gated level in words; it follows from steps, not from a mean."""
    return NONE if _is_withheld(tale, group) else tale.say.level(group.score)


def _index_remark(tale: Tale, group: _Group) -> str:
    """Return why an index has no formula, or why its level is lower."""
    if _covers_hidden(tale, group):
        return tale.phrase("rounded")
    return tale.say.held(group.score, group.name) or ""


INPUT_PRACTICE, INPUT_HURDLE = 0, 8
"""Columns of the sheet of inputs that formulas read."""

ITEM_CODE, ITEM_SIDE, ITEM_WEIGHT, ITEM_TARGET, ITEM_RATING, ITEM_HURDLE = 0, 1, 3, 4, 5, 6
ITEM_TOTAL, ITEM_INHERITED, ITEM_OWN = 7, 8, 9
"""Columns of the sheet of inheritance that formulas read."""


def _looked_up(table: Sheet, wanted: str, column: int, key: int = 0) -> str:
    """Return the formula that finds a value of another sheet by a code."""
    return f"INDEX({table.range(column)},MATCH({wanted},{table.range(key)},0))"


def input_sheet(book: Book, tale: Tale) -> None:
    """What each rated practice waits for from the other side: ceiling and hurdle of each input."""
    shown = [item for item in tale.shortfalls if item.inputs and not tale.waits_for_hidden(item)]
    phrase, ratings = tale.phrase, book.sheets["ratings"]
    sheet = book.sheet(
        "inputs",
        (
            Column(phrase("code"), 13, Form.CODE),
            Column(phrase("practice_waiting"), 44),
            Column(phrase("input_code"), 13, Form.CODE),
            Column(phrase("input"), 44),
            Column(phrase("strength"), 9, Form.TENTHS),
            Column(phrase("input_rating"), 10, Form.LEVEL),
            Column(phrase("ceiling"), 9, Form.LEVEL),
            Column(tale.language.phrase("report_target_head"), 8, Form.LEVEL),
            Column(phrase("hurdle"), 9, Form.LEVEL),
            Column(phrase("share"), 11, Form.TENTHS),
        ),
    )
    for item in shown:
        for held in item.inputs:
            here = sheet.next_row
            code, ref, strength, rating, ceiling, target = (
                sheet.cell(column, here, here=True) for column in (0, 2, 4, 5, 6, 7)
            )
            known = f"ISNUMBER({rating})"
            sheet.add(
                item.practice_id,
                tale.say.practice(item.practice_id),
                held.ref,
                tale.say.practice(held.ref),
                held.strength,
                Live(f"={_looked_up(ratings, ref, RATING)}", held.rating),
                # An input that nobody rated sets no hurdle: nothing is known of it.
                Live(f"=IF({known},MIN(5,{rating}+1/{strength}),5)", held.ceiling),
                Live(f"={_looked_up(ratings, code, RATING + 1)}", item.target),
                Live(f"=MAX(0,{target}-{ceiling})", held.hurdle),
                held.share,
            )


def inheritance_sheet(book: Book, tale: Tale) -> None:
    """What each rated practice lacks, split between inherited and own, in levels."""
    phrase, report, inputs = tale.phrase, tale.language.phrase, book.sheets["inputs"]
    sheet = book.sheet(
        "inheritance",
        (
            Column(phrase("code"), 13, Form.CODE),
            Column(phrase("side"), 12),
            Column(report("report_practice_head"), 46),
            Column(report("report_weight_head"), 8, Form.POINTS),
            Column(report("report_target_head"), 8, Form.LEVEL),
            Column(report("report_rating_head"), 9, Form.LEVEL),
            Column(phrase("hurdle"), 10, Form.LEVEL),
            Column(phrase("shortfall"), 10, Form.LEVEL),
            Column(phrase("inherited"), 10, Form.LEVEL),
            Column(phrase("own"), 10, Form.LEVEL),
        ),
    )
    for item in tale.shortfalls:
        practice = tale.questionnaire.practice[item.practice_id]
        sheet.add(
            item.practice_id,
            tale.side(practice.side),
            tale.say.practice(practice.id),
            item.weight,
            item.target,
            *_split(book.sheets["ratings"], inputs, sheet, item, tale),
        )


def _split(ratings: Sheet, inputs: Sheet, sheet: Sheet, item: Shortfall, tale: Tale) -> tuple[Value, ...]:
    """Return rating, hurdle, shortfall, inherited and own of a practice; dashes where they would tell too much."""
    if item.practice_id in tale.hidden:
        return (None,) * 5
    here = sheet.next_row
    code, target, rating, hurdle, total, inherited = (
        sheet.cell(column, here, here=True)
        for column in (ITEM_CODE, ITEM_TARGET, ITEM_RATING, ITEM_HURDLE, ITEM_TOTAL, ITEM_INHERITED)
    )
    found = (
        Live(f"={_looked_up(ratings, code, RATING)}", item.rating),
        Live(f"=MAX(0,{target}-{rating})", item.total),
    )
    if tale.waits_for_hidden(item):
        return (found[0], None, found[1], None, None)
    mask = f"({inputs.range(INPUT_PRACTICE)}={code})*{inputs.range(INPUT_HURDLE)}"
    highest = f"=SUMPRODUCT(MAX({mask}))" if inputs.rows else "=0"
    return (
        found[0],
        Live(highest, item.exposure),
        found[1],
        Live(f"=MIN({total},{hurdle})", item.inherited),
        Live(f"={total}-{inherited}", item.own),
    )
