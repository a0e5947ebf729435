"""What both sides said of a practice, the rating that comes out and how, and the queue of calibration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import ngettext

from questionnaires import Questionnaire, Side
from questionnaires.schema import Practice
from reports.language import Language
from scoring import Facts, Maturity, current_answers
from scoring.facts import Answer, Backing, State
from scoring.results import Doubt, Rating


@dataclass(frozen=True, slots=True)
class Anchor:
    """One level, and who sees it or retains it."""

    level: int
    text: str
    client: bool
    provider: bool
    retained: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """What one role said; never a name."""

    role: str
    said: str
    backing: str
    comment: str


@dataclass(frozen=True, slots=True)
class Column:
    """What one side said, and its value."""

    value: str
    source: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class PracticeView:
    """Everything that the page of a practice shows."""

    id: str
    name: str
    why: str
    side: Side
    owner: str
    domain: str
    theme: str
    client: Column
    provider: Column
    anchors: tuple[Anchor, ...]
    rating_title: str
    arithmetic: tuple[str, ...]
    decision: str
    in_scope: bool
    scope_words: str


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One practice of the calibration page."""

    id: str
    side: Side
    name: str
    client: str
    provider: str
    retained: str
    remark: str


@dataclass(frozen=True, slots=True)
class QueueGroup:
    """The practices of one domain."""

    id: str
    name: str
    rows: tuple[QueueRow, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits to be calibrated, then every practice by domain."""

    headline: str
    waiting: tuple[QueueRow, ...]
    groups: tuple[QueueGroup, ...]


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the builders below all read."""

    questionnaire: Questionnaire
    facts: Facts
    language: Language
    comments: Mapping[str, str]

    def party(self, side: Side) -> str:
        """Return the name of a side."""
        return self.facts.client if side is Side.CLIENT else self.facts.provider


def practice_view(
    questionnaire: Questionnaire,
    facts: Facts,
    maturity: Maturity,
    practice: Practice,
    language: Language,
    texts: Mapping[str, str],
) -> PracticeView:
    """Return the page of a practice; `texts` holds comments and reasons by the id of their row."""
    sight = _Sight(questionnaire, facts, language, texts)
    rating = maturity.ratings[practice.id]
    theme = questionnaire.theme[practice.theme]
    return PracticeView(
        id=practice.id,
        name=language.text(practice.name),
        why=language.text(practice.why),
        side=practice.side,
        owner=sight.party(practice.side),
        domain=language.text(questionnaire.domain[theme.domain].name),
        theme=language.text(theme.short),
        client=_column(sight, practice, Side.CLIENT, rating.client_value),
        provider=_column(sight, practice, Side.PROVIDER, rating.provider_value),
        anchors=tuple(_anchors(practice, rating, language)),
        rating_title=_title(rating, language),
        arithmetic=tuple(_arithmetic(sight, rating)),
        decision=_decision(sight, practice.id, rating),
        in_scope=rating.in_scope,
        scope_words=_scope(sight, practice.id, rating),
    )


def queue_of(questionnaire: Questionnaire, facts: Facts, maturity: Maturity, language: Language) -> Queue:
    """Return the calibration page: what waits, then everything."""
    rows = {
        practice.id: _queue_row(practice, maturity.ratings[practice.id], language)
        for practice in questionnaire.in_mode(facts.mode)
    }
    waiting = [r for r in maturity.ratings.values() if r.in_scope and r.doubts and not r.decided]
    waiting.sort(key=lambda rating: (-abs(rating.gap or 0), rating.practice_id))
    headline = (
        ngettext(
            "One practice waits to be calibrated with both parties.",
            "%(num)s practices wait to be calibrated with both parties.",
            len(waiting),
        )
        if waiting
        else _("Nothing waits to be calibrated.")
    )
    groups = tuple(
        QueueGroup(
            domain.id,
            language.text(domain.name),
            tuple(rows[p.id] for p in questionnaire.in_mode(facts.mode) if questionnaire.domain_of(p) is domain),
        )
        for domain in questionnaire.domains
    )
    return Queue(headline, tuple(rows[rating.practice_id] for rating in waiting), groups)


def _queue_row(practice: Practice, rating: Rating, language: Language) -> QueueRow:
    """Return one practice with both values and what is to be said of it."""
    return QueueRow(
        id=practice.id,
        side=practice.side,
        name=language.text(practice.name),
        client=language.trimmed(rating.client_value),
        provider=language.trimmed(rating.provider_value),
        retained=language.trimmed(rating.value),
        remark=_remark(rating),
    )


def _remark(rating: Rating) -> str:
    """Return why a practice waits, or why it does not."""
    if not rating.in_scope:
        return _("out of scope")
    if rating.decided:
        return _("decided")
    return ", ".join(_doubts(rating.doubts)) or ("" if rating.respondents else _("no answer"))


def _doubts(doubts: Iterable[Doubt]) -> Iterator[str]:
    """Yield each doubt in words."""
    words = {
        Doubt.GAP: _("the two sides see it differently"),
        Doubt.CONTRADICTED: _("what was seen contradicts what was said"),
        Doubt.WEAK_EVIDENCE: _("said by one person only"),
        Doubt.CONFLICT: _("two answers of one person stand"),
    }
    return (words[doubt] for doubt in doubts)


def _column(sight: _Sight, practice: Practice, side: Side, value: Fraction | None) -> Column:
    """Return what one side said of a practice, role by role."""
    roles = {r.id: r.role for r in sight.facts.respondents if r.side is side}
    voices = tuple(
        _voice(sight, answer, roles[respondent_id])
        for (respondent_id, practice_id), answers in current_answers(sight.facts.answers).items()
        if practice_id == practice.id and respondent_id in roles
        for answer in answers
    )
    source = ngettext("one answer", "%(num)s answers", len(voices)) if voices else _("nobody of this side has answered")
    return Column(sight.language.trimmed(value), source, voices)


def _voice(sight: _Sight, answer: Answer, role: str) -> Voice:
    """Return one answer in words."""
    backings = {
        Backing.SAID: _("said"),
        Backing.SEEN: _("document seen"),
        Backing.SAMPLED: _("real cases sampled"),
    }
    backing = backings[answer.backing]
    return Voice(
        role=sight.language.text(sight.questionnaire.role[role].name),
        said=_answer_words(answer, sight.language),
        backing=_("%(backing)s, contradicts", backing=backing) if answer.contradicts else backing,
        comment=sight.comments.get(answer.id, ""),
    )


def _answer_words(answer: Answer, language: Language) -> str:
    """Return what an answer says."""
    if answer.state is State.NOT_APPLICABLE:
        return _("not applicable")
    if answer.state is State.DONT_KNOW:
        return _("does not know")
    return _("level %(level)s", level=language.integer(answer.level))


def _anchors(practice: Practice, rating: Rating, language: Language) -> Iterator[Anchor]:
    """Yield the six levels, with the whole level that each side's value stands on."""
    for anchor in practice.levels:
        seen = [
            value is not None and value // 1 == anchor.level for value in (rating.client_value, rating.provider_value)
        ]
        retained = rating.value is not None and rating.value // 1 == anchor.level
        yield Anchor(anchor.level, language.text(anchor), seen[0], seen[1], retained)


def _title(rating: Rating, language: Language) -> str:
    """Return the rating as the heading of its arithmetic."""
    if not rating.in_scope:
        return _("No rating: out of scope")
    if rating.value is None:
        return _("No rating yet")
    value = language.trimmed(rating.value)
    return (
        _("Rating decided: %(value)s", value=value) if rating.decided else _("Rating proposed: %(value)s", value=value)
    )


def _arithmetic(sight: _Sight, rating: Rating) -> Iterator[str]:
    """Yield how the proposal comes out, step by step."""
    number = sight.language.trimmed
    if rating.client_value is None and rating.provider_value is None:
        yield _("Nobody has given a level yet.")
        return
    for side, value in ((Side.CLIENT, rating.client_value), (Side.PROVIDER, rating.provider_value)):
        if value is not None:
            yield _("Mean of the levels said by %(name)s: %(value)s.", name=sight.party(side), value=number(value, 2))
    if rating.client_value is not None and rating.provider_value is not None:
        lower = min(rating.client_value, rating.provider_value)
        yield _(
            "Mean of the two sides: %(mean)s; at most half a level above the lower one: %(limit)s.",
            mean=number((rating.client_value + rating.provider_value) / 2, 2),
            limit=number(lower + Fraction(1, 2), 2),
        )
    else:
        yield _("Only one side gave a level, so its value stands: one view.")
    yield from _evidence(sight, rating)


def _evidence(sight: _Sight, rating: Rating) -> Iterator[str]:
    """Yield what the evidence does to the proposal."""
    if rating.grade is None or rating.cap is None:
        return
    grades = {rule.grade: sight.language.text(rule.name) for rule in sight.questionnaire.grades}
    words = {"grade": rating.grade.value, "name": grades[rating.grade], "cap": rating.cap}
    if rating.cap >= 5:
        yield _("Evidence %(grade)s, %(name)s: no cap.", **words)
    elif rating.capped:
        yield _("Evidence %(grade)s, %(name)s: the rating is held down to %(cap)s.", **words)
    else:
        yield _("Evidence %(grade)s, %(name)s: at most %(cap)s, which changes nothing here.", **words)
    if rating.doubts:
        yield _("To calibrate: %(doubts)s.", doubts=", ".join(_doubts(rating.doubts)))


def _decision(sight: _Sight, practice_id: str, rating: Rating) -> str:
    """Return the decision that holds, with its reason."""
    if not rating.decided:
        return ""
    mine = [d for d in sight.facts.rating_decisions if d.practice_id == practice_id]
    last = max(mine, key=lambda decision: (decision.decided_at, decision.id))
    reason = sight.comments.get(last.id, "")
    words = _(
        "The consultant retains %(value)s: %(reason)s",
        value=sight.language.trimmed(rating.value),
        reason=reason,
    )
    above = _("This is above what the evidence carries.")
    return f"{words} {above}" if rating.above_cap else words


def _scope(sight: _Sight, practice_id: str, rating: Rating) -> str:
    """Return who proposes to take the practice out, or why it was."""
    mine = [d for d in sight.facts.scope_decisions if d.practice_id == practice_id]
    if not rating.in_scope and mine:
        last = max(mine, key=lambda decision: (decision.decided_at, decision.id))
        return _("Taken out of scope: %(reason)s", reason=sight.comments.get(last.id, ""))
    if rating.not_applicable:
        return ngettext(
            "One person says that it does not apply; until it is taken out, this counts as not knowing.",
            "%(num)s persons say that it does not apply; until it is taken out, this counts as not knowing.",
            rating.not_applicable,
        )
    return _("Nobody says that it does not apply.")
