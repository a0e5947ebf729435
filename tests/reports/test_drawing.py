import sys
from dataclasses import replace
from functools import cache
from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from matplotlib.colors import rgb_to_hsv
from matplotlib.patches import PathPatch, Rectangle
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from questionnaires import LANGUAGES, Side
from reports import charts, drawing, theme
from reports.canvas import draw_figure
from reports.charts import Bar, BarState, Chart, MirrorRow, RowKind
from reports.drawing.sheet import Line
from reports.typeface import Face, register
from tests.reports.samples import charts_of

LONG = "Formaliser les engagements réciproques de mise à disposition des entrants"


@pytest.fixture(scope="module")
def samples():
    found = {}
    for chart in charts_of("valmeca"):
        found.setdefault(type(chart), chart)
    return found


def file_of(figure):
    """Return a PDF with a figure 20 points from every edge."""
    register()
    target = BytesIO()
    width, height = (float(inches) * 72 for inches in figure.get_size_inches())
    canvas = Canvas(target, pagesize=(width + 40, height + 40), initialFontName=Face.REGULAR.value)
    canvas.translate(20, 20)
    draw_figure(canvas, figure)
    canvas.save()
    return target.getvalue()


def text_of(figure):
    return PdfReader(BytesIO(file_of(figure))).pages[0].extract_text().replace("\xa0", " ")


def image_of(figure):
    return np.asarray(pypdfium2.PdfDocument(file_of(figure))[0].render(scale=2).to_pil().convert("RGB")) / 255


def test_every_kind_of_chart_has_a_drawing():
    assert {kind.__name__ for kind in drawing.DRAWINGS} == {kind.__name__ for kind in Chart.__subclasses__()}


@pytest.mark.parametrize("kind", drawing.DRAWINGS)
def test_a_drawing_writes_every_figure_of_its_table(samples, kind):
    chart = samples[kind]
    text = text_of(drawing.draw(chart)).replace("\n", " ")
    names = {row.name for row in getattr(chart, "rows", ())}
    # Of a link the weight of its line tells the share; the side of a step of the roadmap is its place.
    names |= {link.label for link in getattr(chart, "links", ())}
    for cell in (cell for row in chart.table().rows for cell in row if cell and cell not in names):
        for word in cell.replace("\n", " ").split():
            assert word.strip("()") in text, cell


@pytest.mark.parametrize("kind", drawing.DRAWINGS)
def test_nothing_is_drawn_outside_the_figure(samples, kind):
    image = image_of(drawing.draw(samples[kind]))
    image[30:-30, 36:-36] = 1
    assert image.min() > 0.95


def many(chart, count):
    """Return a chart with so many rows, each with a name of seventy letters."""
    if isinstance(chart, charts.StackedBar):
        return chart
    if isinstance(chart, charts.OptionDots):
        rows = [row for group in chart.groups for row in group.rows]
        rows = tuple(replace(rows[n % len(rows)], name=LONG, note=LONG) for n in range(count))
        return replace(chart, groups=tuple(charts.OptionGroup(f"f{n}", LONG, (row,)) for n, row in enumerate(rows)))
    if isinstance(chart, charts.ReadinessBar):
        return replace(chart, items=tuple(replace(chart.items[n % len(chart.items)], name=LONG) for n in range(count)))
    if isinstance(chart, charts.SavingCurves):
        count = min(count, 5)  # what its builder shows at the most
        return replace(
            chart, curves=tuple(replace(chart.curves[n % len(chart.curves)], name=LONG) for n in range(count))
        )
    if isinstance(chart, charts.DependencyMap):
        count = min(count, 12)  # what its builder shows at the most
        left, right = (tuple(replace(ends[0], name=LONG) for _ in range(count)) for ends in (chart.left, chart.right))
        links = tuple(charts.MapLink(n, n, 1.0, "1") for n in range(count))
        return replace(chart, left=left, right=right, links=links)
    return replace(chart, rows=tuple(replace(chart.rows[n % len(chart.rows)], name=LONG) for n in range(count)))


