"""Draw the options: their values and their time."""

from __future__ import annotations

from datetime import date

from matplotlib.figure import Figure

from reports import theme
from reports.charts import CriterionHeat, HeatRow, OptionDots, OptionRow, SpanKind, Timeline, TimelineRow
from reports.drawing.sheet import Sheet, block_height
from reports.typeface import Face, width, wrap

_NAMES = 0.46
"""Share of the width that names of options take."""


def option_dots(chart: OptionDots, room: float) -> Figure:
    """Draw every option as a dot from 0 to 100, by family; an excluded one is hollow and says why."""
    layout = [(group, [_option_lines(row, room) for row in group.rows]) for group in chart.groups]
    height = 22 + sum(20 + sum(_option_height(lines) for lines in rows) for _, rows in layout)
    sheet = Sheet(room, height + 2)
    _option_heads(sheet, chart, room)
    top = 22.0
    for group, rows in layout:
        sheet.say(0, top + 13, group.name, theme.TABLE, face=Face.STRONG)
        top += 20
        sheet.line((0, top - 2), (room, top - 2), theme.INK_2, theme.HAIRLINE)
        for row, lines in zip(group.rows, rows, strict=True):
            height = _option_height(lines)
            _option(sheet, chart, row, lines, room, (top, height))
            top += height
    return sheet.figure


def _option_lines(row: OptionRow, room: float) -> tuple[list[str], list[str]]:
    """Return the name of an option and its remark, in lines."""
    names = wrap(row.name, Face.STRONG if row.lead else Face.REGULAR, theme.TABLE, room * _NAMES - 8)
    return names, wrap(row.note, Face.REGULAR, theme.SMALLEST, room * _NAMES - 8) if row.note else []


def _option_height(lines: tuple[list[str], list[str]]) -> float:
    """Return the height of a row."""
    return max(19.0, block_height(lines[0], theme.TABLE) + block_height(lines[1], theme.SMALLEST) + 8)


def _option_x(chart: OptionDots, room: float, points: float) -> float:
    """Return where a value stands."""
    start = room * _NAMES + 6
    return start + points / chart.maximum * (room - 40 - start)


