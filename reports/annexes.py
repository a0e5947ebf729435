"""Annexes of the report, for whoever checks it: ratings, scale and words, then what was said of each register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any

from questionnaires import LEVELS, Side
from questionnaires.registers import Procedure
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
    PageBreak,
    Paragraph,
    Row,
    RowStyle,
    Table,
)
from reports.language import NONE
from reports.publishing import printable
from reports.story import Story
from scoring.registers import ProcedureState, procedure_states
from scoring.results import Rating
from scoring.statements import Kind, latest

GLOSSARY = ("practice", "rating", "index", "coverage", "input", "shortfall", "inherited", "own", "points")
GLOSSARY_OF_DECISION = ("value", "combination", "gate", "range", "flip", "no_regret")


def annex(story: Story) -> Iterator[Block]:
    """The ratings that may be printed, what is out of scope, and the scale."""
    yield PageBreak()
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


# ---- registers ----------------------------------------------------------------------------------------

REGISTERS = (Kind.CLAUSE, Kind.PROCEDURE, Kind.INDICATOR)


def registers(story: Story) -> Iterator[Block]:
    """What was said of each clause, procedure and indicator; nothing when no register was opened."""
    said = {kind: latest(story.facts.statements, kind) for kind in REGISTERS}
    if not any(said.values()):
        return
    yield Heading(1, story.phrase("registers"), "annex-registers")
    for kind, table in zip(REGISTERS, (_clauses, _procedures, _indicators), strict=True):
        yield Heading(2, story.phrase(f"registers_{kind}"), f"annex-{kind}")
        if said[kind]:
            yield from table(story, said[kind])
        else:
            yield Paragraph(story.phrase("register_unopened"))


def _clauses(story: Story, said: Mapping[str, Any]) -> Iterator[Block]:
    """The clauses that were read, by the way in which they are mended."""
    read = [clause for clause in story.questionnaire.clauses if clause.id in said]
    absent = sum(said[clause.id]["state"] == "absent" for clause in read)
    weak = sum(said[clause.id].get("quality") == "weak" for clause in read)
    counts = (("read", len(read)), ("absent", absent), ("weak", weak))
    yield Paragraph(_sentence(story, "clauses", counts))
    groups: dict[str, list[Row]] = {"tender": [], "amend": [], "none": []}
    for clause in read:
        value = said[clause.id]
        words = (_word(story, key, value.get(key)) for key in ("state", "quality"))
        row = Row((story.language.text(clause.name), *words, str(value.get("reference") or NONE)))
        groups[value.get("fix") or "none"].append(row)
    yield Table(
        _grouped((story.phrase(f"clauses_{key}"), rows) for key, rows in groups.items()),
        header=_heads(story, "clause", "state", "quality", "reference"),
        columns=(Column(3), Column(0.9), Column(0.9), Column(2.2)),
    )


def _procedures(story: Story, said: Mapping[str, Any]) -> Iterator[Block]:
    """The procedures that were asked about, by their state, with what each side does not supply."""
    asked = [procedure for procedure in story.questionnaire.procedures if procedure.id in said]
    texts = story.language.texts
    totals = {p.id: (len(texts(p.client_inputs)), len(texts(p.provider_parts))) for p in asked}
    states = procedure_states(totals, said)
    counts = (
        ("asked", len(asked)),
        ("missing", sum(state.exists is False for state in states)),
        ("waiting", sum(state.waits_for_client for state in states)),
        ("unapplied", sum(state.exists is True and state.applied is False for state in states)),
    )
    yield Paragraph(_sentence(story, "procedures", counts))
    groups: dict[str, list[Row]] = {key: [] for key in ("waiting", "missing", "unapplied", "exists", "unknown")}
    for procedure, state in zip(asked, states, strict=True):
        groups[_state_of(state)].append(_procedure_row(story, procedure, state, said[procedure.id]))
    yield Table(
        _grouped((story.phrase(f"procedures_{key}"), rows) for key, rows in groups.items()),
        header=(
            *_heads(story, "procedure"),
            *(story.phrase(f"procedures_{key}") for key in ("inputs", "parts")),
            *_heads(story, "last_used"),
        ),
        columns=(Column(2.2), Column(2.2), Column(2.2), Column(1.2)),
    )


def _state_of(state: ProcedureState) -> str:
    """Return where a procedure stands, the worst first."""
    if state.exists is None:
        return "unknown"
    if not state.exists:
        return "waiting" if state.waits_for_client else "missing"
    return "unapplied" if state.applied is False else "exists"


def _procedure_row(story: Story, procedure: Procedure, state: ProcedureState, value: Mapping[str, Any]) -> Row:
    """One procedure: what each side supplies, with the names of what it does not, and when it was last used."""
    marks = ((Side.CLIENT, state.inputs, value["inputs"]), (Side.PROVIDER, state.parts, value["parts"]))
    supplied = (
        _supplied(story, counted, story.language.texts(procedure.supplies(side)), flags)
        for side, counted, flags in marks
    )
    used = value.get("last_used")
    return Row((story.language.text(procedure.name), *supplied, _day(story, used)))


def _supplied(story: Story, counted: tuple[int, int, int], names: Sequence[str], flags: Sequence[bool | None]) -> str:
    """Return how much of what was asked about is supplied, and the names of the rest."""
    supplied, asked, _ = counted
    if not asked:
        return NONE
    count = story.language.phrase("chart_of", n=supplied, total=asked)
    lacking = [story.language.inside(name) for name, flag in zip(names, flags, strict=True) if flag is False]
    return (
        "\n".join((count, story.phrase("procedures_lacking", names=story.language.listed(lacking))))
        if lacking
        else count
    )


def _indicators(story: Story, said: Mapping[str, Any]) -> Iterator[Block]:
    """The indicators that are produced, by class, with the decision that each serves."""
    known = {indicator.id: indicator for indicator in story.questionnaire.indicators}
    produced = {id_: value for id_, value in said.items() if value["produced"]}
    counts = (
        ("produced", len(produced)),
        ("used", sum(bool(value.get("used")) for value in produced.values())),
        ("late", sum(bool(value.get("late")) for value in produced.values())),
    )
    yield Paragraph(_sentence(story, "indicators", counts))
    if not produced:
        return
    groups: dict[str, list[Row]] = {each.id: [] for each in story.questionnaire.indicator_classes}
    for id_, value in produced.items():
        listed, text = known.get(id_), story.language.text
        name = str(value.get("name") or id_) if listed is None else text(listed.name)
        formula = str(value.get("formula") or NONE) if listed is None else text(listed.formula)
        serves = value.get("decision") or story.language.phrase("book_yes" if value.get("used") else "book_no")
        defined = _day(story, value.get("defined_on"))
        if value.get("late"):
            defined = (
                story.phrase("indicators_late_on", day=defined) if defined != NONE else story.phrase("indicators_late")
            )
        class_id = str(value.get("class")) if listed is None else listed.class_id
        groups[class_id].append(Row((name, formula, str(serves), defined)))
    names = {each.id: story.language.text(each.name) for each in story.questionnaire.indicator_classes}
    yield Table(
        _grouped((names[id_], rows) for id_, rows in groups.items()),
        header=_heads(story, "indicator", "formula", "decision", "defined_on"),
        columns=(Column(2), Column(2.8), Column(1.8), Column(1.2)),
    )


def _sentence(story: Story, register: str, counts: Sequence[tuple[str, int]]) -> str:
    """Return what a register adds up to, in one sentence; what is none is left out, except of the first count."""
    client = {"client": story.facts.client, "of_client": story.language.of(story.facts.client)}
    first, *others = (
        story.language.plural(f"report_{register}_count_{key}", n, **client)
        for place, (key, n) in enumerate(counts)
        if n or not place
    )
    if not others:
        return story.phrase("register_count", first=first)
    return story.phrase(
        "register_counts",
        first=first,
        others=reduce(lambda said, more: story.phrase("register_next", said=said, more=more), others),
    )


def _grouped(groups: Iterable[tuple[str, list[Row]]]) -> tuple[Row, ...]:
    """Return the rows of a table under the name of their group, empty groups left out."""
    return tuple(row for name, rows in groups if rows for row in (Row((name,), RowStyle.GROUP), *rows))


def _heads(story: Story, *keys: str) -> tuple[str, ...]:
    """Return heads of columns, those of the workbook's sheets."""
    return tuple(story.language.phrase(f"book_{key}") for key in keys)


def _word(story: Story, key: str, value: Any) -> str:
    """Return the word for what was recorded of a clause."""
    return story.language.phrase(f"book_{key}_{value}") if value else NONE


def _day(story: Story, value: Any) -> str:
    """Return a day that was recorded as text."""
    return story.language.date(date.fromisoformat(str(value))) if value else NONE
