"""Pages, totals and counts are those that reading every row in Python gives, for any filters."""

import ipaddress
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import layout
from data.copy import Copy
from data.terms import NOT_RECORDED, Risk, Status
from queries import narrowing, sessions
from queries.filters import SessionFilters, Sort, TimeRange
from queries.scope import Scope
from queries.sessions import list_page, neighbours
from tests.queries.conftest import build_tiny

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
STORES = ["east", "north", "south", "west"]
PAGE, BLOCK = 4, 7
Row = dict[str, Any]
Matches = Callable[[Row], bool]


def made_rows() -> list[Row]:
    """Some 160 sessions with ties and gaps in every column; the same ones every time."""
    some = random.Random(7)
    rows = []
    for number in range(160):
        minutes = some.choice([0, 1, 59, 60, 1439, 1440, 1441, 9000, some.randrange(150_000)])
        rows.append(
            {
                "store": some.choice(STORES[:3]),
                "cart_token": f"{some.choice('aA.é')}{number:x}{some.choice(['', 'DE', '_%'])}",
                "started_at": NOW.replace(tzinfo=None) - timedelta(minutes=minutes),
                "status": some.choice([*Status, "on_hold", None]),
                "risk": some.choice([*Risk, "odd", None]),
                "country": some.choice(["CZ", "DE", "NE", None]),
                "currency": some.choice(["EUR", "EUR", "USD", None]),
                "cart_value": some.choice([None, 0, 5, some.randrange(9)]),
                "item_count": some.choice([None, 1, 2, 40]),
                "ip": some.choice(["203.0.113.7", "203.0.112.1", "2001:db8::1", None]),
                "expires_at": some.choice(
                    [None, NOW.replace(tzinfo=None) + timedelta(minutes=some.randrange(-9, 9))]
                ),
            }
        )
    return rows


ROWS = made_rows()


def within(block: str) -> Matches:
    network = ipaddress.ip_network(block)
    return lambda row: row["ip"] is not None and ipaddress.ip_address(row["ip"]) in network


def part(text: str) -> Matches:
    return lambda row: text in row["cart_token"].lower()


def either(*ways: Matches) -> Matches:
    return lambda row: any(way(row) for way in ways)


def country(*codes: str) -> Matches:
    return lambda row: row["country"] in codes


