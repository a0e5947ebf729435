"""A Word file that a reader can go on writing in, and that opens without a question."""

import io
import os
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import docx
import pypdfium2
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import run
from questionnaires import Side
from reports import theme
from reports.document import (
    Align,
    Bullets,
    Callout,
    Column,
    Cover,
    FacingLists,
    Figure,
    Heading,
    KeepTogether,
    KeyValues,
    PageBreak,
    Paragraph,
    Row,
    RowStyle,
    Space,
    Span,
    Style,
    Table,
)
from reports.word import render_docx
from reports.word.package import MAIN, TEMPLATE
from reports.word.styles import LOOKS, Name
from tests.reports.readers import said, word_lines
from tests.reports.samples import charts_of, letter, report

FIGURES = Table(
    (Row(("Rester",), RowStyle.GROUP), Row(("Renégocier", "0,0"), RowStyle.STRONG), Row(("Partir", "1,2"))),
    ("Option", "Coût"),
    (Column(3), Column(1, Align.RIGHT)),
    "Coût net",
)
SIDES = FacingLists("Valmeca", "Norvexia", ("fournit", "signe"), ("livre",))


def file_of(*blocks, template=None, **changes):
    return docx.Document(io.BytesIO(render_docx(letter(*blocks, **changes), template)))


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}


def saved(file):
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


@pytest.fixture(scope="module")
def whole():
    return render_docx(report())


@pytest.fixture(scope="module")
def word(whole):
    return docx.Document(io.BytesIO(whole))


def test_the_same_document_gives_the_same_bytes(whole):
    assert render_docx(report()) == whole


def test_it_is_dated_from_the_assessment_and_never_from_the_clock(whole, word):
    day = datetime(2026, 11, 30, tzinfo=UTC)
    assert {word.core_properties.created, word.core_properties.modified} == {day}
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 30, 0, 0, 0)}


def test_it_says_what_it_is_and_by_whom(word):
    properties = word.core_properties
    assert (properties.title, properties.author) == ("Rapport", "Vis-à-vis")
    assert properties.subject == "Évaluation de la relation"


@pytest.mark.parametrize(("language", "locale"), [("fr", "fr-FR"), ("en", "en-GB")])
def test_word_checks_the_spelling_in_the_language_of_the_report(language, locale):
    file = file_of(Paragraph("mot"), language=language)
    assert {each.get(qn("w:val")) for each in file.styles.element.iter(qn("w:lang"))} == {locale}
    assert file.core_properties.language == locale


def test_headings_are_headings_and_texts_have_their_styles():
    quoted = (Paragraph(style.value, style) for style in Style)
    file = file_of(Heading(1, "un"), Heading(2, "deux"), Heading(3, "trois"), Bullets(("quatre",)), *quoted)
    assert {p.text: p.style.name for p in file.paragraphs} == {
        "un": "Heading 1",
        "deux": "Heading 2",
        "trois": "Heading 3",
        "quatre": "List Bullet",
        "lead": "Lead",
        "body": "Normal",
        "small": "Small Print",
        "quote": "Quote",
        "strong": "Key Sentence",
    }


def test_emphasis_and_line_breaks_are_kept():
    paragraph = file_of(Paragraph((Span("Avis net.", strong=True), Span(" Rester\nici.", italic=True)))).paragraphs[0]
    assert [(run.text, run.bold, run.italic) for run in paragraph.runs] == [
        ("Avis net.", True, None),
        (" Rester\nici.", None, True),
    ]


def test_typography_is_kept_as_it_was_written():
    assert file_of(Paragraph("« Oui\u202f!\u202f»")).paragraphs[0].text == "« Oui\u202f!\u202f»"


def test_a_table_is_native_its_head_repeated_its_figures_at_the_right():
    file = file_of(FIGURES)
    table = file.tables[0]
    head, group, *rows = table.rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert [cell.text for cell in rows[0].cells] == ["Renégocier", "0,0"]
    assert {row.cells[1].paragraphs[0].alignment for row in (head, *rows)} == {WD_ALIGN_PARAGRAPH.RIGHT}
    assert group._tr.tc_lst[0].grid_span == 2
    wide, narrow = (column.width for column in table.columns)
    assert wide == pytest.approx(3 * narrow, rel=0.01)
    assert file.paragraphs[0].text == "Coût net"
    assert file.paragraphs[0].style.paragraph_format.keep_with_next


