"""Turn blocks of a document into what ReportLab lays on pages: one function per kind of block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, PageBreakIfNotEmpty, Paragraph, Spacer

from questionnaires import Side
from reports import drawing, theme
from reports.document import (
    Align,
    Block,
    Bullets,
    Callout,
    Column,
    Cover,
    FacingLists,
    Figure,
    Heading,
    Inline,
    KeepTogether,
    KeyValues,
    Row,
    RowStyle,
    Space,
    Span,
    Style,
    Table,
    plain,
)
from reports.document import PageBreak as NewPage
from reports.document import Paragraph as Text
from reports.grid import Grid, GridRow, Paint, listing, table, underline
from reports.layout import BODY_PAGE, Anchor, Drawn, DrawnInParts, FacingNames, Layout
from reports.paragraphs import Tagged, body_style, cell_style, heading_style, link, paragraph, style
from reports.reading import contents_depth, shown_title
from reports.strokes import band, rule
from reports.tags import Node
from reports.typeface import Face

_FIGURE_HEIGHT = theme.CONTENT_HEIGHT - 60
"""Highest figure: a page, less its title and its caption."""

_WHOLE = theme.CONTENT_HEIGHT * 0.65
"""A figure of rows that is higher goes from a page to the next, rather than leave most of one empty."""

_BEGINNING = 0.25
"""Share of a page that is worth the beginning of a figure which takes several."""

_INTRODUCTION = 60.0
"""Higher than this, what stands between a heading and a table or a figure is more than a few words about it."""

_JOINED = theme.CONTENT_HEIGHT * 0.6
"""What is kept together from a heading on is no higher."""

_TIGHTEST = 0.6
"""Share of the air between blocks that may be taken for a few lines more."""

_PAIRS = (theme.CONTENT_WIDTH * theme.NAMED, theme.CONTENT_WIDTH * (1 - theme.NAMED))
_HALF = (theme.CONTENT_WIDTH - theme.GUTTER) / 2


def story(blocks: Sequence[Block], layout: Layout) -> list[Flowable]:
    """Return what blocks become; a heading never ends a page."""
    groups = [(block, flowables(block, layout)) for block in blocks]
    laid: list[Flowable] = []
    starts: list[int] = []
    for index, (block, group) in enumerate(groups):
        starts.append(len(laid))
        if isinstance(block, Heading):
            laid.append(CondPageBreak(_room_for(groups[index:])))
            if block.level == 1 and _under_overline(blocks[:index]):
                group[0].spaceBefore = 0.0
        laid.extend(group)
    starts.append(len(laid))
    for first, last in _fresh_pages(blocks):
        _tighten(laid[starts[first] : starts[last]])
    return laid


def _under_overline(before: Sequence[Block]) -> bool:
    """Return whether small print that opens a page belongs to the heading below it."""
    if not before or not isinstance(before[-1], Text) or before[-1].style is not Style.SMALL:
        return False
    return len(before) == 1 or isinstance(before[-2], NewPage | Cover)


def _fresh_pages(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield where the sections that start a page begin and end."""
    starts = [index + 1 for index, block in enumerate(blocks) if isinstance(block, NewPage)]
    for start in [0, *starts]:
        heads = [n for n, block in enumerate(blocks) if n >= start and isinstance(block, Heading) and block.level == 1]
        ends = [n - 1 for n in starts if n > start] + heads[1:] + [len(blocks)]
        yield start, min(ends)


def _tighten(items: Sequence[Flowable]) -> None:
    """Take some of the air between flowables when a page would otherwise leave a few lines to the next one."""
    if not 0.5 < _stack(items) / theme.CONTENT_HEIGHT < 2:
        return
    shown = [item for item in items if not isinstance(item, CondPageBreak)]
    heights = sum(item.wrap(theme.CONTENT_WIDTH, theme.CONTENT_HEIGHT)[1] for item in shown)
    # What may start a page has no air of its own, and keeps that above it and that below it from falling together.
    airs = [(0.0, 0.0) if isinstance(i, CondPageBreak) else (i.getSpaceBefore(), i.getSpaceAfter()) for i in items]
    air = sum(max(after, before) for (_, after), (before, _) in pairwise(airs))
    over = heights + air - theme.CONTENT_HEIGHT + 1
    if 0 < over <= air * _TIGHTEST:
        for item in shown:
            item.spaceBefore = item.getSpaceBefore() * (1 - over / air)
            item.spaceAfter = item.getSpaceAfter() * (1 - over / air)


