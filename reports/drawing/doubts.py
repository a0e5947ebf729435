"""Draw what is not certain: ranges, what moves the lead, savings over time."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from reports import theme
from reports.charts import AxisTick, Curve, RangeDots, RangeRow, SavingCurves, TornadoBars, TornadoRow
from reports.drawing.sheet import Sheet, block_height
from reports.typeface import Face, width, wrap

_NAMES = 0.36
"""Share of the width that names take."""


class _Axis:
    """Where values stand between two ends."""

    def __init__(self, start: float, end: float, least: float, most: float) -> None:
        self.start, self.end, self._least = start, end, least
        self._unit = (end - start) / ((most - least) or 1.0)

    def at(self, value: float) -> float:
        """Return where a value stands; one beyond the ends stands at its end."""
        return max(self.start, min(self.end, self.start + (value - self._least) * self._unit))

    def fitted(self, x: float, text: str, size: float) -> float:
        """Return where the middle of a label must stand to remain between the ends."""
        half = width(text, Face.REGULAR, size) / 2
        return max(self.start + half, min(x, self.end - half))

    def named(self, ticks: Sequence[AxisTick], size: float) -> list[tuple[float, str]]:
        """Return the ticks whose labels do not touch, with their places."""
        found: list[tuple[float, str]] = []
        last = -1e9
        for tick in ticks:
            x, half = self.at(tick.value), width(tick.label, Face.REGULAR, size) / 2
            if x - half > last + 4:
                found.append((x, tick.label))
                last = x + half
        return found


def _keys(sheet: Sheet, keys: Sequence[str], y: float, room: float) -> list[tuple[float, float]]:
    """Write keys one after the other, over several lines where they must, and return where their marks stand."""
    x, places = 0.0, []
    for key in keys:
        length = 16 + width(key, Face.REGULAR, theme.CAPTION)
        if x and x + length > room:
            x, y = 0.0, y + theme.CAPTION * 1.4
        places.append((x, y))
        sheet.say(x + 16, y + 3, key, theme.CAPTION, theme.INK_2)
        x += length + 16
    return places


def _keys_height(keys: Sequence[str], room: float) -> float:
    """Return the height of keys."""
    x, lines = 0.0, 1
    for key in keys:
        length = 16 + width(key, Face.REGULAR, theme.CAPTION)
        if x and x + length > room:
            x, lines = 0.0, lines + 1
        x += length + 16
    return lines * theme.CAPTION * 1.4


# ---- ranges ------------------------------------------------------------------------------------------


def range_dots(chart: RangeDots, room: float) -> Figure:
    """Draw each option as a dot on the bar of its range; those excluded are hollow."""
    texts = [text for row in chart.rows for text in (row.label, row.range_label)]
    figures = 8 + max(width(text, Face.STRONG, theme.TABLE) for text in texts)
    names = [_option_lines(row, room) for row in chart.rows]
    heights = [max(27.0, _tall(lines) + 8) for lines in names]
    keys = (chart.admitted_key, chart.excluded_key, chart.range_key)
    above = _keys_height(keys, room) + 6
    sheet = Sheet(room, above + 18 + sum(heights) + (14 if chart.reference is not None else 2))
    axis = _Axis(room * _NAMES + 8, room - figures - 8, chart.least, chart.most)
    for (x, y), solid in zip(_keys(sheet, keys, 6, room), (True, False, None), strict=True):
        if solid is None:
            sheet.line((x, y), (x + 12, y), theme.INK_2, 3)
        else:
            sheet.dot(x + 6, y, 3.4, solid=solid)
    top = above + 16
    ticks = axis.named(chart.ticks, theme.SMALLEST)
    for x, label in ticks:
        sheet.say(x, top - 5, label, theme.SMALLEST, theme.INK_3, align="center")
        sheet.line((x, top), (x, top + sum(heights)), theme.RULE)
    sheet.say(room, top - 5, chart.header[1], theme.CAPTION, theme.INK_2, align="right")
    sheet.line((0, top), (room, top), theme.INK, theme.THIN)
    if chart.reference is not None:
        x = axis.at(chart.reference)
        sheet.line((x, top), (x, top + sum(heights) + 3), theme.INK, theme.THIN, (2, 2))
        placed = axis.fitted(x, chart.reference_label, theme.SMALLEST)
        sheet.say(placed, top + sum(heights) + 11, chart.reference_label, theme.SMALLEST, theme.INK_2, align="center")
    for row, lines, height in zip(chart.rows, names, heights, strict=True):
        _range(sheet, row, lines, axis, (top, height))
        top += height
        sheet.line((0, top), (room, top), theme.RULE)
    return sheet.figure


def _option_lines(row: RangeRow, room: float) -> tuple[list[str], list[str]]:
    """Return the name of an option and its remark, in lines."""
    face, length = Face.STRONG if row.lead else Face.REGULAR, room * _NAMES - 6
    note = wrap(row.note, Face.REGULAR, theme.SMALLEST, length) if row.note else []
    return wrap(row.name, face, theme.TABLE, length), note


def _tall(lines: tuple[list[str], list[str]]) -> float:
    """Return how high a name and its remark stand."""
    return block_height(lines[0], theme.TABLE) + block_height(lines[1], theme.SMALLEST)


def _range(
    sheet: Sheet, row: RangeRow, lines: tuple[list[str], list[str]], axis: _Axis, band: tuple[float, float]
) -> None:
    """Draw one option."""
    top, height = band
    middle = top + height / 2
    colour = theme.INK if row.admitted else theme.INK_3
    start = middle - _tall(lines) / 2 - 0.5
    after = sheet.lines(0, start, lines[0], theme.TABLE, colour, Face.STRONG if row.lead else Face.REGULAR)
    sheet.lines(0, after, lines[1], theme.SMALLEST, theme.INK_3)
    if row.low is not None and row.high is not None:
        ends = (axis.at(row.low), middle), (axis.at(row.high), middle)
        if row.admitted:
            sheet.line(*ends, theme.INK_2, 3)
        else:
            sheet.box((ends[0][0], middle - 1.5), (ends[1][0] - ends[0][0], 3), theme.PAPER, theme.EDGE)
    if row.value is not None:
        sheet.dot(axis.at(row.value), middle, 4.2 if row.lead else 3.6, solid=row.admitted)
    face = Face.STRONG if row.admitted else Face.REGULAR
    sheet.say(sheet.width, middle - 1, row.label, theme.TABLE, colour, face, "right")
    sheet.say(sheet.width, middle + 9, row.range_label, theme.SMALLEST, theme.INK_3, align="right")


# ---- tornado -----------------------------------------------------------------------------------------


def tornado_bars(chart: TornadoBars, room: float) -> Figure:
    """Draw each driver as a bar from the lead at its low value to that at its high one; zero is a strong line."""
    length = room * _NAMES - 6
    names = [wrap(row.name, Face.REGULAR, theme.TABLE, length) for row in chart.rows]
    notes = [wrap(row.note, Face.REGULAR, theme.SMALLEST, length) if row.note else [] for row in chart.rows]
    talls = [_tall(lines) for lines in zip(names, notes, strict=True)]
    heights = [max(21.0, tall + 7) for tall in talls]
    keys = (chart.holds_key, chart.flips_key)
    above = _keys_height(keys, room) + 6
    rest = wrap(chart.rest, Face.REGULAR, theme.CAPTION, room) if chart.rest else []
    sheet = Sheet(room, above + 18 + sum(heights) + 16 + block_height(rest, theme.CAPTION))
    for (x, y), flips in zip(_keys(sheet, keys, 6, room), (False, True), strict=True):
        _bar(sheet, (x, y - 4), (12, 8), flips=flips)
    label = 6 + max(width(text, Face.REGULAR, theme.SMALLEST) for row in chart.rows for text in _ends(row))
    axis = _Axis(room * _NAMES + 4 + label, room - label, chart.least, chart.most)
    top = above + 16
    for x, text in axis.named(chart.ticks, theme.SMALLEST):
        sheet.say(x, top - 5, text, theme.SMALLEST, theme.INK_3, align="center")
        sheet.line((x, top), (x, top + sum(heights)), theme.RULE)
    sheet.line((0, top), (room, top), theme.INK, theme.THIN)
    zero, bottom = axis.at(0.0), top + sum(heights)
    for row, name, note, tall, height in zip(chart.rows, names, notes, talls, heights, strict=True):
        middle = top + height / 2
        after = sheet.lines(0, middle - tall / 2 - 0.5, name, theme.TABLE)
        sheet.lines(0, after, note, theme.SMALLEST, theme.INK_3)
        _driver(sheet, row, axis, middle)
        top += height
        sheet.line((0, top), (room, top), theme.RULE)
    sheet.line((zero, above + 16), (zero, bottom + 4), theme.INK, 1.4)
    placed = axis.fitted(zero, chart.zero_label, theme.SMALLEST)
    sheet.say(placed, bottom + 12, chart.zero_label, theme.SMALLEST, theme.INK_2, align="center")
    sheet.lines(0, bottom + 15, rest, theme.CAPTION, theme.INK_3)
    return sheet.figure


def _ends(row: TornadoRow) -> tuple[str, str]:
    """Return what stands at the two ends of a bar: the driver's value and the lead that it gives."""
    return f"{row.low_label} ({row.at_low_label})", f"{row.high_label} ({row.at_high_label})"


