"""Render a document as one page of HTML that needs nothing else: for a screen, a screen reader, a printer."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, zip_longest
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from reports import drawing, theme
from reports.charts import Chart, DataTable
from reports.document import Align, Block, Cover, Document, Heading, Row, Table
from reports.language import Language
from reports.reading import CONTENTS_DEPTH, LOCALES, anchor, foot, has_contents, shown_title, stretches, writable
from reports.vectors import svg

PAGES = Path(__file__).parent / "pages"

_HIGHEST = theme.CONTENT_HEIGHT - 60
"""Highest drawing: a page, less its title and its caption."""

_LONGEST_WORD, _PIECE = 40, 20
"""Letters of a word from which it may be cut, and of each of its pieces."""

_Entry = tuple[str, Heading, list[tuple[str, Heading]]]
"""A place, its heading, and the places under it."""


def render_html(document: Document) -> bytes:
    """Return a document as a page in UTF-8, the same bytes every time, without scripts or inline styles."""
    page = _Page(document)
    values = {
        "document": document,
        "meta": document.meta,
        "locale": LOCALES[document.language],
        "style": Markup(style()),
        "cover": page.cover,
        "logo": base64.b64encode(page.cover.logo).decode() if page.cover else "",
        "contents": page.contents(),
        "blocks": document.blocks[1:] if page.cover else document.blocks,
        "foot": foot(document.meta),
        "figures_word": Language(document.language).phrase("file_chart_figures"),
        "state": page,
        "drawn": page.drawn,
        "next_anchor": page.next_anchor,
    }
    return _environment().get_template("report.html").render(values).encode()


@cache
def style() -> str:
    """Return the only style sheet of the page, the same for every document."""
    return _environment().get_template("report.css").render(theme=theme)


def style_hash() -> str:
    """Return what a content security policy must allow under `style-src` for the page to keep its looks."""
    digest = hashlib.sha256(style().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _environment() -> Environment:
    """Return the templates, with the few functions that they need."""
    made = Environment(loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined)
    made.globals |= {
        "aligns": _aligns,
        "as_table": _as_table,
        "broken": _broken,
        "head_column": head_column,
        "kind_of": lambda block: type(block).__name__,
        "shown_title": shown_title,
        "stretches": stretches,
        "writable": writable,
    }
    return made


@dataclass(slots=True)
class _Page:
    """What one rendering knows: where it is among headings, and how many charts it has drawn."""

    document: Document
    above: str = ""
    anchors: list[str] = field(default_factory=list)
    charts: int = 0

    @property
    def cover(self) -> Cover | None:
        """The cover, when the document opens with one."""
        first: Block | None = next(iter(self.document.blocks), None)
        return first if isinstance(first, Cover) else None

    def contents(self) -> list[_Entry]:
        """Return the headings that the contents list, those of level 2 under those of level 1."""
        entries: list[_Entry] = []
        if not has_contents(self.document):
            return entries
        taken: list[str] = []
        for heading in self.document.headings:
            taken.append(anchor(heading, taken))
            if heading.level == 1 or not entries:
                entries.append((taken[-1], heading, []))
            elif heading.level <= CONTENTS_DEPTH:
                entries[-1][2].append((taken[-1], heading))
        return entries

    def next_anchor(self, heading: Heading) -> str:
        """Return the name of a heading's place, and note that its section begins."""
        self.above = heading.text
        self.anchors.append(anchor(heading, self.anchors))
        return self.anchors[-1]

    def drawn(self, chart: Chart) -> Markup:
        """Return a chart as SVG, in parts that a printed page can each hold."""
        self.charts += 1
        parts = drawing.pages(chart, theme.CONTENT_WIDTH, _HIGHEST)
        names = [f"chart{self.charts}", *(f"chart{self.charts}-{number + 1}" for number in range(1, len(parts)))]
        drawn = (svg(part, name, chart.title, chart.alt) for part, name in zip(parts, names, strict=True))
        return Markup("".join(drawn))


def _broken(text: str) -> Markup:
    """Return an escaped text whose line breaks are kept; an endless word may be cut, or its table would be as wide."""
    return Markup("<br>").join(_breakable(line) for line in text.split("\n"))


def _breakable(line: str) -> Markup:
    """Return an escaped line with places to cut its endless words."""
    words = re.split(rf"(\S{{{_LONGEST_WORD},}})", line)
    pieces = ([word[at : at + _PIECE] for at in range(0, len(word), _PIECE)] for word in words[1::2])
    cut = [Markup("<wbr>").join(map(escape, each)) for each in pieces]
    return Markup("").join(chain.from_iterable(zip_longest(map(escape, words[::2]), cut, fillvalue="")))


def _aligns(table: Table) -> list[Align]:
    """Return how each column of a table is set."""
    given = [column.align for column in table.columns]
    return given + [Align.LEFT] * (table.width - len(given))


def head_column(header: tuple[str, ...], aligns: list[Align]) -> int | None:
    """Return the column that names the rows: the one without a title, else the first unless it holds figures.

    >>> head_column(("Valmeca", "", "Norvexia"), [Align.RIGHT, Align.CENTRE, Align.LEFT])
    1
    """
    untitled = [index for index, text in enumerate(header) if not text]
    if len(untitled) == 1:
        return untitled[0]
    return 0 if aligns and aligns[0] is Align.LEFT else None


def _as_table(figures: DataTable) -> Table:
    """Return the figures of a chart as a table of a document."""
    return Table(tuple(map(Row, figures.rows)), figures.header)