SEARCHES: dict[str, Matches] = {
    "": lambda row: True,
    "a1": part("a1"),
    "É": part("é"),
    "_%": part("_%"),
    "de": either(part("de"), country("DE")),
    "Czechia": country("CZ"),
    "ger": country("DE"),
    "n": country("NE"),
    "203.0.113.7": within("203.0.113.7"),
    "203.0.113.": within("203.0.113.0/24"),
    "203.0.112.0/23": within("203.0.112.0/23"),
    "2001:DB8::/32": within("2001:db8::/32"),
    "a…": lambda row: row["cart_token"].lower().startswith("a"),
    "a…de": lambda row: (
        row["cart_token"].lower().startswith("a") and row["cart_token"].lower().endswith("de")
    ),
    "nothing at all": lambda row: False,
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """A copy with pages and blocks so small that every way of finding a page is gone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(layout._PARAMETERS, "blocks", {"block_rows": BLOCK})
        patch.setattr(sessions, "BLOCK_ROWS", BLOCK)
        patch.setattr(sessions, "PAGE_ROWS", PAGE)
        patch.setattr(narrowing, "PAGE_ROWS", PAGE)
        yield build_tiny(tmp_path_factory.mktemp("rows") / "sessions.duckdb", ROWS)


def last(value: Any, sign: int = 1) -> tuple[bool, Any]:
    return value is None, 0 if value is None else sign * value


def in_order(rows: list[Row], sort: Sort) -> list[Row]:
    newest = sorted(
        rows, key=lambda row: (row["started_at"], row["store"], row["cart_token"]), reverse=True
    )
    levels = [*reversed(Risk), "odd", None]
    keys: dict[Sort, Callable[[Row], Any]] = {
        Sort.NEWEST: lambda row: 0,
        Sort.VALUE: lambda row: (row["currency"] is None, last(row["cart_value"], -1)),
        Sort.ITEMS: lambda row: last(row["item_count"], -1),
        Sort.EXPIRING: lambda row: (
            row["status"] != "Active",
            last(row["expires_at"] and row["expires_at"].timestamp())
            if row["status"] == "Active"
            else 0,
        ),
        Sort.RISK: lambda row: levels.index(row["risk"]),
    }
    return newest[::-1] if sort is Sort.OLDEST else sorted(newest, key=keys[sort])


def is_in_time(row: Row, filters: SessionFilters) -> bool:
    since, until = filters.bounds(NOW)
    started = row["started_at"].replace(tzinfo=UTC)
    return (since is None or started >= since) and (until is None or started < until)


moments = st.integers(-20, 160_000).map(lambda minutes: NOW - timedelta(minutes=minutes))
any_filters = st.builds(
    SessionFilters,
    store=st.none() | st.sampled_from(STORES),
    search=st.sampled_from(list(SEARCHES)),
    status=st.none() | st.sampled_from([*Status, "on_hold", NOT_RECORDED]),
    risk=st.none() | st.sampled_from([*Risk, "odd", NOT_RECORDED]),
    time_range=st.sampled_from(TimeRange),
    since=st.none() | moments,
    until=st.none() | moments,
    currency=st.sampled_from(["EUR", "USD"]),
    sort=st.sampled_from(Sort),
    page=st.integers(1, 45),
)
scopes = st.none() | st.frozensets(st.sampled_from(STORES))


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(filters=any_filters, allowed=scopes)
def test_the_page_is_that_of_reading_every_row(
    copy: Copy, filters: SessionFilters, allowed: frozenset[str] | None
) -> None:
    page = list_page(copy, Scope(allowed), filters, NOW)
    seen = [row for row in ROWS if allowed is None or row["store"] in allowed]
    if any(row["store"] == filters.store for row in seen):
        seen = [row for row in seen if row["store"] == filters.store]
    assert page.whole == len(seen)
    currencies = Counter(row["currency"] for row in seen if row["currency"])
    if filters.sort is Sort.VALUE and len(currencies) > 1:
        most = sorted(currencies, key=lambda code: (-currencies[code], code))[0]
        wanted = filters.currency if filters.currency in currencies else most
        seen = [row for row in seen if row["currency"] == wanted]
    seen = [row for row in seen if SEARCHES[filters.search](row) and is_in_time(row, filters)]

    statuses = Counter(
        row["status"] or NOT_RECORDED
        for row in seen
        if page.filters.risk in (None, row["risk"] or NOT_RECORDED)
    )
    risks = Counter(
        row["risk"] or NOT_RECORDED
        for row in seen
        if page.filters.status in (None, row["status"] or NOT_RECORDED)
    )
    assert Counter(page.status_counts) == statuses
    assert Counter(page.risk_counts) == risks
    assert (page.any_status, page.any_risk) == (statuses.total(), risks.total())

    shown = in_order(
        [
            row
            for row in seen
            if page.filters.status in (None, row["status"] or NOT_RECORDED)
            and page.filters.risk in (None, row["risk"] or NOT_RECORDED)
        ],
        filters.sort,
    )
    number = min(filters.page, page.pages)
    assert page.total == len(shown)
    assert page.pages == max(1, -(-len(shown) // PAGE))
    assert page.filters.page == number
    on_page = shown[(number - 1) * PAGE : number * PAGE]
    assert [(row.store, row.cart_token) for row in page.rows] == [
        (row["store"], row["cart_token"]) for row in on_page
    ]
    if page.rows:
        place = neighbours(copy, Scope(allowed), filters, NOW, page.rows[0].session_no)
        assert place is not None
        assert (place.position, place.total) == ((number - 1) * PAGE + 1, len(shown))
        before = shown[(number - 1) * PAGE - 1]["cart_token"] if number > 1 else None
        assert (place.previous and place.previous.cart_token) == before
