"""Every sentence of judgement, said once: pages, paper and command line print these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from questionnaires import Questionnaire, Side
from reports.language import Language
from scoring.courses import PREPARING, STAYING
from scoring.facts import Facts
from scoring.months import months_before
from scoring.motives import MotiveStrength
from scoring.results import (
    AdviceClass,
    Assessment,
    Comparison,
    Flip,
    Gate,
    GateKind,
    GroupScore,
    Measured,
    OptionResult,
    Recommendation,
    Ref,
)
from scoring.ruling import load_limit, mechanism_load
from scoring.statements import Kind, latest

RENEGOTIATE, IMPROVE = "O2", "O1"

FLIPS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class MaturitySentences:
    """What the maturity of both sides says, in one language, without a word of any option."""

    questionnaire: Questionnaire
    facts: Facts
    assessment: Assessment | Measured
    language: Language

    # Names

    def name(self, side: Side) -> str:
        """Return the name of the organisation on a side."""
        return self.facts.client if side is Side.CLIENT else self.facts.provider

    def practice(self, practice_id: str) -> str:
        """Return the name of a practice."""
        return self.language.text(self.questionnaire.practice[practice_id].name)

    def option(self, option_id: str) -> str:
        """Return the name of an option."""
        return self.language.text(self.questionnaire.option[option_id].name)

    def family(self, option_id: str) -> str:
        """Return the name of the family of an option."""
        family = self.questionnaire.option[option_id].family
        return self.language.text(self.questionnaire.family[family].name)

    def _names(self) -> dict[str, str]:
        client, provider = self.facts.client, self.facts.provider
        of = self.language.of
        return {"client": client, "provider": provider, "of_client": of(client), "of_provider": of(provider)}

    def _say(self, key: str, **values: object) -> str:
        return self.language.phrase(key, **self._names(), **values)

    def _count(self, key: str, n: float, **values: object) -> str:
        return self.language.plural(key, n, **self._names(), **values)

    # Maturity

    def level(self, group: GroupScore) -> str:
        """Say a level with its name; what it could become when practices are unrated; "not assessed"."""
        if group.level_low is None or group.index.value is None:
            return self._say("not_applicable" if group.index.coverage is None else "not_assessed")
        if group.level_high != group.level_low:
            return self._say("level_open", low=group.level_low, high=group.level_high)
        name = self.language.text(self.questionnaire.scale[group.level_low].name)
        return self._say("level", level=group.level_low, name=self.language.inside(name))

    def level_short(self, group: GroupScore) -> str:
        """Say a level in two words."""
        if group.level_low is None or group.index.value is None:
            return self._say("not_applicable" if group.index.coverage is None else "not_assessed")
        if group.level_high != group.level_low:
            return self._say("level_short_open", low=group.level_low, high=group.level_high)
        return self._say("level_short", level=group.level_low)

    def side_headline(self) -> str:
        """Say both levels and how many provider practices wait for the client."""
        groups = {side: score.score for side, score in self.assessment.maturity.sides.items()}
        rated = [side for side, group in groups.items() if group.index.value is not None]
        if not rated:
            return self._say("sides_nothing")
        if len(rated) == 1:
            return self._say("side_nothing", name=self.name(rated[0].other))
        levels = self._say(
            "sides_levels",
            client_level=self.level_short(groups[Side.CLIENT]),
            provider_level=self.level_short(groups[Side.PROVIDER]),
        )
        waiting = len(self.assessment.maturity.inheritance[Side.PROVIDER].waiting)
        return f"{levels} {self._count('waiting', waiting)}" if waiting else levels

    def coverage(self, group: GroupScore) -> str:
        """Say how many practices in scope are rated."""
        scope = group.practices - group.not_applicable
        return self._say("coverage", rated=group.rated, practices=scope)

    def held(self, group: GroupScore, name: str) -> str | None:
        """Say why the level is lower than the index suggests, when they differ by more than one."""
        index, level = group.index.value, group.level_low
        if index is None or level is None or index - level <= 1 or not group.held_by:
            return None
        reason = self.language.listed([self._held_reason(ref) for ref in group.held_by[:2]])
        return self._say("index_above_level", name=name, index=self.language.number(index), level=level, reason=reason)

    def _held_reason(self, ref: Ref) -> str:
        if ref.kind == "practice":
            return self._say("held_practice", practice=self.practice(ref.id))
        if ref.kind == "domain":
            return self.language.text(self.questionnaire.domain[ref.id].name)
        return self._say("held_step", step=ref.id) if ref.kind == "step" else self._say("held_index")

    # Inheritance

    def inherited(self) -> str:
        """Say K in words."""
        part = self.assessment.maturity.inheritance[Side.PROVIDER]
        if part.share is None:
            return self._say("inherited_unknown")
        if self.inputs_unknown(Side.PROVIDER):
            return self._say("inherited_inputs_unknown")
        if part.no_shortfall:
            return self._say("inherited_no_shortfall")
        if part.share == 0:
            return self._say("inherited_none")
        return self._say("inherited", share=self.language.percent(part.share))

    def inputs_unknown(self, side: Side) -> bool:
        """Return whether nothing is rated of what a side waits for: then nothing tells what is inherited."""
        return self.assessment.maturity.sides[side.other].score.index.value is None

    def inherited_points(self) -> str | None:
        """Say K in points, and what it does not say; None when there is no share."""
        part = self.assessment.maturity.inheritance[Side.PROVIDER]
        if not part.share:
            return None
        points = self._say(
            "inherited_points",
            inherited=self.language.trimmed(part.inherited),
            shortfall=self.language.trimmed(part.shortfall),
        )
        return f"{points} {self._say('inherited_meaning')}"

    def inherited_uncapped(self) -> str | None:
        """Say what K would be with all evidence in hand, when it differs enough to matter."""
        part = self.assessment.maturity.inheritance[Side.PROVIDER]
        limit = Fraction(str(self.questionnaire.thresholds.uncapped_notice))
        if part.share is None or part.uncapped_share is None or abs(part.share - part.uncapped_share) <= limit:
            return None
        names = self.language.listed([self.practice(id_) for id_ in part.weak_evidence])
        return self._say("inherited_uncapped", share=self.language.percent(part.uncapped_share), practices=names)

    def executive_figures(self) -> tuple[tuple[str, str, str], ...]:
        """Return the three figures executives ask for: label, note, points."""
        part = self.assessment.maturity.inheritance[Side.PROVIDER]
        if part.share is None or self.inputs_unknown(Side.PROVIDER):
            return ()
        rows = (
            ("change_alone", "points_at_most", part.change_alone),
            ("repair_alone", "points_up_to", part.repair_alone),
            ("both", "points_all", part.both),
        )
        return tuple(
            (self._say(f"figure_{key}"), self._say(f"figure_{key}_note"), self._amount(amount, points))
            for key, amount, points in rows
        )

    def _amount(self, key: str, points: Fraction) -> str:
        if points == 0:
            return self._say("points_none")
        return self._count(key, float(points), points=self.language.trimmed(points))


@dataclass(frozen=True, slots=True)
class Sentences(MaturitySentences):
    """What one assessment says, in one language."""

    assessment: Assessment

    # Advice

    def question(self) -> str:
        """Say the question that the engagement answers."""
        return self._say("question_default")

    def advice(self) -> str:
        """Say the recommendation in one sentence."""
        found = self.assessment.decision.recommendation
        if found.option is None:
            return self._say("advice_not_enough")
        if found.forced:
            return self._say("advice_forced")
        if found.family_class is AdviceClass.TOSS_UP and found.challenger is not None:
            return self._say(
                "advice_toss_up", lead=self.option(found.option), rival=self.option(found.challenger.rival)
            )
        headline = self.language.text(self.questionnaire.option[found.option].headline)
        headline = headline.format(client=self.facts.client, provider=self.facts.provider)
        if found.option == IMPROVE and RENEGOTIATE in found.combined:
            return self._say("advice_with_amendment", headline=headline)
        if found.option == RENEGOTIATE and IMPROVE in found.combined:
            return self._say("advice_with_improvement", headline=headline)
        return self._say("advice", headline=headline)

    def advice_class(self, found: AdviceClass) -> str:
        """Say how sure: clear, probable, too close to call, not enough evidence."""
        return self._say(f"class_{found}")

    def headline_class(self) -> tuple[str, str, str]:
        """Return what is compared, the class and the detail, for the family."""
        found = self.assessment.decision.recommendation
        if found.option is None:
            return ("", self.advice_class(found.family_class), "")
        if found.challenger is None:
            subject = self._say("family_alone", family=self.family(found.option))
            return (subject, self.advice_class(found.family_class), self._say("class_only"))
        key = "between_families" if found.family_class is AdviceClass.TOSS_UP else "over_family"
        subject = self._say(key, family=self.family(found.option), rival=self.family(found.challenger.rival))
        return (subject, self.advice_class(found.family_class), self._comparison(found.challenger, found.family_class))

    def option_class(self) -> tuple[str, str, str]:
        """Return what is compared, the class and the detail, for the option inside its family."""
        found = self.assessment.decision.recommendation
        if found.option is None:
            return ("", self.advice_class(found.option_class), "")
        if found.runner_up is None:
            subject = self._say("option_alone", option=self.option(found.option))
            return (subject, self.advice_class(found.option_class), self._say("class_only_option"))
        key = "between" if found.option_class is AdviceClass.TOSS_UP else "within_family"
        subject = self._say(key, option=self.option(found.option), rival=self.option(found.runner_up.rival))
        detail = self._comparison(found.runner_up, found.option_class)
        if found.runner_up.rival in found.combined:
            detail = f"{detail} {self._say('class_detail_together')}"
        return (subject, self.advice_class(found.option_class), detail)

    def combined(self) -> str | None:
        """Say which staying options cannot be separated from the lead."""
        found = self.assessment.decision.recommendation.combined
        if not found:
            return None
        return self._say("combined", options=self.language.listed([self.option(id_) for id_ in found]))

    def _comparison(self, found: Comparison, sure: AdviceClass) -> str:
        if sure is AdviceClass.TOSS_UP:
            wins, other = self.language.share_words(found.wins), self.language.share_words(1 - found.wins)
            return self._say("class_detail_even", wins=wins, other=other)
        whole = round(abs(found.margin))
        if whole == 0:
            margin = self._say("margin_even")
        else:
            margin = self._count("margin_ahead" if found.margin > 0 else "margin_behind", whole)
        wins = self.language.share_words(found.wins)
        return self._say("class_detail", rival=self.option(found.rival), wins=wins, margin=margin)

    def lowered(self) -> tuple[str, ...]:
        """Say what lowered the class."""
        limit = self.language.percent(Fraction(str(self.questionnaire.thresholds.low_confidence_share)))
        return tuple(
            self._say(f"lowered_{reason}", limit=limit) for reason in self.assessment.decision.recommendation.lowered_by
        )

    def why(self) -> tuple[str, ...]:
        """Say the facts that weigh most, before any judgement."""
        decision = self.assessment.decision
        if decision.recommendation.option is None:
            return ()
        part = self.assessment.maturity.inheritance[Side.PROVIDER]
        inputs, own = decision.inputs, []
        if any(gate.legal for option in decision.options for gate in option.gates):
            own.append(self._say("why_legal"))
        own.append(self.inherited())
        if part.shortfall and part.own * 2 > part.shortfall and part.share:
            points = {"own": self.language.trimmed(part.own), "shortfall": self.language.trimmed(part.shortfall)}
            own.append(self._say("why_own", **points))
        own += self._asymmetry()
        own.append(self._say("why_ability", ability=self.language.points(100 * inputs["ability"])))
        if round(100 * inputs["need"]):
            own.append(self._say("why_need", need=self.language.points(100 * inputs["need"])))
        own.append(self._say("why_readiness", readiness=self.language.trimmed(100 * inputs["readiness"])))
        return tuple(own)

    def _asymmetry(self) -> list[str]:
        gap = self.assessment.maturity.asymmetry
        if gap is None or abs(gap) < 1:
            return []
        key = "why_weak_provider" if gap > 0 else "why_weak_client"
        return [self._say(key, gap=self.language.number(abs(gap)))]

    # Gates

    def gate(self, gate: Gate) -> str:
        """Say what a gate does to an option, and why."""
        key, given = f"gate_{gate.kind}", dict(gate.values)
        match gate.kind:
            case GateKind.BLOCKING:
                return self._count(key, _number(given["count"]))
            case GateKind.FAILING | GateKind.SKILLS | GateKind.LOTS:
                shown = {}
            case GateKind.CONTINUATION | GateKind.PROVISIONS | GateKind.FORCED_DATE:
                shown = self._dated(given)
            case GateKind.RULE | GateKind.BEFORE_LAUNCH:
                key, shown = self._rules(gate)
            case GateKind.REFUSAL if "reference" in given:
                key, shown = "gate_refusal_written", self._dated(given)
            case GateKind.REFUSAL:
                ability = self.language.points(_number(given["ability"]) * 100)
                key, shown = "gate_refusal_ability", {"ability": ability, "parts": str(given["parts"])}
            case GateKind.READINESS | GateKind.PREPARED | GateKind.TRANSFORMATION:
                shown = {name: self.language.trimmed(_number(value)) for name, value in given.items()}
            case GateKind.TEAM_ALONE | GateKind.TEAM_DOUBT:
                shown = {"share": self.language.percent(_number(given["share"]))}
            case GateKind.LEAD_TIME if _number(given["months"]) < 0:
                key, shown = "gate_lead_time_past", {"lead": self.language.months(int(_number(given["lead"])))}
            case _:
                shown = {name: self.language.months_left(int(_number(value))) for name, value in given.items()}
        return self._say(key, **shown)

    def _rules(self, gate: Gate) -> tuple[str, dict[str, str]]:
        rules = [self.questionnaire.rule[ref.id] for ref in gate.reasons]
        says = [self.language.text(rule.says) for rule in rules]
        references = [self.language.text(rule.reference) for rule in rules if rule.reference is not None]
        shown = {"says": " ".join(map(self.language.inside, says))}
        if gate.legal:
            return "gate_rule_legal", {**shown, "references": self.language.listed(references)}
        return f"gate_{gate.kind}", shown

    def gates(self, option: OptionResult) -> tuple[str, ...]:
        """Say every gate of an option; what the law forbids is valued for comparison only."""
        said = [self.gate(gate) for gate in option.gates]
        if any(gate.legal for gate in option.gates):
            said.append(self._say("gate_compared"))
        return tuple(said)

    def _dated(self, given: dict[str, object]) -> dict[str, str]:
        day = given.get("on")
        on = self._say("gate_on", date=self.language.date(day)) if isinstance(day, date) else ""
        return {"on": on, "reference": str(given["reference"])}

    # What would change it, and when

    def flips(self) -> tuple[str, ...]:
        """Say what would flip the advice, the nearest first; judgements before weights."""
        recommendation = self.assessment.decision.recommendation
        if recommendation.option is None:
            return ()
        judged = [flip for flip in recommendation.flips if not flip.driver.startswith("weight.")]
        weighed = [f for f in recommendation.flips if f.driver.startswith("weight.") and 0 < round(100 * f.at) < 100]
        said = [self._flip(flip) for flip in [*judged, *weighed][:FLIPS_SHOWN]]
        return tuple(said) or (self._say("flip_none"),)

    def _flip(self, flip: Flip) -> str:
        below = "_below" if flip.at < flip.now else ""
        option = self.option(flip.option_id)
        if flip.driver.startswith("weight."):
            criterion_id = flip.driver.removeprefix("weight.")
            criterion = next(c for c in self.questionnaire.criteria if c.id == criterion_id)
            at, now = self.language.percent(flip.at), self.language.percent(flip.now)
            name = self.language.text(criterion.name)
            return self._say(f"flip_weight{below}", criterion=name, at=at, now=now, option=option)
        at = self.language.points(100 * flip.at)
        # A readiness is counted in halves; a judgement is not known that finely.
        ready = flip.driver == "readiness"
        now = self.language.trimmed(100 * flip.now) if ready else self.language.points(100 * flip.now)
        return self._say(f"flip{below}", driver=self.driver(flip.driver), at=at, now=now, option=option)

    def driver(self, driver_id: str) -> str:
        """Return the name of a judgement."""
        if driver_id == "readiness":
            return self._say("driver_readiness")
        driver = next(driver for driver in self.questionnaire.drivers if driver.id == driver_id)
        return self.language.text(driver.name)

    def conditions(self, side: Side) -> tuple[str, ...]:
        """Say what a side must do for the advice to hold."""
        recommendation = self.assessment.decision.recommendation
        found = [c for c in recommendation.conditions if c.side is side]
        if recommendation.option is None:
            return ()
        if not found:
            return (self._say(f"no_condition_{side}"),)
        actions = [self.questionnaire.practice[c.practice_id].actions[side].do for c in found]
        return tuple(self.language.text(action) for action in actions)

    def dates(self) -> tuple[str, ...]:
        """Say when to decide again, and the dates of the contract."""
        found = self.assessment.decision.recommendation
        said = []
        if found.checkpoint is not None and found.family is not None:
            key = {STAYING: "staying", PREPARING: "preparing"}.get(found.family, "leaving")
            asked = self.language.trimmed(self.questionnaire.thresholds.readiness_retender)
            said.append(self._say(f"checkpoint_{key}", date=self.language.date(found.checkpoint), asked=asked))
        if found.latest_start is not None:
            said.append(self._say(self._start(found), date=self.language.date(found.latest_start)))
        return (*said, *self.contract_dates())

    def _start(self, found: Recommendation) -> str:
        """Return how urgent it is to start: by a day, now, or too late already."""
        lead = next(o for o in self.assessment.decision.options if o.option_id == found.option)
        if any(gate.kind is GateKind.LEAD_TIME for gate in lead.gates):
            return "latest_start_missed"
        now = found.latest_start is not None and found.latest_start <= self.facts.as_of
        return "latest_start_now" if now else "latest_start"

    def contract_dates(self) -> tuple[str, ...]:
        """Say the term and the notice date."""
        contract, decision = self.facts.contract, self.assessment.decision
        if contract.end is None or decision.months_to_term is None:
            return (self._say("no_term"),)
        shown = self.language.date(contract.end)
        if contract.end < self.facts.as_of:
            return (self._say("term_past", date=shown),)
        said = [self._say("term", date=shown, months=self.language.months_left(decision.months_to_term))]
        if contract.notice_months:
            notice = months_before(contract.end, contract.notice_months)
            key = "notice" if notice >= self.facts.as_of else "notice_past"
            said.append(self._say(key, date=self.language.date(notice)))
        return tuple(said)

    # What it rests on

    def mode(self) -> str:
        """Say how deep the assessment went."""
        mode = self.questionnaire.mode[self.facts.mode]
        return self._say("rests_on", mode=self.language.text(mode.name), summary=self.language.text(mode.summary))

    def skipped(self) -> tuple[str, ...]:
        """Say which of the questions that come before any option were expressly passed over."""
        said = latest(self.facts.statements, Kind.SEED)
        passed = [
            question for question in self.questionnaire.seed_questions if said.get(question.id, {}).get("skipped")
        ]
        return tuple(self._say("seed_skipped", question=self.language.text(question.question)) for question in passed)

    def mechanisms(self) -> str:
        """Say whether the mechanisms in force are lighter than both sides can carry; empty when not established."""
        load = mechanism_load(self.questionnaire, self.facts)
        limit = load_limit(self.questionnaire, self.assessment.maturity)
        if load is None or limit is None:
            return ""
        key = "load_above" if load > limit else "load_within"
        return self._say(key, load=self.language.integer(load), limit=self.language.trimmed(limit))

    def perceived(self, motive: MotiveStrength) -> str:
        """Say how far a motive is established."""
        if motive.perceived_only:
            return self._say("motive_perceived")
        if motive.confirmation == 1:
            return self._say("motive_confirmed")
        return self._say("motive_in_part" if motive.confirmation else "motive_unconfirmed")

    # What is not known

    def missing(self) -> tuple[str, ...]:
        """Say what must be answered or judged before there is any advice."""
        return tuple(self._missing(ref) for ref in self.assessment.decision.recommendation.missing)

    def _missing(self, ref: Ref) -> str:
        match ref.kind:
            case "coverage":
                side = Side(ref.id)
                coverage = self.assessment.maturity.sides[side].score.index.coverage or Fraction(0)
                asked = self.language.percent(Fraction(str(self.questionnaire.thresholds.coverage)))
                shown = self.language.percent(coverage)
                return self._say("missing_coverage", name=self.name(side), coverage=shown, asked=asked)
            case "evidence":
                asked = self.language.percent(Fraction(str(self.questionnaire.thresholds.coverage)))
                return self._say("missing_evidence", name=self.name(Side(ref.id)), asked=asked)
            case "driver":
                return self._say("missing_driver", driver=self.driver(ref.id).lower())
            case "index":
                index = next(index for index in self.questionnaire.indices if index.id == ref.id)
                return self._say("missing_index", index=self.language.text(index.name))
            case kind:
                return self._say(f"missing_{kind}")

    def doubts(self) -> tuple[str, ...]:
        """Say what is not known, though it does not stop the advice."""
        recommendation = self.assessment.decision.recommendation
        said = [self._doubt(ref) for ref in recommendation.doubts]
        if recommendation.option is not None:
            said.append(self._say("doubt_market"))
        return (*said, *self.lowered())

    def _doubt(self, ref: Ref) -> str:
        maturity = self.assessment.maturity
        match ref.kind:
            case "unrated":
                side = Side(ref.id)
                return self._count("doubt_unrated", len(maturity.sides[side].score.unrated), name=self.name(side))
            case "low_confidence":
                side = Side(ref.id)
                return self._count("doubt_low_confidence", maturity.sides[side].low_confidence, name=self.name(side))
            case "capped":
                return self._count("doubt_capped", len(maturity.inheritance[Side.PROVIDER].weak_evidence))
            case kind:
                return self._say(f"doubt_{kind}_{ref.id}")


def _number(value: object) -> float:
    """Read a number that a gate carries."""
    if not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return float(value)
