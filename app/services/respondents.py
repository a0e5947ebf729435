"""The people who answer: a role on a side, their names kept apart."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.models import Engagement, Person, Respondent
from app.services import texts
from app.services.refusals import N_, NotFoundError, RefusalError
from questionnaires import Side, load


def add(
    session: Session,
    engagement: Engagement,
    *,
    side: Side,
    role: str,
    name: str | None = None,
    contact: str | None = None,
    id: uuid.UUID | None = None,
) -> Respondent:
    """Add somebody who answers; the same id again gives back the one already added."""
    known = id and session.get(Respondent, id)
    if known:
        return get(session, engagement, known.id)
    found = load(engagement.questionnaire).role.get(role)
    if found is None or found.side is not side:
        raise RefusalError(N_("This role is not one of that side: choose one in the list."))
    respondent = Respondent(
        id=id or uuid.uuid4(),
        engagement_id=engagement.id,
        side=side,
        role=role,
        position=_next_position(session, engagement, Respondent),
    )
    session.add(respondent)
    rename(session, respondent, name, contact)
    return respondent


def rename(session: Session, respondent: Respondent, name: str | None, contact: str | None = None) -> None:
    """Set the name and the contact behind a respondent; an empty name leaves them unnamed."""
    named, reached = texts.line(name), texts.line(contact) or None
    if respondent.person is not None:
        respondent.person.name, respondent.person.contact = named, reached
    elif named:
        respondent.person = Person(
            engagement_id=respondent.engagement_id, name=named, contact=reached, position=respondent.position
        )
    session.flush()


def get(session: Session, engagement: Engagement, respondent_id: uuid.UUID) -> Respondent:
    """Return one respondent of an engagement."""
    respondent = session.get(Respondent, respondent_id)
    if respondent is None or respondent.engagement_id != engagement.id:
        raise NotFoundError(N_("This person is not part of the engagement."))
    return respondent


def of_engagement(session: Session, engagement: Engagement) -> Sequence[Respondent]:
    """Return the respondents of an engagement with their names, in the order in which they were added."""
    everybody = select(Respondent).where(Respondent.engagement_id == engagement.id)
    named = everybody.options(joinedload(Respondent.person))
    return session.scalars(named.order_by(Respondent.position, Respondent.id)).all()


def _next_position(session: Session, engagement: Engagement, kind: type[Respondent]) -> int:
    """Return the place after the last one."""
    last = session.scalar(select(func.max(kind.position)).where(kind.engagement_id == engagement.id))
    return 0 if last is None else last + 1
