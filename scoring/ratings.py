"""From answers to one rating per practice: side values, proposal, evidence cap, consultant's decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter

from questionnaires import Grade, Questionnaire, Side
from scoring.facts import Answer, Backing, Facts, RatingDecision, Respondent, State
from scoring.maturity import ratio
from scoring.results import Confidence, Doubt, Rating, Ref
from scoring.statements import Kind, latest

HALF = Fraction(1, 2)

Key = tuple[str, str]


def current_answers(answers: Iterable[Answer]) -> dict[Key, tuple[Answer, ...]]:
    """Return the answers that nothing follows, by (respondent, practice).

    Two leaves for one key are a conflict: both are kept, oldest first.
    """
    kept = list(answers)
    followed = {answer.follows_id for answer in kept}
    leaves: dict[Key, list[Answer]] = defaultdict(list)
    for answer in sorted(kept, key=attrgetter("recorded_at", "id")):
        if answer.id not in followed:
            leaves[answer.respondent_id, answer.practice_id].append(answer)
    return {key: tuple(found) for key, found in leaves.items()}


def proposed_rating(client: Fraction | None, provider: Fraction | None) -> Fraction | None:
    """Return the rating that two side values propose, before the evidence cap.

    The mean, but at most half a level above the lower one, so that a better answer never worsens it and a
    generous side cannot carry a severe one; with one side only, its value.

    Parameters
    ----------
    client, provider : Fraction or None
        Mean of the levels claimed by each side's respondents, 0 to 5; None when nobody of that side rated.

    References
    ----------
    `design.md` 4.1.

    Examples
    --------
    >>> proposed_rating(Fraction(1), Fraction(3))
    Fraction(3, 2)
    >>> proposed_rating(Fraction(2), None)
    Fraction(2, 1)
    """
    if client is None or provider is None:
        return provider if client is None else client
    return min((client + provider) / 2, min(client, provider) + HALF)


Voice = tuple[Respondent, Answer]
"""A respondent, and the answer that stands for them."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """What is said of one practice: one voice per respondent, and every answer behind them."""

    voices: list[Voice]
    answers: list[Answer]

    @property
    def in_conflict(self) -> bool:
        """Whether someone answered twice without seeing their first answer."""
        return len(self.answers) > len(self.voices)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What turns answers into a rating: the cap of each grade, and the gaps that matter, in levels."""

    caps: Mapping[Grade, int]
    calibration_gap: Fraction
    high_confidence_gap: Fraction


def rate(questionnaire: Questionnaire, facts: Facts) -> dict[str, Rating]:
    """Return the rating of each practice of the mode, in catalogue order.

    An answer "not applicable" counts as "don't know" until a scope decision takes the practice out; so does
    taking every tower out that the practice needs one of.
    """
    rules, heard = _rules(questionnaire, facts), _heard(facts)
    decisions = {d.practice_id: d for d in sorted(facts.rating_decisions, key=_by_decision)}
    scope = {d.practice_id: d for d in sorted(facts.scope_decisions, key=_by_decision)}
    towers = _towers_out(facts)
    ratings = {}
    for practice in questionnaire.in_mode(facts.mode):
        said, decided = heard[practice.id], scope.get(practice.id)
        needed = questionnaire.towers_of(practice.id)
        if decided is not None and not decided.in_scope:
            ratings[practice.id] = _out_of_scope(practice.id, said, (Ref("scope_decision", decided.id),))
        elif needed and towers.issuperset(needed):
            ratings[practice.id] = _out_of_scope(practice.id, said, tuple(Ref("tower", id_) for id_ in needed))
        else:
            ratings[practice.id] = _rating(rules, practice.id, said, decisions.get(practice.id))
    return ratings


def _towers_out(facts: Facts) -> set[str]:
    """Towers that were taken out of scope."""
    return {id_ for id_, value in latest(facts.statements, Kind.TOWER).items() if not value["in_scope"]}


_by_decision = attrgetter("decided_at", "id")


def _rules(questionnaire: Questionnaire, facts: Facts) -> _Rules:
    """Rules of an engagement; one voice alone is shown as self-declared rather than capped (`design.md` 4.10)."""
    alone = facts.self_declared and len({answer.respondent_id for answer in facts.answers}) == 1
    limits = questionnaire.thresholds
    return _Rules(
        caps={} if alone else questionnaire.cap,
        calibration_gap=Fraction(str(limits.calibration_gap)),
        high_confidence_gap=Fraction(str(limits.high_confidence_gap)),
    )


def _heard(facts: Facts) -> defaultdict[str, _Heard]:
    """What is said of each practice, in an order that does not depend on that of rows."""
    respondents = {respondent.id: respondent for respondent in facts.respondents}
    heard: defaultdict[str, _Heard] = defaultdict(lambda: _Heard([], []))
    for (respondent_id, practice_id), leaves in current_answers(facts.answers).items():
        said = heard[practice_id]
        said.voices.append((respondents[respondent_id], leaves[0] if len(leaves) == 1 else _standing(leaves)))
        said.answers.extend(leaves)
    return heard


