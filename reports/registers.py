"""The registers as an annex prints them, for the client alone: what each adds up to, then each of its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import Any

from questionnaires import Side
from questionnaires.registers import Clause, FramingFact, Indicator, Procedure, ReadinessItem, Route
from questionnaires.schema import Parameter
from reports.charts.registers import STATUS, in_force, procedures_in_scope
from reports.document import (
    Align,
    Block,
    Column,
    Heading,
    KeepTogether,
    KeyValues,
    Paragraph,
    Row,
    RowStyle,
    Style,
    Table,
)
from reports.language import NO_BREAK, NONE, Number, phrases, rounded
from reports.story import Story
from scoring.money import framed, own_figures, parameters
from scoring.registers import IndicatorBalance, ProcedureState, indicator_balance, procedure_balance, procedure_states
from scoring.results import Spread
from scoring.statements import Kind, latest

Said = Mapping[str, Any]
"""What was recorded of one line."""

Lines = Mapping[str, Said]
"""What was recorded of each line of a register, by its id."""

PRIVATE = "private"
BY_AMENDMENT: frozenset[Route] = frozenset({"amend", "trade", "limited"})
EFFORT = "ME"
"""The class of the indicators that measure what is spent, not what is obtained."""

PERCENT = "%"
DIGITS = 2
"""Decimals of a figure of the framing or of the cost model."""


def registers(story: Story) -> Iterator[Block]:
    """What was said of the framing, of each clause, procedure, indicator, item of the file and piece of evidence."""
    yield Heading(1, story.phrase("registers"), "annex-registers")
    written = {kind: tuple(write(story, latest(story.facts.statements, kind))) for kind, write in REGISTERS.items()}
    if not any(written.values()):
        yield Paragraph(story.phrase("registers_unopened"))
        return
    for kind, blocks in written.items():
        yield Heading(2, story.phrase(f"registers_{kind}"), f"annex-{kind}")
        yield from blocks or (Paragraph(story.phrase("register_unopened")),)


# ---- framing ------------------------------------------------------------------------------------------


def _framing(story: Story, said: Lines) -> Iterator[Block]:
    """The services in scope, and the facts that are known among those that this form of contract calls for."""
    asked = [fact for fact in story.questionnaire.framing if not fact.forms or story.facts.contract.form in fact.forms]
    known = [fact for fact in asked if said.get(fact.id, {}).get("value") is not None]
    towers = latest(story.facts.statements, Kind.TOWER)
    if not known and not towers:
        return
    out = sum(not value["in_scope"] for value in towers.values())
    counts = (("known", len(known)), ("unknown", len(asked) - len(known)), ("out", out))
    yield Paragraph(_sentence(story, "framing", counts, total=len(asked)))
    groups = {story.phrase("framing_towers"): list(_towers(story, towers)) if towers else []}
    for group in story.questionnaire.framing_groups:
        facts = [fact for fact in known if fact.group == group.id]
        rows = [Row((story.language.text(f.question), _answer(story, f, said[f.id]["value"]))) for f in facts]
        groups[story.language.text(group.name)] = rows
    yield _table(story, groups, ("report_framing_question_head", "report_framing_answer_head"), (3.4, 1.6))


def _towers(story: Story, said: Lines) -> Iterator[Row]:
    """Yield each service; it is in scope until somebody says otherwise."""
    for tower in story.questionnaire.towers:
        kept = said.get(tower.id, {"in_scope": True})["in_scope"]
        yield Row((story.language.text(tower.name), story.phrase("framing_in" if kept else "framing_out")))


def _answer(story: Story, fact: FramingFact, value: Any) -> str:
    """Return the answer to a question of the framing, in words and in its unit."""
    language = story.language
    names = {choice.id: language.text(choice.name) for choice in fact.choices}
    match fact.kind:
        case "bool":
            return language.phrase("book_yes" if value else "book_no")
        case "date":
            return _day(story, value)
        case "number":
            unit = f"{NO_BREAK}{language.text(fact.unit)}" if fact.unit else ""
            return f"{_figure(story, Fraction(value))}{unit}"
        case "many":
            listed = [language.inside(names[id_]) for id_ in value]
            return language.listed(listed) or story.phrase("framing_none")
        case "choice":
            return names[value]


# ---- clauses ------------------------------------------------------------------------------------------


def _clauses(story: Story, said: Lines) -> Iterator[Block]:
    """The clauses that were read, by how good they are, with what is expected and how each can be changed."""
    held = [c for c in story.questionnaire.clauses if c.id in said or _route(story, c) != "none"]
    read = [clause for clause in held if clause.id in said]
    if not read:
        return
    groups: dict[str, list[Row]] = {key: [] for key in ("absent", "weak", "fair", "good", "unrated")}
    faulty = []
    for clause in read:
        value = said[clause.id]
        quality = "absent" if value["state"] == "absent" else value.get("quality") or "unrated"
        groups[quality].append(_clause_row(story, clause, value))
        if quality in ("absent", "weak"):
            faulty.append(clause)
    mended = sum(_by_amendment(story, clause, said[clause.id]) for clause in faulty)
    counts = (
        ("read", len(read)),
        ("faulty", len(faulty)),
        ("amend_all" if mended == len(faulty) > 1 else "amend", mended),
        ("tender", len(faulty) - mended),
        ("unread", len(held) - len(read)),
    )
    yield Paragraph(_sentence(story, "clauses", counts))
    heads = ("book_clause", "book_good", "book_fix", "book_reference")
    yield _table(story, _titled(story, "clauses", groups), heads, (1.7, 2.9, 1.6, 1.8))


def _route(story: Story, clause: Clause) -> Route:
    """Return how a clause is usually changed in this form of contract."""
    return clause.private if story.facts.contract.form == PRIVATE else clause.public


def _by_amendment(story: Story, clause: Clause, value: Said) -> bool:
    """Return whether an amendment changes a clause: as somebody judged, else as is usual."""
    fix = value.get("fix")
    return fix == "amend" if fix else _route(story, clause) in BY_AMENDMENT


def _clause_row(story: Story, clause: Clause, value: Said) -> Row:
    """One clause: what it should say, how it can be changed, where it stands in the contract."""
    fix = value.get("fix")
    changed = story.language.phrase(f"book_fix_{fix}") if fix else story.phrase(f"route_{_route(story, clause)}")
    where = str(value.get("reference") or NONE)
    return Row((story.language.text(clause.name), story.language.text(clause.good), changed, where))


# ---- procedures ---------------------------------------------------------------------------------------


def _procedures(story: Story, said: Lines) -> Iterator[Block]:
    """The procedures that were asked about, by their state, with what each side does not supply."""
    known = [each for each in procedures_in_scope(story.questionnaire, story.facts) if each.id in said]
    if not known:
        return
    totals = {p.id: (len(p.client_inputs.fr), len(p.provider_parts.fr)) for p in known}
    states = procedure_states(totals, said)
    balance = procedure_balance(states)
    counts = (
        ("asked", balance.asked),
        ("missing", balance.missing),
        ("waiting", balance.waiting_for_client),
        ("unapplied", balance.not_applied),
        ("unknown", len(states) - balance.asked),
    )
    yield Paragraph(_sentence(story, "procedures", counts))
    keys = ("waiting", "missing", "unapplied", "applied", "exists", "unknown")
    groups: dict[str, list[Row]] = {key: [] for key in keys}
    for procedure, state in zip(known, states, strict=True):
        groups[_state_of(state)].append(_procedure_row(story, procedure, state, said[procedure.id]))
    heads = ("book_procedure", "report_procedures_inputs", "report_procedures_parts", "book_last_used")
    yield _table(story, _titled(story, "procedures", groups), heads, (2, 2.3, 2.3, 1.4))


def _state_of(state: ProcedureState) -> str:
    """Return where a procedure stands, the worst first."""
    if state.exists is None:
        return "unknown"
    if not state.exists:
        return "waiting" if state.waits_for_client else "missing"
    return {True: "applied", False: "unapplied", None: "exists"}[state.applied]


def _procedure_row(story: Story, procedure: Procedure, state: ProcedureState, value: Said) -> Row:
    """One procedure: what each side supplies, with the names of what it does not, and when it was last used."""
    marks = ((Side.CLIENT, state.inputs, value["inputs"]), (Side.PROVIDER, state.parts, value["parts"]))
    supplied = (
        _supplied(story, counted, story.language.texts(procedure.supplies(side)), flags)
        for side, counted, flags in marks
    )
    return Row((story.language.text(procedure.name), *supplied, _day(story, value.get("last_used"))))


def _supplied(story: Story, counted: tuple[int, int, int], names: Sequence[str], flags: Sequence[bool | None]) -> str:
    """Return how much of what was asked about is supplied, with the names of what is not, and of what was not asked."""
    supplied, asked, _ = counted
    if not asked:
        return NONE
    lines = [story.language.phrase("chart_of", n=supplied, total=asked)]
    for key, mark in (("lacking", False), ("unasked", None)):
        if found := [story.language.inside(name) for name, flag in zip(names, flags, strict=True) if flag is mark]:
            lines.append(story.phrase(f"procedures_{key}", names=story.language.listed(found)))
    return "\n".join(lines)


# ---- indicators ---------------------------------------------------------------------------------------


def _indicators(story: Story, said: Lines) -> Iterator[Block]:
    """The indicators in force by class, what each is read beside and the decision that it serves; then the others."""
    if not said:
        return
    text, questionnaire = story.language.text, story.questionnaire
    classes, pairs = in_force(questionnaire, said)
    yield Paragraph(
        _sentence(story, "indicators", _indicator_counts(indicator_balance(classes, pairs, said), len(said)))
    )
    known = {indicator.id: indicator for indicator in questionnaire.indicators}
    names = {id_: str(value.get("name")) for id_, value in said.items()} | {i: text(known[i].name) for i in known}
    groups: dict[str, list[Row]] = {each.id: [] for each in questionnaire.indicator_classes}
    unproduced: list[Row] = []
    for id_ in (*(id_ for id_ in known if id_ in said), *sorted(said.keys() - known.keys(), key=names.__getitem__)):
        measure, beside = (
            _measure(story, known.get(id_), said[id_]),
            _beside(story, known.get(id_), pairs[id_], names, said),
        )
        row = Row((names[id_], measure, beside, _decision(story, said[id_]), _defined(story, said[id_])))
        (groups[classes[id_]] if said[id_]["produced"] else unproduced).append(row)
    titled = {text(each.name): groups[each.id] for each in questionnaire.indicator_classes}
    titled[story.phrase("indicators_unproduced")] = unproduced
    heads = ("book_indicator", "report_indicators_formula", "report_indicators_beside", "book_decision")
    yield _table(story, titled, (*heads, "book_defined_on"), (1.6, 2, 1.6, 1.3, 1.5))


def _indicator_counts(balance: IndicatorBalance, total: int) -> Sequence[tuple[str, int | None]]:
    """Return what the indicators add up to; that none is used means nothing when none is produced."""
    return (
        ("produced", balance.produced),
        ("used", balance.used if balance.produced else None),
        ("effort", balance.by_class.get(EFFORT, 0)),
        ("unpaired", balance.unpaired),
        ("late", balance.late),
        ("unproduced", total - balance.produced),
    )


def _measure(story: Story, listed: Indicator | None, value: Said) -> str:
    """Return how an indicator is computed and in which unit, as the catalogue or the client says it."""
    formula, unit = value.get("formula"), value.get("unit")
    if listed is not None:
        formula, unit = story.language.text(listed.formula), story.language.text(listed.unit)
        unit = PERCENT if listed.unit.en == "percent" else unit
    return f"{formula or NONE} ({unit})" if unit else str(formula or NONE)


def _beside(story: Story, listed: Indicator | None, pairs: Sequence[str], names: Mapping[str, str], said: Lines) -> str:
    """Return what an indicator is read beside, and which of it is not produced; one of the client's own may be gone."""
    if listed is not None and listed.pairs_all:
        return story.phrase("indicators_beside_all")
    shown = [
        names[id_] if said.get(id_, {}).get("produced") else story.phrase("indicators_beside_missing", name=names[id_])
        for id_ in pairs
        if id_ in names
    ]
    return "\n".join(shown) or NONE


