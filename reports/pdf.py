"""Render a document as a PDF: the same bytes for the same document, on any machine, from any thread."""

from __future__ import annotations

import calendar
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Spacer

from questionnaires import Side
from reports import theme
from reports.document import Block, Cover, Document, DocumentMeta, Style
from reports.flowables import contents, story
from reports.layout import BODY_PAGE, COVER_PAGE, Layout, write
from reports.paragraphs import body_style, paragraph
from reports.reading import LOCALES, LOGO_ROOM, foot, has_contents, picture_size
from reports.strokes import band, mark, rule
from reports.tags import TaggedCanvas, Tags, marked, with_structure
from reports.typeface import Face, code, coded, fitted, missing, register, width

_RIGHT = theme.PAGE_WIDTH - theme.MARGIN
_HEAD_Y = theme.PAGE_HEIGHT - 16.5 * theme.MM
_BAND_Y = theme.PAGE_HEIGHT - 19.2 * theme.MM
_FOOT_Y = 12 * theme.MM
_CODES_SHOWN = 12
_BETWEEN = 10.0
"""Least air between the names of a running head and what stands beside them."""

rl_config.useA85 = 0  # streams stay binary: smaller, and the slowest function of ReportLab is not called


def render_pdf(document: Document) -> bytes:
    """Return a document as a PDF: a first pass finds the pages, a second one draws."""
    register()
    layout = Layout(document)
    count = 1 if document.blocks and isinstance(document.blocks[0], Cover) else 0
    front = story(document.blocks[:count], layout)
    body = [*story(document.blocks[count:], layout), *_missing_note(document)]
    _build(layout, [*front, *_contents(layout), *body])
    layout.final, layout.outline = True, -1
    tags = Tags()
    return with_structure(_build(layout, [*front, *_contents(layout), *body], tags), tags)


def _contents(layout: Layout) -> list[Flowable]:
    """Return the page of contents of a long document, nothing for a short one."""
    return contents(layout) if has_contents(layout.document) else []


def _missing_note(document: Document) -> list[Flowable]:
    """Return the note about characters written as codes, once, nothing when every character has a letter."""
    lost = list(missing(f"{document.text}\n{document.meta.client}\n{document.meta.provider}"))
    if not lost:
        return []
    shown = ", ".join(code(character) for character in lost[:_CODES_SHOWN])
    codes = f"{shown}…" if len(lost) > _CODES_SHOWN else shown
    note = document.meta.labels.characters.format(codes=codes)
    return [Spacer(1, 12), paragraph(note, body_style(Style.SMALL))]


def _build(layout: Layout, flowables: list[Flowable], tags: Tags | None = None) -> bytes:
    """Lay flowables on pages, note how many there are, and return the file."""
    target, meta = BytesIO(), layout.document.meta
    template = BaseDocTemplate(
        target,
        pagesize=(theme.PAGE_WIDTH, theme.PAGE_HEIGHT),
        title=coded(layout.document.title),
        author=coded(meta.author),
        subject=coded(layout.document.subtitle),
        creator=coded(f"{meta.author} {meta.version}"),
        lang=LOCALES[layout.document.language],
        initialFontName=Face.REGULAR.value,
        invariant=1,
        pageTemplates=_page_templates(layout),
    )
    for flowable in flowables:  # what the pass before put off to its next page must not seem put off again
        vars(flowable).pop("_postponed", None)
    template.build(flowables or [Spacer(1, 1)], canvasmaker=_canvas_maker(meta.as_of, tags))
    layout.total = template.page
    return target.getvalue()


def _canvas_maker(day: date, tags: Tags | None) -> Callable[..., Canvas]:
    """Return what makes the canvas of a document that is dated from a day, never from the clock."""

    def make(*args: Any, **kwargs: Any) -> Canvas:
        """Make the canvas that ReportLab asks for."""
        canvas = TaggedCanvas(*args, **kwargs)
        canvas.tags = tags
        stamp = canvas._doc._timeStamp  # type: ignore[attr-defined] # no public way to date a file
        stamp.t = calendar.timegm(day.timetuple())
        stamp.lt = time.gmtime(stamp.t)
        stamp.YMDhms = tuple(stamp.lt)[:6]
        canvas.setViewerPreference("DisplayDocTitle", "true")
        return canvas

    return make


