"""What every page knows, and the help page."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, g, render_template, request

from app.access import public
from app.i18n import NAMES, current_language
from app.screens.frames import frame_of
from questionnaires import load
from reports.language import Language

blueprint = Blueprint("site", __name__)


class Tongue(NamedTuple):
    """A language that the page can be read in."""

    code: str
    name: str


def reading_language() -> Language:
    """Return the language of this request, as reports print it."""
    return Language(current_language())


@blueprint.app_context_processor
def what_every_page_knows() -> dict[str, Any]:
    """Give every template the language, the way back here, and the head of the engagement if there is one."""
    language = reading_language()
    other = next(Tongue(code, name) for code, name in NAMES.items() if code != language.code)
    framed = "engagement" in g and request.endpoint
    return {
        "language": language,
        "other_language": other,
        "here": request.full_path.rstrip("?") if request.method == "GET" else _page_of_form(),
        "frame": frame_of(g.engagement, g.role, str(request.endpoint)) if framed else None,
    }


def _page_of_form() -> str:
    """Return the page that a refused form belongs to, since a form's own address may accept no GET."""
    referrer = request.referrer or ""
    return referrer.removeprefix(request.host_url.rstrip("/")) or request.path


@blueprint.get("/help")
@public
def guide() -> str:
    """Explain levels, evidence, inheritance and keys."""
    return render_template("site/guide.html", questionnaire=load())
