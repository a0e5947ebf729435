"""What the product says plainly: that the provider is the problem, that staying is risky, that no option will work."""

from datetime import date

import pytest

from questionnaires import Side
from scoring.facts import DatedFact
from scoring.results import FindingKind, GateKind
from tests.scoring.cases import NO, acceptable, decision_of, demonstration, framed, green, late, moved_by, one_sided
from tests.scoring.engagements import contracting

REFUSED = DatedFact(True, date(2026, 10, 12), "letter")


def found(facts):
    """The kinds of findings, in order."""
    return [finding.kind for finding in decision_of(facts).recommendation.findings]


def gates(facts, option_id):
    return {gate.kind for gate in decision_of(facts).option(option_id).gates}


def finding(facts, kind):
    return next(each for each in decision_of(facts).recommendation.findings if each.kind is kind)


def test_case_j_says_that_the_provider_is_the_problem_with_its_figures():
    said = finding(one_sided(), FindingKind.PROVIDER_IS_THE_PROBLEM)
    assert said.values["asymmetry"] >= 1
    assert said.values["share"] <= 0.2
    assert said.values["ability"] < 0.4
    assert {ref.id for ref in said.reasons} >= {"ability", "P-15"}


@pytest.mark.parametrize("name", ["valmeca", "val-dore"])
def test_where_most_waits_for_the_client_it_says_that_the_client_holds_the_key(name):
    assert FindingKind.CLIENT_HOLDS_THE_KEY in found(demonstration(name))
    assert FindingKind.PROVIDER_IS_THE_PROBLEM not in found(demonstration(name))


def test_when_everything_is_green_nothing_grave_is_said():
    assert found(green()) == []


def test_a_client_that_refuses_to_appoint_anybody_is_told_that_no_option_will_work():
    facts = framed(demonstration("valmeca"), appointment_refused=True)
    assert found(facts)[0] is FindingKind.NO_OPTION_WORKS


def test_lateness_is_named_as_what_took_the_choice_away():
    facts = contracting(demonstration("val-dore"), end=date(2027, 8, 31))
    said = finding(facts, FindingKind.TOO_LATE)
    assert said.values["months"] == 9
    assert "O4" in said.values["options"]
    assert FindingKind.TOO_LATE in found(late())


@pytest.mark.parametrize(
    ("end", "months", "start"),
    [(date(2026, 12, 20), 0, date(2025, 8, 20)), (date(2027, 7, 31), 8, date(2026, 3, 31))],
)
def test_when_only_staying_is_in_time_lateness_is_named_with_the_day_on_which_a_tender_had_to_start(end, months, start):
    facts = contracting(demonstration("valmeca"), end=end)
    said = finding(facts, FindingKind.TOO_LATE).values
    assert (said["months"], said["option"], said["start"]) == (months, "O4", start)
    assert (decision_of(facts).recommendation.family, said["forced"]) == ("staying", False)


def test_the_tender_that_came_too_late_is_the_quickest_that_nothing_but_time_closes():
    ready = contracting(demonstration("hexalis"), end=date(2027, 7, 31))
    said = finding(ready, FindingKind.TOO_LATE).values
    assert (said["option"], said["start"]) == ("O5", date(2026, 8, 31))


def test_while_a_tender_is_in_time_though_not_its_preparation_lateness_is_that_of_the_preparation():
    said = finding(contracting(demonstration("val-dore"), end=date(2028, 1, 31)), FindingKind.TOO_LATE).values
    assert (said["option"], said["tender"], said["forced"]) == ("O4", False, True)


@pytest.mark.parametrize("name", ["valmeca", "val-dore", "hexalis"])
def test_a_demonstration_with_its_own_term_is_not_late(name):
    assert FindingKind.TOO_LATE not in found(demonstration(name))


def test_where_one_way_of_leaving_is_in_time_nobody_is_told_that_it_is_too_late():
    assert FindingKind.TOO_LATE not in found(contracting(demonstration("valmeca"), end=date(2027, 11, 30)))


