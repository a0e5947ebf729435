"""What scoring gives back: frozen figures that carry their range, their coverage and their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from questionnaires import Grade, Side


@dataclass(frozen=True, slots=True)
class Ref:
    """A reason: what kind of thing, and which one (`Ref("answer", id)`, `Ref("practice", "CTR-SCP-C1")`)."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what could still move it.

    `value` is None when nothing supports a number. `low` and `high` say what unanswered practices could make
    of it. `coverage` is the share of weight that is rated, 0 to 1; None when nothing is in scope.
    """

    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    coverage: Fraction | None
    reasons: tuple[Ref, ...] = ()


class Confidence(StrEnum):
    """How far a rating can be relied on."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Doubt(StrEnum):
    """Why a practice waits for calibration."""

    GAP = "gap"
    CONTRADICTED = "contradicted"
    WEAK_EVIDENCE = "weak_evidence"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Rating:
    """The value used for a practice and where it comes from.

    `value` is None when nobody rated it. `uncapped` is the value before the evidence cap. `gap` is the client's
    value minus the provider's, signed, before any cap. `one_view` is true when only one side rated. `sources`
    counts persons and documents seen; `dont_know` counts respondents who cannot rate.
    """

    practice_id: str
    in_scope: bool
    value: Fraction | None
    uncapped: Fraction | None
    client_value: Fraction | None
    provider_value: Fraction | None
    gap: Fraction | None
    grade: Grade | None
    cap: int | None
    confidence: Confidence | None
    doubts: tuple[Doubt, ...]
    decided: bool
    above_cap: bool
    consent: bool
    one_view: bool
    respondents: int
    sources: int
    dont_know: int
    not_applicable: int
    reasons: tuple[Ref, ...]

    @property
    def capped(self) -> bool:
        """Whether missing evidence holds the value down."""
        return self.value is not None and self.uncapped is not None and self.value < self.uncapped


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A theme, a domain or a side: index and level together, never one without the other.

    `steps` are the five step achievements, 0 to 1 (None unless everything in scope is rated). `level_low` and
    `level_high` are the gated level with unrated practices at 0 and at 5; None when nothing is in scope.
    `held_by` names what keeps the level from the next one: critical practices, or the limiting domain of a side.
    """

    id: str
    index: Figure
    steps: tuple[Fraction, ...] | None
    level_low: int | None
    level_high: int | None
    held_by: tuple[Ref, ...]
    practices: int
    rated: int
    not_applicable: int
    unrated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DomainScore:
    """A domain of one side, with its themes."""

    score: GroupScore
    themes: tuple[GroupScore, ...]


@dataclass(frozen=True, slots=True)
class SideScore:
    """One side: its overall score and its domains, in the questionnaire's order."""

    side: Side
    score: GroupScore
    domains: tuple[DomainScore, ...]
    low_confidence: int


