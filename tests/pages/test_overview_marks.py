"""Every mark of every chart leads to a list of just as many sessions as the mark shows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from data.copy import Copy
from data.terms import NOT_RECORDED
from pages.parts.chart import Chart
from pages.parts.overview.story import Story
from pages.parts.overview.weekly import weekly_chart
from pages.parts.palette import DARK, LIGHT
from queries.filters import SessionFilters, TimeRange
from queries.overview.asked import Asked
from queries.overview.products import Ranking
from queries.overview.tally import Tally
from queries.overview.weekly import HourOfWeek
from queries.scope import Scope
from queries.sessions import list_page
from queries.slices import Bounds
from tests.queries.conftest import build_tiny

EVERYTHING = Scope(None)
NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
STATUSES = ("Converted", "Expired", "Cancelled", "Active", "Paused", None)


def rows() -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Forty-five sessions of two stores that differ in all that the page tells apart."""
    sessions, lines, events = [], [], []
    for number in range(45):
        store, token = ("north", "south")[number % 2], f"token{number:03}"
        started = NOW.replace(tzinfo=None) - timedelta(hours=7 * number, minutes=13 * number)
        status = STATUSES[number % 11 % 6]
        sessions.append(
            {
                "store": store,
                "cart_token": token,
                "status": status,
                "risk": ("Normal", "Monitored", "Review", "Restricted", None)[number % 5],
                "country": ("DE", "US", "SG", None)[number % 4],
                "currency": ("EUR", "JPY", None)[number % 3],
                "cart_value": None if number % 7 == 0 else 10 + number,
                "item_count": number % 4,
                "session_type": ("desktop", "mobile", "bot", None)[number % 13 % 4],
                "visitor_id": None if number % 6 == 0 else f"visitor{number % 17}",
                "started_at": started,
                "expires_at": started + timedelta(minutes=30 + number),
                "last_activity_at": started + timedelta(minutes=number),
                "ended_at": started + timedelta(minutes=2 * number) if number % 3 else None,
                "renewals": None if number % 9 == 0 else number % 14,
                "manual_extends": number % 3,
            }
        )
        for place in range(number % 3):
            product = f"p{(number + place) % 4}"
            lines.append(
                {
                    "store": store,
                    "cart_token": token,
                    "line_no": place + 1,
                    "product_id": product,
                    "product": f"Product {product}",
                    # Some ended with none of it in the cart.
                    "quantity": 0 if number % 5 == 1 else 1 + place,
                }
            )
        kinds = ["created", "checkout_started"] if number % 3 else ["created"]
        for seq, kind in enumerate(kinds, start=1):
            at = started + timedelta(minutes=seq)
            events.append({"store": store, "cart_token": token, "seq": seq, "at": at, "kind": kind})
    return sessions, lines, events


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return build_tiny(tmp_path_factory.mktemp("copy") / "sessions.duckdb", *rows())


def story(copy: Copy, filters: SessionFilters) -> Story:
    return Story(Asked(copy, EVERYTHING, filters, NOW, filters.zone))


def charts(told: Story) -> list[Chart]:
    by_conversion = (True, False)
    places = [told.places(by_conversion=which, narrow=False) for which in by_conversion]
    products = [chart for ranking in Ranking for chart in told.products(ranking)]
    drawn = [told.over_time, told.funnel, told.times, *told.repeats, *told.weekly, *told.groups]
    return [chart for chart in (*drawn, *places, *products) if chart is not None]


FILTERS = {
    "all": SessionFilters(),
    "the last week": SessionFilters(time_range=TimeRange.WEEK),
    "own dates": SessionFilters(
        time_range=TimeRange.OWN,
        since=datetime(2026, 10, 20, 5, 45, tzinfo=UTC),
        until=datetime(2026, 10, 28, 17, 20, tzinfo=UTC),
    ),
    "another zone": SessionFilters(zone="Asia/Kathmandu"),
    "a search": SessionFilters(search="token01"),
    "what needs a look": SessionFilters(needs_look=True),
    "no status": SessionFilters(status=NOT_RECORDED),
    "a status that no term names": SessionFilters(status="Paused"),
    "a slice": SessionFilters(
        without_machines=True, product="p1", store="north", lasted=Bounds(0, 5400)
    ),
}


