"""Rules as a lawyer reads them: what each does, to which options, where it is written, when it was checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask_babel import gettext as _

from questionnaires import LANGUAGES, Questionnaire, Text
from questionnaires.rules import Rule
from questionnaires.schema import Mark
from reports.language import Language
from scoring import Facts, assess
from scoring.judging import settled
from scoring.planning import plan
from scoring.ruling import rule_outcomes, rule_values


@dataclass(frozen=True, slots=True)
class Wording:
    """A rule in one language: what it says, and where that is written or why."""

    language: str
    says: str
    reference: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule; `state` and `missing` are said for an engagement only, `reason_url` is where its reason is written."""

    id: str
    effect: str
    imposed: bool
    options: tuple[str, ...]
    forms: tuple[str, ...]
    wordings: tuple[Wording, ...]
    when: str
    mark: str
    checked: str
    state: str
    holds: bool | None
    missing: tuple[str, ...]
    reason_url: str = ""


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The rules of one family."""

    id: str
    name: str
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True)
class RulesPage:
    """Everything that the page shows."""

    version: str
    lead: str
    groups: tuple[RuleGroup, ...]


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the builders below all read; `holds` and `values` are empty where no engagement is concerned.

    `reasons` is where the reason that a rule asks for is written, by the id of the rule.
    """

    questionnaire: Questionnaire
    language: Language
    languages: tuple[str, ...]
    holds: Mapping[str, bool | None]
    values: Mapping[str, Any]
    reasons: Mapping[str, str]


def every_rule(questionnaire: Questionnaire, language: Language) -> RulesPage:
    """Return every rule of a questionnaire, the reader's language first."""
    languages = (language.code, *(code for code in LANGUAGES if code != language.code))
    sight = _Sight(questionnaire, language, languages, {}, {}, {})
    counts = {"legal": sum(rule.legal for rule in questionnaire.rules), "total": len(questionnaire.rules)}
    lead = _("%(total)s rules, of which %(legal)s are set by law; the others only advise.", **counts)
    return RulesPage(questionnaire.version, lead, tuple(_groups(sight, questionnaire.rules)))


def rules_of(questionnaire: Questionnaire, facts: Facts, language: Language, reasons: Mapping[str, str]) -> RulesPage:
    """Return the rules that concern an engagement, and whether each holds.

    `reasons` is where the reason that a rule asks for is written, by the id of the rule.
    """
    maturity = assess(questionnaire, facts)
    facts = settled(questionnaire, facts, maturity.ratings)
    todo = plan(questionnaire, facts, maturity)
    holds = {outcome.rule_id: outcome.holds for outcome in rule_outcomes(questionnaire, facts, maturity, todo)}
    values = rule_values(questionnaire, facts, maturity, todo)
    sight = _Sight(questionnaire, language, (language.code,), holds, values, reasons)
    rules = tuple(rule for rule in questionnaire.rules if rule.id in holds)
    counts = {
        "holds": sum(found is True for found in holds.values()),
        "unknown": sum(found is None for found in holds.values()),
        "total": len(holds),
    }
    lead = _("%(total)s rules concern this contract: holding, %(holds)s; not established, %(unknown)s.", **counts)
    return RulesPage(questionnaire.version, lead, tuple(_groups(sight, rules)))


def _groups(sight: _Sight, rules: tuple[Rule, ...]) -> Iterator[RuleGroup]:
    """Yield rules by family, in the order of the questionnaire; what holds comes first."""
    order = {True: 0, None: 1, False: 2}
    for family, members in groupby(rules, key=lambda rule: rule.family):
        views = [_rule(sight, rule) for rule in members]
        if sight.holds:
            views.sort(key=lambda view: order[view.holds])
        yield RuleGroup(family, _families()[family], tuple(views))


