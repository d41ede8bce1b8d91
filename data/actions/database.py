"""The database of what people decide: SQLite in the home folder, or PostgreSQL by its URL."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from data.actions.errors import ActionsError
from data.actions.schema import check_version, head, is_laid_out, lay_out
from data.settings import Settings

FILE = "actions.sqlite"

_PATIENCE_S = 10
_WRITING = "writing"

Clock = Callable[[Connection], datetime]


def database_clock(connection: Connection) -> datetime:
    """What time it is, in UTC, for everybody who shares this database.

    With PostgreSQL its server says so, so that replicas whose clocks differ agree on what is due.
    """
    if connection.dialect.name != "postgresql":
        return datetime.now(UTC)
    told: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return told.astimezone(UTC)


@dataclass(frozen=True)
class Actions:
    """What people decided, open for reading and writing, from any thread.

    ``sends``: whether decisions made from here are put into the outbox.
    """

    engine: Engine
    sends: bool
    clock: Clock = database_clock

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the database as it was at the first question.

        Raises:
            ActionsError: the database cannot be reached or read.
        """
        options: dict[str, Any] = {}
        if self.engine.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"
        with (
            _explained(),
            self.engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that alone may write; all is kept at the end, or nothing.

        Raises:
            ActionsError: the database cannot be reached or written.
        """
        with _explained(), _begun(self.engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"set local lock_timeout = '{_PATIENCE_S}s'"))
            connection.execute(select(head).with_for_update()).one()
            yield connection


_opened: dict[URL, Actions] = {}
_opened_lock = Lock()


def open_actions(chosen: Settings) -> Actions:
    """What people decided, opened once for the whole process; made where there is nothing yet.

    Raises:
        ActionsError: the database cannot be reached, or is of another version of the dashboard.
    """
    url = _url(chosen)
    with _opened_lock:
        if url not in _opened:
            with _explained():
                chosen.home.mkdir(parents=True, exist_ok=True)
            _opened[url] = actions_at(url, sends=chosen.webhook is not None)
        return _opened[url]


def has_decisions(chosen: Settings) -> bool:
    """Whether anybody can have decided anything: a file of decisions is made with the first."""
    return chosen.actions_url is not None or (chosen.home / FILE).is_file()


def existing_actions(chosen: Settings) -> Actions | None:
    """What people decided, or None when nobody ever could: nothing is made.

    Raises:
        ActionsError: the database cannot be reached, or is of another version of the dashboard.
    """
    url = _url(chosen)
    if not has_decisions(chosen):
        return None
    actions = Actions(_engine(url), sends=False)
    with actions.reading() as connection:
        if not is_laid_out(connection):
            return None
        check_version(connection)
    return actions


def actions_at(url: URL, *, sends: bool, clock: Clock = database_clock) -> Actions:
    """What people decided, kept in this database; the tables are made where they are missing.

    Raises:
        ActionsError: the database cannot be reached, or is of another version of the dashboard.
    """
    engine = _engine(url)
    with _explained():
        if url.get_backend_name() == "sqlite" and url.database is not None:
            _keep_readers_and_writers_apart(Path(url.database))
        with _begun(engine) as connection:
            lay_out(connection)
    return Actions(engine, sends, clock)


def sqlite_url(path: Path) -> URL:
    """The URL of an SQLite file."""
    return URL.create("sqlite", database=str(path))


def _url(chosen: Settings) -> URL:
    if chosen.actions_url is None:
        return sqlite_url(chosen.home / FILE)
    try:
        return make_url(chosen.actions_url).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise ActionsError("SESSIONS_ACTIONS_URL is not the URL of a database.") from error


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": _PATIENCE_S}, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url,
        isolation_level="READ COMMITTED",
        connect_args={"connect_timeout": _PATIENCE_S},
        pool_pre_ping=True,
        hide_parameters=True,
    )


@contextmanager
def _begun(engine: Engine) -> Iterator[Connection]:
    writing = {_WRITING: True}
    with engine.connect().execution_options(**writing) as connection, connection.begin():
        yield connection


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would begin transactions by itself, late and without the right to write.
    connection.isolation_level = None
    connection.execute("pragma foreign_keys = on")
    # What was decided is on the disk before anybody is told so.
    connection.execute("pragma synchronous = full")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("begin immediate" if writing else "begin")


def _keep_readers_and_writers_apart(file: Path) -> None:
    """Turn WAL on, which stays on in the file. SQLite does not wait by itself for this lock."""
    patient_until = time.monotonic() + _PATIENCE_S
    with closing(sqlite3.connect(file)) as connection:
        while True:
            try:
                connection.execute("pragma journal_mode = wal")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > patient_until:
                    raise
                time.sleep(0.02)


@contextmanager
def _explained() -> Iterator[None]:
    """What a database or a disk says, as one sentence that gives nothing away."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise ActionsError("The record of decisions cannot be read or written just now.") from error
