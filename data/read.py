"""The first step of a build: find the input files and read every column as text.

Text files are turned into Parquet in the build's own folder, each row with ``_file`` and ``_line``;
Parquet files are read where they are. What cannot be read is written down as a fault, row by row.
"""

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from glob import glob
from itertools import islice
from pathlib import Path
from typing import TextIO

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import ColumnExpression, ConstantExpression, FunctionExpression
from duckdb.sqltypes import BIGINT, VARCHAR

from data.progress import Progress
from data.read_delimited import read_delimited
from data.read_json import read_json
from data.reading import Fault, FileFault, Record

_DELIMITED = (".csv", ".tsv", ".txt")
_JSON = (".json", ".ndjson", ".jsonl")
_PARQUET = (".parquet",)
_BATCH = 50_000
_NESTED = ("struct", "map", "list", "array", "union", "json")


class SourceError(Exception):
    """The input cannot be taken at all; the message is one sentence for a person."""


@dataclass(frozen=True)
class InputFile:
    """One file of the input. ``name`` is how reports name it, ``group`` what it is read as."""

    path: Path
    name: str
    group: str

    @property
    def format(self) -> str:
        """``delimited``, ``json`` or ``parquet``, or "" when it is none of them."""
        suffix = _suffixes(self.path)[-1]
        if suffix in _DELIMITED:
            return "delimited"
        if suffix in _JSON:
            return "json"
        return "parquet" if suffix in _PARQUET else ""


@dataclass
class RawInput:
    """What was read: relations of text by group and all together, and what could not be read.

    ``rows`` counts, by file, the rows that were there, those with a fault included; ``tables``
    are the files that hold one kind of thing, which JSON files need not.
    """

    groups: dict[str, duckdb.DuckDBPyRelation] = field(default_factory=dict)
    texts: duckdb.DuckDBPyRelation | None = None
    parquets: duckdb.DuckDBPyRelation | None = None
    rows: dict[str, int] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def find_files(source: str) -> list[InputFile]:
    """The input files that a path, a folder or a glob names, sorted by name.

    Raises:
        SourceError: nothing is there, or nothing that can be read.
    """
    path = Path(source).expanduser()
    if path.is_dir():
        root, found = path, sorted(p for p in path.rglob("*") if p.is_file())
    elif path.is_file():
        root, found = path.parent, [path]
    else:
        found = sorted(Path(match) for match in glob(source, recursive=True))  # noqa: PTH207
        found = [match for match in found if match.is_file()]
        root = Path(source.split("*")[0].split("?")[0].split("[")[0])
        root = root if root.is_dir() else root.parent
    if not found:
        raise SourceError(f"There is no file at {source}.")
    files = [
        InputFile(match, match.relative_to(root).as_posix(), _group(match, root)) for match in found
    ]
    files = [file for file in files if file.format and not file.path.name.startswith(".")]
    if not files:
        raise SourceError(
            f"Nothing in {source} can be read: CSV, TSV, JSON, NDJSON or Parquet is wanted,"
            " gzipped or not."
        )
    return files


def read_files(
    files: list[InputFile],
    connection: duckdb.DuckDBPyConnection,
    work: Path,
    progress: Progress,
) -> RawInput:
    """Read every file as text.

    Raises:
        SourceError: no file could be read, or two formats share a group.
    """
    raw = RawInput()
    parts: dict[str, list[str]] = {}
    parquet: dict[str, list[InputFile]] = {}
    reasons: list[str] = []
    for number, file in enumerate(files):
        progress.step(f"reading {file.name}")
        if file.format != "json":
            raw.tables.append(file.name)
        try:
            if file.format == "parquet":
                raw.rows[file.name] = _parquet_rows(file)
                parquet.setdefault(file.group, []).append(file)
            else:
                written = _to_parquet(file, work / f"read-{number}", raw, progress)
                parts.setdefault(file.group, []).extend(written)
        except FileFault as fault:
            reasons.append(str(fault))
            raw.unread.append(file.name)
            raw.rows[file.name] = 1
            raw.faults.append((file.name, fault.fault))
    if len(raw.unread) == len(files):
        raise SourceError(" ".join(reasons[:3]))
    if not any(raw.rows.values()) and not raw.faults:
        names = ", ".join(raw.rows)
        raise SourceError(f"{names}: a header and no rows, so there is nothing to build.")
    for group in sorted(parts.keys() | parquet.keys()):
        if group in parts and group in parquet:
            raise SourceError(f"The files named {group} are of two formats; give them two names.")
        if group in parts:
            if parts[group]:
                raw.groups[group] = connection.read_parquet(parts[group], union_by_name=True)
        else:
            raw.groups[group] = _parquet_as_text(parquet[group], connection)
    if written := [part for group in parts.values() for part in group]:
        raw.texts = connection.read_parquet(written, union_by_name=True)
    if native := [file for group in parquet.values() for file in group]:
        raw.parquets = _parquet_as_text(native, connection)
    return raw


