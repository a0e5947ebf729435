"""The motives page: four questions first, then each motive as it is heard, with what confirms it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.forms.statements import SKIP
from app.models import Engagement
from app.screens.statements import Ask, Control, Entries, Shape, ask, entry, radios, ticks
from questionnaires import Questionnaire, Side
from questionnaires.registers import Motive, SeedQuestion
from reports.language import Language
from scoring import Facts
from scoring.facts import Judgements
from scoring.motives import MotiveStrength, motive_strengths
from scoring.statements import Kind, latest

NOT_SAID = "–"


@dataclass(frozen=True, slots=True)
class MotiveView:
    """One motive: as it is heard, how it is diagnosed, what was said of it."""

    id: str
    heard: str
    name: str
    standing: str
    ask: Ask
    questions: tuple[str, ...]
    confirmed: str
    trap: str
    points_to: tuple[str, ...]
    points_note: str
    open: bool


@dataclass(frozen=True, slots=True)
class Established:
    """A judgement that motives or the comparison give, out of 100."""

    name: str
    value: str
    words: str
    url: str
    act: str


@dataclass(frozen=True, slots=True)
class MotivesPage:
    """Everything that the page shows."""

    seeds: tuple[Ask, ...]
    seeds_left: str
    motives: tuple[MotiveView, ...]
    established: tuple[Established, ...]

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Return every question of the page."""
        return (*self.seeds, *(motive.ask for motive in self.motives))


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the builders below all read."""

    engagement: Engagement
    questionnaire: Questionnaire
    facts: Facts
    entries: Entries
    language: Language

    @property
    def strengths(self) -> dict[str, MotiveStrength]:
        """Return the strength of each motive that was said."""
        return {
            found.motive_id: found
            for found in motive_strengths(self.questionnaire.motive_model, latest(self.facts.statements, Kind.MOTIVE))
        }

    def party(self, side: Side) -> str:
        """Return the name of a side."""
        return self.facts.client if side is Side.CLIENT else self.facts.provider


def motives_page(
    engagement: Engagement,
    questionnaire: Questionnaire,
    facts: Facts,
    judged: Judgements,
    entries: Entries,
    language: Language,
) -> MotivesPage:
    """Return the page; `judged` holds the judgements as settled from what was said."""
    sight = _Sight(engagement, questionnaire, facts, entries, language)
    left = len(seeds_left(questionnaire, facts))
    return MotivesPage(
        seeds=tuple(_seed(sight, question) for question in questionnaire.seed_questions),
        seeds_left=ngettext("One question left", "%(num)s questions left", left)
        if left
        else _("All four are dealt with"),
        motives=tuple(_motive(sight, motive) for motive in questionnaire.motives),
        established=tuple(_established(sight, judged)),
    )


def seeds_left(questionnaire: Questionnaire, facts: Facts) -> tuple[SeedQuestion, ...]:
    """Return the questions that must be answered, or expressly passed over, before any option is shown."""
    said = latest(facts.statements, Kind.SEED)
    done = {subject for subject, value in said.items() if value["choice"] is not None or value["skipped"]}
    return tuple(question for question in questionnaire.seed_questions if question.id not in done)


def _left(count: int) -> str:
    """Say how many of the four questions are left."""
    return ngettext("One question left", "%(num)s questions left", count) if count else _("All four are dealt with")


def _seed(sight: _Sight, question: SeedQuestion) -> Ask:
    """Return one of the four questions, with a way to pass it over."""
    said = entry(sight.entries, Kind.SEED, question.id)
    offered = [(str(place), text) for place, text in enumerate(sight.language.texts(question.choices))]
    control = radios(said, "said", [*offered, (SKIP, _("Pass over this question"))], needed=True)
    title = f"{question.id}. {sight.language.text(question.question)}"
    help_ = sight.language.text(question.help)
    return ask((Kind.SEED, question.id), said, title, help_, [control], reason=_("Note, or why it is passed over"))


def _motive(sight: _Sight, motive: Motive) -> MotiveView:
    """Return one motive with what was said of it."""
    language, found = sight.language, sight.strengths.get(motive.id)
    said = entry(sight.entries, Kind.MOTIVE, motive.id)
    asked = ask((Kind.MOTIVE, motive.id), said, language.text(motive.heard), "", _controls(sight, motive.id))
    return MotiveView(
        id=motive.id,
        heard=language.text(motive.heard),
        name=language.text(motive.name),
        standing=standing(found, language),
        ask=asked,
        questions=language.texts(motive.questions),
        confirmed=language.text(motive.confirmed),
        trap=language.text(motive.trap),
        points_to=tuple(language.text(sight.questionnaire.option[id_].name) for id_ in motive.points_to),
        points_note=language.text(motive.points_note),
        open=bool(said.error) or (found is not None and found.holders > 0),
    )


def standing(found: MotiveStrength | None, language: Language) -> str:
    """Say how many hold a motive and what it weighs, or that nothing establishes it."""
    if found is None or not found.holders:
        return _("not heard")
    held = ngettext("one holder", "%(num)s holders", found.holders)
    if found.perceived_only:
        return _("%(held)s; perceived, not established", held=held)
    if not found.confirmation:
        return _("%(held)s; not confirmed, weighs nothing", held=held)
    return _("%(held)s; strength %(points)s of 100", held=held, points=language.points(100 * found.strength))


def _controls(sight: _Sight, motive_id: str) -> Iterator[Control]:
    """Yield how many hold it, who, how strongly, how far it is confirmed."""
    said = entry(sight.entries, Kind.MOTIVE, motive_id)
    yield Control("holders", Shape.NUMBER, _("Held by"), said.text("holders"), unit=_("independent persons"))
    for side in Side:
        roles = [(role.id, sight.language.text(role.name)) for role in sight.questionnaire.roles if role.side is side]
        yield ticks(said, "who", roles, _("Who, at %(party)s", party=sight.party(side)))
    levels = [("1", _("1, said in passing")), ("2", _("2, comes back")), ("3", _("3, said by each, strongly"))]
    yield radios(said, "intensity", [("0", _("0, not said")), *levels], _("Intensity"))
    confirmed = [("0.5", _("In part")), ("1", _("Confirmed"))]
    yield radios(said, "confirmation", [("0", _("Not confirmed")), *confirmed], _("Confirmation"))


def _established(sight: _Sight, judged: Judgements) -> Iterator[Established]:
    """Yield need, fatigue and price gap as computed."""
    names = {driver.id: sight.language.text(driver.name) for driver in sight.questionnaire.drivers}
    sources = {
        "need": _("The strongest of the motives MO-05, MO-11 and MO-13."),
        "fatigue": _("The strength of MO-01; halved when most of the shortfall is inherited."),
        "price_gap": _("From the price comparison of the framing, by the confidence that it deserves."),
    }
    address = url_for("framing.show", engagement_id=sight.engagement.id, _anchor="group-money")
    for id_, words in sources.items():
        value: Fraction | None = getattr(judged, id_)
        shown = NOT_SAID if value is None else sight.language.points(100 * value)
        missing = id_ == "price_gap" and value is None
        yield Established(
            names[id_], shown, words, address if missing else "", _("Give the comparison") if missing else ""
        )
