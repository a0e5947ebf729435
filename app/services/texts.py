"""Free texts: cleaned on the way in, kept apart under the id of the row that they explain."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import FreeText
from app.services.refusals import N_, RefusalError

LONGEST_TEXT = 20_000
LONGEST_LINE = 1_000
KEPT = "\n\t"
AT_ONCE = 500
"""Ids asked for in one statement; a database limits how many it takes."""


def clean(text: str | None) -> str:
    """Return a text without control characters, its line ends as one character; nothing else is changed."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in KEPT or unicodedata.category(c) not in ("Cc", "Cs"))


def paragraph(text: str | None) -> str:
    """Return a cleaned comment or reason, empty when it holds only spaces; refuse one that is too long."""
    cleaned = clean(text)
    if len(cleaned) > LONGEST_TEXT:
        raise RefusalError(
            N_("This text has %(length)d characters: shorten it to %(limit)d."),
            length=len(cleaned),
            limit=LONGEST_TEXT,
        )
    return cleaned if cleaned.strip() else ""


def line(text: str | None) -> str:
    """Return a cleaned name or description on one line; refuse one that is too long."""
    # Plain spaces only: a no-break space is typography, and stays.
    cleaned = re.sub(r"[ \t\n]+", " ", clean(text)).strip(" ")
    if len(cleaned) > LONGEST_LINE:
        raise RefusalError(
            N_("This text has %(length)d characters: shorten it to %(limit)d."),
            length=len(cleaned),
            limit=LONGEST_LINE,
        )
    return cleaned


def reason(text: str | None) -> str:
    """Return a cleaned reason; refuse an empty one."""
    cleaned = paragraph(text)
    if not cleaned:
        raise RefusalError(N_("A decision needs its reason: write it in a sentence."))
    return cleaned


def keep(session: Session, engagement_id: uuid.UUID, row_id: uuid.UUID, text: str) -> None:
    """Store the text of a row, if there is one."""
    if text:
        session.add(FreeText(id=row_id, engagement_id=engagement_id, text=text))


def of_rows(session: Session, row_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the texts of some rows, by the rows' ids."""
    ids = list(row_ids)
    found: dict[uuid.UUID, str] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = select(FreeText.id, FreeText.text).where(FreeText.id.in_(ids[start : start + AT_ONCE]))
        found.update(session.execute(some).all())
    return found


def of_engagement(session: Session, engagement_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """Return every text of an engagement, by the rows' ids."""
    all_texts = select(FreeText.id, FreeText.text).where(FreeText.engagement_id == engagement_id)
    return dict(session.execute(all_texts).all())
