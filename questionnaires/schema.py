"""What a questionnaire is made of: typed, frozen, in French and in English side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from questionnaires.base import (
    LANGUAGES,
    LEVELS,
    Grade,
    Identifier,
    Model,
    Named,
    Sentence,
    Side,
    Text,
    Texts,
    Unit,
)
from questionnaires.conditions import Condition
from questionnaires.registers import (
    AgendaItem,
    Clause,
    FramingFact,
    FramingGroup,
    Guide,
    Indicator,
    IndicatorClass,
    Mechanism,
    Motive,
    Procedure,
    ReadinessBand,
    ReadinessItem,
    ScoredQuestion,
    SeedQuestion,
    Tower,
    TransformationQuestion,
    UseRule,
)
from questionnaires.rules import CONTRACT, INDICES, Rule

__all__ = ["LANGUAGES", "LEVELS", "Grade", "Questionnaire", "Side", "Text", "Texts"]


class ScaleLevel(Model):
    """One step of the common 0-5 scale."""

    level: Annotated[int, Field(ge=0, le=5)]
    name: Text
    test: Text


class GradeRule(Model):
    """An evidence grade and the highest level that it can carry."""

    grade: Grade
    name: Text
    cap: Annotated[int, Field(ge=0, le=5)]


class Domain(Named):
    """Contract, procedures, indicators or relationship."""

    weight: Annotated[int, Field(ge=0)] = 1


class Theme(Named):
    """A group of practices about one subject."""

    domain: Identifier
    short: Text


class Role(Named):
    """What a respondent does, on one side."""

    side: Side


def _strength(value: float) -> float:
    """Refuse a strength that no reader of the catalogue could tell from its neighbour."""
    if value not in (1, 0.5):
        raise ValueError("use 1 (essential) or 0.5 (helpful)")
    return value


Strength = Annotated[float, AfterValidator(_strength)]


class Need(Model):
    """An input that a practice waits for from the other side.

    `strength` is 1 (essential) when the practice cannot rise more than one level above its input,
    0.5 (helpful) when it can reach two; a helpful need says why in `reason`.
    """

    ref: Identifier
    strength: Strength
    what: Text
    reason: Text | None = None

    @property
    def headroom(self) -> int:
        """Levels that the practice can stand above its input: 1 / strength."""
        return 1 if self.strength == 1 else 2


class Anchor(Model):
    """The observable behaviour that makes one level of one practice."""

    level: Annotated[int, Field(ge=0, le=5)]
    fr: Sentence
    en: Sentence

    def __getitem__(self, language: str) -> str:
        """Return the text in one of `LANGUAGES`."""
        return self.fr if language == "fr" else self.en


class Action(Model):
    """What one side does to lift a practice; person-days and elapsed weeks, for a medium contract."""

    do: Text
    days: Annotated[int, Field(gt=0)]
    weeks: Annotated[int, Field(gt=0)]


class Actions(Model):
    """One action per side."""

    client: Action
    provider: Action

    def __getitem__(self, side: Side) -> Action:
        """Return the action of one side."""
        return self.client if side is Side.CLIENT else self.provider


Inherited = Literal["yes", "partly", "no"]


class Practice(Named):
    """What is rated from 0 to 5, on one side."""

    theme: Identifier
    side: Side
    weight: Annotated[int, Field(ge=0, le=10)]
    critical: bool = False
    sensitive: bool = False
    why: Text
    levels: Annotated[tuple[Anchor, ...], Field(min_length=6, max_length=6)]
    evidence: Texts
    probes: Texts
    needs: tuple[Need, ...] = ()
    inherited: Inherited
    inherited_why: Text
    actions: Actions

    @property
    def inherited_share(self) -> Fraction:
        """Return 1, 1/2 or 0: how much of a gap here meets any successor unchanged."""
        return {"yes": Fraction(1), "partly": Fraction(1, 2), "no": Fraction(0)}[self.inherited]


class Mode(Named):
    """How deep the assessment goes; `practices` empty means all of them.

    `at_most_probable` keeps the advice from being clear; `evidence` asks for documents seen, not words only.
    """

    summary: Text
    practices: tuple[Identifier, ...] = ()
    at_most_probable: bool = False
    evidence: bool = False


class Family(Named):
    """A group of options that answer the headline question the same way."""


class Option(Named):
    """A course of action, with its parameters (`domain.md` 5.5) as shares from 0 to 1."""

    family: Identifier
    content: Text
    headline: Text
    switching: Unit
    transformation: Unit
    client_months: Annotated[int, Field(ge=0)]
    provider_months: Annotated[int, Field(ge=0)]
    renewal: Unit
    load: Unit
    months_to_benefit: Annotated[int, Field(ge=0)]


class Criterion(Named):
    """What options are weighed on; worst and best are fixed before any option is valued.

    `worst_value` and `best_value` are the anchors in the criterion's unit: a share (continuity, need, maturity,
    capacity, people, executive), the full cost over that of doing nothing (cost), months (time).
    """

    weight: Annotated[int, Field(ge=0, le=100)]
    worst_value: float
    best_value: float
    meaning: Text
    worst: Text
    best: Text


class Driver(Named):
    """A judgement of 0 to 1 that enters the value of options."""

    question: Text
    low: Text
    high: Text
    spread: Unit = 0.15


Mark = Literal["A", "B", "C", "M", "E"]
"""How far a figure can be believed: audited, survey, press, professional memory, estimate (`MarkMeaning`)."""


class Parameter(Named):
    """A figure of the cost and capability model that an engagement may replace: three points, unit and source.

    One in ten lower than `low`, one in ten higher than `high`. `group` is the heading under which it is asked.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    group: Identifier
    unit: Text
    low: float
    typical: float
    high: float
    mark: Mark
    source: Text

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """The three points go up."""
        if not self.low <= self.typical <= self.high:
            raise ValueError("put low, typical and high in order")
        return self


