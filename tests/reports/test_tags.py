import re
from collections import Counter
from io import BytesIO

import pytest
from pikepdf import Name, Pdf

from reports.document import Bullets, Cover, Heading, Paragraph, Row, RowStyle, Table
from reports.pdf import render_pdf
from reports.typeface import coded
from tests.reports.samples import charts_of, letter, report


@pytest.fixture(scope="module")
def whole():
    with Pdf.open(BytesIO(render_pdf(report()))) as pdf:
        yield pdf


def elements(pdf):
    """Return every element of the structure, in reading order."""

    def below(element):
        yield element
        for kid in element.K:
            if kid.get("/Type") == Name.StructElem:
                yield from below(kid)

    return [each for kid in pdf.Root.StructTreeRoot.K for each in below(kid)]


def kinds(pdf):
    return [str(element.S).removeprefix("/") for element in elements(pdf)]


def opened(data):
    return Pdf.open(BytesIO(data))


def test_a_file_says_that_it_is_tagged(whole):
    assert whole.Root.MarkInfo.Marked
    assert all(page.obj.Tabs == Name.S for page in whole.pages)


def test_every_block_has_its_element(whole):
    counts = Counter(kinds(whole))
    headings = Counter(f"H{heading.level}" for heading in report().headings)
    assert counts["H1"] == headings["H1"] + 1  # and that of the contents
    assert counts["H2"] == headings["H2"]
    for kind in ("P", "Table", "TR", "TH", "TD", "L", "LI", "LBody", "TOC", "TOCI", "Figure"):
        assert counts[kind] > 0, kind


def test_every_figure_says_in_words_what_it_shows(whole):
    said = [str(element.Alt) for element in elements(whole) if Name.Figure == element.S]
    assert set(said) == {coded(chart.alt) for chart in charts_of("valmeca")}


def test_what_is_drawn_belongs_to_one_element_or_is_decoration(whole):
    owned = Counter()
    for element in elements(whole):
        for kid in element.K:
            if kid.get("/Type") == Name.MCR:
                owned[kid.Pg.objgen, int(kid.MCID)] += 1
    assert set(owned.values()) == {1}
    for page in whole.pages:
        content = page.obj.Contents.read_bytes()
        marks = [int(number) for number in re.findall(rb"/MCID (\d+)>> BDC", content)]
        assert marks == list(range(len(marks)))
        assert len(marks) + content.count(b"/Artifact BMC") == content.count(b"EMC")
        assert {(page.obj.objgen, mark) for mark in marks} <= set(owned)


def test_the_tree_can_be_entered_from_any_page(whole):
    numbers = list(whole.Root.StructTreeRoot.ParentTree.Nums)
    assert [int(number) for number in numbers[::2]] == list(range(len(whole.pages)))
    for parents in numbers[1::2]:
        assert all(parent.Type == Name.StructElem for parent in parents)


def test_a_table_head_is_read_once_though_it_is_printed_on_every_page():
    rows = tuple(Row((f"ligne {number}", "v")) for number in range(120))
    with opened(render_pdf(letter(Table(rows, ("Nom", "Valeur"))))) as pdf:
        assert len(pdf.pages) > 2
        heads = [element for element in elements(pdf) if element.S == Name.TH]
        assert len(heads) == 2
        assert all(str(head.A.Scope) == "/Column" for head in heads)


def test_a_paragraph_over_two_pages_is_one_element():
    with opened(render_pdf(letter(Paragraph("mot " * 2500)))) as pdf:
        (paragraph,) = [element for element in elements(pdf) if element.S == Name.P]
        assert len(paragraph.K) == len(pdf.pages) > 1


def test_a_group_row_heads_all_columns():
    table = Table((Row(("Groupe",), RowStyle.GROUP), Row(("a", "b"))), ("x", "y"))
    with opened(render_pdf(letter(table))) as pdf:
        assert [int(e.A.ColSpan) for e in elements(pdf) if e.S == Name.TH] == [1, 1, 2]


def test_elements_stand_in_reading_order():
    blocks = (Cover("q", "t"), Heading(1, "Un"), Paragraph("texte"), Bullets(("a",)))
    with opened(render_pdf(letter(*blocks))) as pdf:
        assert kinds(pdf)[-5:] == ["H1", "P", "L", "LI", "LBody"]
