from dataclasses import replace
from fractions import Fraction

import pytest

from scoring import assess, decide
from scoring.flips import SEARCHED
from tests.scoring.engagements import HEXALIS, PROFILES, QUESTIONNAIRE, VAL_DORE, VALMECA, profile


def decision_of(facts):
    return decide(QUESTIONNAIRE, facts, assess(QUESTIONNAIRE, facts))


def advice(facts):
    return decision_of(facts).recommendation


def with_input(facts, name, value):
    if name == "readiness":
        return replace(facts, readiness=replace(facts.readiness, score=100 * Fraction(value)))
    return replace(facts, judgements=replace(facts.judgements, **{name: Fraction(value)}))


@pytest.mark.parametrize("name", [VALMECA, HEXALIS])
def test_moving_an_input_to_its_flip_changes_the_lead_to_the_option_named(name):
    facts = profile(name)
    found = advice(facts)
    inputs = [flip for flip in found.flips if flip.driver in SEARCHED]
    assert inputs
    for flip in inputs:
        assert advice(with_input(facts, flip.driver, flip.at)).option == flip.option_id != found.option
        halfway = (flip.now + flip.at) / 2
        assert advice(with_input(facts, flip.driver, halfway)).option == found.option


@pytest.mark.parametrize("name", [VALMECA, HEXALIS])
def test_giving_a_criterion_the_weight_of_its_flip_changes_the_lead_to_the_option_named(name):
    """Weights of an engagement are whole: in millionths, they come near enough to the weight that flips."""
    facts = profile(name)
    decision = decision_of(facts)
    flips = [flip for flip in decision.recommendation.flips if flip.driver.startswith("weight.")]
    assert flips
    for flip in flips:
        criterion = flip.driver.removeprefix("weight.")
        share = min(1.0, flip.at + 1e-4) if flip.at > flip.now else max(0.0, flip.at - 1e-4)
        scale = (1 - share) / (1 - decision.weights[criterion])
        weights = {id_: share if id_ == criterion else weight * scale for id_, weight in decision.weights.items()}
        millionths = {id_: round(1_000_000 * weight) for id_, weight in weights.items()}
        assert advice(replace(facts, criterion_weights=millionths)).option == flip.option_id


def test_flips_are_told_the_nearest_first_and_none_when_nothing_can_flip():
    for name in PROFILES:
        distances = [abs(flip.at - flip.now) for flip in advice(profile(name)).flips]
        assert distances == sorted(distances)
    assert advice(profile(VAL_DORE)).flips == ()
