"""What a consultant takes to an interview, on paper: the guide of a role, and the evidence request of a side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from questionnaires import Questionnaire, Side
from questionnaires.registers import AgendaItem
from questionnaires.schema import Practice, Role
from reports.document import (
    Align,
    Block,
    Callout,
    Column,
    Document,
    DocumentMeta,
    Heading,
    KeepTogether,
    KeyValues,
    Labels,
    PageBreak,
    Paragraph,
    Row,
    RowStyle,
    Space,
    Span,
    Style,
    Table,
)
from reports.language import Language
from scoring.facts import Facts
from scoring.ratings import rate

FEWEST, MOST = 4, 6
"""How many practices an interview covers: the heaviest; equals go together while there is room."""

STORY_LINES, END_LINES, PROBE_LINES, SPARE_LINES = 14, 9, 8, 1
"""Lines to write on: under the story, under each closing part, under a question, under one if time remains."""

PRACTICES = "practices"
"""The part of the agenda that practices are asked in; those before it open the interview, those after close it."""

_BLANK = "\u00a0"
"""A cell to write in."""

_APART = "\u00a0\u00a0 "
"""Between two boxes to tick: wider than a space, and where a line may end."""

_UNBROKEN = 40
"""Characters of what stays on one line beside its box."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What every part of a paper is written from; `party` is the side it is about, by name."""

    questionnaire: Questionnaire
    facts: Facts
    language: Language
    party: str

    def phrase(self, key: str, **values: object) -> str:
        """Return a phrase."""
        return self.language.phrase(key, party=self.party, **values)

    def document(self, title: str, subtitle: str, blocks: Iterator[Block]) -> Document:
        """Return the whole, under a title."""
        return Document(title, subtitle, self.language.code, self._meta(title, subtitle), tuple(blocks))

    def _meta(self, title: str, subtitle: str) -> DocumentMeta:
        """Say whose paper it is; it rests on no assessment, so it bears no digest."""
        version = self.questionnaire.version
        page = self.language.phrase("report_page", page="{page}", pages="{pages}")
        return DocumentMeta(
            client=self.facts.client,
            provider=self.facts.provider,
            as_of=self.facts.as_of,
            as_of_label=self.language.date(self.facts.as_of),
            digest="",
            version=version,
            questionnaire=version,
            audience=subtitle,
            labels=Labels(
                running_left=title,
                running_right=subtitle,
                contents=self.language.phrase("report_contents"),
                page=page,
                characters=self.language.phrase("report_characters", codes="{codes}"),
                continued=self.language.phrase("report_continued"),
            ),
        )


def _name(facts: Facts, side: Side) -> str:
    """Return the name of a side."""
    return facts.client if side is Side.CLIENT else facts.provider


def _in_scope(questionnaire: Questionnaire, facts: Facts, side: Side) -> tuple[Practice, ...]:
    """Return the practices of a side that the engagement asks about."""
    scope = (questionnaire.practice[id_] for id_, rating in rate(questionnaire, facts).items() if rating.in_scope)
    return tuple(practice for practice in scope if practice.side is side)


# ---- interview guide --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Selection:
    """The practices of a role: those to cover, and those left for the time that remains."""

    to_do: tuple[Practice, ...]
    if_time: tuple[Practice, ...]


def build_guide(questionnaire: Questionnaire, facts: Facts, role_id: str, language: str) -> Document:
    """Return the guide of an interview with a role, in the language of the person met."""
    role = questionnaire.role[role_id]
    paper = Paper(questionnaire, facts, Language(language), _name(facts, role.side))
    title = paper.phrase("guide_title")
    name = paper.language.text(role.name)
    blocks = _guide(paper, role, select(questionnaire, facts, role_id))
    return paper.document(title, paper.phrase("guide_subtitle", role=name), blocks)


