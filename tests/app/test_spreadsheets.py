import contextlib
import csv
import io
import subprocess
import sys
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app import spreadsheets, workbooks
from app.services.refusals import RefusalError
from app.spreadsheets import Row, read_pasted, read_sheet


def book(*rows, fill=None):
    """Return an XLSX workbook with some rows, and what `fill` does to its sheet."""
    made = Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    if fill:
        fill(sheet)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def archive(**entries):
    """Return a ZIP archive; two underscores in a name stand for a slash, one for a dot."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return target.getvalue()


def said(sheet):
    return [str(notice) for notice in sheet.notices]


class TestText:
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_cells_are_separated_as_the_heading_line_says(self, separator):
        text = separator.join(["Id", "Nom", "Existe"]) + "\n" + separator.join(["PR-01", "Gestion", "oui"])
        assert read_pasted(text).rows == (Row(2, ("PR-01", "Gestion", "oui")),)

    def test_separators_between_quotes_do_not_count(self):
        sheet = read_pasted('Id;"Nom, libellé, titre, autre";Existe\nPR-01;"a;b";"dit ""oui"""')
        assert sheet.header == ("Id", "Nom, libellé, titre, autre", "Existe")
        assert sheet.rows[0].cells == ("PR-01", "a;b", 'dit "oui"')

    def test_the_line_that_excel_reads_and_does_not_show_is_not_a_row(self):
        sheet = read_pasted("sep=,\nId,Nom;x\n1,2")
        assert (sheet.header, sheet.rows) == (("Id", "Nom;x"), (Row(2, ("1", "2")),))

    def test_rows_bear_the_numbers_that_a_spreadsheet_program_shows(self):
        sheet = read_pasted('Id;Nom\n1;"deux\nlignes"\n\n3;x')
        assert [row.number for row in sheet.rows] == [2, 4]

    def test_a_title_above_the_headings_is_said(self):
        sheet = read_pasted("Registre des procédures\n\nId;Existe\nPR-01;oui")
        assert sheet.header == ("Id", "Existe")
        assert said(sheet) == ["row 1: this row was taken for a title, above the headings"]

    def test_short_and_long_rows_are_all_as_wide_as_the_widest(self):
        sheet = read_pasted("Id;Nom\n1\n2;b;c")
        assert sheet.header == ("Id", "Nom", "")
        assert [row.cells for row in sheet.rows] == [("1", "", ""), ("2", "b", "c")]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_unicode_is_read_without_a_word(self, encoding):
        sheet = read_sheet("Id;Créé\n1;2".encode(encoding), "r.csv")
        assert (sheet.header, sheet.notices) == (("Id", "Créé"), ())

    def test_windows_text_is_read_and_said(self):
        sheet = read_sheet("Id;Créé l’an passé\n1;2".encode("cp1252"), "r.csv")
        assert sheet.header[1] == "Créé l’an passé"
        assert said(sheet) == ["This file is not in UTF-8; it was read as Windows text (cp1252): check the accents."]

    def test_control_characters_are_removed(self):
        assert read_pasted("I\x08d;N\x00om\n1;\x1b[31m2").rows[0].cells == ("1", "[31m2")

    def test_in_a_paste_a_cell_may_begin_with_a_quotation_mark(self):
        assert read_pasted('Id\tNom\n1\t"Best" effort\n2\t"').rows[1].cells == ("2", '"')

    def test_a_quotation_mark_left_open_is_refused_with_its_row(self):
        with pytest.raises(RefusalError, match="Row 3 cannot be cut"):
            read_pasted('Id;Nom\n1;a\n2;"b\n3;c')

    @given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=5), min_size=1, max_size=6))
    def test_any_paste_is_read_or_refused(self, rows):
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(rows)
        for given_text in (text.getvalue(), "\n".join("\t".join(row) for row in rows)):
            try:
                sheet = read_pasted(given_text)
            except RefusalError:
                continue
            assert all(len(row.cells) == len(sheet.header) for row in sheet.rows)

    @given(st.binary(max_size=200))
    def test_any_bytes_are_read_or_refused(self, content):
        with contextlib.suppress(RefusalError):
            read_sheet(content, "r.csv")


