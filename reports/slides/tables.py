"""Set tables on slides, native ones: columns by what they hold, letters as large as the room allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Pt

from questionnaires import Side
from reports import theme
from reports.document import Align, Inline, RowStyle, Table
from reports.language import NO_BREAK
from reports.slides.canvas import Box, Setting, describe, paint, write
from reports.slides.fitting import LEADING, caution, lines_of, text_of
from reports.typeface import Face, register, width

SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0)
"""Sizes that a table may have, the largest first."""

LEAST, READABLE = 12.0, 14.0
"""Letters of a table are no smaller than the first where some rows can wait in the notes; what is left then has the
second: fewer rows that are read rather than more that are not."""

PAD = 3.0
"""Air above and below the text of a cell."""

FLANK = 5.0
"""Air left and right of it."""

_PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's style without colours nor lines: both are set here."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, how it is set, and its tint."""

    text: Inline
    align: Align = Align.LEFT
    strong: bool = False
    colour: str = theme.INK
    fill: str = ""
    across: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to be set: header, rows and the share of the width of each column (by content when empty)."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: tuple[float, ...] = ()
    name: str = ""
    alt: str = ""
    ruled: bool = field(default=True)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max(len(self.header), *(sum(cell.across for cell in row) for row in self.rows), 0)


def grid_of(table: Table) -> Grid:
    """Return a table of the document as cells."""
    aligns = [column.align for column in table.columns] or [Align.LEFT] * table.width
    rows = []
    for row in table.rows:
        strong = row.style in (RowStyle.GROUP, RowStyle.STRONG)
        colour = theme.INK_3 if row.style is RowStyle.MUTED else theme.INK
        cells = [Cell(text, align, strong, colour) for text, align in zip(row.cells, aligns, strict=False)]
        if row.style is RowStyle.GROUP:
            cells = [replace(cell, fill=theme.WASH) for cell in cells]
        if len(cells) == 1:
            cells = [replace(cells[0], across=table.width)]
        cells += [Cell("")] * (table.width - sum(cell.across for cell in cells))
        rows.append(tuple(cells))
    header = tuple(Cell(text, align, strong=True) for text, align in zip(table.header, aligns, strict=False))
    shares = tuple(column.share for column in table.columns)
    return Grid(header, tuple(rows), shares, table.caption, table.caption)


def facing_header(header: Sequence[str]) -> tuple[Cell, ...]:
    """Return a header whose first column is the client's and whose last one is the provider's, both facing inwards."""
    last = len(header) - 1
    colours = {0: theme.TEXT[Side.CLIENT], last: theme.TEXT[Side.PROVIDER]}
    aligns = {0: Align.RIGHT, last: Align.LEFT}
    return tuple(
        Cell(text, aligns.get(index, Align.CENTRE), strong=True, colour=colours.get(index, theme.INK))
        for index, text in enumerate(header)
    )


@dataclass(frozen=True, slots=True)
class _Set:
    """A table laid out: size of letters, widths, heights, how many rows the room holds, whether no word is cut."""

    size: float
    widths: list[float]
    heights: list[float]
    rows: int
    whole: bool


def add_table(slide: Slide, box: Box, grid: Grid, *, least: float = LEAST) -> int:
    """Set a table in a box, and return how many of its rows the box does not hold."""
    tried = [_lay(grid, box, size) for size in SIZES]
    held = [laid for laid in tried if laid.rows == len(grid.rows) and (laid.size >= least or laid.rows == 1)]
    held = held or [laid for laid in tried if laid.rows and laid.size <= READABLE] or tried[-1:]
    # The largest letters that cut no word; else the largest that fit, for a word may be endless.
    laid = next((laid for laid in held if laid.whole), held[0])
    if not laid.rows:
        return len(grid.rows)
    rows = (*((grid.header,) if grid.header else ()), *grid.rows[: laid.rows])
    heights = laid.heights[: len(rows)]
    place = Box(box.x, box.y, box.width, sum(heights))
    frame = slide.shapes.add_table(len(rows), grid.width, *place.place())
    describe(frame, grid.name, grid.alt)
    table: Any = frame.table
    style: Any = table._tbl.tblPr
    style.find(qn("a:tableStyleId")).text = _PLAIN_STYLE
    table.horz_banding, table.first_row = False, bool(grid.header)
    for column, length in zip(table.columns, laid.widths, strict=True):
        column.width = Pt(length)
    for index, (row, cells, height) in enumerate(zip(table.rows, rows, heights, strict=True)):
        row.height = Pt(height)
        start = 0
        for cell in cells:
            shown = table.cell(index, start)
            if cell.across > 1:
                shown.merge(table.cell(index, start + cell.across - 1))
            head = bool(grid.header) and index == 0
            _fill(shown, cell, laid.size, edge=(theme.INK if head else theme.RULE) if grid.ruled else "")
            start += cell.across
    return len(grid.rows) - laid.rows