def _room_for(groups: Sequence[tuple[Block, list[Flowable]]]) -> float:
    """Return the height of a heading, of what follows it at once, and of the beginning of what they head."""
    total = least = 0.0
    for (block, group), (following, _) in zip(groups, [*groups[1:], (None, [])], strict=True):
        if isinstance(block, Heading):
            total += _stack(group)
        elif _introduces(block, group, groups[0][0], following):
            least = least or total + _lead(group)
            total += _stack(group)
        else:
            total += _lead(group)
            break
    # Words about a figure that takes most of a page do better without it than at the head of an empty page.
    return least if least and total > _JOINED else min(total, theme.CONTENT_HEIGHT - 1)


def _introduces(block: Block, group: Sequence[Flowable], heading: Block, following: Block | None) -> bool:
    """Return whether a block is a few words about the table, the figure or the lower heading below it."""
    if not isinstance(block, Text | Bullets) or _stack(group) > _INTRODUCTION:
        return False
    if isinstance(following, Heading) and isinstance(heading, Heading):
        return following.level > heading.level
    return isinstance(following, Table | Figure)


def _lead(group: Sequence[Flowable]) -> float:
    """Return the least of a group that must stand under its heading."""
    if not group:
        return 0.0
    first = group[0]
    if isinstance(first, CondPageBreak):
        return float(first.height)
    if isinstance(first, Grid):
        return first.lead + first.getSpaceBefore()
    height = _stack([first])
    return min(height, 3 * first.style.leading) if isinstance(first, Paragraph) else height


def _stack(group: Sequence[Flowable]) -> float:
    """Return the height of flowables one above the other."""
    return sum(
        item.wrap(theme.CONTENT_WIDTH, theme.CONTENT_HEIGHT)[1] + item.getSpaceBefore() + item.getSpaceAfter()
        for item in group
        if not isinstance(item, CondPageBreak)
    )


def _together(group: list[Flowable]) -> list[Flowable]:
    """Return flowables that stay on one page when a page can hold them."""
    height = _stack(group)
    return [CondPageBreak(height), *group] if height < theme.CONTENT_HEIGHT else group


def _cover(cover: Cover, layout: Layout) -> list[Flowable]:
    """Return the first page: names across the spine, the question, the title, a few facts."""
    meta = layout.document.meta
    facts = [
        GridRow((_cell(name, colour=theme.INK_2), _cell(value)), underline(theme.RULE, theme.HAIRLINE))
        for name, value in cover.facts
    ]
    table(facts, named=True)
    return [
        Spacer(1, 52 * theme.MM),
        FacingNames(meta.client, meta.provider),
        paragraph(cover.question, style(12, 16, colour=theme.INK_2, air=(0, 4))),
        paragraph(cover.title, style(24, 28, face=Face.STRONG, air=(0, 26))),
        Grid(facts, _PAIRS, after=14),
        paragraph(cover.notice, body_style(Style.SMALL)),
        NextPageTemplate(BODY_PAGE),
        PageBreakIfNotEmpty(),
    ]


def _heading(heading: Heading, layout: Layout) -> list[Flowable]:
    """Return a heading after its anchor."""
    anchor = Anchor(heading, layout.key_for(heading), layout)
    return [anchor, paragraph(heading.text, heading_style(heading.level), node=Node(f"H{heading.level}"))]


def _text(text: Text, layout: Layout) -> list[Flowable]:
    """Return a paragraph."""
    return [paragraph(text.text, body_style(text.style))]


def _bullets(bullets: Bullets, layout: Layout) -> list[Flowable]:
    """Return a list, each item after a dash."""
    made, whole = style(theme.BODY, 13.2, air=(0, 2.5), indents=(11, 9)), Node("L")
    items = [paragraph(item, made, "–", Node("LBody", Node("LI", whole))) for item in bullets.items]
    return [*items, Spacer(1, 3)]


def _cell(
    text: Inline,
    align: Align = Align.LEFT,
    face: Face = Face.REGULAR,
    colour: str = theme.INK,
    size: float = theme.TABLE,
    language: str = "",
) -> Tagged:
    """Return the text of one cell; hyphens are sought only where they are safe."""
    hyphens = "" if _UNHYPHENED.search(plain(text)) else language
    return paragraph(text, cell_style(align, face, colour, size, hyphens))


