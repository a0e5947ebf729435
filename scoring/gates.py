"""What forbids an option, or warns about it (`design.md` 4.8): law first, then refusal, readiness and time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from questionnaires import Questionnaire
from questionnaires.schema import Option
from scoring.courses import INSOURCING, PREPARING, REFERENCE, RETENDERING, STAYING, TEAM, TRANSFORM
from scoring.facts import Contract
from scoring.months import months_between
from scoring.results import Effect, Gate, GateKind, Ref
from scoring.values import Case, Inputs


@dataclass(frozen=True, slots=True)
class Situation:
    """What gates look at: the contract as of a day, the inputs, and what backs the judgement of ability.

    `forbidden` gives the rules that hold against each option; `transformation` how many questions of the
    transformation test are answered yes, None when it was not taken. `failing` is what establishes that the provider
    will not be there, `forced_end` the day on which the service must stop whatever the contract says. `lots` is
    true when the service is meant to be split, `integrates` whether the client can coordinate several providers.
    `no_skills` is true when the client neither holds nor can recruit what insourcing takes. `ready_known` is false
    while the tender file was not looked at: nothing is then held against it. `orders_left` is how many whole months
    of orders the maximum of a framework agreement leaves; None without one.
    """

    questionnaire: Questionnaire
    contract: Contract
    as_of: date
    inputs: Inputs
    evidenced_parts: int
    blocking: int
    calm: bool
    case: Case
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    transformation: int | None = None
    failing: tuple[Ref, ...] = ()
    forced_end: date | None = None
    lots: bool = False
    integrates: bool = True
    no_skills: bool = False
    ready_known: bool = True
    orders_left: int | None = None

    @staticmethod
    def months_left(as_of: date, contract: Contract) -> int | None:
        """Whole months to the end of a contract; None when it has no end date."""
        return None if contract.end is None else months_between(as_of, contract.end)

    @property
    def months_to_term(self) -> int | None:
        """Whole months to the end of the contract; None when it has no end date."""
        return self.months_left(self.as_of, self.contract)

    @property
    def readiness(self) -> float:
        """Readiness, 0 to 100."""
        return 100 * float(self.inputs.readiness)


def _law(situation: Situation, option: Option) -> Gate | None:
    """Staying is closed when the relation may not lawfully go on after the term."""
    fact = situation.contract.lawful_continuation
    if option.family != STAYING or fact is None or fact.holds:
        return None
    values = {"on": fact.on, "reference": fact.reference, "term": situation.contract.end}
    return Gate(GateKind.CONTINUATION, Effect.EXCLUDE, True, values, (Ref("fact", "lawful_continuation"),))


def _provisions(situation: Situation, option: Option) -> Gate | None:
    """Staying is closed when the provider refused provisions that the law makes mandatory."""
    fact = situation.contract.provisions_refused
    if option.family != STAYING or fact is None or not fact.holds:
        return None
    values = {"on": fact.on, "reference": fact.reference}
    return Gate(GateKind.PROVISIONS, Effect.EXCLUDE, True, values, (Ref("fact", "provisions_refused"),))


def _failing(situation: Situation, option: Option) -> Gate | None:
    """Nobody stays with a provider that is leaving."""
    if option.family != STAYING or not situation.failing:
        return None
    return Gate(GateKind.FAILING, Effect.EXCLUDE, False, {}, situation.failing)


def _forced_date(situation: Situation, option: Option) -> Gate | None:
    """Staying is closed when the present service must stop on a known day."""
    if option.family != STAYING or situation.forced_end is None:
        return None
    return Gate(GateKind.FORCED_DATE, Effect.EXCLUDE, False, {"on": situation.forced_end}, (Ref("fact", "forced_end"),))


def _skills(situation: Situation, option: Option) -> Gate | None:
    """Taking a service back needs people who know it."""
    if option.family != INSOURCING or not situation.no_skills:
        return None
    return Gate(GateKind.SKILLS, Effect.EXCLUDE, False, {}, (Ref("fact", "skills_held"),))


def _lots(situation: Situation, option: Option) -> Gate | None:
    """Several providers need somebody who coordinates them; a client below that level gives the duty to one lot."""
    if option.family not in (PREPARING, RETENDERING) or not situation.lots or situation.integrates:
        return None
    asked = situation.questionnaire.findings.lots_level
    return Gate(GateKind.LOTS, Effect.WARN, False, {"asked": asked}, (Ref("rule", "P-18"),))


def _rules(situation: Situation, option: Option) -> Gate | None:
    """A rule that holds forbids the option; what a dated fact closed already is not told twice."""
    ids = situation.forbidden.get(option.id, ())
    legal = [id_ for id_ in ids if situation.questionnaire.rule[id_].legal]
    if legal and (_law(situation, option) or _provisions(situation, option)):
        ids = tuple(id_ for id_ in ids if id_ not in legal)
        legal = []
    if not ids:
        return None
    refs = tuple(Ref("rule", id_) for id_ in ids)
    return Gate(GateKind.RULE, Effect.EXCLUDE, bool(legal), {"rules": ids}, refs)


def _before_launch(situation: Situation, option: Option) -> Gate | None:
    """What forbids a tender for now becomes a condition to meet before launching one."""
    if option.family != PREPARING:
        return None
    retenders = [o.id for o in situation.questionnaire.options if o.family == RETENDERING]
    ids = dict.fromkeys(id_ for o in retenders for id_ in situation.forbidden.get(o, ()))
    ids = {id_: None for id_ in ids if not situation.questionnaire.rule[id_].legal}
    if not ids:
        return None
    refs = tuple(Ref("rule", id_) for id_ in ids)
    return Gate(GateKind.BEFORE_LAUNCH, Effect.WARN, False, {"rules": tuple(ids)}, refs)


def _refusal(situation: Situation, option: Option) -> Gate | None:
    """A provider that refuses, or visibly neither can nor will, cannot be improved."""
    if option.family != STAYING or option.id == REFERENCE:
        return None
    limits, fact = situation.questionnaire.thresholds, situation.contract.written_refusal
    if fact is not None and fact.holds:
        values = {"on": fact.on, "reference": fact.reference}
        return Gate(GateKind.REFUSAL, Effect.EXCLUDE, False, values, (Ref("fact", "written_refusal"),))
    low = situation.inputs.ability < limits.refusal_ability
    if low and situation.evidenced_parts >= limits.refusal_evidenced_parts:
        shown = {"ability": situation.inputs.ability, "parts": situation.evidenced_parts}
        return Gate(GateKind.REFUSAL, Effect.EXCLUDE, False, shown, (Ref("driver", "ability"),))
    return None


def _readiness(situation: Situation, option: Option) -> Gate | None:
    """A tender launched before its file is ready disappoints; transforming asks for more."""
    if option.family != RETENDERING or not situation.ready_known:
        return None
    limits = situation.questionnaire.thresholds
    asked = limits.readiness_transform if option.id == TRANSFORM else limits.readiness_retender
    if situation.readiness >= asked:
        return None
    values = {"readiness": situation.readiness, "asked": asked}
    return Gate(GateKind.READINESS, Effect.EXCLUDE, False, values, (Ref("readiness", "score"),))


def _transformation(situation: Situation, option: Option) -> Gate | None:
    """Transforming asks for a target that is written, funded, sponsored, staged and paid for (`domain.md` 6).

    Splitting into lots is the other content of this option, and has a test of its own.
    """
    asked = situation.questionnaire.thresholds.transformation_yes
    if (
        option.id != TRANSFORM
        or situation.lots
        or situation.transformation is None
        or situation.transformation >= asked
    ):
        return None
    values = {"found": situation.transformation, "asked": asked}
    return Gate(GateKind.TRANSFORMATION, Effect.EXCLUDE, False, values, (Ref("transformation", "test"),))


def _blocking(situation: Situation, option: Option) -> Gate | None:
    """A blocking item at zero forbids launching, whatever the score (`domain.md` 6)."""
    if option.family != RETENDERING or not situation.blocking:
        return None
    values = {"count": situation.blocking}
    return Gate(GateKind.BLOCKING, Effect.EXCLUDE, False, values, (Ref("readiness", "blocking"),))


def _prepared(situation: Situation, option: Option) -> Gate | None:
    """Preparing falls away when the file is ready already."""
    asked = situation.questionnaire.thresholds.readiness_transform
    if option.family != PREPARING or not situation.ready_known or situation.readiness < asked or situation.blocking:
        return None
    values = {"readiness": situation.readiness, "asked": asked}
    return Gate(GateKind.PREPARED, Effect.EXCLUDE, False, values, (Ref("readiness", "score"),))


def _lead_time(situation: Situation, option: Option) -> Gate | None:
    """An option that takes longer than what is left is out of time; a preparation can be shortened first."""
    months = situation.months_to_term
    lead = situation.questionnaire.contract_form[situation.contract.form].lead_time(option.id)
    if lead is None or months is None or months >= lead.months:
        return None
    reasons = (Ref("fact", "end"), Ref("lead_time", option.id))
    if months >= lead.shortest:
        left = months - lead.signature - lead.transition
        values = {"months": months, "lead": lead.months, "preparation": left, "usual": lead.preparation}
        return Gate(GateKind.SHORT_PREPARATION, Effect.WARN, False, values, reasons)
    return Gate(GateKind.LEAD_TIME, Effect.EXCLUDE, False, {"months": months, "lead": lead.shortest}, reasons)


def _orders_left(situation: Situation, option: Option) -> Gate | None:
    """A preparation is ordered from the incumbent: it lasts no longer than what may still be ordered."""
    left = situation.orders_left
    lead = situation.questionnaire.contract_form[situation.contract.form].lead_time(option.id)
    if option.family != PREPARING or lead is None or left is None or left >= lead.preparation:
        return None
    if situation.months_to_term is not None and situation.months_to_term < lead.months:
        return None
    kept = max(lead.shortest_preparation, left)
    values = {"months": left, "lead": lead.months, "preparation": kept, "usual": lead.preparation}
    refs = (Ref("fact", "framework_maximum"), Ref("rule", "PUB-02"))
    return Gate(GateKind.SHORT_PREPARATION, Effect.WARN, False, values, refs)


def _team(situation: Situation, option: Option) -> Gate | None:
    """Changing the team alone treats nothing when the shortfall waits for the client."""
    limits, share = situation.questionnaire.thresholds, situation.inputs.inherited
    if option.id != TEAM or share < limits.team_warning:
        return None
    gated = share > limits.team_gate
    kind, effect = (GateKind.TEAM_ALONE, Effect.EXCLUDE) if gated else (GateKind.TEAM_DOUBT, Effect.WARN)
    values = {"share": share, "asked": limits.team_warning}
    return Gate(kind, effect, False, values, (Ref("inherited", "provider"),))


def _reference(situation: Situation, option: Option) -> Gate | None:
    """Doing nothing is a reference, not advice, unless no motive is confirmed and nothing lacks much."""
    if option.id != REFERENCE or situation.calm:
        return None
    return Gate(GateKind.REFERENCE_ONLY, Effect.EXCLUDE)


GateRule = Callable[[Situation, Option], Gate | None]

GATES: tuple[GateRule, ...] = (
    _law,
    _provisions,
    _rules,
    _failing,
    _forced_date,
    _refusal,
    _readiness,
    _transformation,
    _blocking,
    _prepared,
    _lead_time,
    _orders_left,
    _before_launch,
    _team,
    _skills,
    _lots,
    _reference,
)
"""Every gate, in the order in which reasons are told."""


def gates_of(situation: Situation, option: Option) -> tuple[Gate, ...]:
    """Return the gates that an option meets, with their values and reasons."""
    return tuple(found for gate in GATES if (found := gate(situation, option)) is not None)
