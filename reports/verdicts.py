"""Sentences on what was found, what it costs, what is uncertain and what comes next: said once, as `sentences` are."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from questionnaires import Grade, Side
from reports.charts.doubts import driver_value, driver_words
from reports.publishing import printable
from reports.sentences import Sentences
from scoring.courses import REFERENCE, STAYING
from scoring.results import (
    AdviceClass,
    Finding,
    FindingKind,
    Money,
    OptionResult,
    Perception,
    PerceptionKind,
    Reading,
    Staged,
)

STRENGTHS_SHOWN = 5
STRONG = 3
"""The level from which a practice is a strength worth telling."""

WORTH_KNOWING = 0.5
"""Points under which more analysis would not pay."""

SURE = 0.005


def _say(say: Sentences, key: str, **values: object) -> str:
    names = {"client": say.facts.client, "provider": say.facts.provider}
    names |= {f"of_{side}": say.language.of(name) for side, name in list(names.items())}
    return say.language.phrase(key, **names, **values)


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
    language, values = say.language, found.values
    shown: dict[str, object] = {}
    if "share" in values:
        shown["share"] = language.percent(_number(values["share"]))
    if "asymmetry" in values:
        shown["asymmetry"] = language.number(_number(values["asymmetry"]))
    for name in ("ability", "acceptability", "continuity"):
        if name in values:
            shown[name] = language.points(100 * _number(values[name]))
    if found.kind is FindingKind.TOO_LATE:
        shown["months"] = language.months(int(str(values["months"])))
    key = found.kind.value
    if found.kind is FindingKind.IN_LOTS and not values["integrates"]:
        key += "_helped"
    return _say(say, f"finding_{key}", **shown)


def _number(value: object) -> float:
    return float(str(value))


# ---- maturity ---------------------------------------------------------------------------------------


def strengths(say: Sentences, side: Side) -> tuple[str, ...]:
    """Return what a side does best: well rated, backed by documents, and printable."""
    found = [
        rating
        for rating in say.assessment.maturity.ratings.values()
        if rating.value is not None
        and rating.value >= STRONG
        and say.questionnaire.practice[rating.practice_id].side is side
        and printable(say.questionnaire, rating)
    ]
    found.sort(key=lambda r: (-(r.value or 0), r.grade not in (Grade.A, Grade.B), r.practice_id))
    return tuple(
        _say(
            say,
            "strength",
            practice=say.practice(rating.practice_id),
            level=say.language.number(rating.value),
        )
        for rating in found[:STRENGTHS_SHOWN]
    ) or (_say(say, "strength_none"),)


def agreement(say: Sentences) -> Iterator[str]:
    """Yield whether each side reads the scale alike."""
    for found in say.assessment.maturity.agreement:
        values: dict[str, object] = {"name": say.name(found.side)}
        if found.alpha is not None and found.reading not in (Reading.TOO_FEW, Reading.NO_VARIATION):
            values["alpha"] = say.language.number(found.alpha, 2)
        yield _say(say, f"agreement_{found.reading.value}", **values)


def asked(say: Sentences, side: Side) -> str | None:
    """Return between which values the index of a side would lie had others been asked; None where nothing tells."""
    found = say.assessment.maturity.sides[side].score.asked
    return None if found is None else say.language.range(*found)


def perceptions(say: Sentences) -> tuple[str, ...]:
    """Return how differently the sides see each domain, the widest gap first."""
    least = say.questionnaire.thresholds.printable_aggregate
    found = [p for p in say.assessment.maturity.perceptions if p.ref.kind == "domain" and p.practices >= least]
    found.sort(key=lambda p: (-p.absolute, p.ref.id))
    return tuple(_perception(say, each) for each in found)


def _perception(say: Sentences, seen: Perception) -> str:
    """Return how one domain is seen by both."""
    higher = Side.CLIENT if seen.signed > 0 else Side.PROVIDER
    key = "perception_level" if abs(seen.signed) < Fraction(1, 20) else "perception_gap"
    beyond = "beyond" if PerceptionKind.BEYOND_STYLE in seen.kinds else "within"
    text = _say(
        say,
        key,
        domain=say.language.text(say.questionnaire.domain[seen.ref.id].name),
        higher=say.name(higher),
        gap=say.language.number(abs(seen.signed)),
        absolute=say.language.number(seen.absolute),
    )
    return f"{text} {_say(say, f'perception_{beyond}', half=say.language.number(seen.half_width))}"


def causes(say: Sentences) -> Iterator[str]:
    """Yield where the shortfall of the provider comes from: its own, inherited, and what it makes up for."""
    part = say.assessment.maturity.inheritance[Side.PROVIDER]
    if part.share is None or part.no_shortfall:
        yield _say(say, "causes_none")
        return
    yield _say(
        say,
        "causes_provider",
        own=say.language.number(part.own, 0),
        inherited=say.language.number(part.inherited, 0),
        total=say.language.number(part.shortfall, 0),
    )
    made_up = [item for item in part.practices if item.compensation > 0]
    if made_up:
        yield say.language.plural("causes_compensation", len(made_up), provider=say.facts.provider)
    client = say.assessment.maturity.inheritance[Side.CLIENT]
    if client.share is not None and client.inherited:
        yield _say(say, "causes_client", share=say.language.percent(client.share))


# ---- money ------------------------------------------------------------------------------------------


def cost(say: Sentences) -> str | None:
    """Return what the advice costs over the window, against doing nothing."""
    lead = say.assessment.decision.recommendation.option
    if lead is None or (money := say.assessment.decision.option(lead).money) is None:
        return None
    language, saving = say.language, money.saving.middle
    text = _say(
        say,
        "cost_total",
        months=language.months(money.months),
        total=language.money(money.total.middle, money.unit),
        low=language.money(money.total.low, money.unit),
        high=language.money(money.total.high, money.unit),
    )
    if lead == REFERENCE:
        return text
    key = "cost_level" if abs(saving) < SURE * money.total.middle else "cost_less" if saving > 0 else "cost_more"
    return f"{text} {_say(say, key, amount=language.money(abs(saving), money.unit))} {break_even(say, money)}".strip()


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
    """Return what could go wrong with the advice: the criterion on which it is weakest."""
    lead = say.assessment.decision.recommendation.option
    if lead is None:
        return None
    option = say.assessment.decision.option(lead)
    weights = say.assessment.decision.weights
    names = {c.id: c for c in say.questionnaire.criteria}
    weak = max(option.values, key=lambda id_: (weights[id_] * (1 - option.values[id_]), id_))
    return _say(
        say,
        "risk_weakest",
        criterion=say.language.text(names[weak].name).lower(),
        value=say.language.points(100 * max(0.0, option.values[weak])),
        meaning=say.language.text(names[weak].meaning),
    )


def nothing_done(say: Sentences) -> str | None:
    """Return what happens if nothing is done."""
    option = next((o for o in say.assessment.decision.options if o.option_id == REFERENCE), None)
    if option is None or option.points is None or option.attained is None:
        return None
    closed = [gate for gate in option.gates if gate.legal]
    key = "nothing_unlawful" if closed else "nothing_lawful"
    return _say(
        say,
        key,
        share=say.language.percent(option.attained.share),
        points=say.language.points(option.points),
    )


# ---- doubts -----------------------------------------------------------------------------------------


def doubts(say: Sentences) -> Iterator[str]:
    """Yield how the advice stands when what is uncertain varies."""
    decision = say.assessment.decision
    outlook, recommendation = decision.outlook, decision.recommendation
    if outlook is None or recommendation.option is None:
        return
    if recommendation.family_class is AdviceClass.TOSS_UP and recommendation.challenger is not None:
        yield _say(
            say,
            "toss_up",
            first=say.option(recommendation.option),
            second=say.option(recommendation.challenger.rival),
            wins=say.language.share_words(recommendation.challenger.wins),
        )
    yield _say(say, "outlook_draws", draws=say.language.integer(outlook.draws))
    if not recommendation.robust:
        yield _say(say, "outlook_not_robust")
    known = [each for each in outlook.information if each.points >= WORTH_KNOWING]
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


def _unit(say: Sentences) -> str:
    """Return the unit of the costs."""
    money = say.assessment.decision.options[0].money
    return "currency" if money is None else money.unit


def group_name(say: Sentences, group: str) -> str:
    """Return the name of a group of things to learn."""
    known = {each.id: each.name for each in say.questionnaire.parameter_groups}
    return say.language.text(known[group]).lower() if group in known else say.language.phrase(f"group_{group}")


def staged(say: Sentences) -> tuple[str, ...]:
    """Return what preparing is worth and when the choice is made, with what would then speak against retendering."""
    outlook, lead = say.assessment.decision.outlook, say.assessment.decision.recommendation.option
    found = None if outlook is None else outlook.staged
    if found is None or lead is None or say.questionnaire.option[lead].family != "preparing":
        return ()
    day = say.language.date(found.decide_on)
    first = _say(say, "staged_day", day=day)
    if found.worth < SURE:
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
        yield _say(say, f"trigger_{family}", day=say.language.date(recommendation.checkpoint))
    if family == STAYING:
        heavy = [c for c in recommendation.conditions if c.side is Side.CLIENT][:2]
        for condition in heavy:
            rating = say.assessment.maturity.ratings[condition.practice_id].value
            if rating is not None:
                level = say.language.number(min(Fraction(5), rating + 1))
                yield _say(say, "trigger_input", practice=say.practice(condition.practice_id), level=level)
        yield _say(say, "trigger_else")


# ---- plan -------------------------------------------------------------------------------------------


def plan(say: Sentences) -> Iterator[str]:
    """Yield how the plan is balanced, what is worth doing whatever is decided, and what does not fit."""
    todo = say.assessment.decision.plan
    if todo is None or not todo.actions:
        yield _say(say, "plan_nothing")
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
        yield _say(say, "plan_unbalanced", share=language.percent(todo.share_one_side))
    free = {action.practice_id for action in todo.actions if action.no_regret}
    if free:
        yield language.plural("plan_no_regret", len(free))
    if todo.postponed:
        yield language.plural("plan_postponed", len(todo.postponed))


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
        return ("–",) * 4
    low, high = (language.money(value, money.unit) for value in (money.total.low, money.total.high))
    when = language.months(money.break_even) if money.break_even is not None else "–"
    saving = "–" if option.option_id == REFERENCE else language.money(money.saving.middle, money.unit)
    shown = _say(say, "cost_range", low=low, high=high)
    return language.money(money.total.middle, money.unit), shown, saving, "–" if saving == "–" else when
