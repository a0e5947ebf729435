"""Check that texts are typeset as each language wants it."""

from __future__ import annotations

import re

NARROW = "\u202f"
"""Narrow no-break space, written before `; : ! ? %` and inside guillemets in French."""

_STRAIGHT = re.compile("['\"]")
_FRENCH = (
    (re.compile(f"(?<!{NARROW})[;!?»]"), "put a narrow no-break space (U+202F) before « ; ! ? » »"),
    (re.compile(rf"(?<![{NARROW}\d])[:%]"), "put a narrow no-break space (U+202F) before « : % »"),
    (re.compile(r"(?<=\d)%"), "put a narrow no-break space (U+202F) before « % »"),
    (re.compile(f"«(?!{NARROW})"), "put a narrow no-break space (U+202F) after «"),
    (re.compile(r" [-–] "), "use a comma or a colon instead of a spaced dash"),
)
_ENGLISH = (
    (re.compile(r"[ \u00a0\u202f][;:!?%]"), "no space before punctuation in English"),
    (re.compile(r" - "), "use a comma, a colon or a dash instead of a spaced hyphen"),
)
_BOTH = (
    (_STRAIGHT, "use curly quotes and apostrophes"),
    (re.compile(r"\.\.\."), "use the ellipsis character"),
    (re.compile(r"  "), "two spaces in a row"),
)


def typeset(text: str, language: str) -> str:
    """Return a text with the narrow no-break spaces that French wants where plain ones were typed.

    For phrases whose values come later; catalogue texts hold the right spaces already.

    >>> typeset("Qui décide ?", "fr") == f"Qui décide{NARROW}?"
    True
    """
    if language != "fr":
        return text
    text = re.sub(r"[ \u00a0]([;:!?%»])", NARROW + r"\1", text)
    return re.sub(r"«[ \u00a0]", "«" + NARROW, text)


def faults(text: str, language: str) -> list[str]:
    """Return what to mend in a text, in English, empty when it is right.

    >>> faults("Qui décide\u202f?", "fr")
    []
    >>> faults("Qui décide ?", "fr")
    ['put a narrow no-break space (U+202F) before « ; ! ? » »']
    """
    rules = _BOTH + (_FRENCH if language == "fr" else _ENGLISH)
    return [cure for pattern, cure in rules if pattern.search(text)]
