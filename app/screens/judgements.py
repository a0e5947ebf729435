"""The judgements as they stand, each beside its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from app.forms.judgements import AbilityForm, JudgementForm, ReadinessForm
from app.models import Judgement, Readiness
from app.services.judgements import ABILITY
from questionnaires import Questionnaire
from questionnaires.schema import Driver
from reports.language import Language


@dataclass(frozen=True, slots=True)
class DriverView:
    """One driver: its question, its two ends, the value that holds, the form to give another."""

    id: str
    name: str
    question: str
    low: str
    high: str
    held: str
    form: JudgementForm
    first_missing: bool


@dataclass(frozen=True, slots=True)
class ReadinessView:
    """The readiness that holds, and the form to give another."""

    held: str
    form: ReadinessForm


def drivers_of(
    questionnaire: Questionnaire,
    held: Mapping[str, Judgement],
    texts: Mapping[UUID, str],
    language: Language,
    refused: JudgementForm | None = None,
    refused_driver: str = "",
) -> tuple[DriverView, ...]:
    """Return every driver; the refused form, if any, keeps what was typed."""
    missing = next((driver.id for driver in questionnaire.drivers if driver.id not in held), None)
    return tuple(
        DriverView(
            id=driver.id,
            name=language.text(driver.name),
            question=language.text(driver.question),
            low=language.text(driver.low),
            high=language.text(driver.high),
            held=_held(driver, held.get(driver.id), texts, language),
            form=refused
            if refused is not None and driver.id == refused_driver
            else form_of(driver.id, held.get(driver.id), texts),
            first_missing=driver.id == missing,
        )
        for driver in questionnaire.drivers
    )


def form_of(driver_id: str, held: Judgement | None = None, texts: Mapping[UUID, str] | None = None) -> JudgementForm:
    """Return the form of a driver, filled with the value that holds."""
    kind = AbilityForm if driver_id == ABILITY else JudgementForm
    known = {}
    if held is not None:
        known = {
            "value": held.value * 100,
            "evidenced_parts": held.evidenced_parts,
            "reason": (texts or {}).get(held.id, ""),
        }
    return kind(formdata=None, data=known, prefix=driver_id)


def readiness_view(
    held: Readiness | None, texts: Mapping[UUID, str], language: Language, refused: ReadinessForm | None = None
) -> ReadinessView:
    """Return the readiness beside its form."""
    if held is None:
        return ReadinessView(_("Not judged yet."), refused or ReadinessForm(formdata=None, prefix="readiness"))
    known = {"score": held.score, "blocking": held.blocking, "reason": texts.get(held.id, "")}
    words = _("Held since %(day)s.", day=language.date(held.decided_at.date()))
    return ReadinessView(words, refused or ReadinessForm(formdata=None, data=known, prefix="readiness"))


def _held(driver: Driver, held: Judgement | None, texts: Mapping[UUID, str], language: Language) -> str:
    """Return since when the value holds."""
    if held is None:
        return _("Not judged yet.")
    return _("Held since %(day)s.", day=language.date(held.decided_at.date()))
