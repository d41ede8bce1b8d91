"""All sessions that the filters show, as a file: written piece by piece, never all in memory."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from data.copy import Copy
from data.layout import BLOCK_ROWS
from queries.filters import SessionFilters, Sort
from queries.narrowing import Narrowed, narrow
from queries.scope import Scope
from queries.sessions import list_page
from queries.starts import session_count

# Sessions that one piece is to hold, some 80 MB of text. Pieces are equal parts of the list's whole
# order: where what is shown lies close together in it, some hold more and others nothing.
_PIECE = 200_000

_UTC = pa.timestamp("us", tz="UTC")
_SCHEMA = pa.schema(
    [
        ("store", pa.string()),
        ("cart_token", pa.string()),
        ("session_type", pa.string()),
        ("status", pa.string()),
        # As decided or recorded; as the score suggests; of 100 sessions, how many look less risky.
        ("risk", pa.string()),
        ("suggested", pa.string()),
        ("score", pa.decimal128(4, 1)),
        ("country", pa.string()),
        ("ip", pa.string()),
        ("currency", pa.string()),
        ("cart_value", pa.decimal128(18, 4)),
        ("item_count", pa.int32()),
        ("started_at", _UTC),
        ("expires_at", _UTC),
        ("last_activity_at", _UTC),
        ("ended_at", _UTC),
        ("cart_updates", pa.int32()),
        ("renewals", pa.int32()),
        ("max_renewals", pa.int32()),
        ("manual_extends", pa.int32()),
        ("visitor_id", pa.string()),
        ("token_hash", pa.string()),
        ("user_agent", pa.string()),
        ("checkout_id", pa.string()),
        ("order_id", pa.string()),
        ("updated_at", _UTC),
    ]
)

# What a spreadsheet takes for the beginning of a formula, also behind blanks and what nobody sees,
# and in full width (OWASP, CSV injection); a number with a minus is only a number.
_FORMULA = (
    r"^[\s\p{Z}\p{C}]*[=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]"
    r"|^[\t\r\n]"
)
_NUMBER = r"^-[0-9]+(\.[0-9]+)?$"


def write_csv(
    copy: Copy, scope: Scope, filters: SessionFilters, now: datetime, target: Path
) -> int:
    """Write all sessions that the filters show, in the list's order, as CSV; returns how many.

    In UTF-8 with a byte order mark, which Excel needs to read it as such. Times are UTC, ISO 8601
    with a Z. A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    with target.open("wb") as file:
        file.write(b"\xef\xbb\xbf")
        schema = pa.schema(
            [
                field.with_type(pa.string()) if pa.types.is_timestamp(field.type) else field
                for field in _SCHEMA
            ]
        )
        with pyarrow.csv.CSVWriter(file, schema) as writer:
            return _write(
                copy,
                scope,
                filters,
                now,
                lambda piece: writer.write_table(_for_spreadsheets(piece)),
            )


def numbers_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """The numbers of a chart as CSV, as safe to open and in the same form as ``write_csv``.

    What is None, not recorded, is an empty field.
    """
    fields = zip(*rows, strict=True) if rows else ((),) * len(columns)
    table = pa.table([pa.array(field) for field in fields], names=list(columns))
    target = BytesIO(b"\xef\xbb\xbf")
    target.seek(0, SEEK_END)
    pyarrow.csv.write_csv(_for_spreadsheets(table), target)
    return target.getvalue()


def write_parquet(
    copy: Copy, scope: Scope, filters: SessionFilters, now: datetime, target: Path
) -> int:
    """Write all sessions that the filters show, in the list's order, as Parquet; returns how many.

    Values are as the copy has them; times carry their zone, UTC.
    """
    with pyarrow.parquet.ParquetWriter(target, _SCHEMA, compression="zstd") as writer:
        return _write(copy, scope, filters, now, writer.write_table)


def _write(
    copy: Copy,
    scope: Scope,
    filters: SessionFilters,
    now: datetime,
    write: Callable[[pa.Table], None],
) -> int:
    listed = list_page(copy, scope, filters, now)
    written = 0
    for piece in _pieces(narrow(copy, scope, listed.filters, now), listed.total):
        write(piece.cast(_SCHEMA))
        written += piece.num_rows
    return written


def _pieces(narrowed: Narrowed, total: int) -> Iterator[pa.Table]:
    """The sessions in the order of the list."""
    if not total:
        return
    start, end = 0, session_count(narrowed.copy, narrowed.scope)
    if narrowed.by_start:
        start, end = narrowed.first, min(narrowed.after, end)
    size = -(-(end - start) // -(-total // _PIECE))
    if not narrowed.by_start:
        # Whole blocks: it is known into which of them decisions moved a session.
        size = -(-size // BLOCK_ROWS) * BLOCK_ROWS
    firsts = range(start, end, size)
    if narrowed.filters.sort is Sort.NEWEST:
        firsts = firsts[::-1]
    for first in firsts:
        after = min(first + size, end)
        if narrowed.by_start:
            yield narrowed.table("sessions/file_by_start", first=first, after=after)
        else:
            yield narrowed.table(
                "sessions/file_by_place",
                first_place=first,
                after_place=first + size,
                block_rows=BLOCK_ROWS,
            )


def _for_spreadsheets(piece: pa.Table) -> pa.Table:
    columns = []
    for field, column in zip(piece.schema, piece.columns, strict=True):
        if pa.types.is_timestamp(field.type):
            columns.append(_iso(column))
        elif pa.types.is_string(field.type):
            columns.append(_defused(column))
        else:
            columns.append(column)
    return pa.table(columns, names=piece.column_names)


def _iso(moments: pa.ChunkedArray) -> pa.ChunkedArray:
    """ISO 8601 with a Z; fractions of a second only where there are any."""
    seconds = moments.cast(pa.timestamp("s", tz="UTC"), safe=False)
    return pc.if_else(
        pc.equal(seconds.cast(_UTC), moments),
        pc.strftime(seconds, format="%Y-%m-%dT%H:%M:%SZ"),
        pc.strftime(moments, format="%Y-%m-%dT%H:%M:%SZ"),
    )


def _defused(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    dangerous = pc.and_(
        pc.match_substring_regex(texts, _FORMULA),
        pc.invert(pc.match_substring_regex(texts, _NUMBER)),
    )
    return pc.if_else(dangerous, pc.binary_join_element_wise("'", texts, ""), texts)
