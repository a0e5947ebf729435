"""One page of HTML that needs nothing else, for a screen, a screen reader and a printer."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import load
from reports.document import (
    Bullets,
    Callout,
    Cover,
    FacingLists,
    Figure,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Row,
    RowStyle,
    Span,
    Style,
    Table,
)
from reports.html import render_html, style, style_hash
from reports.narrative import build_document
from reports.orders import Words
from reports.story import FULL, SUMMARY
from reports.typeface import Face
from scoring import assessment
from tests.reports.readers import page_lines, pdf_pages, squeezed
from tests.reports.samples import charts_of, facts_of, letter, report

NO_WORDS = Words("", "", "", {}, {})
HOSTILE = '<script>alert("é")</script> & <b>gras</b>'


class Tags(HTMLParser):
    """Every element of a page with its attributes, in order."""

    def __init__(self, data):
        super().__init__()
        self.found = []
        self.feed(data.decode())

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def named(self, *names):
        return [attributes for tag, attributes in self.found if tag in names]


def page_of(*blocks, **changes):
    return render_html(letter(*blocks, **changes)).decode()


@pytest.fixture(scope="module")
def whole():
    return render_html(report())


@pytest.fixture(scope="module")
def tags(whole):
    return Tags(whole)


def test_the_same_document_gives_the_same_bytes(whole):
    assert render_html(report()) == whole


def test_it_needs_nothing_else_and_runs_nothing(whole, tags):
    assert not tags.named("script", "link", "img", "iframe", "object", "form")
    assert len(tags.named("style")) == 1
    assert not [attributes for _, attributes in tags.found if "style" in attributes]
    assert not [name for _, attributes in tags.found for name in attributes if name.startswith("on")]
    assert "@import" not in style()
    assert "http" not in style()


def test_a_policy_can_allow_its_only_style_sheet(whole):
    written = re.search(r"<style>(.*?)</style>", whole.decode(), re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(written.encode()).digest()).decode()
    assert style_hash() == f"'sha256-{digest}'"


@pytest.mark.parametrize(("language", "locale"), [("fr", "fr-FR"), ("en", "en-GB")])
def test_it_names_its_language(language, locale):
    assert f'<html lang="{locale}">' in page_of(Paragraph("mot"), language=language)


def test_headings_go_down_by_one_level_at_a_time(tags):
    levels = [int(tag[1]) for tag, _ in tags.found if re.fullmatch(r"h\d", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_it_has_its_landmarks(tags):
    assert [tag for tag, _ in tags.found if tag in ("header", "nav", "main", "footer")] == [
        "header",
        "nav",
        "main",
        "footer",
    ]


def test_every_link_of_the_contents_leads_to_a_heading(tags):
    ids = [attributes["id"] for _, attributes in tags.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {attributes["href"].removeprefix("#") for attributes in tags.named("a")} <= set(ids)
    assert len(tags.named("a")) == len([heading for heading in report().headings if heading.level <= 2])


def test_a_short_document_has_no_contents():
    assert "<nav" not in page_of(Heading(1, "un"))


def test_tables_have_their_heads_and_their_caption():
    rows = (Row(("Rester",), RowStyle.GROUP), Row(("Renégocier", "0,0")))
    page = page_of(Table(rows, ("Option", "Coût"), caption="Coût net"))
    assert "<caption>Coût net</caption>" in page
    assert '<th scope="col">Option</th><th scope="col">Coût</th>' in page
    assert '<th scope="colgroup" colspan="2">Rester</th>' in page
    assert '<th scope="row">Renégocier</th><td>0,0</td>' in page


def test_the_column_without_a_title_names_the_rows_between_the_two_sides():
    page = page_of(Table((Row(("1,2", "Indice", "2,1")),), ("Valmeca", "", "Norvexia")))
    assert '<td>1,2</td><th scope="row">Indice</th><td>2,1</td>' in page


def test_a_chart_is_drawn_and_said_and_its_figures_are_in_a_table():
    chart = charts_of("valmeca")[0]
    page = page_of(Figure(chart, "Sous le graphique."))
    assert 'role="img" aria-labelledby="chart1-title chart1-alt"' in page
    assert f'<title id="chart1-title">{chart.title}</title>' in page
    assert f'<desc id="chart1-alt">{chart.alt}</desc>' in page
    assert "<summary>Les chiffres de ce graphique</summary>" in page
    lines = page_lines(page.encode())
    assert all(cell.strip() in lines for row in chart.table().rows for cell in row)
    assert "<figcaption>Sous le graphique.</figcaption>" in page


def test_a_chart_without_anything_to_draw_is_a_sentence():
    chart = replace(charts_of("valmeca")[5], rows=())
    page = page_of(Figure(chart))
    assert "<svg" not in page
    assert chart.empty in page


def test_text_is_text_wherever_it_stands():
    page = page_of(
        Cover(HOSTILE, HOSTILE, ((HOSTILE, HOSTILE),), HOSTILE),
        Heading(1, HOSTILE),
        Paragraph((Span(HOSTILE, strong=True),), Style.QUOTE),
        Bullets((HOSTILE,)),
        Table((Row((HOSTILE,)),), (HOSTILE,), caption=HOSTILE),
        Callout(HOSTILE, HOSTILE),
        FacingLists(HOSTILE, HOSTILE, (HOSTILE,), (HOSTILE,)),
        KeyValues(((HOSTILE, HOSTILE),)),
        Figure(replace(charts_of("valmeca")[0], title=HOSTILE, alt=HOSTILE), HOSTILE),
        client=HOSTILE,
        author=HOSTILE,
    )
    assert "<script" not in page
    assert "<b>" not in page
    assert page.count("&lt;b&gt;gras") >= 20


@given(st.text(st.characters(exclude_categories=[]), max_size=40))
def test_any_text_can_be_written(text):
    assert render_html(letter(Heading(1, text), Paragraph(text), KeyValues(((text, text),)), Callout(text, text)))


def test_typography_and_line_breaks_are_kept():
    assert "<p>« Oui\u202f!\u202f»<br>Non.</p>" in page_of(Paragraph("« Oui\u202f!\u202f»\r\nNon."))


def test_a_draft_says_so():
    assert '<p class="draft">Projet</p>' in page_of(Paragraph("mot"), draft=True)
    assert "Projet" not in page_of(Paragraph("mot"))


def test_empty_blocks_leave_nothing():
    empty = (Table(()), Bullets(()), KeyValues(()), FacingLists("a", "b", (), ()), PageBreak())
    assert not {"table", "ul", "dl"} & {tag for tag, _ in Tags(render_html(letter(*empty))).found}


def printed(page, html):
    """Return the text of each page that a browser prints where the family of the letters is installed."""
    page.set_content(html.decode())
    page.add_style_tag(content="".join(map(installed, (Face.REGULAR, Face.STRONG))))
    page.evaluate("Promise.all([...document.fonts].map((face) => face.load()))")
    return [squeezed(text) for text in pdf_pages(page.pdf(prefer_css_page_size=True, page_ranges="1-3"))]


def installed(face):
    """Return the rule that gives a page one cut of the family, whatever its machine has."""
    letters, weight = base64.b64encode(face.path.read_bytes()).decode(), 400 if face is Face.REGULAR else 600
    source = f"url(data:font/ttf;base64,{letters})"
    return f"@font-face {{ font-family: 'Source Sans 3'; font-weight: {weight}; src: {source} }}"


@pytest.mark.browser
class TestInABrowser:
    @pytest.fixture
    def shown(self, page, whole):
        """The page under the strictest policy that lets it keep its looks."""
        policy = f"default-src 'none'; style-src {style_hash()}"

        def answer(route):
            headers = {"content-security-policy": policy, "content-type": "text/html"}
            route.fulfill(body=whole, headers=headers)

        said = []
        page.on("console", lambda message: said.append(message.text))
        page.route("**/*", answer)
        page.goto("http://report.test/")
        assert not said
        return page

    def test_it_keeps_its_looks_under_a_strict_policy(self, shown):
        colour = "getComputedStyle(document.querySelector('.client .side')).color"
        assert shown.evaluate(colour) == "rgb(13, 74, 133)"

    def test_axe_finds_no_fault(self, shown):
        assert [rule["id"] for rule in Axe().run(shown).response["violations"]] == []

    def test_its_contents_and_its_answer_are_each_printed_on_one_page(self, page):
        facts = facts_of("valmeca")
        whole, short = (
            render_html(build_document(load(), facts, assessment(load(), facts), "fr", NO_WORDS, audience))
            for audience in (FULL, SUMMARY)
        )
        texts = printed(page, whole)
        assert "Sommaire" in texts[1]
        assert "les registres" in texts[1]
        assert "Faut-il changer" in texts[2]
        assert "Prochaine date" in texts[2]
        assert len(printed(page, short)) == 1

    def test_printed_tables_are_set_no_larger_than_the_text(self, shown):
        shown.emulate_media(media="print")
        size = "name => parseFloat(getComputedStyle(document.querySelector('main ' + name)).fontSize)"
        text, *tables = (shown.evaluate(size, name) for name in ("li", "td", "dd"))
        assert max(tables) <= text

    @pytest.mark.parametrize("width", [360, 1280])
    def test_it_never_scrolls_sideways(self, shown, width):
        shown.set_viewport_size({"width": width, "height": 800})
        assert not shown.evaluate("document.documentElement.scrollWidth > innerWidth")

    def test_an_endless_name_makes_no_table_wider_than_the_page(self, page):
        row = Row(("Valmeca" * 40, "2,1", "x" * 300))
        page.set_content(page_of(Heading(1, "un"), Table((row,), ("Valmeca" * 40, "", "x" * 300))))
        wide = "name => document.querySelector(name).offsetWidth"
        assert page.evaluate(wide, "table") <= page.evaluate(wide, "main")
