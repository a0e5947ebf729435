import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.student import quantile, within

# The 95 % points of printed tables of Student's t.
TABLE = {
    1: 6.313752,
    2: 2.919986,
    3: 2.353363,
    4: 2.131847,
    5: 2.015048,
    6: 1.943180,
    8: 1.859548,
    10: 1.812461,
    30: 1.697261,
    100: 1.660234,
    200: 1.652508,
}


@pytest.mark.parametrize(("degrees", "expected"), TABLE.items())
def test_the_table_is_met(degrees, expected):
    assert quantile(0.95, degrees) == pytest.approx(expected, abs=1e-6)


def test_another_chance_gives_another_point():
    assert quantile(0.975, 10) == pytest.approx(2.228139, abs=1e-6)
    assert quantile(0.5, 10) == pytest.approx(0, abs=1e-12)


@given(st.floats(0.5, 0.999), st.integers(1, 200))
def test_the_quantile_undoes_the_probability(probability, degrees):
    assert within(quantile(probability, degrees), degrees) == pytest.approx(2 * probability - 1, abs=1e-9)


@given(st.integers(1, 199))
def test_more_people_make_it_narrower_and_never_narrower_than_the_normal_law(degrees):
    assert quantile(0.95, degrees) > quantile(0.95, degrees + 1) > 1.644853
