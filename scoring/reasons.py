"""Where the value of an option on each criterion comes from: judgements, practices, parameters, rules."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.courses import INSOURCING, PREPARING, STAYING
from scoring.drivers import ASKED, INDICES
from scoring.facts import Facts
from scoring.gates import Situation
from scoring.results import Ref

STAY: Mapping[str, tuple[str, ...]] = {
    "continuity": ("need", "ability"),
    "need": ("need", "ability"),
    "maturity": ("ability",),
    "cost": ("price_gap", "ability"),
    "capacity": ("capacity",),
    "people": ("fatigue", "trust", "ability"),
    "executive": ("acceptability",),
    "time": (),
}
"""The drivers of each criterion for an option of the staying family."""

CHANGE: Mapping[str, tuple[str, ...]] = {
    "continuity": ("readiness", "exit", "day_to_day"),
    "need": ("need",),
    "maturity": (),
    "cost": ("price_gap", "readiness"),
    "capacity": ("capacity", "readiness"),
    "people": ("fatigue",),
    "executive": ("acceptability",),
    "time": (),
}
"""The same for any other option."""

LEVELS = {PREPARING: "successor_level", INSOURCING: "insourced_level"}


def criterion_reasons(situation: Situation, facts: Facts, option_id: str) -> dict[str, tuple[Ref, ...]]:
    """Return, by criterion, what the value of an option comes from.

    Judgements and indices as drivers (an index then leads to its practices), ratings as practices, parameters by id
    where the option reads them, and the option's own figures.
    """
    option = situation.questionnaire.option[option_id]
    drivers = STAY if option.family == STAYING else CHANGE
    found = {}
    for criterion in situation.questionnaire.criteria:
        refs = [_driver(name) for name in drivers[criterion.id]]
        if criterion.id == "people":
            refs.append(Ref("inherited", "provider"))
        if criterion.id == "maturity":
            refs += [Ref("practice", id_) for id_ in situation.case.attainable.reasons]
            refs += [Ref("parameter", name) for name in _levels(option.family)]
        if criterion.id == "cost":
            refs += [Ref("parameter", parameter.id) for parameter in situation.questionnaire.parameters]
        if option.family == INSOURCING and criterion.id in {"continuity", "need", "capacity", "maturity"}:
            refs += [Ref("fact", name) for name in sorted(ASKED)]
        refs.append(Ref("option", option_id))
        found[criterion.id] = tuple(refs)
    return found


def _driver(name: str) -> Ref:
    """Return a driver as it is asked: an index by its id, a judgement by its name."""
    return Ref("index", INDICES[name]) if name in INDICES else Ref("driver", name)


def _levels(family: str) -> tuple[str, ...]:
    """Return the parameters that attainable maturity reads for a family."""
    return ("pace",) if family == STAYING else (LEVELS.get(family, "successor_level"), "pace")
