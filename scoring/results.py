"""What scoring gives back: frozen figures that carry their range, their coverage and their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from questionnaires import Grade, Side
from scoring.building import quickly_built


@quickly_built
@dataclass(frozen=True, slots=True)
class Ref:
    """A reason: what kind of thing, and which one (`Ref("answer", id)`, `Ref("practice", "CTR-SCP-C1")`)."""

    kind: str
    id: str


@quickly_built
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


@dataclass(frozen=True, slots=True)
class Spread:
    """What an uncertain figure could be: one in ten lower than `low`, one in ten higher than `high`."""

    low: float
    middle: float
    high: float


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


@quickly_built
@dataclass(frozen=True, slots=True)
class Rating:
    """The value used for a practice and where it comes from.

    `value` is None when nobody rated it. `uncapped` is the value before the evidence cap. `gap` is the client's
    value minus the provider's, signed, before any cap. `one_view` is true when only one side rated. `sources`
    counts persons and documents seen; `dont_know` counts respondents who cannot rate. `deviation` is the average
    distance of all levels claimed from their median, in levels; None with fewer than two respondents.
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
    deviation: Fraction | None = None

    @property
    def capped(self) -> bool:
        """Whether missing evidence holds the value down."""
        if self.value is self.uncapped or self.value is None or self.uncapped is None:
            return False
        return self.value < self.uncapped


@quickly_built
@dataclass(frozen=True, slots=True)
class GroupScore:
    """A theme, a domain or a side: index and level together, never one without the other.

    `steps` are the five step achievements, 0 to 1 (None unless everything in scope is rated). `level_low` and
    `level_high` are the gated level with unrated practices at 0 and at 5; None when nothing is in scope.
    `held_by` names what keeps the level from the next one: critical practices, or the limiting domain of a side.
    `asked` is the 90 % range of the index for who was asked: other people would have rated otherwise
    (`methods.md` 2.4); None when nobody of the owner's side rated. It never holds what unanswered practices leave
    open: that is the range of `index`.
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
    asked: tuple[float, float] | None = None


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


@quickly_built
@dataclass(frozen=True, slots=True)
class InputShare:
    """One input of a practice: its rating, the hurdle it sets and its share of the inherited part, in levels."""

    ref: str
    strength: float
    rating: Fraction | None
    ceiling: Fraction
    hurdle: Fraction
    share: Fraction


@quickly_built
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


class Reading(StrEnum):
    """Whether one side reads the scale alike (ordinal Krippendorff alpha, `methods.md` 2.2)."""

    GOOD = "good"
    TENTATIVE = "tentative"
    WEAK = "weak"
    NO_VARIATION = "no_variation"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the respondents of one side agree over all practices.

    `alpha` is None unless at least two of them rated at least ten practices together and their answers vary;
    `reading` then says why. `practices` counts what at least two of them rated.
    """

    side: Side
    alpha: float | None
    reading: Reading
    respondents: int
    practices: int


class PerceptionKind(StrEnum):
    """What a gap between the sides is (`methods.md` 2.3)."""

    SEEN = "seen"
    BEYOND_STYLE = "beyond_style"
    SELF_FAVOURING = "self_favouring"


@quickly_built
@dataclass(frozen=True, slots=True)
class Perception:
    """How differently the two sides see a practice, a theme or a domain; `ref` says which.

    `signed` is the mean of the client's value minus the provider's, `absolute` that of its size, in levels,
    weighted: signed gaps cancel out. `half_width` is the 90 % range of the difference by rater style alone. Over
    the practices (`practices` of them) that both sides rated; `uncalibrated` counts those that still wait for a
    decision. `client`, `provider` are the two sides' mean values over the same practices.
    """

    ref: Ref
    practices: int
    client: Fraction
    provider: Fraction
    signed: Fraction
    absolute: Fraction
    half_width: float
    kinds: tuple[PerceptionKind, ...]
    uncalibrated: int


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
    agreement: tuple[Agreement, ...] = ()
    perceptions: tuple[Perception, ...] = ()

    def perception(self, kind: str, id_: str) -> Perception | None:
        """Return the gap of a practice, a theme or a domain; None when it was not rated by both sides."""
        return next((found for found in self.perceptions if found.ref == Ref(kind, id_)), None)


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
    FAILING = "failing"
    FORCED_DATE = "forced_date"
    SKILLS = "skills"
    LOTS = "lots"


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
class MoneyLine:
    """One line of the full cost of an option, present value; `line` is the id of a cost line of the questionnaire."""

    line: str
    cost: Spread


