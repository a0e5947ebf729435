"""The plan: what rises first, what waits, what a side can carry."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires import Side
from scoring import assess
from scoring.planning import QUARTER, plan
from tests.scoring.cases import demonstration
from tests.scoring.engagements import QUESTIONNAIRE, contracting, engagement, everywhere, profile, sampled

LIMITS = QUESTIONNAIRE.planning
PRACTICE = QUESTIONNAIRE.practice


def planned(facts):
    return plan(QUESTIONNAIRE, facts, assess(QUESTIONNAIRE, facts))


def rated(levels):
    return engagement(answers=sampled(everywhere(3) | levels))


def only(**levels):
    """The plan where everything is at its target but a few practices (`CTR_SCP_C1` for CTR-SCP-C1)."""
    return planned(rated({id_.replace("_", "-"): level for id_, level in levels.items()}))


def test_nothing_lacking_means_nothing_to_do():
    found = planned(rated({}))
    assert (found.actions, found.postponed, found.share_one_side, found.unbalanced) == ((), (), None, False)


def test_one_practice_two_levels_short_rises_one_level_each_half_year():
    found = only(CTR_SCP_C1=1)
    assert [(float(a.from_level), float(a.to_level)) for a in found.actions] == [(1, 2), (2, 3)]
    first, second = found.actions
    assert second.starts >= first.starts + LIMITS.step_months


def test_the_client_s_input_comes_before_the_provider_practice_that_it_holds():
    """The provider's service sheets wait for the client's scope: essential, hence one level above it at most."""
    found = only(CTR_SCP_C1=1, CTR_SCP_P1=2)
    by_practice = {action.practice_id: action for action in reversed(found.actions)}
    client, provider = by_practice["CTR-SCP-C1"], by_practice["CTR-SCP-P1"]
    needs = {need.ref for need in PRACTICE["CTR-SCP-P1"].needs}
    assert "CTR-SCP-C1" in needs
    assert provider.starts >= client.ends
    assert "CTR-SCP-C1" in provider.after
    assert client.no_regret


def test_people_come_before_procedures_when_the_provider_s_team_keeps_changing():
    found = only(REL_ORG_P1=1, PRC_INC_P1=2)
    by_practice = {action.practice_id: action for action in reversed(found.actions)}
    assert by_practice["PRC-INC-P1"].starts >= by_practice["REL-ORG-P1"].ends


@pytest.mark.parametrize(("value", "scale"), [(500_000, 0.5), (4_200_000, 1), (11_000_000, 2), (None, 1)])
def test_effort_follows_the_size_of_the_contract(value, scale):
    found = planned(contracting(rated({"CTR-SCP-C1": 2}), yearly_value=value))
    assert found.actions[0].days == round(PRACTICE["CTR-SCP-C1"].actions.client.days * scale)


def test_at_valmeca_at_least_a_third_of_the_actions_are_the_client_s_and_the_effort_is_balanced():
    found = planned(demonstration("valmeca"))
    client = [action for action in found.actions if action.side is Side.CLIENT]
    assert 3 * len(client) >= len(found.actions)
    assert not found.unbalanced
    assert found.share_one_side == Fraction(max(found.days.values()), sum(found.days.values()))


def test_a_plan_that_rests_on_one_side_says_so():
    found = planned(rated({p.id: 1 for p in QUESTIONNAIRE.practices if p.side is Side.PROVIDER}))
    assert found.days[Side.PROVIDER] > found.days[Side.CLIENT]
    assert found.share_one_side > Fraction(str(LIMITS.one_side_share))
    assert found.unbalanced


def test_what_does_not_fit_is_named():
    found = planned(engagement(answers=sampled(everywhere(0))))
    assert found.postponed
    reached = {action.practice_id: action.to_level for action in found.actions}
    assert all(reached.get(id_, 0) < 3 for id_ in found.postponed)


# What must hold for every plan.

plans = st.builds(
    lambda base, changes: planned(engagement(answers=sampled(everywhere(base) | changes))),
    st.integers(0, 3),
    st.dictionaries(st.sampled_from(list(PRACTICE)), st.integers(0, 5), max_size=20),
)


@settings(max_examples=40)
@given(plans)
def test_nothing_starts_before_what_it_waits_for_has_ended(found):
    ends = {}
    for action in found.actions:
        ends.setdefault(action.practice_id, action.ends)
    for action in found.actions:
        assert all(ends[id_] <= action.starts for id_ in action.after)
        assert all(
            any(o.practice_id == id_ and o.starts == action.starts for o in found.actions) for id_ in action.together
        )


@settings(max_examples=40)
@given(plans)
def test_no_step_is_higher_than_a_level_or_the_target_and_all_end_in_time(found):
    for action in found.actions:
        assert 0 < action.to_level - action.from_level <= 1
        assert action.to_level <= 3
        assert 0 <= action.starts < action.ends <= found.horizon_months


@settings(max_examples=40)
@given(plans)
def test_no_side_carries_more_at_once_than_it_can(found):
    carried = Counter()
    for action in found.actions:
        for quarter in range(action.starts // QUARTER, (action.ends - 1) // QUARTER + 1):
            carried[action.side, quarter] += 1
    assert max(carried.values(), default=0) <= max(each.actions for each in LIMITS.absorption)


@pytest.mark.parametrize("name", ["valmeca", "val-dore", "hexalis"])
def test_the_same_facts_give_the_same_plan_whatever_the_order_of_answers(name):
    facts = profile(name)
    assert planned(facts) == planned(replace(facts, answers=facts.answers[::-1]))
