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
from scoring.results import Outlook, Perception, PerceptionKind, Ref, Staged
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


def spans(chart):
    """Return the rows of a timeline that are about options."""
    return [row for row in chart.rows if row.kind in (SpanKind.OPTION, SpanKind.EXCLUDED)]


def test_each_option_is_counted_back_from_the_term(valmeca):
    questionnaire, facts, maturity = valmeca
    decision = decide(questionnaire, facts, maturity)
    chart = charts.timeline(questionnaire, facts, decision, FRENCH)
    term, notice, *_ = chart.rows
    options = spans(chart)
    assert (term.kind, term.end, term.left) == (SpanKind.CONTRACT, facts.contract.end, "26\u00a0mois")
    assert (notice.kind, notice.start.isoformat()) == (SpanKind.NOTICE, "2028-01-31")
    leads = sorted((option.lead_months for option in decision.options if option.lead_months), reverse=True)
    assert [row.lead for row in options] == [FRENCH.months(months) for months in leads]
    assert all(row.end == facts.contract.end and row.start > facts.as_of and not row.late for row in options)
    assert chart.last == facts.contract.end


def test_an_option_that_passes_the_term_is_late(valmeca):
    questionnaire, facts, maturity = valmeca
    facts = replace(facts, contract=replace(facts.contract, end=date(2027, 3, 31), notice_months=6))
    chart = charts.timeline(questionnaire, facts, decide(questionnaire, facts, maturity), FRENCH)
    assert (chart.rows[1].late, chart.rows[1].left) == (True, "dépassé")
    assert all(row.late and row.start == facts.as_of and row.end > facts.contract.end for row in spans(chart))


def test_without_a_term_options_run_from_today(valmeca):
    questionnaire, facts, maturity = valmeca
    facts = replace(facts, contract=replace(facts.contract, end=None))
    chart = charts.timeline(questionnaire, facts, decide(questionnaire, facts, maturity), FRENCH)
    assert spans(chart)
    assert all(row.start == facts.as_of and not row.latest for row in spans(chart))


def test_days_of_decision_stand_on_the_calendar_the_nearest_first(valmeca):
    questionnaire, facts, maturity = valmeca
    decision = decide(questionnaire, facts, maturity)
    staged = Staged(50.0, 60.0, 10.0, 55.0, (), date(2027, 5, 31))
    outlook = Outlook(1, 1, {}, {}, 0.0, (), (), "shared", (), staged, {})
    advice = replace(decision.recommendation, checkpoint=date(2027, 11, 30))
    chart = charts.timeline(questionnaire, facts, replace(decision, outlook=outlook, recommendation=advice), FRENCH)
    days = [row for row in chart.rows if row.kind is SpanKind.DECISION]
    assert [(row.latest, row.left) for row in days] == [
        ("31\u00a0mai\u00a02027", "6\u00a0mois"),
        ("30\u00a0novembre\u00a02027", "12\u00a0mois"),
    ]
    gone = charts.timeline(questionnaire, replace(facts, as_of=date(2028, 1, 1)), decision, FRENCH)
    assert all(row.start >= date(2028, 1, 1) for row in gone.rows)


def test_a_month_without_such_a_day_ends_on_its_last(valmeca):
    questionnaire, facts, maturity = valmeca
    contract = replace(facts.contract, end=facts.contract.end.replace(month=3, day=31), notice_months=1)
    facts = replace(facts, contract=contract)
    chart = charts.timeline(questionnaire, facts, decide(questionnaire, facts, maturity), FRENCH)
    assert (chart.rows[1].start.month, chart.rows[1].start.day) == (2, 28)


def perception(ref, client, provider, absolute, *kinds, practices=6):
    """Return how differently the two sides see a group."""
    client, provider = Fraction(client), Fraction(provider)
    return Perception(ref, practices, client, provider, client - provider, Fraction(absolute), 0.5, kinds, 0)


def test_the_widest_gap_between_sides_comes_first_and_says_what_it_is(valmeca):
    questionnaire, facts, maturity = valmeca
    first, second, third, *_ = (Ref("domain", domain.id) for domain in questionnaire.domains)
    gaps = (
        perception(first, "3", "2.8", "0.2"),
        perception(second, "1", "3", "2", PerceptionKind.SEEN, PerceptionKind.BEYOND_STYLE),
        perception(third, "2", "2", "1.4", PerceptionKind.SEEN),
    )
    chart = charts.perception_dots(questionnaire, facts, replace(maturity, perceptions=gaps), FRENCH)
    assert [row.practice_id for row in chart.rows] == [second.id, third.id, first.id]
    assert [row.retained_label for row in chart.rows] == ["−2,0", "0,0\u00a0(1,4)", "+0,2"]
    assert chart.rows[0].note == "écart marqué\u202f; la sévérité de chacun ne l’explique pas"
    assert chart.rows[2].note == "écart modéré"