@pytest.mark.parametrize("filters", FILTERS.values(), ids=FILTERS)
def test_each_mark_shows_as_many_sessions_as_its_list(copy: Copy, filters: SessionFilters) -> None:
    told = story(copy, filters)
    marks = {mark: chart.key for chart in charts(told) for mark in chart.marks if mark}
    marks |= {mark: words for words, mark in told.behind_cards}
    if told.changed is not None:
        marks |= {mark: words for words, mark in told.changed[1] if mark}
    wrong = []
    for mark, name in marks.items():
        # What the address says, as the list reads it some minutes later.
        read = SessionFilters.from_url(mark.filters.to_url())
        total = list_page(copy, EVERYTHING, read, NOW + timedelta(minutes=7)).total
        if total != mark.sessions:
            wrong.append((name, read.to_url(), mark.sessions, total))
    assert len(marks) > 20
    assert wrong == []


def test_what_has_sessions_has_a_mark(copy: Copy) -> None:
    unmarked = [
        (chart.key, row)
        for chart in charts(story(copy, SessionFilters()))
        for row, mark in zip(chart.rows, chart.marks, strict=True)
        if mark is None and row[list(chart.columns).index("Sessions")]
    ]
    assert unmarked == []


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_plotly_takes_every_figure(copy: Copy, palette: Any) -> None:
    for chart in charts(story(copy, SessionFilters())):
        go.Figure(**chart.draw(palette))


def test_each_point_names_the_row_of_its_number(copy: Copy) -> None:
    chart = story(copy, SessionFilters()).over_time
    told = {number: row for number, row in enumerate(chart.rows)}
    for bars in chart.draw(LIGHT)["data"]:
        for row, value, at in zip(bars["customdata"], bars["y"], bars["x"], strict=True):
            assert told[row] == (at, bars["name"], value)


def of_values(folder: Path, column: str, values: Sequence[str]) -> Story:
    """One session for each of these values of a column, of which nothing else is known."""
    rows = [{"cart_token": f"t{number}", column: value} for number, value in enumerate(values)]
    return story(build_tiny(folder / f"{len(rows)}.duckdb", rows), SessionFilters())


def test_of_many_statuses_that_no_term_names_the_legend_leaves_out_the_rarest(
    tmp_path: Path,
) -> None:
    told = ["Converted", *"aaabbbcccdd", "e", "f"]
    few = of_values(tmp_path, "status", told[:-2]).over_time
    assert all(bars["showlegend"] for bars in few.draw(LIGHT)["data"])
    many = of_values(tmp_path, "status", told).over_time
    drawn = many.draw(LIGHT)["data"]
    assert [bars["name"] for bars in drawn] == ["Converted", *"abcdef"]
    assert [bars["name"] for bars in drawn if not bars["showlegend"]] == ["e", "f"]
    assert "2 rarer statuses are not in the legend." in many.note
    # Each is a mark of its own all the same, which opens its sessions.
    assert [many.marks[row].sessions for bars in drawn[-2:] for row in bars["customdata"]] == [1, 1]


