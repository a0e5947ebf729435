"""The Flask application: pages, services, storage, accounts and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Config


def create_app(config: Config | None = None) -> Flask:
    """Return the application, with its settings read from the environment unless given."""
    # Loaded when asked for: what reads an engagement file, or only makes reports, needs none of the web.
    from app.factory import build  # noqa: PLC0415

    return build(config)
