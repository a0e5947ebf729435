"""Give the strokes of the two sides' patterns, in points, wherever they are drawn."""

from __future__ import annotations

import math
from collections.abc import Iterator

from reports import theme

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, width, height."""


def stripes(box: Box) -> Iterator[tuple[Point, Point]]:
    """Yield stripes at 45 degrees that cover a box and more; boxes that start together match."""
    x, y, width, height = box
    pitch = theme.HATCH_PITCH * math.sqrt(2)
    for step in range(math.ceil((width + height) / pitch) + 1):
        start = x - height + step * pitch
        yield (start, y), (start + height, y + height)


def dots(box: Box) -> Iterator[Point]:
    """Yield the centres of the dots that cover a box and more."""
    x, y, width, height = box
    pitch = theme.DOT_PITCH
    for row in range(math.ceil(height / pitch)):
        for column in range(math.ceil(width / pitch)):
            yield x + (column + 0.5) * pitch, y + (row + 0.5) * pitch
