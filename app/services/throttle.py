"""Make guessing slow: after five wrong passwords, an account waits at the address that got them wrong."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.models import SignInFailure, now

FAILURES = 5
WINDOW = timedelta(minutes=15)


def actor(email: str, address: str) -> str:
    """Return what failures are counted under; neither the account nor the address can be read from it."""
    return hashlib.sha256(f"{email.strip().lower()}\n{address}".encode()).hexdigest()


def wait(session: Session, who: str) -> timedelta | None:
    """Return how long this actor must wait before the next try, None when it may try now."""
    recent = select(SignInFailure.failed_at).where(SignInFailure.actor == who, SignInFailure.failed_at > now() - WINDOW)
    latest = session.scalars(recent.order_by(SignInFailure.failed_at.desc()).limit(FAILURES)).all()
    return None if len(latest) < FAILURES else latest[-1] + WINDOW - now()


def fail(session: Session, who: str) -> None:
    """Count a wrong password, and forget those that no longer matter."""
    session.execute(delete(SignInFailure).where(SignInFailure.failed_at <= now() - WINDOW))
    session.add(SignInFailure(actor=who))
    session.flush()


def forget(session: Session, who: str) -> None:
    """Clear the failures of an actor that has signed in."""
    session.execute(delete(SignInFailure).where(SignInFailure.actor == who))
