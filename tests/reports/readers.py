"""Read printed, Word and web pages back as a reader meets them: one text per line, in order."""

import io
import re
from html.parser import HTMLParser

import docx
import pypdfium2
from docx.oxml.ns import qn

_BLOCKS = frozenset(
    ("p", "li", "th", "td", "h1", "h2", "h3", "h4", "dt", "dd", "caption", "figcaption", "summary", "title", "desc")
)


def squeezed(text):
    """Return a text with plain single spaces."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()


def lines_of(text):
    """Return the lines of a text that say something, squeezed."""
    return [line for line in map(squeezed, text.split("\n")) if line]


def missing(document, read):
    """Return what a document says that was not read at all, or not in its order."""
    left = iter(read)
    return next(([line] for line in lines_of(document.text) if line not in left), [])


def pdf_pages(data):
    """Return the text of each page of a PDF file, with plain spaces."""
    with pypdfium2.PdfDocument(data) as file:
        return [_printed(page).replace("\r\n", "\n").replace("\xa0", " ") for page in file]


def _printed(page):
    """Return the text of a page; what was opened is closed at once, before the file."""
    text = page.get_textpage()
    read = text.get_text_range()
    text.close()
    page.close()
    return read


def word_lines(data):
    """Return the lines of the body of a Word file: pictures by their title and text alternative."""
    return [line for text in _word_texts(docx.Document(io.BytesIO(data)).element.body) for line in lines_of(text)]


def _word_texts(body):
    """Yield the texts of a body; the caption over a table comes after its rows, as in the document."""
    children = list(body)
    held = ""
    for child, following in zip(children, [*children[1:], None], strict=True):
        heads_table = following is not None and following.tag == qn("w:tbl")
        if child.tag == qn("w:p") and heads_table and style_of(child) == "Caption":
            held = said(child)
            continue
        paragraphs = [child] if child.tag == qn("w:p") else child.iter(qn("w:p"))
        for paragraph in paragraphs:
            for picture in paragraph.iter(qn("wp:docPr")):
                yield picture.get("title")
                yield picture.get("descr")
            yield said(paragraph)
        if child.tag == qn("w:tbl"):
            yield held
            held = ""


def style_of(paragraph):
    """Return the id of the style of a paragraph."""
    return paragraph.find(qn("w:pPr")).find(qn("w:pStyle")).get(qn("w:val"))


def said(paragraph):
    """Return the text of a paragraph with its line breaks."""
    pieces = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(
        (each.text or "") if each.tag == qn("w:t") else pieces[each.tag]
        for each in paragraph.iter(qn("w:t"), *pieces)
        if each.getparent().tag == qn("w:r")
    )


def page_lines(data):
    """Return the lines of a page: drawings by their title and text alternative, captions after their tables."""
    reader = _Reader()
    reader.feed(data.decode())
    return [line for text in reader.texts for line in lines_of(text)]


class _Reader(HTMLParser):
    """Gathers what each block of a page says."""

    def __init__(self):
        super().__init__()
        self.texts, self._open, self._tags, self._caption = [], [], [], ""

    def handle_starttag(self, tag, attrs):
        if tag == "br":
            self._open.append("\n")
        elif tag not in ("meta", "path", "wbr"):
            self._tags.append(tag)
            if tag in _BLOCKS:
                self._flush()

    def handle_endtag(self, tag):
        if tag == "caption":
            self._caption, self._open = "".join(self._open), []
        elif tag in _BLOCKS:
            self._flush()
        elif tag == "table":
            self.texts.append(self._caption)
            self._caption = ""
        if self._tags and self._tags[-1] == tag:
            self._tags.pop()

    def handle_data(self, data):
        if not {"style", "head", "text"} & set(self._tags):
            self._open.append(data)

    def _flush(self):
        self.texts.append("".join(self._open))
        self._open = []
