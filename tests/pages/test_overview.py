"""The overview reads as one story, says what is missing, and keeps the filters of the list."""

import json
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from data.copy import open_current
from data.settings import settings
from data.terms import NOT_RECORDED
from pages.parts.overview import beside
from pages.parts.overview.changed import headline_words
from pages.parts.overview.durations import times_chart
from pages.parts.overview.sections import Choices, View, report
from pages.parts.overview.story import Story
from pages.parts.overview.words import NOT_TOLD
from pages.parts.palette import LIGHT
from queries.filters import SessionFilters, TimeRange
from queries.overview.asked import Asked
from queries.overview.changes import Change, Changes, Dimension
from queries.overview.durations import Bin, Times
from queries.overview.products import Ranking
from queries.overview.tally import Tally
from queries.scope import Scope
from queries.sessions import list_page
from tests.pages.conftest import NOW, Open, Publish, cart

Overview = Any


@pytest.fixture
def overview(opened: Open, monkeypatch: pytest.MonkeyPatch) -> Overview:
    """Open the overview at an address' query parameters, as for a reader near all its sections."""
    monkeypatch.setattr("pages.parts.overview.sections.comes_later", lambda name, height: True)

    def open_at(**parameters: str) -> AppTest:
        app = opened(**parameters)
        app.switch_page("pages/overview.py")
        for name, value in parameters.items():
            app.query_params[name] = value
        return app.run()

    return open_at


