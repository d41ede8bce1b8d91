"""The demo's files: what is promised of every session, and the stories planted in them."""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from ipaddress import ip_address, ip_network
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from data.countries import country_code
from data.currencies import decimals
from data.demo import write_demo
from data.demo.scene import SALE_STORE, TROUBLE_DAYS, TROUBLE_STORE, moment, scene_at
from data.demo.stores import STORES
from data.demo.stories import (
    AWKWARD,
    COMEBACK_PRODUCT,
    OFFICE_ADDRESS,
    RING_PRODUCT,
    Awkward,
    Story,
    story_of,
)
from data.terms import EventKind, Risk, SessionType, Status
from data.user_agents import bot_class, session_type
from queries.overview.statistics import Rate, p_value

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 19, 41, 7, tzinfo=UTC)
NIGHT = datetime(2028, 3, 1, 2, 14, 59, 250_000, tzinfo=UTC)
FILES = ("sessions.ndjson", "lines.ndjson", "events.ndjson")
CONTRACT = {
    "sessions.ndjson": (
        "store cart_token token_hash visitor_id session_type ip country status risk currency "
        "cart_value item_count started_at expires_at last_activity_at ended_at cart_updates "
        "renewals max_renewals manual_extends user_agent checkout_id order_id updated_at"
    ),
    "lines.ndjson": (
        "store cart_token line_no product_id product variant sku quantity unit_price reserved_until"
    ),
    "events.ndjson": "store cart_token seq at kind product_id product quantity detail",
}
NOBODYS = [
    ip_network(block)
    for block in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "192.0.2.0/24", "198.51.100.0/24",
        "203.0.113.0/24", "fd00::/8", "2001:db8::/32",
    )
]  # fmt: skip
RESTARTS_TIMER = {
    "created", "item_added", "item_updated", "item_removed", "renewed", "extended",
    "checkout_started",
}  # fmt: skip
UPDATES = {"item_added", "item_updated", "item_removed"}

Row = dict[str, Any]


@dataclass(frozen=True)
class Played:
    """One session with its lines and events, in the order of the files."""

    row: Row
    lines: list[Row]
    events: list[Row]

    def kinds(self) -> list[str]:
        return [event["kind"] for event in self.events]

    def story(self) -> Story | None:
        return story_of(self.row["visitor_id"], self.row["ip"], self.row["user_agent"])

    def is_awkward(self, *names: Awkward) -> bool:
        return self.row["cart_token"] in [AWKWARD[name] for name in names or Awkward]


def rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def played(folder: Path) -> list[Played]:
    lines, events = defaultdict(list), defaultdict(list)
    for row in rows(folder / "lines.ndjson"):
        lines[row["store"], row["cart_token"]].append(row)
    for row in rows(folder / "events.ndjson"):
        events[row["store"], row["cart_token"]].append(row)
    told = []
    for row in rows(folder / "sessions.ndjson"):
        key = row["store"], row["cart_token"]
        told.append(Played(row, lines.pop(key, []), events.pop(key, [])))
    assert not lines, "lines of no session"
    assert not events, "events of no session"
    return told


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo")
    write_demo(made, seed=115, now=NOW)
    return made


@pytest.fixture(scope="module")
def everything(folder: Path) -> list[Played]:
    return played(folder)


@pytest.fixture(scope="module")
def sessions(everything: list[Played]) -> list[Played]:
    """All but the one of which hardly anything is recorded."""
    return [session for session in everything if not session.is_awkward(Awkward.BARE)]


@pytest.fixture(scope="module")
def at_night(tmp_path_factory: pytest.TempPathFactory) -> list[Played]:
    """Another seed, in the night of a leap day, with a part of a second."""
    made = tmp_path_factory.mktemp("night")
    write_demo(made, seed=7, now=NIGHT)
    return [one for one in played(made) if not one.is_awkward(Awkward.BARE)]


