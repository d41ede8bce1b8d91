"""What a chart narrowed the list by is said, can be taken away, and some of it can be chosen."""

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import NOW, Open, Publish, cart
from tests.pages.test_sessions import address, headline, html

MIXED = [
    cart("aaaa1111", country="DE", visitor_id="v", renewals=5, session_type="desktop"),
    cart(
        "bbbb2222",
        country="DE",
        visitor_id="v",
        started_at=NOW - timedelta(minutes=9),
        session_type="bot",
    ),
    cart("cccc3333", country="JP", status="Converted", ended_at=NOW - timedelta(minutes=20)),
    cart("dddd4444", country=None, session_type=None),
]
LINES = [{"cart_token": "aaaa1111", "product_id": "7", "product": "*Tea* <b>", "quantity": 1}]


def chips(app: AppTest) -> list[str]:
    labels = [button.label for button in app.button if (button.key or "").startswith("slice_")]
    return [label.replace("\N{NO-BREAK SPACE}", " ") for label in labels]


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


@pytest.mark.parametrize(
    ("chosen", "sessions", "chip"),
    [
        ({"machines": "out"}, 3, "Machines: Left out ✕"),
        ({"visitor": "returning"}, 1, "Visitor: Returning ✕"),
        ({"product": "7"}, 1, r"Product: \*Tea\* \<b\> ✕"),
        ({"needs_look": "yes"}, 0, "Risk Level: Review or Restricted ✕"),
        ({"renewals": "5+"}, 1, r"Renewals: 5 or more ✕"),
        ({"lasted": "600-1200"}, 1, "Lasted: 10 min to under 20 min ✕"),
    ],
)
def test_a_slice_narrows_the_list_and_is_named_in_the_sidebar(
    published: Publish, opened: Open, chosen: dict[str, str], sessions: int, chip: str
) -> None:
    published(MIXED, LINES)
    app = opened(**chosen)
    assert headline(app) == f"{sessions} of 4 sessions"
    assert chips(app) == [chip]
    app = press(app, "slice_0")
    assert headline(app) == "4 total sessions"
    assert chips(app) == []
    assert address(app) == {}


def test_one_of_several_slices_is_taken_away_alone(published: Publish, opened: Open) -> None:
    published(MIXED, LINES)
    app = opened(status="Active", country="DE", product="7", in_cart="yes")
    assert chips(app) == [
        "Country: Germany ✕",
        r"Product: \*Tea\* \<b\> ✕",
        "Product: In the cart at the end ✕",
    ]
    app = press(app, "slice_1")
    assert address(app) == {"status": "Active", "country": "DE"}
    assert headline(app) == "2 of 4 sessions"


def test_the_sentence_says_the_slices(published: Publish, opened: Open) -> None:
    published(MIXED, LINES)
    app = opened(status="Active", country="DE", type="desktop", product="7")
    wanted = "Active sessions from Germany on desktop, with &quot;*Tea* &lt;b&gt;&quot;, newest"
    assert wanted in html(app)


def test_clear_filters_clears_the_slices(published: Publish, opened: Open) -> None:
    published(MIXED, LINES)
    app = press(opened(country="DE", visitor="new", when="Mon-14"), "clear")
    assert address(app) == {}
    assert headline(app) == "4 total sessions"


def test_country_session_type_and_visitor_can_be_chosen(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened()
    assert app.selectbox(key="in_country").options == [
        "All",
        "🇩🇪 Germany",
        "🇯🇵 Japan",
        "Not recorded",
    ]
    assert app.selectbox(key="in_visitor").options == ["All", "New", "Returning", "Not recorded"]
    app = app.selectbox(key="in_country").set_value("DE").run()
    assert address(app) == {"country": "DE"}
    app = app.selectbox(key="in_type").set_value("desktop").run()
    assert address(app) == {"country": "DE", "type": "desktop"}
    app = app.selectbox(key="in_visitor").set_value("new").run()
    assert headline(app) == "1 of 4 sessions"
    app = app.selectbox(key="in_country").set_value("").run()
    assert address(app) == {"type": "desktop", "visitor": "new"}


def test_machines_are_left_out_by_a_switch(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened()
    switch = app.toggle(key="machines")
    app = switch.set_value(True).run()
    assert address(app) == {"machines": "out"}
    assert headline(app) == "3 of 4 sessions"


def test_what_is_never_recorded_is_no_choice(published: Publish, opened: Open) -> None:
    published([cart("a", country=None, session_type=None)])
    app = opened()
    assert headline(app) == "1 total session"
    assert not app.expander
    keys = {box.key for box in app.selectbox}
    assert not keys & {"in_country", "in_type", "in_visitor"}


def test_a_list_that_a_slice_leaves_empty_offers_the_way_back(
    published: Publish, opened: Open
) -> None:
    published(MIXED, LINES)
    app = opened(country="JP", product="7")
    assert headline(app) == "0 of 4 sessions"
    ways = [button.label for button in app.button if (button.key or "").startswith("widen_")]
    assert r"Without Country: Japan (1)" in ways
    assert r"Without Product: \*Tea\* \<b\> (1)" in ways


HOSTILE: list[dict[str, str]] = [
    {"product": "<script>alert(1)</script>[x](javascript:1)"},
    {"product": "'; drop table sessions; --\x00"},
    {"country": "<b>", "type": "'bot"},
    {"zone": "../../etc/passwd", "when": "9"},
]


@pytest.mark.parametrize("chosen", HOSTILE, ids=str)
def test_a_hostile_slice_is_harmless(
    published: Publish, opened: Open, chosen: dict[str, str]
) -> None:
    published(MIXED, LINES)
    app = opened(**chosen)
    assert headline(app).endswith(" sessions")
    assert "<script>" not in html(app)
    assert "](javascript" not in "".join(chips(app))
