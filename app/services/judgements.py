"""Judgements that were entered directly, in files older than the questions that build them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Engagement, Judgement, Readiness


def current(session: Session, engagement: Engagement) -> dict[str, Judgement]:
    """Return the judgement that holds for each driver judged so far."""
    made = select(Judgement).where(Judgement.engagement_id == engagement.id)
    in_order = session.scalars(made.order_by(Judgement.decided_at, Judgement.id))
    return {judgement.driver: judgement for judgement in in_order}


def current_readiness(session: Session, engagement: Engagement) -> Readiness | None:
    """Return the readiness that holds, None before the first."""
    made = select(Readiness).where(Readiness.engagement_id == engagement.id)
    return session.scalars(made.order_by(Readiness.decided_at.desc(), Readiness.id.desc()).limit(1)).first()