@dataclass(frozen=True, slots=True)
class Money:
    """The full cost of an option over the window, present value at the client's rate.

    In the currency of the contract when its yearly value is known, else in years of the present fees (`unit`
    is "currency" or "years"). `total` is the sum of `lines` at their typical values and its spread. `saving` is
    what the option costs less than doing nothing (negative: more). `dip` is what users lose during the take-over, apart
    since it is not cash; None when it cannot be told. `break_even` is the month, counted from today, from which
    it has cost less in all than doing nothing; None when that never comes within the window. `by_month` is the
    running saving against doing nothing at typical values, at the end of each month of the window.
    """

    unit: str
    months: int
    total: Spread
    saving: Spread
    lines: tuple[MoneyLine, ...]
    dip: Spread | None
    break_even: int | None
    by_month: tuple[float, ...]
    reasons: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Attained:
    """What maturity an option can bring, levels 0 to 5 per side and in all as a share of the targets, 0 to 1."""

    client: float
    provider: float
    share: float


@dataclass(frozen=True, slots=True)
class OptionResult:
    """An option: its value per criterion (0 to 1), its total in points of 100, its gates.

    `values` is empty and `points` None when a judgement or an index is missing. An excluded option keeps its
    points, for comparison only. `spread` is where its points lie when inputs and weights vary; `ranks` the share
    of draws in which it comes first, second and so on among admitted options (empty when it is not admitted).
    `reasons` name, by criterion, what its value comes from.
    """

    option_id: str
    family_id: str
    values: Mapping[str, float]
    points: float | None
    gates: tuple[Gate, ...]
    lead_months: int | None
    spread: Spread | None = None
    ranks: tuple[float, ...] = ()
    regret: float | None = None
    central_weights: Mapping[str, float] = field(default_factory=dict)
    attained: Attained | None = None
    money: Money | None = None
    reasons: Mapping[str, tuple[Ref, ...]] = field(default_factory=dict)

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
    """The lead against one rival: margin in points, share of draws in which it is better (0 to 1).

    `wins` is the lower of the two dependence settings; `money` the margin as an amount, in the unit of `Money`.
    """

    rival: str
    margin: float
    wins: float
    money: float | None = None


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
class TornadoBar:
    """What one driver does to the lead over its challenger, in points: at its low and at its high value.

    `flips` says whether the bar crosses zero: the driver alone can change the advice. Values `low` and `high`
    are those of the driver (one in ten beyond each), in its unit.
    """

    driver: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def flips(self) -> bool:
        """Whether the lead is lost at one end."""
        return min(self.at_low, self.at_high) < 0


@dataclass(frozen=True, slots=True)
class Information:
    """What it would be worth to know a group of drivers before deciding: points, and money where it is known."""

    group: str
    points: float
    money: float | None = None


