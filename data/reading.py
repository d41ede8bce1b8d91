"""What reading a file gives: records with their line, and faults."""

import re
from dataclasses import dataclass

NOT_UTF8 = "not UTF-8; save the file as UTF-8"

_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_MISREAD_BYTES = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the input as text, and the line on which it begins (1 is the first)."""

    line: int
    fields: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One row of the input that cannot be read: where, why, and its raw text."""

    line: int
    column: str | None
    reason: str
    raw: str


class FileFault(Exception):
    """A whole file cannot be read: why, on which line, and some of its text."""

    def __init__(self, name: str, reason: str, line: int = 1, raw: str = "") -> None:
        """Make the message one sentence for a person."""
        super().__init__(f"{name}: {reason}.")
        self.fault = Fault(line, None, reason, raw)


def clean_text(text: str) -> str:
    """The text without halves of characters, which no file or database can hold."""
    return text if text.isascii() else _LONE_SURROGATES.sub("\ufffd", text)


def is_misread(text: str) -> bool:
    """Whether a text that was just read holds a byte that is not UTF-8."""
    return not text.isascii() and _MISREAD_BYTES.search(text) is not None
