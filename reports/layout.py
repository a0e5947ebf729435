"""Place on pages what is neither a paragraph nor a table: headings' anchors, figures, the names of the cover."""

from __future__ import annotations

from dataclasses import dataclass, field

from matplotlib.figure import Figure as Drawing
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from questionnaires import Side
from reports import drawing, theme
from reports.canvas import draw_figure
from reports.charts import Chart
from reports.document import Document, Heading
from reports.reading import anchor
from reports.strokes import band, mark, rule
from reports.tags import Node, marked
from reports.typeface import Face, clean, coded, fitted, font, runs, width, wrap

BODY_PAGE, COVER_PAGE = "body", "cover"
"""Names of the two kinds of page."""

_AIR_ABOVE = {1: 18.0, 2: 12.0, 3: 8.0}


@dataclass(slots=True)
class Layout:
    """What one rendering knows: the document, where its headings fell, and whether this pass is the last."""

    document: Document
    final: bool = False
    pages: dict[str, int] = field(default_factory=dict)
    headings: list[tuple[str, Heading]] = field(default_factory=list)
    total: int = 0
    outline: int = -1

    def key_for(self, heading: Heading) -> str:
        """Return the name of a heading's place: its anchor if no other has it, else its number."""
        key = anchor(heading, dict(self.headings))
        self.headings.append((key, heading))
        return key


class Anchor(Flowable):
    """The place of a heading: it tells the layout its page, stands in the outline, and rules off a section."""

    def __init__(self, heading: Heading, key: str, layout: Layout) -> None:
        super().__init__()
        self._heading, self._key, self._layout = heading, key, layout
        self.height = 3.0 if heading.level == 2 else 0.0
        self.spaceBefore = _AIR_ABOVE[heading.level]

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - ReportLab's own names
        """Return the room of the rule."""
        return theme.CONTENT_WIDTH, self.height

    def draw(self) -> None:
        """Note the page, and draw the rule."""
        canvas, layout = self.canv, self._layout
        if self._heading.level == 2:
            with marked(canvas, None):
                rule(canvas, (0, self.height), (theme.CONTENT_WIDTH, self.height), theme.INK, theme.THIN)
        layout.pages[self._key] = canvas.getPageNumber()
        layout.outline = min(self._heading.level - 1, layout.outline + 1)
        canvas.bookmarkHorizontal(self._key, 0, self.height + 4)
        canvas.addOutlineEntry(coded(self._heading.text).replace("\n", " "), self._key, layout.outline)


class Drawn(Flowable):
    """A figure, drawn only in the last pass."""

    def __init__(self, figure: Drawing, alt: str, layout: Layout) -> None:
        super().__init__()
        self._figure, self._layout = figure, layout
        self._node = Node("Figure", alt=coded(alt))
        self.width, self.height = theme.CONTENT_WIDTH, drawing.height_of(figure)
        self.spaceBefore, self.spaceAfter = 4.0, 6.0

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - ReportLab's own names
        """Return the size of the figure."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the figure as vectors."""
        if self._layout.final:
            with marked(self.canv, self._node):
                draw_figure(self.canv, self._figure)


class DrawnInParts(Drawn):
    """A chart that no page holds: as many of its rows on each as stand there."""

    def __init__(self, chart: Chart, layout: Layout, whole: Drawing) -> None:
        super().__init__(whole, chart.alt, layout)
        self._chart, self._alt = chart, chart.alt
        self._parts: dict[int, list[Flowable]] = {}

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803 - ReportLab's own names
        """Return the rows that fit and the others; nothing when a new page is better."""
        # Both passes ask for the same parts, and drawing is what costs.
        if (room := int(aH)) not in self._parts:
            self._parts[room] = self._parted(aH)
        for part in self._parts[room]:  # as in `pdf._build`: what the pass before put off
            vars(part).pop("_postponed", None)
        return list(self._parts[room])

    def _parted(self, room: float) -> list[Flowable]:
        """Draw the parts."""
        found = drawing.begun(self._chart, theme.CONTENT_WIDTH, room - 1)
        if found is None:
            whole = drawing.pages(self._chart, theme.CONTENT_WIDTH, theme.CONTENT_HEIGHT - 1)
            return [Drawn(part, self._alt, self._layout) for part in whole] if room > theme.CONTENT_HEIGHT - 8 else []
        first, others = found
        rest = drawing.draw(others, theme.CONTENT_WIDTH)
        return [Drawn(first, self._alt, self._layout), DrawnInParts(others, self._layout, rest)]


class FacingNames(Flowable):
    """The client and the provider across the spine, over their bands."""

    _SIZE = theme.NAME_SIZE

    def __init__(self, client: str, provider: str) -> None:
        super().__init__()
        room = theme.CONTENT_WIDTH / 2 - 30
        self._lines = {
            Side.CLIENT: self._fitted(client, room),
            Side.PROVIDER: self._fitted(provider, room),
        }
        self.height = max(map(len, self._lines.values())) * self._SIZE * 1.15 + 16
        self.spaceAfter = 26.0

    def _fitted(self, name: str, room: float) -> list[str]:
        """Return a name on four lines at most."""
        lines = wrap(name, Face.STRONG, self._SIZE, room)
        if len(lines) <= theme.NAME_LINES:
            return lines
        whole = theme.NAME_LINES - 1
        return [*lines[:whole], fitted(" ".join(lines[whole:]), Face.STRONG, self._SIZE, room)]

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - ReportLab's own names
        """Return the size of names and bands."""
        return theme.CONTENT_WIDTH, self.height

    def draw(self) -> None:
        """Draw names, marks, spine and bands."""
        canvas, middle = self.canv, theme.CONTENT_WIDTH / 2
        for side, away in ((Side.CLIENT, -1), (Side.PROVIDER, 1)):
            y = self.height - self._SIZE * 0.9
            with marked(canvas, None):
                mark(canvas, side, middle + away * 14, y + 8, 5)
                band(canvas, side, (0 if away < 0 else middle, 0, middle, 5))
            with marked(canvas, Node("P")):
                for line in self._lines[side]:
                    x = middle + 28 if away > 0 else middle - 28 - width(line, Face.STRONG, self._SIZE)
                    write(canvas, (x, y), line, Face.STRONG, self._SIZE, theme.INK)
                    y -= self._SIZE * 1.15
        with marked(canvas, None):
            rule(canvas, (middle, 5), (middle, self.height), theme.INK, 1.2)


def write(canvas: Canvas, at: tuple[float, float], text: str, face: Face, size: float, colour: str) -> None:
    """Write one line of text on the canvas, in the faces that it needs."""
    canvas.setFillColor(colour)
    x, y = at
    for used, piece in runs(clean(text).replace("\n", " "), face):
        canvas.setFont(font(used).fontName, size)
        canvas.drawString(x, y, piece)
        x += width(piece, used, size)
