"""What is said of a sheet that a person gave: where in it, and what to do, ready to be translated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.services.refusals import N_
from questionnaires import Text
from reports.language import Language


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a sheet, as a spreadsheet program shows it: a row number, a column letter, both or neither."""

    row: int | None = None
    column: str = ""

    @property
    def message(self) -> str:
        """The words of the place, to be translated before `values` are put in; empty for the whole sheet."""
        if self.row is None:
            return N_("column %(column)s") if self.column else ""
        return N_("row %(row)d, column %(column)s") if self.column else N_("row %(row)d")

    @property
    def values(self) -> Mapping[str, object]:
        """What goes into the words."""
        return {"row": self.row, "column": self.column}

    def __str__(self) -> str:
        """Return the place in English."""
        return self.message % self.values


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know or to mend: where it is, and what to do; what `said` gives goes into the translated message."""

    place: Place
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, language: str) -> dict[str, object]:
        """Return the values in a language: content holds both, dates are written in letters."""
        return {name: _said(value, language) for name, value in self.values.items()}

    def __str__(self) -> str:
        """Return one line, in English."""
        text = self.message % self.said("en") if self.values else self.message
        place = str(self.place)
        return f"{place}: {text}" if place else text


def _said(value: object, language: str) -> object:
    """Return one value in a language."""
    match value:
        case Text():
            return value[language]
        case date():
            return Language(language).date(value)
    return value
