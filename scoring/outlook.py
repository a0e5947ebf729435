"""How the options stand when what is uncertain varies: 20,000 draws of shared drivers and of weights (SMAA).

Drivers are drawn once per draw and shared by all options; each has a stream of its own, so that a what-if moves only
what it changes. An option also has a little of its own that no driver explains; drawn independently, or half shared,
and the less favourable of the two counts.

References
----------
`methods.md` 4.2 to 4.7; `design.md` 4.9.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from questionnaires.schema import Option
from scoring.acceptability import Acceptability, acceptability, family_shares, pairwise_wins, quantiles
from scoring.choosing import Choice, leading, points_of
from scoring.courses import INSOURCING, PREPARING, STAYING
from scoring.distributions import draw
from scoring.drivers import group_of, inputs_at
from scoring.facts import Facts
from scoring.gates import Situation
from scoring.information import binned_value
from scoring.money import assemble
from scoring.months import months_before
from scoring.results import Attained, Information, Money, Outlook, Signal, Spread, Staged, TornadoBar
from scoring.statements import Kind, latest
from scoring.values import Inputs, capability, course_of, option_values
from scoring.waiting import preparation, signs
from scoring.weighing import Weighing, read_weighing, roc_weights, sample_weights

Array = npt.NDArray[np.float64]

INDEPENDENT, SHARED = "independent", "shared"

LEARNED = 8192
"""Draws from which the value of learning about a group is estimated."""

SIGNALS = ("ability", "successor_level")
"""What a preparation shows, beside putting the house in order: how the incumbent reacts, and what the market offers."""

SHARES = (
    "need",
    "ability",
    "fatigue",
    "price_gap",
    "acceptability",
    "readiness",
    "trust",
    "day_to_day",
    "exit",
    "capacity",
)
"""Drivers that are shares of 1."""

LEVEL = 5.0


@dataclass(frozen=True)
class View:
    """An outlook, and what each option has of it."""

    outlook: Outlook
    ranks: Mapping[str, tuple[float, ...]]
    spreads: Mapping[str, Spread]
    regret: Mapping[str, float]
    central: Mapping[str, Mapping[str, float]]
    attained: Mapping[str, Attained]
    costs: Mapping[str, Money]
    point: float | None

    def of(self, option_id: str) -> dict[str, Any]:
        """Return the fields of an option's result."""
        return {
            "spread": self.spreads.get(option_id),
            "ranks": self.ranks.get(option_id, ()),
            "regret": self.regret.get(option_id),
            "central_weights": self.central.get(option_id, {}),
            "attained": self.attained.get(option_id),
            "money": self.costs.get(option_id),
        }

    def wins(self, one: str, other: str) -> float:
        """Return the share of draws in which one option beats another, the less favourable dependence."""
        return self.outlook.pairwise.get((one, other), 1.0)

    def money(self, points: float) -> float | None:
        """Return what a difference in points is worth, in the unit of the costs; None when cost weighs nothing."""
        return None if self.point is None else points * self.point


@dataclass(frozen=True)
class Sampling:
    """One decision, drawn."""

    situation: Situation
    drivers: Mapping[str, Spread]
    weights: Mapping[str, float]
    weighing: Sequence[tuple[str, Weighing]]

    @property
    def count(self) -> int:
        """How many draws."""
        return self.situation.questionnaire.thresholds.draws

    @property
    def seed(self) -> int:
        """Where streams start."""
        return self.situation.questionnaire.thresholds.seed

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """Every option, in the questionnaire's order."""
        return self.situation.questionnaire.options

    @cached_property
    def drawn(self) -> dict[str, Array]:
        """Draws of each driver, (n,)."""
        return {name: bounded(name, draw(spread, self.seed, name, self.count)) for name, spread in self.drivers.items()}

    @cached_property
    def sets(self) -> Array:
        """Drawn weights, (n, K), in the order of the criteria."""
        return sample_weights([each for _, each in self.weighing], tuple(self.weights), self.seed, self.count)

    def inputs(self, values: Mapping[str, Any]) -> Inputs:
        """Return inputs at values of the drivers; what does not vary is as it is."""
        fixed = self.situation.inputs
        return inputs_at(
            values,
            inherited=fixed.inherited,
            insourcing=fixed.insourcing,
            staged=fixed.staged,
        )

    def partial(self, values: Mapping[str, Any], count: int) -> Array:
        """Return the value of each option on each criterion at values of the drivers, (n, m, K)."""
        inputs = self.inputs(values)
        found = np.empty((count, len(self.options), len(self.weights)))
        for number, option in enumerate(self.options):
            each = option_values(self.situation.case, option, inputs)
            for column, criterion in enumerate(self.weights):
                found[:, number, column] = each[criterion]
        return found

    @cached_property
    def values(self) -> Array:
        """Partial values of every draw, (n, m, K)."""
        return self.partial(self.drawn, self.count)

    @cached_property
    def explained(self) -> Array:
        """Points of each option in each draw, from drivers and weights alone, (n, m)."""
        found: Array = 100 * np.einsum("nmk,nk->nm", self.values, self.sets)
        return found

    def scores(self, dependence: float) -> Array:
        """Points with what is each option's own: independent, or partly shared by all."""
        limits = self.situation.questionnaire.thresholds
        own = Spread(-limits.own_points, 0.0, limits.own_points)
        total = self.explained.copy()
        for number, option in enumerate(self.options):
            total[:, number] += sqrt(1 - dependence) * draw(own, self.seed, f"own.{option.id}", self.count)
        if dependence:
            total += sqrt(dependence) * draw(own, self.seed, "own", self.count)[:, None]
        return total


