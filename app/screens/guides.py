"""Interview guides as pages: who is met on each side, and what each is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from flask_babel import gettext as _

from app.forms.statements import PIECE
from app.i18n import NAMES
from app.screens.statements import Ask, Control, Entries, Shape, ask, entry, radios
from questionnaires import Questionnaire, Side
from questionnaires.schema import Practice
from reports.guides import select
from reports.language import Language
from scoring import Facts
from scoring.ratings import rate
from scoring.statements import Kind, latest


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role that has a guide."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class SideGuides:
    """The roles of one side."""

    side: Side
    party: str
    roles: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A part of the interview: from which minute to which, and what is said."""

    minutes: str
    name: str
    say: str


@dataclass(frozen=True, slots=True)
class PracticeCard:
    """What one practice is asked with."""

    id: str
    name: str
    theme: str
    why: str
    probes: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language that a guide is written in."""

    code: str
    name: str
    current: bool


@dataclass(frozen=True, slots=True)
class GuidePage:
    """The guide of one role, in the language of the person met."""

    role_id: str
    role: str
    side: Side
    party: str
    language: str
    tongues: tuple[Tongue, ...]
    agenda: tuple[AgendaLine, ...]
    to_do: tuple[PracticeCard, ...]
    if_time: tuple[PracticeCard, ...]


@dataclass(frozen=True, slots=True)
class EvidenceDomain:
    """What is asked of one side about one domain."""

    id: str
    name: str
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """The evidence request of one side, and what became of it."""

    side: Side
    party: str
    language: str
    tongues: tuple[Tongue, ...]
    counts: str
    domains: tuple[EvidenceDomain, ...]

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Return every question of the page."""
        return tuple(ask for domain in self.domains for ask in domain.asks)


def sides_of(questionnaire: Questionnaire, facts: Facts, language: Language) -> tuple[SideGuides, ...]:
    """Return the roles that have a guide, the client's first."""
    return tuple(SideGuides(side, _party(facts, side), tuple(_roles(questionnaire, side, language))) for side in Side)


def _roles(questionnaire: Questionnaire, side: Side, language: Language) -> Iterator[RoleLine]:
    """Yield the roles of a side that have a guide."""
    guided = {guide.role for guide in questionnaire.guides}
    for role in questionnaire.roles:
        if role.side is side and role.id in guided:
            yield RoleLine(role.id, language.text(role.name))


def guide_page(questionnaire: Questionnaire, facts: Facts, role_id: str, language: Language) -> GuidePage:
    """Return the guide of a role."""
    role = questionnaire.role[role_id]
    chosen = select(questionnaire, facts, role_id)
    return GuidePage(
        role_id=role_id,
        role=language.text(role.name),
        side=role.side,
        party=_party(facts, role.side),
        language=language.code,
        tongues=_tongues(language),
        agenda=tuple(_agenda(questionnaire, language)),
        to_do=tuple(_card(questionnaire, practice, language) for practice in chosen.to_do),
        if_time=tuple(_card(questionnaire, practice, language) for practice in chosen.if_time),
    )


def evidence_page(
    questionnaire: Questionnaire, facts: Facts, side: Side, entries: Entries, language: Language
) -> EvidencePage:
    """Return what is asked of a side, domain by domain, in the language of who is asked."""
    scope = (questionnaire.practice[id_] for id_, rating in rate(questionnaire, facts).items() if rating.in_scope)
    practices = tuple(practice for practice in scope if practice.side is side)
    domains = tuple(
        EvidenceDomain(
            domain.id, language.text(domain.name), tuple(_pieces(practice, entries, language) for practice in members)
        )
        for domain, members in questionnaire.by_domain(side, practices)
        if members
    )
    counts = _counts(practices, facts)
    return EvidencePage(side, _party(facts, side), language.code, _tongues(language), counts, domains)


def _pieces(practice: Practice, entries: Entries, language: Language) -> Ask:
    """Return the pieces of one practice, each with what became of it."""
    key = (Kind.EVIDENCE, practice.id)
    said = entry(entries, *key)
    states = [("", _("Not asked")), ("asked", _("Asked")), ("received", _("Received"))]
    states.append(("not_produced", _("Not produced")))
    controls = [
        radios(said, f"{PIECE}{place}", states, text) for place, text in enumerate(language.texts(practice.evidence))
    ]
    controls.append(Control("asked_on", Shape.DATE, _("Asked on"), said.text("asked_on")))
    controls.append(Control("received_on", Shape.DATE, _("Received on"), said.text("received_on")))
    return ask(key, said, language.text(practice.name), "", controls)


def _counts(practices: tuple[Practice, ...], facts: Facts) -> str:
    """Say how many pieces were asked for, and what became of them."""
    asked, received, refused = tracked(practices, facts)
    total = sum(len(practice.evidence.fr) for practice in practices)
    return _(
        "Asked: %(asked)s of %(total)s. Received: %(received)s. Not produced: %(refused)s.",
        asked=asked,
        total=total,
        received=received,
        refused=refused,
    )


def tracked(practices: Iterable[Practice], facts: Facts) -> tuple[int, int, int]:
    """Return how many pieces of evidence were asked for, received, and not produced."""
    said = latest(facts.statements, Kind.EVIDENCE)
    states = [state for practice in practices for state in said.get(practice.id, {}).get("items", ()) if state]
    return len(states), states.count("received"), states.count("not_produced")


def _party(facts: Facts, side: Side) -> str:
    """Return the name of a side."""
    return facts.client if side is Side.CLIENT else facts.provider


def _tongues(language: Language) -> tuple[Tongue, ...]:
    """Return the languages that a guide can be read in."""
    return tuple(Tongue(code, name, code == language.code) for code, name in NAMES.items())


def _agenda(questionnaire: Questionnaire, language: Language) -> Iterator[AgendaLine]:
    """Yield the parts of an interview."""
    ends = accumulate(item.minutes for item in questionnaire.agenda)
    for item, end in zip(questionnaire.agenda, ends, strict=True):
        minutes = _("%(start)s to %(end)s min", start=end - item.minutes, end=end)
        yield AgendaLine(minutes, language.text(item.name), language.text(item.say))


def _card(questionnaire: Questionnaire, practice: Practice, language: Language) -> PracticeCard:
    """Return one practice as it is asked."""
    return PracticeCard(
        practice.id,
        language.text(practice.name),
        language.text(questionnaire.theme[practice.theme].name),
        language.text(practice.why),
        language.texts(practice.probes),
        language.texts(practice.evidence),
    )