def test_a_change_that_executives_will_probably_stop_leads_the_findings():
    facts = acceptable(demonstration("hexalis"), 0.25, 0, 0.25, 0, 0)
    assert found(facts)[0] is FindingKind.CHANGE_WILL_NOT_BE_HELD
    assert FindingKind.CHANGE_WILL_NOT_BE_HELD not in found(demonstration("hexalis"))


def test_staying_with_a_need_that_the_provider_cannot_serve_is_risky():
    assert FindingKind.STAYING_IS_RISKY in found(demonstration("hexalis"))


# A provider that goes away, a date that is forced, a service to be split.


def test_a_provider_that_stops_the_service_closes_every_way_of_staying():
    facts = framed(demonstration("valmeca"), provider_failing=True)
    assert found(facts)[0] is FindingKind.PROVIDER_FAILING
    assert all(GateKind.FAILING in gates(facts, option_id) for option_id in ("O0", "O1", "O2", "O3"))
    assert decision_of(facts).recommendation.family == "preparing"


def test_doubts_on_viability_close_it_once_confirmed_and_not_before():
    heard, confirmed = (moved_by(demonstration("valmeca"), MO_12=(2, 3, grade)) for grade in (0.5, 1))
    assert FindingKind.PROVIDER_FAILING not in found(heard)
    assert FindingKind.PROVIDER_FAILING in found(confirmed)


def test_a_service_that_must_stop_on_a_day_is_judged_against_that_day_and_not_the_term():
    facts = framed(demonstration("valmeca"), forced_end="2028-07-31")
    assert all(GateKind.FORCED_DATE in gates(facts, option_id) for option_id in ("O0", "O1", "O2", "O3"))
    recommendation = decision_of(facts).recommendation
    assert (recommendation.option, recommendation.latest_start) == ("O4", date(2026, 12, 31))


def test_a_forced_day_too_near_for_anything_else_forces_a_minimal_retender():
    recommendation = decision_of(framed(demonstration("valmeca"), forced_end="2027-06-30")).recommendation
    assert (recommendation.option, recommendation.forced) == ("O5", True)


def test_a_tender_in_lots_is_said_and_a_client_below_the_level_is_warned():
    facts = framed(demonstration("val-dore"), lots_wanted=True)
    said = finding(facts, FindingKind.IN_LOTS)
    assert said.values["integrates"] is False
    assert GateKind.LOTS in gates(facts, "O4")
    assert GateKind.LOTS not in gates(framed(demonstration("hexalis"), lots_wanted=True), "O6")


def test_splitting_a_service_needs_no_transformation():
    without_target = contracting(demonstration("hexalis"), provisions_refused=REFUSED)
    assert decision_of(framed(without_target, lots_wanted=True)).recommendation.option == "O6"


# Insourcing.


def insourcing(facts, **changes):
    """With the means to take the service back, some changed."""
    means = {
        "skills_held": "enough",
        "skills_recruitable": True,
        "scale_sufficient": True,
        "strategic_control_wanted": True,
        "staged_takeover": True,
        "already_run_in_house": True,
    }
    return framed(facts, **means | changes)


def test_a_client_that_has_the_means_and_a_need_may_be_told_to_take_the_service_back():
    facts = insourcing(demonstration("hexalis"))
    with_means, without = (decision_of(each).option("O7") for each in (facts, demonstration("hexalis")))
    assert with_means.points > without.points + 5
    rivals = {option.option_id: option.points for option in decision_of(facts).options if option.admitted}
    assert max(rivals, key=rivals.get) == "O7"


def test_insourcing_is_closed_to_a_client_that_neither_holds_nor_can_recruit_the_skills():
    facts = insourcing(demonstration("hexalis"), skills_held="none", skills_recruitable=False)
    assert GateKind.SKILLS in gates(facts, "O7")


def test_every_finding_names_what_it_rests_on():
    for facts in (
        one_sided(),
        late(),
        demonstration("hexalis"),
        contracting(demonstration("valmeca"), provisions_refused=NO),
    ):
        assert all(each.reasons for each in decision_of(facts).recommendation.findings)
    assert Side.CLIENT in {
        condition.side for condition in decision_of(demonstration("valmeca")).recommendation.conditions
    }
