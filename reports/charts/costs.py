"""Give shape to money: what each option costs in all, and from when it has cost less than doing nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from questionnaires import Questionnaire
from reports.charts.data import NOTHING, Chart
from reports.charts.doubts import AxisTick, RangeDots, RangeRow, axis, bounds
from reports.charts.wording import join
from reports.language import Language
from scoring.courses import REFERENCE
from scoring.facts import Facts
from scoring.months import months_before
from scoring.results import Decision, Money, OptionResult

CURVES = 5
"""How many curves remain readable in grey."""

YEAR = 12


@dataclass(frozen=True, slots=True)
class Curve:
    """What an option has saved in all against doing nothing, at the end of each month; negative: it has cost more.

    `break_even` is the month from which it has cost less; None: never within the window.
    """

    option_id: str
    name: str
    values: tuple[float, ...]
    lead: bool
    break_even: int | None
    break_even_label: str
    deepest_label: str
    end_label: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingCurves(Chart):
    """The running saving of each option against doing nothing, month after month, with its break-even.

    `break_even_key` says what the mark of a break-even means; empty when no curve has one. `unit` is that of
    `scoring.results.Money`.
    """

    curves: tuple[Curve, ...]
    months: int
    least: float
    most: float
    ticks: tuple[AxisTick, ...]
    years: tuple[AxisTick, ...]
    zero_label: str
    break_even_key: str
    rest: str = ""
    unit: str = "currency"

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return each option with its deepest cost ahead, its break-even and what it has saved at the end."""
        return tuple((c.name, c.deepest_label, c.break_even_label, c.end_label) for c in self.curves)


def cost_ranges(questionnaire: Questionnaire, decision: Decision, language: Language) -> RangeDots:
    """Return what each option costs in all over the window, the cheapest first, against doing nothing."""
    priced = [(option, option.money) for option in decision.options if option.money]
    priced.sort(key=lambda found: (not found[0].admitted, found[1].total.middle, found[0].option_id))
    lead = decision.recommendation.option
    rows = tuple(_cost_row(questionnaire, option, money, language, lead) for option, money in priced)
    nothing = next((money for option, money in priced if option.option_id == REFERENCE), None)
    ends = axis(*bounds(value for row in rows for value in (row.low, row.high)))
    unit = priced[0][1].unit if priced else "currency"
    months = priced[0][1].months if priced else 0
    values = [
        language.phrase("chart_ranges_alt_row", name=row.name, value=row.label, range=row.range_label) for row in rows
    ]
    empty = language.phrase("chart_costs_empty")
    reference = language.money(nothing.total.middle, unit) if nothing else NOTHING
    return RangeDots(
        title=language.phrase("chart_costs_title", months=language.months(months))
        if rows
        else language.phrase("chart_costs_bare"),
        alt=language.phrase("chart_costs_alt", nothing=reference, values=join(values, language)) if rows else empty,
        header=tuple(
            language.phrase(f"chart_{key}") for key in ("option", "costs_total", "ranges_range", "costs_against")
        ),
        empty=empty,
        rows=rows,
        least=ends[0],
        most=ends[-1],
        ticks=_money_ticks(ends, unit, language),
        admitted_key=language.phrase("chart_options_admitted"),
        excluded_key=language.phrase("chart_options_excluded"),
        range_key=language.phrase("chart_ranges_key"),
        reference=nothing.total.middle if nothing else None,
        reference_label=language.phrase("chart_costs_reference") if nothing else "",
        unit=unit,
    )


def _cost_row(
    questionnaire: Questionnaire, option: OptionResult, money: Money, language: Language, lead: str | None
) -> RangeRow:
    """Return what one option costs, and how much less or more than doing nothing."""
    saved = money.saving.middle
    note = ""
    if option.option_id != REFERENCE:
        key = "chart_costs_less" if saved >= 0 else "chart_costs_more"
        note = language.phrase(key, amount=_short(abs(saved), money.unit, language))
    return RangeRow(
        option.option_id,
        questionnaire.option[option.option_id].name[language.code],
        money.total.middle,
        money.total.low,
        money.total.high,
        _short(money.total.middle, money.unit, language),
        language.phrase(
            "range",
            low=_short(money.total.low, money.unit, language),
            high=_short(money.total.high, money.unit, language),
        ),
        note,
        option.admitted,
        option.option_id == lead,
    )