@dataclass(frozen=True, slots=True)
class Staged:
    """Prepare, then choose: worth more than being bound to retender only because one may still not do it.

    Points of 100. `committed` is the value of preparing and then retendering whatever is learned, `flexible` that
    of choosing at the end, `worth` their difference. `now` is the best that could be decided today, without preparing.
    `signals` are what preparation will show: each driver on one side of its middle, share of draws, and what is
    then best. `decide_on` is the day of the choice.
    """

    committed: float
    flexible: float
    worth: float
    now: float
    signals: tuple[Signal, ...]
    decide_on: date | None


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that preparation may show: each driver on one side of its middle, how likely, what is then best."""

    states: tuple[tuple[str, bool], ...]
    share: float
    option_id: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """How the decision stands when inputs and weights vary within what was said (SMAA, `methods.md` 4.4).

    `pairwise[i, j]` is the share of draws in which option i is better than j; `families` the share in which the
    best option of all belongs to each. `value_of_information` is the expected regret of the lead, in points.
    `robust` lists the weight settings ("points", "equal", "ranking", and each decider) with the option that leads
    under each. `dependence` is the setting that was less favourable and hence used ("independent" or "shared").
    """

    draws: int
    seed: int
    pairwise: Mapping[tuple[str, str], float]
    families: Mapping[str, float]
    value_of_information: float
    information: tuple[Information, ...]
    tornado: tuple[TornadoBar, ...]
    dependence: str
    robust: tuple[tuple[str, str], ...]
    staged: Staged | None
    drivers: Mapping[str, Spread]


class FindingKind(StrEnum):
    """What the engine must be able to say beside naming an option."""

    PROVIDER_IS_THE_PROBLEM = "provider_is_the_problem"
    CLIENT_HOLDS_THE_KEY = "client_holds_the_key"
    STAYING_IS_RISKY = "staying_is_risky"
    NO_OPTION_WORKS = "no_option_works"
    PROVIDER_FAILING = "provider_failing"
    TOO_LATE = "too_late"
    CHANGE_WILL_NOT_BE_HELD = "change_will_not_be_held"
    IN_LOTS = "in_lots"


@dataclass(frozen=True, slots=True)
class Finding:
    """One plain statement about the situation, with the values that its sentence needs and what it rests on."""

    kind: FindingKind
    values: Mapping[str, object] = field(default_factory=dict)
    reasons: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class PartAdvice:
    """Another advice for one tower of the service than for the rest of it."""

    tower_id: str
    option: str
    family: str
    margin: float
    reasons: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaning:
    """Where what is known points to while it is not enough for advice: never printed as a recommendation."""

    option: str
    family: str
    share: float


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
    findings: tuple[Finding, ...] = ()
    parts: tuple[PartAdvice, ...] = ()
    leaning: Leaning | None = None
    robust: bool = True


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """Whether a rule holds; None when something that it needs is not known."""

    rule_id: str
    holds: bool | None


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One practice lifted by one level, on the side that owns it.

    `starts` and `ends` are months from today. `days` is the effort of its owner in person-days, scaled to the
    contract, `other_days` that of the other side. `after` lists practices that must have moved before it, `together`
    those that move with it. `no_regret` marks what is worth doing under every option.
    """

    practice_id: str
    side: Side
    from_level: Fraction
    to_level: Fraction
    starts: int
    ends: int
    days: int
    after: tuple[str, ...]
    no_regret: bool
    other_days: int = 0
    together: tuple[str, ...] = ()
    reasons: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, on which side, after what, until when (`design.md` 4.12).

    `days` is the effort by side; `share_one_side` the larger side's share of it, 0 to 1 (None without effort), and
    `unbalanced` whether it passes the limit above which a reason is due. `postponed` are practices that do not fit
    within the absorption limits before the horizon.
    """

    actions: tuple[PlannedAction, ...]
    horizon_months: int
    days: Mapping[Side, int]
    share_one_side: Fraction | None
    unbalanced: bool
    postponed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Every option with its value and gates, the recommendation, how it stands under doubt, and the plan."""

    inputs: Mapping[str, float]
    months_to_term: int | None
    months_to_notice: int | None
    weights: Mapping[str, float]
    options: tuple[OptionResult, ...]
    recommendation: Recommendation
    rules: tuple[RuleOutcome, ...] = ()
    outlook: Outlook | None = None
    plan: Plan | None = None

    def option(self, option_id: str) -> OptionResult:
        """Return one option."""
        return next(option for option in self.options if option.option_id == option_id)


@dataclass(frozen=True, slots=True)
class Measured:
    """How mature both sides are. No option is weighed: that takes ten times as long, and some pages show none."""

    questionnaire_version: str
    maturity: Maturity


@dataclass(frozen=True, slots=True)
class Assessment:
    """A reproducible picture of an engagement: facts' digest, versions, maturity and decision."""

    digest: str
    questionnaire_version: str
    questionnaire_digest: str
    maturity: Maturity
    decision: Decision
