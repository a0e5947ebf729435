"""Give shape to what is not certain: ranges of options, ranks, what moves the lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10

from questionnaires import Questionnaire
from reports.charts.data import NOTHING, Chart, CriterionHeat, HeatCell, HeatRow
from reports.charts.wording import join
from reports.language import Language, rounded
from scoring.results import Decision, OptionResult, TornadoBar

TICKS = 5
"""About how many values an axis names."""

WIDEST = 10
"""How many drivers a tornado shows."""

STEPS = 20
"""Steps between never and always in which shares of draws are told (`methods.md` 6.1)."""


@dataclass(frozen=True, slots=True)
class AxisTick:
    """A value that the axis names."""

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class RangeRow:
    """An option with what it is most likely worth, and one in ten beyond either end; `value` None: not known."""

    option_id: str
    name: str
    value: float | None
    low: float | None
    high: float | None
    label: str
    range_label: str
    note: str
    admitted: bool
    lead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeDots(Chart):
    """Options on one axis, each a dot and the bar of its range; those excluded are hollow, below the others.

    `reference` is a value that the others are read against, as a vertical line. `unit` is "points", or that of
    `scoring.results.Money`.
    """

    rows: tuple[RangeRow, ...]
    least: float
    most: float
    ticks: tuple[AxisTick, ...]
    admitted_key: str
    excluded_key: str
    range_key: str
    reference: float | None = None
    reference_label: str = ""
    unit: str = "points"

    @property
    def is_empty(self) -> bool:
        """Whether no option has a value."""
        return all(row.value is None for row in self.rows)

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return each option with its value, its range and what is said of it."""
        return tuple((row.name, row.label, row.range_label, row.note) for row in self.rows)


