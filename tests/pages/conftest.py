"""The dashboard's script, run in this process on tiny copies, as Streamlit runs it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from data.copy import publish
from data.settings import ROOT, settings
from tests.queries.conftest import Row, build_tiny

# The list's clock stands still at this moment, however long the tests take.
NOW = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
SOON = 30

_built: dict[str, Path] = {}

Publish = Callable[..., Path]
Open = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def one_look_at_what_is_installed() -> Iterator[None]:
    """Let Streamlit look once for components among the packages, not in every test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            manifest_scanner,
            "scan_component_manifests",
            cache(manifest_scanner.scan_component_manifests),
        )
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder for copies, which the dashboard is set to read."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("SESSIONS_HOME", str(folder))
    monkeypatch.delenv("SESSIONS_STORES", raising=False)
    monkeypatch.setattr("pages.parts.times.now", lambda: NOW.replace(tzinfo=UTC))
    settings.cache_clear()
    yield folder
    settings.cache_clear()


@pytest.fixture
def published(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Publish:
    """Publish a copy of these rows, made so long ago.

    The same rows give the same copy, so it is built once.
    """

    def publish_rows(
        sessions: Iterable[Row] = (),
        lines: Iterable[Row] = (),
        events: Iterable[Row] = (),
        *,
        age: timedelta = timedelta(minutes=3),
    ) -> Path:
        rows = [list(sessions), list(lines), list(events)]
        key = repr((rows, age))
        if key not in _built:
            _built[key] = tmp_path_factory.mktemp("built") / "tiny.duckdb"
            build_tiny(_built[key], *rows, made_at=NOW - age).connection.close()
        built = home / "building-tiny.duckdb"
        copyfile(_built[key], built)
        return publish(home, built, datetime.now(UTC))

    return publish_rows


@pytest.fixture
def opened(home: Path) -> Open:
    """Open the dashboard at an address' query parameters, and run its script."""

    def open_at(**parameters: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SOON)
        for name, value in parameters.items():
            app.query_params[name] = value
        return app.run()

    return open_at


def cart(token: str, **values: Any) -> dict[str, Any]:
    """A plain session's row, started half an hour ago."""
    plain = {
        "status": "Active",
        "risk": "Normal",
        "country": "CZ",
        "currency": "USD",
        "cart_value": 49.95,
        "item_count": 2,
        "session_type": "mobile",
        "started_at": NOW - timedelta(minutes=33, seconds=5),
    }
    return {"cart_token": token, **plain, **values}
