"""What is found, what it costs, what is uncertain: told in full sentences, each number with its range."""

import dataclasses
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from questionnaires import LANGUAGES, Side, load
from questionnaires.typography import faults
from reports import verdicts
from reports.language import Language
from reports.sentences import Sentences
from scoring import assessment
from scoring.results import (
    AdviceClass,
    Finding,
    FindingKind,
    Information,
    Leaning,
    PartAdvice,
    PerceptionKind,
    Reading,
    Signal,
    Spread,
    Staged,
)
from scoring.statements import Kind, Statement
from tests.reports.samples import facts_of

PROFILES = ("valmeca", "val-dore", "hexalis")
FINDINGS = {
    FindingKind.PROVIDER_IS_THE_PROBLEM: {"asymmetry": 1.4, "share": 0.1, "ability": 0.2},
    FindingKind.CLIENT_HOLDS_THE_KEY: {"share": 0.85},
    FindingKind.STAYING_IS_RISKY: {"continuity": 0.4},
    FindingKind.NO_OPTION_WORKS: {},
    FindingKind.PROVIDER_FAILING: {},
    FindingKind.TOO_LATE: {
        "options": ("O4",),
        "months": 3,
        "option": "O4",
        "start": date(2025, 10, 30),
        "tender": True,
        "forced": False,
    },
    FindingKind.CHANGE_WILL_NOT_BE_HELD: {"acceptability": 0.2},
    FindingKind.IN_LOTS: {"integrates": True},
}


def sentences(name="valmeca", language="fr", **changes):
    facts = dataclasses.replace(facts_of(name), **changes)
    return Sentences(load(), facts, assessment(load(), facts), Language(language))


def told(say, **changes):
    """The same sentences over another recommendation."""
    decision = say.assessment.decision
    advised = dataclasses.replace(decision.recommendation, **changes)
    found = dataclasses.replace(say.assessment, decision=dataclasses.replace(decision, recommendation=advised))
    return dataclasses.replace(say, assessment=found)


def looking(say, **changes):
    """The same sentences over another outlook."""
    decision = say.assessment.decision
    outlook = dataclasses.replace(decision.outlook, **changes)
    return dataclasses.replace(
        say,
        assessment=dataclasses.replace(say.assessment, decision=dataclasses.replace(decision, outlook=outlook)),
    )


def everything(say):
    """All that these sentences can say of one assessment."""
    said = [
        *verdicts.findings(say),
        *(text for side in Side for text in verdicts.strengths(say, side)),
        *verdicts.agreement(say),
        *verdicts.perceptions(say),
        *(part for whole in (True, False) for pair in verdicts.causes(say, whole=whole) for part in pair),
        verdicts.inherited_here(say),
        verdicts.cost(say),
        verdicts.dip(say),
        verdicts.risk(say),
        verdicts.nothing_done(say),
        *verdicts.toss_up(say),
        *verdicts.to_complete(say),
        *verdicts.doubts(say),
        *verdicts.staged(say),
        *verdicts.parts(say),
        *verdicts.triggers(say),
        *verdicts.plan(say),
        *verdicts.readiness(say),
        *verdicts.conventions(say, "2"),
    ]
    return [text for text in said if text]


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_typeset_and_complete(name, language):
    for text in everything(sentences(name, language)):
        assert faults(text, language) == []
        assert "{" not in text


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_ever_called_a_chance_of_success_but_to_deny_it(name, language):
    denied = {"fr": ("ne disent pas la chance", "non la chance"), "en": ("do not tell the chance",)}
    for text in everything(sentences(name, language)):
        if "chance" in text.lower():
            assert any(words in text for words in denied[language])


