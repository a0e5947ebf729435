"""What a report is made from, in which format and for whom: plain values, which cross to the process that makes it."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol

from questionnaires import Side, load
from reports.document import Document, Figure
from reports.language import Language
from reports.progress import Stage, Tell, counting, unheard
from scoring import ENGINE, Assessment, Facts


class OrderError(ValueError):
    """Something that cannot be printed as it was ordered; the message says why."""


class Audience(StrEnum):
    """Whom a report is for."""

    FULL = "full"
    PROVIDER = "provider"
    SUMMARY = "summary"


class Format(StrEnum):
    """What a report is written as; also how its file's name ends."""

    PDF = "pdf"
    DOCX = "docx"
    PPTX = "pptx"
    XLSX = "xlsx"
    HTML = "html"
    JSON = "json"


MEDIA_TYPES: Mapping[Format, str] = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.HTML: "text/html; charset=utf-8",
    Format.JSON: "application/json",
}
"""What a browser is told of each format."""

OFFERED: Mapping[Audience, tuple[Format, ...]] = {
    Audience.FULL: tuple(Format),
    Audience.PROVIDER: (Format.PDF, Format.DOCX, Format.PPTX, Format.XLSX, Format.HTML),
    Audience.SUMMARY: (Format.PDF, Format.DOCX, Format.HTML),
}
"""What each audience can be given: the JSON holds the whole assessment, and one page makes no slides and no sheets."""

TEMPLATED = frozenset({Format.DOCX, Format.PPTX})
"""Formats that take a company's own template."""


class Confidentiality(StrEnum):
    """How far a report may go."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"


class Section(StrEnum):
    """A place of the report where the consultant may write, by its anchor: the head of each section.

    `BALANCE` is in the plan: why its effort rests on one side (P-22 asks for it in writing).
    """

    ANSWER = "answer"
    STRENGTHS = "strengths"
    MATURITY = "maturity"
    PERCEPTION = "perception"
    CAUSES = "causes"
    INHERITANCE = "inheritance"
    MOTIVES = "motives"
    OPTIONS = "options"
    RECOMMENDATION = "recommendation"
    PLAN = "plan"
    BALANCE = "balance"
    READINESS = "readiness"
    CALENDAR = "calendar"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ParagraphText:
    """What the consultant wrote at the head of a section; stale when the facts have changed since."""

    text: str
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What an engagement says in words, beside its facts; `reasons` holds texts by the id of their row.

    `judgements` holds what was said in support of each judgement, by the id of its driver, and of "readiness".
    `paragraphs` are the consultant's own, in the language of the report, by the anchor of their section. `number` is
    that of the frozen assessment, without which the report is a draft; `engine` computed the figures. `logo` is a PNG.
    """

    question: str
    client_description: str
    provider_description: str
    reasons: Mapping[str, str]
    judgements: Mapping[str, str]
    paragraphs: Mapping[str, ParagraphText] = field(default_factory=dict)
    authors: str = ""
    confidentiality: Confidentiality | None = None
    logo: bytes = b""
    number: int | None = None
    engine: str = ENGINE


class Printable(Protocol):
    """Something to print: what it shows decides whether it was printed before."""

    @property
    def format(self) -> Format:
        """What it is written as."""

    def content(self) -> list[Any]:
        """Return, as JSON knows it, all that the paper depends on."""

    def document(self) -> Document:
        """Return what is printed, written in the process that prints."""


