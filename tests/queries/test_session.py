"""One session: found by its token, within the scope, with its cart, its events, its company."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from data.copy import Copy
from queries.scope import Scope
from queries.session import (
    Company,
    Line,
    Session,
    all_events,
    companies,
    event_count,
    lines,
    sessions_like,
    sessions_with,
    some_events,
    totals,
)

ANY = Scope(None)
NORTH_ONLY = Scope(frozenset({"north"}))
NONE_AT_ALL = Scope(frozenset())
NOON = datetime(2026, 10, 31, 12, 0)

MakeCopy = Callable[..., Copy]


NOBODY = Company({}, ())


def the(copy: Copy, token: str, scope: Scope = ANY) -> Session:
    (session,) = sessions_with(copy, scope, token)
    return session


def tokens(found: Any) -> list[str]:
    return [session.cart_token for session in found]


# Finding it.


def test_a_session_is_found_by_its_exact_token_with_all_that_is_stored(make_copy: MakeCopy) -> None:
    stored = {
        "cart_token": "Ab-1",
        "store": "north",
        "token_hash": "f00d",
        "visitor_id": "v1",
        "session_type": "mobile",
        "ip": "203.0.113.7",
        "country": "CZ",
        "status": "Active",
        "risk": "Review",
        "currency": "USD",
        "cart_value": Decimal("49.95"),
        "item_count": 2,
        "started_at": NOON,
        "expires_at": NOON + timedelta(minutes=15),
        "last_activity_at": NOON + timedelta(minutes=2),
        "ended_at": NOON + timedelta(minutes=3),
        "cart_updates": 4,
        "renewals": 3,
        "max_renewals": 20,
        "manual_extends": 1,
        "user_agent": "Mozilla/5.0",
        "checkout_id": "chk",
        "order_id": "ord",
        "updated_at": NOON + timedelta(minutes=9),
        "source_file": "sessions.csv",
        "source_line": 17,
    }
    found = the(make_copy([stored]), "Ab-1")
    for name, value in stored.items():
        expected = value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
        assert getattr(found, name) == expected, name


def test_what_was_not_recorded_stays_none(make_copy: MakeCopy) -> None:
    found = the(make_copy([{"cart_token": "bare"}]), "bare")
    recorded = {"session_no", "store", "cart_token", "token_hash", "started_at"}
    scored = {"risk", "risk_recorded", "suggested", "score"}
    assert {name for name, value in vars(found).items() if value is not None} == recorded | scored
    assert (found.risk, found.risk_recorded) == (found.suggested, False)


@pytest.mark.parametrize("wrong", ["ab-1", "Ab-1 ", "Ab", "", "%", "Ab-1\x00", "Ab-1' or 1=1 --"])
def test_another_token_finds_nothing(make_copy: MakeCopy, wrong: str) -> None:
    assert sessions_with(make_copy([{"cart_token": "Ab-1"}]), ANY, wrong) == []


def test_a_token_of_two_stores_finds_both_by_store(make_copy: MakeCopy) -> None:
    copy = make_copy([{"cart_token": "t", "store": store} for store in ("south", "north")])
    assert [session.store for session in sessions_with(copy, ANY, "t")] == ["north", "south"]


def test_choosing_the_store_finds_its_session_alone(make_copy: MakeCopy) -> None:
    copy = make_copy([{"cart_token": "t", "store": store} for store in ("south", "north")])
    assert the(copy, "t", ANY.choosing("south")).store == "south"


def test_a_store_that_does_not_exist_has_no_session(make_copy: MakeCopy) -> None:
    assert sessions_with(make_copy([{"cart_token": "t"}]), ANY.choosing("nowhere"), "t") == []


def test_a_store_outside_the_scope_is_as_if_it_did_not_exist(make_copy: MakeCopy) -> None:
    copy = make_copy([{"cart_token": "t", "store": store} for store in ("south", "north")])
    assert [session.store for session in sessions_with(copy, NORTH_ONLY, "t")] == ["north"]
    assert sessions_with(copy, NORTH_ONLY.choosing("south"), "t") == []
    assert sessions_with(copy, NONE_AT_ALL, "t") == []


@pytest.mark.parametrize("asked", ["CART-9", " cart-9 ", "Cart-9\n", "ca rt-9", "\tcart-\n9"])
def test_case_and_white_space_lead_to_the_near_token(make_copy: MakeCopy, asked: str) -> None:
    copy = make_copy([{"cart_token": "Cart-9"}, {"cart_token": "cart-99"}])
    assert tokens(sessions_like(copy, ANY, asked, 10)) == ["Cart-9"]


def test_near_tokens_are_told_latest_first_and_no_more_than_asked_for(make_copy: MakeCopy) -> None:
    spellings = ["abc", "Abc", "aBc", "abC"]
    copy = make_copy(
        {"cart_token": token, "started_at": NOON + timedelta(hours=hour)}
        for hour, token in enumerate(spellings)
    )
    assert tokens(sessions_like(copy, ANY, "ABC", 3)) == ["abC", "aBc", "Abc"]


def test_near_tokens_outside_the_scope_are_not_told(make_copy: MakeCopy) -> None:
    copy = make_copy([{"cart_token": "Abc", "store": "south"}])
    assert tokens(sessions_like(copy, ANY, "abc", 9)) == ["Abc"]
    assert sessions_like(copy, NORTH_ONLY, "abc", 9) == []


@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_a_blank_token_is_near_to_nothing(make_copy: MakeCopy, blank: str) -> None:
    assert sessions_like(make_copy([{"cart_token": "abc"}]), ANY, blank, 9) == []


# The cart.


def test_lines_come_in_the_order_of_the_source_and_of_this_session_alone(
    make_copy: MakeCopy,
) -> None:
    copy = make_copy(
        [{"cart_token": "a"}, {"cart_token": "b"}],
        [
            {"cart_token": "a", "line_no": 2, "product": "Tea"},
            {"cart_token": "b", "line_no": 1, "product": "Rope"},
            {
                "cart_token": "a",
                "line_no": 1,
                "product": "Cup",
                "variant": "blue",
                "sku": "C-1",
                "product_id": "p1",
                "quantity": 2,
                "unit_price": Decimal("4.5"),
                "reserved_until": NOON,
            },
        ],
    )
    cup, tea = lines(copy, ANY, the(copy, "a"))
    assert (tea.product, tea.quantity, tea.unit_price, tea.total) == ("Tea", None, None, None)
    assert (cup.product, cup.variant, cup.sku, cup.product_id) == ("Cup", "blue", "C-1", "p1")
    assert (cup.total, cup.reserved_until) == (Decimal("9.0"), NOON.replace(tzinfo=UTC))


def test_the_same_token_in_another_store_has_lines_and_events_of_its_own(
    make_copy: MakeCopy,
) -> None:
    both = [{"cart_token": "t", "store": store} for store in ("north", "south")]
    copy = make_copy(
        both,
        [{**session, "product": session["store"]} for session in both],
        [
            {**session, "at": NOON, "kind": "created", "detail": session["store"]}
            for session in both
        ],
    )
    for session in sessions_with(copy, ANY, "t"):
        assert [line.product for line in lines(copy, ANY, session)] == [session.store]
        (event,) = all_events(copy, ANY, session, 9) or []
        assert event.detail == session.store


def line(quantity: int | None, unit_price: str | None) -> Line:
    price = None if unit_price is None else Decimal(unit_price)
    return Line(1, None, None, None, None, quantity, price, None)


def test_lines_add_up_exactly() -> None:
    added = totals([line(3, "0.1"), line(1, "0.2")])
    assert (added.items, added.value, added.without_total) == (4, Decimal("0.5"), 0)


def test_lines_of_unknown_price_are_counted_and_not_added() -> None:
    added = totals([line(2, "5"), line(1, None), line(None, "7")])
    assert (added.items, added.value, added.without_total) == (None, Decimal(10), 2)


def test_lines_that_are_all_of_unknown_price_have_no_value() -> None:
    assert totals([line(2, None)]).value is None


def test_no_lines_add_up_to_nothing() -> None:
    added = totals([])
    assert (added.items, added.value, added.without_total) == (0, Decimal(0), 0)


# The events.


def test_events_come_by_time_with_the_gap_to_the_one_before(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [{"cart_token": "a"}],
        events=[
            {"cart_token": "a", "seq": 1, "at": NOON, "kind": "created"},
            {"cart_token": "a", "seq": 2, "at": NOON + timedelta(hours=2), "kind": "expired"},
            {
                "cart_token": "a",
                "seq": 3,
                "at": NOON + timedelta(seconds=4),
                "kind": "item_added",
                "product_id": "p",
                "product": "Tea",
                "quantity": 2,
                "detail": "green",
            },
        ],
    )
    found = all_events(copy, ANY, the(copy, "a"), 3)
    assert found == some_events(copy, ANY, the(copy, "a"), 0, 3)
    created, added, expired = found
    assert (created.kind, created.gap, created.at) == ("created", None, NOON.replace(tzinfo=UTC))
    assert (added.product_id, added.product, added.quantity) == ("p", "Tea", 2)
    assert (added.detail, added.gap) == ("green", timedelta(seconds=4))
    assert expired.gap == timedelta(hours=1, minutes=59, seconds=56)


def test_events_can_be_read_a_part_at_a_time_and_keep_their_gaps(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [{"cart_token": "a"}],
        events=[
            {"cart_token": "a", "seq": n, "at": NOON + timedelta(seconds=n * n), "kind": "renewed"}
            for n in range(10)
        ],
    )
    session = the(copy, "a")
    assert event_count(copy, ANY, session) == 10
    assert all_events(copy, ANY, session, 9) is None
    part = some_events(copy, ANY, session, 4, 3)
    assert [(event.seq, event.gap) for event in part] == [
        (n, timedelta(seconds=2 * n - 1)) for n in (4, 5, 6)
    ]


def test_a_session_without_events_has_none(make_copy: MakeCopy) -> None:
    copy = make_copy([{"cart_token": "a"}])
    assert event_count(copy, ANY, the(copy, "a")) == 0
    assert all_events(copy, ANY, the(copy, "a"), 9) == []


# The other sessions of the visitor and of the address.


def together(make_copy: MakeCopy) -> Copy:
    mine = {"visitor_id": "v", "ip": "203.0.113.7", "status": "Active"}
    return make_copy(
        [
            {"cart_token": "mine", "store": "north", **mine},
            *(
                {
                    "cart_token": f"n{hour}",
                    "store": "north",
                    **mine,
                    "status": status,
                    "started_at": NOON + timedelta(hours=hour),
                    "cart_value": Decimal(hour),
                    "currency": "USD",
                    "item_count": hour,
                }
                for hour, status in enumerate(["Expired", "Converted", "Expired", None])
            ),
            {"cart_token": "elsewhere", "store": "south", **mine, "status": "Lost"},
            {"cart_token": "other", "store": "north", "visitor_id": "V", "ip": "203.0.113.70"},
        ]
    )


def test_the_visitor_is_known_to_one_store_and_leaves_out_the_session_itself(
    make_copy: MakeCopy,
) -> None:
    copy = together(make_copy)
    company = companies(copy, ANY, the(copy, "mine"), 3).visitor
    assert company.outcomes == {"Converted": 1, "Expired": 2, None: 1}
    assert company.sessions == 4
    assert tokens(company.latest) == ["n3", "n2", "n1"]


def test_the_address_is_the_same_in_every_store_of_the_scope(make_copy: MakeCopy) -> None:
    copy = together(make_copy)
    company = companies(copy, ANY, the(copy, "mine"), 9).address
    assert company.outcomes == {"Converted": 1, "Expired": 2, "Lost": 1, None: 1}
    assert tokens(company.latest) == ["n3", "n2", "n1", "n0", "elsewhere"]
    (other,) = [session for session in company.latest if session.cart_token == "n2"]
    assert (other.store, other.status, other.currency) == ("north", "Expired", "USD")
    assert (other.cart_value, other.item_count) == (Decimal(2), 2)
    assert other.started_at == datetime(2026, 10, 31, 14, 0, tzinfo=UTC)


def test_company_outside_the_scope_is_neither_counted_nor_named(make_copy: MakeCopy) -> None:
    copy = together(make_copy)
    company = companies(copy, NORTH_ONLY, the(copy, "mine"), 9).address
    assert "Lost" not in company.outcomes
    assert "elsewhere" not in tokens(company.latest)


def test_the_same_address_in_another_spelling_is_the_same_address(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [
            {"cart_token": "a", "ip": "2001:db8::1"},
            {"cart_token": "b", "ip": "2001:0DB8:0:0:0:0:0:1"},
        ]
    )
    assert tokens(companies(copy, ANY, the(copy, "a"), 9).address.latest) == ["b"]


def test_addresses_of_both_versions_stand_side_by_side(make_copy: MakeCopy) -> None:
    addresses = ["203.0.113.7", "2001:db8::1"] * 2
    copy = make_copy({"cart_token": f"t{n}", "ip": ip} for n, ip in enumerate(addresses))
    for mine, other in (("t0", "t2"), ("t1", "t3"), ("t2", "t0"), ("t3", "t1")):
        assert tokens(companies(copy, ANY, the(copy, mine), 9).address.latest) == [other]


def test_sessions_without_visitor_or_address_have_no_company(make_copy: MakeCopy) -> None:
    copy = make_copy([{"cart_token": "a"}, {"cart_token": "b"}])
    assert companies(copy, ANY, the(copy, "a"), 9).visitor == NOBODY
    assert companies(copy, ANY, the(copy, "a"), 9).address == NOBODY


def test_a_visitor_of_one_session_has_no_company(make_copy: MakeCopy) -> None:
    copy = make_copy([{"cart_token": "a", "visitor_id": "v", "ip": "203.0.113.7"}])
    assert companies(copy, ANY, the(copy, "a"), 9).visitor == NOBODY
    assert companies(copy, ANY, the(copy, "a"), 9).address == NOBODY


def test_a_session_s_number_is_its_row_s_place_in_the_file(make_copy: MakeCopy) -> None:
    copy = make_copy(
        {
            "cart_token": f"t{number}",
            "store": f"store {number % 3}",
            "started_at": NOON + timedelta(days=number * 7 % 100),
        }
        for number in range(100)
    )
    misplaced = "select count(*) from sessions where rowid <> session_no"
    assert copy.connection.execute(misplaced).fetchall() == [(0,)]
