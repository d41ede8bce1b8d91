"""Every signal on sessions that a reader can count: each store plays one scene."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from data.terms import Signal
from tests.queries.conftest import Row, build_tiny

NOON = datetime(2026, 10, 5, 12, 0)
HALF_HOUR = timedelta(minutes=30)
CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{} Safari/537.36"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
SCRAPER = "PriceHarvestBot/2.3 (+https://priceharvest.example/about)"

SESSIONS: list[Row] = []
LINES: list[Row] = []
EVENTS: list[Row] = []


def after(**length: float) -> datetime:
    """A moment so long after noon."""
    return NOON + timedelta(**length)


def session(store: str, token: str, at: datetime = NOON, **values: Any) -> None:
    """A session that runs for half an hour and expires, if nothing else is said."""
    plain = {"status": "Expired", "expires_at": at + HALF_HOUR, "ended_at": at + HALF_HOUR}
    named = {"store": store, "cart_token": token, "started_at": at}
    SESSIONS.append({**named, **plain, **values})


def event(store: str, token: str, at: datetime, kind: str, **values: Any) -> None:
    number = 1 + sum(row["store"] == store and row["cart_token"] == token for row in EVENTS)
    EVENTS.append(
        {"store": store, "cart_token": token, "seq": number, "at": at, "kind": kind, **values}
    )


def line(store: str, token: str, product: str, quantity: int = 1, **values: Any) -> None:
    number = 1 + sum(row["store"] == store and row["cart_token"] == token for row in LINES)
    named = {"store": store, "cart_token": token, "line_no": number, "product_id": product}
    LINES.append({**named, "quantity": quantity, **values})


# Who comes how often. The second starts while the first runs; the third, when the second ends; the
# fourth, a day after the third but for 20 minutes.
TIMES = [NOON, after(minutes=20), after(minutes=50), after(hours=24, minutes=30)]
for number, moment in enumerate(TIMES, 1):
    session("visits", f"{number}", moment, visitor_id="v")
    session("addresses", f"{number}", moment, ip="203.0.113.7")
session("visits", "other", visitor_id="w")
session("visits", "nobody", visitor_id=None)
session("addresses", "same block", after(minutes=10), ip="203.0.113.250")
session("addresses", "next block", after(minutes=10), ip="203.0.114.7")
session("addresses", "none", after(minutes=10))
session("sixes", "1", ip="2001:db8:0:1::1")
session("sixes", "2", ip="2001:db8:0:1:ffff::2")
session("sixes", "3", ip="2001:db8:0:2::1")
session("elsewhere", "1", visitor_id="v", ip="203.0.113.7")

# From what: versions make no other family; unknown countries are none.
session(
    "origins", "1", visitor_id="v", ip="10.0.0.1", user_agent=CHROME.format("140.0"), country="CZ"
)
session(
    "origins", "2", visitor_id="v", ip="10.0.0.1", user_agent=CHROME.format("141.2"), country="DE"
)
session("origins", "3", visitor_id="v", ip="10.0.0.1", user_agent=FIREFOX, country=None)
session("origins", "bare", visitor_id="w", ip="10.0.0.2")

# 6,000 minutes in which one agent comes five times, the other 200 times: twice an hour.
for number in range(5):
    session("agents", f"rare {number}", after(hours=50, minutes=number), user_agent=FIREFOX)
for number in range(190):
    at = after(minutes=6000 * number / 189)
    session("agents", f"usual {number}", at, user_agent=SCRAPER, ended_at=at)
for number in range(10):
    at = after(hours=70, minutes=10, seconds=number)
    session("agents", f"rush {number}", at, user_agent=SCRAPER, ended_at=at)

# Half of 40 carts end without a purchase: ten of one visitor, two of another. One still runs.
for number in range(10):
    session("unsold", f"hoard {number}", after(days=number), visitor_id="v", ip="10.0.0.1")
for number in range(2):
    session("unsold", f"two {number}", after(days=number), visitor_id="w", user_agent=FIREFOX)
for number in range(8):
    session("unsold", f"given up {number}", after(days=number))
for number in range(20):
    session(
        "unsold",
        f"bought {number}",
        after(days=number),
        status="Converted",
        visitor_id=f"b{number}",
    )
session("unsold", "running", status="Active", ended_at=None, visitor_id="r")

# Ten hold one product for an hour each, one unit each, but for one that holds ten.
for number in range(10):
    session(
        "shares",
        f"{number}",
        after(minutes=number),
        visitor_id=f"v{number}",
        ip="10.0.0.9",
        ended_at=after(minutes=60 + number),
    )
    line("shares", f"{number}", "p", 10 if number == 9 else 1)
session("shares", "rare product", after(minutes=3), visitor_id="w")
line("shares", "rare product", "q")

# A hundred hold one product for 100 minutes each, and one holds fifty of it.
for number in range(101):
    token = f"{number}" if number else "party"
    at = after(seconds=number)
    session("parties", token, at, visitor_id=token, ended_at=at + timedelta(minutes=100))
    line("parties", token, "p", 1 if number else 50)

session("parties", "no product")

session("timers", "alone", renewals=19, max_renewals=20, manual_extends=9)
session("timers", "bought", renewals=19, max_renewals=20, manual_extends=9, status="Converted")
session("timers", "at checkout", renewals=19, max_renewals=20, manual_extends=9, checkout_id="c")
session("timers", "unknown", renewals=None, max_renewals=20, manual_extends=None)
session("timers", "no maximum", renewals=19, max_renewals=None)

# One visitor takes a shoe again a minute after each loss, three times; then too late, another size,
# and after having bought.
begins = NOON
for number, (pause, size, status) in enumerate(
    [
        (0, "9", "Expired"),
        (1, "9", "Expired"),
        (1, "9", "Expired"),
        (1, "9", "Converted"),
        (1, "9", "Expired"),
        (3, "9", "Expired"),
        (1, "10", "Expired"),
    ]
):
    begins += timedelta(minutes=pause)
    session("again", f"{number}", begins, visitor_id="v", status=status)
    line("again", f"{number}", "shoe", variant=size)
    begins += HALF_HOUR
session("again", "other", after(minutes=31), visitor_id="w")
line("again", "other", "shoe", variant="9")


def handed(store: str, seconds: float, *, giver: Row, taker: Row, sizes: str = "99") -> None:
    """One session takes what another lost so many seconds before."""
    session(store, "giver", visitor_id="a", **giver)
    line(store, "giver", "shoe", variant=sizes[0])
    session(store, "taker", NOON + HALF_HOUR + timedelta(seconds=seconds), visitor_id="b", **taker)
    line(store, "taker", "shoe", variant=sizes[1])


HERE, NEXT_DOOR, AWAY = ({"ip": ip} for ip in ("10.0.0.1", "10.0.0.2", "10.9.0.1"))
handed("hands", 8, giver=HERE, taker=NEXT_DOOR)
handed("late hands", 11, giver=HERE, taker=NEXT_DOOR)
handed("far hands", 8, giver=HERE, taker=AWAY)
handed("paid hands", 8, giver={**HERE, "status": "Converted"}, taker=NEXT_DOOR)
handed("other size", 8, giver=HERE, taker=NEXT_DOOR, sizes="98")
handed("unknown hands", 8, giver={}, taker={})

# Twenty hold a product, three of them two of it; of the other product two hold the most.
for number in range(20):
    session("limits", f"{number}", after(hours=number))
    line("limits", f"{number}", "p", 2 if number < 3 else 1)
    line("limits", f"{number}", "q", 5 if number < 2 else 1)

session("tries", "refused")
event("tries", "refused", NOON, "item_added", product_id="p")
event("tries", "refused", after(minutes=1), "item_updated", detail="quantity 5 exceeds the limit")
event("tries", "refused", after(minutes=2), "item_updated", detail="Rejected: at most 2")
event("tries", "refused", after(minutes=3), "item_updated", detail="gift wrap")
session("tries", "blocked")
event("tries", "blocked", NOON, "item_added", product_id="p")
for number in (1, 2, 3):
    event("tries", "blocked", after(minutes=number), "checkout_blocked")
session("tries", "no events")
session("no tries", "1")
event("no tries", "1", NOON, "item_added", product_id="p")

for number in range(5):
    session("pace", f"{number + 1} adds")
    for second in range(number + 1):
        event(
            "pace",
            f"{number + 1} adds",
            after(seconds=second),
            "item_added",
            product_id=f"p{second}",
        )
session("pace", "by purchase", status="Converted", ended_at=after(seconds=1))
session("pace", "by event", status="Converted", ended_at=None)
event("pace", "by event", NOON, "created")
event("pace", "by event", after(seconds=7), "checkout_started")
event("pace", "by event", after(seconds=90), "converted")
session("pace", "by its purchase alone", status="Converted", ended_at=None)
event("pace", "by its purchase alone", after(seconds=1), "converted")
session("pace", "at once", status="Converted", ended_at=None)
event("pace", "at once", NOON, "created")
event("pace", "at once", NOON, "converted")
session("pace", "begins with its purchase", status="Converted", ended_at=NOON)
event("pace", "begins with its purchase", NOON, "converted")
session("pace", "expired")


def rhythm(token: str, *gaps: float) -> None:
    """A session whose actions are so many seconds apart, and whose timer is renewed in between."""
    session("rhythm", token)
    at = NOON
    event("rhythm", token, at, "item_added", product_id="p")
    for gap in gaps:
        event("rhythm", token, at + timedelta(seconds=gap / 3), "renewed")
        at += timedelta(seconds=gap)
        event("rhythm", token, at, "item_updated", product_id="p")


rhythm("a clock", 10, 10, 10, 10, 10)
# The mean is 10 s, the variance (4 + 4) / 5 = 1.6, its root 1.26.
rhythm("nearly", 10, 12, 8, 10, 10)
# The mean is 30 s, the variance 9,858 / 5 - 900, its root 32.7.
rhythm("a person", 10, 40, 3, 90, 7)
rhythm("four gaps", 10, 10, 10, 10)

session("programs", "person", user_agent=CHROME.format("140.0"))
session("programs", "bot", user_agent=SCRAPER)
session("programs", "crawler", user_agent=GOOGLEBOT, session_type="bot", visitor_id="g")
session("programs", "said by the source", session_type="bot")
session("programs", "unknown")

# Two a minute take a product, for 20 minutes; then ten at once.
for number in range(40):
    session("bursts", f"usual {number}", after(seconds=30 * number))
    line("bursts", f"usual {number}", "p")
for number in range(10):
    session("bursts", f"rush {number}", after(minutes=20, seconds=number))
    line("bursts", f"rush {number}", "p")

for number, value in enumerate((10, 20, 30, 40, 120)):
    session("sizes", f"EUR {number}", cart_value=value, currency="EUR", item_count=number)
session("sizes", "JPY", cart_value=5000, currency="JPY")
session("sizes", "no currency", cart_value=5000)
session("sizes", "crawler", cart_value=1, currency="EUR", user_agent=GOOGLEBOT)

for day in (0, 3, 10):
    session("known", f"day {day}", after(days=day), visitor_id="v")
session("known", "once", visitor_id="w")

# What to find: the store and session, then every signal with its value.
VALUES: dict[tuple[str, str], dict[Signal, int | None]] = {
    ("visits", "1"): {Signal.VISITOR_HOUR: 1, Signal.VISITOR_DAY: 1, Signal.VISITOR_AT_ONCE: 1},
    ("visits", "2"): {Signal.VISITOR_HOUR: 2, Signal.VISITOR_DAY: 2, Signal.VISITOR_AT_ONCE: 2},
    ("visits", "3"): {Signal.VISITOR_HOUR: 3, Signal.VISITOR_DAY: 3, Signal.VISITOR_AT_ONCE: 1},
    ("visits", "4"): {
        Signal.VISITOR_HOUR: 1,
        Signal.VISITOR_DAY: 2,
        Signal.VISITOR_AT_ONCE: 1,
        Signal.VISITOR_WEEK: 4,
        Signal.VISITOR_TOTAL: 4,
        Signal.IP_HOUR: None,
        Signal.BLOCK_DAY: None,
    },
    ("visits", "other"): {Signal.VISITOR_HOUR: 1, Signal.VISITOR_TOTAL: 1},
    ("visits", "nobody"): {
        Signal.VISITOR_HOUR: None,
        Signal.VISITOR_DAY: None,
        Signal.VISITOR_WEEK: None,
        Signal.VISITOR_AT_ONCE: None,
        Signal.VISITOR_TOTAL: None,
        Signal.VISITOR_COUNTRIES: None,
        Signal.VISITOR_AGENTS: None,
        Signal.VISITOR_UNSOLD: None,
        Signal.TAKEN_AGAIN: None,
        Signal.KNOWN_DAYS: None,
    },
    ("elsewhere", "1"): {Signal.VISITOR_TOTAL: 1, Signal.IP_TOTAL: 1},
    ("addresses", "2"): {
        Signal.IP_HOUR: 2,
        Signal.IP_AT_ONCE: 2,
        Signal.BLOCK_HOUR: 3,
        Signal.BLOCK_AT_ONCE: 3,
        Signal.VISITOR_HOUR: None,
    },
    ("addresses", "3"): {Signal.IP_HOUR: 3, Signal.IP_AT_ONCE: 1, Signal.BLOCK_HOUR: 4},
    ("addresses", "4"): {
        Signal.IP_HOUR: 1,
        Signal.IP_DAY: 2,
        Signal.IP_TOTAL: 4,
        Signal.BLOCK_HOUR: 1,
        Signal.BLOCK_DAY: 2,
    },
    ("addresses", "next block"): {Signal.IP_TOTAL: 1, Signal.BLOCK_HOUR: 1},
    ("addresses", "none"): {
        Signal.IP_HOUR: None,
        Signal.IP_DAY: None,
        Signal.IP_AT_ONCE: None,
        Signal.IP_TOTAL: None,
        Signal.IP_AGENTS: None,
        Signal.IP_UNSOLD: None,
        Signal.BLOCK_HOUR: None,
        Signal.BLOCK_AT_ONCE: None,
        Signal.BLOCK_STOCK: None,
        Signal.AGENT_HOUR: None,
        Signal.HAND_TO_HAND: None,
    },
    ("sixes", "1"): {Signal.BLOCK_HOUR: 2, Signal.IP_HOUR: 1},
    ("sixes", "3"): {Signal.BLOCK_HOUR: 1},
    ("origins", "3"): {
        Signal.VISITOR_COUNTRIES: 2,
        Signal.VISITOR_AGENTS: 2,
        Signal.IP_AGENTS: 3,
    },
    ("origins", "bare"): {
        Signal.VISITOR_COUNTRIES: None,
        Signal.VISITOR_AGENTS: None,
        Signal.IP_AGENTS: None,
    },
    # Four in the hour before, where one or less is usual of it; four in a day, where 1.2 are.
    ("agents", "rare 3"): {
        Signal.AGENT_HOUR: 4,
        Signal.AGENT_DAY: 3,
        Signal.AGENT_AT_ONCE: 4,
    },
    # Of the twice an hour, two came in the hour before these ten: twelve are six times the usual.
    ("agents", "rush 9"): {Signal.AGENT_HOUR: 6},
    ("agents", "usual 40"): {Signal.AGENT_HOUR: 1},
    # (10 + 20 × ½) / (10 + 20) is ⅔, 17 points above ½; (2 + 10) / 22 is 5 points above.
    ("unsold", "hoard 9"): {
        Signal.VISITOR_UNSOLD: 17,
        Signal.IP_UNSOLD: 17,
        Signal.AGENT_UNSOLD: None,
    },
    ("unsold", "two 1"): {Signal.VISITOR_UNSOLD: 5, Signal.AGENT_UNSOLD: 5, Signal.IP_UNSOLD: None},
    # (0 + 10) / 21 is 2 points below.
    ("unsold", "bought 3"): {Signal.VISITOR_UNSOLD: -2},
    ("unsold", "running"): {Signal.VISITOR_UNSOLD: 0},
    # 600 unit-minutes, beside twenty usual holds of 1,170 / 11 each: the others' 540 are less.
    ("shares", "9"): {Signal.STOCK_SHARE: 22, Signal.BLOCK_STOCK: 35},
    ("shares", "1"): {Signal.STOCK_SHARE: 3},
    ("shares", "rare product"): {Signal.STOCK_SHARE: 1, Signal.BLOCK_STOCK: None},
    ("parties", "no product"): {Signal.STOCK_SHARE: None},
    # 5,000 of 15,000 unit-minutes: the others' 10,000 are more than twenty usual holds.
    ("parties", "party"): {Signal.STOCK_SHARE: 33},
    ("timers", "alone"): {Signal.RENEWALS_USED: 95, Signal.EXTENDS_ALONE: 9},
    ("timers", "bought"): {Signal.RENEWALS_USED: 0, Signal.EXTENDS_ALONE: 0},
    ("timers", "at checkout"): {Signal.RENEWALS_USED: 0, Signal.EXTENDS_ALONE: 0},
    ("timers", "unknown"): {Signal.RENEWALS_USED: None, Signal.EXTENDS_ALONE: None},
    ("timers", "no maximum"): {Signal.RENEWALS_USED: None},
    ("again", "3"): {Signal.TAKEN_AGAIN: 3},
    ("again", "0"): {Signal.TAKEN_AGAIN: 3},
    ("again", "other"): {Signal.TAKEN_AGAIN: 0},
    ("hands", "giver"): {Signal.HAND_TO_HAND: 1},
    ("hands", "taker"): {Signal.HAND_TO_HAND: 1},
    ("late hands", "taker"): {Signal.HAND_TO_HAND: 0},
    ("far hands", "taker"): {Signal.HAND_TO_HAND: 0},
    ("paid hands", "taker"): {Signal.HAND_TO_HAND: 0},
    ("other size", "taker"): {Signal.HAND_TO_HAND: 0},
    ("unknown hands", "taker"): {Signal.HAND_TO_HAND: None},
    ("limits", "2"): {Signal.AT_LIMIT: 1},
    ("limits", "0"): {Signal.AT_LIMIT: 1},
    ("limits", "9"): {Signal.AT_LIMIT: 0},
    ("tries", "refused"): {Signal.REFUSED_UPDATES: 2, Signal.BLOCKED_CHECKOUTS: 0},
    ("tries", "blocked"): {Signal.REFUSED_UPDATES: 0, Signal.BLOCKED_CHECKOUTS: 3},
    ("tries", "no events"): {Signal.REFUSED_UPDATES: None, Signal.BLOCKED_CHECKOUTS: None},
    ("no tries", "1"): {
        Signal.REFUSED_UPDATES: None,
        Signal.BLOCKED_CHECKOUTS: None,
        Signal.AT_LIMIT: None,
        Signal.NO_VIEWS: None,
    },
    ("pace", "5 adds"): {Signal.ADDING_PACE: 60},
    ("pace", "4 adds"): {Signal.ADDING_PACE: None},
    ("pace", "by purchase"): {Signal.CHECKOUT_SECONDS: 1},
    ("pace", "by event"): {Signal.CHECKOUT_SECONDS: 7},
    ("pace", "by its purchase alone"): {Signal.CHECKOUT_SECONDS: 1},
    ("pace", "at once"): {Signal.CHECKOUT_SECONDS: 0},
    ("pace", "begins with its purchase"): {Signal.CHECKOUT_SECONDS: None},
    ("pace", "expired"): {Signal.CHECKOUT_SECONDS: None},
    ("rhythm", "a clock"): {Signal.EVENNESS: 0},
    ("rhythm", "nearly"): {Signal.EVENNESS: 12},
    ("rhythm", "a person"): {Signal.EVENNESS: 109},
    ("rhythm", "four gaps"): {Signal.EVENNESS: None},
    ("programs", "person"): {Signal.DECLARED_BOT: 0},
    ("programs", "bot"): {Signal.DECLARED_BOT: 1},
    ("programs", "crawler"): {Signal.DECLARED_BOT: 0, Signal.VISITOR_HOUR: None},
    ("programs", "said by the source"): {Signal.DECLARED_BOT: 1},
    ("programs", "unknown"): {Signal.DECLARED_BOT: None},
    # 50 in 20 minutes are two a minute; ten and the one just before are five times that.
    ("bursts", "rush 9"): {Signal.PRODUCT_BURST: 5},
    ("bursts", "usual 20"): {Signal.PRODUCT_BURST: 1},
    ("sizes", "EUR 4"): {Signal.CART_VALUE: 400, Signal.ITEM_COUNT: 4},
    ("sizes", "EUR 0"): {Signal.CART_VALUE: 33, Signal.ITEM_COUNT: 0},
    ("sizes", "JPY"): {Signal.CART_VALUE: 100, Signal.ITEM_COUNT: None},
    ("sizes", "no currency"): {Signal.CART_VALUE: None},
    ("known", "day 0"): {Signal.KNOWN_DAYS: 10},
    ("known", "day 3"): {Signal.KNOWN_DAYS: 7},
    ("known", "once"): {Signal.KNOWN_DAYS: 0},
}

Measured = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measured]:
    """What the build measured of every session, by store and token."""
    path = tmp_path_factory.mktemp("signals") / "sessions.duckdb"
    copy = build_tiny(path, SESSIONS, LINES, EVENTS)
    found = copy.connection.execute(
        "select cart_token, signals.* from signals join sessions using (session_no)"
    )
    names = [column[0] for column in found.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    yield {(row["store"], row["cart_token"]): row for row in rows}
    copy.connection.close()


@pytest.mark.parametrize(
    ("place", "signal", "value"),
    [(place, signal, value) for place, found in VALUES.items() for signal, value in found.items()],
    ids=lambda part: "/".join(part) if isinstance(part, tuple) else str(part),
)
def test_a_signal_has_the_value_worked_out_by_hand(
    measured: Measured, place: tuple[str, str], signal: Signal, value: int | None
) -> None:
    assert measured[place][signal] == value


def test_every_signal_is_worked_out_with_a_value_and_without_one() -> None:
    found = [pair for values in VALUES.values() for pair in values.items()]
    assert {signal for signal, value in found if value is not None} == set(Signal) - {
        Signal.NO_VIEWS
    }
    always = {Signal.PRODUCT_BURST, Signal.AGENT_DAY, Signal.AGENT_AT_ONCE, Signal.BLOCK_DAY}
    assert {signal for signal, value in found if value is None} >= set(Signal) - always