class ParameterGroup(Named):
    """A heading under which parameters are asked."""


class MarkMeaning(Named):
    """What a mark says of a figure or of a rule."""

    id: Mark


class CostLine(Named):
    """One line of the full cost of an option (`domain.md` 5.3)."""


class PriceEffect(Model):
    """Which parameter lowers the fees of an option: from the day it is in force, or once the service is transformed.

    `share` is how much of the fall the option obtains.
    """

    option: Identifier
    parameter: Identifier
    share: Unit = 1.0
    transformed: bool = False


class LeadTime(Model):
    """Months that an option takes before the new situation holds; parts add up."""

    option: Identifier
    preparation: Annotated[int, Field(ge=0)] = 0
    shortest_preparation: Annotated[int, Field(ge=0)] = 0
    signature: Annotated[int, Field(ge=0)]
    transition: Annotated[int, Field(ge=0)]

    @property
    def months(self) -> int:
        """Usual lead time, in months."""
        return self.preparation + self.signature + self.transition

    @property
    def shortest(self) -> int:
        """Lead time once the preparation is cut as far as it can be, in months."""
        return self.shortest_preparation + self.signature + self.transition


class ContractForm(Named):
    """The legal form of the contract, which sets how long a change takes."""

    lead_times: tuple[LeadTime, ...]

    def lead_time(self, option_id: str) -> LeadTime | None:
        """Return the lead time of an option, None when it needs none."""
        return next((lead for lead in self.lead_times if lead.option == option_id), None)


