"""Give a Word file its styles: those that a template has are kept as they are, the others are made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from docx.document import Document as WordFile
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

from questionnaires import Side
from reports import theme
from reports.word.elements import Element, border, element, shade, twips, value


class Name(StrEnum):
    """Every style that a report uses, by the name that Word stores whatever language it speaks."""

    NORMAL = "Normal"
    HEADING_1 = "heading 1"
    HEADING_2 = "heading 2"
    HEADING_3 = "heading 3"
    TITLE = "Title"
    SUBTITLE = "Subtitle"
    LEAD = "Lead"
    SMALL = "Small Print"
    STRONG = "Key Sentence"
    QUOTE = "Quote"
    BULLET = "List Bullet"
    CAPTION = "caption"
    FIGURE = "Figure"
    CALLOUT_TITLE = "Callout Title"
    CALLOUT = "Callout"
    CELL = "Table Text"
    CELL_BULLET = "Table Bullet"
    CELL_LABEL = "Table Label"
    CELL_HEAD = "Table Head"
    CELL_GROUP = "Table Group"
    CELL_STRONG = "Table Strong"
    CELL_MUTED = "Table Muted"
    CLIENT = "Client Side"
    PROVIDER = "Provider Side"
    CLIENT_NAME = "Client Name"
    PROVIDER_NAME = "Provider Name"
    CONTENTS = "TOC Heading"
    CONTENTS_1 = "toc 1"
    CONTENTS_2 = "toc 2"
    HEADER = "Running Head"
    FOOTER = "Running Foot"
    GAP = "Gap"


TABLE = "Report Table"
"""The style of every table that holds figures."""

_BUILT_IN = (
    *(Name.NORMAL, Name.HEADING_1, Name.HEADING_2, Name.HEADING_3, Name.TITLE, Name.SUBTITLE, Name.QUOTE),
    *(Name.BULLET, Name.CAPTION, Name.CONTENTS, Name.CONTENTS_1, Name.CONTENTS_2),
)
"""What Word itself knows: their names are fixed."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a style of paragraph looks, in points; what is not said comes from the style below it."""

    size: float = 0.0
    leading: float = 0.0
    air: tuple[float, float] | None = None
    colour: str = ""
    bold: bool = False
    italic: bool = False
    indents: tuple[float, float] = (0.0, 0.0)
    hanging: float = 0.0
    align: str = ""
    keep: bool = False
    level: int | None = None
    rule: str = ""
    ground: str = ""
    bullets: bool = False
    below: Name | None = Name.NORMAL
    following: Name | None = None


def _heading(level: int, size: float, leading: float, air: tuple[float, float], rule: str = "") -> Look:
    """Return the look of a heading, which stays with what it heads."""
    return Look(
        size, leading, air, bold=True, keep=True, level=level - 1, rule=rule, following=Name.NORMAL, colour=theme.INK
    )


LOOKS = {
    Name.NORMAL: Look(theme.BODY, 13.7, (0, 5), theme.INK, below=None),
    Name.HEADING_1: _heading(1, 20, 23, (18, 8)),
    Name.HEADING_2: _heading(2, 10.5, 14, (12, 4), theme.INK),
    Name.HEADING_3: _heading(3, theme.BODY, 13, (8, 2)),
    Name.TITLE: Look(24, 28, (0, 26), bold=True),
    Name.SUBTITLE: Look(12, 16, (0, 4), theme.INK_2),
    Name.LEAD: Look(10.5, 14.5, (0, 6)),
    Name.SMALL: Look(theme.CAPTION, 11, (0, 4), theme.INK_2),
    Name.STRONG: Look(11.5, 15, (0, 5), bold=True),
    Name.QUOTE: Look(italic=True, colour=theme.INK_2, indents=(12, 0)),
    Name.BULLET: Look(air=(0, 2.5), indents=(9, 0), hanging=9, bullets=True),
    Name.CAPTION: Look(theme.TABLE, 12, (6, 2), bold=True, keep=True),
    Name.FIGURE: Look(leading=-1, air=(2, 6)),
    Name.CALLOUT_TITLE: Look(air=(6, 0), bold=True, indents=(8, 8), keep=True, ground=theme.WASH, below=Name.NORMAL),
    Name.CALLOUT: Look(air=(0, 10), indents=(8, 8), ground=theme.WASH),
    Name.CELL: Look(theme.TABLE, 11.4, (2, 2)),
    Name.CELL_BULLET: Look(indents=(9, 0), hanging=9, bullets=True, below=Name.CELL),
    Name.CELL_LABEL: Look(colour=theme.INK_2, below=Name.CELL),
    Name.CELL_HEAD: Look(theme.CAPTION, 10.2, colour=theme.INK_2, keep=True, below=Name.CELL),
    Name.CELL_GROUP: Look(air=(6, 2), bold=True, keep=True, below=Name.CELL),
    Name.CELL_STRONG: Look(bold=True, below=Name.CELL),
    Name.CELL_MUTED: Look(colour=theme.INK_3, below=Name.CELL),
    Name.CLIENT: Look(bold=True, colour=theme.TEXT[Side.CLIENT], air=(3, 3), keep=True),
    Name.PROVIDER: Look(bold=True, colour=theme.TEXT[Side.PROVIDER], air=(3, 3), keep=True),
    Name.CLIENT_NAME: Look(24, 28, (0, 4), bold=True, align="right"),
    Name.PROVIDER_NAME: Look(24, 28, (0, 4), bold=True),
    Name.CONTENTS: Look(20, 23, (0, 12), bold=True, keep=True),
    Name.CONTENTS_1: Look(air=(6, 2), bold=True),
    Name.CONTENTS_2: Look(theme.TABLE, 12, (1, 1), indents=(12, 0)),
    Name.HEADER: Look(theme.CAPTION, 11, (0, 0), theme.INK_2),
    Name.FOOTER: Look(theme.SMALLEST, 10, (0, 0), theme.INK_2),
    Name.GAP: Look(3, 4, (0, 0)),
}
"""The look of every style that is made."""


