"""The judgements that enter the value of options, and the readiness of a tender file."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms.validators import Length

from app.forms.fields import Between, Given, Number, Paragraph, WholeNumber
from app.forms.words import lazy

REASON = [
    Given(lazy("Give the reason: a judgement without one is worth nothing.")),
    Length(max=20_000, message=lazy("Keep this under 20,000 characters.")),
]
PARTS = 5
"""Parts of the ability to deliver that a document or a fact can back."""


class JudgementForm(FlaskForm):
    """One driver, from 0 to 100, with its reason."""

    value = Number(lazy("Value, from 0 to 100"), [Given(lazy("Give a number from 0 to 100.")), Between(0, 100)])
    reason = Paragraph(lazy("Reason"), REASON)

    def content(self) -> dict[str, Any]:
        """Return the judgement as the keywords of the service, its value from 0 to 1."""
        return {"value": self.value.data / 100, "reason": self.reason.data}


class AbilityForm(JudgementForm):
    """The provider's ability and will, with how much of it is evidenced."""

    evidenced_parts = WholeNumber(
        lazy("Parts backed by a fact or a document, out of five"),
        [Given(lazy("Give a number from 0 to 5.")), Between(0, PARTS)],
        description=lazy("Named manager, days offered, data opened, references, an executive who signs."),
    )

    def content(self) -> dict[str, Any]:
        """Return the judgement with its evidenced parts."""
        return super().content() | {"evidenced_parts": self.evidenced_parts.data}


class ReadinessForm(FlaskForm):
    """How ready a tender file is."""

    score = Number(
        lazy("Readiness of a tender file, from 0 to 100"),
        [Given(lazy("Give a number from 0 to 100.")), Between(0, 100)],
        description=lazy("Under 50 no retender is possible today; under 70 none with transformation."),
    )
    blocking = WholeNumber(
        lazy("Blocking items at zero"),
        [Given(lazy("Give a number, 0 if there are none.")), Between(0, 26)],
        description=lazy("Inventory, baseline, reversibility plan, funded need, sponsor."),
    )
    reason = Paragraph(lazy("Reason"), REASON)

    def content(self) -> dict[str, Any]:
        """Return the readiness as the keywords of the service."""
        return {"score": self.score.data, "blocking": self.blocking.data, "reason": self.reason.data}
