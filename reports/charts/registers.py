"""Give shape to what the registers add up to: readiness, procedures, motives, indicators."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaires import Questionnaire, Side
from questionnaires.registers import Procedure
from reports.charts.data import NOTHING, Chart
from reports.charts.wording import join
from reports.language import Language
from scoring.facts import Facts
from scoring.motives import motive_strengths
from scoring.ratings import towers_out
from scoring.registers import ProcedureState, indicator_balance, procedure_states
from scoring.results import Decision
from scoring.statements import Kind, latest

# ---- readiness --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limit:
    """A score that means something, on the way from 0 to 100."""

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class BlockingItem:
    """An item without which nothing may be launched, and where it stands: absent, partial or proven."""

    item_id: str
    name: str
    status: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessBar(Chart):
    """How ready the tender file is, 0 to 100, its limits, and its blocking items."""

    score: float | None
    label: str
    limits: tuple[Limit, ...]
    items: tuple[BlockingItem, ...]
    items_title: str
    maximum: int = 100

    @property
    def is_empty(self) -> bool:
        """Whether the file was not looked at."""
        return self.score is None

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return each blocking item with its status, after the score."""
        return ((self.header[0], self.label), *((item.name, item.label) for item in self.items))


STATUS = {0: "absent", 1: "proven"}


def readiness_bar(questionnaire: Questionnaire, facts: Facts, decision: Decision, language: Language) -> ReadinessBar:
    """Return the readiness of the tender file and the state of its blocking items."""
    found = decision.inputs.get("readiness")
    score = None if found is None else 100 * found
    said = latest(facts.statements, Kind.READINESS)
    items = tuple(_blocking(item, said.get(item.id), language) for item in questionnaire.readiness if item.blocking)
    known = items if said else ()
    label = NOTHING if score is None else language.trimmed(score)
    lacking = [item.name for item in known if item.status == "absent"]
    limits = [float(band.from_points) for band in questionnaire.readiness_bands if band.from_points > 0]
    return ReadinessBar(
        title=language.phrase("chart_readiness_title"),
        alt=language.phrase("chart_readiness_empty")
        if score is None
        else language.phrase(
            "chart_readiness_alt" if lacking else "chart_readiness_alt_clear",
            score=label,
            values=join(lacking, language),
        ),
        header=(language.phrase("chart_readiness_score"), language.phrase("chart_readiness_status")),
        empty=language.phrase("chart_readiness_empty"),
        score=score,
        label=label,
        limits=tuple(Limit(value, language.number(value, 0)) for value in limits),
        items=known,
        items_title=language.phrase("chart_readiness_blocking"),
    )


def _blocking(item: Any, said: Mapping[str, Any] | None, language: Language) -> BlockingItem:
    """Return one blocking item."""
    value = 0 if said is None else said["status"]
    status = STATUS.get(value, "partial")
    return BlockingItem(item.id, item.name[language.code], status, language.phrase(f"chart_readiness_{status}"))


# ---- both sides of a line of a register ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FacingRow:
    """One line with what each side brings to it, 0 to 1 (None: not asked), and what is said of it."""

    id: str
    name: str
    client: float | None
    client_label: str
    provider: float | None
    provider_label: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacingRows(Chart):
    """Lines of a register, what the client brings to the left, what the provider brings to the right."""

    client_head: str
    provider_head: str
    rows: tuple[FacingRow, ...]
    rest: str = ""

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return each line with both sides and its note."""
        return tuple((row.name, row.client_label, row.provider_label, row.note) for row in self.rows)


def procedures_in_scope(questionnaire: Questionnaire, facts: Facts) -> tuple[Procedure, ...]:
    """Return the procedures that concern a service in scope: those of services left out are nobody's to write."""
    out = towers_out(facts)
    return tuple(each for each in questionnaire.procedures if not each.towers or set(each.towers) - out)


def procedure_mirror(
    questionnaire: Questionnaire, facts: Facts, language: Language, *, limit: int | None = None
) -> FacingRows:
    """Return the procedures that were asked about: inputs supplied by the client, parts by the provider.

    Those that are missing while an input of the client is missing come first.
    """
    procedures = procedures_in_scope(questionnaire, facts)
    totals = {each.id: (len(each.client_inputs.fr), len(each.provider_parts.fr)) for each in procedures}
    states = procedure_states(totals, latest(facts.statements, Kind.PROCEDURE))
    asked = [state for state in states if state.exists is not None]
    asked.sort(key=lambda state: (not state.waits_for_client, state.exists is not False, state.procedure_id))
    names = {procedure.id: procedure.name[language.code] for procedure in procedures}
    rows = tuple(_procedure(names[state.procedure_id], state, language) for state in asked[:limit])
    waiting = sum(state.waits_for_client for state in asked)
    missing = sum(state.exists is False for state in asked)
    left_out = len(asked) - len(rows)
    return FacingRows(
        title=language.phrase("chart_procedures_title"),
        alt=language.phrase("chart_procedures_alt", asked=len(asked), missing=missing, waiting=waiting)
        if asked
        else language.phrase("chart_procedures_empty"),
        header=tuple(language.phrase(f"chart_procedures_{key}") for key in ("name", "inputs", "parts", "state")),
        empty=language.phrase("chart_procedures_empty"),
        client_head=language.phrase("chart_procedures_client", client=facts.client),
        provider_head=language.phrase("chart_procedures_provider", provider=facts.provider),
        rows=rows,
        rest=language.plural("chart_procedures_rest", left_out) if left_out else "",
    )


