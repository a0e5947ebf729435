"""What the consultant decides of one practice: its rating, its scope."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, SubmitField
from wtforms.validators import Length

from app.forms.fields import Given, Paragraph
from app.forms.words import choices, lazy

REASON = Length(max=20_000, message=lazy("Keep this under 20,000 characters."))
HALVES = tuple(f"{half / 2:g}" for half in range(11))
"""The ratings that can be decided, 0 to 5 by halves."""


class RatingForm(FlaskForm):
    """Decide a rating, or give the practice back to the answers."""

    level = SelectField(lazy("Rating retained"), [Given(lazy("Choose the rating retained."))])
    reason = Paragraph(
        lazy("Why"),
        [Given(lazy("Give the reason: the report quotes it.")), REASON],
        description=lazy("Read by both sides in the report."),
    )
    consent = BooleanField(
        lazy("The people who answered accept that this rating is printed, even if they are alone in giving it")
    )
    decide = SubmitField(lazy("Retain this rating"))

    def offer(self, decimal: str) -> None:
        """Offer each half level, written the reader's way."""
        levels = [(half, half.replace(".", decimal)) for half in HALVES]
        self.level.choices = choices([("", lazy("Choose")), *levels])


class ReleaseForm(FlaskForm):
    """Give a decided practice back to its answers."""

    reason = Paragraph(lazy("Why"), [Given(lazy("Give the reason.")), REASON])
    release = SubmitField(lazy("Go back to the answers"))


class ScopeForm(FlaskForm):
    """Take a practice out of scope, or put it back."""

    reason = Paragraph(
        lazy("Why"),
        [Given(lazy("Give the reason: the report lists what was left out, and why.")), REASON],
    )
    change = SubmitField()
