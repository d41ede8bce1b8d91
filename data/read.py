"""The first step of a build: find the input files and read every column as text.

Text files are turned into Parquet in the build's own folder, each row with ``_file`` and ``_line``;
Parquet files are read where they are. What cannot be read is written down as a fault, row by row.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from glob import escape, glob
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import ColumnExpression, ConstantExpression, FunctionExpression
from duckdb.sqltypes import BIGINT, VARCHAR

from data.progress import Progress
from data.read_delimited import read_delimited
from data.read_json import read_json
from data.read_text import SourceText
from data.reading import Fault, FileFault, Record, clean_text

_DELIMITED = (".csv", ".tsv", ".txt")
_JSON = (".json", ".ndjson", ".jsonl")
_PARQUET = (".parquet",)
_BATCH = 50_000
_BATCH_BYTES = 100_000_000
_MOST_FIELDS = 5_000
_FAULTS_TOLD = 3
_NESTED = ("struct", "map", "list", "array", "union", "json")
_PLACE = ("_file", "_line")
STEPS = Path(__file__).resolve().parent / "steps"


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

    ``rows`` counts, by file, the rows that were there, those with a fault included, and ``read``
    those without one. ``faults`` are all that could not be read (file, line, column, reason and raw
    text), ``first_faults`` the first three of each file. ``files`` are all files; ``tables`` those
    that hold one kind of thing, which JSON files need not.
    """

    groups: dict[str, duckdb.DuckDBPyRelation] = field(default_factory=dict)
    texts: duckdb.DuckDBPyRelation | None = None
    parquets: duckdb.DuckDBPyRelation | None = None
    files: list[InputFile] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    faults: duckdb.DuckDBPyRelation | None = None
    first_faults: list[tuple[str, Fault]] = field(default_factory=list)

    @property
    def tables(self) -> list[str]:
        """The names of the files that hold one kind of thing."""
        return [file.name for file in self.files if file.format != "json"]


