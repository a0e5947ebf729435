"""Browsers of those who are not the consultant, and what pages of one engagement are asked with."""

import pytest

from app.models import Engagement
from app.services import statements
from tests.app.conftest import visit


@pytest.fixture
def reader(app, world):
    """The decision-maker's browser."""
    return visit(app, world, "reader")


@pytest.fixture
def stranger(app, world):
    """The browser of somebody who is a member of nothing."""
    return visit(app, world, "stranger")


@pytest.fixture
def base(world):
    """The address of the engagement."""
    return f"/engagements/{world.engagement_id}"


@pytest.fixture
def latest(world, store):
    """What holds of a kind, by subject."""

    def found(kind):
        with store() as session:
            engagement = session.get_one(Engagement, world.engagement_id)
            return statements.latest(session, engagement, kind)

    return found
