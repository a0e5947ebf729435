"""Accounts of staff; passwords arrive here already hashed."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Account
from app.services.refusals import N_, NotFoundError, RefusalError


def create(session: Session, email: str, password_hash: str, language: str | None = None) -> Account:
    """Add an account; an address can have one only."""
    address = normal_address(email)
    if find(session, address) is not None:
        raise RefusalError(N_("%(email)s already has an account."), email=address)
    account = Account(email=address, password=password_hash, language=language)
    session.add(account)
    session.flush()
    return account


def find(session: Session, email: str) -> Account | None:
    """Return the account of an address, whatever the case of its letters."""
    return session.scalar(select(Account).where(func.lower(Account.email) == email.strip().lower()))


def get(session: Session, email: str) -> Account:
    """Return the account of an address, or say that there is none."""
    account = find(session, email)
    if account is None:
        raise NotFoundError(N_("%(email)s has no account."), email=email)
    return account


def there_is_one(session: Session) -> bool:
    """Say whether anybody can sign in."""
    return session.scalar(select(Account.id).limit(1)) is not None


def normal_address(email: str) -> str:
    """Return an e-mail address in its normal form, or refuse it; nothing is looked up."""
    try:
        found = validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise RefusalError(N_("%(email)s is not an e-mail address."), email=email) from None
    return found.normalized.lower()