def bounded(name: str, values: Array) -> Array:
    """Keep a driver within what it can be."""
    if name in SHARES:
        return np.clip(values, 0.0, 1.0)
    if name.endswith("_level"):
        return np.clip(values, 0.0, LEVEL)
    return values


def outlook_of(
    situation: Situation,
    facts: Facts,
    weights: Mapping[str, float],
    drivers: Mapping[str, Spread],
    choice: Choice,
) -> View:
    """Draw the decision and count: ranks, pairwise wins, regret, what would be worth knowing, what could flip it."""
    weighing = _weighing(situation, facts, weights)
    sampling = Sampling(situation, drivers, weights, weighing)
    ids = [option.id for option in sampling.options]
    open_ids = [option.option_id for option in choice.options if option.admitted] or [choice.lead or ids[0]]
    columns = [ids.index(id_) for id_ in open_ids]
    scores = sampling.scores(0.0)
    counted = acceptability(scores[:, columns], sampling.sets, situation.questionnaire.thresholds.central_draws)
    pairwise, dependence = _pairwise(sampling, choice, open_ids, columns, counted)
    lead = choice.lead or open_ids[0]
    rival = _rival(choice, lead, open_ids)
    family = {option.id: option.family for option in sampling.options}
    first = dict(zip(open_ids, map(float, counted.ranks[:, 0]), strict=True))
    costs = _costs(sampling)
    point = _point(situation, weights, costs)
    information = _information(sampling, columns, open_ids, lead, rival, point) if rival else ()
    lows, middles, highs = quantiles(scores)
    outlook = Outlook(
        draws=sampling.count,
        seed=sampling.seed,
        pairwise=pairwise,
        families=family_shares(first, family),
        value_of_information=float(counted.information),
        information=information,
        tornado=_tornado(sampling, lead, rival) if rival else (),
        dependence=dependence,
        robust=_settings(situation, choice, open_ids, weights, weighing),
        staged=_staged(sampling, ids, open_ids),
        drivers=drivers,
    )
    return View(
        outlook=outlook,
        ranks={id_: tuple(map(float, counted.ranks[row])) for row, id_ in enumerate(open_ids)},
        spreads={id_: Spread(float(lows[n]), float(middles[n]), float(highs[n])) for n, id_ in enumerate(ids)},
        regret={id_: float(counted.regret[row]) for row, id_ in enumerate(open_ids)},
        central={
            id_: dict(zip(weights, map(float, found), strict=True))
            for id_, found in zip(open_ids, counted.central, strict=True)
            if found is not None
        },
        attained=_attained(situation),
        costs=costs,
        point=point,
    )


# ---- weights ----------------------------------------------------------------------------------------


def _weighing(situation: Situation, facts: Facts, weights: Mapping[str, float]) -> list[tuple[str, Weighing]]:
    """Return what was said of the weights, by decider; the engagement's own points when nobody said more."""
    said = latest(facts.statements, Kind.WEIGHTS)
    criteria, precision = tuple(weights), situation.questionnaire.weight_precision
    found = [(decider, read_weighing(value, criteria, precision)) for decider, value in said.items()]
    return found or [("", Weighing(form="points", points=weights, factor=precision.approximate))]