def styled(made: WordFile, locale: str) -> dict[str, str]:
    """Give a file every style that it lacks, set its language, and return the id of each style by its name."""
    root: Element = made.styles.element
    for old in list(root.iter(qn("w:lang"))):
        old.getparent().remove(old)
    ids = {_name(style).casefold(): style.get(qn("w:styleId")) for style in root.iter(qn("w:style"))}
    found: dict[str, str] = {}
    for name, look in LOOKS.items():
        if name.casefold() in ids:
            found[name] = ids[name.casefold()]
            continue
        found[name] = _free(name.title().replace(" ", ""), ids)
        ids[name.casefold()] = found[name]
        root.append(_made(made, name, look, found))
    if TABLE.casefold() not in ids:
        root.append(_table_style(_free(TABLE.replace(" ", ""), ids)))
    found[TABLE] = ids.get(TABLE.casefold(), TABLE.replace(" ", ""))
    _speak(root, found[Name.NORMAL], locale)
    return found


def _name(style: Element) -> str:
    """Return the name of a style."""
    named = style.find(qn("w:name"))
    return "" if named is None else str(named.get(qn("w:val")))


def _free(wanted: str, ids: dict[str, str]) -> str:
    """Return an id that no other style has."""
    taken, number = set(ids.values()), 1
    while wanted in taken:
        number += 1
        wanted = f"{wanted.rstrip('0123456789')}{number}"
    return wanted


def _made(made: WordFile, name: Name, look: Look, ids: dict[str, str]) -> Element:
    """Return a new style of paragraph."""
    attributes = {"w:type": "paragraph", "w:styleId": ids[name]}
    attributes |= {"w:default": "1"} if name is Name.NORMAL else {}
    attributes |= {} if name in _BUILT_IN else {"w:customStyle": "1"}
    links = [value("w:basedOn", ids[look.below])] if look.below else []
    links += [value("w:next", ids[look.following])] if look.following else []
    return element(
        "w:style",
        attributes,
        value("w:name", name),
        *links,
        element("w:qFormat"),
        element("w:pPr", None, *_paragraph_properties(made, look)),
        element("w:rPr", None, *_run_properties(look)),
    )


def _paragraph_properties(made: WordFile, look: Look) -> list[Element]:
    """Return what a style says about paragraphs, in the order of the format."""
    properties: list[Element] = []
    if look.keep:
        properties += [element("w:keepNext"), element("w:keepLines")]
    if look.bullets:
        level, number = value("w:ilvl", "0"), value("w:numId", _bullets(made))
        properties.append(element("w:numPr", None, level, number))
    if look.rule:
        properties.append(element("w:pBdr", None, border("top", look.rule, theme.THIN, 3)))
    if look.ground:
        edges = [border(side, look.ground, 4, 4) for side in ("top", "left", "bottom", "right")]
        properties += [element("w:pBdr", None, *edges), shade(look.ground)]
    if spacing := _spacing(look):
        properties.append(element("w:spacing", spacing))
    if any(look.indents):
        indents = {"w:left": twips(look.indents[0]), "w:right": twips(look.indents[1])}
        properties.append(element("w:ind", indents | ({"w:hanging": twips(look.hanging)} if look.hanging else {})))
    if look.align:
        properties.append(value("w:jc", look.align))
    if look.level is not None:
        properties.append(value("w:outlineLvl", str(look.level)))
    return properties


