"""Which report is asked for, how it is signed, and why an assessment is frozen."""

from __future__ import annotations

from flask_babel import gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, ValidationError
from wtforms.validators import Length

from app.forms.fields import Identifier, Line, Paragraph
from app.forms.words import choices, lazy
from app.i18n import NAMES
from reports.orders import OFFERED, Audience, Confidentiality, Format

AUDIENCES = (
    (Audience.FULL.value, lazy("The whole report, for the client’s management")),
    (Audience.PROVIDER.value, lazy("The provider’s edition: no option, motive, cost or comment")),
    (Audience.SUMMARY.value, lazy("One page, for a decision-maker")),
)

FORMATS = (
    (Format.PDF.value, lazy("PDF, to print and hand over")),
    (Format.DOCX.value, lazy("Word, to go on writing")),
    (Format.PPTX.value, lazy("PowerPoint, to present")),
    (Format.XLSX.value, lazy("Excel, with the formulas behind the figures")),
    (Format.HTML.value, lazy("Web page, in one file")),
    (Format.JSON.value, lazy("JSON, for a program")),
)

MARKS = (
    ("", lazy("No mark")),
    (Confidentiality.PUBLIC.value, lazy("Public")),
    (Confidentiality.INTERNAL.value, lazy("Internal")),
    (Confidentiality.CONFIDENTIAL.value, lazy("Confidential")),
    (Confidentiality.RESTRICTED.value, lazy("Restricted")),
)

TODAY = "today"
"""What stands for the engagement as it is now, where an assessment is chosen."""


class ReportForm(FlaskForm):
    """Ask for one report; which assessments and audiences there are depends on who asks."""

    of = RadioField(lazy("What it tells of"))
    audience = RadioField(lazy("For whom"), choices=choices(AUDIENCES), default=Audience.FULL.value)
    lang = RadioField(lazy("Language of the report"), choices=choices(NAMES.items()))
    format = RadioField(lazy("Format"), choices=choices(FORMATS), default=Format.PDF.value)

    def validate_format(self, field: RadioField) -> None:
        """Refuse a format that this audience is not given."""
        if self.audience.data in set(Audience) and field.data in set(Format):
            offered = OFFERED[Audience(self.audience.data)]
            if field.data not in offered:
                names = ", ".join(kind.upper() for kind in offered)
                raise ValidationError(gettext("For this audience, choose among these formats: %(names)s.", names=names))


class FreezeForm(FlaskForm):
    """Freeze what the engagement says today; the id makes sending it twice harmless."""

    id = Identifier("")
    reason = Paragraph(
        lazy("Why it is frozen although checks are open"),
        [Length(max=20_000)],
        description=lazy("It stays with the assessment. Nobody but consultants reads it."),
    )


class SignatureForm(FlaskForm):
    """How reports are signed and marked."""

    authors = Line(
        lazy("Authors"),
        [Length(max=1_000)],
        description=lazy("As they are to be printed: “Anne Martin and Paul Weber, Cabinet Orme”."),
    )
    confidentiality = RadioField(lazy("Confidentiality mark"), choices=choices(MARKS), default="")
    logo = FileField(
        lazy("Logo"),
        description=lazy("A PNG or a JPEG of at most 1 MB. It is drawn again, without what the file held beside it."),
    )
    no_logo = BooleanField(lazy("Print no logo any more"))
