"""Who has access: listed, given, taken away, and never nobody in charge."""

import pytest

from app.models import Account, Member, MemberRole
from tests.app.conftest import token
from tests.app.views.test_pages import check, speak


@pytest.fixture
def here(world):
    """The address of the page."""
    return f"/engagements/{world.engagement_id}/members"


@pytest.fixture
def post(consultant):
    """Send a form of the page."""
    bears = token(consultant)
    return lambda address, **form: consultant.post(address, data={"csrf_token": bears, **form})


@pytest.fixture
def roles(store, world):
    """Return what each account is to the engagement."""

    def found():
        with store() as session:
            rows = session.query(Account.email, Member.role).join(Member)
            mine = rows.filter(Member.engagement_id == world.engagement_id)
            return {email.partition("@")[0]: role for email, role in mine}

    return found


def account_id(store, name):
    with store() as session:
        return session.query(Account).filter_by(email=f"{name}@visavis.example").one().id


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_is_drawn_whole(consultant, here, language):
    speak(consultant, language)
    text = check(consultant.get(here))
    assert "reader@visavis.example" in text


def test_the_page_is_for_consultants(reader, stranger, here):
    assert reader.get(here).status_code == 403
    assert stranger.get(here).status_code == 404


def test_an_existing_account_is_given_access_and_its_role_can_change(post, here, roles):
    assert post(here, email=" Stranger@visavis.example ", role="reader").status_code == 303
    assert roles()["stranger"] is MemberRole.READER
    post(here, email="stranger@visavis.example", role="consultant")
    assert roles()["stranger"] is MemberRole.CONSULTANT


def test_an_account_that_does_not_exist_is_named_and_the_form_keeps_it(post, here):
    page = post(here, email="nobody@visavis.example", role="reader")
    assert page.status_code == 400
    assert page.text.count("nobody@visavis.example") >= 2


def test_the_last_consultant_stays(post, here, roles, store):
    refused = post(f"{here}/{account_id(store, 'consultant')}/remove")
    assert refused.status_code == 400
    assert "nommez-en d’abord un autre" in refused.text
    demoted = post(here, email="consultant@visavis.example", role="reader")
    assert demoted.status_code == 400
    assert roles()["consultant"] is MemberRole.CONSULTANT


def test_a_reader_is_taken_out_once_however_often_it_is_asked(post, here, roles, store):
    address = f"{here}/{account_id(store, 'reader')}/remove"
    assert post(address).status_code == post(address).status_code == 303
    assert "reader" not in roles()


def test_a_consultant_who_leaves_goes_back_to_the_other_engagements(post, here, roles, store):
    post(here, email="stranger@visavis.example", role="consultant")
    reply = post(f"{here}/{account_id(store, 'consultant')}/remove")
    assert reply.location == "/"
    assert set(roles()) == {"reader", "stranger"}
