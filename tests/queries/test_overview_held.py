"""For how long products were held: units by time, as events or lines tell."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from queries.filters import SessionFilters
from queries.overview.asked import Asked
from queries.overview.products import Product, Ranking, products
from queries.scope import Scope
from queries.slices import Visitor
from tests.queries.conftest import MADE_AT, MakeCopy

START = datetime(2026, 10, 31, 9, 0)
HOUR = timedelta(hours=1)
NOW = MADE_AT.replace(tzinfo=UTC)
TEA = {"product_id": "t", "product": "Tea"}


def session(status: str | None = "Converted", lasted: timedelta | None = HOUR) -> dict[str, Any]:
    ended = None if lasted is None else START + lasted
    return {"cart_token": "a", "started_at": START, "status": status, "ended_at": ended}


def event(seq: int, minute: int, kind: str, quantity: int, named: Any = TEA) -> dict[str, Any]:
    at = START + timedelta(minutes=minute)
    return {"cart_token": "a", "seq": seq, "at": at, "kind": kind, "quantity": quantity, **named}


def held(make_copy: MakeCopy, *rows: Any, **chosen: Any) -> Product:
    copy = make_copy(*rows)
    asked = Asked(copy, Scope(None), SessionFilters(**chosen), NOW)
    (product,) = products(asked, Ranking.RESERVED, 9)
    return product


@pytest.mark.parametrize(
    "named",
    [
        {"product_id": "t", "product": None},
        {"product_id": None, "product": "Tea"},
        {"product_id": "t", "product": "Tea, new"},
    ],
    ids=["by id", "by title", "by another title"],
)
def test_an_update_is_of_the_product_however_it_names_it(make_copy: MakeCopy, named: Any) -> None:
    events = [event(1, 0, "item_added", 2), event(2, 30, "item_updated", 1, named)]
    # Two for half an hour, then one.
    assert held(make_copy, [session()], [], events).hours == 1.5


def test_an_update_is_of_no_other_product_of_the_session(make_copy: MakeCopy) -> None:
    cup = {"product_id": "c", "product": "Cup"}
    events = [event(1, 0, "item_added", 2), event(2, 30, "item_updated", 1, cup)]
    copy = make_copy([session()], [], events)
    asked = Asked(copy, Scope(None), SessionFilters(), NOW)
    found = {each.key: each.hours for each in products(asked, Ranking.RESERVED, 9)}
    assert found == {"t": 2.0, "c": 0.5}


def test_a_title_of_two_products_is_neither_of_them(make_copy: MakeCopy) -> None:
    other = {"product_id": "u", "product": "Tea"}
    events = [
        event(1, 0, "item_added", 2),
        event(2, 0, "item_added", 1, other),
        event(3, 30, "item_updated", 1, {"product_id": None, "product": "Tea"}),
    ]
    copy = make_copy([session()], [], events)
    asked = Asked(copy, Scope(None), SessionFilters(), NOW)
    found = {each.key: each.hours for each in products(asked, Ranking.RESERVED, 9)}
    assert found == {"t": 2.0, "u": 1.0, "Tea": 0.5}


@pytest.mark.parametrize("status", ["Converted", "Expired", "Cancelled"])
def test_nobody_knows_how_long_it_was_held_where_the_end_is_not_recorded(
    make_copy: MakeCopy, status: str
) -> None:
    events = [event(1, 0, "item_added", 2), event(2, 30, "item_updated", 1)]
    assert held(make_copy, [session(status, None)], [], events).hours is None


@pytest.mark.parametrize("chosen", [{}, {"visitor": Visitor.UNKNOWN}], ids=["rolled", "scanned"])
@pytest.mark.parametrize("status", ["Active", "on_hold", None])
@pytest.mark.parametrize("by_events", [False, True])
def test_what_is_not_known_to_have_ended_held_nothing(
    make_copy: MakeCopy, status: str | None, by_events: bool, chosen: dict[str, Any]
) -> None:
    lines = [] if by_events else [{"cart_token": "a", "quantity": 2, **TEA}]
    events = [event(1, 0, "item_added", 2)] if by_events else []
    product = held(make_copy, [session(status)], lines, events, **chosen)
    assert (product.tally.sessions, product.hours, product.hours_sold) == (1, None, None)


@pytest.mark.parametrize("chosen", [{}, {"visitor": Visitor.UNKNOWN}], ids=["rolled", "scanned"])
@pytest.mark.parametrize(("status", "sold"), [("Converted", 2), ("Expired", 0), ("Cancelled", 0)])
def test_what_ended_held_its_units_until_then(
    make_copy: MakeCopy, status: str, sold: float, chosen: dict[str, Any]
) -> None:
    lines = [{"cart_token": "a", "quantity": 2, **TEA}]
    product = held(make_copy, [session(status)], lines, **chosen)
    assert (product.hours, product.hours_sold) == (2, sold)
