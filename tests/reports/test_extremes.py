"""Engagements at the edge of what can happen: each still gives a whole report, in every edition."""

import dataclasses
from datetime import timedelta
from fractions import Fraction
from functools import cache

import pytest

from questionnaires import LANGUAGES, Side, load
from reports.document import Heading
from reports.narrative import build_document
from reports.orders import ParagraphText, Words
from reports.pdf import render_pdf
from reports.story import FULL, PROVIDER, SUMMARY
from scoring import assessment
from scoring.facts import Judgements, Readiness, ScopeDecision
from tests.reports.readers import pdf_pages
from tests.reports.samples import facts_of

WORDS = Words("", "", "", {}, {})
AUDIENCES = (FULL, PROVIDER, SUMMARY)
PRINTED = (("fr", FULL), ("en", PROVIDER))
LONG = "Une phrase d’un consultant qui ne s’arrête pas. " * 420


def nothing_answered(facts):
    return dataclasses.replace(
        facts, answers=(), rating_decisions=(), statements=(), judgements=Judgements(), readiness=Readiness()
    )


def all_out_of_scope(facts):
    moment = facts.rating_decisions[0].decided_at
    decisions = tuple(ScopeDecision(p.id, p.id, False, moment) for p in load().practices)
    return dataclasses.replace(facts, scope_decisions=decisions)


def one_side_only(facts):
    mine = {respondent.id for respondent in facts.respondents if respondent.side is Side.CLIENT}
    answers = tuple(answer for answer in facts.answers if answer.respondent_id in mine)
    return dataclasses.replace(facts, answers=answers, rating_decisions=())


def practices_of_one_side_only(facts):
    mine = {practice.id for practice in load().practices if practice.side is Side.PROVIDER}
    answers = tuple(answer for answer in facts.answers if answer.practice_id in mine)
    return dataclasses.replace(facts, answers=answers, rating_decisions=())


def one_respondent_on_each_side(facts):
    first = {next(r.id for r in facts.respondents if r.side is side) for side in Side}
    answers = tuple(answer for answer in facts.answers if answer.respondent_id in first)
    return dataclasses.replace(facts, answers=answers, rating_decisions=())


def ends_tomorrow(facts):
    return dataclasses.replace(facts, contract=dataclasses.replace(facts.contract, end=facts.as_of + timedelta(1)))


def ended_already(facts):
    return dataclasses.replace(facts, contract=dataclasses.replace(facts.contract, end=facts.as_of - timedelta(400)))


def never_ends(facts):
    return dataclasses.replace(facts, contract=dataclasses.replace(facts.contract, end=None))


def no_yearly_value(facts):
    return dataclasses.replace(facts, contract=dataclasses.replace(facts.contract, yearly_value=None))


def names_of_the_world(facts):
    return dataclasses.replace(facts, client="مؤسسة النقل 😀", provider="株式会社デジタル & {of_client}")


def names_that_never_end(facts):
    return dataclasses.replace(facts, client="Valmeca" * 40, provider="x" * 300)


EXTREMES = (
    nothing_answered,
    all_out_of_scope,
    one_side_only,
    practices_of_one_side_only,
    one_respondent_on_each_side,
    ends_tomorrow,
    ended_already,
    never_ends,
    no_yearly_value,
    names_of_the_world,
    names_that_never_end,
)


@cache
def scored(extreme):
    facts = extreme(facts_of("valmeca"))
    return facts, assessment(load(), facts)


def report(extreme, language, audience=FULL, words=WORDS):
    facts, found = scored(extreme)
    return build_document(load(), facts, found, language, words, audience)


def pages(document):
    return pdf_pages(render_pdf(document))


def says(document, words):
    """Whether a report holds some words: a plain truth, for a failure need not compare a whole report with them."""
    return words in document.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("extreme", EXTREMES)
def test_every_edition_is_written_and_printed_whole(extreme, language):
    for audience in AUDIENCES:
        document = report(extreme, language, audience)
        if (language, audience) in PRINTED:
            assert all(pages(document))
        # Not asserted on the text itself: a failure would compare a whole report with one word.
        assert [word for word in ("None", "nan", "{name}") if word in document.text.split()] == []
        anchors = [block.anchor for block in document.walk() if isinstance(block, Heading)]
        assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize("extreme", [e for e in EXTREMES if e not in (names_of_the_world, names_that_never_end)])
