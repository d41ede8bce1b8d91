"""The same token search without a layout: a plain table and ILIKE, a page and a count."""

from pathlib import Path

import duckdb

_PAGE = """
select store, cart_token, session_type, country, item_count, cart_value, currency, status, risk,
    started_at, expires_at, last_activity_at
from sessions
where cart_token ilike '%' || $part || '%'
order by started_at desc
limit 50
"""
_COUNT = "select count(*) from sessions where cart_token ilike '%' || $part || '%'"


def open_plain(source: Path) -> duckdb.DuckDBPyConnection:
    """A table of the sessions as the file has them, in a database file beside it."""
    path = source.parent / "plain.duckdb"
    made = path.is_file()
    connection = duckdb.connect(str(path))
    if not made:
        file = str(source / "sessions.parquet")
        connection.execute("create table sessions as from read_parquet($1)", [file])
        connection.execute("checkpoint")
    return connection


def search(connection: duckdb.DuckDBPyConnection, part: str) -> object:
    """The 50 newest hits, and how many there are."""
    page = connection.execute(_PAGE, {"part": part}).fetchall()
    return page, connection.execute(_COUNT, {"part": part}).fetchone()
