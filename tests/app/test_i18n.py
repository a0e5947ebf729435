from dataclasses import replace

import pytest

from app.i18n import catalogue, local_path
from app.models import Account
from tests.app.conftest import running, token, visit


def language_of(response):
    return response.text.partition('<html lang="')[2][:2]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("fr", "fr"), ("fr-CA,fr;q=0.9", "fr"), ("en-GB", "en"), ("de", "fr"), ("de,en;q=0.5", "en"), ("", "fr")],
)
def test_the_browser_says_the_language_until_somebody_chooses(app, accepted, language):
    assert language_of(visit(app).get("/help", headers={"Accept-Language": accepted})) == language


def test_the_default_language_is_a_setting(config):
    with running(replace(config, default_language="en")) as app:
        assert language_of(visit(app).get("/help", headers={"Accept-Language": "de"})) == "en"


def test_a_choice_wins_and_brings_back_to_the_same_page(app):
    client = visit(app)
    form = {"language": "en", "next": "/help?x=1", "csrf_token": token(client)}
    response = client.post("/language", data=form)
    assert (response.status_code, response.location) == (303, "/help?x=1")
    assert language_of(client.get("/help", headers={"Accept-Language": "fr"})) == "en"


def test_a_choice_stays_with_the_account(app, world, store):
    client = visit(app, world, "reader")
    client.post("/language", data={"language": "en", "next": "/", "csrf_token": token(client)})
    with store() as session:
        assert session.query(Account).filter_by(email="reader@visavis.example").one().language == "en"
    assert language_of(visit(app, world, "reader").get("/help", headers={"Accept-Language": "fr"})) == "en"


def test_a_language_that_is_not_spoken_is_refused(app):
    client = visit(app)
    assert client.post("/language", data={"language": "de", "csrf_token": token(client)}).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        *("", "help", "//evil.example/", "https://evil.example/", "/\\evil.example", "\\\\evil.example"),
        *("/\t/evil.example", "javascript:alert(1)", "///evil.example", " /help", "/%0d\r\nX: y"),
    ],
)
def test_only_an_address_of_this_site_is_gone_back_to(app, address):
    with app.test_request_context():
        assert local_path(address) == "/"


def test_french_messages_come_from_the_po_file_itself():
    assert catalogue("fr").gettext("Sign out") != "Sign out"
    assert catalogue("en").gettext("Sign out") == "Sign out"
