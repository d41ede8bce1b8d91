"""Tiny copies from rows written in Python, through the tables that every build goes through."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.addresses import address_number
from data.copy import SCHEMA_VERSION, Copy, open_copy
from data.layout import ROW_GROUP_SIZE, SCHEMA, lay_out

Row = Mapping[str, Any]
MakeCopy = Callable[..., Copy]

MADE_AT = datetime(2026, 11, 1, 12, 0)


@pytest.fixture
def make_copy(tmp_path: Path) -> MakeCopy:
    """Make a copy from rows by column name; what a row leaves out is null or the plainest value."""
    made = 0

    def make(
        sessions: Iterable[Row] = (), lines: Iterable[Row] = (), events: Iterable[Row] = ()
    ) -> Copy:
        nonlocal made
        made += 1
        return build_tiny(tmp_path / f"sessions-{made}.duckdb", sessions, lines, events)

    return make


def build_tiny(
    path: Path, sessions: Iterable[Row], lines: Iterable[Row] = (), events: Iterable[Row] = ()
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
        connection.execute(f"attach '{path}' as copy (row_group_size {ROW_GROUP_SIZE})")
        connection.execute("create schema staged")
        for noun, rows in (
            ("sessions", staged_sessions),
            ("lines", staged_lines),
            ("events", staged_events),
        ):
            connection.execute((SCHEMA / f"staged_{noun}.sql").read_text(encoding="utf-8"))
            for row in rows:
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join("?" * len(row))
                connection.execute(
                    f"insert into staged.{noun} ({names}) values ({marks})", list(row.values())
                )
        lay_out(connection)
        for noun in ("builds", "rejects"):
            connection.execute((SCHEMA / f"{noun}.sql").read_text(encoding="utf-8"))
        connection.execute(
            "insert into copy.builds values (?, ?, 'rows', 'test', 'UTC', ?, ?, 0, 0, ?, ?)",
            [
                SCHEMA_VERSION,
                MADE_AT,
                len(staged_sessions),
                len(staged_sessions),
                bool(staged_lines),
                bool(staged_events),
            ],
        )
    return open_copy(path)
