"""The consultant's judgements: the five drivers of options, and how ready a tender file is."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Account, Engagement, Judgement, Readiness
from app.services.decisions import exact, keep
from app.services.refusals import N_, NotFoundError, RefusalError
from questionnaires import load

ABILITY = "ability"
PARTS = 5
"""Parts of the ability to change that a document or a fact may back."""


def judge(
    session: Session,
    engagement: Engagement,
    driver: str,
    *,
    value: Decimal,
    reason: str,
    evidenced_parts: int = 0,
    account: Account | None = None,
) -> Judgement:
    """Give a driver its value, 0 to 1; evidenced parts concern the ability to change only."""
    if driver not in {known.id for known in load(engagement.questionnaire).drivers}:
        raise NotFoundError(N_("This judgement is not one of the questionnaire."))
    if not exact(value, 1):
        raise RefusalError(N_("%(value)s is not a judgement: use a number from 0 to 1."), value=value)
    if not 0 <= evidenced_parts <= (PARTS if driver == ABILITY else 0):
        raise RefusalError(N_("Count 0 to 5 evidenced parts, for the ability to change only."))
    judgement = Judgement(driver=driver, value=value, evidenced_parts=evidenced_parts)
    return keep(session, engagement, judgement, reason, account)


def judge_readiness(
    session: Session,
    engagement: Engagement,
    *,
    score: Decimal,
    blocking: int,
    reason: str,
    account: Account | None = None,
) -> Readiness:
    """Say how ready the tender file is, 0 to 100, and how many blocking items are at zero."""
    if not exact(score, 100):
        raise RefusalError(N_("%(score)s is not a readiness: use a number from 0 to 100."), score=score)
    if blocking < 0:
        raise RefusalError(N_("Count the blocking items: 0 or more."))
    return keep(session, engagement, Readiness(score=score, blocking=blocking), reason, account)


def current(session: Session, engagement: Engagement) -> dict[str, Judgement]:
    """Return the judgement that holds for each driver judged so far."""
    made = select(Judgement).where(Judgement.engagement_id == engagement.id)
    in_order = session.scalars(made.order_by(Judgement.decided_at, Judgement.id))
    return {judgement.driver: judgement for judgement in in_order}


def current_readiness(session: Session, engagement: Engagement) -> Readiness | None:
    """Return the readiness that holds, None before the first."""
    made = select(Readiness).where(Readiness.engagement_id == engagement.id)
    return session.scalars(made.order_by(Readiness.decided_at.desc(), Readiness.id.desc()).limit(1)).first()
