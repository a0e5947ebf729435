import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

import run


@pytest.fixture
def root(tmp_path):
    for name in ("pyproject.toml", *run.LOCKS.values()):
        (tmp_path / name).write_text(f"# {name}\n")
    return tmp_path


@pytest.fixture
def venv(root):
    """An environment as far as run.py looks at it: an interpreter in its place."""
    python = run.environment_python(root / ".venv")
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    return root / ".venv"


@pytest.fixture
def path_without_programs(tmp_path, monkeypatch):
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))
    for variable in ("CHROMIUM", "SOFFICE"):
        monkeypatch.delenv(variable, raising=False)
    return empty


def stamp(packages, root, venv):
    return f"{run.foundation(venv)}\n{run.contents(packages, root)}\n"


def program(folder, name):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


class TestStamp:
    @pytest.mark.parametrize("packages", ["runtime", "dev"])
    def test_an_untouched_environment_needs_nothing(self, root, venv, packages):
        assert run.work_to_do(stamp(packages, root, venv), packages, root, venv) == "nothing"

    @pytest.mark.parametrize("name", ["requirements-dev.lock", "pyproject.toml"])
    def test_a_change_of_the_lock_or_the_project_needs_packages(self, root, venv, name):
        before = stamp("dev", root, venv)
        (root / name).write_text("changed")
        assert run.work_to_do(before, "dev", root, venv) == "packages"

    def test_a_developers_environment_serves_the_demonstration(self, root, venv):
        assert run.work_to_do(stamp("dev", root, venv), "runtime", root, venv) == "nothing"

    def test_a_demonstration_environment_lacks_the_developers_packages(self, root, venv):
        assert run.work_to_do(stamp("runtime", root, venv), "dev", root, venv) == "packages"

    def test_an_interrupted_set_up_starts_again(self, root, venv):
        assert run.work_to_do("", "dev", root, venv) == "everything"

    def test_another_python_starts_again(self, root, venv):
        other = stamp("dev", root, venv).replace("Python 3.", "Python 2.")
        assert run.work_to_do(other, "dev", root, venv) == "everything"

    def test_a_moved_folder_starts_again(self, root, venv):
        moved = stamp("dev", root, venv.with_name("elsewhere"))
        assert run.work_to_do(moved, "dev", root, venv) == "everything"

    def test_an_environment_whose_python_is_gone_starts_again(self, root, venv):
        run.environment_python(venv).unlink()
        assert run.work_to_do(stamp("dev", root, venv), "dev", root, venv) == "everything"


class TestSystemTools:
    def test_without_root_the_one_command_is_given(self, path_without_programs, monkeypatch):
        program(path_without_programs, "apt-get")
        monkeypatch.setattr(run, "is_root", lambda: False)
        with pytest.raises(run.SetUpError) as raised:
            run.ensure_test_tools(os.environ, long=False)
        assert str(raised.value) == (
            "Chromium is missing. Run: sudo apt-get update && "
            "sudo apt-get install --yes --no-install-recommends chromium"
        )

    def test_without_the_venv_module_the_one_command_is_given(self, path_without_programs, monkeypatch):
        program(path_without_programs, "apt-get")
        monkeypatch.setattr(run, "is_root", lambda: False)
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
        with pytest.raises(run.SetUpError, match=r"Run: sudo .* python3\.\d+-venv$"):
            run.make_environment()

    def test_as_root_on_debian_what_is_missing_is_installed(self, path_without_programs, monkeypatch):
        apt = program(path_without_programs, "apt-get")
        # A stand-in for Debian: to install is to write the program.
        apt.write_text(f'#!/bin/sh\n[ $1 = update ] || /bin/cp "$0" {path_without_programs}/chromium\n')
        monkeypatch.setattr(run, "is_root", lambda: True)
        found = run.ensure_test_tools(os.environ, long=False)
        assert found == {"CHROMIUM": str(path_without_programs / "chromium")}

    def test_a_failed_installation_is_told(self, path_without_programs, monkeypatch):
        program(path_without_programs, "apt-get").write_text("#!/bin/sh\nexit 100\n")
        monkeypatch.setattr(run, "is_root", lambda: True)
        with pytest.raises(run.SetUpError, match=r"could not be installed \(status 100\)"):
            run.ensure_test_tools(os.environ, long=False)

    def test_elsewhere_than_on_debian_the_variable_is_named(self, path_without_programs):
        with pytest.raises(run.SetUpError, match="set CHROMIUM to the program's path"):
            run.ensure_test_tools(os.environ, long=False)

    def test_libreoffice_is_looked_for_only_by_the_long_run(self, path_without_programs):
        program(path_without_programs, "chromium")
        assert set(run.ensure_test_tools(os.environ, long=False)) == {"CHROMIUM"}
        soffice = program(path_without_programs, "soffice")
        assert run.ensure_test_tools(os.environ, long=True)["SOFFICE"] == str(soffice)

    def test_a_named_program_wins_over_those_on_path(self, tmp_path):
        named = program(tmp_path, "my-chromium")
        program(tmp_path, "chromium")
        environ = {"CHROMIUM": str(named), "PATH": str(tmp_path)}
        assert run.find_program("CHROMIUM", run.CHROMIUM_NAMES, environ) == named

    def test_a_named_program_that_is_not_there_is_refused(self):
        with pytest.raises(run.SetUpError, match="CHROMIUM names /nowhere"):
            run.find_program("CHROMIUM", run.CHROMIUM_NAMES, {"CHROMIUM": "/nowhere"})


