"""Write matplotlib figures as SVG for a page of text: few elements, no style of their own, letters left as letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Transform

from reports import patterns, theme
from reports.canvas import DPI, face_of, text_extent
from reports.reading import writable
from reports.typeface import Face, runs, width

_ITALIC = (Face.ITALIC, Face.STRONG_ITALIC)
_STRONG = (Face.STRONG, Face.STRONG_ITALIC)


def svg(figure: Figure, name: str, title: str, alt: str) -> str:
    """Return a figure as an SVG element that a page can hold; `name` begins every id in it.

    Its title and its text alternative are read in the place of its strokes.
    """
    figure.dpi = DPI
    renderer = SvgRenderer(name, *(figure.get_size_inches() * DPI))
    figure.draw(renderer)
    size = f"0 0 {_number(renderer.size[0])} {_number(renderer.size[1])}"
    labels = f"{name}-title {name}-alt"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" role="img" aria-labelledby="{labels}">'
        f'<title id="{name}-title">{escape(writable(title))}</title>'
        f'<desc id="{name}-alt">{escape(writable(alt))}</desc>'
    )
    return "".join((head, *renderer.elements, "</svg>"))


class SvgRenderer(RendererBase):
    """The drawing operations of matplotlib as elements of SVG, in points, y downwards."""

    def __init__(self, name: str, width: float, height: float) -> None:
        super().__init__()
        self.size = (width, height)
        self.elements: list[str] = []
        self._name, self._clips = name, 0

    def points_to_pixels(self, points: Any) -> Any:
        """Return the points: a pixel is a point here."""
        return points

    def flipy(self) -> bool:
        """Return that y grows upwards for matplotlib; it is turned over when it is written."""
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the size of the figure, in points."""
        return self.size

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803 - matplotlib's own name
    ) -> None:
        """Write one path: its fill, its pattern, its line."""
        outline = self._outline(path, transform)
        fill = "none" if rgbFace is None else to_hex(rgbFace)
        pen = _pen(gc) if gc.get_linewidth() > 0 else ""
        if not gc.get_hatch():
            self.elements.append(f'<path d="{outline}" fill="{fill}"{pen}/>')
            return
        self.elements.append(f'<path d="{outline}" fill="{fill}"/>')
        self._hatch(gc, outline, path.get_extents(transform).bounds)
        if pen:
            self.elements.append(f'<path d="{outline}" fill="none"{pen}/>')

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | str = False,
        mtext: Text | None = None,
    ) -> None:
        """Write one line; another font than the house's is squeezed into the room that this line has."""
        face, size = face_of(prop), float(prop.get_size_in_points())
        left, base = _number(x), _number(self.size[1] - y)
        attributes = f'x="{left}" y="{base}" font-size="{_number(size)}" fill="{to_hex(gc.get_rgb())}"'
        if angle:
            attributes += f' transform="rotate({_number(-angle)} {left} {base})"'
        if face in _STRONG:
            attributes += ' font-weight="600"'
        if face in _ITALIC:
            attributes += ' font-style="italic"'
        if s.strip() and runs(s, face) == ((face, s),):
            attributes += f' textLength="{_number(width(s, face, size))}" lengthAdjust="spacingAndGlyphs"'
        self.elements.append(f"<text {attributes}>{escape(writable(s))}</text>")

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Return how much room a line takes, from the metrics of its face."""
        return text_extent(s, prop)

    def _outline(self, path: Path, transform: Transform) -> str:
        """Return the commands of a path."""
        return "".join(self._commands(path, transform))

    def _commands(self, path: Any, transform: Transform) -> Iterator[str]:
        """Yield one command a segment."""
        letters = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
        for points, code in path.iter_segments(transform, remove_nans=True, simplify=False):
            yield "Z" if code == Path.CLOSEPOLY else letters[code] + self._points(points)

    def _points(self, points: Any) -> str:
        """Return coordinates, turned over."""
        height = self.size[1]
        return " ".join(_number(height - value if index % 2 else value) for index, value in enumerate(points))

    def _hatch(self, gc: GraphicsContextBase, outline: str, box: patterns.Box) -> None:
        """Cover a path with its pattern: stripes ("/") or dots (".")."""
        self._clips += 1
        clip = f"{self._name}-clip{self._clips}"
        dotted = "." in str(gc.get_hatch())
        lines = ((dot, dot) for dot in patterns.dots(box)) if dotted else patterns.stripes(box)
        strokes = "".join(f"M{self._points(start)}L{self._points(end)}" for start, end in lines)
        weight, cap = (2 * theme.DOT_RADIUS, "round") if dotted else (theme.HATCH_WIDTH, "butt")
        self.elements.append(
            f'<clipPath id="{clip}"><path d="{outline}"/></clipPath>'
            f'<path d="{strokes}" clip-path="url(#{clip})" fill="none" stroke="{to_hex(gc.get_hatch_color())}"'
            f' stroke-width="{_number(weight)}" stroke-linecap="{cap}"/>'
        )


def _pen(gc: GraphicsContextBase) -> str:
    """Return the attributes of a line: colour, width, ends and dashes."""
    caps = {"butt": "", "round": "round", "projecting": "square"}
    written = f" stroke={quoteattr(to_hex(gc.get_rgb()))} stroke-width={quoteattr(_number(gc.get_linewidth()))}"
    if cap := caps[gc.get_capstyle()]:
        written += f' stroke-linecap="{cap}"'
    dashes: Any = gc.get_dashes()[1]
    if dashes is not None:
        written += f' stroke-dasharray="{" ".join(map(_number, dashes))}"'
    return written


def _number(value: Any) -> str:
    """Return a number of points to the hundredth, as short as can be."""
    return f"{round(float(value), 2) + 0.0:.2f}".rstrip("0").rstrip(".")