class TestWorkbook:
    def test_texts_numbers_and_dates_are_read_as_they_are(self):
        sheet = read_sheet(
            book(["Id", "Nom", "Le", "Part"], [3.0, True, date(2025, 12, 31), 0.5], [None, "x", None, None]),
            "r.xlsx",
        )
        assert sheet.header == ("Id", "Nom", "Le", "Part")
        assert sheet.rows == (
            Row(2, ("3", "true", date(2025, 12, 31), "0.5")),
            Row(3, ("", "x", "", "")),
        )
        assert sheet.notices == ()

    def test_the_first_filled_sheet_is_read_and_named(self):
        def add(sheet):
            sheet.parent.create_sheet("Registre").append(["Id", "Nom"])

        assert said(read_sheet(book(fill=add), "r.xlsx")) == ["The sheet “Registre” was read, the others were not."]

    def test_a_formula_whose_value_nobody_stored_is_named(self):
        sheet = read_sheet(book(["Id", "Nom"], ["PR-01", "=1+1"]), "r.xlsx")
        assert sheet.rows[0].cells == ("PR-01", "")
        assert said(sheet)[0].startswith("The formulas of B2 have no stored value")

    def test_a_formula_with_its_value_is_read_as_its_value(self):
        content = book(["Id", "Nom"], ["PR-01", "=1+1"])
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            entries = {name: opened.read(name) for name in opened.namelist()}
        path = "xl/worksheets/sheet1.xml"
        entries[path] = entries[path].replace(b"<v />", b"<v>2</v>").replace(b"<v></v>", b"<v>2</v>")
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as made:
            for name, entry in entries.items():
                made.writestr(name, entry)
        sheet = read_sheet(target.getvalue(), "r.xlsx")
        assert (sheet.rows[0].cells, sheet.notices) == (("PR-01", "2"), ())

    def test_merged_cells_keep_the_first_and_are_named_once(self):
        sheet = read_sheet(
            book(["Id", "Nom"], ["PR-01", "a"], [None, "b"], fill=lambda sheet: sheet.merge_cells("A2:A3")), "r.xlsx"
        )
        assert [row.cells for row in sheet.rows] == [("PR-01", "a"), ("", "b")]
        assert said(sheet) == ["In the merged cells A2:A3, only the first one was read; the others are empty."]

    def test_an_error_is_left_empty_and_named(self):
        sheet = read_sheet(book(["Id", "Nom"], ["PR-01", "#REF!"]), "r.xlsx")
        assert sheet.rows[0].cells == ("PR-01", "")
        assert said(sheet) == ["row 2, column B: #REF! was left empty: mend the formula"]

    def test_a_format_down_to_the_last_row_costs_nothing(self):
        def paint(sheet):
            sheet["A1048576"].number_format = "0.00"

        assert read_sheet(book(["Id", "Nom"], ["PR-01", "a"], fill=paint), "r.xlsx").rows == (Row(2, ("PR-01", "a")),)

    def test_what_the_file_says_of_its_own_size_is_not_believed(self):
        content = book(["Id", "Nom"], ["PR-01", "a"])
        assert b'ref="A1:B2"' in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as opened, zipfile.ZipFile(target, "w") as made:
            for name in opened.namelist():
                made.writestr(name, opened.read(name).replace(b'ref="A1:B2"', b'ref="A1"'))
        assert read_sheet(target.getvalue(), "r.xlsx").rows[0].cells == ("PR-01", "a")

    def test_a_text_named_as_a_workbook_is_read_as_the_text_that_it_is(self):
        assert read_sheet(b"Id;Nom\n1;a", "r.xlsx").rows[0].cells == ("1", "a")


