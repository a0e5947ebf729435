from dataclasses import replace

import pytest

from tests.app.conftest import running, visit

EXACTLY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SAID_BY_HTTP = {"Content-Type", "Content-Length", "Set-Cookie", "Vary", "Location", "Allow"}


@pytest.mark.parametrize("path", ["/sign-in", "/help", "/", "/nowhere", "/engagements/new"])
def test_every_answer_bears_exactly_these_headers(app, path):
    headers = dict(visit(app).get(path).headers)
    kept = {name: value for name, value in headers.items() if name not in SAID_BY_HTTP}
    assert kept == EXACTLY | {"Cache-Control": "no-store"}


def test_what_is_the_same_for_everybody_may_be_cached(app):
    with visit(app).get("/static/css/visavis.css") as response:
        assert "no-store" not in response.headers["Cache-Control"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_has_a_script_or_a_style_of_its_own(app, world):
    client = visit(app, world, "consultant")
    base = f"/engagements/{world.engagement_id}"
    for path in ("/", "/help", base, f"{base}/results", f"{base}/options", f"{base}/practices"):
        page = client.get(path).text
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page
        assert "<script>" not in page


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(app):
    cookie = visit(app).get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_what_is_static_brings_no_session_back(app, world):
    client = visit(app, world, "consultant")
    assert "Set-Cookie" in client.get("/help").headers
    with client.get("/static/css/visavis.css") as response:
        assert "Set-Cookie" not in response.headers


def test_behind_a_proxy_the_cookie_travels_by_tls_only_and_browsers_remember_it(config):
    with running(replace(config, trusted_hops=1)) as app:
        headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "vis.example"}
        response = visit(app).get("/sign-in", headers=headers)
        assert "Secure" in response.headers["Set-Cookie"]
        assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_without_a_proxy_nobody_is_believed_about_where_they_come_from(app):
    response = visit(app).get("/sign-in", headers={"X-Forwarded-Proto": "https"})
    assert "Strict-Transport-Security" not in response.headers
