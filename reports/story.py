"""What every section of the report tells from, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from questionnaires import Questionnaire
from reports.document import Callout, Heading
from reports.language import Language
from reports.orders import ParagraphText
from reports.sentences import Sentences
from scoring import ENGINE, Assessment, Facts

FULL, PROVIDER, SUMMARY = "full", "provider", "summary"
"""Readers: the client's management; the provider, by an allow-list; whoever has one minute."""


class Words(Protocol):
    """What an engagement says in words, beside its facts.

    `reasons` are by the id of the row that they explain, `judgements` by the id of a driver, and "readiness".
    """

    @property
    def question(self) -> str:
        """The question asked."""

    @property
    def client_description(self) -> str:
        """Who the client is."""

    @property
    def provider_description(self) -> str:
        """Who the provider is."""

    @property
    def reasons(self) -> Mapping[str, str]:
        """Reasons and comments."""

    @property
    def judgements(self) -> Mapping[str, str]:
        """Why each judgement is what it is."""


@dataclass(frozen=True, slots=True)
class Story:
    """What every section tells from."""

    questionnaire: Questionnaire
    facts: Facts
    assessment: Assessment
    language: Language
    words: Words
    say: Sentences
    hidden: frozenset[str]
    audience: str = FULL

    @property
    def whole(self) -> bool:
        """Whether the reader may have what is the client's alone: options, motives, costs, registers, readiness."""
        return self.audience != PROVIDER

    @property
    def paragraphs(self) -> Mapping[str, ParagraphText]:
        """What the consultant wrote, by the anchor of its place."""
        found: Mapping[str, ParagraphText] = getattr(self.words, "paragraphs", {})
        return found

    @property
    def engine(self) -> str:
        """Which version of the computing gave the figures."""
        return str(getattr(self.words, "engine", ENGINE))

    def written(self, anchor: str) -> Callout | None:
        """Return the consultant's own words at a place of the report; only the full one has them."""
        found = self.paragraphs.get(anchor)
        if found is None or self.audience != FULL:
            return None
        return Callout(self.phrase("consultant_stale" if found.stale else "consultant_words"), found.text)

    def phrase(self, key: str, **values: object) -> str:
        """Return a title or a running word."""
        client, provider = self.facts.client, self.facts.provider
        of_client = self.language.of(client)
        return self.language.phrase(f"report_{key}", client=client, provider=provider, of_client=of_client, **values)

    def heading(self, level: int, key: str) -> Heading:
        """Return a heading, anchored by its key."""
        return Heading(level, self.phrase(key), key.replace("_", "-"))