_UNHYPHENED = re.compile(r"/|\S{30}")
"""Addresses and endless words: where hyphens are sought, ReportLab cuts them once and lets the rest run out."""


_ROWS: Mapping[RowStyle, tuple[Face, str, Paint]] = {
    RowStyle.PLAIN: (Face.REGULAR, theme.INK, underline(theme.RULE, theme.HAIRLINE)),
    RowStyle.GROUP: (Face.STRONG, theme.INK, underline(theme.INK_2, theme.HAIRLINE)),
    RowStyle.MUTED: (Face.REGULAR, theme.INK_3, underline(theme.RULE, theme.HAIRLINE)),
    RowStyle.STRONG: (Face.STRONG, theme.INK, underline(theme.RULE, theme.HAIRLINE)),
}
"""Face, colour and line of each style of row."""


def _table(block: Table, layout: Layout) -> list[Flowable]:
    """Return a table under its caption, on the same page as the beginning of its rows."""
    if not block.width:
        return []
    columns = (*block.columns, *(Column() for _ in range(block.width - len(block.columns))))
    whole = sum(column.share for column in columns) or 1.0
    widths = [column.share / whole * theme.CONTENT_WIDTH for column in columns]
    head = [_head_row(block.header, columns)] if block.header else []
    rows = [_row(row, columns, layout.document.language) for row in block.rows]
    table([*head, *rows], len(head))
    grid = Grid([*head, *rows], widths, head=len(head))
    if not block.caption:
        return [grid]
    caption = paragraph(block.caption, style(theme.TABLE, 12, face=Face.STRONG, air=(4, 2)))
    return [CondPageBreak(min(_stack([caption]) + grid.lead, theme.CONTENT_HEIGHT - 1)), caption, grid]


def _head_row(header: tuple[str, ...], columns: Sequence[Column]) -> GridRow:
    """Return the head of a table, in small print over an ink line."""
    cells = (
        _cell(text, column.align, colour=theme.INK_2, size=theme.CAPTION)
        for text, column in zip(header, columns, strict=False)
    )
    return GridRow(tuple(cells), underline(theme.INK, theme.THIN), together=True)


def _row(row: Row, columns: Sequence[Column], language: str) -> GridRow:
    """Return a row in its style; a group stays with the row that it heads."""
    face, colour, paint = _ROWS[row.style]
    cells = (
        _cell(text, column.align, face, colour, language=language)
        for text, column in zip(row.cells, columns, strict=False)
    )
    return GridRow(tuple(cells), paint, together=row.style is RowStyle.GROUP)


def _figure(figure: Figure, layout: Layout) -> list[Flowable]:
    """Return a chart under its title, as several figures when one page cannot hold it."""
    title = _figure_title(figure, layout)
    caption = [paragraph(figure.caption, body_style(Style.SMALL))] if figure.caption else []
    if figure.chart.is_empty:
        return _together([*title, paragraph(figure.chart.empty, body_style(Style.BODY)), *caption])
    whole = drawing.draw(figure.chart, theme.CONTENT_WIDTH)
    if drawing.height_of(whole) <= (_WHOLE if drawing.has_parts(figure.chart) else _FIGURE_HEIGHT):
        return _together([*title, Drawn(whole, figure.chart.alt, layout), *caption])
    least = max(theme.CONTENT_HEIGHT * _BEGINNING, drawing.beginning(figure.chart, theme.CONTENT_WIDTH) + 2)
    begins = _stack(title) + least
    return [CondPageBreak(begins), *title, DrawnInParts(figure.chart, layout, whole), *caption]


def _figure_title(figure: Figure, layout: Layout) -> list[Flowable]:
    """Return the title of a figure, nothing when the heading above says the same."""
    title = shown_title(figure, layout.headings[-1][1].text if layout.headings else "")
    if not title:
        return []
    return [paragraph(title, style(theme.BODY, 13, face=Face.STRONG, air=(4, 1)))]


def _callout(callout: Callout, layout: Layout) -> list[Flowable]:
    """Return a title and a text on the grey surface."""
    text = (Span(callout.text),) if isinstance(callout.text, str) else callout.text
    whole = (Span(f"{callout.title}\n", strong=True), *text) if callout.title else text
    row = GridRow((paragraph(whole, style(theme.BODY, 13.7, indents=(10, 10))),), _wash)
    return [Spacer(1, 4), Grid([row], (theme.CONTENT_WIDTH,), after=10)]


