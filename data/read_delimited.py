"""Read CSV and TSV: every field as text, with its line, and every fault named.

The file is read by Python's strict CSV reader, one record at a time, because the reason and the
line of a bad record matter more here than speed. After a fault reading goes on with the next line,
so that a quote which is never closed costs one record and not the rest of the file.
"""

import csv
import re
from collections.abc import Iterator
from typing import TextIO

from data.reading import Fault, FileFault, Record, clean_text

_MISREAD_BYTES = re.compile("[\udc80-\udcff]")
_DELIMITERS = ",;\t|"


class _Lines:
    """The physical lines of a file, with those of the record under way kept for a second try."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._again: list[str] = []
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._text)
        self.number += 1
        self.taken.append(line)
        return line

    @property
    def first(self) -> int:
        """The number of the line on which the record under way began."""
        return self.number - len(self.taken) + 1

    def give_back(self, line: str) -> None:
        self._again.append(line)

    def end_record(self) -> None:
        self.taken.clear()

    def give_back_all_but_the_first(self) -> None:
        later = self.taken[1:]
        self._again.extend(reversed(later))
        self.number -= len(later)
        self.taken.clear()


def read_delimited(text: TextIO, name: str) -> Iterator[Record | Fault]:
    """Every record of a delimited file under its header's names.

    Raises:
        FileFault: the file is empty, or two columns of its header share a name.
    """
    lines = _Lines(text)
    first = text.readline()
    while first and not first.strip():
        lines.number += 1
        first = text.readline()
    if not first:
        raise FileFault(name, "the file is empty")
    lines.give_back(first.lstrip("\ufeff"))
    delimiter = _delimiter(first, name)
    header: list[str] | None = None
    while True:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            for fields in reader:
                if header is None:
                    header = _header(fields, name)
                elif fields:
                    yield _record(lines, header, fields)
                lines.end_record()
            return
        except csv.Error as error:
            if not lines.taken:
                raise FileFault(name, str(error)) from error
            raw = clean_text(lines.taken[0].rstrip("\r\n"))
            yield Fault(lines.first, None, _reason(error), raw)
            if header is None:
                raise FileFault(name, "the header cannot be read", lines.first, raw) from error
            lines.give_back_all_but_the_first()


def _record(lines: _Lines, header: list[str], fields: list[str]) -> Record | Fault:
    raw = "".join(lines.taken)
    if not raw.isascii():
        misread = _MISREAD_BYTES.search(raw)
        if misread:
            column = next(
                (n for n, f in zip(header, fields, strict=False) if _MISREAD_BYTES.search(f)), None
            )
            byte = ord(misread.group()) - 0xDC00
            reason = f"not UTF-8 (byte 0x{byte:02X}); save the file as UTF-8"
            return Fault(lines.first, column, reason, clean_text(raw.rstrip("\r\n")))
    if len(fields) != len(header):
        reason = f"{len(fields)} fields where the header has {len(header)}"
        return Fault(lines.first, None, reason, clean_text(raw.rstrip("\r\n")))
    return Record(lines.first, dict(zip(header, fields, strict=True)))


def _delimiter(first_line: str, name: str) -> str:
    usual = "\t" if ".tsv" in name.lower() else ","
    if usual in first_line:
        return usual
    return max(_DELIMITERS, key=lambda mark: (first_line.count(mark), mark == usual))


def _header(fields: list[str], name: str) -> list[str]:
    names = [clean_text(field).strip() or f"column_{n}" for n, field in enumerate(fields, start=1)]
    seen: set[str] = set()
    for column in names:
        if column.lower() in seen:
            raise FileFault(name, f"two columns are named {column!r}")
        seen.add(column.lower())
    return names


def _reason(error: csv.Error) -> str:
    words = str(error)
    if "unexpected end" in words or "field larger" in words:
        return "a quote is opened and never closed"
    return f"the quotes are not in order ({words})"
