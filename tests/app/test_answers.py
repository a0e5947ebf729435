import uuid
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.models import Answer
from app.services import answers, assessments, engagements, respondents, texts
from app.services.answers import Outcome, Progress
from app.services.refusals import ConflictError, NotFoundError, RefusalError
from questionnaires import Side, load
from scoring import assess, current_answers
from scoring.facts import State
from scoring.results import Doubt
from tests.app.makers import PRACTICE, framing, new_answer


@pytest.fixture
def empty(session, account):
    return engagements.create(session, framing(), account)


@pytest.fixture
def cio(session, empty):
    return respondents.add(session, empty, side=Side.CLIENT, role="cio")


def stored(session):
    return session.scalar(select(func.count(Answer.id)))


def test_an_answer_is_recorded_with_its_comment(session, empty, cio, account):
    recorded = answers.record(session, empty, new_answer(cio.id, comment="Écrit en 2024"), account)
    assert recorded.outcome is Outcome.CREATED
    assert (recorded.answer.level, recorded.answer.recorded_by) == (2, account.id)
    assert answers.comment_of(session, recorded.answer) == "Écrit en 2024"


def test_the_same_answer_sent_again_changes_nothing(session, empty, cio):
    new = new_answer(cio.id, comment="Une fois")
    first = answers.record(session, empty, new)
    again = answers.record(session, empty, new)
    assert again.outcome is Outcome.REPLAYED
    assert again.answer is first.answer
    assert stored(session) == 1


@pytest.mark.parametrize("change", [{"level": 3}, {"comment": "Autre"}, {"contradicts": True}])
def test_another_content_under_the_same_id_is_refused_and_shows_what_is_stored(session, empty, cio, change):
    new = new_answer(cio.id, comment="Une fois")
    answers.record(session, empty, new)
    with pytest.raises(ConflictError) as refused:
        answers.record(session, empty, replace(new, **change))
    assert refused.value.current.level == 2
    assert stored(session) == 1


def test_an_id_of_another_engagement_shows_nothing_of_it(session, empty, cio, account):
    new = new_answer(cio.id, comment="Secret")
    answers.record(session, empty, new)
    other = engagements.create(session, framing(client_name="Autre"), account)
    with pytest.raises(RefusalError, match="already used") as refused:
        answers.record(session, other, new)
    assert not isinstance(refused.value, ConflictError)


def test_an_answer_follows_the_one_it_saw_and_is_the_only_current_one(session, empty, cio):
    first = answers.record(session, empty, new_answer(cio.id)).answer
    second = answers.record(session, empty, new_answer(cio.id, follows_id=first.id, level=3)).answer
    assert answers.current_of(session, cio) == {PRACTICE: (second,)}
    assert stored(session) == 2


def test_two_answers_that_saw_the_same_one_are_a_conflict_and_both_are_kept(session, empty, cio):
    first = answers.record(session, empty, new_answer(cio.id)).answer
    one = answers.record(session, empty, new_answer(cio.id, follows_id=first.id, level=3))
    two = answers.record(session, empty, new_answer(cio.id, follows_id=first.id, level=1))
    assert set(answers.current_of(session, cio)[PRACTICE]) == {one.answer, two.answer}
    facts = assessments.facts_of(session, empty)
    assert len(current_answers(facts.answers)[str(cio.id), PRACTICE]) == 2
    assert Doubt.CONFLICT in assess(load(), facts).ratings[PRACTICE].doubts


def test_an_answer_cannot_follow_one_of_somebody_else_or_of_another_practice(session, empty, cio):
    other = respondents.add(session, empty, side=Side.CLIENT, role="executive")
    theirs = answers.record(session, empty, new_answer(other.id)).answer
    elsewhere = answers.record(session, empty, new_answer(cio.id, practice_id="CTR-SCP-P1")).answer
    for follows_id in (theirs.id, elsewhere.id, uuid.uuid4()):
        with pytest.raises(RefusalError, match="follows one that is not here"):
            answers.record(session, empty, new_answer(cio.id, follows_id=follows_id))