def _lay(grid: Grid, box: Box, size: float) -> _Set:
    """Lay a table out at one size of letters."""
    widths, whole = _widths(grid, box.width, size)
    lines = (*((grid.header,) if grid.header else ()), *grid.rows)
    heights = [_height(cells, widths, size) for cells in lines]
    used, rows = (heights[0] if grid.header else 0.0), 0
    for height in heights[1 if grid.header else 0 :]:
        if used + height > box.height:
            break
        used, rows = used + height, rows + 1
    while 0 < rows < len(grid.rows) and grid.rows[rows - 1][0].across > 1:
        rows -= 1  # a name of a group never stands last
    return _Set(size, widths, heights, rows, whole)


def _widths(grid: Grid, room: float, size: float) -> tuple[list[float], bool]:
    """Return the widths of columns, by their shares or by what they hold, and whether each holds its longest word."""
    shares = list(grid.shares) if len(grid.shares) == grid.width else [0.0] * grid.width
    least = [0.0] * grid.width
    register()
    for cells in (grid.header, *grid.rows):
        if len(cells) != grid.width:
            continue
        for index, cell in enumerate(cells):
            text, face = text_of(cell.text), Face.STRONG if cell.strong else Face.REGULAR
            longest = max(width(word, face, size * caution()) for word in text.replace("\n", " ").split(" "))
            least[index] = max(least[index], min(longest, room / 3))
            if len(grid.shares) != grid.width:
                longest = max(width(line, face, size) for line in text.split("\n"))
                shares[index] = max(shares[index], min(longest, room * 0.45) + 4)
    # A column is never narrower than its longest word.
    least = [length + 2 * FLANK + 1 for length in least]
    widths = [room * share / sum(shares) for share in shares]
    short = [max(0.0, needed - length) for needed, length in zip(least, widths, strict=True)]
    spare = [max(0.0, length - needed) for needed, length in zip(least, widths, strict=True)]
    if sum(spare) <= sum(short):
        return [room * needed / sum(least) for needed in least], sum(least) <= room
    taken = sum(short) / sum(spare) if sum(spare) else 0.0
    return [length + more - left * taken for length, more, left in zip(widths, short, spare, strict=True)], True


def _height(cells: Sequence[Cell], widths: Sequence[float], size: float) -> float:
    """Return how high a row stands."""
    most, start = 1, 0
    for cell in cells:
        room = sum(widths[start : start + cell.across]) - 2 * FLANK
        start += cell.across
        face = Face.STRONG if cell.strong else Face.REGULAR
        most = max(most, lines_of(text_of(cell.text), face, size, room))
    return most * size * LEADING + 2 * PAD


def _fill(shown: Any, cell: Cell, size: float, edge: str) -> None:
    """Write a cell, tint it, and rule it off below."""
    shown.margin_left = shown.margin_right = Pt(FLANK)
    shown.margin_top = shown.margin_bottom = Pt(PAD)
    shown.vertical_anchor = MSO_ANCHOR.MIDDLE if cell.fill else MSO_ANCHOR.TOP
    # An empty cell would stand as high as the letters of the theme, and push its row.
    text = cell.text or NO_BREAK
    write(shown.text_frame, [text], Setting(size, cell.strong, cell.colour, cell.align, fixed=bool(cell.fill)))
    if cell.fill:
        paint(shown.fill, cell.fill)
    else:
        shown.fill.background()
    if edge:
        _rule(shown._tc.get_or_add_tcPr(), edge)


def _rule(properties: Any, colour: str) -> None:
    """Draw the line under a cell; lines come before the fill."""
    line = properties.makeelement(qn("a:lnB"), {"w": str(int(Pt(theme.THIN))), "cap": "flat", "cmpd": "sng"})
    solid = line.makeelement(qn("a:solidFill"), {})
    solid.append(solid.makeelement(qn("a:srgbClr"), {"val": colour.removeprefix("#").upper()}))
    line.append(solid)
    properties.insert(0, line)