@pytest.mark.parametrize("kind", FindingKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_its_sentence_with_its_figures(kind, language):
    say = told(sentences(language=language), findings=(Finding(kind, FINDINGS[kind]),))
    (text,) = verdicts.findings(say)
    assert faults(text, language) == []
    assert "{" not in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Il est trop tard pour une consultation avant le terme, dans 3\u00a0mois\u202f: elle devait"),
        ({"months": 0}, "avant le terme, dans moins d’un mois\u202f: elle"),
        ({"months": -2}, "Le terme est passé\u202f: une consultation devait commencer au plus tard le 30"),
        ({"tender": False}, "Il est trop tard pour préparer une consultation"),
        ({}, "au plus tard le 30\u00a0octobre\u00a02025."),
        ({}, "Ce retard ne laisse qu’à prolonger ou reconduire le contrat"),
        ({"forced": True}, "Ce retard ne laisse qu’une consultation minimale, avec un pont licite."),
    ],
)
def test_lateness_says_for_what_it_is_too_late_since_when_and_what_is_left(changes, words):
    found = Finding(FindingKind.TOO_LATE, FINDINGS[FindingKind.TOO_LATE] | changes)
    (text,) = verdicts.findings(told(sentences(), findings=(found,)))
    assert words in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_lateness_that_was_frozen_without_its_date_is_told_without_it(language):
    frozen = Finding(FindingKind.TOO_LATE, {"options": ("O4",), "months": 3})
    words = {"fr": "moins qu’il n’en faut à toute autre option", "en": "less than any other option takes"}
    assert words[language] in verdicts.finding(sentences(language=language), frozen)


def test_lots_without_anybody_to_coordinate_them_ask_for_support():
    found = (Finding(FindingKind.IN_LOTS, {"integrates": False}),)
    (text,) = verdicts.findings(told(sentences(language="en"), findings=found))
    assert "cannot coordinate them yet" in text


def test_page_one_says_the_gravest_without_repeating_the_share():
    found = (Finding(FindingKind.CLIENT_HOLDS_THE_KEY, {"share": 0.85}), Finding(FindingKind.NO_OPTION_WORKS))
    assert len(verdicts.gravest(told(sentences(), findings=found))) == 1


def test_strengths_are_at_their_target_and_backed_or_said_to_be_the_nearest():
    say = sentences(language="en")
    assert verdicts.strengths(say, Side.PROVIDER)[0].endswith("(3.0, evidence A)")
    first, *nearest = verdicts.strengths(say, Side.CLIENT)
    assert first == "No practice reaches level 3 yet. The most advanced:"
    assert len(nearest) == 3


def test_a_withheld_practice_is_never_a_strength():
    say = sentences()
    strong = say.assessment.maturity.ratings
    alone = {id_: dataclasses.replace(rating, sources=1, consent=False) for id_, rating in strong.items()}
    maturity = dataclasses.replace(say.assessment.maturity, ratings=alone)
    say = dataclasses.replace(say, assessment=dataclasses.replace(say.assessment, maturity=maturity))
    assert verdicts.strengths(say, Side.PROVIDER) == ("Aucune pratique notée ne peut être citée ici.",)
    assert not any("pèse le plus" in text for _, text in verdicts.causes(say))


@pytest.mark.parametrize("reading", Reading)
def test_agreement_is_said_in_words_for_every_reading(reading):
    say = sentences(language="en")
    known = dataclasses.replace(say.assessment.maturity.agreement[0], reading=reading, alpha=0.71)
    maturity = dataclasses.replace(say.assessment.maturity, agreement=(known,))
    say = dataclasses.replace(say, assessment=dataclasses.replace(say.assessment, maturity=maturity))
    (text,) = verdicts.agreement(say)
    assert text.startswith("Valmeca: ")
    assert ("alpha 0.71" in text) is (reading in (Reading.GOOD, Reading.TENTATIVE, Reading.WEAK))


def test_gaps_beyond_rater_style_come_first_and_the_others_in_one_sentence():
    first, second, *_ = verdicts.perceptions(sentences(language="en"))
    assert first.startswith("Procedures: Norvexia rates 0.4 higher than Valmeca on average, more than")
    assert second.startswith("With so few respondents, different severity would be enough")


