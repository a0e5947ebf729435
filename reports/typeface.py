"""Give paper its letters: the vendored family, a fallback for what it lacks, and a code for the rest."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path

import matplotlib
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).parent / "fonts"


class Face(StrEnum):
    """A cut of the family, by the name under which ReportLab knows it."""

    REGULAR = "Source"
    ITALIC = "Source-Italic"
    STRONG = "Source-Strong"
    STRONG_ITALIC = "Source-StrongItalic"
    SPARE = "Spare"
    SPARE_STRONG = "Spare-Strong"

    @property
    def path(self) -> Path:
        """The file of this cut."""
        return _FILES[self]

    @property
    def spare(self) -> Face:
        """The cut that stands in for characters that this one lacks."""
        return Face.SPARE_STRONG if self in (Face.STRONG, Face.STRONG_ITALIC) else Face.SPARE


_SPARES = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
_FILES = {
    Face.REGULAR: FOLDER / "SourceSans3_400Regular.ttf",
    Face.ITALIC: FOLDER / "SourceSans3_400Regular_Italic.ttf",
    Face.STRONG: FOLDER / "SourceSans3_600SemiBold.ttf",
    Face.STRONG_ITALIC: FOLDER / "SourceSans3_600SemiBold_Italic.ttf",
    Face.SPARE: _SPARES / "DejaVuSans.ttf",
    Face.SPARE_STRONG: _SPARES / "DejaVuSans-Bold.ttf",
}
_WIDE = "…"
"""The letter of ours that is as wide as those that our fonts lack: a whole size."""

STAND_IN = 1.07
"""How much wider than the family's letters others may set them: Arial does, on a machine without the family."""

_LOCK = threading.Lock()

_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_UNSEEN = ("Cc", "Cf", "Mn", "Me")
_LEFTWARDS = ("R", "AL", "AN")


@lru_cache(maxsize=len(Face))
def font(face: Face) -> TTFont:
    """Return a cut, registered with ReportLab the first time that it is asked for."""
    with _LOCK:
        loaded = TTFont(face.value, str(face.path))
        pdfmetrics.registerFont(loaded)
        return loaded


def register() -> None:
    """Make the family known to ReportLab, and how it answers to bold and italic; spares load when needed."""
    for face in (Face.REGULAR, Face.ITALIC, Face.STRONG, Face.STRONG_ITALIC):
        font(face)
    cuts = (Face.REGULAR, Face.STRONG, Face.ITALIC, Face.STRONG_ITALIC)
    spares = (Face.SPARE, Face.SPARE_STRONG, Face.SPARE, Face.SPARE_STRONG)
    for first, *rest in (cuts, spares):
        pdfmetrics.registerFontFamily(first.value, first.value, *(face.value for face in rest))


def clean(text: str) -> str:
    """Return the text as paper can set it: composed letters, plain breaks, no invisible characters.

    The narrow no-break space becomes the wide one, for ReportLab breaks lines at the first.

    >>> clean("Qui\\u202f?\\r\\nMoi\\u200d.")
    'Qui\\xa0?\\nMoi.'
    """
    return text if text.isascii() and text.isprintable() else _clean(text)


@lru_cache(maxsize=4096)
def _clean(text: str) -> str:
    """Return a text that is not plain ASCII as paper can set it; the same words come back on every page."""
    text = unicodedata.normalize("NFC", text)
    text = _BREAKS.sub("\n", text).replace("\t", " ").replace("\u202f", "\u00a0")
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _UNSEEN or _has(c))


def runs(text: str, face: Face) -> tuple[tuple[Face, str], ...]:
    """Return a clean text cut where the font must change; what no font has is written as its code.

    >>> runs("né à Łódź \\U0001f600", Face.REGULAR)[-1][1]
    'né à Łódź [U+1F600]'
    """
    if text.isascii():
        return ((face, text),) if text else ()
    return _runs(text, face)


@lru_cache(maxsize=4096)
def _runs(text: str, face: Face) -> tuple[tuple[Face, str], ...]:
    """Return the runs of a text that is not plain ASCII."""
    glyphs = font(face).face.charToGlyph
    marked = [(face, c) if ord(c) in glyphs or c == "\n" else _stand_in(c, face) for c in text]
    return tuple(
        (used, "".join(piece for _, piece in pieces)) for used, pieces in groupby(marked, key=lambda item: item[0])
    )


