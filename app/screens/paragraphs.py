"""The page of the consultant's own paragraphs: one for each section of the report, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.i18n import NAMES
from app.services.paragraphs import Held
from reports.language import Language
from reports.orders import Section


@dataclass(frozen=True, slots=True)
class SectionField:
    """One section: its title, the text that stands or was typed, and whether it has to be read again."""

    id: str
    title: str
    hint: str
    text: str
    stale: str
    error: str


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language that paragraphs are written in."""

    code: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ParagraphsPage:
    """Everything that the page shows."""

    language: str
    tongues: tuple[Tongue, ...]
    sections: tuple[SectionField, ...]


def paragraphs_page(
    held: Mapping[Section, Held],
    digest: str,
    written_in: str,
    language: Language,
    asked: str = "",
    typed: Mapping[Section, str] | None = None,
    errors: Mapping[Section, str] | None = None,
) -> ParagraphsPage:
    """Return the page; `typed` is what a refused form held, `asked` why the balance of the plan must be explained.

    Where nothing asks for that explanation and none is written, its field is left out.
    """
    titles = section_titles()
    fields = []
    for section in Section:
        one = held.get(section)
        if section is Section.BALANCE and not (asked or one):
            continue
        stale = one is not None and one.is_stale(digest)
        day = language.date(one.decided_at.date()) if one else ""
        fields.append(
            SectionField(
                id=section.value,
                title=titles[section],
                hint=" ".join(_hints(asked if section is Section.BALANCE else "", day)),
                text=(typed or {}).get(section, one.text if one else ""),
                stale=_("The facts have changed since this was written or confirmed.") if stale else "",
                error=(errors or {}).get(section, ""),
            )
        )
    tongues = tuple(Tongue(code, name, code == written_in) for code, name in NAMES.items())
    return ParagraphsPage(written_in, tongues, tuple(fields))


def _hints(asked: str, day: str) -> Iterator[str]:
    """Yield why a text is asked for, and since when it stands."""
    if asked:
        yield asked
    if day:
        yield _("Last written or confirmed on %(day)s.", day=day)


def section_titles() -> dict[Section, str]:
    """Return what each section of the report is called."""
    return {
        Section.ANSWER: _("The answer on one page"),
        Section.STRENGTHS: _("Strengths of the relationship"),
        Section.MATURITY: _("Maturity on both sides"),
        Section.PERCEPTION: _("Where the two sides see things differently"),
        Section.CAUSES: _("Causes"),
        Section.INHERITANCE: _("What a successor would find"),
        Section.MOTIVES: _("Motives for change"),
        Section.OPTIONS: _("Options compared"),
        Section.RECOMMENDATION: _("Recommendation"),
        Section.PLAN: _("Plan on each side"),
        Section.BALANCE: _("Why most of the plan’s effort is on one side"),
        Section.READINESS: _("Readiness to retender"),
        Section.CALENDAR: _("Calendar and law"),
        Section.UNKNOWN: _("What we do not know"),
    }
