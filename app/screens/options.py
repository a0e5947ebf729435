"""The decision page: the advice with its class, conditions and doubts, and every option with its gates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.access import Action, may
from app.models import Engagement, MemberRole
from questionnaires import Questionnaire, Side
from reports.charts import CriterionHeat, OptionDots, criterion_heat, option_dots
from reports.language import Language
from reports.sentences import Sentences
from scoring import Assessment, Facts


@dataclass(frozen=True, slots=True)
class ClassItem:
    """How sure the advice is, about one comparison."""

    about: str
    words: str
    detail: str


@dataclass(frozen=True, slots=True)
class ConditionColumn:
    """What one side must do."""

    party: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion and its two ends."""

    name: str
    worst: str
    best: str


@dataclass(frozen=True, slots=True)
class OptionsPage:
    """Everything that the page shows."""

    question: str
    headline: str
    because: tuple[str, ...]
    classes: tuple[ClassItem, ...]
    missing: tuple[str, ...]
    may_judge: bool
    missing_url: str
    missing_act: str
    conditions: tuple[ConditionColumn, ...]
    dates: tuple[str, ...]
    dots: OptionDots
    gates: Mapping[str, tuple[str, ...]]
    leads: Mapping[str, str]
    flips: tuple[str, ...]
    doubts: tuple[str, ...]
    heat: CriterionHeat
    criteria: tuple[CriterionView, ...]


def options_of(
    engagement: Engagement,
    role: MemberRole,
    questionnaire: Questionnaire,
    facts: Facts,
    result: Assessment,
    language: Language,
) -> OptionsPage:
    """Return the page for one reader."""
    say = Sentences(questionnaire, facts, result, language)
    decision = result.decision
    missing_url, missing_act = _way_out(engagement, result)
    return OptionsPage(
        question=engagement.question or say.question(),
        headline=say.advice(),
        because=say.why(),
        classes=tuple(_classes(say)),
        missing=say.missing(),
        may_judge=may(role, Action.JUDGE),
        missing_url=missing_url,
        missing_act=missing_act,
        conditions=tuple(_conditions(say)),
        dates=say.dates(),
        dots=option_dots(questionnaire, decision, language),
        gates={option.option_id: say.gates(option) for option in decision.options},
        leads={option.option_id: language.months(option.lead_months) for option in decision.options},
        flips=say.flips(),
        doubts=say.doubts(),
        heat=criterion_heat(questionnaire, decision, language),
        criteria=tuple(_criteria(questionnaire, language)),
    )


def _classes(say: Sentences) -> Iterator[ClassItem]:
    """Yield the class for the family, then for the option inside it."""
    found = say.assessment.decision.recommendation
    yield ClassItem(*say.headline_class())
    if found.option is not None:
        yield ClassItem(*say.option_class())


def _conditions(say: Sentences) -> Iterator[ConditionColumn]:
    """Yield what each side must do, the client first."""
    for side in Side:
        if actions := say.conditions(side):
            yield ConditionColumn(say.name(side), actions)


def _criteria(questionnaire: Questionnaire, language: Language) -> Iterator[CriterionView]:
    """Yield each criterion with its two ends."""
    for criterion in questionnaire.criteria:
        yield CriterionView(
            language.text(criterion.name), language.text(criterion.worst), language.text(criterion.best)
        )


def _way_out(engagement: Engagement, result: Assessment) -> tuple[str, str]:
    """Return where what is missing can be given."""
    kinds = {ref.kind for ref in result.decision.recommendation.missing}
    if kinds & {"coverage", "index"}:
        return url_for("respondents.index", engagement_id=engagement.id), _("Go to the interviews")
    if kinds & {"driver", "readiness"}:
        return url_for("judgements.index", engagement_id=engagement.id), _("Give the judgements")
    return url_for("engagements.framing", engagement_id=engagement.id), _("Complete the framing")
