"""Write the slides of a document, in our own look or in a company's, the same bytes for the same document."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Pt

from questionnaires import Side
from reports import theme
from reports.archives import packed, unpacked
from reports.charts import Chart, StackedBar
from reports.document import Align, Column, Cover, Document, FacingLists, Figure, KeyValues, Row, Table, plain
from reports.language import Language
from reports.reading import LOCALES, LOGO_ROOM, picture_size, writable
from reports.slides.canvas import Box, Setting, bare, ink, strip, text_box, write
from reports.slides.fitting import AIR, caution, cut, fit, height_of, measuring
from reports.slides.masters import bodies_of, cautious, layout_for, opened
from reports.slides.native import BARS, STACK, add_chart
from reports.slides.outline import POINTS, Body, Page, Point, outline
from reports.slides.tables import SIZES, Cell, Grid, add_table, facing_header, grid_of
from reports.typeface import Face

TITLE_SIZES = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0)
TEXT_SIZES = (24.0, 22.0, 20.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
SAID_SIZES = TEXT_SIZES[2:]
ASIDE_SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
FOOT_SIZE, NOTE_SIZE, KICKER_SIZE = 10.0, 10.0, 12.0

GUTTER = 24.0

LONG = 70
"""Letters of a cell from which a table needs the whole width."""
_NOTE = 16.0
"""Height of the line that says what is in the notes."""

_TOP, _BOTTOM = 14.0, 40.0
"""Air below the title, and above the lower edge, in a company's layout."""


def render_pptx(document: Document, template: bytes | None = None) -> bytes:
    """Return a document as slides.

    Parameters
    ----------
    document : Document
        The report; see `outline` for what goes on which slide. Its whole text but the annexes is in the notes.
    template : bytes, optional
        A company's presentation or template; its masters and layouts are kept, its slides are not.

    Returns
    -------
    bytes
        A .pptx file of `outline.MOST` slides at most, dated from the day of the assessment.

    Raises
    ------
    ValueError
        When the template is not a presentation, or has no layout with a title.
    """
    deck = opened(template)
    writer = _Writer(document, deck, own=template is None)
    with measuring(caution() if template is None else cautious(deck)):
        for page in outline(document):
            writer.add(page)
    return writer.closed()


