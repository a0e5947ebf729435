"""The lines of the file beside practices: towers, clauses, procedures, indicators, motives, readiness, framing."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from questionnaires.base import Identifier, Model, Named, Side, Text, Texts

Route = Literal["amend", "trade", "limited", "tender", "none"]
"""How a clause is usually mended: amendment, amendment with a counterpart, limited cases, new tender, not relevant."""

OptionId = Identifier


class Tower(Named):
    """A part of the service that can be out of scope as a whole; `practices` have no object without it."""

    practices: tuple[Identifier, ...] = ()


class Clause(Named):
    """A clause of the contract: what good looks like and how it is usually mended."""

    good: Text
    private: Route
    public: Route
    private_note: Text | None = None
    public_note: Text | None = None
    references: Texts | None = None
    themes: tuple[Identifier, ...] = ()


class Procedure(Named):
    """A procedure, with what each side must supply for it to work."""

    client_inputs: Texts
    provider_parts: Texts
    themes: tuple[Identifier, ...] = ()
    towers: tuple[Identifier, ...] = ()

    def supplies(self, side: Side) -> Texts:
        """Return what one side must supply."""
        return self.client_inputs if side is Side.CLIENT else self.provider_parts


class IndicatorClass(Named):
    """What an indicator measures: service level, effort, performance, input quality, experience, value."""

    meaning: Text
    share_rule: Text | None = None


class Indicator(Named):
    """An indicator of the catalogue, with the ones that it should be read beside."""

    class_id: Annotated[Identifier, Field(alias="class")]
    formula: Text
    unit: Text
    source: Text
    pairs: tuple[Identifier, ...] = ()
    pairs_all: bool = False
    cost: Literal["low", "medium", "high"]
    tells: Text


class UseRule(Model):
    """A rule of use of indicators, in words."""

    id: Identifier
    text: Text


class Motive(Named):
    """A reason given for wanting to change, and how it is diagnosed."""

    heard: Text
    questions: Texts
    confirmed: Text
    points_to: tuple[OptionId, ...]
    points_note: Text
    trap: Text


class SeedQuestion(Model):
    """One of the four questions that come before any option."""

    id: Annotated[str, Field(pattern=r"^\d$")]
    question: Text
    help: Text
    choices: Texts


class ReadinessItem(Named):
    """One item of a tender file; weights sum to 100."""

    weight: Annotated[int, Field(gt=0, le=100)]
    blocking: bool
    supplied_by: Literal["client", "provider", "both"]
    no_regret: bool
    themes: tuple[Identifier, ...] = ()
    ask: Text


class TransformationQuestion(Model):
    """One question of the transformation test."""

    id: Identifier
    question: Text


class ReadinessBand(Model):
    """How a readiness score reads, from a number of points up."""

    from_points: Annotated[float, Field(alias="from", ge=0, le=100)]
    name: Text
    reading: Text


class Choice(Named):
    """An answer offered to a framing question."""


class FramingGroup(Named):
    """Facts that are asked together."""


class FramingFact(Model):
    """A fact of the contract or of its setting, asked in plain words because a rule or a cost needs it."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    group: Identifier
    kind: Literal["bool", "number", "date", "choice", "many"]
    question: Text
    why: Text
    unit: Text | None = None
    choices: tuple[Choice, ...] = ()
    forms: tuple[Identifier, ...] = ()
    min: float | None = None
    max: float | None = None

    @model_validator(mode="after")
    def _choices_fit(self) -> Self:
        """A choice has choices, nothing else has."""
        if (self.kind in {"choice", "many"}) != bool(self.choices):
            raise ValueError("give choices to a fact of kind choice or many, and to no other")
        return self


class Mechanism(Named):
    """A contract mechanism and how much it weighs on both sides."""

    weight: Annotated[int, Field(gt=0)]


class ScoredAnswer(Model):
    """One answer and what it counts for."""

    score: Annotated[float, Field(ge=0, le=1)]
    text: Text


class ScoredQuestion(Named):
    """A short question that builds a judgement, with its answers from 0 to 1."""

    question: Text
    answers: Annotated[tuple[ScoredAnswer, ...], Field(min_length=2)]


class AgendaItem(Named):
    """A part of an interview, in minutes, and what is said to open it."""

    minutes: Annotated[int, Field(gt=0)]
    say: Text


class Guide(Model):
    """The themes that one role is asked about, the most telling first."""

    role: Identifier
    themes: Annotated[tuple[Identifier, ...], Field(min_length=1)]
