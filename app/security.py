"""What every answer tells the browser to refuse."""

from __future__ import annotations

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
A_YEAR = "max-age=31536000"


class PageSession(SecureCookieSessionInterface):
    """Renew the session with pages only.

    A script or a font that is still on its way when somebody signs out would otherwise bring the session back.
    """

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Say whether an answer renews the session's cookie."""
        return request.endpoint != "static" and super().should_set_cookie(app, session)


def init_app(app: Flask) -> None:
    """Add the headers to every answer, and keep what is static out of sessions."""
    app.session_interface = PageSession()
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    """Set the headers; what may hold an engagement is stored nowhere on the way."""
    response.headers.update(HEADERS)
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = A_YEAR
    return response
