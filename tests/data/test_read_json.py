"""JSON in its many shapes: objects one by one, and a broken one costs itself alone."""

import io
import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import read_json as module
from data.read_json import read_json
from data.reading import Fault, FileFault, Record


def read(text: str, *, lines: bool = False) -> list[Record | Fault]:
    return list(read_json(io.StringIO(text, newline=""), "x.json", lines=lines))


def fields(text: str, *, lines: bool = False) -> list[dict[str, str | None]]:
    return [one.fields for one in read(text, lines=lines) if isinstance(one, Record)]


def faults(text: str, *, lines: bool = False) -> list[tuple[int, str]]:
    return [(one.line, one.reason) for one in read(text, lines=lines) if isinstance(one, Fault)]


TWO = [{"a": "1"}, {"a": "2"}]


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": 1}, {"a": 2}]',
        '[\n  {"a": 1},\n  {"a": 2}\n]\n',
        '{"orders": [{"a": 1}, {"a": 2}]}',
        '[{"order": {"a": 1}}, {"order": {"a": 2}}]',
        '{"a": 1}\n{"a": 2}\n',
        '\n{"a": 1}\r\n\r\n{"a": 2}',
        '{\n  "a": 1\n}\n{\n  "a": 2\n}\n',
        '[{"a": 1}]\n[{"a": 2}]',
        '\ufeff[{"a": 1}, {"a": 2}]',
    ],
    ids=[
        "an array", "an array over lines", "wrapped", "an array of wrapped ones", "a line each",
        "a line each with empty ones", "one after another", "two arrays", "with a mark",
    ],
)  # fmt: skip
def test_two_objects_are_read_from_every_shape(text: str) -> None:
    assert fields(text) == TWO
    assert faults(text) == []


@pytest.mark.parametrize(
    "text", ['{"a": 1}', '{\n"a": 1\n}', '{"order": {"a": 1}}', '{"order":\n{"a": 1}}\n']
)
def test_a_single_object_is_one_row(text: str) -> None:
    assert fields(text) == [{"a": "1"}]


def test_an_object_whose_first_field_is_a_list_is_one_row() -> None:
    assert fields('{"lines": [{"sku": "x"}], "token": "t"}') == [
        {"lines": '[{"sku": "x"}]', "token": "t"}
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"page": 1, "orders": [{"a": 1}, {"a": 2}]}',
        '{"orders": [{"a": 1}, {"a": 2}], "total_pages": 7, "next": null}',
        '{\n "meta": {"page": 1, "of": [1, 2]},\n "data": [{"a": 1}, {"a": 2}],\n "links": []\n}\n',
        '{"success": true, "nextPageToken": "x]}", "items": [{"a": 1}, {"a": 2}], "pageInfo": {}}',
        '{"links": [{"rel": "next"}], "carts": [{"a": 1}, {"a": 2}]}',
        '{"page": 1, "carts": [{"a": 1}]}\n{"page": 2, "carts": [{"a": 2}]}\n',
        '{"carts": [\n{"a": 1}], "page": 1}\n{"carts": [{"a": 2}], "page": 2}\n',
    ],
)
def test_what_is_said_of_a_page_is_passed_over(text: str) -> None:
    assert fields(text) == TWO
    assert faults(text) == []


@pytest.mark.parametrize("chunk", range(24, 70, 4))
def test_what_is_said_of_a_page_is_passed_over_in_pieces(
    chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_CHUNK", chunk)
    text = '{"page": 1, "orders": [{"a": 1}, {"a": 2}], "totalPages": 123, "links": {"next": []}}'
    assert fields(text) == TWO
    assert faults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"token": "t", "total": 5, "items": [{"sku": "x"}]}',
        '{"session": 12, "events": [{"aid": 1}]}',
        '{"status": "open", "size": 3}',
        '{"page": 1, "orders": {"a": 1}}',
        '{"page": 1, "orders": [{"a": 1}], "carts": [{"a": 2}]}',
    ],
)
def test_an_object_that_says_more_than_a_page_does_is_one_row(text: str) -> None:
    assert len(fields(text)) == 1
    assert fields(text)[0].keys() == json.loads(text).keys()


@pytest.mark.parametrize("text", ['{"orders": []}', '{"page": 9, "orders": []}'])
def test_a_page_without_anything_on_it_has_no_rows(text: str) -> None:
    assert read(text) == []


