"""What is said of one subject: the shape of each kind of statement, and what the questionnaire asks of it.

The same shapes read engagement files, forms and spreadsheets; what they give is plain JSON with exact numbers,
whole and in one order, so that the same thing said twice is stored as the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, NamedTuple, TypeVar
from uuid import UUID

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    TypeAdapter,
    WithJsonSchema,
    model_serializer,
)
from pydantic_core import PydanticCustomError

from app.file_fields import (
    Day,
    HalfStep,
    Line,
    Model,
    Moment,
    Name,
    Paragraph,
    Share,
    Signed,
    Weight,
    exact_number,
    plain_number,
)
from app.services.refusals import N_
from app.services.texts import LONGEST_LINE, clean
from questionnaires import Questionnaire, Side
from questionnaires.registers import FramingFact
from scoring.statements import Kind

OWN = re.compile(r"own:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
"""The subject of an indicator that is not in the catalogue: the client's own, under an id made for it."""


# ---- shapes -----------------------------------------------------------------------------------------


class Value(Model):
    """What is said, by kind."""

    def plain(self) -> dict[str, Any]:
        """Return it as JSON holds it, with exact numbers, every key there."""
        return {key: _plain(item) for key, item in self.model_dump(by_alias=True).items()}


def _plain(value: Any) -> Any:
    """Bring one value to JSON, its decimals kept exact."""
    match value:
        case Decimal():
            return plain_number(value)
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(item) for item in value]
        case dict():
            return {name: _plain(item) for name, item in sorted(value.items())}
    return value


def _answer(value: Any) -> Any:
    """Read the answer to a framing question, whatever its type: the questionnaire says which one it takes."""
    match value:
        case None | bool():
            return value
        case int() | float() | Decimal() if (number := exact_number(value)) is not None:
            return number
        case date():
            return value.isoformat()
        case str() if len(value) <= LONGEST_LINE:
            return clean(value)
        case list() | tuple() if all(isinstance(item, str) for item in value):
            return tuple(map(clean, value))
    raise PydanticCustomError("framing_answer", "use what the question takes")


Answer = Annotated[
    Any,
    BeforeValidator(_answer),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["boolean", "number", "null"]},
                {"type": "string", "maxLength": LONGEST_LINE},
                {"type": "array", "items": {"type": "string"}},
            ]
        }
    ),
]
Marks = Annotated[tuple[bool | None, ...], Field(strict=False)]
Ids = Annotated[tuple[str, ...], Field(strict=False)]


class FramingValue(Value):
    """The answer to a framing question; null is not known."""

    value: Answer


class TowerValue(Value):
    """Whether a tower is in scope."""

    in_scope: bool


class ClauseValue(Value):
    """A clause of the contract: there or not, how good, and how it can be mended."""

    state: Literal["absent", "present"]
    quality: Literal["weak", "fair", "good"] | None = None
    fix: Literal["amend", "tender"] | None = None
    reference: Line = ""


class ProcedureValue(Value):
    """A procedure, with what each side supplies of it: one mark per input and per part; null was not asked."""

    exists: bool | None = None
    applied: bool | None = None
    last_used: Day | None = None
    inputs: Marks
    parts: Marks


