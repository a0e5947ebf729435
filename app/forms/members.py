"""Who is given access to an engagement, and as what."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import Length

from app.forms.fields import Given, clean
from app.forms.words import choices, lazy
from app.models import MemberRole

ROLES = (
    (MemberRole.CONSULTANT.value, lazy("Consultant: asks, notes, decides")),
    (MemberRole.READER.value, lazy("Reader: sees results, decision and report")),
)


class MemberForm(FlaskForm):
    """Give an existing account access to this engagement."""

    email = StringField(
        lazy("E-mail address"),
        [Given(lazy("Write the e-mail address of the account.")), Length(max=255)],
        filters=[clean],
        description=lazy("The account must exist already; your administrator creates accounts."),
    )
    role = RadioField(lazy("Role"), choices=choices(ROLES), default=MemberRole.READER.value)
