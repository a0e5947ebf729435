"""Who may do what: one table, and the declaration that each route bears."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from flask import Flask, abort, g
from flask_login import current_user

from app.database import get_session
from app.models import Account, MemberRole
from app.services import members
from questionnaires import load

P = ParamSpec("P")
R = TypeVar("R")


class Action(StrEnum):
    """What can be done with an engagement."""

    SEE = "see"
    READ_RESULTS = "read_results"
    READ_OPTIONS = "read_options"
    READ_REPORT = "read_report"
    WRITE_REPORT = "write_report"
    FREEZE = "freeze"
    FRAME = "frame"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_RESPONDENTS = "manage_respondents"
    INTERVIEW = "interview"
    DECIDE = "decide"
    JUDGE = "judge"
    RECORD = "record"
    EXPORT = "export"


_EVERY_MEMBER = frozenset(MemberRole)
_CONSULTANTS = frozenset({MemberRole.CONSULTANT})

MAY: Mapping[Action, frozenset[MemberRole]] = {
    Action.SEE: _EVERY_MEMBER,
    Action.READ_RESULTS: _EVERY_MEMBER,
    Action.READ_OPTIONS: _EVERY_MEMBER,
    Action.READ_REPORT: _EVERY_MEMBER,
    Action.WRITE_REPORT: _CONSULTANTS,
    Action.FREEZE: _CONSULTANTS,
    Action.FRAME: _CONSULTANTS,
    Action.MANAGE_MEMBERS: _CONSULTANTS,
    Action.MANAGE_RESPONDENTS: _CONSULTANTS,
    Action.INTERVIEW: _CONSULTANTS,
    Action.DECIDE: _CONSULTANTS,
    Action.JUDGE: _CONSULTANTS,
    Action.RECORD: _CONSULTANTS,
    Action.EXPORT: _CONSULTANTS,
}
"""The whole policy; anyone who is not a member gets "not found"."""

PUBLIC, SIGNED_IN = "public", "signed_in"
LIBRARY = {"static": PUBLIC, "security.login": PUBLIC, "security.logout": PUBLIC}
"""Routes that we do not write, and who may use them."""


def may(role: MemberRole | None, action: Action) -> bool:
    """Say whether somebody with this role in an engagement may do this to it."""
    return role is not None and role in MAY[action]


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Declare a route that anyone may use."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Declare a route for anyone who has signed in."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        current_account()
        return view(*args, **kwargs)

    guarded.access = SIGNED_IN  # type: ignore[attr-defined]
    return guarded


def requires(action: Action) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Declare a route for members who may do this to the engagement named by `engagement_id` in the address.

    The view finds it in `g.engagement`, its questionnaire in `g.questionnaire`, the member's role in `g.role`.
    """

    def declare(view: Callable[..., R]) -> Callable[..., R]:
        @wraps(view)
        def guarded(*args: Any, engagement_id: UUID, **kwargs: Any) -> R:
            _enter(engagement_id, action)
            return view(*args, engagement_id=engagement_id, **kwargs)

        guarded.access = action  # type: ignore[attr-defined]
        return guarded

    return declare


def _enter(engagement_id: UUID, action: Action) -> None:
    """Load an engagement for this request, or stop: unknown and not a member look alike."""
    found = members.entered(get_session(), engagement_id, current_account())
    if found is None:
        abort(404)
    g.engagement, g.role = found
    if not may(g.role, action):
        abort(403)
    g.questionnaire = load(g.engagement.questionnaire)


def current_account() -> Account:
    """Return the account that is signed in, or stop."""
    account = current_user._get_current_object()
    if not isinstance(account, Account):
        abort(401)
    return account


def declared(app: Flask) -> dict[str, str]:
    """Return who may use each route; a route without a declaration is a fault of the program."""
    found = {
        endpoint: str(LIBRARY.get(endpoint, getattr(view, "access", "")))
        for endpoint, view in app.view_functions.items()
    }
    if undeclared := sorted(endpoint for endpoint, access in found.items() if not access):
        raise RuntimeError(f"routes that declare no access: {', '.join(undeclared)}")
    return found
