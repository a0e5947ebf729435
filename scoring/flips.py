"""What would change the advice: the nearest value of each input, and of each weight, that makes another lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.break_evens import level_share
from scoring.choosing import leading
from scoring.gates import Situation, gates_of
from scoring.results import Effect, Flip, OptionResult
from scoring.values import Inputs, option_values, points

SEARCHED = ("need", "ability", "fatigue", "price_gap", "acceptability", "readiness")
"""Inputs that a person judges, hence that a person could have judged otherwise."""

GATED: Mapping[str, tuple[tuple[str, float], ...]] = {
    "ability": (("refusal_ability", 1.0),),
    "readiness": (("readiness_retender", 100.0), ("readiness_transform", 100.0)),
}
"""Those that gates look at as well as values: the thresholds at which they do, and what one whole of the input is."""

TOLD = {"fatigue", "price_gap"}
"""Those that decide which staying option leads."""

POINTS = 101
REFINED = 21
"""Values tried of an input between its ends, then between the last that keeps the lead and the first that does not."""

JUST_BEYOND = 1e-9


def flips_of(
    situation: Situation, weights: Mapping[str, float], lead: str, options: Sequence[OptionResult]
) -> tuple[Flip, ...]:
    """Return, for each input and each weight, the nearest value at which another option leads.

    One at a time, all else equal, on the deterministic model; nothing is listed for what cannot flip the advice.
    """
    found = [flip for name in SEARCHED if (flip := _input_flip(situation, weights, lead, name))]
    admitted = [option for option in options if option.admitted]
    found += [flip for criterion in weights if (flip := _weight_flip(situation, weights, lead, admitted, criterion))]
    return tuple(sorted(found, key=lambda flip: abs(flip.at - flip.now)))


# ---- inputs -----------------------------------------------------------------------------------------


def _input_flip(situation: Situation, weights: Mapping[str, float], lead: str, name: str) -> Flip | None:
    """Search an input both ways from today's value and keep the nearer change."""
    now = float(getattr(situation.inputs, name))
    found = []
    for end in (0.0, 1.0):
        kept, reached, other = now, end, ""
        for count in (POINTS, REFINED):
            tried = np.linspace(kept, reached, count)[1:]
            place = _first(_leads(situation, weights, name, tried), lead) if kept != reached else None
            if place is None:
                break
            number, other = place
            kept, reached = (float(tried[number - 1]) if number else kept), float(tried[number])
        else:
            found.append(Flip(name, now, reached, other))
    return min(found, key=lambda flip: abs(flip.at - now), default=None)


def _first(leads: Sequence[str | None], lead: str) -> tuple[int, str] | None:
    """Return where another option first leads, and which."""
    return next(((number, found) for number, found in enumerate(leads) if found not in (None, lead)), None)


def _leads(
    situation: Situation, weights: Mapping[str, float], name: str, tried: npt.NDArray[np.float64]
) -> list[str | None]:
    """Return the lead at each value of an input; None where no option is left."""
    inputs = _with_input(situation.inputs, name, tried)
    scores = {
        option.id: np.broadcast_to(points(option_values(situation.case, option, inputs), weights), tried.shape).tolist()
        for option in situation.questionnaire.options
    }
    found: list[str | None] = []
    for number, admitted in enumerate(open_options(situation, name, tried)):
        at = _with_input(situation.inputs, name, tried[number]) if name in TOLD else situation.inputs
        here = {id_: values[number] for id_, values in scores.items()}
        found.append(leading(situation, here, admitted, at)[0] if admitted else None)
    return found


def _with_input(inputs: Inputs, name: str, value: Any) -> Inputs:
    """Return inputs with one of them at a value, or at many."""
    changes: dict[str, Any] = {name: value}
    return replace(inputs, **changes)


def open_options(situation: Situation, name: str, tried: npt.NDArray[np.float64]) -> Iterator[tuple[str, ...]]:
    """Yield the options that gates admit at each value of an input; they are tried once between two thresholds."""
    limits = situation.questionnaire.thresholds
    stops = [getattr(limits, threshold) / whole for threshold, whole in GATED.get(name, ())]
    known: dict[int, tuple[str, ...]] = {}
    for value, between in zip(tried, np.searchsorted(stops, tried, side="right"), strict=True):
        if between not in known:
            inputs = _with_input(situation.inputs, name, float(value))
            known[between] = _open(replace(situation, inputs=inputs))
        yield known[between]


def _open(situation: Situation) -> tuple[str, ...]:
    """Return the options that no gate excludes."""
    options = situation.questionnaire.options
    return tuple(o.id for o in options if all(gate.effect is not Effect.EXCLUDE for gate in gates_of(situation, o)))


# ---- weights ----------------------------------------------------------------------------------------


def _weight_flip(
    situation: Situation, weights: Mapping[str, float], lead: str, admitted: Sequence[OptionResult], criterion: str
) -> Flip | None:
    """Solve for the nearest share of a criterion at which another option leads, the others scaled to fill the rest.

    The difference of two options is a straight line in that share, so that the lead can only change where two are
    level, or where the one gets so far ahead that they no longer combine.
    """
    now = weights[criterion]
    family = {option.option_id: option.family_id for option in admitted}
    for share in sorted(_turns(situation, weights, admitted, criterion), key=lambda found: abs(found - now)):
        beyond = share + (JUST_BEYOND if share > now else -JUST_BEYOND)
        scores = {o.option_id: points(o.values, with_weight(weights, criterion, beyond)) for o in admitted}
        other, _ = leading(situation, scores, tuple(family), situation.inputs)
        if other != lead:
            return Flip(f"weight.{criterion}", now, share, other)
    return None


def _turns(
    situation: Situation, weights: Mapping[str, float], admitted: Sequence[OptionResult], criterion: str
) -> Iterator[float]:
    """Yield the shares of a criterion at which something may change."""
    now, limits = weights[criterion], situation.questionnaire.thresholds
    if now == 1:
        return
    aparts = {sign * limit for sign in (1, -1) for limit in (0.0, limits.combine_points)}
    for one, other in combinations(admitted, 2):
        difference = {id_: 100 * (value - other.values[id_]) for id_, value in one.values.items()}
        rest = sum(weights[id_] * value for id_, value in difference.items() if id_ != criterion) / (1 - now)
        for apart in aparts:
            share = level_share(difference[criterion], rest, apart)
            if share is not None and JUST_BEYOND < share < 1 - JUST_BEYOND:
                yield share


def with_weight(weights: Mapping[str, float], criterion: str, share: float) -> dict[str, float]:
    """Give one criterion a share and scale the others to fill the rest."""
    rest = 1 - weights[criterion]
    if rest == 0:
        return dict(weights)
    return {id_: share if id_ == criterion else w * (1 - share) / rest for id_, w in weights.items()}
