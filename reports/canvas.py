"""Draw matplotlib figures on a ReportLab canvas: the same vectors and the same letters as the page around them."""

from __future__ import annotations

from typing import Any

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2DBase, Bbox, Transform
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from reports import strokes
from reports.typeface import Face, clean, font, runs, width

DPI = 72
"""Dots per inch at which one pixel of matplotlib is one point of paper."""

_NON_ZERO = 1
"""ReportLab's number for the rule by which matplotlib fills a path."""

_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_MAGNIFICATION = 3.0
"""Pixels of an image per point: 216 dots per inch."""


def draw_figure(canvas: Canvas, figure: Figure) -> None:
    """Draw a figure with its lower left corner at the origin of the canvas."""
    figure.dpi = DPI
    figure.draw(Renderer(canvas, *(figure.get_size_inches() * DPI)))


class Renderer(RendererBase):
    """The drawing operations of matplotlib, in points, y upwards, on the current page."""

    def __init__(self, canvas: Canvas, width: float, height: float) -> None:
        super().__init__()
        self._canvas = canvas
        self._size = (width, height)

    def points_to_pixels(self, points: Any) -> Any:
        """Return the points: a pixel is a point here."""
        return points

    def flipy(self) -> bool:
        """Return that y grows upwards, as on the canvas."""
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the size of the figure, in points."""
        return self._size

    def get_image_magnification(self) -> float:
        """Return how much finer than the points images are made."""
        return _MAGNIFICATION

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803 - matplotlib's own name
    ) -> None:
        """Fill, hatch and stroke one path, inside the clip of the context."""
        canvas = self._canvas
        canvas.saveState()
        self._clip(gc)
        outline = self._outline(path, transform)
        if rgbFace is not None:
            self._fill(rgbFace, gc)
            canvas.drawPath(outline, stroke=0, fill=1, fillMode=_NON_ZERO)
        if gc.get_hatch():
            self._hatch(gc, outline, path.get_extents(transform))
        if gc.get_linewidth() > 0:
            self._pen(gc)
            canvas.drawPath(outline, stroke=1, fill=0)
        canvas.restoreState()

    def draw_image(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        im: Any,
        transform: Affine2DBase | None = None,
    ) -> None:
        """Draw an image; its rows come from the bottom, and are turned over for paper."""
        canvas = self._canvas
        canvas.saveState()
        self._clip(gc)
        rows, columns = im.shape[:2]
        size = (columns / _MAGNIFICATION, rows / _MAGNIFICATION)
        if transform is not None:
            canvas.translate(x, y)
            canvas.transform(*transform.to_values())
            x = y = 0.0
            size = (1.0, 1.0)
        canvas.drawImage(ImageReader(Image.fromarray(im[::-1])), x, y, *size, mask="auto")
        canvas.restoreState()

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
        """Write one line in the faces of the page; a formula is drawn as outlines."""
        if ismath:
            super().draw_text(gc, x, y, s, prop, angle, "TeX" if ismath == "TeX" else True, mtext)
            return
        canvas = self._canvas
        canvas.saveState()
        self._clip(gc)
        self._fill(gc.get_rgb(), gc)
        canvas.translate(x, y)
        canvas.rotate(angle)
        size, at = prop.get_size_in_points(), 0.0
        for face, text in runs(clean(s), face_of(prop)):
            canvas.setFont(font(face).fontName, size)
            canvas.drawString(at, 0, text)
            at += width(text, face, size)
        canvas.restoreState()

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Return how much room a line takes, from the metrics of its face."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        return text_extent(s, prop)

    def _clip(self, gc: GraphicsContextBase) -> None:
        """Keep what follows inside the rectangle and the path of the context."""
        box = gc.get_clip_rectangle()
        if box is not None:
            rectangle = self._canvas.beginPath()
            rectangle.rect(*box.bounds)
            self._canvas.clipPath(rectangle, stroke=0, fill=0)
        path, transform = gc.get_clip_path()
        if path is not None and transform is not None:
            self._canvas.clipPath(self._outline(path, transform), stroke=0, fill=0)

    def _outline(self, path: Any, transform: Transform) -> PDFPathObject:
        """Return a path of matplotlib as a path of the canvas, in cubic curves."""
        outline = self._canvas.beginPath()
        here = (0.0, 0.0)
        points: Any
        for points, code in path.iter_segments(transform, remove_nans=True, simplify=False):
            match code:
                case Path.MOVETO:
                    outline.moveTo(*points)
                case Path.LINETO:
                    outline.lineTo(*points)
                case Path.CURVE3:
                    outline.curveTo(*_cubic(here, points))
                case Path.CURVE4:
                    outline.curveTo(*points)
                case Path.CLOSEPOLY:
                    outline.close()
            here = (float(points[-2]), float(points[-1]))
        return outline

    def _fill(self, colour: Any, gc: GraphicsContextBase) -> None:
        """Take a colour for filling, with the alpha of the context where it is forced."""
        alpha = gc.get_alpha() if gc.get_forced_alpha() or len(colour) < 4 else colour[3]
        self._canvas.setFillColorRGB(*map(float, colour[:3]))
        if alpha < 1:
            self._canvas.setFillAlpha(float(alpha))

    def _pen(self, gc: GraphicsContextBase) -> None:
        """Take the pen of the context: colour, width, ends, corners and dashes."""
        canvas, colour = self._canvas, gc.get_rgb()
        canvas.setStrokeColorRGB(*map(float, colour[:3]))
        if colour[3] < 1:
            canvas.setStrokeAlpha(float(colour[3]))
        canvas.setLineWidth(float(gc.get_linewidth()))
        canvas.setLineCap(_CAPS[gc.get_capstyle()])
        canvas.setLineJoin(_JOINS[gc.get_joinstyle()])
        offset: Any
        dashes: Any
        offset, dashes = gc.get_dashes()
        if dashes is not None:
            canvas.setDash([float(length) for length in dashes], float(offset))

    def _hatch(self, gc: GraphicsContextBase, outline: PDFPathObject, box: Bbox) -> None:
        """Cover a path with its pattern: stripes ("/") or dots (".")."""
        cover = strokes.dots if "." in str(gc.get_hatch()) else strokes.stripes
        x, y, width, height = map(float, box.bounds)
        cover(self._canvas, outline, (x, y, width, height), to_hex(gc.get_hatch_color()))


def text_extent(text: str, prop: FontProperties) -> tuple[float, float, float]:
    """Return the width, the height and the descent of a line in its face, in points."""
    face, size = face_of(prop), prop.get_size_in_points()
    ascent, descent = font(face).face.ascent, font(face).face.descent
    return width(text, face, size), (ascent - descent) * size / 1000, -descent * size / 1000


def face_of(prop: FontProperties) -> Face:
    """Return the cut that a font of matplotlib stands for: by its file, else by its weight and slope."""
    file = prop.get_file()
    for face in Face:
        if file is not None and str(face.path) == str(file):
            return face
    weight, italic = prop.get_weight(), prop.get_style() != "normal"
    strong = weight >= 600 if isinstance(weight, int | float) else weight in ("semibold", "bold", "heavy")
    if strong:
        return Face.STRONG_ITALIC if italic else Face.STRONG
    return Face.ITALIC if italic else Face.REGULAR


def _cubic(here: tuple[float, float], points: Any) -> tuple[float, ...]:
    """Return a quadratic curve as a cubic one."""
    (x0, y0), (x1, y1, x2, y2) = here, map(float, points)
    return (
        *(x0 + 2 / 3 * (x1 - x0), y0 + 2 / 3 * (y1 - y0)),
        *(x2 + 2 / 3 * (x1 - x2), y2 + 2 / 3 * (y1 - y2)),
        *(x2, y2),
    )
