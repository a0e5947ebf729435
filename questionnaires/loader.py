"""TOML to types: every mistake of a questionnaire is named at once, with its file, its id and its cure."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from questionnaires.base import Side
from questionnaires.checks import checks
from questionnaires.schema import Practice, Questionnaire

DATA = Path(__file__).parent / "data"
"""One folder per version."""

RELEASED = DATA / "released.json"
"""Digest of every released version; a released folder never changes."""

CURRENT = "1.0"
"""The version that new engagements use."""


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
    names = [folder.name for folder in DATA.iterdir() if folder.is_dir()]
    return tuple(sorted(names, key=lambda name: [int(part) for part in name.split(".")]))


def released() -> dict[str, str]:
    """Return the digest of each released version."""
    digests: dict[str, str] = json.loads(RELEASED.read_text("utf-8"))
    return digests


def load(version: str = CURRENT) -> Questionnaire:
    """Return a shipped questionnaire, read once.

    Raises
    ------
    QuestionnaireError
        If the version does not exist or its files hold mistakes.
    """
    return _shipped(version)


@cache
def _shipped(version: str) -> Questionnaire:
    """Read a shipped version; it never changes while the program runs."""
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
    wrong = [
        Mistake(_file_of(files, raw, key, id_), id_, where, cure) for key, id_, where, cure in checks(questionnaire)
    ]
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


def _file_of(files: dict[tuple[str, int], str], raw: dict[str, Any], key: str, id_: str) -> str:
    """Return the file that holds an item, by the place where it was read."""
    places = (index for index, item in enumerate(raw[key]) if item.get("id", "") == id_)
    return files.get((key, next(places, 0)), "")
