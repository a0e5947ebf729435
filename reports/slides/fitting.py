"""Measure text before it is placed, so that none runs out of its box whatever the font that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from reports.document import Inline
from reports.reading import stretches
from reports.typeface import STAND_IN, Face, as_shown, register, shortened, wrap

LEADING = 1.2
"""Height of a line, in sizes of its letters."""

_CAUTION = ContextVar("caution", default=STAND_IN)
"""How much wider than measured letters may turn out."""

COMPANY = 1.12
"""The same for the usual letters of companies."""

UNKNOWN = 1.3
"""The same for letters that we know nothing of: Verdana is that much wider."""

READABLE = 14.0
"""A text that no size fits is cut at this one, if the place has it: a wall of small letters is not read."""

AIR = 0.45
"""Air between two points, in sizes."""


def caution() -> float:
    """Return how much wider than measured a text may turn out."""
    return _CAUTION.get()


@contextmanager
def measuring(times: float) -> Iterator[None]:
    """Measure more cautiously for a while."""
    token = _CAUTION.set(times)
    try:
        yield
    finally:
        _CAUTION.reset(token)


def text_of(inline: Inline) -> str:
    """Return a text without emphasis nor anything that a file cannot hold."""
    return "".join(span.text for span in stretches(inline))


def lines_of(text: str, face: Face, size: float, room: float) -> int:
    """Return how many lines a text takes in a width, in points."""
    register()
    return len(wrap(as_shown(text), face, size * caution(), room))


def height_of(text: str, face: Face, size: float, room: float) -> float:
    """Return how high a text stands in a width, in points."""
    return lines_of(text, face, size, room) * size * LEADING


@dataclass(frozen=True, slots=True)
class Fit:
    """At which size texts stand in a box, and how many of them do; `texts` are those, the last one perhaps cut."""

    size: float
    texts: tuple[Inline, ...]
    left_out: int


def fit(texts: Sequence[Inline], room: tuple[float, float], sizes: Sequence[float], face: Face = Face.REGULAR) -> Fit:
    """Return the largest size at which all texts stand in a box; else those that do at one that is read.

    A first text that no size fits is cut: the notes of a slide hold it whole.
    """
    width, height = room
    plain_texts = [text_of(text) for text in texts]
    for size in sizes:
        if _height(plain_texts, face, size, width) <= height:
            return Fit(size, tuple(texts), 0)
    size = next((size for size in reversed(sizes) if size >= READABLE), sizes[-1])
    kept = len(texts)
    while kept > 1 and _height(plain_texts[:kept], face, size, width) > height:
        kept -= 1
    shown: tuple[Inline, ...] = tuple(texts[:kept])
    if _height(plain_texts[:kept], face, size, width) > height:
        shown = (cut(plain_texts[0], face, size, room),)
    return Fit(size, shown, len(texts) - kept)


def cut(text: str, face: Face, size: float, room: tuple[float, float]) -> str:
    """Return a text that stands in a box, ended by an ellipsis where it had to be cut."""
    width, height = room
    register()
    return shortened(text, face, size * caution(), width, max(1, int(height / (size * LEADING))))


def _height(texts: Sequence[str], face: Face, size: float, width: float) -> float:
    """Return how high several texts stand, one under the other."""
    air = AIR * size if len(texts) > 1 else 0.0
    return sum(height_of(text, face, size, width) + air for text in texts)
