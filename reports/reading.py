"""What every renderer settles alike: what stands in the foot, which figure shows its title, what a file may hold."""

from __future__ import annotations

import re
import struct
from collections.abc import Collection

from reports.document import Document, DocumentMeta, Figure, Heading, Inline, Span

CONTENTS_FROM = 6
"""More headings than this, and the document opens with its contents."""

CONTENTS_DEPTH = 2
"""Lowest level of heading that the contents list."""

LOGO_ROOM = (170.0, 68.0)
"""Points that a logo may take on a cover."""

CONTENTS_MOST = 36
"""More lines than this would take two pages: the contents then list the highest level alone."""

LOCALES = {"fr": "fr-FR", "en": "en-GB"}
"""Languages as files name them (BCP 47)."""

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def writable(text: str) -> str:
    """Return a text without what XML and HTML cannot hold; line breaks of any kind become plain ones.

    >>> writable("né\\u202f!\\x00\\r\\nOui")
    'né\\u202f!\\nOui'
    """
    return _FORBIDDEN.sub("", _BREAKS.sub("\n", text))


def stretches(inline: Inline) -> tuple[Span, ...]:
    """Return a text as its stretches, each with one emphasis and nothing that a file cannot hold.

    >>> stretches("Rester.")
    (Span(text='Rester.', strong=False, italic=False),)
    """
    spans = (Span(inline),) if isinstance(inline, str) else inline
    return tuple(Span(writable(span.text), span.strong, span.italic) for span in spans)


def foot(meta: DocumentMeta) -> str:
    """Return the foot of a page: from what the report can be computed again."""
    draft = meta.labels.draft if meta.draft else ""
    parts = (meta.mark, meta.author, meta.version, meta.digest[:8], meta.as_of_label, draft)
    return " · ".join(filter(None, parts))


def has_contents(document: Document) -> bool:
    """Return whether a document is long enough to open with its contents."""
    return len(document.headings) > CONTENTS_FROM


def contents_depth(document: Document) -> int:
    """Return the lowest level of heading that contents of one page can list."""
    listed = sum(heading.level <= CONTENTS_DEPTH for heading in document.headings)
    return CONTENTS_DEPTH if listed <= CONTENTS_MOST else 1


def picture_size(png: bytes, width: float, height: float) -> tuple[float, float]:
    """Return how large a PNG is in a place, as large as that allows; its pixels stand in its first bytes."""
    wide, high = struct.unpack(">II", png[16:24])
    scale = min(width / wide, height / high)
    return wide * scale, high * scale


def shown_title(figure: Figure, above: str) -> str:
    """Return the title to print over a figure, nothing when the heading above says the same."""
    return figure.chart.title if figure.titled and figure.chart.title != above else ""


def anchor(heading: Heading, taken: Collection[str]) -> str:
    """Return the name of a heading's place: its anchor if no heading before has it, else its number."""
    if _ANCHOR.fullmatch(heading.anchor) and heading.anchor not in taken:
        return heading.anchor
    return f"_{len(taken) + 1}"  # no anchor begins so
