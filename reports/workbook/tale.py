"""What every sheet tells from: the assessment, its words, what its reader may not see."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from questionnaires import Questionnaire, Side
from questionnaires.schema import Practice
from reports import charts
from reports.language import Language
from reports.publishing import withheld
from reports.sentences import Sentences
from reports.story import Words
from scoring import Assessment, Facts
from scoring.results import Shortfall

FULL, PROVIDER = "full", "provider"
"""Audiences: the client's management, and the edition that the provider is given."""


@dataclass(frozen=True)
class Tale:
    """One assessment in one language for one audience."""

    questionnaire: Questionnaire
    facts: Facts
    assessment: Assessment
    language: Language
    words: Words
    audience: str
    say: Sentences
    hidden: frozenset[str]

    @property
    def full(self) -> bool:
        """Whether the reader is the client's: options, costs, registers and readiness are for it alone."""
        return self.audience == FULL

    def phrase(self, key: str, **values: object) -> str:
        """Return a running word of the workbook."""
        client, provider = self.facts.client, self.facts.provider
        return self.language.phrase(f"book_{key}", client=client, provider=provider, **values)

    def side(self, side: Side) -> str:
        """Return what a side is called in a cell: its role, for two organisations may share a name."""
        return self.language.phrase(f"book_{side}")

    @cached_property
    def practices(self) -> tuple[Practice, ...]:
        """Every practice of the mode, client first, by domain and theme."""
        members = tuple(self.questionnaire.practice[id_] for id_ in self.assessment.maturity.ratings)
        return tuple(
            practice
            for side in Side
            for _, found in self.questionnaire.by_domain(side, members)
            for theme in self.questionnaire.themes
            for practice in found
            if practice.theme == theme.id
        )

    @cached_property
    def shortfalls(self) -> tuple[Shortfall, ...]:
        """What each rated practice lacks, in the order of the practices."""
        lacking = self.assessment.maturity.inheritance
        found = {item.practice_id: item for side in Side for item in lacking[side].practices}
        return tuple(found[practice.id] for practice in self.practices if practice.id in found)

    @cached_property
    def mirror(self) -> dict[str, charts.MirrorRow]:
        """What may be shown of each group on both sides, by its id."""
        given = (self.questionnaire, self.facts, self.assessment.maturity, self.language)
        return {row.id: row for row in charts.mirror_bars(*given, withheld=self.hidden).rows}

    def weight(self, practice: Practice) -> int:
        """Return the weight of a practice in this engagement."""
        return self.facts.practice_weights.get(practice.id, practice.weight)

    def waits_for_hidden(self, item: Shortfall) -> bool:
        """Whether a practice, or an input that it waits for, may not be shown."""
        return item.practice_id in self.hidden or any(held.ref in self.hidden for held in item.inputs)


def tale_of(
    questionnaire: Questionnaire, facts: Facts, assessment: Assessment, language: Language, words: Words, audience: str
) -> Tale:
    """Return what sheets tell from."""
    if audience not in (FULL, PROVIDER):
        raise ValueError(f"{audience!r}: there are no sheets for this audience; use {FULL} or {PROVIDER}")
    say = Sentences(questionnaire, facts, assessment, language)
    hidden = withheld(questionnaire, assessment.maturity)
    return Tale(questionnaire, facts, assessment, language, words, audience, say, hidden)
