"""Every setting of the product, typed, read once from the environment."""

import os
import re
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

PREFIX = "VISAVIS_"
LANGUAGES = ("fr", "en")
SHORTEST_SECRET = 32
DATABASE_SCHEMES = ("sqlite://", "postgresql://", "postgresql+psycopg://")


class ConfigError(Exception):
    """A setting cannot be used; the message names the variable and says what to write."""


def default_data_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder where this platform keeps a person's application data."""
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "visavis"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/visavis"
    return Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "visavis"


@dataclass(frozen=True, kw_only=True)
class Config:
    """The settings; a test builds one in a line, everything else uses `Config.from_env`."""

    secret_key: str = field(repr=False)
    data_dir: Path = field(default_factory=default_data_dir)
    database_url: str = field(default="", repr=False)  # may hold a password
    host: str = "127.0.0.1"
    port: int = 8000
    trusted_hops: int = 0
    session_hours: int = 12
    max_content_mb: int = 20
    default_language: str = "fr"

    def __post_init__(self) -> None:
        """Place the database in the data folder unless told otherwise."""
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.data_dir / 'visavis.db'}")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the settings, or raise ConfigError for the first that cannot be used."""
        data_dir = _data_dir(environ)
        return cls(
            data_dir=data_dir,
            database_url=_database_url(environ),
            secret_key=_secret_key(environ, data_dir),
            host=_text(environ, "HOST", cls.host),
            port=_number(environ, "PORT", cls.port, 1, 65535),
            trusted_hops=_number(environ, "TRUSTED_HOPS", cls.trusted_hops, 0, 10),
            session_hours=_number(environ, "SESSION_HOURS", cls.session_hours, 1, 168),
            max_content_mb=_number(environ, "MAX_CONTENT_MB", cls.max_content_mb, 1, 1000),
            default_language=_language(environ, cls.default_language),
        )


def _text(environ: Mapping[str, str], name: str, default: str) -> str:
    """Return a setting, an empty one counting as not set."""
    return environ.get(PREFIX + name, "").strip() or default


def _number(environ: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """Return a whole number within its limits."""
    text = _text(environ, name, str(default))
    # int() alone would also take "1_0" and other scripts' digits.
    if not re.fullmatch("[0-9]{1,5}", text) or not least <= int(text) <= most:
        raise ConfigError(f"{PREFIX}{name} is {text[:40]!r}: write a whole number from {least} to {most}.")
    return int(text)


def _language(environ: Mapping[str, str], default: str) -> str:
    """Return one of the product's languages."""
    text = _text(environ, "DEFAULT_LANGUAGE", default)
    if text not in LANGUAGES:
        raise ConfigError(f"{PREFIX}DEFAULT_LANGUAGE is {text[:40]!r}: write {' or '.join(LANGUAGES)}.")
    return text


def _data_dir(environ: Mapping[str, str]) -> Path:
    """Return the data folder as an absolute path, without making it."""
    try:
        text = _text(environ, "DATA_DIR", "")
        path = Path(text).expanduser() if text else default_data_dir(environ)
    except RuntimeError:
        raise ConfigError(f"{PREFIX}DATA_DIR: no home folder is known; write an absolute path.") from None
    if os.path.isfile(path):  # unlike Path.exists, never raises
        raise ConfigError(f"{PREFIX}DATA_DIR is {str(path)!r}, a file: write the path of a folder.")
    return path.absolute()


def _database_url(environ: Mapping[str, str]) -> str:
    """Return the database's address, never repeating it in a message: it may hold a password."""
    url = _text(environ, "DATABASE_URL", "")
    if url and not url.startswith(DATABASE_SCHEMES):
        raise ConfigError(f"{PREFIX}DATABASE_URL: begin it with sqlite:/// or postgresql://.")
    return url


def _secret_key(environ: Mapping[str, str], data_dir: Path) -> str:
    """Return the key that signs sessions: given, or made once and kept in the data folder."""
    given = _text(environ, "SECRET_KEY", "")
    if not given:
        return _kept_secret(data_dir / "secret_key")
    if len(given) < SHORTEST_SECRET:
        raise ConfigError(f"{PREFIX}SECRET_KEY is too short: write at least {SHORTEST_SECRET} random characters.")
    return given


def _kept_secret(path: Path) -> str:
    """Return the key in a file, made at the first call and readable by its owner only."""
    try:
        if not path.exists():
            _write_secret(path)
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "not text"
        raise ConfigError(
            f"{PREFIX}SECRET_KEY is not set and {path} cannot serve ({reason}): set it, or {PREFIX}DATA_DIR."
        ) from None
    if len(secret) < SHORTEST_SECRET:
        raise ConfigError(f"{PREFIX}SECRET_KEY is not set and {path} is damaged: delete that file, or set it.")
    return secret


def _write_secret(path: Path) -> None:
    """Write a new key in full beside its place, then link it there: of two first starts, one wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(SHORTEST_SECRET) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other start was first, and its key is read
    finally:
        draft.unlink()
