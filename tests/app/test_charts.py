"""The charts that pages draw themselves, in SVG: each template, on real data, as a page would show it."""

import re

import pytest
from flask import render_template_string
from markupsafe import escape

from questionnaires import LANGUAGES
from reports import charts
from tests.reports.samples import charts_of

MACROS = {
    charts.PairedDots: ("pairs", "dots"),
    charts.Timeline: ("timeline", "rows"),
    charts.PracticeHeat: ("practices", "heat"),
    charts.DependencyMap: ("practices", "map"),
    charts.FacingRows: ("registers", "facing"),
    charts.ClassBars: ("registers", "classes"),
    charts.CriterionHeat: ("heat", "heat"),
    charts.RangeDots: ("ranges", "dots"),
    charts.TornadoBars: ("tornado", "bars"),
    charts.SavingCurves: ("saving", "curves"),
    charts.Roadmap: ("roadmap", "rows"),
}


def drawn(app, chart):
    """Return a chart as a page shows it."""
    name, macro = MACROS[type(chart)]
    with app.test_request_context():
        return render_template_string(
            f'{{% import "charts/{name}.html" as drawing %}}{{{{ drawing.{macro}(chart, "title") }}}}', chart=chart
        )


def words(page):
    """Return the words of a page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", ["valmeca", "hexalis"])
def test_every_chart_shows_each_figure_of_its_table(app, name, code):
    for chart in charts_of(name, code):
        if type(chart) not in MACROS or chart.is_empty:
            continue
        page = words(drawn(app, chart))
        for cell in (cell for row in chart.table().rows for cell in row if cell):
            for word in cell.split():
                assert escape(word) in page, (chart.title, cell)


def test_the_readiness_bar_shows_its_score_its_limits_and_every_blocking_item(app):
    chart = next(chart for chart in charts_of("valmeca") if isinstance(chart, charts.ReadinessBar))
    with app.test_request_context():
        page = render_template_string(
            '{% import "charts/registers.html" as drawing %}{{ drawing.readiness(chart) }}', chart=chart
        )
    shown = words(page)
    assert all(" ".join(item.name.split()) in shown for item in chart.items)
    assert all(limit.label in shown for limit in chart.limits)
    assert chart.label in shown


def test_no_chart_needs_a_style_attribute_or_a_script(app):
    for chart in charts_of("valmeca"):
        if type(chart) in MACROS and not chart.is_empty:
            page = drawn(app, chart)
            assert not re.search(r"<[^>]+\sstyle=|<script|\son\w+=", page), chart.title
