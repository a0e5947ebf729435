from dataclasses import fields, replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import Side
from scoring import assess, decide
from scoring.choosing import choose, valued
from scoring.facts import Backing, Contract, DatedFact, Judgements, Readiness
from scoring.results import AdviceClass, GateKind, Ref
from scoring.values import Inputs
from tests.scoring.engagements import (
    ACCOUNT,
    AS_OF,
    CIO,
    HEXALIS,
    PROFILES,
    QUESTIONNAIRE,
    VAL_DORE,
    VALMECA,
    contracting,
    decided,
    engagement,
    everywhere,
    judging,
    moved,
    profile,
    ready,
    said,
    sampled,
    standing,
    taken_out,
)

CLEAR, PROBABLE, TOSS_UP, NOT_ENOUGH = AdviceClass
LAWFUL, UNLAWFUL = DatedFact(True), DatedFact(False)
LEVELS = {name: PROFILES[name]["levels"] for name in PROFILES}
OPTIONS = tuple(QUESTIONNAIRE.option)


def decision_of(facts, questionnaire=QUESTIONNAIRE):
    return decide(questionnaire, facts, assess(questionnaire, facts))


def advice(facts):
    return decision_of(facts).recommendation


def advised(facts):
    """The option that leads and those combined with it."""
    found = advice(facts)
    return {found.option, *found.combined}


def gates(decision, option_id):
    return {gate.kind for gate in decision.option(option_id).gates}


def excluded(facts):
    return [option.option_id for option in decision_of(facts).options if not option.admitted]


# The three reference profiles and their counterfactuals (domain.md 9.1 to 9.3).


@pytest.mark.parametrize("name", PROFILES)
def test_a_reference_profile_gets_the_advice_of_experts(name):
    found = advice(profile(name))
    assert found.option == PROFILES[name]["advice"]
    assert (found.family_class, found.forced, found.lowered_by, found.missing) == (CLEAR, False, (), ())


def test_valmeca_stays_with_tenders_closed_by_readiness_and_a_checkpoint_before_its_notice():
    decision = decision_of(profile(VALMECA))
    assert all(GateKind.READINESS in gates(decision, option_id) for option_id in ("O5", "O6"))
    assert gates(decision, "O3") == {GateKind.TEAM_ALONE}
    found = decision.recommendation
    assert found.combined == ("O2",)
    assert AS_OF < found.checkpoint < date(2028, 1, 31)
    assert {condition.side for condition in found.conditions} == set(Side)


def test_val_dore_prepares_with_staying_closed_by_law_and_tenders_by_readiness():
    decision = decision_of(profile(VAL_DORE))
    for option_id in ("O0", "O1", "O2", "O3"):
        legal = [gate for gate in decision.option(option_id).gates if gate.kind is GateKind.CONTINUATION]
        assert legal[0].legal
    assert all(GateKind.READINESS in gates(decision, option_id) for option_id in ("O5", "O6"))
    assert decision.recommendation.latest_start == AS_OF


def test_hexalis_retenders_with_staying_closed_and_nothing_left_to_prepare():
    decision = decision_of(profile(HEXALIS))
    assert all(GateKind.PROVISIONS in gates(decision, option_id) for option_id in ("O0", "O1", "O3"))
    assert gates(decision, "O4") == {GateKind.PREPARED}
    assert [condition.side for condition in decision.recommendation.conditions] == [Side.PROVIDER] * 3


def team_troubles():
    """All practices established except the stability and authority of the provider's team."""
    return sampled(everywhere(3) | {"REL-ORG-P1": 1})


COUNTERFACTUALS = {
    "valmeca: refuses named manager, days and data": (judging(profile(VALMECA), ability="0.15"), "O4"),
    "valmeca: need funded and due, no reference": (judging(profile(VALMECA), need="0.85", ability="0.3"), "O4"),
    "valmeca: price gap proven at 25 percent": (judging(profile(VALMECA), price_gap=1), "O2"),
    "valmeca: only the provider's team lacks": (judging(profile(VALMECA, answers=team_troubles()), fatigue=1), "O3"),
    "val-dore: practices two levels higher, file ready": (
        judging(ready(profile(VAL_DORE, answers=sampled(moved(LEVELS[VAL_DORE], 2))), 78), acceptability="0.7"),
        "O6",
    ),
    "val-dore: provider hostile": (judging(profile(VAL_DORE), ability="0.05"), "O4"),
    "val-dore: nine months left": (contracting(profile(VAL_DORE), end=date(2027, 8, 31)), "O5"),
    "hexalis: provisions accepted, references shown": (
        judging(contracting(profile(HEXALIS), provisions_refused=None), ability="0.9"),
        "O2",
    ),
    "hexalis: readiness 40, practices one level lower": (
        ready(profile(HEXALIS, answers=sampled(moved(LEVELS[HEXALIS], -1))), 40),
        "O4",
    ),
    "hexalis: executives reserved": (judging(profile(HEXALIS), acceptability="0.1"), "O6"),
    "hexalis: no new need, compliant and willing": (
        judging(contracting(profile(HEXALIS), provisions_refused=None), need="0.1", ability="0.8"),
        "O1",
    ),
}


