"""Draw charts as PowerPoint does: a reader can select them, change a figure, and see the bar move.

Each kind of chart has a maker; a kind that has none appears as the table of its figures, so that a new chart is
never missing from a deck.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from math import floor
from typing import Any

from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Pt
from xlsxwriter import Workbook  # type: ignore[import-untyped] # it ships no types

from questionnaires import Side
from reports import charts, theme
from reports.charts.doubts import axis
from reports.document import Align
from reports.language import UNITS, significant
from reports.reading import LOCALES, writable
from reports.slides.canvas import Box, Setting, describe, ink, paint, rgb, text_box
from reports.slides.fitting import LEADING, caution, cut, fit
from reports.slides.tables import Cell, Grid, add_table
from reports.typeface import Face, register, wrap

LABEL = 12.0
SMALLEST_LABEL = 8.0
HEAD = 18.0
"""Height of the names above a mirror."""

HEAD_SIZES = (13.0, 12.0, 11.0, 10.0, 9.0)

HALVES = 24.0
"""Air between what faces each other."""

ROW = 1.55
"""Height that a row of bars needs, in sizes of its label."""

STACK = 130.0
"""Height of a single stack."""

_NOTHING_LEFT = 1e-6

NAMES = 0.42
"""Share of a chart that names of rows take at most."""

MIRROR_ROWS = 17
"""Rows of a mirror beyond which it stands in two columns."""

AMOUNTS = {"fr": 'General"\u00a0{unit}€"', "en": '"€"General"{unit}"'}
"""How a program writes amounts, in units of which they have two significant digits as in the report."""

CURVES_SHARE = 0.62
"""Share of a box that curves take, above the table of their figures."""

CURVES_LOWEST = 240.0
"""Height under which a box has room for no table under its curves."""

DASHES = (MSO_LINE.SOLID, MSO_LINE.DASH, MSO_LINE.ROUND_DOT, MSO_LINE.LONG_DASH_DOT, MSO_LINE.SQUARE_DOT)
"""How curves are told apart, in their order."""

CURVE = (1.75, 3.0)
"""Weight of a curve, and of that of the lead."""

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The day of the workbooks behind charts: none of them has a history."""


@dataclass(frozen=True, slots=True)
class Fill:
    """How bars are filled: a colour, or stripes of it on another one."""

    colour: str
    back: str = ""

    @property
    def key(self) -> str:
        """The mark that stands before the name of a series: hollow where stripes are on paper."""
        return "□ " if self.back == theme.PAPER else "■ "


class Arranged(StrEnum):
    """How the bars of several series stand: end to end, in one place (one at most has a value), under one another."""

    STACKED = "stacked"
    SHARED = "shared"
    GROUPED = "grouped"


@dataclass(frozen=True, slots=True)
class Series:
    """One series of bars: its name, its values (None: nothing known) and how its bars are filled."""

    name: str
    values: tuple[float | None, ...]
    fill: Fill
    letters: str = theme.INK


@dataclass(frozen=True, slots=True)
class Bars:
    """What a chart of horizontal bars is made of."""

    names: tuple[str, ...]
    series: tuple[Series, ...]
    lowest: float = 0.0
    highest: float | None = None
    unit: float | None = None
    form: str = "0.0"
    arranged: Arranged = Arranged.STACKED
    legend: bool = True
    scale_form: str = "0;0"


def add_chart(slide: Slide, box: Box, chart: charts.Chart, language: str) -> int:
    """Show a chart in a box, natively where its kind can be, and return how many rows were left out."""
    maker = NATIVE.get(type(chart), _table)
    return maker(slide, box, chart, language)


def _add_bars(slide: Slide, box: Box, bars: Bars, chart: charts.Chart, language: str) -> NativeChart:
    """Add horizontal bars, the first row at the top, with their figures in a workbook of their own."""
    if bars.legend:
        keys, box = box.rows(HEAD, 2)
        _keys(slide, keys, bars)
    data = CategoryChartData(number_format=bars.form)
    data.categories = [writable(name) for name in bars.names]
    for series in bars.series:
        data.add_series(writable(series.name), series.values)
    stacked = bars.arranged is Arranged.STACKED
    kind = XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED
    shapes: Any = slide.shapes
    frame = shapes.add_chart(kind, *box.place(), data)
    describe(frame, writable(chart.title), writable(chart.alt))
    native: NativeChart = frame.chart
    frame.chart.part.chart_workbook.update_from_xlsx_blob(_figures(bars))
    _dress(native, bars, box, language)
    return native