def test_level_zero_is_an_answer(session, empty, cio):
    assert answers.record(session, empty, new_answer(cio.id, level=0)).answer.level == 0
    assert assess(load(), assessments.facts_of(session, empty)).ratings[PRACTICE].value == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"level": 6}, "6 is not a level"),
        ({"level": -1}, "-1 is not a level"),
        ({"level": None}, "A level goes with"),
        ({"state": State.DONT_KNOW}, "A level goes with"),
        ({"state": State.NOT_APPLICABLE, "level": None}, "why this practice does not apply"),
        ({"state": State.NOT_APPLICABLE, "level": None, "comment": " \n "}, "why this practice does not apply"),
        ({"practice_id": "XXX-1"}, "XXX-1 is not a practice"),
        ({"respondent_id": uuid.uuid4()}, "not part of the engagement"),
        ({"interview_id": uuid.uuid4()}, "not part of the engagement"),
    ],
)
def test_what_says_nothing_or_points_elsewhere_is_refused(session, empty, cio, change, message):
    with pytest.raises(RefusalError, match=message):
        answers.record(session, empty, new_answer(cio.id, **change))
    assert stored(session) == 0


def test_a_respondent_of_another_engagement_is_not_found(session, empty, cio, account):
    other = engagements.create(session, framing(client_name="Autre"), account)
    with pytest.raises(NotFoundError):
        answers.record(session, other, new_answer(cio.id))


def test_control_characters_are_removed_and_the_rest_is_kept_as_typed(session, empty, cio):
    typed = "abc\x00def\x0b\r\n\tune ligne\r&lt;script&gt; \u202f! 😀 \u05d0"
    recorded = answers.record(session, empty, new_answer(cio.id, comment=typed)).answer
    kept = "abcdef\n\tune ligne\n&lt;script&gt; \u202f! 😀 \u05d0"
    session.expire_all()
    assert answers.comment_of(session, recorded) == kept
    assert texts.clean(kept) == kept


def test_a_comment_of_20000_characters_is_kept_whole_and_one_more_is_refused(session, empty, cio):
    long = "é" * 20_000
    recorded = answers.record(session, empty, new_answer(cio.id, comment=long)).answer
    assert answers.comment_of(session, recorded) == long
    with pytest.raises(RefusalError, match="20001 characters: shorten it to 20000"):
        answers.record(session, empty, new_answer(cio.id, comment=long + "é"))


def test_erasing_a_comment_changes_no_figure_and_no_digest(session, engagement):
    before = assessments.assessment_of(session, engagement)
    for kept in texts.of_engagement(session, engagement.id):
        session.delete(session.get_one(texts.FreeText, kept))
    session.flush()
    assert assessments.assessment_of(session, engagement) == before


def test_progress_counts_practices_once_whoever_answers(session, empty, cio):
    other = respondents.add(session, empty, side=Side.CLIENT, role="executive")
    provider = respondents.add(session, empty, side=Side.PROVIDER, role="delivery")
    for respondent in (cio, other, provider):
        answers.record(session, empty, new_answer(respondent.id))
    facts = assessments.facts_of(session, empty)
    mine = answers.progress_of_respondents(load(), facts)[str(cio.id)]
    assert mine[Side.CLIENT].answered == 1
    assert mine[Side.PROVIDER].answered == 0
    by_domain = answers.progress_of_domains(load(), facts)
    assert sum(found[Side.CLIENT].answered for found in by_domain.values()) == 1
    totals = [progress for found in by_domain.values() for progress in found.values()]
    assert sum(progress.total for progress in totals) == len(load().practices)


def test_a_view_of_the_other_side_is_no_progress_of_that_side(session, empty, cio):
    answers.record(session, empty, new_answer(cio.id, practice_id="CTR-SCP-P1"))
    by_domain = answers.progress_of_domains(load(), assessments.facts_of(session, empty))
    assert all(found[Side.PROVIDER].answered == 0 for found in by_domain.values())


def test_nobody_has_no_progress(session, empty):
    facts = assessments.facts_of(session, empty)
    assert answers.progress_of_respondents(load(), facts) == {}
    assert Progress(0, 0) not in answers.progress_of_domains(load(), facts)["CTR"].values()


def test_ones_own_side_is_asked_first():
    sides = [practice.side for practice in answers.agenda(load(), "standard", Side.PROVIDER)]
    assert sides == sorted(sides, key=lambda side: side is not Side.PROVIDER)


def test_the_next_unanswered_goes_round():
    asked = answers.agenda(load(), "standard", Side.CLIENT)
    ids = [practice.id for practice in asked]
    assert answers.next_unanswered(asked, [], None).id == ids[0]
    assert answers.next_unanswered(asked, [ids[1]], ids[0]).id == ids[2]
    assert answers.next_unanswered(asked, ids[1:], ids[-1]).id == ids[0]
    assert answers.next_unanswered(asked, ids, ids[3]) is None