def test_two_tables_never_touch_and_a_table_never_ends_the_file():
    body = file_of(FIGURES, KeyValues((("a", "b"),)), SIDES).element.body
    tags = [child.tag for child in body]
    assert (qn("w:tbl"), qn("w:tbl")) not in set(pairwise(tags))
    assert tags[-2:] == [qn("w:p"), qn("w:sectPr")]


def test_every_cell_holds_a_paragraph(word):
    assert all(cell.findall(qn("w:p")) for cell in word.element.body.iter(qn("w:tc")))


def test_the_client_is_at_the_left_in_blue_and_the_provider_at_the_right_in_orange():
    file = file_of(SIDES)
    client, provider = file.tables[0].rows[0].cells
    assert [p.text for p in client.paragraphs] == ["Valmeca", "fournit", "signe"]
    assert [p.text for p in provider.paragraphs] == ["Norvexia", "livre"]
    for cell, side in ((client, Side.CLIENT), (provider, Side.PROVIDER)):
        colour = RGBColor.from_string(theme.TEXT[side].lstrip("#").upper())
        assert cell.paragraphs[0].style.font.color.rgb == colour
        top = cell._tc.tcPr.find(qn("w:tcBorders")).find(qn("w:top"))
        assert f"#{top.get(qn('w:color'))}" == theme.FILL[side]


def test_a_chart_is_a_picture_as_wide_as_the_page_with_its_text_alternative(word):
    chart = charts_of("valmeca")[0]
    file = file_of(Figure(chart, "Sous le graphique."))
    picture = file.inline_shapes[0]
    section = file.sections[0]
    assert picture.width == pytest.approx(section.page_width - section.left_margin - section.right_margin, abs=Pt(1))
    properties = picture._inline.docPr
    assert (properties.get("descr"), properties.get("title")) == (chart.alt, chart.title)
    assert [p.text for p in file.paragraphs] == [chart.title, "", "Sous le graphique."]
    ids = [each.get("id") for each in word.element.body.iter(qn("wp:docPr"))]
    assert len(ids) == len(set(ids)) >= 10


def test_a_chart_without_anything_to_draw_is_a_sentence():
    chart = replace(charts_of("valmeca")[5], rows=())
    file = file_of(Figure(chart))
    assert not file.inline_shapes
    assert file.paragraphs[-1].text == chart.empty


def test_a_long_chart_is_shared_out_over_pages():
    chart = charts_of("valmeca")[4]
    longer = replace(chart, rows=chart.rows * 3)
    file = file_of(Figure(longer))
    assert len(file.inline_shapes) > 2
    section = file.sections[0]
    assert all(s.height < section.page_height - section.top_margin - section.bottom_margin for s in file.inline_shapes)


