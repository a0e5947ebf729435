"""Draw the plan: the client's practices above, the provider's below, on one axis of months."""

from __future__ import annotations

from matplotlib.figure import Figure

from questionnaires import Side
from reports import theme
from reports.charts import Roadmap, RoadmapRow
from reports.drawing.sheet import Sheet, block_height
from reports.typeface import Face, fitted, width, wrap

_NAMES = 0.40
_NUMBER = 17.0
_BAND = 24.0


def roadmap(chart: Roadmap, room: float) -> Figure:
    """Draw each practice with its levels as bars; what comes before it is told by number after its name."""
    length = room * _NAMES - _NUMBER - 8
    names = [wrap(row.name, Face.REGULAR, theme.CAPTION, length) for row in chart.rows]
    notes = [
        wrap(f"{chart.header[4]} {row.after}", Face.REGULAR, theme.SMALLEST, length) if row.after else []
        for row in chart.rows
    ]
    talls = [
        block_height(name, theme.CAPTION) + block_height(note, theme.SMALLEST)
        for name, note in zip(names, notes, strict=True)
    ]
    heights = [max(17.0, tall + 5) for tall in talls]
    rest = wrap(chart.rest, Face.REGULAR, theme.CAPTION, room) if chart.rest else []
    bands = len({row.side for row in chart.rows}) * _BAND
    sheet = Sheet(room, 30 + bands + sum(heights) + 3 + block_height(rest, theme.CAPTION))
    days = 10 + width(chart.days_head, Face.REGULAR, theme.SMALLEST)
    calendar = _Calendar(room * _NAMES, room - days, chart.months)
    sheet.diamond(4, 7, 3.4)
    sheet.say(12, 10, chart.no_regret_key, theme.CAPTION, theme.INK_2)
    top = 26.0
    sheet.say(room, top - 5, chart.days_head, theme.SMALLEST, theme.INK_3, align="right")
    for quarter in chart.quarters:
        sheet.say(calendar.at(quarter.value), top - 5, quarter.label, theme.SMALLEST, theme.INK_3, align="right")
    sheet.line((0, top), (room, top), theme.INK, theme.THIN)
    side = None
    for row, name, note, tall, height in zip(chart.rows, names, notes, talls, heights, strict=True):
        if row.side is not side:
            side = row.side
            head = chart.client if side is Side.CLIENT else chart.provider
            text = fitted(head, Face.STRONG, theme.TABLE, room)
            sheet.say(0, top + 14, text, theme.TABLE, theme.TEXT[side], Face.STRONG)
            sheet.band(side, 0, top + 18, room)
            top += _BAND
        for quarter in chart.quarters:
            x = calendar.at(quarter.value)
            sheet.line((x, top), (x, top + height), theme.RULE)
        middle = top + height / 2
        sheet.say(_NUMBER - 5, middle + 3, str(row.number), theme.SMALLEST, theme.INK_3, align="right")
        after = sheet.lines(_NUMBER, middle - tall / 2 - 0.5, name, theme.CAPTION)
        sheet.lines(_NUMBER, after, note, theme.SMALLEST, theme.INK_3)
        _lifts(sheet, row, calendar, middle)
        sheet.say(room, middle + 3, row.days, theme.CAPTION, theme.INK_2, align="right")
        top += height
        sheet.line((0, top), (room, top), theme.RULE)
    sheet.lines(0, top + 3, rest, theme.CAPTION, theme.INK_3)
    return sheet.figure


class _Calendar:
    """Where months stand."""

    def __init__(self, start: float, end: float, months: int) -> None:
        self.start, self.end = start, end
        self._unit = (end - start) / max(1, months)

    def at(self, month: float) -> float:
        """Return where the end of a month stands."""
        return self.start + month * self._unit


def _lifts(sheet: Sheet, row: RoadmapRow, calendar: _Calendar, y: float) -> None:
    """Draw the levels that a practice gains, each with its label in the bar, or after it where the bar is short."""
    for number, lift in enumerate(row.lifts):
        start, end = calendar.at(lift.starts), calendar.at(lift.ends)
        sheet.box((start + 0.5, y - 5.5), (end - start - 1, 11), theme.SOFT[row.side], theme.FILL[row.side])
        long = width(lift.label, Face.REGULAR, theme.SMALLEST)
        following = calendar.at(row.lifts[number + 1].starts) if number + 1 < len(row.lifts) else calendar.end
        marked = row.no_regret and number == 0
        if marked:
            sheet.diamond(start + 5.5, y, 3.2)
        if long + (12 if marked else 4) <= end - start:
            sheet.say((start + end + (8 if marked else 0)) / 2, y + 2.8, lift.label, theme.SMALLEST, align="center")
        elif following - end >= long + 4:
            sheet.say_over(end + 3, y + 2.8, lift.label, theme.SMALLEST, theme.INK_2)
        else:
            sheet.say_over(start - 3, y + 2.8, lift.label, theme.SMALLEST, theme.INK_2, "right")
