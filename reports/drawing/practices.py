"""Draw every practice at once, and which input unlocks which practice."""

from __future__ import annotations

from matplotlib.figure import Figure

from questionnaires import Side
from reports import theme
from reports.charts import DependencyMap, MapEnd, PracticeCell, PracticeHeat, ThemeRow
from reports.drawing.sheet import Sheet, block_height
from reports.typeface import Face, fitted, wrap

_CELL = 24.0
_SPINE = 0.30
_NAME_ROOM = 0.35


def practice_heat(chart: PracticeHeat, room: float) -> Figure:
    """Draw each theme on the spine, its practices as tinted cells on either side, their names beyond."""
    spine = room * _SPINE
    rows = [(row, _height(row, room, spine)) for row in chart.rows]
    key = wrap(chart.key, Face.REGULAR, theme.CAPTION, room)
    sheet = Sheet(room, 24 + sum(height for _, height in rows) + 6 + block_height(key, theme.CAPTION))
    side_room = (room - spine) / 2
    for side, head in ((Side.CLIENT, chart.client), (Side.PROVIDER, chart.provider)):
        edge = side_room if side is Side.CLIENT else room - side_room
        text = fitted(head, Face.STRONG, theme.BODY, side_room - 4)
        align = "right" if side is Side.CLIENT else "left"
        sheet.say(edge, 13, text, theme.BODY, theme.TEXT[side], Face.STRONG, "right" if align == "right" else "left")
        sheet.band(side, 0 if side is Side.CLIENT else edge, 17.5, side_room)
    top = 22.0
    for row, height in rows:
        if row.domain:
            sheet.line((0, top), (room, top), theme.INK_2, theme.HAIRLINE)
            sheet.say(room / 2, top + 10, row.domain, theme.CAPTION, theme.INK_2, Face.STRONG, "center")
            inner, start = height - 13, top + 13
        else:
            inner, start = height, top
        lines = wrap(row.name, Face.REGULAR, theme.CAPTION, spine - 10)
        sheet.lines(
            room / 2,
            start + (inner - block_height(lines, theme.CAPTION)) / 2 - 0.5,
            lines,
            theme.CAPTION,
            align="center",
        )
        for side, cells in ((Side.CLIENT, row.client), (Side.PROVIDER, row.provider)):
            _cells(sheet, side, cells, room, spine, (start, inner))
        top += height
    sheet.lines(0, top + 5, key, theme.CAPTION, theme.INK_3)
    return sheet.figure


def _names(cells: tuple[PracticeCell, ...], side_room: float) -> list[list[str]]:
    """Return the names of practices in lines, beside their cells."""
    return [wrap(cell.name, Face.REGULAR, theme.SMALLEST, side_room - _CELL - 10) for cell in cells]


def _height(row: ThemeRow, room: float, spine: float) -> float:
    """Return the height of a theme: that of the side with more to show."""
    side_room = (room - spine) / 2
    tall = [
        sum(max(13.0, block_height(lines, theme.SMALLEST) + 3) for lines in _names(cells, side_room))
        for cells in (row.client, row.provider)
    ]
    name = block_height(wrap(row.name, Face.REGULAR, theme.CAPTION, spine - 10), theme.CAPTION)
    return max(*tall, name, 13.0) + 3 + (13 if row.domain else 0)


def _cells(
    sheet: Sheet, side: Side, cells: tuple[PracticeCell, ...], room: float, spine: float, band: tuple[float, float]
) -> None:
    """Draw the practices of one side of a theme, one under the other."""
    side_room = (room - spine) / 2
    names = _names(cells, side_room)
    heights = [max(13.0, block_height(lines, theme.SMALLEST) + 3) for lines in names]
    top = band[0] + (band[1] - sum(heights)) / 2
    left = side is Side.CLIENT
    for cell, lines, height in zip(cells, names, heights, strict=True):
        x = side_room - _CELL if left else room - side_room
        middle = top + height / 2
        tint = theme.PAPER if cell.level is None else theme.LEVELS[side][cell.level]
        hatch = "/" if cell.state == "unrated" else ""
        sheet.box((x, middle - 5.5), (_CELL, 11), fill=tint, edge=theme.EDGE, hatch=hatch)
        dark = cell.level is not None and cell.level >= theme.ON_DARK_FROM
        colour = theme.PAPER if dark else theme.INK
        sheet.say(x + _CELL / 2, middle + 3, cell.label, theme.CAPTION, colour, align="center")
        edge = x - 5 if left else x + _CELL + 5
        start = middle - block_height(lines, theme.SMALLEST) / 2 - 0.5
        sheet.lines(edge, start, lines, theme.SMALLEST, theme.INK_2, align="right" if left else "left")
        top += height


def dependency_map(chart: DependencyMap, room: float) -> Figure:
    """Draw inputs to the left, the practices that wait for them to the right, and a line for each link."""
    names = {Side.CLIENT: _ends(chart.left, room), Side.PROVIDER: _ends(chart.right, room)}
    heights = {side: [max(20.0, block_height(lines, theme.CAPTION) + 8) for lines in names[side]] for side in Side}
    tall = max(sum(found) for found in heights.values())
    rest = wrap(chart.rest, Face.REGULAR, theme.CAPTION, room) if chart.rest else []
    sheet = Sheet(room, 24 + tall + (6 + block_height(rest, theme.CAPTION) if rest else 2))
    length = room * _NAME_ROOM
    places = {}
    for side, head in ((Side.CLIENT, chart.client), (Side.PROVIDER, chart.provider)):
        left = side is Side.CLIENT
        text = fitted(head, Face.STRONG, theme.BODY, length)
        sheet.say(0 if left else room, 13, text, theme.BODY, theme.TEXT[side], Face.STRONG, "left" if left else "right")
        sheet.band(side, 0 if left else room - length, 17.5, length)
        places[side] = _middles(heights[side], 22.0, tall)
    most = max(link.share for link in chart.links)
    start, end = length + 12, room - length - 12
    for link in reversed(chart.links):
        ends = (start, places[Side.CLIENT][link.left]), (end, places[Side.PROVIDER][link.right])
        sheet.line(*ends, theme.INK_3, 0.6 + 2.4 * link.share / most)
    for side, found in ((Side.CLIENT, chart.left), (Side.PROVIDER, chart.right)):
        left = side is Side.CLIENT
        for end_, lines, y in zip(found, names[side], places[side], strict=True):
            x = length + 3 if left else room - length - 3
            sheet.chip(side, x, y, end_.level, end_.label)
            edge = x - 12 if left else x + 12
            top = y - block_height(lines, theme.CAPTION) / 2 - 0.5
            sheet.lines(edge, top, lines, theme.CAPTION, align="right" if left else "left")
    sheet.lines(0, 24 + tall + 4, rest, theme.CAPTION, theme.INK_3)
    return sheet.figure


def _ends(found: tuple[MapEnd, ...], room: float) -> list[list[str]]:
    """Return the names at one end, in lines."""
    return [wrap(end.name, Face.REGULAR, theme.CAPTION, room * _NAME_ROOM - 14) for end in found]


def _middles(heights: list[float], top: float, tall: float) -> list[float]:
    """Return where each of one end stands, spread over the whole height."""
    spare = (tall - sum(heights)) / len(heights)
    middles = []
    for height in heights:
        middles.append(top + (height + spare) / 2)
        top += height + spare
    return middles
