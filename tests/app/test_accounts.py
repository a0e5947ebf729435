from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.models import Account, SignInFailure, now
from app.services import throttle
from tests.app.conftest import PASSWORD, token, visit


def sign_in(client, email="consultant@visavis.example", password=PASSWORD, **more):
    form = {"email": email, "password": password, "csrf_token": token(client)}
    return client.post("/sign-in", data=form, **more)


def test_signing_in_opens_the_pages_and_signing_out_closes_them(app, world):
    client = visit(app)
    assert sign_in(client).status_code == 302
    assert client.get("/").status_code == 200
    client.post("/sign-out", data={"csrf_token": token(client)})
    assert client.get("/").status_code == 302


def test_the_case_of_an_address_does_not_matter(app, world):
    assert sign_in(visit(app), " Consultant@VisAVis.example ").status_code == 302


def test_signing_in_leads_where_one_was_going_and_nowhere_else(app, world):
    client = visit(app)
    form = {"email": "reader@visavis.example", "password": PASSWORD, "csrf_token": token(client)}
    assert client.post("/sign-in?next=/help", data=form).location == "/help"
    other = visit(app)
    form["csrf_token"] = token(other)
    refused = other.post("/sign-in?next=//evil.example/", data=form)
    assert "evil.example" not in (refused.location or "")


def test_a_wrong_password_and_an_unknown_address_read_the_same(app, world):
    pages = [
        sign_in(visit(app), email, "wrong-password").text
        for email in ("consultant@visavis.example", "nobody@visavis.example")
    ]
    shown = [page.replace("consultant@", "nobody@") for page in pages]
    assert without_tokens(shown[0]) == without_tokens(shown[1])


def without_tokens(page):
    return [line for line in page.splitlines() if "csrf" not in line]


def test_messages_are_in_french(app, world):
    page = sign_in(visit(app), headers={"Accept-Language": "fr"}, password="").text
    assert "Mot de passe non indiqué" in page or "mot de passe" in page.lower()


def test_after_five_wrong_passwords_even_the_right_one_waits(app, world):
    client = visit(app)
    for _ in range(5):
        assert sign_in(client, password="wrong-password").status_code == 200
    refused = sign_in(client, headers={"Accept-Language": "en"})
    assert refused.status_code == 200
    assert "Too many wrong passwords: wait 15 minutes" in refused.text


def test_the_wait_is_for_that_account_at_that_address_only(app, world):
    client = visit(app)
    for _ in range(5):
        sign_in(client, password="wrong-password")
    assert sign_in(visit(app), "reader@visavis.example").status_code == 302
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert sign_in(visit(app), environ_overrides=elsewhere).status_code == 302


def test_the_wait_ends(app, world, store):
    for _ in range(5):
        sign_in(visit(app), password="wrong-password")
    with store() as session:
        session.execute(update(SignInFailure).values(failed_at=now() - throttle.WINDOW))
    assert sign_in(visit(app)).status_code == 302


def test_the_right_password_clears_what_went_before(app, world, store):
    for _ in range(4):
        sign_in(visit(app), password="wrong-password")
    sign_in(visit(app))
    with store() as session:
        assert session.scalars(select(SignInFailure)).all() == []


def test_waiting_is_counted_from_the_oldest_of_the_last_five(session):
    who = throttle.actor("anne@visavis.example", "192.0.2.7")
    assert throttle.actor(" ANNE@visavis.example", "192.0.2.7") == who
    for _ in range(5):
        assert throttle.wait(session, who) is None
        throttle.fail(session, who)
    assert timedelta(minutes=14) < throttle.wait(session, who) <= throttle.WINDOW


def test_failures_do_not_tell_whose_they_are(app, world, store):
    sign_in(visit(app), password="wrong-password")
    with store() as session:
        actor = session.scalar(select(SignInFailure.actor))
    assert "consultant" not in actor
    assert "127.0.0.1" not in actor


def test_passwords_are_kept_as_argon2_hashes(app, world, store):
    with store() as session:
        kept = session.scalars(select(Account.password)).all()
    assert all(hashed.startswith("$argon2id$") for hashed in kept)


def test_an_account_that_is_closed_is_out_at_once(app, world, store):
    client = visit(app, world, "consultant")
    assert client.get("/").status_code == 200
    with store() as session:
        session.execute(update(Account).values(active=False))
    assert client.get("/").status_code == 302
    assert sign_in(visit(app)).status_code == 200


@pytest.mark.parametrize("path", ["/register", "/reset", "/change", "/verify", "/login", "/fs-static/x"])
def test_the_library_opens_nothing_else(app, path):
    assert visit(app).get(path).status_code == 404


def test_an_address_with_nonsense_gives_no_traceback(app, world):
    for email in ("", "a\x00b", "é" * 1000, "<script>"):
        assert sign_in(visit(app), email).status_code == 200
