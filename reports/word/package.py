"""Open and close Word files: a bare one of ours or a company's template in, the same bytes every time out."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zipfile import BadZipFile

import docx
from docx.document import Document as WordFile
from docx.opc.exceptions import PackageNotFoundError

from reports.archives import from_template, packed, unpacked
from reports.document import Document
from reports.reading import LOCALES, writable

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_BARE = {
    "[Content_Types].xml": f"""{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{MAIN}"/>
<Override PartName="/word/styles.xml" ContentType="{_KINDS}.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{_KINDS}.numbering+xml"/>
<Override PartName="/word/settings.xml" ContentType="{_KINDS}.settings+xml"/>
<Override PartName="/word/fontTable.xml" ContentType="{_KINDS}.fontTable+xml"/>
</Types>""",
    "_rels/.rels": f"""{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>
</Relationships>""",
    "word/document.xml": f"""{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body><w:sectPr>
<w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="1417" w:right="1021" w:bottom="1191" w:left="1021" w:header="737" w:footer="567" w:gutter="0"/>
</w:sectPr></w:body></w:document>""",
    "word/_rels/document.xml.rels": f"""{_HEAD}<Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_R}/numbering" Target="numbering.xml"/>
<Relationship Id="rId3" Type="{_R}/settings" Target="settings.xml"/>
<Relationship Id="rId4" Type="{_R}/fontTable" Target="fontTable.xml"/>
</Relationships>""",
    "word/styles.xml": f"""{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Source Sans 3" w:hAnsi="Source Sans 3" w:eastAsia="Source Sans 3" w:cs="Arial"/>
</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults></w:styles>""",
    "word/numbering.xml": f'{_HEAD}<w:numbering xmlns:w="{_W}"/>',
    "word/settings.xml": f"""{_HEAD}<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/>
<w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/>
<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat></w:settings>""",
    "word/fontTable.xml": f"""{_HEAD}<w:fonts xmlns:w="{_W}"><w:font w:name="Source Sans 3">
<w:altName w:val="Source Sans Pro"/><w:panose1 w:val="020B0503030403020204"/><w:charset w:val="00"/>
<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>""",
}
"""The parts of a Word file that says nothing yet: A4, the house's font with what may stand in for it."""


def opened(template: bytes | None) -> WordFile:
    """Return an empty Word file with the styles of a template, or with none but the defaults.

    Raises
    ------
    ValueError
        When the template is no Word file that can be read.
    """
    if template is None:
        return docx.Document(BytesIO(packed(_BARE)))
    try:
        made = docx.Document(BytesIO(from_template(template, TEMPLATE, MAIN)))
        body = made.element.body
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError, AttributeError) as error:
        raise ValueError("the template is not a Word file (.docx or .dotx) that can be read") from error
    for child in list(body):
        if child is not body.sectPr:
            body.remove(child)
    return made


def closed(made: WordFile, document: Document) -> bytes:
    """Return the bytes of a Word file, dated from the day of the assessment and never from the clock."""
    _say_whose(made, document)
    saved = BytesIO()
    made.save(saved)
    return packed(unpacked(saved.getvalue()), document.meta.as_of)


def _say_whose(made: WordFile, document: Document) -> None:
    """Write the properties of the file."""
    meta, properties = document.meta, made.core_properties
    instant = datetime(meta.as_of.year, meta.as_of.month, meta.as_of.day, tzinfo=UTC)
    properties.title = writable(document.title)[:255]
    properties.subject = writable(document.subtitle)[:255]
    properties.author = properties.last_modified_by = writable(meta.author)[:255]
    properties.language = LOCALES[document.language]
    properties.version = meta.version
    properties.comments = properties.keywords = properties.category = ""
    properties.created = properties.modified = instant
    properties.revision = 1