def _suffixes(path: Path) -> list[str]:
    suffixes = [suffix.lower() for suffix in path.suffixes] or [""]
    return suffixes[:-1] or [""] if suffixes[-1] == ".gz" else suffixes


def _group(path: Path, root: Path) -> str:
    stem = path.name.lower().split(".")[0]
    folder = path.parent.name.lower() if path.parent != root else ""
    for name in ("sessions", "lines", "events"):
        if stem == name or stem.startswith((name + "-", name + "_")) or folder == name:
            return name
    return stem


def _open(path: Path) -> TextIO:
    with path.open("rb") as start:
        packed = start.read(2) == b"\x1f\x8b"
    binary = gzip.open(path, "rb") if packed else path.open("rb")  # noqa: SIM115
    try:
        head = binary.read(4096)
    except (EOFError, zlib.error, OSError) as error:
        raise FileFault(path.name, "not a whole gzip file") from error
    binary.seek(0)
    encoding = "utf-8"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif head.count(b"\0") > len(head) // 5:
        raise FileFault(path.name, "it looks like UTF-16 without its mark; save it as UTF-8")
    return io.TextIOWrapper(binary, encoding=encoding, errors="surrogateescape", newline="")


def _records(file: InputFile, text: TextIO) -> Iterator[Record | Fault]:
    if file.format == "delimited":
        return read_delimited(text, file.name)
    lines = _suffixes(file.path)[-1] != ".json"
    return read_json(text, file.name, lines=lines)


def _to_parquet(file: InputFile, target: Path, raw: RawInput, progress: Progress) -> list[str]:
    written: list[str] = []
    raw.rows[file.name] = 0
    with _open(file.path) as text:
        records = _until_the_cut(file, _records(file, text))
        while batch := list(islice(records, _BATCH)):
            good = [one for one in batch if isinstance(one, Record)]
            raw.faults.extend((file.name, one) for one in batch if isinstance(one, Fault))
            raw.rows[file.name] += len(batch)
            progress.count(raw.rows[file.name])
            if good:
                part = f"{target}-{len(written)}.parquet"
                pq.write_table(_table(file.name, good), part)
                written.append(part)
    return written


def _until_the_cut(file: InputFile, records: Iterator[Record | Fault]) -> Iterator[Record | Fault]:
    line = 0
    try:
        for one in records:
            line = one.line
            yield one
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Fault(line + 1, None, "the compressed file is cut in the middle", "")
    except UnicodeError:
        yield Fault(line + 1, None, "the file is cut in the middle of a character", "")


def _table(name: str, records: list[Record]) -> pa.Table:
    columns: dict[str, None] = {}
    for record in records:
        if record.fields.keys() - columns.keys():
            columns.update(dict.fromkeys(record.fields))
    data: dict[str, pa.Array] = {
        column: pa.array([record.fields.get(column) for record in records], pa.string())
        for column in _unlike(columns)
    }
    data["_file"] = pa.array([name] * len(records), pa.string())
    data["_line"] = pa.array([record.line for record in records], pa.int64())
    return pa.table(data)


def _unlike(columns: dict[str, None]) -> list[str]:
    """The columns without those that differ from an earlier one in case alone.

    DuckDB's names have no case, so such a pair could not be told apart.
    """
    kept: dict[str, str] = {}
    for column in columns:
        kept.setdefault(column.lower(), column)
    return [column for column in kept.values() if column not in ("", "_file", "_line")]


def _parquet_rows(file: InputFile) -> int:
    try:
        return int(pq.ParquetFile(file.path).metadata.num_rows)
    except (pa.ArrowInvalid, OSError) as error:
        raise FileFault(file.name, "not a whole Parquet file") from error


def _parquet_as_text(
    files: list[InputFile], connection: duckdb.DuckDBPyConnection
) -> duckdb.DuckDBPyRelation:
    root = str(files[0].path)[: -len(files[0].name)]
    relation = connection.read_parquet(
        [str(file.path) for file in files],
        union_by_name=True,
        filename=True,
        file_row_number=True,
    )
    columns = []
    for name, kind in zip(relation.columns, relation.types, strict=True):
        column = ColumnExpression(name)
        if name == "filename":
            short = FunctionExpression(
                "replace", column, ConstantExpression(root), ConstantExpression("")
            )
            columns.append(short.alias("_file"))
        elif name == "file_row_number":
            line = FunctionExpression("add", column, ConstantExpression(1))
            columns.append(line.cast(BIGINT).alias("_line"))
        elif kind.id in _NESTED:
            columns.append(FunctionExpression("to_json", column).cast(VARCHAR).alias(name))
        else:
            columns.append(column.cast(VARCHAR).alias(name))
    return relation.select(*columns)
