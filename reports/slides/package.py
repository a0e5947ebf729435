"""Close an office file so that the same content gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first day that an archive can tell; none of its files has a date of its own."""


def rezipped(data: bytes, changed: Mapping[str, bytes] | None = None) -> bytes:
    """Return a package in the same order, its files undated, some of them replaced."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=6) as package:
        for name in source.namelist():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            package.writestr(entry, (changed or {}).get(name) or source.read(name))
    return target.getvalue()