@pytest.fixture(scope="module")
def by_story(sessions: list[Played]) -> Callable[[Story], list[Played]]:
    told = defaultdict(list)
    for session in sessions:
        told[session.story()].append(session)
    return lambda story: told[story]


@pytest.fixture(scope="module")
def awkward(everything: list[Played]) -> Callable[[Awkward], Played]:
    tokens = {session.row["cart_token"]: session for session in everything}
    return lambda name: tokens[AWKWARD[name]]


# The files


def test_the_same_seed_and_time_give_the_same_bytes_on_another_machine(
    folder: Path, tmp_path: Path
) -> None:
    script = (
        "import sys; from datetime import datetime; from pathlib import Path;"
        "from data.demo import write_demo;"
        "write_demo(Path(sys.argv[1]), seed=115, now=datetime.fromisoformat(sys.argv[2]))"
    )
    elsewhere = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Asia/Kolkata", "LC_ALL": "C"}
    tokyo = NOW.astimezone(STORES["kumo"].zone).isoformat()
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "new" / "folder"), tokyo],
        cwd=ROOT, env=elsewhere, check=True, timeout=60,
    )  # fmt: skip
    for name in FILES:
        assert (tmp_path / "new" / "folder" / name).read_bytes() == (folder / name).read_bytes()


def test_another_seed_tells_of_other_sessions(
    sessions: list[Played], at_night: list[Played]
) -> None:
    one = {session.row["cart_token"] for session in sessions}
    other = {session.row["cart_token"] for session in at_night}
    assert one & other == set(AWKWARD.values()) - {AWKWARD[Awkward.BARE]}


def test_a_time_without_a_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="zone"):
        write_demo(tmp_path, seed=1, now=NOW.replace(tzinfo=None))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", FILES)
def test_every_row_has_exactly_the_contracts_columns(folder: Path, name: str) -> None:
    bare = {"store", "cart_token", "started_at"}
    odd = [row for row in rows(folder / name) if list(row) != CONTRACT[name].split()]
    assert all(row.keys() == bare for row in odd)
    assert len(odd) == (1 if name == "sessions.ndjson" else 0)


# What is promised of the whole


def test_three_stores_in_three_currencies_and_one_of_them_has_115(
    everything: list[Played], at_night: list[Played]
) -> None:
    assert Counter(session.row["store"] for session in everything) == {
        "northtrail": 3318, "soleroom": 2584, "kumo": 115,
    }  # fmt: skip
    assert sum(session.row["store"] == "kumo" for session in at_night) == 115
    currencies = {session.row.get("currency") for session in everything} - {None}
    assert currencies == {"EUR", "USD", "JPY"}
    assert decimals("JPY") == 0


def test_a_token_stands_only_once_in_a_store(everything: list[Played]) -> None:
    keys = [(session.row["store"], session.row["cart_token"]) for session in everything]
    assert len(set(keys)) == len(keys)


def test_they_began_within_90_days_and_the_newest_within_minutes(
    everything: list[Played], at_night: list[Played]
) -> None:
    for told, now in ((everything, NOW), (at_night, NIGHT)):
        starts = [at(session.row["started_at"]) for session in told]
        assert starts == sorted(starts)
        assert now - timedelta(days=90) <= starts[0] < now - timedelta(days=88)
        assert timedelta(0) <= now - starts[-1] < timedelta(minutes=2)


def test_every_status_risk_level_event_kind_and_session_type_occurs(
    sessions: list[Played],
) -> None:
    assert {session.row["status"] for session in sessions} == {term.value for term in Status}
    assert {session.row["risk"] for session in sessions} == {term.value for term in Risk}
    types = {session.row["session_type"] for session in sessions}
    assert types == {term.value for term in SessionType}
    kinds = {kind for session in sessions for kind in session.kinds()}
    assert kinds == {term.value for term in EventKind}


