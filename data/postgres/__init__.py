"""Read tables of a PostgreSQL database as a source: every column as text, each row with its number.

All of them are read in one transaction, so that they tell of one moment. Rows go through files in
the build's own folder, so that their number does not matter.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import psycopg
from duckdb import ColumnExpression, ConstantExpression
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from data.progress import Progress
from data.read import InputFile, RawInput, SourceError, read_parts

FOLDER = Path(__file__).resolve().parent

_SCHEMES = ("postgresql", "postgres")
_PLACE = ("_file", "_line")
_PATIENCE_S = 10
_LARGEST_ROW = 16_000_000
_ROWS_TOLD = 10_000
_TABLES_TOLD = 5
_WANTED = "postgresql://user@host/name"
_ESCAPE = "write @, :, /, ? and # within a password as %40, %3A, %2F, %3F and %23"


class Database:
    """A database by its URL. ``place`` names it without a user or a password."""

    def __init__(self, url: str) -> None:
        """Take the URL apart.

        Raises:
            SourceError: it is of another kind of database, or cannot be understood; the message
                holds nothing of it, as that may be a part of a password.
        """
        scheme = url.partition("://")[0].lower()
        if scheme not in _SCHEMES:
            raise SourceError(
                f"A source is a file, a folder, a glob or a PostgreSQL database ({_WANTED});"
                f" {scheme}:// cannot be read."
            )
        marks = url.count("@")
        try:
            known = urlsplit(url).netloc.count("@")
            given = conninfo_to_dict(url)
        except (ValueError, psycopg.Error):
            given, marks, known = {}, 1, 0
        if marks != known or marks > 1:
            raise SourceError(
                f"The database's URL cannot be understood: {_WANTED} is wanted; {_ESCAPE}."
            )
        host = given.get("host") or given.get("hostaddr") or "localhost"
        port = f":{given['port']}" if given.get("port") else ""
        self.place = f"postgresql://{host}{port}/{given.get('dbname') or given.get('user') or ''}"
        self._secret = str(given.get("password") or "")
        self._address = make_conninfo(
            url,
            client_encoding="utf8",
            connect_timeout=given.get("connect_timeout", _PATIENCE_S),
        )

    @contextmanager
    def reading(self) -> Iterator[psycopg.Connection]:
        """A transaction that sees one moment and changes nothing.

        Raises:
            SourceError: the database refused something; the message never holds the password.
        """
        try:
            with psycopg.connect(self._address) as connection:
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                connection.read_only = True
                connection.execute(_statement("session"))
                yield connection
        except psycopg.Error as error:
            raise SourceError(f"{self.place} cannot be read: {self._reason(error)}.") from None

    def _reason(self, error: psycopg.Error) -> str:
        reason = error.diag.message_primary or str(error).partition("\n")[0]
        for mark in ("failed:", "FATAL:"):
            reason = reason.rpartition(mark)[2].strip()
        reason = reason.rstrip(".") or "it does not answer"
        return reason.replace(self._secret, "***") if self._secret else reason


def is_database(source: str) -> bool:
    """Whether a source is a URL and no path."""
    scheme, mark, _ = source.partition("://")
    return bool(mark) and scheme.replace("+", "").isalnum() and not Path(source).exists()


def read_database(
    database: Database,
    names: Iterable[str] | None,
    connection: duckdb.DuckDBPyConnection,
    work: Path,
    progress: Progress,
) -> RawInput:
    """Read the tables of these names, or those that have the contract's names.

    Raises:
        SourceError: the database cannot be read, has no such table, or there is no row in them.
    """
    raw = RawInput()
    written: list[str] = []
    with database.reading() as server:
        there = [str(row[0]) for row in server.execute(_statement("tables"))]
        for number, (name, table) in enumerate(_chosen(names, there)):
            progress.step(f"reading {name}")
            target = work / f"table-{number}.csv"
            columns = _copy_out(server, name, table, target, raw, progress)
            part = f"{target}.parquet"
            _to_parquet(connection, name, columns, target, part)
            raw.files.append(InputFile(target, name, name))
            raw.groups[name] = read_parts(connection, [part])
            written.append(part)
    if not any(raw.rows.values()):
        raise SourceError(
            f"There are no rows in {', '.join(raw.rows)}, so there is nothing to build."
        )
    raw.texts = read_parts(connection, written)
    return raw


def _chosen(names: Iterable[str] | None, there: list[str]) -> list[tuple[str, str]]:
    """What is to be read, each by the name that it is read by, in lower case, and its own."""
    has = f"the database has {_listed(there)}"
    if names is None:
        names = [name for name in ("sessions", "lines", "events") if name in there]
        if not {"sessions", "events"} & set(names):
            raise SourceError(
                f"There is no table sessions and no table events; {has}. Say which of its tables"
                " hold what with --as and your own .sql file."
            )
    tables = []
    for name in sorted(names):
        alike = [table for table in there if table.lower() == name]
        if not alike and name == "raw":
            raise SourceError(
                f"Only files have a raw, which is all of them together; {has}. Write a source file"
                " that names its tables."
            )
        if not alike:
            raise SourceError(f"There is no table {name}; {has}.")
        tables.append((name, name if name in alike else alike[0]))
    return tables


def _listed(there: list[str]) -> str:
    if not there:
        return "none that this user sees"
    more = len(there) - _TABLES_TOLD
    return ", ".join(there[:_TABLES_TOLD]) + (f" and {more:,} more" if more > 0 else "")


def _copy_out(
    server: psycopg.Connection,
    name: str,
    table: str,
    target: Path,
    raw: RawInput,
    progress: Progress,
) -> list[str]:
    """Write a table to a file, each row with its number before it; gives the columns' names."""
    found = psycopg.RawCursor(server).execute(_statement("columns"), [table]).fetchall()
    columns = [(str(row[0]), row[1], row[2]) for row in found if row[0].lower() not in _PLACE]
    spelled = [column.lower() for column, _, _ in columns]
    for column in spelled:
        if spelled.count(column) > 1:
            raise SourceError(f"{name}: two columns are named {column}, in another case.")
    values = [_as_text(column, nested, truth) for column, nested, truth in columns]
    statement = sql.SQL("copy (select {} from {}) to stdout (format csv, force_quote *)").format(
        sql.SQL(", ").join([sql.SQL("row_number() over ()"), *values]), sql.Identifier(table)
    )
    rows = 0
    with target.open("wb") as file, server.cursor() as cursor, cursor.copy(statement) as copy:
        # The server sends a row at a time.
        for rows, row in enumerate(copy, start=1):
            if len(row) > _LARGEST_ROW:
                raise SourceError(f"{name}:{rows}: larger than {_LARGEST_ROW:,} bytes.")
            file.write(row)
            if rows % _ROWS_TOLD == 0:
                progress.count(rows)
    raw.rows[name] = raw.read[name] = rows
    return [column for column, _, _ in columns]


def _as_text(column: str, nested: bool, truth: bool) -> sql.Composable:
    value = sql.Identifier(column)
    if nested:
        return sql.SQL("to_json({})").format(value)
    return sql.SQL("{}::text").format(value) if truth else value


def _to_parquet(
    connection: duckdb.DuckDBPyConnection, name: str, columns: list[str], target: Path, part: str
) -> None:
    try:
        read = connection.read_csv(
            escape(str(target)),
            columns={"_line": "bigint", **dict.fromkeys(columns, "varchar")},
            header=False,
            sep=",",
            quotechar='"',
            escapechar='"',
            na_values=[""],
            allow_quoted_nulls=False,
            auto_detect=False,
            strict_mode=True,
            parallel=False,
            max_line_size=2 * _LARGEST_ROW,
        )
        place = [ConstantExpression(name).alias("_file"), ColumnExpression("_line")]
        read.select(*map(ColumnExpression, columns), *place).write_parquet(part)
    except duckdb.InvalidInputException as error:
        raise SourceError(f"{name}: a text in it is not UTF-8.") from error
    target.unlink()


def _statement(name: str) -> bytes:
    return (FOLDER / f"{name}.sql").read_bytes()
