"""A respondent: a role on one side, and a name kept apart."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import Length

from app.forms.fields import Given, Identifier, Line
from app.forms.words import choices, lazy
from questionnaires import Questionnaire, Side


class RespondentForm(FlaskForm):
    """Add somebody to one side; each side has its own form on the same page."""

    id = Identifier()
    role = SelectField(lazy("Role"), [Given(lazy("Choose a role."))])
    name = Line(
        lazy("Name"),
        [Length(max=120, message=lazy("Keep this under 120 characters."))],
        description=lazy("Optional. Kept apart: no page of results and no report shows it."),
    )

    side: Side

    @classmethod
    def of(cls, questionnaire: Questionnaire, side: Side, language: str, *, sent: bool) -> RespondentForm:
        """Return the form of a side, with what was sent to it if it is the one that was."""
        sending = {} if sent else {"formdata": None}
        form = cls(prefix=f"{side}-", data={"id": str(uuid4())}, **sending)
        form.side = side
        roles = [(role.id, role.name[language]) for role in questionnaire.roles if role.side is side]
        form.role.choices = choices([("", lazy("Choose")), *roles])
        return form

    def content(self) -> dict[str, Any]:
        """Return the respondent as the keywords of the service."""
        return {
            "id": self.id.value,
            "side": self.side,
            "role": self.role.data,
            "name": self.name.data or None,
        }
