"""Assessments: checked, frozen, numbered, compared."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.access import Action, current_account, may, requires
from app.database import get_session
from app.forms.reports import TODAY, FreezeForm
from app.screens.assessments import ChangesPage, changes_page, check_lines, frozen_line, nothing_to_compare
from app.screens.reports import FOR_READERS, name_of
from app.services import assessments, freezing, paragraphs
from app.services.refusals import RefusalError
from app.views.site import reading_language
from questionnaires import Side
from scoring import Assessment, assess, digest

blueprint = Blueprint("assessments", __name__)
HERE = "/engagements/<uuid:engagement_id>/assessments"


@blueprint.get(HERE)
@requires(Action.READ_REPORT)
def index(engagement_id: UUID) -> str:
    """List what is frozen; for consultants, what is to be looked at before freezing."""
    form = FreezeForm(formdata=None)
    form.id.data = str(uuid4())
    return _page(form)


@blueprint.post(HERE)
@requires(Action.FREEZE)
def freeze(engagement_id: UUID) -> AnyResponse:
    """Freeze what the engagement says now."""
    form = FreezeForm()
    if not form.validate_on_submit() or form.id.value is None:
        return Response(_page(form), 400)
    try:
        frozen = freezing.freeze(
            get_session(), g.engagement, form.reason.data or "", current_account(), id_=form.id.value
        )
    except RefusalError as refusal:
        form.reason.errors = [_(refusal.message, **refusal.values)]
        return Response(_page(form), 400)
    name = reading_language().phrase("issue_number", number=frozen.number)
    flash(_("%(name)s is frozen: its reports can be issued now.", name=name))
    return redirect(url_for(".index", engagement_id=engagement_id), 303)


@blueprint.get(f"{HERE}/changes")
@requires(Action.READ_RESULTS)
def changes(engagement_id: UUID) -> str:
    """Say what changed between two frozen assessments, or since one of them."""
    return render_template("assessments/changes.html", page=_changes())


def _page(form: FreezeForm) -> str:
    """Return the page; a refused form keeps its reason."""
    session, language = get_session(), reading_language()
    writes = may(g.role, Action.FREEZE)
    frozen = freezing.listed(session, g.engagement)
    issued = freezing.issued(session, [one.id for one in frozen])
    lines = [
        frozen_line(
            one,
            g.questionnaire,
            freezing.advice_of(one),
            freezing.reason_of(session, one) if writes else "",
            [which for which in issued.get(one.id, ()) if writes or which[0] in FOR_READERS],
            language,
        )
        for one in frozen
    ]
    checks = _checks() if writes else []
    lines_of_checks = check_lines(g.engagement, g.questionnaire, checks, language)
    open_ = any(check.open for check in checks)
    return render_template(
        "assessments/index.html", frozen=lines, checks=lines_of_checks, open=open_, form=form, may_freeze=writes
    )


def _checks() -> list[freezing.Check]:
    """Return what is looked at before freezing."""
    session = get_session()
    facts = assessments.facts_of(session, g.engagement)
    written = paragraphs.counts(session, g.engagement, digest(g.questionnaire, facts))
    return freezing.checks(g.questionnaire, facts, assess(g.questionnaire, facts), written)


def _changes() -> ChangesPage:
    """Return what changed between the two that were chosen: the last frozen one and today unless told otherwise."""
    session, language = get_session(), reading_language()
    frozen = freezing.listed(session, g.engagement)
    choices = [(str(one.id), name_of(one, language)) for one in frozen]
    choices = [(TODAY, _("Today")), *choices]
    if not frozen:
        return nothing_to_compare(choices)
    chosen = (request.args.get("before", str(frozen[0].id)), request.args.get("after", TODAY))
    if any(which not in dict(choices) for which in chosen):
        abort(404)
    before, after = (_assessment(which) for which in chosen)
    return changes_page(
        g.questionnaire,
        (before, after),
        choices,
        chosen,
        {Side.CLIENT: g.engagement.client_name, Side.PROVIDER: g.engagement.provider_name},
        everything=may(g.role, Action.DECIDE),
        language=language,
    )


def _assessment(which: str) -> Assessment:
    """Return the assessment of today, or one that is frozen."""
    if which == TODAY:
        return assessments.assessment_of(get_session(), g.engagement)
    return freezing.thawed(freezing.find(get_session(), g.engagement, UUID(which)))[1]
