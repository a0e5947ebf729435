"""Turn blocks of a document into the body of a Word file: one function per kind of block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.shared import Pt

from questionnaires import Side
from reports import drawing, theme
from reports.document import (
    Align,
    Block,
    Bullets,
    Callout,
    Column,
    Cover,
    Document,
    FacingLists,
    Figure,
    Heading,
    Inline,
    KeepTogether,
    KeyValues,
    Paragraph,
    RowStyle,
    Space,
    Style,
    Table,
)
from reports.document import PageBreak as NewPage
from reports.raster import BLEED, png
from reports.reading import LOGO_ROOM, anchor, contents_depth, has_contents, picture_size, shown_title, writable
from reports.typeface import Face, shortened
from reports.word.elements import (
    Element,
    border,
    element,
    link,
    mark,
    paragraph,
    place,
    runs,
    twips,
    value,
)
from reports.word.elements import (
    field as computed,
)
from reports.word.styles import LOOKS, TABLE, Name

_LONGEST_NAME = 40
"""Letters that Word allows in the name of a place."""

_BODY = {
    Style.LEAD: Name.LEAD,
    Style.BODY: Name.NORMAL,
    Style.SMALL: Name.SMALL,
    Style.QUOTE: Name.QUOTE,
    Style.STRONG: Name.STRONG,
}
_HEADINGS = {1: Name.HEADING_1, 2: Name.HEADING_2, 3: Name.HEADING_3}
_ROWS = {
    RowStyle.PLAIN: Name.CELL,
    RowStyle.GROUP: Name.CELL_GROUP,
    RowStyle.MUTED: Name.CELL_MUTED,
    RowStyle.STRONG: Name.CELL_STRONG,
}
_AIRY = (Name.HEADING_1, Name.HEADING_3, Name.NORMAL, Name.STRONG, Name.SMALL, Name.FIGURE)
_FRESH = 0.4
"""Share of their air that paragraphs keep in a section that starts a page: the answer stands on one."""

_ALIGNS = {Align.CENTRE: "center", Align.RIGHT: "right"}


@dataclass(slots=True)
class Page:
    """What one rendering knows: the file, the ids of its styles, the room, where it is in the text.

    `own` says that the styles are ours, not a company's; `fresh`, that the section that started a page goes on.
    """

    file: WordFile
    document: Document
    styles: Mapping[str, str]
    room: float
    height: float
    anchors: list[str] = field(default_factory=list)
    above: str = ""
    own: bool = True
    breaks: bool = False
    fresh: bool = False
    overline: bool = False
    figures: int = 0

    def say(self, name: Name, text: Inline | Iterable[Element] = (), *properties: Element) -> Element:
        """Return a paragraph in a style, at the head of a page when one is due."""
        content = runs(text) if isinstance(text, str | tuple) else list(text)
        if self.breaks:
            self.breaks = False
            kept = [p for p in properties if p.tag in (qn("w:keepNext"), qn("w:keepLines"))]
            others = [p for p in properties if p not in kept]
            properties = (*kept, element("w:pageBreakBefore"), *others)
        if self.fresh and self.own and name in _AIRY and not any(p.tag == qn("w:spacing") for p in properties):
            before, after = (twips(_FRESH * air) for air in LOOKS[name].air or (0, 0))
            properties = (*properties, element("w:spacing", {"w:before": before, "w:after": after}))
        return paragraph(self.styles[name], content, *properties)

    def table(self, widths: Sequence[float], rows: Iterable[Element], title: str = "", head: bool = False) -> Element:
        """Return a table; a page that is due begins with the paragraph before it."""
        look = {"w:firstRow": str(int(head)), "w:lastRow": "0", "w:firstColumn": "0", "w:lastColumn": "0"}
        properties = [
            value("w:tblStyle", self.styles[TABLE]),
            element("w:tblW", {"w:w": twips(sum(widths)), "w:type": "dxa"}),
            element("w:tblLayout", {"w:type": "fixed"}),
            element("w:tblLook", {"w:val": "0420" if head else "0400", **look, "w:noHBand": "1", "w:noVBand": "1"}),
        ]
        properties += [value("w:tblCaption", writable(title))] if title else []
        grid = element("w:tblGrid", None, *(element("w:gridCol", {"w:w": twips(width)}) for width in widths))
        return element("w:tbl", None, element("w:tblPr", None, *properties), grid, *rows)

    def gap(self) -> Element:
        """Return the little air that Word needs between two tables, and after the last one."""
        return self.say(Name.GAP)


def cell(width: float, content: Iterable[Element], *properties: Element, span: int = 1) -> Element:
    """Return a cell of a table with its paragraphs."""
    spans = [value("w:gridSpan", str(span))] if span > 1 else []
    size = element("w:tcW", {"w:w": twips(width), "w:type": "dxa"})
    return element("w:tc", None, element("w:tcPr", None, size, *spans, *properties), *content)


def row(cells: Iterable[Element], *, head: bool = False, whole: bool = True) -> Element:
    """Return a row that is not cut by a page, the head of a table being printed again on each."""
    properties = [element("w:cantSplit")] if whole else []
    properties += [element("w:tblHeader")] if head else []
    return element("w:tr", None, element("w:trPr", None, *properties), *cells)


def body(page: Page, blocks: Sequence[Block]) -> Iterator[Element]:
    """Yield what blocks become, one after the other."""
    for block in blocks:
        yield from BLOCKS[type(block)](page, block)


def contents(page: Page) -> Iterator[Element]:
    """Yield the contents of a long document: a field that is filled already, and asks for nothing when opened.

    Pages are not known here, and a wrong number would be worse than none: Word adds them when it is asked to
    compute the field again.
    """
    if not has_contents(page.document):
        return
    names: list[str] = []
    depth = contents_depth(page.document)
    entries: list[tuple[Name, list[Element]]] = []
    for heading in page.document.headings:
        names.append(anchor(heading, names))
        if heading.level <= depth:
            style = Name.CONTENTS_1 if heading.level == 1 else Name.CONTENTS_2
            entries.append((style, [link(place_name(names[-1]), heading.text.replace("\n", " "))]))
    code = computed(rf'TOC \o "1-{depth}" \h \z \u', "")
    entries[0][1][:0] = code[:3]
    entries[-1][1].append(element("w:r", None, mark("end")))
    yield page.say(Name.CONTENTS, page.document.meta.labels.contents)
    for style, content in entries:
        yield page.say(style, content)
    page.breaks = True


def shrink_last(page: Page, last: Element | None) -> None:
    """Make the paragraph that Word needs after a last table too low to start a page of its own."""
    if last is None or last.tag != qn("w:p"):
        return
    properties = last.find(qn("w:pPr"))
    if properties.find(qn("w:pStyle")).get(qn("w:val")) != page.styles[Name.GAP]:
        return
    for old in properties.findall(qn("w:spacing")):
        properties.remove(old)
    properties.append(element("w:spacing", {"w:before": "0", "w:after": "0", "w:line": "20", "w:lineRule": "exact"}))


def place_name(name: str) -> str:
    """Return the name of a place as Word allows it: letters, digits and underscores.

    >>> place_name("what-we-do-not-know")
    '_Toc_what_we_do_not_know'
    """
    return f"_Toc_{re.sub('[^A-Za-z0-9_]', '_', name)}"[:_LONGEST_NAME]


def _cover(page: Page, cover: Cover) -> Iterator[Element]:
    """Yield the first page: names across the spine, the question, the title, a few facts."""
    meta, half = page.document.meta, page.room / 2
    names = [
        (Name.CLIENT_NAME, meta.client, [edges(Side.CLIENT, "bottom", 4, spine()), margins(0, 14)]),
        (Name.PROVIDER_NAME, meta.provider, [edges(Side.PROVIDER, "bottom", 4), margins(14, 0)]),
    ]
    if cover.logo:
        yield page.say(Name.FIGURE, [_logo(page, cover.logo)])
    yield page.say(Name.GAP, (), element("w:spacing", {"w:before": twips(120), "w:after": "0"}))
    cells = [cell(half, [page.say(style, _name(name, half - 20))], *look) for style, name, look in names]
    yield page.table((half, half), [row(cells)])
    yield page.say(Name.GAP, (), element("w:spacing", {"w:before": twips(24), "w:after": "0"}))
    yield page.say(Name.SUBTITLE, cover.question)
    yield page.say(Name.TITLE, cover.title)
    yield from _pairs(page, cover.facts)
    if cover.notice:
        yield page.say(Name.SMALL, cover.notice)
    page.breaks = True


def _name(name: str, room: float) -> str:
    """Return a name as a cover holds it: the whole of a longer one stands in the text."""
    return shortened(writable(name), Face.STRONG, theme.NAME_SIZE, room, theme.NAME_LINES)


def _logo(page: Page, data: bytes) -> Element:
    """Return a run that holds the logo, which says nothing that the text does not."""
    wide, high = picture_size(data, *LOGO_ROOM)
    inline: Any = page.file.part.new_pic_inline(BytesIO(data), width=Pt(wide), height=Pt(high))
    for properties in inline.iter(qn("wp:docPr"), qn("pic:cNvPr")):
        properties.set("name", "Logo")
        properties.set("descr", "")
    return element("w:r", None, element("w:drawing", None, inline))


def _heading(page: Page, heading: Heading) -> Iterator[Element]:
    """Yield a heading, which is a place that links lead to."""
    page.above = heading.text
    page.fresh = page.fresh and (heading.level > 1 or page.breaks or page.overline)
    page.anchors.append(anchor(heading, page.anchors))
    number = len(page.anchors)
    # No air at the top of a page, nor under small print that opens it, for that belongs to the heading.
    close = [element("w:spacing", {"w:before": "0"})] if page.breaks or (page.overline and heading.level == 1) else []
    page.overline = False
    content = place(number, place_name(page.anchors[-1]), runs(heading.text))
    yield page.say(_HEADINGS[heading.level], content, *close)


def _text(page: Page, text: Paragraph) -> Iterator[Element]:
    """Yield a paragraph."""
    opens = page.breaks or text is page.document.blocks[0]
    page.overline = opens and text.style is Style.SMALL
    kept = [element("w:keepNext")] if page.overline else []
    yield page.say(_BODY[text.style], text.text, *kept)


def _bullets(page: Page, bullets: Bullets) -> Iterator[Element]:
    """Yield a list."""
    for item in bullets.items:
        yield page.say(Name.BULLET, item)


def _table(page: Page, block: Table) -> Iterator[Element]:
    """Yield a table under its caption."""
    if not block.width:
        return
    columns = (*block.columns, *(Column() for _ in range(block.width - len(block.columns))))
    whole = sum(column.share for column in columns) or 1.0
    widths = [column.share / whole * page.room for column in columns]
    if block.caption or page.breaks:
        yield page.say(Name.CAPTION if block.caption else Name.GAP, block.caption)
    rows = [_row(page, (Name.CELL_HEAD, block.header), widths, columns, head=True)] if block.header else []
    rows += [_row(page, (_ROWS[each.style], each.cells), widths, columns) for each in block.rows]
    yield page.table(widths, rows, block.caption or page.above, head=bool(block.header))
    yield page.gap()


def _row(
    page: Page,
    said: tuple[Name, Sequence[Inline]],
    widths: Sequence[float],
    columns: Sequence[Column],
    *,
    head: bool = False,
) -> Element:
    """Return a row in its style; one cell alone takes the whole width."""
    name, texts = said
    if len(texts) == 1:
        return row([cell(sum(widths), [page.say(name, texts[0])], span=len(widths))], head=head)
    padded = (*texts, *("" for _ in range(len(widths) - len(texts))))
    air: list[list[Element]] = [*([] for _ in widths[1:]), [margins(0, 0)]]  # the last column ends with the others
    cells = [
        cell(width, [page.say(name, text, *_aligned(column))], *given)
        for text, width, column, given in zip(padded, widths, columns, air, strict=False)
    ]
    return row(cells, head=head)


def _aligned(column: Column) -> list[Element]:
    """Return how the paragraphs of a column are set, nothing when they begin at the left."""
    return [value("w:jc", _ALIGNS[column.align])] if column.align in _ALIGNS else []


def _figure(page: Page, figure: Figure) -> Iterator[Element]:
    """Yield a chart as pictures, each low enough for a page, between its title and what is said under it."""
    if title := shown_title(figure, page.above):
        yield page.say(Name.CAPTION, title)
    if figure.chart.is_empty:
        yield page.say(Name.NORMAL, figure.chart.empty)
    else:
        parts = drawing.pages(figure.chart, page.room - 2 * BLEED, page.height - 60)
        for part in parts:
            last = part is parts[-1]
            kept = [element("w:keepNext")] if last and figure.caption else []
            yield page.say(Name.FIGURE, [_picture(page, figure, png(part))], *kept)
    if figure.caption:
        yield page.say(Name.SMALL, figure.caption)


def _picture(page: Page, figure: Figure, data: bytes) -> Element:
    """Return a run that holds a picture with its title and its text alternative."""
    page.figures += 1
    inline: Any = page.file.part.new_pic_inline(BytesIO(data), width=Pt(page.room))
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")  # without it, LibreOffice leaves air left of a picture
    for properties in inline.iter(qn("wp:docPr"), qn("pic:cNvPr")):
        properties.set("id", str(page.figures))
        properties.set("name", f"Figure {page.figures}")
        properties.set("descr", writable(figure.chart.alt))
        properties.set("title", writable(figure.chart.title))
    return element("w:r", None, element("w:drawing", None, inline))


def _callout(page: Page, callout: Callout) -> Iterator[Element]:
    """Yield a title and a text on the grey surface."""
    if callout.title:
        yield page.say(Name.CALLOUT_TITLE, callout.title)
    yield page.say(Name.CALLOUT, callout.text)


def _facing(page: Page, lists: FacingLists) -> Iterator[Element]:
    """Yield two lists across the spine, the client's at the left."""
    if page.breaks:
        yield page.gap()
    half = page.room / 2
    client = cell(
        half,
        _side(page, Name.CLIENT, lists.client_title, lists.client),
        edges(Side.CLIENT, "top", 2.5, spine()),
        margins(0, theme.GUTTER / 2),
    )
    provider = cell(
        half,
        _side(page, Name.PROVIDER, lists.provider_title, lists.provider),
        edges(Side.PROVIDER, "top", 2.5),
        margins(theme.GUTTER / 2, 0),
    )
    yield page.table((half, half), [row([client, provider], whole=False)])
    yield page.gap()


