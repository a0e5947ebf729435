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
    """One part of an engagement, as a tab; or one page of a part."""

    endpoint: str
    name: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """Who faces whom, and where one can go; `pages` are those of the current part, when it has several."""

    id: UUID
    client: str
    provider: str
    parts: tuple[Part, ...]
    pages: tuple[Part, ...]
    names_in_title: bool


Page = tuple[str, str, Action]


def frame_of(engagement: Engagement, role: MemberRole, endpoint: str) -> Frame:
    """Return the head of a page; the engagement's own page has the names as its title."""
    here = endpoint.partition(".")[0]
    parts: list[Part] = []
    pages: tuple[Part, ...] = ()
    for name, members in _parts():
        open_to = [page for page in members if may(role, page[2])]
        if open_to:
            current = any(_blueprint(page) == here for page in open_to)
            parts.append(Part(open_to[0][0], name, current))
            pages = tuple(_part(page, here) for page in open_to) if current and len(open_to) > 1 else pages
    names_in_title = endpoint == "engagements.show"
    return Frame(engagement.id, engagement.client_name, engagement.provider_name, tuple(parts), pages, names_in_title)


def _blueprint(page: Page) -> str:
    """Return the module that a page belongs to."""
    return page[0].partition(".")[0]


def _part(page: Page, here: str) -> Part:
    """Return one page of a part."""
    return Part(page[0], page[1], _blueprint(page) == here)


def _parts() -> Iterator[tuple[str, tuple[Page, ...]]]:
    """Yield every part in the order of the work, with its pages."""
    yield (
        _("Engagement"),
        (
            ("engagements.show", _("Engagement"), Action.SEE),
            ("members.index", _("Access"), Action.MANAGE_MEMBERS),
        ),
    )
    yield _("Framing"), (("framing.show", _("Framing"), Action.FRAME),)
    yield (
        _("Interviews"),
        (
            ("respondents.index", _("People and interviews"), Action.MANAGE_RESPONDENTS),
            ("guides.index", _("Interview guides"), Action.INTERVIEW),
        ),
    )
    yield _("Registers"), (("registers.index", _("Registers"), Action.RECORD),)
    yield _("Calibration"), (("practices.index", _("Calibration"), Action.DECIDE),)
    yield (
        _("Motives"),
        (
            ("motives.index", _("Motives"), Action.JUDGE),
            ("judgements.index", _("Judgements"), Action.JUDGE),
            ("weights.index", _("Weights"), Action.JUDGE),
            ("parts.index", _("Towers apart"), Action.JUDGE),
            ("readiness.index", _("Readiness to retender"), Action.JUDGE),
        ),
    )
    yield _("Results"), (("results.show", _("Results"), Action.READ_RESULTS),)
    yield (
        _("Decision"),
        (
            ("options.show", _("Options"), Action.READ_OPTIONS),
            ("trials.show", _("Try other weights"), Action.READ_OPTIONS),
            ("sensitivity.show", _("Sensitivity"), Action.READ_OPTIONS),
            ("rules.show", _("Rules"), Action.READ_OPTIONS),
            ("parameters.index", _("Costs and assumptions"), Action.READ_OPTIONS),
        ),
    )
    yield (
        _("Report"),
        (
            ("reports.show", _("Report"), Action.READ_REPORT),
            ("assessments.index", _("Assessments"), Action.READ_REPORT),
            ("paragraphs.index", _("Your paragraphs"), Action.WRITE_REPORT),
            ("signatures.show", _("Signature and logo"), Action.WRITE_REPORT),
        ),
    )
