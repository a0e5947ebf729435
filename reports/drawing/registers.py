"""Draw what the registers add up to: readiness, procedures, motives, indicators."""

from __future__ import annotations

from matplotlib.figure import Figure

from questionnaires import Side
from reports import theme
from reports.charts import ClassBars, FacingRow, FacingRows, ReadinessBar
from reports.drawing.sheet import Sheet, block_height
from reports.typeface import Face, width, wrap

_BAR = 16.0


def readiness_bar(chart: ReadinessBar, room: float) -> Figure:
    """Draw the score on the way to 100 with its limits, then the blocking items in two columns."""
    column = room / 2 - 8
    names = [wrap(item.name, Face.REGULAR, theme.CAPTION, column - 74) for item in chart.items]
    heights = [max(14.0, block_height(lines, theme.CAPTION) + 4) for lines in names]
    half = (len(names) + 1) // 2
    tall = max(sum(heights[:half]), sum(heights[half:]))
    sheet = Sheet(room, 46 + (20 + tall if names else 0) + 4)
    scale = (room - 44) / chart.maximum
    score = chart.score or 0.0
    sheet.box((0, 18), (chart.maximum * scale, _BAR), fill=theme.PAPER, edge=theme.EDGE)
    sheet.box((0, 18), (score * scale, _BAR), fill=theme.INK_2)
    for limit in chart.limits:
        x = limit.value * scale
        sheet.line((x, 14), (x, 18 + _BAR + 4), theme.INK, theme.THIN, (2, 2))
        sheet.say(x, 11, limit.label, theme.SMALLEST, theme.INK_2, align="center")
    sheet.say(0, 11, chart.header[0], theme.CAPTION, theme.INK_2)
    sheet.say(room, 18 + _BAR - 3.5, chart.label, theme.BODY, face=Face.STRONG, align="right")
    if names:
        _items(sheet, chart, names, heights, column)
    return sheet.figure


def _items(sheet: Sheet, chart: ReadinessBar, names: list[list[str]], heights: list[float], column: float) -> None:
    """Write the blocking items: a hollow mark is absent, a half-filled one partial, a solid one proven."""
    sheet.say(0, 56, chart.items_title, theme.TABLE, face=Face.STRONG)
    half = (len(names) + 1) // 2
    for start, x in ((0, 0.0), (half, column + 16)):
        top = 62.0
        for item, lines, height in list(zip(chart.items, names, heights, strict=True))[start : start + half]:
            middle = top + height / 2
            sheet.dot(x + 4, middle, 3.4, solid=item.status == "proven")
            if item.status == "partial":
                sheet.dot(x + 4, middle, 1.6, solid=True)
            sheet.lines(x + 12, middle - block_height(lines, theme.CAPTION) / 2 - 0.5, lines, theme.CAPTION)
            face = Face.STRONG if item.status == "absent" else Face.REGULAR
            sheet.say(x + column, middle + 3, item.label, theme.CAPTION, theme.INK_2, face, align="right")
            top += height


_SPINE = 0.40
"""Share of the width that names take between the two sides."""


