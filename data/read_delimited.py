"""Read CSV and TSV: every field as text, with its line, and every fault named.

The file is read by Python's strict CSV reader, one record at a time, because the reason and the
line of a bad record matter more here than speed. After a fault reading goes on with the next line,
so that a quote which is never closed costs one record and not the rest of the file.
"""

import csv
import re
from collections.abc import Iterator
from typing import TextIO

from data.reading import NOT_UTF8, Fault, FileFault, Record, clean_text, is_misread

_DELIMITERS = ",;\t|"
# Characters. Longer lines are passed over, so that they do not fill the memory.
_LONGEST_LINE = 4_000_000
# What a spreadsheet writes before the header.
_SAID = re.compile("\ufeff?sep=([,;\t|])[\r\n]*", re.IGNORECASE)
_QUOTED = re.compile('"[^"]*"')


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
        line = self._again.pop() if self._again else self.read()
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        if len(line) > _LONGEST_LINE:
            raise csv.Error("line too long")
        return line

    def read(self) -> str:
        """The next line of the file; of one that is too long, the beginning."""
        line = self._text.readline(_LONGEST_LINE + 1)
        last = line
        while len(last) > _LONGEST_LINE and last[-1] not in "\r\n":
            last = self._text.readline(_LONGEST_LINE + 1)
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
    first = lines.read()
    while first and not first.strip():
        lines.number += 1
        first = lines.read()
    said = _SAID.fullmatch(first)
    if said:
        lines.number += 1
        first = lines.read()
    if not first:
        raise FileFault(name, "the file is empty")
    lines.give_back(first.lstrip("\ufeff"))
    delimiter = said[1] if said else _delimiter(first, name)
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
            raw = _shown(lines.taken[0])
            yield Fault(lines.first, None, _reason(error, lines.taken), raw)
            if header is None:
                raise FileFault(name, "the header cannot be read", lines.first, raw) from error
            lines.give_back_all_but_the_first()


def _record(lines: _Lines, header: list[str], fields: list[str]) -> Record | Fault:
    line, raw = lines.first, "".join(lines.taken)
    if len(lines.taken) > 1 and len(fields) != len(header):
        # A quote that is never closed ends at the next one, maybe some good rows later.
        raw = lines.taken[0]
        lines.give_back_all_but_the_first()
        return Fault(line, None, "a quote is opened and never closed", _shown(raw))
    if is_misread(raw):
        column = next((n for n, f in zip(header, fields, strict=False) if is_misread(f)), None)
        return Fault(line, column, NOT_UTF8, _shown(raw))
    if len(fields) != len(header):
        noun = "field" if len(fields) == 1 else "fields"
        reason = f"{len(fields)} {noun} where the header has {len(header)}"
        return Fault(line, None, reason, _shown(raw))
    return Record(line, dict(zip(header, fields, strict=True)))


def _shown(raw: str) -> str:
    return clean_text(raw.rstrip("\r\n"))


def _delimiter(first_line: str, name: str) -> str:
    usual = "\t" if ".tsv" in name.lower() else ","
    bare = _QUOTED.sub("", first_line)
    return max(_DELIMITERS, key=lambda mark: (bare.count(mark), mark == usual))


def _header(fields: list[str], name: str) -> list[str]:
    names = [clean_text(field).strip() or f"column_{n}" for n, field in enumerate(fields, start=1)]
    seen: set[str] = set()
    for column in names:
        if column.lower() in seen:
            raise FileFault(name, f"two columns are named {column!r}")
        seen.add(column.lower())
    return names


def _reason(error: csv.Error, taken: list[str]) -> str:
    if len(taken[0]) > _LONGEST_LINE:
        return f"a line is longer than {_LONGEST_LINE:,} characters"
    if len(taken[0]) > csv.field_size_limit():
        return f"a field is longer than {csv.field_size_limit():,} characters"
    if len(taken) > 1 or "unexpected end" in str(error):
        return "a quote is opened and never closed"
    return "a quote is closed in the middle of a field"
