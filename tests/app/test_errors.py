import json

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.models import Engagement
from tests.app.conftest import new_id, token, visit

HERE = {"Origin": "http://localhost"}


def test_a_page_that_is_not_there_is_a_page_in_ones_language(app):
    page = visit(app).get("/nowhere", headers={"Accept-Language": "fr"})
    assert page.status_code == 404
    assert '<html lang="fr">' in page.text
    assert visit(app).get("/nowhere", headers={"Accept": "application/json"}).json["error"]


def test_a_form_without_its_token_comes_back_with_the_text_and_one_more_click_sends_it(app, world, store):
    client = visit(app, world, "consultant")
    text = 'ligne 1\n"deux" & <trois>'
    form = {"client_name": "Neuf", "question": text, "csrf_token": "stale"}
    response = client.post("/engagements/new", data=form, headers=HERE)
    assert response.status_code == 400
    assert "ligne 1\n&#34;deux&#34; &amp; &lt;trois&gt;</textarea>" in response.text
    assert 'name="client_name" value="Neuf"' in response.text
    assert 'action="/engagements/new"' in response.text
    fresh = response.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    again = client.post("/engagements/new", data=form | {"csrf_token": fresh}, headers=HERE)
    assert again.status_code == 200
    assert 'value="Neuf"' in again.text


def test_who_was_signed_out_meanwhile_signs_in_elsewhere_and_sends_it_again(app, world):
    client = visit(app)
    path = f"/engagements/{world.engagement_id}/readiness"
    form = {"readiness-reason": "x" * 300, "csrf_token": token(client)}
    response = client.post(path, data=form, headers=HERE)
    assert response.status_code == 401
    assert "x" * 300 in response.text
    assert 'href="/sign-in" target="_blank"' in response.text
    fresh = response.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    with client.session_transaction() as cookie:
        cookie.update(_user_id=world.tokens["consultant"], _fresh=True)
    assert client.post(path, data=form | {"csrf_token": fresh}, headers=HERE).status_code in (200, 303)


@pytest.mark.parametrize("sender", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_what_another_site_sends_is_never_put_under_a_fresh_token(app, world, sender):
    for client in (visit(app), visit(app, world, "consultant")):
        response = client.post("/engagements/new", data={"client_name": "Piège"}, headers=sender)
        assert "Piège" not in response.text


def test_a_password_is_not_written_back(app):
    form = {"email": "a@visavis.example", "password": "secret-word", "csrf_token": "stale"}
    response = visit(app).post("/sign-in", data=form, headers=HERE)
    assert response.status_code == 303
    assert "secret-word" not in response.text


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_script_is_answered_in_json(app, world, signed_in):
    client = visit(app, world, "consultant" if signed_in else None)
    path = f"/engagements/{world.engagement_id}/answers/{new_id()}"
    assert client.put(path, json={}).status_code == 400
    answer = client.put(path, json={}, headers={"X-CSRFToken": token(client)})
    assert answer.status_code == (400 if signed_in else 401)
    assert json.loads(answer.text)["error"]


def test_what_is_too_large_is_refused_with_its_reason(app, world, consultant):
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    response = consultant.post("/engagements/new", data={"question": "x" * 20_000}, headers=HERE)
    assert response.status_code == 413


def test_a_fault_of_ours_is_a_page_without_its_details_and_nothing_is_kept(app, world, consultant, monkeypatch):
    def broken(*_args):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("app.services.engagements.list_for", broken)
    response = consultant.get("/")
    assert response.status_code == 500
    assert "secret detail" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_two_requests_that_meet_are_asked_to_try_again(app, world, consultant, monkeypatch):
    def locked(*_args):
        raise OperationalError("SELECT 1", {}, Exception("database is locked"))

    monkeypatch.setattr("app.services.engagements.list_for", locked)
    assert consultant.get("/").status_code == 503


def test_a_method_that_is_not_served_says_which_are(app):
    response = visit(app).delete("/help", headers={"X-CSRFToken": "x"})
    assert response.status_code in (400, 405)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "%(x)s %s {x}"]
)
def test_what_people_type_is_text_everywhere(app, world, store, consultant, text):
    with store() as session:
        session.scalars(select(Engagement)).one().client_name = text
    base = f"/engagements/{world.engagement_id}"
    for path in ("/", base, f"{base}/framing", f"{base}/results", f"{base}/options", f"{base}/report"):
        page = consultant.get(path)
        assert page.status_code == 200, path
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "49" not in text or "{{ 7 * 7 }}" in page.text
