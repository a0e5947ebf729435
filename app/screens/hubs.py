"""The hub of an engagement: what comes next, where each part stands, the contract and its delays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.access import Action, may
from app.i18n import current_language
from app.models import Engagement, MemberRole
from app.screens.engagement_lists import term_of
from app.screens.guides import tracked
from app.screens.motives import seeds_left
from app.services import statements
from app.services.answers import Progress, progress_of_domains, progress_of_respondents
from questionnaires import Questionnaire, Side
from reports.charts import Timeline, timeline
from reports.language import Language
from scoring import Assessment, Facts
from scoring.facts import Respondent
from scoring.judging import readiness, settled
from scoring.money import own_figures
from scoring.motives import motive_strengths
from scoring.statements import Kind, latest

STEPS = 3
"""Steps proposed at once; the first one bears the primary button."""

DRIVERS = ("need", "ability", "fatigue", "price_gap", "acceptability")


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do now: why, and where."""

    when: str
    title: str
    why: str
    act: str
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How far one side is in one part; `done` None: the part does not concern it, `words` says so."""

    done: str | None
    words: str
    share: float = 0.0
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One part, both sides."""

    name: str
    url: str | None
    client: Cell
    provider: Cell


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that belong to one stage of the work."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Hub:
    """Everything that the page shows."""

    client_description: str
    provider_description: str
    question: str
    steps: tuple[Step, ...]
    groups: tuple[Group, ...]
    timeline: Timeline
    term: str
    as_of: str
    may_edit: bool


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the builders below all read."""

    engagement: Engagement
    role: MemberRole
    questionnaire: Questionnaire
    facts: Facts
    result: Assessment

    def url(self, endpoint: str, action: Action, **values: Any) -> str | None:
        """Return an address of this engagement, None when the reader may not open it."""
        if not may(self.role, action):
            return None
        return url_for(endpoint, engagement_id=self.engagement.id, **values)

    @property
    def to_calibrate(self) -> int:
        """Practices with a doubt that nobody has decided yet."""
        ratings = self.result.maturity.ratings.values()
        return sum(bool(rating.in_scope and rating.doubts and not rating.decided) for rating in ratings)

    @property
    def judged(self) -> int:
        """Drivers that have a value, given or computed from what was said."""
        judgements = settled(self.questionnaire, self.facts, self.result.maturity.ratings).judgements
        return sum(getattr(judgements, driver) is not None for driver in DRIVERS)

    def progress(self, kind: Kind) -> Progress:
        """How many lines of a kind were dealt with, of how many."""
        return statements.progress(self.questionnaire, self.facts)[kind]


def hub_of(
    engagement: Engagement,
    role: MemberRole,
    questionnaire: Questionnaire,
    facts: Facts,
    result: Assessment,
    language: Language,
) -> Hub:
    """Return the hub of an engagement for one reader."""
    sight = _Sight(engagement, role, questionnaire, facts, result)
    steps = _steps(sight) if may(role, Action.INTERVIEW) else _reading_steps(sight)
    return Hub(
        engagement.client_description,
        engagement.provider_description,
        engagement.question,
        tuple(islice(steps, STEPS)),
        tuple(_groups(sight, language)),
        timeline(questionnaire, facts, result.decision, language),
        term_of(engagement, language),
        _("As of %(day)s.", day=language.date(facts.as_of)),
        may(role, Action.FRAME),
    )


def _steps(sight: _Sight) -> Iterator[Step]:
    """Yield what the consultant should do next, the most useful first."""
    framing = url_for("framing.show", engagement_id=sight.engagement.id)
    people = url_for("respondents.index", engagement_id=sight.engagement.id)
    for side, name in ((Side.CLIENT, sight.facts.client), (Side.PROVIDER, sight.facts.provider)):
        if not sight.result.maturity.respondents[side] and not _has_people(sight, side):
            yield Step(
                _("First"),
                _("Say who answers for %(name)s", name=name),
                _("A side that nobody speaks for stays unassessed; both are needed face to face."),
                _("Add people"),
                people,
            )
    yield from _interviews(sight)
    if sight.engagement.contract_end is None:
        yield Step(
            _("Whenever you know it"),
            _("Give the term of the contract"),
            _("No option can be measured against a term that is not known."),
            _("Complete the framing"),
            framing,
        )
    yield from _conclusions(sight)
    yield from _reading_steps(sight)


def _has_people(sight: _Sight, side: Side) -> bool:
    """Say whether somebody answers for a side."""
    return any(respondent.side is side for respondent in sight.facts.respondents)


def _interviews(sight: _Sight) -> Iterator[Step]:
    """Yield whom to hear next, on each side that has practices without an answer of its own."""
    domains = progress_of_domains(sight.questionnaire, sight.facts).values()
    progress = progress_of_respondents(sight.questionnaire, sight.facts)
    for side, party in ((Side.CLIENT, sight.facts.client), (Side.PROVIDER, sight.facts.provider)):
        left = sum(found[side].total - found[side].answered for found in domains)
        done = {r.id: progress[r.id][side].answered for r in sight.facts.respondents if r.side is side}
        open_ = [r for r in sight.facts.respondents if r.id in done and done[r.id] < progress[r.id][side].total]
        if left and open_:
            # The interview that has gone furthest is the one to finish first.
            yield _interview(sight, max(open_, key=lambda r: done[r.id]), party, left)


def _interview(sight: _Sight, respondent: Respondent, party: str, left: int) -> Step:
    """Return the interview to hold or to finish."""
    begun = any(answer.respondent_id == respondent.id for answer in sight.facts.answers)
    role = sight.questionnaire.role[respondent.role].name[current_language()]
    return Step(
        _("Interview in progress") if begun else _("Interview to hold"),
        _("%(role)s, %(party)s", role=role, party=party),
        ngettext(
            "One practice of %(party)s has no answer from its own side.",
            "%(num)s practices of %(party)s have no answer from its own side.",
            left,
            party=party,
        ),
        _("Go on") if begun else _("Open the interview"),
        url_for("interviews.start", engagement_id=sight.engagement.id, respondent_id=respondent.id),
    )


def _conclusions(sight: _Sight) -> Iterator[Step]:
    """Yield what turns answers into advice."""
    if waiting := sight.to_calibrate:
        yield Step(
            _("With both parties"),
            ngettext("Calibrate one practice", "Calibrate %(num)s practices", waiting),
            _("The two sides see them differently, or nothing yet backs what was said."),
            _("Calibrate"),
            url_for("practices.index", engagement_id=sight.engagement.id),
        )
    yield from _judging(sight)


def _judging(sight: _Sight) -> Iterator[Step]:
    """Yield what options wait for: the four questions, the judgements, the tender file."""
    if left := len(seeds_left(sight.questionnaire, sight.facts)):
        yield Step(
            _("With the client"),
            ngettext("Answer one question on the motive", "Answer %(num)s questions on the motive", left),
            _("No option is shown before they are answered or expressly passed over."),
            _("Open the motives"),
            url_for("motives.index", engagement_id=sight.engagement.id),
        )
    if sight.judged < len(DRIVERS):
        yield Step(
            _("To conclude"),
            _("Give your judgements"),
            _("Options are not weighed before the five judgements are given."),
            _("Judge"),
            url_for("judgements.index", engagement_id=sight.engagement.id),
        )
    if readiness(sight.questionnaire, sight.facts).score is None:
        yield Step(
            _("To conclude"),
            _("Look at the tender file"),
            _("What is ready decides which retender is possible, and when."),
            _("Open the readiness"),
            url_for("readiness.index", engagement_id=sight.engagement.id),
        )


def _reading_steps(sight: _Sight) -> Iterator[Step]:
    """Yield what can be read already."""
    if not sight.facts.answers:
        return
    yield Step(
        _("To read"),
        _("Both sides face to face"),
        _("Levels, ranges, what a successor would find unchanged."),
        _("Open the results"),
        url_for("results.show", engagement_id=sight.engagement.id),
    )
    yield Step(
        _("To decide"),
        _("Stay and improve, or retender"),
        _("The options, what forbids some of them, what would change the advice."),
        _("Open the decision"),
        url_for("options.show", engagement_id=sight.engagement.id),
    )
    yield Step(
        _("To hand over"),
        _("The report"),
        _("For each reader, in French or in English, on paper or to work with."),
        _("Open the report"),
        url_for("reports.show", engagement_id=sight.engagement.id),
    )


def _groups(sight: _Sight, language: Language) -> Iterator[Group]:
    """Yield the stages: listen, check, conclude."""
    people = sight.url("respondents.index", Action.MANAGE_RESPONDENTS)
    domains = progress_of_domains(sight.questionnaire, sight.facts)
    listened = [
        Row(_("People who answer"), people, _count(sight, Side.CLIENT), _count(sight, Side.PROVIDER)),
        *(
            Row(language.text(domain.name), people, _cell(found[Side.CLIENT]), _cell(found[Side.PROVIDER]))
            for domain in sight.questionnaire.domains
            if (found := domains[domain.id])
        ),
    ]
    yield Group(_("Listen"), tuple(listened))
    yield Group(_("Check"), (_evidence_row(sight), *_checked_rows(sight)))
    yield Group(_("Conclude"), tuple(_conclusion_rows(sight, language)))


def _evidence_row(sight: _Sight) -> Row:
    """Return how many pieces of evidence each side gave, of those it was asked for."""

    def cell(side: Side) -> Cell:
        practices = (practice for practice in sight.questionnaire.practices if practice.side is side)
        asked, received, _refused = tracked(practices, sight.facts)
        return _cell(Progress(received, asked)) if asked else Cell(None, _("none asked for yet"))

    url = sight.url("guides.index", Action.INTERVIEW)
    return Row(_("Evidence received"), url, cell(Side.CLIENT), cell(Side.PROVIDER))


def _checked_rows(sight: _Sight) -> Iterator[Row]:
    """Yield what both sides look at together: facts of the contract, registers, calibration."""
    common = Cell(None, _("in common"))

    def register(name: str) -> str | None:
        return sight.url("registers.show", Action.RECORD, register=name)

    for name, kind, url in (
        (_("Facts of the contract"), Kind.FRAMING, sight.url("framing.show", Action.FRAME)),
        (_("Procedures: who supplies what"), Kind.PROCEDURE, register("procedures")),
        (_("Clauses of the contract"), Kind.CLAUSE, register("clauses")),
        (_("Indicators classified"), Kind.INDICATOR, register("indicators")),
    ):
        yield Row(name, url, _cell(sight.progress(kind), joint=True), common)
    ratings = [r for r in sight.result.maturity.ratings.values() if r.in_scope and r.doubts]
    settled_ones = Progress(sum(rating.decided for rating in ratings), len(ratings))
    joint = _cell(settled_ones, joint=True) if ratings else Cell(None, _("nothing to calibrate"))
    yield Row(_("Practices calibrated together"), sight.url("practices.index", Action.DECIDE), joint, common)


def _conclusion_rows(sight: _Sight, language: Language) -> Iterator[Row]:
    """Yield motives, judgements and readiness: they are the client's."""
    none = Cell(None, _("not concerned"))
    motives = sight.url("motives.index", Action.JUDGE)
    yield Row(_("Questions before any option"), motives, _cell(sight.progress(Kind.SEED)), none)
    said = latest(sight.facts.statements, Kind.MOTIVE)
    heard = [motive for motive in motive_strengths(sight.questionnaire.motive_model, said) if motive.holders]
    confirmed = Progress(sum(motive.confirmation > 0 for motive in heard), len(heard))
    yield Row(_("Motives confirmed"), motives, _cell(confirmed) if heard else Cell(None, _("none heard yet")), none)
    judged = _cell(Progress(sight.judged, len(DRIVERS)))
    yield Row(_("Judgements given"), sight.url("judgements.index", Action.JUDGE), judged, none)
    weights, parts = (len(latest(sight.facts.statements, kind)) for kind in (Kind.WEIGHTS, Kind.PART))
    asked = ngettext("one decider asked", "%(num)s deciders asked", weights) if weights else _("usual weights")
    yield Row(_("Weights of the deciders"), sight.url("weights.index", Action.JUDGE), Cell(None, asked), none)
    apart = ngettext("one apart", "%(num)s apart", parts) if parts else _("as one whole")
    yield Row(_("Towers apart"), sight.url("parts.index", Action.JUDGE), Cell(None, apart), none)
    yield Row(_("Tender file"), sight.url("readiness.index", Action.JUDGE), _ready(sight, language), none)
    yield Row(_("Costs and assumptions"), sight.url("parameters.index", Action.READ_OPTIONS), _assumed(sight), none)


def _assumed(sight: _Sight) -> Cell:
    """Return how many figures are the engagement's own: none has to be, so none is awaited."""
    own = len(own_figures(sight.questionnaire, sight.facts))
    return Cell(None, ngettext("%(num)s own figure", "%(num)s own figures", own) if own else _("default figures"))


def _ready(sight: _Sight, language: Language) -> Cell:
    """Return the items looked at, or the score that was entered without them."""
    looked_at, score = sight.progress(Kind.READINESS), sight.facts.readiness.score
    if looked_at.answered or score is None:
        return _cell(looked_at)
    return Cell(language.trimmed(score), _("of 100"), float(score))


def _count(sight: _Sight, side: Side) -> Cell:
    """Return how many people of a side have answered something, of those named."""
    people = {respondent.id for respondent in sight.facts.respondents if respondent.side is side}
    heard = people & {answer.respondent_id for answer in sight.facts.answers}
    return _cell(Progress(len(heard), len(people)))


def _cell(progress: Progress, *, joint: bool = False) -> Cell:
    """Return progress as words and as a share."""
    share = 100 * progress.answered / progress.total if progress.total else 0
    return Cell(str(progress.answered), _("of %(total)s", total=progress.total), round(share, 2), joint)
