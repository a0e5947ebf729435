"""The slides: what a meeting sees, what the notes keep, and charts that PowerPoint can edit."""

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu

import run
from questionnaires import LANGUAGES, Side, load
from reports import charts
from reports.charts import Chart
from reports.document import (
    Bullets,
    Callout,
    Cover,
    FacingLists,
    Figure,
    Heading,
    KeyValues,
    Paragraph,
    Row,
    RowStyle,
    Style,
    Table,
)
from reports.reading import writable
from reports.slides import MOST, outline, render_pptx
from reports.slides.fitting import LEADING, cut, fit
from reports.slides.native import NATIVE
from reports.typeface import Face, as_shown, wrap
from scoring.facts import Judgements, Readiness
from tests.reports.readers import lines_of, squeezed
from tests.reports.samples import charts_of, facts_of, letter
from tests.reports.samples import report as sample
from tests.reports.test_narrative import PROFILES, report

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", params=[(name, language) for name in PROFILES for language in LANGUAGES], ids="-".join)
def document(request):
    name, language = request.param
    return report(facts_of(name), language)


@pytest.fixture(scope="module")
def deck(document):
    return opened(render_pptx(document))


@pytest.fixture(scope="module")
def valmeca():
    return report(facts_of("valmeca"))


def opened(data):
    return Presentation(io.BytesIO(data))


def deck_of(*blocks, template=None, **changes):
    return opened(render_pptx(letter(*blocks, **changes), template))


