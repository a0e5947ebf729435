"""The register of indicators: what is measured, of which class, used for what, and read beside what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import ngettext

from app.screens.registers import Book, Entry, Overview, overview
from app.statements import OWN
from questionnaires.registers import Indicator
from scoring.registers import IndicatorBalance, indicator_balance

FEWEST, MOST = 10, 15
THIRD = Fraction(1, 3)
SERVICE, EFFORT, INPUTS = "SL", "ME", "IQ"


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator, of the catalogue or of the client's own."""

    id: str
    own_id: str
    name: str
    tells: str
    formula: str
    unit: str
    source: str
    pairs: tuple[str, ...]
    note: str
    late: str
    entry: Entry
    open: bool


@dataclass(frozen=True, slots=True)
class ClassGroup:
    """The indicators of one class."""

    id: str
    name: str
    meaning: str
    share_rule: str
    lines: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class ClassShare:
    """How many of the indicators in force measure one thing."""

    name: str
    count: int
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule of use, and whether it is kept; empty where the register cannot tell."""

    text: str
    verdict: str
    words: str


@dataclass(frozen=True, slots=True)
class IndicatorBalanceView:
    """What the register answers: in words, by class, against the rules of use."""

    lead: str
    rest: tuple[str, ...]
    shares: tuple[ClassShare, ...]
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class IndicatorsPage:
    """Everything that the page shows."""

    balance: IndicatorBalanceView
    groups: tuple[ClassGroup, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """What pages need of an indicator, wherever it is described."""

    id: str
    class_id: str
    pairs: tuple[str, ...]
    item: Indicator | None


def indicators_page(book: Book) -> IndicatorsPage:
    """Return the page, the client's own indicators first in their class."""
    measures = measures_of(book)
    produced = _produced(book)
    return IndicatorsPage(
        balance=balance_of(book),
        groups=tuple(
            ClassGroup(
                id=kind.id,
                name=book.language.text(kind.name),
                meaning=book.language.text(kind.meaning),
                share_rule=book.language.text(kind.share_rule) if kind.share_rule else "",
                lines=tuple(line_of(book, measure, produced) for measure in measures if measure.class_id == kind.id),
            )
            for kind in book.questionnaire.indicator_classes
        ),
    )


def measures_of(book: Book) -> tuple[Measure, ...]:
    """Return every indicator: the client's own, then the catalogue."""
    own = [
        Measure(id_, value["class"], tuple(value.get("pairs") or ()), None)
        for id_, value in book.values.items()
        if OWN.fullmatch(id_)
    ]
    return (*own, *(Measure(each.id, each.class_id, each.pairs, each) for each in book.questionnaire.indicators))


def line_of(book: Book, measure: Measure, produced: set[str]) -> IndicatorLine:
    """Return one indicator."""
    item, value = measure.item, book.values.get(measure.id, {})
    text = book.language.text
    return IndicatorLine(
        id=measure.id,
        own_id="" if item else measure.id.partition(":")[2],
        name=text(item.name) if item else value["name"],
        tells=text(item.tells) if item else "",
        formula=text(item.formula) if item else value.get("formula") or "",
        unit=text(item.unit) if item else value.get("unit") or "",
        source=text(item.source) if item else value.get("source") or "",
        pairs=tuple(f"{pair} {name_of(book, pair)}" for pair in measure.pairs),
        note=_note(book, measure, produced),
        late=_late(book, value.get("defined_on")),
        entry=book.entry(measure.id),
        open=measure.id in book.typed,
    )


def line_named(book: Book, indicator_id: str) -> IndicatorLine:
    """Return one indicator, by its id."""
    return line_of(book, next(each for each in measures_of(book) if each.id == indicator_id), _produced(book))


def _produced(book: Book) -> set[str]:
    """Return the indicators that are produced."""
    return {id_ for id_, value in book.values.items() if value["produced"]}


def name_of(book: Book, indicator_id: str) -> str:
    """Return what an indicator is called."""
    for each in book.questionnaire.indicators:
        if each.id == indicator_id:
            return book.language.text(each.name)
    return str(book.values.get(indicator_id, {}).get("name", ""))


def _note(book: Book, measure: Measure, produced: set[str]) -> str:
    """Return what is to be known of an indicator at a glance."""
    if measure.id not in produced or not measure.pairs or produced.intersection(measure.pairs):
        return ""
    return _("read without %(pairs)s", pairs=book.language.listed(measure.pairs))


def _late(book: Book, defined_on: str | None) -> str:
    """Return when an indicator was defined against the start of the service; empty where a date is not known."""
    start = book.engagement.contract_start
    if not defined_on or start is None:
        return ""
    day = date.fromisoformat(defined_on)
    months = (day.year - start.year) * 12 + day.month - start.month
    if day <= start:
        return _("defined before the service started")
    if not months:
        return _("defined in the month when the service started, after it had")
    return ngettext(
        "defined one month after the service started", "defined %(num)s months after the service started", months
    )


# ---- in words ---------------------------------------------------------------------------------------


