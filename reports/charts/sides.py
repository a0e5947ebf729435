"""Build the charts that set both sides face to face."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

from questionnaires import Questionnaire, Side
from reports.charts.data import (
    NOTHING,
    Bar,
    BarState,
    MirrorBars,
    MirrorRow,
    PairedDots,
    PairRow,
    RowKind,
    StepRow,
    StepRows,
    Steps,
    bar_words,
    step_words,
)
from reports.charts.wording import head, join, level_words
from reports.language import Language
from scoring.facts import Facts
from scoring.results import Figure, GroupScore, Maturity, Rating


def mirror_bars(
    questionnaire: Questionnaire,
    facts: Facts,
    maturity: Maturity,
    language: Language,
    *,
    themes: bool = True,
    withheld: Collection[str] = (),
) -> MirrorBars:
    """Return both sides face to face: overall, by domain and, if asked, by theme.

    `withheld` holds ids of practices that may not be shown to the reader: a group of fewer than three rated
    practices that holds one of them has no figure either.
    """
    rows = tuple(
        _mirror_row(questionnaire, language, kind, group_id, name, pair, withheld)
        for kind, group_id, name, pair in _pairs(questionnaire, maturity, language, themes)
    )
    target = questionnaire.thresholds.target
    facing = [
        (row.name, bar_words(row.client), bar_words(row.provider)) for row in rows if row.kind is not RowKind.THEME
    ]
    return MirrorBars(
        title=language.phrase("chart_mirror_title"),
        alt=language.phrase(
            "chart_mirror_alt", client=facts.client, provider=facts.provider, values=_facing(facing, language)
        ),
        header=(language.phrase("chart_group"), facts.client, facts.provider, language.phrase("chart_gap")),
        empty=language.phrase("chart_nothing_rated"),
        client=facts.client,
        provider=facts.provider,
        client_head=head(facts.client, maturity.sides[Side.CLIENT].score, language),
        provider_head=head(facts.provider, maturity.sides[Side.PROVIDER].score, language),
        rows=rows,
        target_label=language.phrase("chart_target", target=language.number(target, 0)),
        target=float(target),
    )


def step_rows(questionnaire: Questionnaire, facts: Facts, maturity: Maturity, language: Language) -> StepRows:
    """Return how far each step is climbed, domain by domain, on both sides."""
    rows = tuple(
        StepRow(group_id, name, *(_steps(group, language) for group in pair))
        for kind, group_id, name, pair in _pairs(questionnaire, maturity, language, themes=False)
        if kind is RowKind.DOMAIN
    )
    step_heads = tuple(language.phrase("chart_step", step=step) for step in range(1, 6))
    level = language.phrase("chart_level_head")
    facing = [(row.name, step_words(row.client)[-1], step_words(row.provider)[-1]) for row in rows]
    return StepRows(
        title=language.phrase("chart_steps_title"),
        alt=language.phrase(
            "chart_steps_alt", client=facts.client, provider=facts.provider, values=_facing(facing, language)
        ),
        header=(
            language.phrase("chart_group"),
            *(f"{facts.client}, {head}" for head in (*step_heads, level)),
            *(f"{facts.provider}, {head}" for head in (*step_heads, level)),
        ),
        empty=language.phrase("chart_steps_empty"),
        client=facts.client,
        provider=facts.provider,
        client_note=language.phrase("chart_steps_leftwards"),
        provider_note=language.phrase("chart_steps_rightwards"),
        rows=rows,
    )


def paired_dots(
    questionnaire: Questionnaire,
    facts: Facts,
    maturity: Maturity,
    language: Language,
    *,
    limit: int | None = None,
    withheld: Collection[str] = (),
) -> PairedDots:
    """Return the practices that both sides rated differently, the widest gap first."""
    seen_twice = sorted(
        (r for r in maturity.ratings.values() if r.in_scope and r.gap and r.practice_id not in withheld),
        key=lambda rating: (-abs(rating.gap or 0), rating.practice_id),
    )
    rows = tuple(_pair_row(questionnaire, rating, language) for rating in seen_twice[:limit])
    first = rows[0].name if rows else NOTHING
    return PairedDots(
        title=language.phrase("chart_pairs_title"),
        alt=language.plural("chart_pairs_alt", len(rows), client=facts.client, provider=facts.provider, first=first),
        header=(
            language.phrase("chart_practice"),
            facts.client,
            facts.provider,
            language.phrase("chart_retained"),
        ),
        empty=language.phrase("chart_pairs_empty"),
        client=facts.client,
        provider=facts.provider,
        rows=rows,
        key=language.phrase("chart_pairs_key", client=facts.client, provider=facts.provider),
    )


_GroupPair = tuple[GroupScore | None, GroupScore | None]


def _pairs(
    questionnaire: Questionnaire, maturity: Maturity, language: Language, themes: bool
) -> Iterator[tuple[RowKind, str, str, _GroupPair]]:
    """Yield each group with its score on both sides, in the questionnaire's order."""
    left, right = maturity.sides[Side.CLIENT], maturity.sides[Side.PROVIDER]
    yield RowKind.OVERALL, "overall", language.phrase("chart_overall"), (left.score, right.score)
    for domain in questionnaire.domains:
        found = [{d.score.id: d for d in side.domains}.get(domain.id) for side in (left, right)]
        scores = [item.score if item else None for item in found]
        yield RowKind.DOMAIN, domain.id, domain.name[language.code], (scores[0], scores[1])
        within = [{score.id: score for score in item.themes} if item else {} for item in found]
        for theme in questionnaire.themes if themes else ():
            pair = (within[0].get(theme.id), within[1].get(theme.id))
            if theme.domain == domain.id and any(pair):
                yield RowKind.THEME, theme.id, theme.short[language.code], pair


