"""The five judgements: what each is built from, what it comes to, and the short questions that build two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.models import Engagement, Judgement
from app.screens.statements import Ask, Control, Entries, Shape, ask, entry, radios
from questionnaires import Questionnaire
from questionnaires.registers import ScoredQuestion
from reports.language import NONE, Language
from scoring import Facts
from scoring.assessing import assess
from scoring.judging import CONFIDENCE, GAP, settled
from scoring.motives import ABILITY_PRACTICES
from scoring.results import Rating, Spread
from scoring.statements import Kind, latest

COMPARISON = (GAP, CONFIDENCE)
"""The framing facts that the price gap is computed from."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a judgement is built from, given on another page."""

    name: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class DriverView:
    """One judgement: its question, its two ends, its value of 100 and where it comes from.

    `ranged` when somebody said how far it could be from its value.
    """

    id: str
    name: str
    question: str
    low: str
    high: str
    value: str
    source: str
    reason: str
    asks: tuple[Ask, ...]
    parts: tuple[Part, ...]
    url: str
    act: str
    range: Ask | None
    ranged: bool


@dataclass(frozen=True, slots=True)
class JudgementsPage:
    """Everything that the page shows."""

    drivers: tuple[DriverView, ...]

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Return every question of the page."""
        ranges = (driver.range for driver in self.drivers)
        return (*(ask for driver in self.drivers for ask in driver.asks), *filter(None, ranges))


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the builders below all read."""

    engagement: Engagement
    questionnaire: Questionnaire
    facts: Facts
    ratings: Mapping[str, Rating]
    entries: Entries
    direct: Mapping[str, Judgement]
    reasons: Mapping[UUID, str]
    spreads: Mapping[str, Spread]
    language: Language

    def said(self, kind: Kind) -> bool:
        """Say whether anything of a kind was said."""
        return any(statement.kind is kind for statement in self.facts.statements)


def judgements_page(
    engagement: Engagement,
    questionnaire: Questionnaire,
    facts: Facts,
    entries: Entries,
    direct: tuple[Mapping[str, Judgement], Mapping[UUID, str]],
    language: Language,
) -> JudgementsPage:
    """Return the page; `direct` holds the values entered without their questions, and their reasons."""
    from scoring.drivers import spreads  # noqa: PLC0415  # numpy, which most pages do without

    maturity = assess(questionnaire, facts)
    known = settled(questionnaire, facts, maturity.ratings)
    found = spreads(questionnaire, known, maturity)
    sight = _Sight(engagement, questionnaire, facts, maturity.ratings, entries, *direct, found, language)
    judged = known.judgements
    return JudgementsPage(
        tuple(_driver(sight, driver.id, getattr(judged, driver.id)) for driver in questionnaire.drivers)
    )


def _driver(sight: _Sight, driver_id: str, value: Fraction | None) -> DriverView:
    """Return one judgement with what builds it."""
    driver = next(driver for driver in sight.questionnaire.drivers if driver.id == driver_id)
    text, built = sight.language.text, _built(sight, driver_id)
    held = None if built else sight.direct.get(driver_id)
    url, act = _elsewhere(sight, driver_id)
    return DriverView(
        id=driver_id,
        name=text(driver.name),
        question=text(driver.question),
        low=text(driver.low),
        high=text(driver.high),
        value=NONE if value is None else sight.language.points(100 * value),
        source=_source(sight, held, built=built, known=value is not None),
        reason=sight.reasons.get(held.id, "") if held else "",
        asks=tuple(_asks(sight, driver_id)),
        parts=tuple(_parts(sight, driver_id)),
        url=url,
        act=act,
        range=None if value is None else _range(sight, driver_id),
        ranged=driver_id in latest(sight.facts.statements, Kind.RANGE),
    )


