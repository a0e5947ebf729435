"""What every renderer settles alike."""

from dataclasses import replace

import pytest

from reports.document import Figure, Heading, Span
from reports.reading import anchor, foot, has_contents, shown_title, stretches, writable
from tests.reports.samples import charts_of, letter, meta


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x07", "ab"),
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("a\ud800b", "ab"),
        ("a\tb\u202f!", "a\tb\u202f!"),
    ],
)
def test_a_file_gets_only_what_it_can_hold(text, kept):
    assert writable(text) == kept


def test_a_text_in_stretches_keeps_its_emphasis():
    assert stretches((Span("a\x00", strong=True), Span("b", italic=True))) == (
        Span("a", strong=True),
        Span("b", italic=True),
    )


def test_the_foot_says_that_a_draft_is_one():
    assert foot(meta()) == "Vis-à-vis · 0.1.0 · 7c1e40b9 · 30 novembre 2026"
    assert foot(meta(draft=True)).endswith(" · Projet")


def test_only_a_long_document_has_contents():
    assert not has_contents(letter(*(Heading(1, "un"),) * 6))
    assert has_contents(letter(*(Heading(1, "un"),) * 7))


def test_a_title_is_not_said_twice():
    figure = Figure(charts_of("valmeca")[0])
    assert shown_title(figure, "Autre chose") == figure.chart.title
    assert not shown_title(figure, figure.chart.title)
    assert not shown_title(replace(figure, titled=False), "Autre chose")


def test_every_heading_has_a_place_of_its_own():
    assert anchor(Heading(1, "un", "why"), ()) == "why"
    assert anchor(Heading(1, "un", "why"), ("why",)) == "_2"
    assert anchor(Heading(1, "un", "pas une ancre"), ("a", "b")) == "_3"