def test_what_one_side_says_of_a_practice_is_never_given_as_a_number():
    say = sentences(language="en")
    seen = [p for p in say.assessment.maturity.perceptions if p.ref.kind == "practice"]
    assert any(PerceptionKind.SEEN in p.kinds for p in seen)
    named = next(text for text in verdicts.perceptions(say) if "with a gap of" in text)
    assert "with a gap of 1 or more" in named
    assert "." not in named.split("among them")[1][:-1]


def test_one_respondent_alone_on_a_side_is_said_to_tell_less():
    say = sentences()
    counts = {Side.CLIENT: 1, Side.PROVIDER: 7}
    maturity = dataclasses.replace(say.assessment.maturity, respondents=counts)
    say = dataclasses.replace(say, assessment=dataclasses.replace(say.assessment, maturity=maturity))
    assert any(text.startswith("Une seule personne a répondu pour Valmeca") for text in verdicts.perceptions(say))


def test_causes_are_told_by_side_then_shared_then_of_the_relationship():
    pairs = dict(verdicts.causes(sentences(language="en")))
    assert list(pairs) == ["Valmeca", "Norvexia", "On both sides", "In the relationship", "Made up for"]
    assert "44 wait for an input from Valmeca, 8 depend on its own work alone" in pairs["Norvexia"]


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_provider_reads_of_causes_never_speaks_of_a_successor(name, language):
    say = sentences(name, language)
    texts = [*(text for pair in verdicts.causes(say, whole=False) for text in pair), verdicts.inherited_here(say)]
    assert not [text for text in texts if "success" in text.lower()]


def test_nothing_rated_has_no_cause():
    say = sentences(answers=(), rating_decisions=())
    assert {text for _, text in verdicts.causes(say)} == {"Rien n’est encore noté."}


@pytest.mark.parametrize(
    ("saving", "words"),
    [
        (Spread(50e3, 290e3, 830e3), "That is €290k less than changing nothing (a saving of €50k to €830k)."),
        (Spread(-9e5, -22e4, -11e4), "That is €220k more than changing nothing (an extra cost of €110k to €900k)."),
        (Spread(-1e5, 1e3, 9e4), "That is about what changing nothing costs (between €100k more and €90k less)."),
        (Spread(-5e4, 29e4, 83e4), "That is €290k less than changing nothing (between €50k more and €830k less)."),
    ],
)
def test_a_cost_is_told_against_doing_nothing_with_its_range(saving, words):
    say = sentences(language="en")
    decision = say.assessment.decision
    lead = decision.option(decision.recommendation.option)
    money = dataclasses.replace(lead.money, saving=saving)
    options = tuple(dataclasses.replace(o, money=money) if o is lead else o for o in decision.options)
    found = dataclasses.replace(say.assessment, decision=dataclasses.replace(decision, options=options))
    text = verdicts.cost(dataclasses.replace(say, assessment=found))
    assert text.startswith("Over 50\u00a0months the option advised costs €17M in all, between €16M and €18M.")
    assert words in text


@pytest.mark.parametrize(
    ("name", "words"), [("valmeca", "44 des 52 points"), ("val-dore", "33 sur 100"), ("hexalis", "continuité")]
)
def test_what_could_go_wrong_is_what_the_family_depends_on(name, words):
    assert words in verdicts.risk(sentences(name))


def test_doing_nothing_is_compared_or_said_to_be_unlawful():
    assert "contre 87 avec cet avis" in verdicts.nothing_done(sentences())
    assert verdicts.nothing_done(sentences("val-dore")).startswith("La loi ne permet pas")


def test_a_toss_up_prints_both_options_alike_what_separates_them_and_the_step_both_need():
    say = sentences(language="en")
    close = dataclasses.replace(say.assessment.decision.recommendation.challenger, wins=0.56)
    say = told(say, family_class=AdviceClass.TOSS_UP, challenger=close)
    say = looking(say, information=(Information("price", 2.4, 1e5),))
    both, between, step = verdicts.toss_up(say)
    assert "the first is better in 55%" in both
    assert "the second in 45%" in both
    assert between == "What separates them most: the price gap."
    assert step.startswith("Until then, start with what both of them need: “")
    assert verdicts.toss_up(sentences()) == ()