def _decision(story: Story, value: Said) -> str:
    """Return the decision that an indicator serves; none for one that is not produced."""
    if not value["produced"]:
        return NONE
    if not value.get("used"):
        return story.phrase("indicators_unused")
    return str(value.get("decision") or story.phrase("indicators_used"))


def _defined(story: Story, value: Said) -> str:
    """Return when an indicator was defined, and that it was late when it was."""
    day = _day(story, value.get("defined_on"))
    if not value.get("late"):
        return day
    late = story.phrase("indicators_late")
    return late if day == NONE else f"{day}\n{late}"


# ---- the tender file ----------------------------------------------------------------------------------


def _file(story: Story, said: Lines) -> Iterator[Block]:
    """The items of the tender file, by how far each is, with who supplies them and what they weigh."""
    if not said:
        return
    items = story.questionnaire.readiness
    groups: dict[str, list[ReadinessItem]] = {key: [] for key in ("absent", "partial", "proven", "unseen")}
    for item in items:
        status = STATUS.get(said[item.id]["status"], "partial") if item.id in said else "unseen"
        groups[status].append(item)
    counts = (
        ("seen", len(items) - len(groups["unseen"])),
        ("proven", len(groups["proven"])),
        ("partial", len(groups["partial"])),
        ("absent", len(groups["absent"])),
        ("blocking", sum(item.blocking for item in groups["absent"])),
        ("unseen", len(groups["unseen"])),
    )
    yield Paragraph(_sentence(story, "readiness", counts))
    rows = {key: [_item_row(story, item) for item in found] for key, found in groups.items()}
    heads = ("book_item", "book_supplied_by", "book_blocking", "report_weight_head")
    columns = (Column(4.5), Column(1.3), Column(0.8, Align.CENTRE), Column(0.6, Align.RIGHT))
    yield _table(story, _titled(story, "readiness", rows), heads, columns)