def _bar(sheet: Sheet, at: tuple[float, float], size: tuple[float, float], *, flips: bool) -> None:
    """Draw a bar: plain, or dark and hatched where it changes the advice."""
    if flips:
        sheet.box(at, size, theme.GREYS[3], theme.INK, theme.PIXEL, "/")
    else:
        sheet.box(at, size, theme.GREYS[2])


def _driver(sheet: Sheet, row: TornadoRow, axis: _Axis, y: float) -> None:
    """Draw one driver with the values at its ends."""
    low, high = axis.at(row.at_low), axis.at(row.at_high)
    left, right = min(low, high), max(low, high)
    _bar(sheet, (left, y - 5), (max(right - left, 1.0), 10), flips=row.flips)
    texts = _ends(row) if low <= high else tuple(reversed(_ends(row)))
    sheet.say_over(left - 4, y + 3, texts[0], theme.SMALLEST, theme.INK_2, "right")
    sheet.say_over(max(right, left + 1) + 4, y + 3, texts[1], theme.SMALLEST, theme.INK_2)


# ---- savings -----------------------------------------------------------------------------------------

_PLOT = 190.0
_DASHES: tuple[tuple[float, float] | None, ...] = (None, (6, 2), (2, 2), (8, 3), (1, 2))


def saving_curves(chart: SavingCurves, room: float) -> Figure:
    """Draw what each option has saved by month; its name and end stand at its end, where no other does."""
    label = room * 0.33
    blocks = [_curve_lines(curve, label) for curve in chart.curves]
    tall = max(_PLOT, sum(_curve_height(block) for block in blocks))
    key = wrap(chart.break_even_key, Face.REGULAR, theme.CAPTION, room) if chart.break_even_key else []
    rest = wrap(chart.rest, Face.REGULAR, theme.CAPTION, room) if chart.rest else []
    sheet = Sheet(room, 10 + tall + 20 + block_height([*key, *rest], theme.CAPTION))
    money = max(width(tick.label, Face.REGULAR, theme.SMALLEST) for tick in chart.ticks) + 6
    months = _Axis(money, room - label - 22, 0, max(1, chart.months))
    top, bottom = 10.0, 10.0 + tall
    scale = (bottom - top) / ((chart.most - chart.least) or 1.0)

    def down(value: float) -> float:
        return bottom - (value - chart.least) * scale

    for tick in chart.ticks:
        y = down(tick.value)
        sheet.line((months.start, y), (months.end, y), theme.RULE)
        sheet.say(months.start - 5, y + 2.6, tick.label, theme.SMALLEST, theme.INK_3, align="right")
    for x, text in months.named(chart.years, theme.SMALLEST):
        sheet.line((x, bottom), (x, bottom + 3), theme.INK_3)
        centred = max(x, width(text, Face.REGULAR, theme.SMALLEST) / 2)
        sheet.say(centred, bottom + 12, text, theme.SMALLEST, theme.INK_3, align="center")
    sheet.line((months.start, down(0.0)), (months.end, down(0.0)), theme.INK, theme.THIN)
    sheet.say(months.start + 2, down(0.0) - 3, chart.zero_label, theme.SMALLEST, theme.INK_2)
    places = _places(
        [down(curve.values[-1]) for curve in chart.curves], [_curve_height(b) for b in blocks], top, bottom
    )
    for number, (curve, block, place) in reversed(list(enumerate(zip(chart.curves, blocks, places, strict=True)))):
        dashes = _DASHES[number % len(_DASHES)]
        weight, colour = (2.0, theme.INK) if curve.lead else (1.1, theme.INK_2)
        points = [(months.at(0), down(0.0))]
        points += [(months.at(month), down(value)) for month, value in enumerate(curve.values, start=1)]
        sheet.path(points, colour, weight, dashes)
        if curve.break_even is not None and curve.break_even <= chart.months:
            sheet.diamond(months.at(curve.break_even), down(0.0), 3.6, colour)
        end = points[-1]
        sheet.line(end, (months.end + 14, place), theme.RULE, theme.THIN)
        _curve_label(sheet, curve, block, room - label, place)
    sheet.lines(0, bottom + 16, [*key, *rest], theme.CAPTION, theme.INK_3)
    return sheet.figure


