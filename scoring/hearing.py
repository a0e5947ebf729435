"""What is said of each practice: the answers that stand, one voice per respondent, and what each side claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from questionnaires import Side
from scoring.building import quickly_built
from scoring.facts import Answer, Facts

CLIENT = Side.CLIENT  # looking a member up in its enumeration takes ten times as long

Key = tuple[str, str]

Claims = Mapping[str, int]
"""Levels claimed of one practice, by respondent."""


@quickly_built
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
    side_of = {respondent.id: respondent.side for respondent in facts.respondents}
    found: dict[str, tuple[list[Answer], dict[str, int], dict[str, int]]] = defaultdict(lambda: ([], {}, {}))
    for answer in _leaves(facts.answers):
        answers, client, provider = found[answer.practice_id]
        answers.append(answer)
        level = answer.level
        if level is not None:
            (client if side_of[answer.respondent_id] is CLIENT else provider)[answer.respondent_id] = level
    return {practice_id: _said(side_of, *said) for practice_id, said in found.items()}


def _leaves(answers: Iterable[Answer]) -> list[Answer]:
    """Answers that nothing follows, oldest first."""
    kept = list(answers)
    followed = {answer.follows_id for answer in kept}
    if followed != {None}:
        kept = [answer for answer in kept if answer.id not in followed]
    return sorted(kept, key=attrgetter("recorded_at", "id"))


def _said(side_of: Mapping[str, Side], answers: Sequence[Answer], client: Claims, provider: Claims) -> Said:
    """Keep one voice per respondent; when each gave one level there is nothing to choose."""
    if len(client) + len(provider) == len(answers):
        return Said(answers, answers, client, provider)
    voices = _one_each(answers)
    claims: dict[Side, dict[str, int]] = {side: {} for side in Side}
    for voice in voices:
        if voice.level is not None:
            claims[side_of[voice.respondent_id]][voice.respondent_id] = voice.level
    return Said(answers, voices, claims[Side.CLIENT], claims[Side.PROVIDER])


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
