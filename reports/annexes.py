"""The annex of the report for whoever checks it: ratings, what is out of scope, scale and words."""

from __future__ import annotations

from collections.abc import Iterator

from questionnaires import LEVELS, Side
from questionnaires.schema import Practice
from reports import charts
from reports.document import (
    Align,
    Block,
    Bullets,
    Column,
    Figure,
    Heading,
    KeepTogether,
    KeyValues,
    Paragraph,
    Row,
    RowStyle,
    Table,
)
from reports.language import NONE
from reports.publishing import printable
from reports.story import Story
from scoring.results import Rating

GLOSSARY = ("practice", "rating", "index", "coverage", "input", "shortfall", "inherited", "own", "points")
GLOSSARY_OF_DECISION = ("value", "combination", "gate", "range", "flip", "no_regret")


def annex(story: Story) -> Iterator[Block]:
    """The ratings that may be printed, what is out of scope, and the scale."""
    yield story.heading(1, "annex")
    yield Paragraph(story.phrase("annex_lead"))
    for side in Side:
        yield Heading(2, story.say.name(side), f"annex-{side}")
        yield _ratings_table(story, side)
    heat = charts.practice_heat(
        story.questionnaire, story.facts, story.assessment.maturity, story.language, withheld=story.hidden
    )
    yield story.heading(2, "all_practices")
    yield Figure(heat, titled=False)
    if left_out := [id_ for id_, rating in story.assessment.maturity.ratings.items() if not rating.in_scope]:
        yield story.heading(2, "out_of_scope")
        yield Bullets(tuple(_left_out(story, id_) for id_ in left_out))
    scale = KeyValues(tuple(_scale(story)))
    yield KeepTogether((story.heading(2, "scale"), scale, KeyValues(tuple(_grades(story)))))
    yield story.heading(2, "glossary")
    yield KeyValues(tuple((story.phrase(f"word_{key}"), story.phrase(f"word_{key}_is")) for key in _glossary(story)))


def _glossary(story: Story) -> tuple[str, ...]:
    """Return the words that a reader of this edition meets."""
    return GLOSSARY + GLOSSARY_OF_DECISION if story.whole else GLOSSARY


def _ratings_table(story: Story, side: Side) -> Table:
    """One side's ratings by domain."""
    ratings = story.assessment.maturity.ratings
    practices = tuple(story.questionnaire.practice[id_] for id_ in ratings)
    rows: list[Row] = []
    for domain, members in story.questionnaire.by_domain(side, practices):
        if members:
            rows.append(Row((story.language.text(domain.name),), RowStyle.GROUP))
            rows += [_rating_row(story, practice, ratings[practice.id]) for practice in members]
    return Table(
        tuple(rows),
        header=tuple(story.phrase(f"{key}_head") for key in ("practice", "rating", "grade", "confidence", "sources")),
        columns=(
            Column(4),
            Column(1, Align.RIGHT),
            Column(0.8, Align.CENTRE),
            Column(1, Align.LEFT),
            Column(0.8, Align.RIGHT),
        ),
    )


def _rating_row(story: Story, practice: Practice, rating: Rating) -> Row:
    """One rating, or a dash and the reason why there is none."""
    language, name = story.language, story.language.text(practice.name)
    if not rating.in_scope:
        return Row((name, language.phrase("not_applicable"), NONE, NONE, NONE), RowStyle.MUTED)
    if rating.value is None:
        return Row((name, language.phrase("not_assessed"), NONE, NONE, NONE), RowStyle.MUTED)
    if not printable(story.questionnaire, rating):
        return Row((name, NONE, NONE, NONE, NONE))
    shown = language.number(rating.value)
    if rating.decided:
        shown = f"{shown}, {story.phrase('decided')}"
    confidence = language.phrase(f"confidence_{rating.confidence}")
    return Row((name, shown, rating.grade or NONE, confidence, language.integer(rating.sources)))


def _left_out(story: Story, practice_id: str) -> str:
    """A practice out of scope, with the reason that the consultant gave, or the towers that it waits for."""
    reasons = story.assessment.maturity.ratings[practice_id].reasons
    names = {tower.id: story.language.text(tower.name) for tower in story.questionnaire.towers}
    towers = [names[ref.id] for ref in reasons if ref.kind == "tower"]
    if towers:
        reason = story.phrase("towers_out", towers=story.language.listed(towers))
    else:
        # A reason is the consultant's own words: for the client alone.
        reason = story.words.reasons.get(reasons[0].id, "") if story.whole else ""
    name = story.say.practice(practice_id)
    return f"{name}. {reason}" if reason else name


def _scale(story: Story) -> Iterator[tuple[str, str]]:
    """The six levels and their common test."""
    for level in LEVELS:
        step = story.questionnaire.scale[level]
        name = story.language.text(step.name)
        yield story.phrase("scale_level", level=level, name=name), story.language.text(step.test)


def _grades(story: Story) -> Iterator[tuple[str, str]]:
    """The four evidence grades and their caps."""
    for rule in story.questionnaire.grades:
        cap = story.phrase("grade_no_cap") if rule.cap == max(LEVELS) else story.phrase("grade_cap", cap=rule.cap)
        yield story.phrase("grade", grade=rule.grade, name=story.language.text(rule.name)), cap
