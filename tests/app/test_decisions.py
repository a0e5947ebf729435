from decimal import Decimal
from fractions import Fraction

import pytest

from app.models import Judgement, RatingDecision, Readiness, ScopeDecision
from app.services import assessments, decisions, engagements, judgements, texts
from app.services.refusals import NotFoundError, RefusalError
from questionnaires import load
from scoring import assess
from tests.app.makers import PRACTICE, framing


@pytest.fixture
def empty(session, account):
    return engagements.create(session, framing(), account)


def rating(session, engagement):
    return assess(load(), assessments.facts_of(session, engagement)).ratings[PRACTICE]


def test_the_last_decision_holds_and_the_earlier_ones_stay(session, empty, account):
    given = {"reason": "Vu sur pièce", "account": account}
    decisions.decide_rating(session, empty, PRACTICE, level=Decimal("2.5"), **given)
    decisions.decide_rating(session, empty, PRACTICE, level=Decimal(1), consent=True, **given)
    assert rating(session, empty).value == 1
    held = decisions.of_practice(session, empty, RatingDecision, PRACTICE)
    assert [decision.level for decision in held] == [Decimal(1), Decimal("2.5")]
    assert held[0].decided_by == account.id


def test_no_level_gives_the_practice_back_to_its_answers(session, empty):
    decisions.decide_rating(session, empty, PRACTICE, level=Decimal(2), reason="Provisoire")
    decisions.decide_rating(session, empty, PRACTICE, level=None, reason="À revoir")
    assert rating(session, empty).value is None


def test_a_practice_leaves_the_scope_and_comes_back(session, empty):
    decisions.decide_scope(session, empty, PRACTICE, in_scope=False, reason="Pas d’ERP")
    assert not rating(session, empty).in_scope
    decisions.decide_scope(session, empty, PRACTICE, in_scope=True, reason="Il y en a un")
    assert rating(session, empty).in_scope
    reasons = texts.of_engagement(session, empty.id)
    held = decisions.of_practice(session, empty, ScopeDecision, PRACTICE)
    assert [reasons[decision.id] for decision in held] == ["Il y en a un", "Pas d’ERP"]


def test_the_last_target_holds_for_one_practice_and_for_all(session, empty):
    decisions.set_target(session, empty, None, level=Decimal(4), reason="Régulateur")
    decisions.set_target(session, empty, PRACTICE, level=Decimal(3), reason="Suffit")
    decisions.set_target(session, empty, PRACTICE, level=Decimal("3.5"), reason="Mieux")
    found = {target.practice_id: target.level for target in assessments.facts_of(session, empty).targets}
    assert found == {None: 4, PRACTICE: Fraction(7, 2)}


@pytest.mark.parametrize("level", ["5.1", "-1", "NaN", "Infinity", "1.00001"])
def test_a_rating_off_the_scale_is_refused(session, empty, level):
    with pytest.raises(RefusalError, match="is not a level"):
        decisions.decide_rating(session, empty, PRACTICE, level=Decimal(level), reason="Parce que")


def test_a_decision_without_a_reason_is_refused(session, empty):
    with pytest.raises(RefusalError, match="needs its reason"):
        decisions.decide_scope(session, empty, PRACTICE, in_scope=False, reason=" \n\x00")


def test_a_practice_that_does_not_exist_cannot_be_decided(session, empty):
    with pytest.raises(NotFoundError, match="not a practice"):
        decisions.decide_scope(session, empty, "XXX", in_scope=False, reason="Parce que")


def test_the_last_judgement_of_each_driver_holds(session, empty):
    entered = [
        Judgement(driver="ability", value=Decimal("0.7"), evidenced_parts=3),
        Judgement(driver="ability", value=Decimal("0.65"), evidenced_parts=2),
        Judgement(driver="need", value=Decimal(0), evidenced_parts=0),
        Readiness(score=Decimal("37.5"), blocking=3),
    ]
    for row in entered:
        decisions.keep(session, empty, row, "Parce que", None)
    facts = assessments.facts_of(session, empty)
    assert (facts.judgements.ability, facts.judgements.evidenced_parts) == (Fraction(13, 20), 2)
    assert facts.judgements.need == 0
    assert facts.judgements.fatigue is None
    assert (facts.readiness.score, facts.readiness.blocking) == (Fraction(75, 2), 3)
    assert judgements.current(session, empty)["ability"].value == Decimal("0.65")
    assert judgements.current_readiness(session, empty).blocking == 3


def test_an_empty_engagement_gives_no_figure_and_no_advice(session, empty):
    found = assessments.assessment_of(session, empty)
    assert found.decision.recommendation.option is None
    assert all(side.score.index.value is None for side in found.maturity.sides.values())
