"""Words of forms, translated when a page is drawn, not when the form's class is made."""

from collections.abc import Iterable
from typing import Any, cast

from flask_babel import lazy_gettext
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs are one version late


def lazy(message: str) -> str:
    """Return a message that is translated each time it is read."""
    return cast(str, lazy_gettext(message))  # it behaves as text, which is what WTForms declares


def choices(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """Return values and labels as the choices of a field."""
    return [SelectChoice(value, label) for value, label in pairs]
