"""Every page, in both languages, for each kind of member."""

import re
from html.parser import HTMLParser

import pytest
from jinja2 import StrictUndefined

from app.forms.interviews import SAYS
from app.models import Account, Answer, Engagement, Member, MemberRole, RatingDecision
from app.services import engagements

PARTS = (
    "",
    "/results",
    "/options",
    "/options/O1",
    "/options/weights",
    "/sensitivity",
    "/rules",
    "/parameters",
    "/report",
    "/assessments",
    "/assessments/changes",
)
CONSULTANT_PARTS = (
    "/framing",
    "/respondents",
    "/guides",
    "/guides/cio",
    "/guides/evidence/provider",
    "/practices",
    "/practices/PRC-CHM-C1",
    "/motives",
    "/judgements",
    "/weights",
    "/weights/cio",
    "/weights/cio?form=ranking",
    "/weights/cio?form=intervals",
    "/parts",
    "/readiness",
    "/report/paragraphs",
    "/report/signature",
)
HOSTILE = '<script>alert(1)</script> & "Łódź" \u202e👋'


class Outline(HTMLParser):
    """What a page must hold, or must not."""

    def __init__(self, text):
        super().__init__()
        self.titles, self.ids, self.faults, self.labels = [], [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "h1":
            self.titles.append(found)
        if "id" in found:
            self.ids.append(found["id"])
        if "style" in found or any(name.startswith("on") for name in found):
            self.faults.append(f"{tag} {found}")
        if tag in ("script", "link", "img") and "//" in found.get("src", found.get("href", "")):
            self.faults.append(f"{tag} from elsewhere: {found}")
        if tag == "script" and "src" not in found:
            self.faults.append("a script inside the page")


@pytest.fixture(autouse=True)
def strict(app):
    """A name that a template does not have is a fault."""
    app.jinja_env.undefined = StrictUndefined


def at(world, part=""):
    return f"/engagements/{world.engagement_id}{part}"


def speak(client, language):
    with client.session_transaction() as cookie:
        cookie["language"] = language


def check(response):
    assert response.status_code == 200
    outline = Outline(response.text)
    assert len(outline.titles) == 1
    assert len(outline.ids) == len(set(outline.ids))
    assert not outline.faults
    return response.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_an_engagement_is_drawn_whole(consultant, world, language):
    speak(consultant, language)
    for part in PARTS + CONSULTANT_PARTS:
        text = check(consultant.get(at(world, part)))
        assert f'<html lang="{language}">' in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_outside_an_engagement_is_drawn_whole(consultant, language):
    speak(consultant, language)
    for address in ("/", "/help", "/rules", "/engagements/new", "/engagements/import"):
        check(consultant.get(address))


def test_the_first_interview_page_is_drawn_whole(consultant, world):
    page = consultant.get(at(world, "/respondents"))
    address = re.search(r'href="(/engagements/[^"]+/interview/[^"]+)"', page.text)[1]
    text = check(consultant.get(address, follow_redirects=True))
    assert text.count('name="said"') == len(SAYS)


def test_a_reader_gets_results_options_and_report_but_no_answer(reader, world):
    for part in PARTS:
        text = check(reader.get(at(world, part)))
        assert "/respondents" not in text
        assert "/practices" not in text
    for part in CONSULTANT_PARTS:
        assert reader.get(at(world, part)).status_code == 403


def test_an_engagement_without_answers_says_so_calmly(consultant, store, world):
    with store() as session:
        member = session.query(Member).filter_by(role=MemberRole.CONSULTANT).one()
        account = session.get_one(Account, member.account_id)
        framing = engagements.framing_of(session.get_one(Engagement, world.engagement_id))
        empty = engagements.create(session, framing, account).id
    for part in PARTS + CONSULTANT_PARTS:
        text = check(consultant.get(f"/engagements/{empty}{part}"))
        assert "NaN" not in text
    results = consultant.get(f"/engagements/{empty}/results").text
    assert "aucun chiffre n’est inventé" in results
    assert 'class="big"' not in results


def test_names_and_texts_are_shown_as_they_were_typed(consultant, store, world):
    with store() as session:
        engagement = session.get_one(Engagement, world.engagement_id)
        engagement.client_name = engagement.question = engagement.client_description = HOSTILE
    for part in PARTS + CONSULTANT_PARTS:
        text = check(consultant.get(at(world, part)))
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;Łódź&#34;" in text


def test_the_language_switch_keeps_the_page(consultant, world):
    page = consultant.get(at(world, "/results?x=1"))
    here = re.search(r'name="next" value="([^"]+)"', page.text)[1]
    token = re.search(r'name="csrf-token" content="([^"]+)"', page.text)[1]
    sent = {"language": "en", "next": here, "csrf_token": token}
    answer = consultant.post("/language", data=sent)
    assert answer.headers["Location"] == at(world, "/results?x=1")
    assert '<html lang="en">' in consultant.get(answer.headers["Location"]).text


def test_the_list_is_empty_for_somebody_new_and_explains(stranger):
    text = check(stranger.get("/"))
    assert "Rien encore ici" in text


def test_a_reader_sees_no_rating_that_would_give_away_one_person(consultant, reader, store, world):
    with store() as session:
        answers = session.query(Answer).all()
        alone = answers[0].respondent_id
        for row in (*session.query(RatingDecision), *(a for a in answers if a.respondent_id != alone)):
            session.delete(row)
    shown, kept = (client.get(at(world, "/results")).text.count('class="b-c"') for client in (consultant, reader))
    assert kept < shown
