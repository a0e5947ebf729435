"""What an assessment says, in words that a manager reads."""

import dataclasses
import functools
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from questionnaires import LANGUAGES, Side, load
from questionnaires.typography import faults
from reports.language import Language
from reports.sentences import Sentences
from scoring import assessment
from scoring.facts import Judgements, Readiness
from scoring.results import AdviceClass
from scoring.statements import Kind, Statement
from tests.reports.samples import facts_of

PROFILES = ("valmeca", "val-dore", "hexalis")


def sentences(name="valmeca", language="fr", **changes):
    facts = dataclasses.replace(facts_of(name), **changes)
    return Sentences(load(), facts, assessment(load(), facts), Language(language))


def dated(facts):
    """The dated facts of a contract."""
    return (facts.contract.lawful_continuation, facts.contract.provisions_refused, facts.contract.written_refusal)


def everything(say):
    """All that an assessment can say."""
    options = say.assessment.decision.options
    parts = [
        say.side_headline(),
        say.inherited(),
        say.inherited_points(),
        say.inherited_uncapped(),
        say.advice(),
        say.combined(),
        *say.headline_class(),
        *say.option_class(),
        *(text for row in say.executive_figures() for text in row),
        *say.why(),
        *say.flips(),
        *say.dates(),
        *say.missing(),
        *say.doubts(),
        *(text for side in Side for text in say.conditions(side)),
        *(text for option in options for text in say.gates(option)),
    ]
    return [part for part in parts if part]


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_typeset_and_complete(name, language):
    # References to texts of law are the consultant's own words, in the language of the engagement.
    quoted = [fact.reference for fact in dated(facts_of(name)) if fact]
    for text in everything(sentences(name, language)):
        said = functools.reduce(lambda kept, reference: kept.replace(reference, ""), quoted, text)
        assert faults(said, language) == []
        assert "{" not in said


def test_the_share_a_successor_inherits_opens_with_its_figure():
    assert sentences().inherited().startswith("85\u202f% de ce qui manque à Norvexia resterait")
    assert "44 points sur 52" in sentences().inherited_points()


def test_what_is_inherited_never_says_who_is_at_fault():
    assert "non qui est en faute" in sentences().inherited_points()


def test_a_provider_held_back_by_nothing_is_told_so():
    say = sentences("hexalis")
    assert "ce manque lui est propre" in say.inherited()
    assert say.inherited_points() is None


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("valmeca", "Rester avec Norvexia et améliorer ensemble, avec un avenant limité."),
        ("val-dore", "Préparer, puis remettre en concurrence."),
        ("hexalis", "Remettre en concurrence, avec transformation."),
    ],
)
def test_the_advice_is_one_sentence(name, advice):
    assert sentences(name).advice() == advice


def test_what_the_law_imposes_is_said_as_imposed():
    say = sentences("val-dore")
    stay = say.gates(say.assessment.decision.option("O1"))
    assert any(text.startswith("imposé par le droit") and "L2125-1" in text for text in stay)
    assert "chiffrée pour comparaison, non licite" in stay


def test_nothing_answered_gives_no_advice_and_lists_what_is_missing():
    say = sentences(answers=(), rating_decisions=(), judgements=Judgements(), readiness=Readiness())
    assert say.advice() == "Pas assez d’éléments pour conseiller."
    assert say.side_headline() == "Rien n’est encore noté, d’un côté ni de l’autre."
    assert any(text.startswith("Valmeca\u202f: 0\u202f% du poids") for text in say.missing())
    assert say.flips() == say.why() == say.conditions(Side.CLIENT) == ()


def test_one_side_alone_says_which_one_is_silent():
    mine = {practice.id for practice in load().practices if practice.side is Side.CLIENT}
    answers = tuple(answer for answer in facts_of("valmeca").answers if answer.practice_id in mine)
    say = sentences(answers=answers, rating_decisions=())
    assert say.side_headline() == "Norvexia\u202f: rien n’est encore noté."


def test_a_toss_up_names_both_options():
    found = sentences()
    decision = found.assessment.decision
    close = dataclasses.replace(decision.recommendation, family_class=AdviceClass.TOSS_UP)
    close = dataclasses.replace(found.assessment, decision=dataclasses.replace(decision, recommendation=close))
    advice = dataclasses.replace(found, assessment=close).advice()
    assert "Rester et améliorer" in advice
    assert "Préparer puis remettre en concurrence" in advice
    assert "ne se séparent pas" in advice


def test_a_term_that_is_past_is_said_to_be_past():
    facts = facts_of("valmeca")
    contract = dataclasses.replace(facts.contract, end=date(2026, 1, 31))
    assert sentences(contract=contract).contract_dates() == (
        "Le terme du contrat est passé\u202f: le 31\u00a0janvier\u00a02026.",
    )


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (date(2028, 6, 30), "Dernière date"),
        (date(2028, 3, 31), "maintenant pour tenir"),
        (date(2027, 8, 31), "même ainsi"),
    ],
)
def test_an_option_that_cannot_end_by_the_term_is_never_said_to_meet_it(end, words):
    contract = dataclasses.replace(facts_of("val-dore").contract, end=end)
    assert words in sentences("val-dore", contract=contract).dates()[1]


def test_a_contract_without_an_end_is_said_to_have_none():
    contract = dataclasses.replace(facts_of("valmeca").contract, end=None)
    assert sentences(contract=contract).contract_dates() == ("Le contrat n’a pas de date de fin connue.",)


def test_a_level_far_below_the_index_says_why():
    say = sentences("val-dore")
    group = say.assessment.maturity.sides[Side.CLIENT].score
    held = say.held(
        dataclasses.replace(group, level_low=0, index=dataclasses.replace(group.index, value=Fraction(3))), "Val-Doré"
    )
    assert held is not None
    assert "Indicateurs" in held


@pytest.mark.parametrize(("mechanisms", "words"), [(("penalties",), "en porte"), (None, ""), ("all", "Allégez-les")])
def test_mechanisms_are_weighed_against_the_maturity_of_both_sides(mechanisms, words):
    named = [mechanism.id for mechanism in load().mechanisms] if mechanisms == "all" else mechanisms
    moment = datetime(2026, 11, 20, 10, tzinfo=UTC)
    statement = Statement("1", Kind.FRAMING, "mechanisms", {"value": named}, moment)
    said = sentences(statements=(statement,)).mechanisms()
    assert words in said
    assert bool(said) is bool(words)
