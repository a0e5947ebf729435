"""Engagements told in facts alone: the three demonstrations, what may change in them, and the short cases of
`domain.md` 9.4. Judgements and readiness are computed from statements, as they are in an interview.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from questionnaires import Side
from scoring import assess, decide
from scoring.facts import Contract, DatedFact, RatingDecision
from scoring.motives import ABILITY_PARTS, ACCEPTABILITY_PARTS
from scoring.statements import Kind, Statement, latest
from tests.scoring.engagements import QUESTIONNAIRE, contracting, engagement, everywhere, profile, sampled

FILES = Path(__file__).parents[2] / "app/demonstrations"

YES, NO = DatedFact(True), DatedFact(False)
LATER = datetime(2026, 11, 24, 9, tzinfo=UTC)
"""After everything that the demonstrations say, so that what is said here holds."""


# ---- saying things ----------------------------------------------------------------------------------


def saying(facts, kind, values):
    """The same engagement, with something more said of subjects of a kind."""
    made = [Statement(f"{kind}/{subject}", kind, subject, value, LATER) for subject, value in values.items()]
    return replace(facts, statements=(*facts.statements, *made))


def framed(facts, **answers):
    """With framing questions answered."""
    return saying(facts, Kind.FRAMING, {id_: {"value": answer} for id_, answer in answers.items()})


def moved_by(facts, **motives):
    """With motives heard: holders, intensity and confirmation, by id (`MO_05` for MO-05)."""
    names = ("holders", "intensity", "confirmation")
    said = {id_.replace("_", "-"): dict(zip(names, heard, strict=True)) for id_, heard in motives.items()}
    return saying(facts, Kind.MOTIVE, said)


def able(facts, references, commitments, people):
    """With the three questions on the provider's ability answered and evidenced."""
    scores = zip(ABILITY_PARTS, (references, commitments, people), strict=True)
    return saying(facts, Kind.ABILITY, {id_: {"score": score, "evidenced": True} for id_, score in scores})


def acceptable(facts, *scores):
    """With the five questions on executive acceptability answered: mandate, incident, budget, sponsor, calendar."""
    parts = zip(ACCEPTABILITY_PARTS, scores, strict=True)
    return saying(facts, Kind.ACCEPTABILITY, {id_: {"score": score} for id_, score in parts})


def filed(facts, absent=(), partial=(), proven=()):
    """With the tender file looked at: items by number, those not named half there."""
    status = dict.fromkeys(range(1, 27), Fraction(1, 2)) | dict.fromkeys(absent, 0)
    status |= dict.fromkeys(partial, Fraction(1, 2)) | dict.fromkeys(proven, 1)
    return saying(facts, Kind.READINESS, {f"RDY-{number:02}": {"status": value} for number, value in status.items()})


def rated(facts, levels):
    """With the consultant's rating of some practices."""
    made = [RatingDecision(f"later/{id_}", id_, Fraction(level), LATER) for id_, level in levels.items()]
    return replace(facts, rating_decisions=(*facts.rating_decisions, *made))


def shifted(facts, by):
    """With every practice so many levels higher or lower."""
    ratings = assess(QUESTIONNAIRE, facts).ratings
    return rated(facts, {id_: min(5, max(0, rating.value + by)) for id_, rating in ratings.items()})


# ---- reading them -----------------------------------------------------------------------------------


def decision_of(facts):
    """What comes out of an engagement."""
    return decide(QUESTIONNAIRE, facts, assess(QUESTIONNAIRE, facts))


def held(facts):
    """The rules that hold, in order."""
    return [outcome.rule_id for outcome in decision_of(facts).rules if outcome.holds]


def subjects(facts, kind):
    """What is said of each subject of a kind."""
    return latest(facts.statements, kind)


# ---- the three demonstrations -----------------------------------------------------------------------


@cache
def demonstration(name):
    """One of the engagements that ship with the product: its levels as sampled, its contract, all that was said.

    Read here without the application, whose own tests show that its reading gives the same.
    """
    file = json.loads((FILES / f"{name}.json").read_text("utf-8"), parse_float=Decimal)
    contract = {key: _contract_field(key, value) for key, value in file["contract"].items()}
    said = [
        Statement(row["id"], Kind(row["kind"]), row["subject"], row["value"], datetime.fromisoformat(row["decided_at"]))
        for row in file["statements"]
    ]
    as_of = date.fromisoformat(file["as_of"])
    return profile(name, as_of=as_of, contract=Contract(**contract), statements=tuple(said))


def _contract_field(key, value):
    """A field of the contract, with its dates."""
    if isinstance(value, dict):
        return DatedFact(value["holds"], _contract_field("on", value["on"]), value["reference"])
    return date.fromisoformat(value) if key in {"start", "end", "on"} and value else value


# ---- the short cases --------------------------------------------------------------------------------

PATIENT = (0.5, 0.5, 0.25, 0.25, 0.25)
"""Executives who would rather not change."""


def private(levels, *, value=None):
    """A private contract with thirty months to run, every practice sampled, nothing heard but the price."""
    contract = Contract("private", end=date(2029, 5, 31), yearly_value=value, lawful_continuation=YES)
    facts = engagement(contract=contract, answers=sampled(levels))
    return framed(acceptable(facts, *PATIENT), price_gap_found=0, price_comparison_confidence="medium")


def faces():
    """Case D: a hospital logistics firm, all practices 3, three tense persons, high turnover at the provider."""
    facts = private(everywhere(3) | {"REL-ORG-P1": 1}, value=900_000)
    facts = able(moved_by(facts, MO_01=(4, 3, 1)), 1, 1, 1)
    return framed(filed(facts, absent=(12, 17, 18, 22, 24, 25, 26)), staff_named_in_request=True)


def late():
    """Case G: a small public office, 400 k€, seven months left, both sides weak."""
    levels = everywhere(1) | {id_: 0 for id_ in QUESTIONNAIRE.practice if id_.startswith("IND")}
    facts = contracting(private(levels, value=400_000), form="public", end=date(2027, 6, 30), lawful_continuation=NO)
    facts = filed(able(moved_by(facts, MO_10=(2, 3, 1)), 0.5, 0.5, 0.5), absent=range(8, 27))
    return framed(facts, review_clause=False, authority_kind="local", next_contract_value=1_600_000)


def green():
    """Case H: a services group, practices at 3.5, and a new director as only motive."""
    facts = rated(private(everywhere(4)), dict.fromkeys(QUESTIONNAIRE.practice, Fraction(7, 2)))
    return filed(able(moved_by(facts, MO_14=(1, 2, 1)), 1, 1, 0.5), proven=range(1, 8))


def one_sided():
    """Case J: the client near 3.2, the provider near 1.4, two failed remediation plans, readiness 72."""
    practices = QUESTIONNAIRE.practices
    client = {p.id: 3 + (n % 5 == 0) for n, p in enumerate(practices) if p.side is Side.CLIENT}
    provider = {p.id: 1 + (n % 5 < 2) for n, p in enumerate(practices) if p.side is Side.PROVIDER}
    facts = able(private(client | provider | {"REL-STR-P1": 1, "REL-IMP-P1": 1}), 0, 0, 0.5)
    facts = acceptable(moved_by(facts, MO_06=(4, 3, 1), MO_07=(3, 2, 1)), 0.75, 0.5, 0.75, 0.5, 0.5)
    proven = set(range(1, 27)) - {2, 6, 7, 12, 18, 20, 26}
    return filed(facts, absent=(2, 6, 7, 12, 18, 20, 26), proven=proven)
