"""Who may see an engagement, and as what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from app.models import Account, MemberRole


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member; the last consultant cannot be removed."""

    account_id: UUID
    email: str
    role: str
    is_you: bool
    can_leave: bool


def members_of(listed: Sequence[tuple[Account, MemberRole]], you: Account) -> tuple[MemberRow, ...]:
    """Return every member, consultants first."""
    consultants = sum(role is MemberRole.CONSULTANT for _account, role in listed)
    ordered = sorted(listed, key=lambda pair: (pair[1] is not MemberRole.CONSULTANT, pair[0].email))
    return tuple(
        MemberRow(
            account_id=account.id,
            email=account.email,
            role=role_words()[role],
            is_you=account.id == you.id,
            can_leave=role is not MemberRole.CONSULTANT or consultants > 1,
        )
        for account, role in ordered
    )


def role_words() -> dict[MemberRole, str]:
    """Return what each role is called."""
    return {MemberRole.CONSULTANT: _("consultant"), MemberRole.READER: _("reader")}
