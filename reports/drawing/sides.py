"""Draw the charts that set both sides face to face."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure

from questionnaires import Side
from reports import theme
from reports.charts import (
    NOTHING,
    Bar,
    BarState,
    MirrorBars,
    MirrorRow,
    PairedDots,
    PairRow,
    RowKind,
    StepRow,
    StepRows,
    Steps,
)
from reports.drawing.sheet import Align, Sheet, block_height
from reports.typeface import Face, fitted, width, wrap

_VALUES = 58.0
_BARE_VALUES = 30.0
_HEAD = 22.0
_AXIS = 13.0


@dataclass(frozen=True, slots=True)
class _Mirror:
    """Where things stand on both sides of the spine."""

    width: float
    spine: float
    values: float = _VALUES

    @property
    def centre(self) -> float:
        """The middle of the spine."""
        return self.width / 2

    def edge(self, side: Side) -> float:
        """The edge of the spine that a side faces."""
        return self.centre + self.outwards(side) * self.spine / 2

    def zero(self, side: Side) -> float:
        """Where the scale of a side starts."""
        return self.edge(side) + self.outwards(side) * self.values

    @property
    def unit(self) -> float:
        """Length of one level."""
        return (self.width - self.spine - 2 * self.values - 2) / 10

    def at(self, side: Side, value: float) -> float:
        """Where a value stands."""
        return self.zero(side) + self.outwards(side) * value * self.unit

    @staticmethod
    def outwards(side: Side) -> int:
        """The direction away from the spine."""
        return -1 if side is Side.CLIENT else 1

    @staticmethod
    def align(side: Side) -> Align:
        """How text that leans on the spine is set."""
        return "right" if side is Side.CLIENT else "left"


def mirror_bars(chart: MirrorBars, room: float) -> Figure:
    """Draw both sides on one scale, the client to the left of the spine."""
    themes = any(row.kind is RowKind.THEME for row in chart.rows)
    ranges = any(bar.range_label for row in chart.rows for bar in (row.client, row.provider) if bar)
    mirror = _Mirror(room, 132.0 if themes else 104.0, _VALUES if ranges else _BARE_VALUES)
    heights = [_mirror_height(row, mirror) for row in chart.rows]
    sheet = Sheet(room, _HEAD + _AXIS + sum(heights) + 3)
    for side, head in ((Side.CLIENT, chart.client_head), (Side.PROVIDER, chart.provider_head)):
        _column_head(sheet, mirror, side, head)
        for level in range(chart.maximum + 1):
            sheet.say(mirror.at(side, level), _HEAD + 9, str(level), theme.SMALLEST, theme.INK_3, align="center")
    sheet.say(mirror.centre, 13, chart.target_label, theme.CAPTION, theme.INK_3, align="center")
    top = _HEAD + _AXIS
    for row, height in zip(chart.rows, heights, strict=True):
        _mirror_row(sheet, mirror, chart, row, top, height)
        top += height
    return sheet.figure


def _column_head(sheet: Sheet, mirror: _Mirror, side: Side, head: str, note: str = "") -> None:
    """Write whose column it is, over the band of that side."""
    length = mirror.width / 2 - mirror.spine / 2
    lead = width(f"{note} ", Face.REGULAR, theme.CAPTION) if note else 0.0
    text = fitted(head, Face.STRONG, theme.BODY, length - lead - 4)
    edge, away = mirror.edge(side), mirror.outwards(side)
    sheet.say(edge, 13, text, theme.BODY, theme.TEXT[side], Face.STRONG, mirror.align(side))
    if note:
        beyond = edge + away * (width(text, Face.STRONG, theme.BODY) + 4)
        sheet.say(beyond, 13, note, theme.CAPTION, theme.INK_3, align=mirror.align(side))
    sheet.band(side, 0 if side is Side.CLIENT else edge, 17.5, length)


def _mirror_names(row: MirrorRow, mirror: _Mirror) -> tuple[list[str], float, Face]:
    """Return the name of a row in lines, with its size and face."""
    size = theme.CAPTION if row.kind is RowKind.THEME else theme.TABLE
    face = Face.REGULAR if row.kind is RowKind.THEME else Face.STRONG
    note = 24.0 if _note(row) else 0.0
    return wrap(row.name, face, size, mirror.spine - 10 - note), size, face


def _note(row: MirrorRow) -> str:
    """Return what is printed after the name of a group: its gap, when there is one."""
    return "" if row.kind is RowKind.OVERALL or row.note == NOTHING else row.note


def _mirror_height(row: MirrorRow, mirror: _Mirror) -> float:
    """Return the height of a row, more when its name takes several lines or starts a domain."""
    lines, size, _ = _mirror_names(row, mirror)
    base = 11.6 if row.kind is RowKind.THEME else 17.0
    return max(base, block_height(lines, size) + (2 if row.kind is RowKind.THEME else 6))


def _mirror_row(sheet: Sheet, mirror: _Mirror, chart: MirrorBars, row: MirrorRow, top: float, height: float) -> None:
    """Draw one group: two scales, two bars, two values, one name."""
    if row.kind is not RowKind.THEME and mirror.spine > 110 and row is not chart.rows[0]:
        sheet.line((0, top), (mirror.width, top), theme.EDGE)
    middle = top + height / 2
    for side, bar in ((Side.CLIENT, row.client), (Side.PROVIDER, row.provider)):
        if bar is None:
            continue
        if bar.state is not BarState.NOT_APPLICABLE:
            _scale(sheet, mirror, chart, side, top, top + height)
        _mirror_bar(sheet, mirror, side, bar, middle, row.kind)
    lines, size, face = _mirror_names(row, mirror)
    start = middle - block_height(lines, size) / 2 - size * 0.06
    note = _note(row)
    shift = (width(note, Face.REGULAR, theme.SMALLEST) + 3) / 2 if note else 0.0
    for line in lines[:-1]:
        start = sheet.lines(mirror.centre, start, [line], size, theme.INK, face, "center")
    sheet.lines(mirror.centre - shift, start, lines[-1:], size, theme.INK, face, "center")
    after = mirror.centre - shift + width(lines[-1], face, size) / 2 + 3
    sheet.say(after, start + size, note, theme.SMALLEST, theme.INK_3)


def _scale(sheet: Sheet, mirror: _Mirror, chart: MirrorBars, side: Side, top: float, bottom: float) -> None:
    """Draw the lines of the levels, the target dotted, zero in ink."""
    for level in range(1, chart.maximum + 1):
        x = mirror.at(side, level)
        if level != chart.target:
            sheet.line((x, top), (x, bottom), theme.RULE)
    x = mirror.at(side, chart.target)
    sheet.line((x, top), (x, bottom), theme.INK_3, theme.THIN, (1.5, 1.5))
    x = mirror.zero(side)
    sheet.line((x, top), (x, bottom), theme.INK, theme.THIN)


def _mirror_bar(sheet: Sheet, mirror: _Mirror, side: Side, bar: Bar, y: float, kind: RowKind) -> None:
    """Draw one bar with its range, and print both beside the spine."""
    thick = 5.0 if kind is RowKind.THEME else 7.0
    if bar.value:
        ends = sorted((mirror.at(side, 0), mirror.at(side, bar.value)))
        sheet.bar(side, (ends[0], y - thick / 2), (ends[1] - ends[0], thick))
    elif bar.value is not None:
        x = mirror.zero(side)
        sheet.line((x, y - thick / 2), (x, y + thick / 2), theme.FILL[side], 2.0)
    if bar.value is not None and bar.low is not None and bar.high is not None:
        low, high = mirror.at(side, bar.low), mirror.at(side, bar.high)
        sheet.line((low, y), (high, y), theme.INK, theme.THIN)
        for x in (low, high):
            sheet.line((x, y - 2), (x, y + 2), theme.INK, theme.THIN)
    size = theme.CAPTION if kind is RowKind.THEME else theme.TABLE
    face = Face.REGULAR if kind is RowKind.THEME else Face.STRONG
    _value(sheet, mirror, side, bar, (y + size * 0.35, size), face)


def _value(sheet: Sheet, mirror: _Mirror, side: Side, bar: Bar, line: tuple[float, float], face: Face) -> None:
    """Print a value and its range on one line, the range towards the spine on the left, after it on the right."""
    (y, size), edge = line, mirror.edge(side)
    lead = width(f"{bar.range_label} ", Face.REGULAR, theme.SMALLEST) if bar.range_label else 0.0
    value = width(bar.label, face, size)
    if side is Side.CLIENT:
        sheet.say(edge, y, bar.range_label, theme.SMALLEST, theme.INK_3, align="right")
        sheet.say(edge - lead - (1 if lead else 0), y, bar.label, size, theme.INK, face, "right")
    else:
        sheet.say(edge, y, bar.label, size, theme.INK, face)
        sheet.say(edge + value + 3, y, bar.range_label, theme.SMALLEST, theme.INK_3)


def step_rows(chart: StepRows, room: float) -> Figure:
    """Draw five cells a side, step 1 next to the spine, each filled as far as it is climbed."""
    mirror = _Mirror(room, 104.0)
    heights = [max(18.0, block_height(_step_name(row, mirror), theme.TABLE) + 6) for row in chart.rows]
    sheet = Sheet(room, _HEAD + 5 + sum(heights))
    _column_head(sheet, mirror, Side.CLIENT, chart.client, chart.client_note)
    _column_head(sheet, mirror, Side.PROVIDER, chart.provider, chart.provider_note)
    top = _HEAD + 4
    for row, height in zip(chart.rows, heights, strict=True):
        middle = top + height / 2
        names = _step_name(row, mirror)
        start = middle - block_height(names, theme.TABLE) / 2 - 0.5
        sheet.lines(mirror.centre, start, names, theme.TABLE, align="center")
        for side, steps in ((Side.CLIENT, row.client), (Side.PROVIDER, row.provider)):
            if steps:
                _step_cells(sheet, mirror, side, steps, middle)
        top += height
    return sheet.figure


def _step_name(row: StepRow, mirror: _Mirror) -> list[str]:
    """Return the name of a row in lines."""
    return wrap(row.name, Face.REGULAR, theme.TABLE, mirror.spine - 8)


def _step_cells(sheet: Sheet, mirror: _Mirror, side: Side, steps: Steps, y: float) -> None:
    """Draw the cells of one side, and its level between them and the spine."""
    size = theme.TABLE
    level = wrap(steps.level, Face.STRONG, size, _VALUES)
    sheet.lines(
        mirror.edge(side),
        y - block_height(level, size) / 2 - 0.5,
        level,
        size,
        theme.INK,
        Face.STRONG,
        mirror.align(side),
    )
    away = mirror.outwards(side)
    cell = mirror.unit - 3
    for index, label in enumerate(steps.labels):
        near = mirror.zero(side) + away * index * mirror.unit
        if steps.values is not None and steps.values[index] > 0:
            far = near + away * cell * min(1.0, steps.values[index])
            sheet.box((min(near, far), y - 6.5), (abs(far - near), 13), fill=theme.SOFT[side])
        sheet.box((min(near, near + away * cell), y - 6.5), (cell, 13), edge=theme.EDGE)
        sheet.say(near + away * cell / 2, y + 2.8, label, theme.CAPTION, theme.INK, align="center")


_NAME = 0.40
"""Share of the width that names of practices take."""


def paired_dots(chart: PairedDots, room: float) -> Figure:
    """Draw each practice as the two sides see it, joined by a line, with the rating retained."""
    names = [wrap(row.name, Face.REGULAR, theme.TABLE, room * _NAME - 14) for row in chart.rows]
    notes = [wrap(row.note, Face.REGULAR, theme.SMALLEST, room * _NAME - 14) if row.note else [] for row in chart.rows]
    talls = [
        block_height(name, theme.TABLE) + block_height(note, theme.SMALLEST)
        for name, note in zip(names, notes, strict=True)
    ]
    heights = [max(18.0, tall + 7) for tall in talls]
    key = wrap(chart.key, Face.REGULAR, theme.CAPTION, room)
    sheet = Sheet(room, 24 + sum(heights) + 6 + block_height(key, theme.CAPTION))
    _pair_heads(sheet, chart, room)
    top = 20.0
    for row, name, note, tall, height in zip(chart.rows, names, notes, talls, heights, strict=True):
        middle = top + height / 2
        sheet.mark(row.side, 4, middle, 2.8)
        after = sheet.lines(14, middle - tall / 2 - 0.5, name)
        sheet.lines(14, after, note, theme.SMALLEST, theme.INK_2)
        _pair(sheet, chart, row, room, (top, height))
        top += height
        sheet.line((0, top), (room, top), theme.RULE)
    sheet.lines(0, top + 5, key, theme.CAPTION, theme.INK_3)
    return sheet.figure


def _pair_places(room: float, maximum: int) -> tuple[float, float, float, float]:
    """Return where the client's values, the scale, the provider's values and the retained ones stand."""
    scale = room * _NAME + 34
    unit = (room - 40 - 36 - scale) / maximum
    return room * _NAME + 14, scale, unit, room - 40 - 14


def _pair_heads(sheet: Sheet, chart: PairedDots, room: float) -> None:
    """Write the head of each column."""
    left, scale, unit, right = _pair_places(room, chart.maximum)
    sheet.mark(Side.CLIENT, left, 9)
    sheet.mark(Side.PROVIDER, right, 9)
    for level in range(chart.maximum + 1):
        sheet.say(scale + level * unit, 12, str(level), theme.SMALLEST, theme.INK_3, align="center")
    sheet.say(room, 12, chart.header[-1], theme.CAPTION, theme.INK_2, align="right")
    sheet.line((0, 18), (room, 18), theme.INK, theme.THIN)


def _pair(sheet: Sheet, chart: PairedDots, row: PairRow, room: float, band: tuple[float, float]) -> None:
    """Draw one practice on the scale."""
    (top, height), (left, scale, unit, right) = band, _pair_places(room, chart.maximum)
    middle = top + height / 2
    for level in range(chart.maximum + 1):
        x = scale + level * unit
        sheet.line((x, top), (x, top + height), theme.RULE)
    client, provider = scale + row.client * unit, scale + row.provider * unit
    sheet.line((client, middle), (provider, middle), theme.INK_3, 1.2)
    if row.retained is not None:
        x = scale + row.retained * unit
        sheet.line((x, middle - 6), (x, middle + 6), theme.INK, 1.4)
    sheet.mark(Side.CLIENT, client, middle)
    sheet.mark(Side.PROVIDER, provider, middle)
    baseline = middle + theme.TABLE * 0.35
    sheet.say(left, baseline, row.client_label, colour=theme.TEXT[Side.CLIENT], align="center")
    sheet.say(right, baseline, row.provider_label, colour=theme.TEXT[Side.PROVIDER], align="center")
    sheet.say(room, baseline, row.retained_label, face=Face.STRONG, align="right")
