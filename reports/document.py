"""Say what a report is made of: a small tree of blocks, in plain text, that every renderer can write.

No text is composed here and none is markup: labels come with the document, and every character stands for
itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reports.charts import Chart


class Style(StrEnum):
    """How a paragraph is set."""

    LEAD = "lead"
    BODY = "body"
    SMALL = "small"
    QUOTE = "quote"
    STRONG = "strong"


class Align(StrEnum):
    """How a column is set."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class RowStyle(StrEnum):
    """How far a row of a table stands out."""

    PLAIN = "plain"
    GROUP = "group"
    MUTED = "muted"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text with one emphasis."""

    text: str
    strong: bool = False
    italic: bool = False


Inline = str | tuple[Span, ...]
"""Text of a paragraph, a bullet or a cell: plain, or in stretches."""


def plain(inline: Inline) -> str:
    """Return the text without its emphasis.

    >>> plain((Span("Avis net.", strong=True), Span(" Rester.")))
    'Avis net. Rester.'
    """
    return inline if isinstance(inline, str) else "".join(span.text for span in inline)


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: question, names across the spine, and a few facts about the assessment; `logo` is a PNG."""

    question: str
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class Heading:
    """A title of level 1 to 3; `anchor` names it for bookmarks and links."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; line breaks in it are kept."""

    text: Inline
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short items."""

    items: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its share of the width, and how its cells are set."""

    share: float = 1.0
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a group row may have one cell, which then takes the whole width."""

    cells: tuple[Inline, ...]
    style: RowStyle = RowStyle.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header is repeated on every page; without columns, all have the same share."""

    rows: tuple[Row, ...]
    header: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    caption: str = ""

    @property
    def width(self) -> int:
        """How many columns the widest row needs."""
        return max([len(self.header), len(self.columns), *(len(row.cells) for row in self.rows)], default=0)


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart and what is said under it; `titled` false when what stands above is title enough."""

    chart: Chart
    caption: str = ""
    titled: bool = True


@dataclass(frozen=True, slots=True)
class Callout:
    """Something to be read before going on."""

    title: str
    text: Inline


@dataclass(frozen=True, slots=True)
class FacingLists:
    """What concerns the client, left of the spine, and the provider, right of it."""

    client_title: str
    provider_title: str
    client: tuple[Inline, ...]
    provider: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Names and values, line by line."""

    pairs: tuple[tuple[str, Inline], ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a page."""


@dataclass(frozen=True, slots=True)
class Space:
    """Air between two blocks, in steps of 4 points."""

    steps: int = 2


@dataclass(frozen=True, slots=True)
class KeepTogether:
    """Blocks that stay on one page when a page can hold them."""

    blocks: tuple[Block, ...]


Block = (
    Cover
    | Heading
    | Paragraph
    | Bullets
    | Table
    | Figure
    | Callout
    | FacingLists
    | KeyValues
    | PageBreak
    | Space
    | KeepTogether
)


@dataclass(frozen=True, slots=True)
class Labels:
    """Words that renderers print around the blocks, already in the language of the document."""

    running_left: str
    running_right: str
    contents: str
    page: str = "{page} / {pages}"
    draft: str = ""
    characters: str = "{codes}"
    continued: str = ""


@dataclass(frozen=True, slots=True)
class DocumentMeta:
    """Whose report it is, of which day, from which inputs it can be computed again, how far it may go (`mark`)."""

    client: str
    provider: str
    as_of: date
    as_of_label: str
    digest: str
    version: str
    questionnaire: str
    audience: str
    labels: Labels
    author: str = "Vis-à-vis"
    draft: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report in one language."""

    title: str
    subtitle: str
    language: str
    meta: DocumentMeta
    blocks: tuple[Block, ...] = field(default=())

    def walk(self) -> Iterator[Block]:
        """Yield every block in reading order, those kept together included."""
        yield from _walk(self.blocks)

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Every heading, in reading order."""
        return tuple(block for block in self.walk() if isinstance(block, Heading))

    @property
    def text(self) -> str:
        """All that the document says, one text per line, charts by their title and text alternative."""
        return "\n".join(text for block in self.walk() for text in _texts(block))


def _walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield blocks, each before those that it keeps together."""
    for block in blocks:
        yield block
        if isinstance(block, KeepTogether):
            yield from _walk(block.blocks)


def _texts(block: Block) -> Iterator[str]:
    """Yield the texts of one block."""
    match block:
        case Cover():
            yield from (block.question, block.title)
            yield from (part for pair in block.facts for part in pair)
            yield block.notice
        case Heading():
            yield block.text
        case Paragraph():
            yield plain(block.text)
        case Bullets():
            yield from map(plain, block.items)
        case Table():
            yield from block.header
            yield from (plain(cell) for row in block.rows for cell in row.cells)
            yield block.caption
        case Figure() if block.chart.is_empty:
            yield from (block.chart.empty, block.caption)
        case Figure():
            yield from (block.chart.title, block.chart.alt, block.caption)
        case Callout():
            yield from (block.title, plain(block.text))
        case FacingLists():
            yield from (block.client_title, *map(plain, block.client))
            yield from (block.provider_title, *map(plain, block.provider))
        case KeyValues():
            yield from (part for name, value in block.pairs for part in (name, plain(value)))