@dataclass(frozen=True, slots=True)
class TornadoRow:
    """What one driver does to the lead: the lead at its low and at its high value, in points."""

    driver: str
    name: str
    note: str
    at_low: float
    at_high: float
    low_label: str
    high_label: str
    at_low_label: str
    at_high_label: str
    flips: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TornadoBars(Chart):
    """Drivers by how far each moves the lead, the widest first; a bar that crosses zero changes the advice."""

    rows: tuple[TornadoRow, ...]
    least: float
    most: float
    ticks: tuple[AxisTick, ...]
    zero_label: str
    holds_key: str
    flips_key: str
    rest: str = ""

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return each driver, its low and its high value with the lead at each, and whether the advice changes."""
        return tuple(
            (
                row.name,
                row.low_label,
                row.at_low_label,
                row.high_label,
                row.at_high_label,
                self.flips_key if row.flips else "",
            )
            for row in self.rows
        )


def axis(least: float, most: float, *, whole: bool = False) -> tuple[float, ...]:
    """Return round values from one at or under `least` to one at or over `most`.

    >>> axis(0.0, 17.2)
    (0.0, 5.0, 10.0, 15.0, 20.0)
    """
    span = (most - least) or 1.0
    size = 10.0 ** floor(log10(span / TICKS))
    step = next(size * unit for unit in (1, 2, 5, 10) if size * unit * TICKS >= span * 0.999)
    step = max(step, 1.0) if whole else step
    first, last = floor(least / step + 1e-9), ceil(most / step - 1e-9)
    return tuple(number * step for number in range(first, max(last, first + 1) + 1))


def option_ranges(
    questionnaire: Questionnaire, decision: Decision, language: Language, *, notes: Mapping[str, str] | None = None
) -> RangeDots:
    """Return options from the best to the least of those admitted, then the excluded ones, 0 to 100."""
    notes = notes or {}
    lead = decision.recommendation.option
    found = sorted(decision.options, key=lambda o: (not o.admitted, -(o.points or 0.0), o.option_id))
    rows = tuple(
        RangeRow(
            option.option_id,
            questionnaire.option[option.option_id].name[language.code],
            option.points,
            option.spread.low if option.spread else None,
            option.spread.high if option.spread else None,
            NOTHING if option.points is None else language.points(option.points),
            language.range(option.spread.low, option.spread.high, 0) if option.spread else NOTHING,
            notes.get(option.option_id, ""),
            option.admitted,
            option.option_id == lead,
        )
        for option in found
    )
    values = [
        language.phrase("chart_ranges_alt_row", name=row.name, value=row.label, range=row.range_label)
        for row in rows
        if row.value is not None
    ]
    return RangeDots(
        title=language.phrase("chart_ranges_title"),
        alt=language.phrase("chart_ranges_alt", values=join(values, language))
        if values
        else language.phrase("chart_options_empty"),
        header=tuple(language.phrase(f"chart_{key}") for key in ("option", "of_hundred", "ranges_range", "remark")),
        empty=language.phrase("chart_options_empty"),
        rows=rows,
        least=0.0,
        most=100.0,
        ticks=tuple(AxisTick(value, language.number(value, 0)) for value in (0.0, 25.0, 50.0, 75.0, 100.0)),
        admitted_key=language.phrase("chart_options_admitted"),
        excluded_key=language.phrase("chart_options_excluded"),
        range_key=language.phrase("chart_ranges_key"),
    )


def rank_heat(questionnaire: Questionnaire, decision: Decision, language: Language) -> CriterionHeat:
    """Return how often each admitted option comes first, second and so on, in steps of 5 % (`methods.md` 6.3)."""
    ranked = [option for option in decision.options if option.ranks]
    ranked = ranked if len(ranked) > 1 else []
    ranked.sort(key=lambda option: (tuple(-share for share in option.ranks), option.option_id))
    count = max((len(option.ranks) for option in ranked), default=0)
    names = tuple(language.phrase("chart_rank", n=rank + 1) for rank in range(count))
    names = (language.phrase("chart_rank_first"), *names[1:]) if names else ()
    rows = tuple(_ranks(questionnaire, option, count, language) for option in ranked)
    alt = [
        language.phrase("chart_ranks_alt_row", name=row.name, share=language.share_words(option.ranks[0]))
        for row, option in zip(rows, ranked, strict=True)
    ]
    return CriterionHeat(
        title=language.phrase("chart_ranks_title"),
        alt=language.phrase("chart_ranks_alt", values=join(alt, language))
        if alt
        else language.phrase("chart_ranks_empty"),
        header=(language.phrase("chart_option"), *names, language.phrase("chart_of_hundred")),
        empty=language.phrase("chart_ranks_empty"),
        criteria=names,
        weights=(),
        rows=rows,
        weight_name=language.phrase("chart_ranks_unit"),
        total_name=language.phrase("chart_of_hundred"),
    )


def _ranks(questionnaire: Questionnaire, option: OptionResult, count: int, language: Language) -> HeatRow:
    """Return one option over all ranks."""
    shares = (*option.ranks, *(0.0,) * (count - len(option.ranks)))
    return HeatRow(
        option.option_id,
        questionnaire.option[option.option_id].name[language.code],
        option.admitted,
        tuple(HeatCell(_steps(share) / STEPS, _step(share)) for share in shares),
        NOTHING if option.points is None else language.points(option.points),
    )


def _steps(share: float) -> int:
    """Return a share in whole steps: what prints the same must have the same tint."""
    return int(rounded(Fraction(share) * STEPS, 0))


def _step(share: float) -> str:
    """Return a share in a cell, by steps of 5 and never as certain: the short form of `Language.share_words`."""
    step = _steps(share)
    return "<\u00a05" if step < 1 else ">\u00a095" if step >= STEPS else str(100 // STEPS * step)


def tornado(
    questionnaire: Questionnaire, decision: Decision, language: Language, *, limit: int = WIDEST
) -> TornadoBars:
    """Return what each driver alone does to the lead over the best option of another family, the widest first."""
    bars = decision.outlook.tornado if decision.outlook else ()
    rival = decision.recommendation.challenger
    widest = sorted(bars, key=lambda bar: (not bar.flips, -abs(bar.at_high - bar.at_low), bar.driver))[:limit]
    widest.sort(key=lambda bar: (-abs(bar.at_high - bar.at_low), bar.driver))
    rows = tuple(_tornado_row(questionnaire, bar, language) for bar in widest)
    values = [row.at_low for row in rows] + [row.at_high for row in rows] + [0.0]
    ends = axis(min(values), max(values), whole=True)
    lead, against = (
        questionnaire.option[id_].name[language.code] if id_ else NOTHING
        for id_ in (decision.recommendation.option, rival.rival if rival else None)
    )
    flips = [row.name for row in rows if row.flips]
    left_out = len(bars) - len(rows)
    key = "chart_tornado_alt_flips" if flips else "chart_tornado_alt"
    empty = language.phrase("chart_tornado_empty")
    first = rows[0] if rows else None
    return TornadoBars(
        title=language.phrase("chart_tornado_title", lead=lead, rival=against)
        if rows
        else language.phrase("chart_tornado_bare"),
        alt=language.phrase(
            key,
            lead=lead,
            rival=against,
            first=first.name,
            low=first.at_low_label,
            high=first.at_high_label,
            values=join(flips, language),
        )
        if first
        else empty,
        header=tuple(
            language.phrase(f"chart_tornado_{name}") for name in ("driver", "low", "then", "high", "then", "changes")
        ),
        empty=empty,
        rows=rows,
        least=ends[0],
        most=ends[-1],
        ticks=tuple(AxisTick(value, language.signed(value, 0)) for value in ends),
        zero_label=language.phrase("chart_tornado_zero"),
        holds_key=language.phrase("chart_tornado_holds"),
        flips_key=language.phrase("chart_tornado_flips"),
        rest=language.plural("chart_tornado_rest", left_out) if left_out else "",
    )


def _tornado_row(questionnaire: Questionnaire, bar: TornadoBar, language: Language) -> TornadoRow:
    """Return one driver with its values and the lead at each."""
    name, note = driver_words(questionnaire, bar.driver, language)
    low, high = (driver_value(questionnaire, bar.driver, value, language) for value in (bar.low, bar.high))
    return TornadoRow(
        bar.driver,
        name,
        note,
        bar.at_low,
        bar.at_high,
        low,
        high,
        language.signed(bar.at_low, 0),
        language.signed(bar.at_high, 0),
        bar.flips,
    )


def driver_words(questionnaire: Questionnaire, driver: str, language: Language) -> tuple[str, str]:
    """Return what a driver is called, and the unit of a parameter."""
    from scoring.drivers import INDICES  # noqa: PLC0415 - it loads numpy, which the web process starts without

    if driver in questionnaire.parameter:
        parameter = questionnaire.parameter[driver]
        return parameter.name[language.code], parameter.unit[language.code]
    if driver in questionnaire.driver:
        return questionnaire.driver[driver].name[language.code], ""
    if driver in INDICES:
        index = next(index for index in questionnaire.indices if index.id == INDICES[driver])
        return index.name[language.code], ""
    return language.phrase(f"driver_{driver}"), ""


def driver_value(questionnaire: Questionnaire, driver: str, value: float, language: Language) -> str:
    """Return a value of a driver: shares of 1 in percent, shifts of ratings signed, parameters in their unit."""
    from scoring.drivers import RATINGS  # noqa: PLC0415 - it loads numpy, which the web process starts without

    if driver in questionnaire.parameter:
        shown = language.trimmed(value)
        if questionnaire.parameter[driver].unit["en"].startswith("percent"):
            return language.percent(Fraction(value) / 100, 0 if rounded(value, 1) == rounded(value, 0) else 1)
        return shown
    if driver in RATINGS:
        return language.signed(value)
    return language.percent(value)


def bounds(values: Iterable[float | None]) -> tuple[float, float]:
    """Return the least and the most of those known; 0 and 0 without any."""
    known = [value for value in values if value is not None]
    return (min(known), max(known)) if known else (0.0, 0.0)