def _item_row(story: Story, item: ReadinessItem) -> Row:
    """One item of the tender file."""
    names = {"client": story.facts.client, "provider": story.facts.provider}
    supplier = names.get(item.supplied_by) or story.language.phrase("book_by_both")
    blocking = story.language.phrase("book_yes" if item.blocking else "book_no")
    return Row((story.language.text(item.name), supplier, blocking, story.language.integer(item.weight)))


# ---- evidence -----------------------------------------------------------------------------------------


def _evidence(story: Story, said: Lines) -> Iterator[Block]:
    """The pieces of evidence that were asked for, by what became of them."""
    groups: dict[str, list[Row]] = {key: [] for key in ("not_produced", "asked", "received")}
    for practice in story.questionnaire.practices:
        value = said.get(practice.id, {})
        days = [_day(story, value.get(key)) for key in ("asked_on", "received_on")]
        for piece, state in zip(story.language.texts(practice.evidence), value.get("items", ()), strict=False):
            if state:
                days_of = (days[0], days[1] if state == "received" else NONE)
                groups[state].append(Row((piece, story.language.text(practice.name), *days_of)))
    if not any(groups.values()):
        return
    counts = (
        ("asked", sum(map(len, groups.values()))),
        ("received", len(groups["received"])),
        ("refused", len(groups["not_produced"])),
    )
    yield Paragraph(_sentence(story, "evidence", counts))
    heads = ("evidence_piece_head", "practice_head", "evidence_asked_on_head", "evidence_received_on_head")
    yield _table(
        story, _titled(story, "evidence", groups), tuple(f"report_{head}" for head in heads), (2.6, 2.4, 1.5, 1.5)
    )


