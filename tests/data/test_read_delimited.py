"""CSV, TSV and their relatives: every field as text, every fault with its line."""

import csv
import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import read_delimited as module
from data.read_delimited import read_delimited
from data.reading import Fault, FileFault, Record

HEAD = "token,started,note\n"


def read(text: str, name: str = "sessions.csv") -> list[Record | Fault]:
    return list(read_delimited(io.StringIO(text, newline=""), name))


def fields(text: str, name: str = "sessions.csv") -> list[list[str | None]]:
    return [list(one.fields.values()) for one in read(text, name) if isinstance(one, Record)]


def faults(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.reason) for one in read(text) if isinstance(one, Fault)]


def test_a_record_carries_the_line_on_which_it_begins() -> None:
    lines = [one.line for one in read(HEAD + 'a,1,"two\nlines"\nb,2,\n\nc,3,\n')]
    assert lines == [2, 4, 6]


def test_every_field_stays_text() -> None:
    assert fields(HEAD + "007,1e3, true \n") == [["007", "1e3", " true "]]


def test_an_empty_field_is_empty_text() -> None:
    assert fields(HEAD + ',"",x\n') == [["", "", "x"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_ends_a_line(end: str) -> None:
    text = (HEAD + "a,1,x\nb,2,y\n").replace("\n", end)
    assert [(one.line, *one.fields.values()) for one in read(text) if isinstance(one, Record)] == [
        (2, "a", "1", "x"),
        (3, "b", "2", "y"),
    ]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("token;started;note", "a;1,5;x"),
        ("token\tstarted\tnote", "a\t1,5\tx"),
        ("token|started|note", "a|1,5|x"),
        ('token;started;"note, or two"', "a;1,5;x"),
        ("token;started;note, or two", "a;1,5;x"),
    ],
)
def test_the_header_tells_what_divides_the_fields(header: str, row: str) -> None:
    assert fields(f"{header}\n{row}\n") == [["a", "1,5", "x"]]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_spreadsheet_may_say_what_divides_the_fields(mark: str) -> None:
    text = f"\ufeffsep={mark}\r\ntoken{mark}a,b;c\r\nx{mark}1\r\n"
    if mark in ",;":
        text = text.replace("a,b;c", "note")
    assert [(one.line, *one.fields.values()) for one in read(text) if isinstance(one, Record)] == [
        (3, "x", "1")
    ]
    with pytest.raises(FileFault, match="the file is empty"):
        read(f"sep={mark}\n")


def test_a_tsv_of_one_column_may_hold_commas() -> None:
    assert fields("token\na,b\n", "sessions.tsv") == [["a,b"]]


def test_a_quote_that_is_never_closed_costs_one_row() -> None:
    text = HEAD + 'a,1,x\nb,2,"oops\nc,3,y\nd,4,z\n'
    assert [row[0] for row in fields(text)] == ["a", "c", "d"]
    assert faults(text) == [(3, "a quote is opened and never closed")]


def test_an_open_quote_that_the_next_quote_seems_to_close_costs_one_row() -> None:
    text = HEAD + 'a,1,"oops\nb,2,y\nc,3,"fine"\nd,4,z\n'
    assert [row[0] for row in fields(text)] == ["b", "c", "d"]
    assert faults(text) == [(2, "a quote is opened and never closed")]


def test_an_open_quote_that_makes_a_row_of_too_many_fields_costs_one_row() -> None:
    text = HEAD + 'a,1,"oops\nb,2,y",x,x\nc,3,z\n'
    assert [row[0] for row in fields(text)] == ["c"]
    assert faults(text) == [
        (2, "a quote is opened and never closed"),
        (3, "5 fields where the header has 3"),
    ]


def test_every_open_quote_of_many_costs_its_own_row() -> None:
    text = HEAD + "".join(f"{n},1,{chr(34) if n % 3 == 0 else ''}x\n" for n in range(1, 10))
    assert [row[0] for row in fields(text)] == ["1", "2", "4", "5", "7", "8"]
    assert [line for line, _ in faults(text)] == [4, 7, 10]


def test_a_quote_within_an_unquoted_field_is_text() -> None:
    assert fields(HEAD + 'a,5" pipe,x\n') == [["a", '5" pipe', "x"]]


def test_a_quote_closed_in_the_middle_of_a_field_costs_one_row() -> None:
    text = HEAD + 'a,1,"x"y\nb,2,z\n'
    assert [row[0] for row in fields(text)] == ["b"]
    assert faults(text) == [(2, "a quote is closed in the middle of a field")]