def _wash(canvas: Canvas, x: float, top: float, width: float, height: float) -> None:
    """Lay the only grey surface of a page."""
    canvas.setFillColor(theme.WASH)
    canvas.rect(x, top - height, width, height + 0.3, stroke=0, fill=1)


def _facing(lists: FacingLists, layout: Layout) -> list[Flowable]:
    """Return two lists across the spine."""
    heads = tuple(
        _cell(title, face=Face.STRONG, colour=theme.TEXT[side], size=theme.BODY)
        for side, title in ((Side.CLIENT, lists.client_title), (Side.PROVIDER, lists.provider_title))
    )
    rows = [GridRow(heads, _facing_bands, True)]
    rows += [
        GridRow(tuple(None if item is None else _cell(item) for item in pair), _facing_lines(pair))
        for pair in zip_longest(lists.client, lists.provider)
    ]
    table(rows, 1)
    return [Grid(rows, (_HALF + theme.GUTTER, _HALF), theme.GUTTER, head=1, after=10)]


def _facing_bands(canvas: Canvas, x: float, top: float, width: float, height: float) -> None:
    """Draw the bands of the two sides, and the beginning of the spine."""
    band(canvas, Side.CLIENT, (x, top - height, _HALF, 2.4))
    band(canvas, Side.PROVIDER, (x + _HALF + theme.GUTTER, top - height, _HALF, 2.4))
    middle = x + width / 2
    rule(canvas, (middle, top), (middle, top - height), theme.INK, theme.THIN)


def _facing_lines(pair: tuple[Inline | None, Inline | None]) -> Paint:
    """Return what draws the spine, and a hairline under each side that says something."""
    starts = [start for start, item in zip((0.0, _HALF + theme.GUTTER), pair, strict=True) if item is not None]

    def paint(canvas: Canvas, x: float, top: float, width: float, height: float) -> None:
        """Draw the lines."""
        foot, middle = top - height, x + width / 2
        for start in starts:
            rule(canvas, (x + start, foot), (x + start + _HALF, foot), theme.RULE, theme.HAIRLINE)
        rule(canvas, (middle, top), (middle, foot), theme.INK, theme.THIN)

    return paint


def _key_values(block: KeyValues, layout: Layout) -> list[Flowable]:
    """Return names and values, line by line."""
    rows = [
        GridRow((_cell(name, colour=theme.INK_2), _cell(value)), underline(theme.RULE, theme.HAIRLINE))
        for name, value in block.pairs
    ]
    table(rows, named=True)
    return [Grid(rows, _PAIRS)] if rows else []


def contents(layout: Layout) -> list[Flowable]:
    """Return the page of contents; page numbers are those of the pass before."""
    rows, depth = [], contents_depth(layout.document)
    for key, heading in layout.headings:
        if heading.level > depth:
            continue
        strong = heading.level == 1
        made = style(
            theme.BODY if strong else theme.TABLE,
            13,
            face=Face.STRONG if strong else Face.REGULAR,
            indents=(0.0 if strong else 12.0, 0.0),
        )
        page = _cell(str(layout.pages.get(key, "")), Align.RIGHT)
        paint = underline(theme.RULE, theme.HAIRLINE)
        rows.append(GridRow((link(heading.text, key, made), page), paint, together=strong))
    listing(rows)
    title = paragraph(layout.document.meta.labels.contents, heading_style(1), node=Node("H1"))
    widths = (theme.CONTENT_WIDTH - 40, 40)
    return [title, Spacer(1, 8), Grid(rows, widths), PageBreakIfNotEmpty()]


FLOWABLES: Mapping[type[Any], Callable[[Any, Layout], list[Flowable]]] = {
    Cover: _cover,
    Heading: _heading,
    Text: _text,
    Bullets: _bullets,
    Table: _table,
    Figure: _figure,
    Callout: _callout,
    FacingLists: _facing,
    KeyValues: _key_values,
    NewPage: lambda block, layout: [PageBreakIfNotEmpty()],
    Space: lambda block, layout: [Spacer(1, block.steps * theme.STEP)],
    KeepTogether: lambda block, layout: _together(story(block.blocks, layout)),
}
"""Every kind of block, and what it becomes on paper."""


def flowables(block: Block, layout: Layout) -> list[Flowable]:
    """Return what one block becomes."""
    return FLOWABLES[type(block)](block, layout)