# ---- assumptions --------------------------------------------------------------------------------------


def assumptions(story: Story) -> Iterator[Block]:
    """The figures that costs rest on, with where each comes from; nothing as long as no cost is computed."""
    if not any(option.money for option in story.assessment.decision.options):
        return
    used = parameters(story.questionnaire, story.facts)
    own, given = own_figures(story.questionnaire, story.facts), framed(story.questionnaire, story.facts)
    yield Heading(1, story.phrase("assumptions"), "annex-assumptions")
    framing = sum(id_ in given and id_ not in own for id_ in used)
    yield Paragraph(_sentence(story, "assumptions", (("all", len(used)), ("own", len(own)), ("framed", framing))))
    groups = {}
    for group in story.questionnaire.parameter_groups:
        members = [each for each in story.questionnaire.parameters if each.group == group.id]
        rows = [_assumption_row(story, each, used[each.id], _source(story, each, own, given)) for each in members]
        groups[story.language.text(group.name)] = rows
    heads = ("report_assumption_head", "book_typical", "report_range_head", "report_source_head")
    columns = (Column(2.9), Column(0.8, Align.RIGHT), Column(1.1, Align.RIGHT), Column(3.2))
    yield _table(story, groups, heads, columns)
    marks = tuple((mark.id, story.language.text(mark.name)) for mark in story.questionnaire.marks)
    yield KeepTogether((Paragraph(story.phrase("assumptions_marks"), Style.SMALL), KeyValues(marks)))