def _settings(
    situation: Situation,
    choice: Choice,
    open_ids: Sequence[str],
    weights: Mapping[str, float],
    weighing: Sequence[tuple[str, Weighing]],
) -> tuple[tuple[str, str], ...]:
    """Return the option that leads under each setting of weights: as stated, equal, by ranking, of each decider."""
    equal = dict.fromkeys(weights, 1 / len(weights))
    settings: dict[str, Mapping[str, float]] = {"points": weights, "equal": equal, "ranking": roc_weights(weights)}
    settings |= {decider: each.stated(tuple(weights)) for decider, each in weighing if decider}
    values = {option.option_id: option.values for option in choice.options}
    found = []
    for name, setting in settings.items():
        scores = {id_: 100 * sum(setting[k] * value for k, value in values[id_].items()) for id_ in open_ids}
        found.append((name, leading(situation, scores, open_ids, situation.inputs)[0]))
    return tuple(found)


# ---- counting ---------------------------------------------------------------------------------------


def _pairwise(
    sampling: Sampling, choice: Choice, open_ids: Sequence[str], columns: Sequence[int], counted: Acceptability
) -> tuple[dict[tuple[str, str], float], str]:
    """Return pairwise wins, in the dependence setting that is less favourable to the lead."""
    settings = {INDEPENDENT: counted.pairwise}
    shared = sampling.situation.questionnaire.thresholds.dependence
    together = sampling.scores(shared)[:, columns]
    settings[SHARED] = pairwise_wins(together)
    row = open_ids.index(choice.lead) if choice.lead in open_ids else 0
    used = min(settings, key=lambda name: float(np.min(np.delete(settings[name][row], row), initial=1.0)))
    found = settings[used]
    wins = {
        (one, other): float(found[i, j]) for i, one in enumerate(open_ids) for j, other in enumerate(open_ids) if i != j
    }
    return wins, used


def _rival(choice: Choice, lead: str, open_ids: Sequence[str]) -> str | None:
    """The best option of another family; of the same where there is no other."""
    options = {option.option_id: option for option in choice.options}
    others = [options[id_] for id_ in open_ids if id_ != lead]
    outside = [option for option in others if option.family_id != options[lead].family_id]
    return max(outside or others, key=points_of).option_id if others else None


# ---- what could be learned, what could flip -----------------------------------------------------------


def _information(
    sampling: Sampling, columns: Sequence[int], open_ids: Sequence[str], lead: str, rival: str, point: float | None
) -> tuple[Information, ...]:
    """Return what it would be worth to know each group of drivers, the most valuable first."""
    count = min(LEARNED, sampling.count)
    typical = {name: spread.middle for name, spread in sampling.drivers.items()}
    scores = sampling.explained[:count, columns]
    ids = [option.id for option in sampling.options]
    pair = ids.index(lead), ids.index(rival)
    stated = np.array(list(sampling.weights.values()))
    groups: dict[str, list[str]] = {}
    for name, spread in sampling.drivers.items():
        if spread.low < spread.high:
            groups.setdefault(group_of(sampling.situation.questionnaire, name), []).append(name)
    indices = {}
    for group, names in groups.items():
        values = typical | {name: sampling.drawn[name][:count] for name in names}
        apart = _apart(sampling, values, pair, count)
        indices[group] = apart @ stated
    center = sampling.partial(typical, 1)[0]
    indices["weights"] = sampling.sets[:count] @ (center[pair[0]] - center[pair[1]])
    found = []
    for group, index in indices.items():
        points = binned_value(index, scores, sampling.seed)
        found.append(Information(group, points, None if point is None else points * point))
    return tuple(sorted(found, key=lambda each: (-each.points, each.group)))


def _apart(sampling: Sampling, values: Mapping[str, Any], pair: tuple[int, int], count: int) -> Array:
    """Return by how much one option beats another on each criterion, (n, K)."""
    inputs = sampling.inputs(values)
    one, other = (option_values(sampling.situation.case, sampling.options[i], inputs) for i in pair)
    return np.stack([np.broadcast_to(one[k] - other[k], (count,)) for k in sampling.weights], axis=1)


