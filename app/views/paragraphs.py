"""The consultant's own paragraphs, at the head of the sections of the report."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from app.access import Action, current_account, requires
from app.database import get_session
from app.screens.paragraphs import paragraphs_page
from app.services import assessments, paragraphs, texts
from app.services.refusals import RefusalError
from app.views.site import reading_language
from questionnaires import LANGUAGES
from reports.orders import Section
from scoring import assess, digest
from scoring.judging import settled
from scoring.planning import BALANCE_RULE, plan

blueprint = Blueprint("paragraphs", __name__)
HERE = "/engagements/<uuid:engagement_id>/report/paragraphs"
FIELD = "text-"


@blueprint.get(HERE)
@requires(Action.WRITE_REPORT)
def index(engagement_id: UUID) -> str:
    """Show what is written in one language."""
    return _page()


@blueprint.post(HERE)
@requires(Action.WRITE_REPORT)
def save(engagement_id: UUID) -> str | AnyResponse:
    """Keep what was changed, all or nothing; what is confirmed is read again, whatever else was typed."""
    session, language = get_session(), _language()
    typed = {section: request.form[name] for section in Section if (name := f"{FIELD}{section}") in request.form}
    if not typed and "confirm" not in request.form:
        return Response(_page(), 400)
    if errors := _errors(typed):
        return Response(_page(typed, errors), 400)
    now_digest = _digest()
    changed = paragraphs.write(session, g.engagement, language, typed, now_digest, current_account())
    confirmed = request.form.get("confirm")
    if confirmed in set(Section):
        paragraphs.confirm(session, g.engagement, language, Section(confirmed), now_digest, current_account())
        flash(_("The paragraph is confirmed over the facts of today."))
    elif changed:
        flash(ngettext("One paragraph is saved.", "%(num)s paragraphs are saved.", changed))
    else:
        flash(_("Nothing was changed."))
    anchor = f"{FIELD}{confirmed}" if confirmed in set(Section) else None
    return redirect(url_for(".index", engagement_id=engagement_id, lang=language, _anchor=anchor), 303)


def _errors(typed: Mapping[Section, str]) -> dict[Section, str]:
    """Return what cannot be kept, by section."""
    found = {}
    for section, text in typed.items():
        try:
            texts.paragraph(text)
        except RefusalError as refusal:
            found[section] = _(refusal.message, **refusal.values)
    return found


def _page(typed: Mapping[Section, str] | None = None, errors: Mapping[Section, str] | None = None) -> str:
    """Return the page; a refused form keeps what was typed."""
    language = _language()
    held = paragraphs.current(get_session(), g.engagement, language)
    page = paragraphs_page(held, _digest(), language, reading_language(), _balance_asked(), typed, errors)
    return render_template("paragraphs/index.html", page=page)


def _balance_asked() -> str:
    """Return the rule that asks why one side has most of the plan; empty while the plan is balanced."""
    facts = assessments.facts_of(get_session(), g.engagement)
    maturity = assess(g.questionnaire, facts)
    if not plan(g.questionnaire, settled(g.questionnaire, facts, maturity.ratings), maturity).unbalanced:
        return ""
    return reading_language().text(g.questionnaire.rule[BALANCE_RULE].says)


def _digest() -> str:
    """Return the digest of the facts of today."""
    return digest(g.questionnaire, assessments.facts_of(get_session(), g.engagement))


def _language() -> str:
    """Return the language that is written in: the one asked for, else the engagement's."""
    language: str = request.args.get("lang", g.engagement.language)
    if language not in LANGUAGES:
        abort(404)
    return language
