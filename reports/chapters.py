"""Sections of the report: what works, where views differ, where the shortfall comes from, what to do and when."""

from __future__ import annotations

from collections.abc import Iterator

from questionnaires import Side
from reports import charts, verdicts
from reports.document import (
    Align,
    Block,
    Bullets,
    Column,
    FacingLists,
    Figure,
    Heading,
    KeepTogether,
    KeyValues,
    PageBreak,
    Paragraph,
    Row,
    RowStyle,
    Span,
    Style,
    Table,
)
from reports.language import NONE
from reports.orders import Section
from reports.story import PROVIDER, Story
from scoring.results import PlannedAction

PROCEDURES_SHOWN = 12


def strengths(story: Story) -> Iterator[Block]:
    """What each side does well, face to face."""
    yield PageBreak()
    yield story.heading(1, "strengths")
    yield Paragraph(story.phrase("strengths_lead" if story.whole else "strengths_lead_provider"))
    client, provider = (verdicts.strengths(story.say, side) for side in Side)
    yield FacingLists(story.facts.client, story.facts.provider, client, provider)


def perception(story: Story) -> Iterator[Block]:
    """Where the two sides see the same thing differently, and how far rater style could explain it."""
    chart = charts.perception_dots(story.questionnaire, story.facts, story.assessment.maturity, story.language)
    yield story.heading(1, "perception")
    yield Figure(chart, titled=False)
    if said := verdicts.perceptions(story.say):
        yield Bullets(said)


def causes(story: Story) -> Iterator[Block]:
    """Where the shortfall comes from; the client's registers are shown to the client alone."""
    yield story.heading(1, "causes")
    yield KeyValues(tuple(verdicts.causes(story.say, whole=story.whole)))
    if not story.whole:
        return
    chart = (story.questionnaire, story.facts, story.language)
    procedures = Figure(charts.procedure_mirror(*chart, limit=PROCEDURES_SHOWN), titled=False)
    yield story.heading(2, "procedures")
    yield procedures
    yield KeepTogether((story.heading(2, "indicators"), Figure(charts.indicator_bars(*chart), titled=False)))


def options_in_figures(story: Story) -> Iterator[Block]:
    """Ranks, costs and attainable maturity of the options."""
    decision, language, say = story.assessment.decision, story.language, story.say
    ranks = charts.rank_heat(story.questionnaire, decision, language)
    if not ranks.is_empty:
        yield KeepTogether((story.heading(2, "ranks"), Figure(ranks, titled=False)))
    yield story.heading(2, "costs")
    for text in (verdicts.cost(say), verdicts.dip(say)):
        if text:
            yield Paragraph(text)
    yield Figure(charts.cost_ranges(story.questionnaire, decision, language), titled=False)
    figures = Table(
        tuple(Row((say.option(o.option_id), *verdicts.option_cost(say, o))) for o in decision.options),
        header=tuple(story.phrase(f"{key}_head") for key in ("option", "cost", "range", "saving", "break_even")),
        columns=(Column(2.4), *(Column(1.2, Align.RIGHT) for _ in range(4))),
    )
    yield KeepTogether((figures, Paragraph(story.phrase("costs_note"), Style.SMALL)))
    yield Figure(charts.saving_curves(story.questionnaire, story.facts, decision, language), titled=False)
    yield KeepTogether((story.heading(2, "attained"), _attained(story)))


def _attained(story: Story) -> Table:
    """What maturity each option can bring, client left, provider right."""
    rows = []
    for option in story.assessment.decision.options:
        found, number = option.attained, story.language.number
        cells = (NONE, NONE, NONE)
        if found is not None:
            cells = (number(found.client), number(found.provider), story.language.percent(found.share))
        style = RowStyle.PLAIN if option.admitted else RowStyle.MUTED
        rows.append(Row((story.say.option(option.option_id), *cells), style))
    heads = ("option", "client_level", "provider_level", "share")
    return Table(
        tuple(rows),
        header=tuple(story.phrase(f"{key}_head") for key in heads),
        columns=(Column(3), *(Column(1, Align.RIGHT) for _ in range(3))),
    )


