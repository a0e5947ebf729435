"""The short cases of `domain.md` 9.4 as engagement files: read like any other, they give the advice expected."""

from pathlib import Path

import pytest

from app.engagement_file import decode, encode, to_facts
from questionnaires import load
from scoring import assessment
from tests.scoring.cases import decision_of, faces, green, late, one_sided

FOLDER = Path(__file__).parents[1] / "data" / "cases"

CASES = [
    ("d-faces", faces, {"O3"}, False),
    ("g-late", late, {"O5"}, True),
    ("h-green", green, {"O1"}, False),
    ("j-one-sided", one_sided, {"O5", "O6"}, False),
]


@pytest.mark.parametrize(("name", "built", "expected", "forced"), CASES)
def test_a_short_case_read_from_its_file_gives_the_expected_advice(name, built, expected, forced):
    decision = assessment(load(), to_facts(decode((FOLDER / f"{name}.json").read_bytes()))).decision
    assert decision.recommendation.option in expected
    assert decision.recommendation.forced is forced
    assert decision.rules == decision_of(built()).rules


@pytest.mark.parametrize("name", [case[0] for case in CASES])
def test_a_short_case_is_written_back_as_it_was_read(name):
    content = (FOLDER / f"{name}.json").read_bytes()
    assert encode(decode(content)) == content
