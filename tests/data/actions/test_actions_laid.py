"""Decisions are laid over a copy as they are made, and a page keeps the version it began with."""

from pathlib import Path
from threading import Thread

import pytest

from data.actions.database import Actions, actions_at, sqlite_url
from data.actions.decided import Decision
from data.actions.deciding import Seen, add_note, decide
from data.actions.laid import as_decided, as_last_known
from data.actions.session_key import SessionKey
from data.copy import Copy
from tests.data.actions.conftest import NOW
from tests.queries.conftest import build_tiny

ONE, TWO = SessionKey("shop", "one"), SessionKey("shop", "two")


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    started = NOW.replace(tzinfo=None)
    rows = [
        {"cart_token": token, "risk": "Review", "started_at": started} for token in ("one", "two")
    ]
    return build_tiny(tmp_path / "sessions.duckdb", rows)


def restrict(actions: Actions, *sessions: SessionKey) -> None:
    seen = [Seen(session, 0, "Review") for session in sessions]
    decide(actions, Decision.RESTRICT, seen, who="Ada", reason="hoards")


def moved(copy: Copy) -> dict[str, str]:
    """The levels that a question finds."""
    asked = (
        "select cart_token, moved.risk"
        " from decided.moved($1) as moved join sessions using (session_no)"
    )
    found = copy.connection.cursor().execute(asked, [copy.decided.version]).fetchall()
    return dict(found)


def levels(copy: Copy) -> list[str | None]:
    return [copy.decided.level(*session, "Review") for session in (ONE, TWO)]


def test_each_decision_counts_from_the_next_page_on(actions: Actions, copy: Copy) -> None:
    restrict(actions, ONE)
    before = as_decided(copy, actions)
    restrict(actions, TWO)
    after = as_decided(copy, actions)
    assert (levels(before), levels(after)) == (["Restricted", "Review"], ["Restricted"] * 2)
    assert moved(before) == {"one": "Restricted"}
    assert moved(after) == {"one": "Restricted", "two": "Restricted"}
    assert levels(copy) == ["Review", "Review"]


def test_what_is_lifted_counts_no_more(actions: Actions, copy: Copy) -> None:
    restrict(actions, ONE)
    before = as_decided(copy, actions)
    seen = [Seen(ONE, before.decided.version, "Review")]
    decide(actions, Decision.LIFT, seen, who="Ada", reason="mistaken")
    after = as_decided(copy, actions)
    assert (moved(before), moved(after)) == ({"one": "Restricted"}, {})
    assert levels(after) == ["Review", "Review"]


def test_a_note_alone_lays_nothing(actions: Actions, copy: Copy) -> None:
    add_note(actions, ONE, who="Ada", note="called")
    assert as_decided(copy, actions).decided.version == 0


def test_an_emptier_database_takes_back_what_the_one_before_decided(
    copy: Copy, tmp_path: Path
) -> None:
    full, empty = (actions_at(sqlite_url(tmp_path / name), sends=False) for name in "ab")
    restrict(full, ONE)
    assert moved(as_decided(copy, full)) == {"one": "Restricted"}
    after = as_decided(copy, empty)
    assert (moved(after), levels(after)) == ({}, ["Review", "Review"])


def test_what_was_known_last_is_not_called_current(actions: Actions, copy: Copy) -> None:
    restrict(actions, ONE)
    assert as_decided(copy, actions).decided.current
    known = as_last_known(copy)
    assert not known.decided.current
    assert levels(known) == ["Restricted", "Review"]


def test_many_pages_may_ask_while_others_decide(actions: Actions, copy: Copy) -> None:
    wrong: list[object] = []

    def look() -> None:
        for _ in range(15):
            seen = as_decided(copy, actions)
            known = {session.cart_token for session in seen.decided.by_session}
            if set(moved(seen)) != known:
                wrong.append((moved(seen), known))

    pages = [Thread(target=look) for _ in range(4)]
    for page in pages:
        page.start()
    for session in (ONE, TWO):
        restrict(actions, session)
    for page in pages:
        page.join(60)
    assert wrong == []
