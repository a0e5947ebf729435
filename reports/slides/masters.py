"""Open the file that slides are added to: our own look, or a company's template, emptied of its slides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout
from pptx.util import Pt

from questionnaires import Side
from reports import theme
from reports.archives import from_template
from reports.slides.canvas import Box, bare, strip
from reports.slides.fitting import COMPANY, UNKNOWN

WIDTH, HEIGHT = 960.0, 540.0
"""Our own slides, 16 by 9, in points."""

EDGE = 44.0
"""Margin left and right."""

FAMILY = "Source Sans 3"
_BAND = 7.0
_TITLE = Box(EDGE, 40, WIDTH - 2 * EDGE, 62)
_FOOT = Box(EDGE, HEIGHT - 30, WIDTH - 2 * EDGE, 16)

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
_TEMPLATE, _DECK = "presentationml.template.main+xml", "presentationml.presentation.main+xml"
"""What a deck says that it is; nothing else tells both apart."""
_NAMES = {
    "cover": ("title slide", "diapositive de titre", "titelfolie", "couverture", "cover"),
    "content": ("title and content", "titre et contenu", "titel und inhalt"),
    "bare": ("title only", "titre seul", "nur titel"),
}
"""Layouts by the names that PowerPoint gives them, in the languages of its users that we know."""

_USUAL = {"", "aptos", "aptos display", "arial", "calibri", "calibri light", "helvetica", "helvetica neue", "segoe ui"}
"""Letters about as wide as ours."""

_COLOURS = {
    "dk1": theme.INK,
    "lt1": theme.PAPER,
    "dk2": theme.INK_2,
    "lt2": theme.WASH,
    "accent1": theme.FILL[Side.CLIENT],
    "accent2": theme.FILL[Side.PROVIDER],
    "accent3": theme.SOFT[Side.CLIENT],
    "accent4": theme.SOFT[Side.PROVIDER],
    "accent5": theme.INK_3,
    "accent6": theme.RULE,
    "hlink": theme.TEXT[Side.CLIENT],
    "folHlink": theme.INK_2,
}


def opened(template: bytes | None) -> Deck:
    """Return an empty deck: a company's when it gave one, else ours.

    Raises
    ------
    ValueError
        When the template is not a presentation, or has no layout with a title.
    """
    if template is None:
        return _own()
    try:
        deck = Presentation(BytesIO(from_template(template, _TEMPLATE, _DECK)))
        layouts = [layout for layout in deck.slide_layouts if title_of(layout) is not None]
    except (BadZipFile, PythonPptxError, KeyError, ValueError, SyntaxError, AttributeError, OSError) as error:
        raise ValueError("the template is not a PowerPoint file (.pptx or .potx) that can be read") from error
    if not layouts:
        raise ValueError("the template has no slide layout with a title")
    _emptied(deck)
    return deck


def layout_for(deck: Deck, use: str) -> SlideLayout:
    """Return the layout for a use ("cover", "content" or "bare"): by its usual name, else the first with a title."""
    titled = [layout for layout in deck.slide_layouts if title_of(layout) is not None]
    named = (layout for name in _NAMES[use] for layout in titled if layout.name.strip().lower() == name)
    return next(named, titled[min(len(titled) - 1, 0 if use == "cover" else 1)])


def title_of(layout: SlideLayout) -> Any:
    """Return the title of a layout, None when it has none."""
    shapes: Any = layout.placeholders
    found = (shape for shape in shapes if shape.placeholder_format.type in _TITLES)
    return next(found, None)


def cautious(deck: Deck) -> float:
    """Return how cautiously text is measured in a company's deck: its letters may be wide."""
    theme_part: Any = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    named = re.findall(rb"<a:latin [^>]*typeface=\"([^\"]*)\"", theme_part.blob)
    return COMPANY if {name.decode().lower() for name in named} <= _USUAL else UNKNOWN


def _emptied(deck: Deck) -> None:
    """Take away the slides that a template came with, and the sections that named them."""
    listed = deck.slides._sldIdLst
    for entry in list(listed):
        deck.part.drop_rel(entry.rId)
        listed.remove(entry)
    element = deck.part._element
    for extension in list(element.iter(qn("p:ext"))):
        if any(child.tag.endswith("}sectionLst") for child in extension):
            extension.getparent().remove(extension)
    for entries in list(element.iter(qn("p:extLst"))):
        if not len(entries):
            entries.getparent().remove(entries)


