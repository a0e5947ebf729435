"""Readiness: the 26 items of a tender file by who supplies them, the score, and the transformation test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.forms.statements import NO, YES
from app.models import Readiness
from app.screens.statements import Ask, Entries, ask, entry, radios
from questionnaires import Questionnaire
from questionnaires.registers import ReadinessItem
from reports.language import NONE, Language
from scoring import Facts
from scoring.judging import readiness
from scoring.statements import Kind, latest


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item: what it weighs, whether it blocks, what to show."""

    ask: Ask
    weight: str
    blocking: bool
    no_regret: bool


@dataclass(frozen=True, slots=True)
class Supplier:
    """The items that one side supplies, or both."""

    id: str
    name: str
    count: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the items come to."""

    score: str
    band: str
    reading: str
    source: str
    blocking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadinessPage:
    """Everything that the page shows."""

    standing: Standing
    suppliers: tuple[Supplier, ...]
    transformation: tuple[Ask, ...]
    test: str

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Return every question of the page."""
        return (*(item.ask for supplier in self.suppliers for item in supplier.items), *self.transformation)


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the builders below all read."""

    questionnaire: Questionnaire
    facts: Facts
    entries: Entries
    direct: tuple[Readiness | None, str]
    language: Language


def readiness_page(
    questionnaire: Questionnaire,
    facts: Facts,
    entries: Entries,
    direct: tuple[Readiness | None, str],
    language: Language,
) -> ReadinessPage:
    """Return the page; `direct` holds the score entered without its items, and its reason."""
    sight = _Sight(questionnaire, facts, entries, direct, language)
    return ReadinessPage(
        _standing(sight), tuple(_suppliers(sight)), tuple(_transformation(sight)), _test(questionnaire, facts)
    )


def _standing(sight: _Sight) -> Standing:
    """Return the score, how it reads, and the blocking items at zero."""
    found, language = readiness(sight.questionnaire, sight.facts), sight.language
    if found.score is None:
        return Standing(NONE, "", "", _("No item was looked at yet."), ())
    bands = [band for band in sight.questionnaire.readiness_bands if found.score >= Fraction(str(band.from_points))]
    band = bands[-1]
    said = latest(sight.facts.statements, Kind.READINESS)
    absent = [item for item in sight.questionnaire.readiness if item.blocking and _absent(said, item)]
    names = tuple(language.text(item.name) for item in absent) if said else ()
    return Standing(
        language.trimmed(found.score), language.text(band.name), language.text(band.reading), _source(sight), names
    )


def _absent(said: Mapping[str, Mapping[str, Any]], item: ReadinessItem) -> bool:
    """Say whether an item is absent; one not looked at counts so."""
    return item.id not in said or said[item.id]["status"] == 0


def _source(sight: _Sight) -> str:
    """Say where the score comes from."""
    said = latest(sight.facts.statements, Kind.READINESS)
    row, reason = sight.direct
    if not said and row is not None:
        day = sight.language.date(row.decided_at.date())
        blocking = ngettext("One blocking item at zero.", "%(num)s blocking items at zero.", row.blocking)
        return " ".join(text for text in (_("Entered directly on %(day)s.", day=day), blocking, reason) if text)
    left = len(sight.questionnaire.readiness) - len(said)
    if not left:
        return _("Every item was looked at.")
    return ngettext(
        "One item was not looked at: it counts as absent.",
        "%(num)s items were not looked at: they count as absent.",
        left,
    )


def _suppliers(sight: _Sight) -> Iterator[Supplier]:
    """Yield the items by who supplies them, the client first."""
    names = {"client": sight.facts.client, "provider": sight.facts.provider, "both": _("Both sides together")}
    for id_, name in names.items():
        items = [item for item in sight.questionnaire.readiness if item.supplied_by == id_]
        done = sum(bool(entry(sight.entries, Kind.READINESS, item.id).text("status")) for item in items)
        count = _("%(done)s of %(total)s", done=done, total=len(items))
        yield Supplier(id_, name, count, tuple(_item(sight, item) for item in items))


def _item(sight: _Sight, item: ReadinessItem) -> ItemView:
    """Return one item."""
    said, text = entry(sight.entries, Kind.READINESS, item.id), sight.language.text
    choices = [("0", _("Absent")), ("0.5", _("Partial")), ("1", _("Proven"))]
    control = radios(said, "status", choices, needed=True)
    why = _("To show: %(what)s", what=text(item.ask))
    asked = ask((Kind.READINESS, item.id), said, text(item.name), why, [control], reason=_("What was seen"))
    weight = ngettext("%(num)s point", "%(num)s points", item.weight)
    return ItemView(asked, weight, item.blocking, item.no_regret)


def _transformation(sight: _Sight) -> Iterator[Ask]:
    """Yield the five questions of the test."""
    for question in sight.questionnaire.transformation:
        said = entry(sight.entries, Kind.TRANSFORMATION, question.id)
        control = radios(said, "yes", [(YES, _("Yes")), (NO, _("No"))], needed=True)
        title = sight.language.text(question.question)
        yield ask((Kind.TRANSFORMATION, question.id), said, title, "", [control])


def _test(questionnaire: Questionnaire, facts: Facts) -> str:
    """Say how many yes there are, and what that means."""
    said, enough = latest(facts.statements, Kind.TRANSFORMATION), questionnaire.thresholds.transformation_yes
    yes, total = sum(bool(value["yes"]) for value in said.values()), len(questionnaire.transformation)
    counted = ngettext("One yes of %(total)s.", "%(num)s yes of %(total)s.", yes, total=total)
    if yes >= enough:
        return f"{counted} " + _("A transformation can be put to tender.")
    if len(said) < total and yes + total - len(said) >= enough:
        return f"{counted} " + _("Four are needed before a transformation is put to tender.")
    return f"{counted} " + _("Under four, a tender with transformation is a leap: stabilise first.")
