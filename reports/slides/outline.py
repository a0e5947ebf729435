"""Choose what of a document goes on which slide: nothing is written here, only picked; the rest goes to the notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from reports import charts
from reports.document import (
    Block,
    Bullets,
    Callout,
    Cover,
    Document,
    FacingLists,
    Figure,
    Heading,
    Inline,
    KeepTogether,
    KeyValues,
    Paragraph,
    Style,
    Table,
    plain,
)

MOST = 15
"""Slides that a deck has at most: a meeting takes no more."""

POINTS = 5
"""Points that a slide tells at most."""

BODIES = 2
"""Charts, tables or facing lists that a slide shows at most."""

ANNEXES = ("annex",)
"""Parts, by the start of their anchor, that a deck leaves to the report."""

Body = Figure | Table | FacingLists | KeyValues
"""What a slide shows beside its points."""

Shown = type[Body | charts.Chart]
"""A kind of body; for a figure, also its kind of chart."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing said on a slide, as an item of a list or as a paragraph."""

    text: Inline
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One slide: what it is about, its sentence, its points, what it shows, and all that was said, for its notes."""

    kicker: str
    title: str
    points: tuple[Point, ...] = ()
    bodies: tuple[Body, ...] = ()
    cover: Cover | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """What one slide is about.

    `anchors` names the sections it can tell, the best first: the first one found gives the slide. A slide also
    gathers what the sections `more` say. `shows` picks bodies by kind, in that order (all kinds when empty);
    `charts` finds a section by the chart that it holds when no anchor does. A `spare` topic is left out first.
    """

    anchors: tuple[str, ...]
    more: tuple[str, ...] = ()
    shows: tuple[Shown, ...] = ()
    charts: tuple[type[charts.Chart], ...] = ()
    spare: bool = False


_OPTIONS = (charts.OptionDots, charts.RangeDots)

TOPICS: tuple[Topic, ...] = (
    Topic(("answer",), ("successor", "missing", "when"), (charts.StackedBar,)),
    Topic(("strengths",), spare=True),
    Topic(("maturity",), ("answer-sides",), (charts.MirrorBars,)),
    Topic(("by-domain",), shows=(charts.MirrorBars,)),
    Topic(("steps",), shows=(charts.StepRows,), spare=True),
    Topic(("perceptions", "perception", "gaps"), charts=(charts.PairedDots,)),
    Topic(("causes",), spare=True),
    Topic(("inheritance",), ("figures",), (charts.StackedBar, Table)),
    Topic(("repair",), shows=(charts.InputBars,), charts=(charts.InputBars,)),
    Topic(("waiting",), shows=(charts.InheritedRows,), spare=True),
    Topic(("why",), spare=True),
    Topic(("motives",), shows=(Table,)),
    Topic(("options-values",), shows=_OPTIONS, charts=_OPTIONS),
    Topic(("criteria",), shows=(charts.CriterionHeat,), spare=True),
    Topic(("costs", "cost", "money")),
    Topic(("recommendation-flips", "doubts", "tornado")),
    Topic(("recommendation", "conditions"), ("conditions", "checkpoints", "when"), (FacingLists,)),
    Topic(("plan", "roadmap")),
    Topic(("readiness",), spare=True),
    Topic(("calendar", "dates"), charts=(charts.Timeline,)),
    Topic(("rules",), shows=(Table,), spare=True),
    Topic(("unknown",)),
)
"""What a deck tells, in the order of a meeting; a new subject is a line here."""


@dataclass(slots=True)
class Section:
    """A heading and what stands under it before the next one; `part` is the heading of level 1 above."""

    heading: Heading
    part: Heading
    blocks: list[Block] = field(default_factory=list)
    headed: bool = True

    @property
    def told(self) -> tuple[Block, ...]:
        """What the section says, its heading first."""
        return (self.heading, *self.blocks) if self.headed else tuple(self.blocks)

    @property
    def shows_nothing(self) -> bool:
        """Whether it is a detail of its part, with charts that have nothing to show, and nothing else to see."""
        figures = [block for block in self.blocks if isinstance(block, Figure)]
        others = any(isinstance(block, Bullets | Callout | Table | KeyValues | FacingLists) for block in self.blocks)
        detail = self.heading.level > 1 and bool(figures)
        return detail and not others and all(figure.chart.is_empty for figure in figures)

    def holds(self, kinds: tuple[type[charts.Chart], ...]) -> bool:
        """Whether it shows a chart of some kind."""
        return any(isinstance(block, Figure) and isinstance(block.chart, kinds) for block in self.blocks)


def outline(document: Document) -> tuple[Page, ...]:
    """Return the slides of a document, its cover first, `MOST` at most.

    Every text of the document but its annexes is in the notes of one slide.
    """
    cover = next((block for block in document.blocks if isinstance(block, Cover)), None)
    sections = [s for s in _sections(document.blocks) if not s.part.anchor.startswith(ANNEXES)]
    chosen = _chosen(sections, MOST - (cover is not None))
    opening = [] if cover is None else [Page("", cover.title, cover=cover, notes=_text(document, (cover,)))]
    pages = [_page(topic, main, more) for topic, main, more in chosen]
    return (*opening, *_noted(document, sections, chosen, pages))


def _sections(blocks: Iterable[Block]) -> Iterator[Section]:
    """Yield the sections; blocks kept together without a heading are one of their own, for they stand alone."""
    section = Section(Heading(1, ""), Heading(1, ""), headed=False)
    for block in blocks:
        inner = block.blocks if isinstance(block, KeepTogether) else (block,)
        apart = isinstance(block, KeepTogether) and not any(isinstance(each, Heading) for each in inner)
        if apart:
            yield section
            section = Section(section.part, section.part, list(inner), headed=False)
            continue
        for each in inner:
            if isinstance(each, Heading):
                yield section
                section = Section(each, each if each.level == 1 else section.part)
            elif not isinstance(each, Cover):
                section.blocks.append(each)
    yield section


_Choice = tuple[Topic, Section, list[Section]]


def _chosen(sections: list[Section], most: int) -> list[_Choice]:
    """Return the topics that the document holds, spare ones only while there is room, then parts nobody named."""
    found: list[_Choice] = []
    taken: list[Section] = []
    for topic in TOPICS:
        main = _main(topic, sections, taken)
        if main is None or main.shows_nothing:
            continue
        more = [
            s for anchor in topic.more for s in sections if s.heading.anchor == anchor and s is not main and s.headed
        ]
        found.append((topic, main, more))
        taken.append(main)
    parts = {id(main.part) for _, main, _ in found}
    unnamed = [s for s in sections if s.headed and s.heading.level == 1 and id(s.part) not in parts]
    found += [(Topic((s.heading.anchor,), spare=True), s, []) for s in unnamed if s.blocks]
    while len(found) > most:
        spare = [choice for choice in found if choice[0].spare]
        found.remove((spare or found)[-1])
    places = {id(section): index for index, section in enumerate(sections)}
    order = {id(choice[0]): (_turn(choice[0]), places[id(choice[1])]) for choice in found}
    return sorted(found, key=lambda choice: order[id(choice[0])])


def _turn(topic: Topic) -> int:
    """Return the place of a topic in the meeting; parts nobody named come before what is not known."""
    return TOPICS.index(topic) if topic in TOPICS else len(TOPICS) - 1


def _main(topic: Topic, sections: list[Section], taken: list[Section]) -> Section | None:
    """Return the section that gives a slide: named by an anchor, or holding its chart."""
    free = [section for section in sections if not any(section is each for each in taken)]
    for anchor in topic.anchors:
        for section in free:
            if section.headed and section.heading.anchor == anchor:
                return section
    return next((section for section in free if topic.charts and section.holds(topic.charts)), None)


def _page(topic: Topic, main: Section, more: list[Section]) -> Page:
    """Return a slide: its sentence is the first one set in strong or large letters, else its heading."""
    blocks = [block for section in (main, *more) for block in section.blocks]
    said = next((b for b in main.blocks if isinstance(b, Paragraph) and b.style in (Style.LEAD, Style.STRONG)), None)
    # The advice is the heading of its part; elsewhere the heading only names the subject.
    title = main.heading.text if said is None else plain(said.text)
    kicker = main.heading.text if main.heading.text != title else main.part.text
    points = [point for block in blocks if block is not said for point in _points(block)]
    return Page(kicker if kicker != title else "", title, tuple(points), _bodies(topic, blocks))


def _points(block: Block) -> Iterator[Point]:
    """Yield what a block says in sentences; remarks in small letters stay in the notes."""
    match block:
        case Paragraph(text, Style.LEAD | Style.BODY | Style.STRONG):
            yield Point(text)
        case Bullets(items):
            yield from (Point(item, listed=True) for item in items)
        case Callout(title, text):
            yield Point(f"{title}. {plain(text)}")


def _bodies(topic: Topic, blocks: list[Block]) -> tuple[Body, ...]:
    """Return what a slide shows: one of each kind that its topic asks for, else what comes first."""
    bodies = [block for block in blocks if isinstance(block, Body)]
    if not topic.shows:
        return tuple(bodies[:BODIES])
    picked = (next((body for body in bodies if _is(body, kind)), None) for kind in topic.shows)
    return tuple(body for body in picked if body is not None)


def _is(body: Body, kind: Shown) -> bool:
    """Return whether a body is of a kind."""
    return isinstance(body, kind) or (isinstance(body, Figure) and isinstance(body.chart, kind))


def _noted(document: Document, sections: list[Section], chosen: list[_Choice], pages: list[Page]) -> Iterator[Page]:
    """Yield the slides with their notes: a section that no slide tells is noted where the one before it is."""
    owner: dict[int, int] = {}
    for index, (_, main, more) in enumerate(chosen):
        for section in (main, *more):
            owner.setdefault(id(section), index)
    current, owned = 0, []
    for section in sections:
        current = owner.get(id(section), current)
        owned.append((current, section))
    held = {
        index: tuple(block for _, section in group for block in section.told)
        for index, group in groupby(sorted(owned, key=lambda pair: pair[0]), key=lambda pair: pair[0])
    }
    for index, page in enumerate(pages):
        yield replace(page, notes=_text(document, held.get(index, ())))


def _text(document: Document, blocks: tuple[Block, ...]) -> str:
    """Return what blocks say, as the document does, without empty lines."""
    return "\n".join(line for line in replace(document, blocks=blocks).text.split("\n") if line)
