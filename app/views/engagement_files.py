"""Engagement files: one that comes in, one that goes out."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from app.access import Action, current_account, requires, signed_in
from app.database import get_session
from app.engagement_file import EngagementFileError, decode
from app.engagement_file_checks import Mistake
from app.forms.engagement_files import ImportForm
from app.services import exchange
from app.services.exchange import ImportReport
from app.services.refusals import RefusalError

blueprint = Blueprint("engagement_files", __name__)


@blueprint.route("/engagements/import", methods=["GET", "POST"])
@signed_in
def take() -> str | AnyResponse:
    """Import an engagement file, or list everything that is wrong with it."""
    form = ImportForm()
    if not form.validate_on_submit():
        return _page(form)
    try:
        file = decode(form.file.data.read())
        report = exchange.import_file(get_session(), file, current_account(), as_new=form.as_new.data)
    except EngagementFileError as error:
        return _page(form, _lines(error.mistakes))
    except RefusalError as error:
        return _page(form, [_(error.message, **error.values)])
    _tell(report)
    return redirect(url_for("engagements.show", engagement_id=report.engagement_id), 303)


@blueprint.get("/engagements/<uuid:engagement_id>/engagement.json")
@requires(Action.EXPORT)
def give(engagement_id: UUID) -> Response:
    """Export the engagement as a file."""
    content = exchange.export(get_session(), engagement_id)
    response = Response(content, mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename=f"visavis-{str(engagement_id)[:8]}.json")
    return response


def _page(form: ImportForm, mistakes: Sequence[str] = ()) -> str | AnyResponse:
    """Return the page; a file that was refused gives 400, so that nothing is committed."""
    page = render_template("engagement_files/take.html", form=form, mistakes=mistakes)
    return Response(page, 400) if mistakes else page


def _lines(mistakes: Sequence[Mistake]) -> list[str]:
    """Return each mistake with its place, in the reader's language."""
    found = []
    for mistake in mistakes:
        text = _(mistake.message, **mistake.values)
        found.append(f"{mistake.place}{_(': ')}{text}" if mistake.place else text)
    return found


def _tell(report: ImportReport) -> None:
    """Say what the import did."""
    added = sum(report.added.values())
    if report.created:
        flash(_("The engagement is here."))
    elif added:
        flash(ngettext("One line was added.", "%(num)s lines were added.", added))
    else:
        flash(_("Nothing was new."))
    if report.conflicts:
        flash(_differing(report.conflicts), "error")


def _differing(conflicts: Sequence[str]) -> str:
    """Say what was left as it was."""
    return ngettext(
        "One line differs from what is stored and was left as it was: %(shown)s",
        "%(num)s lines differ from what is stored and were left as they were: %(shown)s",
        len(conflicts),
        shown=", ".join(conflicts[:5]),
    )
