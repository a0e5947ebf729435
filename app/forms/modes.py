"""How deep the assessment goes."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField

from app.forms.words import choices, lazy
from questionnaires import Questionnaire


class ModeForm(FlaskForm):
    """Ask more or less; what was answered is kept."""

    mode = RadioField(lazy("Depth"))

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> ModeForm:
        """Return the form, with the depths that the questionnaire has."""
        form = cls()
        form.mode.choices = choices((mode.id, mode.id) for mode in questionnaire.modes)
        return form