def test_renewals_reach_the_maximum_of_20_and_shoppers_extend(sessions: list[Played]) -> None:
    full = [one for one in sessions if one.row["renewals"] == one.row["max_renewals"] == 20]
    assert len(full) >= 20
    assert sum(session.row["manual_extends"] > 0 for session in sessions) >= 100


def test_addresses_are_only_of_ranges_that_nobody_owns(sessions: list[Played]) -> None:
    addresses = {ip_address(one.row["ip"]) for one in sessions if one.row["ip"] is not None}
    assert {address.version for address in addresses} == {4, 6}
    assert all(any(address in block for block in NOBODYS) for address in addresses)
    assert all(any(address in block for address in addresses) for block in NOBODYS)


def test_countries_are_codes_weighted_by_store(sessions: list[Played]) -> None:
    for name, store in STORES.items():
        here = Counter(one.row["country"] for one in sessions if one.row["store"] == name)
        assert all(code is None or country_code(code) == code for code in here)
        assert here.most_common(1)[0][0] == store.home
        assert len(here) >= 5


def test_session_types_are_what_the_user_agents_say(sessions: list[Played]) -> None:
    told = {one.row["user_agent"]: one.row["session_type"] for one in sessions}
    assert None in told
    assert {agent: session_type(agent) for agent in told} == told


def test_one_thing_or_another_is_not_recorded_here_and_there(sessions: list[Played]) -> None:
    for column in ("visitor_id", "user_agent", "ip", "country"):
        missing = sum(session.row[column] is None for session in sessions)
        assert 0.005 * len(sessions) < missing < 0.15 * len(sessions), column


def test_tokens_come_in_several_forms(sessions: list[Played]) -> None:
    lengths = Counter(len(session.row["cart_token"]) for session in sessions)
    assert set(lengths) == {28, 32, 36}
    assert min(lengths.values()) > 500


def test_people_buy_in_a_believable_share_of_what_ended(
    sessions: list[Played], at_night: list[Played]
) -> None:
    for told in (sessions, at_night):
        for name in STORES:
            ended = [s.row["status"] for s in told if s.row["store"] == name and s.row["ended_at"]]
            assert 0.15 < ended.count("Converted") / len(ended) < 0.38, name


def test_shops_are_busy_in_their_own_evening_and_quiet_in_their_own_night(
    sessions: list[Played],
) -> None:
    for name in ("northtrail", "soleroom"):
        zone = STORES[name].zone
        hours = Counter(
            at(one.row["started_at"]).astimezone(zone).hour
            for one in sessions
            if one.row["store"] == name and one.story() is None
        )
        assert sum(hours[hour] for hour in (20, 21)) > 6 * sum(hours[hour] for hour in (3, 4))


def test_weekends_differ_as_the_stores_do(sessions: list[Played]) -> None:
    days = Counter(
        (
            one.row["store"],
            at(one.row["started_at"]).astimezone(STORES[one.row["store"]].zone).weekday(),
        )
        for one in sessions
    )
    assert days["northtrail", 6] > 1.2 * days["northtrail", 4]
    assert days["soleroom", 4] > 1.2 * days["soleroom", 0]


def test_the_flash_sale_is_the_busiest_hour_and_cheaper(sessions: list[Played]) -> None:
    scene = scene_at(NOW)
    in_sale = [
        one
        for one in sessions
        if one.row["store"] == SALE_STORE
        and scene.sale_begins <= moment(at(one.row["started_at"])) < scene.sale_ends
    ]
    assert len(in_sale) >= 300
    begins = datetime.fromtimestamp(scene.sale_begins / 1000, STORES[SALE_STORE].zone)
    assert (begins.weekday(), begins.hour) == (4, 19)
    hours = Counter(one.row["started_at"][:13] for one in sessions)
    assert at(hours.most_common(1)[0][0] + ":00Z") == begins
    prices = defaultdict(set)
    for one in sessions:
        for line in one.lines:
            prices[line["product"]].add(Decimal(line["unit_price"]))
    assert {Decimal("89.00"), Decimal("66.75")} == prices["Halfpipe Low"]
    assert {Decimal("145.00")} == prices["Meridian 88 Classic"]