def test_the_file_of_countries_has_each_currency_in_a_column_of_its_own(tmp_path: Path) -> None:
    carts = [
        ("DE", "Converted", "EUR", 10), ("DE", "Converted", "EUR", 2.5), ("DE", "Expired", None, 4),
        ("DE", "Converted", "JPY", 70), ("US", "Expired", "EUR", 8), (None, "Active", "EUR", 9),
    ]  # fmt: skip
    copy = build_tiny(
        tmp_path / "countries.duckdb",
        [
            {
                "cart_token": f"t{number}",
                "country": country,
                "status": status,
                "currency": currency,
                "cart_value": value,
            }
            for number, (country, status, currency, value) in enumerate(carts)
        ],
    )
    chart = story(copy, SessionFilters()).places(by_conversion=True, narrow=False)
    assert chart is not None
    assert chart.file is not None
    wanted = ("Country", "Value converted, EUR", "Value converted, JPY")
    wanted += ("Left in expired carts, EUR", "Left in expired carts, no currency")
    places = [chart.file.columns.index(name) for name in wanted]
    assert [[row[place] for place in places] for row in chart.file.rows] == [
        ["Germany", 12.5, 70.0, None, 4.0],
        ["United States", None, None, 8.0, None],
        ["Not recorded", None, None, None, None],
    ]


def test_of_many_groups_a_dozen_have_a_bar_and_all_a_row(tmp_path: Path) -> None:
    types = [f"type {number}" for number in range(15)]
    chart = of_values(tmp_path, "session_type", types).groups[0]
    (bars,) = chart.draw(LIGHT)["data"]
    assert list(bars["customdata"]) == list(range(12))
    assert len(chart.rows) == len(chart.marks) == 15
    assert "The first 12 of 15; the table has all." in chart.note


def test_marks_of_a_timer_bin_keep_within_the_filter(copy: Copy) -> None:
    filters = SessionFilters(lasted=Bounds(600, 1500))
    chart = story(copy, filters).times
    assert chart is not None
    for mark in chart.marks:
        if mark is not None:
            lasted = mark.filters.lasted
            assert lasted is not None and lasted.low is not None and lasted.after is not None
            assert 600 <= lasted.low and lasted.after <= 1500


def test_sessions_of_days_are_told_by_whole_days(tmp_path: Path) -> None:
    started = NOW.replace(tzinfo=None) - timedelta(days=500)
    lengths = (30, 31, 32, 33, 80, 100, 9000)
    lasting = build_tiny(
        tmp_path / "lasting.duckdb",
        [
            {
                "cart_token": f"{hours} h",
                "status": "Converted",
                "started_at": started,
                "ended_at": started + timedelta(hours=hours),
            }
            for hours in lengths
        ],
    )
    chart = story(lasting, SessionFilters()).times
    assert chart is not None
    marks = [mark for mark in chart.marks if mark is not None]
    assert sum(mark.sessions for mark in marks) == len(lengths)
    for mark in marks:
        assert list_page(lasting, EVERYTHING, mark.filters, NOW).total == mark.sessions
    assert chart.draw(LIGHT)["layout"]["xaxis"]["title"]["text"] == "Time since the start (days)"


def test_what_no_url_carries_has_no_mark(tmp_path: Path) -> None:
    long = "s" * 201
    copy = build_tiny(
        tmp_path / "long.duckdb",
        [
            {"cart_token": "a", "status": long, "session_type": long, "risk": long},
            {"cart_token": "b", "status": "\u2003", "session_type": "mobile"},
        ],
        [{"cart_token": "a", "product": "p" * 2001, "quantity": 1}],
    )
    told = story(copy, SessionFilters())
    for chart in (told.over_time, *told.groups, *told.products(Ranking.RESERVED)):
        for mark in filter(None, chart.marks):
            filters = SessionFilters.from_url(mark.filters.to_url())
            assert list_page(copy, EVERYTHING, filters, NOW).total == mark.sessions