def drawn(app: AppTest) -> str:
    assert not app.exception
    assert not app.error
    bodies = [element.proto.body for element in app.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def said(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in app.markdown)


def headings(app: AppTest) -> list[str]:
    return [str(element.value) for element in app.header]


def charts(app: AppTest) -> list[str]:
    return [str(element.value) for element in app.subheader]


ENDED = [
    cart("aaaa1111", status="Converted", ended_at=NOW - timedelta(minutes=20)),
    cart("bbbb2222", status="Converted", started_at=NOW - timedelta(days=3)),
    cart("cccc3333", status="Expired", started_at=NOW - timedelta(days=9), country="JP"),
    cart("dddd4444", risk="Review"),
]


MADE = NOW - timedelta(minutes=3)
# Nothing is compared with a time in which the data had not begun.
OLDEST = cart("oldest00", status="Cancelled", started_at=NOW - timedelta(days=60))


def test_the_heading_counts_the_sessions_as_the_list_does(
    published: Publish, overview: Overview
) -> None:
    published(ENDED)
    assert overview().title[0].value == "Overview of 4 total sessions"
    assert overview(status="Converted").title[0].value == "Overview of 2 of 4 sessions"


SECTIONS = [
    "In short",
    "What changed",
    "When",
    "How far, how long",
    "Where",
    "With what",
    "Who",
    "Side by side",
]


def test_the_sections_stand_in_the_order_of_the_story(
    published: Publish, overview: Overview
) -> None:
    published(ENDED)
    assert headings(overview()) == SECTIONS


def test_what_nobody_came_near_is_not_drawn_and_what_was_drawn_stays(
    published: Publish, opened: Open
) -> None:
    published(ENDED)
    app = opened()
    app.switch_page("pages/overview.py")
    app.run()
    assert charts(app) == ["Sessions started per day\\, by status"]
    assert headings(app) == SECTIONS
    app.session_state["drawn"] = {"weekly"}
    app.query_params["country"] = "CZ"
    app.run()
    assert charts(app)[1:] == ["Sessions by weekday and hour", "Conversion by weekday and hour"]


def test_a_card_says_its_number_its_interval_and_what_it_is(
    published: Publish, overview: Overview
) -> None:
    published(ENDED)
    html = drawn(overview())
    assert "66.7%" in html
    assert "2 of 3; 95% interval 20.8 to 93.9%" in html
    assert "Converted / (Converted + Expired + Cancelled)" in html


def test_cards_compare_with_the_period_before(published: Publish, overview: Overview) -> None:
    published([*ENDED, OLDEST])
    html = drawn(overview(time="7d"))
    assert "▲ 200%, 1 before" in html
    assert "All time has no period before it" not in html
    assert "All time has no period before it" in drawn(overview())


def test_nothing_is_compared_with_a_time_in_which_the_data_had_not_begun(
    published: Publish, overview: Overview
) -> None:
    published(ENDED)
    app = overview(time="7d")
    assert "The data begin on " in drawn(app)
    assert "The data begin on " in said(app)
    assert "before</div>" not in drawn(app)


def test_money_stays_apart_by_currency(published: Publish, overview: Overview) -> None:
    published(
        [
            cart("aaaa1111", status="Converted", cart_value=10),
            cart("bbbb2222", status="Converted", cart_value=1200, currency="JPY"),
        ]
    )
    html = drawn(overview())
    assert "10.00 USD" in html
    assert "1,200 JPY" in html


def test_currencies_that_get_no_card_are_told_together(
    published: Publish, overview: Overview
) -> None:
    published(
        [
            cart(
                f"aaaa{number}",
                status="Converted",
                cart_value=10 + number,
                currency=currency,
                started_at=NOW - timedelta(days=number),
            )
            for number, currency in enumerate(("AUD", "CHF", "DKK", "SEK", "EUR", "EUR"))
        ]
    )
    html = drawn(overview(time="30d"))
    assert html.index("Value converted, EUR") < html.index("Value converted, AUD")
    assert "Value converted, SEK" not in html
    assert "Value converted, other currencies" in html
    assert "SEK: 13.00 SEK" in html


def test_what_was_left_in_expired_carts_has_a_change_and_a_course_of_its_own(
    published: Publish, overview: Overview
) -> None:
    published(
        [
            cart(
                f"aaaa{number}",
                status="Expired",
                cart_value=value,
                started_at=NOW - timedelta(days=days),
            )
            for number, (value, days) in enumerate(((30, 1), (15, 3), (50, 9)))
        ]
        + [OLDEST]
    )
    html = drawn(overview(time="7d"))
    card = html.split("Left in expired carts, USD</h3>")[1].split("</section>")[0]
    assert "45.00 USD" in card
    assert "▼ 10%, 50.00 USD before" in card
    assert "ov-spark" in card
    assert "sum of the cart values of Expired" in card
    beside = drawn(overview(time="7d", beside="before"))
    assert '<th scope="row">Left in expired carts, USD</th>' in beside


def test_carts_without_a_value_are_said_to_be(published: Publish, overview: Overview) -> None:
    published([cart("aaaa1111", status="Expired", cart_value=None)])
    html = drawn(overview())
    for name in ("Value converted", "Left in expired carts"):
        assert "Of no session that converted or expired" in html.split(f"{name}</h3>")[1]


def test_a_rate_that_did_not_change_is_said_to_be_as_before(
    published: Publish, overview: Overview
) -> None:
    published(
        [
            cart(f"aaaa{days}", status="Expired", started_at=NOW - timedelta(days=days))
            for days in (1, 9, 60)
        ]
    )
    app = overview(time="7d")
    for card in ("0.0%", "1", "49.95 USD"):
        assert f"as before, {card}</div>" in drawn(app)
    assert "Conversion stayed at 0" in said(app)


def test_the_zone_stands_on_the_axis(published: Publish, overview: Overview) -> None:
    published(ENDED)
    app = overview(zone="Asia/Tokyo")
    layouts = [json.loads(each.proto.spec)["layout"] for each in app.get("plotly_chart")]
    titles = {layout["xaxis"]["title"]["text"] for layout in layouts if "title" in layout["xaxis"]}
    assert {"Start of the session (Asia/Tokyo)", "Hour of the start (Asia/Tokyo)"} <= titles


def test_every_chart_has_a_name_for_who_does_not_see_it(
    published: Publish, overview: Overview
) -> None:
    published(ENDED)
    app = overview()
    assert app.get("plotly_chart")
    assert all(len(element.proto.alt) > 20 for element in app.get("plotly_chart"))
    assert len(charts(app)) == len(set(charts(app)))


def test_a_table_takes_the_place_of_its_figure(published: Publish, overview: Overview) -> None:
    published(ENDED)
    app = overview()
    figures = len(app.get("plotly_chart"))
    app.toggle(key="table_funnel").set_value(True).run()
    assert len(app.get("plotly_chart")) == figures - 1
    table = next(each.value for each in app.dataframe if "Step" in each.value)
    assert table["Step"].iloc[0] == "Reserved"


def test_what_was_chosen_within_the_page_is_kept_while_another_is_looked_at(
    published: Publish, overview: Overview
) -> None:
    published(ENDED, [{"cart_token": "aaaa1111", "product": "Lamp", "quantity": 1}])
    app = overview()
    app.toggle(key="table_funnel").set_value(True).run()
    app.segmented_control(key="ranked_by").set_value(Ranking.BOUGHT.value).run()
    app.segmented_control(key="map_by").set_value("Sessions").run()
    app.switch_page("pages/sessions.py").run()
    assert charts(app) == []
    app.switch_page("pages/overview.py").run()
    assert app.toggle(key="table_funnel").value
    assert app.segmented_control(key="ranked_by").value == Ranking.BOUGHT.value
    assert "Sessions by country" in charts(app)
    app.toggle(key="table_funnel").set_value(False).run()
    assert not app.toggle(key="table_funnel").value


# What is missing.


def test_a_copy_without_sessions_says_so(published: Publish, overview: Overview) -> None:
    published([])
    app = overview()
    assert "There are no sessions in this copy" in said(app)
    assert headings(app) == []


def test_filters_that_fit_nothing_offer_ways_to_widen(
    published: Publish, overview: Overview
) -> None:
    published(ENDED)
    app = overview(status="Cancelled")
    assert headings(app) == ["No session fits all of this"]
    assert [button.label for button in app.button if button.key.startswith("widen")]


def test_one_session_is_enough(published: Publish, overview: Overview) -> None:
    published([cart("aaaa1111")])
    app = overview(time="7d")
    assert "none ended yet" in drawn(app)
    assert "The data begin on " in said(app)
    published([cart("aaaa1111"), OLDEST])
    app = overview(time="7d")
    assert "There is no conversion to compare" in said(app)
    assert "changed by more than chance" not in said(app)
    assert app.dataframe[0].proto.placeholder == "none ended"


def test_a_session_with_nothing_but_its_start_is_enough(
    published: Publish, overview: Overview
) -> None:
    published([{"cart_token": "aaaa1111", "started_at": NOW - timedelta(days=1)}])
    app = overview()
    html, words = drawn(app), said(app)
    assert NOT_TOLD in html
    assert "Of none of these sessions is a country recorded" in words
    assert "Of none of these sessions is a product recorded" in words
    assert NOT_TOLD in words
    assert "Open in the list" not in words
    assert "None" not in html


def test_sessions_that_ended_with_nothing_else_say_what_is_missing(
    published: Publish, overview: Overview
) -> None:
    published([{"cart_token": "a1", "started_at": NOW - timedelta(days=1), "status": "Expired"}])
    app = overview()
    assert "Of no session that converted or expired is a cart value recorded" in drawn(app)
    assert "sessions that ended are renewals or manual extends recorded" in said(app)


def test_without_any_status_what_became_of_sessions_is_said_to_be_unknown(
    published: Publish, overview: Overview
) -> None:
    tokens = ("aaaa1111", "bbbb2222", "cccc3333")
    published(
        [cart(token, status=None, renewals=1) for token in tokens],
        [{"cart_token": token, "product": "Tea", "quantity": 1} for token in tokens],
    )
    app = overview()
    html, words = drawn(app), said(app)
    assert "Not recorded in this data: Checkout started, Converted." in html
    assert "none ended" not in html
    assert "0 still open" not in html
    assert html.count(NOT_TOLD) == 6
    assert words.count(NOT_TOLD) == 1
    assert {element.proto.placeholder for element in app.dataframe} == {NOT_RECORDED}
    specs = [json.loads(each.proto.spec) for each in app.get("plotly_chart")]
    (bars,) = [spec for spec in specs if "Tea" in str(spec["layout"].get("yaxis"))]
    assert [(each["name"], each["x"]) for each in bars["data"]] == [("Not recorded", [3])]
    app.segmented_control(key="ranked_by").set_value(Ranking.LEFT.value).run()
    assert said(app).count(NOT_TOLD) == 2


def test_a_funnel_step_that_is_not_recorded_is_said_to_be(
    published: Publish, overview: Overview
) -> None:
    published([cart("aaaa1111", status="Expired"), cart("bbbb2222", status="Converted")])
    assert "Not recorded in this data: Checkout started" in drawn(overview())


def test_what_moved_is_told_also_where_all_of_it_came_to_nothing() -> None:
    same, less, more = (Tally(20, 0, 20, bought) for bought in (8, 2, 6))
    mobile, desktop = (
        Change(Dimension.SESSION_TYPE, kind, *both, *rest, by_rate=rate, by_mix=0.0)
        for kind, both, rest, rate in (
            ("mobile", (less, more), (more, less), -0.1),
            ("desktop", (more, less), (less, more), 0.1),
        )
    )
    found = Changes(same, same, is_real=False, segments=(mobile, desktop))
    assert headline_words(found) == (
        "Conversion stayed at 40.0%. But 2 groups changed by more than chance. Their points are "
        "what each did to the conversion of all; as groups overlap, they do not add up:"
    )
    assert headline_words(replace(found, segments=found.segments[:1])).endswith(
        "But one group changed by more than chance. Its points are what it did to the conversion "
        "of all:"
    )
    assert "No country" in headline_words(replace(found, segments=()))


def test_a_change_that_is_too_small_to_be_read_is_none() -> None:
    before, now = Tally(10**8, 0, 10**8, 24_700_000), Tally(10**8, 0, 10**8, 24_730_000)
    found = Changes(now, before, is_real=True, segments=())
    assert headline_words(found).startswith("Conversion stayed at 24.7%.")


def test_the_funnel_says_how_many_came_and_how_many_were_lost(
    published: Publish, overview: Overview
) -> None:
    published([cart("aaaa1111", status="Converted"), cart("bbbb2222", status="Expired")])
    specs = [json.loads(each.proto.spec) for each in overview().get("plotly_chart")]
    names = [spec["layout"].get("yaxis", {}).get("ticktext") or [""] for spec in specs]
    (steps,) = [found for found in names if str(found[0]).startswith("Reserved")]
    assert steps[0] == "Reserved<br>2"
    assert steps[-1].startswith("Converted<br>1 (50.0%), lost ")


def test_the_last_column_of_times_says_that_it_holds_all_that_is_longer(
    published: Publish,
) -> None:
    published(ENDED)
    asked = Asked(open_current(settings().home), Scope(None), SessionFilters(), NOW)
    minute = timedelta(minutes=1)
    bins = [Bin(at * minute, (at + 1) * minute, 10) for at in (*range(30), 85, 200)]
    some, none = Times(tuple(bins), 9 * minute, 0), Times((), None, 0)
    timers = (10 * minute, 15 * minute)
    chart = times_chart(some, none, timers, asked)
    axis = chart.draw(LIGHT)["layout"]["xaxis"]
    assert axis["ticktext"] == ["0", "10", "20", "30", "40", "50", "60", "70", "85+"]
    assert axis["tickvals"][-1] > 85
    assert (
        "Of the purchases 68.8% came later than the shortest timer, 10 min, and 53.1% later than"
        " the longest, 15 min." in chart.note
    )


@pytest.mark.parametrize("ends", [timedelta(minutes=9, seconds=10), timedelta(minutes=10)])
def test_a_last_column_of_times_that_holds_no_more_than_the_others_says_where_it_ends(
    published: Publish, ends: timedelta
) -> None:
    published(ENDED)
    asked = Asked(open_current(settings().home), Scope(None), SessionFilters(), NOW)
    lasted = Bin(timedelta(minutes=9), ends, 200)
    some, none = Times((lasted,), lasted.start, 0), Times((), None, 0)
    chart = times_chart(some, none, (), asked)
    assert chart.rows[:10][-1] == ("Converted", 9, 10, 200)
    assert len(chart.rows) == 20
    assert chart.draw(LIGHT)["layout"]["xaxis"]["ticktext"] == [*map(str, range(10))]


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (15, "20.0% came later than the timer's 15 min: the timer had started anew."),
        (30, "None came later than the timer's 30 min."),
    ],
)
def test_it_is_told_how_many_purchases_came_later_than_the_timer(
    published: Publish, length: int, words: str
) -> None:
    published(ENDED)
    asked = Asked(open_current(settings().home), Scope(None), SessionFilters(), NOW)
    minute = timedelta(minutes=1)
    bins = (Bin(9 * minute, 10 * minute, 8), Bin(20 * minute, 21 * minute, 2))
    some, none = Times(bins, 9 * minute, 0), Times((), None, 0)
    chart = times_chart(some, none, (length * minute,), asked)
    assert chart.note == f"Half of the purchases came within 9 min. {words}"