def test_phones_stopped_buying_where_the_payment_page_fails(sessions: list[Played]) -> None:
    since = NOW - timedelta(days=TROUBLE_DAYS)
    before = since - timedelta(days=TROUBLE_DAYS)
    counted: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    weeks: dict[bool, list[bool]] = defaultdict(list)
    for one in sessions:
        if one.row["store"] == TROUBLE_STORE and one.row["ended_at"] and one.story() is None:
            kind, started = one.row["session_type"], at(one.row["started_at"])
            bought = one.row["status"] == "Converted"
            counted[kind, started >= since].append(bought)
            if kind == "mobile" and started >= before:
                weeks[started >= since].append(bought)
    now, earlier = (Rate(sum(weeks[late]), len(weeks[late])) for late in (True, False))
    # The overview makes hundreds of such tests, and names only what stands among them all.
    assert p_value(now, earlier) < 0.0001
    rate = {key: sum(bought) / len(bought) for key, bought in counted.items()}
    assert rate["mobile", True] < 0.25 * rate["mobile", False]
    assert rate["desktop", True] > 0.75 * rate["desktop", False]


# What is promised of every session


@pytest.fixture(scope="module", params=["evening", "night"])
def any_sessions(
    request: pytest.FixtureRequest, sessions: list[Played], at_night: list[Played]
) -> tuple[list[Played], datetime]:
    return (sessions, NOW) if request.param == "evening" else (at_night, NIGHT)


Told = tuple[list[Played], datetime]


def test_events_are_numbered_in_order_of_time_and_none_lies_ahead(any_sessions: Told) -> None:
    told, now = any_sessions
    for one in told:
        moments = [at(event["at"]) for event in one.events]
        assert moments == sorted(moments), one.row
        assert [event["seq"] for event in one.events] == list(range(1, len(moments) + 1))
        assert moments[-1] <= now
        assert one.row["started_at"] == one.events[0]["at"]
        assert one.row["updated_at"] == one.events[-1]["at"]
        assert one.kinds()[:2] == ["created", "item_added"]
        assert one.kinds().count("created") == 1


def test_replaying_the_events_gives_the_lines(any_sessions: Told) -> None:
    for one in any_sessions[0]:
        cart: dict[str, int] = {}
        for event in one.events:
            product, quantity = event["product_id"], event["quantity"]
            match event["kind"]:
                case "item_added":
                    assert product not in cart
                    cart[product] = quantity
                case "item_updated":
                    assert product in cart
                    before, cart[product] = cart[product], quantity
                    assert f"quantity {before} → " in event["detail"]
                    refused = "refused" in event["detail"]
                    assert refused == (before == quantity), one.row
                case "item_removed":
                    assert cart.pop(product) == quantity
                case _:
                    assert (product, quantity) == (None, None)
        assert {line["product_id"]: line["quantity"] for line in one.lines} == cart, one.row


def test_totals_counts_and_hash_agree_with_lines_and_events(any_sessions: Told) -> None:
    for one in any_sessions[0]:
        row, kinds = one.row, Counter(one.kinds())
        assert row["item_count"] == sum(line["quantity"] for line in one.lines)
        if not one.is_awkward(Awkward.DISAGREES):
            lines = (line["quantity"] * Decimal(line["unit_price"]) for line in one.lines)
            assert Decimal(row["cart_value"]) == sum(lines), row
        assert row["cart_updates"] == sum(kinds[kind] for kind in UPDATES)
        assert row["renewals"] == kinds["renewed"] <= row["max_renewals"]
        assert row["manual_extends"] == kinds["extended"]
        assert (row["checkout_id"] is not None) == (kinds["checkout_started"] > 0)
        assert row["token_hash"] == sha256(row["cart_token"].encode()).hexdigest()


