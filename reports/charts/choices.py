"""Build the charts of the options: their values and their time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from questionnaires import Questionnaire
from reports.charts.data import (
    NOTHING,
    CriterionHeat,
    HeatCell,
    HeatRow,
    OptionDots,
    OptionGroup,
    OptionRow,
    SpanKind,
    Tick,
    Timeline,
    TimelineRow,
)
from reports.charts.wording import join
from reports.language import Language
from scoring.facts import Facts
from scoring.months import months_before, months_between
from scoring.results import Decision, OptionResult


def option_dots(
    questionnaire: Questionnaire,
    decision: Decision,
    language: Language,
    notes: Mapping[str, str] | None = None,
) -> OptionDots:
    """Return every option by family with its points; `notes`, by option id, are printed under the names."""
    notes = notes or {}
    lead = decision.recommendation.option
    groups = tuple(
        OptionGroup(
            family.id,
            family.name[language.code],
            tuple(
                _option_row(questionnaire, option, language, lead, notes.get(option.option_id, ""))
                for option in decision.options
                if option.family_id == family.id
            ),
        )
        for family in questionnaire.families
    )
    groups = tuple(group for group in groups if group.rows)
    rows = [row for group in groups for row in group.rows]
    values = (language.phrase("chart_options_alt_row", name=row.name, points=row.label) for row in rows)
    return OptionDots(
        title=language.phrase("chart_options_title"),
        alt=language.phrase("chart_options_alt", values=join(values, language)),
        header=tuple(language.phrase(f"chart_{key}") for key in ("family", "option", "of_hundred", "remark")),
        empty=language.phrase("chart_options_empty"),
        groups=groups,
        admitted_key=language.phrase("chart_options_admitted"),
        excluded_key=language.phrase("chart_options_excluded"),
    )


def criterion_heat(questionnaire: Questionnaire, decision: Decision, language: Language) -> CriterionHeat:
    """Return the value of every option on every criterion."""
    names = tuple(criterion.name[language.code] for criterion in questionnaire.criteria)
    total = sum(decision.weights.values())
    weights = tuple(
        language.percent(decision.weights.get(criterion.id, 0) / total) if total else NOTHING
        for criterion in questionnaire.criteria
    )
    return CriterionHeat(
        title=language.phrase("chart_heat_title"),
        alt=language.phrase("chart_heat_alt", options=len(decision.options), criteria=len(names)),
        header=(language.phrase("chart_option"), *names, language.phrase("chart_of_hundred")),
        empty=language.phrase("chart_options_empty"),
        criteria=names,
        weights=weights,
        rows=tuple(_heat_row(questionnaire, option, language) for option in decision.options),
        weight_name=language.phrase("chart_heat_weight"),
        total_name=language.phrase("chart_of_hundred"),
    )


def timeline(questionnaire: Questionnaire, facts: Facts, decision: Decision, language: Language) -> Timeline:
    """Return the contract's dates, and when each option must start at the latest to be in force at its term."""
    rows = tuple(_timeline_rows(questionnaire, facts, decision, language))
    last = max((row.end for row in rows), default=facts.as_of)
    values = (language.phrase("chart_timeline_alt_row", name=row.name, label=row.label) for row in rows)
    return Timeline(
        title=language.phrase("chart_timeline_title"),
        alt=language.phrase("chart_timeline_alt", date=language.date(facts.as_of), values=join(values, language)),
        header=tuple(language.phrase(f"chart_{key}") for key in ("step_name", "lead", "latest", "left")),
        empty=language.phrase("chart_timeline_empty"),
        rows=rows,
        today=facts.as_of,
        today_label=language.phrase("chart_timeline_today", date=language.date(facts.as_of)),
        last=last,
        ticks=tuple(Tick(date(year, 1, 1), str(year)) for year in range(facts.as_of.year + 1, last.year + 1)),
    )


def _option_row(
    questionnaire: Questionnaire, option: OptionResult, language: Language, lead: str | None, note: str
) -> OptionRow:
    """Return an option as one dot."""
    label = NOTHING if option.points is None else language.number(option.points, 0)
    return OptionRow(
        option.option_id,
        questionnaire.option[option.option_id].name[language.code],
        option.points,
        label,
        option.admitted,
        option.option_id == lead,
        note,
    )


