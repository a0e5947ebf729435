"""Assessments frozen: checked, numbered, read back as they were, whatever happens to the engagement since."""

import json
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import delete, select, update

from app import demonstrations
from app.engagement_file import EngagementFileError, decode, to_facts, words_of
from app.models import Answer, Engagement, FreeText, FrozenAssessment, RatingDecision
from app.services import assessments, decisions, engagements, exchange, freezing, paragraphs, signatures
from app.services.freezing import CheckKind
from app.services.refusals import NotFoundError, RefusalError
from app.services.signatures import Signature
from questionnaires import load
from reports.orders import Confidentiality, Order, ParagraphText, Section, make
from scoring import assess, assessment, digest
from tests.app.makers import PRACTICE, framing
from tests.app.test_logos import picture

REASON = "Demandée pour le comité du 3 décembre."


def digest_of(session, engagement):
    return digest(load(), assessments.facts_of(session, engagement))


@pytest.fixture
def written(session, engagement, account):
    """The first demonstration with a paragraph, a signature and a logo."""
    now = digest_of(session, engagement)
    paragraphs.write(session, engagement, "fr", {Section.ANSWER: "Mes mots."}, now, account)
    logo = signatures.add_logo(session, engagement, picture())
    signature = Signature("Anne Martin", Confidentiality.CONFIDENTIAL, logo)
    signatures.save(session, engagement, signature, account)
    return engagement


def test_what_was_frozen_stays_as_it_was_whatever_is_said_since(session, written, account):
    facts = assessments.facts_of(session, written)
    result = assessment(load(), facts)
    words = assessments.words_of(session, written)
    frozen = freezing.freeze(session, written, REASON, account)
    decisions.decide_rating(session, written, PRACTICE, level=Decimal(5), reason="Vu")
    written.question = "Une autre question"
    paragraphs.write(session, written, "fr", {Section.ANSWER: "D’autres mots."}, "0" * 64)
    signatures.save(session, written, Signature("Paul Weber"))
    session.expire_all()
    kept = freezing.find(session, written, frozen.id)
    assert freezing.thawed(kept) == (facts, result)
    said = freezing.words_of(session, kept, "fr")
    assert said.paragraphs == {"answer": ParagraphText("Mes mots.")}
    assert (said.authors, said.confidentiality, said.number) == ("Anne Martin", Confidentiality.CONFIDENTIAL, 1)
    assert said.logo == picture()
    assert (said.question, said.judgements) == (words.question, words.judgements)
    assert freezing.words_of(session, kept, "en").paragraphs == {}


def test_a_report_of_what_was_frozen_is_that_of_the_day(session, written):
    facts = assessments.facts_of(session, written)
    words = assessments.words_of(session, written)
    frozen = freezing.freeze(session, written, REASON)
    today = make(Order(assessment(load(), facts), facts, replace(words, number=1), "fr"))
    old_facts, result = freezing.thawed(frozen)
    assert make(Order(result, old_facts, freezing.words_of(session, frozen, "fr"), "fr")) == today


def test_a_report_of_what_an_earlier_engine_computed_names_that_engine(session, engagement):
    frozen = freezing.freeze(session, engagement, REASON)
    frozen.engine = "1"
    facts, result = freezing.thawed(frozen)
    document = Order(result, facts, freezing.words_of(session, frozen, "fr"), "fr").document()
    assert "moteur version 1," in document.text


def test_numbers_follow_each_other_and_the_same_id_again_is_the_same_one(session, engagement):
    id_ = uuid.uuid4()
    first = freezing.freeze(session, engagement, REASON, id_=id_)
    assert freezing.freeze(session, engagement, REASON, id_=id_) is first
    assert [freezing.freeze(session, engagement, REASON).number for _ in range(2)] == [2, 3]
    assert [one.number for one in freezing.listed(session, engagement)] == [3, 2, 1]


def test_each_engagement_counts_for_itself_and_sees_its_own(session, engagement, valmeca):
    other_id = exchange.import_file(session, valmeca, as_new=True).engagement_id
    other = session.get_one(Engagement, other_id)
    theirs = freezing.freeze(session, other, REASON)
    assert freezing.freeze(session, engagement, REASON).number == theirs.number == 1
    with pytest.raises(NotFoundError):
        freezing.find(session, engagement, theirs.id)
    with pytest.raises(NotFoundError):
        freezing.freeze(session, engagement, REASON, id_=theirs.id)


