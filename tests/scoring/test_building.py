import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from scoring.building import quickly_built
from scoring.results import Rating, Ref


@quickly_built
@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 2


def test_it_is_built_as_a_dataclass_is():
    assert Point(1) == Point(1, 2) == Point(y=2, x=1)
    assert repr(Point(1)) == "Point(x=1, y=2)"
    assert [each.name for each in fields(Point)] == ["x", "y"]
    for wrong in ({}, {"x": 1, "z": 3}):
        with pytest.raises(TypeError, match=r"Point\.__init__"):
            Point(**wrong)


def test_it_stays_frozen():
    point = Point(1)
    with pytest.raises(FrozenInstanceError):
        point.x = 3
    with pytest.raises(FrozenInstanceError):
        del point.x
    assert type(point) is Point
    assert point == Point(1)


def test_it_has_no_subclasses():
    with pytest.raises(TypeError, match="Point has no subclasses"):
        type("Dot", (Point,), {})


def test_it_copies_and_travels():
    ref = Ref("answer", "1")
    assert replace(ref, id="2") == Ref("answer", "2")
    assert copy.deepcopy(ref) == pickle.loads(pickle.dumps(ref)) == ref
    assert len({ref, Ref("answer", "1")}) == 1


def test_defaults_of_results_are_kept():
    assert Rating.__init__.__annotations__
    assert next(each for each in fields(Rating) if each.name == "deviation").default is None


def test_what_is_more_than_being_filled_is_refused():
    @dataclass(frozen=True, slots=True)
    class Listed:
        items: list = field(default_factory=list)

    with pytest.raises(TypeError, match=r"Listed\.items"):
        quickly_built(Listed)