def test_a_timer_that_nobody_recorded_is_said_to_be_taken_so(
    published: Publish, overview: Overview
) -> None:
    copy = published(ENDED)
    assert "records no timer" not in drawn(overview())
    with duckdb.connect(str(published([*ENDED, cart("eeee5555")]))) as connection:
        connection.execute("update builds set timer_minutes = 30")
    assert copy != open_current(settings().home).path
    assert (
        "The source records no timer: it is taken to run 30 min after the last event, and sessions"
        " expire by that." in drawn(overview())
    )


def test_bars_of_a_part_of_a_day_are_said_to_be(published: Publish, overview: Overview) -> None:
    published(ENDED)
    told = drawn(overview(time="7d"))
    assert "The first and the last bars are of a part of a day." in told
    published(ENDED[3:])
    assert "The bar is of a part of an hour." in drawn(overview())


def test_what_is_recorded_of_no_session_is_told_beside_what_is(
    published: Publish, overview: Overview
) -> None:
    published([cart("aaaa1111", status="Converted", session_type=None, visitor_id="v")])
    app = overview()
    assert "Of none of these sessions is a session type recorded." in said(app)
    assert "Risk level" in charts(app)


def test_hostile_names_stay_text(published: Publish, overview: Overview) -> None:
    evil = "<img src=x onerror=alert(1)> [x](http://evil.example)"
    published(
        [cart("aaaa1111", status=evil, country="CZ", currency=None)],
        [{"cart_token": "aaaa1111", "product": evil, "product_id": evil, "quantity": 1}],
    )
    app = overview()
    assert "<img" not in drawn(app)
    assert not any("<img" in element.proto.spec for element in app.get("plotly_chart"))


