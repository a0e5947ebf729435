"""The report page: what can be downloaded, and the mark by which a report is known."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _

from app.i18n import NAMES
from app.models import Engagement
from questionnaires import Questionnaire
from reports.language import Language
from scoring import Assessment


@dataclass(frozen=True, slots=True)
class Choice:
    """A language that the report can be written in."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything that the page shows; `draft` says why the report would be one."""

    draft: str
    languages: tuple[Choice, ...]
    language: str
    as_of: str
    questionnaire: str
    digest: str


def report_page(
    engagement: Engagement, questionnaire: Questionnaire, result: Assessment, language: Language
) -> ReportPage:
    """Return the page."""
    return ReportPage(
        draft=_draft(questionnaire, result, language),
        languages=tuple(Choice(code, name) for code, name in NAMES.items()),
        language=engagement.language,
        as_of=language.date(engagement.as_of),
        questionnaire=result.questionnaire_version,
        digest=result.digest,
    )


def _draft(questionnaire: Questionnaire, result: Assessment, language: Language) -> str:
    """Return why the report would bear the word draft; empty when it would not."""
    wanted = Fraction(str(questionnaire.thresholds.coverage))
    coverage = result.maturity.coverage or Fraction(0)
    if coverage >= wanted:
        return ""
    return _(
        "%(coverage)s of the practices are rated and %(wanted)s are needed: every page bears the word draft.",
        coverage=language.percent(coverage),
        wanted=language.percent(wanted),
    )
