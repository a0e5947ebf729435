import hashlib
import re
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import Destination

from reports import theme
from reports.document import (
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
from reports.pdf import render_pdf
from reports.typeface import Face, clean, fitted, register, wrap
from reports.typeface import width as width_of
from tests.reports.readers import pdf_pages
from tests.reports.samples import charts_of, letter, report

ROOT = Path(__file__).parents[2]


def pages_of(*blocks, **changes):
    """Return the text of each page of a small document."""
    return pdf_pages(render_pdf(letter(*blocks, **changes)))


@pytest.fixture(scope="module")
def whole():
    return render_pdf(report())


def test_the_same_document_gives_the_same_bytes(whole):
    assert render_pdf(report()) == whole


def test_another_process_gives_the_same_bytes(whole):
    script = (
        "import hashlib; from tests.reports.samples import report; from reports.pdf import render_pdf;"
        "print(hashlib.sha256(render_pdf(report())).hexdigest())"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == hashlib.sha256(whole).hexdigest()


def test_each_thread_gets_its_own_client(whole):
    alone = {"valmeca": whole, "hexalis": render_pdf(report("hexalis"))}
    names = (*alone, *alone)
    with ThreadPoolExecutor(len(names)) as pool:
        together = list(pool.map(lambda name: render_pdf(report(name)), names))
    assert together == [alone[name] for name in names]


def test_the_text_of_every_block_is_in_the_file(whole):
    text = " ".join(" ".join(pdf_pages(whole)).split())
    for words in (
        "Rester avec Norvexia et améliorer ensemble pendant douze mois, avec un avenant limité.",
        "Avis net. Rester est très probablement",
        "183 points à la cible",
        "nomme un responsable de prestation pour 24 mois",
        "Si Valmeca ne peut pas nommer",
        "Coût net par rapport à ne rien changer",
        "−0,3 à +0,3",
    ):
        assert words in text


def test_every_font_is_embedded_and_helvetica_is_absent(whole):
    names = set()
    for page in PdfReader(BytesIO(whole)).pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(font["/BaseFont"])
            assert "/FontFile2" in font["/FontDescriptor"]
    assert all("SourceSans3" in name for name in names)


def test_the_file_says_its_title_its_language_and_the_day_of_the_assessment(whole):
    reader = PdfReader(BytesIO(whole))
    assert reader.metadata.title == "Rapport"
    assert reader.metadata.subject == "Évaluation de la relation"
    assert reader.metadata.author == "Vis-à-vis"
    assert reader.metadata.creation_date.date().isoformat() == "2026-11-30"
    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"


def test_a_long_document_opens_with_contents_that_give_the_right_pages(whole):
    reader = PdfReader(BytesIO(whole))
    texts = [page.extract_text().replace("\xa0", " ") for page in reader.pages]
    assert texts[1].count("\n") > 10
    assert "Sommaire" in texts[1]
    entries = re.findall(r"^(.+)\n (\d+)$", texts[1].partition("Sommaire\n")[2], flags=re.MULTILINE)
    assert [title for title, _ in entries] == [heading.text for heading in report().headings]
    for title, page in entries:
        assert title in " ".join(texts[int(page) - 1].split())
    assert any(a.get_object().get("/Dest") or a.get_object().get("/A") for a in reader.pages[1]["/Annots"])


def test_the_outline_holds_every_heading(whole):
    def titles(entries):
        for entry in entries:
            if isinstance(entry, Destination):
                yield entry.title
            else:
                yield from titles(entry)

    expected = [heading.text for heading in report().headings]
    assert list(titles(PdfReader(BytesIO(whole)).outline)) == expected


def test_a_short_document_has_no_contents():
    assert "Sommaire" not in "".join(pages_of(Heading(1, "Un"), Paragraph("texte")))


def test_a_heading_that_skips_a_level_still_stands_in_the_outline():
    assert "Trois" in pages_of(Heading(3, "Trois"), Heading(1, "Un"), Heading(3, "Autre trois"))[0]


def test_head_and_foot_say_whose_report_it_is_and_from_what_it_can_be_computed(whole):
    texts = pdf_pages(whole)
    for number, text in enumerate(texts, 1):
        assert "Vis-à-vis · 0.1.0 · 7c1e40b9 · 30 novembre 2026" in text
        assert f"page {number} sur {len(texts)}" in text
    assert "Pour la direction de Valmeca" in texts[2]
    assert texts[2].index("Valmeca") < texts[2].index("Norvexia")


def test_a_draft_is_marked_on_every_page_and_an_issued_report_on_none():
    blocks = (Cover("q", "t"), Paragraph("texte"))
    assert all("Projet" in page for page in pages_of(*blocks, draft=True))
    assert not any("Projet" in page for page in pages_of(*blocks))


def test_markup_in_texts_is_only_text_everywhere():
    nasty = 'Müller & Söhne <Paris> <b>gras <br/> &lt; <a href="x">lien</a> délai < 4 h & > 2 h'
    texts = pages_of(
        Cover(nasty, nasty, ((nasty, nasty),), nasty),
        Heading(1, nasty),
        Paragraph((Span(nasty, strong=True), Span(nasty, italic=True))),
        Bullets((nasty,)),
        Table((Row((nasty, nasty)), Row((nasty,), RowStyle.GROUP)), (nasty, nasty), (), nasty),
        Callout(nasty, nasty),
        FacingLists(nasty, nasty, (nasty,), (nasty,)),
        KeyValues(((nasty, nasty),)),
    )
    whole = "".join("".join(texts).split())
    assert whole.count("".join(nasty.split())) >= 15


def test_accents_greek_and_numero_can_be_copied_from_the_page():
    text = "Évaluation – cœur d’activité, Łódź, Ελλάδα, «\u202f№ 5\u202f», 12\u202f345,6"
    assert text.replace("\u202f", " ") in " ".join(pages_of(Paragraph(text))[0].split())


def test_a_narrow_space_never_lets_a_mark_start_a_line():
    for count in range(20, 120):
        text = pages_of(Paragraph(f"{'m' * 3} {'n' * count} Qui décide\u202f? Lui à 85\u202f%"))[0]
        assert not re.search(r"^[?%]", text, flags=re.MULTILINE)


def test_characters_without_a_glyph_are_written_as_codes_and_noted_once():
    text = pages_of(Paragraph("Merci 😀 中 ع 😀"), client="Valmeca 😀")[0]
    assert "Merci [U+1F600] [U+4E2D] [U+0639] [U+1F600]" in text
    note = text[text.index("Caractères absents") :].split(".")[0]
    assert note.count("[U+1F600]") == 1
    assert "Caractères absents" not in pages_of(Paragraph("Merci"))[0]


def test_line_breaks_are_kept_as_typed_on_any_system():
    lines = "Trois points :\r\n- un\r\n\r\n- deux"
    found = [line.strip() for line in pages_of(Paragraph(lines))[0].split("\n")]
    start = found.index("Trois points :")
    assert [line for line in found[start : start + 4] if line][:3] == ["Trois points :", "- un", "- deux"]


def test_a_comment_of_twenty_thousand_characters_is_printed_whole_over_pages_with_its_head():
    comment = " ".join(f"mot{number:05d}" for number in range(2250))
    assert len(comment) > 20_000
    columns = (Column(1), Column(0.4), Column(3))
    rows = (Row(("Avant", "1", "court")), Row(("Pratique", "2", comment)), Row(("Après", "3", "fin")))
    texts = pages_of(Heading(2, "Notes"), Table(rows, ("Nom", "Cote", "Commentaire"), columns))
    assert re.findall(r"mot\d{5}", "".join(texts)) == comment.split()
    assert len(texts) > 2
    assert all("Commentaire" in text for text in texts)
    assert "Après" in texts[-1]


def test_a_long_address_and_a_long_word_stay_inside_their_column():
    address, word = "https://exemple.fr/" + "dossier/" * 20, "anticonstitutionnellement" * 6
    columns = (Column(1), Column(1), Column(1))
    table = Table((Row((address, "x" * 120, word)),), ("a", "b", "c"), columns)
    data = render_pdf(letter(table, Paragraph(address * 2), Paragraph(word * 2)))
    page = np.asarray(pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().convert("L"))
    right = int((theme.PAGE_WIDTH - theme.MARGIN) * 2) + 2
    assert page[:, right:].min() > 250
    assert address in "".join("".join(pdf_pages(data)).split())


def test_no_heading_is_alone_at_the_foot_of_a_page():
    for lines in range(36, 56):
        texts = pages_of(*(Paragraph(f"ligne {n}") for n in range(lines)), Heading(2, "Titre"), Paragraph("Suite"))
        (page,) = [text for text in texts if "Titre" in text]
        assert "Suite" in page


def test_a_figure_stays_with_its_title_and_a_figure_too_high_is_shared_out():
    waiting = next(c for c in charts_of("valmeca") if type(c).__name__ == "InheritedRows")
    texts = pages_of(*(Paragraph("ligne") for _ in range(40)), Figure(waiting))
    assert waiting.title in texts[1].replace("\n", " ")
    assert len(texts) >= 3


def test_a_figure_too_high_fills_each_page_before_the_next():
    waiting = next(c for c in charts_of("valmeca") if type(c).__name__ == "InheritedRows")
    texts = pages_of(*(Paragraph("ligne") for _ in range(12)), Figure(waiting))
    heads = [text.count(waiting.header[0]) for text in texts]
    assert heads == [1, 1]


def test_the_title_over_a_figure_too_high_never_waits_for_it_on_another_page():
    waiting = next(c for c in charts_of("valmeca") if type(c).__name__ == "InheritedRows")
    for lines in range(24, 40, 2):
        before = (Paragraph("ligne") for _ in range(lines))
        texts = pages_of(*before, Heading(2, "Attendus"), Figure(waiting, titled=False))
        (page,) = [text for text in texts if "Attendus" in text]
        assert waiting.header[0] in page


def test_a_title_and_a_few_words_stay_with_the_table_that_they_are_about():
    table = Table(tuple(Row((f"r{n}", "v")) for n in range(9)), ("Tête", "b"))
    for lines in range(30, 56):
        texts = pages_of(*(Paragraph("ligne") for _ in range(lines)), Heading(2, "Titre"), Paragraph("Mots."), table)
        (page,) = [text for text in texts if "Titre" in text]
        assert "Tête" in page
        assert "r0" in page


def test_words_about_a_figure_that_takes_most_of_a_page_never_stand_alone_on_one():
    plan = next(c for c in charts_of("valmeca") if type(c).__name__ == "Roadmap")
    words = (Heading(1, "Titre"), Bullets(("un", "deux")), Figure(plan, titled=False))
    for lines in range(0, 40, 8):
        texts = pages_of(*(Paragraph("ligne") for _ in range(lines)), *words)
        assert all(len(text) > 300 for text in texts[:-1])
        (page,) = [text for text in texts if "Titre" in text]
        assert "deux" in page


def test_a_section_that_starts_a_page_is_set_tighter_rather_than_leave_a_few_lines_to_the_next():
    def spilled(lines):
        section = (Heading(1, "Titre"), *(Paragraph(f"ligne {n}.") for n in range(lines)))
        texts = pages_of(Paragraph("avant"), PageBreak(), *section, Heading(1, "Suite"), Paragraph("après"))
        return sum(f"ligne {lines - 1}." in text for text in texts[2:])

    assert [spilled(lines) for lines in (35, 38, 41, 60)] == [0, 0, 0, 1]


def test_the_running_head_says_whole_what_it_is_and_for_whom():
    labels = replace(letter().meta.labels, running_left="Évaluation n° 2 · Arrêté au 24 novembre 2026")
    (page,) = pages_of(Paragraph("."), labels=labels)
    assert labels.running_left in page
    (page,) = pages_of(Paragraph("."), labels=labels, client="Valmeca " * 9, provider="Norvexia " * 9)
    assert "…" in page
    assert "Évaluation n° 2" in page


def test_a_group_row_never_ends_a_page():
    for count in range(28, 46):
        rows = [Row((f"r{n}", "v")) for n in range(count)]
        texts = pages_of(Table((*rows, Row(("Groupe",), RowStyle.GROUP), Row(("dedans", "v"))), ("a", "b")))
        (page,) = [text for text in texts if "Groupe" in text]
        assert "dedans" in page


def test_no_page_bears_the_head_of_a_table_twice():
    for count in range(28, 46):
        rows = [Row((f"r{n}", "v")) for n in range(count)]
        texts = pages_of(Table((*rows, Row(("Groupe",), RowStyle.GROUP), Row(("dedans", "v"))), ("Tête", "b")))
        assert {text.count("Tête") for text in texts} == {1}


def test_what_is_kept_together_is_on_one_page_when_a_page_can_hold_it():
    for count in range(30, 50, 3):
        lines = (Paragraph(f"ligne {n}") for n in range(count))
        block = KeepTogether((Heading(2, "Début"), *(Paragraph("milieu") for _ in range(6)), Paragraph("Fin.")))
        (page,) = [text for text in pages_of(*lines, block) if "Début" in text]
        assert "Fin." in page
    assert len(pages_of(KeepTogether((Paragraph("mot " * 9000),)))) > 1


def test_page_breaks_never_leave_an_empty_page():
    assert len(pages_of(PageBreak(), Paragraph("un"), PageBreak(), PageBreak(), Paragraph("deux"))) == 2


def test_an_empty_document_is_one_page_with_its_foot():
    assert "7c1e40b9" in pages_of()[0]


def test_a_chart_with_nothing_to_show_says_so_in_words():
    chart = charts_of("valmeca")[0]
    empty = type(chart)(**{name: getattr(chart, name) for name in _fields(chart)} | {"rows": ()})
    assert chart.empty.replace("\u202f", " ") in pages_of(Figure(empty))[0].replace("\n", " ")


def _fields(chart):
    return chart.__dataclass_fields__


BLOCKS = st.one_of(
    st.builds(Heading, st.integers(1, 3), st.text(max_size=200)),
    st.builds(Paragraph, st.text(), st.sampled_from(Style)),
    st.builds(Bullets, st.lists(st.text(), max_size=3).map(tuple)),
    st.builds(
        Table,
        st.lists(st.builds(Row, st.lists(st.text(), max_size=4).map(tuple), st.sampled_from(RowStyle))).map(tuple),
        st.lists(st.text(max_size=40), max_size=3).map(tuple),
    ),
    st.builds(Callout, st.text(), st.text()),
    st.builds(FacingLists, st.text(), st.text(), st.tuples(st.text()), st.tuples(st.text(), st.text())),
    st.builds(KeyValues, st.lists(st.tuples(st.text(), st.text()), max_size=3).map(tuple)),
    st.just(PageBreak()),
    st.builds(Space, st.integers(0, 20)),
)
ANY_TEXT = st.text(alphabet=st.characters())


@given(st.lists(BLOCKS, max_size=6), ANY_TEXT, ANY_TEXT, st.booleans())
def test_any_text_in_any_block_gives_a_readable_file(blocks, client, provider, draft):
    data = render_pdf(letter(*blocks, client=client, provider=provider, draft=draft))
    assert PdfReader(BytesIO(data)).pages


@given(st.text(alphabet=st.characters(codec="latin-1", exclude_categories=("Cc", "Cf", "Zs")), min_size=1))
def test_what_is_written_is_what_is_read(text):
    expected = unicodedata.normalize("NFC", text)
    assert expected in "".join("".join(pages_of(Paragraph(text))).split())


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet="abcdé WM\n", max_size=80), st.floats(20, 200))
def test_wrapped_lines_fit_and_lose_no_letter(text, room):
    register()
    lines = wrap(text, Face.REGULAR, 9, room)
    assert all(width_of(line, Face.REGULAR, 9) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert width_of(fitted(text, Face.REGULAR, 9, room), Face.REGULAR, 9) <= room