def test_a_group_too_small_to_be_printed_has_no_gap(valmeca):
    questionnaire, facts, maturity = valmeca
    alone = perception(Ref("theme", questionnaire.themes[0].id), "3", "1", "2", practices=1)
    chart = charts.perception_dots(questionnaire, facts, replace(maturity, perceptions=(alone,)), FRENCH, kind="theme")
    assert chart.is_empty
    assert chart.alt == chart.empty


def test_every_practice_stands_in_the_heat_table_and_a_withheld_one_has_no_figure(valmeca):
    questionnaire, _, maturity = valmeca
    first = next(rating for rating in maturity.ratings.values() if rating.value is not None).practice_id
    chart = charts.practice_heat(*valmeca, FRENCH, withheld={first})
    cells = {cell.practice_id: cell for row in chart.rows for cell in (*row.client, *row.provider)}
    assert set(cells) == set(maturity.ratings)
    assert (cells[first].state, cells[first].label, cells[first].level) == ("withheld", "–", None)
    assert questionnaire.practice[first].name.fr not in chart.alt


def test_nothing_answered_is_told_in_the_text_alternative_too(silence):
    questionnaire, facts, maturity = silence
    bare = replace(facts, statements=())
    decision = decide(questionnaire, bare, maturity)
    for chart in (
        charts.practice_heat(questionnaire, bare, maturity, FRENCH),
        charts.dependency_map(questionnaire, bare, maturity, FRENCH),
        charts.perception_dots(questionnaire, bare, maturity, FRENCH),
        charts.readiness_bar(questionnaire, bare, decision, FRENCH),
        charts.procedure_mirror(questionnaire, bare, FRENCH),
        charts.motive_map(questionnaire, bare, FRENCH),
        charts.indicator_bars(questionnaire, bare, FRENCH),
    ):
        assert chart.is_empty, chart.title
        assert chart.alt == chart.empty, chart.title


def test_the_map_leaves_out_what_may_not_be_shown_and_counts_it(valmeca):
    whole = charts.dependency_map(*valmeca, FRENCH)
    hidden = whole.right[whole.links[0].right].practice_id
    chart = charts.dependency_map(*valmeca, FRENCH, withheld={hidden})
    assert all(end.practice_id != hidden for end in (*chart.left, *chart.right))
    assert chart.rest


def test_the_map_joins_inputs_of_the_client_to_practices_of_the_provider(valmeca):
    questionnaire = valmeca[0]
    chart = charts.dependency_map(*valmeca, FRENCH, inputs=3, waiting=4)
    assert {questionnaire.practice[end.practice_id].side for end in chart.left} == {Side.CLIENT}
    assert {questionnaire.practice[end.practice_id].side for end in chart.right} == {Side.PROVIDER}
    assert len(chart.left) <= 3
    assert len(chart.right) <= 4
    assert [link.share for link in chart.links] == sorted((link.share for link in chart.links), reverse=True)


def test_the_readiness_bar_shows_the_bands_of_the_catalogue(valmeca):
    questionnaire, facts, maturity = valmeca
    chart = charts.readiness_bar(questionnaire, facts, decide(questionnaire, facts, maturity), FRENCH)
    assert [limit.label for limit in chart.limits] == ["50", "70", "85"]
    assert {item.status for item in chart.items} <= {"absent", "partial", "proven"}


def test_motives_are_counted_by_side_and_no_role_is_named(valmeca):
    questionnaire, facts, _ = valmeca
    chart = charts.motive_map(questionnaire, facts, FRENCH)
    shown = f"{chart.alt} {chart.table()}"
    assert not [role.id for role in questionnaire.roles if role.name.fr in shown]


def test_a_missing_procedure_that_waits_for_the_client_comes_first(valmeca):
    questionnaire, facts, _ = valmeca
    chart = charts.procedure_mirror(questionnaire, facts, FRENCH, limit=5)
    assert {row.note for row in chart.rows} == {"manque, attend le client"}
    assert chart.rest
