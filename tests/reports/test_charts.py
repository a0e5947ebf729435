from dataclasses import FrozenInstanceError, replace
from datetime import date
from fractions import Fraction
from string import Formatter

import pytest

from questionnaires import LANGUAGES, Side, load
from questionnaires.typography import faults
from reports import charts
from reports.charts import BarState, RowKind, SpanKind
from reports.language import Language, phrases
from scoring import assess, decide
from tests.reports.samples import charts_of, facts_of

FRENCH = Language("fr")


@pytest.fixture(scope="module")
def valmeca():
    questionnaire, facts = load(), facts_of("valmeca")
    return questionnaire, facts, assess(questionnaire, facts)


@pytest.fixture(scope="module")
def silence():
    """An engagement where nobody has answered yet."""
    questionnaire = load()
    facts = replace(facts_of("valmeca"), answers=(), rating_decisions=())
    return questionnaire, facts, assess(questionnaire, facts)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", ["valmeca", "val-dore", "hexalis"])
def test_every_chart_has_a_title_a_text_alternative_and_a_table_as_wide_as_its_header(name, code):
    for chart in charts_of(name, code):
        table = chart.table()
        assert chart.title, chart
        assert chart.alt, chart
        assert chart.empty, chart
        assert all(len(row) == len(table.header) for row in table.rows), chart.title


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_phrase_of_the_charts_is_well_set_once_written(code):
    for key, texts in phrases().items():
        if key.startswith("chart_") and not isinstance(texts[code], dict):
            names = [name for _, name, _, _ in Formatter().parse(texts[code]) if name]
            assert faults(Language(code).phrase(key, **dict.fromkeys(names, "valeur")), code) == [], key


def test_a_chart_is_frozen(valmeca):
    chart = charts.mirror_bars(*valmeca, FRENCH)
    with pytest.raises(FrozenInstanceError):
        chart.title = "autre"


def test_the_mirror_shows_indices_as_text_and_the_gap_between_sides(valmeca):
    row = charts.mirror_bars(*valmeca, FRENCH).rows[0]
    assert (row.name, row.client.label, row.provider.label) == ("Ensemble", "1,2", "2,1")
    domain = charts.mirror_bars(*valmeca, FRENCH).rows[1]
    assert domain.note == "+0,8"


def test_the_mirror_holds_every_theme_after_its_domain_or_none(valmeca):
    questionnaire = valmeca[0]
    kinds = [row.kind for row in charts.mirror_bars(*valmeca, FRENCH).rows]
    assert kinds.count(RowKind.THEME) == len(questionnaire.themes)
    assert kinds[:3] == [RowKind.OVERALL, RowKind.DOMAIN, RowKind.THEME]
    bare = charts.mirror_bars(*valmeca, FRENCH, themes=False)
    assert len(bare.rows) == 1 + len(questionnaire.domains)


def test_nothing_rated_is_a_dash_and_the_whole_range_never_zero(silence):
    chart = charts.mirror_bars(*silence, FRENCH)
    bar = chart.rows[0].client
    assert chart.is_empty
    assert (bar.value, bar.label, bar.range_label, bar.state) == (None, "–", "0 à 5", BarState.NOT_ASSESSED)
    assert charts.inheritance_bar(silence[1], silence[2], FRENCH).is_empty
    assert charts.step_rows(*silence, FRENCH).is_empty
    assert charts.paired_dots(*silence, FRENCH).is_empty


def test_options_without_values_are_said_not_to_be_valued(silence):
    questionnaire, facts, maturity = silence
    decision = decide(questionnaire, facts, maturity)
    assert charts.option_dots(questionnaire, decision, FRENCH).is_empty
    assert charts.criterion_heat(questionnaire, decision, FRENCH).is_empty


def test_a_small_group_with_a_withheld_rating_shows_no_figure(valmeca):
    questionnaire = valmeca[0]
    practice = questionnaire.practices[0]
    chart = charts.mirror_bars(*valmeca, FRENCH, withheld={practice.id})
    rows = {row.id: row for row in chart.rows}
    hidden, other = rows[practice.theme].client, rows[practice.theme].provider
    assert (hidden.state, hidden.label, hidden.value) == (BarState.WITHHELD, "–", None)
    assert other.state is BarState.RATED
    assert rows["overall"].client.state is BarState.RATED