class _Writer:
    """Adds one slide after the other to a deck."""

    def __init__(self, document: Document, deck: Deck, *, own: bool) -> None:
        self._document, self._deck, self._own = document, deck, own
        self._language = Language(document.language)
        self._width, self._height = _points(deck.slide_width), _points(deck.slide_height)

    def add(self, page: Page) -> None:
        """Add one slide with its notes."""
        slide = self._page(page) if page.cover is None else self._cover(page, page.cover)
        self._foot(slide)
        notes = slide.notes_slide.notes_text_frame
        if notes is not None:
            notes.text = writable(page.notes)

    def closed(self) -> bytes:
        """Return the file: everything dated from the day of the assessment, every word in its language."""
        document, meta = self._document, self._document.meta
        properties = self._deck.core_properties
        day = datetime.combine(meta.as_of, time(), UTC).replace(tzinfo=None)
        properties.title, properties.subject = writable(document.title)[:255], writable(document.subtitle)[:255]
        properties.author = properties.last_modified_by = meta.author
        properties.language, properties.revision = LOCALES[document.language], 1
        properties.created = properties.modified = properties.last_printed = day
        properties.keywords, properties.comments, properties.category = meta.digest, meta.questionnaire[:255], ""
        for slide in self._deck.slides:
            _speak(slide._element, LOCALES[document.language])
            _speak(slide.notes_slide._element, LOCALES[document.language])
        target = BytesIO()
        self._deck.save(target)
        return packed(unpacked(target.getvalue()))

    def _cover(self, page: Page, cover: Cover) -> Slide:
        """Add the first slide: question, names across the spine, facts."""
        slide: Slide = self._deck.slides.add_slide(layout_for(self._deck, "cover"))
        self._title(slide, page.title, 40.0)
        meta = self._document.meta
        bottom = _bottom_of(slide.shapes.title, self._height)
        for shape in list(bodies_of(slide.placeholders)):
            box = _box_of(shape)
            found = fit([cover.question], box.room, ASIDE_SIZES)
            bare(shape.text_frame)
            write(shape.text_frame, found.texts, Setting(found.size))
            bottom = max(bottom, box.bottom)
            break
        self._drop_empty(slide)
        edge = self._edge(slide)
        middle = self._width / 2
        top = bottom + 14 if self._own else min(bottom + 14, self._height * 0.62)
        for side, name in ((Side.CLIENT, meta.client), (Side.PROVIDER, meta.provider)):
            left = side is Side.CLIENT
            half = Box(edge if left else middle + 14, top, middle - edge - 14, 40)
            found = fit([writable(name)], half.room, (28.0, 24.0, 20.0, 16.0, 12.0), Face.STRONG)
            align = Align.RIGHT if left else Align.LEFT
            setting = Setting(found.size, strong=True, colour=theme.TEXT[side], align=align)
            frame = text_box(slide, half, found.texts, setting, side.value)
            frame.vertical_anchor = MSO_ANCHOR.BOTTOM
            strip(slide.shapes, Box(edge if left else middle, top + 46, middle - edge, 7), side, f"{side} band")
        strip(slide.shapes, Box(middle - 0.75, top, 1.5, 46), None, "spine")
        if cover.logo:
            wide, high = picture_size(cover.logo, *LOGO_ROOM)
            at = (Pt(self._width - edge - wide), Pt(_TOP), Pt(wide), Pt(high))
            slide.shapes.add_picture(BytesIO(cover.logo), *at).name = "logo"
        pairs = tuple(
            (Cell(name, colour=theme.INK_2), Cell(text)) for name, text in cover.facts if text and text != name
        )
        room = Box(edge, top + 64, self._width - 2 * edge, self._height - _BOTTOM - top - 64)
        notice = self._notice(cover.notice)
        if notice:
            room = replace(room, height=room.height - 22)
            below = Box(edge, room.bottom + 4, room.width, 18)
            shown = cut(writable(notice), Face.STRONG, 12.0, below.room)
            text_box(slide, below, [shown], Setting(12.0, strong=True), "notice")
        if pairs:
            facts = Grid((), pairs, (1.0, 3.6), cover.title, cover.title, ruled=False)
            add_table(slide, room, facts, least=min(SIZES))
        return slide

    def _notice(self, notice: str) -> str:
        """Return what the cover says of its use, a draft being called one."""
        meta = self._document.meta
        return " · ".join(filter(None, (meta.labels.draft if meta.draft else "", notice)))

    def _page(self, page: Page) -> Slide:
        """Add a slide: its sentence, its points, what it shows."""
        slide: Slide = self._deck.slides.add_slide(layout_for(self._deck, "content" if page.points else "bare"))
        self._title(slide, page.title)
        edge = self._edge(slide)
        if self._own and page.kicker:
            above = Box(edge, 20, self._width - 2 * edge, 16)
            text = cut(writable(page.kicker), Face.REGULAR, KICKER_SIZE, above.room)
            text_box(slide, above, [text], Setting(KICKER_SIZE, colour=theme.INK_2), "kicker")
        top = max(_bottom_of(slide.shapes.title, self._height) + _TOP, self._height * 0.18)
        box = Box(edge, top, self._width - 2 * edge, self._height - _BOTTOM - top)
        said, shown = self._shared(page, box)
        left_out = self._points(slide, page.points, said, bodies=bool(page.bodies)) if said is not None else 0
        for body, place in zip(page.bodies, shown, strict=True):
            left_out += self._body(slide, body, place)
        self._drop_empty(slide)
        if left_out:
            note = Box(edge, self._height - _BOTTOM - 2, self._width - 2 * edge, _NOTE)
            text = self._language.plural("slides_more", left_out)
            text_box(slide, note, [text], Setting(NOTE_SIZE, colour=theme.INK_3), "more")
        return slide

    def _shared(self, page: Page, box: Box) -> tuple[Box | None, list[Box]]:
        """Share the room between points and bodies: points above a wide body, left of a high one."""
        box = replace(box, height=box.height - 6)
        if not page.bodies:
            return box, []
        wide = [_is_wide(body) for body in page.bodies]
        places: list[Box]
        if not page.points:
            said, rest = None, box
        elif any(wide):
            texts = [point.text for point in page.points[:POINTS]]
            most = (box.height - STACK - 20) if _is_stack(page.bodies) else box.height * 0.4
            found = fit(texts, (box.width - TEXT_SIZES[0], most), SAID_SIZES)
            room = box.width - TEXT_SIZES[0]
            tall = sum(height_of(plain(t), Face.REGULAR, found.size, room) + AIR * found.size for t in found.texts)
            said, rest = box.rows(min(most, tall + 2), 12)
            if isinstance(page.bodies[0], FacingLists):  # first what each side does, then when to look again
                rest, said = box.rows(box.height - said.height - 12, 12)
        else:
            said, rest = box.columns((0.36, 0.64), GUTTER)
        if len(page.bodies) == 1:
            places = [rest]
        elif any(wide):
            lines = [_wanted(body, rest.height) for body in page.bodies]
            upper, lower = rest.rows(min(lines[0], rest.height / 2), 12)
            places = [upper, lower]
        else:
            places = rest.columns((0.56, 0.44), GUTTER)
        return said, places

    def _points(self, slide: Slide, points: tuple[Point, ...], box: Box, *, bodies: bool) -> int:
        """Write points in the placeholder of the layout, and return how many are left to the notes."""
        shown = points[:POINTS]
        alone = box.width > self._width / 2
        sizes = (SAID_SIZES if bodies else TEXT_SIZES) if alone else ASIDE_SIZES
        found = fit([point.text for point in shown], (box.width - TEXT_SIZES[0], box.height), sizes)
        frame = self._frame(slide, box)
        write(frame, found.texts, Setting(found.size), [point.listed for point in shown[: len(found.texts)]])
        return len(points) - len(found.texts)

    def _frame(self, slide: Slide, box: Box) -> Any:
        """Return where text is written: the layout's own placeholder, moved, or a new box."""
        shape = next(bodies_of(slide.placeholders), None)
        if shape is None:
            return text_box(slide, box, [""], Setting(ASIDE_SIZES[0]), "points")
        shape.left, shape.top, shape.width, shape.height = box.place()
        bare(shape.text_frame)
        return shape.text_frame

    def _body(self, slide: Slide, body: Body, box: Box) -> int:
        """Show a body, and return how many of its rows are left to the notes."""
        match body:
            case Figure(chart=chart):
                return self._figure(slide, chart, box)
            case Table():
                grid = grid_of(body)
                if body.header[1:2] == ("",):  # one side, what is told, the other side
                    grid = replace(grid, header=facing_header(body.header))
                return add_table(slide, box, grid)
            case KeyValues(pairs):
                rows = tuple(Row((name, value)) for name, value in pairs)
                return add_table(slide, box, grid_of(Table(rows, columns=(Column(1), Column(3)))))
            case FacingLists():
                return self._facing(slide, body, box)

    def _figure(self, slide: Slide, chart: Chart, box: Box) -> int:
        """Show a chart, or the sentence that stands for it when there is nothing to show."""
        if not chart.is_empty:
            return add_chart(slide, box, chart, self._document.language)
        found = fit([chart.empty], box.room, ASIDE_SIZES)
        text_box(slide, box, found.texts, Setting(found.size, colour=theme.INK_2), writable(chart.title))
        return 0

    def _facing(self, slide: Slide, lists: FacingLists, box: Box) -> int:
        """Show what concerns each side on its side of the spine."""
        left_out = 0
        middle = box.x + box.width / 2
        halves = box.columns((1.0, 1.0), 2 * GUTTER)
        told = ((lists.client_title, lists.client), (lists.provider_title, lists.provider))
        for side, half, (title, items) in zip(Side, halves, told, strict=True):
            head, rest = half.rows(24, 16)
            name = cut(writable(title), Face.STRONG, 16.0, head.room)
            text_box(slide, head, [name], Setting(16.0, strong=True, colour=theme.TEXT[side]), f"{side} title")
            strip(slide.shapes, Box(half.x, half.y + 26, half.width, 5), side, f"{side} band")
            shown = items[:POINTS]
            found = fit(shown, (rest.width - 16, rest.height), ASIDE_SIZES)
            frame = text_box(slide, rest, [""], Setting(found.size), f"{side} points")
            write(frame, found.texts, Setting(found.size), [True] * len(found.texts))
            left_out += len(items) - len(found.texts)
        strip(slide.shapes, Box(middle - 0.6, box.y, 1.2, box.height), None, "spine")
        return left_out

    def _title(self, slide: Slide, text: str, most: float = TITLE_SIZES[0]) -> None:
        """Write the sentence of a slide, as large as its place allows."""
        shape: Any = slide.shapes.title
        box = _box_of(shape)
        sizes = tuple(dict.fromkeys((most, *TITLE_SIZES)))
        found = fit([writable(text)], box.room, sizes, Face.STRONG)
        if self._own:
            bare(shape.text_frame, MSO_ANCHOR.BOTTOM)
        frame = shape.text_frame
        frame.text = " ".join(plain(each) for each in found.texts).replace("\n", " ")
        for run in frame.paragraphs[0].runs:
            run.font.size = Pt(found.size)
            if self._own:
                run.font.bold = True
                ink(run.font)

    def _edge(self, slide: Slide) -> float:
        """Return the margin: that of the title, within reason."""
        return min(max(_box_of(slide.shapes.title).x, 24.0), self._width / 8)

    def _drop_empty(self, slide: Slide) -> None:
        """Take away the placeholders that nothing was written in: they would say "click to add text"."""
        for shape in list(slide.placeholders):
            empty = shape.has_text_frame and not shape.text_frame.text
            if empty and shape != slide.shapes.title:
                shape._element.getparent().remove(shape._element)

    def _foot(self, slide: Slide) -> None:
        """Write the running words and the number of the slide where the layout has a place for them."""
        meta = self._document.meta
        parts = (meta.labels.running_left, meta.labels.running_right, meta.labels.draft if meta.draft else "")
        text = writable(" · ".join(filter(None, parts))).replace("\n", " ")
        shapes: Any = slide.slide_layout.placeholders
        for shape in shapes:
            kind = shape.placeholder_format.type
            if kind not in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
                continue
            element = deepcopy(shape._element)
            slide.shapes._spTree.append(element)
            element.nvSpPr.cNvPr.set("id", str(max(int(i) for i in slide.shapes._spTree.xpath(".//p:cNvPr/@id")) + 1))
            copy: Any = next(s for s in slide.shapes if s._element is element)
            if kind is PP_PLACEHOLDER.FOOTER:
                copy.text_frame.text = cut(text, Face.REGULAR, FOOT_SIZE, (_box_of(shape).width, 12.0))
            elif not list(element.iter(qn("a:fld"))):
                _numbered(copy.text_frame.paragraphs[0]._p)
            for run in element.iter(qn("a:r"), qn("a:fld")):
                run.get_or_add_rPr().set("sz", str(int(FOOT_SIZE * 100)))