# Side by side.


def test_another_store_stands_beside_the_chosen_one(published: Publish, overview: Overview) -> None:
    published([*ENDED, cart("eeee5555", store="other", status="Expired")])
    html = drawn(overview(in_store="shop", beside="store:other"))
    assert "other" in html
    assert "Difference" in html


def test_own_dates_stand_beside_the_chosen_time(published: Publish, overview: Overview) -> None:
    published(ENDED)
    first, last = NOW - timedelta(days=10), NOW - timedelta(days=8)
    html = drawn(overview(time="7d", beside=f"{first:%Y-%m-%d}..{last:%Y-%m-%d}"))
    assert f"{first:%Y-%m-%d} to {last:%Y-%m-%d} (UTC)" in html


@pytest.mark.parametrize("beside", ["store:nobody", "x..y", "before", "2026-13-01..2026-13-02"])
def test_what_cannot_be_compared_with_is_left_out(
    published: Publish, overview: Overview, beside: str
) -> None:
    published(ENDED)
    assert "Difference" not in drawn(overview(beside=beside))


# The way between the pages.


def test_the_filters_go_along_to_the_other_page(published: Publish, opened: Open) -> None:
    published(ENDED)
    app = opened(status="Converted", search="aaaa")
    links = {link.proto.label: link.proto.query_string for link in app.get("page_link")}
    assert set(links) == {"Sessions", "Overview", "Review"}
    assert all("status=Converted" in query and "search=aaaa" in query for query in links.values())