def test_low_coverage_names_the_practices_to_complete_and_how_far_they_move_the_level():
    facts = facts_of("valmeca")
    kept = tuple(answer for answer in facts.answers if not answer.practice_id.startswith("PRC"))
    ratings = tuple(d for d in facts.rating_decisions if not d.practice_id.startswith("PRC"))
    first, second = verdicts.to_complete(sentences(answers=kept, rating_decisions=ratings))
    assert first.startswith("Valmeca\u202f: complétez d’abord «\u202f")
    assert "entre 0 et" in second


def test_analysis_worth_less_than_a_point_is_not_advised():
    say = looking(sentences(language="en"), information=(Information("need", 0.4, 3e4),))
    assert any(text.startswith("More analysis would not pay") for text in verdicts.doubts(say))
    say = looking(say, information=(Information("need", 3.0, 2.5e5),))
    assert any("the new need, its date and its funding" in text and "€250k" in text for text in verdicts.doubts(say))


def test_preparing_says_when_one_chooses_and_what_would_speak_against_retendering():
    staged = Staged(
        committed=60.0,
        flexible=63.2,
        worth=3.2,
        now=61.0,
        signals=(Signal((("ability", True),), 0.3, "O1"), Signal((("ability", False),), 0.7, "O5")),
        decide_on=date(2027, 5, 24),
    )
    say = looking(sentences("val-dore", "en"), staged=staged)
    day, worth, against = verdicts.staged(say)
    assert "24\u00a0May\u00a02027" in day
    assert "3.2 points" in worth
    assert against.startswith("Do not retender if, at the end, the incumbent shows that it can and will change")
    assert "30% of cases" in against


def test_a_part_of_the_service_may_call_for_another_answer():
    say = told(sentences(language="en"), parts=(PartAdvice("ams", "O5", "retendering", 9.0),))
    (text,) = verdicts.parts(say)
    assert text == "Application maintenance calls for another answer than the rest: Retender like-for-like."


def test_a_leaning_is_said_to_be_no_advice():
    say = told(sentences(language="en"), leaning=Leaning("O1", "staying", 0.8))
    assert verdicts.leaning(say).startswith("This is no advice.")
    assert verdicts.leaning(sentences()) == ""


@pytest.mark.parametrize(("name", "words"), [("valmeca", "Sinon"), ("val-dore", "50 sur 100"), ("hexalis", "bascule")])
def test_triggers_carry_a_date_and_what_is_asked_by_then(name, words):
    text = " ".join(verdicts.triggers(sentences(name)))
    assert "2027" in text
    assert words in text


def test_an_unbalanced_plan_asks_for_its_reason():
    say = sentences()
    decision = say.assessment.decision
    plan = dataclasses.replace(decision.plan, unbalanced=True, share_one_side=Fraction(8, 10))
    found = dataclasses.replace(say.assessment, decision=dataclasses.replace(decision, plan=plan))
    said = tuple(verdicts.plan(dataclasses.replace(say, assessment=found)))
    assert any(text.startswith("80\u202f% de l’effort est d’un seul côté") for text in said)


def test_readiness_says_what_launching_takes_and_what_blocks():
    moment = datetime(2026, 11, 20, 10, tzinfo=UTC)
    item = next(item for item in load().readiness if item.blocking)
    said = tuple(
        Statement(known.id, Kind.READINESS, known.id, {"status": Fraction(known.id != item.id)}, moment)
        for known in load().readiness
    )
    now, blocking = verdicts.readiness(sentences(language="en", statements=said))
    assert "It takes 50 to retender like-for-like, 70 with a transformation." in now
    assert blocking == f"One blocking item is at zero: “{item.name.en}”."
