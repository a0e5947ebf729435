"""The page of costs and assumptions: every figure by group, its mark, its source, and the engagement's own instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from app.forms.fields import typed_number
from app.forms.statements import Entry, blank
from app.screens.rules import mark_words
from app.screens.statements import Ask, Control, Entries, Shape, ask
from questionnaires import Questionnaire
from questionnaires.schema import Parameter
from reports.language import Language
from scoring import Facts
from scoring.money import framed, money_case, own_figures, parameters
from scoring.results import Spread
from scoring.statements import Kind

DIGITS = 2
"""Decimals of a figure."""


@dataclass(frozen=True, slots=True)
class ParameterView:
    """One parameter: the three figures in use, the default ones, how far those are to be believed, and the question.

    `held` says where the figures in use come from; empty while they are the default ones. `source` is that of the
    figures in use.
    """

    id: str
    name: str
    unit: str
    figures: tuple[str, str, str]
    default: str
    mark: str
    default_source: str
    source: str
    held: str
    own: bool
    ask: Ask


@dataclass(frozen=True, slots=True)
class GroupView:
    """Parameters asked under one heading."""

    id: str
    name: str
    parameters: tuple[ParameterView, ...]


@dataclass(frozen=True, slots=True)
class ParametersPage:
    """Everything that the page shows."""

    groups: tuple[GroupView, ...]
    counted: str
    own: str
    may_edit: bool

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Return every question of the page."""
        return tuple(parameter.ask for group in self.groups for parameter in group.parameters)


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the builders below all read."""

    questionnaire: Questionnaire
    entries: Entries
    language: Language
    used: dict[str, Spread]
    framed: dict[str, float]
    own: dict[str, Spread]


def parameters_page(
    questionnaire: Questionnaire, facts: Facts, entries: Entries, language: Language, *, may_edit: bool
) -> ParametersPage:
    """Return the page; only who may edit gets the questions drawn."""
    text, own = language.text, own_figures(questionnaire, facts)
    used = parameters(questionnaire, facts)
    sight = _Sight(questionnaire, entries, language, used, framed(questionnaire, facts), own)
    return ParametersPage(
        groups=tuple(
            GroupView(group.id, text(group.name), tuple(_parameters(sight, group.id)))
            for group in questionnaire.parameter_groups
        ),
        counted=_counted(questionnaire, facts, language),
        own=_own(len(own), len(used)),
        may_edit=may_edit,
    )


def _own(count: int, total: int) -> str:
    """Say how many figures are the engagement's own."""
    if not count:
        return _("All %(total)s figures are the default ones or come from the framing.", total=total)
    return ngettext(
        "One figure of %(total)s is the engagement’s own.",
        "%(num)s figures of %(total)s are the engagement’s own.",
        count,
        total=total,
    )


def _counted(questionnaire: Questionnaire, facts: Facts, language: Language) -> str:
    """Say over which months and at which rate costs are added up."""
    case = money_case(questionnaire, facts)
    return _(
        "Costs are added up over %(months)s from today, in prices of today, at %(rate)s a year above indexation; "
        "a next contract is taken to run %(years)s years.",
        months=language.months(case.months),
        rate=language.percent(case.rate, 1),
        years=language.trimmed(case.years),
    )


def _parameters(sight: _Sight, group_id: str) -> Iterator[ParameterView]:
    """Yield the parameters of a group."""
    text = sight.language.text
    for parameter in sight.questionnaire.parameters:
        if parameter.group != group_id:
            continue
        said = sight.entries.get((Kind.PARAMETER, parameter.id), blank(Kind.PARAMETER, parameter))
        used, default = sight.used[parameter.id], Spread(parameter.low, parameter.typical, parameter.high)
        default_source = text(parameter.source)
        own = parameter.id in sight.own
        yield ParameterView(
            id=parameter.id,
            name=text(parameter.name),
            unit=text(parameter.unit),
            figures=_figures(used),
            default=_(" · ").join(_figures(default)),
            mark=mark_words(sight.questionnaire, parameter.mark, sight.language),
            default_source=default_source,
            source=_source(sight, parameter, said, default_source),
            held=_held(sight, parameter, used),
            own=own,
            ask=_ask(sight, parameter, said),
        )


def _figures(spread: Spread) -> tuple[str, str, str]:
    """Return three figures as the reader would type them, with a true minus."""
    low, typical, high = (
        typed_number(Decimal(f"{value:.{DIGITS}f}")).replace("-", "−")
        for value in (spread.low, spread.middle, spread.high)
    )
    return low, typical, high


def _held(sight: _Sight, parameter: Parameter, used: Spread) -> str:
    """Say that other figures than the default ones are in use, and which."""
    figures = _(" · ").join(_figures(used))
    if parameter.id in sight.own:
        return _("The engagement’s own figures are used: %(figures)s.", figures=figures)
    if parameter.id in sight.framed:
        return _("The framing gives it: %(figure)s is used.", figure=_figures(used)[1])
    return ""


def _source(sight: _Sight, parameter: Parameter, said: Entry, default: str) -> str:
    """Return where the figures in use come from."""
    if parameter.id in sight.own:
        return said.text("source") or _("The engagement, without a source.")
    return _("The framing of the engagement.") if parameter.id in sight.framed else default


def _ask(sight: _Sight, parameter: Parameter, said: Entry) -> Ask:
    """Return the question: three figures and a source."""
    labels = {"low": _("Low"), "typical": _("Typical"), "high": _("High")}
    controls = [Control(end, Shape.NUMBER, label, typed=said.text(end)) for end, label in labels.items()]
    controls.append(Control("source", Shape.TEXT, _("Source of your figures"), typed=said.text("source")))
    return ask((Kind.PARAMETER, parameter.id), said, sight.language.text(parameter.name), "", controls)
