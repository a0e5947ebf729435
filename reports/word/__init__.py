"""Render a document as a Word file that a reader can go on writing in: real styles, native tables, real fields."""

from __future__ import annotations

from reports.document import Cover, Document
from reports.reading import LOCALES
from reports.typeface import register
from reports.word.blocks import Page, body, contents, shrink_last
from reports.word.furniture import furnish
from reports.word.package import closed, opened
from reports.word.styles import styled


def render_docx(document: Document, template: bytes | None = None) -> bytes:
    """Return a document as a Word file, the same bytes every time.

    A company's template (.docx or .dotx) gives its page, its heads and feet and its styles; what it lacks is made,
    and its text is left out.

    Raises
    ------
    ValueError
        When the template is no Word file that can be read.
    """
    register()
    made = opened(template)
    section = made.sections[-1]
    styles = styled(made, LOCALES[document.language])
    room = ((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)) / 12700
    height = ((section.page_height or 0) - (section.top_margin or 0) - (section.bottom_margin or 0)) / 12700
    page = Page(made, document, styles, room, height, own=template is None)
    count = 1 if document.blocks and isinstance(document.blocks[0], Cover) else 0
    page.fresh = not count
    end = made.element.body.sectPr
    for part in (body(page, document.blocks[:count]), contents(page), body(page, document.blocks[count:])):
        for each in part:
            end.addprevious(each)
    shrink_last(page, end.getprevious())
    furnish(page, section, covered=bool(count))
    return closed(made, document)


__all__ = ["render_docx"]
