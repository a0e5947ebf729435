"""Who may see an engagement, and as what."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Account, Engagement, Member, MemberRole


def add(session: Session, engagement: Engagement, account: Account, role: MemberRole) -> Member:
    """Make an account a member, or change what it is."""
    member = session.get(Member, (engagement.id, account.id))
    if member is None:
        member = Member(engagement_id=engagement.id, account_id=account.id, role=role)
        session.add(member)
    member.role = role
    session.flush()
    return member


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
