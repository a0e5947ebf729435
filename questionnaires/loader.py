"""TOML to types: every mistake of a questionnaire is named at once, with its file, its id and its cure."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from questionnaires.schema import LANGUAGES, LEVELS, Practice, Questionnaire, Side, Text, Texts
from questionnaires.typography import faults

DATA = Path(__file__).parent / "data"
"""One folder per version."""

RELEASED = DATA / "released.json"
"""Digest of every released version; a released folder never changes."""

CURRENT = "1.0"
"""The version that new engagements use."""

CRITICAL_LIMIT = 2
"""Critical practices allowed per domain and side (`design.md` 4.2)."""

PROBES = 2
"""Probes asked of each practice."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to mend in a questionnaire: where it is and what to do."""

    file: str
    id: str
    where: str
    cure: str

    def __str__(self) -> str:
        """Return one line: file, id, field, cure."""
        return ": ".join(part for part in (self.file, self.id, self.where, self.cure) if part)


class QuestionnaireError(Exception):
    """A questionnaire that cannot be used; `mistakes` lists them all."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        """Keep the mistakes, in file order."""
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def versions() -> tuple[str, ...]:
    """Return the versions that are shipped, oldest first."""
    return tuple(sorted(folder.name for folder in DATA.iterdir() if folder.is_dir()))


def released() -> dict[str, str]:
    """Return the digest of each released version."""
    digests: dict[str, str] = json.loads(RELEASED.read_text("utf-8"))
    return digests


@cache
def load(version: str = CURRENT) -> Questionnaire:
    """Return a shipped questionnaire.

    Raises
    ------
    QuestionnaireError
        If the version does not exist or its files hold mistakes.
    """
    if version not in versions():
        known = ", ".join(versions())
        raise QuestionnaireError([Mistake("", version, "", f"no such questionnaire version: use one of {known}")])
    return load_folder(DATA / version)


def load_folder(folder: Path) -> Questionnaire:
    """Return the questionnaire written in a folder of TOML files.

    Raises
    ------
    QuestionnaireError
        With every mistake found: unreadable files first; when all can be read, wrong fields; when all fields
        are right, wrong references and wrong typography.
    """
    if not folder.is_dir():
        raise QuestionnaireError([Mistake(str(folder), "", "", "no such folder: give the folder of a questionnaire")])
    raw, files, mistakes = _read(folder)
    if mistakes:
        raise QuestionnaireError(mistakes)
    raw["digest"] = digest(folder)
    try:
        questionnaire = Questionnaire.model_validate(raw)
    except ValidationError as error:
        raise QuestionnaireError(_field_mistakes(error, raw, files)) from None
    wrong = [Mistake(_file_of(files, key, id_), id_, where, cure) for key, id_, where, cure in _checks(questionnaire)]
    if wrong:
        raise QuestionnaireError(wrong)
    return questionnaire.model_copy(
        update={"practices": tuple(sorted(questionnaire.practices, key=_order(questionnaire)))}
    )


def digest(folder: Path) -> str:
    """Return the SHA-256 of a version: every TOML file, by relative path and content."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        total.update(path.relative_to(folder).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a questionnaire, for editors."""
    return Questionnaire.model_json_schema()


def _order(questionnaire: Questionnaire) -> Callable[[Practice], tuple[int, bool, str]]:
    """Return the sort key of the catalogue: themes in their order, client first."""
    rank = {theme.id: index for index, theme in enumerate(questionnaire.themes)}
    return lambda practice: (rank[practice.theme], practice.side is Side.PROVIDER, practice.id)


def _read(folder: Path) -> tuple[dict[str, Any], dict[tuple[str, int], str], list[Mistake]]:
    """Merge the TOML files of a folder; lists of the same name are joined, and each item keeps its file."""
    raw: dict[str, Any] = {}
    files: dict[tuple[str, int], str] = {}
    mistakes: list[Mistake] = []
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).as_posix()
        try:
            content = tomllib.loads(path.read_text("utf-8"))
        except UnicodeDecodeError:
            mistakes.append(Mistake(name, "", "", "not UTF-8 text: save the file as UTF-8"))
            continue
        except tomllib.TOMLDecodeError as error:
            mistakes.append(Mistake(name, "", "", f"not valid TOML: {error}"))
            continue
        for key, value in content.items():
            if isinstance(value, list) and isinstance(raw.get(key, []), list):
                items = raw.setdefault(key, [])
                files.update({(key, len(items) + index): name for index in range(len(value))})
                items.extend(value)
            elif key in raw:
                mistakes.append(Mistake(name, "", key, "already given in another file: keep one"))
            else:
                raw[key], files[key, 0] = value, name
    return raw, files, mistakes


_CURES = {
    "missing": "is missing: write it",
    "string_too_short": "is empty: write it",
    "extra_forbidden": "is not a known field: check its spelling or remove it",
    "too_short": "has too few items",
    "too_long": "has too many items",
}


def _field_mistakes(error: ValidationError, raw: dict[str, Any], files: dict[tuple[str, int], str]) -> list[Mistake]:
    """Turn pydantic's errors into mistakes that name file and id."""
    mistakes = []
    for fault in error.errors(include_url=False):
        loc = list(fault["loc"])
        key = str(loc[0])
        listed = len(loc) > 1 and isinstance(loc[1], int)
        index = int(loc[1]) if listed else 0
        item = raw[key][index] if listed else raw.get(key)
        id_ = str(item.get("id", item.get("level", item.get("grade", "")))) if isinstance(item, dict) else ""
        where = ".".join(str(part) for part in (loc[2:] if listed else loc))
        cure = _CURES.get(fault["type"], fault["msg"][0].lower() + fault["msg"][1:])
        if fault["type"] in {"literal_error", "enum"}:
            cure = f"{fault['input']!r} is not accepted: use {fault['ctx']['expected']}"
        mistakes.append(Mistake(files.get((key, index), ""), id_, where, cure))
    return mistakes


