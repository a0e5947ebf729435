from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.choosing import choose, valued
from scoring.facts import Contract, DatedFact
from scoring.gates import gates_of
from scoring.months import months_before, months_between
from scoring.results import Effect, GateKind, Ref
from scoring.values import Inputs
from tests.scoring.engagements import AS_OF, QUESTIONNAIRE, engagement, everywhere, sampled, standing

EVEN = {criterion.id: 1 / len(QUESTIONNAIRE.criteria) for criterion in QUESTIONNAIRE.criteria}
EVERY = tuple(QUESTIONNAIRE.option)
STAY = ("O1", "O2", "O3")

# A ready file, a willing provider, no inherited shortfall, no term: only O0 and O4 fall away.
HALF = dict.fromkeys([field.name for field in fields(Inputs) if field.name != "parameters"], 0.5)
STANDING = standing(engagement(answers=sampled(everywhere(3))))
OPEN = replace(
    STANDING,
    contract=Contract("private", lawful_continuation=DatedFact(True)),
    inputs=replace(STANDING.inputs, **HALF | {"readiness": 0.8, "inherited": 0.1}),
    calm=False,
    ready_known=True,
)


def situation(**changes):
    """The open situation, with some inputs, contract facts or fields changed."""
    inputs = {name: changes.pop(name) for name in Inputs.__slots__ if name in changes}
    contract = {name: changes.pop(name) for name in Contract.__slots__ if name in changes}
    return replace(OPEN, inputs=replace(OPEN.inputs, **inputs), contract=replace(OPEN.contract, **contract), **changes)


def with_months(months, **changes):
    return situation(end=months_before(AS_OF, -months), **changes)


def met(found, option_id):
    return {gate.kind: gate for gate in gates_of(found, QUESTIONNAIRE.option[option_id])}


def excluded(found):
    """Options that each kind of gate excludes."""
    kinds = {}
    for id_ in EVERY:
        for kind, gate in met(found, id_).items():
            if gate.effect is Effect.EXCLUDE:
                kinds.setdefault(kind, []).append(id_)
    return kinds


def admitted(found):
    gates = excluded(found)
    return [id_ for id_ in EVERY if not any(id_ in ids for ids in gates.values())]


ALWAYS = {GateKind.REFERENCE_ONLY: ["O0"], GateKind.PREPARED: ["O4"]}


def test_an_open_situation_excludes_only_doing_nothing_and_preparing_what_is_ready():
    assert excluded(OPEN) == ALWAYS


# Each gate alone.


def test_what_the_law_forbids_to_continue_forbids_doing_nothing_too():
    unlawful = DatedFact(False, date(2028, 6, 30), "CCP L2125-1")
    found = situation(lawful_continuation=unlawful, end=date(2029, 6, 30))
    assert excluded(found) == {GateKind.CONTINUATION: ["O0", *STAY], **ALWAYS}
    gate = met(found, "O1")[GateKind.CONTINUATION]
    assert gate.legal
    assert gate.values == {"on": date(2028, 6, 30), "reference": "CCP L2125-1", "term": date(2029, 6, 30)}
    assert gate.reasons == (Ref("fact", "lawful_continuation"),)


def test_mandatory_provisions_that_are_refused_forbid_staying_and_doing_nothing():
    found = situation(provisions_refused=DatedFact(True, date(2026, 9, 1), "DORA 30(3)"), calm=True)
    assert excluded(found) == {GateKind.PROVISIONS: ["O0", *STAY], GateKind.PREPARED: ["O4"]}
    assert met(found, "O2")[GateKind.PROVISIONS].legal


@pytest.mark.parametrize("name", ["provisions_refused", "written_refusal"])
@pytest.mark.parametrize("fact", [None, DatedFact(False)])
def test_what_was_not_refused_excludes_nothing(name, fact):
    assert excluded(situation(**{name: fact})) == ALWAYS


def test_a_question_of_law_that_was_not_asked_excludes_nothing():
    assert excluded(situation(lawful_continuation=None)) == ALWAYS


