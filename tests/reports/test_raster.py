"""Pictures of charts for files that hold no vectors."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from questionnaires import Side
from reports import drawing, theme
from reports.charts import PartKind
from reports.drawing.sheet import Sheet
from reports.raster import BLEED, RESOLUTION, png
from tests.reports.samples import charts_of


def pixels(data):
    return np.array(Image.open(io.BytesIO(data)).convert("RGB"))


def shade(colour):
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])


def near(image, colour):
    """Return where an image has a colour, within what a palette changes."""
    return (np.abs(image.astype(int) - shade(colour)) < 12).all(axis=2)


def test_the_same_figure_gives_the_same_bytes():
    chart = charts_of("valmeca")[0]
    assert png(drawing.draw(chart)) == png(drawing.draw(chart))


def test_it_is_as_fine_as_it_says_and_wider_by_its_bleed():
    picture = Image.open(io.BytesIO(png(Sheet(72, 36).figure)))
    assert picture.size == (int(RESOLUTION * (1 + 2 * BLEED / 72)), RESOLUTION // 2)
    assert picture.info["dpi"] == pytest.approx((RESOLUTION, RESOLUTION), abs=0.1)


@pytest.mark.parametrize(("side", "kind"), [(Side.PROVIDER, PartKind.REACHED), (Side.PROVIDER, PartKind.INHERITED)])
def test_patterns_are_drawn_and_leave_their_ground_between_the_strokes(side, kind):
    sheet = Sheet(100, 60)
    sheet.part(side, kind, (10, 10), (80, 40))
    image = pixels(png(sheet.figure))
    inside = image[45:-45, 70:-70]
    stroke = theme.FILL[Side.PROVIDER if kind is PartKind.REACHED else Side.CLIENT]
    ground = theme.SOFT[Side.PROVIDER] if kind is PartKind.REACHED else theme.PAPER
    assert 0.05 < near(inside, stroke).mean() < 0.6
    assert 0.1 < near(inside, ground).mean() < 0.95


def test_a_pattern_stays_inside_its_box():
    sheet = Sheet(100, 60)
    sheet.part(Side.PROVIDER, PartKind.REACHED, (30, 20), (40, 20))
    outside = pixels(png(sheet.figure))
    outside[50:-50, 85:-85] = 255
    assert outside.min() == 255


def test_labels_that_hang_over_an_edge_are_whole():
    image = pixels(png(drawing.draw(charts_of("valmeca")[0])))
    assert image[:, :3].min() > 200
    assert image[:, -3:].min() > 200


def test_a_letter_that_the_house_font_lacks_is_drawn_without_a_warning():
    chart = charts_of("valmeca")[5]
    named = replace(chart, rows=(replace(chart.rows[0], name="Ελληνικά 漢字 \U0001f600"),))
    assert png(drawing.draw(named))
