"""Engagements to score: small ones built by hand, and the three reference profiles of `domain.md` section 9."""

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from questionnaires import Side, load
from scoring import assess
from scoring.drivers import spreads
from scoring.facts import (
    Answer,
    Backing,
    Contract,
    DatedFact,
    Facts,
    Judgements,
    RatingDecision,
    Readiness,
    Respondent,
    ScopeDecision,
    State,
    Target,
)
from scoring.judging import settled
from scoring.ruling import rule_outcomes
from scoring.situations import situation_of

QUESTIONNAIRE = load()
DATA = Path(__file__).parents[1] / "data"
PROFILES = tomllib.loads((DATA / "profiles.toml").read_text("utf-8"))
VALMECA, VAL_DORE, HEXALIS = PROFILES

CIO, OPERATIONS = Respondent("cio", Side.CLIENT, "cio"), Respondent("operations", Side.CLIENT, "operations")
ACCOUNT, DELIVERY = Respondent("account", Side.PROVIDER, "account"), Respondent("delivery", Side.PROVIDER, "delivery")
EVERYONE = (CIO, OPERATIONS, ACCOUNT, DELIVERY)

AS_OF = date(2026, 11, 30)
MORNING = datetime(2026, 11, 3, 9, tzinfo=UTC)


def at(minutes):
    """An instant of the day on which everything was said."""
    return MORNING + timedelta(minutes=minutes)


def said(respondent, practice_id, level, backing=Backing.SAID, *, minutes=0, **changes):
    """One answer; `level` is a level, or the state of an answer without one."""
    has_level = not isinstance(level, State)
    fields = {
        "id": f"{respondent.id}/{practice_id}/{minutes}",
        "respondent_id": respondent.id,
        "practice_id": practice_id,
        "follows_id": None,
        "state": State.LEVEL if has_level else level,
        "level": level if has_level else None,
        "backing": backing,
        "contradicts": False,
        "said_at": at(minutes),
        "recorded_at": at(minutes),
    }
    return Answer(**fields | changes)


def sampled(levels):
    """Each practice rated by its own side, at a level that sampled cases prove: the rating is that level."""
    practice = QUESTIONNAIRE.practice
    return tuple(
        said(CIO if practice[id_].side is Side.CLIENT else ACCOUNT, id_, level, Backing.SAMPLED)
        for id_, level in levels.items()
    )


def everywhere(level):
    """The same level for all practices."""
    return dict.fromkeys(QUESTIONNAIRE.practice, level)


def decided(practice_id, level, *, minutes=0, **changes):
    """The consultant's rating of a practice."""
    value = None if level is None else Fraction(level)
    return RatingDecision(f"decision/{practice_id}/{minutes}", practice_id, value, at(minutes), **changes)


def taken_out(*practice_ids, in_scope=False, minutes=0):
    """Scope decisions."""
    return tuple(ScopeDecision(f"scope/{id_}/{minutes}", id_, in_scope, at(minutes)) for id_ in practice_ids)


def engagement(**changes):
    """A private contract with two years to run and nothing said yet."""
    fields = {
        "client": "Client",
        "provider": "Provider",
        "as_of": AS_OF,
        "mode": "standard",
        "contract": Contract("private", end=date(2028, 11, 30), lawful_continuation=DatedFact(True)),
        "respondents": EVERYONE,
    }
    return Facts(**fields | changes)


def profile(name, **changes):
    """A reference profile as facts, with some fields changed."""
    given = PROFILES[name]
    contract = {key: DatedFact(value) if isinstance(value, bool) else value for key, value in given["contract"].items()}
    judged = {key: Fraction(value) for key, value in given["judgements"].items()}
    fields = {
        "client": given["client"],
        "provider": given["provider"],
        "as_of": given["as_of"],
        "contract": Contract(**contract),
        "answers": sampled(given["levels"]),
        "targets": () if given["target"] == 3 else (Target(None, Fraction(given["target"])),),
        "judgements": Judgements(**judged | {"evidenced_parts": given["judgements"]["evidenced_parts"]}),
        "readiness": Readiness(Fraction(given["readiness"]["score"]), given["readiness"]["blocking"]),
    }
    return engagement(**fields | changes)


def moved(levels, by):
    """Levels raised or lowered together, within the scale."""
    return {id_: min(5, max(0, level + by)) for id_, level in levels.items()}


def judging(facts, **changes):
    """The same engagement, judged otherwise."""
    values = {key: value if key == "evidenced_parts" else Fraction(str(value)) for key, value in changes.items()}
    return replace(facts, judgements=replace(facts.judgements, **values))


def contracting(facts, **changes):
    """The same engagement under another contract."""
    return replace(facts, contract=replace(facts.contract, **changes))


def ready(facts, score, blocking=0):
    """The same engagement with another tender file."""
    return replace(facts, readiness=Readiness(Fraction(str(score)), blocking))


def standing(facts, questionnaire=QUESTIONNAIRE):
    """What options are weighed on in an engagement, each driver at its most likely value."""
    maturity = assess(questionnaire, facts)
    facts = settled(questionnaire, facts, maturity.ratings)
    rules = rule_outcomes(questionnaire, facts, maturity)
    return situation_of(questionnaire, facts, maturity, rules, spreads(questionnaire, facts, maturity))
