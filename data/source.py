"""The second step of a build: the source's names become the contract's.

A source file holds at most three SELECTs, headed by the lines ``-- sessions``, ``-- lines`` and
``-- events``. It is the operator's own SQL and runs as it is, over the text that was read.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from data.read import RawInput, SourceError, as_text

SOURCES = Path(__file__).resolve().parent / "sources"
PARTS = ("sessions", "lines", "events")
CONTRACT = "contract"

_HEAD = re.compile(r"^--[ \t]*(sessions|lines|events)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_NO_COLUMN = re.compile(r'Referenced column "(.+?)" not found')
_PLACE = ("_file", "_line")
_REQUIRED = {
    "sessions": ("cart_token", "started_at"),
    "lines": ("cart_token",),
    "events": ("cart_token", "at", "kind"),
}


@dataclass(frozen=True)
class Source:
    """What a build reads: the kind's name, and one relation for each part that the source has."""

    kind: str
    parts: dict[str, duckdb.DuckDBPyRelation]


def shipped_kinds() -> list[str]:
    """The kinds of source that come with the project."""
    return sorted(path.stem for path in SOURCES.glob("*.sql"))


def open_source(kind: str | None, raw: RawInput, connection: duckdb.DuckDBPyConnection) -> Source:
    """The parts of the input under the contract's names.

    ``kind`` is a shipped kind, the path of a source file, or None for the contract's own files.

    Raises:
        SourceError: the kind is not known, its SQL does not run over this input, or the input has
            no sessions and no events under the contract's names.
    """
    if kind is None:
        return Source(CONTRACT, _contract_parts(raw))
    path = _source_file(kind)
    for group, relation in raw.groups.items():
        if group != "raw":
            relation.create_view(group, replace=False)
    parts = {
        part: _run(statement, path.name, part, connection)
        for part, statement in read_statements(path).items()
    }
    for part, relation in parts.items():
        if missing := _missing(part, relation):
            raise SourceError(f"{path.name}, {part}: there is no column {missing}.")
    return Source(path.stem, parts)


def tables_named(kind: str) -> set[str]:
    """The names, in lower case, of all that a source file's SELECTs read beside other files.

    Raises:
        SourceError: the kind is not known, or its SQL names a table with its schema.
    """
    path = _source_file(kind)
    names: set[str] = set()
    for statement in read_statements(path).values():
        names |= set(_tables_read(_serialized(statement, duckdb.connect()), frozenset()))
    if dotted := sorted(name for name in names if name.startswith(".")):
        raise SourceError(
            f"{path.name} reads {dotted[0][1:]}: name the table alone, and its schema in the URL,"
            " as in postgresql://user@host/name?options=-csearch_path%3Dshop."
        )
    return {name for name in names if "." not in name}


def _source_file(kind: str) -> Path:
    own = kind.endswith(".sql")
    path = Path(kind).expanduser() if own else SOURCES / f"{kind}.sql"
    if own and not path.is_file():
        raise SourceError(f"There is no file {kind}.")
    if not own and kind not in shipped_kinds():
        known = ", ".join(shipped_kinds())
        raise SourceError(f"There is no source kind {kind!r}; there are {known}, or a .sql file.")
    return path


def _tables_read(node: Any, known: frozenset[str]) -> Iterator[str]:
    """The tables that a part of a statement reads, apart from those ``known``, made within it.

    One in a schema begins with a full stop; the name of a file holds one.
    """
    if isinstance(node, list):
        for one in node:
            yield from _tables_read(one, known)
    if not isinstance(node, dict):
        return
    if node.get("type") == "BASE_TABLE":
        name = str(node["table_name"]).lower()
        if node["schema_name"]:
            yield f".{node['schema_name']}.{name}"
        elif name not in known:
            yield name
    if node.get("type") == "RECURSIVE_CTE_NODE":
        known |= {str(node["cte_name"]).lower()}
    for made in node.get("cte_map", {}).get("map", []):
        yield from _tables_read(made["value"], known)
        known |= {str(made["key"]).lower()}
    yield from _tables_read([held for name, held in node.items() if name != "cte_map"], known)


