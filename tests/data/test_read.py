"""Finding the input's files, opening them, and reading them into relations of text."""

import gzip
import io
import json
import os
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data import read as module
from data.progress import Progress
from data.read import RawInput, SourceError, find_files, read_files
from data.read_text import SourceText
from data.reading import FileFault
from tests.data.conftest import Files, write

CSV = "token,note\n" + "".join(f"t{number},{number * 37 % 101:032x}\n" for number in range(400))
Read = Callable[[Files], RawInput]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read files that a test writes down."""
    connection = duckdb.connect()
    work = tmp_path / "work"
    work.mkdir()

    def read_written(files: Files) -> RawInput:
        found = find_files(str(write(tmp_path / "input", files)))
        return read_files(found, connection, work, Progress(loud=False))

    return read_written


def rows(raw: RawInput, group: str) -> list[dict[str, Any]]:
    relation = raw.groups[group]
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def faults(raw: RawInput) -> list[tuple[str, int, str]]:
    if raw.faults is None:
        return []
    return [(file, line, reason) for file, line, _, reason, _ in raw.faults.fetchall()]


def names(source: Path | str) -> list[tuple[str, str]]:
    return [(file.name, file.group) for file in find_files(str(source))]


def parquet(columns: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def opened(tmp_path: Path, content: bytes) -> SourceText:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    return SourceText(path, "file.csv")


# Finding


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of files by every name that means something."""
    return write(
        tmp_path / "exports",
        {
            "sessions.csv": "a\n1\n",
            "Lines-2026.TSV": "a\n1\n",
            "events_1.ndjson.gz": "{}",
            "sessions/part-0.parquet": "",
            "lines/day=2026-11-01/part-0.json": "{}",
            "orders.jsonl": "{}",
            ".hidden.csv": "a\n1\n",
            "notes.md": "",
            "_SUCCESS": "",
        },
    )


def test_a_folder_gives_its_files_with_the_group_that_each_name_or_folder_tells(
    folder: Path,
) -> None:
    assert names(folder) == [
        ("Lines-2026.TSV", "lines"),
        ("events_1.ndjson.gz", "events"),
        ("lines/day=2026-11-01/part-0.json", "lines"),
        ("orders.jsonl", "orders"),
        ("sessions/part-0.parquet", "sessions"),
        ("sessions.csv", "sessions"),
    ]


def test_a_file_gives_itself(folder: Path) -> None:
    assert names(folder / "orders.jsonl") == [("orders.jsonl", "orders")]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.csv", ["sessions.csv"]),
        ("*s.[jc]s*", ["orders.jsonl", "sessions.csv"]),
        ("**/part-?.*", ["lines/day=2026-11-01/part-0.json", "sessions/part-0.parquet"]),
        ("sess*", ["sessions/part-0.parquet", "sessions.csv"]),
    ],
)
def test_a_glob_gives_the_files_and_the_folders_that_it_names(
    folder: Path, pattern: str, found: list[str]
) -> None:
    assert [name for name, _ in names(folder / pattern)] == found


def test_a_folder_whose_name_looks_like_a_glob_is_a_folder(tmp_path: Path) -> None:
    folder = write(tmp_path / "a[1]*", {"x.csv": "a\n"})
    assert names(folder) == [("x.csv", "x")]