class TestPostgresql:
    def test_the_newest_complete_version_of_the_system_is_taken(self, tmp_path):
        for version in ("9", "15"):
            program(tmp_path / version / "bin", "initdb")
            program(tmp_path / version / "bin", "postgres")
        program(tmp_path / "17/bin", "postgres")
        assert run.find_postgresql({}, system=tmp_path) == tmp_path / "15/bin"

    def test_without_a_system_server_the_locked_one_is_taken(self, tmp_path):
        assert run.VENV in run.find_postgresql({}, system=tmp_path).parents

    def test_a_named_folder_wins(self, tmp_path):
        program(tmp_path, "initdb")
        program(tmp_path, "postgres")
        assert run.find_postgresql({"PG_BINDIR": str(tmp_path)}) == tmp_path

    def test_a_named_folder_without_a_server_is_refused(self, tmp_path):
        with pytest.raises(run.SetUpError, match="lacks initdb or postgres"):
            run.find_postgresql({"PG_BINDIR": str(tmp_path)})


class TestCommandLine:
    @pytest.fixture(autouse=True)
    def finished_environment(self):
        """Never let these tests set up the environment that runs them."""
        current = run.STAMP.exists() and run.work_to_do(run.STAMP.read_text(), "dev", run.ROOT, run.VENV)
        if current != "nothing":
            pytest.fail("The environment is not up to date: start the tests with python3 run.py test")

    def command(self, *arguments, **options):
        return subprocess.run(
            [sys.executable, Path(run.__file__), *arguments],
            capture_output=True,
            text=True,
            check=False,
            **options,
        )

    @pytest.mark.parametrize("arguments", [[], ["dance"]])
    def test_an_unknown_command_prints_the_usage(self, arguments):
        done = self.command(*arguments)
        assert done.returncode == 2
        assert done.stderr.startswith("usage: python3 run.py demo")

    def test_help_is_no_mistake(self):
        done = self.command("--help")
        assert done.returncode == 0
        assert "bench" in done.stdout

    def test_a_second_set_up_does_nothing_from_any_folder_without_a_standard_input(self, tmp_path):
        done = self.command("setup", cwd=tmp_path, env={}, preexec_fn=lambda: os.close(0))
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("== Ready.")

    def test_an_unknown_benchmark_is_refused(self):
        done = self.command("bench", "nothing")
        assert done.returncode == 2
        assert "No benchmark is called nothing" in done.stderr


def test_the_launcher_runs_the_command_and_does_nothing_for_a_process_that_it_spawns(root, venv, monkeypatch):
    monkeypatch.setattr(run, "VENV", venv)
    run.write_launcher()
    launcher = run.environment_python(venv).with_name("visavis")
    (root / "app").mkdir()
    (root / "app/cli.py").write_text("def main():\n    print('run')\n    return 3\n")
    environ = {"PYTHONPATH": str(root), "PATH": os.environ["PATH"]}
    done = subprocess.run([launcher], capture_output=True, text=True, check=False, env=environ)
    assert (done.returncode, done.stdout) == (3, "run\n"), done.stderr
    # What a spawned process does first: read the file that started its parent, under another name.
    again = f"import runpy; runpy.run_path({str(launcher)!r}, run_name='__mp_main__')"
    done = subprocess.run([sys.executable, "-c", again], capture_output=True, text=True, check=False, env=environ)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_a_child_loads_the_same_code_whatever_the_person_set():
    environ = {"PATH": "/bin", "PYTHONPATH": "/other", "PYTHONDONTWRITEBYTECODE": "1", "VISAVIS_PORT": "1"}
    assert run.child_environment(environ) == {"PATH": "/bin", "VISAVIS_PORT": "1"}
    assert run.test_environment(environ) == {"PATH": "/bin"}