def _stand_in(character: str, face: Face) -> tuple[Face, str]:
    """Return how a character that the family lacks is written."""
    return (face.spare, character) if _has(character, face.spare) else (face, code(character))


def _has(character: str, face: Face = Face.REGULAR) -> bool:
    """Return whether a cut can write a character rightly: spares join no letters and run only rightwards."""
    if face in (Face.SPARE, Face.SPARE_STRONG) and (
        ord(character) > 0xFFFF or unicodedata.bidirectional(character) in _LEFTWARDS
    ):
        return False
    return ord(character) in font(face).face.charToGlyph


def code(character: str) -> str:
    """Return the code that stands for a character, `[U+1F600]`."""
    return f"[U+{ord(character):04X}]"


def coded(text: str) -> str:
    """Return a text with codes for what no font has, for titles and outlines."""
    return "".join(piece for _, piece in runs(clean(text), Face.REGULAR))


def missing(text: str) -> Iterator[str]:
    """Yield, once each and in order, the characters that are written as codes."""
    for character in dict.fromkeys(clean(text)):
        if not (character == "\n" or _has(character) or _has(character, Face.SPARE)):
            yield character


def width(text: str, face: Face, size: float) -> float:
    """Return how wide a text is, in points."""
    return sum(float(font(used).stringWidth(piece, size)) for used, piece in runs(clean(text), face))


def wrap(text: str, face: Face, size: float, room: float) -> list[str]:
    """Return the text in lines that fit the room; a word that does not is cut.

    >>> wrap("Remettre en concurrence", Face.REGULAR, 9, 60)
    ['Remettre en', 'concurrence']
    """
    lines: list[str] = []
    blank = width(" ", face, size)
    for paragraph in clean(text).split("\n"):
        line, taken = "", 0.0
        for word in paragraph.split(" "):
            longer = (taken + blank if line else 0.0) + width(word, face, size)
            if longer <= room:
                line, taken = f"{line} {word}" if line else word, longer
                continue
            if line:
                lines.append(line)
            *full, line = _cut(word, face, size, room)
            lines.extend(full)
            taken = width(line, face, size)
        lines.append(line)
    return lines


def fitted(text: str, face: Face, size: float, room: float) -> str:
    """Return the text on one line, ended by an ellipsis when the room is short.

    >>> fitted("Remettre en concurrence", Face.REGULAR, 9, 60)
    'Remettre en…'
    """
    first, *rest = wrap(clean(text).replace("\n", " "), face, size, room)
    if not rest:
        return first
    while first and width(f"{first}…", face, size) > room:
        first = first[:-1]
    return f"{first.rstrip()}…"


def as_shown(text: str) -> str:
    """Return a text as wide as Office shows it: what our fonts lack is set by others, not written as its code."""
    lost = set(missing(text))
    return "".join(_WIDE if letter in lost else letter for letter in text) if lost else text


def begun(text: str, letters: int) -> str:
    """Return the beginning of a text that holds so many letters, and an ellipsis.

    >>> begun("Remettre en concurrence", 10)
    'Remettre en…'
    """
    ends = (end for end, letter in enumerate(text, 1) if not letter.isspace())
    return f"{text[: next(islice(ends, letters - 1, None), len(text))] if letters > 0 else ''}…"


def shortened(text: str, face: Face, size: float, room: float, lines: int = 1) -> str:
    """Return a text that stands in so many lines of Office, ended by an ellipsis where it had to be cut."""
    found = wrap(as_shown(text), face, size, room)
    if len(found) <= lines:
        return text
    last = fitted(" ".join(found[lines - 1 :]), face, size, room)
    kept = "".join([*found[: lines - 1], last.removesuffix("…")])
    return begun(text, sum(not letter.isspace() for letter in kept)).replace("\n", " ")


def _cut(word: str, face: Face, size: float, room: float) -> list[str]:
    """Return a word in pieces that fit the room, at least one letter each."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, face, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
