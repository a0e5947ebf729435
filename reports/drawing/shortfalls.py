"""Draw what a side lacks, and the inputs that it waits for."""

from __future__ import annotations

from matplotlib.figure import Figure

from questionnaires import Side
from reports import theme
from reports.charts import InheritedRow, InheritedRows, InputBars, PartKind, StackedBar
from reports.drawing.sheet import Align, Sheet, block_height
from reports.typeface import Face, fitted, width, wrap


def stacked_bar(chart: StackedBar, room: float) -> Figure:
    """Draw one bar: reached, inherited, own; each part says its name and its points."""
    parts = [part for part in chart.parts if part.value > 0]
    starts = [sum(part.value for part in parts[:index]) / chart.total * room for index in range(len(parts))]
    said = [f"{part.name} {part.label}" for part in parts]
    places = _label_places([*said, chart.total_label], [*starts, 0.0], room)
    sheet = Sheet(room, 37.0 + 11 * max(0, *(row - 1 for _, row in places)))
    for part, start in zip(parts, starts, strict=True):
        sheet.part(chart.side, part.kind, (start, 13), (part.value / chart.total * room, 11))
    for text, (x, row), colour in zip(
        (*said, chart.total_label), places, (*[theme.INK] * len(said), theme.INK_3), strict=True
    ):
        sheet.say(x, 9.5 if row == 0 else 22.5 + 11 * row, text, theme.CAPTION, colour)
    return sheet.figure


def _label_places(texts: list[str], starts: list[float], room: float) -> list[tuple[float, int]]:
    """Return where each label stands: row 0 above the bar, then rows below, so that none covers another.

    The last one, of the whole, always stands below.
    """
    places: list[tuple[float, int]] = []
    taken: dict[int, list[tuple[float, float]]] = {}
    for index, (text, start) in enumerate(zip(texts, starts, strict=True)):
        length = width(text, Face.REGULAR, theme.CAPTION)
        x = max(0.0, min(start, room - length))
        row = 1 if index == len(texts) - 1 else 0
        while any(x < end + 8 and begin - 8 < x + length for begin, end in taken.get(row, [])):
            row += 1
        taken.setdefault(row, []).append((x, x + length))
        places.append((x, row))
    return places


def inheritance_rows(chart: InheritedRows, room: float) -> Figure:
    """Draw each practice that waits beside the inputs that it waits for, each on its own side of the spine."""
    rows = [_Waiting(chart, row, room) for row in chart.rows]
    rest = wrap(chart.rest, Face.REGULAR, theme.CAPTION, room) if chart.rest else []
    sheet = Sheet(room, 46 + sum(row.height for row in rows) + block_height(rest, theme.CAPTION) + 5)
    _legend(sheet, chart, room)
    left, right = chart.header[0], chart.header[1]
    if chart.side is Side.CLIENT:
        left, right = right, left
    flank = (room - _SPINE) / 2
    for side, head, x in ((Side.CLIENT, left, 0.0), (Side.PROVIDER, right, room - flank)):
        start = x
        text = fitted(head, Face.STRONG, theme.TABLE, flank)
        if side is Side.CLIENT:
            start = flank - width(text, Face.STRONG, theme.TABLE)
        sheet.say(start, 32, text, theme.TABLE, theme.TEXT[side], Face.STRONG)
        sheet.band(side, x, 36.5, flank)
    top = 42.0
    for row in rows:
        row.draw(sheet, top)
        top += row.height
        sheet.line((0, top), (room, top), theme.RULE)
    sheet.lines(0, top + 4, rest, theme.CAPTION, theme.INK_3)
    return sheet.figure


_SPINE = 124.0
_CHIP = 24.0


def _legend(sheet: Sheet, chart: InheritedRows, room: float) -> None:
    """Write what the three patterns mean, at the upper right."""
    x = room
    for part in reversed(chart.legend):
        sheet.say(x, 11, part.name, theme.CAPTION, theme.INK_2, align="right")
        x -= width(part.name, Face.REGULAR, theme.CAPTION) + 21
        sheet.part(chart.side, part.kind, (x, 4), (17, 8))
        x -= 12


