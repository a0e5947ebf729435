"""What every test shares: the option --long, and the fixtures of tests/fixtures."""

import os

import hypothesis
import pytest

import run

pytest_plugins = ["tests.fixtures.browser", "tests.fixtures.postgresql"]

# The sample draws the same examples every time, so that a change is judged by itself; --long explores.
hypothesis.settings.register_profile("sample", max_examples=50, deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("long", max_examples=2000, deadline=None, print_blob=True)


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="run the long proofs (kills, fuzz) whole, not sampled")


def pytest_configure(config):
    hypothesis.settings.load_profile("long" if config.getoption("--long") else "sample")


def pytest_report_header(config):
    long = "whole" if config.getoption("--long") else "sampled (whole with --long)"
    chromium = run.find_program("CHROMIUM", run.CHROMIUM_NAMES, os.environ)
    return [f"long proofs: {long}", f"chromium: {chromium}", f"postgresql: {run.find_postgresql(os.environ)}"]


@pytest.fixture(scope="session")
def in_full(request):
    """Whether a test marked `long` runs its whole proof, or a sample of it."""
    return request.config.getoption("--long")
