"""Assess 58 practices that 20 people rated, against plain means of the same answers, weighed by practice."""

import random
import statistics
import time
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from questionnaires import Side, load
from scoring import assess
from scoring.facts import Answer, Backing, Contract, Facts, Respondent, State

QUESTIONNAIRE = load()
MODE = next(mode.id for mode in QUESTIONNAIRE.modes if not mode.practices)
PEOPLE = tuple(Respondent(f"person-{i:02}", list(Side)[i % 2], f"role-{i % 5}") for i in range(20))
RUNS = 500
WARM_UP = 20
FIRST = 60


def main() -> None:
    """Print the median and the 95th percentile of each, and the ratio of medians."""
    known = [engagement(0)] * (WARM_UP + RUNS)
    again, least = measure(known, assess_it), measure(known, plain_means)
    first = measure([engagement(seed) for seed in range(1, WARM_UP + FIRST)], assess_it)
    for label, times in (("assess", again), ("assess, seen for the first time", first), ("floor", least)):
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{label}: median {statistics.median(times):.2f} ms, 95th percentile {p95:.2f} ms")
    print(f"ratio of medians: {statistics.median(again) / statistics.median(least):.0f} (reach of assess: 3 ms)")


def measure(engagements, task):
    """Return the milliseconds of a task on each engagement, once warm."""
    times = []
    for facts in engagements:
        start = time.perf_counter()
        task(facts)
        times.append((time.perf_counter() - start) * 1000)
    return times[WARM_UP:]


def assess_it(facts):
    """What the product does."""
    return assess(QUESTIONNAIRE, facts)


def plain_means(facts):
    """The least that could be called an index: a mean for each practice, weighed, for each side."""
    levels, totals, weights = defaultdict(list), defaultdict(float), defaultdict(int)
    for answer in facts.answers:
        if answer.level is not None:
            levels[answer.practice_id].append(answer.level)
    for practice_id, found in levels.items():
        practice = QUESTIONNAIRE.practice[practice_id]
        totals[practice.side] += practice.weight * sum(found) / len(found)
        weights[practice.side] += practice.weight
    return {side: total / weights[side] for side, total in totals.items()}


def engagement(seed):
    """Everyone rates every practice, around its own level; one practice in three has documents behind it."""
    chance = random.Random(seed)
    around = {practice.id: chance.uniform(1, 4) for practice in QUESTIONNAIRE.practices}
    documented = {id_: chance.choice([Backing.SAID, Backing.SAID, Backing.SEEN, Backing.SAMPLED]) for id_ in around}
    asked = [(person, id_) for person in PEOPLE for id_ in around]
    return Facts(
        client="Client",
        provider="Provider",
        as_of=date(2026, 11, 30),
        mode=MODE,
        contract=Contract("private"),
        respondents=PEOPLE,
        answers=tuple(
            Answer(
                id=f"{chance.getrandbits(128):032x}",
                respondent_id=person.id,
                practice_id=id_,
                follows_id=None,
                state=State.LEVEL,
                level=min(5, max(0, round(chance.gauss(around[id_], 0.8)))),
                backing=documented[id_],
                contradicts=False,
                said_at=(now := datetime(2026, 11, 3, 9, tzinfo=UTC) + timedelta(seconds=order)),
                recorded_at=now,
            )
            for order, (person, id_) in enumerate(asked)
        ),
    )


if __name__ == "__main__":
    main()
