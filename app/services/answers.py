"""Record what respondents say, never over what they said before, and tell how far each has come."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ScalarResult, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from app.models import Account, Answer, Engagement, FreeText, Interview, Respondent, now
from app.services import texts
from app.services.refusals import N_, ConflictError, NotFoundError, RefusalError
from questionnaires import LEVELS, Questionnaire, Side, load
from questionnaires.schema import Practice
from scoring.facts import Backing, Facts, State


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnswer:
    """An answer as the browser sends it: its id was made there, so that sending it twice is harmless."""

    id: uuid.UUID
    respondent_id: uuid.UUID
    practice_id: str
    follows_id: uuid.UUID | None
    state: State
    said_at: datetime
    level: int | None = None
    backing: Backing = Backing.SAID
    contradicts: bool = False
    comment: str | None = None
    interview_id: uuid.UUID | None = None


class Outcome(StrEnum):
    """What recording an answer did."""

    CREATED = "created"
    REPLAYED = "replayed"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded answer, and whether it was so already."""

    answer: Answer
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Progress:
    """How many practices have an answer, of how many in scope."""

    answered: int
    total: int


def record(session: Session, engagement: Engagement, new: NewAnswer, account: Account | None = None) -> Recorded:
    """Add an answer; the same one sent again changes nothing, another one under its id is refused."""
    comment = texts.paragraph(new.comment)
    stored = session.get(Answer, new.id)
    if stored is not None:
        return _replayed(session, engagement, stored, new, comment)
    _check(session, engagement, new, comment)
    answer = Answer(
        engagement_id=engagement.id,
        recorded_at=now(),
        recorded_by=None if account is None else account.id,
        **{name: getattr(new, name) for name in _CONTENT},
    )
    session.add(answer)
    texts.keep(session, engagement.id, answer.id, comment)
    session.flush()
    return Recorded(answer, Outcome.CREATED)


_CONTENT = (
    *("id", "respondent_id", "practice_id", "follows_id", "state", "level"),
    *("backing", "contradicts", "said_at", "interview_id"),
)


def _replayed(session: Session, engagement: Engagement, stored: Answer, new: NewAnswer, comment: str) -> Recorded:
    """Answer a repeated request as the first one was, unless its content differs."""
    if stored.engagement_id != engagement.id:
        raise RefusalError(N_("This answer's id is already used: reload the page and answer again."))
    same = all(getattr(stored, name) == getattr(new, name) for name in _CONTENT)
    if not same or comment_of(session, stored) != comment:
        raise ConflictError(N_("Another answer is already stored under this id; nothing was replaced."), stored)
    return Recorded(stored, Outcome.REPLAYED)


def _check(session: Session, engagement: Engagement, new: NewAnswer, comment: str) -> None:
    """Refuse an answer that says nothing or points elsewhere."""
    if new.practice_id not in load(engagement.questionnaire).practice:
        raise NotFoundError(
            N_("%(practice)s is not a practice of this questionnaire."), practice=texts.clean(new.practice_id)
        )
    _belongs(session, engagement, Respondent, new.respondent_id)
    if new.interview_id is not None:
        _belongs(session, engagement, Interview, new.interview_id)
    if (new.state is State.LEVEL) != (new.level is not None):
        raise RefusalError(N_("A level goes with an answer that gives a level, and with no other."))
    if new.level is not None and new.level not in LEVELS:
        raise RefusalError(N_("%(level)s is not a level: use 0 to 5."), level=new.level)
    if new.state is State.NOT_APPLICABLE and not comment:
        raise RefusalError(N_("Say in the comment why this practice does not apply."))
    if new.follows_id is not None:
        _check_followed(session, new)


def _check_followed(session: Session, new: NewAnswer) -> None:
    """Refuse to follow an answer of somebody else or about something else."""
    before = session.get(Answer, new.follows_id)
    about = (new.respondent_id, new.practice_id)
    if before is None or (before.respondent_id, before.practice_id) != about:
        raise RefusalError(N_("This answer follows one that is not here: reload the page."))


