"""What reading a file gives: records with their line, and faults."""

import re
from dataclasses import dataclass

_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


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
