"""The list says how many, which and since when; its choices narrow it and live in the address."""

import json
import logging
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.runtime.state.common import TESTING_KEY
from streamlit.testing.v1 import AppTest

from data.copy import POINTER
from data.settings import settings
from data.terms import Risk, Status
from tests.pages.conftest import NOW, Open, Publish, cart

FAILED = "This page could not be drawn"


def headline(app: AppTest) -> str:
    assert not app.exception
    assert not [box.value for box in app.error if FAILED in box.value]
    (title,) = app.title
    return str(title.value)


def html(app: AppTest) -> str:
    """What is drawn as HTML, style sheets aside."""
    bodies = (element.proto.body for element in app.get("html"))
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def table(app: AppTest) -> pd.DataFrame:
    return app.dataframe[0].value


def shown(app: AppTest, column: str) -> list[str]:
    """What a reader sees in a column, formatted."""
    styler = app.dataframe[0].proto.arrow_data.styler
    with pa.ipc.open_stream(BytesIO(styler.display_values)) as reader:
        values = reader.read_pandas()
    return [str(value) for value in values[column]]


def address(app: AppTest) -> dict[str, str]:
    """The query parameters, of which each is there once."""
    values = {name: app.query_params[name] for name in app.query_params}
    return {name: value if isinstance(value, str) else value[0] for name, value in values.items()}


def labels(app: AppTest, key: str) -> list[str]:
    widget: Any = app.radio(key=key) if key in ("status", "risk") else app.selectbox(key=key)
    return list(widget.options)


MIXED = [
    cart("aaaa1111", status="Expired", risk="Review", ip="203.0.113.7"),
    cart("bbbb2222", status="Expired", country="JP", currency="JPY", cart_value=1200),
    cart("cccc3333", status="Converted", started_at=NOW - timedelta(days=10, hours=1)),
    cart("dddd4444", started_at=NOW - timedelta(hours=21, minutes=5), item_count=1),
]


# How many, which, and as of when.


@pytest.mark.parametrize(
    ("sessions", "said"), [(1, "1 total session"), (2, "2 total sessions"), (115, "115 total")]
)
def test_the_heading_counts_the_sessions(
    published: Publish, opened: Open, sessions: int, said: str
) -> None:
    published(cart(f"{number:08}") for number in range(sessions))
    assert headline(opened()).startswith(said)


def test_a_narrowed_list_says_how_many_of_how_many(published: Publish, opened: Open) -> None:
    published(MIXED)
    assert headline(opened(status="Expired")) == "2 of 4 sessions"


