"""From answers to one rating per practice: side values, proposal, evidence cap, consultant's decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter

from questionnaires import Grade, Questionnaire
from scoring.facts import Answer, Backing, Facts, RatingDecision, Respondent, State
from scoring.hearing import NOTHING, Claims, Said, hear
from scoring.maturity import ratio, refs
from scoring.results import Confidence, Doubt, Rating, Ref
from scoring.statements import Kind, latest

# Looking a member up in its enumeration takes ten times as long.
SAID, SAMPLED = Backing.SAID, Backing.SAMPLED
GRADE_A, GRADE_B, GRADE_C, GRADE_D = Grade
HIGH, MEDIUM, LOW = Confidence


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
    # In whole parts of one denominator: sums and comparisons of fractions are many times as slow.
    (c, c_unit), (p, p_unit) = client.as_integer_ratio(), provider.as_integer_ratio()
    c, p, half = 2 * c * p_unit, 2 * p * c_unit, c_unit * p_unit
    return ratio(min((c + p) // 2, min(c, p) + half), 2 * half)


def average_deviation(levels: Iterable[int]) -> Fraction | None:
    """Return the mean distance of levels from their median; None for fewer than two.

    References
    ----------
    Burke and Dunlap, *Estimating interrater agreement with the average deviation index*, Organizational Research
    Methods 5, 2002.

    Examples
    --------
    >>> average_deviation([2, 2, 2, 5])
    Fraction(3, 4)
    """
    ranked = sorted(levels)
    count, half = len(ranked), len(ranked) // 2
    if count < 2:
        return None
    # Distances above the median less those below it: its own value falls out.
    return ratio(sum(ranked[count - half :]) - sum(ranked[:half]), count)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What turns answers into a rating: the cap of each grade, and the gaps that matter, in levels."""

    caps: Mapping[Grade, int]
    calibration_gap: Fraction
    high_confidence_gap: Fraction


def rate(questionnaire: Questionnaire, facts: Facts, heard: Mapping[str, Said] | None = None) -> dict[str, Rating]:
    """Return the rating of each practice of the mode, in catalogue order.

    An answer "not applicable" counts as "don't know" until a scope decision takes the practice out; so does
    taking every tower out that the practice needs one of. `heard` spares hearing the same facts again.
    """
    heard = hear(facts) if heard is None else heard
    rules, people = _rules(questionnaire, facts), {respondent.id: respondent for respondent in facts.respondents}
    decisions = {d.practice_id: d for d in sorted(facts.rating_decisions, key=_by_decision)}
    scope = {d.practice_id: d for d in sorted(facts.scope_decisions, key=_by_decision)}
    towers = towers_out(facts)
    ratings = {}
    for practice in questionnaire.in_mode(facts.mode):
        said, decided = heard.get(practice.id, NOTHING), scope.get(practice.id)
        needed = questionnaire.towers_of(practice.id) if towers else ()
        if decided is not None and not decided.in_scope:
            ratings[practice.id] = _out_of_scope(practice.id, said, (Ref("scope_decision", decided.id),))
        elif needed and towers.issuperset(needed):
            ratings[practice.id] = _out_of_scope(practice.id, said, tuple(Ref("tower", id_) for id_ in needed))
        else:
            ratings[practice.id] = _rating(rules, practice.id, said, people, decisions.get(practice.id))
    return ratings


def towers_out(facts: Facts) -> set[str]:
    """Return the towers that were taken out of scope."""
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


def _side_value(claims: Claims) -> Fraction | None:
    """Mean of the levels claimed on one side; None when nobody claims one."""
    return ratio(sum(claims.values()), len(claims)) if claims else None


def _gap(client: Fraction | None, provider: Fraction | None) -> Fraction | None:
    """Client's value minus the provider's; None unless both rated."""
    if client is None or provider is None:
        return None
    (c, c_unit), (p, p_unit) = client.as_integer_ratio(), provider.as_integer_ratio()
    return ratio(c * p_unit - p * c_unit, c_unit * p_unit)