def test_lines_are_numbered_and_held_until_the_timer_ends(any_sessions: Told) -> None:
    for one in any_sessions[0]:
        assert [line["line_no"] for line in one.lines] == list(range(1, len(one.lines) + 1))
        assert all(line["quantity"] > 0 for line in one.lines)
        assert {line["reserved_until"] for line in one.lines} <= {one.row["expires_at"]}


def test_money_has_the_decimals_of_its_currency(any_sessions: Told) -> None:
    for one in any_sessions[0]:
        places = decimals(one.row["currency"])
        amounts = [one.row["cart_value"], *(line["unit_price"] for line in one.lines)]
        assert all(len(text.partition(".")[2]) == places for text in amounts)


def test_the_timer_ends_its_length_after_what_last_restarted_it(any_sessions: Told) -> None:
    for one in any_sessions[0]:
        timer = timedelta(milliseconds=STORES[one.row["store"]].timer)
        expires = None
        for event in one.events:
            moment = at(event["at"])
            assert expires is None or moment <= expires, one.row
            if event["kind"] in RESTARTS_TIMER:
                expires = moment + timer
        assert at(one.row["expires_at"]) == expires


def test_the_last_activity_is_the_shoppers_own_and_renewals_are_not(any_sessions: Told) -> None:
    own = RESTARTS_TIMER - {"renewed"} | {"converted"}
    for one in any_sessions[0]:
        last = [event["at"] for event in one.events if event["kind"] in own][-1]
        assert one.row["last_activity_at"] == last


def test_a_session_ends_as_its_status_says(any_sessions: Told) -> None:
    told, now = any_sessions
    ends = {"Converted": "converted", "Expired": "expired", "Cancelled": "cancelled"}
    for one in told:
        row, last = one.row, one.events[-1]
        if row["status"] == "Active":
            assert row["ended_at"] is None
            assert at(row["expires_at"]) > now
            assert not set(one.kinds()) & set(ends.values())
            continue
        assert last["kind"] == ends[row["status"]]
        assert row["ended_at"] == last["at"]
        assert sum(kind in ends.values() for kind in one.kinds()) == 1
        assert (row["ended_at"] == row["expires_at"]) or row["status"] != "Expired"
        assert row["status"] != "Cancelled" or last["detail"]


def test_only_what_was_bought_has_an_order_and_orders_are_numbered_in_time(
    any_sessions: Told,
) -> None:
    for name in STORES:
        here = [one for one in any_sessions[0] if one.row["store"] == name]
        assert all(
            (one.row["order_id"] is None) == (one.row["status"] != "Converted") for one in here
        )
        bought = sorted(
            (one for one in here if one.row["order_id"]), key=lambda one: str(one.row["ended_at"])
        )
        numbers = [int("".join(filter(str.isdigit, one.row["order_id"]))) for one in bought]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        for one in bought:
            assert one.row["order_id"] in one.events[-1]["detail"]
            assert "checkout_started" in one.kinds()
            assert one.lines


def test_every_change_of_the_risk_level_follows_from_the_one_before(any_sessions: Told) -> None:
    for one in any_sessions[0]:
        level = "Normal"
        for event in one.events:
            if event["kind"] not in ("risk_changed", "restricted"):
                continue
            change, reason = event["detail"].split(": ", 1)
            before, after = change.split(" → ")
            assert before == level != after
            assert (event["kind"] == "restricted") == (after == "Restricted")
            assert reason
            level = after
        assert one.row["risk"] == level


def test_renewals_are_counted_against_the_maximum_in_their_text(any_sessions: Told) -> None:
    for one in any_sessions[0]:
        texts = [event["detail"] for event in one.events if event["kind"] == "renewed"]
        most = one.row["max_renewals"]
        wanted = [f"timer restarted, {number}/{most}" for number in range(1, len(texts) + 1)]
        assert texts == wanted