class IndicatorValue(Value):
    """An indicator: produced, used and for which decision; what describes it when it is the client's own."""

    produced: bool
    used: bool = False
    decision: Line = ""
    defined_on: Day | None = None
    late: bool | None = None
    name: Name | None = None
    class_id: Annotated[str | None, Field(alias="class")] = None
    formula: Line | None = None
    unit: Line | None = None
    source: Line | None = None
    pairs: Ids | None = None
    cost: Literal["low", "medium", "high"] | None = None

    @model_serializer(mode="wrap")
    def _without_description(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave out what the catalogue says already."""
        return {key: item for key, item in serialize(self).items() if key not in DESCRIPTION or item is not None}


DESCRIPTION = ("name", "class", "formula", "unit", "source", "pairs", "cost")
"""What the catalogue says of its indicators, and only a statement says of the client's own."""


class MotiveValue(Value):
    """How many hold a motive and who, how strongly, and how far it is confirmed."""

    holders: Annotated[int, Field(ge=0, le=10_000)]
    who: Ids = ()
    intensity: Annotated[int, Field(ge=0, le=3)]
    confirmation: HalfStep


class SeedValue(Value):
    """Which choice answers a seed question, counted from 0, or that it was expressly skipped."""

    choice: Annotated[int, Field(ge=0)] | None = None
    skipped: bool = False


class ReadinessValue(Value):
    """An item of the tender file: absent, partial or proven."""

    status: HalfStep


class TransformationValue(Value):
    """The answer to a question of the transformation test."""

    yes: bool


class AbilityValue(Value):
    """A part of the provider's ability and will, and whether something was seen."""

    score: Share
    evidenced: bool = False


class AcceptabilityValue(Value):
    """A part of executive acceptability."""

    score: Share


class EvidenceValue(Value):
    """What became of each piece of evidence of a practice, in the order of the questionnaire; null was not asked."""

    items: Annotated[tuple[Literal["asked", "received", "not_produced"] | None, ...], Field(strict=False)]
    asked_on: Day | None = None
    received_on: Day | None = None


class ParameterValue(Value):
    """A figure of the cost model, as this engagement knows it: one in ten below, typical, one in ten above."""

    low: Signed
    typical: Signed
    high: Signed
    source: Line = ""


class RangeValue(Value):
    """How far a judgement could be from the value given: one in ten below, one in ten above; null takes it back."""

    low: Share | None
    high: Share | None


class WeightsValue(Value):
    """What one decider said of the criteria: points, a ranking (ties together), or intervals in points of 100.

    Without a form, what was said is taken back.
    """

    form: Literal["points", "ranking", "intervals"] | None
    precision: Literal["firm", "approximate", "rough"] = "approximate"
    points: Annotated[dict[str, Weight], Field(default_factory=dict)]
    ranking: Annotated[tuple[Ids, ...], Field(strict=False)] = ()
    low: Annotated[dict[str, Weight], Field(default_factory=dict)]
    high: Annotated[dict[str, Weight], Field(default_factory=dict)]


class PartValue(Value):
    """What is otherwise for one tower than for the rest; null is as for the rest.

    `share` is of the yearly value; without it, the tower is no longer apart.
    """

    share: Share | None
    need: Share | None = None
    ability: Share | None = None
    price_gap: Share | None = None
    refused: bool = False
    skills: Literal["none", "some", "enough"] | None = None
    control_wanted: bool | None = None


K = TypeVar("K")
V = TypeVar("V", bound=Value)


class Said(Model, Generic[K, V]):
    """A statement of one kind, as an engagement file holds it; the last one of a subject holds."""

    id: UUID
    kind: K
    subject: Name
    value: V
    reason: Paragraph = ""
    decided_at: Moment

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Name each kind in the JSON Schema by its value."""
        return f"{params[1].__name__.removesuffix('Value')}Statement"


Statement = Annotated[
    Said[Literal[Kind.FRAMING], FramingValue]
    | Said[Literal[Kind.TOWER], TowerValue]
    | Said[Literal[Kind.CLAUSE], ClauseValue]
    | Said[Literal[Kind.PROCEDURE], ProcedureValue]
    | Said[Literal[Kind.INDICATOR], IndicatorValue]
    | Said[Literal[Kind.MOTIVE], MotiveValue]
    | Said[Literal[Kind.SEED], SeedValue]
    | Said[Literal[Kind.READINESS], ReadinessValue]
    | Said[Literal[Kind.TRANSFORMATION], TransformationValue]
    | Said[Literal[Kind.ABILITY], AbilityValue]
    | Said[Literal[Kind.ACCEPTABILITY], AcceptabilityValue]
    | Said[Literal[Kind.EVIDENCE], EvidenceValue]
    | Said[Literal[Kind.PARAMETER], ParameterValue]
    | Said[Literal[Kind.RANGE], RangeValue]
    | Said[Literal[Kind.WEIGHTS], WeightsValue]
    | Said[Literal[Kind.PART], PartValue],
    Field(discriminator="kind"),
]

_STATEMENT: TypeAdapter[Any] = TypeAdapter(Statement, config=ConfigDict(defer_build=True))


def read_statement(columns: Mapping[str, Any]) -> Said[Kind, Value]:
    """Return a stored statement as a file holds it."""
    said: Said[Kind, Value] = _STATEMENT.validate_python({**columns, "reason": columns["reason"] or ""})
    return said


SHAPES: Mapping[Kind, type[Value]] = {
    Kind.FRAMING: FramingValue,
    Kind.TOWER: TowerValue,
    Kind.CLAUSE: ClauseValue,
    Kind.PROCEDURE: ProcedureValue,
    Kind.INDICATOR: IndicatorValue,
    Kind.MOTIVE: MotiveValue,
    Kind.SEED: SeedValue,
    Kind.READINESS: ReadinessValue,
    Kind.TRANSFORMATION: TransformationValue,
    Kind.ABILITY: AbilityValue,
    Kind.ACCEPTABILITY: AcceptabilityValue,
    Kind.EVIDENCE: EvidenceValue,
    Kind.PARAMETER: ParameterValue,
    Kind.RANGE: RangeValue,
    Kind.WEIGHTS: WeightsValue,
    Kind.PART: PartValue,
}
"""The shape of what is said, by kind."""


# ---- what the questionnaire asks of them ------------------------------------------------------------


class Fault(NamedTuple):
    """Something to mend in a statement: the field, and what to do, ready to be translated."""

    field: str
    message: str
    values: Mapping[str, object] = {}


Faults = Iterator[Fault]

LISTS = {
    Kind.FRAMING: "framing",
    Kind.TOWER: "towers",
    Kind.CLAUSE: "clauses",
    Kind.PROCEDURE: "procedures",
    Kind.INDICATOR: "indicators",
    Kind.MOTIVE: "motives",
    Kind.SEED: "seed_questions",
    Kind.READINESS: "readiness",
    Kind.TRANSFORMATION: "transformation",
    Kind.ABILITY: "ability",
    Kind.ACCEPTABILITY: "acceptability",
    Kind.EVIDENCE: "practices",
    Kind.PARAMETER: "parameters",
    Kind.RANGE: "drivers",
    Kind.WEIGHTS: "roles",
    Kind.PART: "towers",
}
"""The list of the questionnaire that the subjects of a kind are lines of."""

_SUBJECT = N_("%(value)s is not a line of “%(list)s” in this questionnaire: correct the id")
_EXPECTED = N_("%(value)s is not accepted: use %(expected)s")
_TWICE = N_("%(value)s is given twice: keep one")


def lines(questionnaire: Questionnaire, kind: Kind) -> tuple[Any, ...]:
    """Return the lines of the questionnaire that statements of a kind are about."""
    found: tuple[Any, ...] = getattr(questionnaire, LISTS[kind])
    return found


def faults(questionnaire: Questionnaire, kind: Kind, subject: str, value: Value) -> Faults:
    """Yield what a statement of the right shape says that the questionnaire does not have."""
    own = kind is Kind.INDICATOR and OWN.fullmatch(subject) is not None
    line = next((line for line in lines(questionnaire, kind) if line.id == subject), None)
    if line is None and not own:
        yield Fault("subject", _SUBJECT, {"value": subject[:LONGEST_LINE], "list": LISTS[kind]})
    elif kind in _CHECKS:
        for field, message, values in _CHECKS[kind](questionnaire, line, value):
            yield Fault(f"value.{field}", message, values)


def _framing(_questionnaire: Questionnaire, fact: FramingFact, said: FramingValue) -> Faults:
    """An answer is of the kind of its question."""
    answer = said.value
    if answer is None:
        return
    match fact.kind:
        case "bool" if not isinstance(answer, bool):
            yield Fault("value", N_("%(value)s is not accepted: write true or false"), {"value": answer})
        case "number":
            yield from _number(fact, answer)
        case "date" if not (isinstance(answer, str) and _is_day(answer)):
            yield Fault("value", N_("%(value)s is not a date: write it as 2026-11-30"), {"value": answer})
        case "choice":
            yield from _among("value", (answer,), (choice.id for choice in fact.choices))
        case "many" if not isinstance(answer, tuple):
            yield Fault("value", N_("%(value)s is not accepted: write a list"), {"value": answer})
        case "many":
            yield from _among("value", answer, (choice.id for choice in fact.choices))


def _number(fact: FramingFact, answer: Any) -> Faults:
    """A number is within its bounds; without a lower one, it is counted from 0."""
    low, high = fact.min or 0, fact.max
    if isinstance(answer, bool) or not isinstance(answer, int | Decimal):
        message = N_("%(value)s is not accepted: write a number with at most four decimals")
        yield Fault("value", message, {"value": answer})
    elif answer < low:
        yield Fault("value", N_("%(value)s is too small: use %(ge)s or more"), {"value": answer, "ge": f"{low:g}"})
    elif high is not None and answer > high:
        yield Fault("value", N_("%(value)s is too large: use %(le)s or less"), {"value": answer, "le": f"{high:g}"})


def _is_day(text: str) -> bool:
    """Say whether a text is a day as 2026-11-30."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _among(field: str, named: Iterable[Any], known: Iterable[str]) -> Faults:
    """What is named is known, and named once."""
    given, expected = list(named), list(known)
    for item in given:
        if item not in expected:
            yield Fault(field, _EXPECTED, {"value": item, "expected": ", ".join(expected)})
    for item in dict.fromkeys(item for item in given if given.count(item) > 1):
        yield Fault(field, _TWICE, {"value": item})


def _procedure(_questionnaire: Questionnaire, procedure: Any, said: ProcedureValue) -> Faults:
    """There is one mark for each input of the client and each part of the provider."""
    for field, marks, side in (("inputs", said.inputs, Side.CLIENT), ("parts", said.parts, Side.PROVIDER)):
        expected = len(procedure.supplies(side).fr)
        if len(marks) != expected:
            message = N_("holds %(found)d marks: write %(expected)d, one for each line of the questionnaire")
            yield Fault(field, message, {"found": len(marks), "expected": expected})


def _evidence(_questionnaire: Questionnaire, practice: Any, said: EvidenceValue) -> Faults:
    """There is one state for each piece of evidence, and nothing was received before it was asked for."""
    expected = len(practice.evidence.fr)
    if len(said.items) != expected:
        message = N_("holds %(found)d marks: write %(expected)d, one for each line of the questionnaire")
        yield Fault("items", message, {"found": len(said.items), "expected": expected})
    if said.asked_on is not None and said.received_on is not None and said.received_on < said.asked_on:
        yield Fault("received_on", N_("is before the day on which it was asked for: correct one of the two"))


def _indicator(questionnaire: Questionnaire, line: Any, said: IndicatorValue) -> Faults:
    """The client's own indicator is described; one of the catalogue is so already."""
    given = said.model_dump(by_alias=True)
    if line is not None:
        for field in DESCRIPTION:
            if field in given:
                yield Fault(field, N_("describes an indicator of the client’s own only: remove it"))
        return
    for field in ("name", "class"):
        if field not in given:
            yield Fault(field, N_("is missing: write it"))
    if said.class_id is not None:
        yield from _among("class", (said.class_id,), (known.id for known in questionnaire.indicator_classes))
    catalogue = {indicator.id for indicator in questionnaire.indicators}
    for pair in said.pairs or ():
        if pair not in catalogue and not OWN.fullmatch(pair):
            yield Fault("pairs", N_("%(value)s is not an indicator: correct the id"), {"value": pair})


def _motive(questionnaire: Questionnaire, _motive: Any, said: MotiveValue) -> Faults:
    """Who holds a motive is a role, or a side where the role is not known."""
    yield from _among("who", said.who, (*questionnaire.role, *Side))


def _seed(_questionnaire: Questionnaire, question: Any, said: SeedValue) -> Faults:
    """A question is answered by one of its choices, or skipped."""
    last = len(question.choices.fr) - 1
    if said.choice is not None and said.choice > last:
        yield Fault("choice", N_("%(value)s is too large: use %(le)s or less"), {"value": said.choice, "le": last})
    if said.choice is not None and said.skipped:
        yield Fault("skipped", N_("a question is answered or skipped: keep one of the two"))


def _parameter(_questionnaire: Questionnaire, _parameter: Any, said: ParameterValue) -> Faults:
    """The three figures are in order."""
    if not said.low <= said.typical <= said.high:
        yield Fault("typical", N_("is not between the low and the high value: put the three in order"))


def _range(_questionnaire: Questionnaire, _driver: Any, said: RangeValue) -> Faults:
    """A range has two ends, and goes up; none at all is taken back."""
    if (said.low is None) != (said.high is None):
        yield Fault("low" if said.low is None else "high", N_("is missing: give both ends, or neither"))
    elif said.low is not None and said.high is not None and said.low > said.high:
        yield Fault("high", N_("is below the low value: put the two in order"))


def _part(_questionnaire: Questionnaire, _tower: Any, said: PartValue) -> Faults:
    """A tower that is apart has its share of the service."""
    if said.share is None and said != PartValue(share=None):
        yield Fault("share", N_("is missing: give the share of this tower, or say nothing else of it"))


def _weights(questionnaire: Questionnaire, _role: Any, said: WeightsValue) -> Faults:
    """Every criterion is named once, in the form that was chosen, and intervals leave room for a sum of 100."""
    if said.form is None:
        return
    criteria = [criterion.id for criterion in questionnaire.criteria]
    named = {
        "points": list(said.points),
        "ranking": [id_ for group in said.ranking for id_ in group],
        "intervals": [*said.low, *(id_ for id_ in said.high if id_ not in said.low)],
    }[said.form]
    field = "low" if said.form == "intervals" else said.form
    yield from _among(field, named, criteria)
    for id_ in criteria:
        if id_ not in named:
            yield Fault(field, N_("%(value)s is missing: name every criterion"), {"value": id_})
    if said.form == "points" and not any(said.points.values()):
        yield Fault("points", N_("are all 0: give points to one criterion at least"))
    if said.form == "intervals":
        yield from _intervals(criteria, said)


def _intervals(criteria: Sequence[str], said: WeightsValue) -> Faults:
    """Each interval goes up, and some weights within them sum to 100."""
    for id_, low in said.low.items():
        if low > said.high.get(id_, FULL):
            yield Fault("high", N_("%(value)s: the upper end is below the lower one"), {"value": id_})
    if sum(said.low.values()) > FULL:
        yield Fault("low", N_("add up to more than 100: lower some"))
    if sum(said.high.get(criterion, FULL) for criterion in criteria) < FULL:
        yield Fault("high", N_("add up to less than 100: raise some"))


FULL = 100
"""Points that the weights of all criteria share."""


def _scored(_questionnaire: Questionnaire, question: Any, said: AbilityValue | AcceptabilityValue) -> Faults:
    """A score is the one of an answer."""
    scores = [plain_number(Decimal(str(answer.score))) for answer in question.answers]
    if said.score not in scores:
        expected = ", ".join(map(str, scores))
        yield Fault("score", _EXPECTED, {"value": said.score, "expected": expected})


_CHECKS: Mapping[Kind, Callable[[Questionnaire, Any, Any], Faults]] = {
    Kind.FRAMING: _framing,
    Kind.PROCEDURE: _procedure,
    Kind.INDICATOR: _indicator,
    Kind.MOTIVE: _motive,
    Kind.SEED: _seed,
    Kind.ABILITY: _scored,
    Kind.ACCEPTABILITY: _scored,
    Kind.EVIDENCE: _evidence,
    Kind.PARAMETER: _parameter,
    Kind.RANGE: _range,
    Kind.WEIGHTS: _weights,
    Kind.PART: _part,
}


def something_in_scope(questionnaire: Questionnaire, towers: Mapping[str, Mapping[str, Any]]) -> bool:
    """Say whether a tower stays in scope; one of which nothing was said is."""
    return any(towers.get(tower.id, {}).get("in_scope", True) for tower in questionnaire.towers)


NO_TOWER = N_("takes the last tower out of scope: keep one")
