"""Put the application together: its settings, its extensions, its pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import access, accounts, errors, i18n, rendering, security
from app.database import Database
from app.views import BLUEPRINTS
from config import Config

MEGABYTE = 1024 * 1024


def build(config: Config | None = None) -> Flask:
    """Return the application, with its settings read from the environment unless given."""
    config = config or Config.from_env()
    app = Flask("app")
    app.config.update(_settings(config))
    if hops := config.trusted_hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    database = Database(config.database_url)
    database.init_app(app)
    security.init_app(app)
    CSRFProtect(app)
    accounts.init_app(app, database)
    i18n.init_app(app)
    rendering.init_app(app)
    errors.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.declared(app)
    return app


def _settings(config: Config) -> dict[str, Any]:
    """Return what Flask and its extensions are told."""
    return {
        "SECRET_KEY": config.secret_key,
        "DEFAULT_LANGUAGE": config.default_language,
        "MAX_CONTENT_LENGTH": config.max_content_mb * MEGABYTE,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=config.session_hours),
        "SESSION_COOKIE_NAME": "visavis",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # Behind a proxy, that is, behind TLS; on a laptop's own address there is none.
        "SESSION_COOKIE_SECURE": config.trusted_hops > 0,
        # A form may stay open as long as the session that it belongs to.
        "WTF_CSRF_TIME_LIMIT": None,
    }
