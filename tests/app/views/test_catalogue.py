"""The French catalogue: nothing untranslated, nothing left over, typeset as French wants it."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import app
from app.i18n import CATALOGUES
from questionnaires.typography import faults

FOLDER = Path(app.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "lazy": None, "gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def extracted():
    found = extract_from_dir(str(FOLDER), METHODS, keywords=KEYWORDS)
    return {message for _file, _line, message, _comments, _context in found}


@pytest.fixture(scope="module")
def catalogue():
    with (CATALOGUES / "fr" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="fr")


def translations(message):
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_the_catalogue_holds_what_the_product_says_and_nothing_else(catalogue):
    said = {message if isinstance(message, str) else tuple(message) for message in extracted()}
    assert {message.id for message in catalogue if message.id} == said


def test_nothing_is_untranslated_or_doubtful(catalogue):
    assert not [message.id for message in catalogue if message.id and not all(translations(message))]
    assert not [message.id for message in catalogue if message.id and message.fuzzy]


def test_every_translation_keeps_the_values_of_its_message(catalogue):
    for message in catalogue:
        if message.id:
            wanted = set(PLACEHOLDER.findall(message.id if isinstance(message.id, str) else message.id[1]))
            for text in translations(message):
                assert set(PLACEHOLDER.findall(text)) <= wanted, message.id
            assert set(PLACEHOLDER.findall(translations(message)[-1])) == wanted, message.id


def test_french_is_typeset_as_french(catalogue):
    found = {
        text: faults(PLACEHOLDER.sub("X", text), "fr")
        for message in catalogue
        if message.id
        for text in translations(message)
    }
    assert not {text: cures for text, cures in found.items() if cures}
