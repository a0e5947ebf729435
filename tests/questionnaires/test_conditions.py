from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.conditions import Condition

KINDS = {"a": "bool", "b": "bool", "n": "number", "m": "number", "word": "choice", "words": "many", "day": "date"}
LOGIC = (True, False, None)


def condition(text):
    return Condition(text, KINDS)


def truth(values):
    """Values of a and b, what is not known left out."""
    return {name: value for name, value in zip("ab", values, strict=True) if value is not None}


AND = {(True, True): True, (True, None): None, (None, True): None, (None, None): None}
OR = {(False, False): False, (False, None): None, (None, False): None, (None, None): None}


@pytest.mark.parametrize("values", list(product(LOGIC, repeat=2)))
def test_and_is_settled_by_one_part_that_does_not_hold(values):
    assert condition("a and b").holds(truth(values)) is AND.get(values, False)


@pytest.mark.parametrize("values", list(product(LOGIC, repeat=2)))
def test_or_is_settled_by_one_part_that_holds(values):
    assert condition("a or b").holds(truth(values)) is OR.get(values, True)


@pytest.mark.parametrize(("value", "expected"), [(True, False), (False, True), (None, None)])
def test_not_keeps_what_is_not_known(value, expected):
    assert condition("not a").holds({"a": value}) is expected


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("n < 2 and not (a or b)", {"n": 1.0, "a": False}, None),
        ("n < 2 and not (a or b)", {"n": 1.0, "a": True}, False),
        ("n < 2 and not (a or b)", {"n": 3.0}, False),
        ("n < 2 or (a and b)", {"n": 1.0}, True),
        ("a == false or n > 1", {"a": False}, True),
        ("a == false or n > 1", {"a": True}, None),
    ],
)
def test_what_is_known_settles_as_much_as_it_can(text, values, expected):
    assert condition(text).holds(values) is expected


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("n * m / 100 + 1 >= m", {"n": 99.0, "m": 100.0}, True),
        ("n * m / 100 + 1 >= m", {"n": 98.0, "m": 100.0}, False),
        ("n * m / 100 + 1 >= m", {"n": 98.0}, None),
        ('word == "tacit"', {"word": "tacit"}, True),
        ('word == "tacit"', {"word": "none"}, False),
        ('word == "tacit"', {"word": None}, None),
        ('word in ["local", "private"]', {"word": "private"}, True),
        ('word in ["local", "private"]', {"word": "state"}, False),
        ('word in ["local", "private"]', {}, None),
        ('"penalties" in words', {"words": ["benchmark", "penalties"]}, True),
        ('"penalties" in words', {"words": []}, False),
        ('"penalties" in words', {}, None),
        ("n < 2", {"n": 0.0}, True),
        ("n + 0.2 == 0.3", {"n": 0.1}, True),
        ("n - m >= 1", {"n": 3.0, "m": 2.0}, True),
        ('word != "tacit" and day == "2026-11-30"', {"word": "none", "day": "2026-11-30"}, True),
    ],
)
def test_a_comparison_needs_everything_that_it_names(text, values, expected):
    assert condition(text).holds(values) is expected


def test_a_condition_tells_the_names_that_it_uses():
    assert condition('a and (n < m or word == "x")').names == {"a", "n", "m", "word"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a and unheard_of", "^names unheard_of, which is not a fact nor an index$"),
        ("n < ", "^is not a condition: "),
        ("a and and b", "^is not a condition: "),
        ("a > 3", "^is not a condition: "),
        ('n > "many"', "^is not a condition: "),
        ("word < 2", "^is not a condition: "),
        ("n", "^is not a condition: n is a number, not true or false$"),
        ("1 < n < 3", "^is not a condition: 1 < n < 3 cannot be used here$"),
        ("n / m > 1", "^is not a condition: n / m may divide by nothing, use a number$"),
        ("n / 0 > 1", "^is not a condition: "),
        ('word in "tacit"', "compares a text with a text$"),
        ('words == ["penalties"] and n', "^is not a condition: n is a number"),
        ("True", "^is not a condition: "),
        ("word in [word]", "^is not a condition: "),
        ("(lambda: a)()", "cannot be used here$"),
        ("a.b", "cannot be used here$"),
    ],
)
def test_what_cannot_be_tried_is_refused_when_it_is_read(text, message):
    with pytest.raises(ValueError, match=message):
        condition(text)


@given(st.text("abnm wordsin()[]<>=+-*/\"'.0123456789truefalsnot\x00\n", max_size=30))
def test_any_text_is_a_condition_or_says_why_it_is_none(text):
    try:
        held = condition(text).holds({})
    except ValueError:
        held = None
    assert held in LOGIC
