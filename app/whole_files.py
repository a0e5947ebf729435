"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_whole(path: Path, content: bytes, *, secret: bool = False) -> None:
    """Write a file beside its place, then move it there: a reader never sees half of it."""
    fill_whole(path, lambda draft: draft.write_bytes(content), secret=secret)


def fill_whole(path: Path, fill: Callable[[Path], object], *, secret: bool = False) -> None:
    """Let a function write a file beside its place, then move it there; a secret one is its owner's alone."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    draft = Path(name)
    try:
        fill(draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        if not secret:
            draft.chmod(_usual_mode())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _usual_mode() -> int:
    """Return the rights of any new file; a draft is its owner's alone until then."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
