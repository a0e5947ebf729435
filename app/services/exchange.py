"""Engagements come and go as files: an import only ever adds, and the same file twice changes nothing."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app import engagement_file as ef
from app.file_fields import Model
from app.models import (
    Account,
    Answer,
    Engagement,
    FreeText,
    FrozenAssessment,
    Interview,
    Judgement,
    Listed,
    Logo,
    MemberRole,
    Owned,
    Paragraph,
    Person,
    RatingDecision,
    Readiness,
    ReportSettings,
    Respondent,
    ScopeDecision,
    Statement,
    Target,
)
from app.services import engagements, members, texts
from app.services.freezing import as_text
from app.services.refusals import N_, RefusalError
from app.statements import Said, read_statement


def _as_it_is(values: dict[str, Any]) -> dict[str, Any]:
    """Return values that file and table write alike."""
    return values


@dataclass(frozen=True, slots=True)
class Kind:
    """One list of the file, the table it goes to, the field that is kept as a free text, its order.

    `stored` turns the fields of a row of the file into columns, `filed` columns into fields, where they differ.
    """

    name: str
    row: type[Model]
    model: type[Owned]
    text: str | None
    order: tuple[str, ...]
    stored: Callable[[dict[str, Any]], dict[str, Any]] = _as_it_is
    filed: Callable[[dict[str, Any]], dict[str, Any]] = _as_it_is


def _interview_stored(values: dict[str, Any]) -> dict[str, Any]:
    """Write ids as the database keeps lists."""
    present = [str(respondent_id) for respondent_id in values["respondent_ids"]]
    return values | {"respondent_ids": present, "themes": list(values["themes"])}


def _interview_filed(values: dict[str, Any]) -> dict[str, Any]:
    """Read ids back."""
    present = tuple(map(uuid.UUID, values["respondent_ids"]))
    return values | {"respondent_ids": present, "themes": tuple(values["themes"])}


def _statement_stored(values: dict[str, Any]) -> dict[str, Any]:
    """Write a value without its shape."""
    return values | {"value": values["value"].plain()}


def _frozen_stored(values: dict[str, Any]) -> dict[str, Any]:
    """Write facts, results and words as the text that they are kept as."""
    words = values["words"]
    return values | {
        "facts": as_text(values["facts"]),
        "assessment": as_text(values["assessment"]),
        "words": None if words is None else as_text(words.model_dump(mode="json")),
    }


def _frozen_filed(values: dict[str, Any]) -> dict[str, Any]:
    """Read them back; words that were erased are gone."""
    words = values["words"]
    return values | {
        "facts": json.loads(values["facts"]),
        "assessment": json.loads(values["assessment"]),
        "words": None if words is None else ef.FrozenWords.model_validate_json(words),
    }


KINDS = (
    Kind("persons", ef.Person, Person, None, ("position",)),
    Kind("respondents", ef.Respondent, Respondent, None, ("position",)),
    Kind("interviews", ef.Interview, Interview, None, ("held_on",), _interview_stored, _interview_filed),
    Kind("answers", ef.Answer, Answer, "comment", ("recorded_at",)),
    Kind("scope_decisions", ef.ScopeDecision, ScopeDecision, "reason", ("decided_at",)),
    Kind("rating_decisions", ef.RatingDecision, RatingDecision, "reason", ("decided_at",)),
    Kind("targets", ef.Target, Target, "reason", ("decided_at",)),
    Kind("judgements", ef.Judgement, Judgement, "reason", ("decided_at",)),
    Kind("readiness", ef.Readiness, Readiness, "reason", ("decided_at",)),
    Kind("statements", Said, Statement, "reason", ("decided_at",), _statement_stored),
    Kind("paragraphs", ef.SectionText, Paragraph, "text", ("decided_at",)),
    Kind("logos", ef.Logo, Logo, None, ()),
    Kind("report_settings", ef.ReportSettings, ReportSettings, "authors", ("decided_at",)),
    Kind(
        "frozen_assessments",
        ef.FrozenAssessment,
        FrozenAssessment,
        "words",
        ("number", "decided_at"),
        _frozen_stored,
        _frozen_filed,
    ),
)
"""In the order in which rows may point to one another."""


@dataclass(slots=True)
class ImportReport:
    """What an import did: rows added by list, rows already there, and what differs and was left as it was."""

    engagement_id: uuid.UUID
    created: bool
    added: dict[str, int] = field(default_factory=dict)
    identical: int = 0
    conflicts: list[str] = field(default_factory=list)


def import_file(
    session: Session, file: ef.EngagementFile, account: Account | None = None, *, as_new: bool = False
) -> ImportReport:
    """Add an engagement, or what one already here lacks; with `as_new`, another engagement under new ids."""
    if as_new:
        file = ef.renewed(file, uuid.uuid4)
    engagement = session.get(Engagement, file.id)
    report = ImportReport(file.id, created=engagement is None)
    if engagement is None:
        session.add(Engagement(id=file.id, **_head(file)))
        session.flush()
    else:
        _check_known(session, engagement, file, account)
        report.conflicts += _head_conflicts(engagement, file)
    for kind in KINDS:
        _add_rows(session, file, kind, report)
    if report.created and account is not None:
        members.add(session, session.get_one(Engagement, file.id), account, MemberRole.CONSULTANT)
    session.expire_all()
    return report


def _check_known(session: Session, engagement: Engagement, file: ef.EngagementFile, account: Account | None) -> None:
    """Refuse to add to an engagement of others, or of another questionnaire."""
    role = MemberRole.CONSULTANT if account is None else members.role_of(session, engagement.id, account)
    if role is not MemberRole.CONSULTANT:
        raise RefusalError(
            N_("This engagement is already here and you are not its consultant: import it as another one.")
        )
    if engagement.questionnaire != file.questionnaire:
        raise RefusalError(
            N_("This engagement is already here with version %(version)s of the questionnaire."),
            version=engagement.questionnaire,
        )


# ---- the head -----------------------------------------------------------------------------------------


_CONTRACT = {
    "contract_form": "form",
    "contract_start": "start",
    "contract_end": "end",
    "notice_months": "notice_months",
    "renewal": "renewal",
    "yearly_value": "yearly_value",
    "users": "users",
    "critical_service": "critical_service",
}
_DATED = ("lawful_continuation", "provisions_refused", "written_refusal")
_PLAIN = ("questionnaire", "language", "mode", "self_declared", "as_of", "question")


def _head(file: ef.EngagementFile) -> dict[str, Any]:
    """Return the columns of an engagement."""
    dated: Mapping[str, ef.DatedFact | None] = {name: getattr(file.contract, name) for name in _DATED}
    return {
        **{name: getattr(file, name) for name in _PLAIN},
        "client_name": file.client.name,
        "client_description": file.client.description,
        "provider_name": file.provider.name,
        "provider_description": file.provider.description,
        **{column: getattr(file.contract, name) for column, name in _CONTRACT.items()},
        **{name: None if fact is None else fact.fact() for name, fact in dated.items()},
        "weights": file.weights.model_dump(),
    }


def _head_conflicts(engagement: Engagement, file: ef.EngagementFile) -> list[str]:
    """Return the fields of the framing that differ from those stored."""
    return [column for column, value in _head(file).items() if getattr(engagement, column) != value]


# ---- the rows -----------------------------------------------------------------------------------------


def _add_rows(session: Session, file: ef.EngagementFile, kind: Kind, report: ImportReport) -> None:
    """Add the rows of one list that are not stored yet, and compare those that are."""
    rows: Sequence[Any] = getattr(file, kind.name)
    table = kind.model.__table__  # type: ignore[attr-defined]
    stored = _stored(session, table, [row.id for row in rows])
    known_texts = texts.of_rows(session, stored)
    new_rows: list[dict[str, Any]] = []
    new_texts: list[dict[str, Any]] = []
    position = _next_position(session, file.id, kind)
    for index, row in enumerate(rows):
        columns, text = _columns(row, kind)
        if row.id in stored:
            _compare(stored[row.id], columns, known_texts.get(row.id, ""), text, report, f"{kind.name}[{index}]")
            continue
        if issubclass(kind.model, Listed):
            columns["position"] = position + len(new_rows)
        new_rows.append({**columns, "engagement_id": file.id})
        if text:
            new_texts.append({"id": row.id, "engagement_id": file.id, "text": text})
    if new_rows:
        session.execute(insert(table), new_rows)
        report.added[kind.name] = len(new_rows)
    if new_texts:
        session.execute(insert(FreeText), new_texts)


def _stored(session: Session, table: Any, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Mapping[str, Any]]:
    """Return the stored rows of these ids, whatever engagement they belong to."""
    found: dict[uuid.UUID, Mapping[str, Any]] = {}
    for start in range(0, len(ids), texts.AT_ONCE):
        some = select(table).where(table.c.id.in_(ids[start : start + texts.AT_ONCE]))
        found.update({row["id"]: row for row in session.execute(some).mappings()})
    return found


def _columns(row: Any, kind: Kind) -> tuple[dict[str, Any], str]:
    """Return the columns of a row and its free text."""
    columns = kind.stored({name: getattr(row, name) for name in type(row).model_fields})
    text = columns.pop(kind.text) if kind.text else None
    return columns, text or ""


def _compare(
    stored: Mapping[str, Any],
    columns: Mapping[str, Any],
    stored_text: str,
    text: str,
    report: ImportReport,
    place: str,
) -> None:
    """Count a row that is stored as it is; list one that differs; refuse one of another engagement."""
    if stored["engagement_id"] != report.engagement_id:
        raise RefusalError(
            N_("%(place)s bears the id of a row of another engagement: import it as another one."), place=place
        )
    if all(stored[name] == value for name, value in columns.items()) and stored_text == text:
        report.identical += 1
    else:
        report.conflicts.append(f"{place} ({columns['id']})")


def _next_position(session: Session, engagement_id: uuid.UUID, kind: Kind) -> int:
    """Return the place after the last row of a list that keeps its order."""
    if not issubclass(kind.model, Listed):
        return 0
    position = kind.model.position
    last = session.scalar(select(func.max(position)).where(kind.model.engagement_id == engagement_id))
    return 0 if last is None else last + 1


# ---- the way out --------------------------------------------------------------------------------------


def export(session: Session, engagement_id: uuid.UUID) -> bytes:
    """Return an engagement as a file, always the same bytes for the same content."""
    engagement = engagements.find(session, engagement_id)
    kept = texts.of_engagement(session, engagement_id)
    lists = {kind.name: _exported(session, engagement_id, kind, kept) for kind in KINDS}
    content = {"format": ef.FORMAT, "id": engagement_id, **_file_head(engagement), **lists}
    return ef.encode(ef.EngagementFile.model_validate(content))


def _file_head(engagement: Engagement) -> dict[str, Any]:
    """Return what a file says of the engagement itself."""
    dated = {name: getattr(engagement, name) for name in _DATED}
    contract = {name: getattr(engagement, column) for column, name in _CONTRACT.items()}
    for name, fact in dated.items():
        known = None if fact is None else ef.DatedFact(holds=fact.holds, on=fact.on, reference=fact.reference)
        contract[name] = known
    return {
        **{name: getattr(engagement, name) for name in _PLAIN},
        "client": ef.Party(name=engagement.client_name, description=engagement.client_description),
        "provider": ef.Party(name=engagement.provider_name, description=engagement.provider_description),
        "contract": ef.Contract(**contract),
        "weights": ef.Weights(**engagement.weights),
    }


def _exported(
    session: Session, engagement_id: uuid.UUID, kind: Kind, kept: Mapping[uuid.UUID, str]
) -> tuple[Model, ...]:
    """Return one list of the file."""
    table = kind.model.__table__  # type: ignore[attr-defined]
    mine = select(table).where(table.c.engagement_id == engagement_id)
    in_order = mine.order_by(*(table.c[name] for name in kind.order), table.c.id)
    found = []
    for stored in session.execute(in_order).mappings():
        values = {name: stored[name] for name in kind.row.model_fields if name != kind.text}
        if kind.text:
            values[kind.text] = kept.get(stored["id"])
        values = kind.filed(values)
        found.append(read_statement(values) if kind.name == "statements" else kind.row(**values))
    return tuple(found)
