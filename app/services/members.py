"""Who may see an engagement, and as what."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Account, Engagement, Member, MemberRole
from app.services.refusals import N_, RefusalError


def add(session: Session, engagement: Engagement, account: Account, role: MemberRole) -> Member:
    """Make an account a member, or change what it is; a consultant stays."""
    member = session.get(Member, (engagement.id, account.id))
    if member is None:
        member = Member(engagement_id=engagement.id, account_id=account.id, role=role)
        session.add(member)
    elif role is not MemberRole.CONSULTANT:
        _another_consultant_stays(session, engagement, account.id)
    member.role = role
    session.flush()
    return member


def listed(session: Session, engagement: Engagement) -> list[tuple[Account, MemberRole]]:
    """Return every member with what each is."""
    both = select(Account, Member.role).join(Member).where(Member.engagement_id == engagement.id)
    return [(account, role) for account, role in session.execute(both)]


def remove(session: Session, engagement: Engagement, account_id: uuid.UUID) -> None:
    """Take an account out of an engagement; one that is out already changes nothing."""
    member = session.get(Member, (engagement.id, account_id))
    if member is None:
        return
    _another_consultant_stays(session, engagement, account_id)
    session.delete(member)
    session.flush()


def _another_consultant_stays(session: Session, engagement: Engagement, account_id: uuid.UUID) -> None:
    """Refuse to leave an engagement without a consultant; two who go at once take turns."""
    session.get(Engagement, engagement.id, with_for_update=True)
    consultants = select(Member.account_id).where(
        Member.engagement_id == engagement.id, Member.role == MemberRole.CONSULTANT
    )
    if set(session.scalars(consultants)) <= {account_id}:
        raise RefusalError(N_("An engagement needs a consultant: name another one first."))


def role_of(session: Session, engagement_id: uuid.UUID, account: Account) -> MemberRole | None:
    """Return what an account is to an engagement; None when it is nothing to it."""
    member = session.get(Member, (engagement_id, account.id))
    return None if member is None else member.role


def entered(session: Session, engagement_id: uuid.UUID, account: Account) -> tuple[Engagement, MemberRole] | None:
    """Return an engagement and what an account is to it; None when it does not exist or is not theirs."""
    both = select(Engagement, Member.role).join(Member)
    mine = both.where(Engagement.id == engagement_id, Member.account_id == account.id)
    row = session.execute(mine).one_or_none()
    return None if row is None else (row[0], row[1])
