"""What the engine says plainly beside naming an option: that the provider is the problem, that nobody will carry it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from questionnaires import Side
from scoring.choosing import Choice
from scoring.courses import MINIMAL, PREPARING, RETENDERING, STAYING
from scoring.facts import Facts
from scoring.gates import Situation
from scoring.months import months_before
from scoring.results import Effect, Finding, FindingKind, Gate, GateKind, Maturity, OptionResult, Ref
from scoring.statements import Kind, latest


@dataclass(frozen=True, slots=True)
class Scene:
    """What a finding looks at."""

    situation: Situation
    facts: Facts
    maturity: Maturity
    choice: Choice

    @property
    def lead(self) -> OptionResult:
        """The leading option."""
        return next(option for option in self.choice.options if option.option_id == self.choice.lead)


def findings(situation: Situation, facts: Facts, maturity: Maturity, choice: Choice) -> tuple[Finding, ...]:
    """Return what must be said plainly, the gravest first."""
    scene = Scene(situation, facts, maturity, choice)
    return tuple(found for look in FINDINGS for found in look(scene))


def _no_option_works(scene: Scene) -> Iterator[Finding]:
    """Nobody on the client's side will carry any option (P-17, and the appointment refused)."""
    said = latest(scene.facts.statements, Kind.FRAMING).get("appointment_refused", {})
    if said.get("value"):
        yield Finding(FindingKind.NO_OPTION_WORKS, {}, (Ref("fact", "appointment_refused"), Ref("rule", "P-17")))


def _provider_failing(scene: Scene) -> Iterator[Finding]:
    """The provider will not be there: continuity first."""
    if scene.situation.failing:
        yield Finding(FindingKind.PROVIDER_FAILING, {}, scene.situation.failing)


def _too_late(scene: Scene) -> Iterator[Finding]:
    """Choices were lost by lateness, not by anybody's doing: none but staying is left, or none at all."""
    lacking = {option.option_id: gate for option in scene.choice.options if (gate := _lead_time(option)) is not None}
    others = {option.option_id for option in scene.choice.options if option.family_id != STAYING}
    term = scene.situation.contract.end
    if term is None or not lacking or not (scene.choice.forced or others <= set(lacking)):
        return
    missed = _missed(scene.choice, lacking)
    values = {
        "options": tuple(lacking),
        "months": scene.situation.months_to_term,
        "option": missed,
        "start": months_before(term, _months(lacking[missed])),
        "tender": MINIMAL in lacking,
        "forced": scene.choice.forced,
    }
    yield Finding(FindingKind.TOO_LATE, values, (Ref("fact", "end"), *(Ref("lead_time", id_) for id_ in lacking)))


def _lead_time(option: OptionResult) -> Gate | None:
    """The gate that says that less time is left than an option takes."""
    return next((gate for gate in option.gates if gate.kind is GateKind.LEAD_TIME), None)


def _missed(choice: Choice, lacking: Mapping[str, Gate]) -> str:
    """The option that would still be there in time: closed by nothing else, a tender, the quickest."""
    late = [option for option in choice.options if option.option_id in lacking]

    def otherwise(option: OptionResult) -> tuple[bool, bool, int]:
        closed = sum(gate.effect is Effect.EXCLUDE for gate in option.gates) > 1
        tender = option.family_id in (PREPARING, RETENDERING)
        return (not tender, closed, _months(lacking[option.option_id]))

    return min(late, key=otherwise).option_id


def _months(gate: Gate) -> int:
    """The months that an option takes at the least."""
    return int(str(gate.values["lead"]))


def _provider_is_the_problem(scene: Scene) -> Iterator[Finding]:
    """A capable client, a provider far below it that neither can nor will: no symmetry here (case J)."""
    limits, inputs = scene.situation.questionnaire.findings, scene.situation.inputs
    apart = scene.maturity.asymmetry
    own = inputs.inherited <= limits.provider_share and not scene.maturity.inheritance[Side.PROVIDER].no_shortfall
    if apart is None or apart < limits.provider_asymmetry or not own or inputs.ability >= limits.provider_ability:
        return
    values = {"asymmetry": float(apart), "share": inputs.inherited, "ability": inputs.ability}
    refs = (Ref("inherited", "provider"), Ref("driver", "ability"), Ref("rule", "P-15"))
    yield Finding(FindingKind.PROVIDER_IS_THE_PROBLEM, values, refs)


def _client_holds_the_key(scene: Scene) -> Iterator[Finding]:
    """Most of what the provider lacks waits for the client: whoever comes next will wait as well."""
    share = scene.situation.inputs.inherited
    if share >= scene.situation.questionnaire.findings.client_share:
        values = {"share": share}
        yield Finding(FindingKind.CLIENT_HOLDS_THE_KEY, values, (Ref("inherited", "provider"),))


def _staying_is_risky(scene: Scene) -> Iterator[Finding]:
    """Staying leads, or would, and the service is not safe with it."""
    limit = scene.situation.questionnaire.findings.risky_continuity
    staying = [option for option in scene.choice.options if option.family_id == STAYING]
    safest = max((option.values["continuity"] for option in staying), default=1.0)
    if safest < limit:
        refs = (Ref("driver", "need"), Ref("driver", "ability"))
        yield Finding(FindingKind.STAYING_IS_RISKY, {"continuity": safest}, refs)


def _change_will_not_be_held(scene: Scene) -> Iterator[Finding]:
    """The advice is to change, and executives are likely to stop it on the way."""
    value = scene.situation.inputs.acceptability
    if scene.lead.family_id != STAYING and value < scene.situation.questionnaire.findings.veto_acceptability:
        refs = (Ref("driver", "acceptability"),)
        yield Finding(FindingKind.CHANGE_WILL_NOT_BE_HELD, {"acceptability": value}, refs)


def _in_lots(scene: Scene) -> Iterator[Finding]:
    """The tender is to be split between several providers."""
    if scene.situation.lots and scene.lead.family_id in (PREPARING, RETENDERING):
        values = {"integrates": scene.situation.integrates}
        yield Finding(FindingKind.IN_LOTS, values, (Ref("fact", "lots_wanted"), Ref("rule", "P-18")))


FINDINGS: tuple[Callable[[Scene], Iterator[Finding]], ...] = (
    _no_option_works,
    _provider_failing,
    _too_late,
    _change_will_not_be_held,
    _provider_is_the_problem,
    _staying_is_risky,
    _client_holds_the_key,
    _in_lots,
)
"""Everything that may have to be said, the gravest first."""