def find_files(source: str) -> list[InputFile]:
    """The input files that a path, a folder or a glob names, sorted by name.

    Raises:
        SourceError: nothing is there, or nothing that can be read.
    """
    path = Path(source).expanduser()
    if path.is_dir():
        root, found = path, [path]
    elif path.exists() or path.is_symlink():
        root, found = path.parent, [path]
    else:
        found = [Path(match) for match in glob(str(path), recursive=True)]  # noqa: PTH207
        root = Path(str(path).split("*")[0].split("?")[0].split("[")[0])
        root = root if root.is_dir() else root.parent
    if not found:
        raise SourceError(f"There is nothing at {source}.")
    files = [InputFile(one, _name(one, root), _group(one, root)) for one in _all_files(found)]
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
        SourceError: there is no row that can be read, or two formats share a group.
    """
    raw = RawInput(files=files)
    parts: dict[str, list[str]] = {}
    faults: list[str] = []
    parquet: dict[str, list[InputFile]] = {}
    for number, file in enumerate(files):
        progress.step(f"reading {file.name}")
        raw.rows[file.name] = raw.read[file.name] = 0
        try:
            if not file.path.is_file():
                raise FileFault(file.name, "it is a pipe, a device or a link that leads nowhere")
            if file.format == "parquet":
                raw.rows[file.name] = raw.read[file.name] = _parquet_rows(file)
                parquet.setdefault(file.group, []).append(file)
            else:
                written = parts.setdefault(file.group, [])
                _to_parquet(file, work / f"read-{number}", raw, written, faults, progress)
        except FileFault as fault:
            raw.rows[file.name] += 1
            _keep_faults(file.name, [fault.fault], work / f"fault-{number}.parquet", raw, faults)
    if not any(raw.read.values()):
        raise SourceError(_nothing_to_read(raw))
    for group in sorted(parts.keys() | parquet.keys()):
        if group in parts and group in parquet:
            raise SourceError(f"The files named {group} are of two formats; give them two names.")
        if group in parts:
            if parts[group]:
                raw.groups[group] = read_parts(connection, parts[group])
        else:
            raw.groups[group] = _parquet_as_text(parquet[group], connection)
    if written := [part for group in parts.values() for part in group]:
        raw.texts = read_parts(connection, written)
    if native := [file for group in parquet.values() for file in group]:
        raw.parquets = _parquet_as_text(native, connection)
    if faults:
        raw.faults = read_parts(connection, faults)
    return raw


def read_parts(connection: duckdb.DuckDBPyConnection, parts: list[str]) -> duckdb.DuckDBPyRelation:
    """The rows of Parquet files that this build wrote, whatever is in the name of its folder."""
    return connection.read_parquet([escape(part) for part in parts], union_by_name=True)


def find_damage(files: list[InputFile]) -> str | None:
    """The first place at which a Parquet file cannot be read, in a sentence; None when all can.

    Its values are read only where a source wants them, so that a look at each comes afterwards.
    """
    for file in files:
        if file.format == "parquet" and (found := _damage(file)):
            return f"{file.name}: {found}; make the file again."
    return None


def as_text(relation: duckdb.DuckDBPyRelation) -> list[duckdb.Expression]:
    """Every column of a relation as text, a nested one as JSON text."""
    columns = []
    for name, kind in zip(relation.columns, relation.types, strict=True):
        column = ColumnExpression(name)
        if kind.id in _NESTED:
            column = FunctionExpression("to_json", column)
        columns.append(column.cast(VARCHAR).alias(name))
    return columns


def _all_files(found: list[Path]) -> list[Path]:
    """All that these paths name that is no folder, and all that is in those that are.

    Pipes and links that lead nowhere are among them, so that it is said that they are not read.

    Raises:
        SourceError: a folder cannot be opened, so that nobody knows what of it would be missing.
    """
    files = {path for path in found if not path.is_dir()}
    for path in set(found) - files:
        for folder, _, names in os.walk(path, onerror=_refuse_folder):
            files.update(Path(folder, name) for name in names)
    return sorted(files)


def _refuse_folder(error: OSError) -> None:
    raise SourceError(f"The folder {error.filename} cannot be opened ({error.strerror}).")


def _nothing_to_read(raw: RawInput) -> str:
    if not raw.first_faults:
        return f"There are no rows in {', '.join(raw.rows)}, so there is nothing to build."
    return " ".join(
        f"{name}{f':{fault.line}' if fault.raw or raw.rows[name] > 1 else ''}: {fault.reason}."
        for name, fault in raw.first_faults[:3]
    )


def _suffixes(path: Path) -> list[str]:
    suffixes = [suffix.lower() for suffix in path.suffixes] or [""]
    return suffixes[:-1] or [""] if suffixes[-1] == ".gz" else suffixes


def _name(path: Path, root: Path) -> str:
    return clean_text(path.relative_to(root).as_posix())


def _group(path: Path, root: Path) -> str:
    stem = clean_text(path.name.lower().split(".")[0])
    folders = {folder.lower() for folder in path.relative_to(root).parts[:-1]}
    for name in ("sessions", "lines", "events"):
        if stem == name or stem.startswith((name + "-", name + "_")) or name in folders:
            return name
    return stem


def _records(file: InputFile, text: SourceText) -> Iterator[Record | Fault]:
    if file.format == "delimited":
        return read_delimited(text, file.name)
    lines = _suffixes(file.path)[-1] != ".json"
    return read_json(text, file.name, lines=lines)


def _to_parquet(
    file: InputFile,
    target: Path,
    raw: RawInput,
    written: list[str],
    faults: list[str],
    progress: Progress,
) -> None:
    with SourceText(file.path, file.name) as text:
        for number, batch in enumerate(_batches(_records(file, text), text)):
            good = [one for one in batch if isinstance(one, Record)]
            bad = [one for one in batch if isinstance(one, Fault)]
            if good:
                part = f"{target}-{number}.parquet"
                pq.write_table(_table(file.name, good), part)
                written.append(part)
            if bad:
                _keep_faults(file.name, bad, Path(f"{target}-faults-{number}.parquet"), raw, faults)
            raw.rows[file.name] += len(batch)
            raw.read[file.name] += len(good)
            progress.count(raw.rows[file.name])


def _batches(records: Iterator[Record | Fault], text: SourceText) -> Iterator[list[Record | Fault]]:
    """Records by the thousands, or fewer where they are large."""
    batch: list[Record | Fault] = []
    full_at = text.taken + _BATCH_BYTES
    for one in text.until_the_cut(records):
        batch.append(one)
        if len(batch) == _BATCH or text.taken > full_at:
            yield batch
            batch = []
            full_at = text.taken + _BATCH_BYTES
    if batch:
        yield batch


def _keep_faults(
    name: str, found: list[Fault], target: Path, raw: RawInput, faults: list[str]
) -> None:
    # A file may hold nothing else, and millions of them.
    told = sum(1 for other, _ in raw.first_faults if other == name)
    raw.first_faults.extend((name, fault) for fault in found[: max(0, _FAULTS_TOLD - told)])
    columns = {
        "file": pa.array([name] * len(found), pa.string()),
        "line": pa.array([fault.line for fault in found], pa.int64()),
        "column": pa.array([fault.column for fault in found], pa.string()),
        "reason": pa.array([fault.reason for fault in found], pa.string()),
        "value": pa.array([fault.raw for fault in found], pa.string()),
    }
    pq.write_table(pa.table(columns), target)
    faults.append(str(target))


def _table(name: str, records: list[Record]) -> pa.Table:
    spelled: dict[str, None] = {}
    for record in records:
        if record.fields.keys() - spelled.keys():
            spelled.update(dict.fromkeys(record.fields))
            if len(spelled) > _MOST_FIELDS:
                raise FileFault(
                    name, f"its rows have more than {_MOST_FIELDS:,} different fields", record.line
                )
    data: dict[str, pa.Array] = {
        spellings[0]: pa.array([_field(record, spellings) for record in records], pa.string())
        for spellings in _alike(spelled)
    }
    data["_file"] = pa.array([name] * len(records), pa.string())
    data["_line"] = pa.array([record.line for record in records], pa.int64())
    return pa.table(data)


def _alike(names: dict[str, None]) -> list[list[str]]:
    """The columns, those that differ in case alone together: DuckDB's names have no case."""
    columns: dict[str, list[str]] = {}
    for name in names:
        columns.setdefault(name.lower(), []).append(name)
    return [alike for low, alike in columns.items() if low not in ("", *_PLACE)]


