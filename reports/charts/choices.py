"""Build the charts of the options: their values and their time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    """Return the contract's dates, and when each option could be in force if decided today."""
    rows = tuple(_timeline_rows(questionnaire, facts, decision, language))
    last = max((row.end for row in rows), default=facts.as_of)
    values = (language.phrase("chart_timeline_alt_row", name=row.name, label=row.label) for row in rows)
    return Timeline(
        title=language.phrase("chart_timeline_title"),
        alt=language.phrase("chart_timeline_alt", date=language.date(facts.as_of), values=join(values, language)),
        header=tuple(language.phrase(f"chart_{key}") for key in ("step_name", "when", "deadline")),
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
    """Yield the contract until its term, then each option until it is in force."""
    contract = facts.contract
    if contract.end and contract.end > facts.as_of:
        notice = _later(contract.end, -contract.notice_months) if contract.notice_months else None
        yield TimelineRow(
            language.phrase("chart_timeline_contract"),
            SpanKind.CONTRACT,
            facts.as_of,
            contract.end,
            language.phrase("chart_timeline_term", date=language.date(contract.end)),
            notice if notice and notice >= facts.as_of else None,
            language.phrase("chart_timeline_notice", date=language.date(notice)) if notice else "",
        )
    for option in decision.options:
        if option.lead_months:
            end = _later(facts.as_of, option.lead_months)
            yield TimelineRow(
                questionnaire.option[option.option_id].name[language.code],
                SpanKind.OPTION if option.admitted else SpanKind.EXCLUDED,
                facts.as_of,
                end,
                language.phrase(
                    "chart_timeline_lead" if option.admitted else "chart_timeline_lead_excluded",
                    months=option.lead_months,
                    date=language.month(end),
                ),
            )


def _later(day: date, months: int) -> date:
    """Return the same day some months later (or earlier), the last of the month when it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, last))
