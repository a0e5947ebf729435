"""Lay ink on a figure whose unit is the point, from the upper left corner, as on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from questionnaires import Side
from reports import theme
from reports.canvas import DPI
from reports.charts import PartKind
from reports.typeface import Face, clean, width, wrap

Align = Literal["left", "center", "right"]

_BEFORE: Mapping[Align, float] = {"left": 0.0, "center": 0.5, "right": 1.0}

LEADING = 1.22
"""Line height of small text, in sizes."""


class Line(Artist):
    """One upright line of text, as matplotlib's own draws it but without its layout, which costs more than the rest."""

    def __init__(self, x: float, y: float, text: str, size: float, colour: str, face: Face, align: Align) -> None:
        super().__init__()
        self.text, self.size, self.face = text, size, face
        self.left, self.baseline, self.length = x, y, width(text, face, size)
        self.left -= self.length * _BEFORE[align]
        self._ink = to_rgba(colour)

    def draw(self, renderer: RendererBase) -> None:
        """Write it."""
        x, y = self.get_transform().transform((self.left, self.baseline))
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        pen = renderer.new_gc()
        pen.set_foreground(self._ink, isRGBA=True)
        renderer.draw_text(pen, x, y, self.text, _properties(self.face, self.size), 0.0)
        pen.restore()


class Sheet:
    """A figure and the few strokes that every chart is made of; x to the right, y downwards, in points."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, frameon=False)
        points = Affine2D().scale(1 / DPI, -1 / DPI).translate(0, height / DPI)
        self._points = points + self.figure.dpi_scale_trans
        self._strokes = 0

    def _add(self, artist: Artist) -> None:
        """Lay one stroke over all those before it."""
        self._strokes += 1
        artist.set_zorder(self._strokes)
        artist.set_transform(self._points)
        self.figure.add_artist(artist)

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str = theme.INK,
        weight: float = theme.HAIRLINE,
        dashes: tuple[float, float] | None = None,
    ) -> None:
        """Draw a straight line."""
        self.path((start, end), colour, weight, dashes)

    def path(
        self,
        points: Sequence[tuple[float, float]],
        colour: str = theme.INK,
        weight: float = theme.THIN,
        dashes: tuple[float, float] | None = None,
    ) -> None:
        """Draw a line through points."""
        style = (0, dashes) if dashes else "-"
        self._add(PathPatch(Path(points), fill=False, edgecolor=colour, linewidth=weight, linestyle=style))

    def box(
        self,
        at: tuple[float, float],
        size: tuple[float, float],
        fill: str = "none",
        edge: str = "none",
        weight: float = theme.HAIRLINE,
        hatch: str = "",
    ) -> None:
        """Draw a rectangle from its upper left corner; a hatched one takes its stripes from the edge."""
        self._add(Rectangle(at, *size, facecolor=fill, edgecolor=edge, linewidth=weight, hatch=hatch or None))

    def bar(self, side: Side, at: tuple[float, float], size: tuple[float, float]) -> None:
        """Draw a bar of a side: solid for the client, hatched for the provider."""
        if side is Side.CLIENT:
            self.box(at, size, fill=theme.FILL[side])
        else:
            self.box(at, size, fill=theme.SOFT[side], edge=theme.FILL[side], weight=theme.PIXEL, hatch="/")

    def part(self, side: Side, kind: PartKind, at: tuple[float, float], size: tuple[float, float]) -> None:
        """Draw a part of a side's way: reached, inherited (dots of the other side's colour) or own (empty)."""
        match kind:
            case PartKind.REACHED:
                self.bar(side, at, size)
            case PartKind.INHERITED:
                dots = theme.FILL[side.other]
                self.box(at, size, fill=theme.PAPER, edge=dots, weight=theme.PIXEL, hatch=".")
            case PartKind.OWN:
                self.box(at, size, fill=theme.PAPER, edge=theme.FILL[side], weight=1.0)

    def band(self, side: Side, x: float, y: float, length: float) -> None:
        """Draw the band that heads a column of a side."""
        self.bar(side, (x, y), (length, 2.4))

    def mark(self, side: Side, x: float, y: float, radius: float = 3.4) -> None:
        """Draw the mark of a side: a circle for the client, a diamond for the provider."""
        colour = theme.FILL[side]
        if side is Side.CLIENT:
            self._add(Circle((x, y), radius, facecolor=colour, edgecolor="none"))
        else:
            self.diamond(x, y, radius * 1.2, colour)

    def diamond(self, x: float, y: float, radius: float, colour: str = theme.INK) -> None:
        """Draw a diamond."""
        corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
        self._add(Polygon(corners, facecolor=colour, edgecolor="none"))

    def dot(self, x: float, y: float, radius: float, *, solid: bool) -> None:
        """Draw a joint value in ink: solid, or hollow."""
        fill = theme.INK if solid else theme.PAPER
        self._add(Circle((x, y), radius, facecolor=fill, edgecolor=theme.INK_2, linewidth=1.0))

    def say(
        self,
        x: float,
        y: float,
        text: str,
        size: float = theme.TABLE,
        colour: str = theme.INK,
        face: Face = Face.REGULAR,
        align: Align = "left",
    ) -> None:
        """Write one line on the baseline y, from x, around it ("center") or up to it ("right")."""
        if not text:
            return
        self._add(Line(x, y, clean(text).replace("\n", " "), size, colour, face, align))

    def say_over(
        self, x: float, y: float, text: str, size: float, colour: str = theme.INK, align: Align = "left"
    ) -> None:
        """Write one line where the lines of a scale pass: none goes through its letters."""
        length = width(text, Face.REGULAR, size)
        start = x - length * _BEFORE[align]
        if text:
            self.box((start - 1, y - size * 0.92), (length + 2, size * 1.16), theme.PAPER)
        self.say(x, y, text, size, colour, align=align)

    def lines(
        self,
        x: float,
        top: float,
        lines: Sequence[str],
        size: float = theme.TABLE,
        colour: str = theme.INK,
        face: Face = Face.REGULAR,
        align: Align = "left",
    ) -> float:
        """Write lines from the top downwards, and return where the next would start."""
        for line in lines:
            self.say(x, top + size, line, size, colour, face, align)
            top += size * LEADING
        return top

    def chip(self, side: Side, x: float, y: float, level: int | None, label: str) -> None:
        """Write a rating in a small tinted box centred on x, y."""
        tint = theme.PAPER if level is None else theme.LEVELS[side][level]
        dark = level is not None and level >= theme.ON_DARK_FROM
        self.box((x - 8, y - 6.5), (16, 13), fill=tint, edge=theme.EDGE)
        colour = theme.PAPER if dark else theme.INK
        self.say(x, y + 3, label, theme.CAPTION, colour, align="center")


@cache
def _properties(face: Face, size: float) -> FontProperties:
    """Return matplotlib's name for a cut and a size."""
    return FontProperties(fname=str(face.path), size=size)


def block_height(lines: Sequence[str], size: float) -> float:
    """Return how high some lines stand."""
    return len(lines) * size * LEADING


def words_only(text: str, room: float) -> Figure:
    """Return a figure that says in words that there is nothing to draw: no axis pretends to be zero."""
    lines = wrap(text, Face.REGULAR, theme.BODY, room)
    sheet = Sheet(room, block_height(lines, theme.BODY) + 4)
    sheet.lines(0, 0, lines, theme.BODY, theme.INK_2)
    return sheet.figure
