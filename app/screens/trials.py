"""Other weights, tried: the form with both ends of every criterion, and what they would give; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext as _

from app.models import Engagement
from questionnaires import Questionnaire
from reports.language import NONE, Language
from reports.sentences import Sentences
from scoring import Assessment, Facts
from scoring.statements import Kind

MOST = 100
"""Points that can be tried on one criterion."""


@dataclass(frozen=True, slots=True)
class TrialField:
    """One criterion: its ends, the points that are tried, what is wrong with them, and its share now."""

    id: str
    name: str
    worst: str
    best: str
    typed: str
    share: str
    error: str


@dataclass(frozen=True, slots=True)
class TrialForm:
    """The form; `error` says what is wrong with the points together."""

    fields: tuple[TrialField, ...]
    url: str
    error: str = ""

    @property
    def wrong(self) -> bool:
        """Say whether something is to mend."""
        return bool(self.error) or any(field.error for field in self.fields)


@dataclass(frozen=True, slots=True)
class TrialRow:
    """An option with the weights in use, then with those that are tried."""

    name: str
    before: str
    after: str
    first: str
    admitted: bool
    lead: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """What the weights that are tried give."""

    changed: str
    headline: str
    sure: str
    rows: tuple[TrialRow, ...]


@dataclass(frozen=True, slots=True)
class TrialPage:
    """Everything that the page shows; `trial` is None while nothing is tried, or something is to mend."""

    form: TrialForm
    trial: Trial | None
    nothing: str


def trial_form(
    engagement: Engagement,
    questionnaire: Questionnaire,
    used: Mapping[str, float],
    language: Language,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> TrialForm:
    """Return the form, with the weights in use in points of 100 where nothing else is typed."""
    shown, wrong, text = typed or {}, errors or {}, language.text
    return TrialForm(
        tuple(
            TrialField(
                criterion.id,
                text(criterion.name),
                text(criterion.worst),
                text(criterion.best),
                shown.get(criterion.id, str(round(100 * used.get(criterion.id, 0)))),
                language.percent(used.get(criterion.id, 0)),
                wrong.get(criterion.id, ""),
            )
            for criterion in questionnaire.criteria
        ),
        url_for("trials.show", engagement_id=engagement.id),
        wrong.get("", ""),
    )


def with_weights(facts: Facts, points: Mapping[str, int]) -> Facts:
    """Return the facts as if nobody had said weights and these were the engagement's points."""
    others = tuple(statement for statement in facts.statements if statement.kind is not Kind.WEIGHTS)
    return replace(facts, criterion_weights=dict(points), statements=others)


def trial_of(before: Sentences, after: Sentences) -> Trial:
    """Return what the weights that are tried change."""
    decision, tried = before.assessment.decision, after.assessment.decision
    now, then = decision.recommendation, tried.recommendation
    about, sure, detail = after.headline_class()
    return Trial(
        changed=_("Another option leads.") if now.option != then.option else _("The same option leads."),
        headline=after.advice(),
        sure=f"{about}{_(': ')}{sure}. {detail}",
        rows=tuple(_row(before.assessment, after, option.option_id) for option in tried.options),
    )


def _row(before: Assessment, after: Sentences, option_id: str) -> TrialRow:
    """Return one option before and after."""
    option, points = after.assessment.decision.option(option_id), after.language.points
    return TrialRow(
        after.option(option_id),
        points(before.decision.option(option_id).points),
        points(option.points),
        after.language.share_words(option.ranks[0]) if option.ranks else NONE,
        option.admitted,
        option_id == after.assessment.decision.recommendation.option,
    )
