"""Lay out checked rows for the questions that the pages ask: sorted, typed, searchable."""

from collections.abc import Iterable
from pathlib import Path

import duckdb
from duckdb.func import PythonUDFType

from data.progress import Progress
from data.risk import score
from data.statement import statement
from data.terms import EventKind, Risk, SessionType, Status
from data.token_marks import marks_of_all

SCHEMA = Path(__file__).resolve().parent / "schema"

# Rows in a row group of the copy's file. The list shows 50 rows that may lie far apart, and the
# smaller the groups the cheaper it is to read them.
ROW_GROUP_SIZE = 20480

# Bytes that are read of the copy's file at a time. One session is a value here and a value there:
# of the 262,144 that DuckDB reads if nothing is said, it needs next to none.
_BLOCK_SIZE = 65536

ATTACH = f"attach $path as copy (row_group_size {ROW_GROUP_SIZE}, block_size {_BLOCK_SIZE})"
"""Opens the file that a copy is laid out in."""

# Places in a block of copy.blocks, by which a page is found: the larger, the fewer rows there are
# to add up, and the more row groups to read afterwards.
BLOCK_ROWS = 4 * ROW_GROUP_SIZE

# Sessions whose lines and events are read at a time for the products that they name: few enough to
# be told apart in memory.
_SESSIONS_AT_A_TIME = 500_000

# As many products stand highest, by each ranking.
MOST_PRODUCTS = 50

# Tokens that are taken apart, letter by letter, before all others are looked through.
_TOKENS_LOOKED_AT = 10_000

# Lines or events that are sorted at a time: few enough for memory, whatever the copy holds.
_SORTED_AT_A_TIME = 5_000_000

_NUMBERS = (
    "macro_has_ended",
    "macro_needs_look",
    "macro_is_machine",
    "macro_duration_bin",
    "macro_sixth_of",
    "type_store",
    "type_status",
    "type_risk",
    "type_session_type",
    "type_event_kind",
    "type_country",
    "type_currency",
    "type_order",
    "type_dimension",
    "type_span_unit",
    "macro_span_no",
    "numbered",
)

_SESSIONS = (
    "outcomes",
    "visits",
    "checkouts",
    "checkout_stores",
    "loaded",
    "sessions",
    "fill_sessions",
)

_ROLL_UPS = (
    "places",
    "fill_places_value",
    "fill_places_items",
    "fill_places_expiring",
    "fill_places_risk",
    "waiting",
    "blocks",
    "addresses",
    "tokens",
    "visitors",
    "quarters",
    "token_letters",
    "stores",
)

# Counted month by month, then laid out in order.
_BY_MONTH = ("hours", "hour_values", "spans", "product_spans")

_PARAMETERS: dict[str, dict[str, object]] = {
    "type_status": {"terms": [status.value for status in Status]},
    "type_risk": {"terms": [risk.value for risk in Risk]},
    "type_session_type": {"terms": [kind.value for kind in SessionType]},
    "type_event_kind": {"terms": [kind.value for kind in EventKind]},
    "outcomes": {"active": Status.ACTIVE.value, "risks": [risk.value for risk in Risk]},
    "checkout_stores": {"converted": Status.CONVERTED.value},
    "fill_sessions": {"converted": Status.CONVERTED.value, "expired": Status.EXPIRED.value},
    "waiting": {"risks": [risk.value for risk in Risk], "review": Risk.REVIEW.value},
    "blocks": {"block_rows": BLOCK_ROWS},
    "product_tops": {"most": MOST_PRODUCTS},
    "token_letters": {"looked_at": _TOKENS_LOOKED_AT},
    "stores": {"looked_at": _TOKENS_LOOKED_AT},
}


SCORING = "measuring and scoring sessions"
"""The step of a build that makes signals and scores."""


def lay_out(connection: duckdb.DuckDBPyConnection, progress: Progress) -> None:
    """Write the tables of the catalogue ``copy`` from those of the schema ``staged``.

    ``progress`` is told of every step.

    Raises:
        duckdb.Error: the tables are there already, or the disk is full.
    """
    marks = duckdb.struct_type({"low": "UBIGINT", "high": "UBIGINT"})
    connection.create_function(
        "token_marks", marks_of_all, ["VARCHAR"], marks, type=PythonUDFType.ARROW
    )
    progress.step("laying out lines and events")
    _run(connection, _NUMBERS)
    for part in ("lines", "events"):
        _fill_part(connection, part)
    progress.step(SCORING)
    score(connection)
    progress.step("laying out sessions")
    _run(connection, _SESSIONS)
    _name_products(connection)
    _relate_products(connection)
    connection.execute("drop table staged.numbered")
    progress.step("rolling up")
    _run(connection, _ROLL_UPS)
    _roll_up_months(connection)
    connection.remove_function("token_marks")


def _name_products(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``staged.named`` with the products that each session's lines and events name."""
    _run(connection, ("named",))
    ((sessions,),) = _ask(connection, "session_count")
    for first in range(0, sessions, _SESSIONS_AT_A_TIME):
        part = {"first": first, "last": first + _SESSIONS_AT_A_TIME - 1}
        connection.execute(statement(SCHEMA, "fill_named"), part)


def _fill_part(connection: duckdb.DuckDBPyConnection, part: str) -> None:
    """Write the lines or the events, those of some sessions after those of others."""
    _run(connection, (part, f"known_{part}"))
    ((rows, numbered),) = _ask(connection, f"{part}_to_fill")
    ((sessions,),) = _ask(connection, "session_count")
    batches = -(-rows // _SORTED_AT_A_TIME)
    for batch in range(batches):
        bounds = {
            "first": sessions * batch // batches,
            "after": sessions * (batch + 1) // batches,
        }
        step = f"fill_{part}" if numbered else f"fill_{part}_unnumbered"
        connection.execute(statement(SCHEMA, step), bounds)
    _run(connection, (f"drop_known_{part}",))


def _relate_products(connection: duckdb.DuckDBPyConnection) -> None:
    """Say which products each session held, some sessions after others."""
    relations = ("session_products", "product_sessions", "product_lists")
    _run(connection, ("named_products", "products", *relations))
    ((sessions,),) = _ask(connection, "session_count")
    for first in range(0, sessions, _SESSIONS_AT_A_TIME):
        part = {"first": first, "last": first + _SESSIONS_AT_A_TIME - 1}
        for relation in relations:
            connection.execute(statement(SCHEMA, f"fill_{relation}"), part)


def _roll_up_months(connection: duckdb.DuckDBPyConnection) -> None:
    """Count sessions by stretches of time, a month at a time, so that memory stays bounded."""
    _run(connection, ("outcome_kinds", *(f"staged_{table}" for table in _BY_MONTH)))
    for first, after in _ask(connection, "months"):
        for table in _BY_MONTH:
            connection.execute(statement(SCHEMA, f"fill_{table}"), {"first": first, "after": after})
    _run(connection, ("fill_product_ever", *_BY_MONTH, "product_shares", "product_tops"))


def _run(connection: duckdb.DuckDBPyConnection, steps: Iterable[str]) -> None:
    for step in steps:
        connection.execute(statement(SCHEMA, step), _PARAMETERS.get(step))


def _ask(connection: duckdb.DuckDBPyConnection, question: str) -> list[tuple[int, ...]]:
    return connection.execute(statement(SCHEMA, question)).fetchall()
