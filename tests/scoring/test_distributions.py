import json
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.distributions import Triangular, draw, exponentials, normals, uniforms
from scoring.results import Spread
from tests.scoring.engagements import DATA

ORACLE = json.loads((DATA / "oracles" / "08_pert_triangular.json").read_text("utf-8"))
MANY = 100_000

finite = st.floats(-1e6, 1e6)
spreads = st.lists(finite, min_size=3, max_size=3).map(sorted).map(lambda points: Spread(*points))


@pytest.mark.parametrize("case", ORACLE["cases"], ids=lambda case: f"{case['min']}-{case['mode']}-{case['max']}")
def test_a_triangle_has_the_published_moments(case):
    triangular = Triangular(case["min"], case["mode"], case["max"])
    assert (triangular.mean, triangular.sd**2) == pytest.approx((case["tri_mean"], case["tri_var"]))
    shares = triangular.quantile(np.array([0.1, 0.5, 0.9]))
    assert shares == pytest.approx([case["tri_p10"], case["tri_p50"], case["tri_p90"]])


@pytest.mark.parametrize("case", ORACLE["triangular_from_p10_mode_p90"], ids=lambda case: f"mode {case['mode']}")
def test_one_in_ten_on_either_side_gives_the_ends_of_the_triangle(case):
    found = Triangular.of(Spread(case["p10"], case["mode"], case["p90"]))
    assert (found.low, found.high) == pytest.approx((case["expected_min"], case["expected_max"]), abs=1e-6)


@given(spreads)
def test_a_tenth_lies_below_the_low_point_and_a_tenth_above_the_high_one(spread):
    found = Triangular.of(spread)
    assert found.low <= spread.low <= found.mode == spread.middle <= spread.high <= found.high
    near = 1e-9 * (spread.high - spread.low) + 1e-14 * max(abs(spread.low), abs(spread.high))
    assert found.quantile(0.1) == pytest.approx(spread.low, rel=0, abs=near)
    assert found.quantile(0.9) == pytest.approx(spread.high, rel=0, abs=near)


@given(spreads)
def test_draws_rise_with_chance_and_stay_within_the_triangle(spread):
    found = Triangular.of(spread)
    drawn = found.quantile(np.linspace(0, 1, 101))
    assert (drawn[0], drawn[-1]) == (found.low, found.high)
    # Rounding may turn back by the last digit of the ends.
    assert np.diff(drawn).min() >= -1e-12 * max(abs(found.low), abs(found.high))


@pytest.mark.parametrize("spread", [Spread(0.1, 0.5, 0.9), Spread(4, 6, 12), Spread(0, 0, 1), Spread(2, 3, 3)])
def test_draws_have_the_moments_of_their_distribution(spread):
    drawn, wanted = draw(spread, 1, "driver", MANY), Triangular.of(spread)
    assert drawn.mean() == pytest.approx(wanted.mean, abs=4 * wanted.sd / sqrt(MANY))
    assert drawn.std() == pytest.approx(wanted.sd, rel=0.01)


def test_a_figure_without_doubt_is_drawn_as_itself():
    assert draw(Spread(3.5, 3.5, 3.5), 1, "driver", 5).tolist() == [3.5] * 5


def test_three_points_out_of_order_are_refused_by_name():
    with pytest.raises(ValueError, match="exit_cost is not in order: low 2, middle 1, high 3"):
        draw(Spread(2, 1, 3), 1, "exit_cost", 5)


def test_each_name_and_each_seed_has_a_stream_of_its_own_and_always_the_same():
    first = uniforms(1, "ability", 1000)
    uniforms.cache_clear()
    assert uniforms(1, "ability", 1000).tobytes() == first.tobytes()
    for other in (uniforms(1, "need", 1000), uniforms(2, "ability", 1000)):
        assert abs(np.corrcoef(first, other)[0, 1]) < 0.1


def test_a_stream_goes_on_when_more_is_drawn():
    assert uniforms(1, "ability", 10).tolist() == uniforms(1, "ability", 20)[:10].tolist()


def test_streams_are_shared_hence_nobody_may_write_on_them():
    for stream in (uniforms, normals):
        with pytest.raises(ValueError, match="read-only"):
            stream(1, "ability", 10)[0] = 0


@pytest.mark.parametrize("count", [1, 2, 7])
def test_normal_draws_are_as_many_as_asked(count):
    assert normals(1, "ability", count).shape == (count,)


def test_normal_and_exponential_draws_have_their_moments():
    normal, exponential = normals(1, "ability", MANY), exponentials(1, "ability", MANY)
    assert (normal.mean(), normal.std()) == pytest.approx((0, 1), abs=0.01)
    assert np.quantile(normal, [0.05, 0.95]) == pytest.approx([-1.645, 1.645], abs=0.02)
    assert (exponential.mean(), exponential.std()) == pytest.approx((1, 1), abs=0.02)
    assert exponential.min() >= 0
