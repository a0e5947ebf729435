"""The report: asked for, followed while it is made, taken away."""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID

from flask import Blueprint, Response, abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.access import Action, may, requires
from app.database import get_session
from app.errors import wants_json
from app.forms.reports import TODAY, ReportForm
from app.forms.words import choices
from app.models import FrozenAssessment, JobState, ReportJob
from app.rendering import start
from app.screens.assessments import issued_url
from app.screens.reports import FOR_READERS, audiences, job_page, report_page, subjects
from app.services import assessments, freezing, paragraphs, report_jobs
from app.views.site import reading_language
from reports.orders import MEDIA_TYPES, Audience, Format, Order
from scoring import assessment, digest

blueprint = Blueprint("reports", __name__)
HERE = "/engagements/<uuid:engagement_id>/report"
JOB = f"{HERE}/jobs/<key>"


@blueprint.get(HERE)
@requires(Action.READ_REPORT)
def show(engagement_id: UUID) -> str:
    """Say what can be made, and offer it."""
    asked = request.args
    form = _form(formdata=None)
    form.of.data = next((value for value, *_rest in form.of.iter_choices()), "")
    form.lang.data = g.engagement.language
    for field in (form.of, form.audience, form.lang, form.format):
        if asked.get(field.short_name) in [value for value, *_rest in field.iter_choices()]:
            field.data = asked[field.short_name]
    return _page(form)


@blueprint.post(f"{HERE}/jobs")
@requires(Action.READ_REPORT)
def order(engagement_id: UUID) -> AnyResponse:
    """Have a report made; one that was made before is given at once."""
    form = _form()
    if not form.validate_on_submit():
        return Response(_page(form), 400)
    language, audience, kind = form.lang.data, Audience(form.audience.data), Format(form.format.data)
    session, frozen = get_session(), None
    if form.of.data == TODAY:
        facts = assessments.facts_of(session, g.engagement)
        result = assessment(g.questionnaire, facts)
        words = assessments.words_of(session, g.engagement, language, result.digest)
    else:
        frozen = freezing.find(session, g.engagement, UUID(form.of.data))
        if report_jobs.issued_of(session, frozen.id, audience, language, kind) is not None:
            return redirect(issued_url(frozen, audience, language, kind), 303)
        facts, result = freezing.thawed(frozen)
        words = freezing.words_of(session, frozen, language)
    made = Order(result, facts, words, language, audience, kind)
    job = start(session, g.engagement, made, None if frozen is None else frozen.id)
    endpoint = ".file" if job.state is JobState.DONE else ".follow"
    return redirect(url_for(endpoint, engagement_id=engagement_id, key=job.key), 303)


@blueprint.get(JOB)
@requires(Action.READ_REPORT)
def follow(engagement_id: UUID, key: str) -> str | Response:
    """Say where a report stands, to a person or to a script."""
    job = _job(key)
    page = job_page(g.engagement, job, report_jobs.place_of(get_session(), job))
    if wants_json():
        response = jsonify(page.plain())
        response.headers["Cache-Control"] = "no-store"
        return response
    return render_template("reports/job.html", page=page, key=key)


@blueprint.post(f"{JOB}/cancel")
@requires(Action.READ_REPORT)
def cancel(engagement_id: UUID, key: str) -> AnyResponse:
    """Give up a report."""
    job = _job(key)
    report_jobs.cancel(get_session(), job)
    if job.state is JobState.CANCELLED:
        flash(_("The report is cancelled."))
    return redirect(url_for(".show", engagement_id=engagement_id, audience=job.audience, format=job.format), 303)


@blueprint.get(f"{JOB}/file")
@requires(Action.READ_REPORT)
def file(engagement_id: UUID, key: str) -> Response:
    """Give a report that was made."""
    job = _job(key)
    content = report_jobs.content_of(get_session(), job)
    frozen = None if job.frozen_id is None else get_session().get(FrozenAssessment, job.frozen_id)
    return as_file(content, _about(frozen, job.audience), job.language, job.format)


@blueprint.get(f"{HERE}/issued/<uuid:frozen_id>/<audience>/<lang>/<kind>")
@requires(Action.READ_REPORT)
def issued(engagement_id: UUID, frozen_id: UUID, audience: str, lang: str, kind: str) -> Response:
    """Give a report that was issued, byte for byte."""
    if audience not in set(Audience) or kind not in set(Format):
        abort(404)
    _check_audience(Audience(audience))
    frozen = freezing.find(get_session(), g.engagement, frozen_id)
    content = report_jobs.issued_of(get_session(), frozen.id, Audience(audience), lang, Format(kind))
    if content is None:
        abort(404)
    return as_file(content, _about(frozen, Audience(audience)), lang, Format(kind))


def _form(**options: object) -> ReportForm:
    """Return the form with what this reader may ask for."""
    language = reading_language()
    form = ReportForm(**options)
    frozen = freezing.listed(get_session(), g.engagement)
    form.of.choices = choices(subjects(g.role, frozen, language))
    form.audience.choices = choices(audiences(g.role))
    return form


def _page(form: ReportForm) -> str:
    """Return the page; a refused form keeps what was chosen."""
    session = get_session()
    facts = assessments.facts_of(session, g.engagement)
    frozen = freezing.listed(session, g.engagement)
    stale, _all = paragraphs.counts(session, g.engagement, digest(g.questionnaire, facts))
    page = report_page(g.engagement, g.role, g.questionnaire, facts, frozen, stale, reading_language())
    return render_template("reports/show.html", page=page, form=form)


def _job(key: str) -> ReportJob:
    """Return a job that this reader may follow; drafts are for those who write them."""
    job = report_jobs.find(get_session(), g.engagement, key)
    _check_audience(job.audience)
    if job.frozen_id is None and not may(g.role, Action.WRITE_REPORT):
        abort(403)
    return job


def _check_audience(audience: Audience) -> None:
    """Stop a reader whom this report is not for."""
    if audience not in FOR_READERS and not may(g.role, Action.WRITE_REPORT):
        abort(403)


def _about(frozen: FrozenAssessment | None, audience: Audience) -> str:
    """Return what a file is about: the parties, which assessment, for whom."""
    number = "draft" if frozen is None else str(frozen.number)
    return f"{g.engagement.client_name}-{g.engagement.provider_name}-{number}-{audience}"


def as_file(content: bytes, about: str, language: str, kind: Format) -> Response:
    """Return a file to be kept, under a name that says what it is about and that every system takes."""
    plain = unicodedata.normalize("NFKD", about).encode("ascii", "ignore").decode()
    parts = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80]
    response = Response(content, mimetype=MEDIA_TYPES[kind])
    name = f"vis-a-vis-{parts or 'report'}-{language}.{kind}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def as_download(content: bytes, about: str, language: str) -> Response:
    """Return a PDF to be kept."""
    return as_file(content, about, language, Format.PDF)
