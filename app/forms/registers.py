"""What is said on a line of a register: the fields of the page, as a form posts them and as a script sends them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import Length

from app.forms.fields import Given, Line, Paragraph
from app.forms.words import choices, lazy
from app.models import Engagement
from app.register_columns import Register, columns, day
from app.register_lines import BLANKS, COMPLETED, Subject
from app.services.refusals import N_, RefusalError
from app.services.statements import Held
from app.services.texts import line
from app.spreadsheets import Sheet, read_pasted, read_sheet
from app.statements import OWN
from questionnaires import Questionnaire, Text

Fields = Mapping[str, str]
"""What the controls of a line say: each one's name and its text, empty where nothing is said."""

YES, NO, UNSAID = "yes", "no", ""
NOTE = "note"
SEEN = "seen"
"""The hidden field that holds what a line said when the page was drawn, so that only changes are recorded."""

LINE = [Length(max=300, message=lazy("Keep this under 300 characters."))]


class LineBody(BaseModel):
    """What a script sends of a line: the fields that were changed; the others stay as they are held."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    kind: Annotated[Register, Field(alias="register")]
    subject: str
    fields: dict[str, str]


class ImportForm(FlaskForm):
    """A register, pasted or as a file."""

    pasted = Paragraph(
        lazy("Paste the cells here"),
        description=lazy("Copy them in your spreadsheet, with the row of headings, and paste."),
    )
    file = FileField(
        lazy("Or choose a file"),
        description=lazy("Excel (.xlsx) or CSV. The first sheet that holds something is read."),
    )

    def sheet(self) -> Sheet:
        """Return what was given, the file before the paste; refuse where it cannot be read or nothing was given."""
        file = self.file.data
        if isinstance(file, FileStorage) and file.filename:
            return read_sheet(file.read(), file.filename)
        if self.pasted.data:
            return read_pasted(self.pasted.data)
        raise RefusalError(N_("Choose a file, or paste the cells of your spreadsheet."))


class OwnIndicatorForm(FlaskForm):
    """An indicator of the client's own, which is in no catalogue."""

    name = Line(lazy("Name"), [Given(lazy("Give the indicator a name.")), *LINE])
    class_id = SelectField(lazy("What it measures"), [Given(lazy("Choose what it measures."))])
    formula = Line(lazy("Formula"), LINE, description=lazy("How it is computed, with its limits."))
    unit = Line(lazy("Unit"), LINE)
    source = Line(lazy("Source"), LINE, description=lazy("The tool or the file that the figures come from."))
    pairs = SelectMultipleField(
        lazy("To be read with"), description=lazy("The indicators of the catalogue that answer it.")
    )
    cost = SelectField(lazy("Cost of production"))

    @classmethod
    def of(cls, questionnaire: Questionnaire, held: Mapping[str, Any], language: str) -> OwnIndicatorForm:
        """Return the form, filled with what is held of the indicator."""
        form = cls(data={**held, "class_id": held.get("class", ""), "cost": held.get("cost") or "medium"})
        classes = [(kind.id, kind.name[language]) for kind in questionnaire.indicator_classes]
        form.class_id.choices = choices([("", lazy("Choose")), *classes])
        form.pairs.choices = choices((each.id, f"{each.id} {each.name[language]}") for each in questionnaire.indicators)
        form.cost.choices = choices((each.value, each.name[language]) for each in columns("indicators")["cost"].choices)
        return form

    def value(self, held: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is to be recorded; what the form does not ask stays as it is held."""
        described = {name: self[name].data or "" for name in ("name", "formula", "unit", "source")}
        # A pair of the client's own is not in the list, and stays.
        own = [pair for pair in held.get("pairs") or () if OWN.fullmatch(pair)]
        described |= {"class": self.class_id.data, "pairs": [*(self.pairs.data or ()), *own], "cost": self.cost.data}
        return {"produced": False, **held, **described}


# ---- lines ------------------------------------------------------------------------------------------


def subject_of(register: Register, questionnaire: Questionnaire, subject_id: str, held: Mapping[str, Held]) -> Subject:
    """Return a line of a register, or refuse an id that is none of its lines."""
    for item in getattr(questionnaire, register):
        if item.id == subject_id:
            return Subject(item.id, item.name, item)
    if subject_id in held and OWN.fullmatch(subject_id):
        name = held[subject_id].value["name"]
        return Subject(subject_id, Text(fr=name, en=name), None)
    raise RefusalError(N_("This line is not in the register any more: load the page again."))


def fields_of(register: Register, subject: Subject, held: Held | None) -> dict[str, str]:
    """Return what the controls of a line say of what is held."""
    value = {**BLANKS[register](subject), **(held.value if held else {})}
    return {**_SHOWN[register](value), NOTE: held.reason if held else ""}


def value_of(
    register: Register, subject: Subject, fields: Fields, held: Held | None, engagement: Engagement
) -> dict[str, Any]:
    """Return what the controls of a line say, completed; refuse what cannot stand."""
    value = {**BLANKS[register](subject), **(held.value if held else {})}
    value |= _READ[register](fields, engagement.contract_start)
    COMPLETED[register](value, value, engagement.as_of)
    return value


def changes_in(form: MultiDict[str, str], subject_id: str) -> dict[str, str]:
    """Return the fields of a line that a page without script sends otherwise than it was drawn."""
    try:
        seen: Fields = json.loads(form.get(f"{subject_id}.{SEEN}", "{}"))
    except ValueError:
        return {}
    # A box that is not ticked sends nothing but the empty text of the hidden field before it.
    sent = {name: form.getlist(f"{subject_id}.{name}") for name in seen}
    texts = {name: given[-1].replace("\r\n", "\n") for name, given in sent.items() if given}
    return {name: text for name, text in texts.items() if text != seen[name]}


def _mark(text: str | None) -> bool | None:
    """Read yes, no or nothing said."""
    return {YES: True, NO: False}.get(text or UNSAID)


def _shown_mark(mark: bool | None) -> str:
    """Return the text of a mark."""
    return UNSAID if mark is None else YES if mark else NO


def _day(text: str | None) -> str | None:
    """Read a day, None where none is written."""
    return day(text.strip()) if text and text.strip() else None


def _read_clause(fields: Fields, _start: date | None) -> dict[str, Any]:
    """Read a clause; an absent one has no quality."""
    state = fields["state"] or None
    quality = None if state == "absent" else fields["quality"] or None
    return {"state": state, "quality": quality, "fix": fields["fix"] or None, "reference": line(fields["reference"])}


def _shown_clause(value: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of a clause."""
    return {name: value[name] or "" for name in ("state", "quality", "fix", "reference")}


def _read_procedure(fields: Fields, _start: date | None) -> dict[str, Any]:
    """Read a procedure; one that does not exist is not applied."""
    exists = _mark(fields["exists"])
    there = exists is not False
    return {
        "exists": exists,
        "applied": _mark(fields["applied"]) if there else None,
        "last_used": _day(fields["last_used"]) if there else None,
        **{key: [_mark(text) for name, text in fields.items() if name.startswith(f"{key}-")] for key in LISTS},
    }


LISTS = ("inputs", "parts")
"""What each side supplies of a procedure, client first."""


def _shown_procedure(value: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of a procedure: one for each input of the client and each part of the provider."""
    marks = {f"{key}-{index}": _shown_mark(mark) for key in LISTS for index, mark in enumerate(value[key])}
    asked = {name: _shown_mark(value[name]) for name in ("exists", "applied")}
    return {**asked, "last_used": value["last_used"] or "", **marks}


def _read_indicator(fields: Fields, start: date | None) -> dict[str, Any]:
    """Read an indicator; whether it came late is computed where both dates are known."""
    produced, defined_on = _mark(fields["produced"]), _day(fields["defined_on"])
    late = _mark(fields["late"])
    if defined_on and start:
        late = defined_on > start.isoformat()
    return {
        "produced": produced,
        "used": produced is not False and fields["used"] == YES,
        "decision": line(fields["decision"]),
        "defined_on": defined_on,
        "late": late,
    }


def _shown_indicator(value: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of an indicator."""
    return {
        "produced": _shown_mark(value["produced"]),
        "used": YES if value["used"] else UNSAID,
        "decision": value["decision"],
        "defined_on": value["defined_on"] or "",
        "late": _shown_mark(value["late"]),
    }


_READ: Mapping[Register, Callable[[Fields, date | None], dict[str, Any]]] = {
    "clauses": _read_clause,
    "procedures": _read_procedure,
    "indicators": _read_indicator,
}
_SHOWN: Mapping[Register, Callable[[Mapping[str, Any]], dict[str, str]]] = {
    "clauses": _shown_clause,
    "procedures": _shown_procedure,
    "indicators": _shown_indicator,
}