def test_a_session_that_is_looked_at_stays_behind(published: Publish, opened: Open) -> None:
    published(ENDED)
    app = opened(token="aaaa1111", store="shop", status="Converted")
    links = {link.proto.label: link.proto.query_string for link in app.get("page_link")}
    assert "token" not in links["Overview"]


def test_the_report_says_what_is_missing_as_the_page_does(published: Publish) -> None:
    sessions = [cart("aaaa1111", country=None, status="Converted")]
    lines = [{"cart_token": "aaaa1111", "product": "Lamp", "quantity": 1}]
    published(sessions, lines)
    told = report(viewed(SessionFilters(), Ranking.LEFT)).decode()
    assert "None of these sessions did so with a product." in told
    assert "Of none of these sessions it is recorded how long they lasted." in told
    assert "are renewals or manual extends recorded" in told
    assert "is a country recorded" in told
    assert "is a product recorded" not in told
    published([{**sessions[0], "status": None}], lines)
    told = report(viewed(SessionFilters(), Ranking.LEFT)).decode()
    assert told.count(f"<p>{NOT_TOLD}</p>") >= 2
    assert "did so with a product" not in told


def viewed(filters: SessionFilters, ranking: Ranking, code: str = "") -> View:
    """The page of the published copy as its report is made from it."""
    copy, everything, at = open_current(settings().home), Scope(None), NOW.replace(tzinfo=UTC)
    listed = list_page(copy, everything, filters, at)
    asked = Asked(copy, everything, listed.filters, at)
    chosen = beside.chosen(code, asked, listed.facts)
    return View(
        story=Story(asked),
        listed=listed,
        other=chosen and (chosen, Story(replace(asked, filters=chosen.filters))),
        palette=LIGHT,
        file="shop",
        narrow=False,
        choices=Choices(by_conversion=False, ranking=ranking),
    )


def test_the_report_holds_what_the_page_shows(published: Publish, overview: Overview) -> None:
    published(
        [*ENDED, OLDEST, cart("eeee5555", store="other")],
        [{"cart_token": "aaaa1111", "product": "Lamp", "product_id": "1", "quantity": 1}],
    )
    filters = SessionFilters(store="shop", time_range=TimeRange.WEEK)
    told = report(viewed(filters, Ranking.BOUGHT, "store:other")).decode()
    for words in (
        "Overview of 3 of 5 sessions",
        "Sessions of shop started in the last 7 days",
        f"Data from {MADE.day} {MADE:%B %Y, %H:%M} (UTC)",
        ", compared with ",
        "What changed",
        "Sessions by country",
        "Products most bought",
        "Side by side",
        ">other<",
    ):
        assert words in told
