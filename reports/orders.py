"""What a report is made from: plain values, which cross to the process that makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from questionnaires import load
from scoring import Assessment, Facts


@dataclass(frozen=True, slots=True)
class Words:
    """What an engagement says in words, beside its facts; `reasons` holds texts by the id of their row."""

    question: str
    client_description: str
    provider_description: str
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Order:
    """One report to make."""

    assessment: Assessment
    facts: Facts
    words: Words
    language: str


def make_pdf(order: Order) -> bytes:
    """Make a report, in the process that calls."""
    # Here and not above: the web process hands orders over and never loads the libraries that draw.
    from reports.narrative import build_document  # noqa: PLC0415
    from reports.pdf import render_pdf  # noqa: PLC0415

    questionnaire = load(order.assessment.questionnaire_version)
    document = build_document(questionnaire, order.facts, order.assessment, order.language, order.words)
    return render_pdf(document)
