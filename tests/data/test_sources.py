"""The sources that ship and an operator's own, on made-up input and on real data."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.accounts import open_raw
from data.build import Options, build
from data.check import Steps
from data.progress import Progress
from data.read import SourceError, find_files, read_files
from data.source import open_source
from tests.data.conftest import NOW, Build, Built, Files, write

Payload = dict[str, Any]

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148"
MUG = {
    "product_id": 11, "title": "Mug", "variant_title": "Blue", "sku": "M-B", "quantity": 2,
    "price": "12.50",
}  # fmt: skip
TEA = {"product_id": 12, "title": "Tea", "variant_title": None, "quantity": 1, "price": "4.00"}


def cart(token: str, **also: Any) -> Payload:
    return {
        "id": token,
        "token": token,
        "line_items": [MUG],
        "created_at": "2026-11-01T10:00:00Z",
        "updated_at": "2026-11-01T10:05:00Z",
    } | also


def checkout(token: str, **also: Any) -> Payload:
    return {
        "id": 901,
        "token": f"checkout of {token}",
        "cart_token": token,
        "abandoned_checkout_url": "https://shop.example/recover",
        "line_items": [MUG, TEA],
        "currency": "EUR",
        "total_line_items_price": "29.00",
        "created_at": "2026-11-01T11:10:00+01:00",
        "updated_at": "2026-11-01T11:12:00+01:00",
        "completed_at": None,
    } | also


def order(token: str | None, number: int, **also: Any) -> Payload:
    return {
        "id": number,
        "name": f"#{number}",
        "order_number": number,
        "cart_token": token,
        "checkout_token": token and f"checkout of {token}",
        "financial_status": "paid",
        "browser_ip": "203.0.113.9",
        "client_details": {"browser_ip": "203.0.113.10", "user_agent": PHONE},
        "shipping_address": {"country": "Germany", "country_code": "DE"},
        "line_items": [MUG, TEA],
        "currency": "EUR",
        "total_price": "33.00",
        "total_line_items_price": "29.00",
        "created_at": "2026-11-01T11:30:00+01:00",
        "processed_at": "2026-11-01T11:30:00+01:00",
        "updated_at": "2026-11-01T12:00:00+01:00",
        "cancelled_at": None,
    } | also


def risk(number: int, recommendation: str) -> Payload:
    return {"id": 1, "order_id": number, "recommendation": recommendation, "score": "0.5"}


@pytest.fixture(scope="module")
def shopify(built_once: Build) -> Built:
    """Payloads of every kind, wrapped in every way."""
    young = (NOW - timedelta(minutes=5)).isoformat() + "Z"
    stays = {"created_at": young, "updated_at": young}
    robot = {"browser_ip": "2001:DB8::1", "user_agent": "curl/8"}
    cancelled = {
        "cancelled_at": "2026-11-02T09:00:00Z",
        "cancel_reason": "fraud",
        "browser_ip": None,
    }
    billed = {"country": "Czech Republic"}
    broken = {"client_details": "{oops", "shipping_address": None, "billing_address": billed}
    files: dict[str, Any] = {
        "carts/1.json": [cart("whole"), cart("left"), cart("young", **stays)],
        "carts/2.json": cart("left", updated_at="2026-11-01T10:09:00Z", line_items=[TEA]),
        "carts/3.json": cart("empty", line_items=[]),
        "carts/4.json": cart("undated", created_at=None, updated_at=None),
        "checkouts.json": {
            "checkouts": [checkout("whole"), checkout("begun", client_details=robot)]
        },
        "completed.json": checkout("completed", completed_at="2026-11-01T10:20:00Z"),
        "orders/1.json": {"orders": [order("whole", 1001)]},
        "orders/2.json": {"order": order("cancelled", 1002, **cancelled)},
        "orders/3.ndjson": [
            order(None, 1003), order("accepted", 1004), order("broken", 1005, **broken),
        ],
        "risks/1.json": {"risks": [risk(1001, "accept"), risk(1001, "investigate")]},
        "risks/2.json": [risk(1002, "cancel"), risk(1004, "accept"), {"recommendation": "cancel"}],
        "customers.json": {"customers": [{"id": 1, "email": "someone@shop.example"}]},
        "drafts.json": {"draft_order": {"id": 5, "line_items": [MUG], "name": "#D1"}},
    }  # fmt: skip
    written = {name: json.dumps(held, indent=1) for name, held in files.items()}
    written["orders/3.ndjson"] = "\n".join(map(json.dumps, files["orders/3.ndjson"]))
    return built_once(written, kind="shopify")


def session(copy: Built, token: str, columns: str) -> tuple[Any, ...]:
    return copy.row(f"select {columns} from sessions where cart_token = '{token}'")


def test_cart_checkout_and_order_of_one_token_are_one_session(shopify: Built) -> None:
    told = session(
        shopify, "whole", "status, checkout_id, order_id, currency, cart_value, item_count"
    )
    assert told == ("Converted", "901", "1001", "EUR", Decimal(29), 3)
    assert session(shopify, "whole", "started_at, ended_at, expires_at, source_file") == (
        datetime(2026, 11, 1, 10), datetime(2026, 11, 1, 10, 30), None, "orders/1.json",
    )  # fmt: skip


def test_the_platform_tells_who_came_to_the_checkout_and_who_did_not(shopify: Built) -> None:
    told = shopify.rows(
        "select cart_token, kept, reached_checkout from sessions "
        "where cart_token in ('whole', 'begun', 'left', 'empty') order by 1"
    )
    assert told == [
        ("begun", True, True),
        ("empty", False, False),
        ("left", True, False),
        ("whole", True, True),
    ]


def test_the_session_has_the_lines_of_what_says_most(shopify: Built) -> None:
    assert shopify.rows(
        "select line_no, product_id, product, variant, sku, quantity, unit_price from lines join"
        " sessions using (session_no) where cart_token = 'whole' order by line_no"
    ) == [
        (1, "11", "Mug", "Blue", "M-B", 2, Decimal("12.5")),
        (2, "12", "Tea", None, None, 1, Decimal(4)),
    ]


def test_what_happened_is_told_in_order(shopify: Built) -> None:
    assert shopify.rows(
        'select kind, "at", detail from events join sessions using (session_no)'
        " where cart_token = 'whole' order by seq"
    ) == [
        ("created", datetime(2026, 11, 1, 10), None),
        ("checkout_started", datetime(2026, 11, 1, 10, 10), None),
        ("converted", datetime(2026, 11, 1, 10, 30), "order #1001"),
    ]


@pytest.mark.parametrize(
    ("token", "level"),
    [
        ("whole", ("Review", True)),
        ("cancelled", ("Restricted", True)),
        ("accepted", ("Normal", True)),
        ("broken", ("Normal", False)),
    ],
)
def test_the_highest_order_risk_is_the_risk_level(
    shopify: Built, token: str, level: tuple[str, bool]
) -> None:
    assert session(shopify, token, "risk, risk_recorded") == level


@pytest.mark.parametrize(
    ("token", "ip", "kind"),
    [
        ("whole", "203.0.113.9", "mobile"),
        ("cancelled", "203.0.113.10", "mobile"),
        ("begun", "2001:db8::1", "bot"),
        ("left", None, None),
    ],
)
def test_address_and_agent_come_from_where_the_platform_has_them(
    shopify: Built, token: str, ip: str | None, kind: str | None
) -> None:
    assert session(shopify, token, "ip, session_type") == (ip, kind)


@pytest.mark.parametrize(("token", "country"), [("whole", "DE"), ("broken", "CZ"), ("left", None)])
def test_the_country_is_that_of_the_address(
    shopify: Built, token: str, country: str | None
) -> None:
    assert session(shopify, token, "country") == (country,)


def test_a_cart_that_was_left_ran_out_and_its_last_update_counts(shopify: Built) -> None:
    assert session(shopify, "left", "status, ended_at, item_count, cart_value") == (
        "Expired", datetime(2026, 11, 1, 10, 39), 1, Decimal(4),
    )  # fmt: skip


def test_a_cart_of_five_minutes_before_the_build_is_active_and_has_no_end(shopify: Built) -> None:
    assert session(shopify, "young", "status, ended_at, expires_at") == (
        "Active", None, NOW + timedelta(minutes=25),
    )  # fmt: skip


def test_an_empty_cart_holds_nothing_and_is_worth_nothing(shopify: Built) -> None:
    assert session(shopify, "empty", "item_count, cart_value") == (0, Decimal(0))


def test_a_completed_checkout_is_converted(shopify: Built) -> None:
    assert session(shopify, "completed", "status, ended_at, cart_updates") == (
        "Converted", datetime(2026, 11, 1, 10, 20), None,
    )  # fmt: skip


def test_a_cancelled_order_is_cancelled_and_says_why(shopify: Built) -> None:
    assert session(shopify, "cancelled", "status, ended_at") == (
        "Cancelled", datetime(2026, 11, 2, 9),
    )  # fmt: skip
    assert shopify.rows(
        "select detail from events join sessions using (session_no)"
        " where cart_token = 'cancelled' and kind = 'cancelled'"
    ) == [("order cancelled: fraud",)]


def test_nested_text_that_is_no_json_costs_its_field_alone(shopify: Built) -> None:
    assert session(shopify, "broken", "status, user_agent, ip") == (
        "Converted",
        None,
        "203.0.113.9",
    )


def test_every_payload_is_accounted_for(shopify: Built) -> None:
    report = shopify.report
    # Set aside: an order without a cart, a risk without an order, a customer, a draft. The older of
    # two payloads of one cart gave its event.
    assert shopify.reasons("set aside") == {
        "no session, line or event in it": 4,
        "its cart token comes again; the row with the last updated_at counts": 1,
    }
    assert shopify.reasons("turned away") == {
        "started_at: missing": 1,
        "cart_token: its session was turned away": 1,
    }
    assert (report.rows_in, report.taken, report.set_aside, report.turned_away) == (21, 16, 4, 1)
    assert report.sessions == 9


# Event logs


@pytest.fixture(scope="module")
def rees46(built_once: Build) -> Built:
    """A log in two files, one with category and brand, one without, and something else."""
    return built_once(
        {
            "oct.csv": "event_time,event_type,product_id,category_id,category_code,brand,price,"
            "user_id,user_session\n"
            "2026-10-01 00:00:00 UTC,view,1,7,furniture.bath,runail,2.62,u1,s1\n"
            "2026-10-01 00:00:10 UTC,cart,1,7,furniture.bath,runail,2.62,u1,s1\n"
            "2026-10-01 00:00:10 UTC,cart,1,7,furniture.bath,runail,2.62,u1,s1\n"
            "2026-10-01 00:01:00 UTC,cart,2,7,,,-1.00,u1,s1\n"
            "2026-10-01 00:02:00 UTC,view,3,7,,,1.00,u2,looked\n",
            "nov.csv": "event_time,event_type,product_id,price,user_id,user_session\n"
            "2026-11-01 00:00:00 UTC,remove_from_cart,5,1.00,u3,s2\n"
            "2026-11-01 00:00:00 UTC,purchase,6,3.50,u4,s3\n"
            "2026-11-01 00:00:00 UTC,purchase,6,3.50,u4,\n",
            "item.csv": "product_id,brand\n1,runail\n",
        },
        kind="rees46",
    )


def test_an_event_log_becomes_sessions(rees46: Built) -> None:
    assert rees46.rows("select cart_token, status, visitor_id from sessions order by 1") == [
        ("s1", "Expired", "u1"),
        ("s2", "Expired", "u3"),
        ("s3", "Converted", "u4"),
    ]


def test_a_product_of_an_event_log_is_named_by_its_brand_and_category(rees46: Built) -> None:
    lines = rees46.rows("select product_id, product, quantity, unit_price from lines order by 1")
    assert lines == [
        ("1", "runail, furniture / bath", 1, Decimal("2.62")),
        ("6", None, 1, Decimal("3.5")),
    ]


def test_an_event_log_tells_who_kept_an_item_but_not_who_came_to_the_checkout(
    rees46: Built,
) -> None:
    told = rees46.rows("select cart_token, kept, reached_checkout from sessions order by 1")
    assert told == [("s1", True, None), ("s2", False, None), ("s3", True, True)]


def test_products_of_an_event_log_are_those_put_in_taken_out_or_bought(rees46: Built) -> None:
    named = rees46.rows(
        "select cart_token, product, in_cart from product_sessions "
        "join products using (product_no) join sessions using (session_no) order by 1, 2"
    )
    assert named == [("s1", "1", True), ("s2", "5", False), ("s3", "6", True)]


def test_every_row_of_an_event_log_is_accounted_for(rees46: Built) -> None:
    report = rees46.report
    assert (report.rows_in, report.taken, report.set_aside, report.turned_away) == (8, 3, 3, 2)
    assert rees46.reasons("turned away") == {"cart_token: missing": 1, "unit_price: negative": 1}
    assert "item.csv was left out: the source takes nothing from it." in report.notes


def test_nested_shop_sessions_become_sessions_without_money(built: Build) -> None:
    lines = [
        {"session": 1, "events": [
            {"aid": 7, "ts": 1793527200000, "type": "clicks"},
            {"aid": 7, "ts": 1793527200025, "type": "carts"},
            {"aid": 7, "ts": 1793527260000, "type": "orders"},
        ]},
        {"session": 2, "events": [{"aid": 8, "ts": 1793527200000, "type": "clicks"}]},
        {"session": 3, "events": "none"},
        {"session": 4, "events": [
            {"aid": 9, "ts": "soon", "type": "carts"},
            {"aid": 9, "ts": 1793527200000, "type": "waves"},
        ]},
        {"session": 5, "events": [{"aid": 9, "ts": 1793527200000, "type": "waves"}]},
    ]  # fmt: skip
    copy = built({"train.jsonl": "\n".join(map(json.dumps, lines))}, kind="otto")
    assert copy.row("select cart_token, status, cart_value, started_at from sessions") == (
        "1", "Converted", None, datetime(2026, 11, 1, 10, 0, 0, 25000),
    )  # fmt: skip
    assert copy.row("select product_id, quantity, unit_price from lines") == ("7", 1, None)
    assert copy.rows("select kind from events order by seq") == [("item_added",), ("converted",)]
    assert copy.examples("turned away") == ["train.jsonl:4 at: not a time (soon)"]
    assert (copy.report.taken, copy.report.set_aside, copy.report.turned_away) == (1, 3, 1)


# An operator's own


ORDERS: Files = {
    "Orders.csv": "id,created,total,country\n1,01/11/2026 10:00,12.50,DE\n"
    "2,02/11/2026 11:00,bad,DE\n3,oops,1,DE\n",
    "items.json": '[{"order": "1", "sku": "s1", "n": 2}, {"order": "9", "sku": "s2", "n": 1}]',
    "customers.csv": "id\n1\n",
}
WHEN = "try_strptime(created, '%d/%m/%Y %H:%M')"


def own(tmp_path: Path, sql: str) -> str:
    path = tmp_path / "my.sql"
    path.write_text(sql, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("place", ["", ", _file, _line"])
def test_an_operators_own_source_reads_files_by_their_names_and_need_not_name_places(
    built: Build, tmp_path: Path, place: str
) -> None:
    sql = (
        "-- Orders of a shop of our own.\n\n-- sessions\n"
        f"select id as cart_token, {WHEN} as started_at, total as cart_value, country{place}\n"
        "from orders where id < '9';\n\n"
        f'-- Lines\nselect "order" as cart_token, sku, n as quantity{place} from items\n'
    )
    copy = built(ORDERS, kind=own(tmp_path, sql))
    assert copy.row("select cart_token, started_at, source_file, source_line from sessions") == (
        "1", datetime(2026, 11, 1, 10), "Orders.csv", 2,
    )  # fmt: skip
    assert copy.row("select sku, quantity from lines") == ("s1", 2)
    assert copy.examples("turned away") == [
        "items.json:2 cart_token: no session has this cart token (9)",
        "Orders.csv:3 cart_value: not an amount of money (bad)",
        "Orders.csv:4 started_at: missing",
    ]
    assert (copy.report.rows_in, copy.report.taken) == (5, 2)
    assert copy.report.notes == [
        "2 rows give a time without a zone, read as UTC.",
        "customers.csv was left out: the source takes nothing from it.",
    ]


def test_rows_whose_place_is_not_known_are_taken_all_the_same(built: Build, tmp_path: Path) -> None:
    select = f"select country as cart_token, min({WHEN}) as started_at from orders group by country"
    copy = built(ORDERS, kind=own(tmp_path, f"-- sessions\n{select}"))
    assert copy.row("select cart_token, started_at, source_file, source_line from sessions") == (
        "DE", datetime(2026, 11, 1, 10), None, None,
    )  # fmt: skip
    assert (copy.report.taken, copy.report.set_aside) == (6, 0)


@pytest.mark.parametrize(
    ("select", "rows"),
    [
        ("select distinct country as cart_token from orders", [("DE",)]),
        ("select country as cart_token, count(*) from orders group by all", [("DE", "3")]),
        ("select count(*) as cart_token from orders", [("3",)]),
        ("select o.id as cart_token from orders o join customers c using (id)", [("1",)]),
        ("with o as (select id from orders) select min(id) as cart_token from o", [("1",)]),
        ("select 1 as cart_token union all select 1", [("1",), ("1",)]),
        ("select id as cart_token from customers", [("1", "customers.csv", "2")]),
        ("from customers select id as cart_token -- of theirs", [("1", "customers.csv", "2")]),
        (
            "with c as (from items) select sku as cart_token from c limit 1;",
            [("s1", "items.json", "1")],
        ),
        ("select id as cart_token, _LINE from customers", [("1", "2", "customers.csv")]),
    ],
)
def test_the_place_of_a_row_is_found_where_that_changes_nothing_else(
    tmp_path: Path, select: str, rows: list[tuple[str, ...]]
) -> None:
    always = "-- sessions\nselect 'a' as cart_token, 'b' as started_at\n-- lines\n"
    connection = duckdb.connect()
    steps = Steps(connection, Progress(loud=False))
    files = find_files(str(write(tmp_path / "input", ORDERS)))
    raw = read_files(files, connection, tmp_path, steps.progress)
    open_raw(steps, raw)
    source = open_source(own(tmp_path, always + select), raw, connection)
    assert source.parts["lines"].fetchall() == rows


def test_typed_and_nested_values_of_an_own_source_are_taken(built: Build, tmp_path: Path) -> None:
    sql = (
        "-- sessions\nselect 17850.0::double as cart_token, timestamp '2026-11-01 10:00' as"
        " started_at, timestamptz '2026-11-01 10:30:00+00' as ended_at, 12.5::decimal(9, 2) as"
        " cart_value, 3 as renewals, [1, 2] as visitor_id, {'a': 1} as order_id, _file, _line"
        " from orders where id = '1'\n"
        "-- events\nselect 17850 as cart_token, date '2026-11-01' as at, 'created' as kind"
    )
    copy = built(ORDERS, kind=own(tmp_path, sql), time_zone="Europe/Prague")
    assert copy.row(
        "select cart_token, started_at, ended_at, cart_value, renewals, visitor_id, order_id"
        " from sessions"
    ) == (
        "17850", datetime(2026, 11, 1, 9), datetime(2026, 11, 1, 10, 30), Decimal("12.5"), 3,
        "[1,2]", '{"a":1}',
    )  # fmt: skip
    assert copy.row('select "at" from events') == (datetime(2026, 10, 31, 23),)


KINDS = "there are otto, rees46, shopify, or a .sql file."
WANTED = "-- sessions\nselect id as cart_token, '2026-11-01' as started_at from orders"


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("-- sessions\nselct 1", 'my.sql, sessions: Parser Error: syntax error at or near "selct"'),
        ("-- sessions\nselect no from orders", "my.sql, sessions: the input has no column no."),
        (
            "-- sessions\nselect * from gone",
            "my.sql, sessions: Catalog Error: Table with name gone does not exist!",
        ),
        ("-- sessions\nselect 1 as a; select 2", "my.sql, sessions: one SELECT is wanted."),
        ("-- sessions\n\n-- lines\nselect 1", "my.sql, sessions: one SELECT is wanted."),
        ("-- sessions\ncreate table x as select 1", "my.sql, sessions: one SELECT is wanted."),
        ("-- sessions\ndrop view raw", "my.sql, sessions: one SELECT is wanted."),
        ("-- sessions\ncopy orders to 'out.csv'", "my.sql, sessions: one SELECT is wanted."),
        ("-- sessions\nattach 'x.duckdb'", "my.sql, sessions: one SELECT is wanted."),
        ("-- sessions\nset threads = 1", "my.sql, sessions: one SELECT is wanted."),
        (f"{WANTED}\n-- sessions\nselect 1", "my.sql has two parts headed -- sessions."),
        ("select 1", "my.sql has no part headed -- sessions or -- events."),
        (
            "-- lines\nselect 1 as cart_token",
            "my.sql has no part headed -- sessions or -- events.",
        ),
        (
            "-- sessions\nselect id as token, created as started_at from orders",
            "my.sql, sessions: there is no column cart_token.",
        ),
        (
            "-- events\nselect id as cart_token, created as at from orders",
            "my.sql, events: there is no column kind.",
        ),
        (f"{WANTED} where false", "The source my finds no session, line or event in this input."),
        (
            "-- sessions\nselect id as cart_token, strptime(created, '%Y') as started_at from"
            " orders",
            'The source cannot be taken: Invalid Input Error: Could not parse string "01/11/2026'
            ' 10:00" according to format specifier "%Y"',
        ),
    ],
)  # fmt: skip
def test_a_broken_source_file_is_refused_in_a_sentence(
    tmp_path: Path, sql: str, sentence: str
) -> None:
    folder = write(tmp_path / "input", ORDERS)
    with pytest.raises(SourceError) as caught:
        build(str(folder), tmp_path / "home", Options(kind=own(tmp_path, sql)))
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("nope", f"There is no source kind 'nope'; {KINDS}"),
        ("gone/my.sql", "There is no file gone/my.sql."),
        ("../sources/otto", f"There is no source kind '../sources/otto'; {KINDS}"),
    ],
)  # fmt: skip
def test_a_kind_that_does_not_exist_is_refused_in_a_sentence(
    tmp_path: Path, kind: str, sentence: str
) -> None:
    folder = write(tmp_path / "input", ORDERS)
    with pytest.raises(SourceError) as caught:
        build(str(folder), tmp_path / "home", Options(kind=kind))
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("shopify", "The source shopify finds no session, line or event in this input."),
        ("rees46", "rees46.sql, events: the input has no column event_time."),
        ("otto", "otto.sql, events: the input has no column events."),
    ],
)
def test_input_of_another_kind_is_refused_in_a_sentence(
    tmp_path: Path, kind: str, sentence: str
) -> None:
    folder = write(tmp_path / "input", ORDERS)
    with pytest.raises(SourceError) as caught:
        build(str(folder), tmp_path / "home", Options(kind=kind))
    assert str(caught.value) == sentence


@pytest.mark.parametrize("name", ["noted", "given_sessions", "text_files"])
def test_a_file_named_like_a_table_of_the_build_is_refused_in_a_sentence(
    tmp_path: Path, name: str
) -> None:
    folder = write(tmp_path / "input", {"orders.csv": "id\n1\n", f"{name}.csv": "id\n1\n"})
    with pytest.raises(SourceError) as caught:
        build(str(folder), tmp_path / "home", Options(kind=own(tmp_path, WANTED)))
    assert str(caught.value) == (
        f"The build has a table of its own named {name}; give that file another name."
    )


# Real data


def build_real(tmp_path: Path, source: Path, kind: str) -> Built:
    report = build(str(source), tmp_path / "home", Options(kind=kind, now=NOW))
    assert report.rows_in == report.taken + report.set_aside + report.turned_away
    return Built(report, tmp_path / "home")


def test_a_real_event_log_becomes_its_sessions(realdata: Path, tmp_path: Path) -> None:
    copy = build_real(tmp_path, realdata / "rees46_cosmetics", "rees46")
    report = copy.report
    assert (report.rows_in, report.sessions, report.turned_away) == (4995, 269, 0)
    assert copy.reasons("set aside")["an exact duplicate of another row"] == 291
    assert report.taken == report.events
    assert copy.row("select count(*) filter (where status = 'Converted') from sessions") == (26,)
    assert copy.row("select min(quantity) > 0, min(unit_price) >= 0 from lines") == (True, True)
    assert "item.csv was left out: the source takes nothing from it." in report.notes


def test_real_nested_shop_sessions_become_sessions(realdata: Path, tmp_path: Path) -> None:
    copy = build_real(tmp_path, realdata / "otto_sessions", "otto")
    # 52 carts and 10 orders in 7 of the 20 sessions; the others only looked.
    assert (copy.report.rows_in, copy.report.sessions, copy.report.events) == (20, 7, 62)
    assert copy.report.set_aside == 13
    assert copy.row("select count(cart_value), count(currency) from sessions") == (0, 0)


def test_real_shopify_payloads_become_their_sessions(realdata: Path, tmp_path: Path) -> None:
    copy = build_real(tmp_path, realdata / "shopify_payloads", "shopify")
    assert copy.rows(
        "select cart_token, status, case when risk_recorded then risk end, country from sessions"
        " order by 1"
    ) == [
        ("3eed8183d4281db6ea82ee2b8f23e9cc", "Expired", None, None),
        ("49801807939c296be1e9a4bf6783a705", "Expired", None, None),
        ("68778783ad298f1c80c3bafcddeea02f", "Converted", "Restricted", "US"),
    ]
    assert copy.reasons("turned away") == {
        "started_at: missing": 2,
        "cart_token: its session was turned away": 1,
        "cut in the middle of an object": 1,
    }
