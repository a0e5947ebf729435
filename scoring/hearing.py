"""What is said of each practice: the answers that stand, one voice per respondent, and what each side claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from questionnaires import Side
from scoring.facts import Answer, Facts, Respondent

Key = tuple[str, str]

Claims = Mapping[str, int]
"""Levels claimed of one practice, by respondent."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one practice.

    `answers` are all that stand, oldest first; `voices` hold one of them per respondent. `client` and `provider`
    give the levels that each side claims.
    """

    answers: Sequence[Answer]
    voices: Sequence[Answer]
    client: Claims
    provider: Claims

    @property
    def in_conflict(self) -> bool:
        """Whether someone answered twice without seeing their first answer."""
        return len(self.answers) > len(self.voices)

    def claims(self, side: Side) -> Claims:
        """Levels that one side claims."""
        return self.client if side is Side.CLIENT else self.provider


NOTHING = Said((), (), {}, {})
"""What is said of a practice that nobody spoke of."""


def current_answers(answers: Iterable[Answer]) -> dict[Key, tuple[Answer, ...]]:
    """Return the answers that nothing follows, by (respondent, practice).

    Two leaves for one key are a conflict: both are kept, oldest first.
    """
    leaves: dict[Key, list[Answer]] = defaultdict(list)
    for answer in _leaves(answers):
        leaves[answer.respondent_id, answer.practice_id].append(answer)
    return {key: tuple(found) for key, found in leaves.items()}


def hear(facts: Facts) -> dict[str, Said]:
    """Return what is said of each practice, in an order that does not depend on that of rows."""
    people = {respondent.id: respondent for respondent in facts.respondents}
    answers: dict[str, list[Answer]] = defaultdict(list)
    for answer in _leaves(facts.answers):
        answers[answer.practice_id].append(answer)
    return {practice_id: _said(found, people) for practice_id, found in answers.items()}


def _leaves(answers: Iterable[Answer]) -> list[Answer]:
    """Answers that nothing follows, oldest first."""
    kept = list(answers)
    followed = {answer.follows_id for answer in kept}
    return sorted([answer for answer in kept if answer.id not in followed], key=attrgetter("recorded_at", "id"))


def _said(answers: Sequence[Answer], people: Mapping[str, Respondent]) -> Said:
    """Split the answers about one practice by side."""
    voices = answers
    if len({answer.respondent_id for answer in answers}) < len(answers):
        voices = _one_each(answers)
    client: dict[str, int] = {}
    provider: dict[str, int] = {}
    for answer in voices:
        if answer.level is not None:
            side = client if people[answer.respondent_id].side is Side.CLIENT else provider
            side[answer.respondent_id] = answer.level
    return Said(answers, voices, client, provider)


def _one_each(answers: Iterable[Answer]) -> list[Answer]:
    """Keep the answer that counts of each respondent."""
    leaves: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        leaves[answer.respondent_id].append(answer)
    return [_standing(found) for found in leaves.values()]


def _standing(leaves: Sequence[Answer]) -> Answer:
    """The leaf that counts in a conflict: the lowest level claimed, else the latest."""
    levels = [leaf for leaf in leaves if leaf.level is not None]
    return min(levels, key=lambda leaf: leaf.level or 0) if levels else leaves[-1]
