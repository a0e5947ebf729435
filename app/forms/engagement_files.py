"""An engagement file sent by the browser."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from app.forms.words import lazy


class ImportForm(FlaskForm):
    """Import an engagement file."""

    file = FileField(
        lazy("Engagement file"),
        [FileRequired(lazy("Choose a file."))],
        description=lazy("The JSON file that Vis-à-vis exports."),
    )
    as_new = BooleanField(lazy("Import it as another engagement, even if this one is already here"))