def read_statements(path: Path) -> dict[str, str]:
    """The SELECTs of a source file, by the part that each gives.

    Raises:
        SourceError: the file cannot be read, has no part, or a part is not one SELECT.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name} is not UTF-8; save it as UTF-8.") from error
    pieces = _HEAD.split(text)
    statements: dict[str, str] = {}
    for head, body in zip(pieces[1::2], pieces[2::2], strict=True):
        part = head.lower()
        if part in statements:
            raise SourceError(f"{path.name} has two parts headed -- {part}.")
        try:
            found = duckdb.extract_statements(body)
        except duckdb.Error as error:
            raise SourceError(f"{path.name}, {part}: {_first_line(error)}") from error
        if len(found) != 1 or found[0].type != duckdb.StatementType.SELECT:
            raise SourceError(f"{path.name}, {part}: one SELECT is wanted.")
        statements[part] = body
    if not statements.keys() & {"sessions", "events"}:
        raise SourceError(f"{path.name} has no part headed -- sessions or -- events.")
    return statements


def _run(
    statement: str, name: str, part: str, connection: duckdb.DuckDBPyConnection
) -> duckdb.DuckDBPyRelation:
    try:
        relation = connection.sql(statement)
        missing = [column for column in _PLACE if column not in relation.columns]
    except duckdb.Error as error:
        if column := _NO_COLUMN.search(str(error)):
            raise SourceError(f"{name}, {part}: the input has no column {column[1]}.") from error
        raise SourceError(f"{name}, {part}: {_first_line(error)}") from error
    if missing:
        relation = _with_place(statement, missing, connection) or relation
    return relation.select(*as_text(relation))


def _with_place(
    statement: str, missing: list[str], connection: duckdb.DuckDBPyConnection
) -> duckdb.DuckDBPyRelation | None:
    """The same SELECT with the file and line of each row, where it has them to give.

    A source file need not name them; a SELECT that groups or joins may have none, and one more
    column would change the rows of a DISTINCT.
    """
    tree = _serialized(statement, connection)
    if tree is None or _has_rows_of_its_own(tree["statements"][0]["node"]):
        return None
    tree["statements"][0]["node"]["select_list"] += [
        {"class": "COLUMN_REF", "type": "COLUMN_REF", "alias": "", "column_names": [column]}
        for column in missing
    ]
    try:
        written = connection.execute(
            "select json_deserialize_sql($tree::json)", {"tree": json.dumps(tree)}
        ).fetchall()
        return connection.sql(written[0][0])
    except duckdb.Error:
        return None


def _serialized(statement: str, connection: duckdb.DuckDBPyConnection) -> dict[str, Any] | None:
    """A SELECT as DuckDB understands it; None where DuckDB cannot tell."""
    answer = connection.execute("select json_serialize_sql($sql)", {"sql": statement})
    tree: dict[str, Any] = json.loads(answer.fetchall()[0][0])
    return None if tree.get("error", True) else tree


def _has_rows_of_its_own(node: dict[str, Any]) -> bool:
    return (
        node["type"] != "SELECT_NODE"
        or node["aggregate_handling"] == "FORCE_AGGREGATES"
        or any(modifier["type"] == "DISTINCT_MODIFIER" for modifier in node["modifiers"])
    )


def _missing(part: str, relation: duckdb.DuckDBPyRelation) -> str | None:
    columns = {column.lower() for column in relation.columns}
    return next((column for column in _REQUIRED[part] if column not in columns), None)


def _contract_parts(raw: RawInput) -> dict[str, duckdb.DuckDBPyRelation]:
    names = {part: part for part in PARTS if part in raw.groups} or _alike(raw)
    if "sessions" not in names and any(file.group == "sessions" for file in raw.files):
        raise SourceError(_no_sessions_read(raw))
    for part, name in names.items():
        if missing := _missing(part, raw.groups[name]):
            columns = {column.lower() for column in raw.groups[name].columns}
            raise SourceError(f"The {part} have no column {missing}.{_hint(columns)}")
    if not names.keys() & {"sessions", "events"}:
        seen = {column.lower() for one in raw.groups.values() for column in one.columns}
        raise SourceError(
            "There are no sessions and no events with the columns cart_token and started_at, or"
            f" cart_token, at and kind.{_hint(seen)}"
        )
    return {part: raw.groups[name] for part, name in names.items()}


def _no_sessions_read(raw: RawInput) -> str:
    """Why nothing is built: who gives a file of sessions does not mean them to be derived."""
    files = [file.name for file in raw.files if file.group == "sessions"]
    for name, fault in raw.first_faults:
        if name in files:
            return f"No session could be read: {name}:{fault.line}: {fault.reason}."
    return f"{', '.join(files)}: no rows, so there is nothing to build."


def _alike(raw: RawInput) -> dict[str, str]:
    """The files that look like a part by their columns, where none is named as one."""
    found: dict[str, list[str]] = {part: [] for part in PARTS}
    for name, relation in raw.groups.items():
        columns = {column.lower() for column in relation.columns}
        if "started_at" in columns:
            found["sessions"].append(name)
        elif {"at", "kind"} <= columns:
            found["events"].append(name)
        elif "cart_token" in columns:
            found["lines"].append(name)
    if not found["sessions"] and not found["events"]:
        return {}
    for part, names in found.items():
        if len(names) > 1:
            raise SourceError(
                f"{names[0]} and {names[1]} both look like {part}; give one of them that name."
            )
    return {part: names[0] for part, names in found.items() if names}


def _hint(columns: set[str]) -> str:
    if {"event_time", "event_type"} <= columns:
        return " It looks like an event log: try --as rees46."
    kinds = ", ".join(shipped_kinds())
    return f" Say what the input is with --as: {kinds}, or your own .sql file."


def _first_line(error: duckdb.Error) -> str:
    return str(error).strip().split("\n")[0]
