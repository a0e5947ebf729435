"""How a decision stands under doubt, on whole engagements; counting itself is tested in `test_acceptability`."""

from dataclasses import replace

import pytest

from questionnaires import Side
from scoring.results import AdviceClass
from scoring.statements import Kind
from tests.scoring.cases import demonstration, saying
from tests.scoring.engagements import PROFILES, QUESTIONNAIRE, VAL_DORE, VALMECA, judging, profile
from tests.scoring.test_deciding import advice, decision_of

CRITERIA = [criterion.id for criterion in QUESTIONNAIRE.criteria]


def outlook(facts):
    return decision_of(facts).outlook


def close_call():
    """Staying and preparing are nearly level."""
    return judging(profile(VALMECA), need="0.7", ability="0.35")


def weighing(facts, **deciders):
    """With what some roles said of the weights."""
    return saying(facts, Kind.WEIGHTS, deciders)


def pointing(**points):
    """Points on some criteria, few on the others."""
    return {"form": "points", "precision": "firm", "points": dict.fromkeys(CRITERIA, 2) | points}


def test_options_are_valued_with_the_mean_of_what_the_deciders_said_and_no_longer_with_points():
    one, other = ({"form": "points", "points": dict.fromkeys(CRITERIA, 0) | {heavy: 100}} for heavy in ("cost", "need"))
    said = weighing(profile(VALMECA, criterion_weights={"time": 90}), cio=one, finance=other)
    assert decision_of(said).weights == dict.fromkeys(CRITERIA, 0) | {"cost": 0.5, "need": 0.5}


@pytest.mark.parametrize("name", PROFILES)
def test_ranks_and_families_share_out_all_draws_among_what_is_admitted(name):
    decision = decision_of(profile(name))
    admitted = [option for option in decision.options if option.admitted]
    for place in range(len(admitted)):
        assert sum(option.ranks[place] for option in admitted) == pytest.approx(1)
    assert all(sum(option.ranks) == pytest.approx(1) for option in admitted)
    assert all(option.ranks == () for option in decision.options if not option.admitted)
    assert sum(decision.outlook.families.values()) == pytest.approx(1)


def test_one_wins_as_often_as_the_other_loses():
    found = outlook(close_call()).pairwise
    assert all(found[one, other] + found[other, one] == pytest.approx(1) for one, other in found)


@pytest.mark.parametrize("name", PROFILES)
def test_points_lie_within_their_spread(name):
    for option in decision_of(profile(name)).options:
        assert option.spread.low < option.points < option.spread.high
        assert option.spread.low < option.spread.middle < option.spread.high


def test_a_close_call_is_a_toss_up_and_names_what_would_be_worth_knowing():
    found = advice(close_call())
    assert found.family_class is AdviceClass.TOSS_UP
    view = outlook(close_call())
    assert view.value_of_information > outlook(profile(VALMECA)).value_of_information - 2
    assert view.information[0].points > 0
    assert view.information[0].points <= view.value_of_information
    assert any(bar.flips for bar in view.tornado)


def test_a_firmer_judgement_makes_the_lead_win_more_often():
    """The same need, once known within a hair."""
    facts = judging(profile(VALMECA), need="0.5", ability="0.4")
    firm = saying(facts, Kind.RANGE, {"need": {"low": 0.49, "high": 0.51}, "ability": {"low": 0.39, "high": 0.41}})
    loose = saying(facts, Kind.RANGE, {"need": {"low": 0.2, "high": 0.9}, "ability": {"low": 0.1, "high": 0.8}})
    wins = [advice(each).challenger.wins for each in (loose, facts, firm)]
    assert wins == sorted(wins)
    assert wins[0] < wins[2]


def test_the_tornado_tells_the_widest_bar_first_and_spans_the_lead_of_today():
    decision = decision_of(close_call())
    bars = decision.outlook.tornado
    widths = [abs(bar.at_high - bar.at_low) for bar in bars]
    assert widths == sorted(widths, reverse=True)
    assert {"need", "ability"} <= {bar.driver for bar in bars[:4]}


def test_changing_one_figure_moves_only_what_depends_on_it():
    """Streams have names: a dearer transition changes no option that has none."""
    before = decision_of(profile(VALMECA))
    said = {"low": 5, "typical": 8, "high": 12, "source": "offer"}
    after = decision_of(saying(profile(VALMECA), Kind.PARAMETER, {"transition_cost": said}))
    for option_id in ("O0", "O1", "O2"):
        assert after.option(option_id).spread == before.option(option_id).spread
    assert after.option("O5").points < before.option("O5").points