def _rule(sight: _Sight, rule: Rule) -> RuleView:
    """Return one rule in words."""
    text, questionnaire, holds = sight.language.text, sight.questionnaire, sight.holds.get(rule.id)
    names = questionnaire.conditions[rule.id].names
    unknown = sorted(name for name in names if sight.values.get(name) is None) if sight.holds else []
    return RuleView(
        id=rule.id,
        effect=effect_words(rule),
        imposed=rule.legal,
        options=tuple(text(questionnaire.option[id_].name) for id_ in rule.options),
        forms=tuple(text(questionnaire.contract_form[id_].name) for id_ in rule.forms),
        wordings=tuple(
            Wording(code, rule.says[code], _where(rule.reference or rule.reason, code)) for code in sight.languages
        ),
        when=rule.when,
        mark=mark_words(questionnaire, rule.mark, sight.language),
        checked=sight.language.date(rule.checked),
        state=_states()[holds] if sight.holds else "",
        holds=holds,
        missing=tuple(name_words(sight, name) for name in unknown) if holds is None else (),
        reason_url=sight.reasons.get(rule.id, "") if holds else "",
    )


def _where(text: Text | None, code: str) -> str:
    """Return a reference or a reason, empty when there is none."""
    return "" if text is None else text[code]


def effect_words(rule: Rule) -> str:
    """Say what a rule does; the law imposes, proportionality advises."""
    imposed = {
        "forbid": _("Forbids"),
        "force": _("Imposes"),
        "limit": _("Limits"),
        "allow": _("Allows"),
        "warn": _("Draws attention"),
    }
    advised = imposed | {"forbid": _("Advises against"), "force": _("Asks for"), "limit": _("Moderates")}
    return (imposed if rule.legal else advised)[rule.effect]


def name_words(sight: _Sight, name: str) -> str:
    """Say in words a name that a condition uses."""
    text, questionnaire = sight.language.text, sight.questionnaire
    facts = {fact.id: fact.question for fact in questionnaire.framing}
    practices = {practice.id.replace("-", "_"): practice.name for practice in questionnaire.practices}
    indices = {index.id: index.name for index in questionnaire.indices}
    letters = {"N": "need", "A": "ability", "F": "fatigue", "PG": "price_gap", "V": "acceptability"}
    drivers = {driver.id: driver.name for driver in questionnaire.drivers}
    named = {**facts, **practices, **indices, **{letter: drivers[id_] for letter, id_ in letters.items()}}
    return text(named[name]) if name in named else _sheet().get(name, name)


def _sheet() -> Mapping[str, str]:
    """Return the names that the contract sheet and computing give to conditions, in words."""
    leads = {f"months_lead_O{number}": _("Lead times of the options") for number in range(4, 8)}
    return leads | {
        "form": _("Form of the contract"),
        "renewal": _("At the term"),
        "months_to_term": _("Term of the contract"),
        "notice_months": _("Notice, in months"),
        "yearly_value": _("Value per year, in euros"),
        "users": _("Users served"),
        "critical_service": _("A critical service is in scope"),
        "continuation_lawful": _("May the relation lawfully go on after the term?"),
        "provisions_refused": _("Has the provider refused clauses that the law makes mandatory?"),
        "written_refusal": _("Has the provider refused to change, in writing?"),
        "M": _("Maturity of the relation"),
        "Lc": _("Maturity of the client"),
        "Lp": _("Maturity of the provider"),
        "K": _("Inherited part of the provider’s shortfall"),
        "I": _("Structural part of the shortfall"),
        "readiness": _("Readiness to retender"),
        "mechanism_load": _("Mechanisms in force"),
        "load_limit": _("Maturity of both sides"),
        "plan_share_one_side": _("Effort of the plan on each side"),
    }


def _families() -> Mapping[str, str]:
    return {
        "public": _("Public procurement"),
        "private": _("Private law"),
        "people": _("People and work"),
        "regulated": _("Security, data, regulated sectors"),
        "proportionality": _("Proportionality: advice, not law"),
    }


def mark_words(questionnaire: Questionnaire, mark: Mark, language: Language) -> str:
    """Return a mark and how well it says that something is established."""
    meaning = next(found for found in questionnaire.marks if found.id == mark)
    return f"{mark}{_(': ')}{language.text(meaning.name)}"


def _states() -> Mapping[bool | None, str]:
    return {True: _("holds"), False: _("does not hold"), None: _("not established")}
