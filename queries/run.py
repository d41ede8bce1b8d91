"""The one place where SQL meets a copy.

A question is a file: ``sessions/page`` is ``queries/sql/sessions/page.sql``. It names its
parameters as ``$name``; the scope's two, ``$all_stores`` and ``$stores``, are given here and
nowhere else, and so is ``$as_of``, the version of the decisions that are laid over the copy. A
question that asks for neither of the scope's must ask for a ``$session_no``, which the caller found
through a scope.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from data.copy import Copy
from queries.scope import Scope

SQL = Path(__file__).resolve().parent / "sql"
OF_THE_SCOPE = frozenset({"all_stores", "stores"})
_GIVEN_HERE = OF_THE_SCOPE | {"as_of"}

# A row by the names of its columns.
Record = dict[str, Any]


class Rows:
    """The answer to one question. It can be read once, in one of these ways."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return [column[0] for column in self._cursor.description or ()]

    def tuples(self) -> list[tuple[Any, ...]]:
        """All rows, in order: the cheapest way to read a few."""
        return self._cursor.fetchall()

    def first(self) -> tuple[Any, ...] | None:
        """The first row, or None when there is none."""
        return self._cursor.fetchone()

    def records(self) -> list[Record]:
        """All rows, in order, each by the names of its columns."""
        columns = self.columns
        return [dict(zip(columns, row, strict=True)) for row in self._cursor.fetchall()]

    def frame(self) -> pd.DataFrame:
        """All rows as a dataframe."""
        return self._cursor.df()


@dataclass(frozen=True)
class Question:
    """One SQL file, as text and parsed, and the parameters it names."""

    text: str
    statement: duckdb.Statement
    parameters: frozenset[str]


def ask(copy: Copy, scope: Scope, question: str, **parameters: object) -> Rows:
    """Ask one question of a copy, within a scope. Safe from any thread.

    Raises:
        KeyError: the parameters given are not those that the file names.
        LookupError: there is no such file, or it could not be held to a scope.
    """
    asked, values = _prepared(copy, scope, question, parameters)
    # A cursor has a transaction of its own; the connection itself is not safe to share.
    return Rows(copy.connection.cursor().execute(asked.statement, values))


def ask_table(copy: Copy, scope: Scope, question: str, **parameters: object) -> pa.Table:
    """Ask one question whose answer has many rows; the answer is an Arrow table.

    Raises:
        KeyError: the parameters given are not those that the file names.
        LookupError: there is no such file, or it could not be held to a scope.
    """
    asked, values = _prepared(copy, scope, question, parameters)
    return copy.connection.cursor().query(asked.text, params=values).to_arrow_table()


def _prepared(
    copy: Copy, scope: Scope, question: str, parameters: Mapping[str, object]
) -> tuple[Question, dict[str, object]]:
    asked = read_question(question)
    if wrong := asked.parameters.symmetric_difference(parameters) - _GIVEN_HERE:
        raise KeyError(f"{question}: missing or surplus parameters: {', '.join(sorted(wrong))}")
    given = {**scope.parameters(), "as_of": copy.decided.version}
    values = {name: given.get(name, parameters.get(name)) for name in asked.parameters}
    return asked, values


@cache
def read_question(question: str) -> Question:
    """The SQL file of a question, read and parsed once.

    Raises:
        LookupError: there is no such file, or it could not be held to a scope.
    """
    path = SQL / f"{question}.sql"
    if not path.is_file():
        raise LookupError(f"There is no question {question!r}.")
    text = path.read_text(encoding="utf-8")
    (statement,) = duckdb.extract_statements(text)
    named = frozenset(statement.named_parameters)
    if not (OF_THE_SCOPE <= named or "session_no" in named):
        raise LookupError(f"{question} asks for no scope.")
    return Question(text, statement, named)
