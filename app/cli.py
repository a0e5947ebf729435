"""The command line: assess, report, check, exchange, look after the database, serve."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from uuid import UUID

import click
from flask import Flask
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from app import backups, console, create_app, schema, serving
from app.accounts import create_account, new_password
from app.database import Database
from app.engagement_file import EngagementFile, EngagementFileError, decode, to_facts, words_of
from app.models import Engagement, MemberRole
from app.services import accounts, engagements, exchange, members
from app.services.refusals import RefusalError
from app.whole_files import write_whole
from config import Config, ConfigError
from questionnaires import LANGUAGES, QuestionnaireError, load, load_folder
from reports.language import Language
from reports.orders import Audience, Format, Order, OrderError, make
from scoring import assessment

BAD_INPUT = 2
INTERRUPTED = 130
SHORTEST_PASSWORD = 8
BROKEN_PIPE = 141

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT = click.Path(dir_okay=False, path_type=Path)
LANGUAGE = click.Choice(LANGUAGES)
FORMAT = click.Choice([kind.value for kind in Format])
AUDIENCE = click.Choice([audience.value for audience in Audience])
ROLE = click.Choice([role.value for role in MemberRole])


class StopError(click.ClickException):
    """Something that cannot be done, in one line."""

    exit_code = BAD_INPUT


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; whatever happens, no traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        status = commands.main(arguments, prog_name="visavis", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads any more; the interpreter must not try to write what is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as error:
        return refuse(error.format_message())
    except Exception as error:  # the last place before the person
        message = _why(error)
        if message is None:
            raise
        return refuse(message)
    return status if isinstance(status, int) else 0


def refuse(message: str) -> int:
    """Say why nothing was done, one line for each mistake."""
    for line in message.splitlines():
        click.echo(f"visavis: {line}", err=True)
    return BAD_INPUT


def _why(error: Exception) -> str | None:
    """Return what to tell of a failure that is not the program's fault, None for one that is."""
    match error:
        case DatabaseError() if type(error) in UNUSABLE:
            return f"the database cannot be used: {str(error.orig).strip().splitlines()[0]}"
        case OSError():
            place = f"{error.filename}: " if error.filename else ""
            return f"{place}{error.strerror or error}"
        case _ if isinstance(error, TOLD):
            return str(error)
    return None


UNUSABLE = (DatabaseError, OperationalError)
"""What a driver raises for a database that is not there, locked, full or damaged; the rest is a bug."""

TOLD = (
    backups.BackupError,
    ConfigError,
    EngagementFileError,
    OrderError,
    QuestionnaireError,
    RefusalError,
    schema.SchemaError,
    serving.PortError,
)
"""Failures whose message says what to do."""


def print_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Print the version of the product, which runs from its folder and is not installed."""
    if wanted:
        project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
        click.echo(f"visavis {project['version']}")
        context.exit()


@click.group()
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=print_version, help="Print it.")
def commands() -> None:
    """Both sides of an outsourcing relationship, assessed face to face."""


# ---- files, without a database --------------------------------------------------------------------


def read_file(path: Path) -> EngagementFile:
    """Return the engagement in a file; each mistake names the file."""
    try:
        return decode(path.read_bytes())
    except EngagementFileError as error:
        raise StopError("\n".join(f"{path}: {mistake}" for mistake in error.mistakes)) from None


@commands.command()
@click.argument("file", type=EXISTING)
@click.option("--json", "as_json", is_flag=True, help="Print figures for a program.")
@click.option("--lang", type=LANGUAGE, help="Language; the engagement's own unless given.")
def assess(file: Path, as_json: bool, lang: str | None) -> None:
    """Print indices, inherited share, options and recommendation of an engagement file."""
    engagement = read_file(file)
    questionnaire, facts = load(engagement.questionnaire), to_facts(engagement)
    result = assessment(questionnaire, facts)
    if as_json:
        click.echo(console.as_json(questionnaire, facts, result))
    else:
        language = Language(lang or engagement.language)
        click.echo(console.as_text(questionnaire, facts, result, language))


@commands.command()
@click.argument("file", type=EXISTING)
@click.option("--format", "kind", type=FORMAT, default=Format.PDF.value, show_default=True)
@click.option("--lang", type=LANGUAGE, help="Language; the engagement's own unless given.")
@click.option("--audience", type=AUDIENCE, default=Audience.FULL.value, show_default=True, help="Whom it is for.")
@click.option("--template", type=EXISTING, help="A company's own DOCX or PPTX, whose styles are taken.")
@click.option("-o", "--output", type=OUTPUT, required=True, help="File to write.")
def report(file: Path, kind: str, lang: str | None, audience: str, template: Path | None, output: Path) -> None:
    """Write the report of an engagement file, as a draft of what it says today."""
    engagement = read_file(file)
    facts, language = to_facts(engagement), lang or engagement.language
    result = assessment(load(engagement.questionnaire), facts)
    own = b"" if template is None else template.read_bytes()
    order = Order(result, facts, words_of(engagement), language, Audience(audience), Format(kind), own)
    write_whole(output, make(order))
    click.echo(f"{output}: {kind} written")


@commands.group()
def questionnaire() -> None:
    """Look after questionnaires."""


@questionnaire.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
def check(path: Path | None) -> None:
    """Check a questionnaire's folder, or the one that is shipped; name every mistake."""
    found = load_folder(path) if path else load()
    click.echo(f"version {found.version}: {len(found.practices)} practices, no mistake")


