"""Word and the page say what the document says: every sentence and every figure, in its order."""

import pytest

from questionnaires import LANGUAGES
from reports.html import render_html
from reports.word import render_docx
from tests.reports.readers import missing, page_lines, word_lines
from tests.reports.samples import facts_of
from tests.reports.samples import report as sample
from tests.reports.test_narrative import PROFILES, report


@pytest.fixture(scope="module", params=[(name, language) for name in PROFILES for language in LANGUAGES], ids="-".join)
def document(request):
    name, language = request.param
    return report(facts_of(name), language)


@pytest.mark.parametrize("document", [("valmeca", "fr"), ("val-dore", "en"), ("hexalis", "fr")], indirect=True)
def test_word_says_what_the_document_says(document):
    assert not missing(document, word_lines(render_docx(document)))


def test_the_page_says_what_the_document_says(document):
    assert not missing(document, page_lines(render_html(document)))


def test_every_kind_of_block_is_said_by_both():
    document = sample()
    assert not missing(document, word_lines(render_docx(document)))
    assert not missing(document, page_lines(render_html(document)))


def test_a_sentence_left_out_would_be_seen():
    document = sample()
    read = page_lines(render_html(document))
    read.remove("Cela ne dit pas qui est en faute.")
    assert missing(document, read) == ["Cela ne dit pas qui est en faute."]
