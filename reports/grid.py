"""Set rows of paragraphs on pages: a grid that splits between rows, and inside a row taller than a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak

from reports import theme
from reports.paragraphs import Tagged
from reports.tags import Node, marked

Paint = Callable[[Canvas, float, float, float, float], None]
"""Draw the lines of a row, given x, top, width and height."""

PADDING = 3.2
"""Air above and below the text of a row."""

_LEAST = 40.0
"""A row is not split for less than this."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """Cells of one row, None where there is nothing.

    A row with one cell in a grid of several columns spans them all. `together` keeps it with the next one.
    """

    cells: tuple[Tagged | None, ...]
    paint: Paint
    together: bool = False


class Grid(Flowable):
    """Rows over fixed columns; the first `head` rows come again at the top of every page."""

    def __init__(
        self,
        rows: Sequence[GridRow],
        widths: Sequence[float],
        gap: float = 8.0,
        head: int = 0,
        after: float = 8.0,
        heights: Sequence[float] = (),
    ) -> None:
        super().__init__()
        self._rows, self._widths, self._gap = tuple(rows), tuple(widths), gap
        self.spaceBefore, self.spaceAfter = 2.0, after
        self.heights = list(heights) or [self._measure(row) for row in self._rows]
        # a head that would leave no room for the body is a row like another
        self._head = head if sum(self.heights[:head]) < theme.CONTENT_HEIGHT / 2 else 0

    @property
    def lead(self) -> float:
        """The least that must stand on a page: the head and the rows that begin the body."""
        count = self._head
        while count < len(self._rows) - 1 and self._rows[count].together:
            count += 1
        return min(sum(self.heights[: count + 2]), sum(self.heights[: self._head]) + 3 * _LEAST)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - ReportLab's own names
        """Return the size of the whole grid."""
        return sum(self._widths), sum(self.heights)

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803 - ReportLab's own names
        """Return what fits the height and what does not; nothing when a new page is better."""
        count, height = 0, 0.0
        while count < len(self._rows) and height + self.heights[count] <= aH:
            height += self.heights[count]
            count += 1
        if count == len(self._rows):
            return [self]
        fitted = count
        if count == len(self._rows) - 1 and count > self._head + 2:
            count -= 1  # no row is alone on its page
        while count > self._head and self._rows[count - 1].together:
            count -= 1
        if count > self._head:
            above, below = self._split_at(count)
            # What was kept for the next page would often fit here too, under a second head.
            return [above, below] if count == fitted else [above, PageBreak(), below]
        if sum(self.heights[: fitted + 1]) < theme.CONTENT_HEIGHT - 1:
            return []
        halves = self._split_row(fitted, aH)
        return halves or (self._split_at(fitted) if fitted > self._head else [])

    def _split_at(self, count: int) -> list[Flowable]:
        """Split between two rows."""
        head, rows, heights = self._head, self._rows, self.heights
        rest = ((*rows[:head], *rows[count:]), (*heights[:head], *heights[count:]))
        return [self._part(rows[:count], heights[:count]), self._part(*rest)]

    def _split_row(self, index: int, room: float) -> list[Flowable]:
        """Split one row that a whole page could not hold; nothing when too little of it would stand here."""
        left = room - sum(self.heights[:index])
        if left < _LEAST:
            return []
        row = self._rows[index]
        halves = [
            _split_cell(cell, width, left - 2 * PADDING)
            for cell, width in zip(row.cells, self._cell_widths(row), strict=False)
        ]
        if not any(first for first, _ in halves) or not any(rest for _, rest in halves):
            return []
        above = replace(row, cells=tuple(first for first, _ in halves))
        below = replace(row, cells=tuple(rest for _, rest in halves))
        rest = (*self._rows[: self._head], below, *self._rows[index + 1 :])
        return [self._part((*self._rows[:index], above)), self._part(rest)]

    def _part(self, rows: tuple[GridRow, ...], heights: Sequence[float] = ()) -> Grid:
        """Return a grid of the same shape with other rows; their heights are measured when not given."""
        return Grid(rows, self._widths, self._gap, self._head, self.spaceAfter, heights)

    def _cell_widths(self, row: GridRow) -> list[float]:
        """Return the room of each cell; the only cell of a row has the whole width."""
        if len(row.cells) == 1:
            return [sum(self._widths)]
        return [width - (self._gap if index < len(self._widths) - 1 else 0) for index, width in enumerate(self._widths)]

    def _measure(self, row: GridRow) -> float:
        """Return the height of a row."""
        heights = [
            cell.wrap(width, 1e6)[1]
            for cell, width in zip(row.cells, self._cell_widths(row), strict=False)
            if cell is not None
        ]
        return float(max(heights, default=0.0)) + 2 * PADDING

    def draw(self) -> None:
        """Draw the rows from the top, each line with its own paint below the text."""
        top = sum(self.heights)
        for row, height in zip(self._rows, self.heights, strict=True):
            with marked(self.canv, None):
                row.paint(self.canv, 0.0, top, sum(self._widths), height)
            x = 0.0
            for cell, column in zip(row.cells, self._widths, strict=False):
                if cell is not None:
                    cell.drawOn(self.canv, x, top - PADDING - cell.height)
                x += column
            top -= height


def _split_cell(cell: Tagged | None, width: float, height: float) -> tuple[Tagged | None, Tagged | None]:
    """Return what of a cell fits the height, and the rest."""
    if cell is None or cell.wrap(width, 1e6)[1] <= height:
        return cell, None
    parts = [part for part in cell.split(width, height) if isinstance(part, Tagged)]
    return (parts[0], parts[1]) if len(parts) == 2 else (None, cell)


def underline(colour: str, weight: float) -> Paint:
    """Return a paint that draws a line under the row."""

    def paint(canvas: Canvas, x: float, top: float, width: float, height: float) -> None:
        """Draw the line."""
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(weight)
        canvas.line(x, top - height, x + width, top - height)

    return paint


def table(rows: Sequence[GridRow], head: int = 0, *, named: bool = False) -> None:
    """Give cells their place in a table: the first rows are heads, and each first cell one when rows are `named`."""
    whole = Node("Table")
    count = max((len(row.cells) for row in rows), default=1)
    for index, row in enumerate(rows):
        line = Node("TR", whole)
        for column, cell in enumerate(row.cells):
            if cell is None:
                continue
            span = count if len(row.cells) == 1 else 1
            scope = "Column" if index < head else "Row" if span > 1 or (named and column == 0) else ""
            cell.node = Node("TH" if scope else "TD", line, scope=scope, columns=span)


def listing(rows: Sequence[GridRow]) -> None:
    """Give cells their place in a table of contents."""
    whole = Node("TOC")
    for row in rows:
        line = Node("TOCI", whole)
        for cell in row.cells:
            if cell is not None:
                cell.node = Node("P", line)
