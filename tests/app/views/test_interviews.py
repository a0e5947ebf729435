"""The interview: saved by the script, saved without it, never over somebody else's answer."""

import re
import uuid
from types import SimpleNamespace

import pytest

from app.models import Answer

PRACTICE = "PRC-CHM-C1"


@pytest.fixture
def room(consultant, world):
    """One respondent's page of one practice, and how to send answers to it."""
    base = f"/engagements/{world.engagement_id}"
    respondent = re.search(r'/interview/([0-9a-f-]+)"', consultant.get(f"{base}/respondents").text)[1]
    address = f"{base}/interview/{respondent}/{PRACTICE}"
    token = re.search(r'name="csrf-token" content="([^"]+)"', consultant.get(address).text)[1]

    def put(answer_id=None, **content):
        body = {
            "respondent_id": respondent,
            "practice_id": PRACTICE,
            "follows_id": None,
            "state": "level",
            "level": 2,
            "backing": "said",
            "contradicts": False,
            "comment": None,
            "said_at": "2026-11-25T10:00:00.000Z",
        }
        target = f"{base}/answers/{answer_id or uuid.uuid4()}"
        return consultant.put(target, json=body | content, headers={"X-CSRFToken": token})

    def post(**data):
        hidden = dict(re.findall(r'name="(id|follows_id|csrf_token)" type="hidden" value="([^"]*)"', page()))
        return consultant.post(address, data={"backing": "said", **hidden, **data})

    def page():
        return consultant.get(address).text

    return SimpleNamespace(put=put, post=post, page=page, respondent=uuid.UUID(respondent))


def answers(store, room):
    with store() as session:
        found = session.query(Answer).filter_by(respondent_id=room.respondent, practice_id=PRACTICE)
        return [(answer.state.value, answer.level) for answer in found.order_by(Answer.recorded_at)]


def checked(page, name="said"):
    return re.findall(rf'name="{name}"[^>]*value="([^"]*)" checked', page)


def test_an_answer_is_stored_once_however_often_it_is_sent(room, store):
    answer_id = uuid.uuid4()
    assert room.put(answer_id).status_code == 201
    again = room.put(answer_id)
    assert again.status_code == 200
    assert again.json["recorded_at"]
    assert answers(store, room) == [("level", 2)]
    assert checked(room.page()) == ["2"]


def test_a_change_follows_what_it_saw(room, store):
    first = uuid.uuid4()
    room.put(first, level=0)
    assert checked(room.page()) == ["0"]
    assert room.put(level=4, follows_id=str(first)).status_code == 201
    assert answers(store, room) == [("level", 0), ("level", 4)]
    assert checked(room.page()) == ["4"]


def test_somebody_else_s_answer_is_shown_before_anything_is_stored(room, store):
    first = uuid.uuid4()
    room.put(first, level=1, comment="alpha")
    late = room.put(level=3, comment="beta")
    assert late.status_code == 409
    assert late.json["current"]["id"] == str(first)
    assert late.json["current"]["comment"] == "alpha"
    assert "1" in late.json["current"]["said"]
    assert answers(store, room) == [("level", 1)]
    assert room.put(level=3, comment="beta", follows_id=str(first)).status_code == 201


@pytest.mark.parametrize(
    "content",
    [
        {"level": 7},
        {"state": "sometimes"},
        {"said_at": "yesterday"},
        {"state": "not_applicable", "level": None},
        {"practice_id": "NO-SUCH"},
        {"respondent_id": str(uuid.uuid4())},
        {"follows_id": str(uuid.uuid4())},
        {"comment": "x" * 20_001},
    ],
)
def test_what_cannot_be_an_answer_is_refused_in_words(room, store, content):
    refused = room.put(**content)
    assert refused.status_code in (400, 404)
    assert refused.json["error"]
    assert answers(store, room) == []


def test_without_a_script_the_button_saves_and_goes_on(room, store):
    answer = room.post(said="3", comment="Dix dossiers vus.", backing="sampled", contradicts="y", then="next")
    assert answer.status_code == 303
    assert PRACTICE not in answer.headers["Location"]
    assert answers(store, room) == [("level", 3)]
    page = room.page()
    assert checked(page) == ["3"]
    assert checked(page, "backing") == ["sampled"]
    assert "Dix dossiers vus." in page


def test_zero_is_an_answer_and_nothing_is_chosen_before_one(room, store):
    assert checked(room.page()) == []
    assert room.post(said="0").status_code == 303
    assert answers(store, room) == [("level", 0)]


def test_not_applicable_asks_why_and_keeps_the_choice(room, store):
    refused = room.post(said="n")
    assert refused.status_code == 200
    assert "pourquoi c’est sans objet" in refused.text
    assert checked(refused.text) == ["n"]
    assert room.post(said="n", comment="Pas d’applicatif dans le périmètre.").status_code == 303
    assert answers(store, room) == [("not_applicable", None)]


def test_without_a_script_too_a_late_answer_sees_the_one_stored_meanwhile(room, store):
    page = room.page()
    room.put(level=1, comment="alpha")
    late = dict(re.findall(r'name="(id|follows_id)" type="hidden" value="([^"]*)"', page))
    shown = room.post(said="4", comment="beta", **late)
    assert shown.status_code == 200
    assert "alpha" in shown.text
    assert "beta" in shown.text
    assert answers(store, room) == [("level", 1)]
    current = re.search(r'name="follows_id" type="hidden" value="([^"]*)"', shown.text)[1]
    assert room.post(said="4", comment="beta", **late | {"follows_id": current}).status_code == 303
    assert answers(store, room) == [("level", 1), ("level", 4)]


def test_the_page_of_one_respondent_shows_no_answer_of_another(room, consultant, world):
    others = re.findall(
        r'/interview/([0-9a-f-]+)"', consultant.get(f"/engagements/{world.engagement_id}/respondents").text
    )
    room.put(comment="Ceci n’est dit que par moi.")
    for other in others[1:]:
        page = consultant.get(f"/engagements/{world.engagement_id}/interview/{other}/{PRACTICE}").text
        assert "Ceci n’est dit que par moi." not in page
