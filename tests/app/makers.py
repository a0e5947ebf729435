"""Values that tests of services start from."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

from app.services.answers import NewAnswer
from app.services.engagements import Framing
from scoring.facts import State
from scoring.statements import Kind

PRACTICE = "CTR-SCP-C1"


def new_answer(respondent_id, /, **changes):
    """Return an answer as a browser sends it."""
    values = {
        "id": uuid.uuid4(),
        "respondent_id": respondent_id,
        "practice_id": PRACTICE,
        "follows_id": None,
        "state": State.LEVEL,
        "level": 2,
        "said_at": datetime(2026, 11, 3, 13, 12, tzinfo=UTC),
    }
    return NewAnswer(**values | changes)


def framing(**changes):
    """Return the framing of an engagement with nothing optional."""
    values = {
        "client_name": "Société Générique",
        "provider_name": "Hébergeur & Fils",
        "language": "fr",
        "contract_form": "private",
        "as_of": date(2026, 11, 30),
    }
    return Framing(**values | changes)


OWN = "own:3f2c1f0a-5b7e-4a64-9d0c-8f1e2d3c4b5a"

STATEMENTS = (
    (Kind.FRAMING, "incumbent_will_bid", {"value": None}),
    (Kind.FRAMING, "framework_ordered", {"value": Decimal("72.5")}),
    (Kind.FRAMING, "price_comparison_date", {"value": "2026-06-30"}),
    (Kind.FRAMING, "sector", {"value": "industry"}),
    (Kind.FRAMING, "mechanisms", {"value": ["penalties", "benchmark"]}),
    (Kind.TOWER, "ams", {"in_scope": False}),
    (Kind.CLAUSE, "CL-03", {"state": "present", "quality": "weak", "fix": "amend", "reference": "Annexe 2, p. 8"}),
    (
        Kind.PROCEDURE,
        "PR-01",
        {
            "exists": True,
            "applied": None,
            "last_used": "2026-10-02",
            "inputs": [True, False, None, None],
            "parts": [True, True, True, False, None],
        },
    ),
    (
        Kind.INDICATOR,
        "SL-02",
        {"produced": True, "used": False, "decision": "", "defined_on": "2025-03-01", "late": True},
    ),
    (
        Kind.INDICATOR,
        OWN,
        {
            "produced": True,
            "used": True,
            "decision": "Arrêt des chaînes",
            "defined_on": None,
            "late": None,
            "name": "Flux en attente",
            "class": "IQ",
            "pairs": ["SL-02", OWN],
            "cost": "low",
        },
    ),
    (Kind.MOTIVE, "MO-01", {"holders": 3, "who": ["operations", "provider"], "intensity": 2, "confirmation": 1}),
    (Kind.SEED, "1", {"choice": 0, "skipped": False}),
    (Kind.READINESS, "RDY-01", {"status": Decimal("0.5")}),
    (Kind.TRANSFORMATION, "T1", {"yes": True}),
    (Kind.ABILITY, "references", {"score": Decimal("0.5"), "evidenced": True}),
    (Kind.ACCEPTABILITY, "mandate", {"score": Decimal("0.25")}),
    (
        Kind.EVIDENCE,
        "CTR-SCP-C1",
        {
            "items": ["received", "asked", "not_produced", None],
            "asked_on": "2026-11-02",
            "received_on": "2026-11-09",
        },
    ),
    (
        Kind.PARAMETER,
        "retender_effect",
        {"low": Decimal("-2.5"), "typical": 6, "high": 12, "source": "Étude de prix, mai 2026"},
    ),
    (Kind.RANGE, "ability", {"low": Decimal("0.5"), "high": Decimal("0.9")}),
    (
        Kind.WEIGHTS,
        "cio",
        {
            "form": "ranking",
            "precision": "rough",
            "points": {},
            "ranking": [["continuity", "need"], ["maturity"], ["cost"], ["capacity", "people"], ["executive", "time"]],
            "low": {},
            "high": {},
        },
    ),
    (
        Kind.PART,
        "network",
        {
            "share": Decimal("0.2"),
            "need": None,
            "ability": Decimal("0.25"),
            "price_gap": None,
            "refused": True,
            "skills": "some",
            "control_wanted": None,
        },
    ),
)
"""Something said of each kind, whole, as it is stored."""


def statement_rows():
    """Return the same as rows of an engagement file, each with its reason."""
    return [
        {
            "id": str(uuid.uuid4()),
            "kind": kind.value,
            "subject": subject,
            "value": {key: float(item) if isinstance(item, Decimal) else item for key, item in value.items()},
            "reason": f"Parce que, {subject}",
            "decided_at": f"2026-11-20T10:{minute:02}:00Z",
        }
        for minute, (kind, subject, value) in enumerate(STATEMENTS)
    ]
