"""The consultant's own paragraphs, one per section and language; the last one of each holds."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Account, Engagement, Paragraph, now
from app.services import texts
from app.services.refusals import N_, RefusalError
from questionnaires import LANGUAGES
from reports.orders import ParagraphText, Section


@dataclass(frozen=True, slots=True)
class Held:
    """What holds of one section: its text, when it was written or confirmed, the digest of the facts read then."""

    text: str
    digest: str
    decided_at: datetime

    def is_stale(self, digest: str) -> bool:
        """Say whether the facts have changed since."""
        return self.digest != digest


def held(rows: Iterable[Any], kept: Mapping[uuid.UUID, str], language: str) -> dict[Section, Held]:
    """Return the paragraphs that hold in a language, from rows of the database or of a file and their texts."""
    ordered = sorted((row for row in rows if row.language == language), key=lambda row: (row.decided_at, row.id))
    last = {row.section: Held(kept.get(row.id) or "", row.digest, row.decided_at) for row in ordered}
    return {section: last[section] for section in Section if section in last and last[section].text}


def printed(found: Mapping[Section, Held], digest: str) -> dict[str, ParagraphText]:
    """Return paragraphs as a report prints them."""
    return {section.value: ParagraphText(one.text, one.is_stale(digest)) for section, one in found.items()}


def rows_of(session: Session, engagement: Engagement) -> list[Paragraph]:
    """Return every paragraph ever written."""
    return list(session.scalars(select(Paragraph).where(Paragraph.engagement_id == engagement.id)))


def current(session: Session, engagement: Engagement, language: str) -> dict[Section, Held]:
    """Return the paragraphs that hold in a language."""
    rows = rows_of(session, engagement)
    return held(rows, texts.of_rows(session, [row.id for row in rows]), language)


def counts(session: Session, engagement: Engagement, digest: str) -> tuple[int, int]:
    """Return how many paragraphs were written over other facts, and how many there are, in all languages."""
    rows = rows_of(session, engagement)
    kept = texts.of_rows(session, [row.id for row in rows])
    found = [one for language in LANGUAGES for one in held(rows, kept, language).values()]
    return sum(one.is_stale(digest) for one in found), len(found)


def write(
    session: Session,
    engagement: Engagement,
    language: str,
    wanted: Mapping[Section, str],
    digest: str,
    account: Account | None = None,
) -> int:
    """Keep the paragraphs that were changed, and say how many; an empty one takes the old one away.

    A text that was left as it was keeps its digest: saving a page confirms nothing.
    """
    known = current(session, engagement, language)
    changed = {
        section: text
        for section, given in wanted.items()
        if (text := texts.paragraph(given).strip()) != (known[section].text if section in known else "")
    }
    for section, text in changed.items():
        _add(session, engagement, language, section, text, digest, account)
    return len(changed)


def confirm(
    session: Session,
    engagement: Engagement,
    language: str,
    section: Section,
    digest: str,
    account: Account | None = None,
) -> None:
    """Say that a paragraph was read again and still holds over the facts of today."""
    known = current(session, engagement, language).get(section)
    if known is None:
        raise RefusalError(N_("This paragraph is not here any more: load the page again."))
    if known.is_stale(digest):
        _add(session, engagement, language, section, known.text, digest, account)


def _add(
    session: Session,
    engagement: Engagement,
    language: str,
    section: Section,
    text: str,
    digest: str,
    account: Account | None,
) -> None:
    """Add a paragraph after those before it."""
    row = Paragraph(
        id=uuid.uuid4(),
        engagement_id=engagement.id,
        section=section,
        language=language,
        digest=digest,
        decided_at=now(),
        decided_by=None if account is None else account.id,
    )
    session.add(row)
    texts.keep(session, engagement.id, row.id, text)
    session.flush()
