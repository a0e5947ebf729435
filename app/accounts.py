"""Signing in with Flask-Security, on our own session and our own Account."""

from __future__ import annotations

import math
import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, request, session
from flask_babel import ngettext
from flask_login import user_logged_in
from flask_security import RoleMixin, Security, SQLAlchemySessionUserDatastore
from flask_security.forms import LoginForm
from flask_security.utils import hash_password
from sqlalchemy.orm import Session

from app.database import Database, get_session
from app.models import Account
from app.services import accounts, throttle

SETTINGS = {
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_POST_LOGOUT_VIEW": "/sign-in",
    "SECURITY_I18N_DIRNAME": "builtin",
    # An unknown address and a wrong password read the same.
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    # argon2 salts by itself; the extra keyed hash would lose every password with the secret key.
    "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
    # Roles belong to the members of an engagement: the library's own are not used.
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
    # Nothing here asks for the password a second time.
    "SECURITY_FRESHNESS": timedelta(-1),
    "SECURITY_API_ENABLED_METHODS": ["session"],
}


class SignInForm(LoginForm):
    """The library's form, which waits after too many wrong passwords; it keeps nobody signed in."""

    remember = None  # type: ignore[assignment]

    def validate(self, **kwargs: Any) -> bool:  # type: ignore[override]
        """Check the password, unless this account must wait at this address."""
        database_session = get_session()
        self.email.data = (self.email.data or "").strip()
        who = throttle.actor(self.email.data, request.remote_addr or "")
        if (wait := throttle.wait(database_session, who)) is not None:
            minutes = max(1, math.ceil(wait / timedelta(minutes=1)))
            self.form_errors.append(
                ngettext(
                    "Too many wrong passwords: wait %(num)d minute, then try again.",
                    "Too many wrong passwords: wait %(num)d minutes, then try again.",
                    minutes,
                )
            )
            return False
        if super().validate(**kwargs):
            throttle.forget(database_session, who)
            return True
        if self.email.data and self.password.data:
            throttle.fail(database_session, who)
        return False


def init_app(app: Flask, database: Database) -> None:
    """Install sign-in and sign-out."""
    app.config.update(SETTINGS)
    datastore = SQLAlchemySessionUserDatastore(database.session, Account, RoleMixin)
    Security(app, datastore, login_form=SignInForm)
    user_logged_in.connect(_keep_for_hours, app)


def _keep_for_hours(_app: Flask, **_context: object) -> None:
    """Let the session end after the hours that are set, not when the browser closes."""
    session.permanent = True


def new_password() -> str:
    """Return a password that nobody can guess and that can be read aloud."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(4))


def create_account(app: Flask, database_session: Session, email: str, password: str) -> Account:
    """Add an account with a password in clear, which is hashed here and nowhere kept."""
    with app.app_context():
        hashed = hash_password(password)
    return accounts.create(database_session, email, hashed)
