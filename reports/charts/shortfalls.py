"""Build the charts of what a side lacks, and of the inputs that it waits for."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from questionnaires import Questionnaire, Side
from reports.charts.data import (
    NOTHING,
    InheritedRow,
    InheritedRows,
    InputBars,
    InputNote,
    InputRow,
    Part,
    PartKind,
    StackedBar,
)
from reports.charts.wording import chip, parties, rating_of
from reports.language import Language
from scoring.facts import Facts
from scoring.results import InputShare, InputTotal, Maturity, Shortfall


def inheritance_bar(facts: Facts, maturity: Maturity, language: Language, side: Side = Side.PROVIDER) -> StackedBar:
    """Return what one side has reached, and what it lacks, split between inherited and own."""
    result = maturity.inheritance[side]
    values = parties(facts, side, language)
    parts = (
        _part(PartKind.REACHED, result.reached, language),
        _part(PartKind.INHERITED, result.inherited, language),
        _part(PartKind.OWN, result.own, language),
    )
    total = result.reached + result.shortfall
    return StackedBar(
        title=language.phrase("chart_inherited_title", **values),
        alt=language.phrase(
            "chart_inherited_alt",
            **values,
            total=language.trimmed(total),
            reached=parts[0].label,
            inherited=parts[1].label,
            own=parts[2].label,
        ),
        header=(language.phrase("chart_part"), language.phrase("chart_points")),
        empty=language.phrase("chart_nothing_rated"),
        side=side,
        parts=parts,
        total=float(total),
        total_label=language.phrase("chart_inherited_total", total=language.trimmed(total)),
    )


def inheritance_rows(
    questionnaire: Questionnaire,
    facts: Facts,
    maturity: Maturity,
    language: Language,
    *,
    side: Side = Side.PROVIDER,
    limit: int | None = None,
    withheld: Collection[str] = (),
) -> InheritedRows:
    """Return the practices of one side that wait for inputs of the other, heaviest first.

    A row whose practice or whose inputs are in `withheld` is counted in `rest`, never shown.
    """
    values = parties(facts, side, language)
    waiting = maturity.inheritance[side].waiting
    shown = [item for item in waiting if not _hidden_row(item, withheld)][:limit]
    left_out = len(waiting) - len(shown)
    return InheritedRows(
        title=language.plural("chart_waiting_title", len(waiting), **values),
        alt=language.plural("chart_waiting_alt", len(waiting), **values),
        header=(
            language.phrase("chart_waiting_input", **values),
            language.phrase("chart_waiting_practice", **values),
            language.phrase("chart_rating"),
            language.phrase("chart_part_inherited"),
        ),
        empty=language.phrase("chart_waiting_empty", **values),
        side=side,
        rows=tuple(_inherited_row(questionnaire, item, language) for item in shown),
        legend=tuple(Part(kind, 0, language.phrase(f"chart_part_{kind}"), "") for kind in PartKind),
        rest=language.plural("chart_waiting_rest", left_out) if left_out else "",
    )


def input_bars(
    questionnaire: Questionnaire,
    facts: Facts,
    maturity: Maturity,
    language: Language,
    *,
    side: Side = Side.CLIENT,
    limit: int | None = None,
    withheld: Collection[str] = (),
) -> InputBars:
    """Return the inputs of one side that unlock most on the other, heaviest first."""
    values = parties(facts, side, language)
    totals = sorted(
        (total for total in maturity.inheritance[side.other].inputs if total.points > 0),
        key=lambda total: (-total.points, total.practice_id),
    )
    shown = [total for total in totals if total.practice_id not in withheld][:limit]
    rows = tuple(_input_row(questionnaire, maturity, total, language) for total in shown)
    first = rows[0].name if rows else NOTHING
    return InputBars(
        title=language.phrase("chart_inputs_title", **values),
        alt=language.phrase("chart_inputs_alt", first=first, **values),
        header=(
            language.phrase("chart_rating"),
            language.phrase("chart_waiting_input", **parties(facts, side.other, language)),
            language.phrase("chart_points_unlocked"),
        ),
        empty=language.phrase("chart_waiting_empty", **parties(facts, side.other, language)),
        side=side,
        rows=rows,
        rest=_inputs_rest([total for total in totals if total not in shown], language),
    )


def _input_row(questionnaire: Questionnaire, maturity: Maturity, total: InputTotal, language: Language) -> InputRow:
    """Return an input with its rating and what it unlocks."""
    name = questionnaire.practice[total.practice_id].name[language.code]
    level, level_label = chip(rating_of(maturity, total.practice_id), language)
    points = language.trimmed(total.points)
    return InputRow(total.practice_id, name, float(total.points), points, level, level_label)


def _inputs_rest(left_out: list[InputTotal], language: Language) -> str:
    """Return the sentence about the inputs that are not drawn, empty when all are."""
    if not left_out:
        return ""
    points = language.trimmed(sum((total.points for total in left_out), Fraction(0)))
    return language.plural("chart_inputs_rest", len(left_out), points=points)


def _part(kind: PartKind, points: Fraction, language: Language) -> Part:
    """Return a part of a stacked bar with its points."""
    return Part(kind, float(points), language.phrase(f"chart_part_{kind}"), language.trimmed(points))


def _hidden_row(item: Shortfall, withheld: Collection[str]) -> bool:
    """Return whether a practice or one of the inputs that hold it may not be shown."""
    return item.practice_id in withheld or any(held.ref in withheld for held in _holding(item))


def _holding(item: Shortfall) -> tuple[InputShare, ...]:
    """Return the inputs that hold a practice down, the highest hurdle first."""
    return tuple(sorted((i for i in item.inputs if i.hurdle > 0), key=lambda i: (-i.hurdle, i.ref)))


def _inherited_row(questionnaire: Questionnaire, item: Shortfall, language: Language) -> InheritedRow:
    """Return a practice that waits, with the inputs that hold it."""
    practice = questionnaire.practice[item.practice_id]
    needs = {need.ref: need for need in practice.needs}
    inputs = tuple(
        InputNote(
            held.ref,
            questionnaire.practice[held.ref].name[language.code],
            needs[held.ref].what[language.code],
            *chip(held.rating, language),
        )
        for held in _holding(item)
    )
    key = "chart_above_ceiling" if item.compensation > 0 else "chart_ceiling"
    return InheritedRow(
        item.practice_id,
        practice.name[language.code],
        float(min(item.rating, item.target)),
        float(item.inherited),
        float(item.own),
        float(item.compensation),
        float(item.target),
        int(item.rating),
        language.trimmed(item.rating),
        language.phrase(
            "chart_inherited_of",
            inherited=language.trimmed(item.inherited),
            total=language.trimmed(item.total),
        ),
        language.phrase(key, ceiling=language.trimmed(item.ceiling)),
        inputs,
    )
