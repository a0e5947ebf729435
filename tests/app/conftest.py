"""A database, an application, and visitors of every kind."""

import re
import sqlite3
import tempfile
import threading
import uuid
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher
from werkzeug.serving import make_server

from app import create_app, demonstrations, schema
from app.database import Database
from app.engagement_file import decode
from app.models import Engagement, MemberRole
from app.rendering import EXTENSION as WORKSHOP
from app.services import accounts, exchange, members
from config import Config

PASSWORD = "long-enough-to-be-right"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request, tmp_path):
    """The address of an empty database, of each kind in turn."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql_database")
    return f"sqlite:///{tmp_path / 'visavis.db'}"


@pytest.fixture
def sqlite_url(tmp_path):
    """The address of an empty SQLite database, for what does not depend on the kind."""
    return f"sqlite:///{tmp_path / 'visavis.db'}"


def opened(url):
    """Return the database at an address, with its tables; a new file of SQLite is a copy of one that has them."""
    database = Database(url)
    file = database.engine.url.database
    if database.engine.dialect.name == "sqlite" and not Path(file).exists():
        Path(file).write_bytes(_tables())
    else:
        schema.upgrade(database.engine)
    return database


@cache
def _tables():
    """Return what a file of SQLite holds when nothing but the tables was made."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "visavis.db"
        database = Database(f"sqlite:///{file}")
        schema.upgrade(database.engine)
        database.engine.dispose()
        return file.read_bytes()


@pytest.fixture
def database(database_url):
    """A database of each kind, with its tables."""
    found = opened(database_url)
    yield found
    found.engine.dispose()


@pytest.fixture(scope="session")
def shared(request, tmp_path_factory):
    """Return a database of a kind that tests share, since none of them commits to it."""
    made = {}

    def shared_of(kind):
        if kind not in made:
            url = f"sqlite:///{tmp_path_factory.mktemp('shared') / 'visavis.db'}"
            if kind == "postgresql":
                url = request.getfixturevalue("postgresql_url")
            made[kind] = opened(url)
        return made[kind]

    yield shared_of
    for database in made.values():
        database.engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def session(request, shared):
    """A session on a database of each kind in turn; nothing of it stays."""
    with shared(request.param).sessions() as opened_session:
        yield opened_session
        opened_session.rollback()


@pytest.fixture(scope="session")
def valmeca():
    """The first demonstration, as a file."""
    return decode(demonstrations.read("valmeca"))


@pytest.fixture
def engagement(session, valmeca):
    """The first demonstration, stored."""
    report = exchange.import_file(session, valmeca)
    return session.get_one(Engagement, report.engagement_id)


@pytest.fixture
def account(session):
    """A member of staff."""
    return accounts.create(session, "anne@visavis.example", "hash")


@pytest.fixture
def config(sqlite_url, tmp_path):
    """Settings of a test's own installation."""
    return Config(secret_key="k" * 32, data_dir=tmp_path, database_url=sqlite_url)


@pytest.fixture
def app(config):
    """An application on SQLite, as `visavis run` makes it."""
    with running(config) as made:
        yield made


@contextmanager
def running(config):
    """Make an application on a database with its tables, and let go of both."""
    database = opened(config.database_url)
    database.engine.dispose()
    made = create_app(config)
    yield made
    made.extensions[WORKSHOP].close()
    made.extensions["visavis.database"].engine.dispose()


@pytest.fixture
def store(app):
    """A session on the application's database, committed at the end of each `with`."""
    return app.extensions["visavis.database"].sessions.begin


@pytest.fixture(scope="session")
def hashed():
    """The hash of the visitors' password, cheap to check."""
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)


@pytest.fixture(scope="session")
def peopled(tmp_path_factory, valmeca, hashed):
    """A file that holds one engagement with a consultant and a reader, and a stranger to it; and who they are."""
    file = tmp_path_factory.mktemp("peopled") / "visavis.db"
    database = opened(f"sqlite:///{file}")
    with database.sessions.begin() as session:
        made = {name: accounts.create(session, f"{name}@visavis.example", hashed) for name in VISITORS}
        engagement_id = exchange.import_file(session, valmeca, made["consultant"]).engagement_id
        members.add(session, session.get_one(Engagement, engagement_id), made["reader"], MemberRole.READER)
        tokens = {name: account.fs_uniquifier for name, account in made.items()}
    database.engine.dispose()
    return file, SimpleNamespace(engagement_id=engagement_id, tokens=tokens)


@pytest.fixture
def world(app, peopled):
    """One engagement with a consultant and a reader, and a stranger to it, in the application's database."""
    file, people = peopled
    target = app.extensions["visavis.database"].engine.url.database
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target)) as copy:
        copy.execute("PRAGMA synchronous = OFF")
        source.backup(copy)
    return people


VISITORS = ("consultant", "reader", "stranger")


def visit(app, world=None, name=None):
    """Return a browser, signed in as one of the visitors if named."""
    client = app.test_client()
    if name is not None:
        with client.session_transaction() as cookie:
            cookie.update(_user_id=world.tokens[name], _fresh=True)
    return client


# ---- in a real Chromium -------------------------------------------------------------------------------


@pytest.fixture
def site(app, world):
    """The application, served on this machine: its origin, the address of the engagement, the consultant's cookie."""
    server = make_server("127.0.0.1", 0, read_whole(app), threaded=True)
    running = threading.Thread(target=server.serve_forever)
    running.start()
    origin = f"http://127.0.0.1:{server.server_port}"
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = {"name": name, "value": visit(app, world, "consultant").get_cookie(name).value, "url": origin}
    yield SimpleNamespace(origin=origin, base=f"{origin}/engagements/{world.engagement_id}", cookie=cookie)
    server.shutdown()
    running.join()
    server.server_close()


def read_whole(app):
    """Read each answer before it is sent: this server leaves a file open when the browser goes away before its end."""

    def answer(environ, start_response):
        parts = app(environ, start_response)
        with closing(parts):
            return [b"".join(parts)]

    return answer


@pytest.fixture
def desk(page, site):
    """A consultant's page, signed in; whatever the browser complains of is a fault."""
    complaints = complaints_of(page)
    sign_in(page, site)
    yield page
    assert not complaints


def complaints_of(page):
    """Return the list that a page's complaints will fill: errors of scripts, and what the security policy refused."""
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    return complaints


def sign_in(page, site):
    """Sign the consultant in by a cookie, for the form is tested once, and open the first page."""
    page.context.add_cookies([site.cookie])
    page.goto(f"{site.origin}/")


@contextmanager
def before_the_script(page, address):
    """Open a page whose scripts are still on their way, as on a slow line; they come at the end of the block."""
    held, late = [], [True]
    page.route(re.compile(r"\.js(\?|$)"), lambda route: held.append(route) if late else route.continue_())
    page.goto(address, wait_until="commit")
    yield
    late.clear()
    for route in held:
        route.continue_()


# ---- forms --------------------------------------------------------------------------------------------


def token(client):
    """Return the token that this browser's forms bear."""
    page = client.get("/help")
    return re.search(r'name="csrf-token" content="([^"]+)"', page.text)[1]


@pytest.fixture
def consultant(app, world):
    """The consultant's browser."""
    return visit(app, world, "consultant")


def new_id():
    """Return an id as a browser makes it."""
    return uuid.uuid4()