def select(questionnaire: Questionnaire, facts: Facts, role_id: str) -> Selection:
    """Return the practices that a role is asked about, heaviest first, critical ones before their equals."""
    themes = next(guide.themes for guide in questionnaire.guides if guide.role == role_id)

    def weight(practice: Practice) -> int:
        return facts.practice_weights.get(practice.id, practice.weight)

    scope = _in_scope(questionnaire, facts, questionnaire.role[role_id].side)
    asked = [practice for practice in scope if practice.theme in themes and weight(practice)]
    asked.sort(key=lambda practice: (-weight(practice), not practice.critical, themes.index(practice.theme)))
    count = min(FEWEST, len(asked))
    while count < min(MOST, len(asked)) and weight(asked[count]) == weight(asked[count - 1]):
        count += 1
    return Selection(tuple(asked[:count]), tuple(asked[count:]))


def _guide(paper: Paper, role: Role, selection: Selection) -> Iterator[Block]:
    """Write the parts of the interview in their order; what is left for spare time comes last."""
    agenda = paper.questionnaire.agenda
    at = next(index for index, item in enumerate(agenda) if item.id == PRACTICES)
    yield from _opening(paper, role, selection, agenda[:at])
    yield PageBreak()
    yield Heading(1, paper.language.text(agenda[at].name), "practices")
    yield Paragraph(paper.phrase("guide_highest" if selection.to_do else "guide_nothing"))
    for number, practice in enumerate(selection.to_do, 1):
        yield _card(paper, practice, number, PROBE_LINES)
    yield PageBreak()
    yield Heading(1, paper.phrase("guide_end"), "end")
    for item in agenda[at + 1 :]:
        yield KeepTogether((*_part(paper, item), _lines(END_LINES), Space()))
    if selection.if_time:
        yield PageBreak()
        yield Heading(1, paper.phrase("guide_rest"), "rest")
        for number, practice in enumerate(selection.if_time, len(selection.to_do) + 1):
            yield _card(paper, practice, number, SPARE_LINES)


def _opening(paper: Paper, role: Role, selection: Selection, parts: tuple[AgendaItem, ...]) -> Iterator[Block]:
    """Write the first page: who, when, the agenda, and the parts that come before practices."""
    language, (*_, last) = paper.language, parts
    to_do = language.plural("guide_to_do", len(selection.to_do))
    if_time = language.plural("guide_if_time", len(selection.if_time)) if selection.if_time else ""
    minutes = language.integer(sum(item.minutes for item in paper.questionnaire.agenda))
    name = language.text(role.name)
    yield Heading(1, paper.phrase("guide_title"), "guide")
    yield Paragraph(paper.phrase("guide_lead", role=name, minutes=minutes, to_do=to_do, if_time=if_time), Style.LEAD)
    yield KeyValues(tuple((paper.phrase(f"guide_{key}"), _BLANK) for key in ("person", "when", "led_by")))
    yield _agenda(paper)
    yield Callout(paper.phrase("guide_craft"), paper.phrase("guide_craft_text"))
    yield from _part(paper, last)
    yield _lines(STORY_LINES)


def _agenda(paper: Paper) -> Table:
    """Return the parts of the interview, from which minute to which, and what is said to open each."""
    agenda, language = paper.questionnaire.agenda, paper.language
    ends = list(accumulate(item.minutes for item in agenda))
    return Table(
        tuple(
            Row((language.range(end - item.minutes, end, 0), language.text(item.name), language.text(item.say)))
            for item, end in zip(agenda, ends, strict=True)
        ),
        header=tuple(paper.phrase(f"guide_{key}_head") for key in ("minutes", "part", "say")),
        columns=(Column(0.8), Column(1.8), Column(4)),
    )


def _part(paper: Paper, item: AgendaItem) -> tuple[Block, ...]:
    """Return the name of a part and what is said to open it."""
    language = paper.language
    return Paragraph(language.text(item.name), Style.STRONG), Paragraph(language.text(item.say), Style.QUOTE)


