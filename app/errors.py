"""Exceptions to pages and statuses, in one place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as AnyResponse

from app.services.refusals import ConflictError, NotFoundError, RefusalError

UNREPEATED = frozenset({"csrf_token", "password"})


def init_app(app: Flask) -> None:
    """Give every failure its page."""
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(401, _signed_out)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(RefusalError, _refused)
    app.register_error_handler(IntegrityError, _busy)
    app.register_error_handler(OperationalError, _busy)


def wants_json() -> bool:
    """Say whether the request comes from a script that reads JSON."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def _stale(error: CSRFError) -> AnyResponse:
    """Give the form back with what was typed and a fresh token: one more click sends it."""
    message = _("This page was open for a long time. Your text is still here: press the button once more.")
    if wants_json():
        return _json(400, message)
    if not _from_here():
        return _http(error)
    if request.endpoint == "security.login":
        return redirect(request.full_path.rstrip("?"), 303)
    return _again(400, _("Not saved yet"), message)


def _signed_out(_error: HTTPException) -> AnyResponse:
    """Ask to sign in; what was being sent is kept on the page meanwhile."""
    message = _("You are signed out. Your text is still here: sign in, then press the button once more.")
    if wants_json():
        return _json(401, message)
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    if not _from_here():
        return redirect(url_for("security.login"), 303)
    return _again(401, _("Not saved yet"), message)


def _refused(error: RefusalError) -> AnyResponse:
    """Say why something cannot be done, and what to do instead."""
    status = {NotFoundError: 404, ConflictError: 409}.get(type(error), 400)
    message = _(error.message, **error.values)
    return _json(status, message) if wants_json() else page(status, _title(status), message)


def _busy(error: DBAPIError) -> AnyResponse:
    """Ask to try again when two requests met or the database was out of reach; nothing was stored."""
    current_app.logger.warning("database: %s", error.orig)
    message = _message(503)
    return _json(503, message) if wants_json() else page(503, _title(503), message)


def _http(error: HTTPException) -> AnyResponse:
    """Turn any other failure into a page in the person's language."""
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    status = error.code
    message = _message(status)
    response = _json(status, message) if wants_json() else page(status, _title(status), message)
    if status == 405 and (allowed := getattr(error, "valid_methods", None)):
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def page(status: int, title: str, message: str, template: str = "error", **more: Any) -> AnyResponse:
    """Return the page of a failure; if even that page fails, its words as plain text."""
    try:
        text = render_template(f"errors/{template}.html", status=status, title=title, message=message, **more)
    except (TemplateError, LookupError):
        if status != InternalServerError.code:
            raise
        return Response(f"{title}\n\n{message}\n", status, mimetype="text/plain")
    return Response(text, status)


def _again(status: int, title: str, message: str) -> AnyResponse:
    """Return a page that holds what was sent and sends it once more."""
    return page(status, title, message, "again", action=request.full_path.rstrip("?"), sent=_sent(request.form))


def _from_here() -> bool:
    """Say whether a page of ours sent this: what another site sends is never put under a fresh token."""
    sender = urlsplit(request.headers.get("Origin") or request.referrer or "")
    return (sender.scheme, sender.netloc) == (request.scheme, request.host)


def _sent(form: MultiDict[str, str]) -> Sequence[tuple[str, str]]:
    """Return the fields of a form that may be sent again."""
    return [(name, value) for name, value in form.items(multi=True) if name not in UNREPEATED]


def _json(status: int, message: str) -> Response:
    """Return a failure to a script."""
    response = jsonify(error=message)
    response.status_code = status
    return response


def _title(status: int) -> str:
    """Return the heading of a failure."""
    titles = {
        400: _("This cannot be done"),
        403: _("Not for you"),
        404: _("Not found"),
        409: _("Somebody else was faster"),
        413: _("Too large"),
        500: _("Something went wrong"),
        503: _("Busy for a moment"),
    }
    return titles.get(status, _("This cannot be done"))


def _message(status: int) -> str:
    """Return what a failure means and what to do."""
    messages = {
        400: _("What was sent cannot be read. Go back, load the page again and retry."),
        403: _("Your role in this engagement does not include this page. Ask its consultant."),
        404: _("There is nothing at this address, or it is not yours to see."),
        413: _("What was sent is larger than this installation accepts."),
        500: _("Nothing was changed. The fault is on our side and was recorded; please try again."),
        503: _("Nothing was changed. Please try again in a moment."),
    }
    return messages.get(status, _("What was sent cannot be read. Go back, load the page again and retry."))
