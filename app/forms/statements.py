"""What a page says of one line of the file: texts and ticks in, a typed value out, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict
from werkzeug.datastructures import MultiDict

from app.forms.fields import clean, day_of, number_of, typed_number
from app.statements import lines
from questionnaires import Questionnaire
from questionnaires.registers import FramingFact
from questionnaires.schema import Parameter, Practice
from scoring.statements import Kind

YES, NO, NONE_OF_THEM, SKIP = "yes", "no", "none", "skip"
"""What a page sends for a truth value, for an empty list, and for a question that is passed over."""

PIECE = "item"
"""What the field of a piece of evidence begins with; its place follows."""

ENDS = ("low", "typical", "high")
"""The three figures of a parameter."""

JUDGED = ("need", "ability", "price_gap")
"""What may be judged otherwise for one tower than for the rest."""

HUNDRED = 100
"""Pages ask shares of 1 in points of 100."""

Typed = str | tuple[str, ...]
Key = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a page says of one subject: its fields as they are typed, the reason, what is wrong if anything."""

    fields: Mapping[str, Typed]
    reason: str = ""
    error: str = ""

    def text(self, name: str) -> str:
        """Return what is typed in a field."""
        typed = self.fields.get(name, "")
        return typed if isinstance(typed, str) else next(iter(typed), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return what is ticked in a field."""
        typed = self.fields.get(name, ())
        return typed if isinstance(typed, tuple) else (typed,) if typed else ()


class StatementBody(BaseModel):
    """One statement as a script sends it; its id is in the address."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    kind: Kind
    subject: str
    value: dict[str, Any]
    reason: str = ""

    def value_for(self, questionnaire: Questionnaire) -> Mapping[str, Any]:
        """Return the typed value: read from fields where the page sends them as typed, as it came otherwise.

        Raises
        ------
        ValueError
            With a message for the reader.
        """
        line = next((line for line in lines(questionnaire, self.kind) if line.id == self.subject), None)
        if self.kind not in _READ or line is None:
            return self.value
        fields = {name: _typed(value) for name, value in self.value.items()}
        return value_of(self.kind, line, Entry(fields, self.reason))


def _typed(value: Any) -> Typed:
    """Return a field as a form would hold it."""
    return tuple(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


# ---- typed fields to a value --------------------------------------------------------------------------


def value_of(kind: Kind, line: Any, entry: Entry) -> dict[str, Any]:
    """Return what an entry says, typed.

    Raises
    ------
    ValueError
        With a message for the reader.
    """
    return _READ[kind](line, entry)


def _framing(fact: FramingFact, entry: Entry) -> dict[str, Any]:
    """The answer to a question, by its kind; nothing typed is not known."""
    if fact.kind == "many":
        ticked = entry.all("value")
        return {"value": [] if NONE_OF_THEM in ticked else list(ticked) or None}
    text = entry.text("value").strip()
    if not text:
        return {"value": None}
    match fact.kind:
        case "bool":
            return {"value": text == YES}
        case "number":
            return {"value": number_of(text)}
        case "date":
            return {"value": day_of(text).isoformat()}
    return {"value": text}


def _seed(_question: Any, entry: Entry) -> dict[str, Any]:
    """A choice, or passed over with a reason."""
    said = entry.text("said")
    if said == SKIP and not entry.reason.strip():
        raise ValueError(_("Say why this question is passed over: the report says it too."))
    return {"choice": _whole(said) if said not in ("", SKIP) else None, "skipped": said == SKIP}


def _motive(_motive: Any, entry: Entry) -> dict[str, Any]:
    """Who holds it, how strongly, how far it is confirmed."""
    return {
        "holders": _whole(entry.text("holders") or "0"),
        "who": list(entry.all("who")),
        "intensity": _whole(entry.text("intensity") or "0"),
        "confirmation": number_of(entry.text("confirmation") or "0"),
    }


def _ability(_question: Any, entry: Entry) -> dict[str, Any]:
    return {"score": _chosen(entry.text("score")), "evidenced": entry.text("evidenced") == YES}


def _whole(text: str) -> int:
    """Read a whole number."""
    number = number_of(text)
    if number != int(number):
        raise ValueError(_("A whole number is needed here."))
    return int(number)


def _chosen(text: str) -> Decimal:
    """Read a number that a choice stands for."""
    if not text:
        raise ValueError(_("Choose an answer."))
    return number_of(text)


def _evidence(practice: Practice, entry: Entry) -> dict[str, Any]:
    """What became of each piece, when it was asked for and when it came."""
    days = {name: entry.text(name).strip() for name in ("asked_on", "received_on")}
    return {
        "items": [entry.text(name) or None for name in _pieces(practice)],
        **{name: day_of(text).isoformat() if text else None for name, text in days.items()},
    }


def _parameter(_parameter: Parameter, entry: Entry) -> dict[str, Any]:
    """Three figures, and where they come from."""
    typed = {end: entry.text(end).strip() for end in ENDS}
    if not all(typed.values()):
        raise ValueError(_("Write the three figures, or go back to the default."))
    return {**{end: number_of(text) for end, text in typed.items()}, "source": entry.text("source").strip()}


def _range(_driver: Any, entry: Entry) -> dict[str, Any]:
    """Both ends of a range; none is as if nothing had been said."""
    return {end: _share(entry.text(end)) for end in ("low", "high")}


def _part(_tower: Any, entry: Entry) -> dict[str, Any]:
    """How much of the service a tower is, and what is otherwise for it; nothing typed is as for the rest."""
    wanted = entry.text("control_wanted")
    return {
        **{name: _share(entry.text(name)) for name in ("share", *JUDGED)},
        "refused": entry.text("refused") == YES,
        "skills": entry.text("skills") or None,
        "control_wanted": _truth(wanted) if wanted else None,
    }


def _share(text: str) -> Decimal | None:
    """Read points of 100 as a share of 1; None where nothing is typed."""
    if not text.strip():
        return None
    number = number_of(text)
    if not 0 <= number <= HUNDRED:
        raise ValueError(_("Write a number from %(least)s to %(most)s.", least=0, most=HUNDRED))
    if number != round(number, 2):
        raise ValueError(_("Two decimals are enough here."))
    return number / HUNDRED


def _pieces(practice: Practice) -> list[str]:
    """Return the field of each piece of evidence of a practice."""
    return [f"{PIECE}{place}" for place in range(len(practice.evidence.fr))]


_READ: Mapping[Kind, Callable[[Any, Entry], dict[str, Any]]] = {
    Kind.FRAMING: _framing,
    Kind.TOWER: lambda _line, entry: {"in_scope": entry.text("in_scope") == YES},
    Kind.SEED: _seed,
    Kind.MOTIVE: _motive,
    Kind.READINESS: lambda _line, entry: {"status": _chosen(entry.text("status"))},
    Kind.TRANSFORMATION: lambda _line, entry: {"yes": _truth(entry.text("yes"))},
    Kind.ABILITY: _ability,
    Kind.ACCEPTABILITY: lambda _line, entry: {"score": _chosen(entry.text("score"))},
    Kind.EVIDENCE: _evidence,
    Kind.PARAMETER: _parameter,
    Kind.RANGE: _range,
    Kind.PART: _part,
}
"""How the fields of each kind are read."""


def _truth(text: str) -> bool:
    """Read a yes or a no."""
    if text not in (YES, NO):
        raise ValueError(_("Choose an answer."))
    return text == YES


# ---- a value to typed fields --------------------------------------------------------------------------


def entry_of(kind: Kind, value: Mapping[str, Any], reason: str) -> Entry:
    """Return what holds as a page shows it."""
    if kind is Kind.SEED:
        said = SKIP if value["skipped"] else "" if value["choice"] is None else str(value["choice"])
        return Entry({"said": said}, reason)
    if kind is Kind.FRAMING and value["value"] == []:
        return Entry({"value": (NONE_OF_THEM,)}, reason)
    if kind is Kind.EVIDENCE:
        pieces = {f"{PIECE}{place}": state for place, state in enumerate(value["items"])}
        value = pieces | {"asked_on": value["asked_on"], "received_on": value["received_on"]}
    if kind in (Kind.RANGE, Kind.PART):
        value = {name: _of_hundred(item) for name, item in value.items()}
    number = typed_number if kind in TYPED else plain
    return Entry({name: _shown(item, number) for name, item in value.items()}, reason)


TYPED = (Kind.FRAMING, Kind.PARAMETER, Kind.RANGE, Kind.PART)
"""Kinds whose numbers are typed, not chosen."""


def _of_hundred(item: Any) -> Any:
    """Return a share of 1 in points of 100; anything else as it is."""
    return item if item is None or isinstance(item, bool | str) else HUNDRED * Decimal(item)


def _shown(value: Any, number: Callable[[Decimal], str]) -> Typed:
    """Return one value as it would be typed or ticked."""
    match value:
        case None:
            return ""
        case bool():
            return YES if value else NO
        case int() | Decimal():
            return number(Decimal(value))
        case list() | tuple():
            return tuple(value)
    return str(value)


def plain(number: Decimal) -> str:
    """Return a number as the value of a choice, the same in every language."""
    return f"{number.normalize():f}"


def blank(kind: Kind, line: Any = None) -> Entry:
    """Return an entry of which nothing was said yet; a parameter has its default figures."""
    if isinstance(line, Parameter):
        return entry_of(kind, default_of(line), "")
    return Entry({"in_scope": YES}) if kind is Kind.TOWER else Entry({})


def default_of(parameter: Parameter) -> dict[str, Any]:
    """Return what a parameter is when nobody gave other figures, as a statement holds it."""
    return {**{end: Decimal(f"{getattr(parameter, end):g}") for end in ENDS}, "source": ""}


# ---- a whole form, sent without a script --------------------------------------------------------------


def sent(
    questionnaire: Questionnaire, kinds: tuple[Kind, ...], form: MultiDict[str, str], held: Mapping[Key, Entry]
) -> Iterator[tuple[Key, Any, Entry]]:
    """Yield every line of some kinds whose fields are no longer what the page showed: key, line, entry."""
    for kind in kinds:
        for line in lines(questionnaire, kind):
            key = (kind, line.id)
            typed = _entry_in(form, kind, line)
            if typed is not None and not _same(typed, held.get(key, blank(kind, line))):
                yield key, line, typed


def _entry_in(form: MultiDict[str, str], kind: Kind, line: Any) -> Entry | None:
    """Return what a form says of a line, None when the page did not show it."""
    base = f"{kind}-{line.id}"
    if f"{base}.reason" not in form:
        return None
    names = (*_pieces(line), "asked_on", "received_on") if kind is Kind.EVIDENCE else FIELDS[kind]
    fields = {name: tuple(form.getlist(f"{base}.{name}")) for name in names}
    typed = {name: values if _many(kind, line, name) else next(iter(values), "") for name, values in fields.items()}
    return Entry(typed, clean(form[f"{base}.reason"]) or "")


def _many(kind: Kind, line: Any, name: str) -> bool:
    """Say whether a field takes several ticks."""
    return name == "who" or (kind is Kind.FRAMING and line.kind == "many")


def _same(one: Entry, other: Entry) -> bool:
    """Say whether two entries say the same: a tick left out is a no, a count left out is none."""
    names = {*one.fields, *other.fields}
    return one.reason.strip() == other.reason.strip() and all(
        _plain(one, name) == _plain(other, name) for name in names
    )


def _plain(entry: Entry, name: str) -> tuple[str, ...]:
    """Return what a field says in any order, empty where it says nothing."""
    return tuple(sorted(text for text in entry.all(name) if text and text not in _EMPTY.get(name, ())))


_EMPTY = {
    "in_scope": {NO},
    "evidenced": {NO},
    "refused": {NO},
    "holders": {"0"},
    "intensity": {"0"},
    "confirmation": {"0"},
}
"""What says nothing more than an empty field, by field."""

FIELDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.FRAMING: ("value",),
    Kind.TOWER: ("in_scope",),
    Kind.SEED: ("said",),
    Kind.MOTIVE: ("holders", "who", "intensity", "confirmation"),
    Kind.READINESS: ("status",),
    Kind.TRANSFORMATION: ("yes",),
    Kind.ABILITY: ("score", "evidenced"),
    Kind.ACCEPTABILITY: ("score",),
    Kind.PARAMETER: (*ENDS, "source"),
    Kind.RANGE: ("low", "high"),
    Kind.PART: ("share", *JUDGED, "refused", "skills", "control_wanted"),
}
"""The fields of each kind, as pages name them; those of evidence depend on the practice."""
