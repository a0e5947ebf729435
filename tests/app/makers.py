"""Values that tests of services start from."""

import uuid
from datetime import UTC, date, datetime

from app.services.answers import NewAnswer
from app.services.engagements import Framing
from scoring.facts import State

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