def texts_of(slide):
    """Yield the texts that a slide shows, those of tables cell by cell."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
        elif shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


def words_of(deck):
    return [text for slide in deck.slides for text in texts_of(slide) if text]


def charts_in(deck):
    return [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def notes_of(deck):
    return [slide.notes_slide.notes_text_frame.text for slide in deck.slides]


def test_a_deck_has_twelve_to_fifteen_slides_sixteen_by_nine(deck):
    assert 12 <= len(deck.slides) <= MOST
    assert deck.slide_width * 9 == deck.slide_height * 16


def test_the_notes_hold_the_whole_document_but_its_annexes_once(document, deck):
    annex = next(i for i, block in enumerate(document.blocks) if getattr(block, "anchor", "") == "annex")
    said = lines_of(replace(document, blocks=document.blocks[:annex]).text)
    assert sorted(lines_of("\n".join(notes_of(deck)))) == sorted(said)


def test_a_slide_says_nothing_that_the_document_does_not(document, deck):
    said = squeezed(document.text)
    meta = document.meta
    own = {meta.labels.running_left, meta.labels.running_right, meta.client, meta.provider}
    tables = {cell for block in document.walk() if isinstance(block, Figure) for cell in cells_of(block.chart)}
    for text in words_of(deck):
        if "notes" in text or text == "‹#›":
            continue
        # What stands over a chart names its series, each behind a mark.
        for part in re.split("[■□]", text):
            shown = squeezed(part).removesuffix("…")
            assert shown in said or shown in tables or any(name in shown for name in own), shown


def cells_of(chart):
    """Return what the table of a chart says, cell by cell."""
    table = chart.table()
    texts = [*table.header, *(cell for row in table.rows for cell in row)]
    heads = (chart.client_head, chart.provider_head) if isinstance(chart, charts.MirrorBars) else ()
    steps = [text.partition(", ")[2] for text in table.header]
    keyed = isinstance(chart, charts.OptionDots | charts.RangeDots)
    keys = (chart.admitted_key, chart.excluded_key) if keyed else ()
    return {squeezed(text) for text in (*texts, *heads, *steps, *keys)}


def test_the_second_slide_is_the_answer(document, deck):
    advice = document.headings[0].text
    answer = deck.slides[1]
    assert squeezed(answer.shapes.title.text) == squeezed(advice)


def test_every_slide_has_a_title_and_notes(deck):
    for slide in deck.slides:
        assert slide.shapes.title.text.strip()
        assert slide.notes_slide.notes_text_frame.text.strip()


def test_every_word_says_its_language(document, deck):
    locale = {"fr": "fr-FR", "en": "en-GB"}[document.language]
    for slide in deck.slides:
        for run_ in (*slide._element.iter(qn("a:r")), *slide.notes_slide._element.iter(qn("a:r"))):
            assert run_.find(qn("a:rPr")).get("lang") == locale
    for frame in charts_in(deck):
        assert {each.get("lang") for each in frame.chart._chartSpace.iter(qn("a:defRPr"))} == {locale}


def estimated(frame, width):
    """Return how high the text of a frame stands, in points, by the letters of the family."""
    height = 0.0
    for paragraph in frame.paragraphs:
        sizes = [run_.font.size.pt for run_ in paragraph.runs if run_.font.size]
        if not sizes:
            continue
        face = Face.STRONG if any(run_.font.bold for run_ in paragraph.runs) else Face.REGULAR
        indent = int((paragraph._p.pPr.get("marL") if paragraph._p.pPr is not None else 0) or 0)
        room = width - Emu(indent).pt
        lines = sum(len(wrap(as_shown(line), face, max(sizes), room)) for line in paragraph.text.split("\v"))
        height += lines * max(sizes) * LEADING + (paragraph.space_after.pt if paragraph.space_after else 0)
    return height


def overflows(deck):
    """Yield the places where text is higher than its box, or a shape leaves its slide."""
    for number, slide in enumerate(deck.slides, 1):
        for shape in slide.shapes:
            if not (shape.left >= 0 and shape.left + shape.width <= deck.slide_width + 1):
                yield number, shape.name, "beside the slide"
            if not (shape.top >= 0 and shape.top + shape.height <= deck.slide_height + 1):
                yield number, shape.name, "below the slide"
            if shape.has_text_frame and shape.text_frame.text:
                needed = estimated(shape.text_frame, shape.width.pt)
                if needed > shape.height.pt + 2:
                    yield number, shape.name, f"{needed} in {shape.height.pt}: {shape.text_frame.text[:60]}"
            if shape.has_table:
                yield from ((number, shape.name, fault) for fault in _high_cells(shape.table))


def _high_cells(table):
    for row in table.rows:
        for index, cell in enumerate(row.cells):
            across = cell.span_width if cell.is_merge_origin else 1
            if cell.is_spanned:
                continue
            width = sum(table.columns[index + k].width for k in range(across)) - cell.margin_left - cell.margin_right
            needed = estimated(cell.text_frame, Emu(width).pt) + cell.margin_top.pt + cell.margin_bottom.pt
            if needed > row.height.pt + 1:
                yield f"{needed} in {row.height.pt}: {cell.text[:60]}"


def test_no_text_is_higher_than_its_box(deck):
    assert not list(overflows(deck))


@pytest.mark.parametrize(
    "name", ["a" * 300, "Société nationale " * 20, "مؤسسة", "株式会社", "Ł😀ź", "=SUM(A1)", "x\x00y\x0b"]
)
def test_any_name_fits_and_is_only_text(name):
    deck = opened(render_pptx(report(replace(facts_of("valmeca"), client=name))))
    assert not list(overflows(deck))
    for frame in charts_in(deck):
        for cell in figures_behind(frame):
            assert cell.data_type != "f"


def figures_behind(frame):
    """Yield the cells of the workbook that a chart is edited from."""
    blob = frame.chart.part.chart_workbook.xlsx_part.blob
    for row in openpyxl.load_workbook(io.BytesIO(blob)).active.iter_rows():
        yield from row


def test_charts_are_native_with_their_figures_behind_them_and_a_text_alternative(document, deck):
    found = charts_in(deck)
    assert len(found) >= 5
    alts = {squeezed(block.chart.alt) for block in document.walk() if isinstance(block, Figure)}
    for frame in found:
        assert squeezed(frame._element.xpath(".//p:cNvPr/@descr")[0]) in alts
        shown = [value for plot in frame.chart.plots for series in plot.series for value in series.values]
        behind = [cell.value for cell in figures_behind(frame) if cell.row > 1 and cell.column > 1]
        assert sorted(v for v in shown if v is not None) == pytest.approx(sorted(v for v in behind if v is not None))


def test_tables_have_a_text_alternative_when_they_stand_for_a_chart(valmeca):
    deck = opened(render_pptx(valmeca))
    alts = [s._element.xpath(".//p:cNvPr/@descr")[0] for slide in deck.slides for s in slide.shapes if s.has_table]
    assert sum(bool(alt) for alt in alts) >= 3


def test_the_client_is_left_of_the_axis_and_no_sign_is_shown(valmeca):
    chart = next(f.chart for f in charts_in(opened(render_pptx(valmeca))) if len(list(f.chart.plots[0].series)) == 2)
    client, provider = chart.plots[0].series
    assert all(value < 0 for value in client.values)
    assert all(value > 0 for value in provider.values)
    assert chart.plots[0].series[0].data_labels.number_format == "0.0;0.0"
    mirror = next(b.chart for b in valmeca.walk() if isinstance(b, Figure) and isinstance(b.chart, charts.MirrorBars))
    assert [-value for value in client.values] == pytest.approx([row.client.value for row in mirror.rows], abs=1e-3)
    assert list(chart.plots[0].categories) == [row.name for row in mirror.rows]


def test_a_value_that_is_not_known_has_no_bar():
    mirror = charts_of("valmeca")[0]
    first = replace(mirror.rows[0], client=replace(mirror.rows[0].client, value=None))
    deck = deck_of(Heading(1, "Un"), Figure(replace(mirror, rows=(first, *mirror.rows[1:]))))
    assert charts_in(deck)[0].chart.plots[0].series[0].values[0] is None


def shown_alone(kind, language="fr", number=0, **changes):
    """Return a chart of a kind, and how a slide shows it."""
    chart = replace([chart for chart in charts_of("valmeca", language) if isinstance(chart, kind)][number], **changes)
    return chart, charts_in(deck_of(Heading(1, "Un"), Figure(chart), language=language))[0].chart


def test_points_on_a_slide_are_whole_as_in_the_report():
    _, native = shown_alone(charts.RangeDots)
    assert {series.data_labels.number_format for series in native.plots[0].series} == {"0"}


@pytest.mark.parametrize(("language", "form"), [("fr", 'General"\u00a0M€"'), ("en", '"€"General"M"')])
def test_costs_on_a_slide_have_the_two_digits_of_the_report(language, form):
    chart, native = shown_alone(charts.RangeDots, language, number=1)
    drawn = native.plots[0].series
    assert all(series.data_labels.number_format.startswith(form) for series in drawn)
    values = [next(v for v in pair if v is not None) for pair in zip(*(s.values for s in drawn), strict=True)]
    told = [float(re.sub("[^0-9.]", "", row.label.replace(",", "."))) for row in chart.rows]
    assert values == pytest.approx(told)


def test_years_of_fees_on_a_slide_have_one_decimal():
    _, native = shown_alone(charts.RangeDots, number=1, unit="years")
    assert native.plots[0].series[0].data_labels.number_format == "0.0"


def test_a_lead_that_is_lost_keeps_its_sign_on_the_scale():
    _, native = shown_alone(charts.TornadoBars)
    assert native.value_axis.tick_labels.number_format == "+0;−0;0"


def test_savings_are_lines_from_today_on_with_a_diamond_where_they_pay_back():
    chart, native = shown_alone(charts.SavingCurves)
    drawn = list(native.plots[0].series)
    assert [series.name for series in drawn] == [curve.name for curve in chart.curves]
    for curve, series in zip(chart.curves, drawn, strict=True):
        assert len(series.values) == chart.months + 1
        assert series.values[0] == 0
        marked = [int(point.find(qn("c:idx")).get("val")) for point in series._element.findall(qn("c:dPt"))]
        assert marked == ([] if curve.break_even is None else [curve.break_even])
    assert len({series.format.line.dash_style for series in drawn}) == len(drawn)


def test_every_curve_points_to_its_own_column_of_the_workbook():
    chart, _ = shown_alone(charts.SavingCurves)
    frame = charts_in(deck_of(Heading(1, "Un"), Figure(chart)))[0]
    blob = frame.chart.part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob)).active
    for series in frame.chart.plots[0].series:
        name, months, values = (
            [cell.value for row in sheet[place.removeprefix("Sheet1!")] for cell in row] if ":" in place else place
            for place in (each.text for each in series._element.iter(qn("c:f")))
        )
        assert sheet[name.removeprefix("Sheet1!")].value == series.name
        assert months == list(range(chart.months + 1))
        assert values == pytest.approx(list(series.values))


def test_an_empty_cell_has_letters_no_higher_than_its_row():
    chart = next(chart for chart in charts_of("valmeca") if isinstance(chart, charts.Timeline))
    deck = deck_of(Heading(1, "Un"), Figure(chart))
    cells = [cell for s in deck.slides[0].shapes if s.has_table for row in s.table.rows for cell in row.cells]
    assert any(not cell.text.strip() for cell in cells)
    assert all(cell.text for cell in cells)
    assert len({run_.font.size for cell in cells for p in cell.text_frame.paragraphs for run_ in p.runs}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("index", range(len(charts_of("valmeca"))))
def test_every_kind_of_chart_is_shown_alone_and_fits(index, language):
    chart = charts_of("valmeca", language)[index]
    deck = deck_of(Heading(1, "Un"), Paragraph("texte"), Figure(chart), language=language)
    shown = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart or shape.has_table]
    assert shown
    assert not list(overflows(deck))


def test_a_chart_that_has_no_maker_is_a_table_of_its_figures():
    @dataclass(frozen=True, kw_only=True)
    class NewChart(Chart):
        """A kind that slides do not know."""

        def cells(self):
            return (("Rester", "12"), ("Partir", "7"))

    chart = NewChart(title="Nouveau", alt="Ce qu’il montre", header=("Option", "Points"), empty="rien")
    assert type(chart) not in NATIVE
    words = words_of(deck_of(Heading(1, "Un"), Figure(chart)))
    assert {"Option", "Points", "Rester", "12", "Partir", "7"} <= set(words)


def test_the_plan_shows_what_each_side_does_first_in_letters_that_are_read():
    (chart,) = (c for c in charts_of("valmeca") if isinstance(c, charts.Roadmap))
    deck = deck_of(Heading(1, "Un"), Bullets(("Un point qui compte.",) * 3), Figure(chart))
    client, provider = (shape for slide in deck.slides for shape in slide.shapes if shape.has_table)
    assert client.left + client.width < provider.left
    for frame, side in ((client, Side.CLIENT), (provider, Side.PROVIDER)):
        shown = [row.cells[0].text for row in frame.table.rows][1:]
        assert len(shown) >= 3
        assert shown == [row.name for row in chart.rows if row.side is side][: len(shown)]
        sizes = {r.font.size.pt for row in frame.table.rows for c in row.cells for r in c.text_frame.paragraphs[0].runs}
        assert min(sizes) >= 14


def test_a_table_too_long_for_a_slide_shows_fewer_rows_rather_than_small_letters():
    rows = tuple(Row((f"Une ligne qui dit quelque chose, la {number}e", "12")) for number in range(60))
    deck = deck_of(Heading(1, "Un"), Table(rows, ("Ligne", "Points")))
    (table,) = (shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table)
    assert len(table.rows) < 60
    assert {run.font.size.pt for row in table.rows for run in row.cells[0].text_frame.paragraphs[0].runs} == {14}


def test_only_the_cover_has_letters_under_twelve_points_in_its_table(document, deck):
    for slide in list(deck.slides)[1:]:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            runs = [
                run for row in table.rows for cell in row.cells for p in cell.text_frame.paragraphs for run in p.runs
            ]
            assert min(run.font.size.pt for run in runs) >= 12


def test_a_chart_with_nothing_to_show_says_so():
    chart = replace(charts_of("valmeca")[0], rows=())
    assert chart.empty in words_of(deck_of(Heading(1, "Un"), Figure(chart)))


def test_what_does_not_fit_is_said_to_be_in_the_notes():
    items = tuple(f"Un point qui compte, le {number}e" for number in range(1, 9))
    deck = deck_of(Heading(1, "Un"), Bullets(items))
    words = words_of(deck)
    assert "La suite est dans les notes\u202f: 3 éléments de plus." in words
    assert items[7] in notes_of(deck)[0]


def test_a_comment_of_twenty_thousand_characters_is_cut_on_the_slide_and_whole_in_the_notes():
    comment = " ".join(f"mot{number:05d}" for number in range(2250))
    table = Table((Row(("Avant", "court")), Row(("Pratique", comment))), ("Nom", "Commentaire"))
    deck = deck_of(Heading(1, "Un"), Paragraph(comment), Heading(1, "Deux"), table)
    assert not list(overflows(deck))
    assert comment in notes_of(deck)[0]
    assert comment in notes_of(deck)[1]
    assert any(text.startswith("mot00000") and text.endswith("…") for text in words_of(deck))


def test_a_part_that_nobody_named_has_its_slide_and_the_deck_never_grows_too_long():
    parts = [block for n in range(40) for block in (Heading(1, f"Partie {n}", f"p{n}"), Paragraph(f"texte {n}"))]
    deck = deck_of(*parts)
    assert len(deck.slides) == MOST
    assert deck.slides[0].shapes.title.text == "Partie 0"
    assert "texte 39" in notes_of(deck)[-1]


def test_what_each_side_must_do_faces_the_other_client_left():
    deck = deck_of(Heading(1, "À condition que"), FacingLists("Valmeca", "Norvexia", ("nommer",), ("écrire",)))
    boxes = {s.text_frame.text: s for s in deck.slides[0].shapes if s.has_text_frame}
    middle = deck.slide_width / 2
    assert boxes["nommer"].left + boxes["nommer"].width <= middle
    assert boxes["écrire"].left >= middle


def test_a_draft_says_so_on_every_slide():
    blocks = (Cover("q", "t", (), "Réservé"), Heading(1, "Un"), Paragraph("texte"))
    for slide in deck_of(*blocks, draft=True).slides:
        assert any("Projet" in text for text in texts_of(slide))
    assert not [text for text in words_of(deck_of(*blocks)) if "Projet" in text]


def test_an_empty_engagement_gives_a_deck_without_any_invented_figure():
    facts = replace(
        facts_of("valmeca"), answers=(), rating_decisions=(), judgements=Judgements(), readiness=Readiness()
    )
    document = report(facts)
    deck = opened(render_pptx(document))
    assert deck.slides[1].shapes.title.text == "Pas assez d’éléments pour conseiller."
    assert not list(overflows(deck))
    assert not [frame for frame in charts_in(deck) if any(v for s in frame.chart.plots[0].series for v in s.values)]


def test_an_empty_document_is_an_empty_deck():
    assert len(deck_of().slides) == 0


def test_the_same_document_gives_the_same_bytes(valmeca):
    first = render_pptx(valmeca)
    assert render_pptx(valmeca) == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert len(package.namelist()) == len(set(package.namelist()))


def test_another_process_gives_the_same_bytes():
    script = (
        "import hashlib; from tests.reports.samples import report; from reports.slides import render_pptx;"
        "print(hashlib.sha256(render_pptx(report())).hexdigest())"
    )
    environ = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    command = [sys.executable, "-c", script]
    other = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=environ)
    assert other.stdout.strip() == hashlib.sha256(render_pptx(sample())).hexdigest()


def test_the_file_says_its_title_its_language_and_the_day_of_the_assessment():
    properties = opened(render_pptx(sample())).core_properties
    assert (properties.title, properties.subject) == ("Rapport", "Évaluation de la relation")
    assert (properties.author, properties.language) == ("Vis-à-vis", "fr-FR")
    assert properties.created.date().isoformat() == properties.modified.date().isoformat() == "2026-11-30"


# ---- a company's template


def company(*, slides=2, layouts=None):
    """Return a template of 4 by 3 inches with slides of its own."""
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        if layouts is not None and layout.name not in layouts:
            deck.slide_layouts.remove(layout)
    deck.slide_master.name = "Maison"
    for _ in range(slides):
        slide = deck.slides.add_slide(deck.slide_layouts[0])
        if slide.shapes.title is not None:
            slide.shapes.title.text = "Ancienne diapositive"
    section = (
        '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
        '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}">'
        '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"/></p:ext></p:extLst>'
    )
    element = deck.part._element
    for old in element.findall(qn("p:extLst")):
        element.remove(old)
    element.append(_parsed(section))
    target = io.BytesIO()
    deck.save(target)
    return target.getvalue()


def _parsed(text):
    from pptx.oxml import parse_xml  # noqa: PLC0415

    return parse_xml(text)


def test_a_companys_template_keeps_its_size_and_its_layouts_and_loses_its_slides(valmeca):
    deck = opened(render_pptx(valmeca, company()))
    assert (deck.slide_width, deck.slide_height) == (9144000, 6858000)
    assert deck.slides[0].slide_layout.name == "Title Slide"
    assert {slide.slide_layout.name for slide in list(deck.slides)[1:]} == {"Title and Content", "Title Only"}
    assert "Ancienne diapositive" not in words_of(deck)
    assert not list(overflows(deck))
    assert "sectionLst" not in deck.part.blob.decode()


def test_a_template_with_one_titled_layout_serves_for_all(valmeca):
    deck = opened(render_pptx(valmeca, company(layouts=("Section Header",))))
    assert {slide.slide_layout.name for slide in deck.slides} == {"Section Header"}


def test_wide_letters_of_a_template_are_given_more_room(valmeca):
    with zipfile.ZipFile(io.BytesIO(company(slides=0))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = next(name for name in parts if "theme/theme1" in name)
    wide = parts | {name: parts[name].replace(b"Calibri", b"Verdana")}
    usual, other = (opened(render_pptx(valmeca, archive(each))) for each in (parts, wide))
    assert sum(sizes_in(other)) < sum(sizes_in(usual))


def sizes_in(deck):
    """Yield the sizes of letters on slides."""
    for slide in deck.slides:
        yield from (int(size) for size in slide._element.xpath(".//a:r/a:rPr/@sz"))


def test_a_template_of_powerpoints_own_kind_is_accepted(valmeca):
    with zipfile.ZipFile(io.BytesIO(company(slides=0))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"presentationml.presentation.main+xml", b"presentationml.template.main+xml"
    )
    assert len(opened(render_pptx(valmeca, archive(parts))).slides) >= 12


def archive(parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        archive({"a.txt": b"a"}),
        archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<d/>"}),
        archive({"[Content_Types].xml": b" " * (65 * 1024 * 1024)}),
    ],
    ids=["empty", "pdf", "archive", "word", "huge"],
)
def test_what_is_no_presentation_is_refused_in_one_clear_line(data, valmeca):
    with pytest.raises(ValueError, match=r"^the template is not a PowerPoint file"):
        render_pptx(valmeca, data)


def test_a_template_without_a_titled_layout_is_refused(valmeca):
    with pytest.raises(ValueError, match="no slide layout with a title"):
        render_pptx(valmeca, company(slides=0, layouts=("Blank",)))


# ---- whatever the text


def test_a_text_that_no_size_fits_is_cut_with_an_ellipsis():
    assert fit(["mot " * 500], (100, 40), (20.0, 10.0)).size == 20  # small letters are for what they hold whole
    found = fit(["mot " * 500], (100, 40), (12.0, 10.0))
    assert found.size == 10
    assert found.texts[0].endswith("…")
    assert cut("court", Face.REGULAR, 10, (100, 12)) == "court"


def test_letters_that_our_fonts_lack_are_measured_as_wide_as_they_are_shown():
    name = "株式会社デジタル"
    assert cut(name, Face.STRONG, 16, (160, 20)) == name
    assert cut(name, Face.STRONG, 16, (100, 20)) == "株式会社デ…"


def test_a_cut_text_keeps_its_spaces_and_gains_none():
    assert cut("a" * 60, Face.REGULAR, 10, (100, 24)).strip("a") == "…"
    assert cut("un deux  trois quatre", Face.REGULAR, 10, (60, 12)) == "un deux…"


ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=120)
BLOCKS = st.one_of(
    st.builds(Heading, st.integers(1, 3), ANY_TEXT),
    st.builds(Paragraph, ANY_TEXT, st.sampled_from(Style)),
    st.builds(Bullets, st.lists(ANY_TEXT, max_size=7).map(tuple)),
    st.builds(
        Table,
        st.lists(
            st.builds(Row, st.lists(ANY_TEXT, min_size=1, max_size=4).map(tuple), st.sampled_from(RowStyle)),
            min_size=1,
        ).map(tuple),
        st.lists(st.text(max_size=40), max_size=3).map(tuple),
    ),
    st.builds(Callout, ANY_TEXT, ANY_TEXT),
    st.builds(FacingLists, ANY_TEXT, ANY_TEXT, st.tuples(ANY_TEXT), st.tuples(ANY_TEXT, ANY_TEXT)),
    st.builds(KeyValues, st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1, max_size=3).map(tuple)),
)


@given(st.lists(BLOCKS, max_size=6), ANY_TEXT, ANY_TEXT)
def test_any_text_in_any_block_gives_a_deck_that_opens_and_fits(blocks, client, provider):
    deck = deck_of(Cover(client, provider), *blocks, client=client, provider=provider)
    assert not list(overflows(deck))


@given(st.lists(BLOCKS, max_size=8))
def test_any_document_is_in_its_notes_whole(blocks):
    document = letter(*blocks)
    noted = "\n".join(page.notes for page in outline(document))
    # A document without any heading worth a slide has none.
    assert not noted or sorted(lines_of(noted)) == sorted(lines_of(document.text))


@pytest.mark.long
def test_libreoffice_opens_it_and_shows_every_slide(valmeca, in_full, tmp_path):
    data = render_pptx(valmeca)
    slides = len(opened(data).slides)
    assert slides >= 12
    if not in_full:
        return
    (tmp_path / "deck.pptx").write_bytes(data)
    soffice = run.find_program("SOFFICE", run.LIBREOFFICE_NAMES, os.environ)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(soffice), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "deck.pptx")], check=True, capture_output=True, timeout=120)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "deck.pdf")]
    assert len(pages) == slides
    for number, text in enumerate(pages, 1):
        assert re.search(rf"\b{number}\b", text)


def test_every_practice_name_of_the_annex_stays_out_of_the_deck(valmeca):
    # The annex holds every rating: the workbook gives them, a deck does not.
    text = "\n".join(notes_of(opened(render_pptx(valmeca))))
    assert "Annexe" not in text
    assert sum(writable(practice.name.fr) in text for practice in load().practices) < len(load().practices)
