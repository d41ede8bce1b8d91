"""Charts are safe, can be told apart without colour vision, and take their numbers along."""

import csv
import io
import json
import re
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.settings import ROOT
from data.terms import NOT_RECORDED, Risk, Status
from pages.parts.chart import Chart, written
from pages.parts.figures import FONT, Cells, Figure, Series, columns, ranked, rates, weekdays, world
from pages.parts.go import Mark
from pages.parts.overview.beside import days_code, read_days
from pages.parts.overview.cards import spark_html
from pages.parts.overview.over_time import ORDER, PATTERNS, over_time_chart, with_statuses
from pages.parts.overview.places import drawn_countries
from pages.parts.overview.report import Section, report_html
from pages.parts.overview.words import (
    RATE_COLUMNS,
    coarse,
    conversion_words,
    is_certain,
    median_words,
    missing_rate,
    money_words,
    moved_words,
    none_ended,
    percent,
    points_between,
    rate_cells,
)
from pages.parts.palette import DARK, LIGHT, Palette, contrast, luminance
from queries.downloads import numbers_csv
from queries.filters import SessionFilters
from queries.overview.over_time import OverTime, Span
from queries.overview.period import Bucket, Unit
from queries.overview.statistics import Rate
from queries.overview.tally import Tally, Worth

HOSTILE = "<a href='https://example.com'>x</a></script><script>alert(1)</script>"
PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])

# Figures.


def bars(name: str, hover: str) -> Series:
    return Series(name, "#2563eb", [1], [0], [hover])


DRAWN: dict[str, Callable[[str], Figure]] = {
    "columns": lambda text: columns(
        ["2026-11-01"], [bars(text, text)], LIGHT, x=text, y=text, widths=[1], marked=[(1, text)]
    ),
    "ranked": lambda text: ranked([text], [bars(text, text)], LIGHT, x=text),
    "rates": lambda text: rates(["1"], [bars(text, text)], LIGHT, x=text, y=text),
    "weekdays": lambda text: weekdays(["Mon"], 1, cells(text), LIGHT, x=text, y=text),
    "world": lambda text: world(["DE"], cells(text), LIGHT, ["FR"], height=300),
}


def cells(text: str) -> Cells:
    return Cells([0.5], [0], [text], [True], LIGHT.rate, 0, 1, text, True)


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_no_text_from_the_data_is_taken_for_markup(draw: Callable[[str], Figure]) -> None:
    told = json.dumps(draw(HOSTILE))
    assert "&lt;a href" in told
    assert "<a" not in told
    assert "<script" not in told


def test_a_quotation_mark_is_shown_as_it_is() -> None:
    figure = ranked(['"M"'], [bars('"a"', "'b'")], LIGHT, x="Sessions")
    assert figure["layout"]["yaxis"]["ticktext"] == ['"M"']
    assert figure["data"][0]["name"] == '"a"'
    assert figure["data"][0]["hovertext"] == ["'b'"]


def test_figures_are_lettered_as_the_page() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["theme"]["font"] == FONT


def test_a_long_name_is_cut_on_the_axis_and_whole_in_the_hover() -> None:
    name = "A jacket with a very long name that goes on and on"
    figure = ranked([name], [bars("Sessions", name)], LIGHT, x="Sessions")
    (label,) = figure["layout"]["yaxis"]["ticktext"]
    assert label.endswith("…") and len(label) < 30
    assert figure["data"][0]["hovertext"] == [
        "A jacket with a very long name that<br>goes on and on"
    ]


def test_a_hover_text_is_no_wider_than_the_narrowest_figure_and_not_endless() -> None:
    told = f"{'Jacket ' * 40}\n{'x' * 100}\nconverted 1,464 of 5,998 that ended: 24.4% (and so on)"
    figure = ranked(["a"], [bars("Sessions", told)], LIGHT, x="Sessions")
    lines = figure["data"][0]["hovertext"][0].split("<br>")
    assert len(lines) == 3 + 3 + 2
    assert max(map(len, lines)) <= 38
    assert lines[2].endswith("…")
    assert lines[-2:] == ["converted 1,464 of 5,998 that ended:", "24.4% (and so on)"]


