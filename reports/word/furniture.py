"""Furnish the pages of a Word file: running head, foot with the page, and what says that a draft is one."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import quoteattr

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.section import Section

from questionnaires import Side
from reports import theme
from reports.document import DocumentMeta, Span
from reports.reading import foot, writable
from reports.typeface import STAND_IN, Face, as_shown, shortened, width
from reports.word.blocks import Page, cell, edges, margins, row, spine
from reports.word.elements import Element, border, element, field, paragraph, run, twips
from reports.word.styles import Name

_NAMES = 0.32
"""Share of the room on a side of the spine that a name may take in a running head."""

_MARKS = {Side.CLIENT: "●", Side.PROVIDER: "◆"}
_SHAPES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def furnish(page: Page, section: Section, *, covered: bool) -> None:
    """Give every page its head and its foot; a cover has no head, its names stand larger below.

    What a company's template has there stays, and ours comes after it.
    """
    meta, page.breaks = page.document.meta, False
    section.different_first_page_header_footer = covered
    heads: list[Any] = [section.header, *([section.first_page_header] if covered else [])]
    feet: list[Any] = [section.footer, *([section.first_page_footer] if covered else [])]
    for number, head in enumerate(heads):
        first = number > 0
        _add(head, [] if first else _head(page, meta), page)
        if meta.draft and meta.labels.draft:
            head._element.findall(qn("w:p"))[-1].append(_watermark(meta.labels.draft, number))
    for each in feet:
        _add(each, [_foot(page, meta, numbered="PAGE" not in _codes(each))], page)


def _codes(part: Any) -> str:
    """Return the codes of the fields that a head or a foot holds already."""
    return " ".join(code.text or "" for code in part._element.iter(qn("w:instrText")))


def _add(part: Any, made: list[Element], page: Page) -> None:
    """Add to a head or a foot, in the place of the empty paragraph of a new one; it ends with a paragraph."""
    part.is_linked_to_previous = False
    root = part._element
    if not any(child.text or len(child) > 1 for child in root.iter(qn("w:t"), qn("w:drawing"), qn("w:pict"))):
        for child in list(root):
            root.remove(child)
    root.extend(made)
    if not len(root) or root[-1].tag != qn("w:p"):
        root.append(page.say(Name.GAP))


def _head(page: Page, meta: DocumentMeta) -> list[Element]:
    """Return the running head: what it is, the names across the spine, for whom, over the bands of both sides."""
    half, name = page.room / 2, page.styles[Name.HEADER]
    what, client_name = _beside(meta.labels.running_left, meta.client, half - 8)
    for_whom, provider_name = _beside(meta.labels.running_right, meta.provider, half - 8)
    client = [run(Span(f"{what}\t{client_name} ")), _mark(Side.CLIENT)]
    provider = [_mark(Side.PROVIDER), run(Span(f" {provider_name}\t{for_whom}"))]
    left, right = (paragraph(name, content, _tab(half - 8)) for content in (client, provider))
    cells = [
        cell(half, [left], edges(Side.CLIENT, "bottom", 2.5, spine()), margins(0, 8)),
        cell(half, [right], edges(Side.PROVIDER, "bottom", 2.5), margins(8, 0)),
    ]
    return [page.table((half, half), [row(cells)])]


def _beside(words: str, name: str, room: float) -> tuple[str, str]:
    """Return what a head says on a side of the spine and the name there, on one line together."""
    size = theme.CAPTION * STAND_IN
    name = shortened(writable(name), Face.REGULAR, size, room * _NAMES)
    left = room - width(as_shown(name), Face.REGULAR, size) - 2 * size
    return shortened(writable(words), Face.REGULAR, size, left), name


def _tab(at: float) -> Element:
    """Return the place up to which the words after a tab are set."""
    return element("w:tabs", None, element("w:tab", {"w:val": "right", "w:pos": twips(at)}))


def _mark(side: Side) -> Element:
    """Return the mark of a side in its colour."""
    made = run(Span(_MARKS[side]))
    made.insert(0, element("w:rPr", None, element("w:color", {"w:val": theme.FILL[side].lstrip("#")})))
    return made


def _foot(page: Page, meta: DocumentMeta, *, numbered: bool) -> Element:
    """Return the foot: from what this can be computed again, and the page."""
    edge = element("w:pBdr", None, border("top", theme.RULE, theme.HAIRLINE, 4))
    content = [run(Span(writable(foot(meta))))]
    if numbered:
        content += [run(Span("\t")), *_numbered(meta.labels.page)]
    return paragraph(page.styles[Name.FOOTER], content, edge, _tab(page.room))


def _numbered(label: str) -> list[Element]:
    """Return the label of a page, its numbers being fields."""
    content: list[Element] = []
    before, _, rest = label.partition("{page}")
    middle, _, after = rest.partition("{pages}")
    content += [run(Span(before)), *field("PAGE", "1"), run(Span(middle)), *field("NUMPAGES", "1"), run(Span(after))]
    return [each for each in content if len(each)]


def _watermark(text: str, number: int) -> Element:
    """Return a run that writes across the page that a draft is one, pale enough to read over."""
    letters = max(1, len(text))
    width = min(460, 95 * letters)
    height = min(150, 1.8 * width / letters)
    name = f"Watermark{number + 1}"
    place = (
        f"position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height:.0f}pt;rotation:308;"
        "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    made: Element = parse_xml(
        f'<w:r {_SHAPES}><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
        '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
        'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="{name}" o:spid="_x0000_s{2049 + number}" type="#_x0000_t136" alt={quoteattr(writable(text))} '
        f'style="{place}" o:allowincell="f" fillcolor="{theme.WATERMARK}" stroked="f">'
        '<v:textpath style="font-family:&quot;Source Sans 3&quot;;font-size:1pt;font-weight:bold" '
        f"string={quoteattr(writable(text))}/></v:shape></w:pict></w:r>"
    )
    return made
