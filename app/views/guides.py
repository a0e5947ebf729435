"""Interview guides and evidence requests: as pages, and as PDF to be printed and written on."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.access import Action, requires
from app.database import get_session
from app.rendering import printed
from app.screens.guides import evidence_page, guide_page, sides_of
from app.screens.statements import Entries
from app.services import assessments
from app.views.reports import as_download
from app.views.site import reading_language
from app.views.statements import entries, keep_all
from questionnaires import LANGUAGES, Side
from reports.language import Language
from reports.orders import PaperKind, PaperOrder
from scoring.assessment import digest
from scoring.statements import Kind

blueprint = Blueprint("guides", __name__)
ADDRESS = "/engagements/<uuid:engagement_id>/guides"


@blueprint.get(ADDRESS)
@requires(Action.INTERVIEW)
def index(engagement_id: UUID) -> str:
    """List the roles of both sides, each with its guide."""
    facts = assessments.facts_of(get_session(), g.engagement)
    return render_template("guides/index.html", sides=sides_of(g.questionnaire, facts, reading_language()))


@blueprint.get(f"{ADDRESS}/<role_id>")
@requires(Action.INTERVIEW)
def show(engagement_id: UUID, role_id: str) -> str:
    """Show the guide of a role, in the language of the person met."""
    language = _asked(role_id)
    facts = assessments.facts_of(get_session(), g.engagement)
    return render_template("guides/show.html", page=guide_page(g.questionnaire, facts, role_id, language))


@blueprint.get(f"{ADDRESS}/<role_id>.pdf")
@requires(Action.INTERVIEW)
def pdf(engagement_id: UUID, role_id: str) -> Response:
    """Give the guide of a role to be printed."""
    return _printed(PaperKind.GUIDE, role_id, _asked(role_id))


@blueprint.get(f"{ADDRESS}/evidence/<any(client, provider):side>")
@requires(Action.INTERVIEW)
def evidence(engagement_id: UUID, side: str) -> str:
    """Show what is asked of a side, and what became of it."""
    return _evidence(Side(side), entries(Kind.EVIDENCE))


@blueprint.post(f"{ADDRESS}/evidence/<any(client, provider):side>")
@requires(Action.INTERVIEW)
def keep(engagement_id: UUID, side: str) -> str | AnyResponse:
    """Keep what became of the request of a side."""
    refused = keep_all(Kind.EVIDENCE)
    if refused is not None:
        return _evidence(Side(side), refused)
    flash(_("The request is saved."))
    return redirect(url_for(".evidence", engagement_id=engagement_id, side=side, lang=_language().code), 303)


@blueprint.get(f"{ADDRESS}/evidence/<any(client, provider):side>.pdf")
@requires(Action.INTERVIEW)
def evidence_pdf(engagement_id: UUID, side: str) -> Response:
    """Give the evidence request of a side to be sent and kept up to date."""
    return _printed(PaperKind.EVIDENCE, side, _language())


def _evidence(side: Side, said: Entries) -> str:
    """Return the page of a request."""
    facts = assessments.facts_of(get_session(), g.engagement)
    page = evidence_page(g.questionnaire, facts, side, said, _language())
    return render_template("guides/evidence.html", page=page)


def _asked(role_id: str) -> Language:
    """Return the language asked for, or stop where the role has no guide."""
    if role_id not in {guide.role for guide in g.questionnaire.guides}:
        abort(404)
    return _language()


def _language() -> Language:
    """Return the language asked for in the address, the reader's otherwise."""
    code = request.args.get("lang", reading_language().code)
    if code not in LANGUAGES:
        abort(404)
    return Language(code)


def _printed(kind: PaperKind, subject: str, language: Language) -> Response:
    """Return one paper as a file."""
    facts = assessments.facts_of(get_session(), g.engagement)
    order = PaperOrder(g.questionnaire.version, digest(g.questionnaire, facts), facts, kind, subject, language.code)
    return as_download(printed(get_session(), order), f"{kind}-{subject}", language.code)