def test_bars_are_level_with_those_beside_whose_legend_is_longer() -> None:
    three, two = [[bars(name, "") for name in names] for names in ("abc", "ab")]
    one, other, bare = (
        ranked(["x", "y"], series, LIGHT, x="Sessions", legend_lines=3)["layout"]
        for series in (three, two, two[:1])
    )
    assert one["margin"] == other["margin"] == bare["margin"]
    assert one["height"] == other["height"] == bare["height"]
    assert one["showlegend"] and not bare["showlegend"]


def test_what_few_sessions_bear_is_hollow() -> None:
    one = Series("x", "#15803d", [0.2, 0.5], [0, 1], ["", ""], low=[0.1, 0], high=[0.3, 1],
                 certain=[True, False])  # fmt: skip
    (points,) = rates(["0", "1"], [one], LIGHT, x="", y="")["data"]
    assert points["marker"]["symbol"] == ["circle", "circle-open"]
    assert points["error_y"]["array"] == pytest.approx([0.1, 0.5])
    assert points["error_y"]["arrayminus"] == pytest.approx([0.1, 0.5])


def test_names_of_lines_across_lie_neither_on_each_other_nor_on_columns() -> None:
    marked = [(15, "timer: 15 min"), (10, "timer: 10 min")]
    two = [Series("x", "#15803d", [30, 40], [0, 1], ["", ""])] * 2
    layout = columns([0, 20], two, LIGHT, x="", y="", widths=[20, 20], marked=marked)["layout"]
    tops = {name["text"]: name["y"] for name in layout["annotations"]}
    assert [line["y1"] for line in layout["shapes"]] == list(tops.values())
    assert tops["timer: 15 min"] < tops["timer: 10 min"] == 1
    # The highest column ends where the lowest name does.
    row = 1 - tops["timer: 15 min"]
    assert 80 / layout["yaxis"]["range"][1] == pytest.approx(1 - 2 * row)


@pytest.mark.parametrize(("most", "step"), [(3, 1), (40, None), (2.5, None)])
def test_an_axis_of_few_sessions_goes_in_whole_steps(most: float, step: int | None) -> None:
    series = [Series("Sessions", "#1d4ed8", [1, most], [0, 1], ["", ""])]
    figure = ranked(["one", "two"], series, LIGHT, x="Sessions")
    assert figure["layout"]["xaxis"].get("dtick") == step


def test_a_cell_that_few_sessions_bear_is_hatched_and_as_large_as_the_others() -> None:
    told = Cells([0.1, 0.9], [0, 1], ["", ""], [True, False], LIGHT.rate, 0, 1, "", True)
    bar = weekdays(["Mon"], 2, told, LIGHT, x="", y="")["data"][0]
    assert bar["y"][0] == bar["y"][1]
    assert bar["marker"]["pattern"]["shape"] == ["", "/"]
    assert bar["marker"]["opacity"][1] < bar["marker"]["opacity"][0] == 1


@pytest.mark.parametrize(("most", "step"), [(1, 1), (4, 1), (5, None)])
def test_colours_that_count_few_sessions_go_in_whole_steps(most: float, step: int | None) -> None:
    counts, rates = (
        Cells([1.0], [0], [""], [True], LIGHT.sessions, 0, most, "", are_rates)
        for are_rates in (False, True)
    )
    for told, expected in ((counts, step), (rates, None)):
        bar = weekdays(["Mon"], 1, told, LIGHT, x="", y="")["data"][-1]["marker"]["colorbar"]
        assert bar.get("dtick") == expected


def test_a_country_of_which_too_little_is_known_has_no_colour_of_the_scale() -> None:
    told = Cells([0.1, 0.9], [0, 1], ["", ""], [True, False], LIGHT.rate, 0, 1, "", True)
    known = world(["DE", "FR"], told, LIGHT, [], height=300)["data"][1]
    assert known["z"] == [0.1, -1.0]


def test_maps_draw_nothing_of_plotly_s_own_which_it_would_fetch() -> None:
    figure = world(["DE"], cells(""), LIGHT, ["FR"], height=300)
    assert figure["layout"]["geo"]["visible"] is False
    assert all("locationmode" not in trace for trace in figure["data"])
    shapes = {trace.get("geojson") for trace in figure["data"][:2]}
    assert shapes == {"app/static/world_110m.json"}


