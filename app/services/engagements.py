"""Open engagements, find those of an account, change their framing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Account, Engagement, Member, MemberRole, now
from app.services import members, texts
from app.services.refusals import N_, NotFoundError, RefusalError
from questionnaires import CURRENT, LANGUAGES, load
from scoring.facts import DatedFact

RENEWALS = ("tacit", "express", "none")
PAGE = 100
"""Engagements listed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """What is asked when an engagement is opened: the parties, the question, the contract, dated facts."""

    client_name: str
    provider_name: str
    language: str
    contract_form: str
    as_of: date
    mode: str = "standard"
    self_declared: bool = False
    client_description: str = ""
    provider_description: str = ""
    question: str = ""
    contract_start: date | None = None
    contract_end: date | None = None
    notice_months: int | None = None
    renewal: str | None = None
    yearly_value: int | None = None
    users: int | None = None
    critical_service: bool = False
    lawful_continuation: DatedFact | None = None
    provisions_refused: DatedFact | None = None
    written_refusal: DatedFact | None = None


def today() -> date:
    """Return the day on which a new engagement is assessed, unless told otherwise."""
    return now().date()


def create(session: Session, framing: Framing, account: Account, id: uuid.UUID | None = None) -> Engagement:
    """Open an engagement, its author as its first consultant; the same id again gives back the same one."""
    if id is not None and session.get(Engagement, id) is not None:
        return get(session, id, account)
    engagement = Engagement(id=id or uuid.uuid4(), questionnaire=CURRENT, weights={}, **_checked(framing, CURRENT))
    session.add(engagement)
    session.flush()
    members.add(session, engagement, account, MemberRole.CONSULTANT)
    return engagement


def get(session: Session, engagement_id: uuid.UUID, account: Account) -> Engagement:
    """Return an engagement that the account is a member of."""
    engagement = session.get(Engagement, engagement_id)
    if engagement is None or members.role_of(session, engagement_id, account) is None:
        raise NotFoundError(N_("There is no such engagement."))
    return engagement


def find(session: Session, engagement_id: uuid.UUID) -> Engagement:
    """Return an engagement, for who looks after all of them."""
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise NotFoundError(N_("There is no such engagement."))
    return engagement


def list_for(session: Session, account: Account, page: int = 0) -> Sequence[Engagement]:
    """Return a page of an account's engagements, newest first."""
    mine = select(Engagement).join(Member).where(Member.account_id == account.id)
    newest = mine.order_by(Engagement.created_at.desc(), Engagement.id)
    return session.scalars(newest.limit(PAGE).offset(page * PAGE)).all()


def there_is_one(session: Session) -> bool:
    """Say whether anything is stored yet."""
    return session.scalar(select(Engagement.id).limit(1)) is not None


def framing_of(engagement: Engagement) -> Framing:
    """Return the framing of an engagement, as a form is filled with it."""
    return Framing(**{field.name: getattr(engagement, field.name) for field in fields(Framing)})


def update_framing(session: Session, engagement: Engagement, framing: Framing) -> None:
    """Change the framing of an engagement."""
    for name, value in _checked(framing, engagement.questionnaire).items():
        setattr(engagement, name, value)
    session.flush()


def change_mode(session: Session, engagement: Engagement, mode: str) -> None:
    """Ask more or less; what was answered is kept, also where it is not asked any more."""
    if mode not in load(engagement.questionnaire).mode:
        raise RefusalError(N_("Choose among the values that the form proposes."))
    engagement.mode = mode
    session.flush()


_LINES = ("client_name", "client_description", "provider_name", "provider_description")
_DATED = ("lawful_continuation", "provisions_refused", "written_refusal")
_COUNTS = ("notice_months", "yearly_value", "users")


def _checked(framing: Framing, version: str) -> dict[str, Any]:
    """Return the values of a framing, cleaned; refuse what contradicts itself."""
    found = {field.name: getattr(framing, field.name) for field in fields(Framing)}
    found |= {name: texts.line(found[name]) for name in _LINES}
    found["question"] = texts.paragraph(framing.question)
    for name in _DATED:
        fact = found[name]
        found[name] = fact and replace(fact, reference=texts.line(fact.reference))
    _check_figures(framing)
    _check_choices(framing, version)
    if not found["client_name"].strip() or not found["provider_name"].strip():
        raise RefusalError(N_("Name the client and the provider."))
    return found


def _check_figures(framing: Framing) -> None:
    """Refuse negative counts and a contract that ends before it starts."""
    if any(count is not None and count < 0 for count in (getattr(framing, name) for name in _COUNTS)):
        raise RefusalError(N_("Months, euros and users are counted from 0."))
    if framing.contract_start and framing.contract_end and framing.contract_end < framing.contract_start:
        raise RefusalError(N_("The contract ends before it starts: correct one of the two dates."))


def _check_choices(framing: Framing, version: str) -> None:
    """Refuse what the form does not propose."""
    questionnaire = load(version)
    known = (
        framing.language in LANGUAGES,
        framing.contract_form in questionnaire.contract_form,
        framing.mode in {mode.id for mode in questionnaire.modes},
        framing.renewal in (None, *RENEWALS),
    )
    if not all(known):
        raise RefusalError(N_("Choose among the values that the form proposes."))