def test_a_couple_of_dozen_are_under_way_in_all_stores(any_sessions: Told) -> None:
    told, now = any_sessions
    active = [one for one in told if one.row["status"] == "Active"]
    assert 18 <= len(active) <= 50
    assert {one.row["store"] for one in active} == set(STORES)
    left = [at(one.row["expires_at"]) - now for one in active]
    assert sum(length < timedelta(minutes=2) for length in left) >= 3
    begun = [now - at(one.row["started_at"]) for one in active]
    assert sum(age < timedelta(minutes=1) for age in begun) >= 3
    assert any(age > timedelta(minutes=20) for age in begun)


def test_no_browser_shops_twice_at_once(any_sessions: Told) -> None:
    spans = defaultdict(list)
    for one in any_sessions[0]:
        if one.row["visitor_id"] is not None and one.story() is not Story.RING:
            spans[one.row["visitor_id"]].append((one.row["started_at"], one.row["updated_at"]))
    for visits in spans.values():
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(visits)))


# The stories


def test_the_ring_passes_one_shoe_from_hand_to_hand_and_never_buys(
    by_story: Callable[[Story], list[Played]],
) -> None:
    ring = by_story(Story.RING)
    assert len(ring) >= 40
    assert len({one.row["visitor_id"] for one in ring}) == 6
    assert len({ip_network((one.row["ip"], 28), strict=False) for one in ring}) == 1
    assert {event["product"] for one in ring for event in one.events} == {RING_PRODUCT, None}
    kinds = {kind for one in ring for kind in one.kinds()}
    assert not kinds & {"checkout_started", "converted"}
    full = sum(one.row["renewals"] == one.row["max_renewals"] for one in ring)
    assert full >= 0.3 * len(ring)

    chains = defaultdict(list)
    for one in ring:
        chains[one.events[1]["detail"]].append(one)
    assert sorted(chains) == ["US 10", "US 9"]
    turns = [turn for chain in chains.values() for turn in pairwise(chain)]
    passed = [
        (one, other)
        for one, other in turns
        if timedelta(0) < at(other.row["started_at"]) - freed_at(one) < timedelta(seconds=10)
    ]
    assert len(passed) >= 0.75 * len(turns)
    assert all(one.row["visitor_id"] != other.row["visitor_id"] for one, other in passed)


def freed_at(session: Played) -> datetime:
    """When the stock came back: when it was taken out of the cart, or else when the timer ended."""
    taken_out = (event["at"] for event in session.events if event["kind"] == "item_removed")
    return at(next(taken_out, None) or session.row["ended_at"])


def test_the_ring_is_caught_in_part(by_story: Callable[[Story], list[Played]]) -> None:
    levels = Counter(one.row["risk"] for one in by_story(Story.RING))
    assert set(levels) == {term.value for term in Risk}
    assert 0.05 < levels["Normal"] / levels.total() < 0.5


def test_most_people_give_no_concern(sessions: list[Played]) -> None:
    levels = Counter(one.row["risk"] for one in sessions if one.story() is None)
    assert levels["Normal"] > 0.9 * levels.total()
    assert levels["Monitored"] > levels["Review"] > levels["Restricted"] > 0


def test_the_crawler_and_the_scraper_declare_themselves_and_never_buy(
    by_story: Callable[[Story], list[Played]],
) -> None:
    crawler, scraper = by_story(Story.CRAWLER), by_story(Story.SCRAPER)
    assert len(crawler) >= 80
    assert len(scraper) >= 30
    assert {bot_class(one.row["user_agent"]) for one in crawler} == {"good crawler"}
    assert {bot_class(one.row["user_agent"]) for one in scraper} == {"bot"}
    for one in crawler + scraper:
        assert one.row["session_type"] == "bot"
        assert one.row["visitor_id"] is None
        assert not {"checkout_started", "converted"} & set(one.kinds())
    assert max(one.row["item_count"] for one in crawler) <= 3
    for one in scraper:
        added = [at(event["at"]) for event in one.events if event["kind"] in UPDATES]
        gaps = [after - before for before, after in pairwise(added)]
        assert len(gaps) >= 15
        assert all(timedelta(seconds=0.9) < gap < timedelta(seconds=1.1) for gap in gaps)


