"""Another advice for one tower than for the rest: retender this one, keep the others (`domain.md` 9.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scoring.choosing import Choice, choose, points_of, valued
from scoring.drivers import insourcing_means
from scoring.facts import DatedFact, Facts
from scoring.gates import Situation
from scoring.results import PartAdvice, Ref
from scoring.statements import Kind, Statement, latest

JUDGED = ("need", "ability", "price_gap")
"""What may be otherwise for a tower."""


def part_advice(
    situation: Situation, facts: Facts, weights: Mapping[str, float], whole: Choice
) -> tuple[PartAdvice, ...]:
    """Return the towers for which another option leads than for the whole, in the questionnaire's order.

    A tower is weighed like the whole, with what was said of it in its place: need, ability, price, a refusal, the
    client's own skills. Law, time and readiness are those of the contract.
    """
    said = latest(facts.statements, Kind.PART)
    found = []
    for tower in situation.questionnaire.towers:
        if tower.id not in said:
            continue
        part = _situation(situation, facts, said[tower.id])
        choice = choose(part, valued(part), weights)
        if choice.lead is None or choice.forced or choice.lead in (whole.lead, *whole.combined):
            continue
        options = {option.option_id: option for option in choice.options}
        lead = options[choice.lead]
        rest = options[whole.lead] if whole.lead is not None else lead
        margin = points_of(lead) - points_of(rest)
        found.append(PartAdvice(tower.id, choice.lead, lead.family_id, margin, (Ref("part", tower.id),)))
    return tuple(found)


def _situation(situation: Situation, facts: Facts, said: Mapping[str, Any]) -> Situation:
    """Return the situation as it is for one tower."""
    changes: dict[str, Any] = {name: float(said[name]) for name in JUDGED if said.get(name) is not None}
    means = _means(situation, facts, said)
    if means is not None:
        changes["insourcing"] = means
    contract = situation.contract
    if said.get("refused"):
        contract = replace(contract, written_refusal=DatedFact(True))
    no_skills = situation.no_skills if said.get("skills") is None else said["skills"] == "none"
    return replace(
        situation, inputs=replace(situation.inputs, **changes), contract=contract, no_skills=no_skills, calm=False
    )


def _means(situation: Situation, facts: Facts, said: Mapping[str, Any]) -> float | None:
    """Return what the client has to take this tower back; None when nothing else was said of it."""
    answers = {"skills_held": said.get("skills"), "strategic_control_wanted": said.get("control_wanted")}
    known = {name: value for name, value in answers.items() if value is not None}
    if not known:
        return None
    moment = max(statement.decided_at for statement in facts.statements)
    made = tuple(Statement(f"~{name}", Kind.FRAMING, name, {"value": value}, moment) for name, value in known.items())
    return insourcing_means(situation.questionnaire, replace(facts, statements=(*facts.statements, *made)))[0]
