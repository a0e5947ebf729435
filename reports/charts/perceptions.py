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
    """Return the domains, or the themes, as each side sees them, the widest gap first; the gap is signed.

    A gap that rater style cannot explain is marked with an asterisk. Practices have `paired_dots`, where what may
    not be shown is left out; here a figure is an aggregate of a whole group.
    """
    least = questionnaire.thresholds.printable_aggregate
    found = [each for each in maturity.perceptions if each.ref.kind == kind and each.practices >= least]
    found.sort(key=lambda each: (-abs(each.signed), each.ref.id))
    rows = tuple(_row(questionnaire, each, language) for each in found[:limit])
    values = [
        language.phrase("chart_pairs_alt_row", name=row.name, client=row.client_label, provider=row.provider_label)
        for row in rows
    ]
    return PairedDots(
        title=language.phrase("chart_perception_title"),
        alt=language.phrase(
            "chart_perception_alt", client=facts.client, provider=facts.provider, values=join(values, language)
        ),
        header=(language.phrase("chart_group"), facts.client, facts.provider, language.phrase("chart_gap")),
        empty=language.phrase("chart_perception_empty"),
        client=facts.client,
        provider=facts.provider,
        rows=rows,
        key=language.phrase("chart_perception_key"),
    )


def _row(questionnaire: Questionnaire, seen: Perception, language: Language) -> PairRow:
    """Return one group as two marks on one line; the side that it sees higher gives the row its mark."""
    group = questionnaire.domain[seen.ref.id] if seen.ref.kind == "domain" else questionnaire.theme[seen.ref.id]
    beyond = PerceptionKind.BEYOND_STYLE in seen.kinds
    return PairRow(
        seen.ref.id,
        group.name[language.code],
        Side.CLIENT if seen.signed > 0 else Side.PROVIDER,
        float(seen.client),
        float(seen.provider),
        None,
        language.number(seen.client),
        language.number(seen.provider),
        language.signed(seen.signed) + ("\u00a0*" if beyond else ""),
    )
