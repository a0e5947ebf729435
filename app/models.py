"""What is stored: engagements, people, answers and decisions; never a computed figure.

Ids are UUIDs made by whoever creates the row, browser or server. Answers and decisions are only ever added.
Names of people live in `person`, free texts in `free_text`: erasing them changes no figure and no digest.
"""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_security import UserMixin
from sqlalchemy import Enum, ForeignKey, Index, LargeBinary, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Base, Dated, Document, Exact, Instant
from questionnaires import Side
from reports.orders import Audience, Confidentiality, Format, Section
from reports.progress import Stage
from scoring.facts import Backing, DatedFact, State
from scoring.statements import Kind


class MemberRole(StrEnum):
    """What a member of an engagement is to it."""

    CONSULTANT = "consultant"
    READER = "reader"


class JobState(StrEnum):
    """Where the making of a report stands."""

    QUEUED = "queued"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def _word(words: type[StrEnum]) -> Enum:
    """Return a column type that keeps a member by its value, as plain text on every database."""
    return Enum(words, native_enum=False, create_constraint=False, length=20, values_callable=_values)


def _values(words: type[StrEnum]) -> list[str]:
    """Return the words of an enumeration."""
    return [word.value for word in words]


Base.registry.update_type_annotation_map(
    {
        datetime: Instant,
        Decimal: Exact,
        DatedFact: Dated,
        uuid.UUID: Uuid,
        **{words: _word(words) for words in (Side, State, Backing, MemberRole, Kind)},
        **{words: _word(words) for words in (Audience, Confidentiality, Format, JobState, Section, Stage)},
    }
)


class Account(UserMixin, Base):
    """A member of staff who signs in with a password."""

    __tablename__ = "account"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)  # type: ignore[assignment]
    email: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True, default=lambda: uuid.uuid4().hex)
    language: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class SignInFailure(Base):
    """A wrong password; enough of them make the next try wait. `actor` is a hash of account and address."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index(None, "actor", "failed_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    actor: Mapped[str]
    failed_at: Mapped[datetime] = mapped_column(default=now)


class CachedReport(Base):
    """The bytes of a report, under the hash of everything that it was made from."""

    __tablename__ = "report_cache"

    key: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(default=now, index=True)


class Engagement(Base):
    """One relationship being assessed: a client, a provider, a contract, a question."""

    __tablename__ = "engagement"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    questionnaire: Mapped[str]
    language: Mapped[str]
    mode: Mapped[str]
    self_declared: Mapped[bool] = mapped_column(default=False)
    as_of: Mapped[date]
    client_name: Mapped[str]
    client_description: Mapped[str] = mapped_column(default="")
    provider_name: Mapped[str]
    provider_description: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(Text, default="")
    contract_form: Mapped[str]
    contract_start: Mapped[date | None]
    contract_end: Mapped[date | None]
    notice_months: Mapped[int | None]
    renewal: Mapped[str | None]
    yearly_value: Mapped[int | None]
    users: Mapped[int | None]
    critical_service: Mapped[bool] = mapped_column(default=False)
    lawful_continuation: Mapped[DatedFact | None]
    provisions_refused: Mapped[DatedFact | None]
    written_refusal: Mapped[DatedFact | None]
    weights: Mapped[dict[str, dict[str, int]]] = mapped_column(Document, default=dict)

    respondents: Mapped[list[Respondent]] = relationship(order_by="Respondent.position", back_populates="engagement")


class Member(Base):
    """An account that may see an engagement, and as what."""

    __tablename__ = "member"

    engagement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("engagement.id"), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    role: Mapped[MemberRole]
    added_at: Mapped[datetime] = mapped_column(default=now)


class Owned:
    """What belongs to one engagement."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4, sort_order=-2)
    engagement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("engagement.id"), index=True, sort_order=-1)


class Listed(Owned):
    """What keeps the order in which it was entered."""

    position: Mapped[int] = mapped_column(default=0)


class Decided(Owned):
    """What a consultant decided or judged, when, and by which account (unknown for what a file gave)."""

    decided_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class FreeText(Owned, Base):
    """The comment or the reason of a row, under that row's id."""

    __tablename__ = "free_text"

    text: Mapped[str] = mapped_column(Text)


class Person(Listed, Base):
    """The name behind a respondent; the one table that holds names."""

    __tablename__ = "person"

    name: Mapped[str]
    contact: Mapped[str | None]


class Respondent(Listed, Base):
    """Somebody who answers, on one side, with a role."""

    __tablename__ = "respondent"

    side: Mapped[Side]
    role: Mapped[str]
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    person: Mapped[Person | None] = relationship()
    engagement: Mapped[Engagement] = relationship(back_populates="respondents")


