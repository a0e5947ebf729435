import ast
import importlib.util
import os
import re
import tomllib
from dataclasses import MISSING, fields
from pathlib import Path

from importlinter.cli import lint_imports

import run
from config import PREFIX, Config

ROOT = run.ROOT
PACKAGES = ("app", "questionnaires", "scoring", "reports")
TOP_LEVEL = {
    *PACKAGES,
    "tests",
    "config.py",
    "pyproject.toml",
    "README.md",
    "run.py",
    "LICENSE",
    *run.LOCKS.values(),
}
BUILT = {"__pycache__", "build", "dist", "htmlcov"}  # never committed: see .gitignore


def files():
    """Every file of the project, without what is built or installed."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in BUILT and not is_tool_folder(name)]
        yield from (Path(folder) / name for name in names)


def is_tool_folder(name):
    return name in (".git", ".venv", ".hypothesis") or name.endswith("_cache")


def modules(*tops):
    return sorted(path for path in files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in tops)


def name_of(path):
    return str(path.relative_to(ROOT))


PRODUCT = modules(*PACKAGES, "config.py", "run.py")


def test_imports_run_one_way(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0, "the broken contract is printed above"


def test_the_top_level_is_fixed():
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - BUILT
    assert found <= TOP_LEVEL


def test_no_other_distribution_owns_our_import_names():
    for name in (*PACKAGES, "config"):
        spec = importlib.util.find_spec(name)
        origin = spec.origin or next(iter(spec.submodule_search_locations))
        assert Path(origin).is_relative_to(ROOT), name
        assert not Path(origin).is_relative_to(run.VENV), name


def test_every_module_says_what_it_is_for():
    silent = [name_of(path) for path in PRODUCT if not ast.get_docstring(ast.parse(path.read_bytes()))]
    assert not silent


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}
    found = (path.relative_to(ROOT).with_suffix("") for path in (*PRODUCT, *modules("tests")))
    assert not [str(path) for path in found if drawers & {part.strip("_") for part in path.parts}]


def test_tests_are_no_package_lest_they_shadow_the_product():
    assert not [name_of(path) for path in modules("tests") if path.name == "__init__.py"]


def test_no_test_is_skipped_or_expected_to_fail():
    forbidden = {"skip", "skipif", "xfail", "importorskip", "SkipTest", "skipTest", "skipIf", "skipUnless"}
    found = []
    for path in modules("tests"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            name = getattr(node, "attr", getattr(node, "id", None))
            if name in forbidden:
                found.append(f"{name_of(path)}:{node.lineno}: {name}")
    assert not found


class TestReadme:
    ROW = re.compile(rf"^\| `(?P<variable>{PREFIX}\w+)` \| (?P<default>[^|]+) \|", re.MULTILINE)

    TEXT = (ROOT / "README.md").read_text(encoding="utf-8")

    def test_the_settings_table_is_the_settings(self):
        rows = {row["variable"]: row["default"].strip().strip("`") for row in self.ROW.finditer(self.TEXT)}
        assert set(rows) == {PREFIX + each.name.upper() for each in fields(Config)}
        for each in fields(Config):
            # Those without a plain default are told in words.
            if each.default not in (MISSING, ""):
                assert rows[PREFIX + each.name.upper()] == str(each.default), each.name

    def test_it_tells_every_command_of_run_py(self):
        assert not [name for name in run.COMMANDS if f"python3 run.py {name}" not in self.TEXT]

    def test_ci_runs_its_test_command_and_nothing_else(self):
        lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
        commands = [line for line in lines if line and not line.startswith("#")]
        assert commands == [
            "set -euo pipefail",
            'cd "$(dirname "${BASH_SOURCE[0]}")/.."',
            "python3 run.py test",
        ]
        assert os.access(ROOT / ".ci/run", os.X_OK)


class TestLocks:
    LINE = re.compile(
        r"#[^/]*"  # a comment without a path or an address
        r"|(?P<pin>[a-z0-9.-]+==[\w.]+)( ; [^/\\]+)? \\"
        r"|    --hash=sha256:[0-9a-f]{64}( \\)?"
        r"|    # (via.*|  [^/]*)"
    )

    def pins(self, name):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        found = [self.LINE.fullmatch(line) for line in lines]
        strange = [line for line, match in zip(lines, found, strict=True) if match is None]
        assert not strange
        return {match["pin"] for match in found if match["pin"]}

    def test_they_hold_pins_and_hashes_and_no_address(self):
        for name in run.LOCKS.values():
            assert self.pins(name)

    def test_the_developers_lock_only_adds_to_the_run_time_lock(self):
        assert self.pins(run.LOCKS["runtime"]) < self.pins(run.LOCKS["dev"])

    def test_every_dependency_is_locked(self):
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        wanted = {
            "runtime": project["project"]["dependencies"],
            "dev": project["project"]["dependencies"] + project["dependency-groups"]["dev"],
        }
        for packages, requirements in wanted.items():
            locked = {pin.partition("==")[0] for pin in self.pins(run.LOCKS[packages])}
            names = {re.match(r"[A-Za-z0-9-]+", requirement).group() for requirement in requirements}
            assert names <= locked


def test_no_file_names_a_machines_folder_or_a_package_registry():
    folders = rb"(?<![\w.~/-])/(?:root|work|tmp/bash_jobs)/"
    # Written so that this file does not name them either.
    hosts = rb"|".join((rb"pypi[.]org", rb"pythonhosted[.]org", rb"registry[.]npmjs[.]org", rb"deb[.]debian[.]org"))
    machine = re.compile(folders + rb"|" + hosts)
    found = [
        f"{name_of(path)}: {match.group().decode()}"
        for path in files()
        if (match := machine.search(path.read_bytes())) is not None
    ]
    assert not found
