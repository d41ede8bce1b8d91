"""The audit trail: it only grows, and what was done to it behind the dashboard's back is found."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, String, select, type_coerce
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from data.actions.database import Actions, actions_at, sqlite_url
from data.actions.decided import Decision
from data.actions.deciding import Seen, add_note, decide
from data.actions.schema import head, trail
from data.actions.session_key import SessionKey
from data.actions.trail import chained
from data.actions.verify import verify
from data.command import main
from data.settings import settings
from tests.data.actions.conftest import OpenActions
from tests.data.actions.postgres import empty_place

RAID = SessionKey("soleroom", "raid-1")


def write_five(actions: Actions) -> None:
    """Five entries: a restriction of three sessions, a note, a lifted restriction."""
    sessions = [SessionKey("soleroom", f"raid-{number}") for number in (1, 2, 3)]
    decide(
        actions,
        Decision.RESTRICT,
        [Seen(session, 0, "Review", 97.5) for session in sessions],
        who="Ana",
        reason="one ring",
    )
    add_note(actions, RAID, who="Ben", note="wrote to the shopper")
    decide(actions, Decision.LIFT, [Seen(RAID, 3, "Review")], who="Ben", reason="a mistake")


def by_hand(actions: Actions, *statements: str) -> None:
    """What somebody does who owns the database and is held by no trigger."""
    with actions.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            for table in (trail, head):
                connection.exec_driver_sql(f"alter table {table.name} disable trigger user")
        else:
            asked = "select name from sqlite_master where type = 'trigger'"
            for name in connection.exec_driver_sql(asked).scalars().all():
                connection.exec_driver_sql(f"drop trigger {name}")
        for statement in statements:
            connection.exec_driver_sql(statement)


REFUSED = [
    "update actions_trail set reason = 'nothing' where number = 2",
    "update actions_trail set number = 9 where number = 2",
    "delete from actions_trail where number = 5",
    "delete from actions_trail",
    "update actions_head set number = 3",
    "update actions_head set hash = 'x'",
    "delete from actions_head",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_to_change_or_remove_an_entry(
    actions: Actions, statement: str
) -> None:
    write_five(actions)
    with pytest.raises(DBAPIError, match="the audit trail only grows"), actions.engine.begin() as c:
        c.exec_driver_sql(statement)
    assert verify(actions).holds


@pytest.mark.parametrize("same", ["number", "id"])
def test_sqlite_does_not_replace_an_entry_either(tmp_path: Path, same: str) -> None:
    actions = actions_at(sqlite_url(tmp_path / "actions.sqlite"), sends=False)
    write_five(actions)
    columns = ", ".join(
        column.name if column.name == same or column.name not in ("number", "id") else "'9'"
        for column in trail.c
    )
    replacing = f"insert or replace into actions_trail select {columns} from actions_trail limit 1"
    with pytest.raises(DBAPIError, match="only grows"), actions.engine.begin() as connection:
        connection.exec_driver_sql(replacing)
    with pytest.raises(DBAPIError, match="only grows"), actions.engine.begin() as connection:
        connection.exec_driver_sql("insert or replace into actions_head select * from actions_head")
    actions.engine.dispose()


def test_postgresql_does_not_empty_the_trail_either(postgres: URL, open_at: OpenActions) -> None:
    place = empty_place(postgres, "not_emptied").set(drivername="postgresql+psycopg")
    actions = open_at(place)
    write_five(actions)
    for table in ("actions_trail cascade", "actions_head"):
        with pytest.raises(DBAPIError, match="only grows"), actions.engine.begin() as connection:
            connection.exec_driver_sql(f"truncate {table}")
    assert verify(actions).entries == 5


def test_a_trail_that_was_left_alone_holds(actions: Actions) -> None:
    assert verify(actions).said == "The audit trail holds: it has no entry yet."
    write_five(actions)

    verdict = verify(actions)
    assert (verdict.holds, verdict.entries, verdict.broken) == (True, 5, None)
    assert verdict.said == (f"The audit trail holds: 5 entries, the last with hash {verdict.hash}.")


def test_the_hash_is_what_the_docstring_says(actions: Actions) -> None:
    decide(actions, Decision.RESTRICT, [Seen(RAID, 0, None, 99.0)], who="Ána", reason="“ring”")
    with actions.reading() as connection:
        row = connection.execute(select(trail)).one()

    canonical = (
        '{"at":"2026-03-01T09:00:00.000000Z","cart_token":"raid-1","decision":"restrict",'
        f'"id":"{row.id}","level_after":"Restricted","level_before":null,"note":null,"number":1,'
        '"reason":"\\u201cring\\u201d","score":99.0,"store":"soleroom","who":"\\u00c1na"}'
    )
    expected = hashlib.sha256(f"{'0' * 64}\n{canonical}".encode("ascii")).hexdigest()
    assert (row.previous_hash, row.hash) == ("0" * 64, expected)


def test_the_same_score_hashes_the_same_however_it_is_stored(actions: Actions) -> None:
    for number, score in enumerate((0.1 + 0.2, 100, 1e-300, -0.0, 99.2)):
        seen = Seen(SessionKey("kumo", f"cart-{number}"), 0, None, score)
        decide(actions, Decision.RESTRICT, [seen], who="Ana", reason="one ring")
    assert verify(actions).holds


BROKEN = [
    ("update actions_trail set reason = 'nothing' where number = 2", 2, "not as it was written"),
    ("update actions_trail set who = 'Ben' where number = 1", 1, "not as it was written"),
    ("update actions_trail set score = 12 where number = 3", 3, "not as it was written"),
    ("update actions_trail set at = '2026-03-01T08:00:00.000000Z' where number = 4", 4, "not as"),
    ("update actions_trail set at = 'long ago' where number = 4", 4, "not as it was written"),
    ("update actions_trail set decision = 'confirm' where number = 1", 1, "not as it was written"),
    ("update actions_trail set note = 'something' where number = 5", 5, "not as it was written"),
    ("update actions_trail set level_after = null where number = 5", 5, "not as it was written"),
    ("update actions_trail set hash = previous_hash where number = 2", 2, "not as it was written"),
    ("update actions_trail set previous_hash = hash where number = 2", 2, "does not follow"),
    ("delete from actions_trail where number = 1", 1, "it is missing"),
    ("delete from actions_trail where number = 3", 3, "it is missing"),
    ("delete from actions_trail where number = 5", 5, "it once went on to entry 5"),
    ("delete from actions_trail where number > 3", 4, "it once went on to entry 5"),
    ("delete from actions_trail", 1, "it once went on to entry 5"),
    ("delete from actions_head", 6, "the row that says where it ends was removed"),
    ("update actions_head set number = 4", 5, "does not end where the dashboard last wrote"),
    ("update actions_head set version = 4", 6, "does not end where the dashboard last wrote"),
]


@pytest.mark.parametrize(("statement", "broken", "why"), BROKEN)
def test_what_was_done_to_the_trail_is_found(
    actions: Actions, statement: str, broken: int, why: str
) -> None:
    write_five(actions)
    by_hand(actions, statement)

    verdict = verify(actions)
    assert (verdict.holds, verdict.broken) == (False, broken)
    assert verdict.said.startswith(f"The audit trail is broken at entry {broken}: ")
    assert why in verdict.said


def test_an_entry_that_was_put_in_from_outside_is_found(actions: Actions) -> None:
    write_five(actions)
    with actions.engine.begin() as connection:
        row = _row(connection, 5) | {"number": 6, "id": "0" * 32, "who": "Mallory"}
        row["previous_hash"] = row["hash"]
        row["hash"] = chained(row["previous_hash"], row)
        connection.execute(trail.insert(), row | {"at": _moment(actions)})

    assert verify(actions).said == (
        "The audit trail is broken at entry 6: it does not end where the dashboard last wrote."
    )


def test_two_entries_that_changed_places_are_found(actions: Actions) -> None:
    write_five(actions)
    by_hand(
        actions,
        "delete from actions_outbox",
        "update actions_trail set number = 9 where number = 2",
        "update actions_trail set number = 2 where number = 3",
        "update actions_trail set number = 3 where number = 9",
    )
    assert verify(actions).broken == 2


def test_a_value_of_a_kind_that_no_entry_has_is_found(tmp_path: Path) -> None:
    actions = actions_at(sqlite_url(tmp_path / "actions.sqlite"), sends=False)
    write_five(actions)
    by_hand(actions, "update actions_trail set reason = x'00ff' where number = 2")

    assert verify(actions).broken == 2
    actions.engine.dispose()


def test_who_computes_all_hashes_anew_is_shown_by_a_hash_kept_elsewhere(actions: Actions) -> None:
    write_five(actions)
    kept = verify(actions).hash
    with actions.reading() as connection:
        rows = [_row(connection, number) for number in range(1, 6)]
    rows[1]["reason"] = "nothing"
    previous = "0" * 64
    changes = []
    for row in rows:
        row["hash"] = chained(previous, row)
        changes.append(
            f"update actions_trail set reason = '{row['reason']}', previous_hash = '{previous}',"
            f" hash = '{row['hash']}' where number = {row['number']}"
        )
        previous = row["hash"]
    changes[3] = changes[3].replace("'None'", "null")
    by_hand(actions, *changes, f"update actions_head set hash = '{previous}'")

    verdict = verify(actions)
    assert verdict.holds
    assert verdict.hash != kept


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SESSIONS_HOME", str(tmp_path))
    monkeypatch.delenv("SESSIONS_ACTIONS_URL", raising=False)
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run_one(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_one


def test_the_command_says_in_a_sentence_that_the_trail_holds(home: Path, run: Run) -> None:
    actions = actions_at(sqlite_url(home / "actions.sqlite"), sends=False)
    write_five(actions)
    actions.engine.dispose()

    code, out, err = run("audit")
    assert (code, err) == (0, "")
    assert out.startswith("The audit trail holds: 5 entries, the last with hash ")
    assert len(out.splitlines()) == 1
    told = json.loads(run("audit", "--json")[1])
    assert told.pop("said") + "\n" == out
    assert out.endswith(f"{told.pop('hash')}.\n")
    assert told == {"holds": True, "entries": 5, "broken": None}


def test_the_command_fails_where_the_trail_is_broken(home: Path, run: Run) -> None:
    actions = actions_at(sqlite_url(home / "actions.sqlite"), sends=False)
    write_five(actions)
    by_hand(actions, "delete from actions_trail where number = 3")
    actions.engine.dispose()

    assert run("audit") == (1, "", "The audit trail is broken at entry 3: it is missing.\n")
    code, out, _ = run("audit", "--json")
    assert (code, json.loads(out)["broken"]) == (1, 3)


def test_the_command_makes_nothing_where_nobody_ever_decided(home: Path, run: Run) -> None:
    code, out, _ = run("audit")
    assert (code, list(home.iterdir())) == (0, [])
    assert out == "No decision was ever kept here, so there is no audit trail.\n"


def test_the_command_reads_postgresql(
    postgres: URL, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = empty_place(postgres, "audited")
    monkeypatch.setenv("SESSIONS_ACTIONS_URL", place.render_as_string(hide_password=False))
    settings.cache_clear()
    assert run("audit")[1].startswith("No decision was ever kept here")
    actions = actions_at(place.set(drivername="postgresql+psycopg"), sends=False)
    write_five(actions)
    actions.engine.dispose()

    assert run("audit")[1].startswith("The audit trail holds: 5 entries")


def test_the_command_says_in_a_sentence_that_it_cannot_read(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "actions.sqlite").write_bytes(b"no database at all, but long enough to look like one")
    sentence = "The record of decisions cannot be read or written just now.\n"
    assert run("audit") == (1, "", sentence)
    monkeypatch.setenv("SESSIONS_ACTIONS_URL", "postgresql://u:hidden@127.0.0.1:1/nowhere")
    settings.cache_clear()
    assert run("audit") == (1, "", sentence)


def _row(connection: Connection, number: int) -> dict[str, Any]:
    at = type_coerce(trail.c.at, String).label("at")
    columns = [at if column is trail.c.at else column for column in trail.c]
    return dict(
        connection.execute(select(*columns).where(trail.c.number == number)).mappings().one()
    )


def _moment(actions: Actions) -> object:
    with actions.reading() as connection:
        return connection.execute(select(trail.c.at).where(trail.c.number == 5)).scalar_one()
