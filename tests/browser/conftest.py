"""A real Chromium in front of the served dashboard.

A journey takes ``page`` (or ``dark_page``, ``phone_page``, or ``each_page`` for all three), opens
addresses of ``dashboard`` on it, waits with ``settled(page)``, and may keep a picture with
``shot(page, "name")``. Every page is watched: see watching.py.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.data.actions.store_system import StoreSystem, store_system

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SHOTS = ROOT / "test-results"

# With it a journey that cannot run fails; without it, it is skipped.
REQUIRED = os.environ.get("BROWSER_REQUIRED", "") not in ("", "0")

NAMES = os.environ.get("CHROMIUM") or "chromium chromium-browser google-chrome"
CHROMIUM = next(filter(None, map(shutil.which, NAMES.split())), None)
MISSING = (
    "Playwright is not installed: pip install -r requirements-dev.txt"
    if importlib.util.find_spec("playwright") is None
    else "Chromium is not installed: apt-get install chromium (or say where it is: CHROMIUM=...)"
    if CHROMIUM is None
    else None
)

# Nothing but the page under test may look for the network.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Look = Literal["light", "dark", "phone"]
LOOKS: dict[Look, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "phone": {
        "color_scheme": "light",
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
    },
}

# Milliseconds; a machine that runs other tests beside this one is slow.
PATIENCE = 20_000

# A journey's module imports Playwright, so without it there is nothing to collect.
if not REQUIRED and importlib.util.find_spec("playwright") is None:
    collect_ignore_glob = ["test_*.py"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the journeys."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    if MISSING:
        if REQUIRED:
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve_home(
    browser: "Browser", tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Path], str]]:
    """Serve the copies of a folder until the tests end, and say at which address."""
    from tests.browser.serving import serve

    logs = tmp_path_factory.mktemp("logs")
    with ExitStack() as servers:
        yield lambda home: servers.enter_context(
            serve(home, logs / f"{len(list(logs.iterdir()))}.log")
        )


@pytest.fixture(scope="session")
def demo_home(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the demo, made as an operator makes it."""
    from tests.browser.serving import environment

    home = tmp_path_factory.mktemp("home")
    made = subprocess.run(
        [sys.executable, "-m", "data", "demo", "--json"],
        cwd=ROOT,
        env=environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert made.returncode == 0, f"python -m data demo failed:\n{made.stdout}{made.stderr}"
    assert json.loads(made.stdout)["sessions"] > 0
    return home


@pytest.fixture(scope="session")
def store() -> Iterator[StoreSystem]:
    """The store's system, which the dashboard on the demo tells of decisions."""
    with store_system() as system:
        yield system


@pytest.fixture(scope="session")
def dashboard(
    demo_home: Path, store: StoreSystem, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the dashboard on the demo, without a slash at its end."""
    from tests.browser.serving import serve

    log = tmp_path_factory.mktemp("logs") / "demo.log"
    with serve(demo_home, log, webhook=store.webhook) as address:
        yield address


@pytest.fixture
def new_page(browser: "Browser", dashboard: str) -> Iterator[Callable[..., "Page"]]:
    """Open a watched, empty page, a browser of its own: ``new_page("dark")``.

    A page for a dashboard other than the demo's names its address: ``new_page("light", address)``.
    """
    from tests.browser.watching import Watch

    watches: list[Watch] = []
    with ExitStack() as contexts:

        def open_page(look: Look = "light", address: str = dashboard) -> "Page":
            context = browser.new_context(base_url=address, **LOOKS[look])
            contexts.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.set_default_navigation_timeout(PATIENCE)
            watches.append(Watch(page, address))
            return page

        yield open_page
    problems = [problem for watch in watches for problem in watch.problems]
    assert not problems, "\n".join(problems)


@pytest.fixture
def page(new_page: Callable[..., "Page"]) -> "Page":
    return new_page("light")


@pytest.fixture
def dark_page(new_page: Callable[..., "Page"]) -> "Page":
    return new_page("dark")


@pytest.fixture
def phone_page(new_page: Callable[..., "Page"]) -> "Page":
    return new_page("phone")


@pytest.fixture(params=LOOKS)
def each_page(request: pytest.FixtureRequest, new_page: Callable[..., "Page"]) -> "Page":
    """The same journey in light, in dark and on a phone."""
    return new_page(request.param)


@pytest.fixture(scope="session")
def settled() -> Callable[["Page"], None]:
    """Wait until the page's script has run and all that it drew is there."""

    def wait(page: "Page") -> None:
        page.wait_for_selector(
            '[data-testid="stApp"][data-test-script-state="notRunning"]', state="attached"
        )
        page.wait_for_function("!document.querySelector('[data-testid=\"stSkeleton\"]')")

    return wait


@pytest.fixture
def shot(settled: Callable[["Page"], None]) -> Callable[["Page", str], Path]:
    """Keep a picture of the whole page, scrolled parts too, in test-results/."""

    def take(page: "Page", name: str) -> Path:
        settled(page)
        seen = page.viewport_size
        assert seen
        height = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
        page.set_viewport_size({"width": seen["width"], "height": max(height, seen["height"])})
        settled(page)
        path = SHOTS / f"{name}.png"
        page.screenshot(path=path)
        page.set_viewport_size(seen)
        return path

    return take