def _card(paper: Paper, practice: Practice, number: int, lines: int) -> KeepTogether:
    """Return all that one practice is asked with, on one page."""
    language = paper.language
    name = language.text(practice.name)
    theme = language.text(paper.questionnaire.theme[practice.theme].name)
    return KeepTogether(
        (
            Paragraph(paper.phrase("guide_card", number=number, name=name), Style.STRONG),
            Paragraph(paper.phrase("guide_critical", theme=theme) if practice.critical else theme, Style.SMALL),
            Paragraph(language.text(practice.why)),
            *_probes(paper, practice, lines),
            KeyValues(tuple(_to_tick(paper, practice))),
            *_anchors(paper, practice),
            Space(3),
        )
    )


def _probes(paper: Paper, practice: Practice, lines: int) -> Iterator[Block]:
    """Yield the questions, each with lines to write the answer on."""
    for probe in paper.language.texts(practice.probes):
        yield _lines(lines, probe)


def _lines(count: int, above: str = "") -> Table:
    """Return lines to write on, under a question."""
    question = (Row((above,), RowStyle.STRONG),) if above else ()
    return Table((*question, *(Row((_BLANK,)) for _ in range(count))))


def _to_tick(paper: Paper, practice: Practice) -> Iterator[tuple[str, str]]:
    """Yield what to tick beside a level: evidence to ask for, what backs the answer or why there is none."""

    def ticks(texts: tuple[str, ...]) -> str:
        whole = (text.replace(" ", _BLANK) if len(text) <= _UNBROKEN else text for text in texts)
        return _APART.join(paper.phrase("guide_tick", text=text) for text in whole)

    yield paper.phrase("guide_evidence"), ticks(paper.language.texts(practice.evidence))
    answers = ("said", "seen", "sampled", "dont_know", "not_applicable")
    yield paper.phrase("guide_backing"), ticks(tuple(paper.phrase(f"guide_{key}") for key in answers))


def _anchors(paper: Paper, practice: Practice) -> Iterator[Block]:
    """Yield the six descriptions, in small, each with a box to tick."""
    for anchor in practice.levels:
        box = Span(paper.phrase("guide_level", level=anchor.level), strong=True)
        yield Paragraph((box, Span(f"\u00a0 {paper.language.text(anchor)}")), Style.SMALL)


# ---- evidence request -------------------------------------------------------------------------------


def build_evidence_list(questionnaire: Questionnaire, facts: Facts, side: Side, language: str) -> Document:
    """Return the evidence request of a side, to send when the engagement is framed and to keep up to date."""
    paper = Paper(questionnaire, facts, Language(language), _name(facts, side))
    return paper.document(paper.phrase("evidence_title"), paper.party, _evidence(paper, side))


def _evidence(paper: Paper, side: Side) -> Iterator[Block]:
    """Write who asks whom, then what is asked for, domain by domain."""
    practices = _in_scope(paper.questionnaire, paper.facts, side)
    yield Heading(1, paper.phrase("evidence_title"), "evidence")
    if not practices:
        yield Paragraph(paper.phrase("evidence_nothing"))
        return
    yield Paragraph(paper.language.plural("evidence_lead", len(practices), party=paper.party), Style.LEAD)
    yield Paragraph(paper.phrase("evidence_rule"))
    yield KeyValues(tuple((paper.phrase(f"evidence_{key}"), _BLANK) for key in ("asked_by", "contact", "due")))
    for domain, members in paper.questionnaire.by_domain(side, practices):
        if members:
            yield Heading(2, paper.language.text(domain.name), f"evidence-{domain.id}")
            yield _requests(paper, members)


def _requests(paper: Paper, practices: list[Practice]) -> Table:
    """Return what is asked for, practice by practice."""
    rows: list[Row] = []
    for practice in practices:
        rows.append(Row((paper.language.text(practice.name),), RowStyle.GROUP))
        rows += [Row((item, "", "", "□")) for item in paper.language.texts(practice.evidence)]
    return Table(
        tuple(rows),
        header=tuple(paper.phrase(f"evidence_{key}_head") for key in ("item", "asked", "received", "absent")),
        columns=(Column(4), Column(1.1), Column(1.1), Column(0.9, Align.CENTRE)),
    )
