"""From facts and maturity to what options are weighed on; and what is missing before any advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from questionnaires import Grade, Questionnaire, Side
from scoring.attainable import Attainable, Capability
from scoring.distributions import Triangular
from scoring.drivers import JUDGED, inputs_at, insourcing_means
from scoring.facts import Facts
from scoring.gates import Situation
from scoring.money import money_case
from scoring.results import Maturity, Ref, RuleOutcome, SideScore, Spread
from scoring.ruling import forbidden
from scoring.statements import Kind, latest
from scoring.values import Case, capability

VIABILITY, OVERSIGHT = "MO-12", "REL-GOV-C1"
"""The motive that a provider will not last, and the practice without which nobody coordinates several."""


def missing(questionnaire: Questionnaire, facts: Facts, maturity: Maturity) -> tuple[Ref, ...]:
    """Return what must be answered or judged before any advice."""
    refs, asked = [], Fraction(str(questionnaire.thresholds.coverage))
    for side, score in maturity.sides.items():
        coverage = score.score.index.coverage
        if coverage is None or coverage < asked:
            refs.append(Ref("coverage", side))
        elif questionnaire.mode[facts.mode].evidence and _evidenced(maturity, score) < asked:
            refs.append(Ref("evidence", side))
    refs += [Ref("driver", name) for name in JUDGED if getattr(facts.judgements, name) is None]
    if facts.readiness.score is None:
        refs.append(Ref("readiness", "score"))
    refs += [Ref("index", id_) for id_, figure in maturity.indices.items() if figure.value is None]
    if facts.contract.lawful_continuation is None and facts.contract.form != "private":
        refs.append(Ref("fact", "lawful_continuation"))
    return tuple(refs)


def _evidenced(maturity: Maturity, side: SideScore) -> Fraction:
    """Share of a side's rated practices that a document backs."""
    ids = [ref.id for domain in side.domains for ref in domain.score.index.reasons]
    rated = [r for id_ in ids if (r := maturity.ratings[id_]).value is not None]
    seen = sum(rating.grade in (Grade.A, Grade.B) for rating in rated)
    return Fraction(seen, len(rated)) if rated else Fraction(0)


def situation_of(
    questionnaire: Questionnaire,
    facts: Facts,
    maturity: Maturity,
    rules: tuple[RuleOutcome, ...],
    drivers: Mapping[str, Spread],
) -> Situation:
    """Bring facts and maturity to what values and gates look at.

    What was judged stands at the judgement, a parameter at its mean: overruns are likelier than savings, and a best
    guess that forgot it would favour a change.
    """
    best = {name: spread.middle for name, spread in drivers.items()}
    best |= {name: Triangular.of(drivers[name]).mean for name in questionnaire.parameter}
    framing = _framing(facts)
    means, _ = insourcing_means(questionnaire, facts)
    inputs = inputs_at(
        best,
        inherited=float(maturity.inheritance[Side.PROVIDER].share or 0),
        insourcing=means,
        staged=float(bool(framing.get("staged_takeover"))),
    )
    quiet = not any((facts.judgements.need, facts.judgements.fatigue, facts.judgements.price_gap))
    close = all(item.total <= 1 for part in maturity.inheritance.values() for item in part.practices)
    forced_end = _day(framing.get("forced_end"))
    case = Case(
        questionnaire,
        Attainable(questionnaire.attainable, maturity),
        money_case(questionnaire, facts),
        Capability(inputs.ability, inputs.parameters["successor_level"], 0.0, inputs.parameters["pace"]),
    )
    case = replace(case, typical=capability(case, inputs))
    return Situation(
        questionnaire=questionnaire,
        contract=_ending(facts, forced_end),
        as_of=facts.as_of,
        inputs=inputs,
        evidenced_parts=facts.judgements.evidenced_parts,
        blocking=facts.readiness.blocking,
        calm=quiet and close,
        case=case,
        forbidden=forbidden(questionnaire, rules),
        transformation=_transformation(facts),
        failing=_failing(questionnaire, facts, framing),
        forced_end=forced_end,
        lots=bool(framing.get("lots_wanted")),
        integrates=_integrates(questionnaire, maturity),
        no_skills=framing.get("skills_held") == "none" and framing.get("skills_recruitable") is False,
        ready_known=facts.readiness.score is not None,
        orders_left=_orders_left(facts, framing),
    )


def _framing(facts: Facts) -> dict[str, Any]:
    """Return what framing questions are answered with."""
    return {id_: said.get("value") for id_, said in latest(facts.statements, Kind.FRAMING).items()}


def _day(value: Any) -> date | None:
    """Read a day as files hold it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _orders_left(facts: Facts, framing: Mapping[str, Any]) -> int | None:
    """Return how many whole months of orders at the present pace the maximum of a framework agreement leaves."""
    maximum, ordered, yearly = (
        framing.get("framework_maximum"),
        framing.get("framework_ordered"),
        facts.contract.yearly_value,
    )
    if maximum is None or ordered is None or not yearly:
        return None
    return max(0, floor(Fraction(str(maximum)) * (100 - Fraction(str(ordered))) / 100 * 12 / yearly))


def _ending(facts: Facts, forced_end: date | None) -> Any:
    """Return the contract, ended by what comes first: its term, or the day on which the service must stop."""
    contract = facts.contract
    ends = [day for day in (contract.end, forced_end) if day is not None]
    return replace(contract, end=min(ends, default=None))


def _failing(questionnaire: Questionnaire, facts: Facts, framing: Mapping[str, Any]) -> tuple[Ref, ...]:
    """Return what establishes that the provider will not last: the fact, or the motive once confirmed."""
    if framing.get("provider_failing"):
        return (Ref("fact", "provider_failing"),)
    heard = latest(facts.statements, Kind.MOTIVE).get(VIABILITY, {})
    confirmed = Fraction(str(heard.get("confirmation", 0))) == 1
    if confirmed and heard["intensity"] >= questionnaire.findings.failing_intensity and heard["holders"]:
        return (Ref("motive", VIABILITY),)
    return ()


def _integrates(questionnaire: Questionnaire, maturity: Maturity) -> bool:
    """Whether the client can coordinate several providers (`domain.md` 7, P-18)."""
    asked = questionnaire.findings.lots_level
    rating = maturity.ratings.get(OVERSIGHT)
    index = maturity.sides[Side.CLIENT].score.index.value
    known = rating is not None and rating.value is not None and index is not None
    return known and rating.value >= asked and index >= asked  # type: ignore[operator,union-attr]


def _transformation(facts: Facts) -> int | None:
    """Questions of the transformation test answered yes; None when none was answered."""
    said = latest(facts.statements, Kind.TRANSFORMATION)
    return sum(bool(value["yes"]) for value in said.values()) if said else None