KEY_MARK = 34.0
"""Room for the mark before a name, and the gap after it, in points."""


def _keys(slide: Slide, box: Box, bars: Bars) -> None:
    """Write what each fill means; a legend would be in another order from one program to the next."""
    gap = "\u2003"
    # A name that is too long is cut: the client's and the provider's are whole in the title of the deck.
    share = (box.room[0] / max(1, len(bars.series)) - KEY_MARK, box.room[1])
    names = [cut(" ".join(writable(s.name).split()), Face.REGULAR, min(HEAD_SIZES), share) for s in bars.series]
    told = gap.join(f"{series.fill.key}{name}" for series, name in zip(bars.series, names, strict=True))
    found = fit([told], box.room, HEAD_SIZES)
    frame = text_box(slide, box, [""], Setting(found.size), "key")
    paragraph = frame.paragraphs[0]
    for series, name in zip(bars.series, names, strict=True):
        after = "" if series is bars.series[-1] else gap
        for text, colour in ((series.fill.key, series.fill.colour), (f"{name}{after}", theme.INK)):
            run = paragraph.add_run()
            run.text = text
            run.font.size = Pt(found.size)
            ink(run.font, colour)


def _figures(bars: Bars, *, numbered: bool = False) -> bytes:
    """Return the workbook behind a chart: the same bytes every time, and no text taken for a formula.

    Rows that are `numbered` have numbers for names.
    """
    target = BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": UNDATED})
        sheet = workbook.add_worksheet("Sheet1")
        for row, name in enumerate(bars.names, 1):
            if numbered:
                sheet.write_number(row, 0, float(name))
            else:
                sheet.write_string(row, 0, writable(name))
        for column, series in enumerate(bars.series, 1):
            sheet.write_string(0, column, writable(series.name))
            for row, value in enumerate(series.values, 1):
                if value is not None:
                    sheet.write_number(row, column, value)
    return target.getvalue()


def _dress(native: NativeChart, bars: Bars, box: Box, language: str) -> None:
    """Set a chart in the deck's letters and colours."""
    size = _label_size(bars, box)
    native.has_title = False
    native.font.size = Pt(size)
    ink(native.font)
    native.has_legend = False
    plot = native.plots[0]
    plot.gap_width = 40
    plot.overlap = 0 if bars.arranged is Arranged.GROUPED else 100
    for series, drawn in zip(bars.series, plot.series, strict=True):
        paint(drawn.format.fill, series.fill.colour, series.fill.back)
        drawn.invert_if_negative = False
        _label(drawn.data_labels, bars, series, size)
    _axes(native, bars)
    _spell(native, language)


def _label(labels: Any, bars: Bars, series: Series, size: float) -> None:
    """Write the figures: at the end of bars, in the middle of the parts of a stack."""
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = bars.form, False
    labels.font.size = Pt(size)
    if bars.arranged is Arranged.STACKED:
        ink(labels.font, series.letters, fixed=True)
    else:
        ink(labels.font)
        labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _axes(native: NativeChart, bars: Bars) -> None:
    """Set the axes: names at the left edge, the first one at the top, faint lines of scale."""
    names, scale = native.category_axis, native.value_axis
    names.reverse_order = True
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.has_major_gridlines = False
    _every_name(names._element)
    names.format.line.color.rgb = rgb(theme.INK)
    scale.minimum_scale = bars.lowest
    if bars.highest is not None:
        scale.maximum_scale = bars.highest
    if bars.unit is not None:
        scale.major_unit = bars.unit
    scale.major_tick_mark = XL_TICK_MARK.NONE
    scale.tick_labels.number_format, scale.tick_labels.number_format_is_linked = bars.scale_form, False
    scale.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    scale.major_gridlines.format.line.color.rgb = rgb(theme.RULE)
    scale.major_gridlines.format.line.width = Pt(theme.HAIRLINE)
    scale.format.line.fill.background()


def _every_name(axis: Any) -> None:
    """Show the name of every row: a program may leave out each second one."""
    skip = axis.makeelement(qn("c:tickLblSkip"), {"val": "1"})
    last = axis.find(qn("c:noMultiLvlLbl"))
    if last is None:
        axis.append(skip)
    else:
        last.addprevious(skip)


