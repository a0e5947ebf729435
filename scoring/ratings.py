"""From answers to one rating per practice: side values, proposal, evidence cap, consultant's decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from questionnaires import Grade, Questionnaire, Side
from scoring.facts import Answer, Backing, Facts, RatingDecision, Respondent, State
from scoring.results import Confidence, Doubt, Rating, Ref

HALF = Fraction(1, 2)

Key = tuple[str, str]


def current_answers(answers: Iterable[Answer]) -> dict[Key, tuple[Answer, ...]]:
    """Return the answers that nothing follows, by (respondent, practice).

    Two leaves for one key are a conflict: both are kept, oldest first.
    """
    kept = list(answers)
    followed = {answer.follows_id for answer in kept}
    leaves: dict[Key, list[Answer]] = defaultdict(list)
    for answer in sorted(kept, key=lambda answer: (answer.recorded_at, answer.id)):
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


@dataclass(frozen=True, slots=True)
class _Voice:
    """The standing answer of one respondent, once conflicts are settled on the lowest level."""

    respondent: Respondent
    leaves: tuple[Answer, ...]
    answer: Answer


def _standing(leaves: tuple[Answer, ...]) -> Answer:
    """The leaf that counts: the lowest level claimed, else the latest."""
    levels = [leaf for leaf in leaves if leaf.state is State.LEVEL]
    return min(levels, key=lambda leaf: leaf.level or 0) if levels else leaves[-1]


def rate(questionnaire: Questionnaire, facts: Facts) -> dict[str, Rating]:
    """Return the rating of each practice of the mode, in catalogue order.

    An answer "not applicable" counts as "don't know" until a scope decision takes the practice out.
    """
    respondents = {respondent.id: respondent for respondent in facts.respondents}
    voices: dict[str, list[_Voice]] = defaultdict(list)
    for (respondent_id, practice_id), leaves in current_answers(facts.answers).items():
        voices[practice_id].append(_Voice(respondents[respondent_id], leaves, _standing(leaves)))
    decisions = {d.practice_id: d for d in sorted(facts.rating_decisions, key=lambda d: (d.decided_at, d.id))}
    scope = {d.practice_id: d for d in sorted(facts.scope_decisions, key=lambda d: (d.decided_at, d.id))}
    alone = facts.self_declared and len({answer.respondent_id for answer in facts.answers}) == 1
    ratings = {}
    for practice in questionnaire.in_mode(facts.mode):
        decided = scope.get(practice.id)
        if decided is not None and not decided.in_scope:
            ratings[practice.id] = _out_of_scope(practice.id, voices[practice.id], Ref("scope_decision", decided.id))
        else:
            decision = decisions.get(practice.id)
            caps = {} if alone else questionnaire.cap
            ratings[practice.id] = _rating(questionnaire, practice.id, voices[practice.id], decision, caps)
    return ratings


def _side_value(voices: Iterable[_Voice], side: Side) -> Fraction | None:
    """Mean of the levels claimed on one side; None when nobody claims one."""
    levels = [
        voice.answer.level for voice in voices if voice.respondent.side is side and voice.answer.level is not None
    ]
    return Fraction(sum(levels), len(levels)) if levels else None


def _grade(rated: Sequence[_Voice]) -> Grade | None:
    """Best grade that the standing answers support (`domain.md` 2.2)."""
    if not rated:
        return None
    backings = {voice.answer.backing for voice in rated if not voice.answer.contradicts}
    if Backing.SAMPLED in backings:
        return Grade.A
    if Backing.SEEN in backings:
        return Grade.B
    roles = {(voice.respondent.side, voice.respondent.role) for voice in rated}
    return Grade.C if len(roles) > 1 else Grade.D


def _doubts(
    questionnaire: Questionnaire, voices: Sequence[_Voice], gap: Fraction | None, grade: Grade | None
) -> tuple[Doubt, ...]:
    """Why a practice should be calibrated before its rating is relied on."""
    found = []
    if gap is not None and abs(gap) >= Fraction(str(questionnaire.thresholds.calibration_gap)):
        found.append(Doubt.GAP)
    if any(voice.answer.contradicts for voice in voices):
        found.append(Doubt.CONTRADICTED)
    if any(len(voice.leaves) > 1 for voice in voices):
        found.append(Doubt.CONFLICT)
    if grade is Grade.D:
        found.append(Doubt.WEAK_EVIDENCE)
    return tuple(found)


def _confidence(
    questionnaire: Questionnaire, grade: Grade, gap: Fraction | None, doubts: tuple[Doubt, ...]
) -> Confidence:
    """How far the rating can be relied on (`domain.md` 2.2, rule 5)."""
    if doubts or grade is Grade.D:
        return Confidence.LOW
    close = gap is None or abs(gap) < Fraction(str(questionnaire.thresholds.high_confidence_gap))
    return Confidence.HIGH if grade is Grade.A and close else Confidence.MEDIUM


def _rating(
    questionnaire: Questionnaire,
    practice_id: str,
    voices: Sequence[_Voice],
    decision: RatingDecision | None,
    caps: Mapping[Grade, int],
) -> Rating:
    """Put together the rating of a practice in scope."""
    rated = [voice for voice in voices if voice.answer.state is State.LEVEL]
    client, provider = _side_value(rated, Side.CLIENT), _side_value(rated, Side.PROVIDER)
    gap = client - provider if client is not None and provider is not None else None
    grade = _grade(rated)
    cap = caps.get(grade) if grade else None
    proposed = proposed_rating(client, provider)
    value = min(proposed, Fraction(cap)) if proposed is not None and cap is not None else proposed
    doubts = _doubts(questionnaire, voices, gap, grade)
    decided = decision is not None and decision.level is not None
    if decision is not None and decision.level is not None:
        # A decision settles what the sides disagree about; it cannot make evidence out of nothing.
        value = proposed = decision.level
        doubts = tuple(doubt for doubt in doubts if doubt is Doubt.WEAK_EVIDENCE)
        grade = grade or Grade.D
    reasons = [Ref("answer", leaf.id) for voice in voices for leaf in voice.leaves]
    if decision is not None and decided:
        reasons.append(Ref("rating_decision", decision.id))
    return Rating(
        practice_id=practice_id,
        in_scope=True,
        value=value,
        uncapped=proposed,
        client_value=client,
        provider_value=provider,
        gap=gap,
        grade=grade,
        cap=cap,
        confidence=_confidence(questionnaire, grade, None if decided else gap, doubts) if grade else None,
        doubts=doubts,
        decided=decided,
        above_cap=decided and cap is not None and value is not None and value > cap,
        consent=decision is not None and decision.consent,
        one_view=bool(rated) and (client is None or provider is None),
        respondents=len(rated),
        sources=len(rated) + sum(voice.answer.backing is not Backing.SAID for voice in rated),
        dont_know=sum(voice.answer.state is State.DONT_KNOW for voice in voices),
        not_applicable=sum(voice.answer.state is State.NOT_APPLICABLE for voice in voices),
        reasons=tuple(reasons),
    )


def _out_of_scope(practice_id: str, voices: Sequence[_Voice], decided_by: Ref) -> Rating:
    """A practice that a scope decision took out: no value, no doubt, its reason kept."""
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
        not_applicable=sum(voice.answer.state is State.NOT_APPLICABLE for voice in voices),
        reasons=(decided_by,),
    )
