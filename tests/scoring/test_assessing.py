from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import Side
from scoring import assess
from scoring.facts import Backing, Contract, State, Target
from scoring.maturity import Item, group_score
from scoring.results import Confidence, Ref
from tests.scoring.engagements import (
    ACCOUNT,
    CIO,
    EVERYONE,
    OPERATIONS,
    PROFILES,
    QUESTIONNAIRE,
    VALMECA,
    engagement,
    everywhere,
    profile,
    said,
    sampled,
    taken_out,
)

CLIENT, PROVIDER = Side


def assessed(levels, **changes):
    return assess(QUESTIONNAIRE, engagement(answers=sampled(levels), **changes))


def domain(maturity, side, id_):
    return next(d for d in maturity.sides[side].domains if d.score.id == id_)


def theme(maturity, side, id_):
    return next(t for t in domain(maturity, side, id_[:3]).themes if t.id == id_)


# The three reference profiles.


@pytest.mark.parametrize("name", PROFILES)
def test_indices_of_a_profile_are_those_that_experts_expect(name):
    maturity, expected = assess(QUESTIONNAIRE, profile(name)), PROFILES[name]["expected"]
    found = {
        "client": maturity.sides[CLIENT].score.index.value,
        "provider": maturity.sides[PROVIDER].score.index.value,
        "overall": maturity.overall,
        "structural": maturity.structural_share.value,
        **{id_: figure.value for id_, figure in maturity.indices.items()},
    }
    assert {id_: float(found[id_]) for id_ in expected} == pytest.approx(expected, abs=0.1)
    assert float(maturity.asymmetry) == pytest.approx(expected["client"] - expected["provider"], abs=0.1)
    assert maturity.coverage == 1
    assert maturity.low_confidence_share == 0


@pytest.mark.parametrize("name", PROFILES)
def test_a_named_index_is_an_exact_weighted_mean_over_five(name):
    levels, found = PROFILES[name]["levels"], assess(QUESTIONNAIRE, profile(name)).indices
    for index in QUESTIONNAIRE.indices:
        weights = {id_: QUESTIONNAIRE.practice[id_].weight for id_ in index.practices}
        total = sum(weight * levels[id_] for id_, weight in weights.items())
        assert found[index.id].value == Fraction(total, 5 * sum(weights.values())), index.id


@given(st.integers(0, 5))
def test_all_practices_at_one_level_give_that_level_everywhere(level):
    maturity = assessed(everywhere(level))
    for side in maturity.sides.values():
        assert (side.score.index.value, side.score.level_low, side.score.level_high) == (level, level, level)
    assert all(figure.value == Fraction(level, 5) for figure in maturity.indices.values())
    assert (maturity.asymmetry, maturity.overall) == (0, level)


def test_the_overall_maturity_leans_to_the_weaker_side(questionnaire):
    levels = {p.id: 4 if p.side is CLIENT else 2 for p in questionnaire.practices}
    maturity = assessed(levels)
    assert (maturity.overall, maturity.asymmetry) == (Fraction(5, 2), 2)


def test_the_structural_share_weighs_gaps_by_what_any_successor_meets(questionnaire):
    """One full gap on a practice that stays, one on a practice that leaves with the provider."""
    stays = next(p for p in questionnaire.practices if p.inherited == "yes")
    leaves = next(p for p in questionnaire.practices if p.inherited == "no")
    maturity = assessed(everywhere(3) | {stays.id: 1, leaves.id: 2})
    expected = Fraction(2 * stays.weight, 2 * stays.weight + leaves.weight)
    assert maturity.structural_share.value == expected
    assert assessed(everywhere(3)).structural_share.value == 0


# Targets.


def shortfalls(maturity):
    return {item.practice_id: item.target for part in maturity.inheritance.values() for item in part.practices}


def test_the_target_is_three_unless_a_critical_service_asks_four_of_sensitive_practices(questionnaire):
    assert set(shortfalls(assessed(everywhere(1))).values()) == {3}
    critical = Contract("private", critical_service=True)
    targets = shortfalls(assessed(everywhere(1), contract=critical))
    assert {id_ for id_, target in targets.items() if target == 4} == {
        p.id for p in questionnaire.practices if p.sensitive
    }
    assert set(targets.values()) == {3, 4}


def test_a_target_of_a_practice_wins_over_the_target_of_all_which_wins_over_the_default():
    given_targets = (Target(None, Fraction(2)), Target("PRC-CHM-C1", Fraction(9, 2)))
    for order in (given_targets, given_targets[::-1]):
        targets = shortfalls(
            assessed(everywhere(1), contract=Contract("private", critical_service=True), targets=order)
        )
        assert targets.pop("PRC-CHM-C1") == Fraction(9, 2)
        assert set(targets.values()) == {2}


