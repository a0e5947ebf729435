"""An assessment on the command line: for a person to read, or as JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from questionnaires import Questionnaire, Side
from reports.language import Language
from reports.sentences import Sentences
from scoring import Assessment, Facts, Figure
from scoring.judging import settled
from scoring.motives import MotiveStrength, motive_strengths
from scoring.results import Gate, GroupScore, Inheritance, OptionResult, Recommendation
from scoring.statements import Kind, latest

STRUCTURAL = "I"
"""The index of what would meet any successor, by the letter of `domain.md`."""

EXACT = 6
"""Decimals of a printed number; computing itself is exact."""


def as_json(questionnaire: Questionnaire, facts: Facts, assessment: Assessment) -> str:
    """Return the figures of an assessment; what is not assessed is null, never zero."""
    maturity, decision = assessment.maturity, assessment.decision
    established = settled(questionnaire, facts, maturity.ratings)
    named = {**maturity.indices, STRUCTURAL: maturity.structural_share}
    content = {
        "client": facts.client,
        "provider": facts.provider,
        "as_of": facts.as_of.isoformat(),
        "questionnaire": assessment.questionnaire_version,
        "digest": assessment.digest,
        "indices": {side.value: _group(maturity.sides[side].score) for side in Side},
        "named_indices": {name: _figure(figure) for name, figure in named.items()},
        "inherited": _inherited(maturity.inheritance[Side.PROVIDER]),
        "options": [_option(option) for option in decision.options],
        "recommendation": _recommendation(decision.recommendation),
        "rules": [{"id": rule.rule_id, "holds": True} for rule in decision.rules if rule.holds],
        "motives": [
            _motive(motive)
            for motive in motive_strengths(questionnaire.motive_model, latest(facts.statements, Kind.MOTIVE))
        ],
        "judgements": {
            driver.id: _number(getattr(established.judgements, driver.id)) for driver in questionnaire.drivers
        },
        "readiness": {"score": _number(established.readiness.score), "blocking": established.readiness.blocking},
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _inherited(found: Inheritance) -> dict[str, Any]:
    """Return what a successor would inherit."""
    return {
        "K": _number(found.share),
        "K_uncapped": _number(found.uncapped_share),
        "shortfall": _number(found.shortfall),
        "inherited": _number(found.inherited),
        "own": _number(found.own),
    }


def _recommendation(found: Recommendation) -> dict[str, Any]:
    """Return the outcome; its class is the one of the family, which is the headline."""
    return {
        "family": found.family,
        "option": found.option,
        "class": found.family_class.value,
        "option_class": found.option_class.value,
        "combined": list(found.combined),
        "forced": found.forced,
    }


def _motive(motive: MotiveStrength) -> dict[str, Any]:
    """Return a motive that was heard, and what it weighs."""
    return {
        "id": motive.motive_id,
        "holders": motive.holders,
        "intensity": motive.intensity,
        "confirmation": _number(motive.confirmation),
        "strength": _number(motive.strength),
        "perceived_only": motive.perceived_only,
    }


def _number(value: Fraction | float | None) -> float | None:
    """Return a number that JSON knows."""
    return None if value is None else round(float(value), EXACT)


def _figure(figure: Figure) -> dict[str, Any]:
    """Return a figure with what could still move it."""
    return {
        "value": _number(figure.value),
        "coverage": _number(figure.coverage),
        "range": [_number(figure.low), _number(figure.high)],
    }


def _group(group: GroupScore) -> dict[str, Any]:
    """Return index and level together, never one without the other."""
    assessed = group.index.value is not None
    return {
        "index": _number(group.index.value),
        "level": group.level_low if assessed else None,
        "level_range": [group.level_low, group.level_high] if assessed else [None, None],
        "coverage": _number(group.index.coverage),
        "range": [_number(group.index.low), _number(group.index.high)],
    }


def _option(option: OptionResult) -> dict[str, Any]:
    """Return an option with its gates."""
    return {
        "id": option.option_id,
        "family": option.family_id,
        "points": _number(option.points),
        "admitted": option.admitted,
        "gates": [_gate(gate) for gate in option.gates],
    }


def _gate(gate: Gate) -> dict[str, Any]:
    """Return what a gate does."""
    return {"kind": gate.kind.value, "effect": gate.effect.value, "legal": gate.legal}


def as_text(questionnaire: Questionnaire, facts: Facts, assessment: Assessment, language: Language) -> str:
    """Return an assessment in a screenful of words."""
    say = Sentences(questionnaire, facts, assessment, language)
    head = language.phrase(
        "console_head",
        client=facts.client,
        provider=facts.provider,
        date=language.date(facts.as_of),
        version=questionnaire.version,
    )
    parts = [
        head,
        *_sides(say),
        "",
        say.side_headline(),
        say.inherited(),
        *filter(None, [say.inherited_points()]),
        "",
        *_advice(say),
        "",
        *_options(say),
        *_rules(say),
    ]
    return "\n".join(parts)


def _sides(say: Sentences) -> Iterator[str]:
    """Yield the table of both sides, the client first."""
    language = say.language
    names = ("console_index", "console_range", "console_coverage", "console_level")
    rows = [("", *(language.phrase(name) for name in names))]
    for side, found in say.assessment.maturity.sides.items():
        index = found.score.index
        figures = (language.number(index.value), language.range(index.low, index.high))
        rows.append((say.name(side), *figures, language.percent(index.coverage), say.level(found.score)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _advice(say: Sentences) -> Iterator[str]:
    """Yield the recommendation with how sure it is, or what is missing."""
    yield say.advice()
    yield from (f"  - {sentence}" for sentence in say.missing())
    if say.assessment.decision.recommendation.option is not None:
        for subject, word, detail in (say.headline_class(), say.option_class()):
            yield (
                f"  - {word} : {subject}. {detail}" if say.language.code == "fr" else f"  - {word}: {subject}. {detail}"
            )


def _options(say: Sentences) -> Iterator[str]:
    """Yield the options with their points and what excludes them."""
    yield say.language.phrase("console_options")
    for option in say.assessment.decision.options:
        points = say.language.points(option.points)
        line = f"  {option.option_id}  {points:>5}  {say.option(option.option_id)}"
        yield line if option.admitted else f"{line} ({say.language.phrase('console_excluded')})"
        yield from (f"             {sentence}" for sentence in say.gates(option))


def _rules(say: Sentences) -> Iterator[str]:
    """Yield what the law imposes, with where it is written."""
    text = say.language.text
    held = [say.questionnaire.rule[outcome.rule_id] for outcome in say.assessment.decision.rules if outcome.holds]
    legal = [rule for rule in held if rule.legal]
    if legal:
        yield from ("", say.language.phrase("console_rules"))
    for rule in legal:
        yield f"  {rule.id}  {text(rule.says)}"
        if rule.reference is not None:
            yield f"          {text(rule.reference)}"