class Interview(Owned, Base):
    """A dated conversation: respondents present, themes covered."""

    __tablename__ = "interview"

    held_on: Mapped[date]
    respondent_ids: Mapped[list[str]] = mapped_column(Document)
    themes: Mapped[list[str]] = mapped_column(Document)


class Answer(Owned, Base):
    """What one respondent said of one practice; never changed, followed by the next one."""

    __tablename__ = "answer"
    __table_args__ = (Index(None, "respondent_id", "practice_id"),)

    respondent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("respondent.id"))
    practice_id: Mapped[str]
    # Checked at commit: a file may give an answer before the one that it follows.
    follows_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("answer.id", deferrable=True, initially="DEFERRED"), index=True
    )
    state: Mapped[State]
    level: Mapped[int | None]
    backing: Mapped[Backing]
    contradicts: Mapped[bool]
    said_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    interview_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("interview.id"))


class ScopeDecision(Decided, Base):
    """Whether a practice is in scope; the last decision of a practice holds."""

    __tablename__ = "scope_decision"

    practice_id: Mapped[str]
    in_scope: Mapped[bool]


class RatingDecision(Decided, Base):
    """The rating that the consultant decided; no level gives the practice back to the answers."""

    __tablename__ = "rating_decision"

    practice_id: Mapped[str]
    level: Mapped[Decimal | None]
    consent: Mapped[bool] = mapped_column(default=False)


class Target(Decided, Base):
    """A target other than the default, for one practice or for all; the last one holds."""

    __tablename__ = "target"

    practice_id: Mapped[str | None]
    level: Mapped[Decimal]


class Judgement(Decided, Base):
    """The value given to a driver, 0 to 1; the last one holds."""

    __tablename__ = "judgement"

    driver: Mapped[str]
    value: Mapped[Decimal]
    evidenced_parts: Mapped[int] = mapped_column(default=0)


class Readiness(Decided, Base):
    """How ready the tender file is, 0 to 100; the last one holds."""

    __tablename__ = "readiness"

    score: Mapped[Decimal]
    blocking: Mapped[int] = mapped_column(default=0)


class Statement(Decided, Base):
    """What is said of one subject: a fact, a clause, a procedure, an indicator, a motive; the last one holds."""

    __tablename__ = "statement"
    __table_args__ = (Index(None, "engagement_id", "kind", "subject"),)

    # Found by the index above, whatever is asked.
    engagement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("engagement.id"), sort_order=-1)
    kind: Mapped[Kind]
    subject: Mapped[str]
    value: Mapped[dict[str, Any]] = mapped_column(Document)


class Paragraph(Decided, Base):
    """What the consultant wrote at the head of a section of the report; the last one holds, without text it is gone.

    `digest` is that of the facts that were read when it was written or confirmed.
    """

    __tablename__ = "paragraph"

    section: Mapped[Section]
    language: Mapped[str]
    digest: Mapped[str]


class Logo(Owned, Base):
    """A logo for the cover of reports, a PNG; never changed, replaced by the next one."""

    __tablename__ = "logo"

    content: Mapped[bytes] = mapped_column(LargeBinary)


class ReportSettings(Decided, Base):
    """How reports are signed and marked, their authors as its text; the last one holds."""

    __tablename__ = "report_settings"

    confidentiality: Mapped[Confidentiality | None]
    logo_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("logo.id"))


class FrozenAssessment(Decided, Base):
    """A numbered picture of the engagement: facts and results as JSON text, and the versions behind its digest.

    What it says in words is its free text, so that erasing that leaves figures and digest as they were.
    """

    __tablename__ = "frozen_assessment"

    number: Mapped[int]
    engine: Mapped[str]
    questionnaire: Mapped[str]
    questionnaire_digest: Mapped[str]
    digest: Mapped[str]
    facts: Mapped[str] = mapped_column(Text)
    assessment: Mapped[str] = mapped_column(Text)
    logo_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("logo.id"))


class IssuedReport(Base):
    """The bytes of a report of a frozen assessment: printed again from them, whatever the version."""

    __tablename__ = "issued_report"

    frozen_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("frozen_assessment.id"), primary_key=True)
    audience: Mapped[Audience] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    format: Mapped[Format] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(default=now)


class ReportJob(Base):
    """A report being made: where it stands, for any web process that is asked; its bytes are kept under the same key.

    `seen_at` is when the process that makes it last gave a sign.
    """

    __tablename__ = "report_job"

    key: Mapped[str] = mapped_column(primary_key=True)
    engagement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("engagement.id"), index=True)
    frozen_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("frozen_assessment.id"))
    audience: Mapped[Audience]
    language: Mapped[str]
    format: Mapped[Format]
    state: Mapped[JobState]
    stage: Mapped[Stage]
    step: Mapped[int]
    steps: Mapped[int]
    error: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
