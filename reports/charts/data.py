"""Give each chart its shape: frozen data, every figure already written as text.

Paper (`reports.drawing`) and screen (SVG templates) draw the same data, so they cannot disagree. A chart has
a title, a text alternative in words and a table; a drawing adds nothing to them but shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from questionnaires import Side

NOTHING = "–"
"""What stands where no figure is known or none may be shown."""


class RowKind(StrEnum):
    """How far a row of a mirror aggregates."""

    OVERALL = "overall"
    DOMAIN = "domain"
    THEME = "theme"


class BarState(StrEnum):
    """Why a bar has a length, or has none."""

    RATED = "rated"
    NOT_ASSESSED = "not_assessed"
    NOT_APPLICABLE = "not_applicable"
    WITHHELD = "withheld"


class PartKind(StrEnum):
    """What a part of the way to the target is: done, waiting for the other side, or one's own to do."""

    REACHED = "reached"
    INHERITED = "inherited"
    OWN = "own"


class SpanKind(StrEnum):
    """What a row of the timeline is about."""

    CONTRACT = "contract"
    NOTICE = "notice"
    DECISION = "decision"
    OPTION = "option"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class DataTable:
    """The figures of a chart as a table."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What every chart has; the sentence `empty` replaces the drawing when there is nothing to draw."""

    title: str
    alt: str
    header: tuple[str, ...]
    empty: str

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.cells()

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of the table, as text."""
        raise NotImplementedError

    def table(self) -> DataTable:
        """Return the figures of the chart as a table."""
        return DataTable(self.header, self.cells())


@dataclass(frozen=True, slots=True)
class Bar:
    """An index on the 0-5 scale with its range; `value` is None unless `state` is RATED."""

    value: float | None
    low: float | None
    high: float | None
    label: str
    range_label: str
    state: BarState

    @property
    def words(self) -> str:
        """The figure and its range in one cell."""
        return f"{self.label} ({self.range_label})" if self.range_label else self.label


def bar_words(bar: Bar | None) -> str:
    """Return a bar as one cell of text."""
    return bar.words if bar else NOTHING


@dataclass(frozen=True, slots=True)
class MirrorRow:
    """One group seen on both sides; a side that has no practice in it is None."""

    id: str
    name: str
    kind: RowKind
    client: Bar | None
    provider: Bar | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorBars(Chart):
    """Both sides on one 0-5 axis, the client to the left of the spine, the provider to the right."""

    client: str
    provider: str
    client_head: str
    provider_head: str
    rows: tuple[MirrorRow, ...]
    target_label: str
    maximum: int = 5
    target: float = 3.0

    @property
    def is_empty(self) -> bool:
        """Whether no bar of either side has a length."""
        bars = [bar for row in self.rows for bar in (row.client, row.provider) if bar]
        return all(bar.state is not BarState.RATED for bar in bars)

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return the group, then each side's figure with its range."""
        return tuple((row.name, bar_words(row.client), bar_words(row.provider), row.note) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Steps:
    """How far each of the five steps is climbed, 0 to 1 (None: not known), and the level that results."""

    values: tuple[float, ...] | None
    labels: tuple[str, ...]
    level: str


def step_words(steps: Steps | None) -> tuple[str, ...]:
    """Return the five steps and the level of a side as cells."""
    return (*steps.labels, steps.level) if steps else (NOTHING,) * 6


@dataclass(frozen=True, slots=True)
class StepRow:
    """The steps of one group on both sides."""

    id: str
    name: str
    client: Steps | None
    provider: Steps | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRows(Chart):
    """Why the level stops where it stops: five cells a side, step 1 next to the spine."""

    client: str
    provider: str
    client_note: str
    provider_note: str
    rows: tuple[StepRow, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no step is known on either side."""
        return all(steps is None or steps.values is None for row in self.rows for steps in (row.client, row.provider))

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return the group, then five steps and the level, side after side."""
        return tuple((row.name, *step_words(row.client), *step_words(row.provider)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a stacked bar."""

    kind: PartKind
    value: float
    name: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedBar(Chart):
    """One side's way to its targets in weighted points: reached, inherited, own."""

    side: Side
    parts: tuple[Part, ...]
    total: float
    total_label: str

    @property
    def is_empty(self) -> bool:
        """Whether the bar would have no length."""
        return self.total <= 0

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return the parts and their points."""
        return tuple((part.name, part.label) for part in self.parts)


@dataclass(frozen=True, slots=True)
class InputNote:
    """An input that a practice waits for, with its rating as a whole level for the tint of the chip."""

    practice_id: str
    name: str
    what: str
    level: int | None
    label: str


@dataclass(frozen=True, slots=True)
class InheritedRow:
    """A practice on its way to the target: `reached` + `inherited` + `own` = `target`, in levels."""

    practice_id: str
    name: str
    reached: float
    inherited: float
    own: float
    compensation: float
    target: float
    level: int
    rating_label: str
    inherited_label: str
    note: str
    inputs: tuple[InputNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InheritedRows(Chart):
    """Practices of one side that wait for inputs of the other, heaviest first; `rest` tells the others."""

    side: Side
    rows: tuple[InheritedRow, ...]
    legend: tuple[Part, ...]
    rest: str = ""

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return the input expected, the practice that waits, its rating and what it inherits."""
        return tuple(
            (
                "\n".join(f"{note.name} ({note.label})" for note in row.inputs),
                row.name,
                row.rating_label,
                row.inherited_label,
            )
            for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class InputRow:
    """An input and the points that repairing it unlocks on the other side."""

    practice_id: str
    name: str
    value: float
    label: str
    level: int | None
    level_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputBars(Chart):
    """Which inputs of one side to repair first."""

    side: Side
    rows: tuple[InputRow, ...]
    rest: str = ""

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return the level of each input, its name and the points that it unlocks."""
        return tuple((row.level_label, row.name, row.label) for row in self.rows)


@dataclass(frozen=True, slots=True)
class PairRow:
    """One practice as each side sees it, and the rating retained; or a group of them, with their gap."""

    practice_id: str
    name: str
    side: Side
    client: float
    provider: float
    retained: float | None
    client_label: str
    provider_label: str
    retained_label: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedDots(Chart):
    """Where the two sides see the same practice differently, the widest gap first."""

    client: str
    provider: str
    rows: tuple[PairRow, ...]
    key: str
    maximum: int = 5

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return each practice with both views and the rating retained."""
        return tuple((r.name, r.client_label, r.provider_label, r.retained_label) for r in self.rows)


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option on the 0-100 scale; `points` None: not valued."""

    option_id: str
    name: str
    points: float | None
    label: str
    admitted: bool
    lead: bool
    note: str


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """The options of one family."""

    family_id: str
    name: str
    rows: tuple[OptionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionDots(Chart):
    """Every option by family, valued from 0 to 100; an excluded one is hollow, with its reason."""

    groups: tuple[OptionGroup, ...]
    admitted_key: str
    excluded_key: str
    maximum: int = 100

    @property
    def is_empty(self) -> bool:
        """Whether no option is valued."""
        return all(row.points is None for group in self.groups for row in group.rows)

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return the family, the option, its points and what is said of it."""
        return tuple((g.name, row.name, row.label, row.note) for g in self.groups for row in g.rows)


@dataclass(frozen=True, slots=True)
class HeatCell:
    """The value of one option on one criterion, 0 to 1; None: not valued."""

    value: float | None
    label: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One option over all criteria."""

    option_id: str
    name: str
    admitted: bool
    cells: tuple[HeatCell, ...]
    total_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionHeat(Chart):
    """Options by criteria, from worst (0) to best (100), in one hue of ink; or by ranks, which have no weights."""

    criteria: tuple[str, ...]
    weights: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    weight_name: str
    total_name: str

    @property
    def is_empty(self) -> bool:
        """Whether no cell has a value."""
        return all(cell.value is None for row in self.rows for cell in row.cells)

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return the weights, then each option with its value per criterion and in all."""
        values = ((row.name, *(cell.label for cell in row.cells), row.total_label) for row in self.rows)
        head = ((self.weight_name, *self.weights, ""),) if self.weights else ()
        return (*head, *values)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A span of time: how long it takes, the latest day to start it, what is left until then.

    `label` says the same in a few words. An option is counted back from the term; one that is too `late` runs from
    today and passes it.
    """

    name: str
    kind: SpanKind
    start: date
    end: date
    label: str
    lead: str = ""
    latest: str = ""
    left: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A date of the axis."""

    on: date
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(Chart):
    """The contract, the days of decision and the lead time of each option, from the day of the assessment."""

    rows: tuple[TimelineRow, ...]
    today: date
    today_label: str
    last: date
    ticks: tuple[Tick, ...]

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return each row with its delay, its latest day and what is left until then."""
        return tuple((row.name, row.lead, row.latest, row.left) for row in self.rows)
