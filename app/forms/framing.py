"""The framing of an engagement: who faces whom, under which contract, and the dated facts that gates read."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any
from uuid import uuid4

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, FormField, RadioField, SelectField
from wtforms.validators import Length, Optional, ValidationError

from app.forms.fields import Between, Day, Given, Identifier, Line, Number, Paragraph, WholeNumber
from app.forms.words import choices, lazy
from app.i18n import NAMES
from app.services.engagements import Framing
from scoring.facts import DatedFact

NAME = Length(max=120, message=lazy("Keep this under 120 characters."))
LINE = Length(max=300, message=lazy("Keep this under 300 characters."))
TEXT = Length(max=1000, message=lazy("Keep this under 1,000 characters."))

FACTS = ("lawful_continuation", "provisions_refused", "written_refusal")
TEXTS = ("client_description", "provider_description", "question")

KNOWN = (("yes", lazy("Yes")), ("no", lazy("No")), ("", lazy("Not known yet")))
RENEWALS = (
    ("", lazy("Not known yet")),
    ("tacit", lazy("Tacit renewal")),
    ("express", lazy("Express renewal")),
    ("none", lazy("None: it ends at its term")),
)


class DatedFactForm(Form):
    """A fact that closes or opens options, with the date and the document that establish it."""

    holds = RadioField(lazy("Answer"), choices=choices(KNOWN), default="")
    on = Day(lazy("Established on"), [Optional()])
    reference = Line(lazy("Reference"), [LINE])

    CLOSING = "yes"
    """The answer that closes options, and so needs the document that establishes it: the report quotes it."""

    def validate_reference(self, field: Line) -> None:
        """Ask for the document of an answer that closes options."""
        if self.holds.data == self.CLOSING and not field.data:
            raise ValidationError(_("Say which document or clause establishes it."))

    def value(self) -> DatedFact | None:
        """Return the fact, None when it is not known yet."""
        if not self.holds.data:
            return None
        return DatedFact(self.holds.data == "yes", self.on.data, self.reference.data or "")


class ContinuationForm(DatedFactForm):
    """Whether the relation may go on: there it is "no" that closes."""

    CLOSING = "no"


class FramingForm(FlaskForm):
    """New engagement, and the framing of an existing one."""

    id = Identifier()
    client_name = Line(lazy("Client"), [Given(lazy("Give the client a name.")), NAME])
    client_description = Paragraph(
        lazy("The client in one line"), [TEXT], description=lazy("Its trade, its users, its sites.")
    )
    provider_name = Line(lazy("Provider"), [Given(lazy("Give the provider a name.")), NAME])
    provider_description = Paragraph(
        lazy("The provider in one line"), [TEXT], description=lazy("What it runs under this contract.")
    )
    question = Paragraph(
        lazy("The question asked"),
        [Length(max=20_000, message=lazy("Keep this under 20,000 characters."))],
        description=lazy("In the client’s own words. It heads the decision page and the report."),
    )
    language = SelectField(lazy("Language of the report"), choices=choices(NAMES.items()))
    contract_form = SelectField(
        lazy("Form of the contract"), description=lazy("It sets how long a new contract takes to sign.")
    )
    contract_start = Day(lazy("Start of the contract"), [Optional()])
    contract_end = Day(
        lazy("Term of the contract"),
        [Optional()],
        description=lazy("Every option is measured against this date."),
    )
    notice_months = WholeNumber(
        lazy("Notice, in months"), [Between(0, 60)], description=lazy("Before the term, in writing.")
    )
    renewal = SelectField(lazy("At the term"), choices=choices(RENEWALS), default="")
    yearly_value = Number(lazy("Value per year, in euros"), description=lazy("Spaces and a comma are fine: 4 200 000."))
    users = WholeNumber(lazy("Users served"))
    critical_service = BooleanField(
        lazy("A critical service is in scope"),
        description=lazy("Sensitive practices are then expected at level 4 instead of 3."),
    )
    lawful_continuation = FormField(ContinuationForm, lazy("May the relation lawfully go on after the term?"))
    provisions_refused = FormField(
        DatedFactForm, lazy("Has the provider refused clauses that the law makes mandatory?")
    )
    written_refusal = FormField(DatedFactForm, lazy("Has the provider refused to change, in writing?"))

    @classmethod
    def of(cls, framing: Framing | None, *, forms: tuple[tuple[str, str], ...], language: str) -> FramingForm:
        """Return the form, filled with a framing or empty in the reader's language."""
        if framing is None:
            form = cls(language=language, id=str(uuid4()))
        else:
            known = {field.name: getattr(framing, field.name) for field in fields(framing)}
            form = cls(data=known | {name: _typed(known[name]) for name in FACTS} | {"id": ""})
        form.contract_form.choices = choices(forms)
        return form

    def framing(self, *, as_of: date, known: Framing | None = None) -> Framing:
        """Return the framing that the form says; what it does not ask stays as known."""
        said = {name: self[name].data for name in ASKED if name not in FACTS}
        said |= {name: getattr(self, name).form.value() for name in FACTS}
        said["renewal"] = said["renewal"] or None
        said["yearly_value"] = None if said["yearly_value"] is None else round(said["yearly_value"])
        for name in TEXTS:
            said[name] = said[name] or ""
        return replace(known, **said) if known else Framing(as_of=as_of, **said)

    def validate_contract_end(self, field: Day) -> None:
        """Refuse a term before the start."""
        start = self.contract_start.data
        if field.data and start and field.data <= start:
            raise ValidationError(_("The term is before the start: one of the two dates is wrong."))

    def validate_notice_months(self, field: WholeNumber) -> None:
        """Refuse a notice longer than the contract."""
        start, end = self.contract_start.data, self.contract_end.data
        if field.data and start and end and start < end and field.data > _months(start, end):
            raise ValidationError(_("The notice is longer than the contract itself."))

    def validate_yearly_value(self, field: Number) -> None:
        """Refuse a negative value."""
        if field.data is not None and field.data < 0:
            raise ValidationError(_("A value is zero or more, in euros."))

    def validate_users(self, field: WholeNumber) -> None:
        """Refuse a negative count."""
        if field.data is not None and field.data < 0:
            raise ValidationError(_("A number of users is zero or more."))

    def validate_client_name(self, field: Line) -> None:
        """Refuse the same name on both sides: every page sets them face to face."""
        if field.data and field.data == self.provider_name.data:
            raise ValidationError(_("Client and provider have the same name: say who faces whom."))


ASKED = tuple(field.name for field in fields(Framing) if field.name not in ("as_of", "mode", "self_declared"))
"""What the form asks, of everything that frames an engagement."""


def _typed(fact: DatedFact | None) -> dict[str, Any]:
    """Return a fact as the form holds it."""
    if fact is None:
        return {"holds": "", "on": None, "reference": ""}
    return {"holds": "yes" if fact.holds else "no", "on": fact.on, "reference": fact.reference}


def _months(start: date, end: date) -> int:
    """Return the months from one date to another, begun ones included."""
    return (end.year - start.year) * 12 + end.month - start.month + (end.day >= start.day)
