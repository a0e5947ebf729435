import pytest

from app import demonstrations
from app.engagement_file import decode, to_facts
from tests.scoring.cases import decision_of, demonstration


@pytest.mark.parametrize("name", demonstrations.NAMES)
def test_a_demonstration_file_gives_what_its_levels_and_statements_give(name):
    found, expected = decision_of(to_facts(decode(demonstrations.read(name)))), decision_of(demonstration(name))
    assert found.rules == expected.rules
    assert found.inputs == pytest.approx(expected.inputs)
    assert [option.points for option in found.options] == pytest.approx([o.points for o in expected.options])
    assert found.recommendation.option == expected.recommendation.option
