"""One language of the product: its phrases, numbers and dates, printed one way everywhere."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import floor, log10
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from questionnaires import LANGUAGES, Text
from questionnaires.schema import Anchor, Texts
from questionnaires.typography import NARROW, typeset

PHRASES = Path(__file__).parent / "phrases"

NONE = "–"
"""Printed where nothing is known; never a zero."""

NO_BREAK = "\u00a0"

UNITS = ((1_000_000, "M"), (1_000, "k"), (1, ""))

Number = int | float | Fraction


@cache
def phrases() -> Mapping[str, Mapping[str, Any]]:
    """Return every phrase by key, from all files of the folder; a key lives in one file."""
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted(PHRASES.glob("*.toml")):
        for key, texts in tomllib.loads(path.read_text("utf-8")).items():
            if key in found:
                raise ValueError(f"{path.name}: {key}: already written in another file")
            found[key] = texts
    return found


@dataclass(frozen=True, slots=True)
class Language:
    """French or English, by its code.

    Rounding happens here and nowhere else: once, half away from zero, on the exact value.
    """

    code: str

    def __post_init__(self) -> None:
        """Refuse a language that the product does not speak."""
        if self.code not in LANGUAGES:
            raise ValueError(f"{self.code!r} is not a language of the product: use {' or '.join(LANGUAGES)}")

    def text(self, text: Text | Anchor) -> str:
        """Return a content text."""
        return text[self.code]

    def texts(self, texts: Texts) -> tuple[str, ...]:
        """Return a list of content texts."""
        return texts[self.code]

    def phrase(self, key: str, **values: object) -> str:
        """Return a phrase with its values in place."""
        return typeset(phrases()[key][self.code], self.code).format(**values)

    def plural(self, key: str, n: float, **values: object) -> str:
        """Return the form of a phrase that fits a count, `{n}` being the count."""
        one = abs(n) < 2 if self.code == "fr" else n == 1
        form = phrases()[key][self.code]["one" if one else "other"]
        return typeset(form, self.code).format(n=self.trimmed(n), **values)

    def number(self, value: Number | None, digits: int = 1) -> str:
        """Return a decimal number: "2,1" in French, "2.1" in English, "–" for None."""
        if value is None:
            return NONE
        shown = rounded(value, digits)
        exact = Decimal(shown.numerator) / shown.denominator
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return format_decimal(exact, pattern, locale=self._locale).replace("-", "−")

    def integer(self, value: Number | None) -> str:
        """Return a whole number, thousands apart."""
        return self.number(value, 0)

    def trimmed(self, value: Number | None, digits: int = 1) -> str:
        """Return a number without useless decimals: "2", "2,5"."""
        if value is None:
            return NONE
        return self.number(value, 0 if rounded(value, digits) == rounded(value, 0) else digits)

    def signed(self, value: Number | None, digits: int = 1) -> str:
        """Return a number with its sign, a true minus for negatives."""
        shown = self.number(value, digits)
        return f"+{shown}" if value is not None and rounded(value, digits) > 0 else shown

    def percent(self, value: Number | None, digits: int = 0) -> str:
        """Return a share of 1 in percent: "85 %" in French, "85%" in English."""
        if value is None:
            return NONE
        gap = NARROW if self.code == "fr" else ""
        return f"{self.number(Fraction(value) * 100, digits)}{gap}%"

    def share_words(self, value: float) -> str:
        """Return a probability by steps of 5 %, never as certain: "plus de 95 %" (`methods.md` 6.1)."""
        step = int(rounded(Fraction(value) * 20, 0))
        if step > 19:
            return self.phrase("share_over", share=self.percent(Fraction(19, 20)))
        if step < 1:
            return self.phrase("share_under", share=self.percent(Fraction(1, 20)))
        return self.percent(Fraction(step, 20))

    def points(self, value: Number | None) -> str:
        """Return a value in whole points of 100."""
        return self.integer(value)

    def money(self, amount: Number | None, unit: str = "currency", *, digits: int = 2) -> str:
        """Return an amount with two significant digits: "4,2 M€", "€4.2M"; in years of the present fees where asked.

        `unit` is "currency" or "years" (`scoring.results.Money`); an axis, whose steps are even, needs more `digits`.
        """
        if amount is None:
            return NONE
        exact = significant(amount, digits)
        if unit == "years":
            return self.plural("years_of_fees", float(exact), amount=self._bare(exact))
        size, sign = abs(exact), "−" if exact < 0 else ""
        one, symbol = next((one, symbol) for one, symbol in UNITS if size >= one or one == 1)
        shown = self._bare(size / one)
        return f"{sign}{shown}{NO_BREAK}{symbol}€" if self.code == "fr" else f"{sign}€{shown}{symbol}"

    def end(self, amount: Number, unit: str = "currency") -> str:
        """Return an end of a range beside its amount, whose long unit is not said again: "3,9"."""
        return self._bare(significant(amount, 2)) if unit == "years" else self.money(amount, unit)

    def date(self, day: dt.date | None) -> str:
        """Return a date in letters: "1er décembre 2026", "1 December 2026"."""
        if day is None:
            return NONE
        shown = format_date(day, "d MMMM yyyy", locale=self._locale)
        if self.code == "fr" and day.day == 1:
            shown = "1er" + shown.removeprefix("1")
        return shown.replace(" ", NO_BREAK)

    def month(self, day: dt.date | None) -> str:
        """Return a month and its year: "décembre 2026"."""
        return NONE if day is None else format_date(day, "MMMM yyyy", locale=self._locale).replace(" ", NO_BREAK)

    def time(self, moment: dt.datetime) -> str:
        """Return a time of the day: "14:31:07"."""
        return moment.strftime("%H:%M:%S")

    def months(self, count: int | None) -> str:
        """Return a count of months: "26 mois"."""
        return NONE if count is None else self.plural("months", count)

    def months_left(self, count: int) -> str:
        """Return a count of months that are left: "26 mois", "moins d’un mois"."""
        return self.months(count) if count else self.phrase("less_than_a_month")

    def range(self, low: Number | None, high: Number | None, digits: int = 1) -> str:
        """Return a range: "1,2 à 2,0", "1.2 to 2.0"; one number when both ends print the same."""
        ends = self.number(low, digits), self.number(high, digits)
        return ends[0] if ends[0] == ends[1] else self.phrase("range", low=ends[0], high=ends[1])

    @staticmethod
    def inside(name: str) -> str:
        """Return a name as it stands inside a sentence: without its capital, unless it is an acronym.

        >>> Language.inside("Fichier RH"), Language.inside("PCA et tests")
        ('fichier RH', 'PCA et tests')
        """
        return name if name[1:2].isupper() else name[:1].lower() + name[1:]

    def listed(self, items: list[str] | tuple[str, ...]) -> str:
        """Return items in one sentence: "a, b et c"."""
        if len(items) < 2:
            return "".join(items)
        return self.phrase("list_and", first=", ".join(items[:-1]), last=items[-1])

    def quoted(self, names: list[str] | tuple[str, ...]) -> str:
        """Return names in one sentence, each in quotation marks: they may hold commas."""
        return self.listed([self.phrase("quoted", name=name) for name in names])

    def of(self, name: str) -> str:
        """Return "de Valmeca", "d’Orvanis"; in English "of Valmeca"."""
        if self.code == "fr" and name[:1].lower() in "aàâeéèêëiîïoôuùûyhœæ":
            return f"d’{name}"
        return self.phrase("of", name=name)

    def _bare(self, value: Fraction) -> str:
        """Return a rounded number with the decimals that it has, three at the most."""
        return self.number(value, next((digits for digits in range(3) if rounded(value, digits) == value), 3))

    @property
    def _locale(self) -> str:
        """Babel's name of the locale."""
        return "fr_FR" if self.code == "fr" else "en_GB"


def significant(value: Number, digits: int) -> Fraction:
    """Round to so many significant digits, half away from zero.

    >>> significant(17_329_594, 2)
    Fraction(17000000, 1)
    """
    exact = Fraction(value)
    if not exact:
        return exact
    places = digits - 1 - floor(log10(abs(exact)))
    return rounded(exact * Fraction(10) ** places, 0) / Fraction(10) ** places


def rounded(value: Number, digits: int) -> Fraction:
    """Round once, half away from zero, from the exact value."""
    scaled = abs(Fraction(value)) * 10**digits
    whole = int(scaled + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 10**digits)
