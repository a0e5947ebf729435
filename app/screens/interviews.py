"""The interview page: one practice, one respondent, and the list of what is left to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.forms.interviews import said_by
from app.models import Answer, Engagement, Respondent
from app.services.answers import agenda, next_unanswered
from questionnaires import Grade, Questionnaire, Side
from questionnaires.schema import Practice
from reports.language import Language
from scoring.facts import Backing, State

MARKS = {State.NOT_APPLICABLE: "–", State.DONT_KNOW: "?"}
NOTHING = "·"
Current = Mapping[str, Sequence[Answer]]


@dataclass(frozen=True, slots=True)
class Link:
    """Another practice of the interview."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """One level in words."""

    level: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class BackingChoice:
    """One kind of evidence, with what it allows."""

    value: str
    name: str
    cap: str


@dataclass(frozen=True, slots=True)
class Item:
    """One practice in the list: its mark is a level, a dash, a question mark or a dot."""

    id: str
    name: str
    url: str
    mark: str
    is_level: bool
    state: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The practices of one domain."""

    name: str
    count: str
    items: tuple[Item, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class AgendaPart:
    """The practices of one side: one's own, then the cross view."""

    name: str
    count: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The practice that is asked; `cross` when it belongs to the other side."""

    id: str
    side: Side
    owner: str
    cross: bool
    domain: str
    theme: str
    name: str
    why: str
    probes: tuple[str, ...]
    evidence: tuple[str, ...]
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """Everything that the page shows beside the form."""

    respondent_id: UUID
    respondent: str
    side: Side
    party: str
    progress: str
    asked: Asked
    backings: tuple[BackingChoice, ...]
    agenda: tuple[AgendaPart, ...]
    previous: Link | None
    next: Link | None
    unanswered: Link | None
    recorded_at: datetime | None
    recorded_words: str


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the builders below all read."""

    engagement: Engagement
    respondent: Respondent
    questionnaire: Questionnaire
    current: Current
    language: Language

    @property
    def practices(self) -> tuple[Practice, ...]:
        """What the respondent is asked, in order."""
        return agenda(self.questionnaire, self.engagement.mode, self.respondent.side)

    def party(self, side: Side) -> str:
        """Return the name of a side."""
        return self.engagement.client_name if side is Side.CLIENT else self.engagement.provider_name

    def link(self, practice: Practice | None) -> Link | None:
        """Return the way to a practice."""
        return None if practice is None else Link(self.language.text(practice.name), self.url(practice))

    def url(self, practice: Practice) -> str:
        """Return the address of a practice in this interview."""
        return url_for(
            "interviews.practice",
            engagement_id=self.engagement.id,
            respondent_id=self.respondent.id,
            practice_id=practice.id,
        )


def room_of(
    engagement: Engagement,
    respondent: Respondent,
    practice: Practice,
    questionnaire: Questionnaire,
    current: Current,
    language: Language,
) -> Room:
    """Return the page of one practice for one respondent; other respondents' answers are not even read."""
    sight = _Sight(engagement, respondent, questionnaire, current, language)
    answer = standing(current, practice.id)
    around = _around(sight, practice)
    return Room(
        respondent_id=respondent.id,
        respondent=_person(sight),
        side=respondent.side,
        party=sight.party(respondent.side),
        progress=_("%(done)s of %(total)s practices", done=len(current), total=len(sight.practices)),
        asked=_asked(sight, practice),
        backings=tuple(_backings(questionnaire)),
        agenda=tuple(_agenda(sight, practice)),
        previous=around[0],
        next=around[1],
        unanswered=around[2],
        recorded_at=None if answer is None else answer.recorded_at,
        recorded_words=_("at %(time)s UTC", time=language.time(answer.recorded_at)) if answer else "",
    )


def _asked(sight: _Sight, practice: Practice) -> Asked:
    """Return a practice in words."""
    language, theme = sight.language, sight.questionnaire.theme[practice.theme]
    return Asked(
        id=practice.id,
        side=practice.side,
        owner=sight.party(practice.side),
        cross=practice.side is not sight.respondent.side,
        domain=language.text(sight.questionnaire.domain[theme.domain].name),
        theme=language.text(theme.short),
        name=language.text(practice.name),
        why=language.text(practice.why),
        probes=language.texts(practice.probes),
        evidence=language.texts(practice.evidence),
        anchors=_anchors(sight, practice),
    )


def standing(current: Current, practice_id: str) -> Answer | None:
    """Return the answer that the page starts from: the latest that nothing follows."""
    leaves = current.get(practice_id, ())
    return leaves[-1] if leaves else None


def said_words(answer: Answer, language: Language) -> str:
    """Return what an answer says, in words."""
    if answer.state is State.NOT_APPLICABLE:
        return _("Not applicable")
    if answer.state is State.DONT_KNOW:
        return _("Does not know")
    return _("Level %(level)s", level=language.integer(answer.level))


def _person(sight: _Sight) -> str:
    """Return who is being asked: the role, and the name for the consultant who asks."""
    role = sight.language.text(sight.questionnaire.role[sight.respondent.role].name)
    person = sight.respondent.person
    return f"{role}, {person.name}" if person else role


def _anchors(sight: _Sight, practice: Practice) -> tuple[Anchor, ...]:
    """Return the six levels of a practice in words."""
    names = {step.level: sight.language.text(step.name) for step in sight.questionnaire.scale}
    return tuple(Anchor(a.level, names[a.level], sight.language.text(a)) for a in practice.levels)


def _backings(questionnaire: Questionnaire) -> Iterator[BackingChoice]:
    """Yield the kinds of evidence with the highest level that each carries."""
    caps = questionnaire.cap
    yield BackingChoice(
        Backing.SAID.value,
        _("Said"),
        _("by one person: at most %(one)s; confirmed: %(two)s", one=caps[Grade.D], two=caps[Grade.C]),
    )
    yield BackingChoice(Backing.SEEN.value, _("Document seen"), _("at most %(cap)s", cap=caps[Grade.B]))
    yield BackingChoice(Backing.SAMPLED.value, _("Document seen, real cases sampled"), _("no cap"))


def _around(sight: _Sight, practice: Practice) -> tuple[Link | None, Link | None, Link | None]:
    """Return the practice before, the one after, and the next without an answer."""
    practices = sight.practices
    place = practices.index(practice)
    before = practices[place - 1] if place else None
    after = practices[place + 1] if place + 1 < len(practices) else None
    unanswered = next_unanswered(practices, {*sight.current, practice.id}, practice.id)
    return sight.link(before), sight.link(after), sight.link(unanswered)


def _agenda(sight: _Sight, practice: Practice) -> Iterator[AgendaPart]:
    """Yield one's own side, then the other side: the cross view."""
    for side in (sight.respondent.side, sight.respondent.side.other):
        asked = [p for p in sight.practices if p.side is side]
        name = _("Their own side") if side is sight.respondent.side else _("Cross view")
        yield AgendaPart(name, _done(asked, sight.current), tuple(_groups(sight, asked, practice)))


def _groups(sight: _Sight, asked: Iterable[Practice], practice: Practice) -> Iterator[Group]:
    """Yield the practices of each domain, the current one's domain open."""
    domain_of = sight.questionnaire.domain_of
    for domain, members in groupby(asked, key=domain_of):
        practices = list(members)
        yield Group(
            sight.language.text(domain.name),
            _done(practices, sight.current),
            tuple(_item(sight, member, practice) for member in practices),
            practice in practices,
        )


def _done(practices: Sequence[Practice], current: Current) -> str:
    """Return how many of some practices have an answer."""
    done = sum(practice.id in current for practice in practices)
    return _("%(done)s of %(total)s", done=done, total=len(practices))


def _item(sight: _Sight, member: Practice, practice: Practice) -> Item:
    """Return one practice of the list."""
    answer = standing(sight.current, member.id)
    said = answer and said_by(answer.state, answer.level)
    mark = NOTHING if answer is None else MARKS.get(answer.state, str(said))
    return Item(
        id=member.id,
        name=sight.language.text(member.name),
        url=sight.url(member),
        mark=mark,
        is_level=answer is not None and answer.state is State.LEVEL,
        state=said_words(answer, sight.language) if answer else _("No answer"),
        current=member.id == practice.id,
    )
