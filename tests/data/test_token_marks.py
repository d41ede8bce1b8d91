"""Marks rule out texts, and never one that holds the part."""

from itertools import pairwise

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from data.token_marks import marks_of, marks_of_all

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def bit_by_bit(text: str) -> int:
    """The same marks, as the module's text describes them."""
    letters = text.encode()
    marks = 0
    for first, second in pairwise(letters):
        marks |= 1 << (first + 38 * second) % 128
    return marks


def as_number(low: int, high: int) -> int:
    return low | high << 64


@given(texts)
def test_every_pair_of_bytes_sets_its_bit(text: str) -> None:
    assert as_number(*marks_of(text)) == bit_by_bit(text)


@given(texts, texts, texts)
def test_a_part_has_no_mark_that_the_whole_lacks(before: str, part: str, after: str) -> None:
    whole = as_number(*marks_of(before + part + after))
    assert as_number(*marks_of(part)) & ~whole == 0


@given(st.lists(texts, min_size=1), st.integers(0, 3), st.integers(1, 5))
def test_many_texts_have_the_marks_of_each(some: list[str], first: int, step: int) -> None:
    chunks = [pa.array(some[at : at + step]) for at in range(0, len(some), step)]
    column = pa.chunked_array(chunks)[first:]
    found = marks_of_all(column).to_pylist() if len(column) else []
    assert [(marks["low"], marks["high"]) for marks in found] == [
        marks_of(text) for text in some[first:]
    ]


def test_short_texts_have_none() -> None:
    assert marks_of("") == marks_of("a") == (0, 0)


def test_three_letters_rule_out_most_hexadecimal_tokens() -> None:
    hexes = "0123456789abcdef"
    pairs = [bit_by_bit(a + b) for a in hexes for b in hexes]
    # 256 pairs share 128 bits: the fewer share each one, the more it rules out.
    assert max(pairs.count(bit) for bit in set(pairs)) <= 4
    assert len(set(pairs)) >= 100
