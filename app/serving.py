"""Serve the application from this machine, with waitress."""

from __future__ import annotations

import errno
import logging
import signal
import socket
import sys
from pathlib import Path
from types import FrameType

from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy.orm import Session
from waitress.server import create_server

from app import demonstrations
from app.accounts import create_account, new_password
from app.engagement_file import decode
from app.models import Account
from app.rendering import EXTENSION as WORKSHOP
from app.services import accounts, engagements, exchange
from app.whole_files import write_whole

TURN = 0.0005
"""Seconds that a thread computes before another has its turn: a save never waits long for somebody else's results."""

THREADS = 4
FIRST_ACCOUNT = "admin@visavis.example"
DEMO_ACCOUNT = "demo@visavis.example"
LOOPBACK = "127.0.0.1"
"""The demonstration answers this machine only."""


class PortError(Exception):
    """The address cannot be listened on; the message says what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Take the port, before anything is made that a busy one would leave behind."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise PortError(_why_not(host, port, error)) from None


def first_account(app: Flask, session: Session) -> list[str]:
    """Make an account where nobody can sign in yet, and return what to tell once."""
    if accounts.there_is_one(session):
        return []
    password = new_password()
    create_account(app, session, FIRST_ACCOUNT, password)
    return [f"First account: {FIRST_ACCOUNT}  password: {password}  (shown this once)"]


def demonstration(app: Flask, session: Session, folder: Path) -> list[str]:
    """Load the demonstration engagement into an empty database, and return how to sign in."""
    password = kept_password(folder / "password")
    account = accounts.find(session, DEMO_ACCOUNT)
    if account is None:
        account = create_account(app, session, DEMO_ACCOUNT, password)
    else:
        set_password(app, account, password)
    if not engagements.there_is_one(session):
        exchange.import_file(session, decode(demonstrations.read(demonstrations.FIRST)), account)
    return [f"Sign in as: {DEMO_ACCOUNT}  password: {password}"]


def kept_password(path: Path) -> str:
    """Return the demonstration's password, made at first start and kept where only its owner reads it."""
    if not path.exists():
        write_whole(path, f"{new_password()}\n".encode(), secret=True)
    return path.read_text("utf-8").strip()


def set_password(app: Flask, account: Account, password: str) -> None:
    """Make the account's password the one that is kept, should they differ."""
    with app.app_context():
        if not account.verify_and_update_password(password):
            account.password = hash_password(password)


def serve(app: Flask, listener: socket.socket, notice: list[str], *, behind_proxy: bool) -> None:
    """Tell where, and answer until stopped."""
    server = create_server(
        app,
        sockets=[listener],
        threads=THREADS,
        ident="",
        # Without a proxy nobody may say on whose behalf a request comes.
        clear_untrusted_proxy_headers=not behind_proxy,
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
    )
    # A request that waits for a free thread is no fault to tell.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, _stop)
    sys.setswitchinterval(TURN)
    try:
        for line in (f"Vis-à-vis is ready: {_address(listener)}", *notice, "Stop it with Ctrl+C."):
            print(line, flush=True)
        server.run()
    except KeyboardInterrupt:
        pass  # asked for: an end like any other
    finally:
        server.close()
        app.extensions[WORKSHOP].close()


def _address(listener: socket.socket) -> str:
    """Return the address to type in a browser."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _why_not(host: str, port: int, error: OSError) -> str:
    """Say why an address cannot be listened on."""
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is already used: choose another one with --port."
    if error.errno == errno.EACCES:
        return f"port {port} is reserved: choose one above 1023 with --port."
    return f"{host}:{port} cannot be listened on ({error.strerror or error})."


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """End in order when the system asks."""
    sys.exit(0)
