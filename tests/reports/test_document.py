import pytest

from reports.document import (
    Bullets,
    Callout,
    Cover,
    FacingLists,
    Heading,
    KeepTogether,
    KeyValues,
    Paragraph,
    Row,
    Span,
    Table,
    plain,
)
from tests.reports.samples import letter, report


def test_a_text_in_stretches_reads_as_one():
    assert plain((Span("Avis net.", strong=True), Span(" Rester."))) == "Avis net. Rester."
    assert plain("Rester.") == "Rester."


def test_walking_enters_what_is_kept_together():
    inner = Heading(2, "Dedans")
    document = letter(Heading(1, "Dehors"), KeepTogether((inner, Paragraph("texte"))))
    assert document.headings == (Heading(1, "Dehors"), inner)


@pytest.mark.parametrize(
    "block",
    [
        Cover("mot", "titre"),
        Heading(1, "mot"),
        Paragraph("mot"),
        Bullets(("a", "mot")),
        Table((Row(("a", "mot")),)),
        Table((), ("mot",)),
        Callout("titre", "mot"),
        FacingLists("a", "b", (), ("mot",)),
        KeyValues((("nom", "mot"),)),
        KeepTogether((Paragraph("mot"),)),
    ],
)
def test_the_text_of_a_document_holds_every_block(block):
    assert "mot" in letter(block).text.split("\n")


def test_the_text_of_a_document_says_its_charts_in_words():
    assert "183 points à la cible" in report().text


def test_a_table_is_as_wide_as_its_widest_row():
    assert Table((Row(("a",)), Row(("a", "b", "c"))), ("x", "y")).width == 3
    assert Table(()).width == 0