def _standing(leaves: tuple[Answer, ...]) -> Answer:
    """The leaf that counts in a conflict: the lowest level claimed, else the latest."""
    levels = [leaf for leaf in leaves if leaf.level is not None]
    return min(levels, key=lambda leaf: leaf.level or 0) if levels else leaves[-1]


def _side_value(rated: Iterable[Voice], side: Side) -> Fraction | None:
    """Mean of the levels claimed on one side; None when nobody claims one."""
    levels = [answer.level or 0 for respondent, answer in rated if respondent.side is side]
    return ratio(sum(levels), len(levels)) if levels else None


def _grade(rated: Sequence[Voice]) -> Grade | None:
    """Best grade that the standing answers support (`domain.md` 2.2)."""
    if not rated:
        return None
    backings = [answer.backing for _, answer in rated if not answer.contradicts]
    if Backing.SAMPLED in backings:
        return Grade.A
    if Backing.SEEN in backings:
        return Grade.B
    first = rated[0][0]
    alike = all(respondent.side is first.side and respondent.role == first.role for respondent, _ in rated)
    return Grade.D if alike else Grade.C


def _doubts(rules: _Rules, said: _Heard, gap: Fraction | None, grade: Grade | None, decided: bool) -> tuple[Doubt, ...]:
    """Why a practice should be calibrated before its rating is relied on.

    A decision settles what the sides disagree about; it cannot make evidence out of nothing.
    """
    found = []
    if not decided:
        if gap is not None and abs(gap) >= rules.calibration_gap:
            found.append(Doubt.GAP)
        if any(answer.contradicts for _, answer in said.voices):
            found.append(Doubt.CONTRADICTED)
        if said.in_conflict:
            found.append(Doubt.CONFLICT)
    if grade is Grade.D:
        found.append(Doubt.WEAK_EVIDENCE)
    return tuple(found)


def _confidence(
    rules: _Rules, grade: Grade | None, gap: Fraction | None, doubts: tuple[Doubt, ...]
) -> Confidence | None:
    """How far the rating can be relied on (`domain.md` 2.2, rule 5)."""
    if grade is None:
        return None
    if doubts:
        return Confidence.LOW
    close = gap is None or abs(gap) < rules.high_confidence_gap
    return Confidence.HIGH if grade is Grade.A and close else Confidence.MEDIUM


def _rating(rules: _Rules, practice_id: str, said: _Heard, decision: RatingDecision | None) -> Rating:
    """Put together the rating of a practice in scope."""
    rated = [voice for voice in said.voices if voice[1].level is not None]
    silent = [answer.state for _, answer in said.voices if answer.level is None]
    client, provider = _side_value(rated, Side.CLIENT), _side_value(rated, Side.PROVIDER)
    gap = client - provider if client is not None and provider is not None else None
    level = None if decision is None else decision.level
    grade = _grade(rated) or (None if level is None else Grade.D)
    cap = None if grade is None else rules.caps.get(grade)
    uncapped = proposed_rating(client, provider) if level is None else level
    held = level is None and uncapped is not None and cap is not None and uncapped > cap
    doubts = _doubts(rules, said, gap, grade, decided=level is not None)
    reasons = [Ref("answer", answer.id) for answer in said.answers]
    if decision is not None and level is not None:
        reasons.append(Ref("rating_decision", decision.id))
    return Rating(
        practice_id=practice_id,
        in_scope=True,
        value=ratio(cap, 1) if held and cap is not None else uncapped,
        uncapped=uncapped,
        client_value=client,
        provider_value=provider,
        gap=gap,
        grade=grade,
        cap=cap,
        confidence=_confidence(rules, grade, gap if level is None else None, doubts),
        doubts=doubts,
        decided=level is not None,
        above_cap=level is not None and cap is not None and level > cap,
        consent=decision is not None and decision.consent,
        one_view=bool(rated) and gap is None,
        respondents=len(rated),
        sources=2 * len(rated) - [answer.backing for _, answer in rated].count(Backing.SAID),
        dont_know=silent.count(State.DONT_KNOW),
        not_applicable=silent.count(State.NOT_APPLICABLE),
        reasons=tuple(reasons),
    )


def _out_of_scope(practice_id: str, said: _Heard, reasons: tuple[Ref, ...]) -> Rating:
    """A practice that a scope decision or its towers took out: no value, no doubt, its reason kept."""
    return Rating(
        practice_id=practice_id,
        in_scope=False,
        value=None,
        uncapped=None,
        client_value=None,
        provider_value=None,
        gap=None,
        grade=None,
        cap=None,
        confidence=None,
        doubts=(),
        decided=False,
        above_cap=False,
        consent=False,
        one_view=False,
        respondents=0,
        sources=0,
        dont_know=0,
        not_applicable=sum(answer.state is State.NOT_APPLICABLE for _, answer in said.voices),
        reasons=reasons,
    )
