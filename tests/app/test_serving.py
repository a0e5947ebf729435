import contextlib
import http.client
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time

import pytest

from tests.fixtures.postgresql import free_port

PATIENCE_S = 30


@contextlib.contextmanager
def served(command, tmp_path, port):
    """Start a server, give its lines up to the last one that it prints, and stop it as the system does."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("VISAVIS_")}
    environ |= {"VISAVIS_DATA_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    arguments = [sys.executable, "-m", "app", command, "--port", str(port)]
    server = subprocess.Popen(arguments, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    lines = []
    for line in server.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith("Stop it"):
            break
    try:
        yield lines, server
    finally:
        server.send_signal(signal.SIGTERM)
        complaints = server.communicate(timeout=PATIENCE_S)[1]
    assert server.returncode == 0
    assert complaints == ""


def get(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    found = response.status, dict(response.getheaders()), response.read().decode()
    connection.close()
    return found


def test_the_demonstration_says_where_and_how_and_says_it_again(tmp_path):
    port = free_port()
    with served("demo", tmp_path, port) as (first, _):
        assert first[0] == f"Vis-à-vis is ready: http://127.0.0.1:{port}/"
        email, password = re.fullmatch(r"Sign in as: (\S+)  password: (\S+)", first[1]).groups()
        status, headers, page = get(port, "/sign-in")
        assert status == 200
        assert "Server" not in headers
        cookie = headers["Set-Cookie"].partition(";")[0]
        token = re.search(r'name="csrf-token" content="([^"]+)"', page)[1]
        cookie = sign_in(port, cookie, token, email, password)
        assert "Norvexia" in get(port, "/", Cookie=cookie)[2]
    kept = tmp_path / "demo" / "password"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with served("demo", tmp_path, port) as (again, _):
        assert again == first


def sign_in(port, cookie, token, email, password):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    form = f"email={email}&password={password}&csrf_token={token}"
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in", form, headers)
    response = connection.getresponse()
    assert response.status == 302
    connection.close()
    return response.getheader("Set-Cookie").partition(";")[0]


def test_the_first_start_makes_an_account_and_tells_its_password_once(tmp_path):
    port = free_port()
    with served("run", tmp_path, port) as (first, _):
        assert re.search(r"First account: admin@visavis\.example  password: \S+", first[1])
    with served("run", tmp_path, port) as (again, _):
        assert again == [first[0], "Stop it with Ctrl+C."]


@pytest.mark.parametrize("command", ["demo", "run"])
def test_a_busy_port_is_one_line_that_names_the_option(tmp_path, command):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environ = os.environ | {"VISAVIS_DATA_DIR": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-m", "app", command, "--port", str(port)],
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == f"visavis: port {port} is already used: choose another one with --port.\n"


def test_ctrl_c_ends_without_a_traceback(tmp_path):
    port = free_port()
    with served("demo", tmp_path, port) as (_, server):
        server.send_signal(signal.SIGINT)
        limit = time.monotonic() + PATIENCE_S
        while server.poll() is None and time.monotonic() < limit:
            time.sleep(0.02)