@pytest.mark.parametrize("kind", drawing.DRAWINGS)
@pytest.mark.parametrize("count", [1, 40])
def test_one_row_or_forty_rows_with_long_names_stay_inside_and_readable(samples, kind, count):
    for figure in drawing.pages(many(samples[kind], count), theme.CONTENT_WIDTH, 640):
        assert drawing.height_of(figure) <= 640
        image = image_of(figure)
        image[30:-30, 36:-36] = 1
        assert image.min() > 0.95
        text = text_of(figure)
        if kind is not charts.StackedBar:
            assert all(word in text for word in LONG.split())


drawn = cache(charts_of)


def words_of(figure):
    """Return every text of a figure with its box: left, top, right, bottom, in points from the upper left corner."""
    for line in figure.findobj(Line):
        right, y, size = line.left + line.length, line.baseline, line.size
        yield line.text, (line.left, y - 0.66 * size, right, y + 0.1 * size)


def strokes_through(line, artists):
    """Yield the upright strokes that go through a text, those that something was laid over left out."""
    left, right, top = line.left, line.left + line.length, line.baseline - 0.66 * line.size
    for stroke in artists:
        points = stroke.get_path().vertices if type(stroke) is PathPatch else ()
        if len(points) != 2 or points[0][0] != points[1][0]:
            continue
        (x, start), (_, end) = points
        if left + 0.5 < x < right - 0.5 and start < line.baseline and end > top:
            over = [a for a in artists if type(a) is Rectangle and stroke.zorder < a.zorder < line.zorder]
            if not any(a.get_x() <= left and a.get_x() + a.get_width() >= right for a in over):
                yield x


def test_no_line_of_a_scale_goes_through_a_text():
    for chart in drawn("hexalis", "fr"):
        for figure in drawing.pages(chart, theme.CONTENT_WIDTH, 640):
            artists = figure.get_children()
            crossed = [a.text for a in artists if isinstance(a, Line) and list(strokes_through(a, artists))]
            assert crossed == [], type(chart)


def test_a_chart_begun_on_a_page_goes_on_with_the_rows_that_are_left(samples):
    chart = replace(samples[charts.InheritedRows], rest="Tout le reste.")
    figure, others = drawing.begun(chart, theme.CONTENT_WIDTH, 400)
    shown = len(chart.rows) - len(others.rows)
    assert others.rows == chart.rows[shown:]
    assert drawing.height_of(figure) <= 400
    one_more = drawing.draw(replace(chart, rows=chart.rows[: shown + 1], rest=""), theme.CONTENT_WIDTH)
    assert drawing.height_of(one_more) > 400
    assert others.rest == chart.rest
    assert others.rest not in text_of(figure)
    assert drawing.begun(chart, theme.CONTENT_WIDTH, 60) is None


@pytest.mark.parametrize("kind", drawing.DRAWINGS)
@pytest.mark.parametrize("count", [None, 1, 40])
@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_covers_another_or_leaves_the_figure(kind, count, code):
    for chart in drawn("valmeca", code):
        if type(chart) is not kind or chart.is_empty:
            continue
        shown = chart if count is None else many(chart, count)
        for figure in drawing.pages(shown, theme.CONTENT_WIDTH, 640):
            wide, high = (float(inches) * 72 for inches in figure.get_size_inches())
            boxes = list(words_of(figure))
            for index, (text, (left, top, right, bottom)) in enumerate(boxes):
                # Digits of an axis are centred on the edge.
                assert left > -1, text
                assert top > -1, text
                assert right < wide + 1, text
                assert bottom < high + 1, text
                for other, (left2, top2, right2, bottom2) in boxes[index + 1 :]:
                    apart = right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top
                    assert apart, (text, other)


@pytest.mark.parametrize("kind", drawing.DRAWINGS)
def test_no_rows_or_no_figures_is_said_in_words(samples, kind):
    chart = samples[kind]
    if kind is charts.StackedBar:
        empty = replace(chart, total=0.0, parts=())
    elif kind is charts.OptionDots:
        empty = replace(chart, groups=())
    elif kind is charts.ReadinessBar:
        empty = replace(chart, score=None)
    elif kind is charts.SavingCurves:
        empty = replace(chart, curves=())
    elif kind is charts.DependencyMap:
        empty = replace(chart, links=())
    else:
        empty = replace(chart, rows=())
    figure = drawing.draw(empty)
    assert text_of(figure).split() == chart.empty.replace("\u202f", " ").split()