def overview_of(book: Book) -> Overview:
    """Return the register in a few sentences."""
    balance = balance_of(book)
    return overview(book, (balance.lead, *balance.rest), len(book.held), len(measures_of(book)))


def balance_of(book: Book) -> IndicatorBalanceView:
    """Return what the indicators in force measure, what they are used for, and which rules of use they keep."""
    measures = measures_of(book)
    classes = {measure.id: measure.class_id for measure in measures}
    balance = indicator_balance(classes, {measure.id: measure.pairs for measure in measures}, book.values)
    return IndicatorBalanceView(
        lead=_lead(balance),
        rest=_rest(balance) if balance.produced else (),
        shares=tuple(_shares(book, balance)),
        rules=tuple(_rules(book, balance)),
    )


def _lead(balance: IndicatorBalance) -> str:
    """Return how many indicators are produced, and how many of those serve a decision."""
    if not balance.produced:
        return _("No indicator is known to be produced yet.")
    if balance.produced == 1:
        used = _("One indicator is produced, and it serves a decision.")
        return used if balance.used else _("One indicator is produced, and it serves no decision.")
    if not balance.used:
        return _("%(produced)s indicators are produced, and none serves a decision.", produced=balance.produced)
    return ngettext(
        "%(produced)s indicators are produced, of which one serves a decision.",
        "%(produced)s indicators are produced, of which %(num)s serve a decision.",
        balance.used,
        produced=balance.produced,
    )


def _rest(balance: IndicatorBalance) -> tuple[str, ...]:
    """Return what the indicators are about, which came late, which are read alone."""
    count = balance.by_class.get
    effort = count(SERVICE, 0) + count(EFFORT, 0)
    about = _(
        "Service level or effort: %(effort)s. Provider performance: %(performance)s. Input quality: %(inputs)s.",
        effort=effort,
        performance=count("PP", 0),
        inputs=count(INPUTS, 0),
    )
    late = ngettext(
        "%(num)s was defined after the service started.",
        "%(num)s were defined after the service started.",
        balance.late,
    )
    alone = ngettext(
        "%(num)s is read without the indicator that answers it.",
        "%(num)s are read without the indicator that answers them.",
        balance.unpaired,
    )
    return (about, *([late] if balance.late else []), *([alone] if balance.unpaired else []))


def _shares(book: Book, balance: IndicatorBalance) -> Iterator[ClassShare]:
    """Yield each class with its part of the indicators in force."""
    for kind in book.questionnaire.indicator_classes:
        count = balance.by_class.get(kind.id, 0)
        share = Fraction(count, balance.produced) if balance.produced else None
        percent = round(100 * float(share or 0), 2)
        yield ClassShare(book.language.text(kind.name), count, percent, book.language.percent(share))


def _rules(book: Book, balance: IndicatorBalance) -> Iterator[RuleLine]:
    """Yield each rule of use with what the register says of it."""
    checked = {
        "U1": _number_kept(balance),
        "U2": _at_least_a_third(balance),
        "U3": _at_most_a_third(balance),
        "U4": _no_effort(balance),
    }
    for rule in book.questionnaire.indicator_rules:
        verdict, words = checked.get(rule.id, ("", "")) if balance.produced else ("", "")
        yield RuleLine(book.language.text(rule.text), verdict, words or _("To be checked with both sides."))


Checked = tuple[str, str]
KEPT, BROKEN, UNTOLD = "kept", "broken", ""


def _number_kept(balance: IndicatorBalance) -> Checked:
    """Check how many indicators there are."""
    count = balance.produced
    if FEWEST <= count <= MOST:
        return KEPT, _("Kept: %(count)s are produced.", count=count)
    return BROKEN, ngettext("Not kept: one is produced.", "Not kept: %(num)s are produced.", count)


def _at_least_a_third(balance: IndicatorBalance) -> Checked:
    """Check the part of input quality."""
    count, wanted = balance.by_class.get(INPUTS, 0), -(-balance.produced // 3)
    if count * 3 >= balance.produced:
        return KEPT, _("Kept: %(count)s of %(all)s.", count=count, all=balance.produced)
    return BROKEN, _(
        "Not kept: %(count)s of %(all)s, where %(wanted)s are wanted.", count=count, all=balance.produced, wanted=wanted
    )


def _at_most_a_third(balance: IndicatorBalance) -> Checked:
    """Check the part of service levels."""
    count, most = balance.by_class.get(SERVICE, 0), balance.produced // 3
    if count * 3 <= balance.produced:
        return KEPT, _("Kept: %(count)s of %(all)s.", count=count, all=balance.produced)
    return BROKEN, _(
        "Not kept: %(count)s of %(all)s, where %(most)s at most are wanted.",
        count=count,
        all=balance.produced,
        most=most,
    )


def _no_effort(balance: IndicatorBalance) -> Checked:
    """Check whether there is an indicator of effort that a sanction could stand on."""
    count = balance.by_class.get(EFFORT, 0)
    if not count:
        return KEPT, _("Kept: no indicator of means or effort is produced.")
    return UNTOLD, ngettext(
        "To be checked: one indicator of means or effort is produced.",
        "To be checked: %(num)s indicators of means or effort are produced.",
        count,
    )
