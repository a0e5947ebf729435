"""Browsers of those who are not the consultant."""

import pytest


def signed_in(app, world, name):
    """Return a browser, signed in as one of the visitors."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(_user_id=world.tokens[name], _fresh=True)
    return client


@pytest.fixture
def reader(app, world):
    """The decision-maker's browser."""
    return signed_in(app, world, "reader")


@pytest.fixture
def stranger(app, world):
    """The browser of somebody who is a member of nothing."""
    return signed_in(app, world, "stranger")
