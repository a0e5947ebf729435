"""What types alone cannot see in a questionnaire: references, counts, conditions of rules, typography."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel

from questionnaires.base import LANGUAGES, LEVELS, Side, Text, Texts
from questionnaires.conditions import Condition
from questionnaires.schema import Anchor, Practice, Questionnaire
from questionnaires.typography import faults

CRITICAL_LIMIT = 2
"""Critical practices allowed per domain and side (`design.md` 4.2)."""

PROBES = 2
"""Probes asked of each practice."""

READINESS_TOTAL = 100
"""What the weights of readiness items sum to."""


class Found(NamedTuple):
    """Something to mend: the list, the id of its item, the field, and the cure."""

    key: str
    id: str
    where: str
    cure: str


class Link(NamedTuple):
    """A field that names items of another list."""

    key: str
    field: str
    target: str
    noun: str


LINKS = (
    Link("themes", "domain", "domains", "a domain"),
    Link("modes", "practices", "practices", "a practice"),
    Link("indices", "practices", "practices", "a practice"),
    Link("options", "family", "families", "a family"),
    Link("towers", "practices", "practices", "a practice"),
    Link("clauses", "themes", "themes", "a theme"),
    Link("procedures", "themes", "themes", "a theme"),
    Link("procedures", "towers", "towers", "a tower"),
    Link("indicators", "class_id", "indicator_classes", "a class of indicators"),
    Link("indicators", "pairs", "indicators", "an indicator"),
    Link("motives", "points_to", "options", "an option"),
    Link("readiness", "themes", "themes", "a theme"),
    Link("framing", "group", "framing_groups", "a group of facts"),
    Link("framing", "forms", "contract_forms", "a form of contract"),
    Link("rules", "options", "options", "an option"),
    Link("rules", "forms", "contract_forms", "a form of contract"),
    Link("parameters", "group", "parameter_groups", "a group of parameters"),
    Link("price_effects", "option", "options", "an option"),
    Link("price_effects", "parameter", "parameters", "a parameter"),
    Link("guides", "role", "roles", "a role"),
    Link("guides", "themes", "themes", "a theme"),
)
"""Every reference by id from one list to another."""


def checks(questionnaire: Questionnaire) -> Iterator[Found]:
    """Yield everything to mend in a questionnaire whose fields are right."""
    yield from _unique(questionnaire)
    yield from _links(questionnaire)
    yield from _lead_times(questionnaire)
    yield from _rules(questionnaire)
    for practice in questionnaire.practices:
        yield from _practice_checks(questionnaire, practice)
    yield from _critical(questionnaire)
    if [step.level for step in questionnaire.scale] != list(LEVELS):
        yield Found("scale", "", "level", "levels must be 0 to 5, in order")
    total = sum(item.weight for item in questionnaire.readiness)
    if questionnaire.readiness and total != READINESS_TOTAL:
        yield Found("readiness", "", "weight", f"weights sum to {total}: they must sum to {READINESS_TOTAL}")
    for key, item in _items(questionnaire):
        yield from (Found(key, getattr(item, "id", ""), where, cure) for where, cure in _writing(item))


def _items(questionnaire: Questionnaire) -> Iterator[tuple[str, BaseModel]]:
    """Yield every item of every list, with the name of the list."""
    for key in type(questionnaire).model_fields:
        value = getattr(questionnaire, key)
        if isinstance(value, tuple):
            yield from ((key, item) for item in value)


def _unique(questionnaire: Questionnaire) -> Iterator[Found]:
    """An id names one thing."""
    ids = Counter((key, item.id) for key, item in _items(questionnaire) if hasattr(item, "id"))
    for (key, id_), count in ids.items():
        if count > 1:
            yield Found(key, id_, "id", f"used {count} times: give each its own")


def _links(questionnaire: Questionnaire) -> Iterator[Found]:
    """What is named elsewhere exists."""
    for link in LINKS:
        known = {item.id for item in getattr(questionnaire, link.target)}
        for item in getattr(questionnaire, link.key):
            value = getattr(item, link.field)
            for named in (value,) if isinstance(value, str) else value:
                if named not in known:
                    yield Found(link.key, getattr(item, "id", named), link.field, f"{named} is not {link.noun}")


def _lead_times(questionnaire: Questionnaire) -> Iterator[Found]:
    """Lead times name options, and the shortest preparation is the shorter one."""
    for form in questionnaire.contract_forms:
        for lead in form.lead_times:
            if lead.option not in questionnaire.option:
                yield Found("contract_forms", form.id, "lead_times", f"{lead.option} is not an option")
            if lead.shortest_preparation > lead.preparation:
                cure = f"{lead.option}: the shortest preparation is the longer one"
                yield Found("contract_forms", form.id, "lead_times", cure)


def _rules(questionnaire: Questionnaire) -> Iterator[Found]:
    """Every condition parses, and names facts and indices that exist."""
    if not questionnaire.rules:
        return
    for rule in questionnaire.rules:
        try:
            Condition(rule.when, questionnaire.names)
        except ValueError as error:
            yield Found("rules", rule.id, "when", str(error))


def _practice_checks(questionnaire: Questionnaire, practice: Practice) -> Iterator[Found]:
    """A practice has its theme, six anchors in order, two probes, and needs across the spine."""

    def found(where: str, cure: str) -> Found:
        return Found("practices", practice.id, where, cure)

    if practice.theme not in questionnaire.theme:
        yield found("theme", f"{practice.theme} is not a theme")
    if [anchor.level for anchor in practice.levels] != list(LEVELS):
        yield found("levels", "levels must be 0 to 5, in order")
    if not len(practice.probes.fr) == len(practice.probes.en) == PROBES:
        yield found("probes", f"write {PROBES} probes in each language")
    needs = Counter(need.ref for need in practice.needs)
    for ref in (ref for ref, count in needs.items() if count > 1):
        yield found(f"needs.{ref}", "is listed twice: keep one")
    for need in practice.needs:
        where, other = f"needs.{need.ref}", questionnaire.practice.get(need.ref)
        if other is None:
            yield found(where, "points to no practice: correct the id or remove the need")
        elif other.side is practice.side:
            yield found(where, f"is a practice of the same side ({practice.side}): a need crosses to the other side")
        if (need.strength == 1) != (need.reason is None):
            yield found(where, "a helpful need (0.5) gives its reason, an essential one (1) does not")


def _critical(questionnaire: Questionnaire) -> Iterator[Found]:
    """Few practices are critical, or none is."""
    known = [p for p in questionnaire.practices if p.critical and p.theme in questionnaire.theme]
    for domain in questionnaire.domains:
        for side in Side:
            critical = [p.id for p in known if p.side is side and questionnaire.theme[p.theme].domain == domain.id]
            for extra in critical[CRITICAL_LIMIT:]:
                cure = f"{domain.id} has more than {CRITICAL_LIMIT} critical practices on this side"
                yield Found("practices", extra, "critical", cure)


def _writing(item: BaseModel) -> Iterator[tuple[str, str]]:
    """Yield (field, cure) for each text that is not typeset, or listed in one language only."""
    for where, pair in _pairs(item):
        french, english = (value if isinstance(value := pair[code], tuple) else (value,) for code in LANGUAGES)
        if len(french) != len(english):
            yield where, "French and English must list the same items"
        for language, texts in zip(LANGUAGES, (french, english), strict=True):
            yield from ((f"{where}.{language}", cure) for text in texts for cure in faults(text, language))


def _pairs(item: BaseModel, path: str = "") -> Iterator[tuple[str, Text | Texts | Anchor]]:
    """Yield (field, text in both languages) for each text below a content item."""
    for name in type(item).model_fields:
        value = getattr(item, name)
        for part in value if isinstance(value, tuple) else (value,):
            where = f"{path}.{name}.{getattr(part, 'ref', getattr(part, 'level', ''))}".strip(".")
            if isinstance(part, Text | Texts | Anchor):
                yield where, part
            elif isinstance(part, BaseModel):
                yield from _pairs(part, where)