def _heat_row(questionnaire: Questionnaire, option: OptionResult, language: Language) -> HeatRow:
    """Return an option over all criteria."""
    values = [option.values.get(criterion.id) for criterion in questionnaire.criteria]
    return HeatRow(
        option.option_id,
        questionnaire.option[option.option_id].name[language.code],
        option.admitted,
        tuple(HeatCell(value, NOTHING if value is None else language.number(value * 100, 0)) for value in values),
        NOTHING if option.points is None else language.number(option.points, 0),
    )


def _timeline_rows(
    questionnaire: Questionnaire, facts: Facts, decision: Decision, language: Language
) -> Iterator[TimelineRow]:
    """Yield the term, the notice, the days of decision, then each option, the one to start first before the others."""
    today, term = facts.as_of, facts.contract.end
    if term is not None and term <= today:
        term = None
    if term is not None:
        yield from _contract_rows(facts, term, language)
    yield from _gate_rows(decision, today, language)
    options = [option for option in decision.options if option.lead_months]
    for option in sorted(options, key=lambda option: -(option.lead_months or 0)):
        yield _option_span(questionnaire.option[option.option_id].name[language.code], option, today, term, language)


def _contract_rows(facts: Facts, term: date, language: Language) -> Iterator[TimelineRow]:
    """Yield the term of the contract, and the last day of its notice."""
    today, months = facts.as_of, facts.contract.notice_months
    left, shown = _time_left(today, term, language), language.date(term)
    yield TimelineRow(
        language.phrase("chart_timeline_contract"),
        SpanKind.CONTRACT,
        today,
        term,
        language.phrase("chart_timeline_term", date=shown, left=left),
        latest=shown,
        left=left,
    )
    if months:
        day = months_before(term, months)
        row = TimelineRow(
            language.phrase("chart_timeline_notice_row"), SpanKind.NOTICE, max(day, today), max(day, today), ""
        )
        yield _counted_back(row, months, today, day, language)


def _gate_rows(decision: Decision, today: date, language: Language) -> Iterator[TimelineRow]:
    """Yield the days to come on which something is decided, the nearest first."""
    staged = decision.outlook.staged if decision.outlook else None
    days = {"checkpoint": decision.recommendation.checkpoint, "choice": staged.decide_on if staged else None}
    found = [(day, key) for key, day in days.items() if day is not None and day >= today]
    for day, key in sorted(found):
        shown, left = language.date(day), _time_left(today, day, language)
        yield TimelineRow(
            language.phrase(f"chart_timeline_{key}"),
            SpanKind.DECISION,
            day,
            day,
            language.phrase("chart_timeline_on", date=shown, left=left),
            latest=shown,
            left=left,
        )


def _time_left(today: date, day: date, language: Language) -> str:
    """Return what is left until a day to come."""
    return language.months_left(months_between(today, day))


def _option_span(name: str, option: OptionResult, today: date, term: date | None, language: Language) -> TimelineRow:
    """Return the span of an option: back from the term, or from today where that is unknown or too near."""
    months, kind = option.lead_months or 0, SpanKind.OPTION if option.admitted else SpanKind.EXCLUDED
    latest = None if term is None else months_before(term, months)
    late = latest is not None and latest < today
    start, end = today, months_before(today, -months)
    if latest is not None and term is not None and not late:
        start, end = latest, term
    row = TimelineRow(name, kind, start, end, "")
    if latest is not None:
        return _counted_back(row, months, today, latest, language)
    label = language.phrase("chart_timeline_lead", months=language.months(months), date=language.month(end))
    return replace(row, label=label, lead=language.months(months))


def _counted_back(row: TimelineRow, months: int, today: date, latest: date, language: Language) -> TimelineRow:
    """Return a row with its lead time, its latest day and what is left until then."""
    lead, day, late = language.months(months), language.date(latest), latest < today
    left = language.phrase("chart_timeline_past") if late else _time_left(today, latest, language)
    key = "chart_timeline_late" if late else "chart_timeline_latest"
    label = language.phrase(key, months=lead, date=day, left=left)
    return replace(row, label=label, lead=lead, latest=day, left=left, late=late)