def _is_wide(body: Body) -> bool:
    """Whether a body needs the whole width of a slide."""
    if isinstance(body, Figure):
        return isinstance(body.chart, StackedBar) or type(body.chart) not in BARS
    return isinstance(body, FacingLists) or (isinstance(body, Table) and _is_wordy(body))


def _is_wordy(table: Table) -> bool:
    """Whether a table has many columns, or long texts."""
    return table.width > 3 or any(len(plain(cell)) > LONG for row in table.rows for cell in row.cells)


def _is_stack(bodies: tuple[Body, ...]) -> bool:
    """Whether a single stack is all that a slide shows."""
    return len(bodies) == 1 and isinstance(bodies[0], Figure) and isinstance(bodies[0].chart, StackedBar)


def _wanted(body: Body, height: float) -> float:
    """Return the height that a body asks for, of what there is."""
    return STACK if isinstance(body, Figure) and isinstance(body.chart, StackedBar) else height / 2


def _numbered(paragraph: Any) -> None:
    """Write the number of the slide as a field."""
    field = paragraph.makeelement(qn("a:fld"), {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"})
    text = field.makeelement(qn("a:t"), {})
    text.text = "‹#›"
    field.append(text)
    paragraph.insert(0, field)


def _speak(element: Any, locale: str) -> None:
    """Say the language of every word."""
    for run in element.iter(qn("a:r"), qn("a:fld"), qn("a:br")):
        run.get_or_add_rPr().set("lang", locale)
    for end in element.iter(qn("a:endParaRPr")):
        end.set("lang", locale)


def _points(length: Any) -> float:
    """Return a length in points."""
    return int(length) / 12700


def _box_of(shape: Any) -> Box:
    """Return the place of a shape, its layout's when it has none of its own."""
    return Box(*(_points(value or 0) for value in (shape.left, shape.top, shape.width, shape.height)))


def _bottom_of(shape: Any, height: float) -> float:
    """Return where a title ends; one that stands in the middle of the page leaves no room below, and is not told."""
    return min(_box_of(shape).bottom, height * 0.4)
