"""What experts advise (`domain.md` 9), told in facts: motives, answers to short questions, items, framing, ratings."""

from datetime import date

import pytest

from questionnaires import Side
from scoring import assess
from scoring.results import AdviceClass, GateKind
from scoring.statements import Kind
from tests.scoring.cases import (
    NO,
    YES,
    able,
    acceptable,
    decision_of,
    demonstration,
    faces,
    filed,
    framed,
    green,
    held,
    late,
    moved_by,
    one_sided,
    rated,
    saying,
    shifted,
    subjects,
)
from tests.scoring.engagements import QUESTIONNAIRE, contracting, everywhere


def advised(facts):
    """The option that leads and those combined with it."""
    found = decision_of(facts).recommendation
    return found.option, set(found.combined)


def gates(facts, option_id):
    return {gate.kind for gate in decision_of(facts).option(option_id).gates}


def valmeca():
    return demonstration("valmeca")


def val_dore():
    return demonstration("val-dore")


def hexalis():
    return demonstration("hexalis")


# ---- 9.1, Valmeca -----------------------------------------------------------------------------------


def test_valmeca_whose_provider_refuses_in_writing_a_manager_days_and_data_prepares_a_tender():
    assert advised(contracting(able(valmeca(), 1, 0, 0), written_refusal=YES)) == ("O4", set())


def test_valmeca_with_a_need_funded_due_and_out_of_the_provider_s_reach_prepares_and_does_not_launch():
    facts = able(moved_by(valmeca(), MO_05=(3, 3, 1)), 0, 0, 0.5)
    assert advised(facts) == ("O4", set())
    assert {GateKind.READINESS, GateKind.BLOCKING} <= gates(facts, "O6")


def test_valmeca_with_a_price_gap_proven_at_25_percent_renegotiates_and_improves():
    assert advised(framed(valmeca(), price_gap_found=25, price_comparison_confidence="high")) == ("O2", {"O1"})


def test_valmeca_where_only_the_provider_s_team_lacks_stability_and_authority_changes_the_team():
    levels = everywhere(3) | {"REL-ORG-P1": 1, "REL-GOV-P1": 1}
    facts = moved_by(rated(valmeca(), levels), MO_01=(4, 3, 1))
    assert assess(QUESTIONNAIRE, facts).inheritance[Side.PROVIDER].share == 0
    assert advised(facts)[0] == "O3"


def test_valmeca_with_eight_months_left_stays_and_every_tender_is_out_of_time():
    facts = contracting(valmeca(), end=date(2027, 7, 31))
    assert advised(facts) == ("O1", {"O2"})
    assert all(GateKind.LEAD_TIME in gates(facts, option_id) for option_id in ("O4", "O5", "O6", "O7"))


def test_valmeca_that_cannot_appoint_a_contract_manager_gets_no_clear_advice_and_no_tender():
    facts = framed(valmeca(), appointment_refused=True)
    found = decision_of(facts).recommendation
    assert (found.option, found.family_class) == ("O1", AdviceClass.PROBABLE)
    assert found.lowered_by == ("appointment_refused",)
    assert "P-17" in held(facts)
    assert all(GateKind.RULE in gates(facts, option_id) for option_id in ("O5", "O6"))


# ---- 9.2, Val-Doré ----------------------------------------------------------------------------------


def test_val_dore_as_a_private_company_with_a_willing_provider_improves_and_amends():
    facts = contracting(able(val_dore(), 1, 1, 1), form="private", lawful_continuation=YES)
    assert advised(facts) == ("O1", {"O2"})


def test_val_dore_two_levels_higher_with_a_ready_file_and_executives_behind_it_retenders_and_transforms():
    facts = saying(shifted(val_dore(), 2), Kind.READINESS, subjects(hexalis(), Kind.READINESS))
    facts = acceptable(facts, 1, 0.5, 0.75, 0.75, 0.5)
    passed = {f"T{n}": {"yes": True} for n in range(1, 6)}
    failed = {**passed, "T2": {"yes": False}, "T5": {"yes": False}}
    assert advised(saying(facts, Kind.TRANSFORMATION, passed)) == ("O6", set())
    assert advised(saying(facts, Kind.TRANSFORMATION, failed)) == ("O5", set())


def test_val_dore_with_nine_months_left_is_forced_to_a_minimal_retender_and_lateness_is_named():
    facts = contracting(val_dore(), end=date(2027, 8, 31))
    found = decision_of(facts).recommendation
    assert (found.option, found.forced) == ("O5", True)
    assert "PUB-22" in held(facts)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [((1, 0.5, 0.5), ("O1", {"O2"})), ((1, 1, 1), ("O1", {"O2"})), ((0, 0.5, 0.5), ("O4", set()))],
)
def test_val_dore_with_a_review_clause_and_two_years_left_stays_unless_its_provider_will_not(answers, expected):
    facts = contracting(val_dore(), lawful_continuation=YES)
    facts = framed(facts, review_clause=True, optional_years_unused=2)
    assert {"PUB-03"} <= set(held(facts))
    assert "PUB-01" not in held(facts)
    assert advised(able(facts, *answers)) == expected


