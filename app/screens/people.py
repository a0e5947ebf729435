"""Who answers on each side, and how far each has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from app.models import Respondent
from app.services.answers import Progress, progress_of_respondents
from questionnaires import Questionnaire, Side
from reports.language import Language
from scoring import Facts


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person, by role; the name is for the consultant only."""

    id: UUID
    role: str
    name: str
    own: str
    other: str
    act: str


def people_of(
    questionnaire: Questionnaire, facts: Facts, everybody: Sequence[Respondent], language: Language
) -> dict[str, tuple[PersonRow, ...]]:
    """Return the people of each side, in the order in which they were added."""
    progress = progress_of_respondents(questionnaire, facts)
    return {
        side.value: tuple(
            _row(questionnaire, person, progress[str(person.id)], language)
            for person in everybody
            if person.side is side
        )
        for side in Side
    }


def _row(
    questionnaire: Questionnaire, person: Respondent, progress: Mapping[Side, Progress], language: Language
) -> PersonRow:
    """Return one person with both counts."""
    own, other = progress[person.side], progress[person.side.other]
    begun = own.answered or other.answered
    return PersonRow(
        id=person.id,
        role=language.text(questionnaire.role[person.role].name),
        name=person.person.name if person.person else "",
        own=_("own side: %(done)s of %(total)s", done=own.answered, total=own.total),
        other=_("cross view: %(done)s of %(total)s", done=other.answered, total=other.total),
        act=_("Go on") if begun else _("Open the interview"),
    )
