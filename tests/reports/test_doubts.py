from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import rgb_to_hsv

from questionnaires import LANGUAGES, Side, load
from reports import charts, drawing
from reports.charts.doubts import axis
from reports.drawing.doubts import _places
from reports.language import Language
from scoring import assess, decide
from scoring.results import Money, Plan, PlannedAction, Spread, TornadoBar
from tests.reports.samples import facts_of
from tests.reports.test_drawing import LONG, image_of, text_of

FRENCH, ENGLISH = Language("fr"), Language("en")


@pytest.fixture(scope="module")
def valmeca():
    questionnaire, facts = load(), facts_of("valmeca")
    return questionnaire, facts, decide(questionnaire, facts, assess(questionnaire, facts))


@pytest.fixture(scope="module")
def silence():
    """The decision of an engagement where nobody has answered yet."""
    questionnaire = load()
    facts = replace(facts_of("valmeca"), answers=(), rating_decisions=(), statements=())
    return questionnaire, facts, decide(questionnaire, facts, assess(questionnaire, facts))


def with_bars(decision, *bars):
    """Return a decision whose tornado has these bars."""
    return replace(decision, outlook=replace(decision.outlook, tornado=bars))


def with_option(decision, option_id, **changes):
    """Return a decision with one option changed."""
    options = tuple(replace(o, **changes) if o.option_id == option_id else o for o in decision.options)
    return replace(decision, options=options)


@pytest.mark.parametrize("code", LANGUAGES)
def test_before_anything_is_known_every_chart_says_so(silence, code):
    questionnaire, facts, decision = silence
    language = Language(code)
    bare = replace(decision, outlook=None, plan=None)
    for chart in (
        charts.option_ranges(questionnaire, bare, language),
        charts.rank_heat(questionnaire, bare, language),
        charts.tornado(questionnaire, bare, language),
        charts.saving_curves(questionnaire, facts, with_no_money(bare), language),
        charts.cost_ranges(questionnaire, with_no_money(bare), language),
        charts.roadmap(questionnaire, facts, None, language),
    ):
        assert chart.is_empty, chart.title
        assert chart.title
        assert chart.alt == chart.empty, chart.title
        assert text_of(drawing.draw(chart)).split() == chart.empty.replace("\u202f", " ").split()


def with_no_money(decision):
    return replace(decision, options=tuple(replace(option, money=None) for option in decision.options))


def test_admitted_options_come_first_from_best_to_least_then_the_excluded_ones(valmeca):
    questionnaire, _, decision = valmeca
    rows = charts.option_ranges(questionnaire, decision, FRENCH).rows
    admitted = [row.admitted for row in rows]
    assert admitted == sorted(admitted, reverse=True)
    for group in (True, False):
        values = [row.value for row in rows if row.admitted is group]
        assert values == sorted(values, reverse=True)
    assert [row.option_id for row in rows if row.lead] == [decision.recommendation.option]
    assert all(row.low <= row.value <= row.high for row in rows)


def test_costs_stand_against_doing_nothing_with_two_significant_digits(valmeca):
    questionnaire, _, decision = valmeca
    chart = charts.cost_ranges(questionnaire, decision, ENGLISH)
    nothing = decision.option("O0").money.total.middle
    assert chart.reference == nothing
    assert chart.least <= min(row.low for row in chart.rows)
    assert chart.most >= max(row.high for row in chart.rows)
    row = next(row for row in chart.rows if row.option_id == "O1")
    saved = decision.option("O1").money.saving.middle
    assert row.label == ENGLISH.money(decision.option("O1").money.total.middle)
    assert row.note == f"{ENGLISH.money(abs(saved))} {'less' if saved >= 0 else 'more'} than doing nothing"


def test_without_a_yearly_value_costs_are_years(valmeca):
    questionnaire, _, decision = valmeca
    spread = Spread(3.8, 4.13, 4.6)
    money = Money("years", 48, spread, Spread(-0.2, 0.1, 0.3), (), None, 12, (-0.1, 0.1))
    decision = replace(decision, options=tuple(replace(option, money=money) for option in decision.options))
    chart = charts.cost_ranges(questionnaire, decision, FRENCH)
    assert (chart.rows[0].label, chart.rows[0].range_label) == ("4,1 ans", "3,8 ans à 4,6 ans")


def test_ranks_go_by_steps_of_five_and_are_never_certain(valmeca):
    questionnaire, _, decision = valmeca
    decision = with_option(decision, "O1", ranks=(0.998, 0.001, 0.001))
    decision = with_option(decision, "O2", ranks=(0.002, 0.86, 0.138))
    chart = charts.rank_heat(questionnaire, decision, FRENCH)
    rows = {row.option_id: [cell.label for cell in row.cells] for row in chart.rows}
    assert rows["O1"] == [">\u00a095", "<\u00a05", "<\u00a05"]
    assert rows["O2"] == ["<\u00a05", "85", "15"]
    assert set(rows) == {option.option_id for option in decision.options if option.admitted}
    assert all(len(row) == len(chart.header) for row in chart.cells())


