"""What a report is made from: plain values, which cross to the process that makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Protocol

from questionnaires import Side, load
from reports.document import Document
from scoring import Assessment, Facts


@dataclass(frozen=True, slots=True)
class Words:
    """What an engagement says in words, beside its facts; `reasons` holds texts by the id of their row.

    `judgements` holds what was said in support of each judgement, by the id of its driver, and of "readiness".
    """

    question: str
    client_description: str
    provider_description: str
    reasons: Mapping[str, str]
    judgements: Mapping[str, str]


class Printable(Protocol):
    """Something to print: what it shows decides whether it was printed before."""

    def content(self) -> list[Any]:
        """Return, as JSON knows it, all that the paper depends on."""

    def document(self) -> Document:
        """Return what is printed, written in the process that prints."""


@dataclass(frozen=True, slots=True)
class Order:
    """One report to make."""

    assessment: Assessment
    facts: Facts
    words: Words
    language: str

    def content(self) -> list[Any]:
        """Return, as JSON knows it, all that the report depends on."""
        return [self.assessment.digest, self.language, asdict(self.words)]

    def document(self) -> Document:
        """Return the report."""
        # Here and below, not above: the web process hands orders over and never loads what writes and draws.
        from reports.narrative import build_document  # noqa: PLC0415

        questionnaire = load(self.assessment.questionnaire_version)
        return build_document(questionnaire, self.facts, self.assessment, self.language, self.words)


class PaperKind(StrEnum):
    """What a consultant takes to a meeting."""

    GUIDE = "guide"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """One guide or evidence request to make; its subject is a role or a side, its digest that of the facts."""

    questionnaire_version: str
    digest: str
    facts: Facts
    kind: PaperKind
    subject: str
    language: str

    def content(self) -> list[Any]:
        """Return, as JSON knows it, all that the paper depends on."""
        return [self.kind, self.subject, self.digest, self.language]

    def document(self) -> Document:
        """Return the paper."""
        from reports.guides import build_evidence_list, build_guide  # noqa: PLC0415

        questionnaire = load(self.questionnaire_version)
        if self.kind is PaperKind.GUIDE:
            return build_guide(questionnaire, self.facts, self.subject, self.language)
        return build_evidence_list(questionnaire, self.facts, Side(self.subject), self.language)


def make_pdf(order: Printable) -> bytes:
    """Print an order, in the process that calls."""
    from reports.pdf import render_pdf  # noqa: PLC0415

    return render_pdf(order.document())
