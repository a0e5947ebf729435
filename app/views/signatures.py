"""How reports are signed and marked: authors, confidentiality, logo."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.access import Action, current_account, requires
from app.database import get_session
from app.forms.reports import SignatureForm
from app.logos import LARGEST, drawn_again
from app.services import signatures
from app.services.refusals import RefusalError
from app.services.signatures import Signature
from reports.orders import Confidentiality

blueprint = Blueprint("signatures", __name__)
HERE = "/engagements/<uuid:engagement_id>/report/signature"


@blueprint.get(HERE)
@requires(Action.WRITE_REPORT)
def show(engagement_id: UUID) -> str:
    """Show what reports are signed with."""
    held = signatures.current(get_session(), g.engagement)
    mark = held.confidentiality.value if held.confidentiality else ""
    form = SignatureForm(formdata=None, data={"authors": held.authors, "confidentiality": mark})
    return _page(form, held)


@blueprint.post(HERE)
@requires(Action.WRITE_REPORT)
def save(engagement_id: UUID) -> AnyResponse:
    """Keep it; a logo is drawn again before it is kept."""
    session = get_session()
    form, held = SignatureForm(), signatures.current(session, g.engagement)
    if not form.validate_on_submit():
        return Response(_page(form, held), 400)
    mark = Confidentiality(form.confidentiality.data) if form.confidentiality.data else None
    wanted = Signature(form.authors.data or "", mark, None if form.no_logo.data else held.logo_id)
    if form.logo.data and form.logo.data.filename:
        with form.logo.data.stream as sent:
            content = sent.read(LARGEST + 1)
        try:
            picture = drawn_again(content)
        except RefusalError as refusal:
            form.logo.errors = [_(refusal.message, **refusal.values)]
            return Response(_page(form, held), 400)
        if picture != signatures.logo_of(session, held.logo_id) or form.no_logo.data:
            wanted = replace(wanted, logo_id=signatures.add_logo(session, g.engagement, picture))
    signatures.save(session, g.engagement, wanted, current_account())
    flash(_("The signature is saved."))
    return redirect(url_for(".show", engagement_id=engagement_id), 303)


def _page(form: SignatureForm, held: Signature) -> str:
    """Return the page; the logo is shown from inside it, for it is nobody else's."""
    picture = signatures.logo_of(get_session(), held.logo_id)
    logo = f"data:image/png;base64,{b64encode(picture).decode()}" if picture else ""
    return render_template("signatures/show.html", form=form, logo=logo)
