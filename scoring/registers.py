"""What the registers add up to: procedures and who they wait for, indicators by class, clauses to mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ProcedureState:
    """One procedure: whether it exists, and how many inputs and parts of each side are supplied.

    `exists` None: not asked. Counts are (supplied, asked about, total).
    """

    procedure_id: str
    exists: bool | None
    applied: bool | None
    inputs: tuple[int, int, int]
    parts: tuple[int, int, int]

    @property
    def waits_for_client(self) -> bool:
        """Whether it is missing while an input of the client is known to be missing."""
        supplied, asked, _ = self.inputs
        return self.exists is False and supplied < asked


@dataclass(frozen=True, slots=True)
class ProcedureBalance:
    """The answer to "they have no procedures": n missing, of which m wait for an input of the client."""

    asked: int
    missing: int
    waiting_for_client: int
    not_applied: int


def procedure_states(
    totals: Mapping[str, tuple[int, int]], said: Mapping[str, Mapping[str, Any]]
) -> tuple[ProcedureState, ...]:
    """Return the state of each procedure; `totals` gives its number of client inputs and provider parts."""
    return tuple(
        ProcedureState(
            procedure_id,
            said.get(procedure_id, {}).get("exists"),
            said.get(procedure_id, {}).get("applied"),
            _counted(said.get(procedure_id, {}).get("inputs", ()), inputs),
            _counted(said.get(procedure_id, {}).get("parts", ()), parts),
        )
        for procedure_id, (inputs, parts) in totals.items()
    )


def _counted(flags: Sequence[bool | None], total: int) -> tuple[int, int, int]:
    """Count what is supplied and what was asked about."""
    return sum(flag is True for flag in flags), sum(flag is not None for flag in flags), total


def procedure_balance(states: Sequence[ProcedureState]) -> ProcedureBalance:
    """Return how many procedures are missing and how many of those wait for the client.

    >>> procedure_balance([ProcedureState("PR-01", False, None, (1, 2, 4), (0, 0, 3))])
    ProcedureBalance(asked=1, missing=1, waiting_for_client=1, not_applied=0)
    """
    return ProcedureBalance(
        asked=sum(state.exists is not None for state in states),
        missing=sum(state.exists is False for state in states),
        waiting_for_client=sum(state.waits_for_client for state in states),
        not_applied=sum(state.exists is True and state.applied is False for state in states),
    )


@dataclass(frozen=True, slots=True)
class IndicatorBalance:
    """How the indicators in force divide: by class, used for a decision, paired, defined in time."""

    by_class: Mapping[str, int]
    produced: int
    used: int
    unpaired: int
    late: int


def indicator_balance(
    classes: Mapping[str, str], pairs: Mapping[str, Sequence[str]], said: Mapping[str, Mapping[str, Any]]
) -> IndicatorBalance:
    """Return the balance of the indicators that are produced.

    Parameters
    ----------
    classes, pairs : mapping
        Class of each indicator, and the indicators that it should be read with, by id.
    said : mapping
        What was recorded of each indicator: produced, used, late (defined after service start).
    """
    produced = {id_ for id_, value in said.items() if value.get("produced")}
    paired = {id_ for id_ in produced if not pairs.get(id_) or produced.intersection(pairs[id_])}
    return IndicatorBalance(
        by_class=dict(Counter(classes[id_] for id_ in sorted(produced))),
        produced=len(produced),
        used=sum(bool(said[id_].get("used")) for id_ in produced),
        unpaired=len(produced - paired),
        late=sum(bool(said[id_].get("late")) for id_ in produced),
    )
