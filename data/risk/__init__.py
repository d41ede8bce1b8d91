"""Why a session looks risky: signals measured in a copy, and a score made of them.

`docs/risk.md` tells the method. Every SQL file here is one statement; they run in this order.
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from data.risk.method import SMALL_STORE, measure_columns
from data.statement import statement
from data.user_agents import bot_class

FOLDER = Path(__file__).resolve().parent

# Sessions whose events are read at a time: few enough to be sorted in memory.
_AT_A_TIME = 500_000

_KINDS_OF_COMPANY = ("visitor", "ip", "block", "agent")


def score(connection: duckdb.DuckDBPyConnection) -> None:
    """Measure and score every session of the catalogue ``copy``.

    Reads ``staged.numbered``, ``copy.lines``, ``copy.events`` and, where the source records views,
    ``staged.views``. Writes ``copy.signals``, ``copy.scores`` and what explains them:
    ``copy.measures``, ``copy.tails``, ``copy.yardsticks``, ``copy.score_groups``, ``copy.alike``.

    Raises:
        duckdb.Error: the tables are there already, or the disk is full.
    """
    connection.execute("create schema risk")
    _read_agents(connection)
    for step in ("views", "viewed", "sessions", "facts", "holds"):
        _run(connection, step)
    _read_events(connection)
    _run(connection, "stores", {"small_store": SMALL_STORE})
    _run(connection, "company")
    for kind in _KINDS_OF_COMPANY:
        _run(connection, "fill_company", {"kind": kind})
    for step in (
        "visitors",
        "weeks",
        "addresses",
        "shares",
        "products",
        "handovers",
        "returns",
        "macro_readable",
        "macro_unsold",
        "signals",
        "measures",
    ):
        _run(connection, step)
    _append(connection, "copy.measures", measure_columns())
    _run(connection, "values")
    _run(connection, "tails", {"small_store": SMALL_STORE})
    for step in (
        "yardsticks",
        "speaking",
        "reasons",
        "strengths",
        "macro_strength",
        "macro_suggested",
        "scores",
        "score_groups",
        "alike",
    ):
        _run(connection, step)
    connection.execute("drop schema risk cascade")


def _read_agents(connection: duckdb.DuckDBPyConnection) -> None:
    said = [str(row[0]) for row in _run(connection, "said_agents").fetchall()]
    declared = {agent: name for agent in said if (name := bot_class(agent)) is not None}
    _run(connection, "declared")
    _append(
        connection,
        "risk.declared",
        {"user_agent": list(declared), "class": list(declared.values())},
    )
    _run(connection, "agents")


def _read_events(connection: duckdb.DuckDBPyConnection) -> None:
    ((sessions,),) = _run(connection, "extent").fetchall()
    for first in range(0, sessions, _AT_A_TIME):
        part = {"first": first, "last": first + _AT_A_TIME - 1}
        _run(connection, "fill_facts", part)
        _run(connection, "fill_holds", part)


def _append(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, list[object]]
) -> None:
    types = connection.table(table).to_arrow_table().schema
    connection.from_arrow(pa.table(dict(columns), schema=types)).insert_into(table)


def _run(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object] | None = None
) -> duckdb.DuckDBPyConnection:
    return connection.execute(statement(FOLDER, name), parameters or {})
