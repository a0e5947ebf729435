"""The answer of one respondent to one practice: typed on the page without script, or sent as JSON."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, ValidationError
from wtforms.validators import Length

from app.forms.fields import Identifier, Paragraph
from app.forms.words import choices, lazy
from questionnaires import LEVELS
from scoring.facts import Backing, State

NOT_APPLICABLE, DONT_KNOW = "n", "u"
"""The two answers that are not a level, by the key that gives them."""

SAYS = (*(str(level) for level in LEVELS), NOT_APPLICABLE, DONT_KNOW)
LONGEST = 20_000


class AnswerForm(FlaskForm):
    """One answer: a level, not applicable with its reason, or “does not know”."""

    id = Identifier()
    follows_id = Identifier()
    said = RadioField(lazy("Answer"), choices=choices((word, word) for word in SAYS), validate_choice=False)
    backing = RadioField(
        lazy("What shows it"),
        choices=choices(
            [
                (Backing.SAID.value, lazy("Said")),
                (Backing.SEEN.value, lazy("Document seen")),
                (Backing.SAMPLED.value, lazy("Real cases sampled")),
            ]
        ),
        default=Backing.SAID.value,
    )
    contradicts = BooleanField(lazy("What was seen contradicts what is said"))
    comment = Paragraph(
        lazy("What was said"), [Length(max=LONGEST, message=lazy("Keep this under 20,000 characters."))]
    )

    def validate_said(self, field: RadioField) -> None:
        """Ask for an answer, and for the reason of a not applicable."""
        if field.data not in SAYS:
            raise ValidationError(_("Choose a level, not applicable or “does not know”."))
        if field.data == NOT_APPLICABLE and not self.comment.data:
            raise ValidationError(_("Say in the comment why this does not apply."))

    def content(self) -> dict[str, Any]:
        """Return the answer as the keywords of a new answer."""
        said = self.said.data
        states = {NOT_APPLICABLE: State.NOT_APPLICABLE, DONT_KNOW: State.DONT_KNOW}
        state = states.get(said, State.LEVEL)
        return {
            "id": self.id.value,
            "follows_id": self.follows_id.value,
            "state": state,
            "level": int(said) if state is State.LEVEL else None,
            "backing": Backing(self.backing.data),
            "contradicts": bool(self.contradicts.data),
            "comment": self.comment.data or None,
        }


def said_by(state: State | None, level: int | None) -> str | None:
    """Return the choice of the page that stands for a stored answer."""
    if state is None:
        return None
    return {State.NOT_APPLICABLE: NOT_APPLICABLE, State.DONT_KNOW: DONT_KNOW}.get(state, str(level))