# Deciders.


def test_deciders_who_agree_are_robust_and_each_is_named():
    found = outlook(weighing(profile(VALMECA), cio=pointing(continuity=60), buyer=pointing(maturity=60)))
    assert dict(found.robust) == {"points": "O1", "equal": "O1", "ranking": "O1", "cio": "O1", "buyer": "O1"}


def test_a_decider_for_whom_another_family_leads_keeps_the_advice_from_being_clear():
    facts = judging(profile(VALMECA), need="0.5", ability="0.45")
    assert advice(facts).family_class is AdviceClass.CLEAR
    people = weighing(facts, buyer=pointing(need=90), cio=pointing(continuity=30, maturity=30, cost=30))
    found = advice(people)
    assert not found.robust
    assert found.family_class is not AdviceClass.CLEAR


@pytest.mark.parametrize(
    "said",
    [
        {"form": "ranking", "ranking": [[id_] for id_ in CRITERIA]},
        {"form": "ranking", "ranking": [CRITERIA]},
        {"form": "intervals", "low": dict.fromkeys(CRITERIA, 5), "high": dict.fromkeys(CRITERIA, 40)},
        {"form": "points", "precision": "rough", "points": dict.fromkeys(CRITERIA, 10)},
    ],
)
def test_weights_may_be_said_in_any_form(said):
    decision = decision_of(weighing(profile(VALMECA), cio=said))
    assert decision.recommendation.option == "O1"
    assert sum(decision.option("O1").central_weights.values()) == pytest.approx(1)


# Preparing, then choosing.


def test_preparing_names_the_day_of_the_choice_and_what_would_then_be_best():
    found = outlook(close_call()).staged
    assert found.decide_on is not None
    assert sum(signal.share for signal in found.signals) == pytest.approx(1)
    assert found.flexible >= found.committed
    assert found.worth == pytest.approx(found.flexible - found.committed)
    assert {signal.option_id for signal in found.signals} >= {"O4"}


def test_where_only_preparing_is_open_the_freedom_to_choose_is_worth_nothing():
    assert outlook(profile(VAL_DORE)).staged.worth == pytest.approx(0)


def test_preparing_when_one_will_stay_anyway_is_worth_less_than_staying_at_once():
    found = outlook(profile(VALMECA)).staged
    assert found.flexible < found.now
    assert {signal.option_id for signal in found.signals} == {"O1"}


def test_a_file_that_is_ready_has_nothing_to_prepare():
    assert outlook(demonstration("hexalis")).staged is None


# Money and maturity.


def test_every_option_has_its_full_cost_and_doing_nothing_saves_nothing():
    decision = decision_of(demonstration("valmeca"))
    for option in decision.options:
        lines = sum(line.cost.middle for line in option.money.lines)
        assert lines == pytest.approx(option.money.total.middle)
        assert option.money.total.low <= option.money.total.middle <= option.money.total.high
    assert decision.option("O0").money.saving.middle == 0
    assert decision.option("O0").money.break_even is None


def test_the_lead_over_its_challenger_is_told_as_an_amount():
    found = advice(demonstration("valmeca")).challenger
    assert found.money > 0


def test_attained_maturity_is_told_by_side():
    found = decision_of(profile(VALMECA))
    today = found.option("O0").attained
    best = found.option("O1").attained
    assert best.client > today.client
    assert best.provider > today.provider
    assert 0 < today.share < best.share <= 1


# Not enough to advise.


def test_what_is_known_leans_somewhere_without_being_advice():
    facts = profile(VALMECA)
    found = advice(replace(facts, judgements=replace(facts.judgements, need=None)))
    assert found.option is None
    assert found.leaning.family == "staying"
    assert 0.5 < found.leaning.share <= 1


def test_nothing_rated_on_a_side_leans_nowhere():
    facts = profile(VALMECA)
    ids = {p.id for p in QUESTIONNAIRE.practices if p.side is Side.CLIENT}
    kept = tuple(answer for answer in facts.answers if answer.practice_id not in ids)
    assert advice(replace(facts, answers=kept)).leaning is None


# Where values come from.


@pytest.mark.parametrize("name", PROFILES)
def test_every_value_names_what_it_comes_from(name):
    for option in decision_of(profile(name)).options:
        assert set(option.reasons) == set(CRITERIA)
        assert all(option.reasons.values())
        kinds = {ref.kind for refs in option.reasons.values() for ref in refs}
        assert {"driver", "practice", "parameter", "option"} <= kinds
