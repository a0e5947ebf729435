"""Put text, boxes and names on a slide, all in points and in the deck's colours and language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.dml.fill import FillFormat
from pptx.enum.dml import MSO_PATTERN, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.text.text import Font, TextFrame
from pptx.util import Pt

from questionnaires import Side
from reports import theme
from reports.document import Align, Inline
from reports.reading import stretches
from reports.slides.fitting import AIR, LEADING

ALIGNMENTS = {Align.LEFT: PP_ALIGN.LEFT, Align.CENTRE: PP_ALIGN.CENTER, Align.RIGHT: PP_ALIGN.RIGHT}


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in points from its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.height

    @property
    def room(self) -> tuple[float, float]:
        """Its width and its height."""
        return self.width, self.height

    def place(self) -> tuple[Pt, Pt, Pt, Pt]:
        """Return it as shapes are placed."""
        return Pt(self.x), Pt(self.y), Pt(self.width), Pt(self.height)

    def columns(self, shares: Sequence[float], gutter: float) -> list[Box]:
        """Return it cut into columns."""
        free = self.width - gutter * (len(shares) - 1)
        widths = [free * share / sum(shares) for share in shares]
        starts = [self.x + sum(widths[:i]) + gutter * i for i in range(len(shares))]
        return [Box(x, self.y, width, self.height) for x, width in zip(starts, widths, strict=True)]

    def rows(self, height: float, gutter: float) -> tuple[Box, Box]:
        """Return its upper part of a height, and what is left below."""
        rest = max(0.0, self.height - height - gutter)
        return (
            Box(self.x, self.y, self.width, height),
            Box(self.x, self.y + height + gutter, self.width, rest),
        )


def rgb(colour: str) -> RGBColor:
    """Return a colour of the theme of paper."""
    found: RGBColor = RGBColor.from_string(colour.removeprefix("#").upper())
    return found


def ink(font: Font, colour: str = theme.INK, *, fixed: bool = False) -> None:
    """Colour letters; plain ink is the deck's own text colour, so that it follows a company's template.

    On a tint of ours it is `fixed`, for a template may be dark.
    """
    if colour == theme.INK and not fixed:
        font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    else:
        font.color.rgb = rgb(colour)


def paint(fill: FillFormat, colour: str, back: str = "") -> None:
    """Fill with a colour, or with stripes of it on another one."""
    if not back:
        fill.solid()
        fill.fore_color.rgb = rgb(colour)
        return
    fill.patterned()
    fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    fill.fore_color.rgb = rgb(colour)
    fill.back_color.rgb = rgb(back)


def paint_side(fill: FillFormat, side: Side) -> None:
    """Fill with the colour of a side; the provider's is striped, so that grey print tells them apart."""
    paint(fill, theme.FILL[side], theme.SOFT[side] if side is Side.PROVIDER else "")


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text is set; `fixed` when it stands on a tint of ours."""

    size: float
    strong: bool = False
    colour: str = theme.INK
    align: Align = Align.LEFT
    fixed: bool = False


def write(frame: TextFrame, texts: Sequence[Inline], setting: Setting, listed: Sequence[bool] = ()) -> None:
    """Write texts in a frame, one a paragraph; listed ones hang behind a mark."""
    marks = listed or [False] * len(texts)
    for index, (text, mark) in enumerate(zip(texts, marks, strict=True)):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.alignment = ALIGNMENTS[setting.align]
        # In points: a stand-in's own lines may be higher than those measured.
        paragraph.line_spacing = Pt(LEADING * setting.size)
        paragraph.space_before = Pt(0)
        paragraph.space_after = Pt(AIR * setting.size if len(texts) > 1 else 0)
        _mark(paragraph._p.get_or_add_pPr(), setting.size, listed=mark)
        for span in stretches(text):
            for number, line in enumerate(span.text.split("\n")):
                if number:
                    paragraph.add_line_break()
                run = paragraph.add_run()
                run.text = line
                run.font.size = Pt(setting.size)
                run.font.bold = setting.strong or span.strong
                run.font.italic = span.italic
                ink(run.font, setting.colour, fixed=setting.fixed)


def _mark(properties: Any, size: float, *, listed: bool) -> None:
    """Give a paragraph its mark, or take away the one that its placeholder has."""
    indent = int(Pt(size * 0.9)) if listed else 0
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    name = "a:buChar" if listed else "a:buNone"
    mark = properties.makeelement(qn(name), {"char": "•"} if listed else {})
    properties.append(mark)


def text_box(slide: Slide, box: Box, texts: Sequence[Inline], setting: Setting, name: str) -> TextFrame:
    """Write texts in a new box, without margins."""
    shape = slide.shapes.add_textbox(*box.place())
    shape.name = name
    bare(shape.text_frame)
    frame: TextFrame = shape.text_frame
    write(frame, texts, setting)
    return frame


def bare(frame: TextFrame, anchor: MSO_ANCHOR = MSO_ANCHOR.TOP) -> None:
    """Take the margins away, and keep the size of letters as measured."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(0)
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    frame.auto_size = None


def strip(shapes: Any, box: Box, side: Side | None, name: str) -> None:
    """Draw a band in the colour of a side, or a line in ink; it is drawn for the eye only."""
    shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.place())
    shape.name = name
    shape._element.remove(shape._element.find(qn("p:style")))  # it would bring a shadow
    shape.line.fill.background()
    if side is None:
        paint(shape.fill, theme.INK)
    else:
        paint_side(shape.fill, side)
    decorative(shape._element.nvSpPr.cNvPr)


def decorative(properties: Any) -> None:
    """Mark a shape as decoration: a reader of screens passes it over."""
    namespace = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    extension = properties.makeelement(qn("a:extLst"), {})
    entry = extension.makeelement(qn("a:ext"), {"uri": "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"})
    entry.append(entry.makeelement(f"{{{namespace}}}decorative", {"val": "1"}, nsmap={"adec": namespace}))
    extension.append(entry)
    properties.append(extension)


def describe(frame: Any, name: str, alt: str) -> None:
    """Give a chart or a table its name and its text alternative."""
    properties = frame._element.xpath(".//p:cNvPr")[0]
    properties.set("name", name)
    properties.set("descr", alt)
