"""What holds for every test."""

import gc
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.browser.conftest import MISSING

# How long an example takes is the machine's affair, which other tests keep busy.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no core waits for it at the end."""
    journeys, tests = Path(__file__).parent / "browser", Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path.parent != journeys, -tests[item.path], item.path))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly when there was no browser: here, as whoever sums up may not collect itself."""
    if MISSING:
        terminalreporter.section("BROWSER JOURNEYS DID NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.line(MISSING, red=True, bold=True)


def pytest_unconfigure() -> None:
    """Let pytest's closing line be the last one.

    Hypothesis leaves a callback with the garbage collector. It keeps DuckDB's classes alive while
    the interpreter ends, and DuckDB's bindings then print a page of warnings about leaks.
    """
    gc.callbacks.clear()
