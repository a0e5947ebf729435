"""From stored rows to facts, and from facts to an assessment; nothing computed is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.facts import Head, Rows, build, judgement_reasons
from app.models import (
    Answer,
    Engagement,
    FrozenAssessment,
    Judgement,
    Owned,
    RatingDecision,
    Readiness,
    ReportSettings,
    Respondent,
    ScopeDecision,
    Statement,
    Target,
)
from app.services import paragraphs, signatures, texts
from questionnaires import Questionnaire, load
from reports.orders import Words
from scoring import Assessment, Facts, assessment
from scoring import digest as digest_of
from scoring.facts import Contract


def questionnaire_of(engagement: Engagement) -> Questionnaire:
    """Return the questionnaire that an engagement was opened with."""
    return load(engagement.questionnaire)


def facts_of(session: Session, engagement: Engagement) -> Facts:
    """Return everything that an engagement says."""
    return build(_head(engagement), _everything(session, engagement))


def _head(engagement: Engagement) -> Head:
    """Return what an engagement says of itself."""
    return Head(
        client=engagement.client_name,
        provider=engagement.provider_name,
        as_of=engagement.as_of,
        mode=engagement.mode,
        self_declared=engagement.self_declared,
        contract=_contract(engagement),
        weights=engagement.weights,
    )


def _everything(session: Session, engagement: Engagement) -> Rows:
    """Return everything that is listed under an engagement."""
    return Rows(
        respondents=_rows(session, engagement, Respondent, Respondent.position),
        answers=_rows(session, engagement, Answer),
        scope_decisions=_rows(session, engagement, ScopeDecision),
        rating_decisions=_rows(session, engagement, RatingDecision),
        targets=_rows(session, engagement, Target),
        judgements=_rows(session, engagement, Judgement),
        readiness=_rows(session, engagement, Readiness),
        statements=_rows(session, engagement, Statement),
    )


def assessment_of(session: Session, engagement: Engagement, facts: Facts | None = None) -> Assessment:
    """Return the assessment of an engagement as it stands, from its facts where they are read already."""
    return assessment(questionnaire_of(engagement), facts or facts_of(session, engagement))


def words_of(session: Session, engagement: Engagement, language: str | None = None, digest: str = "") -> Words:
    """Return what an engagement says in words, its paragraphs in one language: its own unless given.

    `digest` is that of its facts, which tells whether paragraphs are stale; it is computed unless given.
    """
    written = paragraphs.rows_of(session, engagement)
    frozen = session.scalars(select(FrozenAssessment.id).where(FrozenAssessment.engagement_id == engagement.id))
    signature = signatures.current(session, engagement)
    kept = texts.of_engagement(session, engagement.id)
    # What is said of the report itself is no reason of anything in it.
    settings = select(ReportSettings.id).where(ReportSettings.engagement_id == engagement.id)
    apart = {*(row.id for row in written), *frozen, *session.scalars(settings)}
    reasons = {str(row_id): text for row_id, text in kept.items() if row_id not in apart}
    held = paragraphs.held(written, kept, language or engagement.language)
    if held and not digest:
        digest = digest_of(questionnaire_of(engagement), facts_of(session, engagement))
    return Words(
        question=engagement.question,
        client_description=engagement.client_description,
        provider_description=engagement.provider_description,
        reasons=reasons,
        judgements=judgement_reasons(_everything(session, engagement), reasons),
        paragraphs=paragraphs.printed(held, digest),
        authors=signature.authors,
        confidentiality=signature.confidentiality,
        logo=signatures.logo_of(session, signature.logo_id),
    )


def _rows(session: Session, engagement: Engagement, kind: type[Owned], *order: Any) -> Sequence[Any]:
    """Return the rows of one kind as plain tuples: thousands of them are read at once, and none is changed."""
    table = kind.__table__  # type: ignore[attr-defined]
    mine = select(table).where(table.c.engagement_id == engagement.id).order_by(*order, table.c.id)
    return session.execute(mine).all()


def _contract(engagement: Engagement) -> Contract:
    """Return the framing of the contract."""
    return Contract(
        form=engagement.contract_form,
        start=engagement.contract_start,
        end=engagement.contract_end,
        notice_months=engagement.notice_months,
        renewal=engagement.renewal,
        yearly_value=engagement.yearly_value,
        users=engagement.users,
        critical_service=engagement.critical_service,
        lawful_continuation=engagement.lawful_continuation,
        provisions_refused=engagement.provisions_refused,
        written_refusal=engagement.written_refusal,
    )