def test_no_comment_of_an_answer_goes_into_what_is_frozen(session, engagement):
    comments = {row.text for row in session.scalars(select(FreeText).join(Answer, Answer.id == FreeText.id))}
    assert comments
    frozen = freezing.freeze(session, engagement, REASON)
    kept = session.get(FreeText, frozen.id).text
    assert not [comment for comment in comments if json.dumps(comment, ensure_ascii=False)[1:-1] in kept]


def test_erasing_its_words_leaves_figures_and_digest(session, written):
    frozen = freezing.freeze(session, written, REASON)
    session.execute(delete(FreeText).where(FreeText.id == frozen.id))
    session.expire_all()
    facts, result = freezing.thawed(freezing.find(session, written, frozen.id))
    assert digest(load(), facts) == result.digest == frozen.digest
    words = freezing.words_of(session, frozen, "fr")
    assert (words.question, words.authors, words.paragraphs, words.number) == ("", "", {}, 1)
    content = exchange.export(session, written.id)
    assert decode(content).frozen_assessments[0].words is None


# ---- checks -------------------------------------------------------------------------------------------


def checked(session, engagement):
    facts = assessments.facts_of(session, engagement)
    counts = paragraphs.counts(session, engagement, digest(load(), facts))
    return {check.kind: check for check in freezing.checks(load(), facts, assess(load(), facts), counts)}


def test_every_kind_of_check_is_made(session, engagement):
    assert set(checked(session, engagement)) == set(CheckKind)


def test_an_engagement_that_says_nothing_has_everything_open_but_its_paragraphs(session, account):
    empty = engagements.create(session, framing(), account)
    found = checked(session, empty)
    open_ = {kind for kind, check in found.items() if check.open}
    assert open_ == {CheckKind.UNANSWERED, CheckKind.JUDGEMENTS, CheckKind.READINESS}
    assert found[CheckKind.UNANSWERED].open == found[CheckKind.UNANSWERED].total == len(load().in_mode("standard"))
    with pytest.raises(RefusalError, match="why"):
        freezing.freeze(session, empty, " ")
    assert freezing.reason_of(session, freezing.freeze(session, empty, REASON)) == REASON


def test_a_rating_on_one_voice_is_weak_not_calibrated_and_not_to_be_printed(session, engagement):
    alone = session.scalars(select(Answer)).first().respondent_id
    session.execute(update(Answer).values(follows_id=None))
    session.execute(delete(Answer).where(Answer.respondent_id != alone))
    session.execute(delete(RatingDecision))
    found = checked(session, engagement)
    assert found[CheckKind.CONSENT].open > 0
    assert found[CheckKind.LOW_CONFIDENCE].open + found[CheckKind.UNCALIBRATED].open > 0
    assert len(found[CheckKind.CONSENT].ids) == found[CheckKind.CONSENT].open


def test_a_paragraph_written_over_other_facts_is_open_until_it_is_confirmed(session, written):
    assert checked(session, written)[CheckKind.STALE].open == 0
    decisions.decide_rating(session, written, PRACTICE, level=Decimal(5), reason="Vu")
    assert checked(session, written)[CheckKind.STALE].open == 1
    paragraphs.confirm(session, written, "fr", Section.ANSWER, digest_of(session, written))
    assert checked(session, written)[CheckKind.STALE].open == 0


# ---- in the engagement file ---------------------------------------------------------------------------


def test_all_of_it_goes_out_and_comes_in_with_the_same_bytes(session, written):
    frozen = freezing.freeze(session, written, REASON)
    content = exchange.export(session, written.id)
    session.rollback()
    exchange.import_file(session, decode(content))
    assert exchange.export(session, written.id) == content
    engagement = session.get_one(Engagement, written.id)
    again = freezing.find(session, engagement, frozen.id)
    assert freezing.thawed(again)[1].digest == again.digest
    assert freezing.words_of(session, again, "fr").logo == picture()
    assert exchange.import_file(session, decode(content)).conflicts == []
    assert assessments.words_of(session, engagement) == words_of(decode(content))