def test_a_written_refusal_closes_staying_whatever_the_judgement_of_ability():
    found = situation(written_refusal=DatedFact(True, date(2026, 10, 1), "letter"), ability=0.9)
    assert excluded(found) == {GateKind.REFUSAL: [*STAY], **ALWAYS}
    gate = met(found, "O1")[GateKind.REFUSAL]
    assert (gate.legal, gate.values) == (False, {"on": date(2026, 10, 1), "reference": "letter"})


@pytest.mark.parametrize(
    ("ability", "parts", "closed"),
    [(0.29, 2, True), (0.29, 5, True), (0.29, 1, False), (0.0, 0, False), (0.3, 5, False)],
)
def test_low_ability_is_a_refusal_only_when_two_of_its_parts_are_evidenced(ability, parts, closed):
    found = situation(ability=ability, evidenced_parts=parts)
    assert (GateKind.REFUSAL in excluded(found)) == closed


@pytest.mark.parametrize(
    ("score", "closed", "prepared"),
    [
        ("0.499", ["O5", "O6"], False),
        ("0.50", ["O6"], False),
        ("0.699", ["O6"], False),
        ("0.70", [], True),
        ("0.95", [], True),
    ],
)
def test_readiness_opens_the_retender_at_50_and_its_transformation_at_70_when_preparing_falls_away(
    score, closed, prepared
):
    gates = excluded(situation(readiness=float(score)))
    assert gates.get(GateKind.READINESS, []) == closed
    assert (GateKind.PREPARED in gates) == prepared


def test_a_score_meets_a_threshold_in_floats_exactly_as_in_tenths():
    for tenths in range(1001):
        closed = excluded(situation(readiness=tenths / 10 / 100)).get(GateKind.READINESS, [])
        assert ("O5" in closed) == (tenths < 500), tenths
        assert ("O6" in closed) == (tenths < 700), tenths


@pytest.mark.parametrize(("yes", "closed"), [(None, []), (5, []), (4, []), (3, ["O6"]), (0, ["O6"])])
def test_transforming_takes_four_yes_of_five_once_the_test_was_taken(yes, closed):
    assert excluded(situation(transformation=yes)).get(GateKind.TRANSFORMATION, []) == closed


def test_rules_that_hold_close_options_and_become_conditions_before_a_launch():
    found = situation(forbidden={"O5": ("P-17",), "O6": ("P-17",), "O2": ("PUB-06",)}, readiness=0.4)
    assert excluded(found)[GateKind.RULE] == ["O2", "O5", "O6"]
    assert met(found, "O2")[GateKind.RULE].legal
    assert not met(found, "O5")[GateKind.RULE].legal
    assert met(found, "O4")[GateKind.BEFORE_LAUNCH].values == {"rules": ("P-17",)}


def test_what_a_dated_fact_closed_is_not_closed_twice_by_a_rule_of_law():
    found = situation(lawful_continuation=DatedFact(False), forbidden={"O1": ("PUB-01",)})
    assert GateKind.CONTINUATION in met(found, "O1")
    assert GateKind.RULE not in met(found, "O1")


def test_a_blocking_item_at_zero_forbids_launching_and_keeps_preparing_open():
    found = situation(readiness=0.9, blocking=1)
    assert excluded(found) == {GateKind.BLOCKING: ["O5", "O6"], GateKind.REFERENCE_ONLY: ["O0"]}
    assert "O4" in admitted(found)


@pytest.mark.parametrize(
    ("share", "kind", "effect"),
    [
        (0.39, None, None),
        (0.40, GateKind.TEAM_DOUBT, Effect.WARN),
        (0.60, GateKind.TEAM_DOUBT, Effect.WARN),
        (0.61, GateKind.TEAM_ALONE, Effect.EXCLUDE),
    ],
)
def test_a_team_change_alone_is_warned_against_then_excluded_as_the_inherited_share_rises(share, kind, effect):
    found = met(situation(inherited=share), "O3")
    assert [(gate.kind, gate.effect) for gate in found.values()] == ([(kind, effect)] if kind else [])


def test_doing_nothing_is_advice_only_when_all_is_calm():
    assert "O0" in admitted(situation(calm=True))
    assert "O0" not in admitted(situation(calm=False))


# Time.

LEAD_TIMES = [(form.id, lead) for form in QUESTIONNAIRE.contract_forms for lead in form.lead_times]


