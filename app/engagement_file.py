"""The engagement file: the one format in which an engagement leaves and comes back, and its only codec."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, ValidationError

from app.engagement_file_checks import Mistake, checks, field_mistakes, frozen_mistakes, scope_mistakes
from app.facts import Head, Rows, build, judgement_reasons
from app.file_fields import (
    DIGITS,
    Count,
    Digest,
    Level,
    Line,
    Model,
    Moment,
    Name,
    Paragraph,
    Picture,
    Reason,
    Score,
    Share,
    Weight,
)
from app.services import paragraphs, signatures
from app.services.refusals import N_
from app.services.texts import clean
from app.statements import OWN, Statement
from questionnaires import Side, load
from reports.orders import Confidentiality, ParagraphText, Section, Words
from scoring import Facts, digest
from scoring import facts as f
from scoring.facts import Backing, State

FORMAT = "visavis-engagement/1"
SCHEMA = Path(__file__).with_name("engagement_file.schema.json")


class EngagementFileError(Exception):
    """A file that cannot be used; `mistakes` lists them all."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, mistakes)))


class Party(Model):
    """The client or the provider."""

    name: Name
    description: Line = ""


class DatedFact(Model):
    """Something that holds or not, since a day, by a reference."""

    holds: bool
    on: date | None = None
    reference: Line = ""

    def fact(self) -> f.DatedFact:
        """Return it as scoring reads it."""
        return f.DatedFact(self.holds, self.on, self.reference)


class Contract(Model):
    """The framing of the contract."""

    form: str
    start: date | None = None
    end: date | None = None
    notice_months: Annotated[int, Field(ge=0, le=600)] | None = None
    renewal: Literal["tacit", "express", "none"] | None = None
    yearly_value: Count | None = None
    users: Count | None = None
    critical_service: bool = False
    lawful_continuation: DatedFact | None = None
    provisions_refused: DatedFact | None = None
    written_refusal: DatedFact | None = None


class Person(Model):
    """A name, kept apart from what was said."""

    id: UUID
    name: Name
    contact: Line | None = None


class Respondent(Model):
    """Somebody who answers, on one side, with a role."""

    id: UUID
    side: Side
    role: str
    person_id: UUID | None = None


class Interview(Model):
    """A dated conversation."""

    id: UUID
    held_on: date
    respondent_ids: tuple[UUID, ...] = ()
    themes: tuple[str, ...] = ()


class Answer(Model):
    """What one respondent said of one practice."""

    id: UUID
    respondent_id: UUID
    practice_id: str
    follows_id: UUID | None = None
    state: State
    level: Annotated[int, Field(ge=0, le=5)] | None = None
    backing: Backing = Backing.SAID
    contradicts: bool = False
    comment: Paragraph | None = None
    said_at: Moment
    recorded_at: Moment
    interview_id: UUID | None = None


class ScopeDecision(Model):
    """Whether a practice is in scope."""

    id: UUID
    practice_id: str
    in_scope: bool
    reason: Reason
    decided_at: Moment


class RatingDecision(Model):
    """The rating decided for a practice; no level gives it back to the answers."""

    id: UUID
    practice_id: str
    level: Level | None = None
    reason: Reason
    consent: bool = False
    decided_at: Moment


class Target(Model):
    """A target of one practice, or of all when none is named."""

    id: UUID
    practice_id: str | None = None
    level: Level
    reason: Reason
    decided_at: Moment


class Judgement(Model):
    """The value of a driver."""

    id: UUID
    driver: str
    value: Share
    evidenced_parts: Annotated[int, Field(ge=0, le=5)] = 0
    reason: Reason
    decided_at: Moment


class Readiness(Model):
    """How ready a tender file is."""

    id: UUID
    score: Score
    blocking: Annotated[int, Field(ge=0, le=100)] = 0
    reason: Reason
    decided_at: Moment


class Weights(Model):
    """Weights other than the questionnaire's, by id."""

    domains: dict[str, Weight] = Field(default_factory=dict)
    practices: dict[str, Weight] = Field(default_factory=dict)
    criteria: dict[str, Weight] = Field(default_factory=dict)


class SectionText(Model):
    """What the consultant wrote at the head of a section of the report; without text, it was taken away."""

    id: UUID
    section: Section
    language: Literal["fr", "en"]
    text: Paragraph | None = None
    digest: Digest
    decided_at: Moment


class Logo(Model):
    """A logo for the cover of reports: a PNG."""

    id: UUID
    content: Picture


class ReportSettings(Model):
    """How reports are signed and marked."""

    id: UUID
    authors: Line | None = None
    confidentiality: Confidentiality | None = None
    logo_id: UUID | None = None
    decided_at: Moment