def test_ranks_that_print_the_same_have_the_same_tint(valmeca):
    questionnaire, _, decision = valmeca
    decision = with_option(decision, "O1", ranks=(0.497, 0.503, 0.0))
    decision = with_option(decision, "O2", ranks=(0.503, 0.497, 0.0))
    chart = charts.rank_heat(questionnaire, decision, FRENCH)
    assert {cell.value for row in chart.rows for cell in row.cells if cell.label == "50"} == {0.5}


def test_the_diamond_is_explained_only_where_there_is_one(valmeca):
    questionnaire, facts, decision = valmeca
    assert charts.saving_curves(questionnaire, facts, decision, FRENCH).break_even_key
    never = tuple(
        replace(option, money=replace(option.money, break_even=None)) if option.money else option
        for option in decision.options
    )
    chart = charts.saving_curves(questionnaire, facts, replace(decision, options=never), FRENCH)
    assert not chart.break_even_key
    assert "Losange" not in text_of(drawing.draw(chart))


def test_a_bar_that_crosses_zero_is_told_and_is_never_left_out(valmeca):
    questionnaire, _, decision = valmeca
    wide = [TornadoBar(p.id, p.low, p.high, 2.0, 9.0 + n) for n, p in enumerate(questionnaire.parameters[:12])]
    flip = TornadoBar("ability", 0.2, 0.8, -1.5, 2.0)
    chart = charts.tornado(questionnaire, with_bars(decision, *wide, flip), FRENCH)
    name = questionnaire.driver["ability"].name.fr
    assert len(chart.rows) == 10
    assert [row.name for row in chart.rows if row.flips] == [name]
    assert name in chart.alt
    assert chart.least <= -1.5
    assert chart.rest == "3 autres facteurs la déplacent moins."


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_driver_has_a_name_and_prints_its_values(valmeca, code):
    questionnaire, _, decision = valmeca
    bars = [TornadoBar(name, s.low, s.high, 1.0, 2.0) for name, s in decision.outlook.drivers.items()]
    chart = charts.tornado(questionnaire, with_bars(decision, *bars), Language(code), limit=len(bars))
    assert len(chart.rows) == len(decision.outlook.drivers)
    assert all(row.name and row.low_label and row.high_label for row in chart.rows)


def test_shares_are_percent_and_shifts_of_ratings_signed(valmeca):
    questionnaire, _, decision = valmeca
    bars = (
        TornadoBar("ability", 0.69, 0.99, 1.0, 2.0),
        TornadoBar("client_rating", -0.19, 0.19, 1.0, 2.0),
        TornadoBar("successor_level", 2.0, 3.5, 1.0, 2.0),
    )
    chart = charts.tornado(questionnaire, with_bars(decision, *bars), FRENCH)
    rows = {row.driver: (row.low_label, row.high_label) for row in chart.rows}
    assert rows == {
        "ability": ("69\u202f%", "99\u202f%"),
        "client_rating": ("−0,2", "+0,2"),
        "successor_level": ("2", "3,5"),
    }


def test_a_bar_that_crosses_zero_is_darker_in_print(valmeca):
    questionnaire, _, decision = valmeca
    darkness = []
    for low in (1.0, -6.0):
        decision = with_bars(decision, TornadoBar("ability", 0.2, 0.8, low, 8.0))
        image = image_of(drawing.draw(charts.tornado(questionnaire, decision, FRENCH))).mean(axis=2)
        darkness.append((image < 0.72).mean())
    assert darkness[1] > 1.5 * darkness[0]


def test_curves_tell_what_is_paid_ahead_and_when_it_comes_back(valmeca):
    questionnaire, facts, decision = valmeca
    money = decision.option("O1").money
    money = replace(money, by_month=(-200_000.0, -100_000.0, 50_000.0, 120_000.0), break_even=3)
    chart = charts.saving_curves(questionnaire, facts, with_option(decision, "O1", money=money), FRENCH)
    curve = next(curve for curve in chart.curves if curve.option_id == "O1")
    assert curve.lead
    assert curve is chart.curves[0]
    assert (curve.deepest_label, curve.end_label) == ("200\u00a0k€", "+120\u00a0k€")
    assert curve.break_even_label == "après 3\u00a0mois, en février\u00a02027"
    assert "O0" not in {curve.option_id for curve in chart.curves}


def test_no_more_than_five_curves_are_drawn_and_the_others_are_told(valmeca):
    questionnaire, facts, decision = valmeca
    decision = replace(decision, options=tuple(replace(option, gates=()) for option in decision.options))
    chart = charts.saving_curves(questionnaire, facts, decision, FRENCH)
    assert len(chart.curves) == 5
    assert chart.rest == "2 autres options admises ne sont pas tracées."


