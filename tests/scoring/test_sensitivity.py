"""Which single rating would change the advice."""

import pytest

from scoring.sensitivity import rating_flips
from tests.scoring.cases import demonstration, rated
from tests.scoring.engagements import QUESTIONNAIRE, VALMECA, engagement, everywhere, judging, profile, sampled
from tests.scoring.test_deciding import advice


def close_call():
    """Valmeca with a heavy new need and a provider in doubt: staying and preparing are all but level."""
    return judging(profile(VALMECA), need="0.744", ability="0.35")


def test_a_rating_that_changes_the_advice_is_found_and_really_does():
    facts = close_call()
    found = rating_flips(QUESTIONNAIRE, facts)
    assert found
    for flip in (found[0], found[-1]):
        then = advice(rated(facts, {flip.practice_id: flip.changed}))
        assert then.option == flip.option_id != advice(facts).option
        assert abs(flip.changed - flip.rating) <= 1


@pytest.mark.parametrize("name", ["valmeca", "hexalis"])
def test_advice_that_no_single_rating_changes_says_so(name):
    assert rating_flips(QUESTIONNAIRE, demonstration(name)) == ()


def test_without_advice_there_is_nothing_to_change():
    assert rating_flips(QUESTIONNAIRE, engagement(answers=sampled(everywhere(2)))) == ()