class FrozenParagraph(Model):
    """A paragraph as it was frozen."""

    text: Paragraph
    stale: bool


class FrozenWords(Model):
    """What an engagement said in words when it was frozen, and why it was frozen with checks open."""

    question: Paragraph = ""
    client_description: Line = ""
    provider_description: Line = ""
    reasons: dict[str, str] = Field(default_factory=dict)
    judgements: dict[str, str] = Field(default_factory=dict)
    paragraphs: dict[Literal["fr", "en"], dict[Section, FrozenParagraph]] = Field(default_factory=dict)
    authors: Line = ""
    confidentiality: Confidentiality | None = None
    reason: Paragraph = ""


class FrozenAssessment(Model):
    """A numbered picture of the engagement; its digest is that of its facts and of the two versions."""

    id: UUID
    number: Annotated[int, Field(ge=1, le=100_000)]
    engine: Line
    questionnaire: Line
    questionnaire_digest: Digest
    digest: Digest
    facts: dict[str, Any]
    assessment: dict[str, Any]
    words: FrozenWords | None = None
    logo_id: UUID | None = None
    decided_at: Moment


class EngagementFile(Model):
    """One engagement, whole."""

    format: Literal["visavis-engagement/1"]
    id: UUID
    questionnaire: str
    language: Literal["fr", "en"]
    mode: str = "standard"
    self_declared: bool = False
    as_of: date
    client: Party
    provider: Party
    question: Paragraph = ""
    contract: Contract
    persons: tuple[Person, ...] = ()
    respondents: tuple[Respondent, ...] = ()
    interviews: tuple[Interview, ...] = ()
    answers: tuple[Answer, ...] = ()
    scope_decisions: tuple[ScopeDecision, ...] = ()
    rating_decisions: tuple[RatingDecision, ...] = ()
    targets: tuple[Target, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    readiness: tuple[Readiness, ...] = ()
    statements: tuple[Statement, ...] = ()
    weights: Weights = Weights()
    paragraphs: tuple[SectionText, ...] = ()
    logos: tuple[Logo, ...] = ()
    report_settings: tuple[ReportSettings, ...] = ()
    frozen_assessments: tuple[FrozenAssessment, ...] = ()


def decode(content: bytes) -> EngagementFile:
    """Return the engagement in a file, or every mistake in it.

    Fields and references are checked on the same reading, so that one pass of corrections is enough.
    """
    text, raw = _read(content)
    mistakes: list[Mistake] = []
    file = None
    try:
        file = EngagementFile.model_validate_json(text)
    except ValidationError as error:
        mistakes += field_mistakes(error)
    mistakes += checks(raw)
    if file is not None and not mistakes:
        mistakes += scope_mistakes(to_facts(file), load(file.questionnaire))
        mistakes += frozen_mistakes(file.frozen_assessments)
    if file is None or mistakes:
        raise EngagementFileError(mistakes)
    return file


def _read(content: bytes) -> tuple[str, dict[str, Any]]:
    """Return the text of a file and its JSON object."""
    try:
        text = content.decode("utf-8-sig")
        raw = json.loads(
            text, object_pairs_hook=_once, parse_float=_exact, parse_int=_whole, parse_constant=_no_constant
        )
    except UnicodeDecodeError:
        raise _unreadable(N_("this is not an engagement file: it is not UTF-8 text")) from None
    except json.JSONDecodeError as error:
        message = N_("this is not whole JSON: line %(line)d, column %(column)d: %(fault)s")
        raise _unreadable(message, line=error.lineno, column=error.colno, fault=error.msg) from None
    except RecursionError:
        raise _unreadable(N_("this is not an engagement file: it is nested too deeply")) from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise _unreadable(N_("this is not an engagement file: its “format” must be “%(format)s”"), format=FORMAT)
    return text, raw


def _unreadable(message: str, **values: object) -> EngagementFileError:
    """Return the error of a file that cannot be read at all."""
    return EngagementFileError([Mistake("", message, values)])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object, refusing a key given twice: a reader would keep one of the two in silence."""
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _unreadable(N_("“%(key)s” is given twice in the same object: keep one"), key=clean(twice)[:80])
    return found


def _exact(literal: str) -> Decimal:
    """Read a decimal number exactly, or refuse more digits than every reader keeps."""
    if len(literal) > DIGITS or "e" in literal.lower():
        raise _unreadable(
            N_("%(number)s is not accepted: write a number with at most four decimals"), number=literal[:40]
        )
    return Decimal(literal)


def _whole(literal: str) -> int:
    """Read a whole number of a reasonable length."""
    return int(_exact(literal))


def _no_constant(literal: str) -> None:
    """Refuse NaN and infinities, which JSON does not have."""
    raise _unreadable(N_("%(number)s is not a number: write null where nothing is known"), number=literal)


def to_facts(file: EngagementFile) -> Facts:
    """Return what scoring reads of a file."""
    contract = {name: getattr(file.contract, name) for name in _CONTRACT}
    for name in _DATED:
        dated: DatedFact | None = getattr(file.contract, name)
        contract[name] = None if dated is None else dated.fact()
    head = Head(
        client=file.client.name,
        provider=file.provider.name,
        as_of=file.as_of,
        mode=file.mode,
        self_declared=file.self_declared,
        contract=f.Contract(**contract),
        weights=file.weights.model_dump(),
    )
    return build(head, _rows(file))


def _rows(file: EngagementFile) -> Rows:
    """Return everything that a file lists for scoring."""
    return Rows(**{name: getattr(file, name) for name in Rows.__dataclass_fields__})


_CONTRACT = ("form", "start", "end", "notice_months", "renewal", "yearly_value", "users", "critical_service")
_DATED = ("lawful_continuation", "provisions_refused", "written_refusal")


def words_of(file: EngagementFile, language: str | None = None) -> Words:
    """Return what a file says in words, beside its facts; its paragraphs in one language, its own unless given."""
    reasons = {str(row.id): row.comment for row in file.answers if row.comment}
    decisions: tuple[Any, ...] = (
        *file.scope_decisions,
        *file.rating_decisions,
        *file.targets,
        *file.judgements,
        *file.readiness,
        *file.statements,
    )
    reasons.update({str(row.id): row.reason for row in decisions if row.reason})
    return Words(
        question=file.question,
        client_description=file.client.description,
        provider_description=file.provider.description,
        reasons=reasons,
        judgements=judgement_reasons(_rows(file), reasons),
        paragraphs=_paragraphs(file, language or file.language),
        **_signature(file),
    )


def _paragraphs(file: EngagementFile, language: str) -> dict[str, ParagraphText]:
    """Return the consultant's own paragraphs in a language."""
    written = {row.id: row.text or "" for row in file.paragraphs}
    held = paragraphs.held(file.paragraphs, written, language)
    return paragraphs.printed(held, digest(load(file.questionnaire), to_facts(file))) if held else {}


def _signature(file: EngagementFile) -> dict[str, Any]:
    """Return how reports are signed and marked."""
    row: ReportSettings | None = signatures.last(file.report_settings)
    if row is None:
        return {}
    logo = next((logo.content for logo in file.logos if logo.id == row.logo_id), b"")
    return {"authors": row.authors or "", "confidentiality": row.confidentiality, "logo": logo}


def encode(file: EngagementFile) -> bytes:
    """Return the bytes of a file, always the same for the same engagement."""
    content = file.model_dump(mode="python")
    return (json.dumps(content, ensure_ascii=False, indent=1, default=_plain) + "\n").encode()


def _plain(value: Any) -> Any:
    """Bring a value to what JSON knows; four decimals survive a float, written in its shortest form."""
    match value:
        case UUID():
            return str(value)
        case datetime():
            return value.isoformat().removesuffix("+00:00") + "Z"
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case Enum():
            return value.value
        case bytes():
            return b64encode(value).decode()
    raise TypeError(type(value).__name__)


def renewed(file: EngagementFile, new_id: Callable[[], UUID]) -> EngagementFile:
    """Return the same engagement under new ids, so that it lives beside the first."""
    ids: dict[UUID, UUID] = {}

    def renew(value: Any) -> Any:
        match value:
            case UUID():
                return ids.setdefault(value, new_id())
            case str() if own := OWN.fullmatch(value):
                return f"own:{renew(UUID(own[1]))}"
            case Mapping():
                return {key: renew(item) for key, item in value.items()}
            case tuple():
                return tuple(renew(item) for item in value)
        return value

    # What was frozen stays as it was, whatever it names: its digest says so.
    frozen = tuple(
        row.model_copy(update={"id": renew(row.id), "logo_id": renew(row.logo_id)}) for row in file.frozen_assessments
    )
    rest = file.model_copy(update={"frozen_assessments": ()})
    renewed_file = EngagementFile.model_validate(renew(rest.model_dump(mode="python")))
    return renewed_file.model_copy(update={"frozen_assessments": frozen})


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of the file, as shipped in `SCHEMA`."""
    schema = EngagementFile.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
