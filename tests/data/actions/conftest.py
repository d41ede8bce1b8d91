"""Where decisions are kept: each test runs in SQLite, and in PostgreSQL where it is installed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.engine import URL

from data.actions.database import Actions, actions_at, sqlite_url
from tests.data.actions.postgres import empty_place

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

OpenActions = Callable[..., Actions]

_places = count(1)


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self, connection: Connection) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "actions.sqlite")
    fresh = empty_place(request.getfixturevalue("postgres"), f"actions_{next(_places)}")
    return fresh.set(drivername="postgresql+psycopg")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_at(clock: Clock) -> Iterator[OpenActions]:
    """Open a database as one more process would; all are closed at the end."""
    opened: list[Actions] = []

    def open_one(url: URL, *, sends: bool = False) -> Actions:
        opened.append(actions_at(url, sends=sends, clock=clock))
        return opened[-1]

    yield open_one
    for one in opened:
        one.engine.dispose()


@pytest.fixture
def actions(url: URL, open_at: OpenActions) -> Actions:
    return open_at(url)


@pytest.fixture
def sending(url: URL, open_at: OpenActions) -> Actions:
    """Decisions made here are put into the outbox."""
    return open_at(url, sends=True)
