"""Everything that an engagement says, frozen: what scoring reads, and all it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from questionnaires import Side
from scoring.statements import Statement


class State(StrEnum):
    """What a respondent said of a practice."""

    LEVEL = "level"
    NOT_APPLICABLE = "not_applicable"
    DONT_KNOW = "dont_know"


class Backing(StrEnum):
    """What one answer rests on; grades C and D are deduced from the set of answers."""

    SAID = "said"
    SEEN = "seen"
    SAMPLED = "sampled"


@dataclass(frozen=True, slots=True)
class Respondent:
    """A person who answers, known here by an opaque id, a side and a role."""

    id: str
    side: Side
    role: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one respondent said of one practice; never overwritten, followed by the next one.

    `level` is a whole level 0 to 5 when `state` is LEVEL, else None. The comment is not here: texts live
    apart, under the id of the answer, so that erasing them leaves figures and digests as they were.
    """

    id: str
    respondent_id: str
    practice_id: str
    follows_id: str | None
    state: State
    level: int | None
    backing: Backing
    contradicts: bool
    said_at: datetime
    recorded_at: datetime
    interview_id: str | None = None


@dataclass(frozen=True, slots=True)
class ScopeDecision:
    """Whether a practice is in scope, decided by the consultant; the last decision of a practice holds."""

    id: str
    practice_id: str
    in_scope: bool
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class RatingDecision:
    """The rating that the consultant decided for a practice; `level` None gives the practice back to the answers."""

    id: str
    practice_id: str
    level: Fraction | None
    decided_at: datetime
    consent: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A target other than the default; `practice_id` None sets it for all practices."""

    practice_id: str | None
    level: Fraction


@dataclass(frozen=True, slots=True)
class DatedFact:
    """Something that holds since a date, with the reference that establishes it."""

    holds: bool
    on: date | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """The framing of the contract that options are judged against.

    `lawful_continuation` says whether the relation may lawfully go on with the same provider after the term
    (None: not asked yet); `provisions_refused` whether the provider refused in writing provisions that the law
    makes mandatory; `written_refusal` whether it refused in writing to change.
    """

    form: str
    start: date | None = None
    end: date | None = None
    notice_months: int | None = None
    renewal: str | None = None
    yearly_value: int | None = None
    users: int | None = None
    critical_service: bool = False
    lawful_continuation: DatedFact | None = None
    provisions_refused: DatedFact | None = None
    written_refusal: DatedFact | None = None


@dataclass(frozen=True, slots=True)
class Judgements:
    """Judgements as entered, 0 to 1; None is not judged yet.

    `fatigue` is the strength of the motive before its correction by the inherited share; `evidenced_parts` counts
    the parts of `ability` (of five) that a document or a fact backs.
    """

    need: Fraction | None = None
    ability: Fraction | None = None
    evidenced_parts: int = 0
    fatigue: Fraction | None = None
    price_gap: Fraction | None = None
    acceptability: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready a tender file is: 0 to 100, and how many blocking items are at zero; None is not judged yet."""

    score: Fraction | None = None
    blocking: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """One engagement, as of a day; the only input of scoring beside the questionnaire.

    `as_of` is the only "today" that computing knows. Mappings of weights hold what was changed from the
    questionnaire's defaults, by id.
    """

    client: str
    provider: str
    as_of: date
    mode: str
    contract: Contract
    self_declared: bool = False
    respondents: tuple[Respondent, ...] = ()
    answers: tuple[Answer, ...] = ()
    scope_decisions: tuple[ScopeDecision, ...] = ()
    rating_decisions: tuple[RatingDecision, ...] = ()
    targets: tuple[Target, ...] = ()
    judgements: Judgements = Judgements()
    readiness: Readiness = Readiness()
    statements: tuple[Statement, ...] = ()
    domain_weights: Mapping[str, int] = field(default_factory=dict)
    practice_weights: Mapping[str, int] = field(default_factory=dict)
    criterion_weights: Mapping[str, int] = field(default_factory=dict)
