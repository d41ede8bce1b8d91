"""The SQL files of builds and copies, each one statement, parsed once."""

from functools import cache
from pathlib import Path

import duckdb


@cache
def statement(folder: Path, name: str) -> duckdb.Statement:
    """The statement of the file ``name.sql`` in a folder.

    Any connection can run it, as often as it likes.

    Raises:
        OSError: there is no such file.
        duckdb.ParserException: it holds no SQL.
        ValueError: it holds more or less than one statement.
    """
    text = (folder / f"{name}.sql").read_text(encoding="utf-8")
    (only,) = duckdb.extract_statements(text)
    return only
