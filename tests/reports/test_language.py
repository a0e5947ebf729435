"""Numbers, dates and phrases print one way in each language."""

import re
import string
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import LANGUAGES
from questionnaires.typography import faults, typeset
from reports.language import NONE, Language, phrases

FR, EN = Language("fr"), Language("en")


def test_a_language_that_the_product_does_not_speak_is_refused():
    with pytest.raises(ValueError, match="'de' is not a language of the product: use fr or en"):
        Language("de")


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (Fraction(49, 40), "1,2", "1.2"),
        (Fraction(1, 4), "0,3", "0.3"),
        (Fraction(-5, 4), "−1,3", "−1.3"),
        (12345.6, "12\u202f345,6", "12,345.6"),
        (None, NONE, NONE),
        (0, "0,0", "0.0"),
    ],
)
def test_a_number_prints_with_one_decimal(value, french, english):
    assert (FR.number(value), EN.number(value)) == (french, english)


def test_a_figure_is_rounded_once_from_its_exact_value():
    weighted = Fraction(489, 2000)
    assert FR.percent(weighted) == "24\u202f%"
    assert FR.percent(weighted, 1) == "24,5\u202f%"


def test_nothing_known_is_a_dash_and_never_a_zero():
    shown = [FR.number(None), FR.percent(None), FR.money(None), FR.date(None), FR.months(None), FR.trimmed(None)]
    assert set(shown) == {NONE}


def test_dates_are_in_letters_and_the_first_of_the_month_is_said():
    assert FR.date(date(2026, 12, 1)) == "1er\u00a0décembre\u00a02026"
    assert EN.date(date(2026, 12, 1)) == "1\u00a0December\u00a02026"


def test_amounts_keep_their_unit():
    assert (FR.money(4_200_000), FR.money(900_000), EN.money(4_200_000)) == ("4,2\u00a0M€", "900\u00a0k€", "€4.2M")


def test_amounts_have_two_significant_digits_and_a_sign_before_them():
    assert (FR.money(17_329_594), FR.money(999_600), FR.money(-313_000)) == ("17\u00a0M€", "1\u00a0M€", "−310\u00a0k€")
    assert (EN.money(-313_000), EN.money(0), EN.money(0.4)) == ("−€310k", "€0", "€0.4")


def test_without_a_yearly_value_amounts_are_years_of_the_present_fees():
    assert FR.money(4.13, "years") == "4,1 années de prix actuels"
    assert (EN.money(1, "years"), EN.money(-0.127, "years")) == (
        "1 year of present fees",
        "−0.13 years of present fees",
    )


@pytest.mark.parametrize(
    ("share", "words"),
    [(1.0, "plus de 95\u202f%"), (0.0, "moins de 5\u202f%"), (0.86, "85\u202f%"), (0.88, "90\u202f%")],
)
def test_a_probability_goes_by_steps_of_five_and_is_never_certain(share, words):
    assert FR.share_words(share) == words


def test_names_are_elided_in_french():
    assert (FR.of("Orvanis"), FR.of("Valmeca"), EN.of("Orvanis")) == ("d’Orvanis", "de Valmeca", "of Orvanis")


def test_zero_and_one_are_singular_in_french_and_only_one_in_english():
    assert [FR.plural("condition_points", n) for n in (0, 1, 2)] == ["0 point", "1 point", "2 points"]
    assert [EN.plural("condition_points", n) for n in (0, 1, 2)] == ["0 points", "1 point", "2 points"]


def test_a_list_ends_with_and():
    assert FR.listed(["a", "b", "c"]) == "a, b et c"
    assert FR.listed(["a"]) == "a"
    assert FR.listed([]) == ""


@given(st.fractions(min_value=0, max_value=5), st.fractions(min_value=0, max_value=5))
def test_a_range_prints_one_number_when_both_ends_print_alike(low, high):
    shown = EN.range(low, high)
    assert (" to " in shown) == (EN.number(low) != EN.number(high))


def _forms(texts):
    """Every form of a phrase by language: itself, or one and other."""
    return {
        language: [texts[language]] if isinstance(texts[language], str) else list(texts[language].values())
        for language in LANGUAGES
    }


def _places(form):
    return {name for _, name, _, _ in string.Formatter().parse(form) if name}


@pytest.mark.parametrize("key", sorted(phrases()))
def test_a_phrase_is_in_both_languages_with_the_same_places(key):
    forms = _forms(phrases()[key])
    free = {"n", "of_client", "of_provider", "client", "provider", "of_owner", "of_supplier", "owner", "supplier"}
    french, english = (set().union(*map(_places, forms[language])) - free for language in LANGUAGES)
    assert french == english
    assert all(form.strip() for language in LANGUAGES for form in forms[language])


@pytest.mark.parametrize("key", sorted(key for key in phrases() if not key.endswith("_join")))
def test_a_phrase_is_typeset_as_its_language_wants(key):
    for language, forms in _forms(phrases()[key]).items():
        for form in forms:
            shown = typeset(re.sub(r"{\w+}", "x", form), language)
            assert faults(shown.strip(), language) == []


def test_a_count_of_months_stays_on_its_line():
    assert [FR.months(26), EN.months(1), EN.months_left(6)] == ["26\u00a0mois", "1\u00a0month", "6\u00a0months"]
