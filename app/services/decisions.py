"""What the consultant decides, each time with a reason: ratings, scope and targets."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Account, Decided, Engagement, RatingDecision, ScopeDecision, Target, now
from app.services import texts
from app.services.refusals import N_, NotFoundError, RefusalError
from questionnaires import load

HIGHEST = 5
DECIMALS = 4

D = TypeVar("D", bound=Decided)
P = TypeVar("P", RatingDecision, ScopeDecision, Target)


def decide_rating(
    session: Session,
    engagement: Engagement,
    practice_id: str,
    *,
    level: Decimal | None,
    reason: str,
    consent: bool = False,
    account: Account | None = None,
) -> RatingDecision:
    """Decide the rating of a practice; no level gives it back to the answers."""
    _check_practice(engagement, practice_id)
    if level is not None:
        _check_level(level)
    decision = RatingDecision(practice_id=practice_id, level=level, consent=consent)
    return keep(session, engagement, decision, reason, account)


def decide_scope(
    session: Session,
    engagement: Engagement,
    practice_id: str,
    *,
    in_scope: bool,
    reason: str,
    account: Account | None = None,
) -> ScopeDecision:
    """Take a practice out of scope, or put it back."""
    _check_practice(engagement, practice_id)
    return keep(session, engagement, ScopeDecision(practice_id=practice_id, in_scope=in_scope), reason, account)


def set_target(
    session: Session,
    engagement: Engagement,
    practice_id: str | None,
    *,
    level: Decimal,
    reason: str,
    account: Account | None = None,
) -> Target:
    """Set the target of a practice, or of all of them when none is named."""
    if practice_id is not None:
        _check_practice(engagement, practice_id)
    _check_level(level)
    return keep(session, engagement, Target(practice_id=practice_id, level=level), reason, account)


def keep(session: Session, engagement: Engagement, decision: D, reason: str, account: Account | None) -> D:
    """Store a decision with its reason, its moment and its author."""
    decision.id = uuid.uuid4()
    decision.engagement_id = engagement.id
    decision.decided_at = now()
    decision.decided_by = None if account is None else account.id
    session.add(decision)
    texts.keep(session, engagement.id, decision.id, texts.reason(reason))
    session.flush()
    return decision


def of_practice(session: Session, engagement: Engagement, kind: type[P], practice_id: str) -> Sequence[P]:
    """Return the decisions of one kind about a practice, the one that holds first."""
    about = select(kind).where(kind.engagement_id == engagement.id, kind.practice_id == practice_id)
    return session.scalars(about.order_by(kind.decided_at.desc(), kind.id.desc())).all()


def _check_practice(engagement: Engagement, practice_id: str) -> None:
    """Refuse a practice that the questionnaire does not have."""
    if practice_id not in load(engagement.questionnaire).practice:
        raise NotFoundError(
            N_("%(practice)s is not a practice of this questionnaire."), practice=texts.clean(practice_id)
        )


def _check_level(level: Decimal) -> None:
    """Refuse a level outside the scale, or finer than can be kept."""
    if not exact(level, HIGHEST):
        raise RefusalError(N_("%(level)s is not a level: use a number from 0 to 5."), level=level)


def exact(value: Decimal, highest: int) -> bool:
    """Say whether a number is within 0 and the highest, with four decimals at most."""
    return value.is_finite() and 0 <= value <= highest and value == round(value, DECIMALS)
