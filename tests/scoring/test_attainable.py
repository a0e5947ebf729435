"""Attainable maturity on small engagements whose figures a hand can follow, and what must hold for all."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import Side
from scoring import assess
from scoring.attainable import GRID, Attainable, Capability
from scoring.facts import Target
from tests.scoring.engagements import PROFILES, QUESTIONNAIRE, engagement, everywhere, profile, sampled

MODEL, OPTIONS = QUESTIONNAIRE.attainable, QUESTIONNAIRE.option
WILLING = Capability(ability=1.0, successor=3.0, insourced=2.5, pace=1.0)
SIDES = {side: [p.id for p in QUESTIONNAIRE.practices if p.side is side] for side in Side}


def attainable(facts):
    return Attainable(MODEL, assess(QUESTIONNAIRE, facts))


def both(client, provider, **changes):
    """Every practice of a side at one level."""
    levels = dict.fromkeys(SIDES[Side.CLIENT], client) | dict.fromkeys(SIDES[Side.PROVIDER], provider)
    return engagement(answers=sampled(levels), **changes)


def attained(facts, option_id, who=WILLING):
    """Mean levels of both sides and share of targets."""
    return attainable(facts).means(OPTIONS[option_id], who)


def test_doing_nothing_leaves_every_level_where_it_is():
    assert attained(both(1, 2), "O0")[:2] == pytest.approx((1, 2))


def test_a_year_of_plan_lifts_a_willing_provider_and_the_inputs_that_it_waits_for_by_two_levels():
    client, provider, share = attained(both(1, 1), "O1")
    assert (client, provider, share) == pytest.approx((3, 3, 1))


def test_a_provider_that_will_not_stays_where_it_is_whatever_the_plan():
    assert attained(both(1, 1), "O1", replace(WILLING, ability=0.0))[1] == pytest.approx(1)


def test_a_successor_under_the_old_contract_is_held_by_the_inputs_that_nobody_repaired():
    """With an essential input at 0 it reaches 1, with a helpful one 2, without any what it is capable of."""
    levels = {need.ref: 0 for p in QUESTIONNAIRE.practices if p.side is Side.PROVIDER for need in p.needs}
    facts = both(0, 2)
    provider = attained(facts, "O5", replace(WILLING, successor=4.0))[1]
    weights = ceilings = 0
    for practice in QUESTIONNAIRE.practices:
        if practice.side is Side.PROVIDER:
            ceiling = min([levels[need.ref] + need.headroom for need in practice.needs], default=4)
            weights += practice.weight
            ceilings += practice.weight * min(4, ceiling)
    assert provider == pytest.approx(ceilings / weights)


def test_preparing_repairs_inputs_before_the_successor_comes():
    facts = both(0, 2)
    copied, prepared = (attained(facts, option_id) for option_id in ("O5", "O4"))
    assert prepared[1] > copied[1]
    assert prepared[0] == pytest.approx(1.5)


def test_a_provider_above_what_its_inputs_allow_is_not_brought_down_and_a_successor_may_be():
    facts = both(0, 3)
    assert attained(facts, "O0")[1] == pytest.approx(3)
    assert attained(facts, "O5")[1] < 3


def test_levels_above_the_target_count_for_no_more_than_the_target():
    assert attained(both(5, 5), "O0")[2] == pytest.approx(1)
    assert attained(both(5, 5, targets=(Target(None, 4),)), "O5")[2] < 1


def test_ten_thousand_draws_read_from_a_grid_agree_with_each_worked_out():
    facts = profile("valmeca")
    found, chance = attainable(facts), np.random.default_rng(1)
    count = GRID * GRID + 5
    who = Capability(*(chance.uniform(low, high, count) for low, high in ((0, 1), (2, 4), (1, 4), (0.5, 1.2))))
    for option in QUESTIONNAIRE.options:
        assert found.drawn(option, who) == pytest.approx(found.share(option, who), abs=3e-3)


# What must hold for all.

levels = st.integers(0, 5)
shares = st.integers(0, 10).map(lambda tenths: tenths / 10)
anyone = st.builds(
    Capability, shares, st.integers(0, 5).map(float), st.integers(0, 5).map(float), st.sampled_from([0.5, 1.0, 1.2])
)


@given(st.sampled_from(list(PROFILES)), anyone)
def test_a_share_lies_between_nothing_and_everything(name, who):
    found = attainable(profile(name))
    for option in QUESTIONNAIRE.options:
        assert 0 <= found.share(option, who) <= 1


@given(st.sampled_from(SIDES[Side.CLIENT]), levels, levels, anyone)
def test_a_better_input_never_lowers_what_any_option_attains(practice_id, one, other, who):
    low, high = sorted([one, other])
    given_levels = everywhere(2)
    before, after = (
        attainable(engagement(answers=sampled(given_levels | {practice_id: level}))) for level in (low, high)
    )
    for option in QUESTIONNAIRE.options:
        assert after.share(option, who) >= before.share(option, who) - 1e-12


@given(st.sampled_from(SIDES[Side.PROVIDER]), levels, levels, anyone)
def test_a_better_provider_never_favours_a_change(practice_id, one, other, who):
    low, high = sorted([one, other])
    before, after = (
        attainable(engagement(answers=sampled(everywhere(2) | {practice_id: level}))) for level in (low, high)
    )
    for option in QUESTIONNAIRE.options:
        change = after.share(option, who) - before.share(option, who)
        assert change == pytest.approx(0) if option.family != "staying" else change >= -1e-12