@pytest.mark.parametrize(("form", "lead"), LEAD_TIMES, ids=lambda value: getattr(value, "option", value))
def test_a_lead_time_is_met_when_equal_and_missed_by_a_month(form, lead):
    ready = 0.6 if lead.option == "O4" else 0.8
    just = with_months(lead.shortest, form=form, readiness=ready)
    late = with_months(lead.shortest - 1, form=form, readiness=ready)
    assert lead.option in admitted(just)
    assert lead.option in excluded(late)[GateKind.LEAD_TIME]
    assert met(late, lead.option)[GateKind.LEAD_TIME].values == {"months": lead.shortest - 1, "lead": lead.shortest}


@pytest.mark.parametrize(("months", "preparation"), [(19, None), (18, 5), (17, 4), (16, 3)])
def test_a_preparation_is_shortened_before_it_is_refused(months, preparation):
    gates = met(with_months(months, readiness=0.4), "O4")
    if preparation is None:
        assert not gates
    else:
        gate = gates[GateKind.SHORT_PREPARATION]
        assert gate.effect is Effect.WARN
        assert gate.values == {"months": months, "lead": 19, "preparation": preparation, "usual": 6}


def test_below_its_shortest_preparation_it_is_out_of_time():
    assert met(with_months(15, readiness=0.4), "O4")[GateKind.LEAD_TIME].effect is Effect.EXCLUDE


def test_no_term_means_no_lead_time():
    assert GateKind.LEAD_TIME not in excluded(situation(end=None))


def test_readiness_gates_whatever_the_time():
    assert GateKind.READINESS in excluded(with_months(60, readiness=0.4))


forms = st.sampled_from([form.id for form in QUESTIONNAIRE.contract_forms])
shares = st.integers(0, 100).map(lambda percent: percent / 100)


@given(st.integers(0, 30), st.integers(0, 12), forms, shares, shares, shares, st.integers(0, 5), st.booleans())
def test_more_months_never_remove_an_option(months, more, form, readiness, ability, inherited, parts, lawful):
    given_facts = {
        "form": form,
        "readiness": readiness,
        "ability": ability,
        "inherited": inherited,
        "evidenced_parts": parts,
        "lawful_continuation": DatedFact(lawful),
    }
    sooner, later = (admitted(with_months(months + extra, **given_facts)) for extra in (0, more))
    assert set(sooner) <= set(later)


# When nothing is left.


def test_when_nothing_is_left_the_outcome_is_a_forced_minimal_retender():
    found = with_months(7, form="public", lawful_continuation=DatedFact(False), readiness=0.2, blocking=5)
    assert admitted(found) == []
    choice = choose(found, valued(found), EVEN)
    assert (choice.lead, choice.forced, choice.combined) == ("O5", True, ())
    forced = [o.option_id for o in choice.options if any(gate.kind is GateKind.FORCED for gate in o.gates)]
    assert forced == ["O5"]
    assert all(option.points is not None for option in choice.options)


def test_the_last_open_option_is_no_forced_outcome():
    found = with_months(16, form="public", lawful_continuation=DatedFact(False), readiness=0.2, blocking=5)
    assert admitted(found) == ["O4"]
    choice = choose(found, valued(found), EVEN)
    assert (choice.lead, choice.forced) == ("O4", False)


# Months.


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 11, 30), date(2026, 11, 30), 0),
        (date(2026, 11, 30), date(2026, 12, 29), 0),
        (date(2026, 11, 30), date(2026, 12, 30), 1),
        (date(2026, 11, 30), date(2027, 2, 28), 3),
        (date(2026, 11, 30), date(2028, 2, 29), 15),
        (date(2026, 11, 30), date(2028, 2, 28), 14),
        (date(2026, 11, 30), date(2029, 1, 31), 26),
        (date(2026, 11, 30), date(2028, 6, 30), 19),
        (date(2026, 11, 30), date(2026, 10, 30), -1),
    ],
)
def test_months_are_whole_and_month_ends_meet(start, end, months):
    assert months_between(start, end) == months


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(0, 60))
def test_so_many_months_later_are_so_many_months_between(day, months):
    assert months_between(day, months_before(day, -months)) == months