def test_a_row_of_another_length_is_told_with_both_lengths() -> None:
    assert faults(HEAD + "a,1\nb,2,y\nc,3,z,z\n") == [
        (2, "2 fields where the header has 3"),
        (4, "4 fields where the header has 3"),
    ]


def test_a_field_that_is_too_long_is_told_as_that() -> None:
    text = HEAD + f"a,1,{'x' * 200_000}\nb,2,y\n"
    assert [row[0] for row in fields(text)] == ["b"]
    assert faults(text) == [(2, "a field is longer than 131,072 characters")]


def test_a_line_that_is_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST_LINE", 50)
    for long in ("x" * 51, "x" * 500, 'y,"' + "\t" * 500):
        text = HEAD + f"a,1,x\nb,2,{long}\nc,3,x\n" + f'd,4,"x\n{long}\n'
        assert [row[0] for row in fields(text)] == ["a", "c"]
        reason = "a line is longer than 50 characters"
        assert faults(text)[0] == (3, reason)
        assert faults(text)[-1] == (6, reason)
    with pytest.raises(FileFault, match=r"sessions\.csv: the header cannot be read\."):
        read("a" * 1000 + "\n1\n")


def test_a_fault_keeps_the_raw_text_of_its_row() -> None:
    (one,) = read(HEAD + "a,1\n")
    assert isinstance(one, Fault)
    assert one.raw == "a,1"


def test_a_byte_that_is_not_utf8_is_told_with_its_column() -> None:
    misread = b"a,1,caf\xe9\nb,2,caf\xc3\xa9\n".decode("utf-8", "surrogateescape")
    first, second = read(HEAD + misread)
    assert first == Fault(2, "note", "not UTF-8; save the file as UTF-8", "a,1,caf\ufffd")
    assert isinstance(second, Record)
    assert second.fields["note"] == "café"


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    (one,) = read("\ufeff" + HEAD + "a,1,x\n")
    assert isinstance(one, Record)
    assert list(one.fields) == ["token", "started", "note"]


def test_a_header_may_come_after_empty_lines_and_have_space_around_its_names() -> None:
    (one,) = read("\n \n token , started,note\na,1,x\n")
    assert isinstance(one, Record)
    assert (one.line, list(one.fields)) == (4, ["token", "started", "note"])


def test_a_column_without_a_name_gets_one() -> None:
    (one,) = read("token,,\na,1,x\n")
    assert isinstance(one, Record)
    assert list(one.fields) == ["token", "column_2", "column_3"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "sessions.csv: the file is empty."),
        (" \n\n  ", "sessions.csv: the file is empty."),
        ("token,Token\na,b\n", "sessions.csv: two columns are named 'Token'."),
        ('"token,note\na,b\n', "sessions.csv: the header cannot be read."),
    ],
)
def test_a_file_without_a_usable_header_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(FileFault) as caught:
        read(text)
    assert str(caught.value) == sentence


def test_a_header_alone_has_no_rows() -> None:
    assert read(HEAD) == []


cells = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=12
)


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=8))
def test_what_a_csv_writer_writes_is_read_as_it_was(rows: list[tuple[str, str, str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([("a", "b", "c"), *rows])
    assert fields(text.getvalue()) == [list(row) for row in rows]


@given(st.text(st.sampled_from('ab,;"\n\r \t\ufeff'), max_size=60))
def test_any_text_gives_rows_and_faults_in_order_and_never_breaks(text: str) -> None:
    try:
        lines = [one.line for one in read(text)]
    except FileFault as fault:
        assert str(fault).startswith("sessions.csv: ")
    else:
        assert all(before < after for before, after in pairwise(lines))


@given(
    st.lists(st.sampled_from(["good", "open quote", "short", "long"]), max_size=12),
)
def test_one_damaged_row_never_costs_a_good_one(kinds: list[str]) -> None:
    written = {"good": "x,y,z", "open quote": 'x,"y,z', "short": "x,y", "long": "x,y,z,z"}
    text = HEAD + "".join(f"{number}{written[kind]}\n" for number, kind in enumerate(kinds))
    found = read(text)
    assert len(found) == len(kinds)
    for kind, one in zip(kinds, found, strict=True):
        assert isinstance(one, Record) == (kind == "good")