def _curve_lines(curve: Curve, room: float) -> tuple[list[str], list[str]]:
    """Return the name of a curve and what it comes to, in lines."""
    face = Face.STRONG if curve.lead else Face.REGULAR
    return wrap(curve.name, face, theme.CAPTION, room), wrap(curve.said, Face.REGULAR, theme.SMALLEST, room)


def _curve_height(lines: tuple[list[str], list[str]]) -> float:
    """Return how high the label of a curve stands."""
    return block_height(lines[0], theme.CAPTION) + block_height(lines[1], theme.SMALLEST) + 5


def _curve_label(sheet: Sheet, curve: Curve, lines: tuple[list[str], list[str]], x: float, y: float) -> None:
    """Write the label of a curve around its place."""
    start = y - (_curve_height(lines) - 5) / 2
    after = sheet.lines(x, start, lines[0], theme.CAPTION, face=Face.STRONG if curve.lead else Face.REGULAR)
    sheet.lines(x, after, lines[1], theme.SMALLEST, theme.INK_2)


def _places(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Return where labels stand, each as near to its wish as the others let it, in their order and inside the band."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    found = [0.0] * len(wanted)
    edge = top
    for n in order:
        found[n] = max(wanted[n], edge + heights[n] / 2)
        edge = found[n] + heights[n] / 2
    edge = bottom
    for n in reversed(order):
        found[n] = min(found[n], edge - heights[n] / 2)
        edge = found[n] - heights[n] / 2
    return found