def _short(amount: float, unit: str, language: Language) -> str:
    """Return an amount in a column whose head says the unit: years as a number alone."""
    return language.phrase("chart_years", n=language.number(amount, 1)) if unit == "years" else language.money(amount)


def _money_ticks(values: tuple[float, ...], unit: str, language: Language) -> tuple[AxisTick, ...]:
    """Return the values that an axis names; an axis needs all its digits, for its steps are even."""
    if unit == "years":
        return tuple(AxisTick(value, language.trimmed(value)) for value in values)
    return tuple(AxisTick(value, language.money(value, digits=4)) for value in values)


def saving_curves(
    questionnaire: Questionnaire, facts: Facts, decision: Decision, language: Language, *, limit: int = CURVES
) -> SavingCurves:
    """Return the admitted options month after month against doing nothing, the advice and its rivals first."""
    lead = decision.recommendation.option
    found = [
        (option, option.money)
        for option in decision.options
        if option.money and option.money.by_month and option.admitted and option.option_id != REFERENCE
    ]
    found.sort(key=lambda pair: (pair[0].option_id != lead, -(pair[0].points or 0.0), pair[0].option_id))
    curves = tuple(_curve(questionnaire, facts, option, money, language, lead) for option, money in found[:limit])
    months = max((len(curve.values) for curve in curves), default=0)
    least, most = bounds(value for curve in curves for value in curve.values)
    ends = axis(min(least, 0.0), max(most, 0.0))
    unit = found[0][1].unit if found else "currency"
    values = [language.phrase("chart_saving_alt_row", name=curve.name, said=curve.said) for curve in curves]
    left_out = len(found) - len(curves)
    paying = any(curve.break_even is not None and curve.break_even <= months for curve in curves)
    empty = language.phrase("chart_saving_empty")
    return SavingCurves(
        title=language.phrase("chart_saving_title"),
        alt=language.phrase("chart_saving_alt", values=join(values, language)) if curves else empty,
        header=tuple(
            language.phrase(f"chart_{key}") for key in ("option", "saving_deepest", "saving_when", "saving_end")
        ),
        empty=empty,
        curves=curves,
        months=months,
        least=ends[0],
        most=ends[-1],
        ticks=_money_ticks(ends, unit, language),
        years=tuple(
            AxisTick(month, language.months(month)) for month in range(0, months + 1, YEAR if months > YEAR else 3)
        ),
        zero_label=language.phrase("chart_saving_zero"),
        break_even_key=language.phrase("chart_saving_key") if paying else "",
        rest=language.plural("chart_saving_rest", left_out) if left_out else "",
        unit=unit,
    )


def _curve(
    questionnaire: Questionnaire,
    facts: Facts,
    option: OptionResult,
    money: Money,
    language: Language,
    lead: str | None,
) -> Curve:
    """Return one option month after month."""
    deepest = min((*money.by_month, 0.0))
    key = "chart_saving_pays" if money.break_even is not None else "chart_saving_pays_not"
    when, paid = _when(facts.as_of, money.break_even, language), _short(-deepest, money.unit, language)
    end = ("+" if money.by_month[-1] > 0 else "") + _short(money.by_month[-1], money.unit, language)
    pays = language.phrase(key, when=when)
    key = "chart_saving_said_ahead" if deepest < 0 else "chart_saving_said"
    return Curve(
        option.option_id,
        questionnaire.option[option.option_id].name[language.code],
        money.by_month,
        option.option_id == lead,
        money.break_even,
        when,
        paid if deepest < 0 else NOTHING,
        end,
        language.phrase(key, end=end, pays=pays, paid=paid),
    )


def _when(today: date, month: int | None, language: Language) -> str:
    """Return the month from which an option has cost less, in words."""
    if month is None:
        return language.phrase("chart_saving_never")
    return language.phrase(
        "chart_saving_from", months=language.months(month), date=language.month(months_before(today, -month))
    )