def _option_heads(sheet: Sheet, chart: OptionDots, room: float) -> None:
    """Write the scale, and what solid and hollow mean."""
    for points in range(0, chart.maximum + 1, chart.maximum // 4):
        x = _option_x(chart, room, points)
        sheet.say(x, 14, str(points), theme.SMALLEST, theme.INK_3, align="center")
    sheet.say(room, 14, chart.header[2], theme.CAPTION, theme.INK_2, align="right")
    x = 4.0
    for solid, key in ((True, chart.admitted_key), (False, chart.excluded_key)):
        sheet.dot(x, 11.2, 3.2, solid=solid)
        sheet.say(x + 7, 14, key, theme.CAPTION, theme.INK_2)
        x += 22 + width(key, Face.REGULAR, theme.CAPTION)
    sheet.line((0, 20), (room, 20), theme.INK, theme.THIN)


def _option(
    sheet: Sheet,
    chart: OptionDots,
    row: OptionRow,
    lines: tuple[list[str], list[str]],
    room: float,
    band: tuple[float, float],
) -> None:
    """Draw one option: name and remark, dot, points."""
    top, height = band
    colour = theme.INK if row.admitted else theme.INK_3
    face = Face.STRONG if row.lead else Face.REGULAR
    after = sheet.lines(0, top + 3, lines[0], theme.TABLE, colour, face)
    sheet.lines(0, after, lines[1], theme.SMALLEST, theme.INK_3)
    for points in range(0, chart.maximum + 1, chart.maximum // 4):
        x = _option_x(chart, room, points)
        sheet.line((x, top), (x, top + height), theme.RULE)
    y = top + 9
    if row.points is not None:
        sheet.dot(_option_x(chart, room, row.points), y, 3.6, solid=row.admitted)
    sheet.say(room, y + 3.2, row.label, theme.TABLE, colour, Face.STRONG if row.admitted else Face.REGULAR, "right")
    sheet.line((0, top + height), (room, top + height), theme.RULE)


_HEAT_NAME = 98.0
_HEAT_TOTAL = 36.0


def criterion_heat(chart: CriterionHeat, room: float) -> Figure:
    """Draw options by criteria as tinted cells with their values, from pale (worst) to dark (best)."""
    cell = (room - _HEAT_NAME - _HEAT_TOTAL) / max(1, len(chart.criteria))
    heads = [wrap(name, Face.REGULAR, theme.SMALLEST, cell - 1.5) for name in (*chart.criteria, chart.total_name)]
    head = max(block_height(lines, theme.SMALLEST) for lines in heads) + 16
    names = [wrap(row.name, Face.REGULAR, theme.CAPTION, _HEAT_NAME - 8) for row in chart.rows]
    heights = [max(19.0, block_height(lines, theme.CAPTION) + 5) for lines in names]
    sheet = Sheet(room, head + sum(heights) + 2)
    centres = [_HEAT_NAME + cell * (index + 0.5) for index in range(len(chart.criteria))]
    for x, lines in zip((*centres, room - _HEAT_TOTAL / 2), heads, strict=True):
        start = head - 15 - block_height(lines, theme.SMALLEST)
        sheet.lines(x, start, lines, theme.SMALLEST, theme.INK_2, align="center")
    sheet.say(0, head - 6, chart.weight_name, theme.SMALLEST, theme.INK_3)
    for x, weight in zip(centres, chart.weights, strict=bool(chart.weights)):
        sheet.say(x, head - 6, weight, theme.SMALLEST, theme.INK_3, align="center")
    top = head
    for row, lines, height in zip(chart.rows, names, heights, strict=True):
        colour = theme.INK if row.admitted else theme.INK_3
        sheet.lines(0, top + (height - block_height(lines, theme.CAPTION)) / 2 - 0.5, lines, theme.CAPTION, colour)
        _heat_cells(sheet, row, centres, cell, (top, height))
        face = Face.STRONG if row.admitted else Face.REGULAR
        sheet.say(room - _HEAT_TOTAL / 2, top + height / 2 + 3, row.total_label, theme.TABLE, colour, face, "center")
        top += height
    return sheet.figure


def _heat_cells(sheet: Sheet, row: HeatRow, centres: list[float], size: float, band: tuple[float, float]) -> None:
    """Draw the cells of one option; a value that is not known has no tint."""
    top, height = band
    for x, cell in zip(centres, row.cells, strict=True):
        tint = None if cell.value is None else min(5, int(cell.value * 6))
        fill = theme.PAPER if tint is None else theme.GREYS[tint]
        sheet.box((x - size / 2 + 0.75, top + 0.75), (size - 1.5, height - 1.5), fill=fill)
        colour = theme.PAPER if tint is not None and tint >= theme.ON_DARK_FROM else theme.INK
        sheet.say(x, top + height / 2 + 2.9, cell.label, theme.CAPTION, colour, align="center")


_SPAN_NAME = 0.34
_SPAN_ROW = 25.0


def timeline(chart: Timeline, room: float) -> Figure:
    """Draw the contract until its term, and each option until it could be in force."""
    names = [wrap(row.name, Face.REGULAR, theme.TABLE, room * _SPAN_NAME - 10) for row in chart.rows]
    heights = [max(_SPAN_ROW, block_height(lines, theme.TABLE) + 7) for lines in names]
    sheet = Sheet(room, 17 + sum(heights) + 5)
    place = _Calendar(chart, room)
    for tick in chart.ticks:
        x = place.at(tick.on)
        sheet.line((x, 17), (x, sheet.height - 5), theme.RULE)
        sheet.say(x, 12, tick.label, theme.SMALLEST, theme.INK_3, align="center")
    sheet.say(0, 12, chart.today_label, theme.CAPTION, theme.INK_2)
    sheet.line((0, 17), (room, 17), theme.INK, theme.THIN)
    top = 17.0
    for row, lines, height in zip(chart.rows, names, heights, strict=True):
        colour = theme.INK_3 if row.kind is SpanKind.EXCLUDED else theme.INK
        sheet.lines(0, top + 5, lines, theme.TABLE, colour)
        _span(sheet, row, place, top)
        top += height
        sheet.line((0, top), (room, top), theme.RULE)
    x = place.at(chart.today)
    sheet.line((x, 17), (x, top), theme.INK, theme.THIN)
    return sheet.figure


class _Calendar:
    """Where dates stand."""

    def __init__(self, chart: Timeline, room: float) -> None:
        self.start, self.end = room * _SPAN_NAME, room - 8
        self._first, self._days = chart.today, max(1, (chart.last - chart.today).days)

    def at(self, day: date) -> float:
        """Return where a date stands."""
        return self.start + (day - self._first).days / self._days * (self.end - self.start)

    def fitted(self, x: float, text: str) -> float:
        """Return where a label centred on x must stand to remain inside the drawing."""
        half = width(text, Face.REGULAR, theme.CAPTION) / 2
        return max(self.start + 4 + half, min(x, self.end - half))


def _span(sheet: Sheet, row: TimelineRow, place: _Calendar, top: float) -> None:
    """Draw one span with its label above it; the notice is a day."""
    start, end, y = place.at(row.start), place.at(row.end), top + 17.5
    size = (end - start, 5.0)
    match row.kind:
        case SpanKind.CONTRACT:
            sheet.box((start, y - 2.5), size, fill=theme.RULE)
            sheet.diamond(end, y, 4)
        case SpanKind.NOTICE | SpanKind.DECISION:
            sheet.diamond(end, y, 4)
        case SpanKind.OPTION:
            sheet.box((start, y - 2.5), size, fill=theme.INK_2)
        case SpanKind.EXCLUDED:
            sheet.box((start, y - 2.5), size, fill=theme.PAPER, edge=theme.EDGE)
    colour = theme.INK_3 if row.kind is SpanKind.EXCLUDED else theme.INK
    centred = place.fitted(end, row.label)
    sheet.say_over(centred, top + 11, row.label, theme.CAPTION, colour, "center")
