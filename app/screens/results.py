"""The results page: both sides face to face, what is inherited, what to repair first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.access import Action, may
from app.models import MemberRole
from questionnaires import Questionnaire, Side
from reports import verdicts
from reports.charts import (
    InheritedRows,
    InputBars,
    MirrorBars,
    PairedDots,
    StackedBar,
    StepRows,
    inheritance_bar,
    inheritance_rows,
    input_bars,
    mirror_bars,
    paired_dots,
    perception_dots,
    step_rows,
)
from reports.language import NONE, Language
from reports.publishing import withheld
from reports.sentences import MaturitySentences
from scoring import Facts, Figure, Measured
from scoring.results import SideScore

SHOWN = 6
"""Waiting practices shown before the reader asks for the others."""

REPAIRS, PAIRS = 8, 8


@dataclass(frozen=True, slots=True)
class SideRow:
    """One measure on both sides."""

    name: str
    client: str
    provider: str
    big: bool = False


@dataclass(frozen=True, slots=True)
class ExecutiveLine:
    """One of the three figures that executives ask for."""

    name: str
    note: str
    figure: str


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A named index with its range."""

    name: str
    value: str
    range: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Views:
    """How the people asked agree: inside each side, then one side with the other, by domain and by theme."""

    agreement: tuple[str, ...]
    said: tuple[str, ...]
    domains: PairedDots
    themes: PairedDots


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """Everything that the page shows; `nothing` when nobody has answered."""

    nothing: bool
    may_answer: bool
    headlines: tuple[str, ...]
    as_of: str
    sides: tuple[SideRow, ...]
    bars: MirrorBars
    steps: StepRows
    inherited: tuple[str, ...]
    executive: tuple[ExecutiveLine, ...]
    stack: StackedBar
    waiting: InheritedRows
    shown: int
    repair: InputBars
    views: Views
    pairs: PairedDots | None
    indices: tuple[IndexRow, ...]
    basis: str


def results_of(
    questionnaire: Questionnaire, facts: Facts, result: Measured, role: MemberRole, language: Language
) -> ResultsPage:
    """Return the page for one reader; where both sides differ is for who decides ratings only."""
    say = MaturitySentences(questionnaire, facts, result, language)
    maturity = result.maturity
    decides = may(role, Action.DECIDE)
    drawn = (questionnaire, facts, maturity, language)
    # Only who calibrates sees a rating that would give away what one person said.
    hidden = frozenset() if decides else withheld(questionnaire, maturity)
    return ResultsPage(
        nothing=all(score.score.index.value is None for score in maturity.sides.values()),
        may_answer=may(role, Action.MANAGE_RESPONDENTS),
        headlines=tuple(_headlines(say)),
        as_of=_as_of(facts, result, language),
        sides=tuple(_sides(say, maturity.sides)),
        bars=mirror_bars(*drawn, withheld=hidden),
        steps=step_rows(*drawn),
        inherited=tuple(filter(None, (say.inherited(), say.inherited_points(), say.inherited_uncapped()))),
        executive=tuple(ExecutiveLine(*line) for line in say.executive_figures()),
        stack=inheritance_bar(facts, maturity, language),
        waiting=inheritance_rows(*drawn, withheld=hidden),
        shown=SHOWN,
        repair=input_bars(*drawn, limit=REPAIRS, withheld=hidden),
        views=Views(
            agreement=tuple(verdicts.agreement(say)),
            said=verdicts.perceptions(say),
            domains=perception_dots(*drawn),
            themes=perception_dots(*drawn, kind="theme"),
        ),
        pairs=paired_dots(*drawn, limit=PAIRS) if decides else None,
        indices=tuple(_indices(questionnaire, result, language)),
        basis=_basis(result),
    )


def _headlines(say: MaturitySentences) -> Iterator[str]:
    """Yield the levels, and why a level is lower than its index when it is."""
    yield say.side_headline()
    for side, score in say.assessment.maturity.sides.items():
        if held := say.held(score.score, say.name(side)):
            yield held


def _as_of(facts: Facts, result: Measured, language: Language) -> str:
    """Return the day of the picture, and how many people it rests on."""
    heard = result.maturity.respondents
    return _(
        "As of %(day)s: %(client)s at %(client_name)s, %(provider)s at %(provider_name)s.",
        day=language.date(facts.as_of),
        client=_people(heard[Side.CLIENT]),
        client_name=facts.client,
        provider=_people(heard[Side.PROVIDER]),
        provider_name=facts.provider,
    )


def _people(count: int) -> str:
    """Return a count of people."""
    return ngettext("one person", "%(num)s people", count) if count else _("nobody")


def _sides(say: MaturitySentences, sides: object) -> Iterator[SideRow]:
    """Yield index, range, level, coverage and confidence of both sides."""
    language = say.language
    found = say.assessment.maturity.sides

    def row(name: str, words: Callable[[SideScore], str], *, big: bool = False) -> SideRow:
        return SideRow(name, words(found[Side.CLIENT]), words(found[Side.PROVIDER]), big)

    yield row(_("Index, from 0 to 5"), lambda side: language.number(side.score.index.value), big=True)
    yield row(_("Range, with the missing answers"), lambda side: _range(side.score.index, language))
    yield row(
        _("Range, had other people been asked"),
        lambda side: _asked(verdicts.asked(say, side.side), say.assessment.maturity.respondents[side.side]),
    )
    yield row(_("Level reached"), lambda side: say.level(side.score))
    yield row(_("Coverage"), lambda side: say.coverage(side.score))
    yield row(
        _("Low confidence"),
        lambda side: (
            ngettext("one practice", "%(num)s practices", side.low_confidence) if side.low_confidence else _("none")
        ),
    )


def _asked(within: str | None, people: int) -> str:
    """Return a range with how few people it rests on."""
    if within is None:
        return NONE
    return ngettext("%(range)s, one person asked", "%(range)s, %(num)s people asked", people, range=within)


def _range(figure: Figure, language: Language) -> str:
    """Return what unanswered practices could make of an index."""
    return language.range(figure.low, figure.high)


def _indices(questionnaire: Questionnaire, result: Measured, language: Language) -> Iterator[IndexRow]:
    """Yield the named indices, then the structural share."""
    for definition in questionnaire.indices:
        figure = result.maturity.indices[definition.id]
        yield _index(language.text(definition.name), figure, language.text(definition.meaning), language)
    share = result.maturity.structural_share
    meaning = _("How much of what is weak today would meet any provider, by the nature of the practices.")
    yield _index(_("Structural share"), share, meaning, language)


def _index(name: str, figure: Figure, meaning: str, language: Language) -> IndexRow:
    """Return an index as a percentage with its range."""
    low, high = language.percent(figure.low), language.percent(figure.high)
    within = low if low == high else language.phrase("range", low=low, high=high)
    return IndexRow(name, language.percent(figure.value), within, meaning)


def _basis(result: Measured) -> str:
    """Return what the figures rest on."""
    decided = sum(rating.decided for rating in result.maturity.ratings.values())
    return _(
        "Questionnaire %(version)s; %(ratings)s practices, %(decided)s of them decided with a reason.",
        version=result.questionnaire_version,
        ratings=len(result.maturity.ratings),
        decided=decided,
    )
