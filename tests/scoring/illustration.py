"""Seven options on seven criteria, invented: the worked decision of `methods.md` 4, and draws of it."""

import json
from functools import lru_cache

import numpy as np

from scoring.distributions import Triangular, uniforms
from scoring.weighing import Weighing, sample_weights
from tests.scoring.engagements import DATA, QUESTIONNAIRE

ORACLE = json.loads((DATA / "oracles" / "19_decision_illustration.json").read_text("utf-8"))
EXACT, CHANCE = ORACLE["expected_exact"], ORACLE["expected_monte_carlo"]
OPTIONS, CRITERIA = ORACLE["options"], ORACLE["criteria"]
LEAD, RUNNER = OPTIONS.index(EXACT["lead"]), OPTIONS.index(EXACT["runner_up"])
WORST, BEST = np.array(ORACLE["anchors_worst_best"]).T
SEED = 1
DRAWS = 50_000

SHAPES = [[Triangular(*cell) for cell in row] for row in ORACLE["triangular_low_mode_high"]]
POINTS = Weighing(
    "points",
    points=dict(zip(CRITERIA, ORACLE["swing_points"], strict=True)),
    factor=QUESTIONNAIRE.weight_precision.approximate,
)


def scaled(measures):
    """Measures between their anchors, 0 to 1; criteria come last."""
    return (measures - WORST) / (BEST - WORST)


@lru_cache
def mean_values():
    """Mean partial value of each option on each criterion."""
    return scaled(np.array([[shape.mean for shape in row] for row in SHAPES]))


@lru_cache
def stated():
    """Stated weights, in the order of the criteria."""
    return np.array(list(POINTS.stated(CRITERIA).values()))


def option_values(option, stream):
    """Draws of one option on each criterion, all independent."""
    row = SHAPES[option]
    drawn = [row[k].quantile(uniforms(SEED, f"{stream}.{name}", DRAWS)) for k, name in enumerate(CRITERIA)]
    return scaled(np.stack(drawn, axis=1))


@lru_cache
def drawn_values():
    """Draws of every cell, all independent."""
    return np.stack([option_values(i, option) for i, option in enumerate(OPTIONS)], axis=1)


@lru_cache
def drawn_weights():
    """Draws of the weights about the stated points."""
    return sample_weights([POINTS], CRITERIA, SEED, DRAWS)


def scores(values, weights):
    """Additive value of each option in each draw."""
    return np.einsum("nmk,nk->nm", values, weights)