def _facing(rows: list[tuple[str, str, str]], language: Language) -> str:
    """Return what both sides show for each group, in words."""
    return join(
        (language.phrase("chart_mirror_alt_row", name=name, left=left, right=right) for name, left, right in rows),
        language,
    )


def _mirror_row(
    questionnaire: Questionnaire,
    language: Language,
    kind: RowKind,
    group_id: str,
    name: str,
    pair: _GroupPair,
    withheld: Collection[str],
) -> MirrorRow:
    """Return one group as two facing bars, with the gap between them when both are shown."""
    client, provider = (
        _bar(group, language, hidden=_hidden(questionnaire, kind, group, side, withheld)) if group else None
        for side, group in zip(Side, pair, strict=True)
    )
    note = NOTHING
    if _rated(client) and _rated(provider) and pair[0] and pair[1]:
        left, right = pair[0].index.value, pair[1].index.value
        note = language.signed(right - left) if left is not None and right is not None else NOTHING
    return MirrorRow(group_id, name, kind, client, provider, note)


def _rated(bar: Bar | None) -> bool:
    """Return whether a bar shows a figure."""
    return bar is not None and bar.state is BarState.RATED


def _hidden(
    questionnaire: Questionnaire, kind: RowKind, group: GroupScore, side: Side, withheld: Collection[str]
) -> bool:
    """Return whether a group of one side is too small to hide the ratings that may not be shown."""
    if group.rated >= questionnaire.thresholds.printable_aggregate:
        return False
    return any(
        practice.side is side
        and (kind is RowKind.OVERALL or group.id in (practice.theme, questionnaire.domain_of(practice).id))
        for practice in map(questionnaire.practice.__getitem__, withheld)
    )


def _bar(group: GroupScore, language: Language, *, hidden: bool) -> Bar:
    """Return the index of a group as a bar; what is not known has no length."""
    index = group.index
    if hidden:
        return Bar(None, None, None, NOTHING, "", BarState.WITHHELD)
    if index.coverage is None:
        words = language.phrase("chart_not_applicable")
        return Bar(None, None, None, NOTHING, words, BarState.NOT_APPLICABLE)
    if index.value is None:
        return Bar(None, 0.0, 5.0, NOTHING, language.range(0, 5, 0), BarState.NOT_ASSESSED)
    low, high, range_label = _range(index, language)
    return Bar(float(index.value), low, high, language.number(index.value), range_label, BarState.RATED)


def _range(index: Figure, language: Language) -> tuple[float | None, float | None, str]:
    """Return what could still move an index, empty when nothing can."""
    if index.low is None or index.high is None or index.low == index.high:
        return None, None, ""
    return float(index.low), float(index.high), language.range(index.low, index.high)


def _steps(group: GroupScore | None, language: Language) -> Steps | None:
    """Return the steps of a group in whole percents, for cells that are headed by a percent sign."""
    if group is None:
        return None
    level = level_words(group, language)
    if group.steps is None:
        return Steps(None, (NOTHING,) * 5, level)
    labels = tuple(language.number(step * 100, 0) for step in group.steps)
    return Steps(tuple(float(step) for step in group.steps), labels, level)


def _pair_row(questionnaire: Questionnaire, rating: Rating, language: Language) -> PairRow:
    """Return a practice that both sides rated, as three marks on one line."""
    practice = questionnaire.practice[rating.practice_id]
    client, provider = rating.client_value or Fraction(0), rating.provider_value or Fraction(0)
    return PairRow(
        practice.id,
        practice.name[language.code],
        practice.side,
        float(client),
        float(provider),
        None if rating.value is None else float(rating.value),
        language.trimmed(client),
        language.trimmed(provider),
        NOTHING if rating.value is None else language.trimmed(rating.value),
    )
