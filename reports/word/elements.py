"""Build the elements of a Word file: paragraphs, runs, fields, links; the one place that knows their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from reports.document import Inline, Span
from reports.reading import stretches, writable

Element = Any
"""An element of lxml, which ships no types."""

TWENTIETHS = 20
"""Word measures in twentieths of a point."""

_PIECES = re.compile(r"([\n\t])")


def twips(points: float) -> str:
    """Return a length as Word writes it.

    >>> twips(10.5)
    '210'
    """
    return str(round(points * TWENTIETHS))


def element(tag: str, attributes: Mapping[str, str] | None = None, *children: Element) -> Element:
    """Return an element such as `w:p`, with its attributes and its children."""
    made: Element = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name) if ":" in name else name, value)
    made.extend(children)
    return made


def value(tag: str, text: str) -> Element:
    """Return an element that only holds a value."""
    return element(tag, {"w:val": text})


def run(span: Span, style: str = "") -> Element:
    """Return a run of text: breaks and tabs are elements of their own."""
    properties = [value("w:rStyle", style)] if style else []
    properties += [element(tag) for tag, on in (("w:b", span.strong), ("w:i", span.italic)) if on]
    made = element("w:r", None, *([element("w:rPr", None, *properties)] if properties else []))
    for piece in _PIECES.split(span.text):
        match piece:
            case "\n":
                made.append(element("w:br"))
            case "\t":
                made.append(element("w:tab"))
            case "":
                pass
            case _:
                text = element("w:t", {"xml:space": "preserve"})
                text.text = piece
                made.append(text)
    return made


def runs(inline: Inline) -> list[Element]:
    """Return a text as runs, one for each emphasis."""
    return [run(span) for span in stretches(inline) if span.text]


def paragraph(style: str, content: Iterable[Element] = (), *properties: Element) -> Element:
    """Return a paragraph in a style, by its id; further properties in the order of the format."""
    return element("w:p", None, element("w:pPr", None, value("w:pStyle", style), *properties), *content)


def field(instruction: str, shown: str) -> list[Element]:
    """Return a field with what it shows until Word computes it again."""
    code = element("w:instrText", {"xml:space": "preserve"})
    code.text = f" {instruction} "
    return [
        element("w:r", None, mark("begin")),
        element("w:r", None, code),
        element("w:r", None, mark("separate")),
        run(Span(shown)),
        element("w:r", None, mark("end")),
    ]


def mark(kind: str) -> Element:
    """Return one of the three marks of a field."""
    return element("w:fldChar", {"w:fldCharType": kind})


def link(anchor: str, text: str) -> Element:
    """Return a link to a place of the document."""
    return element("w:hyperlink", {"w:anchor": anchor, "w:history": "1"}, run(Span(writable(text))))


def place(number: int, name: str, content: Iterable[Element]) -> list[Element]:
    """Return content inside a bookmark."""
    begin = element("w:bookmarkStart", {"w:id": str(number), "w:name": name})
    return [begin, *content, element("w:bookmarkEnd", {"w:id": str(number)})]


def border(side: str, colour: str, weight: float, space: int = 0) -> Element:
    """Return one edge; its weight in points is written in eighths."""
    return element(
        f"w:{side}",
        {"w:val": "single", "w:sz": str(round(weight * 8)), "w:space": str(space), "w:color": colour.lstrip("#")},
    )


def shade(colour: str) -> Element:
    """Return a ground of one colour."""
    return element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": colour.lstrip("#")})