def _spacing(look: Look) -> dict[str, str]:
    """Return air and leading; a negative leading lets a line be as high as its picture."""
    spacing = {} if look.air is None else {"w:before": twips(look.air[0]), "w:after": twips(look.air[1])}
    if look.leading < 0:
        return spacing | {"w:line": "240", "w:lineRule": "auto"}
    return spacing | ({"w:line": twips(look.leading), "w:lineRule": "atLeast"} if look.leading else {})


def _run_properties(look: Look) -> list[Element]:
    """Return what a style says about letters, in the order of the format; sizes are in half points."""
    properties = [element("w:b")] if look.bold else []
    properties += [element("w:i")] if look.italic else []
    properties += [value("w:color", look.colour.lstrip("#"))] if look.colour else []
    half_points = str(round(look.size * 2))
    return properties + ([value("w:sz", half_points), value("w:szCs", half_points)] if look.size else [])


def _table_style(style_id: str) -> Element:
    """Return the style of tables: a hairline under each row, an ink line under the head."""
    hair = border("insideH", theme.RULE, theme.HAIRLINE)
    foot = border("bottom", theme.RULE, theme.HAIRLINE)
    margins = element(
        "w:tblCellMar",
        None,
        element("w:left", {"w:w": "0", "w:type": "dxa"}),
        element("w:right", {"w:w": twips(6), "w:type": "dxa"}),
    )
    head_edge = element("w:tcBorders", None, border("bottom", theme.INK, theme.THIN))
    head = element("w:tblStylePr", {"w:type": "firstRow"}, element("w:tcPr", None, head_edge))
    return element(
        "w:style",
        {"w:type": "table", "w:customStyle": "1", "w:styleId": style_id},
        value("w:name", TABLE),
        element("w:qFormat"),
        element("w:tblPr", None, element("w:tblBorders", None, foot, hair), margins),
        head,
    )


def _bullets(made: WordFile) -> str:
    """Return the number of a new list whose items begin with a dash: each style has its own."""
    root: Element = _numbering(made).element
    abstract = str(1 + max((int(e.get(qn("w:abstractNumId"))) for e in root.iter(qn("w:abstractNum"))), default=-1))
    number_id = str(1 + max((int(e.get(qn("w:numId"))) for e in root.iter(qn("w:num"))), default=0))
    level = element(
        "w:lvl",
        {"w:ilvl": "0"},
        value("w:start", "1"),
        value("w:numFmt", "bullet"),
        value("w:lvlText", "–"),
        value("w:lvlJc", "left"),
        element("w:pPr", None, element("w:ind", {"w:left": twips(9), "w:hanging": twips(9)})),
        element("w:rPr", None, value("w:color", theme.INK_3.lstrip("#"))),
    )
    kind = value("w:multiLevelType", "singleLevel")
    definition = element("w:abstractNum", {"w:abstractNumId": abstract}, kind, level)
    root.insert(len(root.findall(qn("w:abstractNum"))), definition)
    root.append(element("w:num", {"w:numId": number_id}, value("w:abstractNumId", abstract)))
    return number_id


def _numbering(made: WordFile) -> NumberingPart:
    """Return the part that holds lists, made when a template has none."""
    part = made.part
    for related in part.rels.values():
        if related.reltype == RELATIONSHIP_TYPE.NUMBERING and isinstance(related.target_part, NumberingPart):
            return related.target_part
    blob = f"<w:numbering {nsdecls('w')}/>".encode()
    name = PackURI("/word/numbering.xml")
    new = NumberingPart.load(name, CONTENT_TYPE.WML_NUMBERING, blob, part.package)
    part.relate_to(new, RELATIONSHIP_TYPE.NUMBERING)
    assert isinstance(new, NumberingPart)
    return new


def _speak(root: Element, normal: str, locale: str) -> None:
    """Set the language in which Word checks the spelling."""
    style = next(style for style in root.iter(qn("w:style")) if style.get(qn("w:styleId")) == normal)
    properties = style.find(qn("w:rPr"))
    if properties is None:
        properties = element("w:rPr")
        after = style.find(qn("w:pPr"))
        if after is None:
            style.append(properties)
        else:
            after.addnext(properties)
    for holder in (properties, *(d.find(qn("w:rPr")) for d in root.iter(qn("w:rPrDefault")))):
        if holder is not None:
            holder.append(element("w:lang", {"w:val": locale, "w:eastAsia": locale}))