class Thresholds(Model):
    """Limits of gates, classes and warnings (`design.md` 4.8, 4.10; `methods.md` 4.9)."""

    target: Annotated[int, Field(ge=0, le=5)]
    sensitive_target: Annotated[int, Field(ge=0, le=5)]
    calibration_gap: float
    high_confidence_gap: float
    agreement_good: Unit
    agreement_tentative: Unit
    agreement_raters: Annotated[int, Field(ge=2)]
    agreement_practices: Annotated[int, Field(ge=1)]
    gap_seen: float
    self_favouring: float
    rater_range: Annotated[float, Field(gt=0, lt=1)]
    prior_rater: Annotated[float, Field(gt=0)]
    prior_residual: Annotated[float, Field(gt=0)]
    prior_worth: Annotated[int, Field(gt=0)]
    coverage: Unit
    low_confidence_share: Unit
    printable_sources: int
    printable_aggregate: int
    ceiling_notice: Unit
    uncapped_notice: Unit
    refusal_ability: Unit
    refusal_evidenced_parts: int
    readiness_retender: float
    readiness_transform: float
    transformation_yes: int
    team_warning: Unit
    team_gate: Unit
    combine_points: float
    price_leads: Unit
    fatigue_leads: Unit
    clear_win: Unit
    clear_points: float
    probable_win: Unit
    probable_points: float
    draws: Annotated[int, Field(gt=0)]
    central_draws: Annotated[int, Field(gt=0)]
    dependence: Unit
    own_points: float
    readiness_spread: Unit
    index_spread: Unit
    seed: int


class ValueModel(Model):
    """Coefficients of the reference value model, named as in `domain.md` 5.5."""

    prep_share: float
    prep_exit: float
    prep_day_to_day: float
    prep_capacity: float
    risk_readiness: float
    risk_exit: float
    risk_day_to_day: float
    risk_insourcing: float
    stay_need: float
    stay_will: float
    stay_fit_base: float
    stay_fit_gain: float
    stay_fit_scale: float
    switch_fit_base: float
    switch_fit_gain: float
    capacity_slope: float
    people_base: float
    people_trust: float
    people_stay_base: float
    people_stay_gain: float
    people_new: float
    executive_prepare: float
    fatigue_cut: float
    fatigue_from: float
    fatigue_over: float


class AttainableModel(Model):
    """How fast practices rise (`design.md` 4.9): months for `gain` levels of client work."""

    months_per_level: Annotated[int, Field(gt=0)]
    gain: float


class InsourcingModel(Model):
    """What the client's means to take a service back are worth, and what they change (`domain.md` 5.1)."""

    skills: Unit
    scale: Unit
    control: Unit
    staged: Unit
    already: Unit
    some_skills: Unit
    recruitable_skills: Unit
    fit: Unit
    load: Unit
    level: float


class MotiveModel(Model):
    """How far a motive counts (`domain.md` 4).

    `holders` is what it weighs with none, one, two ... independent holders; `full_gap` the price gap, a share of the
    price, that counts in full; `comparison` how far a price comparison is believed, by confidence.
    """

    holders: Annotated[tuple[Unit, ...], Field(min_length=2)]
    full_gap: Annotated[float, Field(gt=0)]
    comparison: Mapping[str, Unit]


class LoadModel(Model):
    """Above `base` + `slope` x M, the mechanisms in force are too heavy for both sides (`domain.md` 7)."""

    base: Annotated[int, Field(ge=0)]
    slope: Annotated[int, Field(ge=0)]


class WeightPrecision(Model):
    """By which factor the true ratio of two points may differ, nine times out of ten, for each word."""

    firm: Annotated[float, Field(ge=1)]
    approximate: Annotated[float, Field(ge=1)]
    rough: Annotated[float, Field(ge=1)]


class Planning(Model):
    """What a plan may hold (`design.md` 4.12; `domain.md` 2.3 and 7).

    `absorption` is the number of actions that one side may have under way in a quarter, by the overall maturity M
    below which it holds; `step_months` the months that one level takes at the least. Effort is scaled by the yearly
    value of the contract: `small` below `small_value`, `large` from `large_value`, in currency.
    """

    horizon_months: Annotated[int, Field(gt=0)]
    step_months: Annotated[int, Field(gt=0)]
    absorption: Annotated[tuple[Absorption, ...], Field(min_length=1)]
    small_value: int
    large_value: int
    small: float
    large: float
    one_side_share: Unit
    people: Identifier
    people_level: Annotated[int, Field(ge=0, le=5)]
    people_domain: Identifier


