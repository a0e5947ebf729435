"""Weights: who decides and what each said of the criteria; one decider's form, with both ends of every criterion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from wtforms import Field

from app.forms.weights import Manner, WeightsForm
from app.models import Engagement
from app.services.statements import Held
from questionnaires import Questionnaire, Side
from questionnaires.schema import Criterion
from reports.language import Language

HEAVIEST = 3
"""Criteria named in the line of a decider."""


@dataclass(frozen=True, slots=True)
class DeciderRow:
    """What one decider said: how, what weighs most, when."""

    name: str
    manner: str
    heaviest: str
    said_on: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True)
class OtherDecider:
    """Somebody who could be asked."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class CriterionShare:
    """A criterion, its two ends, and its share of the weight."""

    name: str
    worst: str
    best: str
    share: str


@dataclass(frozen=True, slots=True)
class WeightsPage:
    """Everything that the list shows; `used` are the weights that options are valued with."""

    deciders: tuple[DeciderRow, ...]
    others: tuple[OtherDecider, ...]
    used: tuple[CriterionShare, ...]
    used_from: str


@dataclass(frozen=True, slots=True)
class CriterionFields:
    """A criterion with its two ends and the fields of the manner."""

    name: str
    meaning: str
    worst: str
    best: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class MannerLink:
    """Another way to say the same."""

    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class DeciderPage:
    """Everything that the form of one decider shows."""

    role_id: str
    decider: str
    manners: tuple[MannerLink, ...]
    question: str
    heads: tuple[str, ...]
    rows: tuple[CriterionFields, ...]
    held: str


def manner_words(manner: Manner) -> str:
    """Return the name of a manner."""
    match manner:
        case Manner.POINTS:
            return _("Points")
        case Manner.RANKING:
            return _("Ranking")
    return _("Intervals")


def precision_words(questionnaire: Questionnaire, language: Language) -> list[tuple[str, str]]:
    """Return how precise points can be, in words and as the factor that they mean."""
    factors = questionnaire.weight_precision

    def times(factor: float) -> str:
        return language.trimmed(factor, 2)

    return [
        ("firm", _("Firm: right within a factor of %(factor)s", factor=times(factors.firm))),
        ("approximate", _("Approximate: within a factor of %(factor)s", factor=times(factors.approximate))),
        ("rough", _("Rough: within a factor of %(factor)s", factor=times(factors.rough))),
    ]


def weights_page(
    engagement: Engagement,
    questionnaire: Questionnaire,
    said: Mapping[str, Held],
    used: Mapping[str, float],
    language: Language,
) -> WeightsPage:
    """Return the list of deciders, with the weights in use (shares of 1, by criterion)."""
    others = (role for role in questionnaire.roles if role.side is Side.CLIENT and role.id not in said)
    source = _("Their mean, used for every option:") if said else _("Nobody was asked yet: the usual weights are used.")
    return WeightsPage(
        deciders=tuple(_decider(engagement, questionnaire, id_, held, language) for id_, held in said.items()),
        others=tuple(OtherDecider(language.text(role.name), _address(engagement, role.id)) for role in others),
        used=tuple(_shares(questionnaire, used, language)),
        used_from=source,
    )


def _decider(
    engagement: Engagement, questionnaire: Questionnaire, decider: str, held: Held, language: Language
) -> DeciderRow:
    """Return what one decider said, in a line."""
    stated = stated_by(questionnaire, held.value)
    heaviest = sorted(questionnaire.criteria, key=lambda criterion: -stated[criterion.id])[:HEAVIEST]
    words = [f"{language.text(c.name)}\u00a0{language.percent(stated[c.id])}" for c in heaviest]
    return DeciderRow(
        name=language.text(questionnaire.role[decider].name),
        manner=manner_words(Manner(held.value["form"])),
        heaviest=", ".join(words),
        said_on=language.date(held.decided_at.date()),
        reason=held.reason,
        url=_address(engagement, decider),
    )


def stated_by(questionnaire: Questionnaire, value: Mapping[str, Any]) -> dict[str, float]:
    """Return the weights that one decider stated, shares of 1."""
    from scoring.weighing import read_weighing  # noqa: PLC0415  # numpy, which most pages do without

    criteria = [criterion.id for criterion in questionnaire.criteria]
    return read_weighing(value, criteria, questionnaire.weight_precision).stated(criteria)


def _shares(questionnaire: Questionnaire, used: Mapping[str, float], language: Language) -> Iterator[CriterionShare]:
    """Yield each criterion with its share."""
    text = language.text
    for criterion in questionnaire.criteria:
        share = language.percent(used[criterion.id])
        yield CriterionShare(text(criterion.name), text(criterion.worst), text(criterion.best), share)


def decider_page(
    engagement: Engagement,
    questionnaire: Questionnaire,
    decider: str,
    form: WeightsForm,
    held: Held | None,
    language: Language,
) -> DeciderPage:
    """Return the form of one decider in one manner."""
    since = ""
    if held is not None:
        manner, day = manner_words(Manner(held.value["form"])), language.date(held.decided_at.date())
        since = _(
            "Said on %(day)s: %(manner)s. Saving here replaces it; the earlier one stays on file.",
            day=day,
            manner=manner,
        )
    return DeciderPage(
        role_id=decider,
        decider=language.text(questionnaire.role[decider].name),
        manners=tuple(_manners(engagement, decider, form.manner)),
        question=_question(form.manner),
        heads=_heads(form.manner),
        rows=tuple(_row(form, criterion, language) for criterion in questionnaire.criteria),
        held=since,
    )


def _manners(engagement: Engagement, decider: str, current: Manner) -> Iterator[MannerLink]:
    """Yield the three ways to say weights."""
    for manner in Manner:
        yield MannerLink(manner_words(manner), _address(engagement, decider, manner), manner is current)


def _question(manner: Manner) -> str:
    """Return what is asked, by manner."""
    match manner:
        case Manner.POINTS:
            return _(
                "Everything is at its worst. Which criterion would you raise to its best first? Give it 100 points, "
                "then the others in proportion: 50 counts half as much."
            )
        case Manner.RANKING:
            return _(
                "Everything is at its worst. Which criterion would you raise to its best first? It is rank 1. "
                "Criteria that weigh the same share a rank."
            )
    return _(
        "Of 100 points in all, between how many and how many would each criterion get? "
        "Leave an end empty when you cannot tell."
    )


def _heads(manner: Manner) -> tuple[str, ...]:
    """Return the heads of the fields."""
    match manner:
        case Manner.POINTS:
            return (_("Points"),)
        case Manner.RANKING:
            return (_("Rank"),)
    return _("At least"), _("At most")


def _row(form: WeightsForm, criterion: Criterion, language: Language) -> CriterionFields:
    """Return one criterion with its fields."""
    text = language.text
    words = (text(criterion.name), text(criterion.meaning), text(criterion.worst), text(criterion.best))
    return CriterionFields(*words, form.of(criterion))


def _address(engagement: Engagement, decider: str, manner: Manner | None = None) -> str:
    """Return the address of the form of a decider."""
    return url_for("weights.show", engagement_id=engagement.id, role_id=decider, form=manner and manner.value)