def test_a_page_that_is_cut_within_what_follows_its_list_says_so() -> None:
    text = '{"orders": [{"a": 1}, {"a": 2}], "total": 12'
    assert fields(text) == TWO
    assert [line for line, _ in faults(text)] == [3]


def test_values_become_text_and_nested_ones_json_text() -> None:
    text = (
        '{"t": "x", "n": 1.50, "big": 123456789012345678901, "b": true, "z": null,'
        ' "l": [1, {"ž": "é"}]}'
    )
    assert fields(text) == [
        {
            "t": "x",
            "n": "1.5",
            "big": "123456789012345678901",
            "b": "true",
            "z": None,
            "l": '[1, {"ž": "é"}]',
        }
    ]


def test_nan_says_nothing_and_an_infinite_number_stays_to_be_refused() -> None:
    assert fields('{"a": NaN, "b": -Infinity, "c": [NaN]}') == [
        {"a": None, "b": "-Infinity", "c": "[null]"}
    ]


def test_a_half_of_a_character_becomes_a_replacement_character() -> None:
    assert fields('{"a": "x\\ud800y"}') == [{"a": "x\ufffdy"}]


def test_objects_have_the_line_on_which_they_begin() -> None:
    assert [one.line for one in read('[\n{"a": 1},\n\n{"a":\n2}, \n{"a": 3}]')] == [2, 4, 6]
    assert [one.line for one in read('\n{"a": 1}\n\n{"a": 2}\n')] == [2, 4]


def test_objects_on_one_line_have_a_place_each() -> None:
    assert [one.line for one in read('[{"a": 1}, {"a": 2}, {"a": 3}]')] == [1, 2, 3]


def test_what_is_no_object_is_a_fault_of_its_own() -> None:
    text = '[{"a": 1}, 1, "x", null, [2], {"a": 2}]'
    assert fields(text) == TWO
    assert faults(text) == [(n, "not an object") for n in (2, 3, 4, 5)]


def test_a_broken_line_costs_one_row() -> None:
    text = '{"a": 1}\n{"a": oops}\n{oops}\n{"a": 2}\n'
    assert fields(text, lines=True) == TWO
    assert faults(text, lines=True) == [
        (2, "not JSON (expecting value)"),
        (3, "not JSON (expecting property name enclosed in double quotes)"),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        '{"a": oops}',
        "oops",
        '{"a": "x\n"}',
        '{"a": {"b": [1, ,]}}',
        '{"a": "never closed}',
        "{'a': 1}",
        '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
    ids=["value", "word", "line end", "nested", "quote", "single quotes", "depth"],
)
def test_a_broken_object_of_an_array_costs_itself_alone(broken: str) -> None:
    text = '[\n{"a": 1},\n' + broken + ',\n{"a": 2}\n]'
    assert fields(text) == TWO
    assert [line for line, _ in faults(text)] == [3]


@pytest.mark.parametrize(("lines", "chunk"), [(True, 10), (True, 1000), (False, 10)])
def test_an_object_that_is_too_large_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, lines: bool, chunk: int
) -> None:
    monkeypatch.setattr(module, "_LARGEST_OBJECT", 300)
    monkeypatch.setattr(module, "_CHUNK", chunk)
    objects = ['{"a": 1}', '{"a": "' + "x" * 900 + '"}', '{"a": 2}']
    text = "\n".join(objects) if lines else "[" + ",\n".join(objects) + "]"
    assert fields(text, lines=lines) == TWO
    assert [line for line, _ in faults(text, lines=lines)] == [2]
    assert faults(text, lines=lines)[0][1].startswith("larger than 64,000,000 characters")


def test_an_object_nested_too_deeply_is_said_to_be() -> None:
    text = '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}"
    assert faults(text, lines=True) == [(1, "not JSON: nested too deeply")]


def test_what_follows_an_object_that_is_never_closed_is_said_to_be_lost() -> None:
    text = '[\n{"a": 1},\n{"a": {,\n{"a": 2}\n]'
    assert fields(text) == TWO[:1]
    assert faults(text) == [
        (3, "not JSON (expecting property name enclosed in double quotes), from here on")
    ]


@pytest.mark.parametrize("cut", ['{"a": "2', '{"a": 2', '{"a"', "{", '{"a": tr'])
def test_a_cut_is_told_and_what_came_before_it_is_read(cut: str) -> None:
    assert fields('[\n{"a": 1},\n' + cut) == TWO[:1]
    assert faults('[\n{"a": 1},\n' + cut) == [(3, "cut in the middle of an object")]
    assert fields('{"a": 1}\n' + cut, lines=True) == TWO[:1]
    assert faults('{"a": 1}\n' + cut, lines=True) == [(2, "cut in the middle of an object")]


