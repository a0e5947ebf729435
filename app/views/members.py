"""Who may see the engagement, and as what."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.access import Action, current_account, requires
from app.database import get_session
from app.forms.members import MemberForm
from app.models import MemberRole
from app.screens.members import members_of
from app.services import accounts, members
from app.services.refusals import RefusalError

blueprint = Blueprint("members", __name__)
HERE = "/engagements/<uuid:engagement_id>/members"


@blueprint.route(HERE, methods=["GET", "POST"])
@requires(Action.MANAGE_MEMBERS)
def index(engagement_id: UUID) -> str | AnyResponse:
    """List the members, and give an account access."""
    form = MemberForm()
    if not form.validate_on_submit():
        return _page(form)
    try:
        account = accounts.get(get_session(), form.email.data or "")
        members.add(get_session(), g.engagement, account, MemberRole(form.role.data))
    except RefusalError as refusal:
        form.email.errors = [_(refusal.message, **refusal.values)]
        return Response(_page(form), 400)
    flash(_("%(email)s has access to this engagement.", email=account.email))
    return redirect(url_for(".index", engagement_id=engagement_id), 303)


@blueprint.post(f"{HERE}/<uuid:account_id>/remove")
@requires(Action.MANAGE_MEMBERS)
def remove(engagement_id: UUID, account_id: UUID) -> AnyResponse:
    """Take somebody's access away; who takes away their own goes back to their other engagements."""
    members.remove(get_session(), g.engagement, account_id)
    if account_id == current_account().id:
        return redirect(url_for("engagements.index"), 303)
    flash(_("The access is taken away; what this person recorded stays."))
    return redirect(url_for(".index", engagement_id=engagement_id), 303)


def _page(form: MemberForm) -> str:
    """Return the page; a refused form keeps what was typed."""
    rows = members_of(members.listed(get_session(), g.engagement), current_account())
    return render_template("members/index.html", rows=rows, form=form)