# ---- the database ---------------------------------------------------------------------------------


@contextmanager
def open_session(config: Config) -> Iterator[Session]:
    """Open the database at this version, for one transaction."""
    database = prepared_database(config)
    try:
        with database.sessions.begin() as session:
            yield session
    finally:
        database.engine.dispose()


def prepared_database(config: Config) -> Database:
    """Return the database, its tables brought to this version."""
    config.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = Database(config.database_url)
    schema.upgrade(database.engine)
    return database


@commands.command(name="import")
@click.argument("file", type=EXISTING)
@click.option("--as-new", is_flag=True, help="Make another engagement, under new ids.")
@click.option("--member", metavar="EMAIL", help="Account that becomes its consultant.")
def import_(file: Path, as_new: bool, member: str | None) -> None:
    """Add an engagement file to the database; nothing is overwritten."""
    engagement_file = read_file(file)
    with open_session(Config.from_env()) as session:
        account = None if member is None else accounts.get(session, member)
        done = exchange.import_file(session, engagement_file, as_new=as_new)
        if account is not None:
            members.add(session, session.get_one(Engagement, done.engagement_id), account, MemberRole.CONSULTANT)
    added = sum(done.added.values())
    click.echo(f"engagement {done.engagement_id}: {added} rows added, {done.identical} already there")
    for conflict in done.conflicts:
        click.echo(f"  differs, left as it was: {conflict}")


@commands.command()
@click.argument("engagement_id", type=click.UUID)
@click.option("-o", "--output", type=OUTPUT, help="File to write; printed unless given.")
def export(engagement_id: UUID, output: Path | None) -> None:
    """Write an engagement as a file."""
    with open_session(Config.from_env()) as session:
        content = exchange.export(session, engagement_id)
    if output is None:
        click.echo(content.decode(), nl=False)
    else:
        write_whole(output, content)
        click.echo(f"{output}: written")


@commands.group()
def account() -> None:
    """Look after accounts."""


@account.command()
@click.argument("email")
@click.option("--generate", is_flag=True, help="Make a password and print it, instead of asking for one.")
def create(email: str, generate: bool) -> None:
    """Make an account."""
    config = Config.from_env()
    accounts.normal_address(email)
    asked = not generate and sys.stdin is not None and sys.stdin.isatty()
    password = ask_password() if asked else new_password()
    with open_session(config) as session:
        made = create_account(create_app(config), session, email, password)
        click.echo(f"account {made.email} made")
    if not asked:
        click.echo(f"password: {password}")


def ask_password() -> str:
    """Ask for a password twice, without showing it."""
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(password) < SHORTEST_PASSWORD:
        raise StopError(f"the password is too short: use at least {SHORTEST_PASSWORD} characters.")
    return password


@commands.group()
def member() -> None:
    """Look after who sees an engagement."""


@member.command()
@click.argument("engagement_id", type=click.UUID)
@click.argument("email")
@click.option(
    "--role", type=ROLE, default=MemberRole.READER.value, show_default=True, help="What the account is to it."
)
def add(engagement_id: UUID, email: str, role: str) -> None:
    """Make an account a member of an engagement, or change what it is to it."""
    with open_session(Config.from_env()) as session:
        account = accounts.get(session, email)
        members.add(session, engagements.find(session, engagement_id), account, MemberRole(role))
        click.echo(f"{account.email}: {role} of engagement {engagement_id}")


@commands.group()
def db() -> None:
    """Look after the database's tables."""


@db.command()
def upgrade() -> None:
    """Bring the tables to this version."""
    prepared_database(Config.from_env()).engine.dispose()
    click.echo("the database is up to date")


@commands.command()
@click.argument("output", type=OUTPUT)
def backup(output: Path) -> None:
    """Copy the database to a file, while it is in use if need be."""
    backups.back_up(Config.from_env().database_url, output)
    click.echo(f"{output}: written")


@commands.command()
@click.argument("copy", type=click.Path(path_type=Path))
@click.option("--replace", "replacing", is_flag=True, help="Replace a database that holds engagements.")
def restore(copy: Path, replacing: bool) -> None:
    """Put a backup in the place of the database."""
    config = Config.from_env()
    backups.restore(config.database_url, copy, replace=replacing)
    prepared_database(config).engine.dispose()
    click.echo("restored")


# ---- serving --------------------------------------------------------------------------------------


PORT = click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")


@commands.command()
@PORT
def run(port: int | None) -> None:
    """Serve the product; the first start makes an account and prints its password."""
    config = Config.from_env()
    serve(replace(config, port=port or config.port), serving.first_account)


@commands.command()
@PORT
def demo(port: int | None) -> None:
    """Serve the demonstration engagement, from a database of its own and to this machine only."""
    config = Config.from_env()
    folder = config.data_dir / "demo"
    port = port or config.port
    own = replace(config, port=port, data_dir=folder, database_url="", host=serving.LOOPBACK, trusted_hops=0)
    serve(own, lambda app, session: serving.demonstration(app, session, folder))


def serve(config: Config, welcome: Callable[[Flask, Session], list[str]]) -> None:
    """Take the port, bring the database to this version, and serve; `welcome` gives what to tell first."""
    with serving.listen(config.host, config.port) as listener:
        with open_session(config) as session:
            app = create_app(config)
            notice = welcome(app, session)
        serving.serve(app, listener, notice, behind_proxy=config.trusted_hops > 0)
