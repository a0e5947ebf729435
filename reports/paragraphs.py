"""Turn plain text into paragraphs: the one place where text meets ReportLab's markup, and is escaped."""

from __future__ import annotations

from functools import cache
from typing import Literal
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from reports import theme
from reports.document import Align, Inline, Span, Style
from reports.tags import Node, marked
from reports.typeface import Face, clean, runs

_ALIGNMENTS: dict[Align, Literal[0, 1, 2]] = {Align.LEFT: 0, Align.CENTRE: 1, Align.RIGHT: 2}
"""ReportLab's numbers: it compares with them, whatever else its types allow."""
_HYPHENS = {"fr": "fr_FR", "en": "en_GB"}
_NARROW = (0.0, theme.CONTENT_WIDTH - theme.MEASURE)

_HEADINGS = {1: (20.0, 23.0, 8.0), 2: (10.5, 14.0, 4.0), 3: (theme.BODY, 13.0, 2.0)}
"""Size, leading and air below of each level of heading; the air above belongs to its anchor."""


def style(
    size: float,
    leading: float,
    *,
    face: Face = Face.REGULAR,
    colour: str = theme.INK,
    align: Align = Align.LEFT,
    air: tuple[float, float] = (0.0, 0.0),
    indents: tuple[float, float] = (0.0, 0.0),
    hyphens: str = "",
) -> ParagraphStyle:
    """Return a style of paragraph; `air` is above and below, `indents` left and right.

    ReportLab's own face is never named, so that it is never in the file.
    """
    return ParagraphStyle(
        f"{face}-{size}",
        fontName=face.value,
        bulletFontName=face.value,
        fontSize=size,
        bulletFontSize=size,
        leading=leading,
        textColor=HexColor(colour),
        bulletColor=HexColor(theme.INK_3),
        alignment=_ALIGNMENTS[align],
        spaceBefore=air[0],
        spaceAfter=air[1],
        leftIndent=indents[0],
        rightIndent=indents[1],
        hyphenationLang=_HYPHENS.get(hyphens, ""),
        hyphenationMinWordLength=11,
        uriWasteReduce=0,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
    )


@cache
def body_style(kind: Style) -> ParagraphStyle:
    """Return how a paragraph of running text is set."""
    match kind:
        case Style.LEAD:
            return style(10.5, 14.5, air=(0, 6), indents=_NARROW)
        case Style.BODY:
            return style(theme.BODY, 13.7, air=(0, 5), indents=_NARROW)
        case Style.SMALL:
            return style(theme.CAPTION, 11, colour=theme.INK_2, air=(0, 4))
        case Style.QUOTE:
            indents = (12, _NARROW[1])
            return style(theme.BODY, 13.7, face=Face.ITALIC, colour=theme.INK_2, air=(0, 5), indents=indents)
        case Style.STRONG:
            return style(11.5, 15, face=Face.STRONG, air=(0, 5))


@cache
def heading_style(level: int) -> ParagraphStyle:
    """Return how a heading is set."""
    size, leading, after = _HEADINGS[level]
    return style(size, leading, face=Face.STRONG, air=(0, after))


@cache
def cell_style(align: Align, face: Face, colour: str, size: float, language: str) -> ParagraphStyle:
    """Return how the cell of a table is set."""
    return style(size, size * 1.27, face=face, colour=colour, align=align, hyphens=language)


def markup(text: Inline, face: Face = Face.REGULAR) -> str:
    """Return text as ReportLab reads it: escaped, its emphasis and its stand-in characters in their own face.

    >>> markup("<b> & « Müller »")
    '&lt;b&gt; &amp; « Müller »'
    """
    spans = (Span(text),) if isinstance(text, str) else text
    return "".join(_written(span, face) for span in spans)


def _written(span: Span, base: Face) -> str:
    """Return one stretch of text in the face that its emphasis asks for."""
    face = base
    if span.strong or span.italic:
        strong = span.strong or base in (Face.STRONG, Face.STRONG_ITALIC)
        italic = span.italic or base in (Face.ITALIC, Face.STRONG_ITALIC)
        face = (Face.STRONG_ITALIC if italic else Face.STRONG) if strong else Face.ITALIC
    return "".join(_in_face(used, piece, base) for used, piece in runs(clean(span.text), face))


def _in_face(face: Face, text: str, base: Face) -> str:
    """Return one run of text, with its face when it is not the style's own."""
    safe = escape(text).replace("\n", "<br/>")
    return safe if face is base else f'<font name="{face.value}">{safe}</font>'


class Tagged(Paragraph):
    """A paragraph that tells what it is in the structure of the file."""

    node: Node | None = None

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803 - ReportLab's own names
        """Split, both parts being the same element."""
        parts: list[Flowable] = super().split(aW, aH)
        for part in parts:
            if isinstance(part, Tagged):
                part.node = self.node
        return parts

    def draw(self) -> None:
        """Draw; drawn again, at the head of the next page of a table, it is no longer read."""
        with marked(self.canv, self.node) as noted:
            super().draw()
        if noted:
            self.node = None


def paragraph(text: Inline, style: ParagraphStyle, bullet: str | None = None, node: Node | None = None) -> Tagged:
    """Return a paragraph in a style."""
    made = Tagged(markup(text, Face(style.fontName)), style, bulletText=bullet)
    made.node = node or Node("P")
    return made


def link(text: Inline, key: str, style: ParagraphStyle) -> Tagged:
    """Return a paragraph that leads to a place of the document."""
    return Tagged(f'<a href="#{key}">{markup(text, Face(style.fontName))}</a>', style)
