"""Every mistake of an engagement file, each with its place and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from pydantic import ValidationError

from app.services.refusals import N_
from app.services.texts import clean
from app.statements import NO_TOWER, SHAPES, Value, faults, something_in_scope
from questionnaires import Questionnaire, load, versions
from scoring import Facts
from scoring.assessment import digest_under
from scoring.keeping import canonical
from scoring.statements import Kind, latest

SHOWN = 60
"""Characters of a wrong value that a message repeats."""

LISTED = (
    *("persons", "respondents", "interviews", "answers", "scope_decisions"),
    *("rating_decisions", "targets", "judgements", "readiness", "statements"),
    *("paragraphs", "logos", "report_settings", "frozen_assessments"),
)
"""The lists whose items bear an id."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to mend: where it is, and what to do, ready to be translated."""

    place: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return one line."""
        text = self.message % self.values if self.values else self.message
        return f"{self.place}: {text}" if self.place else text


# ---- fields: what pydantic refuses, in our words ----------------------------------------------------

_WRONG_TYPE = N_("%(value)s is not accepted: write text")
_NOT_A_DATE = N_("%(value)s is not a date: write it as 2026-11-30")
_NOT_A_MOMENT = N_("%(value)s is not a moment: write it as 2026-11-03T13:12:00Z")
_NOT_A_NUMBER = N_("%(value)s is not accepted: write a number with at most four decimals")
_NOT_WHOLE = N_("%(value)s is not accepted: write a whole number")
_NOT_A_LEVEL = N_("%(value)s is not a level: use 0 to 5")

MESSAGES = {
    "missing": N_("is missing: write it"),
    "extra_forbidden": N_("is not a known field: check its spelling or remove it"),
    "enum": N_("%(value)s is not accepted: use %(expected)s"),
    "literal_error": N_("%(value)s is not accepted: use %(expected)s"),
    "uuid_parsing": N_("%(value)s is not an id: write a UUID"),
    "uuid_type": N_("%(value)s is not an id: write a UUID"),
    "is_instance_of": N_("%(value)s is not an id: write a UUID"),
    "string_type": _WRONG_TYPE,
    "string_too_short": N_("is empty: write it"),
    "string_too_long": N_("is too long: shorten it to %(max_length)s characters"),
    "bool_type": N_("%(value)s is not accepted: write true or false"),
    "int_type": _NOT_WHOLE,
    "int_from_float": _NOT_WHOLE,
    "decimal_type": _NOT_A_NUMBER,
    "decimal_parsing": _NOT_A_NUMBER,
    "decimal_max_places": _NOT_A_NUMBER,
    "value_error": _NOT_A_NUMBER,
    "greater_than_equal": N_("%(value)s is too small: use %(ge)s or more"),
    "less_than_equal": N_("%(value)s is too large: use %(le)s or less"),
    "string_pattern_mismatch": N_("%(value)s is not a digest: copy it as it was exported"),
    "picture": N_("is not a picture: write a PNG of at most 900 by 450 pixels in base 64"),
    "half_step": N_("%(value)s is not accepted: use 0, 0.5 or 1"),
    "framing_answer": N_("%(value)s is not accepted: write what the question takes"),
    "union_tag_invalid": N_("%(value)s is not accepted: use %(expected)s"),
    "union_tag_not_found": N_("is missing: write it"),
    "date_type": _NOT_A_DATE,
    "date_parsing": _NOT_A_DATE,
    "date_from_datetime_parsing": _NOT_A_DATE,
    "date_from_datetime_inexact": _NOT_A_DATE,
    "datetime_type": _NOT_A_MOMENT,
    "datetime_parsing": _NOT_A_MOMENT,
    "datetime_from_date_parsing": _NOT_A_MOMENT,
    "timezone_aware": _NOT_A_MOMENT,
    "tuple_type": N_("%(value)s is not accepted: write a list"),
    "dict_type": N_("%(value)s is not accepted: write an object"),
    "model_type": N_("%(value)s is not accepted: write an object"),
}
"""What each kind of fault of a field is called."""


def field_mistakes(error: ValidationError) -> list[Mistake]:
    """Return what pydantic refused, in the words of a person."""
    found = []
    for fault in error.errors(include_url=False):
        context = {name: value for name, value in fault.get("ctx", {}).items() if name != "error"}
        place, kind = _place(fault["loc"], fault["type"]), fault["type"]
        if "tag" in context:
            context["expected"] = ", ".join(SHAPES)
        values = {**context, "value": _shown(context.get("tag", fault["input"]))}
        message = MESSAGES.get(kind)
        if place and place[-1] == "level" and kind != "missing":
            message = _NOT_A_LEVEL
        if message is None:
            message, values = "%(fault)s", {"fault": fault["msg"]}
        found.append(Mistake(place_of(place), message, values))
    return found


def _place(path: tuple[int | str, ...], kind: str) -> tuple[int | str, ...]:
    """Return a place as the file has it, for pydantic names the kind of a statement on the way."""
    if kind.startswith("union_tag"):
        return (*path, "kind")
    return path[:2] + path[3:] if path[:1] == ("statements",) and path[2:3] and path[2] in SHAPES else path


def place_of(path: tuple[int | str, ...]) -> str:
    """Return a place as `answers[12].level`."""
    place = ""
    for part in path:
        place += f"[{part}]" if isinstance(part, int) else f".{clean(part)[:SHOWN]}" if place else clean(part)
    return place


def _shown(value: Any) -> str:
    """Return a wrong value, cut where it would fill the screen."""
    text = clean(str(value) if isinstance(value, str | Decimal) else repr(value))
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


# ---- references: what no type can see ---------------------------------------------------------------


def checks(raw: Mapping[str, Any]) -> list[Mistake]:
    """Return what contradicts the questionnaire or the rest of the file; wrong fields are left to pydantic."""
    found = [*_ids(raw), *_references(raw), *_follows(raw), *_answers(raw), *_dates(raw)]
    version = raw.get("questionnaire")
    if not isinstance(version, str):
        return found
    if version not in versions():
        known = ", ".join(versions())
        message = N_("%(value)s is not a version of the questionnaire: use %(known)s")
        return [*found, Mistake("questionnaire", message, {"value": _shown(version), "known": known})]
    return [*found, *_content(raw, load(version))]


def _rows(raw: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each object of a list with its place."""
    listed = raw.get(name)
    for index, row in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(row, dict):
            yield f"{name}[{index}]", row


