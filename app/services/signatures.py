"""How reports are signed and marked: their authors, how far they may go, the logo on their cover."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Account, Engagement, Logo, ReportSettings, now
from app.services import texts
from reports.orders import Confidentiality


@dataclass(frozen=True, slots=True)
class Signature:
    """What holds: the last settings that were saved, or nothing yet."""

    authors: str = ""
    confidentiality: Confidentiality | None = None
    logo_id: uuid.UUID | None = None


def last(rows: Iterable[Any]) -> Any | None:
    """Return the settings that hold, from rows of the database or of a file."""
    return max(rows, key=lambda row: (row.decided_at, row.id), default=None)


def current(session: Session, engagement: Engagement) -> Signature:
    """Return the settings that hold."""
    row = last(session.scalars(select(ReportSettings).where(ReportSettings.engagement_id == engagement.id)))
    if row is None:
        return Signature()
    return Signature(texts.of_rows(session, [row.id]).get(row.id, ""), row.confidentiality, row.logo_id)


def save(session: Session, engagement: Engagement, wanted: Signature, account: Account | None = None) -> None:
    """Keep settings, where they differ from those that hold."""
    authors = texts.line(wanted.authors)
    if current(session, engagement) == Signature(authors, wanted.confidentiality, wanted.logo_id):
        return
    row = ReportSettings(
        id=uuid.uuid4(),
        engagement_id=engagement.id,
        confidentiality=wanted.confidentiality,
        logo_id=wanted.logo_id,
        decided_at=now(),
        decided_by=None if account is None else account.id,
    )
    session.add(row)
    texts.keep(session, engagement.id, row.id, authors)
    session.flush()


def add_logo(session: Session, engagement: Engagement, content: bytes) -> uuid.UUID:
    """Keep a picture, and return its id."""
    logo = Logo(id=uuid.uuid4(), engagement_id=engagement.id, content=content)
    session.add(logo)
    session.flush()
    return logo.id


def logo_of(session: Session, logo_id: uuid.UUID | None) -> bytes:
    """Return a picture, nothing where there is none."""
    logo = None if logo_id is None else session.get(Logo, logo_id)
    return b"" if logo is None else logo.content
