"""The framing page beside the contract sheet: services in scope, facts of the contract, depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.forms.statements import NO, NONE_OF_THEM, YES
from app.screens.statements import Ask, Control, Entries, Shape, ask, entry, radios, ticks
from questionnaires import Questionnaire
from questionnaires.registers import FramingFact
from reports.language import Language
from scoring import Facts
from scoring.ratings import rate
from scoring.statements import Kind


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts asked together, with how many are answered."""

    id: str
    name: str
    count: str
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class ModeChoice:
    """How deep the assessment can go."""

    id: str
    name: str
    summary: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FramingPage:
    """Everything that the page shows beside the contract sheet."""

    towers: tuple[Ask, ...]
    out_of_scope: str
    groups: tuple[FactGroup, ...]
    modes: tuple[ModeChoice, ...]

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Return every question of the page."""
        return (*self.towers, *(ask for group in self.groups for ask in group.asks))


def framing_page(questionnaire: Questionnaire, facts: Facts, entries: Entries, language: Language) -> FramingPage:
    """Return the page; only the facts that this form of contract calls for are asked."""
    return FramingPage(
        towers=tuple(_towers(questionnaire, entries, language)),
        out_of_scope=_out_of_scope(questionnaire, facts),
        groups=tuple(_groups(questionnaire, facts.contract.form, entries, language)),
        modes=tuple(
            ModeChoice(mode.id, language.text(mode.name), language.text(mode.summary), mode.id == facts.mode)
            for mode in questionnaire.modes
        ),
    )


def _towers(questionnaire: Questionnaire, entries: Entries, language: Language) -> Iterator[Ask]:
    """Yield each service; all are in scope until somebody says otherwise."""
    for tower in questionnaire.towers:
        said = entry(entries, Kind.TOWER, tower.id)
        control = Control("in_scope", Shape.TICK, _("In scope"), typed=said.text("in_scope"))
        yield ask((Kind.TOWER, tower.id), said, language.text(tower.name), "", [control], reason=_("Why"))


def _out_of_scope(questionnaire: Questionnaire, facts: Facts) -> str:
    """Say how many practices have no object without the services left out."""
    ratings = rate(questionnaire, facts).values()
    count = sum(any(ref.kind == "tower" for ref in rating.reasons) for rating in ratings if not rating.in_scope)
    if not count:
        return _("Every practice keeps its object.")
    return ngettext(
        "One practice has no object: it leaves the assessment, on both sides’ account.",
        "%(num)s practices have no object: they leave the assessment, on both sides’ account.",
        count,
    )


def _groups(questionnaire: Questionnaire, form: str, entries: Entries, language: Language) -> Iterator[FactGroup]:
    """Yield the facts by group; a group that does not concern this form is left out."""
    for group in questionnaire.framing_groups:
        facts = [fact for fact in questionnaire.framing if fact.group == group.id and _asked(fact, form)]
        if facts:
            asks = tuple(_fact(fact, entries, language) for fact in facts)
            done = sum(bool(entry(entries, Kind.FRAMING, fact.id).all("value")) for fact in facts)
            count = _("%(done)s of %(total)s", done=done, total=len(facts))
            yield FactGroup(group.id, language.text(group.name), count, asks)


def _asked(fact: FramingFact, form: str) -> bool:
    """Say whether a fact is asked of this form of contract."""
    return not fact.forms or form in fact.forms


def _fact(fact: FramingFact, entries: Entries, language: Language) -> Ask:
    """Return one fact with the control of its kind."""
    said = entry(entries, Kind.FRAMING, fact.id)
    offered = [(choice.id, language.text(choice.name)) for choice in fact.choices]
    unit = language.text(fact.unit) if fact.unit else ""
    match fact.kind:
        case "bool":
            control = radios(said, "value", [(YES, _("Yes")), (NO, _("No")), ("", _("Not known"))])
        case "choice":
            control = radios(said, "value", [*offered, ("", _("Not known"))])
        case "many":
            control = ticks(said, "value", [*offered, (NONE_OF_THEM, _("None of these"))], alone=NONE_OF_THEM)
        case "date":
            control = Control("value", Shape.DATE, typed=said.text("value"))
        case _:
            control = Control("value", Shape.NUMBER, typed=said.text("value"), unit=unit)
    return ask((Kind.FRAMING, fact.id), said, language.text(fact.question), language.text(fact.why), [control])