def test_a_withheld_practice_is_counted_but_never_named(valmeca):
    questionnaire, facts, maturity = valmeca
    first = maturity.inheritance[Side.PROVIDER].waiting[0].practice_id
    chart = charts.inheritance_rows(questionnaire, facts, maturity, FRENCH, withheld={first})
    assert questionnaire.practice[first].name.fr not in str(chart.table().rows)
    assert chart.rest
    assert all(row.practice_id != first for row in charts.paired_dots(*valmeca, FRENCH, withheld={first}).rows)


def test_the_parts_of_the_bar_make_its_total(valmeca):
    _, facts, maturity = valmeca
    chart = charts.inheritance_bar(facts, maturity, FRENCH)
    assert sum(part.value for part in chart.parts) == pytest.approx(chart.total)
    assert [part.label for part in chart.parts] == ["131", "44", "8"]


def test_the_parts_of_each_waiting_practice_make_its_target(valmeca):
    for row in charts.inheritance_rows(*valmeca, FRENCH).rows:
        assert row.reached + row.inherited + row.own == pytest.approx(row.target)


def test_inputs_left_out_are_told_with_their_points(valmeca):
    chart = charts.input_bars(*valmeca, FRENCH, limit=2)
    whole = charts.input_bars(*valmeca, FRENCH)
    assert len(chart.rows) == 2
    rest = sum(row.value for row in whole.rows[2:])
    assert FRENCH.trimmed(Fraction(rest)) in chart.rest
    assert whole.rest == ""


def test_an_excluded_option_keeps_its_points_and_says_why(valmeca):
    questionnaire, facts, maturity = valmeca
    decision = decide(questionnaire, facts, maturity)
    chart = charts.option_dots(questionnaire, decision, FRENCH, {"O5": "il manque des consignes"})
    rows = {row.option_id: row for group in chart.groups for row in group.rows}
    assert not rows["O5"].admitted
    assert rows["O5"].points is not None
    assert rows["O5"].note == "il manque des consignes"
    assert [row.option_id for row in rows.values() if row.lead] == [decision.recommendation.option]


def test_each_option_is_counted_back_from_the_term(valmeca):
    questionnaire, facts, maturity = valmeca
    decision = decide(questionnaire, facts, maturity)
    chart = charts.timeline(questionnaire, facts, decision, FRENCH)
    term, notice, *options = chart.rows
    assert (term.kind, term.end, term.left) == (SpanKind.CONTRACT, facts.contract.end, "26 mois")
    assert (notice.kind, notice.start.isoformat()) == (SpanKind.NOTICE, "2028-01-31")
    leads = sorted((option.lead_months for option in decision.options if option.lead_months), reverse=True)
    assert [row.lead for row in options] == [FRENCH.months(months) for months in leads]
    assert all(row.end == facts.contract.end and row.start > facts.as_of and not row.late for row in options)
    assert chart.last == facts.contract.end


def test_an_option_that_passes_the_term_is_late(valmeca):
    questionnaire, facts, maturity = valmeca
    facts = replace(facts, contract=replace(facts.contract, end=date(2027, 3, 31), notice_months=6))
    chart = charts.timeline(questionnaire, facts, decide(questionnaire, facts, maturity), FRENCH)
    _, notice, *options = chart.rows
    assert (notice.late, notice.left) == (True, "dépassé")
    assert all(row.late and row.start == facts.as_of and row.end > facts.contract.end for row in options)


def test_without_a_term_options_run_from_today(valmeca):
    questionnaire, facts, maturity = valmeca
    facts = replace(facts, contract=replace(facts.contract, end=None))
    chart = charts.timeline(questionnaire, facts, decide(questionnaire, facts, maturity), FRENCH)
    assert chart.rows
    assert all(row.start == facts.as_of and not row.latest for row in chart.rows)


def test_a_month_without_such_a_day_ends_on_its_last(valmeca):
    questionnaire, facts, maturity = valmeca
    contract = replace(facts.contract, end=facts.contract.end.replace(month=3, day=31), notice_months=1)
    facts = replace(facts, contract=contract)
    chart = charts.timeline(questionnaire, facts, decide(questionnaire, facts, maturity), FRENCH)
    assert (chart.rows[1].start.month, chart.rows[1].start.day) == (2, 28)