def bars(*values):
    """Return a mirror of one row a pair of values."""
    made = [
        tuple(None if v is None else Bar(v, None, None, str(v), "", BarState.RATED) for v in pair) for pair in values
    ]
    rows = tuple(MirrorRow(str(n), f"n{n}", RowKind.DOMAIN, *pair) for n, pair in enumerate(made))
    mirror = next(chart for chart in charts_of("valmeca") if isinstance(chart, charts.MirrorBars))
    return replace(mirror, rows=rows)


def test_the_client_is_on_the_left_in_blue_and_the_provider_on_the_right_in_orange():
    image = image_of(drawing.draw(bars((4.0, 4.0))))
    hue, saturation, _ = np.moveaxis(rgb_to_hsv(image), -1, 0)
    middle = image.shape[1] // 2
    blue, orange = (saturation > 0.6) & (abs(hue - 0.58) < 0.05), (saturation > 0.6) & (abs(hue - 0.07) < 0.05)
    assert blue[:, :middle].sum() > 1000
    assert blue[:, middle:].sum() == 0
    assert orange[:, middle:].sum() > 1000
    assert orange[:, :middle].sum() == 0


def test_zero_is_drawn_on_the_whole_scale_with_a_mark():
    text = text_of(drawing.draw(bars((0.0, 0.0))))
    assert "0.0" in text
    assert "5" in text


def test_printed_in_grey_the_two_sides_still_differ():
    grey = image_of(drawing.draw(bars((5.0, 5.0)))).mean(axis=2)
    columns = grey.shape[1]
    left, right = grey[:, 60 : columns // 4], grey[:, -columns // 4 : -60]
    flat = [row for row in range(grey.shape[0]) if left[row].mean() < 0.5]
    middle = flat[-len(flat) // 4]  # the bar is below the band that heads its column
    assert left[middle].std() < 0.02
    assert right[middle].std() > 0.05


def test_the_labels_of_a_stacked_bar_never_cover_each_other(samples):
    chart = samples[charts.StackedBar]
    for values in ((1.0, 1.0, 180.0), (180.0, 1.0, 1.0), (1.0, 180.0, 1.0), (60.0, 60.0, 60.0)):
        parts = tuple(replace(part, value=value) for part, value in zip(chart.parts, values, strict=True))
        figure = drawing.draw(replace(chart, parts=parts, total=sum(values)))
        boxes = []

        def visit(text, cm, tm, font, size, boxes=boxes):
            if text.strip():
                boxes.append((round(tm[5] + cm[5]), tm[4] + cm[4], len(text.strip()) * 3.2))

        PdfReader(BytesIO(file_of(figure))).pages[0].extract_text(visitor_text=visit)
        for index, (y, x, width) in enumerate(boxes):
            assert all(y != y2 or x2 >= x + width or x >= x2 + w2 for y2, x2, w2 in boxes[index + 1 :])


def test_a_name_with_dollars_and_backslashes_is_no_formula(samples):
    chart = samples[charts.InputBars]
    name = r"$\frac{1}{0}$ & <b> \n"
    figure = drawing.draw(replace(chart, rows=(replace(chart.rows[0], name=name),)))
    assert name.replace(r" \n", "") in text_of(figure)


def test_drawing_never_loads_pyplot():
    assert "matplotlib.pyplot" not in sys.modules


def test_the_side_of_the_inputs_gives_the_colour_of_their_bars(samples):
    chart = replace(samples[charts.InputBars], side=Side.PROVIDER)
    hue, saturation, _ = np.moveaxis(rgb_to_hsv(image_of(drawing.draw(chart))), -1, 0)
    assert ((saturation > 0.6) & (abs(hue - 0.07) < 0.05)).sum() > 1000
    assert ((saturation > 0.6) & (abs(hue - 0.58) < 0.05)).sum() == 0
