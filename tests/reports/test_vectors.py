"""Charts as SVG for a page of text."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from questionnaires import Side
from reports import drawing, theme
from reports.charts import PartKind
from reports.drawing.sheet import Sheet
from reports.typeface import Face, width
from reports.vectors import svg
from tests.reports.samples import charts_of

SVG = "{http://www.w3.org/2000/svg}"


def drawn(figure, title="Titre", alt="Texte"):
    return ET.fromstring(svg(figure, "c1", title, alt))


@pytest.fixture(scope="module", params=range(10))
def chart(request):
    return charts_of("valmeca")[request.param]


def test_every_chart_is_written_twice_alike_without_any_style(chart):
    text = svg(drawing.draw(chart), "c1", chart.title, chart.alt)
    assert svg(drawing.draw(chart), "c1", chart.title, chart.alt) == text
    assert "style=" not in text
    assert not [path for path in ET.fromstring(text).iter(f"{SVG}path") if "nan" in path.get("d")]
    names = [element.get("id") for element in ET.fromstring(text).iter() if element.get("id")]
    assert len(names) == len(set(names))
    assert all(name.startswith("c1-") for name in names)


def test_it_says_its_title_and_its_alternative_as_text():
    root = drawn(Sheet(100, 50).figure, "A < B", "« Oui\u202f» & non")
    assert root.get("viewBox") == "0 0 100 50"
    assert root.find(f"{SVG}title").text == "A < B"
    assert root.find(f"{SVG}desc").text == "« Oui\u202f» & non"
    assert root.get("aria-labelledby") == "c1-title c1-alt"


def test_letters_stay_letters_where_they_were_put():
    sheet = Sheet(100, 50)
    sheet.say(10, 20, "R & D", face=Face.STRONG)
    sheet.say(90, 40, "à droite", align="right")
    left, right = drawn(sheet.figure).iter(f"{SVG}text")
    assert (left.text, left.get("x"), left.get("y"), left.get("font-weight")) == ("R & D", "10", "20", "600")
    assert float(right.get("x")) == pytest.approx(90 - width("à droite", Face.REGULAR, theme.TABLE), abs=0.01)
    assert float(right.get("textLength")) == pytest.approx(width("à droite", Face.REGULAR, theme.TABLE), abs=0.01)


def test_what_the_house_font_lacks_is_left_to_the_reader_and_not_squeezed():
    chart = charts_of("valmeca")[5]
    named = replace(chart, rows=(replace(chart.rows[0], name="漢字 \U0001f600"),))
    text = next(each for each in drawn(drawing.draw(named)).iter(f"{SVG}text") if "漢" in (each.text or ""))
    assert "\U0001f600" in text.text
    assert text.get("textLength") is None


@pytest.mark.parametrize(("kind", "stroke"), [(PartKind.REACHED, Side.PROVIDER), (PartKind.INHERITED, Side.CLIENT)])
def test_patterns_are_clipped_to_their_box(kind, stroke):
    sheet = Sheet(100, 50)
    sheet.part(Side.PROVIDER, kind, (10, 10), (40, 20))
    root = drawn(sheet.figure)
    clip = root.find(f"{SVG}clipPath")
    pattern = next(path for path in root.iter(f"{SVG}path") if path.get("clip-path"))
    assert pattern.get("clip-path") == f"url(#{clip.get('id')})"
    assert pattern.get("stroke") == theme.FILL[stroke]
    assert clip.find(f"{SVG}path").get("d").startswith("M10 10L50 10L50 30L10 30")
