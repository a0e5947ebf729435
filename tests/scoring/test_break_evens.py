import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.break_evens import input_break_even, money_equivalent, weight_break_evens
from tests.scoring import illustration
from tests.scoring.illustration import BEST, CRITERIA, EXACT, LEAD, OPTIONS, RUNNER, SHAPES, WORST

COST = CRITERIA.index("cost over horizon")


def margin():
    """Value of the lead of the worked decision less that of its runner-up."""
    values = illustration.mean_values() @ illustration.stated()
    return values[LEAD] - values[RUNNER]


def with_weight(weights, criterion, share):
    """The weights with one criterion at a share, the others scaled to the rest."""
    scaled = weights * (1 - share) / (1 - weights[criterion])
    scaled[criterion] = share
    return scaled


def test_values_of_the_worked_decision_are_the_published_ones():
    assert illustration.mean_values() == pytest.approx(np.array(EXACT["mean_partial_values"]), abs=1e-6)
    values = illustration.mean_values() @ illustration.stated()
    assert values == pytest.approx(EXACT["value_at_stated_points"], abs=1e-6)


@pytest.mark.parametrize("expected", EXACT["weight_break_even"], ids=lambda expected: expected["criterion"])
def test_weights_at_which_another_option_leads_are_the_published_ones(expected):
    turns = weight_break_evens(illustration.mean_values(), illustration.stated())
    found = turns[CRITERIA.index(expected["criterion"])]
    for side in ("falls_to", "rises_to"):
        turn = getattr(found, side)
        if expected[side] is None:
            assert turn is None
        else:
            assert turn.weight == pytest.approx(expected[side]["weight"], abs=1e-6)
            assert OPTIONS[turn.option] == expected[side]["new_best"]


@pytest.mark.parametrize("expected", EXACT["input_break_even_for_lead"], ids=lambda expected: expected["criterion"])
def test_inputs_at_which_the_lead_is_lost_are_the_published_ones(expected):
    k = CRITERIA.index(expected["criterion"])
    shape = SHAPES[LEAD][k]
    found = input_break_even(shape.mean, margin(), illustration.stated()[k], worst=WORST[k], best=BEST[k])
    assert shape.mean == pytest.approx(expected["mean_now"], abs=1e-4)
    assert found == (None if expected["break_even"] is None else pytest.approx(expected["break_even"], abs=1e-4))
    assert (found is not None and shape.low <= found <= shape.high) == expected["within_elicited_range"]


def test_the_lead_is_worth_seven_millions_more_than_its_runner_up():
    found = money_equivalent(margin(), illustration.stated()[COST], worst=WORST[COST], best=BEST[COST])
    assert found == pytest.approx(6.7, abs=0.05)


def test_nothing_is_worth_an_amount_or_an_input_where_the_criterion_weighs_nothing():
    assert money_equivalent(0.1, 0.0, worst=70, best=30) is None
    assert input_break_even(46, 0.1, 0.0, worst=70, best=30) is None


def bars():
    """Each bar of the published tornado, with its option, criterion and shape."""
    for bar in EXACT["tornado_difference_lead_minus_runner"]["bars"]:
        option, criterion = bar["input"].split(" / ")
        yield bar, OPTIONS.index(option), CRITERIA.index(criterion)


def test_the_published_tornado_is_that_of_the_additive_model():
    assert margin() == pytest.approx(EXACT["tornado_difference_lead_minus_runner"]["base"], abs=1e-6)
    for bar, option, k in bars():
        shape, sign = SHAPES[option][k], 1 if option == LEAD else -1
        for share, at, difference in (
            (0.1, bar["low_p10"], bar["difference_at_low"]),
            (0.9, bar["high_p90"], bar["difference_at_high"]),
        ):
            value = float(shape.quantile(share))
            assert value == pytest.approx(at, abs=1e-4)
            moved = illustration.stated()[k] * (value - shape.mean) / (BEST[k] - WORST[k])
            assert margin() + sign * moved == pytest.approx(difference, abs=1e-6)


# ---- properties ---------------------------------------------------------------------------------------

unit = st.integers(0, 20).map(lambda twentieths: twentieths / 20)


@st.composite
def decisions(draw):
    """Partial values of some options and the weights of the criteria."""
    options, criteria = draw(st.integers(2, 5)), draw(st.integers(2, 4))
    row = st.lists(unit, min_size=criteria, max_size=criteria)
    values = np.array(draw(st.lists(row, min_size=options, max_size=options)))
    points = draw(st.lists(st.integers(1, 20), min_size=criteria, max_size=criteria))
    return values, np.array(points) / sum(points)


@given(decisions())
def test_until_a_break_even_the_lead_is_best_and_beyond_it_the_option_named_is(decision):
    values, weights = decision
    lead = int(np.argmax(values @ weights))
    for criterion, turns in enumerate(weight_break_evens(values, weights)):
        for turn, end in ((turns.falls_to, 0.0), (turns.rises_to, 1.0)):
            until = end if turn is None else turn.weight
            for share in np.linspace(weights[criterion], until, 7):
                scores = values @ with_weight(weights, criterion, share)
                assert scores[lead] >= scores.max() - 1e-9
            if turn is not None:
                beyond = min(1.0, max(0.0, until + (end - until) * 1e-4))
                scores = values @ with_weight(weights, criterion, beyond)
                assert scores[turn.option] >= scores.max() - 1e-9


@given(decisions(), st.data())
def test_an_option_copied_or_dominated_by_another_never_moves_a_break_even(decision, data):
    values, weights = decision
    model = data.draw(st.integers(0, len(values) - 1))
    more = np.vstack([values, values[model] - data.draw(st.sampled_from([0, 0.1]))])
    for before, after in zip(weight_break_evens(values, weights), weight_break_evens(more, weights), strict=True):
        for side in ("falls_to", "rises_to"):
            one, other = getattr(before, side), getattr(after, side)
            assert (one is None) == (other is None)
            assert one is None or one.weight == pytest.approx(other.weight)


def test_a_criterion_that_weighs_all_has_no_break_even_since_nothing_says_how_the_others_would_share():
    turns = weight_break_evens(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([1.0, 0.0]))
    assert (turns[0].falls_to, turns[0].rises_to) == (None, None)
    assert turns[1].rises_to.weight == pytest.approx(0.5)
