"""Results: both sides face to face, with the ranges for who was asked and how the people asked agree."""

import re

import pytest

from app.models import Answer, RatingDecision, Respondent
from questionnaires import Side, load


@pytest.fixture
def address(world):
    return f"/engagements/{world.engagement_id}/results"


def test_the_range_for_who_was_asked_says_how_few_they_were(reader, address):
    page = reader.get(address).text
    row = page[page.index("Plage, si d’autres avaient été interrogés") :]
    assert len(re.findall(r"\d,\d à \d,\d, (une personne interrogée|\d+ personnes interrogées)", row[:600])) == 2


def test_gaps_of_perception_are_told_and_drawn_by_domain_and_by_theme(reader, address):
    page = reader.get(address).text
    assert "Comment les personnes interrogées s’accordent" in page
    assert 'aria-labelledby="t-views-domains"' in page
    assert "De même, thème par thème" in page


def test_no_option_is_named_on_a_page_that_weighs_none(reader, address):
    page = reader.get(address).text
    assert not [option.id for option in load().options if option.name["fr"] in page]


def test_a_single_voice_on_each_side_is_told_as_such(reader, address, store):
    with store() as session:
        session.query(RatingDecision).delete()
        people = session.query(Respondent).order_by(Respondent.position)
        alone = [next(person.id for person in people if person.side == side) for side in Side]
        session.query(Answer).filter(Answer.respondent_id.not_in(alone)).delete()
    assert reader.get(address).text.count(", une personne interrogée") == 2
