"""Fields that accept what people really type: spaces in numbers, decimal commas, control characters."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from babel.numbers import get_decimal_symbol
from flask_babel import get_locale, gettext
from wtforms import Field, HiddenField, TextAreaField, ValidationError
from wtforms.fields import DateField, StringField
from wtforms.form import BaseForm
from wtforms.widgets import TextInput

from app.forms.words import lazy
from questionnaires.typography import NARROW

SPACES = re.compile(r"[\s\u00a0\u202f]")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
AMBIGUOUS = re.compile(r"[+-]?\d{1,3}([.,]\d{3})+")
"""1.234 or 1,234: a thousand to some, one and a bit to others; it is asked again, never guessed."""

DAYS = ("%Y-%m-%d", "%d/%m/%Y")
"""How a date may be written: by a browser's own field, or by hand."""


def clean(text: str | None) -> str | None:
    """Return the text without control characters, its line ends made one kind, its edges trimmed."""
    if text is None:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def number_of(text: str) -> Decimal:
    """Read a number as it is written in French or in English.

    Raises
    ------
    ValueError
        With a message for the reader.
    """
    bare = SPACES.sub("", text).replace("\u2212", "-")
    if AMBIGUOUS.fullmatch(bare):
        raise ValueError(gettext("“%(text)s” can be read in two ways: write 1234 or 1.2.", text=text.strip()))
    if not NUMBER.fullmatch(bare) or not bare.isascii():
        raise ValueError(gettext("“%(text)s” is not a number: use digits only.", text=text.strip()))
    return Decimal(bare.replace(",", "."))


def typed_number(number: Decimal) -> str:
    """Return a number as a person of this language would type it, without useless zeros."""
    text = f"{number.normalize():,f}".replace(",", NARROW)
    locale = get_locale()
    return text.replace(".", get_decimal_symbol(locale)) if locale else text


def day_of(text: str) -> date:
    """Read a date as a browser sends it, or typed day first.

    Raises
    ------
    ValueError
        With a message for the reader.
    """
    for form in DAYS:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise ValueError(gettext("“%(text)s” is not a date: write it as 31/01/2029.", text=text))


class Line(StringField):
    """One line of text, cleaned."""

    def __init__(self, label: str, validators: list[Any] | None = None, **options: Any) -> None:
        super().__init__(label, validators, filters=[clean], **options)


class Paragraph(TextAreaField):
    """Some lines of text, cleaned."""

    def __init__(self, label: str, validators: list[Any] | None = None, **options: Any) -> None:
        super().__init__(label, validators, filters=[clean], **options)


class Number(Field):
    """A number with spaces and a comma or a point; `data` is a Decimal or None."""

    widget = TextInput()

    def __init__(self, label: str, validators: list[Any] | None = None, **options: Any) -> None:
        options.setdefault("render_kw", {"inputmode": "decimal"})
        super().__init__(label, validators, **options)
        self.typed = ""

    def _value(self) -> str:
        """Return what was typed, or the stored number without useless zeros."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else typed_number(Decimal(self.data))

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or keep the text and say what is wrong with it."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = number_of(text) if text else None


class WholeNumber(Number):
    """A whole number; `data` is an int or None."""

    def __init__(self, label: str, validators: list[Any] | None = None, **options: Any) -> None:
        options.setdefault("render_kw", {"inputmode": "numeric"})
        super().__init__(label, validators, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number and refuse decimals."""
        super().process_formdata(valuelist)
        if self.data is None:
            return
        if self.data != int(self.data):
            raise ValueError(gettext("A whole number is needed here."))
        self.data = int(self.data)


class Day(DateField):
    """A date: the browser's own field, or typed day first."""

    def __init__(self, label: str, validators: list[Any] | None = None, **options: Any) -> None:
        super().__init__(label, validators, format=list(DAYS), **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date; a day that does not exist is said so, with the form expected."""
        text = " ".join(valuelist).strip()
        self.data = day_of(text) if text else None


class Identifier(HiddenField):
    """The id that the page made for what it sends, so that sending it twice is harmless."""

    value: UUID | None = None

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is not a UUID; an empty field is allowed."""
        try:
            self.value = UUID(self.data) if self.data else None
        except ValueError:
            raise ValidationError(gettext("This page is damaged: load it again.")) from None


class Between:
    """A validator: the number lies between two bounds, both included; nothing typed is allowed."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse a number out of bounds, naming them."""
        if field.data is not None and not self.least <= field.data <= self.most:
            raise ValidationError(
                gettext("Write a number from %(least)s to %(most)s.", least=self.least, most=self.most)
            )


class Given:
    """A validator: something was typed; zero is something."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, message: str = "") -> None:
        self.message = message or lazy("This is needed.")

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse an empty field, unless reading it already failed."""
        if field.data is None or field.data == "":
            if field.errors:
                return
            raise ValidationError(str(self.message))