def _page_templates(layout: Layout) -> list[PageTemplate]:
    """Return the two kinds of page; the first one named is that of the first page."""

    def frame() -> Frame:
        """Return the place of the text; a template keeps its own."""
        place = (theme.MARGIN, theme.BOTTOM, theme.CONTENT_WIDTH, theme.CONTENT_HEIGHT)
        return Frame(*place, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)

    def cover(canvas: Canvas, _: BaseDocTemplate) -> None:
        """Furnish the first page: no running head, its names are larger below."""
        with marked(canvas, None):
            _watermark(canvas, layout.document.meta)
            _logo(canvas, layout.document.blocks[0])
            _foot(canvas, layout)

    def body(canvas: Canvas, _: BaseDocTemplate) -> None:
        """Furnish every other page."""
        with marked(canvas, None):
            _watermark(canvas, layout.document.meta)
            _head(canvas, layout.document.meta)
            _foot(canvas, layout)

    templates = [PageTemplate(COVER_PAGE, [frame()], onPage=cover), PageTemplate(BODY_PAGE, [frame()], onPage=body)]
    blocks = layout.document.blocks
    return templates if blocks and isinstance(blocks[0], Cover) else templates[1:]


def _head(canvas: Canvas, meta: DocumentMeta) -> None:
    """Draw the running head: what it is, the names across the spine, for whom; then the bands."""
    middle, half = theme.PAGE_WIDTH / 2, theme.CONTENT_WIDTH / 2
    room = theme.CONTENT_WIDTH * 0.2 - 22
    client = fitted(meta.client, Face.REGULAR, theme.TABLE, room)
    inner = middle - 19 - width(client, Face.REGULAR, theme.TABLE)
    write(canvas, (inner, _HEAD_Y), client, Face.REGULAR, theme.TABLE, theme.INK)
    provider = fitted(meta.provider, Face.REGULAR, theme.TABLE, room)
    write(canvas, (middle + 19, _HEAD_Y), provider, Face.REGULAR, theme.TABLE, theme.INK)
    # What it is and for whom take what the names leave.
    left = fitted(meta.labels.running_left, Face.REGULAR, theme.CAPTION, inner - theme.MARGIN - _BETWEEN)
    write(canvas, (theme.MARGIN, _HEAD_Y), left, Face.REGULAR, theme.CAPTION, theme.INK_2)
    left_over = half - 19 - width(provider, Face.REGULAR, theme.TABLE) - _BETWEEN
    right = fitted(meta.labels.running_right, Face.REGULAR, theme.CAPTION, left_over)
    start = _RIGHT - width(right, Face.REGULAR, theme.CAPTION)
    write(canvas, (start, _HEAD_Y), right, Face.REGULAR, theme.CAPTION, theme.INK_2)
    mark(canvas, Side.CLIENT, middle - 11, _HEAD_Y + 3, 2.8)
    mark(canvas, Side.PROVIDER, middle + 11, _HEAD_Y + 3, 2.8)
    rule(canvas, (middle, _HEAD_Y - 4), (middle, _HEAD_Y + 9), theme.INK, theme.THIN)
    band(canvas, Side.CLIENT, (theme.MARGIN, _BAND_Y, half - 0.5, 3.4))
    band(canvas, Side.PROVIDER, (middle + 0.5, _BAND_Y, half - 0.5, 3.4))


def _foot(canvas: Canvas, layout: Layout) -> None:
    """Draw the foot: from what this can be computed again, and the page."""
    meta = layout.document.meta
    page = meta.labels.page.format(page=canvas.getPageNumber(), pages=layout.total)
    size = theme.SMALLEST
    end = width(page, Face.REGULAR, size)
    text = fitted(foot(meta), Face.REGULAR, size, theme.CONTENT_WIDTH - end - 12)
    rule(canvas, (theme.MARGIN, _FOOT_Y + 12), (_RIGHT, _FOOT_Y + 12), theme.RULE, theme.HAIRLINE)
    write(canvas, (theme.MARGIN, _FOOT_Y), text, Face.REGULAR, size, theme.INK_2)
    write(canvas, (_RIGHT - end, _FOOT_Y), page, Face.REGULAR, size, theme.INK_2)


def _logo(canvas: Canvas, block: Block) -> None:
    """Draw the logo above the names, at the left, as large as its place allows."""
    if not (isinstance(block, Cover) and block.logo):
        return
    wide, high = picture_size(block.logo, *LOGO_ROOM)
    at = (theme.MARGIN, theme.PAGE_HEIGHT - theme.MARGIN - high)
    canvas.drawImage(ImageReader(BytesIO(block.logo)), *at, wide, high, mask="auto")


def _watermark(canvas: Canvas, meta: DocumentMeta) -> None:
    """Write across the page that a draft is one, under the text and pale enough to read over."""
    if not (meta.draft and meta.labels.draft):
        return
    size = min(120.0, 560 / max(0.1, width(meta.labels.draft, Face.STRONG, 1)))
    canvas.saveState()
    canvas.translate(theme.PAGE_WIDTH / 2, theme.PAGE_HEIGHT / 2)
    canvas.rotate(52)
    at = (-width(meta.labels.draft, Face.STRONG, size) / 2, -size / 3)
    write(canvas, at, meta.labels.draft, Face.STRONG, size, theme.WATERMARK)
    canvas.restoreState()