def _reaches(gap: Fraction | None, limit: Fraction) -> bool:
    """Whether a gap, of either sign, is at least a limit."""
    if gap is None:
        return False
    (levels, unit), (asked, asked_unit) = gap.as_integer_ratio(), limit.as_integer_ratio()
    return abs(levels) * asked_unit >= asked * unit


def _exceeds(value: Fraction | None, cap: int | None) -> bool:
    """Whether a value is above the cap of its grade."""
    if value is None or cap is None:
        return False
    levels, unit = value.as_integer_ratio()
    return levels > cap * unit


def _grade(rated: Sequence[Answer], documents: Sequence[Backing], people: Mapping[str, Respondent]) -> Grade | None:
    """Best grade that the standing answers support (`domain.md` 2.2); `documents` are what else backs them."""
    if not rated:
        return None
    if SAMPLED in documents:
        return GRADE_A
    if documents:
        return GRADE_B
    first = people[rated[0].respondent_id]
    for answer in rated:
        other = people[answer.respondent_id]
        if other.side is not first.side or other.role != first.role:
            return GRADE_C
    return GRADE_D


def _doubts(gap: bool, contradicted: bool, conflict: bool, grade: Grade | None, decided: bool) -> tuple[Doubt, ...]:
    """Why a practice should be calibrated before its rating is relied on.

    A decision settles what the sides disagree about; it cannot make evidence out of nothing.
    """
    found = []
    if not decided:
        if gap:
            found.append(Doubt.GAP)
        if contradicted:
            found.append(Doubt.CONTRADICTED)
        if conflict:
            found.append(Doubt.CONFLICT)
    if grade is GRADE_D:
        found.append(Doubt.WEAK_EVIDENCE)
    return tuple(found)


def _confidence(
    rules: _Rules, grade: Grade | None, gap: Fraction | None, doubts: tuple[Doubt, ...]
) -> Confidence | None:
    """How far the rating can be relied on (`domain.md` 2.2, rule 5)."""
    if grade is None:
        return None
    if doubts:
        return LOW
    close = not _reaches(gap, rules.high_confidence_gap)
    return HIGH if grade is GRADE_A and close else MEDIUM


def _rating(
    rules: _Rules,
    practice_id: str,
    said: Said,
    people: Mapping[str, Respondent],
    decision: RatingDecision | None,
) -> Rating:
    """Put together the rating of a practice in scope."""
    rated: Sequence[Answer] = said.voices
    silent: Sequence[State] = ()
    if len(said.client) + len(said.provider) < len(said.voices):
        rated = [answer for answer in said.voices if answer.level is not None]
        silent = [answer.state for answer in said.voices if answer.level is None]
    contradicting = [answer for answer in said.voices if answer.contradicts]
    documents = [answer.backing for answer in rated if answer.backing != SAID]
    supporting = [a.backing for a in rated if a.backing != SAID and not a.contradicts] if contradicting else documents
    client, provider = _side_value(said.client), _side_value(said.provider)
    gap = _gap(client, provider)
    level = None if decision is None else decision.level
    grade = _grade(rated, supporting, people) or (None if level is None else GRADE_D)
    cap = None if grade is None else rules.caps.get(grade)
    uncapped = proposed_rating(client, provider) if level is None else level
    held = level is None and _exceeds(uncapped, cap)
    wide = _reaches(gap, rules.calibration_gap)
    doubts = _doubts(wide, bool(contradicting), said.in_conflict, grade, decided=level is not None)
    because = refs("answer", [answer.id for answer in said.answers])
    if decision is not None and level is not None:
        because += (Ref("rating_decision", decision.id),)
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
        above_cap=_exceeds(level, cap),
        consent=decision is not None and decision.consent,
        one_view=bool(rated) and gap is None,
        respondents=len(rated),
        sources=len(rated) + len(documents),
        dont_know=silent.count(State.DONT_KNOW) if silent else 0,
        not_applicable=silent.count(State.NOT_APPLICABLE) if silent else 0,
        reasons=because,
        deviation=average_deviation([*said.client.values(), *said.provider.values()]),
    )


def _out_of_scope(practice_id: str, said: Said, reasons: tuple[Ref, ...]) -> Rating:
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
        not_applicable=sum(answer.state is State.NOT_APPLICABLE for answer in said.voices),
        reasons=reasons,
    )
