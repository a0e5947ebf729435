"""Fixtures of the tests of scoring."""

import pytest

from tests.scoring.engagements import QUESTIONNAIRE


@pytest.fixture(scope="session")
def questionnaire():
    return QUESTIONNAIRE