class Absorption(Model):
    """How many actions a side can carry at once while M is below a level."""

    below: float
    actions: Annotated[int, Field(gt=0)]


class FindingLimits(Model):
    """From when the engine says plainly what it sees."""

    provider_asymmetry: float
    provider_share: Unit
    provider_ability: Unit
    client_share: Unit
    risky_continuity: Unit
    veto_acceptability: Unit
    lots_level: Annotated[int, Field(ge=0, le=5)]
    failing_intensity: Annotated[int, Field(ge=0, le=3)]


class MoneyModel(Model):
    """How the full cost of an option adds up (`domain.md` 5.3; `design.md` 4.9).

    Months, years, days; rates in percent a year. `price_unproven` is how much of a typical fall in price is believed
    without a proven price gap; switching costs are multiplied by `readiness_even` less readiness; the effect of a
    transformation comes `transformation_months` after take-over; the effort and gain of an improvement plan are given
    for `plan_months` of client work.
    """

    horizon_months: Annotated[int, Field(gt=0)]
    after_term_months: Annotated[int, Field(ge=0)]
    discount_rate: Annotated[float, Field(ge=0)]
    indexation: float
    contract_years: Annotated[float, Field(gt=0)]
    price_unproven: Unit
    readiness_even: Annotated[float, Field(ge=1)]
    transformation_months: Annotated[int, Field(ge=0)]
    plan_months: Annotated[int, Field(gt=0)]
    days_a_year: Annotated[int, Field(gt=0)]


class IndexDefinition(Named):
    """A named index: the weighted mean of some practices over 5."""

    meaning: Text
    practices: Annotated[tuple[Identifier, ...], Field(min_length=1)]


