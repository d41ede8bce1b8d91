"""What a copy says of each session beside its source: who came back, how far it came, how long."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from data.copy import Copy
from tests.queries.conftest import MakeCopy

START = datetime(2026, 10, 1, 9, 0)


def of_each(copy: Copy, column: str) -> dict[str, Any]:
    asked = copy.connection.cursor().execute(f"select cart_token, {column} from sessions")
    return dict(asked.fetchall())


def test_a_visitor_came_before_when_an_earlier_session_is_of_the_same_store(
    make_copy: MakeCopy,
) -> None:
    copy = make_copy(
        [
            {"cart_token": "first", "visitor_id": "v", "started_at": START},
            {"cart_token": "at once", "visitor_id": "v", "started_at": START},
            {"cart_token": "again", "visitor_id": "v", "started_at": START + timedelta(seconds=1)},
            {
                "cart_token": "elsewhere",
                "visitor_id": "v",
                "started_at": START + timedelta(days=1),
                "store": "other",
            },
            {"cart_token": "alone", "visitor_id": "w", "started_at": START + timedelta(days=2)},
            {"cart_token": "nobody", "started_at": START + timedelta(days=3)},
        ]
    )
    assert of_each(copy, "came_before") == {
        "first": False,
        "at once": False,
        "again": True,
        "elsewhere": False,
        "alone": False,
        "nobody": None,
    }
    asked = copy.connection.cursor().execute("select store::varchar, visitors from stores")
    assert dict(asked.fetchall()) == {"shop": {"new": 3, "returning": 1}, "other": {"new": 1}}


def test_who_holds_an_item_at_the_end_kept_one(make_copy: MakeCopy) -> None:
    counts = {"one": 1, "none": 0, "unknown": None, "below": -1}
    copy = make_copy([{"cart_token": token, "item_count": n} for token, n in counts.items()])
    assert of_each(copy, "kept") == {"one": True, "none": False, "unknown": None, "below": False}


def test_lines_tell_who_kept_an_item_where_they_were_not_counted(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [{"cart_token": token} for token in ("unknown", "some", "none", "no line")],
        [
            {"cart_token": "unknown", "sku": "a"},
            {"cart_token": "some", "quantity": 2},
            {"cart_token": "none", "quantity": 0},
        ],
    )
    assert of_each(copy, "kept") == {
        "unknown": True,
        "some": True,
        "none": None,
        "no line": None,
    }


def test_the_checkout_is_known_by_its_id_or_by_an_event(make_copy: MakeCopy) -> None:
    tokens = ("id", "started", "refused", "stayed", "left", "bought")
    copy = make_copy(
        [
            {
                "cart_token": token,
                "item_count": 0 if token != "stayed" else 1,
                "checkout_id": "c" if token == "id" else None,
                "status": "Converted" if token == "bought" else "Expired",
            }
            for token in tokens
        ],
        events=[
            {"cart_token": token, "at": START, "kind": kind}
            for token, kind in (
                ("started", "checkout_started"),
                ("refused", "checkout_blocked"),
                ("stayed", "created"),
            )
        ],
    )
    assert of_each(copy, "reached_checkout") == {
        "id": True,
        "started": True,
        "refused": True,
        "stayed": False,
        "left": False,
        "bought": True,
    }
    # Whoever came to the checkout brought an item there, whatever the cart holds by its end.
    assert of_each(copy, "kept") == {
        "id": True,
        "started": True,
        "refused": True,
        "stayed": True,
        "left": False,
        "bought": True,
    }


def test_the_checkout_is_unknown_where_a_store_shows_none_but_of_its_orders(
    make_copy: MakeCopy,
) -> None:
    copy = make_copy(
        [
            {"cart_token": "order", "status": "Converted", "checkout_id": "c", "item_count": 1},
            {"cart_token": "other", "status": "Expired", "item_count": 1},
            {"cart_token": "theirs", "status": "Expired", "checkout_id": "c", "store": "records"},
            {"cart_token": "no", "status": "Expired", "item_count": 0, "store": "records"},
        ]
    )
    assert of_each(copy, "reached_checkout") == {
        "order": True,
        "other": None,
        "theirs": True,
        "no": False,
    }


@pytest.mark.parametrize(
    ("chosen", "seconds"),
    [
        ({"ended_at": START + timedelta(seconds=59, microseconds=999_999)}, 59),
        ({"ended_at": START}, 0),
        ({"ended_at": START - timedelta(seconds=1)}, None),
        ({"status": "Expired", "expires_at": START + timedelta(minutes=30)}, 1800),
        (
            {
                "status": "Expired",
                "expires_at": START + timedelta(minutes=30),
                "ended_at": START + timedelta(minutes=31),
            },
            1860,
        ),
        ({"status": "Active", "expires_at": START + timedelta(minutes=30)}, None),
        ({"status": "Converted", "expires_at": START + timedelta(minutes=30)}, None),
        ({}, None),
    ],
)
def test_a_session_lasted_from_its_start_to_its_end(
    make_copy: MakeCopy, chosen: dict[str, Any], seconds: int | None
) -> None:
    copy = make_copy([{"cart_token": "a", "started_at": START, **chosen}])
    assert of_each(copy, "lasted_seconds") == {"a": seconds}


def products(copy: Copy) -> list[tuple[Any, ...]]:
    return (
        copy.connection.cursor()
        .execute(
            "select products.store::varchar, product, title, cart_token, in_cart "
            "from product_sessions join products using (product_no) "
            "join sessions using (session_no) order by all"
        )
        .fetchall()
    )


def test_lines_and_events_name_the_products_of_a_session(make_copy: MakeCopy) -> None:
    both = {"product_id": "7", "product": "Tea"}
    copy = make_copy(
        [{"cart_token": token} for token in "abc"],
        [{"cart_token": "a", "quantity": 1, **both}, {"cart_token": "b", "quantity": 0, **both}],
        [
            {"cart_token": "a", "at": START, "kind": "item_added", "product_id": "7"},
            {"cart_token": "b", "at": START, "kind": "item_added", "product": "Cup"},
            {"cart_token": "c", "at": START, "kind": "created"},
            {"cart_token": "c", "at": START, "kind": "item_added", "product": "Tea", "seq": 2},
        ],
    )
    assert products(copy) == [
        ("shop", "7", "Tea", "a", True),
        ("shop", "7", "Tea", "b", False),
        ("shop", "7", "Tea", "c", False),
        ("shop", "Cup", "Cup", "b", False),
    ]


def test_a_title_of_two_products_stands_for_itself(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [{"cart_token": "a"}, {"cart_token": "b"}],
        [
            {"cart_token": "a", "product_id": "1", "product": "Tea"},
            {"cart_token": "a", "product_id": "2", "product": "Tea", "line_no": 2},
            {"cart_token": "b", "product": "Tea"},
        ],
    )
    assert [row[1] for row in products(copy)] == ["1", "2", "Tea"]


def test_each_store_has_products_of_its_own(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [{"cart_token": "a"}, {"cart_token": "b", "store": "other"}],
        [{"cart_token": "a", "product_id": "1", "product": "Tea"}],
        [
            {
                "cart_token": "b",
                "store": "other",
                "product_id": "1",
                "at": START,
                "kind": "item_added",
            }
        ],
    )
    # The other store records no lines: whether its cart held the product to the end is not known.
    assert products(copy) == [
        ("other", "1", None, "b", None),
        ("shop", "1", "Tea", "a", True),
    ]


def test_a_product_is_called_what_most_sessions_call_it(make_copy: MakeCopy) -> None:
    titles = ["Tea", "Green Tea", "Green Tea", None]
    copy = make_copy(
        [{"cart_token": f"t{n}"} for n in range(4)],
        [
            {"cart_token": f"t{n}", "product_id": "1", "product": title}
            for n, title in enumerate(titles)
        ],
    )
    assert {(row[1], row[2]) for row in products(copy)} == {("1", "Green Tea")}


def test_what_more_sessions_name_has_lower_numbers_and_stores_share_a_key(
    make_copy: MakeCopy,
) -> None:
    held = [("a", "ah", "9"), ("b", "ah", "9"), ("c", "ah", "1"), ("d", "zoo", "1"),
            ("e", "zoo", "1"), ("f", "zoo", "5")]  # fmt: skip
    copy = make_copy(
        [{"cart_token": token, "store": store} for token, store, _ in held],
        [
            {"cart_token": token, "store": store, "product_id": key, "quantity": 1}
            for token, store, key in held
        ],
    )
    numbered = "select product, store::varchar from products order by product_no"
    assert copy.connection.cursor().execute(numbered).fetchall() == [
        ("1", "ah"),
        ("1", "zoo"),
        ("9", "ah"),
        ("5", "zoo"),
    ]


def test_quarters_of_an_hour_hold_every_session_once(make_copy: MakeCopy) -> None:
    minutes = [0, 14, 15, 200, 200]
    copy = make_copy(
        [
            {"cart_token": f"t{n}", "started_at": START + timedelta(minutes=minute)}
            for n, minute in enumerate(minutes)
        ]
    )
    asked = copy.connection.cursor().execute("from quarters")
    assert asked.fetchall() == [
        (START, 0, 2),
        (START + timedelta(minutes=15), 2, 3),
        (START + timedelta(minutes=195), 3, 5),
    ]
