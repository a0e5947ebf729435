"""What one decider says of the criteria: points, a ranking, or intervals; one form at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Any, cast

from flask_wtf import FlaskForm
from wtforms import Field, RadioField
from wtforms.validators import Length

from app.forms.fields import Between, Given, Paragraph, WholeNumber
from app.forms.words import choices, lazy
from app.statements import FULL
from questionnaires import Questionnaire
from questionnaires.schema import Criterion

MOST = 1000
"""Points that one criterion may be given."""


class Manner(StrEnum):
    """How weights are said."""

    POINTS = "points"
    RANKING = "ranking"
    INTERVALS = "intervals"


class WeightsForm(FlaskForm):
    """What every manner has: how sure, and why. The fields of each criterion come with its manner."""

    reason = Paragraph(
        lazy("Why"),
        [Length(max=20_000, message=lazy("Keep this under 20,000 characters."))],
        description=lazy("In the words of the decider. The provider never reads it."),
    )

    manner: Manner
    criteria: tuple[Criterion, ...]

    def of(self, criterion: Criterion) -> tuple[Field, ...]:
        """Return the fields of one criterion."""
        return tuple(self[name] for name in _names(self.manner, criterion.id))

    def value(self) -> dict[str, Any]:
        """Return what is said, as a statement holds it."""
        typed = {name: self[name].data for c in self.criteria for name in _names(self.manner, c.id)}
        found: dict[str, Any] = {"form": self.manner.value}
        match self.manner:
            case Manner.POINTS:
                found["precision"] = self["precision"].data
                found["points"] = {c.id: typed[f"points_{c.id}"] for c in self.criteria}
            case Manner.RANKING:
                found["ranking"] = _groups({c.id: typed[f"rank_{c.id}"] for c in self.criteria})
            case Manner.INTERVALS:
                for end, default in (("low", 0), ("high", FULL)):
                    said = {c.id: typed[f"{end}_{c.id}"] for c in self.criteria}
                    found[end] = {id_: default if bound is None else bound for id_, bound in said.items()}
        return found


def weights_form(
    questionnaire: Questionnaire,
    manner: Manner,
    language: str,
    held: Mapping[str, Any],
    precisions: Sequence[tuple[str, str]],
) -> WeightsForm:
    """Return the form of a manner, with what the decider said in it before; `precisions` are values and words."""
    fields: dict[str, Any] = dict(_fields(questionnaire, manner, language))
    if manner is Manner.POINTS:
        fields["precision"] = RadioField(lazy("How precise are these points?"), [Given(lazy("Choose an answer."))])
    made = cast("type[WeightsForm]", type("WeightsForm", (WeightsForm,), fields))
    form = made(data=_typed(held) if held.get("form") == manner else {"precision": "approximate"})
    form.manner, form.criteria = manner, questionnaire.criteria
    if manner is Manner.POINTS:
        cast(RadioField, form["precision"]).choices = choices(precisions)
    return form


def _fields(questionnaire: Questionnaire, manner: Manner, language: str) -> Iterator[tuple[str, WholeNumber]]:
    """Yield the fields of every criterion."""
    count = len(questionnaire.criteria)
    for criterion in questionnaire.criteria:
        label = criterion.name[language]
        match manner:
            case Manner.POINTS:
                rules: list[Any] = [Given(lazy("Write points, 0 if it does not count.")), Between(0, MOST)]
            case Manner.RANKING:
                rules = [Given(lazy("Write a rank; criteria that weigh the same share one.")), Between(1, count)]
            case Manner.INTERVALS:
                rules = [Between(0, FULL)]
        for name in _names(manner, criterion.id):
            yield name, WholeNumber(label, rules)


def _names(manner: Manner, criterion_id: str) -> tuple[str, ...]:
    """Return the fields of a criterion, by manner."""
    match manner:
        case Manner.POINTS:
            return (f"points_{criterion_id}",)
        case Manner.RANKING:
            return (f"rank_{criterion_id}",)
    return f"low_{criterion_id}", f"high_{criterion_id}"


def _groups(ranks: Mapping[str, int]) -> list[list[str]]:
    """Return criteria by rank, the heaviest first; those of one rank together."""
    in_order = sorted(ranks, key=lambda id_: ranks[id_])
    return [list(group) for _rank, group in groupby(in_order, key=lambda id_: ranks[id_])]


def _typed(held: Mapping[str, Any]) -> dict[str, Any]:
    """Return what holds as the fields of its manner."""
    found: dict[str, Any] = {"precision": held["precision"]}
    found |= {f"points_{id_}": points for id_, points in held["points"].items()}
    rank = 1
    for group in held["ranking"]:
        found |= {f"rank_{id_}": rank for id_ in group}
        rank += len(group)
    for end in ("low", "high"):
        found |= {f"{end}_{id_}": bound for id_, bound in held[end].items()}
    return found
