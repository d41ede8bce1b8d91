"""Copies of any size: contract files made from numbers, and the real build over them."""

import json
import resource
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from subprocess import PIPE, run

import duckdb

from data.build import Options, build
from data.copy import CopyError, current_path, open_copy
from data.layout import SCORING
from data.progress import Progress

FOLDER = Path(__file__).resolve().parent
FILES = FOLDER / "files"
SQL = FOLDER / "sql"

# The end of the year that the sessions lie in.
NOW = datetime(2026, 11, 1, 0, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """A copy of a size: where its source and itself lie, and what the build took.

    ``seconds`` of the build, ``scoring`` of them for signals and scores (None: an earlier run did
    not note it), and its largest memory in MiB.
    """

    sessions: int
    source: Path
    home: Path
    seconds: float
    scoring: float | None
    peak_mib: int


def make(sessions: int, *, again: bool) -> Made:
    """The copy of this many sessions: an earlier run's, or a new one."""
    folder = FILES / f"{sessions}"
    source, home, note = folder / "source", folder / "home", folder / "build.json"
    if again or not (_is_usable(home) and note.is_file()):
        _write_source(sessions, source)
        built = run(
            [sys.executable, "-m", "benchmarks.made", str(source), str(home)],
            stdout=PIPE,
            check=True,
        )
        note.write_bytes(built.stdout)
    taken = json.loads(note.read_text(encoding="utf-8"))
    return Made(sessions, source, home, taken["seconds"], taken.get("scoring"), taken["peak_mib"])


def _is_usable(home: Path) -> bool:
    try:
        open_copy(current_path(home))
    except CopyError:
        return False
    return True


def _write_source(sessions: int, source: Path) -> None:
    source.mkdir(parents=True, exist_ok=True)
    values = {"sessions": sessions, "until": NOW.replace(tzinfo=None)}
    with duckdb.connect() as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute("set memory_limit = '4GB'")
        for noun in ("sessions", "lines", "events"):
            target = source / f"{noun}.parquet"
            if target.is_file():
                continue
            text = (SQL / f"{noun}.sql").read_text(encoding="utf-8")
            (statement,) = connection.extract_statements(text)
            asked = {name: values[name] for name in statement.named_parameters}
            connection.sql(text, params=asked).write_parquet(f"{target}.part")
            Path(f"{target}.part").rename(target)


class _Timed(Progress):
    """How many seconds each step of a build took."""

    def __init__(self) -> None:
        super().__init__(loud=False)
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._step, self._since = "", time.monotonic()

    def step(self, doing: str) -> None:
        now = time.monotonic()
        self.seconds[self._step] += now - self._since
        self._step, self._since = doing, now


def _build_alone(source: str, home: Path) -> None:
    """Build in this process, which does nothing else, and say what it took."""
    started = time.monotonic()
    timed = _Timed()
    build(source, home, Options(now=NOW.replace(tzinfo=None)), progress=timed)
    taken = {
        "seconds": round(time.monotonic() - started, 1),
        "scoring": round(timed.seconds[SCORING], 1),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(taken))


if __name__ == "__main__":
    _build_alone(sys.argv[1], Path(sys.argv[2]))
