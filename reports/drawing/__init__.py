"""Draw chart data with matplotlib, as figures sized in points; nothing here depends on where they go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from matplotlib.figure import Figure

from reports import charts, theme
from reports.canvas import DPI
from reports.charts import Chart
from reports.drawing import choices, doubts, practices, registers, roadmap, shortfalls, sides
from reports.drawing.sheet import words_only
from reports.progress import chart_drawn

DRAWINGS: Mapping[type[Chart], Callable[[Any, float], Figure]] = {
    charts.MirrorBars: sides.mirror_bars,
    charts.StepRows: sides.step_rows,
    charts.PairedDots: sides.paired_dots,
    charts.StackedBar: shortfalls.stacked_bar,
    charts.InheritedRows: shortfalls.inheritance_rows,
    charts.InputBars: shortfalls.input_bars,
    charts.OptionDots: choices.option_dots,
    charts.CriterionHeat: choices.criterion_heat,
    charts.Timeline: choices.timeline,
    charts.ReadinessBar: registers.readiness_bar,
    charts.FacingRows: registers.facing_rows,
    charts.ClassBars: registers.class_bars,
    charts.PracticeHeat: practices.practice_heat,
    charts.DependencyMap: practices.dependency_map,
    charts.RangeDots: doubts.range_dots,
    charts.TornadoBars: doubts.tornado_bars,
    charts.SavingCurves: doubts.saving_curves,
    charts.Roadmap: roadmap.roadmap,
}
"""Every kind of chart, and how it is drawn in a given width."""


def draw(chart: Chart, room: float = theme.CONTENT_WIDTH) -> Figure:
    """Return a chart as one figure as wide as the room; in words when there is nothing to draw."""
    chart_drawn()
    if chart.is_empty:
        return words_only(chart.empty, room)
    return DRAWINGS[type(chart)](chart, room)


def height_of(figure: Figure) -> float:
    """Return the height of a figure, in points."""
    return float(figure.get_size_inches()[1]) * DPI


LEAST_ROWS = 3
"""Fewer rows than this are not worth a part of a chart."""


def pages(chart: Chart, room: float, height: float) -> list[Figure]:
    """Return a chart as figures that each fit the height: its rows are shared out when they are too many."""
    figure = draw(chart, room)
    name, rows = _rows(chart)
    count = int(height_of(figure) // height) + 1
    while count > 1:
        size = max(1, -(-len(rows) // count))
        parts = [rows[start : start + size] for start in range(0, len(rows), size)]
        figures = [draw(_with(chart, name, part, last=part is parts[-1]), room) for part in parts]
        if size == 1 or all(height_of(part) <= height for part in figures):
            return figures
        count += 1
    return [figure]


def begun(chart: Chart, room: float, height: float) -> tuple[Figure, Chart] | None:
    """Return as many rows of a chart as stand in a height, and a chart of the others; None when too few would."""
    name, rows = _rows(chart)
    count = len(rows) - LEAST_ROWS
    while count >= LEAST_ROWS:
        part = draw(_with(chart, name, rows[:count], last=False), room)
        over = height_of(part) - height
        if over <= 0:
            return part, _with(chart, name, rows[count:], last=True)
        fewer = count - max(1, int(over / height_of(part) * count))
        count = max(LEAST_ROWS, fewer) if count > LEAST_ROWS else 0
    return None


def has_parts(chart: Chart) -> bool:
    """Return whether a chart has rows enough to be parted."""
    return len(_rows(chart)[1]) >= 2 * LEAST_ROWS


def beginning(chart: Chart, room: float) -> float:
    """Return the height of the fewest rows that a chart may begin with, in points."""
    name, rows = _rows(chart)
    return height_of(draw(_with(chart, name, rows[:LEAST_ROWS], last=False), room))


def _rows(chart: Chart) -> tuple[str, Any]:
    """Return the name of what a chart can be parted by, and its value."""
    name = "groups" if isinstance(chart, charts.OptionDots) else "rows"
    return name, getattr(chart, name, ())


def _with(chart: Chart, name: str, rows: Any, *, last: bool) -> Chart:
    """Return a chart with some of its rows; only the last part tells what is left out."""
    changed: dict[str, Any] = {name: rows}
    if hasattr(chart, "rest") and not last:
        changed["rest"] = ""
    return replace(chart, **changed)