def test_val_dore_whose_maximum_is_nearly_reached_prepares_under_a_forced_competition():
    facts = framed(val_dore(), framework_ordered=99, framework_maximum=7_000_000)
    short = next(g for g in decision_of(facts).option("O4").gates if g.kind is GateKind.SHORT_PREPARATION)
    assert "PUB-02" in held(facts)
    assert advised(facts) == ("O4", set())
    assert (short.values["preparation"], short.values["usual"]) == (3, 6)
    assert GateKind.SHORT_PREPARATION not in gates(val_dore(), "O4")


def test_val_dore_with_sixteen_months_left_prepares_for_three_months_only():
    facts = contracting(val_dore(), end=date(2028, 3, 31))
    short = next(g for g in decision_of(facts).option("O4").gates if g.kind is GateKind.SHORT_PREPARATION)
    assert advised(facts) == ("O4", set())
    assert short.values["preparation"] == 3


def test_val_dore_with_a_hostile_provider_still_prepares():
    assert advised(contracting(able(val_dore(), 0, 0, 0), written_refusal=YES)) == ("O4", set())


# ---- 9.3, Hexalis -----------------------------------------------------------------------------------


def compliant():
    """Hexalis once its provider accepts the provisions, shows two references and funds a plan."""
    facts = contracting(framed(hexalis(), dora_provisions_missing=False), provisions_refused=NO)
    return able(rated(facts, {"REL-STR-P1": 4, "REL-IMP-P1": 4}), 1, 1, 1)


def test_hexalis_whose_provider_accepts_the_provisions_and_funds_a_plan_renegotiates():
    assert advised(compliant())[0] == "O2"
    assert "FIN-01" not in held(compliant())


def test_hexalis_a_level_lower_with_readiness_near_40_prepares_a_tender():
    facts = filed(shifted(hexalis(), -1), absent=(12, 17, 18, 22, 24, 25, 26))
    assert decision_of(facts).inputs["readiness"] == 0.4
    assert advised(facts) == ("O4", set())


def test_hexalis_with_reserved_executives_still_retenders_since_staying_is_forbidden():
    facts = acceptable(hexalis(), 0.25, 0, 0.25, 0, 0)
    assert decision_of(facts).inputs["acceptability"] == 0.1
    assert advised(facts) == ("O6", set())
    assert GateKind.PROVISIONS in gates(facts, "O1")


def test_hexalis_without_a_new_need_and_with_a_compliant_willing_provider_stays():
    facts = moved_by(compliant(), MO_05=(2, 1, 0.5), MO_07=(0, 0, 0), MO_11=(3, 3, 0))
    facts = rated(facts, {"REL-STR-P1": 3, "REL-IMP-P1": 2})
    assert decision_of(facts).inputs["ability"] == 0.8
    option, combined = advised(facts)
    assert (option, "O2" in combined) == ("O1", True)


def test_hexalis_with_provisions_missing_and_not_refused_amends():
    """Only the subcontractor is an issue: no other need, a willing provider, provisions still to be written."""
    facts = moved_by(compliant(), MO_05=(0, 0, 0), MO_07=(0, 0, 0), MO_11=(3, 3, 0.5))
    facts = framed(facts, dora_provisions_missing=True)
    assert "FIN-01" in held(facts)
    assert advised(facts)[0] == "O2"
    assert GateKind.RULE in gates(facts, "O1")


# ---- 9.4, short cases -------------------------------------------------------------------------------


def test_case_d_three_tense_persons_call_for_a_change_of_team_through_roles_and_a_review():
    facts = faces()
    assert advised(facts)[0] == "O3"
    assert "SOC-01" in held(facts)
    assert decision_of(facts).recommendation.checkpoint is not None


def test_case_g_both_weak_and_late_is_a_forced_minimal_tender_without_any_mechanism():
    found = decision_of(late()).recommendation
    assert (found.option, found.forced) == ("O5", True)
    assert {"PUB-22", "P-01", "P-02", "P-03"} <= set(held(late()))


def test_case_h_when_everything_is_green_staying_leads_and_doing_nothing_is_acceptable():
    found = decision_of(green())
    assert found.recommendation.option == "O1"
    assert found.recommendation.checkpoint == date(2027, 5, 30)
    assert found.option("O0").admitted


def test_case_j_the_provider_is_the_problem_and_the_product_says_so():
    found = decision_of(one_sided())
    assert found.recommendation.option in {"O5", "O6"}
    assert {condition.side for condition in found.recommendation.conditions} == {Side.PROVIDER}
    assert GateKind.REFUSAL in gates(one_sided(), "O1")
    assert "P-15" in held(one_sided())
