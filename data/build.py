"""Build a copy in five steps: read, map, check, derive, lay out; then publish it."""

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb

from data import accounts, derive
from data.check import Steps
from data.copy import BUILDING, build_turn, publish
from data.layout import ATTACH, lay_out
from data.postgres import Database, is_database, read_database
from data.progress import Progress
from data.read import RawInput, SourceError, find_damage, find_files, read_files
from data.report import Report
from data.source import open_source, tables_named

MAX_REJECTS = 0.1
TIMER_MINUTES = 30
_MEMORY = "5GB"
_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
_FULL_SAYS = ("No space left", "File too large", "quota exceeded")
_ERROR_NUMBER = re.compile(r"^\[Errno \d+\] ")
_TAKEN_NAME = re.compile(r'with name "(.+)" already exists')


class Refused(SourceError):
    """So much of the input was turned away that nothing was published; ``report`` says what."""

    def __init__(self, message: str, report: Report) -> None:
        """Keep the report with the sentence."""
        super().__init__(message)
        self.report = report


@dataclass(frozen=True)
class Options:
    """How a build reads its source.

    ``kind``: a shipped kind, a source file's path, or None for the contract's own files.
    ``time_zone``: that of times which name none. ``max_rejects``: the largest share of rows that
    may be turned away. ``origin``: what to call the source, if not by its path. ``now``: the time
    of the build, UTC.
    """

    kind: str | None = None
    time_zone: str = "UTC"
    max_rejects: float = MAX_REJECTS
    origin: str | None = None
    now: datetime | None = None


def build(
    source: str,
    home: Path,
    options: Options | None = None,
    *,
    publishing: bool = True,
    progress: Progress | None = None,
) -> Report:
    """Make a copy of a source and publish it in ``home``, or only see what would become of it.

    Raises:
        SourceError: the source cannot be taken; the current copy stays.
        CopyError: another build is under way.
    """
    chosen = options or Options()
    progress = progress or Progress(loud=False)
    try:
        ZoneInfo(chosen.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SourceError(_no_zone(chosen.time_zone)) from None
    with _clear_errors(home), build_turn(home), progress.telling():
        work = home / f"{BUILDING}{os.getpid()}"
        work.mkdir()
        made_at = chosen.now or datetime.now(UTC).replace(tzinfo=None)
        report = _build(source, work, chosen, made_at, progress)
        if not publishing:
            return report
        progress.step("publishing")
        path = publish(home, work / "copy.duckdb", made_at)
        return replace(report, copy=str(path))


def _build(
    source: str, work: Path, options: Options, made_at: datetime, progress: Progress
) -> Report:
    with duckdb.connect(str(work / "staging.duckdb")) as connection:
        connection.execute("set memory_limit = $size", {"size": _MEMORY})
        connection.execute("set temp_directory = $path", {"path": str(work / "spill")})
        connection.execute("set preserve_insertion_order = false")
        try:
            connection.execute("set TimeZone = $zone", {"zone": options.time_zone})
        except duckdb.Error:
            raise SourceError(_no_zone(options.time_zone)) from None
        connection.execute("set variable build_time = $now", {"now": made_at.replace(tzinfo=UTC)})
        connection.execute(ATTACH, {"path": str(work / "copy.duckdb")})
        connection.execute("create schema staged")
        steps = Steps(connection, progress)
        raw = _read(source, options.kind, connection, work, progress)
        with _damage_told(raw):
            accounts.open_raw(steps, raw)
            given = open_source(options.kind, raw, connection)
            derive.stage(steps, given, made_at, TIMER_MINUTES)
            lay_out(connection, progress)
            derive.find_orphans(steps, given)
            report = accounts.close(steps, raw, given, options.time_zone, TIMER_MINUTES)
        if report.turned_away > options.max_rejects * report.rows_in:
            raise Refused(
                f"{report.turned_away / report.rows_in:.0%} of the rows were turned away, more than"
                f" {options.max_rejects:.0%}: nothing was published.",
                report,
            )
        origin = options.origin or _called(source)
        accounts.write_down(steps, report, given, origin, options.time_zone, TIMER_MINUTES, made_at)
        connection.execute("detach copy")
    return report


def _no_zone(name: str) -> str:
    return f"There is no time zone {name!r}; one is called Europe/Prague, for example."


def _read(
    source: str,
    kind: str | None,
    connection: duckdb.DuckDBPyConnection,
    work: Path,
    progress: Progress,
) -> RawInput:
    if not is_database(source):
        return read_files(find_files(source), connection, work, progress)
    names = None if kind is None else tables_named(kind)
    return read_database(Database(source), names, connection, work, progress)


def _called(source: str) -> str:
    """The last part of the source's path; that of a folder ends with a slash.

    A database is called by its URL without user and password.
    """
    if is_database(source):
        return Database(source).place
    path = Path(source).expanduser()
    return f"{path.resolve().name}/" if path.is_dir() else path.name


@contextmanager
def _clear_errors(home: Path) -> Iterator[None]:
    """Say in one sentence what the disk refuses."""
    try:
        yield
    except OSError as error:
        raise SourceError(_disk_sentence(error.errno, str(error), home)) from error
    except duckdb.OutOfMemoryException as error:
        raise SourceError(f"The build needs more memory or disk: {_first(error)}") from error
    except duckdb.CatalogException as error:
        if taken := _TAKEN_NAME.search(str(error)):
            raise SourceError(
                f"The build has a table of its own named {taken[1]}; give that file another name."
            ) from error
        raise SourceError(f"The source cannot be taken: {_first(error)}") from error
    except duckdb.Error as error:
        if isinstance(error, duckdb.IOException) or _says_full(str(error)):
            raise SourceError(_disk_sentence(None, str(error), home)) from error
        raise SourceError(f"The source cannot be taken: {_first(error)}") from error


@contextmanager
def _damage_told(raw: RawInput) -> Iterator[None]:
    """Say which input file is damaged, where that is what DuckDB could not go on for."""
    try:
        yield
    except duckdb.Error as error:
        if not _says_full(str(error)) and (damage := find_damage(raw.files)):
            raise SourceError(damage) from error
        raise


def _disk_sentence(code: int | None, words: str, home: Path) -> str:
    if code in _FULL or _says_full(words):
        free = shutil.disk_usage(home if home.exists() else home.parent).free
        return (
            "The disk is full, or its quota is used up: the build needs more than the"
            f" {free / 1e6:,.0f} MB that are free in {home}. The current copy stays."
        )
    said = _ERROR_NUMBER.sub("", words.splitlines()[0])
    return f"The disk refused: {said}. The current copy stays."


def _says_full(words: str) -> bool:
    return any(full in words for full in _FULL_SAYS)


def _first(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
