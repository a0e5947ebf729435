import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app import demonstrations
from app.cli import main

DEMONSTRATIONS = Path(demonstrations.__file__).parent
VALMECA = str(DEMONSTRATIONS / "valmeca.json")


@pytest.fixture(autouse=True)
def installation(tmp_path, monkeypatch):
    """Settings of a test's own installation."""
    for name in [name for name in os.environ if name.startswith("VISAVIS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("VISAVIS_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def visavis(capsys):
    """Run a command in this process; give its status, what it printed and what it complained of."""

    def run(*arguments):
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def refused(visavis, *arguments):
    """Run a command that must refuse in one line, and return the line."""
    status, out, err = visavis(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("visavis: ")
    assert err.count("\n") == 1
    return err


@pytest.mark.parametrize(
    ("name", "family", "option", "share"),
    [
        ("valmeca", "staying", "O1", 0.85),
        ("val-dore", "preparing", "O4", 0.71),
        ("hexalis", "retendering", "O6", 0),
    ],
)
def test_assess_gives_figures_to_programs(visavis, name, family, option, share):
    status, out, err = visavis("assess", DEMONSTRATIONS / f"{name}.json", "--json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    for side in ("client", "provider"):
        assert set(found["indices"][side]) >= {"index", "level", "coverage", "range"}
    assert found["inherited"]["K"] == pytest.approx(share, abs=0.01)
    assert set(found["named_indices"]) == {"T", "D2D", "EX", "CAP", "I"}
    assert {option["id"] for option in found["options"]} == {f"O{number}" for number in range(8)}
    assert set(found["options"][0]) == {"id", "family", "points", "admitted", "gates"}
    assert (found["recommendation"]["family"], found["recommendation"]["option"]) == (family, option)
    assert found["recommendation"]["class"]


@pytest.mark.parametrize(("language", "word"), [("fr", "couverture"), ("en", "coverage")])
def test_assess_reads_like_a_page(visavis, language, word):
    status, out, _ = visavis("assess", VALMECA, "--lang", language)
    assert status == 0
    assert word in out
    assert "Norvexia" in out
    assert "O7" in out


def test_an_empty_engagement_is_not_assessed_and_never_zero(visavis, tmp_path):
    raw = json.loads(Path(VALMECA).read_text("utf-8"))
    for name in ("answers", "rating_decisions", "judgements", "readiness"):
        raw[name] = []
    path = tmp_path / "empty.json"
    path.write_text(json.dumps(raw), "utf-8")
    found = json.loads(visavis("assess", path, "--json")[1])
    assert found["indices"]["client"]["index"] is None
    assert found["indices"]["client"]["level"] is None
    assert found["inherited"]["K"] is None
    assert found["recommendation"]["option"] is None
    assert all(option["points"] is None for option in found["options"])
    assert visavis("assess", path)[0] == 0


def test_bad_input_is_told_with_the_file_and_the_place(visavis, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text(Path(VALMECA).read_text("utf-8").replace('"level": 2', '"level": 9', 1), "utf-8")
    message = refused(visavis, "assess", path)
    assert f"{path}: answers[" in message
    assert "9 is not a level: use 0 to 5" in message


def test_every_mistake_has_its_line(visavis, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text(Path(VALMECA).read_text("utf-8").replace('"level": 2', '"level": 9', 3), "utf-8")
    status, _, err = visavis("assess", path)
    assert status == 2
    assert len(err.splitlines()) == 3
    assert all(line.startswith(f"visavis: {path}: ") for line in err.splitlines())


@pytest.mark.parametrize(
    "arguments",
    [
        ("assess", "nowhere.json"),
        ("assess", "."),
        ("assess", VALMECA, "--lang", "de"),
        ("assess",),
        ("assesss", VALMECA),
        ("report", VALMECA),
        ("report", VALMECA, "--format", "doc", "-o", "x"),
        ("questionnaire", "check", "nowhere"),
        ("export", "not-an-id"),
        ("export", "36bf9db4-1014-5ebb-ba75-daeea85d1585"),
        ("import", VALMECA, "--member", "nobody@visavis.example"),
        ("account", "create", "nobody", "--generate"),
        ("member", "add", "not-an-id", "nobody@visavis.example"),
        ("member", "add", "36bf9db4-1014-5ebb-ba75-daeea85d1585", "nobody@visavis.example", "--role", "owner"),
        ("backup", "copy.db"),
        ("restore", "nowhere.db"),
        ("run", "--port", "0"),
        ("run", "--port", "http"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(visavis, arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused(visavis, *arguments)


def test_a_setting_that_cannot_be_used_is_told(visavis, monkeypatch):
    monkeypatch.setenv("VISAVIS_PORT", "http")
    assert "VISAVIS_PORT" in refused(visavis, "db", "upgrade")


def test_a_database_that_cannot_be_opened_is_told(visavis, installation):
    installation.mkdir(parents=True)
    (installation / "visavis.db").write_bytes(b"not a database, but long enough to be read as one" * 100)
    assert "the database cannot be used" in refused(visavis, "db", "upgrade")


def test_a_report_is_written_whole(visavis, tmp_path):
    output = tmp_path / "report.pdf"
    assert visavis("report", VALMECA, "--format", "pdf", "--lang", "fr", "-o", output)[0] == 0
    assert output.read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("kind", "begins"),
    [("docx", b"PK"), ("pptx", b"PK"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE html>"), ("json", b"{")],
)
def test_a_report_is_written_in_every_format(visavis, tmp_path, kind, begins):
    output = tmp_path / f"report.{kind}"
    status, out, err = visavis("report", VALMECA, "--format", kind, "--lang", "en", "-o", output)
    assert (status, out, err) == (0, f"{output}: {kind} written\n", "")
    assert output.read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--audience", "provider", "--format", "json"), "there is no json for this audience: use pdf"),
        (("--audience", "summary", "--format", "pptx"), "there is no pptx for this audience: use pdf, docx, html"),
        (("--audience", "press"), "press"),
        (("--format", "odt"), "odt"),
        (("--format", "pdf", "--template", VALMECA), "a template is for docx and pptx only"),
        (("--format", "docx", "--template", VALMECA), "the template is not a Word file"),
        (("--format", "pptx", "--template", VALMECA), "the template is not a PowerPoint file"),
    ],
)
def test_what_cannot_be_made_is_refused_in_one_line_and_nothing_is_written(visavis, tmp_path, arguments, message):
    output = tmp_path / "report"
    assert message in refused(visavis, "report", VALMECA, *arguments, "-o", output)
    assert not output.exists()


def test_a_report_on_the_command_line_is_a_draft_with_the_words_of_the_file(visavis, tmp_path):
    raw = json.loads(Path(VALMECA).read_text("utf-8"))
    raw["report_settings"] = [
        {"id": "00000000-0000-4000-8000-000000000001", "authors": "Anne", "decided_at": "2026-11-24T10:00:00Z"}
    ]
    signed, output = tmp_path / "signed.json", tmp_path / "report.html"
    signed.write_text(json.dumps(raw), "utf-8")
    assert visavis("report", signed, "--format", "html", "-o", output)[0] == 0
    assert "Projet" in output.read_text("utf-8")


def test_a_report_that_cannot_be_written_leaves_what_was_there(visavis, tmp_path):
    assert "nowhere" in refused(visavis, "report", VALMECA, "-o", tmp_path / "nowhere" / "report.pdf")


def test_the_shipped_questionnaire_has_no_mistake(visavis):
    status, out, _ = visavis("questionnaire", "check")
    assert status == 0
    assert "58 practices" in out


def test_a_questionnaire_with_mistakes_names_each(visavis, tmp_path):
    folder = tmp_path / "1.0"
    shutil.copytree(Path(demonstrations.__file__).parents[2] / "questionnaires/data/1.0", folder)
    path = folder / "practices/CTR-SCP.toml"
    path.write_text(path.read_text("utf-8").replace("weight =", "wieght =", 1), "utf-8")
    status, _, err = visavis("questionnaire", "check", folder)
    assert status == 2
    assert "CTR-SCP.toml" in err
    assert "wieght" in err


def test_in_and_out_again_gives_the_same_file(visavis, tmp_path):
    assert visavis("import", VALMECA)[0] == 0
    status, out, _ = visavis("import", VALMECA)
    assert (status, "0 rows added" in out) == (0, True)
    engagement_id = json.loads(Path(VALMECA).read_text("utf-8"))["id"]
    output = tmp_path / "out.json"
    assert visavis("export", engagement_id, "-o", output)[0] == 0
    assert visavis("export", engagement_id)[1] == output.read_text("utf-8")
    assert "0 rows added" in visavis("import", output)[1]
    assert engagement_id not in visavis("import", output, "--as-new")[1]


def test_an_account_is_made_with_a_password_printed_once(visavis):
    status, out, _ = visavis("account", "create", "Anne@visavis.example", "--generate")
    assert status == 0
    assert "anne@visavis.example" in out
    assert "password: " in out
    assert "already has an account" in refused(visavis, "account", "create", "anne@visavis.example", "--generate")
    assert visavis("import", VALMECA, "--member", "anne@visavis.example")[0] == 0


def test_an_account_becomes_a_member_of_an_engagement(visavis, installation):
    engagement_id = json.loads(Path(VALMECA).read_text("utf-8"))["id"]
    visavis("import", VALMECA)
    visavis("account", "create", "anne@visavis.example", "--generate")
    for role in ("reader", "consultant"):
        status, out, _ = visavis("member", "add", engagement_id, "Anne@visavis.example", "--role", role)
        assert (status, out) == (0, f"anne@visavis.example: {role} of engagement {engagement_id}\n")
    with sqlite3.connect(installation / "visavis.db") as connection:
        assert connection.execute("SELECT role FROM member").fetchall() == [("consultant",)]
    connection.close()
    nobody = "nobody@visavis.example"
    assert "has no account" in refused(visavis, "member", "add", engagement_id, nobody, "--role", "reader")
    missing = "00000000-0000-4000-8000-000000000000"
    message = refused(visavis, "member", "add", missing, "anne@visavis.example", "--role", "reader")
    assert "no such engagement" in message


@pytest.fixture
def telling(tmp_path):
    """The first demonstration, with facts that the law has something to say of."""
    said = [
        ("framing", "nis2_entity", {"value": True}),
        ("motive", "MO-01", {"holders": 4, "who": [], "intensity": 3, "confirmation": 0.5}),
        ("readiness", "RDY-01", {"status": 1}),
    ]
    raw = json.loads(Path(VALMECA).read_text("utf-8"))
    raw["statements"] = [
        {
            "id": f"00000000-0000-4000-8000-00000000000{index}",
            "kind": kind,
            "subject": subject,
            "value": value,
            "decided_at": "2026-11-20T10:00:00Z",
        }
        for index, (kind, subject, value) in enumerate(said)
    ]
    path = tmp_path / "telling.json"
    path.write_text(json.dumps(raw), "utf-8")
    return path


def test_assess_gives_rules_that_hold_motives_and_readiness_to_programs(visavis, telling):
    found = json.loads(visavis("assess", telling, "--json")[1])
    assert {"id": "SEC-01", "holds": True} in found["rules"]
    assert found["motives"] == [
        {
            "id": "MO-01",
            "holders": 4,
            "intensity": 3,
            "confirmation": 0.5,
            "strength": 0.5,
            "perceived_only": False,
        }
    ]
    assert found["judgements"]["fatigue"] == 0.5
    assert set(found["judgements"]) == {"need", "ability", "fatigue", "price_gap", "acceptability"}
    assert found["readiness"]["score"] > 0
    assert found["readiness"]["blocking"] > 0


@pytest.mark.parametrize(
    ("language", "title", "reference"),
    [("fr", "Règles de droit", "Directive (UE) 2022/2555"), ("en", "Legal rules", "Directive (EU) 2022/2555")],
)
def test_assess_lists_what_the_law_imposes_with_where_it_is_written(visavis, telling, language, title, reference):
    _, out, _ = visavis("assess", telling, "--lang", language)
    rules = out[out.index(title) :]
    assert "SEC-01" in rules
    assert reference in rules


def test_a_backup_brings_everything_back(visavis, tmp_path, installation):
    visavis("import", VALMECA)
    copy = tmp_path / "copy.db"
    assert visavis("backup", copy)[0] == 0
    with sqlite3.connect(installation / "visavis.db") as connection:
        connection.execute("DELETE FROM free_text")
    connection.close()
    assert "add --replace" in refused(visavis, "restore", copy)
    assert visavis("restore", copy, "--replace")[0] == 0
    engagement_id = json.loads(Path(VALMECA).read_text("utf-8"))["id"]
    assert '"comment": "' in visavis("export", engagement_id)[1]


@pytest.mark.parametrize("content", [b"", b"nothing of the kind" * 500])
def test_what_is_no_backup_is_not_put_back(visavis, tmp_path, content):
    copy = tmp_path / "copy.db"
    copy.write_bytes(content)
    assert "not a whole backup" in refused(visavis, "restore", copy)


def test_postgresql_has_its_own_tool(visavis, monkeypatch, tmp_path):
    monkeypatch.setenv("VISAVIS_DATABASE_URL", "postgresql://nobody@127.0.0.1/nothing")
    assert "pg_dump" in refused(visavis, "backup", tmp_path / "copy")


def test_a_database_server_that_is_not_there_is_told_without_the_password(visavis, monkeypatch):
    monkeypatch.setenv("VISAVIS_DATABASE_URL", "postgresql://nobody:hunter2@127.0.0.1:1/nothing")
    message = refused(visavis, "db", "upgrade")
    assert "the database cannot be used" in message
    assert "hunter2" not in message


def test_help_and_version_are_no_errors(visavis):
    assert visavis("--help")[0] == 0
    assert visavis("--version")[1].startswith("visavis 0.")
    assert visavis("assess", "--help")[0] == 0


def test_nobody_reading_any_more_is_no_traceback():
    command = f"{sys.executable} -m app assess {VALMECA} | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.stderr == b""
