"""Lay out checked rows for the questions that the pages ask: sorted, typed, searchable."""

from pathlib import Path

import duckdb

from data.terms import EventKind, Risk, SessionType, Status

SCHEMA = Path(__file__).resolve().parent / "schema"

# Rows in a row group of the copy's file. The list shows 50 rows that may lie far apart, and the
# smallest groups make reading them cheapest. To be said when the file is attached:
# ``attach ... as copy (row_group_size 20480)``.
ROW_GROUP_SIZE = 20480

_TERMS = {
    "type_status": Status,
    "type_risk": Risk,
    "type_session_type": SessionType,
    "type_event_kind": EventKind,
}
_STEPS = (
    "type_store",
    "type_status",
    "type_risk",
    "type_session_type",
    "type_event_kind",
    "type_country",
    "type_currency",
    "sessions",
    "sessions_rows",
    "stores",
    "lines",
    "lines_rows",
    "events",
    "events_rows",
)


def lay_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the tables of the catalogue ``copy`` from those of the schema ``staged``.

    Raises:
        duckdb.Error: the tables are there already, or the disk is full.
    """
    for step in _STEPS:
        statement = (SCHEMA / f"{step}.sql").read_text(encoding="utf-8")
        if step in _TERMS:
            connection.execute(statement, {"terms": [term.value for term in _TERMS[step]]})
        else:
            connection.execute(statement)
