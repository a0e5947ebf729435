import re
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from scoring import assess
from scoring.ruling import forbidden, load_limit, mechanism_load, rule_outcomes, rule_values
from tests.scoring.cases import demonstration, framed, held
from tests.scoring.engagements import QUESTIONNAIRE, contracting, engagement, everywhere, sampled

RULES = QUESTIONNAIRE.rules
EACH_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
TRIES = 3000

# What `domain.md` 9 names or plainly implies for each profile, in the order of evaluation.
HELD = {
    "valmeca": {
        "regulated": ["SEC-04"],
        "private": ["PRV-01", "PRV-07"],
        "proportionality": [1, 3, 4, 7, 8, 9, 10, 16, 17, 18, 19, 20, 21],
    },
    "val-dore": {
        "regulated": ["SEC-04"],
        "public": [f"PUB-{n:02}" for n in (1, 9, 10, 11, 13, 14, 15, 17, 18)],
        "people": ["SOC-04"],
        "proportionality": [1, 2, 3, 4, 6, 7, 8, 9, 10, 17, 18, 19, 20, 21, 25],
    },
    "hexalis": {
        "regulated": ["SEC-04", "FIN-01", "FIN-02", "FIN-04", "FIN-06", "FIN-07"],
        "private": ["PRV-01", "PRV-02", "PRV-09"],
        "people": ["SOC-02"],
        "proportionality": [10, 12, 19, 20, 21, 25],
    },
}


def numbered(id_):
    return id_ if isinstance(id_, str) else f"P-{id_:02}"


def outcomes(facts):
    return {o.rule_id: o.holds for o in rule_outcomes(QUESTIONNAIRE, facts, assess(QUESTIONNAIRE, facts))}


# ---- the three demonstrations -----------------------------------------------------------------------


@pytest.mark.parametrize("name", HELD)
def test_the_rules_that_hold_for_a_demonstration_are_those_of_its_profile(name):
    expected = [numbered(id_) for ids in HELD[name].values() for id_ in ids]
    assert held(demonstration(name)) == expected


def test_the_maximum_of_val_dore_is_to_be_checked_and_no_rule_takes_it_for_reached():
    assert outcomes(demonstration("val-dore"))["PUB-02"] is None


def test_the_amendments_of_val_dore_are_past_what_a_small_change_allows():
    """8.6 percent of four years at 1.6 M€ is far above the European threshold."""
    assert outcomes(demonstration("val-dore"))["PUB-07"] is False


def test_the_baseline_of_hexalis_allows_symmetric_incentives_and_shared_gains():
    found = outcomes(demonstration("hexalis"))
    assert {found["P-03"], found["P-04"], found["P-09"]} == {False}


def test_rules_of_another_form_of_contract_are_not_tried():
    assert not any(id_.startswith("PUB") for id_ in outcomes(demonstration("valmeca")))
    assert [id_ for id_ in outcomes(demonstration("val-dore")) if id_.startswith("PRV")] == ["PRV-09"]


# ---- every rule -------------------------------------------------------------------------------------