class TestLimits:
    @pytest.mark.parametrize("make", [lambda rows: "\n".join(map(";".join, rows)).encode(), lambda rows: book(*rows)])
    def test_a_row_too_many_is_refused_with_the_limit(self, make):
        rows = [["Id", "Nom"], *(["PR-01", "a"] for _ in range(spreadsheets.MAX_ROWS + 1))]
        assert len(read_sheet(make(rows[:-1]), "r").rows) == spreadsheets.MAX_ROWS
        with pytest.raises(RefusalError, match="more than 5000 rows"):
            read_sheet(make(rows), "r")

    def test_fifty_thousand_rows_are_refused_before_the_end_is_read(self, monkeypatch):
        taken = 0

        def rows():
            nonlocal taken
            for taken in range(1, 50_001):
                yield taken, ["PR-01", "a"]

        monkeypatch.setattr(spreadsheets, "_records", lambda text: rows())
        with pytest.raises(RefusalError, match="more than 5000 rows"):
            read_pasted("anything")
        assert taken == spreadsheets.MAX_ROWS + 2

    @pytest.mark.parametrize("make", [lambda rows: "\n".join(map(";".join, rows)).encode(), lambda rows: book(*rows)])
    def test_a_column_too_many_is_refused_with_the_limit(self, make):
        with pytest.raises(RefusalError, match="more than 100 columns"):
            read_sheet(make([["a"] * 101]), "r")
        assert len(read_sheet(make([["a"] * 100]), "r").header) == 100

    def test_a_cell_too_long_is_refused_with_its_name(self):
        with pytest.raises(RefusalError, match="Cell B2 has more than 20000 characters"):
            read_pasted("Id;Nom\n1;" + "a" * 20_001)

    def test_a_file_too_large_is_refused(self):
        with pytest.raises(RefusalError, match=r"r.csv is larger than 5 MB"):
            read_sheet(b"a" * 5_000_001, "r.csv")
        with pytest.raises(RefusalError, match="paste 5000 rows at most"):
            read_pasted("a" * 5_000_001)

    def test_a_file_that_grows_without_end_is_refused(self):
        bomb = archive(xl__workbook_xml="<a/>", xl__worksheets__sheet1_xml=b"0" * (workbooks.MAX_UNZIPPED + 1))
        assert len(bomb) < 100_000
        with pytest.raises(RefusalError, match="grows beyond 50 MB"):
            read_sheet(bomb, "bomb.xlsx")

    def test_entities_that_multiply_are_refused(self):
        declared = b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
        with pytest.raises(RefusalError, match="is damaged"):
            read_sheet(archive(xl__workbook_xml=declared), "r.xlsx")


@pytest.mark.parametrize(
    ("content", "cure"),
    [
        (b"\x89PNG\r\n\x1a\n", "is an image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\x1f\x8b\x08", "is compressed"),
        (b"{\\rtf1}", "is not a spreadsheet"),
        (b"\x00\x01\x02", "is not a spreadsheet"),
        (b"Id;Nom\n1;\x81", "neither UTF-8 nor Windows text"),
        (b"<html><table>", "is a web page"),
        (archive(content_xml="<a/>"), r"OpenDocument file \(.ods\)"),
        (archive(xl__workbook_bin="a"), "binary workbook"),
        (archive(word__document_xml="<a/>"), "is not a spreadsheet"),
        (archive(xl__workbook_xml="<a/>"), "is damaged"),
        (b"PK\x03\x04 and no more", "is damaged"),
        (b"", "is empty"),
        (b" ;\n;\n", "is empty"),
        (book(), "is empty"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_the_cure(content, cure):
    with pytest.raises(RefusalError, match=cure):
        read_sheet(content, "register.xlsx")


def test_a_name_is_shown_on_one_line_and_cut():
    with pytest.raises(RefusalError) as refusal:
        read_sheet(b"%PDF", "a\nb" + "c" * 200)
    assert refusal.value.values["name"] == "a b" + "c" * 77


def test_the_web_process_starts_without_openpyxl():
    code = "import sys, app.register_tables, app.register_templates; sys.exit('openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
