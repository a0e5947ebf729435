"""What changed between two assessments of the same engagement: figures side by side, never a verdict on the change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from questionnaires import Side
from scoring.results import AdviceClass, Assessment, DomainScore, GroupScore, Rating


@dataclass(frozen=True, slots=True)
class Change:
    """One figure, before and after; None where nothing supports a number."""

    before: Fraction | None
    after: Fraction | None

    @property
    def difference(self) -> Fraction | None:
        """After minus before; None unless both are known."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A side or a domain: its index (0 to 5), its coverage (0 to 1) and its gated level."""

    id: str
    index: Change
    coverage: Change
    level_before: int | None
    level_after: int | None


@dataclass(frozen=True, slots=True)
class SideChange:
    """One side: as a whole, by domain, and the share of its shortfall that waits for the other (K)."""

    whole: GroupChange
    domains: tuple[GroupChange, ...]
    inherited: Change


@dataclass(frozen=True, slots=True)
class Advice:
    """What was advised, and how surely."""

    option: str | None
    family: str | None
    family_class: AdviceClass
    option_class: AdviceClass


class Move(StrEnum):
    """What happened to a rating."""

    RATED = "rated"
    UNRATED = "unrated"
    RAISED = "raised"
    LOWERED = "lowered"
    LEFT = "left"
    ENTERED = "entered"


@dataclass(frozen=True, slots=True)
class RatingChange:
    """A rating that is not what it was; None where there is none."""

    practice_id: str
    move: Move
    before: Fraction | None
    after: Fraction | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two assessments face to face.

    `same_facts` is true when nothing changed that counts; `same_questionnaire` and only then are figures of one
    making. `ratings` are those that changed, in the questionnaire's order; `answered` the practices that are rated
    now and were not.
    """

    same_facts: bool
    same_questionnaire: bool
    sides: Mapping[Side, SideChange]
    advice_before: Advice
    advice_after: Advice
    ratings: tuple[RatingChange, ...]
    answered: tuple[str, ...]


def compare(before: Assessment, after: Assessment) -> Comparison:
    """Return what changed from one assessment to another."""
    ratings = tuple(_ratings(before.maturity.ratings, after.maturity.ratings))
    return Comparison(
        same_facts=before.digest == after.digest,
        same_questionnaire=before.questionnaire_digest == after.questionnaire_digest,
        sides={side: _side(before, after, side) for side in Side},
        advice_before=_advice(before),
        advice_after=_advice(after),
        ratings=ratings,
        answered=tuple(change.practice_id for change in ratings if change.before is None and change.after is not None),
    )


def _side(before: Assessment, after: Assessment, side: Side) -> SideChange:
    """Return one side, before and after."""
    old, new = before.maturity.sides[side], after.maturity.sides[side]
    return SideChange(
        whole=_group(old.score, new.score),
        domains=tuple(_domains(old.domains, new.domains)),
        inherited=Change(before.maturity.inheritance[side].share, after.maturity.inheritance[side].share),
    )


def _domains(before: tuple[DomainScore, ...], after: tuple[DomainScore, ...]) -> Iterator[GroupChange]:
    """Yield each domain of today; one that another version of the questionnaire had not, has no past."""
    known = {domain.score.id: domain.score for domain in before}
    for domain in after:
        yield _group(known.get(domain.score.id), domain.score)


def _group(before: GroupScore | None, after: GroupScore) -> GroupChange:
    """Return a side or a domain, before and after."""
    old = None if before is None else before.index
    return GroupChange(
        id=after.id,
        index=Change(None if old is None else old.value, after.index.value),
        coverage=Change(None if old is None else old.coverage, after.index.coverage),
        level_before=_level(before),
        level_after=_level(after),
    )


def _level(group: GroupScore | None) -> int | None:
    """Return a gated level, None where nothing is rated."""
    return None if group is None or group.index.value is None else group.level_low


def _advice(assessment: Assessment) -> Advice:
    """Return what an assessment advises."""
    found = assessment.decision.recommendation
    return Advice(found.option, found.family, found.family_class, found.option_class)


def _ratings(before: Mapping[str, Rating], after: Mapping[str, Rating]) -> Iterator[RatingChange]:
    """Yield the ratings that changed; practices of one version of the questionnaire only enter or leave."""
    for practice_id in dict.fromkeys((*after, *before)):
        old, new = _value(before.get(practice_id)), _value(after.get(practice_id))
        move = _move(_in_scope(before.get(practice_id)), _in_scope(after.get(practice_id)), old, new)
        if move is not None:
            yield RatingChange(practice_id, move, old, new)


def _in_scope(rating: Rating | None) -> bool:
    """Say whether a practice is asked about."""
    return rating is not None and rating.in_scope


def _value(rating: Rating | None) -> Fraction | None:
    """Return the rating of a practice in scope."""
    return rating.value if rating is not None and rating.in_scope else None


def _move(was_in: bool, is_in: bool, old: Fraction | None, new: Fraction | None) -> Move | None:
    """Return what happened to a rating, None when nothing did."""
    if was_in != is_in:
        return Move.ENTERED if is_in else Move.LEFT
    if old is None or new is None:
        return None if old == new else Move.RATED if old is None else Move.UNRATED
    return None if old == new else Move.RAISED if new > old else Move.LOWERED