def test_the_sentence_says_what_is_shown(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened(status="Expired", risk="Review", search="Czechia")
    assert "Expired sessions with Review risk from Czechia, newest first" in html(app)


def test_the_data_says_its_age(published: Publish, opened: Open) -> None:
    published(MIXED, age=timedelta(minutes=3, seconds=10))
    made = NOW - timedelta(minutes=3, seconds=10)
    assert f"data from {made:%H:%M} UTC, 3m ago" in html(opened()).replace(f"{made:%Y-%m-%d} ", "")
    assert ": stale" not in html(opened())


def test_data_older_than_a_day_is_called_stale(published: Publish, opened: Open) -> None:
    published(MIXED, age=timedelta(days=3))
    made = NOW - timedelta(days=3)
    assert f"data from {made:%Y-%m-%d %H:%M} UTC, 3d ago: stale" in html(opened())


# The table.


def test_a_row_reads_as_people_say_it(published: Publish, opened: Open) -> None:
    published([cart("3f9ac1d2aaaaaaaaaaaa9b1c", cart_value=3124.75)])
    app = opened()
    assert shown(app, "SESSION") == ["📱 3f9ac1d2…9b1c  🇨🇿 CZ"]
    assert shown(app, "CART") == ["2 items"]
    assert shown(app, "CART VALUE") == ["3,124.75 USD"]
    assert shown(app, "STARTED") == ["33m ago"]
    row = table(app).iloc[0]
    assert list(row["STATUS"]) == ["Active"]
    assert list(row["RISK"]) == ["Normal"]
    assert row["View"] == "View"
    assert row["STARTED (UTC)"] == f"{NOW - timedelta(minutes=33, seconds=5):%Y-%m-%d %H:%M:%S}"


def test_amounts_have_their_currencys_decimals_and_stay_numbers(
    published: Publish, opened: Open
) -> None:
    published(
        [
            cart("a", cart_value=1200, currency="JPY", item_count=1),
            cart("b", cart_value=1.25, currency="KWD", item_count=1),
            cart("c", cart_value=7, currency=None, item_count=1_000),
        ]
    )
    app = opened()
    assert sorted(shown(app, "CART VALUE")) == ["1,200 JPY", "1.250 KWD", "7.00"]
    assert sorted(table(app)["CART VALUE"]) == [1.25, 7, 1200]
    assert sorted(shown(app, "CART")) == ["1 item", "1 item", "1,000 items"]
    assert pd.api.types.is_datetime64_any_dtype(table(app)["STARTED"])


def test_what_is_not_known_reads_not_recorded(published: Publish, opened: Open) -> None:
    nothing = ("status", "risk", "country", "currency", "cart_value", "item_count", "session_type")
    published([cart("aaaa1111", **dict.fromkeys(nothing))])
    app = opened()
    assert shown(app, "SESSION") == ["❔ aaaa1111"]
    assert shown(app, "CART") == shown(app, "CART VALUE") == ["not recorded"]
    assert list(table(app)["STATUS"][0]) == ["not recorded"]
    assert list(table(app)["RISK"][0]) == ["Normal?"]
    assert "Not recorded (1)" in labels(app, "status")


def test_a_column_is_as_wide_as_its_longest_text_needs(published: Publish, opened: Open) -> None:
    def widths(**values: Any) -> dict[str, int]:
        published([cart("one", currency="KWD", **values)])
        columns = json.loads(opened().dataframe[0].proto.columns)
        return {name: column["width"] for name, column in columns.items() if "width" in column}

    usual = widths(cart_value=1, item_count=1, status="Active")
    longer = widths(cart_value=1_234_567.891, item_count=None, status=None)
    assert {name for name in usual if longer[name] > usual[name]} == {
        "CART",
        "CART VALUE",
        "STATUS",
    }


def test_the_store_has_a_column_where_several_are_in_view(published: Publish, opened: Open) -> None:
    published([cart("a", store="x"), cart("b", store="y")])
    assert "STORE" in opened().dataframe[0].proto.column_order
    assert "STORE" not in opened(in_store="x").dataframe[0].proto.column_order


# What narrows it.


def test_each_choice_carries_its_count(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened()
    assert labels(app, "status") == [
        "All (4)",
        "Active (1)",
        "Converted (1)",
        "Expired (2)",
        "Cancelled (0)",
    ]
    assert labels(app, "risk")[:2] == ["All (4)", "Normal (3)"]
    narrowed = opened(status="Expired")
    assert labels(narrowed, "status")[0] == "All (4)"
    assert labels(narrowed, "risk") == [
        "All (2)",
        "Normal (1)",
        "Monitored (0)",
        "Review (1)",
        "Restricted (0)",
    ]


def test_each_choice_has_its_meaning_at_hand(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened()
    assert all(term.meaning in app.radio(key="status").help for term in Status)
    assert all(term.meaning in app.radio(key="risk").help for term in Risk)


def test_a_choice_narrows_the_list_and_is_kept_in_the_address(
    published: Publish, opened: Open
) -> None:
    published(MIXED)
    app = opened()
    app.radio(key="status").set_value("Expired").run()
    assert headline(app) == "2 of 4 sessions"
    assert address(app)["status"] == "Expired"
    app.radio(key="risk").set_value("Review").run()
    assert headline(app) == "1 of 4 sessions"
    assert address(app)["status"] == "Expired"
    app.radio(key="status").set_value("").run()
    assert "status" not in address(app)


def test_two_choices_at_once_both_count(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened()
    app.radio(key="status").set_value("Expired")
    app.text_input(key="search").set_value("aaaa")
    app.run()
    assert headline(app) == "1 of 4 sessions"
    assert address(app)["search"] == "aaaa"


@pytest.mark.parametrize(
    ("text", "hits"), [("  AAAA ", 1), ("203.0.113.", 1), ("jp", 1), ("Czechia", 3), ("zzz", 0)]
)
def test_the_search_box_finds_tokens_addresses_and_countries(
    published: Publish, opened: Open, text: str, hits: int
) -> None:
    published(MIXED)
    app = opened()
    box = app.text_input(key="search")
    assert box.placeholder == "Search by cart token, IP, or country..."
    box.set_value(text).run()
    assert headline(app) == f"{hits} of 4 sessions"


def test_a_link_shows_a_colleague_the_same(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened(status="Expired", search="aaaa", sort="oldest", time="7d")
    assert headline(app) == "1 of 4 sessions"
    assert app.radio(key="status").value == "Expired"
    assert app.text_input(key="search").value == "aaaa"
    assert app.selectbox(key="sort").value == "oldest"
    assert app.selectbox(key="time").value == "7d"


def test_nonsense_in_the_address_is_dropped_without_complaint(
    published: Publish, opened: Open
) -> None:
    published(MIXED)
    app = opened(
        status="Nonsense", risk="<b>", sort="-", time="x", page="minus", currency="XXX", to="9"
    )
    assert headline(app) == "4 total sessions"
    assert app.radio(key="status").value == ""
    assert not app.warning


def test_a_page_beyond_the_last_is_the_last(published: Publish, opened: Open) -> None:
    published(cart(f"{number:08}") for number in range(60))
    app = opened(page="9")
    assert len(table(app)) == 10
    assert app.pagination[0].value == 2


def test_another_page_shows_other_rows_and_another_filter_the_first_page(
    published: Publish, opened: Open
) -> None:
    published(
        cart(f"{number:08}", status="Active" if number % 2 else "Expired") for number in range(120)
    )
    app = opened()
    first = list(table(app)["SESSION"])
    app.pagination[0].set_value(3).run()
    assert address(app)["page"] == "3"
    assert len(table(app)) == 20
    assert not set(first) & set(table(app)["SESSION"])
    app.radio(key="status").set_value("Expired").run()
    assert "page" not in address(app)
    assert app.pagination[0].value == 1
    assert len(table(app)) == 50


def test_own_dates_begin_with_the_last_week_and_include_both_days(
    published: Publish, opened: Open
) -> None:
    published(MIXED)
    app = opened()
    app.selectbox(key="time").set_value("own").run()
    today = pd.Timestamp.now("UTC").date()
    assert app.date_input(key="to").value == today
    assert app.date_input(key="from").value == today - timedelta(days=6)
    assert headline(app) == "3 of 4 sessions"
    tenth_day = (NOW - timedelta(days=10, hours=1)).date()
    app.date_input(key="from").set_value(tenth_day).run()
    app.date_input(key="to").set_value(tenth_day).run()
    assert headline(app) == "1 of 4 sessions"
    assert address(app)["from"] == address(app)["to"] == tenth_day.isoformat()


def test_dates_upside_down_are_turned_round(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened()
    app.selectbox(key="time").set_value("own").run()
    later = app.date_input(key="to").value + timedelta(days=30)
    app.date_input(key="from").set_value(later).run()
    assert app.date_input(key="to").value == later
    assert headline(app).endswith("of 4 sessions")


def test_a_choice_leaves_a_time_of_day_in_the_address_alone(
    published: Publish, opened: Open
) -> None:
    published(MIXED)
    moment = f"{NOW - timedelta(days=1):%Y-%m-%dT%H}:30:00Z"
    app = opened(time="own", **{"from": moment})
    app.radio(key="status").set_value("Expired").run()
    assert address(app)["from"] == moment


def test_sorting_by_value_asks_for_one_currency(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened()
    app.selectbox(key="sort").set_value("value").run()
    assert app.selectbox(key="currency").value == "USD"
    assert headline(app) == "3 of 4 sessions"
    app.selectbox(key="currency").set_value("JPY").run()
    assert shown(app, "CART VALUE") == ["1,200 JPY"]
    app.selectbox(key="sort").set_value("newest").run()
    assert headline(app) == "4 total sessions"
    assert "currency" not in address(app)


def test_a_store_is_chosen_where_there_are_several(published: Publish, opened: Open) -> None:
    published([cart("a", store="x"), cart("b", store="y"), cart("c", store="y")])
    app = opened()
    assert labels(app, "in_store") == ["All stores (3)", "x (1)", "y (2)"]
    app.selectbox(key="in_store").set_value("y").run()
    assert headline(app) == "2 total sessions"
    assert address(app)["in_store"] == "y"


def test_one_store_needs_no_choice(published: Publish, opened: Open) -> None:
    published(MIXED)
    assert not [box for box in opened().selectbox if box.key == "in_store"]


def test_clear_filters_shows_all_again(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened(status="Expired", search="aaaa", sort="oldest")
    app.button(key="clear").click().run()
    assert headline(app) == "4 total sessions"
    assert not address(app)
    assert app.text_input(key="search").value == ""
    assert app.button(key="clear").disabled


def test_an_answer_with_an_outdated_count_is_understood(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened()
    status = app.radio(key="status")
    # What a browser sends whose page was drawn before the counts changed.
    status.options = [label.replace("(2)", "(1,204)") for label in status.options]
    app.session_state[TESTING_KEY][status.id] = {
        "": "All (4)",
        "Expired": "Expired (1,204)",
    }.get
    status.set_value("Expired")
    app.text_input(key="search").set_value("bbbb").run()
    assert app.radio(key="status").value == "Expired"
    assert headline(app) == "1 of 4 sessions"


# Scope.


def test_a_viewer_of_one_store_learns_nothing_of_another(
    published: Publish, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    published([cart("mine1111", store="mine"), cart("other222", store="theirs", status="Paused")])
    monkeypatch.setenv("SESSIONS_STORES", "mine")
    settings.cache_clear()
    app = opened(in_store="theirs")
    assert headline(app) == "1 total session"
    assert not [box for box in app.selectbox if box.key == "in_store"]
    everything = f"{app.main}{app.sidebar}"
    assert "theirs" not in everything
    assert "Paused" not in everything
    assert "other222" not in everything


def test_a_viewer_whose_stores_are_not_in_the_copy_is_told_so(
    published: Publish, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    published([cart("other222", store="theirs")])
    monkeypatch.setenv("SESSIONS_STORES", "mine")
    settings.cache_clear()
    app = opened()
    assert headline(app) == "0 total sessions"
    assert "There are no sessions of your stores in this copy." in app.markdown[0].value
    assert "theirs" not in f"{app.main}{app.sidebar}"


# Nothing to show.


def test_no_hits_come_with_ways_to_widen_and_their_counts(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened(status="Cancelled", search="aaaa")
    assert headline(app) == "0 of 4 sessions"
    assert not app.dataframe
    said = [button.label for button in app.button]
    assert "Any status (1)" in said
    assert "Clear filters (4)" in said
    assert not [label for label in said if label.startswith("Without the search")]
    (way,) = [button for button in app.button if button.label == "Any status (1)"]
    way.click().run()
    assert headline(app) == "1 of 4 sessions"
    assert address(app)["search"] == "aaaa"


def test_where_no_single_filter_helps_that_is_said(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened(status="Cancelled", search="zzzz")
    assert "Leaving out one filter alone would not help." in [text.value for text in app.markdown]


def test_an_empty_copy_says_so_and_offers_no_choices(published: Publish, opened: Open) -> None:
    published([])
    app = opened()
    assert headline(app) == "0 total sessions"
    assert "python -m data info" in [block.value for block in app.code]
    assert not app.radio
    assert [button.label for button in app.button] == ["Refresh"]


def test_no_copy_comes_with_the_command_that_makes_one(home: Path, opened: Open) -> None:
    app = opened()
    assert headline(app) == "No data yet"
    assert [block.value for block in app.code] == [
        "python -m data demo",
        "python -m data build FOLDER",
    ]
    assert str(home) not in str(app.main)


def test_a_copy_that_comes_later_is_found(published: Publish, opened: Open) -> None:
    app = opened()
    published(MIXED)
    app.button[0].click().run()
    assert headline(app) == "4 total sessions"


@pytest.mark.parametrize("harm", ["torn", "missing", "nonsense"])
def test_a_broken_copy_is_told_in_a_sentence(
    published: Publish, opened: Open, home: Path, harm: str
) -> None:
    path = published(MIXED)
    if harm == "torn":
        path.write_bytes(path.read_bytes()[:5000])
    elif harm == "missing":
        path.unlink()
    else:
        (home / POINTER).write_text("../../etc/passwd\n", encoding="utf-8")
    app = opened()
    assert headline(app) == "The data cannot be read"
    assert not app.exception


def test_settings_that_cannot_be_read_are_told_in_a_sentence(
    home: Path, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from data import settings as module

    def unreadable() -> None:
        raise module.SettingsError("secrets.toml is not TOML: line 3, a password")

    monkeypatch.setattr("pages.parts.reader.settings", unreadable)
    app = opened()
    assert not app.exception
    assert [box.value for box in app.error] == [
        "The settings of this dashboard cannot be read. Its operator finds why in the log."
    ]


def test_what_nobody_expected_is_logged_and_told_without_details(
    published: Publish,
    opened: Open,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    published(MIXED)

    def fail(*_: object) -> None:
        raise RuntimeError("disk /secret/path gave way")

    monkeypatch.setattr("queries.sessions.list_page", fail)
    with caplog.at_level(logging.ERROR):
        app = opened()
    assert not app.exception
    assert FAILED in app.error[0].value
    assert "/secret/path" not in str(app.main)
    assert "/secret/path" in caplog.text


# Refresh.


def test_refresh_says_what_changed(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened()
    changed = [*MIXED[:3], {**MIXED[3], "status": "Expired"}, cart("eeee5555")]
    published(changed, age=timedelta(minutes=1))
    app.run()
    assert headline(app) == "4 total sessions", "nothing shifts before Refresh"
    assert "newer data is there, press Refresh" in html(app)
    app.button(key="refresh").click().run()
    assert headline(app) == "5 total sessions"
    made = NOW - timedelta(minutes=1)
    (said,) = [box.value for box in app.success]
    assert said.startswith("1 new session, 1 changed status; data from ")
    assert f"{made:%H:%M} UTC" in said
    assert "press Refresh" not in html(app)
    app.run()
    assert not app.success


def test_refresh_without_a_newer_copy_says_that(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened()
    app.button(key="refresh").click().run()
    (said,) = [box.value for box in app.info]
    assert said.startswith("No newer copy; still data from ")


def test_refresh_to_the_same_sessions_says_that(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened()
    published(MIXED)
    app.button(key="refresh").click().run()
    assert app.success[0].value.startswith("A newer copy with the same sessions; data from ")


def test_refresh_keeps_the_filters(published: Publish, opened: Open) -> None:
    published(MIXED)
    app = opened(status="Expired")
    published(MIXED)
    app.button(key="refresh").click().run()
    assert headline(app) == "2 of 4 sessions"


def test_refresh_to_a_broken_copy_keeps_what_was_there(
    published: Publish, opened: Open, home: Path
) -> None:
    published(MIXED)
    app = opened()
    (home / POINTER).write_text("sessions-lost.duckdb\n", encoding="utf-8")
    app.button(key="refresh").click().run()
    assert headline(app) == "4 total sessions"
    assert app.warning[0].value.startswith("The newest copy cannot be read; still data from ")


# Hostile data.

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[click](https://evil.example)",
    "![x](https://evil.example/a.png)",
    ":red[red] $x^2$ `code` **bold**",
    "https://evil.example/x",
    "\u202ereversed",
    "a\x00b\nc",
    "=HYPERLINK('x')",
    "💥" * 300,
]


def test_hostile_text_is_never_markup(published: Publish, opened: Open) -> None:
    texts = [text.replace("\x00", "") for text in HOSTILE]
    published(
        cart(text, store=text, status=text, risk=text, currency=text, country=text)
        for text in texts
    )
    for text in texts:
        app = opened(search=text, sort="value")
        assert headline(app).endswith(f" of {len(texts)} sessions")
        drawn = html(app)
        assert drawn.count("<") == drawn.count("<p ") + drawn.count("</p>")
        for label in [*labels(app, "status"), *labels(app, "risk")]:
            # Every mark that means something to Markdown stands behind a backslash.
            assert not re.findall(r"(?<!\\)[\[\]!*$`<:]", label), label
            assert "https:" not in label


def test_a_token_that_looks_like_nothing_is_still_seen(published: Publish, opened: Open) -> None:
    published([cart("   "), cart("\u200b")])
    app = opened()
    assert any("␣" in session for session in shown(app, "SESSION"))


def test_a_session_in_the_address_is_drawn_in_place_of_the_list(
    published: Publish, opened: Open
) -> None:
    published(MIXED)
    app = opened(status="Expired", store="shop", token="aaaa1111")
    assert headline(app) != "2 of 4 sessions"
    assert not app.radio