def test_a_name_that_is_not_utf8_is_shown_with_replacement_characters(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.csv")).write_text("a\n1\n")
    assert names(tmp_path) == [("caf\ufffd.csv", "caf\ufffd")]


def test_nothing_there_is_said(tmp_path: Path) -> None:
    for source in (tmp_path / "none.csv", tmp_path / "*.csv"):
        with pytest.raises(SourceError) as caught:
            find_files(str(source))
        assert str(caught.value) == f"There is nothing at {source}."


@pytest.mark.parametrize("files", [{}, {"letter.pdf": "x", "notes": "y"}])
def test_a_folder_without_anything_readable_is_said_to_be_so(tmp_path: Path, files: Files) -> None:
    folder = write(tmp_path / "input", files)
    with pytest.raises(SourceError) as caught:
        find_files(str(folder))
    assert str(caught.value) == (
        f"Nothing in {folder} can be read: CSV, TSV, JSON, NDJSON or Parquet is wanted, gzipped or"
        " not."
    )


def test_a_pipe_and_a_link_that_leads_nowhere_are_told_and_the_others_are_read(
    tmp_path: Path, read: Read
) -> None:
    folder = write(tmp_path / "input", {"x-1.csv": "a\n1\n"})
    os.mkfifo(folder / "x-2.csv")
    (folder / "x-3.csv").symlink_to(folder / "gone.csv")
    (folder / "x-4.csv").symlink_to(folder / "x-4.csv")
    raw = read({})
    reason = "it is a pipe, a device or a link that leads nowhere"
    assert faults(raw) == [(f"x-{number}.csv", 1, reason) for number in (2, 3, 4)]
    assert len(rows(raw, "x-1")) == 1


def test_a_folder_that_cannot_be_opened_is_not_left_out_silently(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "input", {"x.csv": "a\n1\n", "closed/y.csv": "a\n1\n"})
    closed = str(tmp_path / "input" / "closed")
    scandir = os.scandir

    def refuse(path: str) -> Any:
        if str(path) == closed:
            raise PermissionError(13, "Permission denied", closed)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(SourceError) as caught:
        find_files(str(tmp_path / "input"))
    assert str(caught.value) == f"The folder {closed} cannot be opened (Permission denied)."


# Opening


@pytest.mark.parametrize(
    "content",
    [
        "naïve €".encode(),
        "naïve €".encode("utf-8-sig"),
        "naïve €".encode("utf-16"),
        b"\xff\xfe" + "naïve €".encode("utf-16-le"),
        b"\xfe\xff" + "naïve €".encode("utf-16-be"),
        "naïve €".encode("utf-32"),
        gzip.compress("naïve €".encode("utf-16")),
    ],
    ids=["UTF-8", "with a mark", "UTF-16", "UTF-16 LE", "UTF-16 BE", "UTF-32", "gzipped UTF-16"],
)
def test_an_encoding_that_names_itself_is_read(tmp_path: Path, content: bytes) -> None:
    with opened(tmp_path, content) as text:
        assert text.read().lstrip("\ufeff") == "naïve €"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_refused(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(FileFault) as caught:
        opened(tmp_path, CSV.encode(encoding))
    assert str(caught.value) == (
        "file.csv: it looks like UTF-16 without its mark; save it as UTF-8."
    )


def test_a_file_that_cannot_be_opened_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(FileFault) as caught:
        SourceText(tmp_path / "gone.csv", "gone.csv")
    assert str(caught.value) == "gone.csv: it cannot be opened (No such file or directory)."


# Reading


@pytest.mark.parametrize("name", ["x.csv", "x.csv.gz"])
def test_the_content_tells_whether_a_file_is_gzipped_not_its_name(read: Read, name: str) -> None:
    for content in (CSV.encode(), gzip.compress(CSV.encode())):
        raw = read({name: content})
        assert len(rows(raw, "x")) == raw.rows[name] == 400


def test_every_member_of_a_gzipped_file_is_read(read: Read) -> None:
    head, _, rest = CSV.partition("t200")
    raw = read({"x.csv.gz": gzip.compress(head.encode()) + gzip.compress(f"t200{rest}".encode())})
    assert (len(rows(raw, "x")), faults(raw)) == (400, [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.csv.gz", CSV),
        ("x.ndjson.gz", "".join(f'{{"token": "t{n}", "note": "{n}"}}\n' for n in range(400))),
        ("x.json.gz", json.dumps([{"token": f"t{n}", "note": str(n)} for n in range(400)])),
    ],
)
def test_a_cut_gzipped_file_gives_its_rows_up_to_the_cut(read: Read, name: str, text: str) -> None:
    packed = gzip.compress(text.encode())
    raw = read({name: packed[: len(packed) // 2]})
    found = rows(raw, "x")
    assert [row["token"] for row in found] == [f"t{number}" for number in range(len(found))]
    assert 50 < len(found) < 399
    last = found[-1]["_line"] + 1
    assert faults(raw) == [(name, last, "the compressed file is cut in the middle")]
    assert raw.rows[name] == len(found) + 1


def test_the_last_row_before_a_cut_is_not_trusted_though_it_looks_whole(read: Read) -> None:
    packed = gzip.compress(b"token,note\na,first\nb,sec", compresslevel=0)
    raw = read({"x.csv.gz": packed[:-8]})
    assert [row["token"] for row in rows(raw, "x")] == ["a"]
    assert faults(raw) == [("x.csv.gz", 3, "the compressed file is cut in the middle")]


def test_a_gzipped_file_with_a_wrong_checksum_is_told(read: Read) -> None:
    packed = bytearray(gzip.compress(CSV.encode()))
    packed[-6] ^= 1
    raw = read({"x.csv.gz": bytes(packed)})
    assert len(rows(raw, "x")) == 400
    assert faults(raw) == [
        ("x.csv.gz", 402, "the compressed file is damaged: its checksum is wrong")
    ]


def test_a_gzipped_file_that_is_damaged_inside_is_told(read: Read) -> None:
    packed = bytearray(gzip.compress(CSV.encode()))
    packed[len(packed) // 2 : len(packed) // 2 + 40] = b"\xff" * 40
    raw = read({"x.csv.gz": bytes(packed)})
    _, _, reason = faults(raw)[-1]
    assert reason.startswith("the compressed file is damaged")


def test_what_follows_a_gzipped_file_is_told(read: Read) -> None:
    raw = read({"x.csv.gz": gzip.compress(CSV.encode()) + b"more"})
    assert len(rows(raw, "x")) == 400
    assert faults(raw) == [("x.csv.gz", 402, "what follows in the file is not compressed")]


def test_utf16_that_is_cut_within_a_character_loses_its_last_row(read: Read) -> None:
    raw = read({"x.csv": CSV.encode("utf-16")[:-1]})
    assert len(rows(raw, "x")) == 399
    assert faults(raw) == [("x.csv", 401, "the file is cut in the middle of a character")]


def test_a_cut_csv_loses_its_last_row(read: Read) -> None:
    raw = read({"x.csv": CSV[:-36]})
    assert len(rows(raw, "x")) == 399
    assert faults(raw) == [("x.csv", 401, "1 field where the header has 2")]


def test_rows_keep_their_text_file_and_line(read: Read) -> None:
    raw = read({"deep/x.csv": "a,b\n1.50,\n"})
    assert rows(raw, "x") == [{"a": "1.50", "b": "", "_file": "deep/x.csv", "_line": 2}]


def test_files_of_one_group_are_read_together_by_the_names_of_their_columns(read: Read) -> None:
    raw = read({"a/x.csv": "a,b\n1,2\n", "b/x.csv": "B,c\n3,4\n", "x.json": '[{"A": 5}]'})
    assert [(row["a"], row["b"], row["c"]) for row in rows(raw, "x")] == [
        ("1", "2", None),
        (None, "3", "4"),
        ("5", None, None),
    ]


def test_columns_that_differ_in_case_alone_are_one_and_lose_nothing(read: Read) -> None:
    raw = read({"x.ndjson": '{"Token": "a"}\n{"token": "b"}\n{"TOKEN": null, "Token": "c"}\n'})
    assert [row["Token"] for row in rows(raw, "x")] == ["a", "b", "c"]


def test_a_column_named_like_the_place_of_a_row_gives_way(read: Read) -> None:
    raw = read({"x.csv": "a,_file,_LINE\n1,2,3\n", "y.ndjson": '{"a": 1, "_line": "z", "": 2}'})
    assert rows(raw, "x") == [{"a": "1", "_file": "x.csv", "_line": 2}]
    assert rows(raw, "y") == [{"a": "1", "_file": "y.ndjson", "_line": 1}]


def test_typed_and_nested_parquet_columns_become_text(read: Read) -> None:
    moment = datetime(2026, 11, 1, 10)
    raw = read(
        {
            "x.parquet": parquet(
                {
                    "money": pa.array([Decimal("10.50"), None], pa.decimal128(9, 2)),
                    "count": pa.array([1, None], pa.int64()),
                    "id": pa.array([17850.0, None]),
                    "naive": pa.array([moment, None], pa.timestamp("ns")),
                    "flag": pa.array([True, None]),
                    "word": pa.array(["x", None]).dictionary_encode(),
                    "nested": pa.array([{"a": [1, None], "b": "ž"}, None]),
                    "dotted.name": pa.array(["d", None]),
                }
            )
        }
    )
    first, second = rows(raw, "x")
    assert first == {
        "money": "10.50",
        "count": "1",
        "id": "17850.0",
        "naive": "2026-11-01 10:00:00",
        "flag": "true",
        "word": "x",
        "nested": '{"a":[1,null],"b":"ž"}',
        "dotted.name": "d",
        "_file": "x.parquet",
        "_line": 1,
    }
    assert {name for name, value in second.items() if value is not None} == {"_file", "_line"}


def test_a_folder_named_like_a_column_gives_that_column_to_its_parquet_files(read: Read) -> None:
    raw = read({f"x/store={name}/0.parquet": parquet({"a": ["1"]}) for name in ("Brno", "Oslo")})
    assert [(row["store"], row["_file"]) for row in rows(raw, "0")] == [
        ("Brno", "x/store=Brno/0.parquet"),
        ("Oslo", "x/store=Oslo/0.parquet"),
    ]


def test_a_parquet_file_whose_name_looks_like_a_glob_is_itself(read: Read) -> None:
    files = ("x-[1].parquet", "x-1.parquet", "x-*.parquet", "x-?.parquet")
    raw = read({name: parquet({"a": [name]}) for name in files})
    for name in files:
        assert rows(raw, name.partition(".")[0]) == [{"a": name, "_file": name, "_line": 1}]


def test_parquet_with_a_zone_keeps_it(read: Read) -> None:
    moment = pa.array([datetime(2026, 11, 1, 10)], pa.timestamp("us", "UTC"))
    ((row),) = rows(read({"x.parquet": parquet({"at": moment})}), "x")
    assert row["at"].endswith("+00")


def test_a_parquet_file_may_carry_names_that_reading_uses_itself(read: Read) -> None:
    columns = {"a": ["1"], "filename": ["mine"], "_file": ["x"], "_line": [7]}
    assert rows(read({"x.parquet": parquet(columns)}), "x") == [
        {"a": "1", "filename": "mine", "_file": "x.parquet", "_line": 1}
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (parquet({"a": ["1"]})[:-20], "not a whole Parquet file"),
        (gzip.compress(parquet({"a": ["1"]})), "not a whole Parquet file"),
        (b"", "not a whole Parquet file"),
        (
            parquet({"file_row_number": ["1"]}),
            "its column file_row_number has a name that is taken; rename it",
        ),
    ],
    ids=["cut", "gzipped", "empty", "a taken name"],
)
def test_a_parquet_file_that_cannot_be_read_is_told_and_the_others_are_read(
    read: Read, content: bytes, reason: str
) -> None:
    raw = read({"x-1.parquet": content, "x-2.parquet": parquet({"a": ["2"]})})
    assert faults(raw) == [("x-1.parquet", 1, reason)]
    assert len(rows(raw, "x-2")) == 1


def test_one_file_that_cannot_be_read_leaves_the_others(read: Read) -> None:
    raw = read({"x.csv": CSV, "y.csv": "", "z.csv": "a,A\n1,2\n"})
    assert list(raw.groups) == ["x"]
    assert faults(raw) == [
        ("y.csv", 1, "the file is empty"),
        ("z.csv", 1, "two columns are named 'A'"),
    ]
    assert (raw.rows["y.csv"], raw.read["y.csv"]) == (1, 0)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"x.csv": ""}, "x.csv: the file is empty."),
        ({"x.csv": "a,b\n"}, "There are no rows in x.csv, so there is nothing to build."),
        ({"x.json": "[]"}, "There are no rows in x.json, so there is nothing to build."),
        (
            {"x.csv": "a\n", "y.ndjson": "\n", "z.csv": "\n"},
            "y.ndjson: the file is empty. z.csv: the file is empty.",
        ),
        ({"x.json": '{"a": "b'}, "x.json:1: cut in the middle of an object."),
        ({"x.json": "hello"}, "x.json:1: not JSON (expecting value), from here on."),
        (
            {"x.csv": b"a,b\ncaf\xe9,1\ncaf\xe9,2\n"},
            "x.csv:2: not UTF-8; save the file as UTF-8. x.csv:3: not UTF-8; save the file as"
            " UTF-8.",
        ),
        ({"x.parquet": b"PAR1"}, "x.parquet: not a whole Parquet file."),
        (
            {"x.csv.gz": gzip.compress(b"a,b\n1,2\n")[:9]},
            "x.csv.gz: the compressed file is cut in the middle.",
        ),
        (
            {"x.csv": "a\n1\n", "x.parquet": parquet({"a": ["1"]})},
            "The files named x are of two formats; give them two names.",
        ),
    ],
)  # fmt: skip
def test_an_input_without_a_row_is_refused_in_a_sentence(
    read: Read, files: Files, sentence: str
) -> None:
    with pytest.raises(SourceError) as caught:
        read(files)
    assert str(caught.value) == sentence


def test_a_file_of_endlessly_many_fields_is_refused_and_the_others_are_read(read: Read) -> None:
    many = "\n".join(f'{{"token": "t{n}", "field {n}": 1}}' for n in range(6000))
    raw = read({"x.ndjson": many, "y.csv": CSV})
    assert faults(raw) == [("x.ndjson", 5000, "its rows have more than 5,000 different fields")]
    assert (raw.rows["x.ndjson"], list(raw.groups)) == (1, ["y"])


def test_large_rows_are_in_memory_a_few_at_a_time(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BATCH_BYTES", 100_000)
    raw = read({"x.csv": "a\n" + f"{'x' * 50_000}\n" * 10})
    assert len(rows(raw, "x")) == 10
    assert len(list((tmp_path / "work").glob("read-0-*.parquet"))) >= 3


def test_of_the_faults_of_a_file_the_first_three_are_at_hand_and_all_are_kept(read: Read) -> None:
    raw = read({"x.csv": "a,b\n1,2\n" + "3\n" * 500, "y.csv": ""})
    assert [(name, fault.line) for name, fault in raw.first_faults] == [
        ("x.csv", 3), ("x.csv", 4), ("x.csv", 5), ("y.csv", 1),
    ]  # fmt: skip
    assert len(faults(raw)) == raw.rows["x.csv"] - 1 + raw.rows["y.csv"] == 501


def test_a_fault_is_counted_among_the_rows_that_were_there(read: Read) -> None:
    raw = read({"x.csv": "a,b\n1,2\n3\n"})
    assert (raw.rows, raw.read) == ({"x.csv": 2}, {"x.csv": 1})
    assert raw.faults is not None
    assert raw.faults.fetchall() == [
        ("x.csv", 3, None, "1 field where the header has 2", "3"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines",
        "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
    ],
)  # fmt: skip
def test_csv_files_that_readers_get_wrong_are_read_right(
    realdata: Path, read: Read, name: str
) -> None:
    folder = realdata / "csv_spectrum"
    content = (folder / f"{name}.csv").read_bytes()
    if name.endswith("_crlf") and b"\r" not in content:
        content = content.replace(b"\n", b"\r\n")  # A copy may have lost them on its way here.
    raw = read({f"{name}.csv": content})
    found = [
        {column: value for column, value in row.items() if column not in ("_file", "_line")}
        for row in rows(raw, name)
    ]
    assert found == json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    assert faults(raw) == []
