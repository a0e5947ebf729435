"""An answer as the script of the interview page sends it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from app.services.answers import NewAnswer
from scoring.facts import Backing, State


class AnswerBody(BaseModel):
    """The fields of the request; its id is in the address."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    respondent_id: UUID
    practice_id: str
    follows_id: UUID | None = None
    state: State
    level: int | None = None
    backing: Backing = Backing.SAID
    contradicts: bool = False
    comment: str | None = None
    said_at: AwareDatetime

    def answer(self, answer_id: UUID) -> NewAnswer:
        """Return the answer as the service takes it."""
        said_at: datetime = self.said_at
        return NewAnswer(
            id=answer_id,
            respondent_id=self.respondent_id,
            practice_id=self.practice_id,
            follows_id=self.follows_id,
            state=self.state,
            level=self.level,
            backing=self.backing,
            contradicts=self.contradicts,
            comment=self.comment,
            said_at=said_at,
        )
