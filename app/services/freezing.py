"""Assessments frozen and numbered: checked first, kept whole, read back as they were."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, load_only

from app.models import Account, Answer, Engagement, FreeText, FrozenAssessment, IssuedReport, now
from app.services import assessments, paragraphs, signatures, texts
from app.services.refusals import N_, NotFoundError, RefusalError
from questionnaires import LANGUAGES, Questionnaire
from reports.orders import Audience, Confidentiality, Format, ParagraphText, Words
from reports.publishing import withheld
from scoring import ENGINE, Assessment, Facts
from scoring.judging import settled
from scoring.keeping import KeepingError, read, write
from scoring.results import Confidence, Maturity, Recommendation


class CheckKind(StrEnum):
    """What is looked at before freezing."""

    UNANSWERED = "unanswered"
    LOW_CONFIDENCE = "low_confidence"
    UNCALIBRATED = "uncalibrated"
    CONSENT = "consent"
    STALE = "stale"
    JUDGEMENTS = "judgements"
    READINESS = "readiness"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: how many are open, of how many; `ids` names those that have an id."""

    kind: CheckKind
    open: int
    total: int
    ids: tuple[str, ...] = ()


def checks(questionnaire: Questionnaire, facts: Facts, maturity: Maturity, stale: tuple[int, int]) -> list[Check]:
    """Return every check; `stale` counts paragraphs written over other facts, and all of them."""
    ratings = {id_: rating for id_, rating in maturity.ratings.items() if rating.in_scope}
    hidden = withheld(questionnaire, maturity)
    entered = settled(questionnaire, facts, maturity.ratings)
    by_rating: dict[CheckKind, tuple[str, ...]] = {
        CheckKind.UNANSWERED: tuple(id_ for id_, rating in ratings.items() if rating.value is None),
        CheckKind.LOW_CONFIDENCE: tuple(id_ for id_, r in ratings.items() if r.confidence is Confidence.LOW),
        CheckKind.UNCALIBRATED: tuple(id_ for id_, r in ratings.items() if r.doubts and not r.decided),
        CheckKind.CONSENT: tuple(id_ for id_ in ratings if id_ in hidden),
    }
    found = [Check(kind, len(ids), len(ratings), ids) for kind, ids in by_rating.items()]
    drivers = [driver.id for driver in questionnaire.drivers]
    missing = tuple(id_ for id_ in drivers if getattr(entered.judgements, id_) is None)
    return [
        *found,
        Check(CheckKind.STALE, *stale),
        Check(CheckKind.JUDGEMENTS, len(missing), len(drivers), missing),
        Check(CheckKind.READINESS, int(entered.readiness.score is None), 1),
    ]


# ---- freezing -----------------------------------------------------------------------------------------


def freeze(
    session: Session, engagement: Engagement, reason: str, account: Account | None = None, id_: uuid.UUID | None = None
) -> FrozenAssessment:
    """Freeze what the engagement says now, under the next number; the same id again gives back the same one.

    With checks open, a reason is needed.
    """
    # Two who freeze at once take turns, so that each has a number of its own.
    session.get(Engagement, engagement.id, with_for_update=True)
    known = None if id_ is None else session.get(FrozenAssessment, id_)
    if known is not None:
        return _mine(engagement, known)
    questionnaire = assessments.questionnaire_of(engagement)
    facts = assessments.facts_of(session, engagement)
    result = assessments.assessment_of(session, engagement, facts)
    written = paragraphs.counts(session, engagement, result.digest)
    open_ = [check for check in checks(questionnaire, facts, result.maturity, written) if check.open]
    reason = texts.paragraph(reason).strip()
    if open_ and not reason:
        raise RefusalError(N_("Some checks are open: say in a sentence why the assessment is frozen nevertheless."))
    frozen = FrozenAssessment(
        id=id_ or uuid.uuid4(),
        engagement_id=engagement.id,
        number=_next_number(session, engagement),
        engine=ENGINE,
        questionnaire=result.questionnaire_version,
        questionnaire_digest=result.questionnaire_digest,
        digest=result.digest,
        facts=as_text(write(facts)),
        assessment=as_text(write(result)),
        logo_id=signatures.current(session, engagement).logo_id,
        decided_at=now(),
        decided_by=None if account is None else account.id,
    )
    session.add(frozen)
    said = _said(session, engagement, result.digest) | {"reason": reason}
    texts.keep(session, engagement.id, frozen.id, as_text(said))
    session.flush()
    return frozen