def _side(page: Page, name: Name, title: str, items: Sequence[Inline]) -> list[Element]:
    """Return the paragraphs of one side."""
    return [page.say(name, title), *(page.say(Name.CELL_BULLET, item) for item in items)]


def spine() -> Element:
    """Return the line between the two sides."""
    return border("right", theme.INK, theme.THIN)


def edges(side: Side, edge: str, weight: float, *others: Element) -> Element:
    """Return the edges of a cell with the band of its side at one of them; a table's hairlines are not drawn there."""
    plain = [value(f"w:{name}", "nil") for name in ("top", "bottom") if name != edge]
    band = border(edge, theme.FILL[side], weight)
    order = ("top", "left", "bottom", "right")
    edges = sorted((band, *plain, *others), key=lambda made: order.index(made.tag.rpartition("}")[2]))
    return element("w:tcBorders", None, *edges)


def margins(left: float, right: float) -> Element:
    """Return the air left and right inside a cell."""
    return element(
        "w:tcMar",
        None,
        element("w:left", {"w:w": twips(left), "w:type": "dxa"}),
        element("w:right", {"w:w": twips(right), "w:type": "dxa"}),
    )


def _key_values(page: Page, block: KeyValues) -> Iterator[Element]:
    """Yield names and values, line by line."""
    if page.breaks and block.pairs:
        yield page.gap()
    yield from _pairs(page, block.pairs)


