"""Open the current copy, and publish a new one.

A home folder holds the copies (``sessions-*.duckdb``), a file in the making (``building-*``) and
``CURRENT``, a pointer: one line, the name of the copy to read. Only the pointer is ever replaced.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

import duckdb

from data import overlay
from data.overlay import Decisions, Overlay

POINTER = "CURRENT"
BUILDING = "building-"
SCHEMA_VERSION = 9


class CopyError(Exception):
    """The copy cannot be read or published; the message is one sentence for a person."""


class NoCopy(CopyError):
    """There is no copy yet."""


@dataclass(frozen=True)
class Copy:
    """A published copy, open for reading. ``name`` is its identity: no two builds share one.

    ``decided``: what people decided, as far as it is laid over this copy. Questions see it.
    """

    path: Path
    connection: duckdb.DuckDBPyConnection
    overlay: Overlay = field(compare=False, repr=False)
    decided: Decisions = field(default=Decisions(), compare=False, repr=False)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


_shelf: dict[Path, Copy] = {}
_shelf_lock = Lock()


def current_path(home: Path) -> Path:
    """The file that the pointer names.

    Raises:
        NoCopy: nothing was published in this folder.
        CopyError: the pointer cannot be read, or names a file that is not there.
    """
    name = _pointer_says(home)
    while not _is_copy(home, name):
        # Between the two looks, newer ones may have been published and it removed.
        if (newer := _pointer_says(home)) == name:
            raise CopyError(f"The pointer {home / POINTER} names {name!r}, which is not there.")
        name = newer
    return home / name


def _pointer_says(home: Path) -> str:
    try:
        return (home / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NoCopy(f"There is no copy in {home} yet.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CopyError(f"The pointer {home / POINTER} cannot be read.") from error


def _is_copy(home: Path, name: str) -> bool:
    path = home / name
    return bool(name) and path.parent == home and path.is_file()


def open_current(home: Path) -> Copy:
    """The current copy, opened once for the whole process.

    The copy before it stays open too, for queries that are still under way.

    Raises:
        NoCopy: nothing was published in this folder.
        CopyError: the file cannot be read, or another version of the dashboard made it.
    """
    with _shelf_lock:
        path = current_path(home)
        while path not in _shelf:
            try:
                _shelf[path] = open_copy(path)
            except CopyError:
                # While it was opened, newer ones may have been published and it removed.
                if (newer := current_path(home)) == path:
                    raise
                path = newer
        for older in list(_shelf)[:-2]:
            del _shelf[older]
        return _shelf[path]


def open_copy(path: Path) -> Copy:
    """Open one copy read-only, closed to files, extensions and settings.

    Raises:
        CopyError: the file cannot be read, or another version of the dashboard made it.
    """
    try:
        connection = duckdb.connect(str(path), read_only=True)
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("attach ':memory:' as decided (read_write)")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        ((version,),) = connection.execute("select max(schema_version) from builds").fetchall()
        laid = overlay.prepare(connection) if version == SCHEMA_VERSION else None
    except duckdb.Error as error:
        raise CopyError(f"The copy {path.name} cannot be read; build it again.") from error
    if laid is None:
        raise CopyError(f"The copy {path.name} is of another version; build it again.")
    return Copy(path, connection, laid)


@contextmanager
def build_turn(home: Path) -> Iterator[None]:
    """Hold the right to build in this folder, and clear what a killed build left.

    Raises:
        CopyError: another build is under way.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "build.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            holder = lock.read().strip() or "an unknown process"
            raise CopyError(f"Another build is under way in {home} ({holder}).") from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
        lock.flush()
        remove_leftovers(home)
        try:
            yield
        finally:
            remove_leftovers(home)
            lock.truncate(0)


def remove_leftovers(home: Path) -> None:
    """Remove what builds that did not end left behind. Only whoever has the turn may call it."""
    for left in home.glob(f"{BUILDING}*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def publish(home: Path, built: Path, made_at: datetime) -> Path:
    """Give a finished file its name, point to it in one atomic step, keep one older generation.

    Only whoever has the turn may call it. Returns the published file.
    """
    before = _pointed_at(home)
    path = home / f"sessions-{made_at:%Y%m%dT%H%M%S%f}.duckdb"
    os.replace(built, path)
    pointer = home / f"{BUILDING}{POINTER}"
    with pointer.open("w", encoding="utf-8") as new:
        new.write(path.name + "\n")
        new.flush()
        os.fsync(new.fileno())
    os.replace(pointer, home / POINTER)
    for old in home.glob("sessions-*.duckdb"):
        if old not in (path, before):
            old.unlink(missing_ok=True)
    return path


def _pointed_at(home: Path) -> Path | None:
    try:
        return current_path(home)
    except CopyError:
        return None
