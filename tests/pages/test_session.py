"""The page of one session says all that is recorded, and leads on."""

import html as entities
import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.settings import ROOT, settings
from data.terms import NOT_RECORDED, Risk, Status
from tests.pages.conftest import NOW, Open, Publish, cart

TOKEN = "c1-5f2a9b7de0134c88"
FAILED = "This page could not be drawn"


def minutes_ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def drawn(app: AppTest) -> AppTest:
    """The app, of which nothing went wrong."""
    assert not app.exception
    assert not [box.value for box in app.error if FAILED in box.value]
    return app


def html(app: AppTest) -> str:
    """What is drawn as HTML, style sheets aside."""
    bodies = [element.proto.body for element in drawn(app).get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def words(app: AppTest) -> str:
    """What a reader reads, headings and buttons aside, on one line."""
    told = [*(element.value for element in app.markdown), html(app)]
    bare = re.sub(r"<[^>]*>", " ", "\n".join(told))
    return re.sub(r"\s+", " ", entities.unescape(bare))


def cell(app: AppTest, name: str) -> str:
    """What a named value says, its note included."""
    found = re.search(rf"<dt>{name}</dt><dd>(.*?)</dd>", html(app))
    assert found, f"{name} is not drawn"
    return re.sub(r"\s+", " ", entities.unescape(re.sub(r"<[^>]*>", " ", found[1]))).strip()


def address(app: AppTest) -> dict[str, str]:
    values = {name: app.query_params[name] for name in app.query_params}
    return {name: value if isinstance(value, str) else value[0] for name, value in values.items()}


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [button for button in app.button if button.label == label]
    return drawn(button.click().run())


def rows(app: AppTest, group: str) -> list[str]:
    """The labels of the buttons that open other sessions."""
    return [button.label for button in app.button if str(button.key).startswith(f"row-{group}-")]


def headings(app: AppTest) -> list[str]:
    return [element.value for element in (*app.title, *app.header, *app.subheader)]


@pytest.fixture
def linked(opened: Open) -> Open:
    """Open the page of one session at its own address."""

    def open_at(**parameters: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        app.switch_page("pages/session.py")
        for name, value in parameters.items():
            app.query_params[name] = value
        return app.run()

    return open_at


# Where it stands.


def test_the_header_tells_token_store_status_risk_and_hash(
    published: Publish, opened: Open
) -> None:
    published([cart(TOKEN, store="north", risk="Review", token_hash="abcdef0123456789")])
    app = opened(token=TOKEN, store="north")
    assert [element.value for element in app.title] == ["Session"]
    assert TOKEN in [element.value for element in app.code]
    told = words(app)
    for part in ("north", Status.ACTIVE.label, Risk.REVIEW.label, "abcdef01…6789"):
        assert part in told


def test_times_are_told_relative_and_exact(published: Publish, opened: Open) -> None:
    published(
        [
            cart(
                TOKEN,
                started_at=minutes_ago(33),
                expires_at=minutes_ago(-4),
                last_activity_at=minutes_ago(2),
            )
        ]
    )
    app = opened(token=TOKEN)
    assert cell(app, "Created") == f"33m ago {minutes_ago(33):%Y-%m-%d %H:%M:%S} UTC"
    assert cell(app, "Expires") == f"in 4m {minutes_ago(-4):%Y-%m-%d %H:%M:%S} UTC"
    assert cell(app, "Last activity").startswith("2m ago ")


def test_the_cart_value_has_its_currency_s_decimals(published: Publish, opened: Open) -> None:
    published([cart(TOKEN, cart_value=3124.5, currency="JPY")])
    assert cell(opened(token=TOKEN), "Cart value") == "3,124 JPY"


def test_an_active_session_tells_what_is_left_on_its_timer(
    published: Publish, opened: Open
) -> None:
    published([cart(TOKEN, expires_at=minutes_ago(-30))], age=timedelta(minutes=5))
    told = words(opened(token=TOKEN))
    assert "Timer:** 30 min left now; 35 min left when the copy was made." in told


def test_a_timer_that_ran_out_since_asks_for_a_refresh(published: Publish, opened: Open) -> None:
    published([cart(TOKEN, expires_at=minutes_ago(2))], age=timedelta(minutes=5))
    app = opened(token=TOKEN)
    assert "ran out 2m ago; the copy is older than that, refresh." in words(app)
    assert "Refresh" in [button.label for button in app.button]


def test_a_refresh_shows_the_session_as_the_newest_copy_has_it(
    published: Publish, opened: Open
) -> None:
    published([cart(TOKEN)])
    app = opened(token=TOKEN)
    published([cart(TOKEN, status="Expired", ended_at=NOW)])
    told = words(press(app, "Refresh"))
    assert Status.EXPIRED.label in told
    assert "Timer" not in told


def test_an_ended_session_has_no_timer(published: Publish, opened: Open) -> None:
    published([cart(TOKEN, status="Converted", expires_at=minutes_ago(-30))])
    assert "Timer" not in words(opened(token=TOKEN))


def test_the_cards_tell_the_six_numbers(published: Publish, opened: Open) -> None:
    published(
        [
            cart(
                TOKEN,
                country="CZ",
                item_count=3,
                cart_updates=4,
                renewals=0,
                max_renewals=20,
                manual_extends=2,
                status="Expired",
                started_at=minutes_ago(33),
                ended_at=minutes_ago(3),
            )
        ],
        [
            {"cart_token": TOKEN, "line_no": 1, "product_id": "a", "quantity": 1},
            {"cart_token": TOKEN, "line_no": 2, "product_id": "a", "quantity": 1},
            {"cart_token": TOKEN, "line_no": 3, "product": "Rope", "quantity": 1},
        ],
    )
    app = opened(token=TOKEN)
    assert cell(app, "Country") == "🇨🇿 CZ Czechia"
    assert cell(app, "Products") == "2 3 items"
    assert cell(app, "Cart updates") == "4"
    assert cell(app, "Renewals").startswith("0/20 ")
    assert cell(app, "Manual extends").startswith("2 ")
    assert cell(app, "Duration") == "30 min from start to end"


def test_renewals_without_a_recorded_maximum_stand_alone(published: Publish, opened: Open) -> None:
    published([cart(TOKEN, renewals=3)])
    assert cell(opened(token=TOKEN), "Renewals").startswith("3 ")


def test_what_is_not_recorded_is_said_so_and_never_none_or_zero(
    published: Publish, opened: Open
) -> None:
    published([{"cart_token": TOKEN}])
    app = opened(token=TOKEN)
    names = ("Cart value", "Expires", "Last activity", "Country", "Products", "Cart updates")
    names += ("Renewals", "Manual extends", "Duration", "Recorded risk level", "IP", "Visitor")
    for name in (*names, "Session type"):
        assert cell(app, name).startswith(NOT_RECORDED), name
    told = words(app)
    assert "None" not in told
    assert "nan" not in told.lower().split()


def test_a_status_and_a_risk_that_no_term_names_are_shown_as_they_are(
    published: Publish, opened: Open
) -> None:
    published([cart(TOKEN, status="Parked", risk="Odd")])
    told = words(opened(token=TOKEN))
    assert "Parked" in told
    assert "Odd" in told


# Whom it goes with.


def company() -> list[dict[str, Any]]:
    shared = {"visitor_id": "v-1", "ip": "203.0.113.7"}
    others = [
        cart(
            f"other-{number}",
            store="north",
            status="Expired" if number % 2 else "Converted",
            started_at=minutes_ago(100 + number),
            **shared,
        )
        for number in range(7)
    ]
    return [
        cart(TOKEN, store="north", **shared),
        *others,
        cart("elsewhere", store="south", started_at=minutes_ago(99), **shared),
    ]


def test_a_suggested_risk_level_is_marked_as_such(published: Publish, opened: Open) -> None:
    published([cart(TOKEN, risk=None)])
    app = opened(token=TOKEN)
    assert "Normal (suggested)" in words(app)
    assert cell(app, "Recorded risk level").startswith(NOT_RECORDED)


def test_the_recorded_risk_level_is_told_with_its_meaning(published: Publish, opened: Open) -> None:
    published([cart(TOKEN, risk="Review")])
    assert Risk.REVIEW.meaning in cell(opened(token=TOKEN), "Recorded risk level")


def test_other_sessions_of_visitor_and_address_are_counted_by_outcome(
    published: Publish, opened: Open
) -> None:
    published(company())
    told = words(opened(token=TOKEN, store="north"))
    assert "7 other sessions: 4 Converted, 3 Expired. The latest 5:" in told
    assert "8 other sessions: 1 Active, 4 Converted, 3 Expired. The latest 5:" in told


def test_the_latest_of_them_open_with_a_press(published: Publish, opened: Open) -> None:
    published(company())
    app = opened(token=TOKEN, store="north", status="Active")
    assert rows(app, "visitor") == [f"other\\-{number}" for number in range(5)]
    assert rows(app, "ip")[0] == "elsewhere"
    assert words(app).count(" south ") == 1
    app = press(app, "elsewhere")
    assert address(app) == {"status": "Active", "store": "south", "token": "elsewhere"}
    assert "elsewhere" in [element.value for element in app.code]


def test_the_list_can_be_searched_for_the_address(published: Publish, opened: Open) -> None:
    published([*company(), cart("stranger", ip="198.51.100.1")])
    app = press(opened(token=TOKEN, store="north"), "Show all of this IP in the list →")
    assert address(app) == {"search": "203.0.113.7"}
    assert [element.value for element in app.title] == ["9 of 10 sessions"]


def test_a_session_alone_says_so(published: Publish, opened: Open) -> None:
    published([cart(TOKEN, visitor_id="v", ip="203.0.113.7")])
    app = opened(token=TOKEN)
    assert words(app).count("No other session.") == 2
    assert not rows(app, "ip")


# Its cart and its timeline.


def test_the_cart_shows_lines_and_a_total_that_agrees(published: Publish, opened: Open) -> None:
    published(
        [cart(TOKEN, item_count=3, cart_value=25)],
        [
            {
                "cart_token": TOKEN,
                "line_no": 1,
                "product": "Cup",
                "variant": "blue",
                "sku": "C-1",
                "quantity": 2,
                "unit_price": 10,
                "reserved_until": minutes_ago(-4),
            },
            {"cart_token": TOKEN, "line_no": 2, "product": "Tea", "quantity": 1, "unit_price": 5},
        ],
    )
    app = opened(token=TOKEN)
    told = words(app)
    assert "Cup blue C-1 2 10.00 USD 20.00 USD in 4m" in told
    assert f"Tea {NOT_RECORDED} {NOT_RECORDED} 1 5.00 USD 5.00 USD {NOT_RECORDED}" in told
    assert "Total of all lines 3 25.00 USD" in told
    assert not app.warning


def test_a_total_that_does_not_agree_is_said(published: Publish, opened: Open) -> None:
    line = {"cart_token": TOKEN, "product": "Cup", "quantity": 2, "unit_price": 10}
    published([cart(TOKEN, item_count=2, cart_value=25)], [line])
    (warning,) = opened(token=TOKEN).warning
    assert "20\\.00 USD" in warning.value
    assert "25\\.00 USD" in warning.value


def test_a_line_of_unknown_price_is_told_beside_the_total(published: Publish, opened: Open) -> None:
    lines = [
        {"cart_token": TOKEN, "line_no": 1, "product": "Cup", "quantity": 2, "unit_price": 10},
        {"cart_token": TOKEN, "line_no": 2, "product": "Tea", "quantity": 1},
    ]
    published([cart(TOKEN, item_count=3, cart_value=25)], lines)
    app = opened(token=TOKEN)
    assert "20.00 USD and 1 line of unknown price" in words(app)
    assert not app.warning


def test_what_no_line_has_is_a_sentence_instead_of_a_column(
    published: Publish, opened: Open
) -> None:
    lines = [
        {"cart_token": TOKEN, "line_no": 1, "product_id": "17", "quantity": 2, "unit_price": 5},
        {"cart_token": TOKEN, "line_no": 2, "product_id": "18", "quantity": 1, "variant": "M"},
    ]
    published([cart(TOKEN, item_count=3, cart_value=10)], lines)
    told = words(opened(token=TOKEN))
    assert "Product Variant Quantity Unit price Line total Product 17" in told
    assert f"Product 18 M 1 {NOT_RECORDED} {NOT_RECORDED}" in told
    assert "Not recorded: SKU and reserved until." in told


def test_an_amount_without_a_currency_says_so(published: Publish, opened: Open) -> None:
    published([cart(TOKEN, cart_value=150, currency=None)])
    assert cell(opened(token=TOKEN), "Cart value") == "150.00 currency not recorded"


def test_an_empty_cart_and_a_source_without_lines_are_told_apart(
    published: Publish, opened: Open
) -> None:
    published([cart(TOKEN, item_count=0), cart("full")], [{"cart_token": "full"}])
    assert "The cart is empty." in words(opened(token=TOKEN))
    published([cart(TOKEN, item_count=0)])
    assert "records no cart lines" in words(opened(token=TOKEN))


def test_events_are_shown_with_their_day_and_zone(published: Publish, opened: Open) -> None:
    at = datetime(2026, 10, 31, 9, 0)
    events = [
        {"cart_token": TOKEN, "seq": 1, "at": at, "kind": "created"},
        {"cart_token": TOKEN, "seq": 2, "at": at + timedelta(minutes=3), "kind": "expired"},
    ]
    published([cart(TOKEN)], events=events)
    told = words(opened(token=TOKEN))
    assert "Saturday, 31 October 2026 (UTC) 09:00:00" in told
    assert "09:03:00 +3 min" in told


def test_no_events_are_explained(published: Publish, opened: Open) -> None:
    published([cart(TOKEN)])
    assert "records no events" in words(opened(token=TOKEN))


def test_thousands_of_events_are_shown_a_part_at_a_time(published: Publish, opened: Open) -> None:
    events = (
        {
            "cart_token": TOKEN,
            "seq": number,
            "at": NOW + timedelta(minutes=number),
            "kind": "renewed",
            "detail": f"number {number:04}",
        }
        for number in range(1200)
    )
    published([cart(TOKEN)], events=events)
    app = opened(token=TOKEN)
    assert "Events 1 to 500 of 1,200." in words(app)
    assert html(app).count('<span class="cs-event">') == 500
    (pages,) = app.get("pagination")
    app = drawn(pages.select(3).run())
    assert "Events 1,001 to 1,200 of 1,200." in words(app)
    assert html(app).count('<span class="cs-event">') == 200
    assert "number 1199" in words(app)


# Everything that is stored.


def test_every_stored_field_stands_in_the_table_and_in_the_json(
    published: Publish, opened: Open
) -> None:
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
    stored = cart(
        TOKEN,
        store="north",
        token_hash="f" * 64,
        user_agent=agent,
        checkout_id="chk-1",
        order_id="ord-1",
        source_file="sessions.csv",
        source_line=17,
        updated_at=datetime(2026, 10, 31, 9, 0),
    )
    published([stored])
    app = opened(token=TOKEN)
    copied = json.loads(next(e.value for e in app.code if e.language == "json"))
    assert copied["session"]["token_hash"] == "f" * 64
    assert copied["session"]["updated_at"] == "2026-10-31T09:00:00+00:00"
    assert copied["session"]["cart_value"] == "49.9500"
    assert copied["session"]["visitor_id"] is None
    assert copied["user_agent"]["browser"] == "Firefox"
    assert copied["build"]["source"] == "rows"
    told = words(app)
    for name, value in copied["session"].items():
        assert name in told
        if isinstance(value, str) and not name.endswith("_at"):
            assert value in told, name
    assert "Firefox" in told


def test_a_suggested_level_is_no_stored_one(published: Publish, opened: Open) -> None:
    published([cart(TOKEN, risk=None)])
    copied = json.loads(next(e.value for e in opened(token=TOKEN).code if e.language == "json"))
    assert copied["session"]["risk"] is None
    assert not {"decided", "suggested", "score"} & set(copied["session"])
    assert copied["judged"] == {"suggested_risk": "Normal", "score": 0.0}


# The way on.


def test_next_and_previous_lead_through_the_list_that_one_came_from(
    published: Publish, opened: Open
) -> None:
    published(
        cart(
            f"s-{number:03}",
            store="north",
            status="Expired" if number % 2 else "Active",
            started_at=minutes_ago(number),
        )
        for number in range(130)
    )
    app = opened(token="s-002", store="north", status="Active")
    assert "2 of 65" in words(app)
    app = press(app, "Next ›")
    assert address(app)["token"] == "s-004"
    app = press(press(app, "‹ Previous"), "‹ Previous")
    assert address(app) == {"status": "Active", "store": "north", "token": "s-000"}
    (previous,) = [button for button in app.button if button.label == "‹ Previous"]
    assert previous.disabled


def test_the_way_back_leads_to_the_page_that_the_session_stands_on(
    published: Publish, opened: Open
) -> None:
    published(cart(f"s-{number:03}", started_at=minutes_ago(number)) for number in range(60))
    app = press(opened(token="s-049", store="shop"), "Next ›")
    assert address(app) == {"page": "2", "store": "shop", "token": "s-050"}
    app = press(app, "← Back to the list")
    assert address(app) == {"page": "2"}
    assert [element.value for element in app.title] == ["60 total sessions"]


def test_a_session_outside_the_list_says_so(published: Publish, opened: Open) -> None:
    published([cart(TOKEN, status="Active"), cart("other", status="Expired")])
    app = opened(token=TOKEN, status="Expired", sort="risk")
    assert "Not in the list you came from" in words(app)
    assert "Next ›" not in [button.label for button in app.button]


def test_from_a_session_that_left_the_list_the_way_leads_on(
    published: Publish, opened: Open
) -> None:
    published(
        cart(f"s-{number}", status=status, started_at=minutes_ago(number))
        for number, status in enumerate(("Expired", "Active", "Expired"))
    )
    app = opened(token="s-1", store="shop", status="Expired")
    assert "Not in the list you came from" in words(app)
    assert address(press(app, "Next ›")) == {"status": "Expired", "store": "shop", "token": "s-2"}
    assert "2 of 2" in words(app)
    app = press(opened(token="s-1", store="shop", status="Expired"), "‹ Previous")
    assert address(app)["token"] == "s-0"


def test_the_same_session_looks_the_same_at_its_own_address(
    published: Publish, opened: Open, linked: Open
) -> None:
    published(company())
    in_list = opened(token=TOKEN, store="north", in_store="north")
    alone = linked(token=TOKEN, store="north")
    assert html(alone) == html(in_list)
    assert headings(alone) == headings(in_list)
    assert rows(alone, "ip") == rows(in_list, "ip")


def test_the_link_to_share_names_store_and_token_whatever_they_hold(
    published: Publish, opened: Open
) -> None:
    published([cart("a&b=c/ü?", store="Nord & Süd")])
    links = [element.value for element in opened(token="a&b=c/ü?").code]
    assert any(
        link.endswith("/session?store=Nord+%26+S%C3%BCd&token=a%26b%3Dc%2F%C3%BC%3F")
        for link in links
    )


# A token that is not one session.


def test_an_unknown_token_gets_a_sentence_and_a_way_on(published: Publish, opened: Open) -> None:
    published([cart("abcdef-1")])
    app = opened(token="abcdef")
    assert [element.value for element in app.title] == ["No such session"]
    assert "No session has the cart token **abcdef**" in words(app)
    app = press(app, "Search the list for it")
    assert address(app) == {"search": "abcdef"}
    assert [element.value for element in app.title] == ["1 of 1 session"]


def test_a_token_in_another_case_leads_to_the_session(published: Publish, opened: Open) -> None:
    published([cart("Abcdef-1", store="north")])
    app = opened(token=" ABCDEF-1", store="north")
    assert rows(app, "alike") == ["Abcdef\\-1"]
    assert address(press(app, "Abcdef\\-1"))["token"] == "Abcdef-1"


def test_a_token_of_another_store_is_offered(published: Publish, opened: Open) -> None:
    published([cart(TOKEN, store="north")])
    app = opened(token=TOKEN, store="south")
    assert "No session of south" in words(app)
    assert address(press(app, "c1\\-5f2a9…4c88"))["store"] == "north"


def test_a_token_of_two_stores_is_a_choice(published: Publish, linked: Open) -> None:
    published([cart(TOKEN, store="north"), cart(TOKEN, store="south", status="Expired")])
    app = linked(token=TOKEN)
    assert [element.value for element in app.title] == ["Which store?"]
    assert rows(app, "choice") == ["north", "south"]
    told = words(app)
    assert Status.ACTIVE.label in told
    assert Status.EXPIRED.label in told
    app = press(app, "south")
    assert address(app) == {"store": "south", "token": TOKEN}
    assert [element.value for element in app.title] == ["Session"]


@pytest.mark.parametrize("parameters", [{}, {"token": ""}, {"token": "  ", "store": "x"}])
def test_an_address_without_a_token_says_so(
    published: Publish, linked: Open, parameters: dict[str, str]
) -> None:
    published([cart(TOKEN)])
    assert "names no cart token" in words(linked(**parameters))


def test_a_store_outside_the_viewer_s_scope_is_as_if_it_did_not_exist(
    published: Publish, opened: Open, linked: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    published([*company(), cart(TOKEN, store="south")])
    monkeypatch.setenv("SESSIONS_STORES", "north")
    settings.cache_clear()
    assert "No session" in words(linked(token="elsewhere", store="south"))
    assert "No session" in words(linked(token="ELSEWHERE"))
    assert not rows(linked(token="ELSEWHERE"), "alike")
    alone = linked(token=TOKEN)
    assert [element.value for element in alone.title] == ["Session"]
    assert "elsewhere" not in rows(alone, "ip")
    assert "1 Active" not in words(alone)


def test_there_is_no_copy_yet(home: object, linked: Open) -> None:
    assert [element.value for element in drawn(linked(token=TOKEN)).title] == ["No data yet"]
