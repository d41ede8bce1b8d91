"""Pages, totals and counts are those that reading every row in Python gives, for any filters."""

import ipaddress
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import layout, overlay
from data.copy import Copy
from data.terms import NOT_RECORDED, Risk, Status
from queries import downloads, moved, narrowing, sessions
from queries.filters import SessionFilters, Sort, TimeRange
from queries.scope import Scope
from queries.sessions import list_page, neighbours
from queries.slices import Bounds, Step, Visitor, When
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
                "session_type": some.choice(["desktop", "mobile", "bot", "fridge", None]),
                "visitor_id": some.choice([None, *(f"v{visitor}" for visitor in range(30))]),
                "renewals": some.choice([None, 0, 1, 5, 20]),
                "manual_extends": some.choice([None, 0, 2]),
                "checkout_id": some.choice([None, None, "c"]),
            }
        )
        # What a row lacks may also follow from what others hold: see the reference below.
        seconds = some.choice([None, 0, 59, 60, 599, 600, 86_400])
        if seconds is not None:
            rows[-1]["ended_at"] = rows[-1]["started_at"] + timedelta(seconds=seconds)
    return rows


def made_lines(rows: list[Row]) -> list[Row]:
    """Lines of some sessions, in a cart that still holds them or no more."""
    some = random.Random(8)
    return [
        {
            "store": row["store"],
            "cart_token": row["cart_token"],
            "product_id": some.choice(["7", "8"]),
            "product": "Tea",
            "quantity": some.choice([0, 1, None]),
        }
        for row in rows
        if some.random() < 0.5
    ]


def made_events(rows: list[Row]) -> list[Row]:
    """Events of some sessions: a product that was put into the cart, or the way to the checkout."""
    some = random.Random(9)
    return [
        {
            "store": row["store"],
            "cart_token": row["cart_token"],
            "at": row["started_at"],
            "kind": some.choice(["item_added", "checkout_started"]),
            "product_id": some.choice([None, "7"]),
        }
        for row in rows
        if some.random() < 0.3
    ]


ROWS = made_rows()
LINES, EVENTS = made_lines(ROWS), made_events(ROWS)


def key(row: Row) -> tuple[str, str]:
    return row["store"], row["cart_token"]


AT_CHECKOUT = {key(event) for event in EVENTS if event["kind"] == "checkout_started"}
FIRST_VISITS = {
    (row["store"], row["visitor_id"]): row["started_at"]
    for row in sorted(ROWS, key=lambda row: row["started_at"], reverse=True)
}
IN_CART = {(key(line), line["product_id"]) for line in LINES if line["quantity"] != 0}
NAMED = {(key(row), row["product_id"]) for row in [*LINES, *EVENTS] if row["product_id"]}
LOADED = {of_session for of_session, _ in IN_CART}


def came_before(row: Row) -> bool | None:
    if row["visitor_id"] is None:
        return None
    return bool(row["started_at"] > FIRST_VISITS[row["store"], row["visitor_id"]])


def checkout(row: Row) -> bool | None:
    return bool(row["status"] == "Converted" or row["checkout_id"] or key(row) in AT_CHECKOUT)


def kept(row: Row) -> bool | None:
    if checkout(row):
        return True
    if row["item_count"] is not None:
        return bool(row["item_count"] > 0)
    return True if key(row) in LOADED else None


def lasted(row: Row) -> int | None:
    end = row.get("ended_at") or (row["expires_at"] if row["status"] == "Expired" else None)
    if end is None or end < row["started_at"]:
        return None
    return int((end - row["started_at"]).total_seconds())


def holds(row: Row, product: str, in_cart: bool) -> bool:
    return (key(row), product) in (IN_CART if in_cart else NAMED)


def number_in(number: int | None, bounds: Bounds) -> bool:
    if bounds.low is None or number is None:
        return bounds.low is number
    return bounds.low <= number and (bounds.after is None or number < bounds.after)


def starts(row: Row, when: When, zone: str) -> bool:
    local = row["started_at"].replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    return when.weekday in (None, local.isoweekday()) and when.hour in (None, local.hour)


STEPS: dict[Step, Matches] = {
    Step.KEPT: lambda row: kept(row) is True,
    Step.CHECKOUT: lambda row: checkout(row) is True,
    Step.CONVERTED: lambda row: row["status"] == "Converted",
    Step.NOT_KEPT: lambda row: kept(row) is False,
    Step.NO_CHECKOUT: lambda row: kept(row) is True and checkout(row) is False,
    Step.NOT_CONVERTED: lambda row: checkout(row) is True and row["status"] != "Converted",
    Step.NOT_AT_CHECKOUT: lambda row: checkout(row) is False,
    Step.KEPT_NOT_CONVERTED: lambda row: kept(row) is True and row["status"] != "Converted",
    Step.UNCONVERTED: lambda row: row["status"] != "Converted",
    Step.KEPT_UNKNOWN: lambda row: kept(row) is None,
    Step.CHECKOUT_UNKNOWN: lambda row: checkout(row) is None,
}
VISITORS = {Visitor.NEW: False, Visitor.RETURNING: True, Visitor.UNKNOWN: None}


