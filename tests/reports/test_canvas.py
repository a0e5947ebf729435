from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from reports.canvas import Renderer, draw_figure, face_of
from reports.typeface import Face, register

SIZE = 200


def figure():
    """Return a figure of 200 by 200 points with an empty unit axes over it."""
    drawn = Figure(figsize=(SIZE / 72, SIZE / 72), dpi=72)
    axes = drawn.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, SIZE)
    axes.set_ylim(0, SIZE)
    return drawn, axes


def file_of(drawn):
    """Return a PDF whose only page is the figure."""
    register()
    target = BytesIO()
    canvas = Canvas(target, pagesize=(SIZE, SIZE), initialFontName=Face.REGULAR.value, invariant=1)
    draw_figure(canvas, drawn)
    canvas.save()
    return target.getvalue()


def on_paper(drawn):
    """Return the page as grey levels."""
    page = pypdfium2.PdfDocument(file_of(drawn))[0]
    return np.asarray(page.render(scale=1).to_pil().convert("L"), dtype=float)


def by_agg(drawn):
    """Return matplotlib's own raster of the same figure as grey levels."""
    canvas = FigureCanvasAgg(drawn)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].mean(axis=2)


def assert_alike(drawn, tolerance=4.0, likeness=0.98):
    """Compare both rasters; an edge may fall between two pixels, a shape may not be elsewhere."""
    paper, raster = blurred(on_paper(drawn)), blurred(by_agg(drawn))
    assert raster.std() > 5, "the figure is empty: the comparison would prove nothing"
    assert np.abs(paper - raster).mean() < tolerance
    assert np.corrcoef(paper.ravel(), raster.ravel())[0, 1] > likeness


def blurred(image, reach=2):
    """Return an image whose pixels are means of their neighbours: hinting and snapping do not matter."""
    shifts = [(y, x) for y in range(-reach, reach + 1) for x in range(-reach, reach + 1)]
    return np.mean([np.roll(image, shift, (0, 1)) for shift in shifts], axis=0)


SHAPES = {
    "a rectangle": lambda: Rectangle((20, 30), 60, 120, facecolor="#0d4a85", edgecolor="none"),
    "an outline": lambda: Rectangle((20, 30), 60, 120, facecolor="none", edgecolor="black", linewidth=5),
    "a circle": lambda: Circle((140, 60), 40, facecolor="black"),
    "a triangle": lambda: Polygon([(10, 10), (190, 10), (10, 190)], facecolor="grey"),
    "a half-transparent one": lambda: Rectangle((20, 30), 60, 120, facecolor="black", alpha=0.4),
    "a ring, by the non-zero rule": lambda: PathPatch(
        Path.make_compound_path(Path.circle((100, 100), 80), Path.circle((100, 100), 40)), facecolor="black"
    ),
    "a quadratic curve": lambda: PathPatch(
        Path([(20, 20), (20, 180), (180, 180)], [Path.MOVETO, Path.CURVE3, Path.CURVE3]),
        facecolor="none",
        linewidth=6,
    ),
    "a dashed line": lambda: PathPatch(Path([(0, 100), (200, 60)]), linewidth=8, linestyle=(0, (2, 1))),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_fall_where_matplotlib_puts_them(name):
    drawn, axes = figure()
    axes.add_artist(SHAPES[name]())
    assert_alike(drawn)


def test_a_shape_is_cut_by_its_clip():
    drawn, axes = figure()
    patch = Rectangle((20, 20), 160, 160, facecolor="black")
    axes.add_artist(patch)
    patch.set_clip_path(Circle((100, 100), 50, transform=axes.transData))
    assert_alike(drawn)


def test_markers_fall_where_matplotlib_puts_them():
    drawn, axes = figure()
    axes.plot([30, 100, 180], [40, 150, 90], "D", markersize=22, color="black")
    assert_alike(drawn)


def test_an_image_is_not_upside_down():
    drawn, axes = figure()
    image = np.zeros((4, 4))
    image[0] = 1  # one bright row: the heat map that looked right under wrong labels
    axes.imshow(image, extent=(20, 180, 20, 180), cmap="gray", interpolation="nearest", aspect="auto")
    axes.set_xlim(0, SIZE)
    axes.set_ylim(0, SIZE)
    assert_alike(drawn, tolerance=6)
    page = on_paper(drawn)
    assert page[40, 100] > 200
    assert page[160, 100] < 50


@pytest.mark.parametrize("angle", [0, 90, 30])
def test_text_falls_where_matplotlib_puts_it(angle):
    drawn, axes = figure()
    prop = FontProperties(fname=str(Face.STRONG.path), size=30)
    axes.add_artist(Text(40, 40, "Valmeca", fontproperties=prop, rotation=angle, parse_math=False))
    assert_alike(drawn, tolerance=6, likeness=0.92)  # Agg kerns, ReportLab does not


def test_text_stays_text_in_the_faces_of_the_page_and_a_dollar_is_no_formula():
    drawn, axes = figure()
    prop = FontProperties(fname=str(Face.REGULAR.path), size=12)
    axes.add_artist(Text(10, 90, "Évaluation n° 2 <b> $x^2$ Łódź", fontproperties=prop, parse_math=False))
    page = PdfReader(BytesIO(file_of(drawn))).pages[0]
    assert page.extract_text().strip() == "Évaluation n° 2 <b> $x^2$ Łódź"
    fonts = [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]
    assert all("SourceSans3" in name for name in fonts)


def test_a_formula_is_drawn_as_outlines():
    drawn, axes = figure()
    axes.add_artist(Text(20, 60, "$x^2$", size=60))
    assert on_paper(drawn).min() < 100


@pytest.mark.parametrize("hatch", ["/", "."])
def test_a_pattern_covers_its_shape_and_nothing_else(hatch):
    drawn, axes = figure()
    axes.add_artist(Rectangle((50, 50), 100, 100, facecolor="white", edgecolor="black", linewidth=0, hatch=hatch))
    page = on_paper(drawn)
    inside = page[55:145, 55:145]
    assert 20 < inside.mean() < 250
    assert inside.std() > 20
    page[50:150, 50:150] = 255
    assert page.min() > 200


def test_a_pattern_leans_like_a_slash():
    drawn, axes = figure()
    axes.add_artist(Rectangle((0, 0), 200, 200, facecolor="white", edgecolor="black", linewidth=0, hatch="/"))
    page = on_paper(drawn)[80:120, 80:120]
    up, down = page[1:, :-1] - page[:-1, 1:], page[1:, 1:] - page[:-1, :-1]
    assert np.abs(up).mean() < np.abs(down).mean() / 4


@pytest.mark.parametrize(
    ("prop", "face"),
    [
        (FontProperties(), Face.REGULAR),
        (FontProperties(weight=600), Face.STRONG),
        (FontProperties(weight="bold", style="italic"), Face.STRONG_ITALIC),
        (FontProperties(style="italic"), Face.ITALIC),
        (FontProperties(fname=str(Face.STRONG.path)), Face.STRONG),
    ],
)
def test_a_font_of_matplotlib_is_a_cut_of_the_family(prop, face):
    assert face_of(prop) is face


def test_a_text_is_measured_by_the_font_that_draws_it():
    register()
    renderer = Renderer(Canvas(BytesIO()), SIZE, SIZE)
    prop = FontProperties(fname=str(Face.REGULAR.path), size=10)
    width, height, descent = renderer.get_text_width_height_descent("0000", prop, False)
    assert width == pytest.approx(4 * 4.97)  # every digit of the family is 497/1000 wide
    assert 0 < descent < height
