"""What is uncertain, and within which bounds: one driver for each cause, shared by all options (`methods.md` 4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any

from questionnaires import Questionnaire, Side
from scoring.facts import Facts
from scoring.money import parameters
from scoring.results import Figure, Maturity, Spread
from scoring.statements import Kind, latest
from scoring.values import Inputs

JUDGED = ("need", "ability", "fatigue", "price_gap", "acceptability")
"""Drivers that a person judges, in the order in which the questionnaire asks."""

INDICES = {"trust": "T", "day_to_day": "D2D", "exit": "EX", "capacity": "CAP"}
"""Drivers that are indices of the questionnaire, by the id of the index."""

RATINGS = {"client_rating": Side.CLIENT, "provider_rating": Side.PROVIDER}
"""By how much the ratings of a side could all be off: other people would have been asked."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "provider": ("ability",),
    "need": ("need",),
    "people": ("fatigue", "trust"),
    "price": ("price_gap",),
    "executives": ("acceptability",),
    "file": ("readiness", "exit", "day_to_day", "capacity"),
    "ratings": tuple(RATINGS),
}
"""What would be learned together; parameters add their own groups (`questionnaires` `parameter_groups`)."""


def spreads(questionnaire: Questionnaire, facts: Facts, maturity: Maturity) -> dict[str, Spread]:
    """Return the three points of every driver: one in ten lower, most likely, one in ten higher.

    Judgements: the range said for this engagement, else the questionnaire's spread around the value given. Indices:
    what unanswered practices leave open. What is not known spans everything it could be.
    """
    found = {name: _judged(questionnaire, facts, name) for name in JUDGED}
    score = facts.readiness.score
    found["readiness"] = _around(None if score is None else score / 100, questionnaire.thresholds.readiness_spread)
    for name, index in INDICES.items():
        found[name] = _index(maturity.indices[index], questionnaire.thresholds.index_spread)
    for name, side in RATINGS.items():
        found[name] = _rating(maturity, side)
    return {**found, **parameters(questionnaire, facts)}


def group_of(questionnaire: Questionnaire, driver: str) -> str:
    """Return the group that a driver is learned with."""
    known = questionnaire.parameter.get(driver)
    if known is not None:
        return known.group
    return next(name for name, drivers in GROUPS.items() if driver in drivers)


def _judged(questionnaire: Questionnaire, facts: Facts, name: str) -> Spread:
    """A judgement: its own range where one was said."""
    value: Fraction | None = getattr(facts.judgements, name)
    said = latest(facts.statements, Kind.RANGE).get(name)
    if value is None or said is None:
        return _around(value, questionnaire.driver[name].spread)
    middle = float(value)
    return Spread(min(float(said["low"]), middle), middle, max(float(said["high"]), middle))


def _around(value: Fraction | None, spread: float) -> Spread:
    """A share of 1 and so much on either side; anything at all where nothing is known."""
    if value is None:
        return Spread(0.1, 0.5, 0.9)
    middle = float(value)
    return Spread(max(0.0, middle - spread), middle, min(1.0, middle + spread))


def _index(figure: Figure, spread: float) -> Spread:
    """An index: what is left to rate, and a little more for who was asked."""
    if figure.value is None or figure.low is None or figure.high is None:
        return Spread(0.1, 0.5, 0.9)
    low, high = float(figure.low) - spread, float(figure.high) + spread
    return Spread(max(0.0, low), float(figure.value), min(1.0, high))


def _rating(maturity: Maturity, side: Side) -> Spread:
    """How far a side's index could be from its value, in levels, for who was asked (`methods.md` 2.4)."""
    score = maturity.sides[side].score
    if score.asked is None or score.index.value is None:
        return Spread(0.0, 0.0, 0.0)
    middle = float(score.index.value)
    return Spread(min(0.0, score.asked[0] - middle), 0.0, max(0.0, score.asked[1] - middle))


def insourcing_means(questionnaire: Questionnaire, facts: Facts) -> tuple[float, bool]:
    """Return what the client has to take the service back, 0 to 1, and whether anything of it is known.

    Skills held or within reach, scale, a strategic wish to hold the activity, a staged take-over, a similar activity
    run already, weighed as the questionnaire says; what was not asked counts for nothing.

    References
    ----------
    `domain.md` 5.1 and 5.2; `cases-open.md` K04, K37.
    """
    model, said = questionnaire.insourcing, latest(facts.statements, Kind.FRAMING)

    def value(name: str) -> Any:
        return said.get(name, {}).get("value")

    held = {"none": 0.0, "some": model.some_skills, "enough": 1.0}.get(value("skills_held"), 0.0)
    skills = max(held, model.recruitable_skills if value("skills_recruitable") else 0.0)
    parts = {
        "skills": skills,
        "scale": float(bool(value("scale_sufficient"))),
        "control": float(bool(value("strategic_control_wanted"))),
        "staged": float(bool(value("staged_takeover"))),
        "already": float(bool(value("already_run_in_house"))),
    }
    asked = ASKED & {name for name in said if value(name) is not None}
    return sum(getattr(model, name) * part for name, part in parts.items()), bool(asked)


ASKED = {
    "skills_held",
    "skills_recruitable",
    "scale_sufficient",
    "strategic_control_wanted",
    "staged_takeover",
    "already_run_in_house",
}
"""The framing facts that insourcing is weighed on."""


def inputs_at(values: Mapping[str, Any], *, inherited: float, insourcing: float, staged: float) -> Inputs:
    """Return the inputs of the value model at some value of each driver: a number, or draws (n,).

    `inherited` K, the client's means and whether it can go in stages are taken as they are.
    """
    own = {field.name for field in fields(Inputs)}
    rest = {"inherited": inherited, "insourcing": insourcing, "staged": staged}
    drawn = {name: value for name, value in values.items() if name not in own}
    return Inputs(**{name: value for name, value in values.items() if name in own}, **rest, parameters=drawn)
