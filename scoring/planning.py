"""What to do, on which side, after what, until when (`design.md` 4.12).

Practices rise level by level towards their targets: the client's inputs before what waits for them, needs that are
mutual together, never more at once than a side can carry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from questionnaires import Questionnaire, Side
from questionnaires.schema import Need, Practice
from scoring.facts import Facts
from scoring.results import Maturity, Plan, PlannedAction, Ref, Shortfall

QUARTER = 3
WEEKS_A_MONTH = Fraction(52, 12)

BALANCE_RULE = "P-22"
"""The rule that asks for a written reason when one side has most of the effort."""


def plan(questionnaire: Questionnaire, facts: Facts, maturity: Maturity) -> Plan:
    """Return the actions that lift both sides towards their targets within the horizon, in order of start.

    Deterministic: the same facts give the same plan. Practices that nobody rated are not planned for.
    """
    desk = _Desk(questionnaire, facts, maturity)
    desk.fill()
    days = {side: desk.effort(side) for side in Side}
    whole = sum(days.values())
    share = Fraction(max(days.values()), whole) if whole else None
    limits = questionnaire.planning
    done = {action.practice_id: action.to_level for action in desk.actions}
    return Plan(
        actions=tuple(
            sorted(desk.actions, key=lambda a: (a.starts, a.side is Side.PROVIDER, desk.rank[a.practice_id]))
        ),
        horizon_months=limits.horizon_months,
        days=days,
        share_one_side=share,
        unbalanced=share is not None and share > Fraction(str(limits.one_side_share)),
        postponed=tuple(id_ for id_ in desk.order if done.get(id_, desk.level[id_]) < desk.target[id_]),
    )


@dataclass
class _Desk:
    """The plan while it is filled, month by month."""

    questionnaire: Questionnaire
    facts: Facts
    maturity: Maturity
    actions: list[PlannedAction] = field(default_factory=list)

    def __post_init__(self) -> None:
        items = {item.practice_id: item for side in Side for item in self.maturity.inheritance[side].practices}
        self.level: dict[str, Fraction] = {id_: item.rating for id_, item in items.items()}
        self.target: dict[str, Fraction] = {id_: item.target for id_, item in items.items()}
        self.steps = {id_: max(1, ceil(item.total)) for id_, item in items.items()}
        self.months = {id_: self._step_months(id_) for id_ in items}
        self.unlocked = {
            total.practice_id: total for part in self.maturity.inheritance.values() for total in part.inputs
        }
        self.order = [
            id_ for id_, item in sorted(items.items(), key=lambda pair: self._weight(pair[1])) if item.total > 0
        ]
        self.rank = {id_: number for number, id_ in enumerate(self.order)}
        self.running: dict[Side, Counter[int]] = {side: Counter() for side in Side}
        self.first: dict[str, PlannedAction] = {}
        self.last: dict[str, PlannedAction] = {}
        self.room = self._limit()

    def _weight(self, item: Shortfall) -> tuple[bool, Fraction, str]:
        """What comes first: critical practices, then what unlocks or removes the most points, by id."""
        points = item.weight * item.own
        if item.practice_id in self.unlocked:
            points += self.unlocked[item.practice_id].points
        return not self._practice(item.practice_id).critical, -points, item.practice_id

    def _practice(self, id_: str) -> Practice:
        return self.questionnaire.practice[id_]

    # ---- filling ----------------------------------------------------------------------------------

    def fill(self) -> None:
        """Start what can start, month after month, the client's before the provider's."""
        for month in range(self.questionnaire.planning.horizon_months):
            for side in (Side.CLIENT, Side.PROVIDER):
                for id_ in self.order:
                    if self._practice(id_).side is side and self.level[id_] < self.target[id_]:
                        self._start(id_, month)

    def _start(self, id_: str, month: int) -> None:
        """Start the next step of a practice, with those that it must move with, when all of them can."""
        group = self._together(id_, month) if self._fits(id_, month) else None
        if group is None:
            return
        for each in group:
            self._add(each, month, tuple(other for other in group if other != each))

    def _together(self, id_: str, month: int) -> tuple[str, ...] | None:
        """Return the practices whose next steps start together; None when one of them cannot start."""
        group, waiting = [id_], [id_]
        while waiting:
            practice = self._practice(waiting.pop())
            for need in practice.needs:
                if self._allows(need, practice.id, month):
                    continue
                mutual = any(back.ref == practice.id for back in self._practice(need.ref).needs)
                if not mutual or need.ref not in self.rank:
                    return None
                if need.ref not in group:
                    if not self._next(need.ref) + need.headroom >= self._next(practice.id):
                        return None
                    group.append(need.ref)
                    waiting.append(need.ref)
        wanted = Counter(self._practice(each).side for each in group)
        free = all(self._fits(each, month) for each in group)
        room = all(self._room(side, month, each, count) for side, count in wanted.items() for each in group)
        return tuple(group) if free and room else None

    def _allows(self, need: Need, id_: str, month: int) -> bool:
        """Whether an input, as it stands in that month, lets the practice take its next step."""
        if need.ref not in self.level:
            return True
        return self._held(need.ref, month) + need.headroom >= self._next(id_)

    def _held(self, id_: str, month: int) -> Fraction:
        """The level of a practice in a month: a step counts once it has ended."""
        last = self.last.get(id_)
        return self.level[id_] if last is None or last.ends <= month else last.from_level

    def _next(self, id_: str) -> Fraction:
        """The level that the next step of a practice reaches."""
        return min(self.target[id_], self.level[id_] + 1)

    def _fits(self, id_: str, month: int) -> bool:
        """Whether the next step of a practice can start in a month and end within the horizon."""
        limits = self.questionnaire.planning
        last = self.last.get(id_)
        rested = last is None or month >= last.starts + limits.step_months
        ends = month + self.months[id_] <= limits.horizon_months
        return self.level[id_] < self.target[id_] and rested and ends and not self._people_first(id_, month)

    def _people_first(self, id_: str, month: int) -> bool:
        """Whether a procedure of the provider must wait for stable people (`domain.md` 7, P-16)."""
        limits, practice = self.questionnaire.planning, self._practice(id_)
        people = limits.people
        if practice.side is not Side.PROVIDER or people not in self.level or people == id_:
            return False
        if self.questionnaire.domain_of(practice).id != limits.people_domain:
            return False
        return self._held(people, month) <= limits.people_level

    def _room(self, side: Side, month: int, id_: str, count: int) -> bool:
        """Whether a side can carry so many more actions in each quarter of a step (`domain.md` 7, P-20)."""
        return all(self.running[side][q] + count <= self.room for q in self._quarters(month, id_))

    def _limit(self) -> int:
        """How many actions a side may have under way in a quarter."""
        overall, known = self.maturity.overall, self.questionnaire.planning.absorption
        level = Fraction(0) if overall is None else overall
        return next((each.actions for each in known if level < Fraction(str(each.below))), known[-1].actions)

    def _quarters(self, month: int, id_: str) -> range:
        """The quarters in which a step of a practice would be under way."""
        return range(month // QUARTER, (month + self.months[id_] - 1) // QUARTER + 1)

    def _step_months(self, id_: str) -> int:
        """How long one step of a practice takes, whichever side takes longer."""
        actions = self._practice(id_).actions
        weeks = Fraction(max(actions.client.weeks, actions.provider.weeks), self.steps[id_])
        return max(1, ceil(weeks / WEEKS_A_MONTH))

    def _add(self, id_: str, month: int, together: tuple[str, ...]) -> None:
        """Write the next step of a practice into the plan."""
        practice, level = self._practice(id_), self.level[id_]
        ends = month + self.months[id_]
        action = PlannedAction(
            practice_id=id_,
            side=practice.side,
            from_level=level,
            to_level=self._next(id_),
            starts=month,
            ends=ends,
            days=self._days(practice, practice.side),
            other_days=self._days(practice, practice.side.other),
            after=tuple(self._waited(practice, month)),
            together=together,
            no_regret=self._no_regret(practice),
            reasons=(Ref("practice", id_), *(Ref("practice", need.ref) for need in practice.needs)),
        )
        for quarter in self._quarters(month, id_):
            self.running[practice.side][quarter] += 1
        self.actions.append(action)
        self.level[id_], self.last[id_] = action.to_level, action
        self.first.setdefault(id_, action)

    def _waited(self, practice: Practice, month: int) -> Iterator[str]:
        """The inputs that moved before this step, and without which it could not be taken."""
        for need in practice.needs:
            first, last = self.first.get(need.ref), self.last.get(need.ref)
            if first is None or last is None or last.ends > month:
                continue
            if first.from_level + need.headroom < self._next(practice.id):
                yield need.ref

    def _no_regret(self, practice: Practice) -> bool:
        """Whether a step is worth taking under every option: any successor would wait for it as well."""
        unlocks = self.unlocked.get(practice.id)
        return (unlocks is not None and unlocks.points > 0) or practice.inherited_share == 1

    def _days(self, practice: Practice, side: Side) -> int:
        """The effort of one step on one side, in person-days, scaled to the contract (`domain.md` 2.3)."""
        limits, value = self.questionnaire.planning, self.facts.contract.yearly_value
        scale = 1.0
        if value is not None and value < limits.small_value:
            scale = limits.small
        elif value is not None and value >= limits.large_value:
            scale = limits.large
        return max(1, round(practice.actions[side].days * scale / self.steps[practice.id]))

    def effort(self, side: Side) -> int:
        """The person-days of a side over the whole plan, in its own actions and in those of the other."""
        return sum(action.days if action.side is side else action.other_days for action in self.actions)
