"""Towers apart: what is otherwise for one tower than for the rest, and how much of the service it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from app.forms.statements import JUDGED, NO, YES, Entry
from app.screens.statements import Ask, Control, Entries, Shape, ask, entry, radios
from questionnaires import Questionnaire
from reports.language import NONE, Language
from scoring import Facts
from scoring.judging import settled
from scoring.ratings import rate, towers_out
from scoring.statements import Kind


@dataclass(frozen=True, slots=True)
class RestOf:
    """A judgement as it is for the whole."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class PartsPage:
    """Everything that the page shows; `asks` are the towers in scope."""

    asks: tuple[Ask, ...]
    whole: tuple[RestOf, ...]


def parts_page(questionnaire: Questionnaire, facts: Facts, entries: Entries, language: Language) -> PartsPage:
    """Return the page."""
    judged = settled(questionnaire, facts, rate(questionnaire, facts)).judgements
    out = towers_out(facts)
    towers = [tower for tower in questionnaire.towers if tower.id not in out]

    def value(name: str) -> str:
        known = getattr(judged, name)
        return NONE if known is None else language.points(100 * known)

    return PartsPage(
        asks=tuple(
            ask(
                (Kind.PART, tower.id),
                said := entry(entries, Kind.PART, tower.id),
                language.text(tower.name),
                "",
                _controls(questionnaire, said, language),
                reason=_("Why it is apart"),
            )
            for tower in towers
        ),
        whole=tuple(RestOf(language.text(questionnaire.driver[name].name), value(name)) for name in JUDGED),
    )


def _controls(questionnaire: Questionnaire, said: Entry, language: Language) -> Iterator[Control]:
    """Yield what is asked of a tower: its share, what is judged otherwise, a refusal, the client's own means."""
    percent = _("percent of the yearly value")
    yield Control("share", Shape.NUMBER, _("Share of the contract"), typed=said.text("share"), unit=percent)
    for name in JUDGED:
        label = language.text(questionnaire.driver[name].name)
        yield Control(name, Shape.NUMBER, label, typed=said.text(name), unit=_("of 100; empty: as for the rest"))
    as_rest = ("", _("As for the rest"))
    refused = _("The provider refuses in writing to change anything here")
    yield Control("refused", Shape.TICK, refused, typed=said.text("refused"))
    skills = (as_rest, ("none", _("None")), ("some", _("Some")), ("enough", _("Enough")))
    yield radios(said, "skills", skills, _("Skills held in house"))
    wanted = (as_rest, (YES, _("Yes")), (NO, _("No")))
    yield radios(said, "control_wanted", wanted, _("Control wanted in house, as a matter of strategy"))
