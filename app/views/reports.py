"""The report: what it holds, and its PDF."""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID

from flask import Blueprint, Response, abort, g, render_template, request

from app.access import Action, requires
from app.database import get_session
from app.rendering import printed
from app.screens.reports import report_page
from app.services import assessments
from app.views.site import reading_language
from questionnaires import LANGUAGES
from reports.orders import Order
from scoring import assessment

blueprint = Blueprint("reports", __name__)


@blueprint.get("/engagements/<uuid:engagement_id>/report")
@requires(Action.READ_REPORT)
def show(engagement_id: UUID) -> str:
    """Say what the report holds, and offer it."""
    result = assessments.assessment_of(get_session(), g.engagement)
    page = report_page(g.engagement, g.questionnaire, result, reading_language())
    return render_template("reports/show.html", page=page)


@blueprint.get("/engagements/<uuid:engagement_id>/report.pdf")
@requires(Action.READ_REPORT)
def pdf(engagement_id: UUID) -> Response:
    """Give the report as a PDF."""
    language = request.args.get("lang", g.engagement.language)
    if language not in LANGUAGES:
        abort(404)
    session = get_session()
    facts = assessments.facts_of(session, g.engagement)
    result = assessment(g.questionnaire, facts)
    words = assessments.words_of(session, g.engagement)
    parties = f"{g.engagement.client_name}-{g.engagement.provider_name}"
    return as_download(printed(session, Order(result, facts, words, language)), parties, language)


def as_download(content: bytes, about: str, language: str) -> Response:
    """Return a PDF to be kept, under a name that says what it is about and that every system takes."""
    plain = unicodedata.normalize("NFKD", about).encode("ascii", "ignore").decode()
    parts = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60]
    response = Response(content, mimetype="application/pdf")
    name = f"vis-a-vis-{parts or 'report'}-{language}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