def is_in_slices(row: Row, filters: SessionFilters) -> bool:
    """Whether every slice of the filters leaves a row, each worked out on its own."""
    wanted = {
        "country": filters.country in (None, row["country"] or NOT_RECORDED),
        "type": filters.session_type in (None, row["session_type"] or NOT_RECORDED),
        "machines": not filters.without_machines or row["session_type"] != "bot",
        "visitor": filters.visitor is None or came_before(row) is VISITORS[filters.visitor],
        "product": filters.product is None or holds(row, filters.product, filters.in_cart),
        "step": filters.step is None or STEPS[filters.step](row),
        "ended": not filters.ended or row["status"] in ("Converted", "Expired", "Cancelled"),
        "look": not filters.needs_look or row["risk"] in ("Review", "Restricted"),
        "when": filters.when is None or starts(row, filters.when, filters.zone),
        "renewals": filters.renewals is None or number_in(row["renewals"], filters.renewals),
        "extends": filters.extends is None or number_in(row["manual_extends"], filters.extends),
        "lasted": filters.lasted is None or number_in(lasted(row), filters.lasted),
    }
    return all(wanted.values())


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


@contextmanager
def small_pages() -> Iterator[None]:
    """Pages and blocks of so few sessions that a tiny copy has many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(layout._PARAMETERS, "blocks", {"block_rows": BLOCK})
        for module in (overlay, sessions, moved, downloads):
            patch.setattr(module, "BLOCK_ROWS", BLOCK)
        for module in (narrowing, sessions, moved):
            patch.setattr(module, "PAGE_ROWS", PAGE)
        patch.setattr(downloads, "_PIECE", 4 * BLOCK)
        yield


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """A copy with pages and blocks so small that every way of finding a page is gone."""
    with small_pages():
        yield build_tiny(tmp_path_factory.mktemp("rows") / "sessions.duckdb", ROWS, LINES, EVENTS)


def last(value: Any, sign: int = 1) -> tuple[bool, Any]:
    return value is None, 0 if value is None else sign * value


@cache
def scored(copy: Copy) -> list[Row]:
    """The rows with their score, and with the suggested level where none is recorded."""
    found = copy.connection.execute("select store, cart_token, suggested, score from sessions")
    judged = {(store, token): (level, score) for store, token, level, score in found.fetchall()}
    rows = []
    for row in ROWS:
        level, score = judged[row["store"], row["cart_token"]]
        rows.append({**row, "risk": row["risk"] or level, "score": score})
    return rows


def in_order(rows: list[Row], sort: Sort) -> list[Row]:
    newest = sorted(
        rows, key=lambda row: (row["started_at"], row["store"], row["cart_token"]), reverse=True
    )
    levels = [*reversed(Risk), "odd"]
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
        Sort.RISK: lambda row: (levels.index(row["risk"]), -row["score"]),
    }
    return newest[::-1] if sort is Sort.OLDEST else sorted(newest, key=keys[sort])


def is_in_time(row: Row, filters: SessionFilters) -> bool:
    since, until = filters.bounds(NOW)
    started = row["started_at"].replace(tzinfo=UTC)
    return (since is None or started >= since) and (until is None or started < until)


moments = st.integers(-20, 160_000).map(lambda minutes: NOW - timedelta(minutes=minutes))
# Zones ahead of and behind UTC, of half and quarter hours, and with a change of the clocks in time.
zones = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]
)
SLICES: dict[str, st.SearchStrategy[Any]] = {
    "country": st.sampled_from(["CZ", "DE", "NE", "FR", NOT_RECORDED]),
    "session_type": st.sampled_from(["desktop", "bot", "tablet", "fridge", NOT_RECORDED]),
    "without_machines": st.just(True),
    "visitor": st.sampled_from(Visitor),
    "product": st.sampled_from(["7", "8", "9"]),
    "in_cart": st.booleans(),
    "step": st.sampled_from(Step),
    "ended": st.just(True),
    "needs_look": st.just(True),
    "when": st.builds(
        When, weekday=st.none() | st.integers(1, 7), hour=st.none() | st.integers(0, 23)
    ).filter(lambda when: when != When()),
    "renewals": st.sampled_from([Bounds.exactly(0), Bounds(5), Bounds(1, 6), Bounds(None)]),
    "extends": st.sampled_from([Bounds.exactly(2), Bounds(0), Bounds(None)]),
    "lasted": st.sampled_from([Bounds(0, 60), Bounds(600), Bounds(59, 600), Bounds(None)]),
}
# A few slices at a time: all of them together leave nothing.
some_slices = st.sets(st.sampled_from(list(SLICES)), max_size=3).flatmap(
    lambda names: st.fixed_dictionaries({name: SLICES[name] for name in sorted(names)})
)
plain_filters = st.builds(
    SessionFilters,
    store=st.none() | st.sampled_from(STORES),
    search=st.sampled_from(list(SEARCHES)),
    status=st.none() | st.sampled_from([*Status, "on_hold", NOT_RECORDED]),
    risk=st.none() | st.sampled_from([*Risk, "odd"]),
    time_range=st.sampled_from(TimeRange),
    since=st.none() | moments,
    until=st.none() | moments,
    currency=st.sampled_from(["EUR", "USD"]),
    sort=st.sampled_from(Sort),
    page=st.integers(1, 45),
    zone=zones,
)
any_filters = st.builds(
    lambda filters, slices: replace(filters, **slices), plain_filters, st.just({}) | some_slices
)
scopes = st.none() | st.frozensets(st.sampled_from(STORES))


EACH_SLICE: list[dict[str, Any]] = [
    *({"country": code} for code in ("CZ", "NE", "FR", NOT_RECORDED)),
    *({"session_type": kind} for kind in ("desktop", "fridge", "tablet", NOT_RECORDED)),
    {"without_machines": True},
    *({"visitor": visitor} for visitor in Visitor),
    *({"product": product, "in_cart": held} for product in "78" for held in (False, True)),
    *({"step": step} for step in Step),
    {"ended": True},
    {"needs_look": True},
    *({"when": When(weekday)} for weekday in range(1, 8)),
    *({"when": When(hour=hour), "zone": "Asia/Kathmandu"} for hour in range(0, 24, 4)),
    *({"renewals": bounds} for bounds in (Bounds.exactly(0), Bounds(5), Bounds(None))),
    *({"extends": bounds} for bounds in (Bounds.exactly(2), Bounds(0), Bounds(None))),
    *({"lasted": bounds} for bounds in (Bounds(0, 60), Bounds(59, 600), Bounds(None))),
]


def test_every_slice_alone_leaves_what_reading_every_row_leaves(copy: Copy) -> None:
    for number, chosen in enumerate(EACH_SLICE):
        sort = list(Sort)[number % len(Sort)]
        check_page(
            copy, scored(copy), SessionFilters(sort=sort, page=number % 3 + 1, **chosen), None
        )


def check_page(
    copy: Copy, rows: list[Row], filters: SessionFilters, allowed: frozenset[str] | None
) -> None:
    """Hold the page of these filters, its counts and a place on it to these rows."""
    page = list_page(copy, Scope(allowed), filters, NOW)
    seen = [row for row in rows if allowed is None or row["store"] in allowed]
    if any(row["store"] == filters.store for row in seen):
        seen = [row for row in seen if row["store"] == filters.store]
    assert page.whole == len(seen)
    currencies = Counter(row["currency"] for row in seen if row["currency"])
    if filters.sort is Sort.VALUE and len(currencies) > 1:
        most = sorted(currencies, key=lambda code: (-currencies[code], code))[0]
        wanted = filters.currency if filters.currency in currencies else most
        seen = [row for row in seen if row["currency"] == wanted]
    seen = [
        row
        for row in seen
        if SEARCHES[filters.search](row)
        and is_in_time(row, filters)
        and is_in_slices(row, page.filters)
    ]

    statuses = Counter(
        row["status"] or NOT_RECORDED for row in seen if page.filters.risk in (None, row["risk"])
    )
    risks = Counter(
        row["risk"] for row in seen if page.filters.status in (None, row["status"] or NOT_RECORDED)
    )
    assert Counter(page.status_counts) == statuses
    assert Counter(page.risk_counts) == risks
    assert (page.any_status, page.any_risk) == (statuses.total(), risks.total())

    shown = in_order(
        [
            row
            for row in seen
            if page.filters.status in (None, row["status"] or NOT_RECORDED)
            and page.filters.risk in (None, row["risk"])
        ],
        filters.sort,
    )
    number = min(filters.page, page.pages)
    assert page.total == len(shown)
    assert page.pages == max(1, -(-len(shown) // PAGE))
    assert page.filters.page == number
    on_page = shown[(number - 1) * PAGE : number * PAGE]
    assert [(row.store, row.cart_token, row.level) for row in page.rows] == [
        (row["store"], row["cart_token"], row["risk"]) for row in on_page
    ]
    if page.rows:
        place = neighbours(copy, Scope(allowed), filters, NOW, page.rows[0].session_no)
        assert place is not None
        assert (place.position, place.total) == ((number - 1) * PAGE + 1, len(shown))
        before = shown[(number - 1) * PAGE - 1]["cart_token"] if number > 1 else None
        assert (place.previous and place.previous.cart_token) == before
        # Looked for on a page that does not hold it.
        elsewhere = filters.at_page(page.pages + 1 - number)
        assert neighbours(copy, Scope(allowed), elsewhere, NOW, page.rows[0].session_no) == place


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filters=any_filters, allowed=scopes)
def test_the_page_is_that_of_reading_every_row(
    copy: Copy, filters: SessionFilters, allowed: frozenset[str] | None
) -> None:
    check_page(copy, scored(copy), filters, allowed)
