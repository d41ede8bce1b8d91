"""Open a text file: unpacked when it is gzipped, decoded, up to where it can be read.

Bytes that are not UTF-8 come as the halves of characters that ``is_misread`` tells, so that one of
them costs its row and not the file.
"""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from data.reading import Fault, FileFault, Record

_HEAD = 4096
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", 4),
    (codecs.BOM_UTF32_BE, "utf-32", 4),
    (codecs.BOM_UTF16_LE, "utf-16", 2),
    (codecs.BOM_UTF16_BE, "utf-16", 2),
)


class _Source(Protocol):
    def read1(self, size: int, /) -> bytes: ...

    def close(self) -> None: ...


class _Bytes(io.RawIOBase):
    """The bytes of a file, unpacked. Where they cannot be read any further is their end.

    ``ended`` then says why, and ``cut`` whether the last row may be only a part of one.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as start:
            packed = start.read(2) == b"\x1f\x8b"
        self._source: _Source = gzip.open(path, "rb") if packed else path.open("rb")  # noqa: SIM115
        self.count = 0
        self.ended: str | None = None
        self.cut = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        data = b"" if self.ended else self._next(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)

    def _next(self, size: int) -> bytes:
        try:
            return self._source.read1(size)
        except EOFError:
            self.ended, self.cut = "the compressed file is cut in the middle", True
        except zlib.error:
            self.ended, self.cut = "the compressed file is damaged from here on", True
        except gzip.BadGzipFile as error:
            self.ended = "the compressed file is damaged: its checksum is wrong"
            if "Not a gzipped file" in str(error):
                self.ended = "what follows in the file is not compressed"
        return b""

    def close(self) -> None:
        self._source.close()
        super().close()


class SourceText(io.TextIOWrapper):
    """A text file that is being read.

    Raises:
        FileFault: it cannot be opened, or is in an encoding that it does not name.
    """

    def __init__(self, path: Path, name: str) -> None:
        """Open the file; ``name`` is how reports name it."""
        try:
            self._bytes = _Bytes(path)
        except OSError as error:
            raise FileFault(name, f"it cannot be opened ({error.strerror})") from error
        buffered = io.BufferedReader(self._bytes, 1 << 16)
        head = buffered.peek(_HEAD)[:_HEAD]
        encoding, self._unit = "utf-8", 1
        for mark, marked, unit in _MARKS:
            if head.startswith(mark):
                encoding, self._unit = marked, unit
                break
        else:
            if head.count(b"\0") > len(head) // 5:
                buffered.close()
                raise FileFault(name, "it looks like UTF-16 without its mark; save it as UTF-8")
        errors = "surrogateescape" if encoding == "utf-8" else "replace"
        super().__init__(buffered, encoding=encoding, errors=errors, newline="")
        self._name = name

    @property
    def taken(self) -> int:
        """How many bytes were read so far, unpacked."""
        return self._bytes.count

    def until_the_cut(self, records: Iterator[Record | Fault]) -> Iterator[Record | Fault]:
        """The records of this file, and one fault for what of it could not be read.

        Where the file is cut the fault stands for its last row, which may be a part of one.

        Raises:
            FileFault: none of it could be read.
        """
        last: Record | Fault | None = None
        try:
            for one in records:
                if last is not None:
                    yield last
                last = one
        except FileFault as fault:
            raise self._fault_of_the_file(fault) from fault
        ended = self._ended()
        if ended and last is None:
            raise FileFault(self._name, ended)
        if last is not None and not (ended and self._bytes.cut):
            yield last
        if ended and last is not None:
            line = last.line if self._bytes.cut else last.line + 1
            yield Fault(line, None, ended, last.raw if isinstance(last, Fault) else "")

    def _fault_of_the_file(self, fault: FileFault) -> FileFault:
        ended = self._ended()
        return FileFault(self._name, ended, fault.fault.line, fault.fault.raw) if ended else fault

    def _ended(self) -> str | None:
        """Why the file ends where it does, if not because it is over."""
        if self._bytes.ended is None and self._bytes.count % self._unit:
            self._bytes.cut = True
            return "the file is cut in the middle of a character"
        return self._bytes.ended