def _label_size(bars: Bars, box: Box) -> float:
    """Return the size of letters at which every name stands beside its bars."""
    size = LABEL
    while size > SMALLEST_LABEL and _rows_height(bars, box, size) > box.height - 48:
        size -= 0.5
    return size


def _rows_height(bars: Bars, box: Box, size: float) -> float:
    """Return the height that rows ask for, a name taking as many lines as it needs."""
    register()
    each = len(bars.series) if bars.arranged is Arranged.GROUPED else 1
    room = box.width * NAMES
    lines = (len(wrap(writable(name), Face.REGULAR, size * caution(), room)) for name in bars.names)
    return sum(max(count * size * LEADING + 4, each * size * ROW) for count in lines)


def _spell(native: NativeChart, language: str) -> None:
    """Say the language of a chart's letters."""
    for properties in native._chartSpace.iter(qn("a:defRPr"), qn("a:rPr")):
        properties.set("lang", LOCALES[language])


def _of_side(side: Side) -> Fill:
    """Return the fill of a side: the provider's is striped, so that grey print tells them apart."""
    return Fill(theme.FILL[side], theme.SOFT[side] if side is Side.PROVIDER else "")


def _mirror(slide: Slide, box: Box, chart: charts.MirrorBars, language: str) -> int:
    """Show both sides on one axis, the client's bars to the left: its values are negative, shown without sign."""
    columns = [chart.rows] if len(chart.rows) <= MIRROR_ROWS else _halves(chart.rows)
    for place, rows in zip(box.columns([1.0] * len(columns), 18), columns, strict=True):
        series = (
            Series(chart.client_head, tuple(_minus(row.client) for row in rows), _of_side(Side.CLIENT)),
            Series(chart.provider_head, tuple(_plus(row.provider) for row in rows), _of_side(Side.PROVIDER)),
        )
        mixed = any(row.kind is charts.RowKind.THEME for row in rows)
        names = tuple(row.name.upper() if mixed and row.kind is not charts.RowKind.THEME else row.name for row in rows)
        bars = Bars(names, series, -chart.maximum, chart.maximum, 1, "0.0;0.0", Arranged.SHARED, legend=False)
        heads, rest = place.rows(HEAD, 2)
        _heads(slide, heads, chart)
        _add_bars(slide, rest, bars, chart, language)
    return 0


def _heads(slide: Slide, box: Box, chart: charts.MirrorBars) -> None:
    """Write whose bars are on which side; a legend would be in another order from one program to the next."""
    heads = (chart.client_head, chart.provider_head)
    for side, half, text, align in zip(Side, box.columns((1.0, 1.0), 8), heads, (Align.LEFT, Align.RIGHT), strict=True):
        found = fit([text], half.room, HEAD_SIZES, Face.STRONG)
        text_box(slide, half, found.texts, Setting(found.size, True, theme.TEXT[side], align), f"{side} head")