def _pairs(page: Page, pairs: Sequence[tuple[str, Inline]]) -> Iterator[Element]:
    """Yield a table of names and values, nothing when there are none."""
    if not pairs:
        return
    widths = (page.room * theme.NAMED, page.room * (1 - theme.NAMED))
    rows = [
        row([cell(widths[0], [page.say(Name.CELL_LABEL, name)]), cell(widths[1], [page.say(Name.CELL, text)])])
        for name, text in pairs
    ]
    yield page.table(widths, rows)
    yield page.gap()


def _new_page(page: Page, block: NewPage) -> Iterator[Element]:
    """Let what follows start a page."""
    page.breaks = page.fresh = True
    yield from ()


def _space(page: Page, block: Space) -> Iterator[Element]:
    """Yield air."""
    air = {"w:before": twips(block.steps * theme.STEP), "w:after": "0", "w:line": "20", "w:lineRule": "exact"}
    yield page.say(Name.GAP, (), element("w:spacing", air))


def _together(page: Page, block: KeepTogether) -> Iterator[Element]:
    """Yield blocks of which each paragraph stays with the next, the last one excepted."""
    made = list(body(page, block.blocks))
    paragraphs = [each for part in made for each in part.iter(qn("w:p"))]
    for each in paragraphs[:-1]:
        properties = each.find(qn("w:pPr"))
        if properties.find(qn("w:keepNext")) is None:
            properties.insert(1, element("w:keepNext"))
    yield from made


BLOCKS: Mapping[type[Any], Callable[[Page, Any], Iterator[Element]]] = {
    Cover: _cover,
    Heading: _heading,
    Paragraph: _text,
    Bullets: _bullets,
    Table: _table,
    Figure: _figure,
    Callout: _callout,
    FacingLists: _facing,
    KeyValues: _key_values,
    NewPage: _new_page,
    Space: _space,
    KeepTogether: _together,
}
"""Every kind of block, and what it becomes in a Word file."""
