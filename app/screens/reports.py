"""The report page: what can be made, for whom and as what; and the page of a report that is being made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.access import Action, may
from app.forms.reports import AUDIENCES, FORMATS, TODAY
from app.i18n import NAMES
from app.models import Engagement, FrozenAssessment, JobState, MemberRole, ReportJob
from app.services.report_jobs import is_alive
from questionnaires import Questionnaire
from reports.language import Language
from reports.orders import Audience
from reports.progress import Stage
from scoring import Facts, assess, digest

FOR_READERS = (Audience.FULL, Audience.SUMMARY)
"""Readers are the client's: they are given what is frozen, and never the provider's own edition."""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything that the page shows; `draft` says why a report of today is one."""

    draft: tuple[str, ...]
    as_of: str
    questionnaire: str
    digest: str
    may_write: bool
    nothing_frozen: bool
    stale: str


def report_page(
    engagement: Engagement,
    role: MemberRole,
    questionnaire: Questionnaire,
    facts: Facts,
    frozen: Sequence[FrozenAssessment],
    stale: int,
    language: Language,
) -> ReportPage:
    """Return the page."""
    writes = may(role, Action.WRITE_REPORT)
    return ReportPage(
        draft=tuple(filter(None, (_today_is_draft(), _thin(questionnaire, facts, language)))) if writes else (),
        as_of=language.date(engagement.as_of),
        questionnaire=questionnaire.version,
        digest=digest(questionnaire, facts),
        may_write=writes,
        nothing_frozen=not frozen,
        stale=_stale(stale) if writes and stale else "",
    )


def _today_is_draft() -> str:
    """Say why a report of today is no more than a draft."""
    return _("A report of today bears the word draft on every page; freeze an assessment to issue one without it.")


def _thin(questionnaire: Questionnaire, facts: Facts, language: Language) -> str:
    """Say how little is rated; empty when enough is."""
    wanted = Fraction(str(questionnaire.thresholds.coverage))
    coverage = assess(questionnaire, facts).coverage or Fraction(0)
    if coverage >= wanted:
        return ""
    return _(
        "%(coverage)s of the practices are rated and %(wanted)s are needed before any advice is given.",
        coverage=language.percent(coverage),
        wanted=language.percent(wanted),
    )


def _stale(count: int) -> str:
    """Say that paragraphs were written over other facts."""
    return ngettext(
        "One of your paragraphs was written over other facts.",
        "%(num)s of your paragraphs were written over other facts.",
        count,
    )


def subjects(role: MemberRole, frozen: Sequence[FrozenAssessment], language: Language) -> list[tuple[str, str]]:
    """Return what a report can tell of, for this reader: today for those who write it, then what is frozen."""
    found = [(TODAY, _("Today, as a draft"))] if may(role, Action.WRITE_REPORT) else []
    return [*found, *((str(one.id), name_of(one, language)) for one in frozen)]


def name_of(frozen: FrozenAssessment, language: Language) -> str:
    """Return how a frozen assessment is called: its number and its day."""
    number = language.phrase("issue_number", number=frozen.number)
    return _("%(number)s, frozen on %(day)s", number=number, day=language.date(frozen.decided_at.date()))


def audiences(role: MemberRole) -> list[tuple[str, str]]:
    """Return whom a report may be for, for this reader."""
    return [(id_, name) for id_, name in AUDIENCES if may(role, Action.WRITE_REPORT) or id_ in FOR_READERS]


# ---- a report under way -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class JobPage:
    """Everything that the page of a report under way shows; `file` is where it is once it is made."""

    state: str
    title: str
    words: str
    step: int
    steps: int
    working: bool
    file: str
    again: tuple[tuple[str, str], ...]

    def plain(self) -> dict[str, object]:
        """Return what a script is told."""
        return {
            "state": self.state,
            "words": self.words,
            "step": self.step,
            "steps": self.steps,
            "working": self.working,
            "file": self.file,
        }


def job_page(engagement: Engagement, job: ReportJob, before: int) -> JobPage:
    """Return the page; `before` counts the reports that are made first."""
    alive = is_alive(job)
    state = job.state.value if alive or job.state not in (JobState.QUEUED, JobState.WORKING) else "lost"
    return JobPage(
        state=state,
        title=_(
            "%(audience)s, %(format)s, %(language)s",
            audience=str(dict(AUDIENCES)[job.audience.value]),
            format=str(dict(FORMATS)[job.format.value]).partition(",")[0],
            language=NAMES[job.language],
        ),
        words=_words(job, state, before),
        step=job.step,
        steps=job.steps,
        working=alive,
        file=url_for("reports.file", engagement_id=engagement.id, key=job.key) if job.state is JobState.DONE else "",
        again=(
            ("of", TODAY if job.frozen_id is None else str(job.frozen_id)),
            ("audience", job.audience.value),
            ("lang", job.language),
            ("format", job.format.value),
        ),
    )


def _words(job: ReportJob, state: str, before: int) -> str:
    """Say where a report stands."""
    if state == JobState.QUEUED and before:
        return ngettext("One report is made before it.", "%(num)s reports are made before it.", before)
    doing = {Stage.TEXT: _("writing the text"), Stage.CHARTS: _("drawing the charts"), Stage.PAGES: _("setting it")}
    words = {
        "queued": _("It begins in a moment."),
        "working": _(
            "Step %(step)s of %(steps)s: %(doing)s.",
            step=min(job.step + 1, job.steps),
            steps=job.steps,
            doing=doing[job.stage],
        ),
        "done": _("The report is ready."),
        "failed": _("The report could not be made. The fault was recorded; please ask for it again."),
        "cancelled": _("It was cancelled; nothing was made."),
        "lost": _("The process that made it has stopped. Please ask for it again."),
    }
    return words[state]
