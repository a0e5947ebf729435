"""One tower may call for another answer than the rest."""

import pytest

from scoring.statements import Kind
from tests.scoring.cases import decision_of, demonstration, saying
from tests.scoring.engagements import QUESTIONNAIRE
from tests.scoring.test_cases import compliant

SECURITY = "security"
PART = {
    "share": 0.1,
    "need": None,
    "ability": None,
    "price_gap": None,
    "refused": False,
    "skills": None,
    "control_wanted": None,
}


def parts(facts, tower_id, **said):
    """The advice of each part, by tower, once something was said of one."""
    found = decision_of(saying(facts, Kind.PART, {tower_id: PART | said})).recommendation.parts
    return {part.tower_id: part.option for part in found}


@pytest.fixture
def tower():
    return QUESTIONNAIRE.towers[-1].id


def test_nothing_said_of_a_tower_or_nothing_otherwise_gives_no_advice_of_its_own(tower):
    assert decision_of(compliant()).recommendation.parts == ()
    assert parts(compliant(), tower) == {}


def test_a_part_that_the_provider_refuses_to_mend_is_retendered_and_the_rest_renegotiated(tower):
    facts = compliant()
    assert decision_of(facts).recommendation.option == "O2"
    assert parts(facts, tower, refused=True, ability=0.1)[tower] in {"O5", "O6"}


def test_a_strategic_part_whose_skills_the_client_has_is_taken_back(tower):
    means = {"scale_sufficient": True, "staged_takeover": True, "already_run_in_house": True}
    facts = saying(demonstration("hexalis"), Kind.FRAMING, {id_: {"value": value} for id_, value in means.items()})
    assert decision_of(facts).recommendation.option == "O6"
    assert parts(facts, tower, skills="enough", control_wanted=True) == {tower: "O7"}