def words_of(condition):
    """What a condition compares with: numbers and quoted words."""
    unquoted = re.sub(r'"[^"]*"', "", condition)
    numbers = [float(number) for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", unquoted)]
    return numbers, re.findall(r'"([^"]*)"', condition)


def situation(random, rule):
    """A situation for a rule: each name that it uses at, just below, or just above what it is compared with."""
    numbers, words = words_of(rule.when)
    kinds = QUESTIONNAIRE.names
    around = [0.0, 1.0, *(number + step for number in numbers for step in (-1.0, 0.0, 1.0))]
    values = {
        "bool": lambda: random.random() < 0.5,
        "number": lambda: random.choice(around),
        "choice": lambda: random.choice([*words, "another"]),
        "many": lambda: random.sample(words, random.randint(0, len(words))),
    }
    return {name: values[kinds[name]]() for name in sorted(QUESTIONNAIRE.conditions[rule.id].names)}


def situations(rule):
    random = Random(rule.id)
    return (situation(random, rule) for _ in range(TRIES))


def test_there_are_48_legal_rules_and_25_of_proportionality():
    assert (sum(rule.legal for rule in RULES), len(RULES)) == (48, 73)


@EACH_RULE
def test_a_rule_holds_in_some_situation_and_not_in_another(rule):
    condition, found = QUESTIONNAIRE.conditions[rule.id], set()
    for values in situations(rule):
        found.add(condition.holds(values))
        if len(found) == 2:
            break
    assert found == {True, False}


@EACH_RULE
def test_a_rule_never_holds_on_what_is_not_known(rule):
    condition = QUESTIONNAIRE.conditions[rule.id]
    assert condition.holds({}) is None
    assert condition.holds(dict.fromkeys(condition.names)) is None


@EACH_RULE
def test_what_is_learnt_later_never_contradicts_what_was_settled(rule):
    condition, random = QUESTIONNAIRE.conditions[rule.id], Random(rule.id)
    for _, values in zip(range(50), situations(rule), strict=False):
        part = {name: value for name, value in values.items() if random.random() < 0.5}
        assert condition.holds(part) in {None, condition.holds(values)}


@pytest.mark.parametrize("form", ["private", "public", "framework"])
def test_an_engagement_of_which_nothing_is_known_meets_no_rule_but_the_law_of_every_tender(form):
    facts = contracting(engagement(), form=form, end=None, lawful_continuation=None)
    assert held(facts) == ([] if form == "private" else ["PUB-17"])


def test_the_law_of_every_tender_counts_from_the_day_after_it_came_into_force():
    before = contracting(engagement(as_of=date(2026, 8, 22)), form="public", end=None, lawful_continuation=None)
    assert held(before) == []
    assert held(replace(before, as_of=date(2026, 8, 23))) == ["PUB-17"]


# ---- what conditions are told, and what they forbid -------------------------------------------------


def test_a_fact_that_is_not_known_any_more_holds_nothing():
    assert "FIN-01" not in held(framed(demonstration("hexalis"), dora_provisions_missing=None))


def test_rules_forbid_the_options_that_they_list_and_only_when_they_forbid():
    facts = demonstration("hexalis")
    found = forbidden(QUESTIONNAIRE, rule_outcomes(QUESTIONNAIRE, facts, assess(QUESTIONNAIRE, facts)))
    assert found == {"O1": ("FIN-01",), "O3": ("FIN-01",)}


def test_conditions_are_told_the_contract_the_indices_and_each_rating():
    facts = demonstration("val-dore")
    values = rule_values(QUESTIONNAIRE, facts, assess(QUESTIONNAIRE, facts))
    assert set(values) == set(QUESTIONNAIRE.names)
    assert (values["months_to_term"], values["form"], values["continuation_lawful"]) == (19, "framework", False)
    assert (values["REL_ORG_C1"], values["months_lead_O5"]) == (1, 13)


@pytest.mark.parametrize(
    ("mechanisms", "load"), [([], 0), (["penalties"], 2), (["bonus_malus", "xla_money", "many_committees"], 7)]
)
def test_the_load_of_mechanisms_is_the_sum_of_their_weights(mechanisms, load):
    assert mechanism_load(QUESTIONNAIRE, framed(engagement(), mechanisms=mechanisms)) == load


def test_the_load_is_not_known_until_mechanisms_are_asked_nor_its_limit_until_both_sides_are_rated():
    assert mechanism_load(QUESTIONNAIRE, engagement()) is None
    assert load_limit(QUESTIONNAIRE, assess(QUESTIONNAIRE, engagement())) is None
    assert load_limit(QUESTIONNAIRE, assess(QUESTIONNAIRE, engagement(answers=sampled(everywhere(2))))) == 7
