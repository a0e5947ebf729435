"""The list of engagements: who faces whom, where each stands, how long its contract runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Answer, Engagement
from questionnaires import load
from reports.language import Language
from scoring.months import months_between


@dataclass(frozen=True, slots=True)
class Card:
    """One line of the list."""

    id: UUID
    client: str
    provider: str
    standing: str
    term: str


def cards_of(session: Session, mine: Sequence[Engagement], language: Language) -> tuple[Card, ...]:
    """Return the lines of some engagements, in their order."""
    ids = [engagement.id for engagement in mine]
    counted = select(Answer.engagement_id, func.count(Answer.practice_id.distinct()))
    in_list = counted.where(Answer.engagement_id.in_(ids)).group_by(Answer.engagement_id)
    answered = dict(session.execute(in_list).all())
    return tuple(_card(engagement, answered.get(engagement.id, 0), language) for engagement in mine)


def _card(engagement: Engagement, answered: int, language: Language) -> Card:
    """Return the line of one engagement."""
    total = len(load(engagement.questionnaire).in_mode(engagement.mode))
    standing = (
        ngettext(
            "%(num)s practice of %(total)s has an answer",
            "%(num)s practices of %(total)s have an answer",
            answered,
            total=total,
        )
        if answered
        else _("Framed, no answer yet")
    )
    return Card(
        engagement.id, engagement.client_name, engagement.provider_name, standing, term_of(engagement, language)
    )


def term_of(engagement: Engagement, language: Language) -> str:
    """Return how long the contract runs, in words."""
    end = engagement.contract_end
    if end is None:
        return _("term not known yet")
    months = months_between(engagement.as_of, end)
    day = language.date(end)
    if months < 0:
        return _("term passed on %(day)s", day=day)
    return _("term in %(months)s, on %(day)s", months=language.months(months), day=day)