def _assumption_row(story: Story, parameter: Parameter, used: Spread, source: str) -> Row:
    """One figure in its unit, with its range."""
    language = story.language
    name = f"{language.text(parameter.name)}\n{language.text(parameter.unit)}"
    low, shown, high = (_figure(story, value) for value in (used.low, used.middle, used.high))
    span = shown if low == high else language.phrase("range", low=low, high=high).replace(" ", NO_BREAK)
    return Row((name, shown, span, source))


def _source(story: Story, parameter: Parameter, own: Mapping[str, Spread], given: Mapping[str, float]) -> str:
    """Return where the figures in use come from."""
    if parameter.id in own:
        said = latest(story.facts.statements, Kind.PARAMETER)[parameter.id]
        return str(said.get("source") or story.phrase("assumption_own"))
    return story.phrase("assumption_framed") if parameter.id in given else story.language.text(parameter.source)


# ---- what all of them share ---------------------------------------------------------------------------


def _sentence(story: Story, register: str, counts: Sequence[tuple[str, int | None]], **values: object) -> str:
    """Return what a register adds up to, in one sentence.

    What is none is left out, unless its being none is worth saying; so is what has no meaning, given as None.
    """
    names, said = _names(story), []
    for place, (key, n) in enumerate(counts):
        none = f"report_{register}_none_{key}"
        if n == 0 and none in phrases():
            said.append(story.language.phrase(none, **names))
        elif n or (n == 0 and not place):
            said.append(story.language.plural(f"report_{register}_count_{key}", n, **names, **values))
    first, *others = said
    if not others:
        return story.phrase("register_count", first=first)
    joined = reduce(lambda done, more: story.phrase("register_next", said=done, more=more), others)
    return story.phrase("register_counts", first=first, others=joined)


def _names(story: Story) -> dict[str, str]:
    """Return the names that a phrase may hold."""
    client, provider = story.facts.client, story.facts.provider
    return {"client": client, "provider": provider, "of_client": story.language.of(client)}


def _titled(story: Story, register: str, groups: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """Return groups of rows under their title."""
    return {story.phrase(f"{register}_{key}"): rows for key, rows in groups.items()}


def _table(
    story: Story, groups: Mapping[str, Iterable[Row]], heads: Sequence[str], columns: Sequence[float | Column]
) -> Table:
    """Return a table of rows under the title of their group, empty groups left out; `heads` are keys of phrases."""
    listed = {title: tuple(rows) for title, rows in groups.items()}
    return Table(
        tuple(row for title, rows in listed.items() if rows for row in (Row((title,), RowStyle.GROUP), *rows)),
        header=tuple(story.language.phrase(head, **_names(story)) for head in heads),
        columns=tuple(column if isinstance(column, Column) else Column(column) for column in columns),
    )


def _figure(story: Story, value: Number) -> str:
    """Return a figure of the framing or of the cost model with the decimals that it has, two at the most."""
    exact = rounded(value, DIGITS)
    return story.language.number(exact, next(digits for digits in range(DIGITS + 1) if rounded(exact, digits) == exact))


def _day(story: Story, value: Any) -> str:
    """Return a day that was recorded as text."""
    return story.language.date(date.fromisoformat(str(value))) if value else NONE


REGISTERS: Mapping[Kind, Callable[[Story, Lines], Iterator[Block]]] = {
    Kind.FRAMING: _framing,
    Kind.CLAUSE: _clauses,
    Kind.PROCEDURE: _procedures,
    Kind.INDICATOR: _indicators,
    Kind.READINESS: _file,
    Kind.EVIDENCE: _evidence,
}
"""What writes each register, in the order in which they are printed."""