def as_text(content: Any) -> str:
    """Return JSON as text; the order of its keys is that of the questionnaire, and reports follow it."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _next_number(session: Session, engagement: Engagement) -> int:
    """Return the number after the last one."""
    last = select(func.max(FrozenAssessment.number)).where(FrozenAssessment.engagement_id == engagement.id)
    return (session.scalar(last) or 0) + 1


def _said(session: Session, engagement: Engagement, digest: str) -> dict[str, Any]:
    """Return what the engagement says in words, but what people answered: no report prints that."""
    words = assessments.words_of(session, engagement, digest=digest)
    answered = select(Answer.id).where(Answer.engagement_id == engagement.id)
    comments = {str(id_) for id_ in session.scalars(answered)}
    written = {
        language: paragraphs.printed(paragraphs.current(session, engagement, language), digest)
        for language in LANGUAGES
    }
    return {
        "question": words.question,
        "client_description": words.client_description,
        "provider_description": words.provider_description,
        "reasons": {id_: text for id_, text in words.reasons.items() if id_ not in comments},
        "judgements": dict(words.judgements),
        "paragraphs": {
            language: {section: {"text": one.text, "stale": one.stale} for section, one in found.items()}
            for language, found in written.items()
        },
        "authors": words.authors,
        "confidentiality": words.confidentiality,
    }


# ---- reading back -------------------------------------------------------------------------------------


def listed(session: Session, engagement: Engagement) -> list[FrozenAssessment]:
    """Return the frozen assessments of an engagement without their bulk, the last one first."""
    light = load_only(
        FrozenAssessment.number,
        FrozenAssessment.digest,
        FrozenAssessment.questionnaire,
        FrozenAssessment.decided_at,
        FrozenAssessment.decided_by,
        FrozenAssessment.engagement_id,
    )
    mine = select(FrozenAssessment).where(FrozenAssessment.engagement_id == engagement.id).options(light)
    return list(session.scalars(mine.order_by(FrozenAssessment.number.desc(), FrozenAssessment.decided_at.desc())))


def find(session: Session, engagement: Engagement, id_: uuid.UUID) -> FrozenAssessment:
    """Return a frozen assessment of an engagement."""
    frozen = session.get(FrozenAssessment, id_)
    if frozen is None:
        raise NotFoundError(N_("There is no such assessment."))
    return _mine(engagement, frozen)


def _mine(engagement: Engagement, frozen: FrozenAssessment) -> FrozenAssessment:
    """Refuse an assessment of another engagement as if it were not there."""
    if frozen.engagement_id != engagement.id:
        raise NotFoundError(N_("There is no such assessment."))
    return frozen


def thawed(frozen: FrozenAssessment) -> tuple[Facts, Assessment]:
    """Return facts and results as they were."""
    try:
        return read(Facts, json.loads(frozen.facts)), read(Assessment, json.loads(frozen.assessment))
    except KeepingError:
        raise RefusalError(
            N_("This assessment was frozen by another version: only its issued reports can be printed.")
        ) from None


def advice_of(frozen: FrozenAssessment) -> Recommendation | None:
    """Return what was advised, None where this version cannot read it."""
    try:
        return read(Recommendation, json.loads(frozen.assessment)["decision"]["recommendation"])
    except (KeepingError, KeyError, TypeError):
        return None


def reason_of(session: Session, frozen: FrozenAssessment) -> str:
    """Return why it was frozen with checks open."""
    return str(_kept_words(session, frozen).get("reason", ""))


def words_of(session: Session, frozen: FrozenAssessment, language: str) -> Words:
    """Return what was said in words when it was frozen; nothing where that was erased since."""
    kept = _kept_words(session, frozen)
    written: Mapping[str, Mapping[str, Any]] = kept.get("paragraphs", {}).get(language, {})
    mark = kept.get("confidentiality")
    return Words(
        question=kept.get("question", ""),
        client_description=kept.get("client_description", ""),
        provider_description=kept.get("provider_description", ""),
        reasons=kept.get("reasons", {}),
        judgements=kept.get("judgements", {}),
        paragraphs={section: ParagraphText(one["text"], one["stale"]) for section, one in written.items()},
        authors=kept.get("authors", ""),
        confidentiality=None if mark is None else Confidentiality(mark),
        logo=signatures.logo_of(session, frozen.logo_id),
        number=frozen.number,
        engine=frozen.engine,
    )


def _kept_words(session: Session, frozen: FrozenAssessment) -> dict[str, Any]:
    """Return the words of a frozen assessment as they were kept."""
    kept = session.get(FreeText, frozen.id)
    found: dict[str, Any] = {} if kept is None else json.loads(kept.text)
    return found


def issued(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[tuple[Audience, str, Format]]]:
    """Return which reports were issued of each assessment, without their bytes."""
    which = select(IssuedReport.frozen_id, IssuedReport.audience, IssuedReport.language, IssuedReport.format)
    found: dict[uuid.UUID, list[tuple[Audience, str, Format]]] = {}
    in_order = which.where(IssuedReport.frozen_id.in_(ids)).order_by(IssuedReport.made_at)
    for frozen_id, audience, language, kind in session.execute(in_order):
        found.setdefault(frozen_id, []).append((audience, language, kind))
    return found