def _halves(rows: tuple[charts.MirrorRow, ...]) -> list[tuple[charts.MirrorRow, ...]]:
    """Return the rows in two columns of about the same height; a domain keeps its themes."""
    starts = [i for i, row in enumerate(rows) if row.kind is not charts.RowKind.THEME and i]
    cut = min(starts or [len(rows) // 2], key=lambda i: abs(i - len(rows) / 2))
    return [rows[:cut], rows[cut:]]


def _plus(bar: charts.Bar | None) -> float | None:
    """Return the length of a bar, None when it has none to show."""
    return None if bar is None or bar.value is None else round(bar.value, 4)


def _tenths(value: float) -> float:
    """Return a value with one decimal, as labels print it: no format of a chart drops a useless one by itself."""
    return floor(abs(value) * 10 + 0.5 + 1e-9) / 10 * (1 if value >= 0 else -1)


def _known_tenths(value: float | None) -> float | None:
    """Return a value with one decimal, None when there is none."""
    return None if value is None else _tenths(value)


def _minus(bar: charts.Bar | None) -> float | None:
    """Return the length of a bar to the left; zero too must be below zero, for its figure to stand on the left."""
    length = _plus(bar)
    return None if length is None else -max(length, _NOTHING_LEFT)


def _stack(slide: Slide, box: Box, chart: charts.StackedBar, language: str) -> int:
    """Show one side's way to its targets: reached, inherited, own."""
    fills: dict[charts.PartKind, Fill] = {
        charts.PartKind.REACHED: _of_side(chart.side),
        charts.PartKind.INHERITED: Fill(theme.FILL[chart.side.other], theme.PAPER),
        charts.PartKind.OWN: Fill(theme.SOFT[chart.side]),
    }
    series = tuple(Series(part.name, (_tenths(part.value),), fills[part.kind]) for part in chart.parts)
    low = Box(box.x, box.y, box.width, min(box.height, STACK))
    _add_bars(
        slide,
        low,
        Bars((chart.total_label,), series, 0, _tenths(chart.total), form="General;-General;"),
        chart,
        language,
    )
    return 0


def _dots(slide: Slide, box: Box, chart: charts.OptionDots, language: str) -> int:
    """Show every option from 0 to 100, the lead in full ink, excluded ones hollow."""
    rows = [row for group in chart.groups for row in group.rows]
    series = (
        Series(chart.admitted_key, tuple(_scored(row, admitted=True) for row in rows), Fill(theme.INK_3)),
        Series(chart.excluded_key, tuple(_scored(row, admitted=False) for row in rows), Fill(theme.EDGE, theme.PAPER)),
    )
    bars = Bars(tuple(row.name for row in rows), series, 0, chart.maximum + 5, 25, "0", Arranged.SHARED)
    native = _add_bars(slide, box, bars, chart, language)
    for index, row in enumerate(rows):
        if row.lead:
            drawn = native.plots[0].series[0 if row.admitted else 1]
            paint(drawn.points[index].format.fill, theme.INK)
    return 0


def _scored(row: charts.OptionRow, *, admitted: bool) -> float | None:
    """Return the points of an option in the series that it belongs to."""
    return None if row.points is None or row.admitted is not admitted else round(row.points, 4)


def _pairs(slide: Slide, box: Box, chart: charts.PairedDots, language: str) -> int:
    """Show each practice as both sides see it."""
    shown = chart.rows[: int((box.height - 48) / (3 * LABEL * ROW))]
    series: tuple[Series, ...] = (
        Series(chart.client, tuple(_tenths(row.client) for row in shown), _of_side(Side.CLIENT)),
        Series(chart.provider, tuple(_tenths(row.provider) for row in shown), _of_side(Side.PROVIDER)),
        Series(
            chart.header[3],
            tuple(None if row.retained is None else _tenths(row.retained) for row in shown),
            Fill(theme.EDGE),
        ),
    )
    if all(row.retained is None for row in shown):
        series = series[:2]
    bars = Bars(tuple(row.name for row in shown), series, 0, chart.maximum + 0.5, 1, "General", Arranged.GROUPED)
    _add_bars(slide, box, bars, chart, language)
    return len(chart.rows) - len(shown)


def _inputs(slide: Slide, box: Box, chart: charts.InputBars, language: str) -> int:
    """Show which inputs of one side unlock most."""
    series = Series(chart.header[-1], tuple(_tenths(row.value) for row in chart.rows), _of_side(chart.side))
    bars = Bars(
        tuple(row.name for row in chart.rows), (series,), form="General", arranged=Arranged.SHARED, legend=False
    )
    _add_bars(slide, box, bars, chart, language)
    return 0


def _steps(slide: Slide, box: Box, chart: charts.StepRows, language: str) -> int:
    """Show how far steps are climbed as tinted cells, step 1 next to the spine on both sides."""
    del language
    heads = [text.partition(", ")[2] or text for text in chart.header[1:7]]
    header = (
        *(Cell(text, Align.CENTRE, strong=True, colour=theme.TEXT[Side.CLIENT]) for text in reversed(heads)),
        Cell(chart.header[0], Align.CENTRE, strong=True),
        *(Cell(text, Align.CENTRE, strong=True, colour=theme.TEXT[Side.PROVIDER]) for text in heads),
    )
    rows = tuple(
        (
            *reversed(_climbed(row.client, Side.CLIENT)),
            Cell(row.name, Align.CENTRE, strong=True),
            *_climbed(row.provider, Side.PROVIDER),
        )
        for row in chart.rows
    )
    shares = (1.3, *[0.75] * 5, 2.2, *[0.75] * 5, 1.3)
    return add_table(slide, box, Grid(header, rows, shares, writable(chart.title), writable(chart.alt)))


def _climbed(steps: charts.Steps | None, side: Side) -> list[Cell]:
    """Return the five steps and the level of a side as cells."""
    if steps is None:
        return [Cell(charts.NOTHING, Align.CENTRE)] * 6
    values = steps.values or (None,) * len(steps.labels)
    cells = [_tinted(text, value, theme.LEVELS[side]) for text, value in zip(steps.labels, values, strict=True)]
    return [*cells, Cell(steps.level, Align.CENTRE, strong=True)]


def _tinted(text: str, value: float | None, tints: Sequence[str]) -> Cell:
    """Return a cell tinted by a value from 0 to 1; what is not known has no tint."""
    if value is None:
        return Cell(text, Align.CENTRE)
    tint = min(len(tints) - 1, int(value * len(tints)))
    colour = theme.PAPER if tint >= theme.ON_DARK_FROM else theme.INK
    return Cell(text, Align.CENTRE, colour=colour, fill=tints[tint])


def _heat(slide: Slide, box: Box, chart: charts.CriterionHeat, language: str) -> int:
    """Show options by criteria as tinted cells."""
    del language
    name, *criteria, total = chart.header
    header = (
        Cell(name, strong=True),
        *(Cell(text, Align.CENTRE, strong=True) for text in criteria),
        Cell(total, Align.RIGHT, strong=True),
    )
    weights = (
        Cell(chart.weight_name, colour=theme.INK_3),
        *(Cell(text, Align.CENTRE, colour=theme.INK_3) for text in chart.weights),
        Cell(""),
    )
    heads = (weights,) if chart.weights else ()
    rows = tuple(
        (
            Cell(row.name, colour=theme.INK if row.admitted else theme.INK_3),
            *(_tinted(cell.label, cell.value, theme.GREYS) for cell in row.cells),
            Cell(row.total_label, Align.RIGHT, strong=row.admitted),
        )
        for row in chart.rows
    )
    shares = (2.6, *[1.0] * len(criteria), 0.8)
    return add_table(slide, box, Grid(header, (*heads, *rows), shares, writable(chart.title), writable(chart.alt)))


def _ranges(slide: Slide, box: Box, chart: charts.RangeDots, language: str) -> int:
    """Show what each option is most likely worth or costs, from zero; its range stands beside its name."""
    values = [0.0, *(row.value for row in chart.rows if row.value is not None)]
    one, form = _amounts(chart.unit, max(map(abs, values)), language)
    series = tuple(
        Series(
            key,
            tuple(
                None if row.value is None or row.admitted is not admitted else _told(row.value, chart.unit) / one
                for row in chart.rows
            ),
            fill,
        )
        for admitted, key, fill in (
            (True, chart.admitted_key, Fill(theme.INK_3)),
            (False, chart.excluded_key, Fill(theme.EDGE, theme.PAPER)),
        )
    )
    names = tuple(f"{row.name} ({row.range_label})" for row in chart.rows)
    if chart.unit == "points":
        lowest, highest, step = 0.0, chart.most + 5, 25.0
    else:
        # A twelfth more than the longest bar, for the figure after it.
        ends = axis(min(values) / one, max(values) / one * 13 / 12, whole=True)
        lowest, highest, step = ends[0], ends[-1], ends[1] - ends[0]
    bars = Bars(names, series, lowest, highest, step, form, Arranged.SHARED)
    native = _add_bars(slide, box, bars, chart, language)
    for index, row in enumerate(chart.rows):
        if row.lead:
            paint(native.plots[0].series[0 if row.admitted else 1].points[index].format.fill, theme.INK)
    return 0


def _amounts(unit: str, size: float, language: str) -> tuple[float, str]:
    """Return what to divide values by, and the format in which a program writes them."""
    if unit != "currency":
        return 1.0, "0" if unit == "points" else "0.0"
    one, symbol = next((one, symbol) for one, symbol in UNITS if size >= one or one == 1)
    form = AMOUNTS[language].format(unit=symbol)
    return float(one), f'{form};"−"{form};{AMOUNTS[language].format(unit="")}'


def _told(value: float, unit: str) -> float:
    """Return a value as the report tells it: an amount has two significant digits there, and must here."""
    return float(significant(value, 2)) if unit == "currency" else round(value, 4)


def _curves(slide: Slide, box: Box, chart: charts.SavingCurves, language: str) -> int:
    """Show what each option has saved month after month, a diamond at its break-even, above its figures."""
    if box.height < CURVES_LOWEST:
        _add_lines(slide, box, chart, language)
        return 0
    upper, lower = box.rows(box.height * CURVES_SHARE, 6)
    _add_lines(slide, upper, chart, language)
    return _table(slide, lower, chart, language)


def _add_lines(slide: Slide, box: Box, chart: charts.SavingCurves, language: str) -> None:
    """Add one line an option over months; month 0 is today, when nothing is saved yet."""
    one, form = _amounts(chart.unit, max(abs(chart.least), abs(chart.most)), language)
    found = [(0.0, *(round(value / one, 4) for value in curve.values)) for curve in chart.curves]
    # Months are numbers, not names: every program then writes a year at a time.
    data = XyChartData(number_format=form)
    for curve, values in zip(chart.curves, found, strict=True):
        series = data.add_series(writable(curve.name))
        for month, value in enumerate(values):
            series.add_data_point(month, value)
    shapes: Any = slide.shapes
    frame = shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, *box.place(), data)
    describe(frame, writable(chart.title), writable(chart.alt))
    native: NativeChart = frame.chart
    frame.chart.part.chart_workbook.update_from_xlsx_blob(_months(chart, found))
    native.has_title = False
    native.font.size = Pt(LABEL)
    ink(native.font)
    # Unlike fills, dashes have no mark in letters; the order of a legend of lines is the same everywhere.
    native.has_legend = True
    native.legend.position = XL_LEGEND_POSITION.RIGHT
    native.legend.include_in_layout = False
    for number, (curve, drawn) in enumerate(zip(chart.curves, native.plots[0].series, strict=True)):
        _point_to(drawn._element, number + 1, len(found[number]))
        _dress_line(curve, drawn, DASHES[number % len(DASHES)], chart.months)
    _line_axes(native, chart, one, form)
    _spell(native, language)


def _months(chart: charts.SavingCurves, found: Sequence[Sequence[float]]) -> bytes:
    """Return the workbook behind curves: months down, options across."""
    months = tuple(str(month) for month in range(chart.months + 1))
    padded = ((*values, *(None,) * (len(months) - len(values))) for values in found)
    series = (Series(c.name, values, Fill(theme.INK)) for c, values in zip(chart.curves, padded, strict=True))
    return _figures(Bars(months, tuple(series)), numbered=True)


def _point_to(series: Any, column: int, count: int) -> None:
    """Say in which cells of the workbook a curve stands: one table, where a new chart would have one a curve."""
    letter = chr(ord("A") + column)
    cells = {"c:tx": f"${letter}$1", "c:xVal": f"$A$2:$A${count + 1}", "c:yVal": f"${letter}$2:${letter}${count + 1}"}
    for tag, place in cells.items():
        next(series.find(qn(tag)).iter(qn("c:f"))).text = f"Sheet1!{place}"


def _curve_ink(curve: charts.Curve) -> str:
    """Return the colour of a curve: full ink for the lead."""
    return theme.INK if curve.lead else theme.INK_2


def _dress_line(curve: charts.Curve, drawn: Any, dashes: MSO_LINE, months: int) -> None:
    """Draw a curve in its own dashes, for print in grey, with a diamond at its break-even."""
    drawn.smooth = False
    drawn.format.line.color.rgb = rgb(_curve_ink(curve))
    drawn.format.line.width = Pt(CURVE[curve.lead])
    drawn.format.line.dash_style = dashes
    drawn.marker.style = XL_MARKER_STYLE.NONE
    if curve.break_even is not None and curve.break_even <= months:
        mark = drawn.points[curve.break_even].marker
        mark.style, mark.size = XL_MARKER_STYLE.DIAMOND, 10
        mark.format.fill.solid()
        mark.format.fill.fore_color.rgb = rgb(_curve_ink(curve))


def _line_axes(native: NativeChart, chart: charts.SavingCurves, one: float, form: str) -> None:
    """Set the axes: months below all that is lost; zero, which is doing nothing, is a strong line."""
    months, scale = native.category_axis, native.value_axis
    tick = chart.years[-1]
    step = chart.years[1].value if len(chart.years) > 1 else 1
    named = tick.label.replace(f"{tick.value:.0f}", '0"', 1) + '"'
    ends = (0, max(1, chart.months), step), (chart.least / one, chart.most / one, _step(chart) / one)
    for each, (least, most, unit), numbers in zip((months, scale), ends, (named, form), strict=True):
        each.minimum_scale, each.maximum_scale, each.major_unit = least, most, unit
        each.major_tick_mark = XL_TICK_MARK.NONE
        each.tick_labels.number_format, each.tick_labels.number_format_is_linked = numbers, False
        each.has_major_gridlines = each is scale
    months.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    months.format.line.color.rgb = rgb(theme.INK)
    months.format.line.width = Pt(CURVE[False])
    scale.major_gridlines.format.line.color.rgb = rgb(theme.RULE)
    scale.major_gridlines.format.line.width = Pt(theme.HAIRLINE)
    scale.format.line.fill.background()


def _step(chart: charts.SavingCurves | charts.TornadoBars) -> float:
    """Return the step between two values that the axis names."""
    return chart.ticks[1].value - chart.ticks[0].value


def _tornado(slide: Slide, box: Box, chart: charts.TornadoBars, language: str) -> int:
    """Show the lead at both values of each driver, from zero: a bar to the left is a lead that is lost."""
    shown = chart.rows[: int((box.height - 48) / (2 * LABEL * ROW))]
    series = (
        Series(chart.header[1], tuple(round(row.at_low, 1) for row in shown), Fill(theme.EDGE, theme.PAPER)),
        Series(chart.header[3], tuple(round(row.at_high, 1) for row in shown), Fill(theme.INK_3)),
    )
    names = tuple(f"{row.name} ({row.low_label} / {row.high_label})" for row in shown)
    form = "+0;−0;0"
    bars = Bars(names, series, chart.least, chart.most, _step(chart), form, Arranged.GROUPED, scale_form=form)
    _add_bars(slide, box, bars, chart, language)
    return len(chart.rows) - len(shown)


def _table(slide: Slide, box: Box, chart: charts.Chart, language: str) -> int:
    """Show the figures of a chart as a table."""
    del language
    table = chart.table()
    header = tuple(Cell(text, strong=True) for text in table.header)
    rows = tuple(tuple(Cell(text) for text in row) for row in table.rows)
    return add_table(slide, box, Grid(header, rows, (), writable(chart.title), writable(chart.alt)))


def _roadmap(slide: Slide, box: Box, chart: charts.Roadmap, language: str) -> int:
    """Show what each side does first on its side, the client's left."""
    del language
    left_out = 0
    heads = {Side.CLIENT: chart.client, Side.PROVIDER: chart.provider}
    for side, half in zip(Side, box.columns((1.0, 1.0), HALVES), strict=True):
        rows = [row for row in chart.rows if row.side is side]
        if not rows:
            continue
        name = cut(writable(heads[side]), Face.STRONG, LABEL, (half.width / 2, LABEL * 1.5))
        first = Cell(name, strong=True, colour=theme.TEXT[side])
        header = (first, Cell(chart.header[3], strong=True), Cell(chart.header[-1], Align.RIGHT, strong=True))
        cells = tuple((Cell(row.name), Cell(row.levels), Cell(row.days, Align.RIGHT)) for row in rows)
        left_out += add_table(slide, half, Grid(header, cells, (), writable(chart.title), writable(chart.alt)))
    return left_out


Maker = Callable[[Slide, Box, Any, str], int]
"""Shows one kind of chart in a box, in a language, and returns how many of its rows the box does not hold."""

NATIVE: dict[type[charts.Chart], Maker] = {
    charts.MirrorBars: _mirror,
    charts.StackedBar: _stack,
    charts.OptionDots: _dots,
    charts.PairedDots: _pairs,
    charts.InputBars: _inputs,
    charts.StepRows: _steps,
    charts.CriterionHeat: _heat,
    charts.RangeDots: _ranges,
    charts.TornadoBars: _tornado,
    charts.SavingCurves: _curves,
    charts.Roadmap: _roadmap,
}
"""Which kinds are drawn; any other one is a table."""

BARS = (
    charts.MirrorBars,
    charts.StackedBar,
    charts.OptionDots,
    charts.PairedDots,
    charts.InputBars,
    charts.RangeDots,
    charts.TornadoBars,
)
"""Kinds drawn as bars: they stand beside text, where tables need the whole width."""