def _belongs(session: Session, engagement: Engagement, kind: type[Respondent | Interview], id_: uuid.UUID) -> None:
    """Refuse the id of something that is not of this engagement."""
    row = session.get(kind, id_)
    if not isinstance(row, kind) or row.engagement_id != engagement.id:
        raise NotFoundError(N_("This person or interview is not part of the engagement."))


def current_of(
    session: Session, respondent: Respondent, practice_id: str | None = None
) -> dict[str, tuple[Answer, ...]]:
    """Return the current answers of a respondent by practice, or those of one; two of one are a conflict."""
    found: dict[str, list[Answer]] = {}
    for leaf in _leaves(session, respondent.id, practice_id):
        found.setdefault(leaf.practice_id, []).append(leaf)
    return {practice_id: tuple(kept) for practice_id, kept in found.items()}


_FOLLOWER = aliased(Answer)
_LEAVES = (
    select(Answer)
    .where(
        Answer.respondent_id == bindparam("respondent_id"),
        ~exists().where(_FOLLOWER.follows_id == Answer.id),
    )
    .order_by(Answer.recorded_at, Answer.id)
)
"""The answers of a respondent that no other follows: built once, as it runs at every save."""

_LEAVES_OF_PRACTICE = _LEAVES.where(Answer.practice_id == bindparam("practice_id"))


def _leaves(session: Session, respondent_id: uuid.UUID, practice_id: str | None) -> ScalarResult[Answer]:
    """Return current answers, oldest first, without reading the history."""
    if practice_id is None:
        return session.scalars(_LEAVES, {"respondent_id": respondent_id})
    wanted = {"respondent_id": respondent_id, "practice_id": practice_id}
    return session.scalars(_LEAVES_OF_PRACTICE, wanted)


def comment_of(session: Session, answer: Answer) -> str:
    """Return the comment of an answer, empty when it has none."""
    kept = session.get(FreeText, answer.id)
    return "" if kept is None else kept.text


def agenda(questionnaire: Questionnaire, mode: str, side: Side) -> tuple[Practice, ...]:
    """Return the practices to ask somebody about: those of their own side first, then the other side's."""
    asked = questionnaire.in_mode(mode)
    return tuple(sorted(asked, key=lambda practice: practice.side is not side))


def next_unanswered(
    practices: Sequence[Practice], answered: Iterable[str], after: str | None = None
) -> Practice | None:
    """Return the next practice without an answer, from a given one on and round to the beginning."""
    done = set(answered)
    ids = [practice.id for practice in practices]
    start = ids.index(after) + 1 if after in ids else 0
    ahead = (*practices[start:], *practices[:start])
    return next((practice for practice in ahead if practice.id not in done), None)


def progress_of_respondents(questionnaire: Questionnaire, facts: Facts) -> dict[str, Mapping[Side, Progress]]:
    """Return, by respondent, how many practices of each side they have answered."""
    asked = questionnaire.in_mode(facts.mode)
    said: dict[str, set[str]] = {respondent.id: set() for respondent in facts.respondents}
    for answer in facts.answers:
        said[answer.respondent_id].add(answer.practice_id)
    return {
        respondent_id: {side: _progress(asked, side, answered) for side in Side}
        for respondent_id, answered in said.items()
    }


def progress_of_domains(questionnaire: Questionnaire, facts: Facts) -> dict[str, Mapping[Side, Progress]]:
    """Return, by domain, how many practices of each side have an answer from their own side."""
    sides = {respondent.id: respondent.side for respondent in facts.respondents}
    own = {
        answer.practice_id
        for answer in facts.answers
        if questionnaire.practice[answer.practice_id].side is sides[answer.respondent_id]
    }
    found: dict[str, dict[Side, Progress]] = {domain.id: {} for domain in questionnaire.domains}
    for side in Side:
        for domain, practices in questionnaire.by_domain(side, questionnaire.in_mode(facts.mode)):
            found[domain.id][side] = _progress(practices, side, own)
    return dict(found)


def _progress(practices: Iterable[Practice], side: Side, answered: set[str]) -> Progress:
    """Count the practices of a side and those that are answered."""
    ids = {practice.id for practice in practices if practice.side is side}
    return Progress(len(ids & answered), len(ids))
