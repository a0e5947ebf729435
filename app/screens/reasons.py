"""Where the value of an option comes from: criterion by criterion, down to what was judged, rated or assumed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.access import Action, may
from app.models import Engagement, MemberRole
from questionnaires import Questionnaire
from questionnaires.schema import Criterion
from reports.language import NONE, Language
from reports.publishing import withheld
from reports.sentences import Sentences
from scoring import Assessment, Facts, Ref
from scoring.results import OptionResult

LISTED = 8
"""Parameters named one by one; more are the whole page of assumptions."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that a value rests on; `url` is empty where the trail stops for this reader."""

    name: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class CriterionReasons:
    """A criterion: its ends, the option's value of 100, its weight, what it brings, and what it rests on."""

    name: str
    worst: str
    best: str
    value: str
    weight: str
    brings: str
    reasons: tuple[Reason, ...]
    practices: tuple[Reason, ...]
    hidden: str


@dataclass(frozen=True, slots=True)
class CostRow:
    """One line of the full cost, its three figures."""

    name: str
    low: str
    typical: str
    high: str


@dataclass(frozen=True, slots=True)
class ReasonsPage:
    """Everything that the page shows; `criteria` is empty while the option is not valued."""

    name: str
    family: str
    content: str
    gates: tuple[str, ...]
    total: str
    criteria: tuple[CriterionReasons, ...]
    costs: tuple[CostRow, ...]
    cost_title: str


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the builders below all read."""

    engagement: Engagement
    role: MemberRole
    say: Sentences
    hidden: Collection[str]

    @property
    def language(self) -> Language:
        """The reader's language."""
        return self.say.language

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire."""
        return self.say.questionnaire

    def url(self, endpoint: str, action: Action, anchor: str = "", practice_id: str | None = None) -> str:
        """Return an address of this engagement, empty when the reader may not open it."""
        if not may(self.role, action):
            return ""
        return url_for(endpoint, engagement_id=self.engagement.id, practice_id=practice_id, _anchor=anchor or None)


def reasons_of(
    engagement: Engagement,
    role: MemberRole,
    questionnaire: Questionnaire,
    facts: Facts,
    result: Assessment,
    option: OptionResult,
    language: Language,
) -> ReasonsPage:
    """Return the page of one option for one reader: for who decides ratings, down to what was said."""
    say = Sentences(questionnaire, facts, result, language)
    hidden = frozenset() if may(role, Action.DECIDE) else withheld(questionnaire, result.maturity)
    sight = _Sight(engagement, role, say, hidden)
    definition = questionnaire.option[option.option_id]
    money = option.money
    return ReasonsPage(
        name=say.option(option.option_id),
        family=say.family(option.option_id),
        content=language.text(definition.content),
        gates=say.gates(option),
        total=language.points(option.points),
        criteria=tuple(_criterion(sight, option, each) for each in questionnaire.criteria if option.values),
        costs=tuple(_costs(sight, option)),
        cost_title="" if money is None else _("Its full cost over %(months)s", months=language.months(money.months)),
    )


def _criterion(sight: _Sight, option: OptionResult, criterion: Criterion) -> CriterionReasons:
    """Return one criterion with what its value rests on."""
    language, text = sight.language, sight.language.text
    value, weight = option.values[criterion.id], sight.say.assessment.decision.weights[criterion.id]
    refs = option.reasons.get(criterion.id, ())
    practices = [ref.id for ref in refs if ref.kind == "practice"]
    kept = [id_ for id_ in practices if id_ not in sight.hidden]
    left_out = len(practices) - len(kept)
    return CriterionReasons(
        name=text(criterion.name),
        worst=text(criterion.worst),
        best=text(criterion.best),
        value=language.points(100 * value),
        weight=language.percent(weight),
        brings=language.number(100 * weight * value),
        reasons=tuple(_reasons(sight, [ref for ref in refs if ref.kind != "practice"])),
        practices=tuple(_practice(sight, id_) for id_ in kept),
        hidden=ngettext(
            "One more rating is withheld: it would give away what one person said.",
            "%(num)s more ratings are withheld: they would give away what one person said.",
            left_out,
        )
        if left_out
        else "",
    )


def _reasons(sight: _Sight, refs: Iterable[Ref]) -> Iterator[Reason]:
    """Yield what a value rests on beside ratings; many parameters together are the page of assumptions."""
    refs = list(refs)
    parameters = [ref for ref in refs if ref.kind == "parameter"]
    for ref in refs:
        # Every value also rests on the option's own figures, which the page says once.
        if ref.kind != "option" and (ref.kind != "parameter" or len(parameters) <= LISTED):
            yield _reason(sight, ref)
    if len(parameters) > LISTED:
        count = ngettext("one figure", "%(num)s figures", len(parameters))
        yield Reason(_("Costs and assumptions"), count, sight.url("parameters.index", Action.READ_OPTIONS))


def _reason(sight: _Sight, ref: Ref) -> Reason:
    """Return one thing by its kind: its name, its value, and where it was said."""
    language, questionnaire = sight.language, sight.questionnaire
    match ref.kind:
        case "driver":
            return _driver(sight, ref.id)
        case "index" | "inherited":
            return _index(sight, ref)
        case "parameter":
            anchor = f"parameter-{ref.id}" if may(sight.role, Action.JUDGE) else ""
            name = language.text(questionnaire.parameter[ref.id].name)
            return Reason(name, "", sight.url("parameters.index", Action.READ_OPTIONS, anchor))
        case "fact":
            fact = next(fact for fact in questionnaire.framing if fact.id == ref.id)
            return Reason(
                language.text(fact.question), "", sight.url("framing.show", Action.FRAME, f"framing-{ref.id}")
            )
    raise ValueError(f"a value rests on {ref}, which this page cannot show")


def _driver(sight: _Sight, name: str) -> Reason:
    """Return a judgement, or the readiness, with its value of 100."""
    value = 100 * sight.say.assessment.decision.inputs[name]
    if name == "readiness":
        return Reason(sight.say.driver(name), sight.language.trimmed(value), sight.url("readiness.index", Action.JUDGE))
    url = sight.url("judgements.index", Action.JUDGE, name)
    return Reason(sight.say.driver(name), sight.language.points(value), url)


def _index(sight: _Sight, ref: Ref) -> Reason:
    """Return an index, or the inherited share, as a percentage."""
    language, found = sight.language, sight.say.assessment
    if ref.kind == "inherited":
        share = language.percent(found.decision.inputs["inherited"])
        return Reason(_("Inherited share"), share, sight.url("results.show", Action.READ_RESULTS, "t-k"))
    index = next(index for index in sight.questionnaire.indices if index.id == ref.id)
    url = sight.url("results.show", Action.READ_RESULTS, "t-indices")
    return Reason(language.text(index.name), language.percent(found.maturity.indices[ref.id].value), url)


def _practice(sight: _Sight, practice_id: str) -> Reason:
    """Return a rating; who decides ratings goes on to what was said."""
    rating = sight.say.assessment.maturity.ratings.get(practice_id)
    value = NONE if rating is None else sight.language.number(rating.value)
    url = sight.url("practices.show", Action.DECIDE, practice_id=practice_id)
    return Reason(sight.say.practice(practice_id), value, url)


def _costs(sight: _Sight, option: OptionResult) -> Iterator[CostRow]:
    """Yield each line of the full cost that is not nothing, then the total."""
    if (money := option.money) is None:
        return
    names = {line.id: sight.language.text(line.name) for line in sight.questionnaire.cost_lines}
    lines = [(names[line.line], line.cost) for line in money.lines if line.cost.low or line.cost.high]
    for name, cost in (*lines, (_("In all"), money.total)):
        low, typical, high = (sight.language.money(value, money.unit) for value in (cost.low, cost.middle, cost.high))
        yield CostRow(name, low, typical, high)