# Nothing, not applicable, and weights: cases B01 to B15 of public trackers.


def test_b01_nothing_answered_is_no_figure_and_never_zero():
    maturity = assess(QUESTIONNAIRE, engagement())
    for side in maturity.sides.values():
        scores = [side.score, *[d.score for d in side.domains], *[t for d in side.domains for t in d.themes]]
        for score in scores:
            assert (score.index.value, score.index.low, score.index.high, score.index.coverage) == (None, 0, 5, 0)
            assert (score.level_low, score.level_high, score.steps) == (0, 5, None)
    assert (maturity.asymmetry, maturity.overall, maturity.low_confidence_share) == (None, None, None)
    assert (maturity.coverage, maturity.structural_share.value) == (0, None)
    assert all(figure.value is None for figure in maturity.indices.values())
    assert maturity.respondents == {CLIENT: 0, PROVIDER: 0}


def test_b02_a_theme_wholly_out_of_scope_has_no_figure_and_leaves_its_domain_alone(questionnaire):
    out = [p.id for p in questionnaire.practices if p.theme == "CTR-SCP"]
    maturity = assessed(everywhere(2), scope_decisions=taken_out(*out))
    score = theme(maturity, CLIENT, "CTR-SCP")
    assert (score.index.value, score.index.low, score.index.high, score.index.coverage) == (None, None, None, None)
    assert (score.level_low, score.level_high, score.not_applicable) == (None, None, 1)
    assert domain(maturity, CLIENT, "CTR").score.index.value == 2
    assert domain(maturity, CLIENT, "CTR").score.not_applicable == 1


def test_b02_everything_out_of_scope_is_no_figure_at_all(questionnaire):
    maturity = assessed(everywhere(2), scope_decisions=taken_out(*questionnaire.practice))
    for side in maturity.sides.values():
        assert (side.score.index.value, side.score.index.coverage, side.score.level_low) == (None, None, None)
    assert (maturity.coverage, maturity.structural_share.value) == (None, None)
    assert maturity.inheritance[PROVIDER].share is None


def points(*items):
    """B03 to B15 on levels 0 to 4: the share of points gained, in percent, of (level, weight) pairs."""
    group = [
        Item(str(i), weight, None if level in (None, "na") else Fraction(level), in_scope=level != "na")
        for i, (level, weight) in enumerate(items)
    ]
    value = group_score("g", group).index.value
    return None if value is None else value / 4 * 100


def test_b03_one_not_applicable_among_answers_is_left_out():
    assert points((4, 1), (2, 1), ("na", 2)) == 75


def test_b04_what_alone_is_answered_and_weighs_nothing_is_no_figure():
    assert points((4, 0), (None, 1)) is None


def test_b05_a_weight_of_zero_is_not_a_weight_of_one():
    assert points((4, 1), (0, 0), (4, 2)) == 100
    weights = {"CTR-SCP-C1": 0}
    maturity = assessed(everywhere(4) | {"CTR-SCP-C1": 0}, practice_weights=weights)
    assert maturity.sides[CLIENT].score.index.value == 4


def test_b06_weights_need_not_add_up_to_a_hundred():
    weights = {"CTR": 40, "PRC": 30, "IND": 20, "REL": 0}
    assert assessed(everywhere(4), domain_weights=weights).sides[CLIENT].score.index.value == 4


def test_b08_a_blank_beside_an_answer_does_not_drag_it_down():
    facts = engagement(answers=(said(CIO, "IND-USE-C1", 4, Backing.SAMPLED),), respondents=(CIO, OPERATIONS))
    maturity = assess(QUESTIONNAIRE, facts)
    assert maturity.ratings["IND-USE-C1"].value == 4
    assert maturity.respondents[CLIENT] == 1


def test_b09_a_lower_second_answer_lowers_the_mean_within_the_range_already_shown():
    first = theme(assessed({"PRC-INC-C1": 4}), CLIENT, "PRC-INC").index
    second = theme(assessed({"PRC-INC-C1": 4, "PRC-INC-C2": 2}), CLIENT, "PRC-INC").index
    assert first.low <= second.value < first.value
    assert first.coverage < second.coverage == 1


