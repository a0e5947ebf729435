"""Three whole engagements that ship with the product: one to stay, one to prepare, one to retender."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
NAMES = ("valmeca", "val-dore", "hexalis")
FIRST = "valmeca"
"""The one that the demonstration loads."""


def read(name: str) -> bytes:
    """Return the engagement file of a demonstration."""
    return (FOLDER / f"{name}.json").read_bytes()