def test_the_office_shares_an_address_and_buys_as_others_do(
    by_story: Callable[[Story], list[Played]],
) -> None:
    office = by_story(Story.OFFICE)
    assert {one.row["ip"] for one in office} == {OFFICE_ADDRESS}
    assert len({one.row["visitor_id"] for one in office}) >= 20
    assert len({one.row["user_agent"] for one in office}) >= 10
    assert 0.15 < sum(one.row["status"] == "Converted" for one in office) / len(office) < 0.5
    zone = STORES["northtrail"].zone
    starts = [at(one.row["started_at"]).astimezone(zone) for one in office]
    assert all(start.weekday() < 5 and 8 <= start.hour < 18 for start in starts)


def test_one_shopper_comes_back_ten_times_and_buys_at_last(
    by_story: Callable[[Story], list[Played]],
) -> None:
    visits = by_story(Story.COMEBACK)
    assert [one.row["status"] for one in visits] == ["Expired"] * 10 + ["Converted"]
    for one in visits:
        assert [line["product"] for line in one.lines] == [COMEBACK_PRODUCT]
    assert len({one.row["visitor_id"] for one in visits}) == 1


def test_nobody_else_is_taken_for_a_story() -> None:
    assert story_of(None, None, None) is None
    assert story_of("somebody", "203.0.113.78", "Mozilla/5.0") is None
    assert story_of(None, OFFICE_ADDRESS, None) is Story.OFFICE


# The awkward


def test_an_empty_cart(awkward: Callable[[Awkward], Played]) -> None:
    empty = awkward(Awkward.EMPTY)
    assert (empty.lines, empty.row["item_count"], empty.row["cart_value"]) == ([], 0, "0.00")


def test_a_cart_with_40_lines(awkward: Callable[[Awkward], Played]) -> None:
    assert len(awkward(Awkward.FORTY_LINES).lines) == 40


def test_titles_in_other_scripts(awkward: Callable[[Awkward], Played]) -> None:
    titles = "".join(line["product"] for line in awkward(Awkward.SCRIPTS).lines)
    for sign in ("ش", "ק", "茶", "ช", "🍵", "\u0301", "\u200d"):
        assert sign in titles


def test_a_title_of_200_characters(awkward: Callable[[Awkward], Played]) -> None:
    assert [len(line["product"]) for line in awkward(Awkward.LONG_TITLE).lines] == [200]


def test_titles_that_look_like_markup_formulas_and_code(
    awkward: Callable[[Awkward], Played],
) -> None:
    hostile = awkward(Awkward.HOSTILE)
    titles = [line["product"] for line in hostile.lines]
    for begins in ("<script", "=HYPERLINK(", "+", "@", "**", "{{"):
        assert any(title.startswith(begins) for title in titles), begins
    assert "<svg" in hostile.row["user_agent"]


def test_a_session_with_nothing_but_store_token_and_start(
    awkward: Callable[[Awkward], Played],
) -> None:
    bare = awkward(Awkward.BARE)
    assert bare.row.keys() == {"store", "cart_token", "started_at"}
    assert (bare.lines, bare.events) == ([], [])


def test_a_recorded_cart_value_that_the_lines_do_not_add_up_to(
    awkward: Callable[[Awkward], Played],
) -> None:
    wrong = awkward(Awkward.DISAGREES)
    lines = sum(line["quantity"] * Decimal(line["unit_price"]) for line in wrong.lines)
    assert (Decimal(wrong.row["cart_value"]), lines) == (Decimal("178.80"), Decimal("119.00"))


def test_one_token_in_two_stores(everything: list[Played]) -> None:
    stores = [
        one.row["store"]
        for one in everything
        if one.row["cart_token"] == AWKWARD[Awkward.TWO_STORES]
    ]
    assert sorted(stores) == ["kumo", "northtrail"]