@given(
    st.lists(st.tuples(st.floats(0, 190), st.floats(8, 36)), min_size=1, max_size=5),
)
def test_the_labels_of_curves_never_overlap_and_stay_in_the_band(found):
    wanted, heights = zip(*found, strict=True)
    bottom = max(190.0, sum(heights))
    places = _places(wanted, heights, 0.0, bottom)
    spans = sorted((place - tall / 2, place + tall / 2) for place, tall in zip(places, heights, strict=True))
    assert all(after[0] >= before[1] - 1e-6 for before, after in pairwise(spans))
    assert spans[0][0] >= -1e-6
    assert spans[-1][1] <= bottom + 1e-6


@given(st.floats(-1e8, 1e8), st.floats(0, 1e8))
def test_an_axis_has_few_round_values_around_what_it_shows(least, span):
    values = axis(least, least + span)
    slack = 1e-6 * (abs(least) + span + 1)
    assert values[0] <= least + slack
    assert values[-1] >= least + span - slack
    assert 2 <= len(values) <= 13


def action(questionnaire, side, number, **changes):
    practice = [practice for practice in questionnaire.practices if practice.side is side][number]
    values = {"from_level": Fraction(2), "to_level": Fraction(3), "starts": 0, "ends": 3, "days": 4}
    return PlannedAction(practice.id, side, **(values | {"after": (), "no_regret": False} | changes))


def test_the_roadmap_has_the_client_first_and_each_practice_once(valmeca):
    questionnaire, facts, decision = valmeca
    rows = charts.roadmap(questionnaire, facts, decision.plan, FRENCH).rows
    sides = [row.side for row in rows]
    assert sides == sorted(sides)
    assert len({row.practice_id for row in rows}) == len(rows)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))


def test_a_step_is_told_by_its_levels_what_comes_before_by_number(valmeca):
    questionnaire, facts, _ = valmeca
    first = action(questionnaire, Side.CLIENT, 0, no_regret=True)
    second = action(questionnaire, Side.PROVIDER, 0, starts=3, ends=6, after=(first.practice_id,))
    third = replace(second, from_level=Fraction(3), to_level=Fraction(4), starts=6, ends=9)
    plan = Plan((first, second, third), 12, {}, None, False, ())
    chart = charts.roadmap(questionnaire, facts, plan, FRENCH)
    assert [(row.levels, row.after, row.days) for row in chart.rows] == [("2 → 3", "", "4"), ("2 → 3\n3 → 4", "1", "8")]
    assert [row.no_regret for row in chart.rows] == [True, False]
    hidden = charts.roadmap(questionnaire, facts, plan, FRENCH, withheld={second.practice_id})
    assert hidden.rows[1].levels == "–\n–"


def test_a_long_plan_is_cut_and_the_rest_is_counted(valmeca):
    questionnaire, facts, _ = valmeca
    actions = tuple(action(questionnaire, side, n) for side in Side for n in range(20))
    chart = charts.roadmap(questionnaire, facts, Plan(actions, 12, {}, None, False, ()), FRENCH)
    assert len(chart.rows) == 28
    assert chart.rest == "12 autres pratiques du plan ne sont pas montrées ici."
    for figure in drawing.pages(chart, 493, 420):
        assert drawing.height_of(figure) <= 420


def test_on_the_roadmap_the_client_is_blue_above_and_the_provider_orange_below(valmeca):
    questionnaire, facts, decision = valmeca
    image = image_of(drawing.draw(charts.roadmap(questionnaire, facts, decision.plan, FRENCH)))
    hue, saturation, _ = np.moveaxis(rgb_to_hsv(image), -1, 0)
    blue = np.flatnonzero(((saturation > 0.6) & (abs(hue - 0.58) < 0.05)).any(axis=1))
    orange = np.flatnonzero(((saturation > 0.6) & (abs(hue - 0.07) < 0.05)).any(axis=1))
    assert blue.max() < orange.min()


def test_a_short_bar_at_the_end_of_the_plan_keeps_its_label_inside(valmeca):
    questionnaire, facts, _ = valmeca
    late = action(questionnaire, Side.CLIENT, 0, starts=11, ends=12, no_regret=True)
    chart = charts.roadmap(questionnaire, facts, Plan((late,), 12, {}, None, False, ()), FRENCH)
    chart = replace(chart, rows=(replace(chart.rows[0], name=LONG),))
    image = image_of(drawing.draw(chart))
    image[30:-30, 36:-36] = 1
    assert image.min() > 0.95
    assert "2 → 3" in text_of(drawing.draw(chart))


def test_months_count_from_the_last_day_of_a_month_too(valmeca):
    questionnaire, facts, decision = valmeca
    facts = replace(facts, as_of=date(2026, 12, 31))
    money = replace(decision.option("O1").money, break_even=2)
    chart = charts.saving_curves(questionnaire, facts, with_option(decision, "O1", money=money), ENGLISH)
    assert chart.curves[0].break_even_label == "after 2\u00a0months, in February\u00a02027"
