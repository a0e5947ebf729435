"""Write matplotlib figures as PNG for files that hold no vectors, with the patterns and the letters of paper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from math import ceil
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform, TransformedPath
from PIL import Image, ImageDraw, ImageFont

from reports import patterns, theme
from reports.canvas import DPI, face_of, text_extent
from reports.typeface import Face, clean, runs, width

RESOLUTION = 200
"""Dots per inch of a picture in an office file."""

BLEED = 4.0
"""Points of paper left and right of a figure, for labels that hang over its edges."""


FINER = 4
"""How many times finer than its pixels letters are drawn: their forms and distances are then those of paper."""


def png(figure: Figure, resolution: int = RESOLUTION) -> bytes:
    """Return a figure as a picture on white, wider by its bleed, the same bytes every time."""
    figure.dpi = resolution
    across, down = figure.get_size_inches() * resolution
    renderer = Raster(across + 2 * BLEED * resolution / DPI, down, resolution)
    figure.draw(renderer)
    drawn = Image.fromarray(np.asarray(renderer.buffer_rgba()))
    paper = Image.new("RGBA", drawn.size, theme.PAPER)
    picture = Image.alpha_composite(paper, drawn).convert("RGB")
    renderer.write_on(picture)
    target = BytesIO()
    # A chart holds few colours: a palette makes its file three times smaller.
    picture = picture.quantize(256, Image.Quantize.FASTOCTREE)
    palette = picture.getpalette() or []
    picture.putpalette([255 if value > 252 else value for value in palette])  # paper stays white
    picture.save(target, "PNG", dpi=(resolution, resolution), compress_level=6)
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text in one face: where it starts on its baseline, in pixels from the upper left corner."""

    at: tuple[float, float]
    text: str
    face: Face
    size: float
    colour: tuple[int, int, int]


@cache
def _font(face: Face, size: float) -> ImageFont.FreeTypeFont:
    """Return a face in a size, in pixels."""
    return ImageFont.truetype(str(face.path), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(8192)
def _ink(letter: str, face: Face, size: float, part: int) -> Image.Image:
    """Return the ink of a letter, in pixels, that starts some FINER parts after its room."""
    room = _room(size) * FINER
    sheet = Image.new("L", (2 * room + ceil(width(letter, face, size)) * FINER, 2 * room))
    ImageDraw.Draw(sheet).text((room + part, room), letter, 255, _font(face, size * FINER), anchor="ls")
    return sheet.reduce(FINER)


def _room(size: float) -> int:
    """Return how many pixels a letter may need around the start of its baseline."""
    return ceil(size * 1.2)


class Raster(RendererAgg):
    """Matplotlib's own pixels, but with the patterns of the house and a spare font for what its face lacks.

    Text is kept, and written at the end over all the rest, by Pillow: a file takes half the time.
    """

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__(int(width), int(height), dpi)
        self._scale = dpi / DPI
        self._bleed = Affine2D().translate(BLEED * self._scale, 0)
        self._words: list[Word] = []

    def write_on(self, picture: Image.Image) -> None:
        """Write the text of the figure on its picture, letter by letter, as far apart as on paper."""
        for word in self._words:
            x, room = word.at[0], _room(word.size)
            top = round(word.at[1]) - room
            for letter in word.text:
                left, part = divmod(round(x * FINER), FINER)
                picture.paste(word.colour, (left - room, top), _ink(letter, word.face, word.size, part))
                x += width(letter, word.face, word.size)

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803 - matplotlib's own name
    ) -> None:
        """Fill, hatch and stroke one path."""
        transform = transform + self._bleed
        if not gc.get_hatch():
            super().draw_path(gc, path, transform, rgbFace)
            return
        bare: Any = self.new_gc()
        bare.copy_properties(gc)
        bare.set_hatch(None)
        bare.set_linewidth(0)
        super().draw_path(bare, path, transform, rgbFace)
        self._hatch(gc, path, transform)
        bare.set_linewidth(gc.get_linewidth())
        super().draw_path(bare, path, transform, None)

    def _hatch(self, gc: GraphicsContextBase, path: Path, transform: Transform) -> None:
        """Cover a path with its pattern, inside its outline."""
        points = Affine2D().scale(self._scale)
        dotted = "." in str(gc.get_hatch())
        box = path.get_extents(transform + points.inverted()).bounds
        # A line without any length is no dot here, whatever its ends.
        lines = [((x, y), (x + 0.01, y)) for x, y in patterns.dots(box)] if dotted else list(patterns.stripes(box))
        pen: Any = self.new_gc()
        pen.set_clip_path(TransformedPath(path, transform))
        pen.set_foreground(to_rgba(gc.get_hatch_color()), isRGBA=True)
        pen.set_linewidth(2 * theme.DOT_RADIUS if dotted else theme.HATCH_WIDTH)
        pen.set_snap(False)  # pulled to whole pixels, a dot would have no length again
        pen.set_capstyle("round" if dotted else "butt")
        codes = [Path.MOVETO, Path.LINETO] * len(lines)
        strokes = Path([point for line in lines for point in line], codes)
        super().draw_path(pen, strokes, points, None)

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
        """Keep one upright line, in the faces of the page."""
        size = prop.get_size_in_points() * self._scale
        red, green, blue = (round(255 * part) for part in gc.get_rgb()[:3])
        x += BLEED * self._scale
        for face, text in runs(clean(s), face_of(prop)):
            self._words.append(Word((x, y), text, face, size, (red, green, blue)))
            x += width(text, face, size)

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Return how much room a line takes, from the metrics of its face: lines break as on paper."""
        across, high, low = text_extent(s, prop)
        return across * self._scale, high * self._scale, low * self._scale