def _file_of(files: dict[tuple[str, int], str], key: str, id_: str) -> str:
    """Return the file that holds an item; practices live in a file named after their theme."""
    if key == "practices":
        named = [name for (kind, _), name in files.items() if kind == key and Path(name).stem == id_.rpartition("-")[0]]
        if named:
            return named[0]
    return next((name for (kind, _), name in files.items() if kind == key), "")


type_of_check = tuple[str, str, str, str]


def _checks(questionnaire: Questionnaire) -> Iterator[type_of_check]:
    """Yield (list, id, field, cure) for everything that types alone cannot see."""
    yield from _unique(questionnaire)
    yield from _references(questionnaire)
    for practice in questionnaire.practices:
        yield from _practice_checks(questionnaire, practice)
    yield from _critical(questionnaire)
    if [step.level for step in questionnaire.scale] != list(LEVELS):
        yield "scale", "", "level", "levels must be 0 to 5, in order"
    for key, item in _items(questionnaire):
        for where, language, text in _texts(item):
            for cure in faults(text, language):
                yield key, getattr(item, "id", ""), where, cure


_LISTS = [
    "scale",
    "grades",
    "modes",
    "roles",
    "domains",
    "themes",
    "practices",
    "indices",
    "families",
    "options",
    "criteria",
    "drivers",
    "contract_forms",
]


def _items(questionnaire: Questionnaire) -> Iterator[tuple[str, BaseModel]]:
    """Yield every item of every list, with the name of the list."""
    for key in _LISTS:
        for item in getattr(questionnaire, key):
            yield key, item


def _unique(questionnaire: Questionnaire) -> Iterator[type_of_check]:
    """An id names one thing."""
    for key in _LISTS:
        ids = Counter(getattr(item, "id", None) for item in getattr(questionnaire, key))
        for id_, count in ids.items():
            if id_ is not None and count > 1:
                yield key, id_, "id", f"used {count} times: give each its own"


def _references(questionnaire: Questionnaire) -> Iterator[type_of_check]:
    """What is named elsewhere exists."""
    practices = set(questionnaire.practice)
    for theme in questionnaire.themes:
        if theme.domain not in questionnaire.domain:
            yield "themes", theme.id, "domain", f"{theme.domain} is not a domain"
    for option in questionnaire.options:
        if option.family not in questionnaire.family:
            yield "options", option.id, "family", f"{option.family} is not a family"
    for key in ("modes", "indices"):
        for item in getattr(questionnaire, key):
            for unknown in sorted(set(item.practices) - practices):
                yield key, item.id, "practices", f"{unknown} is not a practice"
    for form in questionnaire.contract_forms:
        for lead in form.lead_times:
            if lead.option not in questionnaire.option:
                yield "contract_forms", form.id, "lead_times", f"{lead.option} is not an option"
            if lead.shortest_preparation > lead.preparation:
                yield (
                    "contract_forms",
                    form.id,
                    "lead_times",
                    f"{lead.option}: the shortest preparation is the longer one",
                )


def _practice_checks(questionnaire: Questionnaire, practice: Practice) -> Iterator[type_of_check]:
    """A practice has its theme, six anchors in order, two probes, and needs across the spine."""
    here = ("practices", practice.id)
    if practice.theme not in questionnaire.theme:
        yield (*here, "theme", f"{practice.theme} is not a theme")
    if [anchor.level for anchor in practice.levels] != list(LEVELS):
        yield (*here, "levels", "levels must be 0 to 5, in order")
    if len(practice.evidence.fr) != len(practice.evidence.en):
        yield (*here, "evidence", "French and English must list the same items")
    if not len(practice.probes.fr) == len(practice.probes.en) == PROBES:
        yield (*here, "probes", f"write {PROBES} probes in each language")
    seen: set[str] = set()
    for need in practice.needs:
        other = questionnaire.practice.get(need.ref)
        where = f"needs.{need.ref}"
        if other is None:
            yield (*here, where, "points to no practice: correct the id or remove the need")
        elif other.side is practice.side:
            yield (
                *here,
                where,
                f"is a practice of the same side ({practice.side}): a need crosses to the other side",
            )
        if need.ref in seen:
            yield (*here, where, "is listed twice: keep one")
        seen.add(need.ref)
        if (need.strength == 1) != (need.reason is None):
            yield (*here, where, "a helpful need (0.5) gives its reason, an essential one (1) does not")


def _critical(questionnaire: Questionnaire) -> Iterator[type_of_check]:
    """Few practices are critical, or none is."""
    known = [p for p in questionnaire.practices if p.critical and p.theme in questionnaire.theme]
    for domain in questionnaire.domains:
        for side in Side:
            critical = [p.id for p in known if p.side is side and questionnaire.theme[p.theme].domain == domain.id]
            for extra in critical[CRITICAL_LIMIT:]:
                yield (
                    "practices",
                    extra,
                    "critical",
                    f"{domain.id} has more than {CRITICAL_LIMIT} critical practices on this side",
                )


def _texts(item: BaseModel, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield (field, language, text) for each text below a content item."""
    for name in type(item).model_fields:
        value = getattr(item, name)
        where = f"{path}.{name}".lstrip(".")
        if name in LANGUAGES:
            for text in (value,) if isinstance(value, str) else value:
                yield where, name, text
        elif isinstance(value, Text | Texts | BaseModel):
            yield from _texts(value, where)
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                if isinstance(part, BaseModel):
                    yield from _texts(part, f"{where}.{getattr(part, 'ref', index)}")