class Questionnaire(Model):
    """The whole versioned content, as scoring, reports and pages read it."""

    version: Sentence
    title: Text
    digest: str
    scale: Annotated[tuple[ScaleLevel, ...], Field(min_length=6, max_length=6)]
    grades: Annotated[tuple[GradeRule, ...], Field(min_length=4, max_length=4)]
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)]
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    domains: Annotated[tuple[Domain, ...], Field(min_length=1)]
    themes: Annotated[tuple[Theme, ...], Field(min_length=1)]
    practices: Annotated[tuple[Practice, ...], Field(min_length=1)]
    indices: tuple[IndexDefinition, ...]
    families: tuple[Family, ...]
    options: tuple[Option, ...]
    criteria: tuple[Criterion, ...]
    drivers: tuple[Driver, ...]
    contract_forms: tuple[ContractForm, ...]
    thresholds: Thresholds
    value_model: ValueModel
    attainable: AttainableModel
    insourcing: InsourcingModel
    findings: FindingLimits
    motive_model: MotiveModel
    mechanism_load: LoadModel
    weight_precision: WeightPrecision
    money_model: MoneyModel
    planning: Planning
    climate_law: date
    towers: tuple[Tower, ...] = ()
    clauses: tuple[Clause, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    indicator_classes: tuple[IndicatorClass, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    indicator_rules: tuple[UseRule, ...] = ()
    motives: tuple[Motive, ...] = ()
    seed_questions: tuple[SeedQuestion, ...] = ()
    readiness: tuple[ReadinessItem, ...] = ()
    transformation: tuple[TransformationQuestion, ...] = ()
    readiness_bands: tuple[ReadinessBand, ...] = ()
    framing_groups: tuple[FramingGroup, ...] = ()
    framing: tuple[FramingFact, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    parameter_groups: tuple[ParameterGroup, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    marks: tuple[MarkMeaning, ...] = ()
    cost_lines: tuple[CostLine, ...] = ()
    price_effects: tuple[PriceEffect, ...] = ()
    rules: tuple[Rule, ...] = ()
    ability: tuple[ScoredQuestion, ...] = ()
    acceptability: tuple[ScoredQuestion, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    guides: tuple[Guide, ...] = ()

    def __copy__(self) -> Self:
        """Leave the mappings below behind: a copy may hold other items, or the same in another order."""
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields:
            del copied.__dict__[name]
        return copied

    @cached_property
    def practice(self) -> Mapping[str, Practice]:
        """Practices by id, in catalogue order."""
        return {practice.id: practice for practice in self.practices}

    @cached_property
    def mode(self) -> Mapping[str, Mode]:
        """Modes by id."""
        return {mode.id: mode for mode in self.modes}

    @cached_property
    def theme(self) -> Mapping[str, Theme]:
        """Themes by id."""
        return {theme.id: theme for theme in self.themes}

    @cached_property
    def domain(self) -> Mapping[str, Domain]:
        """Domains by id."""
        return {domain.id: domain for domain in self.domains}

    @cached_property
    def option(self) -> Mapping[str, Option]:
        """Options by id."""
        return {option.id: option for option in self.options}

    @cached_property
    def family(self) -> Mapping[str, Family]:
        """Families by id."""
        return {family.id: family for family in self.families}

    @cached_property
    def role(self) -> Mapping[str, Role]:
        """Roles by id."""
        return {role.id: role for role in self.roles}

    @cached_property
    def parameter(self) -> Mapping[str, Parameter]:
        """Parameters by id."""
        return {parameter.id: parameter for parameter in self.parameters}

    @cached_property
    def driver(self) -> Mapping[str, Driver]:
        """Drivers by id."""
        return {driver.id: driver for driver in self.drivers}

    @cached_property
    def contract_form(self) -> Mapping[str, ContractForm]:
        """Contract forms by id."""
        return {form.id: form for form in self.contract_forms}

    @cached_property
    def cap(self) -> Mapping[Grade, int]:
        """Highest level that each grade can carry."""
        return {rule.grade: rule.cap for rule in self.grades}

    @cached_property
    def rule(self) -> Mapping[str, Rule]:
        """Rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every name that the condition of a rule may use, with its kind."""
        practices = {id_.replace("-", "_"): "number" for id_ in self.practice}
        framing = {fact.id: fact.kind for fact in self.framing}
        return {**framing, **CONTRACT, **dict.fromkeys(INDICES, "number"), **practices}

    @cached_property
    def conditions(self) -> Mapping[str, Condition]:
        """The condition of each rule, parsed and typed.

        Raises
        ------
        ValueError
            If one cannot be; the loader has named it before.
        """
        return {rule.id: Condition(rule.when, self.names) for rule in self.rules}

    def towers_of(self, practice_id: str) -> tuple[str, ...]:
        """Return the towers that a practice needs one of; none when it concerns the whole service."""
        return tuple(tower.id for tower in self.towers if practice_id in tower.practices)

    def domain_of(self, practice: Practice) -> Domain:
        """Return the domain of a practice."""
        return self.domain[self.theme[practice.theme].domain]

    def in_mode(self, mode_id: str) -> tuple[Practice, ...]:
        """Return the practices of a mode, in catalogue order."""
        mode = self.mode[mode_id]
        if not mode.practices:
            return self.practices
        return tuple(practice for practice in self.practices if practice.id in mode.practices)

    def by_domain(self, side: Side, practices: tuple[Practice, ...]) -> Iterator[tuple[Domain, list[Practice]]]:
        """Yield each domain with the given practices of one side, in catalogue order."""
        for domain in self.domains:
            yield domain, [p for p in practices if p.side is side and self.domain_of(p) is domain]