def _field(record: Record, spellings: list[str]) -> str | None:
    if len(spellings) == 1:
        return record.fields.get(spellings[0])
    said = (record.fields.get(spelling) for spelling in spellings)
    return next((text for text in said if text is not None), None)


def _parquet_rows(file: InputFile) -> int:
    try:
        with pq.ParquetFile(file.path) as whole:
            names = {name.lower() for name in whole.schema_arrow.names}
            rows = int(whole.metadata.num_rows)
    except UnicodeError as error:
        raise FileFault(file.name, "its name is not UTF-8; give it another") from error
    except (pa.ArrowException, OSError) as error:
        raise FileFault(file.name, "not a whole Parquet file") from error
    if taken := names & {"_input_file", "file_row_number"}:
        raise FileFault(file.name, f"its column {taken.pop()} has a name that is taken; rename it")
    return rows


def _damage(file: InputFile) -> str | None:
    try:
        with pq.ParquetFile(file.path) as whole:
            first = 1
            for group in range(whole.num_row_groups):
                last = first + whole.metadata.row_group(group).num_rows - 1
                for name in whole.schema_arrow.names:
                    try:
                        whole.read_row_group(group, columns=[name]).validate(full=True)
                    except (pa.ArrowException, OSError):
                        return (
                            f"the column {clean_text(name)} is damaged, or not UTF-8, somewhere in"
                            f" rows {first:,} to {last:,}"
                        )
                first = last + 1
    except (pa.ArrowException, OSError):
        return None
    return None


def _parquet_as_text(
    files: list[InputFile], connection: duckdb.DuckDBPyConnection
) -> duckdb.DuckDBPyRelation:
    root = str(files[0].path)[: -len(files[0].name)]
    statement = (STEPS / "parquet_rows.sql").read_text(encoding="utf-8")
    paths = [escape(str(file.path)) for file in files]
    relation = connection.sql(statement, params={"files": paths})
    file = FunctionExpression(
        "replace", ColumnExpression("_input_file"), ConstantExpression(root), ConstantExpression("")
    )
    line = FunctionExpression("add", ColumnExpression("file_row_number"), ConstantExpression(1))
    columns = [
        text
        for name, text in zip(relation.columns, as_text(relation), strict=True)
        if name.lower() not in (*_PLACE, "_input_file", "file_row_number")
    ]
    return relation.select(*columns, file.alias("_file"), line.cast(BIGINT).alias("_line"))