def test_pages_are_a4_with_a_running_head_and_numbered_feet(word):
    section = word.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    head = " ".join(cell.text for cell in section.header.tables[0].rows[0].cells)
    assert "Évaluation n° 2, 30 novembre 2026" in head
    assert "Valmeca ●" in head
    assert "◆ Norvexia" in head
    assert "Pour la direction de Valmeca" in head
    foot = section.footer._element
    assert [code.text.strip() for code in foot.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert "Vis-à-vis · 0.1.0 · 7c1e40b9 · 30 novembre 2026\tpage 1 sur 1" in said(section.footer.paragraphs[-1]._p)


def test_a_cover_has_no_running_head(word):
    section = word.sections[0]
    assert section.different_first_page_header_footer
    assert not section.first_page_header.tables
    assert "page" in said(section.first_page_footer.paragraphs[-1]._p)


def test_a_draft_says_so_on_every_page_and_a_final_report_does_not(whole):
    assert "Projet" not in "".join(parts_of(whole).values())
    parts = parts_of(render_docx(letter(Cover("q", "t"), Paragraph("mot"), draft=True)))
    assert all('string="Projet"' in parts[f"word/header{n}.xml"] for n in (1, 2))
    assert all("Projet" in parts[f"word/footer{n}.xml"] for n in (1, 2))


def test_endless_names_are_cut_in_the_head_and_on_the_cover_only():
    names = {"client": "Valmeca" * 40, "provider": "株式会社デジタル" * 12}
    file = file_of(Cover("q", "t"), KeyValues((("Client", names["client"]),)), **names)
    head = [cell.text for cell in file.sections[0].header.tables[0].rows[0].cells]
    assert head[0].startswith("Évaluation n° 2, 30 novembre 2026\tValmecaVal")
    assert head[0].endswith("… ●")
    assert head[1].startswith("◆ 株式会社")
    assert head[1].endswith("…\tPour la direction de Valmeca")
    assert all(len(text) < 70 for text in head)
    cover = [cell.text for cell in file.tables[0].rows[0].cells]
    assert all(text.endswith("…") and len(text) < 90 for text in cover)
    assert file.tables[1].rows[0].cells[1].text == names["client"]


def test_a_section_that_starts_a_page_is_set_tighter_in_our_own_styles_only():
    blocks = (PageBreak(), Heading(1, "Réponse"), Paragraph("un"), Heading(1, "Suite"), Paragraph("deux"))
    cover = Cover("q", "t")
    tight, usual = (p for p in file_of(cover, *blocks).paragraphs if p.text in ("un", "deux"))
    assert tight.paragraph_format.space_after.pt == pytest.approx(2)
    assert usual.paragraph_format.space_after is None
    company = file_of(cover, *blocks, template=render_docx(letter(Paragraph("modèle"))))
    assert all(p.paragraph_format.space_after is None for p in company.paragraphs if p.text in ("un", "deux"))


def test_what_follows_a_last_table_is_too_low_to_start_a_page():
    last = file_of(KeyValues((("un", "deux"),))).paragraphs[-1]
    assert last.text == ""
    assert last.paragraph_format.line_spacing.pt == 1


def test_small_print_that_opens_a_report_stands_close_to_its_title():
    first, title = file_of(Paragraph("Faut-il changer ?", Style.SMALL), Heading(1, "Rester")).paragraphs[:2]
    assert first.paragraph_format.keep_with_next
    assert title.paragraph_format.space_before.pt == 0


class TestContents:
    def field(self, word):
        return next(code for code in word.element.body.iter(qn("w:instrText")) if "TOC" in code.text)

    def test_they_are_a_field_that_is_filled_already(self, word):
        assert self.field(word).text.strip() == r'TOC \o "1-2" \h \z \u'
        marks = [mark.get(qn("w:fldCharType")) for mark in word.element.body.iter(qn("w:fldChar"))]
        assert marks == ["begin", "separate", "end"]
        listed = [said_of_link(link) for link in word.element.body.iter(qn("w:hyperlink"))]
        assert listed == [heading.text for heading in report().headings if heading.level <= 2]

    def test_nothing_is_computed_again_when_the_file_opens(self, whole):
        text = "".join(parts_of(whole).values())
        assert "updateFields" not in text
        assert "w:dirty" not in text

    def test_every_link_leads_to_a_place(self, word):
        places = [mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart"))]
        assert len(places) == len(set(places)) == len(report().headings)
        assert {link.get(qn("w:anchor")) for link in word.element.body.iter(qn("w:hyperlink"))} <= set(places)
        assert all(len(place) <= 40 for place in places)

    def test_a_short_document_has_none(self):
        assert "TOC" not in parts_of(render_docx(letter(Heading(1, "un"))))["word/document.xml"]

    def test_headings_with_one_anchor_are_two_places(self):
        file = file_of(Heading(1, "un", "same"), Heading(1, "deux", "same"), Heading(1, "trois", "a" * 60))
        places = [mark.get(qn("w:name")) for mark in file.element.body.iter(qn("w:bookmarkStart"))]
        assert len(set(places)) == 3


def said_of_link(link):
    return "".join(text.text for text in link.iter(qn("w:t")))


def test_what_is_kept_together_stays_with_what_follows():
    file = file_of(KeepTogether((Paragraph("un"), Paragraph("deux"), Paragraph("trois"))))
    assert [bool(p.paragraph_format.keep_with_next) for p in file.paragraphs] == [True, True, False]


@pytest.mark.parametrize("block", [Paragraph("mot"), FIGURES, SIDES, KeyValues((("a", "b"),)), Callout("t", "mot")])
def test_a_page_break_is_kept_outside_of_tables(block):
    file = file_of(Paragraph("avant"), PageBreak(), block)
    breaks = list(file.element.body.iter(qn("w:pageBreakBefore")))
    assert len(breaks) == 1
    assert breaks[0].getparent().getparent().getparent() is file.element.body


def test_empty_blocks_leave_no_broken_file():
    empty = (Table(()), Bullets(()), KeyValues(()), FacingLists("a", "b", (), ()), Cover("", ""), Space(), PageBreak())
    assert word_lines(render_docx(letter(*empty))) == ["a", "b", "Valmeca", "Norvexia"]


@given(st.text(st.characters(exclude_categories=[]), max_size=40))
def test_any_text_can_be_written(text):
    data = render_docx(letter(Heading(1, text), Paragraph(text), KeyValues(((text, text),)), Callout(text, text)))
    assert docx.Document(io.BytesIO(data)).paragraphs


def test_every_style_in_use_is_defined_once(word):
    defined = [style.get(qn("w:styleId")) for style in word.styles.element.iter(qn("w:style"))]
    assert len(defined) == len(set(defined))
    used = {each.get(qn("w:val")) for each in word.element.body.iter(qn("w:pStyle"), qn("w:tblStyle"))}
    assert used <= set(defined)
    based = {each.get(qn("w:val")) for each in word.styles.element.iter(qn("w:basedOn"), qn("w:next"))}
    assert based <= set(defined)


class TestTemplate:
    @pytest.fixture
    def house(self):
        file = docx.Document()
        file.add_paragraph("Texte du modèle")
        file.styles["Heading 1"].font.color.rgb = RGBColor(0x80, 0, 0x80)
        file.styles["Heading 1"].element.set(qn("w:styleId"), "Titre1")  # as a French Word names it
        file.sections[0].header.paragraphs[0].text = "ACME Conseil"
        return saved(file)

    def test_its_styles_are_kept_and_those_it_lacks_are_made(self, house):
        file = file_of(Heading(1, "un"), Paragraph("deux", Style.LEAD), template=house)
        heading, lead = file.paragraphs
        assert heading.style.style_id == "Titre1"
        assert heading.style.font.color.rgb == RGBColor(0x80, 0, 0x80)
        assert lead.style.name == "Lead"
        names = {style.name.casefold() for style in file.styles}
        assert {name.casefold() for name in LOOKS} <= names

    def test_its_text_is_left_out_and_its_head_stays_over_ours(self, house):
        file = file_of(Paragraph("mot"), template=house)
        assert [p.text for p in file.paragraphs] == ["mot"]
        head = file.sections[0].header
        assert head.paragraphs[0].text == "ACME Conseil"
        assert "Norvexia" in head.tables[0].rows[0].cells[1].text

    def test_its_page_gives_the_width(self, house):
        file = file_of(FIGURES, template=house)
        section = file.sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        assert sum(column.width for column in file.tables[0].columns) == pytest.approx(room, abs=Pt(1))

    def test_our_lists_do_not_borrow_its_numbers(self, house):
        file = file_of(SIDES, template=house)
        numbers = [each.get(qn("w:numId")) for each in file.part.numbering_part.element.iter(qn("w:num"))]
        assert len(numbers) == len(set(numbers))

    def test_a_template_of_word_is_a_template(self, house):
        parts = parts_of(house)
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(house)) as archive, zipfile.ZipFile(target, "w") as other:
            for name in parts:
                content = archive.read(name)
                other.writestr(name, content.replace(MAIN.encode(), TEMPLATE.encode()))
        assert word_lines(render_docx(letter(Paragraph("mot")), target.getvalue())) == ["mot"]

    def test_the_same_bytes_come_out_twice(self, house):
        document = letter(Heading(1, "un"), FIGURES, SIDES)
        assert render_docx(document, house) == render_docx(document, house)

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 nothing", "workbook", "empty", "huge"])
    def test_what_is_no_word_file_is_refused(self, content):
        if isinstance(content, str):
            content = archive_of(content)
        with pytest.raises(ValueError, match="the template is not a Word file"):
            render_docx(letter(Paragraph("mot")), content)


def archive_of(kind):
    """Return an archive that is no Word file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        if kind == "workbook":
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("xl/workbook.xml", "<workbook/>")
        if kind == "huge":
            archive.writestr("[Content_Types].xml", b" " * (65 * 1024 * 1024))
    return target.getvalue()


@pytest.mark.long
def test_libreoffice_opens_it_and_shows_every_page(whole, in_full, tmp_path):
    (tmp_path / "report.docx").write_bytes(whole)
    assert Image.open(io.BytesIO(next(blob_of(whole)))).size[0] > 1200
    if not in_full:
        return
    soffice = run.find_program("SOFFICE", run.LIBREOFFICE_NAMES, os.environ)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(soffice), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "report.docx")], check=True, capture_output=True, timeout=120)
    pdf = pypdfium2.PdfDocument(tmp_path / "report.pdf")
    texts = [page.get_textpage().get_text_range() for page in pdf]
    assert 12 <= len(texts) <= 20
    assert all(text.strip() for text in texts)
    assert f"page 3 sur {len(texts)}" in texts[2]


def blob_of(data):
    """Yield the pictures of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield from (archive.read(name) for name in archive.namelist() if name.endswith(".png"))


def test_every_style_has_a_look():
    assert set(LOOKS) == set(Name)
