import pytest

from questionnaires.typography import NARROW, faults, typeset


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (f"Qui décide{NARROW}? Quand{NARROW}; pourquoi{NARROW}!", "fr"),
        (f"Trois points{NARROW}: un, deux, trois", "fr"),
        (f"«{NARROW}Ils n’ont pas de procédures{NARROW}»", "fr"),
        (f"Au moins 80{NARROW}% des cas, de 9:30 à 10:15", "fr"),
        ("Who decides? When; why! Three points: one", "en"),
        ("At least 80% of cases", "en"),
        ("He said “no”…", "en"),
        ("", "fr"),
        ("", "en"),
    ],
)
def test_a_text_that_is_typeset_has_no_fault(text, language):
    assert faults(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "cure"),
    [
        ("Qui décide ?", "fr", "put a narrow no-break space (U+202F) before"),
        ("Qui décide?", "fr", "put a narrow no-break space (U+202F) before"),
        ("Qui\u00a0décide\u00a0!", "fr", "put a narrow no-break space (U+202F) before"),
        ("Trois points : un", "fr", "put a narrow no-break space (U+202F) before « : % »"),
        ("80% des cas", "fr", "put a narrow no-break space (U+202F) before « % »"),
        ("80 % des cas", "fr", "put a narrow no-break space (U+202F) before « : % »"),
        (f"« non{NARROW}»", "fr", "put a narrow no-break space (U+202F) after «"),
        ("le client - souvent - attend", "fr", "use a comma or a colon instead of a spaced dash"),
        ("le client – souvent – attend", "fr", "use a comma or a colon instead of a spaced dash"),
        ("Who decides ?", "en", "no space before punctuation in English"),
        (f"Who decides{NARROW}?", "en", "no space before punctuation in English"),
        ("80 % of cases", "en", "no space before punctuation in English"),
        ("the client - often - waits", "en", "use a comma, a colon or a dash instead of a spaced hyphen"),
        ("L'avis", "fr", "use curly quotes and apostrophes"),
        ('say "no"', "en", "use curly quotes and apostrophes"),
        ("and so on...", "en", "use the ellipsis character"),
        ("two  spaces", "en", "two spaces in a row"),
    ],
)
def test_a_fault_is_told_with_its_cure(text, language, cure):
    assert any(told.startswith(cure) for told in faults(text, language)), faults(text, language)


def test_every_fault_of_a_text_is_told():
    assert len(faults("L'avis  de qui ?", "fr")) == 3


@pytest.mark.parametrize(
    "text",
    ["Qui décide ?", "Trois points : un ; deux !", "« non »", "80 % des cas", f"déjà{NARROW}!", "«\u00a0oui\u00a0»"],
)
def test_a_french_phrase_is_typeset_without_fault_and_once_for_all(text):
    done = typeset(text, "fr")
    assert faults(done, "fr") == []
    assert typeset(done, "fr") == done


def test_an_english_phrase_is_left_as_it_is():
    assert typeset("Who decides ?", "en") == "Who decides ?"
