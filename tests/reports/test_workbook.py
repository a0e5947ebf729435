"""The workbook: every rating, formulas that give the indices shown, and nothing that its reader may not see."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import run
from questionnaires import LANGUAGES, Side, load
from questionnaires.typography import faults
from reports.language import NONE, Language, phrases
from reports.publishing import withheld
from reports.workbook import render_xlsx
from scoring import assessment
from scoring.facts import Backing, Judgements, Readiness, ScopeDecision
from scoring.results import Money, MoneyLine, Plan, PlannedAction, Spread
from scoring.statements import Kind, Statement
from tests.reports.formulas import Computed, alike
from tests.reports.readers import squeezed
from tests.reports.samples import facts_of
from tests.reports.test_narrative import PROFILES, Words, report

ROOT = Path(__file__).parents[2]
FULL = {"Ratings", "Indices", "Inputs expected", "Inheritance", "Options", "Summary", "Read me", "Glossary"}


def made(facts, language="en", audience="full", words=None, found=None):
    """Return the workbook of some facts, as bytes."""
    return render_xlsx(load(), facts, found or assessment(load(), facts), language, words or Words(), audience)


def stored(data):
    """Return a workbook with the values stored in it."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def table(sheet):
    """Return the rows of a sheet by the heads of their columns."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def said(kind, subject, value):
    return Statement(f"{kind}-{subject}", kind, subject, value, datetime(2026, 11, 20, 10, tzinfo=UTC))


def alone(facts, practice_id):
    """Return facts where one person alone, who showed nothing, speaks of a practice."""
    kept = next(a for a in facts.answers if a.practice_id == practice_id and a.level is not None)
    only = replace(kept, backing=Backing.SAID, follows_id=None)
    return replace(
        facts,
        answers=(*(a for a in facts.answers if a.practice_id != practice_id), only),
        rating_decisions=tuple(d for d in facts.rating_decisions if d.practice_id != practice_id),
    )


@pytest.fixture(scope="module", params=[(name, language) for name in PROFILES for language in LANGUAGES], ids="-".join)
def case(request):
    name, language = request.param
    facts = facts_of(name)
    found = assessment(load(), facts)
    return facts, found, language, made(facts, language, found=found)


@pytest.fixture(scope="module")
def valmeca():
    facts = facts_of("valmeca")
    return facts, assessment(load(), facts)


def test_every_formula_gives_the_value_stored_beside_it(case):
    data = case[3]
    computed, shown = Computed(io.BytesIO(data)), stored(data)
    places = list(computed.formulas())
    assert len(places) > 1000
    wrong = [
        (sheet, address, computed[sheet, address], shown[sheet][address].value)
        for sheet, address in places
        if not alike(computed[sheet, address], shown[sheet][address].value)
    ]
    assert not wrong


def test_indices_and_shares_are_those_of_the_assessment_and_of_the_document(case):
    facts, found, language, data = case
    index, _, _, points, inherited, _, share, *_ = stored(data).worksheets[1].iter_rows(min_row=2, values_only=True)
    for column, side in enumerate(Side, 1):
        result = found.maturity.inheritance[side]
        assert index[column] == pytest.approx(float(found.maturity.sides[side].score.index.value))
        assert points[column] == pytest.approx(float(result.shortfall))
        assert inherited[column] == pytest.approx(float(result.inherited))
        assert share[column] == pytest.approx(float(result.share))
    text = report(facts, language).text
    spoken = Language(language)
    assert spoken.number(found.maturity.sides[Side.CLIENT].score.index.value) in text
    assert str(share[3]) in text


def test_the_summary_says_what_the_document_says(case):
    facts, _, language, data = case
    text = squeezed(report(facts, language).text)
    rows = [row[3] for row in stored(data).worksheets[1].iter_rows(min_row=2, values_only=True) if row[3]]
    assert len(rows) >= 5
    assert not [said_ for said_ in rows if squeezed(said_) not in text]


def test_every_practice_has_its_row_and_its_rating(valmeca):
    facts, found = valmeca
    rows = {row["Code"]: row for row in table(stored(made(facts, found=found))["Ratings"])}
    assert set(rows) == set(found.maturity.ratings)
    for id_, rating in found.maturity.ratings.items():
        row = rows[id_]
        assert row["Rating"] == pytest.approx(float(rating.value))
        assert row["Weight"] == load().practice[id_].weight
        assert row["Gap"] == (NONE if rating.gap is None else pytest.approx(float(rating.gap)))
        assert row["Side"] == load().practice[id_].side.value.capitalize()


def test_a_rating_that_is_changed_changes_the_indices_and_the_share(valmeca):
    facts, found = valmeca
    computed = Computed(io.BytesIO(made(facts, found=found)))
    before = {place: computed["Summary", place] for place in ("B2", "C2", "C8")}
    rows = table(stored(made(facts, found=found))["Ratings"])
    row = next(i for i, row in enumerate(rows, 2) if row["Side"] == "Client" and row["Rating"] < 2)
    computed.change("Ratings", f"L{row}", 5)
    assert computed["Summary", "B2"] > before["B2"]
    assert computed["Summary", "C2"] == before["C2"]
    supplied = {need.ref for practice in load().practices for need in practice.needs}
    if rows[row - 2]["Code"] in supplied:
        assert computed["Summary", "C8"] <= before["C8"]


def test_a_rating_from_one_voice_is_a_dash_and_no_formula_gives_it_away(valmeca):
    facts = alone(valmeca[0], "REL-TRU-C1")
    found = assessment(load(), facts)
    assert withheld(load(), found.maturity) == {"REL-TRU-C1"}
    data = made(facts, found=found)
    book, formulas = stored(data), openpyxl.load_workbook(io.BytesIO(data))
    row = next(row for row in table(book["Ratings"]) if row["Code"] == "REL-TRU-C1")
    assert {row[key] for key in ("Rating", "Gap", "Confidence", "Evidence", "Sources")} == {NONE}
    assert row["As Valmeca sees it"] == row["As Norvexia sees it"] == NONE
    domain = load().domain_of(load().practice["REL-TRU-C1"]).name.en
    counting = [
        cells
        for cells in formulas["Indices"].iter_rows(min_row=2)
        if cells[0].value == "Client" and cells[2].value in (domain, facts.client)
    ]
    assert len(counting) == 2
    for cells in counting:
        assert all(cell.data_type != "f" for cell in cells)
        assert cells[6].value == round(cells[6].value, 1)
        assert "rounded" in cells[11].value
    theme = load().theme["REL-TRU"].name.en
    alone_row = next(
        c for c in formulas["Indices"].iter_rows(min_row=2) if (c[0].value, c[2].value) == ("Client", theme)
    )
    assert {cell.value for cell in alone_row[4:11]} == {NONE}
    inherited = next(row for row in table(book["Inheritance"]) if row["Code"] == "REL-TRU-C1")
    assert inherited["Rating"] == inherited["Shortfall"] == inherited["Inherited"] == NONE
    assert "REL-TRU-C1" not in {row["Code of the input"] for row in table(book["Inputs expected"])}
    computed = Computed(io.BytesIO(data))
    assert all(alike(computed[place], book[place[0]][place[1]].value) for place in computed.formulas())


def test_the_sheets_of_the_provider_hold_no_option_no_cost_no_register(valmeca):
    facts, found = valmeca
    for language in LANGUAGES:
        full, data = made(facts, language, found=found), made(facts, language, "provider", found=found)
        book = stored(data)
        assert len(book.sheetnames) < len(stored(full).sheetnames)
        text = "\n".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
        )
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            raw = "\n".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
        spoken = Language(language)
        forbidden = [
            *(spoken.text(option.name) for option in load().options),
            *(spoken.text(item.name) for item in load().readiness),
            *(spoken.text(clause.name) for clause in load().clauses if len(spoken.text(clause.name)) > 25),
            *(spoken.text(motive.heard) for motive in load().motives),
            spoken.phrase("report_confidential"),
        ]
        assert not [words for words in forbidden if words in text or words in raw]
        assert spoken.phrase("book_read_provider") in text


def test_another_audience_is_refused(valmeca):
    with pytest.raises(ValueError, match="no sheets for this audience"):
        made(valmeca[0], audience="summary", found=valmeca[1])


def test_sheets_have_short_names_frozen_heads_filters_and_widths(case):
    book = openpyxl.load_workbook(io.BytesIO(case[3]))
    for sheet in book:
        assert 0 < len(sheet.title) <= 31
        assert sheet.freeze_panes in ("A2", "A3")
        assert all(sheet.column_dimensions[chr(65 + i)].width > 5 for i in range(min(4, sheet.max_column)))
        assert sheet.page_setup.orientation == "landscape"
    assert sum(bool(sheet.auto_filter.ref) for sheet in book) >= 6
    assert book.worksheets[2].max_column == 17
    assert {cell.number_format for cell in book.worksheets[2]["L"][1:]} >= {"0.0"}


def test_both_languages_have_the_same_sheets_and_the_same_figures(valmeca):
    facts, found = valmeca
    french, english = (stored(made(facts, language, found=found)) for language in LANGUAGES)
    assert len(french.sheetnames) == len(english.sheetnames)
    for one, other in zip(french, english, strict=True):
        figures = (
            [c for row in s.iter_rows(values_only=True) for c in row if isinstance(c, float | int)]
            for s in (one, other)
        )
        assert next(figures) == next(figures), one.title


@pytest.mark.parametrize("name", ["=SUM(A1:A9)", "+1", "-1", "@cmd", "http://x.y", "{=1}", "a\x00b", "x" * 300, "Ł😀"])
def test_no_text_is_ever_a_formula_nor_a_link(name, valmeca):
    facts = replace(valmeca[0], client=name, provider=name)
    words = Words(question=name, client_description=name)
    data = made(facts, words=words)
    book = openpyxl.load_workbook(io.BytesIO(data))
    kept = name.replace("\x00", "")
    assert book["Read me"]["B2"].value == kept
    assert book["Read me"]["B2"].data_type == "s"
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.hyperlink]
    # Two organisations of one name stay two sides.
    computed = Computed(io.BytesIO(data))
    maturity = valmeca[1].maturity
    for column, side in zip("BC", Side, strict=True):
        assert computed["Summary", f"{column}2"] == pytest.approx(float(maturity.sides[side].score.index.value))


def test_an_empty_engagement_gives_dashes_and_no_figure():
    facts = replace(
        facts_of("valmeca"), answers=(), rating_decisions=(), judgements=Judgements(), readiness=Readiness()
    )
    data = made(facts)
    book, computed = stored(data), Computed(io.BytesIO(data))
    assert book["Summary"]["B2"].value == book["Summary"]["C8"].value == NONE
    assert {row["Rating"] for row in table(book["Ratings"])} == {NONE}
    assert {row["Remark"] for row in table(book["Ratings"])} == {"not assessed"}
    assert all(alike(computed[place], book[place[0]][place[1]].value) for place in computed.formulas())


def test_everything_out_of_scope_gives_dashes_and_says_so():
    decided_at = facts_of("valmeca").rating_decisions[0].decided_at
    decisions = tuple(ScopeDecision(p.id, p.id, False, decided_at) for p in load().practices)
    data = made(replace(facts_of("valmeca"), scope_decisions=decisions))
    book, computed = stored(data), Computed(io.BytesIO(data))
    assert {row["In scope"] for row in table(book["Ratings"])} == {0}
    assert all(row[6] == NONE for row in book["Indices"].iter_rows(min_row=2, values_only=True))
    assert all(alike(computed[place], book[place[0]][place[1]].value) for place in computed.formulas())


def test_options_give_their_points_from_values_and_weights(valmeca):
    facts, found = valmeca
    weight, *rows = table(stored(made(facts, found=found))["Options"])
    names = [criterion.name.en for criterion in load().criteria]
    assert sum(weight[name] for name in names) == pytest.approx(1)
    for row, option in zip(rows, found.decision.options, strict=True):
        assert row["Points"] == pytest.approx(option.points)
        assert sum(weight[name] * row[name] for name in names) == pytest.approx(row["Points"])
        assert row["Admitted"] == option.admitted


def test_costs_add_up_to_their_total(valmeca):
    facts, found = valmeca
    lines = tuple(MoneyLine(line.id, Spread(1.0, 2.0 + i, 9.0)) for i, line in enumerate(load().cost_lines[:3]))
    total = sum(line.cost.middle for line in lines)
    money = Money("years", 48, Spread(3, total, 27), Spread(-1, 0.5, 2), lines, Spread(0, 1, 2), 26, ())
    options = tuple(replace(option, money=money) for option in found.decision.options)
    data = made(facts, found=replace(found, decision=replace(found.decision, options=options)))
    rows = [row for row in table(stored(data)["Costs"]) if row["Option"] == load().options[0].name.en]
    assert [row["Typical"] for row in rows[:4]] == [2.0, 3.0, 4.0, total]
    assert "=SUM(" in openpyxl.load_workbook(io.BytesIO(data))["Costs"]["D5"].value
    assert rows[0]["Unit"] == "years of the present fees, over 48\u00a0months"
    assert "26\u00a0months" in {row["Unit"] for row in rows}


def test_the_plan_is_there_for_both_audiences_and_hides_what_may_not_be_printed(valmeca):
    facts = alone(valmeca[0], "REL-TRU-C1")
    found = assessment(load(), facts)
    actions = (
        PlannedAction("REL-TRU-C1", Side.CLIENT, Fraction(1), Fraction(2), 0, 6, 12, (), True),
        PlannedAction("REL-TRU-P1", Side.PROVIDER, Fraction(1), Fraction(2), 6, 12, 9, ("REL-TRU-C1",), False),
    )
    plan = Plan(actions, 12, {Side.CLIENT: 12, Side.PROVIDER: 9}, Fraction(4, 7), False, ())
    found = replace(found, decision=replace(found.decision, plan=plan))
    for audience in ("full", "provider"):
        first, second = table(stored(made(facts, audience=audience, found=found))["Plan"])
        assert (first["From"], first["To"], first["Days"], first["No regret"]) == (NONE, NONE, 12, 1)
        assert (second["From"], second["After"]) == (1, load().practice["REL-TRU-C1"].name.en)


def test_registers_and_readiness_are_written_when_they_were_filled(valmeca):
    clause, procedure, indicator = load().clauses[0], load().procedures[0], load().indicators[0]
    marks = {"inputs": [True, None], "parts": [False]}
    own = "own:6f1b5f0c-0000-4000-8000-000000000001"
    statements = (
        said(Kind.CLAUSE, clause.id, {"state": "present", "quality": "weak", "fix": "amend", "reference": "=art. 4"}),
        said(Kind.PROCEDURE, procedure.id, {"exists": True, "applied": None, "last_used": "2026-10-01", **marks}),
        said(Kind.INDICATOR, indicator.id, {"produced": True, "used": False, "decision": "", "late": None}),
        said(Kind.INDICATOR, own, {"produced": True, "used": True, "name": "Le nôtre", "class": "", "formula": None}),
        said(Kind.READINESS, load().readiness[0].id, {"status": 0.5}),
    )
    book = stored(made(replace(valmeca[0], statements=statements)))
    (row,) = table(book["Clauses"])
    assert (row["State"], row["Quality"], row["How to change it"]) == ("present", "weak", "by amendment")
    assert row["Reference"] == "=art. 4"
    (row,) = table(book["Procedures"])
    assert (row["Exists"], row["Applied"], row["Client inputs supplied"]) == (1, NONE, 1)
    assert row["Last used"] == datetime(2026, 10, 1)  # noqa: DTZ001 - as spreadsheets hold days
    assert [row["Produced"] for row in table(book["Indicators"])] == [1, 1]
    *items, total = table(book["Tender readiness"])
    assert total["Points"] == pytest.approx(items[0]["Weight"] / 2)


def test_the_same_assessment_gives_the_same_bytes_in_any_process(valmeca):
    first = made(*valmeca[:1], found=valmeca[1])
    assert made(*valmeca[:1], found=valmeca[1]) == first
    script = (
        "import hashlib; from tests.reports.test_workbook import made; from tests.reports.samples import facts_of;"
        "print(hashlib.sha256(made(facts_of('valmeca'))).hexdigest())"
    )
    environ = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    command = [sys.executable, "-c", script]
    other = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=environ)
    assert other.stdout.strip() == hashlib.sha256(first).hexdigest()
    assert openpyxl.load_workbook(io.BytesIO(first)).properties.created.date() == valmeca[0].as_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phrases_of_slides_and_sheets_are_well_set(language):
    spoken = Language(language)
    for key, texts in phrases().items():
        if key.startswith("book_"):
            assert faults(spoken.phrase(key, client="A", provider="B", months="C"), language) == [], key
        if key.startswith("slides_"):
            assert all(faults(spoken.plural(key, n), language) == [] for n in (1, 2)), key
            assert set(texts[language]) == {"one", "other"}


@settings(max_examples=5)
@given(st.dictionaries(st.sampled_from([p.id for p in load().practices]), st.integers(0, 3), max_size=12))
def test_weights_that_were_changed_are_those_that_formulas_use(weights):
    facts = replace(facts_of("hexalis"), practice_weights=weights, domain_weights={"CTR": 3})
    data = made(facts)
    computed, shown = Computed(io.BytesIO(data)), stored(data)
    assert all(alike(computed[place], shown[place[0]][place[1]].value) for place in computed.formulas())


@pytest.mark.long
def test_libreoffice_computes_the_values_that_are_stored(valmeca, in_full, tmp_path):
    data = made(valmeca[0], found=valmeca[1])
    computed, shown = Computed(io.BytesIO(data)), stored(data)
    places = list(computed.formulas())
    assert places
    if not in_full:
        return
    # Saved by openpyxl, the file holds formulas without values: they can only come from LibreOffice.
    openpyxl.load_workbook(io.BytesIO(data)).save(tmp_path / "bare.xlsx")
    soffice = run.find_program("SOFFICE", run.LIBREOFFICE_NAMES, os.environ)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    kind = "xlsx:Calc MS Excel 2007 XML"
    command = [str(soffice), profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, str(tmp_path / "bare.xlsx")], check=True, capture_output=True, timeout=120)
    found = stored((tmp_path / "out" / "bare.xlsx").read_bytes())
    assert not [
        place for place in places if not alike(found[place[0]][place[1]].value, shown[place[0]][place[1]].value)
    ]
