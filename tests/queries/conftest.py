"""Tiny copies from rows written in Python, through the tables that every build goes through."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.addresses import address_number
from data.copy import SCHEMA_VERSION, Copy, open_copy
from data.layout import ATTACH, SCHEMA, lay_out
from data.progress import Progress
from data.statement import statement

Row = Mapping[str, Any]
MakeCopy = Callable[..., Copy]

MADE_AT = datetime(2026, 11, 1, 12, 0)


_made: dict[str, Copy] = {}


@pytest.fixture
def make_copy(tmp_path_factory: pytest.TempPathFactory) -> MakeCopy:
    """Make a copy from rows by column name; what a row leaves out is null or the plainest value.

    A copy is only ever read, so the same rows give the same copy.
    """

    def make(
        sessions: Iterable[Row] = (), lines: Iterable[Row] = (), events: Iterable[Row] = ()
    ) -> Copy:
        rows = [list(sessions), list(lines), list(events)]
        key = repr(rows)
        if key not in _made:
            path = tmp_path_factory.mktemp("copy") / "sessions.duckdb"
            _made[key] = build_tiny(path, *rows)
        return _made[key]

    return make


def build_tiny(
    path: Path,
    sessions: Iterable[Row],
    lines: Iterable[Row] = (),
    events: Iterable[Row] = (),
    made_at: datetime = MADE_AT,
) -> Copy:
    """Stage the rows, lay them out and open the copy."""
    plain = {"store": "shop", "started_at": datetime(2026, 10, 31, 9, 0)}
    staged_sessions = [
        {
            **plain,
            "token_hash": hashlib.sha256(str(row["cart_token"]).encode()).hexdigest(),
            "ip_number": address_number(row.get("ip")),
            **row,
        }
        for row in sessions
    ]
    staged_lines = [{"store": "shop", "line_no": 1, **row} for row in lines]
    staged_events = [{"store": "shop", "seq": 1, **row} for row in events]
    with duckdb.connect() as connection:
        connection.execute(ATTACH, {"path": str(path)})
        connection.execute("create schema staged")
        for noun, rows in (
            ("sessions", staged_sessions),
            ("lines", staged_lines),
            ("events", staged_events),
        ):
            connection.execute(statement(SCHEMA, f"staged_{noun}"))
            for names, alike in groupby(rows, key=tuple):
                values = [list(row.values()) for row in alike]
                columns = ", ".join(f'"{name}"' for name in names)
                marks = ", ".join(f"({', '.join('?' * len(names))})" for _ in values)
                connection.execute(
                    f"insert into staged.{noun} ({columns}) values {marks}",
                    [value for row in values for value in row],
                )
        lay_out(connection, Progress(loud=False))
        for noun in ("builds", "rejects"):
            connection.execute(statement(SCHEMA, noun))
        connection.execute(
            "insert into copy.builds values (?, ?, 'rows', 'test', 'UTC', ?, ?, 0, 0, ?, ?, null)",
            [
                SCHEMA_VERSION,
                made_at,
                len(staged_sessions),
                len(staged_sessions),
                bool(staged_lines),
                bool(staged_events),
            ],
        )
    return open_copy(path)
