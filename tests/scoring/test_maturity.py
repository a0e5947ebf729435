import json
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import Side
from scoring import assess
from scoring.maturity import Item, group_score, mean, weighted_sum
from scoring.results import Ref
from tests.scoring.engagements import DATA, QUESTIONNAIRE, engagement, sampled

HALF = Fraction(1, 2)


def oracle(name):
    return json.loads((DATA / "oracles" / name).read_text("utf-8"))


def rated(*levels, weights=None, critical=()):
    weights = weights or [1] * len(levels)
    return [Item(str(i), weights[i], as_rating(level), i in critical) for i, level in enumerate(levels)]


def as_rating(level):
    return None if level is None else Fraction(str(level))


CASES = oracle("17_maturity_index_and_gate.json")["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_oracle_of_index_and_level_is_met(case):
    items = [
        Item(str(i), weight, None if x == "na" else as_rating(x), i in case["critical"], in_scope=x != "na")
        for i, (x, weight) in enumerate(zip(case["ratings"], case["weights"], strict=True))
    ]
    score, expected = group_score("g", items), case["expected"]
    for name, value in [
        ("index", score.index.value),
        ("low", score.index.low),
        ("high", score.index.high),
        ("coverage", score.index.coverage),
    ]:
        assert (None if value is None else round(float(value), 6)) == expected[name], name
    steps = None if score.steps is None else [round(float(step), 6) for step in score.steps]
    assert steps == expected["step_achievement"]
    assert (score.level_low, score.level_high) == (expected["level_low"], expected["level_high"])


def test_the_oracle_holds_its_eighteen_cases():
    assert len(CASES) == 18


# ISO/IEC 33020: its scale and its level rule, checked against the published cases, then compared with ours.

ISO = oracle("01_iso33020.json")


def iso_letter(percent):
    return next(row["rating"] for row in ISO["scale_percent"] if percent <= row["le"])


def iso_level(letters_by_level):
    """Level k: all attributes of level k are L or F and all those of lower levels are F."""
    level = 0
    for letters in letters_by_level:
        if not all(letter in "LF" for letter in letters):
            break
        level += 1
        if not all(letter == "F" for letter in letters):
            break
    return level


@pytest.mark.parametrize("case", ISO["rating_cases"], ids=lambda case: str(case["percent"]))
def test_a_step_is_largely_or_fully_climbed_at_the_limits_of_iso(case):
    """The first step is reached when L or F; the second can only be reached when the first is F."""
    percent = Fraction(str(case["percent"]))
    assert iso_letter(percent) == case["rating"]
    assert (climbed(percent).level_low >= 1) == (case["rating"] in "LF")
    assert (climbed(percent, percent).level_low >= 2) == (case["rating"] == "F")


@pytest.mark.parametrize("case", ISO["level_cases"], ids=lambda case: case["name"])
def test_the_level_rule_of_iso_is_read_right(case):
    letters = [[case["ratings"].get(name, "N") for name in names] for names in ISO["process_attributes_by_level"]]
    assert iso_level(letters) == case["expected_level"]


def climbed(*percents):
    """A group whose steps are climbed so far, the first ones at least as far as the next ones."""
    scale = max(percent.denominator for percent in percents)
    steps = [*percents, *[Fraction(0)] * (5 - len(percents)), Fraction(0)]
    shares = [Fraction(100) - steps[0], *(a - b for a, b in pairwise(steps))]
    return group_score("g", [Item(str(k), int(share * scale), Fraction(k)) for k, share in enumerate(shares)])


@given(st.lists(st.integers(0, 100), min_size=5, max_size=5))
def test_breadth_is_the_rule_of_iso_with_one_attribute_a_level(percents):
    """They differ only where ours adds a cap: the level never exceeds the rounded index."""
    ordered = [Fraction(percent) for percent in sorted(percents, reverse=True)]
    score = climbed(*ordered)
    assert [float(step) for step in score.steps] == [float(percent / 100) for percent in ordered]
    assert score.level_low == min(iso_level([[iso_letter(p)] for p in ordered]), floor(score.index.value + HALF))


# OWASP SAMM: published scores, recomputed with our weighted mean.

SAMM = oracle("02_samm_toolbox.json")


def plain_mean(values):
    return mean((1, Fraction(str(value)) if isinstance(value, int | float) else value) for value in values)


def samm_practice(practice):
    return sum(plain_mean(answers) for answers in practice["level_answers"])


@pytest.mark.parametrize("practice", SAMM["practices"], ids=lambda practice: practice["practice"])
def test_the_mean_gives_the_published_scores_of_samm_practices(practice):
    levels = [float(plain_mean(answers)) for answers in practice["level_answers"]]
    assert levels == pytest.approx(practice["expected_level_scores"], abs=1e-12)
    assert float(samm_practice(practice)) == pytest.approx(practice["expected_score"], abs=1e-12)


def test_the_mean_gives_the_published_scores_of_samm_functions():
    functions = {
        name: plain_mean([samm_practice(SAMM["practices"][i]) for i in members])
        for name, members in SAMM["functions"].items()
    }
    assert {name: float(value) for name, value in functions.items()} == pytest.approx(SAMM["expected_function_scores"])
    overall = float(plain_mean(functions.values()))
    assert overall == pytest.approx(SAMM["expected_overall_mean_of_functions"], abs=1e-12)


@pytest.mark.parametrize("case", SAMM["v20_cases"], ids=lambda case: str(case["expected_practice_score"]))
def test_the_mean_gives_the_scores_of_samm_2(case):
    levels = [plain_mean(pair) for pair in zip(case["stream_A"], case["stream_B"], strict=True)]
    assert float(sum(levels)) == case["expected_practice_score"]


# The invariants of methods.md 1.5.

ratings = st.builds(Fraction, st.integers(0, 60), st.just(12)) | st.integers(0, 5).map(Fraction)


@st.composite
def groups(draw, *, full=False, least=1):
    """Some practices, of which at least one weighs something."""
    rating = ratings if full else st.none() | ratings
    drawn = draw(
        st.lists(st.tuples(st.integers(0, 4), rating, st.booleans(), st.booleans()), min_size=least, max_size=7)
    )
    items = [Item(f"p{i}", w, x, critical and not i % 3, scope) for i, (w, x, critical, scope) in enumerate(drawn)]
    return [*items, Item("last", draw(st.integers(1, 4)), draw(rating))]


def range_of(score):
    return score.index.low, score.index.high, score.level_low, score.level_high


def figures(score):
    return score.index.value, score.index.coverage, score.steps, *range_of(score)


@given(groups())
def test_index_level_and_range_keep_their_bounds(items):
    score = group_score("g", items)
    assert 0 <= score.index.low <= score.index.high <= 5
    assert 0 <= score.level_low <= score.level_high <= 5
    assert 0 <= score.index.coverage <= 1
    assert (score.index.value is None) == (score.rated == 0)
    if score.rated:
        assert score.index.low <= score.index.value <= score.index.high


@given(groups(), ratings, ratings, st.integers(0, 4), st.booleans())
def test_a_better_rating_never_lowers_anything(items, x, y, weight, critical):
    worse, better = sorted([x, y])
    before = group_score("g", [*items, Item("moved", weight, worse, critical)])
    after = group_score("g", [*items, Item("moved", weight, better, critical)])
    assert all(a <= b for a, b in zip(range_of(before), range_of(after), strict=True))
    if before.index.value is not None:
        assert before.index.value <= after.index.value


@given(groups(), ratings)
def test_one_more_answer_gives_a_range_inside_the_former_one(items, x):
    unknown = [*items, Item("unknown", 2, None)]
    known = [*items, Item("unknown", 2, x)]
    low, high, level_low, level_high = range_of(group_score("g", unknown))
    after = range_of(group_score("g", known))
    assert low <= after[0] <= after[1] <= high
    assert level_low <= after[2] <= after[3] <= level_high


@given(groups(), ratings, st.integers(0, 9), st.booleans())
def test_what_is_out_of_scope_changes_no_figure(items, x, weight, critical):
    out = Item("out", weight, x, critical, in_scope=False)
    assert figures(group_score("g", [*items, out])) == figures(group_score("g", items))


@given(groups(), ratings)
def test_what_weighs_nothing_changes_no_figure(items, x):
    assert figures(group_score("g", [*items, Item("light", 0, x, critical=True)])) == figures(group_score("g", items))


@given(groups(), st.randoms(use_true_random=False))
def test_the_order_of_practices_is_irrelevant(items, random):
    shuffled = random.sample(items, len(items))
    assert figures(group_score("g", shuffled)) == figures(group_score("g", items))


@given(groups(), st.integers(2, 9))
def test_only_the_proportions_of_weights_count(items, factor):
    heavier = [replace(item, weight=item.weight * factor) for item in items]
    assert figures(group_score("g", heavier)) == figures(group_score("g", items))


@given(groups())
def test_a_group_twice_is_the_same_group(items):
    assert figures(group_score("g", items + items)) == figures(group_score("g", items))


@given(groups(full=True))
def test_steps_add_up_to_the_index_and_never_rise(items):
    score = group_score("g", items)
    assert sum(score.steps) == score.index.value
    assert list(score.steps) == sorted(score.steps, reverse=True)


@given(groups(full=True))
def test_the_level_never_exceeds_the_rounded_index_nor_a_rounded_critical_rating(items):
    score = group_score("g", items)
    caps = [score.index.value, *(item.rating for item in items if item.critical and item.in_scope and item.weight)]
    assert score.level_low <= floor(min(caps) + HALF)


@given(groups())
def test_what_holds_a_level_is_named(items):
    score = group_score("g", items)
    assert (score.held_by == ()) == (score.level_low == 5)


@pytest.mark.parametrize("level", range(6))
def test_practices_all_at_one_level_are_at_that_level(level):
    score = group_score("g", rated(level, level, level, critical=[1]))
    assert (score.index.value, score.level_low) == (level, level)


@pytest.mark.parametrize(("everywhere", "level"), [("2.5", 2), ("2.6", 3)])
def test_half_a_step_is_not_the_step(everywhere, level):
    assert group_score("g", rated(everywhere, everywhere, everywhere)).level_low == level


def test_a_weak_critical_practice_is_named_as_what_holds_the_level():
    score = group_score("g", rated(4, 4, 4, 2, critical=[3]))
    assert score.held_by[0] == Ref("practice", "3")


# Upwards: practices to domains, domains to a side.

WEIGHT_NOTHING = dict.fromkeys(("CTR", "PRC", "IND", "REL"), 0)


@st.composite
def answered(draw):
    """Levels of some practices."""
    ids = draw(st.lists(st.sampled_from(sorted(QUESTIONNAIRE.practice)), unique=True, max_size=40))
    return {id_: draw(st.integers(0, 5)) for id_ in ids}


@given(answered())
def test_a_side_is_the_mean_of_its_domains_and_never_above_the_lowest_level(levels):
    maturity = assess(QUESTIONNAIRE, engagement(answers=sampled(levels)))
    for side in maturity.sides.values():
        known = [d.score.index.value for d in side.domains if d.score.index.value is not None]
        assert side.score.index.value == (sum(known) / len(known) if known else None)
        assert side.score.level_low == min(d.score.level_low for d in side.domains)
        assert all(side.score.level_low <= d.score.level_low for d in side.domains)


def test_domain_weights_move_a_side_and_a_weight_of_zero_leaves_it_out(questionnaire):
    levels = {id_: 4 if id_.startswith("CTR") else 2 for id_ in questionnaire.practice}
    for weights, expected in [
        ({}, Fraction(10, 4)),
        ({"CTR": 5}, Fraction(26, 8)),
        ({"CTR": 0}, 2),
        (WEIGHT_NOTHING | {"CTR": 1}, 4),
    ]:
        maturity = assess(questionnaire, engagement(answers=sampled(levels), domain_weights=weights))
        assert maturity.sides[Side.CLIENT].score.index.value == expected


def test_the_limiting_domain_of_a_side_is_named(questionnaire):
    levels = {id_: 1 if id_.startswith("IND") else 4 for id_ in questionnaire.practice}
    side = assess(questionnaire, engagement(answers=sampled(levels))).sides[Side.PROVIDER].score
    assert (side.level_low, side.held_by) == (1, (Ref("domain", "IND"),))


@given(st.lists(st.tuples(st.integers(0, 9), ratings), max_size=9))
def test_a_weighted_sum_is_exact(pairs):
    assert weighted_sum(pairs) == sum((weight * value for weight, value in pairs), Fraction(0))


@given(st.lists(st.tuples(st.integers(1, 9), ratings), min_size=1, max_size=9))
def test_a_mean_stays_within_its_values(pairs):
    values = [value for _, value in pairs]
    assert min(values) <= mean(pairs) <= max(values)
