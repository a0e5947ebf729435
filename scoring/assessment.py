"""A reproducible picture of an engagement: facts in one canonical form, their digest, and what they give."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from questionnaires import Questionnaire
from scoring.assessing import assess
from scoring.facts import Facts
from scoring.results import Assessment

ENGINE = "3"
"""Version of the computing; it changes when the same facts would give other figures."""


def assessment(questionnaire: Questionnaire, facts: Facts) -> Assessment:
    """Return the maturity and the decision of an engagement, under the digest of what they come from."""
    # Here and not above: numpy is a tenth of the web process's start, and most requests weigh nothing.
    from scoring.deciding import decide  # noqa: PLC0415

    maturity = assess(questionnaire, facts)
    return Assessment(
        digest=digest(questionnaire, facts),
        questionnaire_version=questionnaire.version,
        questionnaire_digest=questionnaire.digest,
        maturity=maturity,
        decision=decide(questionnaire, facts, maturity),
    )


def digest(questionnaire: Questionnaire, facts: Facts) -> str:
    """Return the SHA-256 of canonical facts and versions, never of computed figures."""
    return digest_under(ENGINE, questionnaire.version, questionnaire.digest, canonical_facts(facts))


def digest_under(engine: str, version: str, questionnaire_digest: str, canonical: Mapping[str, Any]) -> str:
    """Return the digest of canonical facts under any version of the engine and of the questionnaire."""
    content = {
        "engine": engine,
        "questionnaire": {"version": version, "digest": questionnaire_digest},
        "facts": canonical,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def canonical_facts(facts: Facts) -> dict[str, Any]:
    """Return facts as JSON-able values in one form: rows by id, numbers as exact text, instants in UTC."""
    return with_rows_sorted(_plain(facts))


def with_rows_sorted(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same values, each list in the one order that does not depend on how it was read."""
    return {
        name: sorted(rows, key=lambda row: json.dumps(row, sort_keys=True)) if isinstance(rows, list) else rows
        for name, rows in found.items()
    }


def _plain(value: Any) -> Any:
    """Bring a value of Facts to what JSON knows."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Fraction | Decimal):
        return str(Fraction(value))
    if isinstance(value, date):
        return (value.astimezone(UTC) if isinstance(value, datetime) else value).isoformat()
    return value.value if isinstance(value, Enum) else value
