"""Which single rating, one level higher or lower, would change the advice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import ngettext

from app.access import Action, may
from app.models import MemberRole
from questionnaires import Questionnaire, Side
from reports.language import Language
from reports.publishing import withheld
from scoring.results import Maturity
from scoring.sensitivity import RatingFlip


@dataclass(frozen=True, slots=True)
class FlipRow:
    """A rating that would change the advice; `url` is empty where the trail stops for this reader."""

    name: str
    url: str
    side: Side
    now: str
    changed: str
    option: str
    family: str


@dataclass(frozen=True, slots=True)
class FlipsTable:
    """What was found; `hidden` says how many ratings cannot be shown to this reader."""

    rows: tuple[FlipRow, ...]
    hidden: str


def flips_table(
    engagement_id: UUID,
    role: MemberRole,
    questionnaire: Questionnaire,
    maturity: Maturity,
    flips: tuple[RatingFlip, ...],
    language: Language,
) -> FlipsTable:
    """Return the ratings found, without those that would give away what one person said."""
    decides = may(role, Action.DECIDE)
    hidden = frozenset() if decides else withheld(questionnaire, maturity)

    def url(practice_id: str) -> str:
        return url_for("practices.show", engagement_id=engagement_id, practice_id=practice_id) if decides else ""

    shown = [flip for flip in flips if flip.practice_id not in hidden]
    left_out = len(flips) - len(shown)
    return FlipsTable(
        tuple(_row(questionnaire, flip, url, language) for flip in shown),
        ngettext(
            "One more is withheld: it would give away what one person said.",
            "%(num)s more are withheld: they would give away what one person said.",
            left_out,
        )
        if left_out
        else "",
    )


def _row(questionnaire: Questionnaire, flip: RatingFlip, url: Callable[[str], str], language: Language) -> FlipRow:
    """Return one rating."""
    practice, text = questionnaire.practice[flip.practice_id], language.text
    return FlipRow(
        name=text(practice.name),
        url=url(flip.practice_id),
        side=practice.side,
        now=language.number(flip.rating),
        changed=language.number(flip.changed),
        option=text(questionnaire.option[flip.option_id].name),
        family=text(questionnaire.family[flip.family_id].name),
    )
