"""The layout keeps every row and value, and every session has one place in every order."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from data import layout
from data.copy import Copy
from data.terms import Risk
from data.token_marks import marks_of
from tests.queries.conftest import MakeCopy

START = datetime(2026, 10, 1)


def all_of(copy: Copy, query: str) -> list[tuple[Any, ...]]:
    return copy.connection.cursor().execute(query).fetchall()


def carts() -> list[dict[str, Any]]:
    return [
        {
            "cart_token": f"Cart-{number}",
            "store": "ba"[number % 2],
            "started_at": START - timedelta(hours=number // 2),
            "status": ["Active", "Held", None][number % 3],
            "risk": ["Restricted", None, "Normal", "odd"][number % 4],
            "country": ["CZ", None][number % 2],
            "visitor_id": ["v", None, "w"][number % 3],
            "ip": ["203.0.113.7", "2001:db8::1", None][number % 3],
        }
        for number in range(12)
    ]


@pytest.fixture
def copy(make_copy: MakeCopy) -> Copy:
    return make_copy(carts())


def test_session_no_counts_in_order_of_start_store_and_token(copy: Copy) -> None:
    found = all_of(copy, "select session_no, cart_token from sessions order by session_no")
    wanted = sorted(carts(), key=lambda row: (row["started_at"], row["store"], row["cart_token"]))
    assert found == [(number, row["cart_token"]) for number, row in enumerate(wanted)]
    assert found == all_of(copy, "select session_no, cart_token from sessions order by rowid")


def test_every_value_is_kept_as_it_was(make_copy: MakeCopy) -> None:
    values: dict[str, Any] = {
        "store": "Söme 'shop'",
        "cart_token": "İtem\u200b💀",
        "token_hash": "h",
        "visitor_id": "v",
        "session_type": "fridge",
        "ip": "203.0.113.7",
        "ip_number": 281474087547143,
        "country": "CZ",
        "status": "on_hold",
        "risk": "odd",
        "currency": "EUR",
        "cart_value": Decimal("12345678901234.5678"),
        "item_count": -1,
        "started_at": datetime(2026, 10, 31, 9, 0, 0, 1),
        "expires_at": datetime(1970, 1, 1),
        "last_activity_at": datetime(9999, 12, 31),
        "ended_at": datetime(2026, 10, 31, 9, 30),
        "cart_updates": 0,
        "renewals": 20,
        "max_renewals": 20,
        "manual_extends": 3,
        "user_agent": "<b>agent</b>",
        "checkout_id": "c",
        "order_id": "o",
        "updated_at": datetime(2026, 10, 31, 10, 0),
        "source_file": "a.csv",
        "source_line": 2**40,
    }
    kept = make_copy([values])
    (row,) = all_of(kept, f"select {', '.join(values)} from sessions")
    found = dict(zip(values, row, strict=True))
    assert found == values


def test_marks_are_those_of_the_token_in_lower_case(make_copy: MakeCopy) -> None:
    tokens = ["", "A", "aB", "ABC-def", "Íž", "💀"]
    kept = make_copy([{"cart_token": token} for token in tokens])
    found = all_of(kept, "select cart_token, token_marks_low, token_marks_high from sessions")
    assert len(found) == len(tokens)
    assert {token: marks for token, *marks in found} == {
        token: list(marks_of(token.lower())) for token in tokens
    }


def test_all_that_may_be_null_may_be_null(make_copy: MakeCopy) -> None:
    kept = make_copy([{"cart_token": ""}], [{"cart_token": ""}], [])
    assert all_of(kept, "select cart_token, status, country from sessions") == [("", None, None)]
    assert all_of(kept, "select product, quantity from lines") == [(None, None)]


def test_lines_and_events_follow_their_session_in_order(make_copy: MakeCopy) -> None:
    lines = [
        {"cart_token": token, "store": store, "line_no": number, "sku": f"{store}{token}{number}"}
        for number in (2, 1)
        for token in ("x", "y")
        for store in ("b", "a")
    ]
    at = datetime(2026, 10, 1)
    events = [
        {
            **{name: row[name] for name in ("cart_token", "store")},
            "seq": row["line_no"],
            "at": at,
            "kind": "created",
            "detail": row["sku"],
        }
        for row in lines
    ]
    sessions = [
        {"cart_token": token, "store": store} for token in ("y", "x") for store in ("a", "b")
    ]
    kept = make_copy(sessions, lines, events)
    wanted = ["ax1", "ax2", "ay1", "ay2", "bx1", "bx2", "by1", "by2"]
    assert all_of(kept, "select sku from lines order by rowid") == [(sku,) for sku in wanted]
    assert all_of(kept, "select detail from events order by rowid") == [(sku,) for sku in wanted]
    for table in ("lines", "events"):
        mine = f"select count(*) from {table} join sessions using (session_no) where store = 'a'"
        assert all_of(kept, mine) == [(4,)]


@pytest.mark.parametrize("order", ["value", "items", "expiring", "risk"])
def test_every_session_has_one_place_in_every_order(copy: Copy, order: str) -> None:
    places = all_of(copy, f"select place, session_no from places where list_order = '{order}'")
    assert sorted(place for place, _ in places) == list(range(12))
    assert sorted(number for _, number in places) == list(range(12))


def test_blocks_add_up_to_all_sessions_in_every_order(copy: Copy) -> None:
    assert all_of(copy, "select list_order, sum(sessions) from blocks group by all order by 1") == [
        (order, 12) for order in ("start", "value", "items", "expiring", "risk")
    ]


def test_a_session_without_a_recorded_level_has_the_suggested_one(make_copy: MakeCopy) -> None:
    kept = make_copy([{"cart_token": "a"}, {"cart_token": "b", "risk": "Review"}])
    assert all_of(
        kept, "select cart_token, risk, risk_recorded, suggested from sessions order by 1"
    ) == [("a", "Normal", False, "Normal"), ("b", "Review", True, "Normal")]


def test_outcomes_are_every_status_with_every_level_and_with_what_the_data_holds(
    copy: Copy,
) -> None:
    statuses = {row["status"] for row in carts()}
    pairs = {(row["status"], row["risk"]) for row in carts() if row["risk"]}
    found = all_of(copy, "select status, risk, active, concern from outcomes")
    assert {(status, risk) for status, risk, _, _ in found} == pairs | {
        (status, risk) for status in statuses for risk in Risk
    }
    assert len({number for (number,) in all_of(copy, "select outcome from outcomes")}) == len(found)
    assert {active for status, _, active, _ in found if status == "Active"} == {True}
    assert {active for status, _, active, _ in found if status != "Active"} == {False}
    assert {risk: concern for _, risk, _, concern in found} == {
        "Restricted": 0,
        "Review": 1,
        "Monitored": 2,
        "Normal": 3,
        "odd": 4,
    }
    named = all_of(
        copy,
        "select count(*) from sessions join outcomes using (outcome) "
        "where outcomes.status is distinct from sessions.status "
        "or outcomes.risk is distinct from sessions.risk",
    )
    assert named == [(0,)]


def test_enums_stand_in_the_order_of_the_terms_and_hold_what_the_data_holds(copy: Copy) -> None:
    ((risks, statuses),) = all_of(
        copy, "select enum_range(null::risk_name), enum_range(null::status_name)"
    )
    assert [risk for risk in risks if risk in ("Normal", "Restricted", "odd")] == [
        "Normal",
        "Restricted",
        "odd",
    ]
    assert risks[-1] == "odd"
    assert statuses == ["Active", "Held"]


def test_addresses_and_visitors_hold_only_who_was_recorded(copy: Copy) -> None:
    assert all_of(copy, "select count(*), count(distinct ip_number) from addresses") == [(8, 2)]
    assert all_of(copy, "select count(*), count(distinct visitor_number) from visitors") == [(8, 2)]
    assert all_of(copy, "select count(*) from tokens") == [(12,)]


def test_a_store_knows_every_character_and_length_of_its_tokens(make_copy: MakeCopy) -> None:
    tokens = ["ABC", "b-9", "💀x", "[^\\]", "$'\"", "\n"]
    kept = make_copy([{"cart_token": token} for token in tokens])
    ((letters, shortest, longest),) = all_of(
        kept, "select token_characters, token_shortest, token_longest from stores"
    )
    assert set(letters) == set("".join(tokens).lower())
    assert (shortest, longest) == (1, 4)


def test_characters_that_the_first_tokens_lack_are_known_too(
    make_copy: MakeCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in ("token_letters", "stores"):
        monkeypatch.setitem(layout._PARAMETERS, step, {"looked_at": 2})
    sessions = [
        {"cart_token": token, "started_at": START + timedelta(days=day)}
        for day, token in enumerate(["0", "12", "01", "0\nž", "]2", "^-"])
    ]
    ((letters,),) = all_of(make_copy(sessions), "select token_characters from stores")
    assert set(letters) == set("012\nž]^-")


def test_an_empty_copy_has_all_its_tables(make_copy: MakeCopy) -> None:
    empty = make_copy()
    for table in ("sessions", "lines", "events", "places", "blocks", "stores", "outcomes"):
        assert all_of(empty, f"select count(*) from {table}") == [(0,)]