def _range(sight: _Sight, driver_id: str) -> Ask:
    """Return the question on how far a judgement could be from its value, with the range that is used now."""
    used, points = sight.spreads[driver_id], sight.language.points
    within = sight.language.range(100 * used.low, 100 * used.high, 0)
    said = entry(sight.entries, Kind.RANGE, driver_id)
    why = _("Used now: %(range)s.", range=within)
    if (Kind.RANGE, driver_id) not in sight.entries:
        spread = points(100 * sight.questionnaire.driver[driver_id].spread)
        why = _(
            "Used now: %(range)s, that is %(spread)s either side, since nothing was said.", range=within, spread=spread
        )
    ends = {"low": _("Lowest, one time in ten below"), "high": _("Highest, one time in ten above")}
    controls = [Control(end, Shape.NUMBER, label, typed=said.text(end)) for end, label in ends.items()]
    name = sight.language.text(sight.questionnaire.driver[driver_id].name)
    return ask((Kind.RANGE, driver_id), said, _("Range of “%(name)s”", name=name), why, controls)


def _built(sight: _Sight, driver_id: str) -> bool:
    """Say whether a judgement is computed from what was said, and no longer from a value entered directly."""
    match driver_id:
        case "need" | "fatigue":
            return sight.said(Kind.MOTIVE)
        case "price_gap":
            return all(entry(sight.entries, Kind.FRAMING, fact).text("value") for fact in COMPARISON)
        case _:
            return sight.said(Kind(driver_id))


def _source(sight: _Sight, held: Judgement | None, *, built: bool, known: bool) -> str:
    """Say where the value comes from, or what is missing."""
    if held is not None:
        return _("Entered directly on %(day)s.", day=sight.language.date(held.decided_at.date()))
    if not built:
        return _("Not judged yet.")
    return _("Computed from what was said.") if known else _("A part is missing: no value yet.")


def _asks(sight: _Sight, driver_id: str) -> Iterator[Ask]:
    """Yield the short questions that build a judgement."""
    questions: dict[str, tuple[ScoredQuestion, ...]] = {
        "ability": sight.questionnaire.ability,
        "acceptability": sight.questionnaire.acceptability,
    }
    text = sight.language.text
    for question in questions.get(driver_id, ()):
        key = (Kind(driver_id), question.id)
        said = entry(sight.entries, *key)
        answers = [(f"{answer.score:g}", text(answer.text)) for answer in question.answers]
        controls = [radios(said, "score", answers, needed=True)]
        if driver_id == "ability":
            shown = _("A document or a fact was seen")
            controls.append(Control("evidenced", Shape.TICK, shown, said.text("evidenced")))
        yield ask(key, said, text(question.question), "", controls, reason=_("Why"), shown=True)


def _parts(sight: _Sight, driver_id: str) -> Iterator[Part]:
    """Yield what a judgement takes from other pages."""
    language, engagement_id = sight.language, sight.engagement.id
    if driver_id == "ability":
        for practice_id in ABILITY_PRACTICES:
            rating = sight.ratings.get(practice_id)
            value = NONE if rating is None else language.number(rating.value)
            name = language.text(sight.questionnaire.practice[practice_id].name)
            url = url_for("practices.show", engagement_id=engagement_id, practice_id=practice_id)
            yield Part(name, _("%(rating)s of 5", rating=value), "" if rating is None else url)
    if driver_id == "price_gap":
        url = url_for("framing.show", engagement_id=engagement_id, _anchor="group-money")
        for fact in sight.questionnaire.framing:
            if fact.id in COMPARISON:
                yield Part(language.text(fact.question), _answer(sight, fact.id) or _("Not known"), url)


def _answer(sight: _Sight, fact_id: str) -> str:
    """Return the answer to a framing fact, in words."""
    fact = next(fact for fact in sight.questionnaire.framing if fact.id == fact_id)
    typed = entry(sight.entries, Kind.FRAMING, fact_id).text("value")
    names = {choice.id: sight.language.text(choice.name) for choice in fact.choices}
    unit = sight.language.text(fact.unit) if fact.unit and typed else ""
    return f"{names.get(typed, typed)} {unit}".strip()


def _elsewhere(sight: _Sight, driver_id: str) -> tuple[str, str]:
    """Return where a judgement is built, when it is on another page."""
    match driver_id:
        case "need" | "fatigue":
            return url_for("motives.index", engagement_id=sight.engagement.id), _("Go to the motives")
        case "price_gap":
            url = url_for("framing.show", engagement_id=sight.engagement.id, _anchor="group-money")
            return url, _("Go to the price comparison")
    return "", ""
