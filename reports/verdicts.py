"""Sentences on what was found, what it costs, what is uncertain and what comes next: said once, as `sentences` are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from questionnaires import LEVELS, Grade, Side
from reports.charts.doubts import driver_value, driver_words
from reports.language import NONE, rounded
from reports.publishing import printable
from reports.sentences import MaturitySentences, Sentences
from scoring.courses import PREPARING, REFERENCE, STAYING
from scoring.results import (
    AdviceClass,
    Finding,
    FindingKind,
    Information,
    Money,
    OptionResult,
    Perception,
    PerceptionKind,
    Rating,
    Reading,
    Spread,
    Staged,
)
from scoring.statements import Kind, latest

STRENGTHS_SHOWN, NAMES_SHOWN, TO_COMPLETE = 5, 3, 6

SAME_COST = 0.005
"""Share of a cost that its two printed digits cannot show."""


def _say(say: MaturitySentences, key: str, **values: object) -> str:
    return say.language.phrase(key, **_names(say), **values)


def _names(say: MaturitySentences) -> dict[str, str]:
    names = {"client": say.facts.client, "provider": say.facts.provider}
    return names | {f"of_{side}": say.language.of(name) for side, name in names.items()}


# ---- findings ---------------------------------------------------------------------------------------


def findings(say: Sentences) -> tuple[str, ...]:
    """Return what must be said plainly, the gravest first."""
    return tuple(finding(say, found) for found in say.assessment.decision.recommendation.findings)


def gravest(say: Sentences) -> tuple[str, ...]:
    """Return what page one says first; that the client holds the key it says with the inherited share anyway."""
    found = say.assessment.decision.recommendation.findings
    return tuple(finding(say, each) for each in found if each.kind is not FindingKind.CLIENT_HOLDS_THE_KEY)


def finding(say: Sentences, found: Finding) -> str:
    """Return one finding with its figures."""
    if found.kind is FindingKind.TOO_LATE:
        return _too_late(say, found.values)
    language, values = say.language, found.values
    shown: dict[str, object] = {}
    if "share" in values:
        shown["share"] = language.percent(_number(values["share"]))
    if "asymmetry" in values:
        shown["asymmetry"] = language.number(_number(values["asymmetry"]))
    for name in ("ability", "acceptability", "continuity"):
        if name in values:
            shown[name] = language.points(100 * _number(values[name]))
    key = found.kind.value
    if found.kind is FindingKind.IN_LOTS and not values["integrates"]:
        key += "_helped"
    return _say(say, f"finding_{key}", **shown)


def _too_late(say: Sentences, values: Mapping[str, object]) -> str:
    """Return for what it is too late, when it had to start, and what is left."""
    language, months = say.language, int(_number(values["months"]))
    if "start" not in values:  # frozen before the finding told since when
        return _say(say, "too_late_untold", months=language.months_left(months))
    late = "past" if months < 0 else "tender" if values["tender"] else "prepared"
    start = language.date(date.fromisoformat(str(values["start"])))
    left = _say(say, "too_late_forced" if values["forced"] else "too_late_staying")
    shown = {"months": language.months_left(months), "start": start}
    return f"{_say(say, f'too_late_{late}', **shown)} {left}"


def _number(value: object) -> float:
    return float(str(value))


# ---- maturity ---------------------------------------------------------------------------------------


def strengths(say: Sentences, side: Side) -> tuple[str, ...]:
    """Return what a side does best: at its target and backed by documents; else what comes nearest, said as such."""
    target = say.questionnaire.thresholds.target
    found = [
        rating
        for rating in say.assessment.maturity.ratings.values()
        if rating.value and say.questionnaire.practice[rating.practice_id].side is side
        if printable(say.questionnaire, rating)
    ]
    if not found:
        return (_say(say, "strength_none"),)
    found.sort(key=lambda r: (-(r.value or 0), r.grade or Grade.D, r.practice_id))
    strong = [rating for rating in found if rating.value is not None and rating.value >= target]
    if strong:
        return tuple(_strength(say, rating) for rating in strong[:STRENGTHS_SHOWN])
    nearest = tuple(_strength(say, rating) for rating in found[:NAMES_SHOWN])
    return (_say(say, "strength_nearest", target=say.language.integer(target)), *nearest)


def _strength(say: Sentences, rating: Rating) -> str:
    """Return one practice with its level and what backs it."""
    level = say.language.number(rating.value)
    return _say(say, "strength", practice=say.practice(rating.practice_id), level=level, grade=rating.grade)


def agreement(say: MaturitySentences) -> Iterator[str]:
    """Yield whether each side reads the scale alike."""
    for found in say.assessment.maturity.agreement:
        values: dict[str, object] = {"name": say.name(found.side)}
        if found.alpha is not None and found.reading not in (Reading.TOO_FEW, Reading.NO_VARIATION):
            values["alpha"] = say.language.number(found.alpha, 2)
        yield _say(say, f"agreement_{found.reading.value}", **values)


def asked(say: MaturitySentences, side: Side) -> str | None:
    """Return between which values the index of a side would lie had others been asked; None where nothing tells."""
    found = say.assessment.maturity.sides[side].score.asked
    return None if found is None else say.language.range(*found)


def perceptions(say: MaturitySentences) -> tuple[str, ...]:
    """Return how differently the sides see each domain: what rater style cannot explain first, the rest together."""
    least = say.questionnaire.thresholds.printable_aggregate
    found = [p for p in say.assessment.maturity.perceptions if p.ref.kind == "domain" and p.practices >= least]
    found.sort(key=lambda p: (-p.absolute, p.ref.id))
    beyond = [seen for seen in found if PerceptionKind.BEYOND_STYLE in seen.kinds]
    within = [_apart(say, seen) for seen in found if seen not in beyond]
    said = [_say(say, "perception_beyond", **_gap(say, seen)) for seen in beyond]
    if within:
        said.append(_say(say, "perception_within", domains=say.language.listed(within)))
    return (*said, *_seen_apart(say), *_lone_voices(say))


def _gap(say: MaturitySentences, seen: Perception) -> dict[str, str]:
    """Return the words of the gap of one domain."""
    higher = Side.CLIENT if seen.signed > 0 else Side.PROVIDER
    number = say.language.number
    return {
        "domain": say.language.text(say.questionnaire.domain[seen.ref.id].name),
        "higher": say.name(higher),
        "lower": say.name(higher.other),
        "gap": number(abs(seen.signed)),
        "half": number(seen.half_width),
    }


def _apart(say: MaturitySentences, seen: Perception) -> str:
    """Return a domain with its signed gap."""
    name = say.language.text(say.questionnaire.domain[seen.ref.id].name)
    return _say(say, "perception_domain", domain=name, gap=say.language.signed(seen.signed))


def _seen_apart(say: MaturitySentences) -> Iterator[str]:
    """Yield which practices the sides see very differently, and how often each favours its own.

    Names alone: what a side says of one practice may be what one person said.
    """
    found = [p for p in say.assessment.maturity.perceptions if p.ref.kind == "practice"]
    seen = sorted((p for p in found if PerceptionKind.SEEN in p.kinds), key=lambda p: (-p.absolute, p.ref.id))
    ratings = say.assessment.maturity.ratings
    shown = [p.ref.id for p in seen if printable(say.questionnaire, ratings[p.ref.id])][:NAMES_SHOWN]
    if shown:
        limit = say.language.trimmed(say.questionnaire.thresholds.gap_seen)
        named = say.language.quoted([say.practice(id_) for id_ in shown])
        yield say.language.plural("perception_practices", len(seen), limit=limit, practices=named)
    favouring = sum(PerceptionKind.SELF_FAVOURING in p.kinds for p in found)
    if favouring:
        yield say.language.plural("perception_self", favouring)


def _lone_voices(say: MaturitySentences) -> Iterator[str]:
    """Yield what one respondent on a side cannot tell."""
    for side in Side:
        if say.assessment.maturity.respondents[side] == 1:
            yield _say(say, "perception_alone", name=say.name(side))


def causes(say: Sentences, *, whole: bool = True) -> Iterator[tuple[str, str]]:
    """Yield where what is missing comes from: each side, what is shared, what belongs to the relationship.

    Without `whole`, nothing is said of a successor: that is for the client alone.
    """
    for side in Side:
        yield say.name(side), _causes(say, side)
    part = say.assessment.maturity.inheritance[Side.PROVIDER]
    shared = [item for item in part.practices if item.inherited and item.own]
    if shared:
        yield _say(say, "causes_shared_head"), say.language.plural("causes_shared", len(shared), **_names(say))
    structural = say.assessment.maturity.structural_share.value
    if whole and structural:
        share = say.language.percent(structural)
        yield _say(say, "causes_structural_head"), _say(say, "why_structural", share=share)
    made_up = [item for item in part.practices if item.compensation > 0]
    if made_up:
        key = "causes_compensation" if whole else "causes_made_up"
        yield _say(say, "causes_compensation_head"), say.language.plural(key, len(made_up), **_names(say))


def _causes(say: Sentences, side: Side) -> str:
    """Return what a side lacks: how much, how much of it waits for the other side, what weighs most."""
    part, points = say.assessment.maturity.inheritance[side], say.language.trimmed
    supplier = say.name(side.other)
    names = {"supplier": supplier, "of_supplier": say.language.of(supplier)}
    if part.share is None:
        return _say(say, "causes_unknown", **names)
    if part.no_shortfall:
        return _say(say, "causes_none", **names)
    key = "causes_own" if not part.inherited else "causes_inherited" if not part.own else "causes_both"
    if say.inputs_unknown(side):
        key = "causes_unshared"
    numbers = {"own": points(part.own), "inherited": points(part.inherited), "total": points(part.shortfall)}
    text = _say(say, key, **names, **numbers)
    ratings = say.assessment.maturity.ratings
    heavy = sorted(part.practices, key=lambda item: (-item.weight * item.total, item.practice_id))
    heavy = [item for item in heavy if item.total and printable(say.questionnaire, ratings[item.practice_id])]
    if not heavy:
        return text
    named = [say.practice(item.practice_id) for item in heavy[:NAMES_SHOWN]]
    return f"{text} {_say(say, 'causes_heaviest', practices=say.language.quoted(named))}"


def inherited_here(say: Sentences) -> str:
    """Return how much of what the provider lacks waits for the client, without a word on any successor."""
    part = say.assessment.maturity.inheritance[Side.PROVIDER]
    if not part.share:
        return say.inherited()
    return _say(say, "inherited_here", share=say.language.percent(part.share))


# ---- money ------------------------------------------------------------------------------------------


def cost(say: Sentences) -> str | None:
    """Return what the advice costs over the window, against doing nothing."""
    lead = say.assessment.decision.recommendation.option
    if lead is None or (money := say.assessment.decision.option(lead).money) is None:
        return None
    text = _say(say, "cost_total", months=say.language.months(money.months), **_amounts(say, money, money.total))
    if lead == REFERENCE:
        return text
    saving, around = money.saving, _against(say, money)
    if abs(saving.middle) < SAME_COST * money.total.middle:
        return f"{text} {_say(say, 'cost_level', range=around)}"
    key, amount = (
        ("cost_less" if saving.middle > 0 else "cost_more"),
        say.language.money(abs(saving.middle), money.unit),
    )
    return f"{text} {_say(say, key, amount=amount, range=around)} {break_even(say, money)}"


def _against(say: Sentences, money: Money) -> str:
    """Return the range of what an option saves against doing nothing, never a saving below zero."""
    low, high = money.saving.low, money.saving.high
    nearer, farther = (say.language.end(end, money.unit) for end in sorted((abs(low), abs(high))))
    if low < 0 < high:
        more, less = (say.language.end(end, money.unit) for end in (-low, high))
        return _say(say, "cost_range_either", more=more, less=less)
    return _say(say, "cost_range_saving" if high > 0 else "cost_range_extra", low=nearer, high=farther)


def _amounts(say: Sentences, money: Money, spread: Spread) -> dict[str, str]:
    """Return the three amounts of a spread."""
    return {
        "amount": say.language.money(spread.middle, money.unit),
        "low": say.language.end(spread.low, money.unit),
        "high": say.language.end(spread.high, money.unit),
    }


def break_even(say: Sentences, money: Money) -> str:
    """Return from when an option has cost less in all than doing nothing."""
    if money.break_even is None:
        return _say(say, "break_even_never", months=say.language.months(money.months))
    return _say(say, "break_even", months=say.language.months(money.break_even))


def dip(say: Sentences) -> str | None:
    """Return what users lose during a take-over, apart: it is not cash."""
    lead = say.assessment.decision.recommendation.option
    money = None if lead is None else say.assessment.decision.option(lead).money
    if money is None or money.dip is None or money.dip.middle <= 0:
        return None
    return _say(
        say,
        "service_dip",
        low=say.language.money(money.dip.low),
        high=say.language.money(money.dip.high),
        amount=say.language.money(money.dip.middle),
    )


def risk(say: Sentences) -> str | None:
    """Return what could go wrong with the advice: what it depends on, else the criterion that pulls it down most."""
    decision = say.assessment.decision
    lead = decision.recommendation.option
    if lead is None:
        return None
    option, weights = decision.option(lead), decision.weights
    if hazard := _hazard(say, option):
        return hazard
    weak = max(option.values, key=lambda id_: (weights[id_] * (1 - option.values[id_]), id_))
    criterion = next(each for each in say.questionnaire.criteria if each.id == weak)
    return _say(
        say,
        "risk_weakest",
        criterion=say.language.text(criterion.name).lower(),
        value=say.language.points(100 * max(0.0, option.values[weak])),
        meaning=say.language.text(criterion.meaning),
    )


def _hazard(say: Sentences, option: OptionResult) -> str | None:
    """Return what an option of its family depends on; None where nothing is known of it."""
    decision, language = say.assessment.decision, say.language
    part = say.assessment.maturity.inheritance[Side.PROVIDER]
    if option.family_id == STAYING and part.shortfall:
        key = "risk_inputs" if part.inherited else "risk_own"
        points = {"inherited": language.trimmed(part.inherited), "own": language.trimmed(part.own)}
        return _say(say, key, shortfall=language.trimmed(part.shortfall), **points)
    if option.family_id == PREPARING:
        asked = language.trimmed(say.questionnaire.thresholds.readiness_retender)
        return _say(say, "risk_file", readiness=language.trimmed(100 * decision.inputs["readiness"]), asked=asked)
    if option.money is None or option.money.dip is None or option.money.dip.middle <= 0:
        return None
    return _say(say, "risk_take_over", **_amounts(say, option.money, option.money.dip))


def nothing_done(say: Sentences) -> str | None:
    """Return what happens if nothing is done."""
    decision = say.assessment.decision
    option = next((o for o in decision.options if o.option_id == REFERENCE), None)
    if option is None or option.points is None or option.attained is None:
        return None
    key = "nothing_unlawful" if any(gate.legal for gate in option.gates) else "nothing_lawful"
    share, points = say.language.percent(option.attained.share), say.language.points(option.points)
    lead = decision.recommendation.option
    if lead in (None, REFERENCE) or key == "nothing_unlawful":
        return _say(say, key, share=share, points=points)
    advised = say.language.points(decision.option(lead).points)
    return _say(say, "nothing_against", share=share, points=points, advised=advised)


# ---- too close, too little ------------------------------------------------------------------------------


def toss_up(say: Sentences) -> tuple[str, ...]:
    """Return, when two families cannot be separated, both alike, what separates them, and the step both need."""
    decision = say.assessment.decision
    found = decision.recommendation
    if found.option is None or found.challenger is None or found.family_class is not AdviceClass.TOSS_UP:
        return ()
    language, wins = say.language, found.challenger.wins
    shares = {"wins": language.share_words(wins), "other": language.share_words(1 - wins)}
    pair = {"first": say.option(found.option), "second": say.option(found.challenger.rival)}
    said = [_say(say, "toss_up", **pair, **shares)]
    information = () if decision.outlook is None else decision.outlook.information
    if information and _worth(information[0]):
        said.append(_say(say, "toss_up_between", group=group_name(say, information[0].group)))
    todo = () if decision.plan is None else decision.plan.actions
    first = list(dict.fromkeys(say.practice(action.practice_id) for action in todo if action.no_regret))
    if first:
        said.append(_say(say, "toss_up_step", practices=language.quoted(first[:NAMES_SHOWN])))
    return tuple(said)


def to_complete(say: Sentences) -> Iterator[str]:
    """Yield, where too little is rated, which practices to complete first and how far they can move the level."""
    asked = say.questionnaire.thresholds.coverage
    for side, scored in say.assessment.maturity.sides.items():
        score = scored.score
        if not score.unrated or score.index.coverage is None or score.index.coverage >= asked:
            continue
        known = [say.questionnaire.practice[id_] for id_ in score.unrated]
        known.sort(key=lambda practice: (not practice.critical, -practice.weight, practice.id))
        named = say.language.quoted([say.language.text(practice.name) for practice in known[:TO_COMPLETE]])
        low, high = score.level_low, score.level_high
        yield _say(say, "to_complete", name=say.name(side), practices=named, low=low, high=high)


# ---- doubts -----------------------------------------------------------------------------------------


def doubts(say: Sentences) -> Iterator[str]:
    """Yield how the advice stands when what is uncertain varies."""
    decision = say.assessment.decision
    outlook, recommendation = decision.outlook, decision.recommendation
    if outlook is None or recommendation.option is None:
        return
    yield from toss_up(say)
    yield _say(say, "outlook_draws", draws=say.language.integer(outlook.draws))
    if not recommendation.robust:
        yield _say(say, "outlook_not_robust")
    known = [each for each in outlook.information if _worth(each)]
    if not known:
        yield _say(say, "information_none")
    else:
        money = known[0].money
        amount = say.language.money(money, _unit(say)) if money is not None else say.language.points(known[0].points)
        yield _say(say, "information_some", group=group_name(say, known[0].group), amount=amount)
    crossing = [bar for bar in outlook.tornado if bar.flips]
    if outlook.tornado and not crossing:
        yield _say(say, "tornado_none")
    for bar in crossing[:2]:
        name, _ = driver_words(say.questionnaire, bar.driver, say.language)
        low, high = (driver_value(say.questionnaire, bar.driver, v, say.language) for v in (bar.low, bar.high))
        yield _say(say, "tornado_flip", driver=name, value=low if bar.at_low < 0 else high)


def _worth(known: Information) -> bool:
    """Whether knowing something would be worth a point, once printed."""
    return round(known.points) >= 1


def _unit(say: Sentences) -> str:
    """Return the unit of the costs."""
    money = say.assessment.decision.options[0].money
    return "currency" if money is None else money.unit


def group_name(say: Sentences, group: str) -> str:
    """Return the name of a group of things to learn."""
    known = {each.id: each.name for each in say.questionnaire.parameter_groups}
    return say.language.text(known[group]).lower() if group in known else say.language.phrase(f"group_{group}")


def leaning(say: Sentences) -> str:
    """Return where what is known points to while it is not enough for advice; empty when there is advice."""
    found = say.assessment.decision.recommendation.leaning
    if found is None:
        return ""
    family = say.language.text(say.questionnaire.family[found.family].name).lower()
    return _say(say, "leaning", family=family, share=say.language.share_words(found.share))


def staged(say: Sentences) -> tuple[str, ...]:
    """Return what preparing is worth and when the choice is made, with what would then speak against retendering."""
    outlook, lead = say.assessment.decision.outlook, say.assessment.decision.recommendation.option
    found = None if outlook is None else outlook.staged
    if found is None or lead is None or say.questionnaire.option[lead].family != PREPARING:
        return ()
    day = say.language.date(found.decide_on)
    first = _say(say, "staged_day", day=day)
    if not rounded(found.worth, 1):
        return first, _say(say, "staged_bound")
    return first, _say(say, "staged_worth", points=say.language.number(found.worth)), *_not_retendering(say, found)


def _not_retendering(say: Sentences, found: Staged) -> Iterator[str]:
    """Yield what preparation may show after which one should not retender."""
    for signal in found.signals:
        if say.questionnaire.option[signal.option_id].family != STAYING:
            continue
        states = [_say(say, f"signal_{driver}_{'high' if high else 'low'}") for driver, high in signal.states]
        yield _say(
            say,
            "staged_signal",
            states=say.language.listed(states),
            option=say.option(signal.option_id),
            share=say.language.share_words(signal.share),
        )


def parts(say: Sentences) -> tuple[str, ...]:
    """Return the towers that call for another answer than the rest."""
    towers = {tower.id: tower.name for tower in say.questionnaire.towers}
    return tuple(
        _say(say, "part", tower=say.language.text(towers[part.tower_id]), option=say.option(part.option))
        for part in say.assessment.decision.recommendation.parts
    )


def triggers(say: Sentences) -> Iterator[str]:
    """Yield when the advice is looked at again, and after what it is dropped (`domain.md` 5.6)."""
    recommendation = say.assessment.decision.recommendation
    if recommendation.option is None:
        return
    family = say.questionnaire.option[recommendation.option].family
    if recommendation.checkpoint is not None:
        asked = say.language.trimmed(say.questionnaire.thresholds.readiness_retender)
        yield _say(say, f"trigger_{family}", day=say.language.date(recommendation.checkpoint), asked=asked)
    if family == STAYING:
        heavy = [c for c in recommendation.conditions if c.side is Side.CLIENT][:2]
        for condition in heavy:
            rating = say.assessment.maturity.ratings[condition.practice_id]
            if rating.value is not None and printable(say.questionnaire, rating):
                level = say.language.trimmed(min(Fraction(max(LEVELS)), rating.value + 1))
                yield _say(say, "trigger_input", practice=say.practice(condition.practice_id), level=level)
        yield _say(say, "trigger_else")


# ---- plan -------------------------------------------------------------------------------------------


def plan(say: Sentences, *, whole: bool = True, explained: bool = False) -> Iterator[str]:
    """Yield how the plan is balanced, what is worth doing whatever is decided, and what does not fit.

    Without `whole`, no word of options: they are for the client alone. `explained` when the reason for which one side
    has most of the effort is written.
    """
    todo = say.assessment.decision.plan
    if todo is None or not todo.actions:
        rated = any(rating.value is not None for rating in say.assessment.maturity.ratings.values())
        yield _say(say, "plan_nothing" if rated else "plan_unrated")
        return
    language = say.language
    yield _say(
        say,
        "plan_effort",
        months=language.months(todo.horizon_months),
        client_days=language.integer(todo.days[Side.CLIENT]),
        provider_days=language.integer(todo.days[Side.PROVIDER]),
    )
    if todo.unbalanced and todo.share_one_side is not None:
        key = "plan_unbalanced_explained" if explained else "plan_unbalanced"
        yield _say(say, key, share=language.percent(todo.share_one_side))
    free = {action.practice_id for action in todo.actions if action.no_regret}
    if free:
        yield language.plural("plan_no_regret" if whole else "plan_first", len(free))
    if todo.postponed:
        yield language.plural("plan_postponed", len(todo.postponed))


# ---- the tender file ----------------------------------------------------------------------------------


def readiness(say: Sentences) -> Iterator[str]:
    """Yield how ready the tender file is, what it takes to launch, what blocks it, what is worth doing anyway."""
    found = say.assessment.decision.inputs.get("readiness")
    if found is None:
        yield _say(say, "readiness_unknown")
        return
    language, limits = say.language, say.questionnaire.thresholds
    yield _say(
        say,
        "readiness_now",
        readiness=language.trimmed(100 * found),
        like=language.trimmed(limits.readiness_retender),
        transform=language.trimmed(limits.readiness_transform),
    )
    said = latest(say.facts.statements, Kind.READINESS)
    lacking = [item for item in say.questionnaire.readiness if not said.get(item.id, {"status": 0})["status"]]
    blocking = [language.text(item.name) for item in lacking if item.blocking]
    if said and blocking:
        yield language.plural("readiness_blocking", len(blocking), items=language.quoted(blocking))
    useful = [language.text(item.name) for item in lacking if item.no_regret and not item.blocking]
    if said and useful:
        yield language.plural("readiness_no_regret", len(useful), items=language.quoted(useful))


# ---- what this rests on -------------------------------------------------------------------------------


def conventions(say: Sentences, engine: str) -> tuple[str, ...]:
    """Return what a reader must know to compute the same again."""
    outlook, limits = say.assessment.decision.outlook, say.questionnaire.thresholds
    found = [
        _say(
            say,
            "convention_engine",
            engine=engine,
            version=say.assessment.questionnaire_version,
        )
    ]
    if outlook is not None:
        draws, seed = say.language.integer(outlook.draws), str(outlook.seed)
        found.append(_say(say, "convention_draws", draws=draws, seed=seed))
    found.append(
        _say(
            say,
            "convention_priors",
            rater=say.language.number(limits.prior_rater),
            residual=say.language.number(limits.prior_residual),
        )
    )
    return tuple(found)


def option_cost(say: Sentences, option: OptionResult) -> tuple[str, str, str, str]:
    """Return the figures of an option in the table of costs: total, range, saving, break-even."""
    money, language = option.money, say.language
    if money is None:
        return (NONE,) * 4
    low, high = (language.money(value, money.unit) for value in (money.total.low, money.total.high))
    when = language.months(money.break_even) if money.break_even is not None else NONE
    saving = NONE if option.option_id == REFERENCE else language.money(money.saving.middle, money.unit)
    shown = _say(say, "cost_range", low=low, high=high)
    return language.money(money.total.middle, money.unit), shown, saving, NONE if saving == NONE else when
