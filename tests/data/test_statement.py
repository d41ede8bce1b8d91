"""SQL files are parsed once, and run wherever they are asked for."""

from pathlib import Path

import duckdb
import pytest

from data.statement import statement


def test_any_connection_runs_it_as_often_as_it_likes(tmp_path: Path) -> None:
    (tmp_path / "kept.sql").write_text("-- Kept.\ncreate table kept as select $value::int as one")
    for value in (1, 2):
        with duckdb.connect() as connection:
            connection.execute(statement(tmp_path, "kept"), {"value": value})
            assert connection.execute("from kept").fetchall() == [(value,)]


@pytest.mark.parametrize("text", ["", "-- Nothing.", "select 1; select 2"])
def test_a_file_of_more_or_less_than_one_statement_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "wrong.sql").write_text(text)
    with pytest.raises(ValueError):
        statement(tmp_path, "wrong")


def test_a_file_that_is_not_there_or_holds_no_sql_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"missing\.sql"):
        statement(tmp_path, "missing")
    (tmp_path / "no.sql").write_text("no sql at all")
    with pytest.raises(duckdb.ParserException):
        statement(tmp_path, "no")
