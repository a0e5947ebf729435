"""Write the small figures that several charts share."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from questionnaires import Side
from reports.charts.data import NOTHING
from reports.language import Language
from scoring.facts import Facts
from scoring.results import GroupScore, Maturity


def parties(facts: Facts, side: Side, language: Language) -> dict[str, str]:
    """Return the values that phrases about a side need: the owner, and the supplier across the spine."""
    owner, supplier = facts.client, facts.provider
    if side is Side.PROVIDER:
        owner, supplier = supplier, owner
    return {
        "owner": owner,
        "of_owner": language.of(owner),
        "supplier": supplier,
        "of_supplier": language.of(supplier),
    }


def chip(rating: Fraction | None, language: Language) -> tuple[int | None, str]:
    """Return the whole level that tints a chip, and what is written in it."""
    if rating is None:
        return None, NOTHING
    return int(rating), language.trimmed(rating)


def rating_of(maturity: Maturity, practice_id: str) -> Fraction | None:
    """Return the rating of a practice, None when there is none."""
    rating = maturity.ratings.get(practice_id)
    return rating.value if rating and rating.in_scope else None


def level_words(group: GroupScore, language: Language) -> str:
    """Return the gated level in words, as a range while answers are missing."""
    if group.level_low is None or group.level_high is None:
        return language.phrase("chart_not_applicable")
    if not group.rated:
        return language.phrase("chart_not_assessed")
    if group.level_low == group.level_high:
        return language.phrase("chart_level", level=group.level_low)
    return language.phrase("chart_level_range", low=group.level_low, high=group.level_high)


def join(texts: Iterable[str], language: Language) -> str:
    """Return several texts as one list."""
    return language.phrase("chart_list_join").join(texts)


def head(name: str, group: GroupScore, language: Language) -> str:
    """Return the head of a column: whose it is, and at which level."""
    return language.phrase("chart_head", name=name, level=level_words(group, language))
