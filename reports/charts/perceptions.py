"""Build the chart of how differently the two sides see the same themes."""

from __future__ import annotations

from questionnaires import Questionnaire, Side
from reports.charts.data import PairedDots, PairRow
from reports.charts.wording import join
from reports.language import Language
from scoring.facts import Facts
from scoring.results import Maturity, Perception, PerceptionKind


def perception_dots(
    questionnaire: Questionnaire,
    facts: Facts,
    maturity: Maturity,
    language: Language,
    *,
    kind: str = "domain",
    limit: int | None = None,
) -> PairedDots:
    """Return the domains, or the themes (`kind`), as each side sees them, the widest gap first.

    The gap is signed, client less provider; its mean size stands in brackets where signed gaps cancel out. A note says
    what the gap is (`methods.md` 2.3). Practices have `paired_dots`, where what may not be shown is left out; here
    a figure is an aggregate of at least as many practices as may be printed.
    """
    least = questionnaire.thresholds.printable_aggregate
    found = [each for each in maturity.perceptions if each.ref.kind == kind and each.practices >= least]
    found.sort(key=lambda each: (-each.absolute, each.ref.id))
    rows = tuple(_row(questionnaire, each, language) for each in found[:limit])
    values = [
        language.phrase("chart_perception_alt_row", name=row.name, gap=row.retained_label, note=row.note)
        for row in rows
    ]
    return PairedDots(
        title=language.phrase("chart_perception_title"),
        alt=language.phrase(
            "chart_perception_alt", client=facts.client, provider=facts.provider, values=join(values, language)
        )
        if rows
        else language.phrase("chart_perception_empty"),
        header=(language.phrase("chart_group"), facts.client, facts.provider, language.phrase("chart_gap")),
        empty=language.phrase("chart_perception_empty"),
        client=facts.client,
        provider=facts.provider,
        rows=rows,
        key=language.phrase("chart_perception_key", client=facts.client, provider=facts.provider),
    )


def _row(questionnaire: Questionnaire, seen: Perception, language: Language) -> PairRow:
    """Return one group as two marks on one line; the side that it sees higher gives the row its mark."""
    group = questionnaire.domain[seen.ref.id] if seen.ref.kind == "domain" else questionnaire.theme[seen.ref.id]
    gap, size = language.signed(seen.signed), language.number(seen.absolute)
    return PairRow(
        seen.ref.id,
        group.name[language.code],
        Side.CLIENT if seen.signed > 0 else Side.PROVIDER,
        float(seen.client),
        float(seen.provider),
        None,
        language.number(seen.client),
        language.number(seen.provider),
        gap if language.number(abs(seen.signed)) == size else f"{gap}\u00a0({size})",
        _kinds(seen, language),
    )


def _kinds(seen: Perception, language: Language) -> str:
    """Return what a gap is, in a few words."""
    found = [kind.value for kind in PerceptionKind if kind in seen.kinds] or ["none"]
    return join((language.phrase(f"chart_perception_{kind}") for kind in found), language)