def _key(value: Any) -> str | None:
    """Return an id in one form, None when it is not one."""
    return value.lower() if isinstance(value, str) else None


def _ids(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """An id names one thing."""
    seen: dict[str, str] = {}
    for name in LISTED:
        for place, row in _rows(raw, name):
            key = _key(row.get("id"))
            if key is not None and key in seen:
                message = N_("this id is already the one of %(other)s: give each its own")
                yield Mistake(f"{place}.id", message, {"other": seen[key]})
            elif key is not None:
                seen[key] = place


_POINTERS = (
    ("respondents", "person_id", "persons"),
    ("answers", "respondent_id", "respondents"),
    ("answers", "interview_id", "interviews"),
    ("report_settings", "logo_id", "logos"),
    ("frozen_assessments", "logo_id", "logos"),
)


def _references(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """What is named elsewhere in the file is there."""
    known = {name: {_key(row.get("id")) for _, row in _rows(raw, name)} for name in LISTED}
    for name, pointer, target in _POINTERS:
        for place, row in _rows(raw, name):
            key = _key(row.get(pointer))
            if key is not None and key not in known[target]:
                yield _nowhere(f"{place}.{pointer}", target)
    for place, row in _rows(raw, "interviews"):
        present = row.get("respondent_ids")
        for index, item in enumerate(present if isinstance(present, list) else ()):
            if _key(item) is not None and _key(item) not in known["respondents"]:
                yield _nowhere(f"{place}.respondent_ids[{index}]", "respondents")


def _nowhere(place: str, target: str) -> Mistake:
    """Return the mistake of an id that points to nothing."""
    return Mistake(place, N_("points to nothing in “%(target)s”: correct the id"), {"target": target})


def _follows(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """An answer follows one of the same respondent and practice, and never itself in the end."""
    answers = {_key(row.get("id")): (place, row) for place, row in _rows(raw, "answers")}
    settled: set[str | None] = set()
    for place, row in answers.values():
        key = _key(row.get("follows_id"))
        if key is None:
            continue
        if key not in answers:
            yield _nowhere(f"{place}.follows_id", "answers")
            continue
        before = answers[key][1]
        if any(row.get(name) != before.get(name) for name in ("respondent_id", "practice_id")):
            message = N_("an answer follows one of the same respondent about the same practice")
            yield Mistake(f"{place}.follows_id", message)
        if _circular(_key(row.get("id")), answers, settled):
            yield Mistake(f"{place}.follows_id", N_("answers follow each other in a circle"))


def _circular(
    start: str | None, answers: Mapping[str | None, tuple[str, Mapping[str, Any]]], settled: set[str | None]
) -> bool:
    """Say whether following answers back from one leads round; ids that lead to an end are remembered."""
    path: set[str | None] = set()
    here = start
    while here is not None and here in answers and here not in settled:
        if here in path:
            settled |= path
            return True
        path.add(here)
        here = _key(answers[here][1].get("follows_id"))
    settled |= path
    return False


def _answers(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """A level goes with its state, and a practice that does not apply has its reason."""
    for place, row in _rows(raw, "answers"):
        state, level = row.get("state"), row.get("level")
        if state == "level" and level is None:
            yield Mistake(f"{place}.level", N_("is missing: write 0 to 5, or another state"))
        if state in ("not_applicable", "dont_know") and level is not None:
            yield Mistake(f"{place}.level", N_("goes with the state “level” only: remove it"))
        comment = row.get("comment")
        if state == "not_applicable" and not (isinstance(comment, str) and clean(comment).strip()):
            yield Mistake(f"{place}.comment", N_("is missing: say why the practice does not apply"))
    for place, row in _rows(raw, "judgements"):
        if row.get("driver") != "ability" and row.get("evidenced_parts"):
            yield Mistake(f"{place}.evidenced_parts", N_("concerns the driver “ability” only: remove it"))


def _dates(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """A contract ends after it starts."""
    contract = raw.get("contract")
    if isinstance(contract, dict):
        start, end = contract.get("start"), contract.get("end")
        if isinstance(start, str) and isinstance(end, str) and end < start:
            yield Mistake("contract.end", N_("is before the start of the contract: correct one of the two"))


# ---- the questionnaire ------------------------------------------------------------------------------


def _content(raw: Mapping[str, Any], questionnaire: Questionnaire) -> Iterator[Mistake]:
    """What is named from the questionnaire is in it."""
    for name in ("answers", "scope_decisions", "rating_decisions", "targets"):
        for place, row in _rows(raw, name):
            yield from _known(f"{place}.practice_id", row.get("practice_id"), questionnaire.practice, _PRACTICE)
    drivers = {driver.id for driver in questionnaire.drivers}
    for place, row in _rows(raw, "judgements"):
        yield from _known(f"{place}.driver", row.get("driver"), drivers, _DRIVER)
    for place, row in _rows(raw, "interviews"):
        themes = row.get("themes")
        for index, theme in enumerate(themes if isinstance(themes, list) else ()):
            yield from _known(f"{place}.themes[{index}]", theme, questionnaire.theme, _THEME)
    yield from _roles(raw, questionnaire)
    yield from _known("mode", raw.get("mode"), {mode.id for mode in questionnaire.modes}, _MODE)
    contract = raw.get("contract")
    if isinstance(contract, dict):
        yield from _known("contract.form", contract.get("form"), questionnaire.contract_form, _FORM)
    yield from _weights(raw, questionnaire)
    yield from _statements(raw, questionnaire)


_PRACTICE = N_("%(value)s is not a practice of this questionnaire")
_DRIVER = N_("%(value)s is not a judgement of this questionnaire: use %(known)s")
_THEME = N_("%(value)s is not a theme of this questionnaire")
_MODE = N_("%(value)s is not a mode of this questionnaire: use %(known)s")
_FORM = N_("%(value)s is not a form of contract: use %(known)s")
_ROLE = N_("%(value)s is not a role of this questionnaire")
_DOMAIN = N_("%(value)s is not a domain of this questionnaire")
_CRITERION = N_("%(value)s is not a criterion of this questionnaire")


def _known(place: str, value: Any, known: Any, message: str) -> Iterator[Mistake]:
    """A text is one of those known; another type is pydantic's to refuse."""
    if isinstance(value, str) and value not in known:
        yield Mistake(place, message, {"value": _shown(value), "known": ", ".join(sorted(known))})


def _roles(raw: Mapping[str, Any], questionnaire: Questionnaire) -> Iterator[Mistake]:
    """A respondent's role is one of their side."""
    for place, row in _rows(raw, "respondents"):
        yield from _known(f"{place}.role", row.get("role"), questionnaire.role, _ROLE)
        role = questionnaire.role.get(str(row.get("role")))
        if role is not None and row.get("side") in ("client", "provider") and role.side != row["side"]:
            message = N_("%(role)s is a role of the other side (%(side)s)")
            yield Mistake(f"{place}.role", message, {"role": role.id, "side": role.side.value})


def _weights(raw: Mapping[str, Any], questionnaire: Questionnaire) -> Iterator[Mistake]:
    """A weight is given to something that exists."""
    weights = raw.get("weights")
    criteria = {criterion.id for criterion in questionnaire.criteria}
    lists = (
        ("domains", questionnaire.domain, _DOMAIN),
        ("practices", questionnaire.practice, _PRACTICE),
        ("criteria", criteria, _CRITERION),
    )
    for name, known, message in lists:
        given = weights.get(name) if isinstance(weights, dict) else None
        for key in given if isinstance(given, dict) else ():
            yield from _known(f"weights.{name}", key, known, message)


def _statements(raw: Mapping[str, Any], questionnaire: Questionnaire) -> Iterator[Mistake]:
    """What is said is about lines of the questionnaire, in its terms; wrong shapes are pydantic's to refuse."""
    for place, row in _rows(raw, "statements"):
        shape = SHAPES.get(cast(Kind, row.get("kind"))) if isinstance(row.get("kind"), str) else None
        subject = row.get("subject")
        if shape is None or not isinstance(subject, str):
            continue
        try:
            value = shape.model_validate(row.get("value"))
        except ValidationError:
            continue
        yield from statement_mistakes(questionnaire, Kind(row["kind"]), subject, value, f"{place}.")


def statement_mistakes(
    questionnaire: Questionnaire, kind: Kind, subject: str, value: Value, place: str = ""
) -> Iterator[Mistake]:
    """Yield what the questionnaire refuses in a statement of the right shape."""
    for fault in faults(questionnaire, kind, subject, value):
        shown = {name: _shown(given) if name == "value" else given for name, given in fault.values.items()}
        yield Mistake(f"{place}{fault.field}", fault.message, shown)


def scope_mistakes(facts: Facts, questionnaire: Questionnaire) -> Iterator[Mistake]:
    """Something stays in scope."""
    if not something_in_scope(questionnaire, latest(facts.statements, Kind.TOWER)):
        yield Mistake("statements", NO_TOWER)


def frozen_mistakes(frozen: Sequence[Any]) -> Iterator[Mistake]:
    """What was frozen is as it was: its facts give its digest."""
    for index, row in enumerate(frozen):
        try:
            found = digest_under(row.engine, row.questionnaire, row.questionnaire_digest, canonical(row.facts))
        except (AttributeError, TypeError, ValueError, ArithmeticError, RecursionError):
            found = ""
        if found != row.digest:
            message = N_("does not belong to these facts: they were changed after they were frozen")
            yield Mistake(f"frozen_assessments[{index}].digest", message)