def test_the_shapes_are_countries_by_their_code() -> None:
    assert {"DE", "US", "JP", "XK", "TW"} <= drawn_countries()
    assert all(re.fullmatch("[A-Z]{2}", code) for code in drawn_countries())


# Colours.


@PALETTES
def test_words_beside_a_figure_can_be_read(palette: Palette) -> None:
    assert contrast(palette.quiet, palette.background) >= 4.5


@PALETTES
def test_every_bar_has_an_edge_that_stands_out(palette: Palette) -> None:
    for term in (*Status, *Risk):
        assert contrast(palette.edge(term.colour), palette.background) >= 3


@PALETTES
def test_scales_go_one_way_so_that_gray_tells_them_too(palette: Palette) -> None:
    for scale in (palette.sessions, palette.rate):
        steps = [luminance(palette.shade(scale, share / 20)) for share in range(21)]
        assert steps == sorted(steps, reverse=not palette.dark)
        assert contrast(scale[0], scale[-1]) >= 4.5


@PALETTES
def test_the_least_of_a_scale_is_told_from_nothing(palette: Palette) -> None:
    for scale in (palette.sessions, palette.rate):
        assert contrast(scale[0], palette.few) >= 1.25
        assert contrast(scale[0], palette.background) >= 1.5


def test_statuses_that_look_alike_without_colour_vision_are_hatched() -> None:
    for one, other in pairwise(ORDER):
        differs = PATTERNS.get(one) != PATTERNS.get(other)
        assert differs or contrast(one.colour, other.colour) >= 3


# Numbers.


def chart(**values: object) -> Chart:
    plain = {
        "key": "plain",
        "title": "Plain",
        "columns": ("Name", "Sessions", "Share"),
        "rows": [("one", 1, 0.25), (None, 2, None)],
        "marks": [Mark(SessionFilters(), 1), None],
        "draw": lambda palette: ranked(["one"], [bars("a", "b")], palette, x="Sessions"),
        "alt": "One bar",
    }
    return Chart(**{**plain, **values})  # type: ignore[arg-type]


def read(written: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))