@dataclass(frozen=True, slots=True)
class InputShare:
    """One input of a practice: its rating, the hurdle it sets and its share of the inherited part, in levels."""

    ref: str
    strength: float
    rating: Fraction | None
    ceiling: Fraction
    hurdle: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What a practice lacks to reach its target, split by who can remove it, in levels.

    `own` + `inherited` = `total`. `ceiling` is what the inputs allow (5 without inputs); `compensation` how far
    the owner stands above it; `exposure` what even a perfect owner would miss; `additive` the inherited part if
    weaknesses add up, the upper end.
    """

    practice_id: str
    weight: int
    target: Fraction
    rating: Fraction
    ceiling: Fraction
    total: Fraction
    inherited: Fraction
    own: Fraction
    compensation: Fraction
    exposure: Fraction
    additive: Fraction
    inputs: tuple[InputShare, ...]


@dataclass(frozen=True, slots=True)
class InputTotal:
    """What one input of the other side unlocks over all practices that wait for it, in weighted points."""

    practice_id: str
    points: Fraction
    unlocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inheritance:
    """One side's shortfall, in weighted points (weight times levels).

    `share` is K: inherited over shortfall; None when nothing is rated, and 0 with `no_shortfall` when every
    practice is at its target. `uncapped_share` is the same before evidence caps. `change_alone`,
    `repair_alone` and `both` are the three figures executives ask for.
    """

    side: Side
    share: Fraction | None
    uncapped_share: Fraction | None
    no_shortfall: bool
    reached: Fraction
    shortfall: Fraction
    inherited: Fraction
    own: Fraction
    change_alone: Fraction
    repair_alone: Fraction
    both: Fraction
    practices: tuple[Shortfall, ...]
    inputs: tuple[InputTotal, ...]
    weak_evidence: tuple[str, ...]

    @property
    def waiting(self) -> tuple[Shortfall, ...]:
        """Practices that wait for an input, the heaviest inherited part first."""
        held = [item for item in self.practices if item.inherited > 0]
        return tuple(sorted(held, key=lambda item: (-item.weight * item.inherited, item.practice_id)))


@dataclass(frozen=True, slots=True)
class Maturity:
    """Both sides, what a successor would inherit, and the named indices (0 to 1)."""

    sides: Mapping[Side, SideScore]
    ratings: Mapping[str, Rating]
    inheritance: Mapping[Side, Inheritance]
    indices: Mapping[str, Figure]
    structural_share: Figure
    asymmetry: Fraction | None
    overall: Fraction | None
    coverage: Fraction | None
    low_confidence_share: Fraction | None
    respondents: Mapping[Side, int]


class GateKind(StrEnum):
    """What can forbid an option, or warn about it."""

    CONTINUATION = "continuation"
    PROVISIONS = "provisions"
    RULE = "rule"
    BEFORE_LAUNCH = "before_launch"
    REFUSAL = "refusal"
    READINESS = "readiness"
    TRANSFORMATION = "transformation"
    BLOCKING = "blocking"
    PREPARED = "prepared"
    LEAD_TIME = "lead_time"
    SHORT_PREPARATION = "short_preparation"
    TEAM_ALONE = "team_alone"
    TEAM_DOUBT = "team_doubt"
    REFERENCE_ONLY = "reference_only"
    FORCED = "forced"


class Effect(StrEnum):
    """What a gate does to an option."""

    EXCLUDE = "exclude"
    WARN = "warn"
    FORCE = "force"


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate met by one option, with the values that the sentence about it needs.

    `legal` is true when the law imposes it: it is then told as imposed, never as a preference.
    """

    kind: GateKind
    effect: Effect
    legal: bool = False
    values: Mapping[str, object] = field(default_factory=dict)
    reasons: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionResult:
    """An option: its value per criterion (0 to 1), its total in points of 100, its gates.

    `values` is empty and `points` None when a judgement or an index is missing. An excluded option keeps its
    points, for comparison only.
    """

    option_id: str
    family_id: str
    values: Mapping[str, float]
    points: float | None
    gates: tuple[Gate, ...]
    lead_months: int | None

    @property
    def admitted(self) -> bool:
        """Whether no gate excludes it."""
        return all(gate.effect is not Effect.EXCLUDE for gate in self.gates)


class AdviceClass(StrEnum):
    """How sure the advice is (`methods.md` 4.9)."""

    CLEAR = "clear"
    PROBABLE = "probable"
    TOSS_UP = "toss_up"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The lead against one rival: margin in points, share of weight sets that it wins (0 to 1)."""

    rival: str
    margin: float
    wins: float


@dataclass(frozen=True, slots=True)
class Flip:
    """The nearest value of one input at which the advice becomes another option, all else equal.

    `driver` is the id of a driver, "readiness", or "weight." and a criterion; values are in the driver's unit.
    """

    driver: str
    now: float
    at: float
    option_id: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What one side must do for the advice to hold: the action of a practice, worth so many weighted points."""

    side: Side
    practice_id: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The outcome, given twice: for the family (the headline) and for the option inside it.

    `option` and `family` are None when there is not enough evidence. `combined` lists staying options that
    cannot be separated from the lead. `forced` is true when law or time left no choice: a forced minimal
    retender. `lowered_by` says what lowered the class ("low_confidence", "self_declared", "one_voice").
    `checkpoint` is when to look again, `latest_start` the last day to start this option and still meet the term.
    `doubts` names what is not known but does not stop the advice; `missing` what must be answered or judged
    before there is any.
    """

    family: str | None
    option: str | None
    combined: tuple[str, ...]
    family_class: AdviceClass
    option_class: AdviceClass
    challenger: Comparison | None
    runner_up: Comparison | None
    forced: bool
    lowered_by: tuple[str, ...]
    flips: tuple[Flip, ...]
    conditions: tuple[Condition, ...]
    checkpoint: date | None
    latest_start: date | None
    doubts: tuple[Ref, ...]
    missing: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """Whether a rule holds; None when something that it needs is not known."""

    rule_id: str
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Decision:
    """Every option with its value and gates, and the recommendation."""

    inputs: Mapping[str, float]
    months_to_term: int | None
    months_to_notice: int | None
    weights: Mapping[str, float]
    options: tuple[OptionResult, ...]
    recommendation: Recommendation
    rules: tuple[RuleOutcome, ...] = ()

    def option(self, option_id: str) -> OptionResult:
        """Return one option."""
        return next(option for option in self.options if option.option_id == option_id)


@dataclass(frozen=True, slots=True)
class Assessment:
    """A reproducible picture of an engagement: facts' digest, versions, maturity and decision."""

    digest: str
    questionnaire_version: str
    questionnaire_digest: str
    maturity: Maturity
    decision: Decision