def test_b10_a_side_is_the_mean_of_its_domains_whatever_their_number_of_practices():
    levels = {id_: 4 if id_.startswith("PRC") else 0 for id_ in QUESTIONNAIRE.practice}
    assert assessed(levels).sides[CLIENT].score.index.value == 1


def test_b12_practices_are_told_apart_by_id_and_not_by_wording(questionnaire):
    first, second = (p for p in questionnaire.practices if p.theme == "PRC-INC" and p.side is CLIENT)
    twin = second.model_copy(update={"name": first.name, "levels": first.levels, "weight": first.weight})
    practices = tuple(twin if p.id == twin.id else p for p in questionnaire.practices)
    alike = questionnaire.model_copy(update={"practices": practices})
    maturity = assess(alike, engagement(answers=sampled({first.id: 4, second.id: 0})))
    assert theme(maturity, CLIENT, "PRC-INC").index.value == 2


def test_b14_a_heavy_answer_alone_does_not_reach_the_top():
    assert [points((4, 3), (0, 1)), points((0, 3), (4, 1)), points((4, 3), (4, 1))] == [75, 25, 100]


def test_b15_figures_are_exact_so_that_nothing_is_rounded_twice():
    assert points((1, 489), (0, 11)) == Fraction(489, 20)


# Coverage, confidence, reasons.


def test_coverage_is_that_of_the_less_covered_side(questionnaire):
    levels = {p.id: 3 for p in questionnaire.practices if p.side is CLIENT or p.id.startswith("CTR")}
    maturity = assessed(levels)
    assert maturity.sides[CLIENT].score.index.coverage == 1
    assert maturity.coverage == maturity.sides[PROVIDER].score.index.coverage == Fraction(1, 4)


def test_the_share_of_low_confidence_counts_rated_practices_only():
    answers = (
        said(CIO, "CTR-SCP-C1", 2),
        said(CIO, "CTR-CHG-C1", 2, Backing.SEEN),
        said(CIO, "CTR-PRI-C1", State.DONT_KNOW),
    )
    maturity = assess(QUESTIONNAIRE, engagement(answers=answers))
    assert maturity.ratings["CTR-SCP-C1"].confidence is Confidence.LOW
    assert maturity.low_confidence_share == Fraction(1, 2)
    assert [side.low_confidence for side in maturity.sides.values()] == [1, 0]


def test_every_figure_says_what_it_rests_on():
    maturity = assess(QUESTIONNAIRE, profile(VALMECA))
    assert maturity.sides[CLIENT].score.index.reasons == tuple(Ref("domain", d.id) for d in QUESTIONNAIRE.domains)
    score = theme(maturity, PROVIDER, "PRC-INC")
    assert score.index.reasons == (Ref("practice", "PRC-INC-P1"), Ref("practice", "PRC-INC-P2"))
    assert [ref.id for ref in maturity.indices["EX"].reasons] == ["CTR-EXI-C1", "CTR-EXI-P1"]
    assert len(maturity.structural_share.reasons) == 58


def test_both_sides_may_speak_of_every_practice(questionnaire):
    answers = tuple(said(respondent, id_, 2, Backing.SEEN) for id_ in questionnaire.practice for respondent in EVERYONE)
    maturity = assess(questionnaire, engagement(answers=answers))
    assert maturity.respondents == {CLIENT: 2, PROVIDER: 2}
    assert all(rating.value == 2 and not rating.one_view for rating in maturity.ratings.values())


@given(st.dictionaries(st.sampled_from(sorted(QUESTIONNAIRE.practice)), st.integers(0, 4), max_size=30))
def test_one_level_more_everywhere_lowers_no_figure(levels):
    before, after = (assessed({id_: level + by for id_, level in levels.items()}) for by in (0, 1))
    for side in Side:
        worse, better = before.sides[side].score, after.sides[side].score
        assert worse.level_low <= better.level_low
        assert worse.index.value is None or worse.index.value <= better.index.value
    for id_, figure in before.indices.items():
        assert figure.value is None or figure.value <= after.indices[id_].value


def test_the_same_facts_give_the_same_maturity():
    facts = profile(VALMECA)
    assert assess(QUESTIONNAIRE, facts) == assess(QUESTIONNAIRE, replace(facts, answers=facts.answers[::-1]))


def test_an_answer_on_the_other_side_counts_as_that_of_its_speaker():
    maturity = assess(QUESTIONNAIRE, engagement(answers=(said(ACCOUNT, "CTR-SCP-C1", 2),)))
    rating = maturity.ratings["CTR-SCP-C1"]
    assert (rating.client_value, rating.provider_value, rating.one_view) == (None, 2, True)
