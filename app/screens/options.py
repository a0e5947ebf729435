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
from app.screens.trials import TrialForm, trial_form
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
    rank_heat,
    saving_curves,
    tornado,
)
from reports.language import NONE, Language
from reports.sentences import Sentences
from scoring import Assessment, Facts
from scoring.results import OptionResult


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
class OptionMore:
    """What the line of an option says beside its value: its range, how often it comes first, what it saves, since when.

    `low` and `high` are points of 100, None while nothing is drawn; `url` leads to where its values come from.
    """

    low: float | None
    high: float | None
    within: str
    first: str
    saving: str
    break_even: str
    url: str


@dataclass(frozen=True, slots=True)
class AttainedRow:
    """What maturity an option can bring on each side, and in all as a share of the targets."""

    name: str
    client: str
    provider: str
    share: str
    admitted: bool
    lead: bool


@dataclass(frozen=True, slots=True)
class SettingRow:
    """What leads under one setting of the weights."""

    name: str
    option: str
    same: bool


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
    more: Mapping[str, OptionMore]
    attained: tuple[AttainedRow, ...]
    settings: tuple[SettingRow, ...]
    trial: TrialForm
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
    """The charts of what varies: ranks, costs, savings over time, what weighs most; and the cost in words."""

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
        missing=(*say.missing(), *verdicts.to_complete(say)),
        may_judge=may(role, Action.JUDGE),
        missing_url=way_out[0],
        missing_act=way_out[1],
        conditions=tuple(_conditions(say)),
        dates=say.dates(),
        dots=option_dots(questionnaire, decision, language),
        gates={option.option_id: say.gates(option) for option in decision.options},
        leads={option.option_id: language.months(option.lead_months) for option in decision.options},
        more={option.option_id: _more(engagement, say, option) for option in decision.options},
        attained=tuple(_attained(say)),
        settings=tuple(_settings(say)),
        trial=trial_form(engagement, questionnaire, decision.weights, language),
        flips=say.flips(),
        doubts=say.doubts(),
        heat=criterion_heat(questionnaire, decision, language),
        criteria=tuple(_criteria(questionnaire, language)),
        grounds=_grounds(say),
        # That the client holds the key is told with the inherited share, just below.
        findings=verdicts.gravest(say),
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
        ranks=rank_heat(*drawn),
        costs=cost_ranges(*drawn),
        savings=saving_curves(say.questionnaire, say.facts, say.assessment.decision, say.language),
        tornado=tornado(*drawn),
        cost=tuple(text for text in (verdicts.cost(say), verdicts.dip(say)) if text),
    )


def _more(engagement: Engagement, say: Sentences, option: OptionResult) -> OptionMore:
    """Return the rest of the line of an option."""
    spread, language = option.spread, say.language
    _total, _range, saving, break_even = verdicts.option_cost(say, option)
    return OptionMore(
        low=None if spread is None else spread.low,
        high=None if spread is None else spread.high,
        within=NONE if spread is None else language.range(spread.low, spread.high, 0),
        first=language.share_words(option.ranks[0]) if option.ranks else NONE,
        saving=saving,
        break_even=break_even,
        url=url_for("options.reasons", engagement_id=engagement.id, option_id=option.option_id),
    )


def _attained(say: Sentences) -> Iterator[AttainedRow]:
    """Yield what maturity each option can bring."""
    decision, number = say.assessment.decision, say.language.number
    for option in decision.options:
        if (found := option.attained) is not None:
            yield AttainedRow(
                say.option(option.option_id),
                number(found.client),
                number(found.provider),
                say.language.percent(found.share),
                option.admitted,
                option.option_id == decision.recommendation.option,
            )


def _settings(say: Sentences) -> Iterator[SettingRow]:
    """Yield what leads with the weights in use, with others, and with those of each decider."""
    decision = say.assessment.decision
    names = {
        "points": _("Weights in use"),
        "equal": _("Every criterion the same"),
        "ranking": _("Their order alone"),
    }
    lead = decision.recommendation.option
    for setting, option_id in decision.outlook.robust if decision.outlook and lead else ():
        role = say.questionnaire.role.get(setting)
        name = say.language.text(role.name) if role else names[setting]
        yield SettingRow(name, say.option(option_id), say.family(option_id) == say.family(str(lead)))


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
