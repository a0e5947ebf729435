"""What every content type stands on: sides, grades, texts in both languages, frozen models."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")]
Sentence = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Unit = Annotated[float, Field(ge=0, le=1)]

LANGUAGES = ("fr", "en")
"""Every language that a text must exist in."""

LEVELS = range(6)
"""The whole levels of the scale, 0 to 5."""


class Side(StrEnum):
    """The two parties of the relationship; the client is always on the left."""

    CLIENT = "client"
    PROVIDER = "provider"

    @property
    def other(self) -> Side:
        """The side across the spine."""
        return Side.PROVIDER if self is Side.CLIENT else Side.CLIENT


class Grade(StrEnum):
    """How well a rating is backed (A best); each grade caps the level."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Model(BaseModel):
    """Base of every content type: nothing unknown is accepted, nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Text(Model):
    """One text in both languages."""

    fr: Sentence
    en: Sentence

    def __getitem__(self, language: str) -> str:
        """Return the text in one of `LANGUAGES`."""
        return self.fr if language == "fr" else self.en


class Texts(Model):
    """A list of short texts in both languages, item for item."""

    fr: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    en: Annotated[tuple[Sentence, ...], Field(min_length=1)]

    def __getitem__(self, language: str) -> tuple[str, ...]:
        """Return the texts in one of `LANGUAGES`."""
        return self.fr if language == "fr" else self.en


class Named(Model):
    """Anything with an id and a name."""

    id: Identifier
    name: Text