def certainty(story: Story) -> Iterator[Block]:
    """How sure the advice is, for the family and for the option inside it; what lowered it."""
    for subject, word, detail in (story.say.headline_class(), story.say.option_class()):
        yield Paragraph((Span(f"{word}. ", strong=True), Span(f"{subject}. {detail}")))
    if lowered := " ".join(story.say.lowered()):
        yield Paragraph(lowered)


def recommendation(story: Story) -> Iterator[Block]:
    """What is advised, on what conditions, until when, and what would change it."""
    decision, say = story.assessment.decision, story.say
    if decision.recommendation.option is None:
        return
    yield story.heading(1, "recommendation")
    yield Paragraph(say.advice(), Style.LEAD)
    yield from certainty(story)
    if said := verdicts.findings(say):
        yield story.heading(2, "findings")
        yield Bullets(said)
    yield Heading(2, story.phrase("conditions"), "recommendation-conditions")
    client, provider = (say.conditions(side) for side in Side)
    yield FacingLists(story.facts.client, story.facts.provider, client, provider)
    yield story.heading(2, "triggers")
    yield Bullets(tuple(verdicts.triggers(say)))
    for key, texts in (("staged", verdicts.staged(say)), ("parts", verdicts.parts(say))):
        if texts:
            yield story.heading(2, key)
            yield Bullets(texts)
    yield Heading(2, story.phrase("flips"), "recommendation-flips")
    yield Bullets(say.flips())
    yield story.heading(2, "sensitivity")
    yield Bullets(tuple(verdicts.doubts(say)))
    bars = charts.tornado(story.questionnaire, decision, story.language)
    if not bars.is_empty:
        yield Figure(bars, titled=False)


def plan(story: Story) -> Iterator[Block]:
    """What each side does, in which months, with how much effort."""
    todo = story.assessment.decision.plan
    yield Heading(1, story.phrase("plan" if story.whole else "plan_own"), "plan")
    explained = Section.BALANCE in story.paragraphs
    yield Bullets(tuple(verdicts.plan(story.say, whole=story.whole, explained=explained)))
    if todo is None or not todo.actions:
        return
    if todo.unbalanced and (reason := story.written(Section.BALANCE)) is not None:
        yield reason
    lines = charts.roadmap(story.questionnaire, story.facts, todo, story.language, withheld=story.hidden)
    yield Figure(lines, titled=False)
    sides = tuple(Side) if story.audience != PROVIDER else (Side.PROVIDER,)
    for side in sides:
        yield Heading(2, story.say.name(side) if story.whole else story.phrase("own_actions"), f"plan-{side}")
        yield _actions(story, [action for action in todo.actions if action.side is side])


def _actions(story: Story, found: list[PlannedAction]) -> Table:
    """The actions of one side, in order of start; what to do is said at the first step of a practice."""
    first = {action.practice_id: action for action in reversed(found)}
    return Table(
        tuple(_action(story, action, told=first[action.practice_id] is not action) for action in found),
        header=tuple(story.phrase(f"{key}_head") for key in ("action", "levels", "when", "days")),
        columns=(Column(4.6), Column(1, Align.CENTRE), Column(1.3), Column(0.6, Align.RIGHT)),
    )


def _action(story: Story, action: PlannedAction, *, told: bool) -> Row:
    """One action: the practice and what to do, its levels (none of a withheld one), its months, its effort."""
    practice, language = story.questionnaire.practice[action.practice_id], story.language
    levels = f"{language.trimmed(action.from_level)} → {language.trimmed(action.to_level)}"
    when = story.phrase("months_span", start=action.starts, end=action.ends)
    what = language.text(practice.name)
    if not told:
        what = f"{what}\n{language.text(practice.actions[action.side].do)}"
    shown = NONE if action.practice_id in story.hidden else levels
    return Row((what, shown, when, language.integer(action.days)))


def readiness(story: Story) -> Iterator[Block]:
    """How ready the tender file is, and what blocks it."""
    bar = charts.readiness_bar(story.questionnaire, story.facts, story.assessment.decision, story.language)
    yield story.heading(1, "readiness")
    yield Figure(bar, titled=False)
    yield Bullets(tuple(verdicts.readiness(story.say)))