@pytest.mark.parametrize(("facts", "option_id"), COUNTERFACTUALS.values(), ids=COUNTERFACTUALS)
def test_one_fact_changed_gives_the_advice_that_experts_expect(facts, option_id):
    assert advice(facts).option == option_id


def test_a_proven_price_gap_has_the_amendment_lead_with_improvement_inside():
    assert advised(judging(profile(VALMECA), price_gap=1)) == {"O2", "O1"}


def test_with_eight_months_left_valmeca_stays_and_tenders_are_out_of_time():
    decision = decision_of(contracting(profile(VALMECA), end=date(2027, 7, 31)))
    assert decision.recommendation.family == "staying"
    assert all(GateKind.LEAD_TIME in gates(decision, option_id) for option_id in ("O4", "O5", "O6", "O7"))


def test_a_private_val_dore_with_a_willing_provider_improves_and_amends():
    facts = contracting(profile(VAL_DORE), form="private", lawful_continuation=LAWFUL)
    assert advised(judging(facts, ability="0.75")) >= {"O1", "O2"}


def test_a_review_clause_makes_staying_lawful_and_preparing_leads_only_when_the_provider_will_not():
    facts = contracting(profile(VAL_DORE), end=date(2030, 6, 30), lawful_continuation=LAWFUL)
    assert advised(judging(facts, ability="0.5")) >= {"O1", "O2"}
    assert advice(judging(facts, ability="0.25")).option == "O4"


def test_lateness_forces_a_minimal_retender_and_says_so():
    found = advice(contracting(profile(VAL_DORE), end=date(2027, 8, 31)))
    assert (found.option, found.family, found.forced) == ("O5", "retendering", True)
    assert found.challenger is None


# Short cases (domain.md 9.4).


def judged(answers, *, readiness, contract=None, **judgements):
    contract = contract or Contract("private", end=date(2029, 5, 31), lawful_continuation=LAWFUL)
    values = {"need": 0, "ability": "0.7", "fatigue": 0, "price_gap": 0, "acceptability": "0.3"} | judgements
    exact = {key: value if key == "evidenced_parts" else Fraction(value) for key, value in values.items()}
    facts = engagement(answers=answers, contract=contract, judgements=Judgements(**exact))
    return ready(facts, readiness)


def test_case_d_three_tense_persons_call_for_a_change_of_team():
    facts = judged(team_troubles(), readiness=40, fatigue="0.8")
    assert advice(facts).option == "O3"


def test_case_g_both_weak_and_no_time_is_a_forced_minimal_retender():
    public = Contract("public", end=date(2027, 6, 30), lawful_continuation=UNLAWFUL)
    found = advice(judged(sampled(everywhere(1)), readiness=20, contract=public))
    assert (found.option, found.forced) == ("O5", True)


def green(**judgements):
    """Practices at 3.5 on both sides, and no motive."""
    decisions = tuple(decided(id_, "7/2") for id_ in QUESTIONNAIRE.practice)
    return replace(judged(sampled(everywhere(4)), readiness=60, **judgements), rating_decisions=decisions)


def test_case_h_when_everything_is_green_improving_leads_and_doing_nothing_is_acceptable():
    found = decision_of(green())
    assert found.recommendation.option == "O1"
    assert found.option("O0").admitted
    assert found.recommendation.checkpoint == date(2027, 5, 30)


@pytest.mark.parametrize("motive", ["need", "fatigue", "price_gap"])
def test_a_confirmed_motive_makes_doing_nothing_a_mere_reference(motive):
    assert "O0" in excluded(green(**{motive: "0.1"}))


def test_a_shortfall_of_more_than_a_level_makes_doing_nothing_a_mere_reference():
    levels = {"IND-DES-P1": 2}
    assert "O0" not in excluded(judged(sampled(everywhere(3) | levels), readiness=60))
    levels = {"IND-DES-P1": 1}
    assert "O0" in excluded(judged(sampled(everywhere(3) | levels), readiness=60))


def one_sided(client, provider):
    return sampled({p.id: client if p.side is Side.CLIENT else provider for p in QUESTIONNAIRE.practices})


