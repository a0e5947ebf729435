import stat
import threading
from pathlib import Path

import pytest

from config import Config, ConfigError, default_data_dir

SECRET = "s" * 32


def read(data_dir, **settings):
    environ = {f"VISAVIS_{name}": value for name, value in settings.items()}
    return Config.from_env({"VISAVIS_DATA_DIR": str(data_dir), **environ})


def test_nothing_set_gives_the_defaults(tmp_path):
    config = read(tmp_path)
    assert (config.host, config.port, config.trusted_hops) == ("127.0.0.1", 8000, 0)
    assert (config.session_hours, config.max_content_mb, config.default_language) == (12, 20, "fr")
    assert config.database_url == f"sqlite:///{tmp_path}/visavis.db"


def test_every_setting_is_read(tmp_path):
    config = read(
        tmp_path,
        DATABASE_URL="postgresql://u:p@127.0.0.1/v",
        SECRET_KEY=SECRET,
        HOST="::1",
        PORT="8001",
        TRUSTED_HOPS="1",
        SESSION_HOURS="8",
        MAX_CONTENT_MB="5",
        DEFAULT_LANGUAGE="en",
    )
    assert config == Config(
        data_dir=tmp_path,
        database_url="postgresql://u:p@127.0.0.1/v",
        secret_key=SECRET,
        host="::1",
        port=8001,
        trusted_hops=1,
        session_hours=8,
        max_content_mb=5,
        default_language="en",
    )


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("PORT", "http", "from 1 to 65535"),
        ("PORT", "0", "from 1 to 65535"),
        ("PORT", "٣٠٠٠", "from 1 to 65535"),
        ("TRUSTED_HOPS", "-1", "from 0 to 10"),
        ("SESSION_HOURS", "1.5", "from 1 to 168"),
        ("MAX_CONTENT_MB", "9" * 5000, "from 1 to 1000"),
        ("DEFAULT_LANGUAGE", "de", "fr or en"),
        ("DATABASE_URL", "mysql://u:hunter2@h/v", "sqlite:/// or postgresql://"),
        ("SECRET_KEY", "hunter2", "at least 32"),
    ],
)
def test_a_bad_setting_is_one_line_that_names_it_and_the_cure(tmp_path, name, value, cure):
    with pytest.raises(ConfigError) as raised:
        read(tmp_path, **{name: value})
    message = str(raised.value)
    assert message.startswith(f"VISAVIS_{name}")
    assert cure in message
    assert "\n" not in message
    assert "hunter2" not in message


def test_a_data_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "data").write_text("")
    with pytest.raises(ConfigError, match="VISAVIS_DATA_DIR"):
        read(tmp_path / "data")


def test_the_secret_is_made_once_and_closed_to_others(tmp_path):
    first = read(tmp_path / "data").secret_key
    assert read(tmp_path / "data").secret_key == first
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "data/secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_two_first_starts_share_one_secret(tmp_path):
    found = []
    starts = [threading.Thread(target=lambda: found.append(read(tmp_path).secret_key)) for _ in range(8)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_given_secret_leaves_no_file(tmp_path):
    assert read(tmp_path, SECRET_KEY=SECRET).secret_key == SECRET
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"\xff" * 40])
def test_a_damaged_secret_is_refused_rather_than_used(tmp_path, content):
    (tmp_path / "secret_key").write_bytes(content)
    with pytest.raises(ConfigError, match="VISAVIS_SECRET_KEY is not set"):
        read(tmp_path)


def test_neither_secret_nor_password_is_shown(tmp_path):
    shown = repr(read(tmp_path, SECRET_KEY=SECRET, DATABASE_URL="postgresql://u:hunter2@h/v"))
    assert SECRET not in shown
    assert "hunter2" not in shown


def test_the_data_folder_follows_the_platform():
    assert default_data_dir({"XDG_DATA_HOME": "/data"}) == Path("/data/visavis")
    assert default_data_dir({}) == Path.home() / ".local/share/visavis"
