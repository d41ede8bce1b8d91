"""Marks of a text: 128 bits that rule out, without reading it, most texts that it is not part of.

Every two bytes that follow each other in the UTF-8 of a text set one of 128 bits. A part of a text
has none but pairs of the whole, so that a text whose marks lack one of the part's cannot hold it.
The other way round proves nothing: what has all marks must still be read. A search for three
letters in tokens of 32 hexadecimal digits is left with one token in twenty.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_Numbers = npt.NDArray[np.uint64]

# Chosen so that the pairs of hexadecimal digits, of decimal digits and of letters spread evenly.
_SECOND = 38
_BITS = 128
_WORD = 64


def marks_of(text: str) -> tuple[int, int]:
    """The marks of one text: the lower and the upper 64 bits."""
    low, high = _marks(np.frombuffer(text.encode(), np.uint8), np.array([0, len(text.encode())]))
    return int(low[0]), int(high[0])


def marks_of_all(column: pa.ChunkedArray) -> pa.Array:
    """The marks of many texts, none of them null: a struct of ``low`` and ``high`` for each."""
    texts = column.combine_chunks().cast(pa.large_binary())
    _, offsets, data = texts.buffers()
    bounds = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    letters = np.frombuffer(data or b"", np.uint8)[bounds[0] : bounds[-1]]
    low, high = _marks(letters, bounds - bounds[0])
    return pa.StructArray.from_arrays([pa.array(low), pa.array(high)], names=["low", "high"])


def _marks(
    letters: npt.NDArray[np.uint8], bounds: npt.NDArray[np.int64]
) -> tuple[_Numbers, _Numbers]:
    """The marks of texts that lie one behind the other, each from its bound to the next."""
    starts, lengths = bounds[:-1], np.diff(bounds)
    bits = np.zeros(len(letters) + 1, np.uint8)
    bits[:-2] = letters[:-1] + letters[1:] * np.uint8(_SECOND)  # wraps: only the remainder counts
    bits %= _BITS
    mark = np.left_shift(np.uint64(1), (bits % _WORD).astype(np.uint64))
    # The last byte of a text begins no pair of it; the one behind all texts is there for those that
    # are empty.
    mark[bounds[1:] - 1] = 0
    mark[-1] = 0
    found = []
    for word in (bits < _WORD, bits >= _WORD):
        gathered = np.bitwise_or.reduceat(np.where(word, mark, np.uint64(0)), starts)
        found.append(np.where(lengths > 1, gathered, np.uint64(0)))
    return found[0], found[1]