def _tornado(sampling: Sampling, lead: str, rival: str) -> tuple[TornadoBar, ...]:
    """Return the lead over its rival at each driver's low and high value, the others at their middle."""
    names = [name for name, spread in sampling.drivers.items() if spread.low < spread.high]
    ids = [option.id for option in sampling.options]
    count = 2 * len(names)
    values: dict[str, Any] = {}
    for name, spread in sampling.drivers.items():
        column = np.full(count, sampling.situation.inputs.parameters.get(name, spread.middle))
        if name in names:
            column[2 * names.index(name)] = spread.low
            column[2 * names.index(name) + 1] = spread.high
        values[name] = column
    apart = _apart(sampling, values, (ids.index(lead), ids.index(rival)), count)
    margins = 100 * apart @ np.array(list(sampling.weights.values()))
    bars = [
        TornadoBar(name, sampling.drivers[name].low, sampling.drivers[name].high, float(low), float(high))
        for name, low, high in zip(names, margins[::2], margins[1::2], strict=True)
    ]
    moved = [bar for bar in bars if bar.at_low != bar.at_high]
    return tuple(sorted(moved, key=lambda bar: (-abs(bar.at_high - bar.at_low), bar.driver)))


# ---- preparing, then choosing -------------------------------------------------------------------------


def _staged(sampling: Sampling, ids: Sequence[str], open_ids: Sequence[str]) -> Staged | None:
    """Return what preparing is worth when one may still not retender at its end; None when it is closed.

    What is learned is on which side of its middle each signal falls; the choice is then between having prepared and
    whatever else is open. What else is open comes later by the months of preparation, and loses that part of what it
    would have brought over doing nothing; its own delay and cost preparing has in its values already.
    """
    family = {option.id: option.family for option in sampling.options}
    prepared = next((id_ for id_ in open_ids if family[id_] == PREPARING), None)
    form = sampling.situation.questionnaire.contract_form[sampling.situation.contract.form]
    lead = None if prepared is None else form.lead_time(prepared)
    if prepared is None or lead is None:
        return None
    after = [id_ for id_ in open_ids if id_ == prepared or family[id_] in (STAYING, INSOURCING)]
    today = sampling.explained[:, [ids.index(id_) for id_ in after]]
    idle = sampling.explained[:, [ids.index(sampling.situation.case.reference.id)]]
    kept = 1 - lead.preparation / sampling.situation.case.money.months
    later = idle + kept * (today - idle)
    later[:, after.index(prepared)] = today[:, after.index(prepared)]
    seen = signs(later, *(sampling.drawn[name] > np.median(sampling.drawn[name]) for name in SIGNALS))
    found = preparation(seen, after.index(prepared))
    return Staged(
        found.committed,
        found.flexible,
        max(0.0, found.worth),
        float(max(today[:, number].mean() for number, id_ in enumerate(after) if id_ != prepared or len(after) == 1)),
        tuple(Signal(tuple(zip(SIGNALS, sign.states, strict=True)), sign.share, after[sign.choice]) for sign in seen),
        months_before(sampling.situation.as_of, -lead.preparation),
    )


# ---- money and maturity -------------------------------------------------------------------------------


def _costs(sampling: Sampling) -> dict[str, Money]:
    """Return the full cost of every option with its range."""
    case, inputs = sampling.situation.case, sampling.inputs(sampling.drawn)
    middles = {name: spread.middle for name, spread in sampling.drivers.items()}
    typical = sampling.inputs(middles)
    return {
        option.id: assemble(case.money, option, course_of(case, option, typical), course_of(case, option, inputs))
        for option in sampling.options
    }


def _point(situation: Situation, weights: Mapping[str, float], costs: Mapping[str, Money]) -> float | None:
    """Return what one point of value is worth in money: the cost that would weigh as much (`methods.md` 4.6)."""
    if not weights.get("cost"):
        return None
    anchors = next(c for c in situation.questionnaire.criteria if c.id == "cost")
    reference = costs[situation.case.reference.id].total.middle
    return abs(anchors.best_value - anchors.worst_value) * reference / weights["cost"] / 100


def _attained(situation: Situation) -> dict[str, Attained]:
    """Return what maturity each option can bring, each driver at its middle."""
    who = capability(situation.case, situation.inputs)
    attainable = situation.case.attainable
    return {option.id: Attained(*attainable.means(option, who)) for option in situation.questionnaire.options}
