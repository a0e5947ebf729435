"""Which way the advice may move, over random engagements (`design.md` 4.8, 4.9).

A rating enters through what can be attained, and through the indices, K and the provider's ability. The indices and K
are held where the property says so: a provider that does better in the day-to-day makes leaving easier as well.
"""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires import Side
from scoring.choosing import valued
from scoring.courses import STAYING
from scoring.facts import Judgements, Readiness
from scoring.money import parameters
from scoring.months import months_before
from scoring.results import Effect
from scoring.values import option_values, points
from tests.scoring.engagements import AS_OF, PROFILES, QUESTIONNAIRE, contracting, profile, sampled, standing
from tests.scoring.engagements import moved as shifted

SIDES = {side: [p.id for p in QUESTIONNAIRE.practices if p.side is side] for side in Side}
WEIGHTS = {c.id: c.weight / 100 for c in QUESTIONNAIRE.criteria}
ROUNDING = 1e-9

tenths = st.integers(0, 10).map(lambda n: n / 10)
names = st.sampled_from(list(PROFILES))
steps = st.integers(-2, 2)


@st.composite
def engagements(draw, side):
    """A profile with other levels and judgements, twice: before and after one rating of a side rises."""
    name = draw(names)
    levels = shifted(PROFILES[name]["levels"], draw(steps))
    practice_id = draw(st.sampled_from(SIDES[side]))
    low, high = sorted([draw(st.integers(0, 5)), draw(st.integers(0, 5))])
    need, ability, fatigue, gap, will = (Fraction(draw(st.integers(0, 10)), 10) for _ in range(5))
    judgements = Judgements(need, ability, 0, fatigue, gap, will)
    readiness = Readiness(Fraction(draw(st.integers(0, 100))))
    made = [
        profile(name, answers=sampled(levels | {practice_id: level}), judgements=judgements, readiness=readiness)
        for level in (low, high)
    ]
    return practice_id, standing(made[0]), standing(made[1])


def scores(situation):
    return {
        option.id: points(option_values(situation.case, option, situation.inputs), WEIGHTS)
        for option in QUESTIONNAIRE.options
    }


@given(engagements(Side.PROVIDER))
def test_a_better_provider_never_favours_switching_against_staying(drawn):
    """With the indices and K held: what is left is what the provider itself can do."""
    _, before, after = drawn
    after = replace(after, inputs=before.inputs)
    then, now = scores(before), scores(after)
    for option in QUESTIONNAIRE.options:
        for other in QUESTIONNAIRE.options:
            if option.family == STAYING and other.family != STAYING:
                assert now[option.id] - now[other.id] >= then[option.id] - then[other.id] - ROUNDING


@given(engagements(Side.CLIENT))
def test_a_better_client_never_lowers_the_value_of_any_option(drawn):
    """With K held: it falls as the client's part is repaired, and fatigue with people then counts again."""
    _, before, after = drawn
    after = replace(after, inputs=replace(after.inputs, inherited=before.inputs.inherited))
    then, now = scores(before), scores(after)
    assert all(now[id_] >= then[id_] - ROUNDING for id_ in then)


@given(names, st.integers(0, 60), st.integers(0, 24), steps, st.integers(0, 100))
def test_more_time_to_term_never_removes_an_option(name, months, more, by, readiness):
    facts = profile(
        name, answers=sampled(shifted(PROFILES[name]["levels"], by)), readiness=Readiness(Fraction(readiness))
    )
    sooner, later = (
        {
            option.option_id
            for option in valued(standing(contracting(facts, end=months_before(AS_OF, -left))))
            if all(gate.effect is not Effect.EXCLUDE for gate in option.gates)
        }
        for left in (months, months + more)
    )
    assert sooner <= later


SWITCHING = ("tender", "transition", "exit", "double_run")


@settings(max_examples=40)
@given(names, st.data())
def test_a_higher_switching_cost_never_helps_switching(name, data):
    situation = standing(profile(name))
    known = parameters(QUESTIONNAIRE, profile(name))
    costs = sorted(id_ for id_ in known if id_.startswith(SWITCHING))
    assert costs
    chosen = data.draw(st.sampled_from(costs))
    at = {
        end: replace(
            situation,
            inputs=replace(
                situation.inputs, parameters={**situation.inputs.parameters, chosen: getattr(known[chosen], end)}
            ),
        )
        for end in ("low", "high")
    }
    cheap, dear = scores(at["low"]), scores(at["high"])
    for option in QUESTIONNAIRE.options:
        if not option.switching:
            assert dear[option.id] == pytest.approx(cheap[option.id])
        else:
            assert dear[option.id] <= cheap[option.id] + ROUNDING