@pytest.mark.parametrize("text", ['[\n{"a": 1},\n', '{"orders": [\n{"a": 1}\n', '[\n{"a": 1}'])
def test_a_list_that_is_cut_between_its_objects_is_told(text: str) -> None:
    assert fields(text) == TWO[:1]
    assert [reason for _, reason in faults(text)] == ["the file ends before the list does"]


def test_text_after_the_end_of_a_list_is_told() -> None:
    assert faults('[{"a": 1}]\ntrailing') == [(2, "not JSON (expecting value), from here on")]


def test_a_second_list_of_a_large_object_is_told_to_be_left_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_CHUNK", 64)
    text = '{"sessions": [' + ", ".join(['{"a": 1}'] * 20) + '], "lines": [{"b": 1}]}'
    assert len(fields(text)) == 20
    assert faults(text) == [(21, "not read: it follows the list")]


def test_a_number_that_is_too_large_costs_one_row() -> None:
    text = '{"a": 1e999}\n{"a": ' + "9" * 5000 + '}\n{"a": 1}\n'
    assert fields(text, lines=True) == TWO[:1]
    assert faults(text, lines=True) == [
        (1, "a number that is too large"),
        (2, "a number that is too large"),
    ]


def test_a_byte_that_is_not_utf8_costs_its_object() -> None:
    misread = b'{"a": "caf\xe9"}'.decode("utf-8", "surrogateescape")
    for text, lines in ((f'{{"a": 1}}\n{misread}\n', True), (f'[{{"a": 1}},\n{misread}]', False)):
        assert fields(text, lines=lines) == TWO[:1]
        assert faults(text, lines=lines) == [(2, "not UTF-8; save the file as UTF-8")]


@pytest.mark.parametrize("text", ["", " \n ", "\ufeff"])
def test_an_empty_file_is_refused(text: str) -> None:
    with pytest.raises(FileFault) as caught:
        read(text)
    assert str(caught.value) == "x.json: the file is empty."


@pytest.mark.parametrize("text", ["hello", "null", "3", '"text"', "token,started\na,b\n"])
def test_a_file_that_is_no_json_at_all_has_faults_and_no_rows(text: str) -> None:
    assert fields(text) == []
    assert faults(text)


def test_the_reason_leaves_out_where_in_the_line_so_that_reasons_can_be_counted() -> None:
    text = "".join(f'{{"{"a" * n}": oops}}\n' for n in range(1, 30))
    assert {reason for _, reason in faults(text, lines=True)} == {"not JSON (expecting value)"}


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 64])
def test_the_size_of_the_pieces_makes_no_difference(
    chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"a": str(n), "b": "x" * n, "c": {"d": [n, "é"]}} for n in range(20)]
    text = json.dumps(rows, indent=1, ensure_ascii=False)
    whole = read(text)
    monkeypatch.setattr(module, "_CHUNK", chunk)
    assert read(text) == whole
    assert len(whole) == 20


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
objects = st.lists(
    st.dictionaries(st.text(min_size=1, max_size=5), values, min_size=2, max_size=4),
    min_size=1,
    max_size=5,
)


@settings(max_examples=50)
@given(objects)
def test_every_shape_of_the_same_objects_gives_the_same_rows(rows: list[dict[str, Any]]) -> None:
    array = fields(json.dumps(rows))
    assert len(array) == len(rows)
    assert array == fields(json.dumps(rows, indent=2, ensure_ascii=False))
    assert array == fields(json.dumps({"rows": rows}))
    assert array == fields("\n".join(map(json.dumps, rows)), lines=True)
    for row, read_as in zip(rows, array, strict=True):
        for name, value in row.items():
            said = read_as[name]
            if isinstance(value, str) or value is None:
                assert said == value
            else:
                assert json.loads(said or "") == value


@given(st.text(st.sampled_from('{}[]",:a1 \n\\'), max_size=40), st.booleans())
def test_any_text_gives_rows_and_faults_in_order_and_never_breaks(text: str, lines: bool) -> None:
    try:
        found = [one.line for one in read(text, lines=lines)]
    except FileFault as fault:
        assert str(fault) == "x.json: the file is empty."
    else:
        assert all(before < after for before, after in pairwise(found))
