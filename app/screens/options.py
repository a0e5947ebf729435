"""The decision page: the advice with its class, conditions and doubts, and every option with its gates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.access import Action, may
from app.models import Engagement, MemberRole
from app.screens.motives import seeds_left
from app.screens.rules import effect_words
from questionnaires import Questionnaire, Side
from reports import verdicts
from reports.charts import (
    CriterionHeat,
    OptionDots,
    RangeDots,
    SavingCurves,
    TornadoBars,
    cost_ranges,
    criterion_heat,
    option_dots,
    option_ranges,
    rank_heat,
    saving_curves,
    tornado,
)
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
class RuleLine:
    """A rule that holds: what it does, where it is written, when that was checked."""

    id: str
    effect: str
    imposed: bool
    says: str
    reference: str
    checked: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the decision rests on: rules that hold, mechanisms against maturity, questions passed over, depth."""

    rules: tuple[RuleLine, ...]
    load: str
    skipped: tuple[str, ...]
    mode: str


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
    grounds: Grounds
    findings: tuple[str, ...]
    figures: Figures
    certainty: tuple[str, ...]
    staged: tuple[str, ...]
    parts: tuple[str, ...]
    triggers: tuple[str, ...]
    leaning: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The charts of what varies: ranges, ranks, costs, savings over time, what weighs most; and the cost in words."""

    ranges: RangeDots
    ranks: CriterionHeat
    costs: RangeDots
    savings: SavingCurves
    tornado: TornadoBars
    cost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """What is shown instead while questions that come before any option are left."""

    questions: tuple[str, ...]
    url: str


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
    way_out = _way_out(engagement, result)
    return OptionsPage(
        question=engagement.question or say.question(),
        headline=say.advice(),
        because=say.why(),
        classes=tuple(_classes(say)),
        missing=say.missing(),
        may_judge=may(role, Action.JUDGE),
        missing_url=way_out[0],
        missing_act=way_out[1],
        conditions=tuple(_conditions(say)),
        dates=say.dates(),
        dots=option_dots(questionnaire, decision, language),
        gates={option.option_id: say.gates(option) for option in decision.options},
        leads={option.option_id: language.months(option.lead_months) for option in decision.options},
        flips=say.flips(),
        doubts=say.doubts(),
        heat=criterion_heat(questionnaire, decision, language),
        criteria=tuple(_criteria(questionnaire, language)),
        grounds=_grounds(say),
        findings=verdicts.findings(say),
        figures=_figures(say),
        certainty=tuple(verdicts.doubts(say)),
        staged=verdicts.staged(say),
        parts=verdicts.parts(say),
        triggers=tuple(verdicts.triggers(say)),
        # For whoever can still complete the file: a leaning is no advice, and readers would take it for one.
        leaning=verdicts.leaning(say) if may(role, Action.JUDGE) else "",
    )


def _figures(say: Sentences) -> Figures:
    """Return the charts of what varies."""
    drawn = (say.questionnaire, say.assessment.decision, say.language)
    return Figures(
        ranges=option_ranges(*drawn),
        ranks=rank_heat(*drawn),
        costs=cost_ranges(*drawn),
        savings=saving_curves(say.questionnaire, say.facts, say.assessment.decision, say.language),
        tornado=tornado(*drawn),
        cost=tuple(text for text in (verdicts.cost(say), verdicts.dip(say)) if text),
    )


def closed_page(
    engagement: Engagement, role: MemberRole, questionnaire: Questionnaire, facts: Facts, language: Language
) -> ClosedPage | None:
    """Return the questions that come before any option and are left, None when there are none."""
    left = seeds_left(questionnaire, facts)
    if not left:
        return None
    url = url_for("motives.index", engagement_id=engagement.id) if may(role, Action.JUDGE) else ""
    return ClosedPage(tuple(language.text(question.question) for question in left), url)


def _grounds(say: Sentences) -> Grounds:
    """Return what the decision rests on."""
    return Grounds(tuple(_rules(say)), say.mechanisms(), say.skipped(), say.mode())


def _rules(say: Sentences) -> Iterator[RuleLine]:
    """Yield the rules that hold, the law first."""
    questionnaire, language = say.questionnaire, say.language
    for outcome in say.assessment.decision.rules:
        rule = questionnaire.rule[outcome.rule_id]
        if outcome.holds:
            yield RuleLine(
                id=rule.id,
                effect=effect_words(rule),
                imposed=rule.legal,
                says=language.text(rule.says),
                reference=language.text(rule.reference) if rule.reference else "",
                checked=language.date(rule.checked),
                options=tuple(language.text(questionnaire.option[id_].name) for id_ in rule.options),
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
    if "driver" in kinds:
        return url_for("judgements.index", engagement_id=engagement.id), _("Give the judgements")
    if "readiness" in kinds:
        return url_for("readiness.index", engagement_id=engagement.id), _("Look at the tender file")
    return url_for("framing.show", engagement_id=engagement.id), _("Complete the framing")