def _own() -> Deck:
    """Return our own look on python-pptx's blank file: three layouts, our letters, colours and bands."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    kept = [layout_for(deck, use) for use in _NAMES]
    for layout in list(deck.slide_layouts):
        if layout not in kept:
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    _theme(master.part.part_related_by(RELATIONSHIP_TYPE.THEME))
    for part in (deck.part, deck.part.package):
        for key, relation in list(part._rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/printerSettings")):
                part._rels.pop(key)
    for style in master._element.iter(qn("p:titleStyle")):
        for level in style:
            level.set("algn", "l")
    for holder in (master, *kept):
        for shape in holder.placeholders:
            _placed(shape)
    half = WIDTH / 2
    strip(_Shapes(master), Box(0, 0, half, _BAND), Side.CLIENT, "client")
    strip(_Shapes(master), Box(half, 0, half, _BAND), Side.PROVIDER, "provider")
    return deck


class _Shapes:
    """Adds shapes to a master, which the library only lets one read."""

    def __init__(self, holder: Any) -> None:
        self._tree = holder.shapes._spTree
        self._holder = holder

    def add_shape(self, kind: Any, *place: int) -> Any:
        """Add a shape of a kind at a place."""
        from pptx.shapes.autoshape import AutoShapeType, Shape  # noqa: PLC0415 - only masters ask for it

        number = max((int(i) for i in self._tree.xpath(".//p:cNvPr/@id")), default=1) + 1
        element = self._tree.add_autoshape(number, "band", AutoShapeType(kind).prst, *place)
        return Shape(element, self._holder.shapes)


def _placed(shape: Any) -> None:
    """Place a placeholder of ours, and set its letters."""
    kind = shape.placeholder_format.type
    box = {
        PP_PLACEHOLDER.TITLE: _TITLE,
        PP_PLACEHOLDER.CENTER_TITLE: Box(EDGE, 96, WIDTH - 2 * EDGE, 76),
        PP_PLACEHOLDER.SUBTITLE: Box(EDGE, 176, WIDTH - 2 * EDGE, 44),
        PP_PLACEHOLDER.FOOTER: Box(_FOOT.x, _FOOT.y, _FOOT.width - 90, _FOOT.height),
        PP_PLACEHOLDER.SLIDE_NUMBER: Box(_FOOT.x + _FOOT.width - 80, _FOOT.y, 80, _FOOT.height),
        PP_PLACEHOLDER.DATE: Box(WIDTH, HEIGHT, 10, 10),
    }.get(kind, content_box())
    shape.left, shape.top, shape.width, shape.height = box.place()
    if not shape.has_text_frame:
        return
    bare(shape.text_frame)
    alignment = "r" if kind is PP_PLACEHOLDER.SLIDE_NUMBER else "l"
    for paragraph in shape._element.iter(qn("a:lvl1pPr"), qn("a:lvl2pPr")):
        paragraph.set("algn", alignment)


def content_box() -> Box:
    """Return the place of points and charts on our own slides."""
    return Box(EDGE, 116, WIDTH - 2 * EDGE, HEIGHT - 116 - 40)


def _theme(part: Part) -> None:
    """Write our letters and colours in the theme, so that what a reader adds looks like the rest."""
    text = part.blob.decode("utf-8")
    latin = f'<a:latin typeface="{FAMILY}" panose="020B0503030403020204" pitchFamily="34" charset="0"/>'
    text = re.sub(r"(<a:(?:majorFont|minorFont)>)<a:latin [^>]*/>", rf"\1{latin}", text)
    for name, colour in _COLOURS.items():
        value = f'<a:srgbClr val="{colour.removeprefix("#").upper()}"/>'
        text = re.sub(rf"(<a:{name}>).*?(</a:{name}>)", rf"\g<1>{value}\g<2>", text, flags=re.DOTALL)
    part._blob = text.encode("utf-8")  # there is no public way to write a theme


def bodies_of(placeholders: Iterable[Any]) -> Iterator[Any]:
    """Yield the placeholders that text can be written in, title and running words apart."""
    kinds = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.SUBTITLE)
    yield from (shape for shape in placeholders if shape.placeholder_format.type in kinds)
