"""Which rules hold for an engagement: legal first, then proportionality, each tried on what is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from questionnaires import Questionnaire, Side
from scoring.facts import DatedFact, Facts
from scoring.months import months_between
from scoring.results import Maturity, Plan, RuleOutcome
from scoring.statements import Kind, latest

MECHANISMS = "mechanisms"
"""The framing fact that lists the mechanisms in force."""


def rule_outcomes(
    questionnaire: Questionnaire, facts: Facts, maturity: Maturity, plan: Plan | None = None
) -> tuple[RuleOutcome, ...]:
    """Try every rule that applies to this form of contract, in the order of the questionnaire."""
    values = rule_values(questionnaire, facts, maturity, plan)
    form = facts.contract.form
    return tuple(
        RuleOutcome(rule.id, questionnaire.conditions[rule.id].holds(values))
        for rule in questionnaire.rules
        if not rule.forms or form in rule.forms
    )


def forbidden(questionnaire: Questionnaire, outcomes: tuple[RuleOutcome, ...]) -> dict[str, tuple[str, ...]]:
    """Return the rules that forbid each option, by option id."""
    held = {outcome.rule_id for outcome in outcomes if outcome.holds}
    found: dict[str, list[str]] = defaultdict(list)
    for rule in questionnaire.rules:
        if rule.id in held and rule.effect == "forbid":
            for option_id in rule.options:
                found[option_id].append(rule.id)
    return {option_id: tuple(ids) for option_id, ids in found.items()}


def rule_values(
    questionnaire: Questionnaire, facts: Facts, maturity: Maturity, plan: Plan | None = None
) -> dict[str, Any]:
    """Return every name that a condition may use, None where nothing is known."""
    return {
        **_framing(questionnaire, facts),
        **_contract(questionnaire, facts),
        **_indices(facts, maturity),
        "plan_share_one_side": None if plan is None else _number(plan.share_one_side),
        **_load(questionnaire, facts, maturity),
        **{id_.replace("-", "_"): _number(rating.value) for id_, rating in maturity.ratings.items()},
    }


def _number(value: Fraction | float | None) -> float | None:
    return None if value is None else float(value)


def _framing(questionnaire: Questionnaire, facts: Facts) -> dict[str, Any]:
    """Framing facts as answered."""
    said = latest(facts.statements, Kind.FRAMING)
    found = {}
    for fact in questionnaire.framing:
        value = said.get(fact.id, {}).get("value")
        found[fact.id] = float(value) if fact.kind == "number" and value is not None else value
    return found


def _contract(questionnaire: Questionnaire, facts: Facts) -> dict[str, Any]:
    """The contract sheet and its lead times."""
    contract = facts.contract
    form = questionnaire.contract_form[contract.form]
    leads = {f"months_lead_{lead.option}": float(lead.months) for lead in form.lead_times}
    months = None if contract.end is None else float(months_between(facts.as_of, contract.end))
    return {
        "form": contract.form,
        "renewal": contract.renewal,
        "months_to_term": months,
        "notice_months": _number(contract.notice_months),
        "yearly_value": _number(contract.yearly_value),
        "users": _number(contract.users),
        "critical_service": contract.critical_service,
        "continuation_lawful": _held(contract.lawful_continuation),
        "provisions_refused": _held(contract.provisions_refused),
        "written_refusal": _held(contract.written_refusal),
        "after_2026_08_22": facts.as_of > questionnaire.climate_law,
        **leads,
    }


def _held(fact: DatedFact | None) -> bool | None:
    return None if fact is None else fact.holds


def _indices(facts: Facts, maturity: Maturity) -> dict[str, Any]:
    """Indices and judgements."""
    judged = facts.judgements
    return {
        "M": _number(maturity.overall),
        "Lc": _number(maturity.sides[Side.CLIENT].score.index.value),
        "Lp": _number(maturity.sides[Side.PROVIDER].score.index.value),
        **{id_: _number(figure.value) for id_, figure in maturity.indices.items()},
        "K": _number(maturity.inheritance[Side.PROVIDER].share),
        "I": _number(maturity.structural_share.value),
        "A": _number(judged.ability),
        "V": _number(judged.acceptability),
        "N": _number(judged.need),
        "F": _number(judged.fatigue),
        "PG": _number(judged.price_gap),
        "readiness": _number(facts.readiness.score),
    }


def _load(questionnaire: Questionnaire, facts: Facts, maturity: Maturity) -> Mapping[str, float | None]:
    """Mechanism load, and the load that both sides' maturity can carry."""
    load, limit = mechanism_load(questionnaire, facts), load_limit(questionnaire, maturity)
    return {"mechanism_load": _number(load), "load_limit": _number(limit)}


def mechanism_load(questionnaire: Questionnaire, facts: Facts) -> int | None:
    """Return the weight of the mechanisms in force; None when they were not asked."""
    said = latest(facts.statements, Kind.FRAMING).get(MECHANISMS, {}).get("value")
    if said is None:
        return None
    return sum(mechanism.weight for mechanism in questionnaire.mechanisms if mechanism.id in said)


def load_limit(questionnaire: Questionnaire, maturity: Maturity) -> Fraction | None:
    """Return the load above which mechanisms are too heavy; None when a side is not assessed."""
    model = questionnaire.mechanism_load
    return None if maturity.overall is None else model.base + model.slope * maturity.overall