def test_the_numbers_of_a_chart_are_written_as_they_are() -> None:
    told = chart()
    assert read(numbers_csv(told.columns, told.rows)) == [
        ["Name", "Sessions", "Share"],
        ["one", "1", "0.25"],
        ["", "2", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1", "\t=1", "＝1"])
def test_no_name_becomes_a_formula(text: str) -> None:
    assert read(numbers_csv(["Name"], [(text,)]))[1] == [f"'{text}"]


def test_a_chart_without_numbers_is_a_file_with_headings() -> None:
    assert read(numbers_csv(["Name", "Sessions"], [])) == [["Name", "Sessions"]]


def test_a_column_of_which_nothing_is_recorded_is_empty() -> None:
    assert read(numbers_csv(["Name", "Hours"], [("a", None)]))[1] == ["a", ""]


def test_shares_are_said_with_a_decimal() -> None:
    assert percent(0.2634) == "26.3%"
    assert percent(None) == NOT_RECORDED


def test_a_table_writes_numbers_as_the_page_does_and_keeps_them_numbers() -> None:
    columns = ("Name", "Sessions", "Share", "Hours")
    told = chart(
        columns=columns, shares={"Share"}, rows=[("a", 1907, 0.2374, 1234.56), ("b",) + (None,) * 3]
    )
    table = written(told, told.rows)
    shown = table.to_html()
    for words in ("1,907", "23.7%", "1,234.6", NOT_RECORDED):
        assert f">{words}</td>" in shown
    assert table.data["Sessions"].dtype == "Int64"


def test_a_report_writes_numbers_as_the_tables_of_the_page_do() -> None:
    told = chart(
        shares={"Share"}, missing="or longer", rows=[("a", 1907, 0.2374), ("b", None, None)]
    )
    html = report_html("Overview", [], [Section("Who", charts=(told,))]).decode()
    for words in ("1,907", "23.7%", "or longer"):
        assert f"<td>{words}</td>" in html


def test_few_sessions_are_not_certain() -> None:
    assert not is_certain(Rate(1, 3))
    assert not is_certain(Rate(0, 0))
    assert is_certain(Rate(26, 269))


def test_money_is_told_by_currency() -> None:
    worth = (Worth("EUR", Decimal(5), None), Worth(None, Decimal("2.5"), None))
    both = Tally(3, ended=3, converted=2, expired=1)
    assert money_words(worth, "converted", both) == "5.00 EUR; 2.50 (no currency)"
    assert money_words(worth, "left", both) == NOT_RECORDED


def test_no_cart_that_converted_or_expired_is_not_a_value_that_nobody_recorded() -> None:
    cancelled = Tally(2, ended=2)
    assert money_words((), "converted", cancelled) == "none converted"
    assert money_words((), "left", cancelled) == "none expired"


def test_differences_are_those_of_the_numbers_beside_them() -> None:
    assert points_between(0.01754, 0.01746) == 0.1
    assert points_between(0.2551, 0.2549) == 0.0
    assert points_between(0.1, 0.3) == -20.0


def test_a_small_move_is_not_told_as_none() -> None:
    assert [moved_words(moved) for moved in (0.0036, -0.01, 1.5, 333)] == [
        "0.4%", "1%", "150%", "33,300%",
    ]  # fmt: skip


def test_a_median_is_told_as_exactly_as_it_is_known() -> None:
    lengths = {44: 40, 599: 600, 705: 720, 7260: 7200, 90_000: 86_400, 8 * 86_400: 8 * 86_400}
    for seconds, told in lengths.items():
        assert coarse(timedelta(seconds=seconds)) == timedelta(seconds=told)
    assert median_words(None, Tally(2, ended=2)) == "none converted"
    assert median_words(None, Tally(2, ended=2, converted=1)) == NOT_RECORDED


def test_of_sessions_without_a_status_nobody_says_what_became_of_them() -> None:
    untold = Tally(8)
    assert money_words((), "converted", untold) == money_words((), "left", untold) == NOT_RECORDED
    assert rate_cells(untold) == (None,) * len(RATE_COLUMNS)
    assert rate_cells(Tally(8, still_open=8))[-2:] == (0, 0)
    assert conversion_words(untold) == "8 sessions, how they ended is not recorded"
    assert none_ended(untold) == missing_rate([untold, Tally()]) == NOT_RECORDED
    assert none_ended(Tally(8, still_open=1)) == NOT_RECORDED
    assert none_ended(Tally()) == none_ended(Tally(8, still_open=8)) == "none ended yet"
    assert missing_rate([untold, Tally(1, still_open=1)]) == "none known"
    assert missing_rate([Tally(1, still_open=1)]) == missing_rate([]) == "none ended"
    assert conversion_words(Tally()) == "no session"


def test_the_small_line_breaks_where_nothing_is_known() -> None:
    assert spark_html([1, 2, None, 4, 5]).count("M") > spark_html([1, 2, 3, 4, 5]).count("M")
    assert spark_html([1]) == ""


def test_what_stands_alone_on_the_small_line_is_a_dot() -> None:
    one, two = spark_html([1, None, 2, 3]), spark_html([1, None, 2, 3, None, 4])
    assert two.count("h0") == 2 * one.count("h0") > 0
    assert "h0" not in spark_html([1, 2, 3])


def test_figures_beside_each_other_have_the_same_statuses() -> None:
    day = Bucket(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC))
    one, other = (
        OverTime(Unit.DAY, "UTC", (Span(day, statuses),))
        for statuses in ({"Converted": 1}, {"Expired": 2, None: 3})
    )
    assert with_statuses(one, [one, other]).spans[0].by_status == {
        "Converted": 1, "Expired": 0, None: 0,
    }  # fmt: skip
    assert with_statuses(one, [OverTime(Unit.DAY, "UTC", ())]) == one


ASKED: Any = SimpleNamespace(zone="UTC", narrowed=SimpleNamespace(filters=SessionFilters()))


def day(number: int) -> Span:
    start = datetime(2026, 10, number, tzinfo=UTC) if number else datetime(2026, 11, 1, tzinfo=UTC)
    return Span(Bucket(start, start + timedelta(days=1)), {"Converted": 1})


def test_days_are_named_below_the_middle_of_their_columns_the_month_where_it_begins() -> None:
    days = [day(number) for number in (29, 30, 31, 0)]
    chart = over_time_chart(OverTime(Unit.DAY, "UTC", tuple(days)), ASKED)
    axis = chart.draw(LIGHT)["layout"]["xaxis"]
    assert axis["ticktext"] == ["29<br>Oct<br>2026", "30", "31", "1<br>Nov"]
    assert axis["tickvals"][0] == "2026-10-29 11:02"
    assert axis["range"] == ["2026-10-29", "2026-11-02"]


def test_only_whole_days_can_have_no_session() -> None:
    def note(first: timedelta, *counts: int) -> str:
        begun = datetime(2026, 10, 1, tzinfo=UTC)
        edges = [begun + first, *(begun + timedelta(days=at + 1) for at in range(len(counts)))]
        spans = [
            Span(Bucket(*both), {"Converted": count})
            for both, count in zip(pairwise(edges), counts, strict=True)
        ]
        return over_time_chart(OverTime(Unit.DAY, "UTC", tuple(spans)), ASKED).note

    assert "no session" not in note(timedelta(hours=23), 0, 5, 3)
    assert "1 of 2 whole days had no session." in note(timedelta(hours=23), 0, 5, 0)
    assert "1 of 1 whole day had no session." in note(timedelta(hours=23), 2, 0)
    assert "2 of 3 days had no session." in note(timedelta(), 0, 5, 0)


def test_a_row_that_has_no_list_says_so() -> None:
    def page() -> None:
        import streamlit as st

        from pages.parts.chart import Chart, open_row

        chart = Chart(
            key="days", title="", note="", columns=("Day",), rows=[("Mon",)], marks=[None],
            draw=lambda palette: {}, alt="",
        )  # fmt: skip
        st.button("none", on_click=open_row, args=(chart, None))
        st.button("first", on_click=open_row, args=(chart, 0))

    app = AppTest.from_function(page).run()
    assert not app.button[0].click().run().toast
    (told,) = app.button[1].click().run().toast
    assert told.value == "There is no list of sessions behind this row."


def test_of_many_days_some_are_named() -> None:
    spans = tuple(day(number) for number in range(1, 31))
    axis = over_time_chart(OverTime(Unit.DAY, "UTC", spans), ASKED).draw(LIGHT)["layout"]["xaxis"]
    assert axis["ticktext"] == ["1<br>Oct<br>2026", *(str(each) for each in range(4, 31, 3))]


def test_own_days_are_read_back_in_order() -> None:
    first, last = date(2026, 1, 2), date(2026, 1, 9)
    assert read_days(days_code(last, first)) == (first, last)
    assert read_days("2026-01-02") is None
    assert read_days("x..y") is None


# The report.

ENDING = "</script><script>alert(1)</script>"


@pytest.fixture(scope="module")
def report() -> str:
    told = chart(
        title=ENDING,
        note=ENDING,
        rows=[(ENDING, 1, 0.5)],
        marks=[None],
        draw=lambda palette: ranked([ENDING], [bars(ENDING, ENDING)], palette, x="Sessions"),
    )
    return report_html(ENDING, [ENDING], [Section(ENDING, charts=(told,))]).decode()


def test_a_report_asks_nobody_for_anything(report: str) -> None:
    packed = re.sub(r'id="report-plotly">[^<]*<', "", report)
    assert not re.search(r"https?://", packed)
    assert not re.search(r"<(link|img|iframe)|@import|\bsrc=", packed)


def test_nothing_in_a_report_runs_but_its_own_script(report: str) -> None:
    assert report.count("<script") == 3
    assert report.count("</script>") == 3
    assert "&lt;script&gt;" in report


def test_a_report_holds_each_figure_for_light_and_dark(report: str) -> None:
    found = re.search(r'id="report-data">(.*?)</script>', report)
    assert found
    figures = json.loads(found[1])["figures"]["plain"]
    assert figures["light"]["layout"]["font"]["color"] == LIGHT.text
    assert figures["dark"]["layout"]["font"]["color"] == DARK.text


def test_a_report_can_be_mailed(report: str) -> None:
    assert len(report) < 3_000_000