def test_an_hour_that_the_clock_shows_twice_has_two_columns_beside_each_other(
    tmp_path: Path,
) -> None:
    hours = [datetime(2026, 10, 25, hour, 30) for hour in (0, 1, 1)]
    copy = build_tiny(
        tmp_path / "twice.duckdb",
        [
            {"cart_token": f"t{number}", "status": "Expired", "started_at": started}
            for number, started in enumerate(hours)
        ],
    )
    filters = SessionFilters(
        time_range=TimeRange.OWN,
        since=datetime(2026, 10, 24, 23, tzinfo=UTC),
        until=datetime(2026, 10, 25, 3, tzinfo=UTC),
        zone="Europe/Prague",
    )
    chart = story(copy, filters).over_time
    assert [row[0] for row in chart.rows] == [
        "2026-10-25 01:00",
        "2026-10-25 02:00 CEST",
        "2026-10-25 02:00 CET",
        "2026-10-25 03:00",
    ]
    (bars,) = chart.draw(LIGHT)["data"]
    assert [at[-5:] for at in bars["x"]] == ["01:00", "02:00", "02:30", "03:00"]
    assert bars["y"] == [0, 1, 2, 0]
    assert bars["width"][1] == bars["width"][2] == bars["width"][0] / 2


def test_what_changed_is_told_of_every_dimension_with_its_sessions(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Ten days ago nearly all bought; now nobody on a phone in Japan does."""
    sessions, lines = [], []
    for number in range(240):
        now = number % 2
        started = NOW.replace(tzinfo=None) - timedelta(days=3 if now else 10, hours=number % 3)
        worse = now and number % 4 == 1
        sessions.append(
            {
                "cart_token": f"token{number:03}",
                "status": "Expired" if worse or number % 5 == 0 else "Converted",
                "risk": "Review" if number % 4 == 1 else "Normal",
                "country": "JP" if number % 4 == 1 else "DE",
                "session_type": "mobile" if number % 4 == 1 else "desktop",
                "item_count": 1,
                "started_at": started + timedelta(hours=5 if number % 4 == 1 else 0),
            }
        )
        product = "phone case" if number % 4 == 1 else "lamp"
        lines.append({"cart_token": f"token{number:03}", "product": product, "product_id": product})
        if not now and number % 8 == 2:
            sessions[-1] |= {"country": "JP", "session_type": "mobile", "risk": "Review"}
            lines[-1] |= {"product": "phone case", "product_id": "phone case"}
    oldest = NOW.replace(tzinfo=None) - timedelta(days=60)
    sessions.append({"cart_token": "oldest", "started_at": oldest})
    changing = build_tiny(tmp_path_factory.mktemp("copy") / "changing.duckdb", sessions, lines)
    changed = story(changing, SessionFilters(time_range=TimeRange.WEEK)).changed
    assert changed is not None
    summary, segments = changed
    assert summary.startswith("Conversion fell from ")
    words = " ".join(each.words for each in segments)
    for name in ("from Japan", "of type Mobile", "with Review risk", "with “phone case”"):
        assert name in words
    for each in segments:
        assert each.mark is not None
        listed = list_page(changing, EVERYTHING, each.mark.filters, NOW)
        assert listed.total == each.mark.sessions


@pytest.mark.parametrize("ranking", [Ranking.LEFT, Ranking.BOUGHT])
def test_products_are_ranked_by_the_carts_that_their_bars_and_lists_show(
    copy: Copy, ranking: Ranking
) -> None:
    chart = story(copy, SessionFilters()).products(ranking)[0]
    shown = [row[chart.columns.index("Sessions")] for row in chart.rows]
    assert shown == sorted(shown, reverse=True)
    assert shown == chart.draw(LIGHT)["data"][0]["x"]
    assert shown == [mark and mark.sessions for mark in chart.marks]
    assert all(mark and mark.filters.in_cart for mark in chart.marks)


def test_one_busy_hour_does_not_bleach_the_others(copy: Copy) -> None:
    hours = [HourOfWeek(day, hour, Tally(10 + hour)) for day in range(1, 8) for hour in range(24)]
    hours[5] = replace(hours[5], tally=Tally(5000))
    chart = weekly_chart(tuple(hours), story(copy, SessionFilters()).asked, by_conversion=False)
    assert "5,000 sessions" in chart.note
    assert "The strongest colour: 33 sessions or more." in chart.note
    monday = chart.draw(LIGHT)["data"][0]["marker"]["color"]
    assert monday[23] == monday[5] == LIGHT.sessions[-1]
    assert monday[0] != monday[10] != monday[22]
