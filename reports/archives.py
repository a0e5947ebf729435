"""Office files are archives: read one as its parts, and pack parts so that the same ones give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST_DAY = date(1980, 1, 1)
"""The first day that an archive can tell."""


LARGEST = 64 * 1024 * 1024
"""Bytes that a template may hold when it is unpacked: more is no template."""

_KINDS = "[Content_Types].xml"
"""The part that says what each part is."""


def from_template(data: bytes, template: str, document: str) -> bytes:
    """Return an office file that says that it is a template as the document that it is otherwise; others as they are.

    Raises
    ------
    BadZipFile, KeyError, ValueError
        When it is no archive, no office file, or would unpack to more than a template can be.
    """
    with ZipFile(BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
            raise ValueError("too large")
        kinds = archive.read(_KINDS)
    if template.encode() not in kinds:
        return data
    return packed(unpacked(data) | {_KINDS: kinds.replace(template.encode(), document.encode())})


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of an archive by name, in their order.

    Raises
    ------
    BadZipFile
        When it is none.
    """
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes | str], day: date = FIRST_DAY) -> bytes:
    """Return parts as an archive, in their order, all of one day and never of the clock's."""
    target = BytesIO()
    day = max(day, FIRST_DAY)
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return target.getvalue()