@dataclass(frozen=True, slots=True)
class Order:
    """One report to make; a company's template is for the formats that take one."""

    assessment: Assessment
    facts: Facts
    words: Words
    language: str
    audience: Audience = Audience.FULL
    format: Format = Format.PDF
    template: bytes = b""

    def __post_init__(self) -> None:
        """Refuse what nobody is given."""
        if self.format not in OFFERED[self.audience]:
            raise OrderError(f"there is no {self.format} for this audience: use {', '.join(OFFERED[self.audience])}")
        if self.template and self.format not in TEMPLATED:
            raise OrderError(f"a template is for {' and '.join(sorted(TEMPLATED))} only")

    def content(self) -> list[Any]:
        """Return, as JSON knows it, all that the report depends on."""
        words = asdict(self.words) | {"logo": hashlib.sha256(self.words.logo).hexdigest()}
        template = hashlib.sha256(self.template).hexdigest()
        return [self.assessment.digest, self.language, self.audience, self.format, words, template]

    def document(self) -> Document:
        """Return the report, marked as a draft or by the number of the frozen assessment."""
        # Here and below, not above: the web process hands orders over and never loads what writes and draws.
        from reports.narrative import build_document  # noqa: PLC0415

        questionnaire = load(self.assessment.questionnaire_version)
        build: Callable[..., Document] = build_document
        more: dict[str, Any] = {"audience": self.audience.value}
        if "audience" not in inspect.signature(build_document).parameters:
            if self.audience is not Audience.FULL:
                raise OrderError("this audience has no edition yet: use full")
            more = {}
        written = build(questionnaire, self.facts, self.assessment, self.language, self.words, **more)
        return _marked(written, self.words.number)


def _marked(document: Document, number: int | None) -> Document:
    """Return a report that says on every page which assessment it tells of, or that it is a draft."""
    meta = document.meta
    if number is None:
        return replace(document, meta=replace(meta, draft=True))
    name = Language(document.language).phrase("issue_number", number=number)
    as_of = f"{name} · {meta.as_of_label}"
    labels = replace(meta.labels, running_left=meta.labels.running_left.replace(meta.as_of_label, as_of))
    return replace(document, meta=replace(meta, draft=False, as_of_label=as_of, labels=labels))


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
    format: Format = Format.PDF

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


# ---- makers, each loaded when first asked for ---------------------------------------------------------


def _pdf(document: Document, _template: bytes) -> bytes:
    from reports.pdf import render_pdf  # noqa: PLC0415

    return render_pdf(document)


def _docx(document: Document, template: bytes) -> bytes:
    from reports.word import render_docx  # noqa: PLC0415

    return render_docx(document, template or None)


def _pptx(document: Document, template: bytes) -> bytes:
    from reports.slides import render_pptx  # noqa: PLC0415

    return render_pptx(document, template or None)


def _html(document: Document, _template: bytes) -> bytes:
    from reports.html import render_html  # noqa: PLC0415

    return render_html(document)


def _xlsx(order: Order) -> bytes:
    from reports.workbook import render_xlsx  # noqa: PLC0415

    questionnaire = load(order.assessment.questionnaire_version)
    given = (order.facts, order.assessment, order.language, order.words, order.audience)
    return render_xlsx(questionnaire, *given)


def _json(order: Order) -> bytes:
    from reports.json_form import assessment_json  # noqa: PLC0415

    return assessment_json(order.assessment, order.facts)


FROM_DOCUMENTS: Mapping[Format, Callable[[Document, bytes], bytes]] = {
    Format.PDF: _pdf,
    Format.DOCX: _docx,
    Format.PPTX: _pptx,
    Format.HTML: _html,
}
"""Formats that write the document."""

FROM_FIGURES: Mapping[Format, Callable[[Order], bytes]] = {Format.XLSX: _xlsx, Format.JSON: _json}
"""Formats that write the figures themselves."""

DRAWN = frozenset({Format.PDF, Format.DOCX, Format.HTML})
"""Formats for which charts are drawn."""


def make(order: Printable, tell: Tell = unheard) -> bytes:
    """Make what was ordered, in the process that calls, and tell how far it has come."""
    tell(Stage.TEXT, 0, 2)
    if isinstance(order, Order) and order.format in FROM_FIGURES:
        with counting(tell, 0):
            return FROM_FIGURES[order.format](order)
    document = order.document()
    charts = sum(isinstance(block, Figure) for block in document.walk()) if order.format in DRAWN else 0
    template = order.template if isinstance(order, Order) else b""
    with counting(tell, charts):
        try:
            return FROM_DOCUMENTS[order.format](document, template)
        except ValueError as error:
            if template:
                raise OrderError(str(error)) from error
            raise