def _procedure(name: str, state: ProcedureState, language: Language) -> FacingRow:
    """Return one procedure."""
    (given, asked, _), (written, looked, _) = state.inputs, state.parts
    key = "waits" if state.waits_for_client else "missing" if state.exists is False else "applied"
    if state.exists and state.applied is False:
        key = "unapplied"
    return FacingRow(
        state.procedure_id,
        name,
        given / asked if asked else None,
        language.phrase("chart_of", n=given, total=asked) if asked else NOTHING,
        written / looked if looked else None,
        language.phrase("chart_of", n=written, total=looked) if looked else NOTHING,
        language.phrase(f"chart_procedures_{key}"),
    )


def motive_map(questionnaire: Questionnaire, facts: Facts, language: Language) -> FacingRows:
    """Return the motives that were heard, the strongest first: how many hold each on either side, how far it holds.

    Never who: a role is often one person.
    """
    said = latest(facts.statements, Kind.MOTIVE)
    heard = [motive for motive in motive_strengths(questionnaire.motive_model, said) if motive.holders]
    names = {motive.id: motive.name[language.code] for motive in questionnaire.motives}
    counts = {motive.motive_id: _by_side(questionnaire, said[motive.motive_id]) for motive in heard}
    most = max((max(pair) for pair in counts.values()), default=0) or 1
    rows = tuple(
        FacingRow(
            motive.motive_id,
            names[motive.motive_id],
            counts[motive.motive_id][0] / most,
            str(counts[motive.motive_id][0]),
            counts[motive.motive_id][1] / most,
            str(counts[motive.motive_id][1]),
            language.phrase(
                "chart_motives_note", intensity=motive.intensity, strength=language.number(100 * motive.strength, 0)
            ),
        )
        for motive in heard
    )
    values = [
        language.phrase("chart_motives_alt_row", name=row.name, client=row.client_label, provider=row.provider_label)
        for row in rows[:6]
    ]
    return FacingRows(
        title=language.phrase("chart_motives_title"),
        alt=language.phrase("chart_motives_alt", values=join(values, language))
        if rows
        else language.phrase("chart_motives_empty"),
        header=tuple(language.phrase(f"chart_motives_{key}") for key in ("name", "client", "provider", "strength")),
        empty=language.phrase("chart_motives_empty"),
        client_head=language.phrase("chart_motives_client_head", client=facts.client),
        provider_head=language.phrase("chart_motives_provider_head", provider=facts.provider),
        rows=rows,
    )


def _by_side(questionnaire: Questionnaire, said: Mapping[str, Any]) -> tuple[int, int]:
    """Return how many hold a motive on each side; holders whose role was not told are counted with the client."""
    sides = [Side(who) if who in set(Side) else questionnaire.role[who].side for who in said["who"]]
    provider = sum(side is Side.PROVIDER for side in sides)
    return max(int(said["holders"]) - provider, 0), provider


# ---- indicators ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class of indicators: how many are produced, and how many of these serve a decision."""

    class_id: str
    name: str
    produced: int
    used: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassBars(Chart):
    """The indicators in force by class: produced, and among them used."""

    rows: tuple[ClassRow, ...]
    produced_key: str
    used_key: str
    note: str

    @property
    def is_empty(self) -> bool:
        """Whether no indicator is produced."""
        return not any(row.produced for row in self.rows)

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return each class with what is produced and what is used."""
        return tuple((row.name, str(row.produced), str(row.used)) for row in self.rows)


def in_force(
    questionnaire: Questionnaire, said: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return the class of each indicator and those that it is read beside, the client's own included."""
    classes = {indicator.id: indicator.class_id for indicator in questionnaire.indicators}
    pairs = {indicator.id: indicator.pairs for indicator in questionnaire.indicators}
    own = {id_: value for id_, value in said.items() if id_ not in classes}
    classes |= {id_: value["class"] for id_, value in own.items()}
    pairs |= {id_: tuple(value.get("pairs") or ()) for id_, value in own.items()}
    return classes, pairs


def indicator_bars(questionnaire: Questionnaire, facts: Facts, language: Language) -> ClassBars:
    """Return how the indicators in force divide, the client's own included."""
    said = latest(facts.statements, Kind.INDICATOR)
    classes, pairs = in_force(questionnaire, said)
    balance = indicator_balance(classes, pairs, said)
    used = {id_ for id_, value in said.items() if value.get("produced") and value.get("used")}
    rows = tuple(
        _class_row(each.id, each.name[language.code], balance.by_class.get(each.id, 0), used, classes, language)
        for each in questionnaire.indicator_classes
    )
    values = [language.phrase("chart_indicators_alt_row", name=row.name, n=row.produced) for row in rows]
    return ClassBars(
        title=language.phrase("chart_indicators_title"),
        alt=language.phrase(
            "chart_indicators_alt", produced=balance.produced, used=balance.used, values=join(values, language)
        )
        if balance.produced
        else language.phrase("chart_indicators_empty"),
        header=tuple(language.phrase(f"chart_indicators_{key}") for key in ("class", "produced", "used")),
        empty=language.phrase("chart_indicators_empty"),
        rows=rows,
        produced_key=language.phrase("chart_indicators_produced"),
        used_key=language.phrase("chart_indicators_used"),
        note=language.phrase("chart_indicators_note", unpaired=balance.unpaired, late=balance.late),
    )


def _class_row(
    class_id: str, name: str, produced: int, used: Collection[str], classes: Mapping[str, str], language: Language
) -> ClassRow:
    """Return one class of indicators."""
    count = sum(classes[id_] == class_id for id_ in used)
    label = language.phrase("chart_of", n=count, total=produced) if produced else "0"
    return ClassRow(class_id, name, produced, count, label)
