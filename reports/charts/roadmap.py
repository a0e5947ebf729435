"""Give shape to the plan: what each side lifts, when, after what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from questionnaires import Questionnaire, Side
from reports.charts.data import NOTHING, Chart
from reports.charts.doubts import AxisTick
from reports.charts.wording import join
from reports.language import Language
from scoring.facts import Facts
from scoring.results import Plan, PlannedAction

ROWS = 14
"""Practices shown a side."""

QUARTER = 3


@dataclass(frozen=True, slots=True)
class Lift:
    """One level gained, from a month to another."""

    starts: int
    ends: int
    label: str


@dataclass(frozen=True, slots=True)
class RoadmapRow:
    """A practice on its way up: its number, what must have moved before it by number, its owner's effort in days."""

    practice_id: str
    number: int
    name: str
    side: Side
    lifts: tuple[Lift, ...]
    no_regret: bool
    after: str
    days: str

    @property
    def levels(self) -> str:
        """Every step of the practice in one cell."""
        return "\n".join(lift.label for lift in self.lifts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadmap(Chart):
    """The practices that each side lifts, the client's above, the provider's below, on one axis of months."""

    client: str
    provider: str
    rows: tuple[RoadmapRow, ...]
    months: int
    quarters: tuple[AxisTick, ...]
    no_regret_key: str
    days_head: str
    rest: str = ""

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return each practice with its side, its levels, what it comes after and its effort."""
        owners = {Side.CLIENT: self.client, Side.PROVIDER: self.provider}
        return tuple(
            (
                str(row.number),
                row.name,
                owners[row.side],
                row.levels,
                row.after,
                self.no_regret_key if row.no_regret else "",
                row.days,
            )
            for row in self.rows
        )


def roadmap(
    questionnaire: Questionnaire,
    facts: Facts,
    plan: Plan | None,
    language: Language,
    *,
    limit: int = ROWS,
    withheld: Collection[str] = (),
) -> Roadmap:
    """Return the plan by side, first what starts first; a practice that is withheld shows no level."""
    actions = plan.actions if plan else ()
    sides = {side: _practices(actions, side) for side in Side}
    shown = [id_ for side in Side for id_ in sides[side][:limit]]
    number = {id_: place for place, id_ in enumerate(shown, start=1)}
    rows = tuple(
        _row(
            questionnaire,
            [action for action in actions if action.practice_id == id_],
            number,
            language,
            hidden=id_ in withheld,
        )
        for id_ in shown
    )
    months = plan.horizon_months if plan else 0
    left_out = sum(len(found) for found in sides.values()) - len(rows)
    counts = {side: len(found) for side, found in sides.items()}
    first = [row.name for row in rows if row.no_regret][:3]
    empty = language.phrase("chart_roadmap_empty")
    return Roadmap(
        title=language.phrase("chart_roadmap_title"),
        alt=language.phrase(
            "chart_roadmap_alt",
            client=facts.client,
            provider=facts.provider,
            left=counts[Side.CLIENT],
            right=counts[Side.PROVIDER],
            months=language.months(months),
            first=join(first, language) or NOTHING,
        )
        if rows
        else empty,
        header=tuple(
            language.phrase(f"chart_{key}")
            for key in (
                "roadmap_number",
                "practice",
                "owner",
                "roadmap_levels",
                "roadmap_after",
                "roadmap_mark",
                "roadmap_days",
            )
        ),
        empty=empty,
        client=facts.client,
        provider=facts.provider,
        rows=rows,
        months=months,
        quarters=tuple(AxisTick(month, language.months(month)) for month in range(QUARTER, months + 1, QUARTER)),
        no_regret_key=language.phrase("chart_roadmap_no_regret"),
        days_head=language.phrase("chart_roadmap_days"),
        rest=language.plural("chart_roadmap_rest", left_out) if left_out else "",
    )


def _practices(actions: tuple[PlannedAction, ...], side: Side) -> list[str]:
    """Return the practices that one side lifts, each once, in the order of the plan."""
    return list(dict.fromkeys(action.practice_id for action in actions if action.side is side))


def _row(
    questionnaire: Questionnaire,
    actions: list[PlannedAction],
    number: dict[str, int],
    language: Language,
    *,
    hidden: bool,
) -> RoadmapRow:
    """Return one practice with every level that it gains."""
    first = actions[0]
    before = sorted({number[id_] for action in actions for id_ in action.after if id_ in number})
    lifts = tuple(
        Lift(
            action.starts,
            action.ends,
            NOTHING
            if hidden
            else language.phrase(
                "chart_roadmap_step", low=language.trimmed(action.from_level), high=language.trimmed(action.to_level)
            ),
        )
        for action in actions
    )
    return RoadmapRow(
        first.practice_id,
        number[first.practice_id],
        questionnaire.practice[first.practice_id].name[language.code],
        first.side,
        lifts,
        first.no_regret,
        ", ".join(map(str, before)),
        language.integer(sum(action.days for action in actions)),
    )