def facing_rows(chart: FacingRows, room: float) -> Figure:
    """Draw each line with its name on the spine, a bar on either side and what is said of it under the name."""
    spine = room * _SPINE
    names = [wrap(row.name, Face.REGULAR, theme.TABLE, spine - 12) for row in chart.rows]
    notes = [wrap(row.note, Face.REGULAR, theme.SMALLEST, spine - 12) for row in chart.rows]
    heights = [
        block_height(name, theme.TABLE) + block_height(note, theme.SMALLEST) + 7
        for name, note in zip(names, notes, strict=True)
    ]
    rest = wrap(chart.rest, Face.REGULAR, theme.CAPTION, room) if chart.rest else []
    length = (room - spine) / 2
    heads = [wrap(head, Face.STRONG, theme.TABLE, length) for head in (chart.client_head, chart.provider_head)]
    head = max(block_height(lines, theme.TABLE) for lines in heads)
    sheet = Sheet(room, head + 12 + sum(heights) + (6 + block_height(rest, theme.CAPTION) if rest else 2))
    for side, lines in zip(Side, heads, strict=True):
        left = side is Side.CLIENT
        start, x = head - block_height(lines, theme.TABLE), length if left else room - length
        sheet.lines(x, start, lines, theme.TABLE, theme.TEXT[side], Face.STRONG, "right" if left else "left")
        sheet.band(side, 0 if left else room - length, head + 4, length)
    label = 8 + max(
        width(text, Face.REGULAR, theme.CAPTION)
        for row in chart.rows
        for text in (row.client_label, row.provider_label)
    )
    top = head + 9
    for row, name, note, height in zip(chart.rows, names, notes, heights, strict=True):
        after = sheet.lines(room / 2, top + 2, name, theme.TABLE, align="center")
        sheet.lines(room / 2, after, note, theme.SMALLEST, theme.INK_2, align="center")
        _facing(sheet, row, room, (length, label), top + height / 2)
        top += height
        sheet.line((0, top), (room, top), theme.RULE)
    sheet.lines(0, top + 4, rest, theme.CAPTION, theme.INK_3)
    return sheet.figure


def _facing(sheet: Sheet, row: FacingRow, room: float, lengths: tuple[float, float], y: float) -> None:
    """Draw both bars of a line, each with its figure next to the spine; lengths are of a side and of its figure."""
    length, label_length = lengths
    full = length - label_length - 6
    for side, value, label in (
        (Side.CLIENT, row.client, row.client_label),
        (Side.PROVIDER, row.provider, row.provider_label),
    ):
        left = side is Side.CLIENT
        edge = length - 4 if left else room - length + 4
        sheet.say(edge, y + 3, label, theme.CAPTION, theme.TEXT[side], align="right" if left else "left")
        if value:
            size = max(1.0, full * value)
            start = length - label_length - size if left else room - length + label_length
            sheet.bar(side, (start, y - 4.5), (size, 9))


def class_bars(chart: ClassBars, room: float) -> Figure:
    """Draw the indicators produced by class as open bars, and those that serve a decision as solid ones in them."""
    share = room * 0.36
    names = [wrap(row.name, Face.REGULAR, theme.TABLE, share - 8) for row in chart.rows]
    heights = [max(18.0, block_height(lines, theme.TABLE) + 6) for lines in names]
    note = wrap(chart.note, Face.REGULAR, theme.CAPTION, room)
    sheet = Sheet(room, 22 + sum(heights) + 6 + block_height(note, theme.CAPTION))
    most = max(row.produced for row in chart.rows) or 1
    widest = max(width(row.label, Face.REGULAR, theme.CAPTION) for row in chart.rows)
    scale = (room - share - widest - 10) / most
    x = share
    for fill, key in ((theme.PAPER, chart.produced_key), (theme.INK_2, chart.used_key)):
        sheet.box((x, 5), (9, 8), fill=fill, edge=theme.INK_2)
        sheet.say(x + 13, 12, key, theme.CAPTION, theme.INK_2)
        x += 26 + width(key, Face.REGULAR, theme.CAPTION)
    sheet.line((0, 18), (room, 18), theme.INK, theme.THIN)
    top = 20.0
    for row, lines, height in zip(chart.rows, names, heights, strict=True):
        middle = top + height / 2
        sheet.lines(0, middle - block_height(lines, theme.TABLE) / 2 - 0.5, lines, theme.TABLE)
        if row.produced:
            sheet.box((share, middle - 5), (row.produced * scale, 10), fill=theme.PAPER, edge=theme.INK_2)
        if row.used:
            sheet.box((share, middle - 5), (row.used * scale, 10), fill=theme.INK_2)
        sheet.say(share + row.produced * scale + 6, middle + 3, row.label, theme.CAPTION, theme.INK_2)
        top += height
    sheet.lines(0, top + 4, note, theme.CAPTION, theme.INK_3)
    return sheet.figure