def test_under_new_ids_what_was_frozen_stays_what_it_was(session, written):
    frozen = freezing.freeze(session, written, REASON)
    file = decode(exchange.export(session, written.id))
    other = session.get_one(Engagement, exchange.import_file(session, file, as_new=True).engagement_id)
    (copy,) = freezing.listed(session, other)
    assert copy.id != frozen.id
    assert freezing.thawed(copy) == freezing.thawed(frozen)
    assert freezing.words_of(session, copy, "fr") == freezing.words_of(session, frozen, "fr")
    assert decode(exchange.export(session, other.id)).frozen_assessments[0].digest == frozen.digest


def test_what_differs_in_what_was_frozen_is_listed_and_left(session, written):
    freezing.freeze(session, written, REASON)
    file = decode(exchange.export(session, written.id))
    (row,) = file.frozen_assessments
    other = row.model_copy(update={"number": 7})
    report = exchange.import_file(session, file.model_copy(update={"frozen_assessments": (other,)}))
    assert report.conflicts == [f"frozen_assessments[0] ({row.id})"]


@pytest.fixture
def raw(session, written):
    """The file of an engagement with something frozen, as JSON."""
    freezing.freeze(session, written, REASON)
    return json.loads(exchange.export(session, written.id))


def mistakes(raw):
    with pytest.raises(EngagementFileError) as refused:
        decode(json.dumps(raw).encode())
    return [str(mistake) for mistake in refused.value.mistakes]


def test_facts_that_were_changed_after_they_were_frozen_are_refused(raw):
    raw["frozen_assessments"][0]["facts"]["answers"][3]["level"] = 5
    assert mistakes(raw) == [
        "frozen_assessments[0].digest: does not belong to these facts: they were changed after they were frozen"
    ]


@pytest.mark.parametrize("facts", [{}, {"answers": 3}, {"x": {"fraction": "no"}}, {"x": {"object": 3}}])
def test_facts_that_are_none_are_refused_without_a_traceback(raw, facts):
    raw["frozen_assessments"][0]["facts"] = facts
    assert len(mistakes(raw)) == 1


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("paragraphs", 0, "section"), "poem", "paragraphs[0].section: poem is not accepted: use"),
        (("paragraphs", 0, "language"), "de", "paragraphs[0].language: de is not accepted: use"),
        (("paragraphs", 0, "digest"), "abc", "paragraphs[0].digest: abc is not a digest"),
        (("paragraphs", 0, "text"), "x" * 20_001, "paragraphs[0].text: is too long"),
        (("logos", 0, "content"), "abc", "logos[0].content: is not a picture"),
        (("logos", 0, "content"), 3, "logos[0].content: is not a picture"),
        (("report_settings", 0, "logo_id"), str(uuid.UUID(int=0)), "report_settings[0].logo_id: points to nothing"),
        (("report_settings", 0, "confidentiality"), "secret", "report_settings[0].confidentiality: secret is not"),
        (("frozen_assessments", 0, "number"), 0, "frozen_assessments[0].number: 0 is too small"),
        (("frozen_assessments", 0, "words", "mood"), "good", "frozen_assessments[0].words.mood: is not a known"),
    ],
)
def test_each_mistake_is_told_with_its_place(raw, path, value, expected):
    target = raw
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    assert any(line.startswith(expected) for line in mistakes(raw)), mistakes(raw)


def test_an_assessment_that_this_version_cannot_read_keeps_its_place(session, engagement):
    frozen = freezing.freeze(session, engagement, REASON)
    frozen.assessment = '{"from": "another version"}'
    session.flush()
    assert freezing.advice_of(frozen) is None
    with pytest.raises(RefusalError, match="another version"):
        freezing.thawed(frozen)
    assert len(freezing.listed(session, engagement)) == 1


@pytest.mark.parametrize("name", demonstrations.NAMES)
def test_every_demonstration_can_be_frozen(session, name):
    file = decode(demonstrations.read(name))
    exchange.import_file(session, file)
    frozen = freezing.freeze(session, session.get_one(Engagement, file.id), REASON)
    assert freezing.advice_of(frozen) == assessment(load(), to_facts(file)).decision.recommendation
    assert session.get_one(FrozenAssessment, frozen.id).engine