def test_case_j_the_product_says_that_the_provider_is_the_problem():
    judgements = {"ability": "0.2", "evidenced_parts": 2, "need": "0.2", "price_gap": "0.2", "acceptability": "0.6"}
    facts = judged(one_sided(3, 1), readiness=72, **judgements)
    found = advice(facts)
    assert found.option in {"O5", "O6"}
    assert found.family == "retendering"
    assert assess(QUESTIONNAIRE, facts).inheritance[Side.PROVIDER].share == 0
    assert {condition.side for condition in found.conditions} == {Side.PROVIDER}


# Not enough evidence.


def without(facts, side, share):
    """Leave out the answers on the first practices of one side, so many percent of them."""
    practices = [practice.id for practice in QUESTIONNAIRE.practices if practice.side is side]
    left_out = practices[: len(practices) * share // 100]
    return replace(facts, answers=tuple(a for a in facts.answers if a.practice_id not in left_out))


@pytest.mark.parametrize("side", Side)
def test_under_80_percent_on_either_side_there_is_no_advice_and_the_side_is_named(side):
    found = decision_of(without(profile(VALMECA), side, 30))
    assert found.recommendation.family_class is found.recommendation.option_class is NOT_ENOUGH
    assert (found.recommendation.option, found.recommendation.family) == (None, None)
    assert Ref("coverage", side) in found.recommendation.missing
    assert Ref("coverage", side.other) not in found.recommendation.missing
    assert all(option.points is None and option.values == {} for option in found.options)


@pytest.mark.parametrize(("weight", "enough"), [(4, True), (3, False)])
def test_exactly_80_percent_is_enough(weight, enough):
    """Only the contract counts, and on the client's side only two practices: the unrated one weighs 1."""
    theirs = [p.id for p in QUESTIONNAIRE.practices if p.id.startswith("CTR") and p.side is Side.CLIENT]
    facts = profile(
        VALMECA,
        domain_weights={"PRC": 0, "IND": 0, "REL": 0},
        practice_weights=dict.fromkeys(theirs, 0) | {"CTR-SCP-C1": 1, "CTR-EXI-C1": weight},
    )
    left = tuple(answer for answer in facts.answers if answer.practice_id != "CTR-SCP-C1")
    found = advice(replace(facts, answers=left))
    assert (found.missing == ()) == enough


def test_b21_a_single_answer_gives_no_advice_and_the_list_of_what_is_missing():
    found = advice(engagement(answers=sampled({"CTR-SCP-C1": 0})))
    kinds = [ref.kind for ref in found.missing]
    assert found.option is None
    assert kinds.count("coverage") == 2
    assert kinds.count("driver") == 5
    assert Ref("readiness", "score") in found.missing
    assert {ref.id for ref in found.missing if ref.kind == "index"} == {"T", "D2D", "EX", "CAP"}


@pytest.mark.parametrize("driver", ["need", "ability", "fatigue", "price_gap", "acceptability"])
def test_a_missing_judgement_is_named_and_stops_the_advice(driver):
    facts = profile(VALMECA)
    found = advice(replace(facts, judgements=replace(facts.judgements, **{driver: None})))
    assert (found.option, found.missing) == (None, (Ref("driver", driver),))


def test_a_missing_readiness_is_named_and_stops_the_advice():
    found = advice(profile(VALMECA, readiness=Readiness()))
    assert (found.option, found.missing) == (None, (Ref("readiness", "score"),))


def test_zero_is_a_judgement():
    facts = ready(judging(profile(VALMECA), need=0, ability=0, fatigue=0, price_gap=0, acceptability=0), 0)
    assert advice(facts).missing == ()


@pytest.mark.parametrize(("form", "stopped"), [("private", False), ("public", True), ("framework", True)])
def test_lawful_continuation_is_a_doubt_in_private_law_and_stops_public_advice(form, stopped):
    found = advice(contracting(profile(VALMECA), form=form, lawful_continuation=None))
    question = Ref("fact", "lawful_continuation")
    assert (question in found.missing) == stopped
    assert (question in found.doubts) == (not stopped)


def test_a_side_wholly_out_of_scope_is_no_evidence():
    out = taken_out(*[p.id for p in QUESTIONNAIRE.practices if p.side is Side.CLIENT])
    assert Ref("coverage", Side.CLIENT) in advice(profile(VALMECA, scope_decisions=out)).missing


# The class, and what lowers it.


@pytest.mark.parametrize(("weak", "family_class", "lowered_by"), [(15, CLEAR, ()), (16, PROBABLE, ("low_confidence",))])
def test_more_than_30_percent_of_low_confidence_lowers_the_class_by_a_step(weak, family_class, lowered_by):
    """Of the 50 practices left in scope, so many rest on what one person says."""
    out = [id_ for id_ in QUESTIONNAIRE.practice if id_.startswith("IND")][:8]
    said_only = [id_ for id_ in QUESTIONNAIRE.practice if id_ not in out][:weak]
    answers = tuple(
        said(CIO if "-C" in id_ else ACCOUNT, id_, level, Backing.SAID if id_ in said_only else Backing.SAMPLED)
        for id_, level in LEVELS[VALMECA].items()
    )
    found = advice(profile(VALMECA, answers=answers, scope_decisions=taken_out(*out)))
    assert (found.family_class, found.lowered_by) == (family_class, lowered_by)


def test_a_self_declared_engagement_is_at_most_probable():
    found = advice(profile(VALMECA, self_declared=True))
    assert (found.family_class, found.lowered_by) == (PROBABLE, ("self_declared",))


def test_one_voice_alone_is_at_most_a_toss_up():
    answers = tuple(said(CIO, id_, level) for id_, level in LEVELS[VALMECA].items())
    found = advice(profile(VALMECA, answers=answers, self_declared=True))
    assert (found.family_class, found.option_class) == (TOSS_UP, TOSS_UP)
    assert "one_voice" in found.lowered_by


def test_options_within_a_point_are_a_toss_up():
    facts = judging(contracting(profile(VAL_DORE), form="private", lawful_continuation=LAWFUL), ability="0.75")
    found = advice(facts)
    assert abs(found.runner_up.margin) < 1
    assert found.option_class is TOSS_UP
    assert found.family_class is CLEAR


def test_without_a_rival_the_choice_is_clear():
    found = advice(profile(VAL_DORE))
    assert (found.challenger, found.runner_up, found.family_class) == (None, None, CLEAR)


# The combination rule, on a situation where staying options are the best.

GIVEN = dict.fromkeys([field.name for field in fields(Inputs) if field.name != "parameters"], 0.5) | {
    "need": 0.2,
    "ability": 0.8,
    "fatigue": 0.0,
    "price_gap": 0.1,
    "inherited": 0.1,
    "readiness": 0.3,
}
USUAL = standing(engagement(answers=sampled(everywhere(3))))
STAYING = replace(
    USUAL,
    contract=Contract("private", lawful_continuation=LAWFUL),
    inputs=replace(USUAL.inputs, **GIVEN),
    calm=False,
    ready_known=True,
)


def chosen(points, **inputs):
    """The lead and those combined with it, when options have so many points (0 for those not named)."""
    found = replace(STAYING, inputs=replace(STAYING.inputs, **inputs))
    options = [
        replace(option, values=dict.fromkeys(option.values, points.get(option.option_id, 0) / 100))
        for option in valued(found)
    ]
    weights = {criterion.id: criterion.weight / 100 for criterion in QUESTIONNAIRE.criteria}
    choice = choose(found, options, weights)
    return choice.lead, choice.combined


@pytest.mark.parametrize(
    ("points", "inputs", "expected"),
    [
        # within five points they combine, and improving leads
        ({"O1": 70, "O2": 68, "O3": 66}, {}, ("O1", ("O2", "O3"))),
        ({"O1": 70, "O2": 64.9, "O3": 64}, {}, ("O1", ())),
        ({"O1": 69.5, "O2": 70}, {}, ("O1", ("O2",))),
        ({"O1": 65.1, "O2": 70}, {}, ("O1", ("O2",))),
        ({"O1": 60, "O2": 70}, {}, ("O2", ())),
        # a proven price gap has the amendment lead, fatigue with people the change of team
        ({"O1": 70, "O2": 66}, {"price_gap": 0.5}, ("O2", ("O1",))),
        ({"O1": 70, "O2": 66}, {"price_gap": 0.49}, ("O1", ("O2",))),
        ({"O1": 70, "O2": 64}, {"price_gap": 1.0}, ("O1", ())),
        ({"O1": 70, "O3": 66}, {"fatigue": 0.5}, ("O3", ("O1",))),
        ({"O1": 70, "O3": 66}, {"fatigue": 0.49}, ("O1", ("O3",))),
        ({"O1": 70, "O3": 66}, {"fatigue": 1.0, "inherited": 0.4}, ("O1", ("O3",))),
        ({"O1": 70, "O2": 66, "O3": 66}, {"fatigue": 1.0, "price_gap": 1.0}, ("O2", ("O1", "O3"))),
    ],
)
def test_staying_options_that_cannot_be_separated_are_combined(points, inputs, expected):
    assert chosen(points, **inputs) == expected


def test_another_family_leads_as_soon_as_it_is_best_and_combines_with_nothing():
    assert chosen({"O1": 70, "O2": 69, "O4": 70.1}) == ("O4", ())


def test_doing_nothing_is_combined_with_nothing():
    calm = replace(STAYING, calm=True)
    weights = {criterion.id: criterion.weight / 100 for criterion in QUESTIONNAIRE.criteria}
    options = [replace(option, values=dict.fromkeys(option.values, 0.5)) for option in valued(calm)]
    choice = choose(calm, options, weights)
    assert choice.lead == "O1"
    assert "O0" not in choice.combined


# Dates, conditions and doubts.


def test_a_staying_plan_is_looked_at_again_before_preparing_a_tender_is_out_of_time():
    assert advice(profile(VALMECA)).checkpoint == date(2027, 5, 30)
    sooner = contracting(profile(VALMECA), end=date(2028, 6, 30))
    assert advice(sooner).checkpoint == date(2027, 2, 28)


def test_the_latest_start_is_the_lead_time_before_term_and_never_in_the_past():
    assert advice(profile(HEXALIS)).latest_start == date(2027, 5, 30)
    assert advice(profile(VALMECA)).latest_start is None


def test_conditions_are_what_weighs_most_on_each_side():
    facts = profile(VALMECA)
    found, provider = advice(facts), assess(QUESTIONNAIRE, facts).inheritance[Side.PROVIDER]
    client = [condition for condition in found.conditions if condition.side is Side.CLIENT]
    assert [c.practice_id for c in client] == [total.practice_id for total in provider.inputs[:3]]
    assert all(condition.points > 0 for condition in found.conditions)


def test_what_is_not_known_and_does_not_stop_the_advice_is_a_doubt():
    facts = contracting(without(profile(VALMECA), Side.CLIENT, 10), end=None)
    doubts = advice(facts).doubts
    assert {Ref("fact", "end"), Ref("unrated", Side.CLIENT)} <= set(doubts)
    assert advice(profile(VALMECA)).doubts == ()


def test_months_to_term_and_to_notice_are_told():
    found = decision_of(profile(VALMECA))
    assert (found.months_to_term, found.months_to_notice) == (26, 14)
    found = decision_of(contracting(profile(VALMECA), end=None))
    assert (found.months_to_term, found.months_to_notice) == (None, None)


# Properties of any decision.


def test_the_same_facts_give_the_same_decision():
    for name in PROFILES:
        facts = profile(name)
        assert decision_of(facts) == decision_of(replace(facts, answers=facts.answers[::-1]))


@pytest.mark.parametrize("name", PROFILES)
def test_a_copy_of_an_option_never_changes_the_order_of_the_others(name):
    facts = profile(name)
    maturity = assess(QUESTIONNAIRE, facts)
    before = decide(QUESTIONNAIRE, facts, maturity)
    for option in QUESTIONNAIRE.options:
        twin = option.model_copy(update={"id": "twin"})
        wider = QUESTIONNAIRE.model_copy(update={"options": (*QUESTIONNAIRE.options, twin)})
        after = decide(wider, facts, maturity)
        assert [after.option(id_).points for id_ in OPTIONS] == [each.points for each in before.options]
        assert after.recommendation.option == before.recommendation.option


def test_weights_sum_to_one_whatever_their_points():
    facts = profile(VALMECA, criterion_weights={"cost": 40, "time": 0})
    weights = decision_of(facts).weights
    assert sum(weights.values()) == pytest.approx(1)
    assert (weights["time"], weights["cost"] / weights["need"]) == (0, pytest.approx(40 / 18))


@given(
    st.tuples(*[st.integers(0, 10).map(lambda tenths: Fraction(tenths, 10))] * 5),
    st.integers(0, 100),
    st.integers(-3, 2),
    st.sampled_from(list(PROFILES)),
)
def test_the_lead_is_admitted_and_the_best_of_its_family_leads_all_others(judgements, readiness, by, name):
    answers = sampled(moved(LEVELS[name], by))
    facts = ready(profile(name, answers=answers, judgements=Judgements(*judgements[:2], 2, *judgements[2:])), readiness)
    found = decision_of(facts)
    lead = found.option(found.recommendation.option)
    admitted = [option for option in found.options if option.admitted]
    assert found.recommendation.forced == (not admitted)
    if admitted:
        assert lead in admitted
        best = max(option.points for option in admitted)
        assert best == max(option.points for option in admitted if option.family_id == lead.family_id)
        assert all(found.option(id_).admitted for id_ in found.recommendation.combined)
