"""The assessments of an engagement: what is checked before freezing, what is frozen, what changed between two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.forms.reports import FORMATS, TODAY
from app.i18n import NAMES
from app.models import Engagement, FrozenAssessment
from app.services.freezing import Check, CheckKind
from questionnaires import Questionnaire, Side
from reports.language import NONE, Language
from reports.orders import Audience, Format
from reports.publishing import withheld
from scoring import Assessment
from scoring.comparing import Advice, Change, GroupChange, Move, RatingChange, compare
from scoring.results import AdviceClass, Recommendation

NAMED = 8
"""Practices that a check names; the others are counted."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check: whether anything is open, in words, and where to mend it."""

    done: bool
    words: str
    act: str
    url: str
    items: tuple[tuple[str, str], ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class IssuedLine:
    """One report that was issued."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """One frozen assessment."""

    id: str
    number: str
    day: str
    advice: str
    digest: str
    reason: str
    files: tuple[IssuedLine, ...]
    report_url: str
    compare_url: str


def check_lines(
    engagement: Engagement, questionnaire: Questionnaire, checks: Sequence[Check], language: Language
) -> list[CheckLine]:
    """Return every check, in words."""
    return [_check(engagement, questionnaire, check, language) for check in checks]


def _check(engagement: Engagement, questionnaire: Questionnaire, check: Check, language: Language) -> CheckLine:
    """Return one check: practices are named, with a link to each."""
    endpoint, act = _places()[check.kind]

    def url(where: str, **values: Any) -> str:
        return url_for(where, engagement_id=engagement.id, **values)

    items: tuple[tuple[str, str], ...] = ()
    if check.kind is CheckKind.JUDGEMENTS:
        names = {driver.id: language.text(driver.name) for driver in questionnaire.drivers}
        items = tuple((names[id_], url("judgements.index")) for id_ in check.ids)
    elif check.ids:
        shown = check.ids[:NAMED]
        practices = questionnaire.practice
        items = tuple((language.text(practices[id_].name), url("practices.show", practice_id=id_)) for id_ in shown)
    left = len(check.ids) - len(items)
    return CheckLine(
        done=not check.open,
        words=_check_words(check),
        act=act,
        url=url(endpoint),
        items=items,
        rest=ngettext("and one other", "and %(num)s others", left) if left else "",
    )


def _places() -> dict[CheckKind, tuple[str, str]]:
    """Return where each check is mended, and how that is called."""
    calibrate = ("practices.index", _("Calibrate"))
    return {
        CheckKind.UNANSWERED: ("respondents.index", _("Open the interviews")),
        CheckKind.LOW_CONFIDENCE: ("guides.index", _("Ask for evidence")),
        CheckKind.UNCALIBRATED: calibrate,
        CheckKind.CONSENT: calibrate,
        CheckKind.STALE: ("paragraphs.index", _("Read them again")),
        CheckKind.JUDGEMENTS: ("judgements.index", _("Judge")),
        CheckKind.READINESS: ("readiness.index", _("Open the readiness")),
    }


def _check_words(check: Check) -> str:
    """Say what a check found."""
    return _open_words(check.open)[check.kind] if check.open else _done_words(check.total)[check.kind]


def _open_words(n: int) -> dict[CheckKind, str]:
    """Return what is said of so many things that are open."""
    return {
        CheckKind.UNANSWERED: ngettext("One practice is not rated.", "%(num)s practices are not rated.", n),
        CheckKind.LOW_CONFIDENCE: ngettext(
            "One rating is of low confidence.", "%(num)s ratings are of low confidence.", n
        ),
        CheckKind.UNCALIBRATED: ngettext(
            "One practice waits for calibration.", "%(num)s practices wait for calibration.", n
        ),
        CheckKind.CONSENT: ngettext(
            "One rating rests on one source, without consent: it is printed as a dash.",
            "%(num)s ratings rest on one source, without consent: they are printed as a dash.",
            n,
        ),
        CheckKind.STALE: ngettext(
            "One of your paragraphs was written over other facts.",
            "%(num)s of your paragraphs were written over other facts.",
            n,
        ),
        CheckKind.JUDGEMENTS: ngettext("One judgement is missing.", "%(num)s judgements are missing.", n),
        CheckKind.READINESS: _("The tender file has not been looked at."),
    }


def _done_words(total: int) -> dict[CheckKind, str]:
    """Return what is said where nothing is open."""
    written = _("Your paragraphs were written over the facts of today.")
    return {
        CheckKind.UNANSWERED: _("Every practice in scope is rated."),
        CheckKind.LOW_CONFIDENCE: _("No rating is of low confidence."),
        CheckKind.UNCALIBRATED: _("Nothing waits for calibration."),
        CheckKind.CONSENT: _("Every rating may be printed."),
        CheckKind.STALE: written if total else _("You have written no paragraph; the report does without."),
        CheckKind.JUDGEMENTS: _("Every judgement is given."),
        CheckKind.READINESS: _("The tender file has been looked at."),
    }


# ---- what is frozen -----------------------------------------------------------------------------------


def frozen_line(
    frozen: FrozenAssessment,
    questionnaire: Questionnaire,
    advice: Recommendation | None,
    reason: str,
    issued: Sequence[tuple[Audience, str, Format]],
    language: Language,
) -> FrozenLine:
    """Return one frozen assessment."""
    engagement_id = frozen.engagement_id
    return FrozenLine(
        id=str(frozen.id),
        number=language.phrase("issue_number", number=frozen.number),
        day=language.date(frozen.decided_at.date()),
        advice=_advice_words(questionnaire, advice, language),
        digest=frozen.digest,
        reason=reason,
        files=tuple(_issued(frozen, *which) for which in issued),
        report_url=url_for("reports.show", engagement_id=engagement_id, of=frozen.id),
        compare_url=url_for("assessments.changes", engagement_id=engagement_id, before=frozen.id),
    )


def _issued(frozen: FrozenAssessment, audience: Audience, code: str, kind: Format) -> IssuedLine:
    """Return one issued report."""
    words = _(
        "%(audience)s, %(format)s, %(language)s",
        audience=short_audiences()[audience],
        format=str(dict(FORMATS)[kind.value]).partition(",")[0],
        language=NAMES[code],
    )
    return IssuedLine(words, issued_url(frozen, audience, code, kind))


def issued_url(frozen: FrozenAssessment, audience: Audience, code: str, kind: Format) -> str:
    """Return the address of an issued report."""
    return url_for(
        "reports.issued",
        engagement_id=frozen.engagement_id,
        frozen_id=frozen.id,
        audience=audience.value,
        lang=code,
        kind=kind.value,
    )


def short_audiences() -> dict[Audience, str]:
    """Return what the report for each audience is called."""
    return {
        Audience.FULL: _("Whole report"),
        Audience.PROVIDER: _("Provider’s edition"),
        Audience.SUMMARY: _("One page"),
    }


def _advice_words(questionnaire: Questionnaire, advice: Recommendation | Advice | None, language: Language) -> str:
    """Say what was advised and how surely, in few words."""
    if advice is None:
        return _("This version cannot read it any more.")
    how = language.phrase(f"class_{advice.family_class.value}")
    if advice.option is None or advice.family_class is AdviceClass.NOT_ENOUGH:
        return how
    known = questionnaire.option.get(advice.option)
    return f"{language.text(known.name) if known else advice.option} ({how.lower()})"


# ---- what changed -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MirrorLine:
    """One measure on both sides: before, after and the difference."""

    name: str
    client: str
    provider: str
    group: bool = False


@dataclass(frozen=True, slots=True)
class RatingLine:
    """A rating that changed."""

    name: str
    side: Side
    party: str
    before: str
    after: str
    change: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Everything that the page shows; without `before_name`, there is nothing to compare yet."""

    choices: tuple[tuple[str, str], ...]
    before: str
    after: str
    before_name: str = ""
    after_name: str = ""
    notes: tuple[str, ...] = ()
    advice: tuple[tuple[str, str], ...] = ()
    sides: tuple[MirrorLine, ...] = ()
    ratings: tuple[RatingLine, ...] = ()
    hidden: str = ""
    answered: str = ""


def changes_page(
    questionnaire: Questionnaire,
    pair: tuple[Assessment, Assessment],
    choices: Sequence[tuple[str, str]],
    chosen: tuple[str, str],
    parties: Mapping[Side, str],
    *,
    everything: bool,
    language: Language,
) -> ChangesPage:
    """Return what changed; ratings that would give away what one person said are for consultants (`everything`)."""
    found = compare(*pair)
    names = dict(choices)
    hidden = [frozenset[str]() if everything else withheld(questionnaire, one.maturity) for one in pair]
    changed = [change for change in found.ratings if change.practice_id in questionnaire.practice]
    shown = [change for change in changed if not _unseen(change, hidden)]
    notes = []
    if found.same_facts:
        notes.append(_("Both rest on the same facts."))
    if not found.same_questionnaire:
        notes.append(_("They were made with two versions of the questionnaire: their figures are not of one making."))
    return ChangesPage(
        choices=tuple(choices),
        before=chosen[0],
        after=chosen[1],
        before_name=names[chosen[0]],
        after_name=names[chosen[1]],
        notes=tuple(notes),
        advice=(
            (names[chosen[0]], _advice_words(questionnaire, found.advice_before, language)),
            (names[chosen[1]], _advice_words(questionnaire, found.advice_after, language)),
        ),
        sides=tuple(_side_lines(questionnaire, found.sides, language)),
        ratings=tuple(_rating(questionnaire, change, hidden, parties, language) for change in shown),
        hidden=_hidden(len(changed) - len(shown)),
        answered=_answered(len(found.answered)),
    )


def nothing_to_compare(choices: Sequence[tuple[str, str]]) -> ChangesPage:
    """Return the page while nothing is frozen."""
    return ChangesPage(choices=tuple(choices), before="", after=TODAY)


def _unseen(change: RatingChange, hidden: Sequence[frozenset[str]]) -> bool:
    """Say whether nothing of a change may be shown: each rating that there is, is withheld."""
    values = (change.before, change.after)
    known = [change.practice_id in held for value, held in zip(values, hidden, strict=True) if value is not None]
    return bool(known) and all(known)


def _side_lines(questionnaire: Questionnaire, sides: Mapping[Side, Any], language: Language) -> Iterator[MirrorLine]:
    """Yield figures of both sides: as a whole, then by domain."""
    client, provider = (sides[side] for side in Side)

    def line(name: str, text: Any) -> MirrorLine:
        return MirrorLine(name, text(client), text(provider))

    yield line(_("Index, from 0 to 5"), lambda side: _figure(side.whole.index, language))
    yield line(_("Level reached"), lambda side: _levels(side.whole))
    yield line(_("Coverage"), lambda side: _share(side.whole.coverage, language))
    yield line(_("Share that waits for the other side"), lambda side: _share(side.inherited, language))
    yield MirrorLine(_("Index by domain"), "", "", group=True)
    for theirs, ours in zip(client.domains, provider.domains, strict=True):
        name = language.text(questionnaire.domain[theirs.id].name)
        yield MirrorLine(name, _figure(theirs.index, language), _figure(ours.index, language))


def _figure(change: Change, language: Language) -> str:
    """Return a figure before and after, and the difference of what is printed."""
    before, after = language.number(change.before), language.number(change.after)
    if change.before is None or change.after is None:
        return f"{before} → {after}" if before != after else before
    difference = _printed(change.after, 1) - _printed(change.before, 1)
    if not difference:
        return _("%(value)s, unchanged", value=after)
    return f"{before} → {after} ({language.signed(difference)})"


def _share(change: Change, language: Language) -> str:
    """Return a share before and after."""
    before, after = language.percent(change.before), language.percent(change.after)
    return _("%(value)s, unchanged", value=after) if before == after != NONE else f"{before} → {after}"


def _levels(group: GroupChange) -> str:
    """Return a level before and after."""
    before, after = (NONE if level is None else str(level) for level in (group.level_before, group.level_after))
    return _("%(value)s, unchanged", value=after) if before == after != NONE else f"{before} → {after}"


def _printed(value: Fraction, digits: int) -> Fraction:
    """Return a figure as it is printed, so that differences add up on the page."""
    scale = 10**digits
    return Fraction(int(value * scale + Fraction(1, 2)), scale)


def _rating(
    questionnaire: Questionnaire,
    change: RatingChange,
    hidden: Sequence[frozenset[str]],
    parties: Mapping[Side, str],
    language: Language,
) -> RatingLine:
    """Return one rating that changed; what may not be shown is a dash."""
    practice = questionnaire.practice[change.practice_id]
    before, after = (
        NONE if change.practice_id in held else language.number(value)
        for value, held in zip((change.before, change.after), hidden, strict=True)
    )
    return RatingLine(
        name=language.text(practice.name),
        side=practice.side,
        party=parties[practice.side],
        before=before,
        after=after,
        change=_move_words()[change.move],
    )


def _move_words() -> dict[Move, str]:
    """Return what each move is called."""
    return {
        Move.RATED: _("rated since"),
        Move.UNRATED: _("not rated any more"),
        Move.RAISED: _("higher"),
        Move.LOWERED: _("lower"),
        Move.LEFT: _("out of scope now"),
        Move.ENTERED: _("in scope now"),
    }


def _hidden(count: int) -> str:
    """Say how many changes are not shown; empty when all are."""
    if not count:
        return ""
    return ngettext(
        "One other rating changed; it rests on one source and is not shown.",
        "%(num)s other ratings changed; each rests on one source and is not shown.",
        count,
    )


def _answered(count: int) -> str:
    """Say how many practices are rated since."""
    if not count:
        return _("No practice was rated that was not before.")
    return ngettext("One practice is rated that was not before.", "%(num)s practices are rated that were not.", count)
