"""The language of each request, and catalogues read straight from their .po files."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Blueprint, Flask, abort, current_app, redirect, request, session, url_for
from flask_babel import Babel, Domain, get_locale
from flask_login import current_user
from werkzeug.wrappers import Response

from app.access import public
from app.database import get_session
from app.models import Account
from questionnaires import LANGUAGES

CATALOGUES = Path(__file__).parent / "translations"
NAMES = {"fr": "Français", "en": "English"}
"""Each language in its own words."""

bp = Blueprint("language", __name__)


class PoDomain(Domain):
    """Messages of the product, from .po files: nothing to compile, forget or commit."""

    def get_translations(self) -> NullTranslations:
        """Return the messages in the language of the request."""
        locale = get_locale()
        return NullTranslations() if locale is None else catalogue(locale.language)


class PoBabel(Babel):
    """Flask-Babel with our domain."""

    domain_instance = PoDomain()


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the messages of a language; English is written in the source itself."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def init_app(app: Flask) -> None:
    """Choose the language of every request."""
    PoBabel().init_app(app, locale_selector=_selected)
    app.register_blueprint(bp)


def _selected() -> str:
    """Return the language: chosen here, else the account's, else the browser's, else the default."""
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    if isinstance(kept := getattr(current_user, "language", None), str) and kept in LANGUAGES:
        return kept
    default = str(current_app.config["DEFAULT_LANGUAGE"])
    return request.accept_languages.best_match(LANGUAGES, default) or default


def current_language() -> str:
    """Return the code of the language of this request."""
    locale = get_locale()
    return str(current_app.config["DEFAULT_LANGUAGE"]) if locale is None else str(locale.language)


@bp.post("/language")
@public
def choose() -> Response:
    """Keep the language that a person chose, and bring them back to where they were."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    session["language"] = language
    if isinstance(account := current_user._get_current_object(), Account):
        get_session().get_one(Account, account.id).language = language
    return redirect(local_path(request.form.get("next", "")), 303)


def local_path(address: str) -> str:
    """Return an address of this site unchanged, the first page for any other."""
    # Browsers read a backslash as a slash, two slashes as another site, and drop tabs and line ends.
    local = address.startswith("/") and not address.startswith("//")
    return address if local and not any(c in address for c in "\\\t\r\n") else url_for("engagements.index")
