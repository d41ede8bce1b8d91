"""Real builds of tiny inputs, and the real data that may lie beside the repository."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy.engine import URL

from data.build import Options, build
from data.report import Report
from tests.data.actions.postgres import binaries, server

NOW = datetime(2026, 11, 23, 12, 0)
Z = "2026-11-01T10:00:00Z"

Files = Mapping[str, str | bytes]


@dataclass(frozen=True)
class Built:
    """A build that was published: its report, its home, and what the copy holds."""

    report: Report
    home: Path

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The copy, opened once for all that a test asks."""
        assert self.report.copy
        return duckdb.connect(self.report.copy, read_only=True)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the copy."""
        return self.connection.execute(sql).fetchall()

    def row(self, sql: str) -> tuple[Any, ...]:
        """Ask the copy for its only such row."""
        (only,) = self.rows(sql)
        return only

    def reasons(self, outcome: str) -> dict[str, int]:
        """How often each reason of this outcome was given."""
        return {one.reason: one.rows for one in self.report.found if one.outcome == outcome}

    def examples(self, outcome: str) -> list[str]:
        """Every example that the report shows of this outcome."""
        return [
            example
            for one in self.report.found
            if one.outcome == outcome
            for example in one.examples
        ]


Build = Callable[..., Built]


def write(folder: Path, files: Files) -> Path:
    """Write these files into a folder, by their names in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def build_files(folder: Path, files: Files, *, within: str = "", **options: Any) -> Built:
    """Build from these files, or from what ``within`` names among them."""
    source = write(folder / "input", files)
    chosen = Options(**{"now": NOW, "max_rejects": 1.0, **options})
    home = folder / "home"
    report = build(str(source / within), home, chosen)
    assert report.rows_in == report.taken + report.set_aside + report.turned_away
    return Built(report, home)


@pytest.fixture
def built(tmp_path: Path) -> Build:
    """Build from files that a test writes down."""

    def make(files: Files, **options: Any) -> Built:
        return build_files(tmp_path, files, **options)

    return make


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The same for a build that the tests of a module share."""

    def make(files: Files, **options: Any) -> Built:
        return build_files(tmp_path_factory.mktemp("built"), files, **options)

    return make


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of real data; a test that wants it is skipped where it is not."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "realdata"
    folder = Path(os.environ.get("SESSIONS_REALDATA") or beside)
    if not folder.is_dir():
        pytest.skip(f"there is no real data at {folder}; SESSIONS_REALDATA can name it")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """The address of a PostgreSQL server that these tests started."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with server(programs) as url:
        yield url
