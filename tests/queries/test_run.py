"""A question is a file, its parameters are those that it names, and none goes without a scope."""

from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from data.copy import Copy
from queries import run
from queries.run import SQL, ask, ask_table, read_question
from queries.scope import Scope
from tests.queries.conftest import MakeCopy

QUESTIONS = sorted(path.relative_to(SQL).with_suffix("").as_posix() for path in SQL.rglob("*.sql"))
EVERYTHING = Scope(None)


@pytest.fixture
def copy(make_copy: MakeCopy) -> Copy:
    return make_copy([{"cart_token": "a", "store": "x"}, {"cart_token": "b", "store": "y"}])


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Write a question of this test's own."""

    def write(text: str) -> str:
        (tmp_path / "question.sql").write_text(text, encoding="utf-8")
        return "question"

    monkeypatch.setattr(run, "SQL", tmp_path)
    read_question.cache_clear()
    yield write
    read_question.cache_clear()


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_file_fits_the_tables_of_an_empty_copy(make_copy: MakeCopy, question: str) -> None:
    asked = read_question(question)
    values: dict[str, object] = dict.fromkeys(asked.parameters, None)
    lists = {"stores", "outcomes", "countries", "session_nos", "spellings", "days"}
    lists |= {"signals", "values", "numbers", "own", "own_families", "shared", "network"}
    lists |= {"visitor"}
    values |= {name: [] for name in asked.parameters & lists}
    values |= {name: 1 for name in asked.parameters & {"page_rows", "skipped", "most", "after"}}
    make_copy().connection.cursor().execute(f"explain {asked.text}", values)


def test_a_question_without_a_scope_is_refused(copy: Copy, written: Any) -> None:
    for text in ("select 1", "select 1 where $all_stores", "select 1 where 'x' in $stores"):
        read_question.cache_clear()
        with pytest.raises(LookupError, match="asks for no scope"):
            ask(copy, EVERYTHING, written(text))


def test_a_question_about_one_session_needs_no_stores(copy: Copy, written: Any) -> None:
    question = written("select cart_token from sessions where session_no = $session_no")
    assert ask(copy, EVERYTHING, question, session_no=0).first() == ("a",)


def test_a_question_that_is_no_file_is_refused(copy: Copy) -> None:
    for question in ("sessions/nothing", "../../../secrets", ""):
        with pytest.raises(LookupError):
            ask(copy, EVERYTHING, question)


def test_missing_and_surplus_parameters_are_refused(copy: Copy, written: Any) -> None:
    question = written("select $a where $all_stores or 'x' in $stores")
    with pytest.raises(KeyError, match="a"):
        ask(copy, EVERYTHING, question)
    with pytest.raises(KeyError, match="b"):
        ask(copy, EVERYTHING, question, a=1, b=2)


def test_nobody_can_hand_in_another_scope(copy: Copy, written: Any) -> None:
    question = written("select cart_token from sessions where $all_stores or store in $stores")
    mine = Scope(frozenset({"x"}))
    rows = ask(copy, mine, question, all_stores=True, stores=["y"])
    assert rows.tuples() == [("a",)]


def test_rows_are_read_as_tuples_records_a_frame_or_a_table(copy: Copy, written: Any) -> None:
    question = written(
        "select session_no, store from sessions where $all_stores or store in $stores order by 1"
    )
    assert ask(copy, EVERYTHING, question).columns == ["session_no", "store"]
    assert ask(copy, EVERYTHING, question).tuples() == [(0, "x"), (1, "y")]
    assert ask(copy, EVERYTHING, question).first() == (0, "x")
    records = [{"session_no": 0, "store": "x"}, {"session_no": 1, "store": "y"}]
    assert ask(copy, EVERYTHING, question).records() == records
    assert ask(copy, EVERYTHING, question).frame().to_dict("records") == records
    assert ask_table(copy, EVERYTHING, question).to_pylist() == records


def test_many_threads_may_ask_at_once(copy: Copy, written: Any) -> None:
    question = written("select $a + session_no from sessions where $all_stores or store in $stores")
    wrong: list[object] = []

    def many(number: int) -> None:
        for _ in range(20):
            found = sorted(ask(copy, EVERYTHING, question, a=number).tuples())
            if found != [(number,), (number + 1,)]:
                wrong.append(found)

    threads = [Thread(target=many, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []


def test_a_page_cannot_read_files_nor_change_the_copy(copy: Copy, written: Any) -> None:
    for text in (
        "select * from read_text('/etc/hostname') where $all_stores or 'x' in $stores",
        "insert into rejects select 'f', 1, 'c', 'r', 'o', 'x' where $all_stores or 'x' in $stores",
    ):
        read_question.cache_clear()
        with pytest.raises(Exception, match=r"disabled|read-only"):
            ask(copy, EVERYTHING, written(text))
