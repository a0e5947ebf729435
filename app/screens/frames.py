"""The head of every page of an engagement: the two names face to face, and the parts that this reader may open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from app.access import Action, may
from app.models import Engagement, MemberRole


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an engagement, as a tab."""

    endpoint: str
    name: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """Who faces whom, and where one can go."""

    id: UUID
    client: str
    provider: str
    parts: tuple[Part, ...]
    names_in_title: bool


def frame_of(engagement: Engagement, role: MemberRole, endpoint: str) -> Frame:
    """Return the head of a page; the engagement's own page has the names as its title."""
    parts = tuple(
        Part(target, name, target.partition(".")[0] == endpoint.partition(".")[0])
        for target, name, action in _parts()
        if may(role, action)
    )
    return Frame(engagement.id, engagement.client_name, engagement.provider_name, parts, endpoint == "engagements.show")


def _parts() -> Iterator[tuple[str, str, Action]]:
    """Yield every part in the order of the work."""
    yield "engagements.show", _("Engagement"), Action.SEE
    yield "respondents.index", _("Interviews"), Action.MANAGE_RESPONDENTS
    yield "practices.index", _("Calibration"), Action.DECIDE
    yield "judgements.index", _("Judgements"), Action.JUDGE
    yield "results.show", _("Results"), Action.READ_RESULTS
    yield "options.show", _("Decision"), Action.READ_OPTIONS
    yield "reports.show", _("Report"), Action.READ_REPORT