def test_the_summary_stays_on_one_page(extreme):
    assert [len(pages(report(extreme, language, SUMMARY))) for language in LANGUAGES] == [1, 1]


@pytest.mark.parametrize("extreme", [nothing_answered, all_out_of_scope])
def test_without_ratings_there_is_no_advice_and_no_figure_of_it(extreme):
    document = report(extreme, "en")
    assert document.meta.draft
    assert says(document, "Not enough evidence to advise.")
    assert not says(document, "€")
    assert not says(document, "the option advised")
    assert says(document, "Nothing is assessed yet: the plan is still to be made.")
    assert not says(document, "whatever is rated is at its target")


def test_one_side_alone_is_told_apart_and_the_advice_is_held_back():
    document = report(practices_of_one_side_only, "en")
    assert says(document, "Nothing is rated yet")
    assert says(document, "The inherited share cannot be computed: no input of Valmeca is rated.")
    assert not says(document, "the shortfall is its own")
    assert says(report(one_respondent_on_each_side, "fr"), "Une seule personne a répondu pour Valmeca")


def test_a_contract_that_ends_tomorrow_is_not_said_to_end_in_no_month():
    document = report(ends_tomorrow, "fr")
    assert says(document, "hors délai\u202f: il faut 16\u00a0mois, il reste moins d’un mois")
    assert says(document, "trop tard pour une consultation avant le terme, dans moins d’un mois")
    assert not says(document, " 0\u00a0mois")
    assert says(report(ends_tomorrow, "en"), "before the contract ends, in less than a month")


def test_a_contract_that_has_ended_is_not_said_to_end_in_months_below_zero():
    document = report(ended_already, "fr")
    assert says(
        document, "Le terme est passé\u202f: une consultation devait commencer au plus tard le 20\u00a0juin\u00a02024."
    )
    assert says(document, "il faut 16\u00a0mois, et le terme est passé")
    assert not says(document, "−14\u00a0mois")


def test_the_reason_for_a_plan_that_rests_on_one_side_is_printed_with_it_and_only_in_the_full_report():
    facts = facts_of("valmeca")
    found = assessment(load(), facts)
    heavy = dataclasses.replace(found.decision.plan, unbalanced=True, share_one_side=Fraction(8, 10))
    found = dataclasses.replace(found, decision=dataclasses.replace(found.decision, plan=heavy))
    reason = {"balance": ParagraphText("Valmeca a déjà fait sa part.")}
    said, unsaid, provider = (
        build_document(load(), facts, found, "fr", dataclasses.replace(WORDS, paragraphs=paragraphs), audience)
        for paragraphs, audience in ((reason, FULL), ({}, FULL), (reason, PROVIDER))
    )
    assert says(unsaid, "d’un seul côté\u202f: écrivez pourquoi")
    assert says(said, "d’un seul côté\u202f; la raison en est donnée par écrit.")
    assert says(said, "Valmeca a déjà fait sa part.")
    assert not says(provider, "Valmeca a déjà fait sa part.")


def test_names_in_any_script_stand_as_they_were_written():
    document = report(names_of_the_world, "fr")
    assert says(document, "مؤسسة النقل 😀")
    assert says(document, "株式会社デジタル & {of_client}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_twenty_thousand_characters_by_the_consultant_are_printed_to_the_last(language):
    written = {anchor: ParagraphText(f"{LONG}Fin {anchor}.") for anchor in ("answer", "plan", "unknown")}
    words = dataclasses.replace(
        WORDS, question=LONG, paragraphs=written, judgements={"need": f"{LONG}Fin du jugement."}, authors="A" * 400
    )
    facts = facts_of("valmeca")
    document = build_document(load(), facts, assessment(load(), facts), language, words)
    text = " ".join(pages(document)).replace("\n", " ")
    assert len(LONG) > 20_000
    assert all(end in text for end in ("Fin answer.", "Fin plan.", "Fin unknown.", "Fin du jugement."))
