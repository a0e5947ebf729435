"""Draw and count a decision, 20,000 draws with all that is told of them, against the least that counting takes."""

import statistics
import time
from itertools import combinations

import numpy as np

from app import demonstrations
from app.engagement_file import decode, to_facts
from questionnaires import load
from scoring import acceptability, assess, break_evens, decide, distributions, information, waiting, weighing
from scoring.results import Spread

DRAWS, OPTIONS, CRITERIA, DRIVERS, GROUPS = 20_000, 8, 8, 40, 8
LEARNED = 8192
RUNS = 15
SEED = 20261130
NAMES = tuple(f"criterion {k}" for k in range(CRITERIA))
SPREADS = {
    f"driver {number}": Spread(0.2 + number / 100, 0.4 + number / 100, 0.5 + number / 100) for number in range(DRIVERS)
}
EFFECTS = np.random.default_rng(SEED).random((OPTIONS, CRITERIA, DRIVERS)) / DRIVERS
POINTS = weighing.Weighing("points", points={name: 10.0 + k for k, name in enumerate(NAMES)}, factor=1.5)


def main() -> None:
    """Print the median of both, what its parts take, and the ratio."""
    kit()
    times, floors, parts = [], [], {}
    for _ in range(RUNS):
        # A new decision draws anew: nothing is kept from the last.
        for kept in (distributions.uniforms, distributions.normals, information._shuffled):
            kept.cache_clear()
        start = time.perf_counter()
        laps = kit()
        times.append((time.perf_counter() - start) * 1000)
        for name, lap in laps:
            parts.setdefault(name, []).append(lap * 1000)
        start = time.perf_counter()
        floor()
        floors.append((time.perf_counter() - start) * 1000)
    for name, laps in parts.items():
        print(f"  {name}: {statistics.median(laps):.1f} ms")
    measured, least = statistics.median(times), statistics.median(floors)
    print(f"kit: median {measured:.1f} ms; floor: median {least:.1f} ms")
    print(f"ratio of medians: {measured / least:.2f} (reach: 2)")
    for name in demonstrations.NAMES:
        print(f"decide, {name}, all outputs: median {decision(name):.0f} ms (reach: 100 ms)")


def decision(name):
    """Return the milliseconds of a whole decision on a demonstration, drawn anew each time."""
    questionnaire, facts = load(), to_facts(decode(demonstrations.read(name)))
    maturity, times = assess(questionnaire, facts), []
    for _ in range(RUNS):
        for kept in (distributions.uniforms, distributions.normals, information._shuffled):
            kept.cache_clear()
        start = time.perf_counter()
        decide(questionnaire, facts, maturity)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def model(drawn, count):
    """Partial values from drivers: what stands for the value model in both."""
    return (drawn.T @ EFFECTS.reshape(-1, DRIVERS).T).reshape(count, OPTIONS, CRITERIA)


def kit():
    """Return the seconds that each part took: drawing, valuing, counting, learning, preparing, break-evens."""
    laps, last = [], time.perf_counter()

    def lap(name):
        nonlocal last
        now = time.perf_counter()
        laps.append((name, now - last))
        last = now

    drawn = np.stack([distributions.draw(spread, SEED, name, DRAWS) for name, spread in SPREADS.items()])
    lap("drivers")
    weights = weighing.sample_weights([POINTS], NAMES, SEED, DRAWS)
    lap("weights")
    values = model(drawn, DRAWS)
    scores = np.einsum("nmk,nk->nm", values, weights)
    lap("values")
    counted = acceptability.acceptability(scores, weights, 200)
    acceptability.pairwise_wins(scores + 0.01)
    acceptability.quantiles(scores)
    lap("counting")
    lead, rival = np.argsort(-counted.means)[:2]
    for group in range(GROUPS):
        known = slice(group * DRIVERS // GROUPS, (group + 1) * DRIVERS // GROUPS)
        index = (EFFECTS[lead] - EFFECTS[rival])[:, known].sum(axis=0) @ drawn[known, :LEARNED]
        information.binned_value(index, scores[:LEARNED], SEED)
    lap("information")
    seen = waiting.signs(scores, *(drawn[k] > np.median(drawn[k]) for k in (0, 1)))
    waiting.preparation(seen, 0)
    lap("preparation")
    stated = np.array(list(POINTS.stated(NAMES).values()))
    break_evens.weight_break_evens(values.mean(axis=0), stated)
    lap("break-evens")
    return laps


def floor():
    """Draw, value and compare, bare: triangular draws, lognormal weights, one count of each pair."""
    stream = np.random.Generator(np.random.PCG64(SEED))
    chance = stream.random((DRIVERS, DRAWS))
    drawn = np.empty_like(chance)
    for number, spread in enumerate(SPREADS.values()):
        shape = distributions.Triangular.of(spread)
        rising = shape.low + np.sqrt(chance[number] * (shape.high - shape.low) * (shape.mode - shape.low))
        falling = shape.high - np.sqrt((1 - chance[number]) * (shape.high - shape.low) * (shape.high - shape.mode))
        drawn[number] = np.where(chance[number] * (shape.high - shape.low) < shape.mode - shape.low, rising, falling)
    weights = np.exp(0.25 * stream.standard_normal((DRAWS, CRITERIA)))
    weights /= weights.sum(axis=1, keepdims=True)
    columns = np.ascontiguousarray(np.einsum("nmk,nk->nm", model(drawn, DRAWS), weights).T)
    ranks = np.zeros((OPTIONS, DRAWS), dtype=np.uint8)
    for i, j in combinations(range(OPTIONS), 2):
        behind = columns[j] > columns[i]
        np.count_nonzero(behind)
        ranks[i] += behind
        ranks[j] += ~behind
    for row in ranks:
        np.bincount(row, minlength=OPTIONS)


if __name__ == "__main__":
    main()
