"""Two people, or two pages, answering the same thing: the second one is shown what was stored meanwhile."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.models import Answer
from app.screens.interviews import Current, said_words, standing
from app.services.answers import comment_of
from reports.language import Language


@dataclass(frozen=True, slots=True)
class Rival:
    """The answer that was stored meanwhile."""

    id: UUID
    when: str
    said: str
    comment: str

    def as_json(self) -> dict[str, str]:
        """Return it for the script of the page."""
        return {**asdict(self), "id": str(self.id)}


def rival_of(
    session: Session,
    current: Current,
    practice_id: str,
    follows_id: UUID | None,
    answer_id: UUID | None,
    language: Language,
) -> Rival | None:
    """Return the standing answer that a new one did not see; None when it saw the latest, or is itself stored."""
    answer = standing(current, practice_id)
    if answer is None or answer.id in (follows_id, answer_id):
        return None
    if answer_id is not None and session.get(Answer, answer_id) is not None:
        return None
    if any(leaf.id == follows_id for leaf in current[practice_id]):
        return None
    when = _("at %(time)s UTC", time=language.time(answer.recorded_at))
    return Rival(answer.id, when, said_words(answer, language), comment_of(session, answer))