class _Waiting:
    """One practice that waits, laid out: its inputs, its way to the target, its name."""

    def __init__(self, chart: InheritedRows, row: InheritedRow, room: float) -> None:
        self._owner, self._row, self._room = chart.side, row, room
        self._text = (room - _SPINE) / 2 - _CHIP
        self._inputs = [(note, self._lines(note.name, note.what)) for note in row.inputs]
        self._practice = self._lines(row.name, row.note)
        tallest = max(sum(self._height(lines) + 3 for _, lines in self._inputs), self._height(self._practice))
        self.height = max(tallest, 24.0) + 8

    def _lines(self, name: str, more: str) -> tuple[list[str], list[str]]:
        """Return a name and what is said under it, in lines."""
        return (
            wrap(name, Face.REGULAR, theme.TABLE, self._text),
            wrap(more, Face.REGULAR, theme.SMALLEST, self._text) if more else [],
        )

    @staticmethod
    def _height(lines: tuple[list[str], list[str]]) -> float:
        """Return how high a name and its remark stand."""
        return block_height(lines[0], theme.TABLE) + block_height(lines[1], theme.SMALLEST)

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw the row from the top downwards."""
        row, start = self._row, top + 4
        self._block(sheet, self._owner, row.level, row.rating_label, self._practice, top + 4)
        for note, lines in self._inputs:
            self._block(sheet, self._owner.other, note.level, note.label, lines, start)
            start += self._height(lines) + 3
        length, x = _SPINE - 24, (self._room - _SPINE) / 2 + 12
        for kind, value in (
            (PartKind.REACHED, row.reached),
            (PartKind.INHERITED, row.inherited),
            (PartKind.OWN, row.own),
        ):
            share = value / row.target * length if row.target else 0.0
            if share > 0:
                sheet.part(self._owner, kind, (x, top + 6), (share, 8))
                x += share
        centre = self._room / 2
        sheet.say(centre, top + 23, row.inherited_label, theme.SMALLEST, theme.INK_2, align="center")

    def _block(
        self,
        sheet: Sheet,
        side: Side,
        level: int | None,
        label: str,
        lines: tuple[list[str], list[str]],
        top: float,
    ) -> None:
        """Write a practice of a side: its rating next to the spine, its name and remark beyond."""
        flank = (self._room - _SPINE) / 2
        edge, away = (flank, -1) if side is Side.CLIENT else (self._room - flank, 1)
        align: Align = "right" if side is Side.CLIENT else "left"
        sheet.chip(side, edge + away * 8, top + 6, level, label)
        x = edge + away * _CHIP
        after = sheet.lines(x, top, lines[0], theme.TABLE, align=align)
        sheet.lines(x, after, lines[1], theme.SMALLEST, theme.INK_2, align=align)


def input_bars(chart: InputBars, room: float) -> Figure:
    """Draw the inputs of one side by the points that they unlock, longest first."""
    names = [wrap(row.name, Face.REGULAR, theme.TABLE, room * 0.42) for row in chart.rows]
    heights = [max(18.0, block_height(lines, theme.TABLE) + 7) for lines in names]
    rest = wrap(chart.rest, Face.REGULAR, theme.CAPTION, room) if chart.rest else []
    sheet = Sheet(room, 20 + sum(heights) + block_height(rest, theme.CAPTION) + 6)
    sheet.say(0, 11, chart.header[0], theme.CAPTION, theme.INK_2)
    sheet.say(28, 11, chart.header[1], theme.CAPTION, theme.INK_2)
    sheet.say(room, 11, chart.header[2], theme.CAPTION, theme.INK_2, align="right")
    sheet.line((0, 17), (room, 17), theme.INK, theme.THIN)
    top, longest = 17.0, max((row.value for row in chart.rows), default=1.0)
    for row, lines, height in zip(chart.rows, names, heights, strict=True):
        middle = top + height / 2
        sheet.chip(chart.side, 8, middle, row.level, row.level_label)
        sheet.lines(28, middle - block_height(lines, theme.TABLE) / 2 - 0.5, lines)
        start = room * 0.42 + 44
        sheet.bar(chart.side, (start, middle - 3.5), (row.value / longest * (room - start - 44), 7))
        sheet.say(room, middle + 3.2, row.label, face=Face.STRONG, align="right")
        top += height
        sheet.line((0, top), (room, top), theme.RULE)
    sheet.lines(0, top + 4, rest, theme.CAPTION, theme.INK_3)
    return sheet.figure
