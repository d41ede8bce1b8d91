"""What the overview says of numbers: how far they moved, and of what they are a part."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from pages.parts.overview.beside import compared_rows
from pages.parts.overview.cards import cards
from pages.parts.overview.changed import headline_words, told
from pages.parts.overview.funnel import funnel_chart
from pages.parts.overview.goods import held_chart, products_chart
from pages.parts.overview.groups import groups_chart
from pages.parts.overview.places import COLUMNS, places_chart
from pages.parts.overview.weekly import weekly_chart
from pages.parts.palette import LIGHT
from queries.filters import SessionFilters
from queries.overview.changes import Change, Changes, Dimension
from queries.overview.funnel import FunnelStep, Step
from queries.overview.headline import Figures, Headline
from queries.overview.period import Bucket
from queries.overview.places import Country
from queries.overview.products import Product, Ranking
from queries.overview.statistics import Rate
from queries.overview.tally import Tally, Worth
from queries.overview.visitors import Group
from queries.overview.weekly import HourOfWeek
from queries.slices import Step as Came

DAY = Bucket(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC))
NOW = Figures(
    DAY,
    Tally(300, 100, 200, 60, 100),
    30,
    (Worth("EUR", Decimal(45), Decimal(30)),),
    timedelta(minutes=5),
)
BEFORE = Figures(
    DAY,
    Tally(250, 50, 200, 100, 20),
    75,
    (Worth("EUR", Decimal(60), Decimal(10)),),
    timedelta(minutes=8),
)
ASKED: Any = SimpleNamespace(
    zone="UTC",
    now=DAY.end,
    total=Tally(4, 0, 4, 1),
    other_statuses=frozenset(),
    narrowed=SimpleNamespace(filters=SessionFilters()),
)
LAMP = Product("shop", "l", "Lamp", Tally(7, 1, 5, 2, 1), 2, 1, hours=4.0, hours_sold=1.0)
GERMANY = Country("DE", Tally(200, 0, 200, 60, 9), (Worth("EUR", Decimal(5), Decimal(3)),))


def test_cards_say_which_way_and_how_far_a_number_moved() -> None:
    moved = {card.name: (card.value, card.change) for card in cards(Headline(NOW, BEFORE, ()))}
    assert moved["Conversion"] == ("30.0%", "▼ 20.0 points, 50.0% before")
    assert moved["Expired"] == ("50.0%", "▲ 40.0 points, 10.0% before")
    assert moved["Needs a look"] == ("10.0%", "▼ 20.0 points, 30.0% before")
    assert moved["Median time to convert"] == ("5 min", "▼ 3 min, 8 min before")


@pytest.mark.parametrize(
    ("now", "before", "value", "change"),
    [
        (None, Decimal(50), "none recorded", "50.00 EUR before"),
        (Decimal(50), None, "50.00 EUR", "none recorded before"),
        (Decimal(50), Decimal(0), "50.00 EUR", "0.00 EUR before"),
        (Decimal(0), Decimal(50), "0.00 EUR", "▼ 100%, 50.00 EUR before"),
        (Decimal(0), Decimal(0), "0.00 EUR", "as before, 0.00 EUR"),
        (Decimal(5), Decimal(-5), "5.00 EUR", "-5.00 EUR before"),
    ],
)
def test_an_amount_that_is_not_recorded_is_no_zero(
    now: Decimal | None, before: Decimal | None, value: str, change: str
) -> None:
    here, there = (
        replace(side, worth=(Worth("EUR", amount, Decimal(1)),))
        for side, amount in ((NOW, now), (BEFORE, before))
    )
    told = {card.name: (card.value, card.change) for card in cards(Headline(here, there, ()))}
    assert told["Value converted, EUR"] == (value, change)


def test_side_by_side_each_number_is_its_own_and_differs_from_the_one_beside_it() -> None:
    rows = compared_rows(Headline(NOW, None, ()), Headline(BEFORE, None, ()))
    assert [(name, *(side.split(" (")[0] for side in sides)) for name, *sides in rows] == [
        ("Sessions", "300", "250", "+20%"),
        ("Conversion", "30.0%", "50.0%", "−20.0 points"),
        ("Expired", "50.0%", "10.0%", "+40.0 points"),
        ("Needs a look", "10.0%", "30.0%", "−20.0 points"),
        ("Median time to convert", "5 min", "8 min", "−3 min"),
        ("Value converted, EUR", "45.00 EUR", "60.00 EUR", "−25%"),
        ("Left in expired carts, EUR", "30.00 EUR", "10.00 EUR", "3.00 times"),
    ]


def test_where_none_converted_no_value_is_missing() -> None:
    few = replace(NOW, to_look_at=1)
    open_only = replace(few, tally=Tally(5, 4, 1), worth=())
    told = {card.name: card for card in cards(Headline(open_only, None, ()))}
    assert (told["Value converted"].value, told["Value converted"].note) == ("none converted", "")
    assert told["Left in expired carts"].value == "none expired"

    bought = replace(few, tally=Tally(5, 4, 1, 1), worth=())
    told = {card.name: card for card in cards(Headline(bought, None, ()))}
    assert told["Value converted"].value == "not recorded"
    assert "is a cart value recorded" in told["Value converted"].note
    assert told["Left in expired carts"].value == "none expired"

    left = replace(few, tally=Tally(5, 4, 1, 0, 1), worth=(Worth("EUR", None, Decimal(3)),))
    told = {card.name: card for card in cards(Headline(left, left, ()))}
    assert told["Value converted, EUR"].value == "none converted"
    assert told["Value converted, EUR"].change == "none converted before"
    rows = {
        row[0]: row[1:3] for row in compared_rows(Headline(left, None, ()), Headline(NOW, None, ()))
    }
    assert rows["Value converted, EUR"] == ("none converted", "45.00 EUR")


def test_what_changed_is_told_from_before_to_now() -> None:
    fell = Change(
        Dimension.COUNTRY,
        "DE",
        Tally(100, 0, 100, 10),
        Tally(300, 0, 300, 120),
        Tally(100, 0, 100, 50),
        Tally(100, 0, 100, 50),
        by_rate=-0.1875,
        by_mix=0.02,
    )
    found = Changes(Tally(200, 0, 200, 60), Tally(400, 0, 400, 170), is_real=True, segments=(fell,))
    assert headline_words(found) == (
        "Conversion fell from 42.5% to 30.0%, −12.5 points. One group changed by more than chance. "
        "Its points are what it did to the conversion of all:"
    )
    (sentence,) = told(found, ASKED)
    assert sentence.words == (
        "Sessions from Germany converted less often (40.0% → 10.0%): −18.8 points, and became a "
        "smaller part of all that ended (75.0% → 50.0%): +2.0 points."
    )
    unread = replace(found, segments=(replace(fell, by_mix=-0.0004),))
    assert told(unread, ASKED)[0].words.endswith("(40.0% → 10.0%): −18.8 points.")
    unread = replace(found, segments=(replace(fell, by_rate=0.0003, by_mix=-0.0004),))
    assert told(unread, ASKED) == []
    assert headline_words(unread).endswith("moved it by a tenth of a point.")


def test_stock_is_held_for_nothing_but_for_what_was_sold() -> None:
    sold, rest = held_chart((LAMP,), Ranking.RESERVED, ASKED).draw(LIGHT)["data"]
    assert (list(sold["x"]), list(rest["x"])) == ([1.0], [3.0])


def test_products_are_told_one_after_the_other_with_all_that_reserved_them() -> None:
    shade = replace(LAMP, key="s", title="Shade", tally=Tally(3, 0, 3, 3, 0))
    chart = products_chart((LAMP, shade), Ranking.RESERVED, ASKED)
    assert [row[:4] for row in chart.rows] == [
        ("Lamp", "Converted", 2, 7), ("Lamp", "Expired", 1, 7), ("Lamp", "Cancelled", 2, 7),
        ("Lamp", "Active", 1, 7), ("Shade", "Converted", 3, 3), ("Shade", "Expired", 0, 3),
        ("Shade", "Cancelled", 0, 3), ("Shade", "Active", 0, 3),
    ]  # fmt: skip
    for bars in chart.draw(LIGHT)["data"]:
        told_by_table = [chart.rows[row] for row in bars["customdata"]]
        assert [row[1] for row in told_by_table] == [bars["name"]] * 2
        assert [row[2] for row in told_by_table] == list(bars["x"])


def test_groups_are_parts_of_all() -> None:
    found = [Group("mobile", Tally(6, 4, 2, 1, 1)), Group("desktop", Tally(2, 0, 2, 1, 1))]
    chart = groups_chart(
        found, key="k", title="Session type", names=str, colours=None, mark=lambda group: None
    )
    assert chart.columns[-1] == "Share of all"
    assert [row[-1] for row in chart.rows] == [0.75, 0.25]


def test_a_country_s_values_are_its_own() -> None:
    (row,) = places_chart((GERMANY,), ASKED, by_conversion=True, narrow=False).rows
    values = dict(zip(COLUMNS, row, strict=True))
    assert values["Value converted"] == "5.00 EUR"
    assert values["Left in expired carts"] == "3.00 EUR"


@pytest.mark.parametrize(("converted", "high", "place"), [(60, 0.3, 1.0), (0, 1.0, 0.0)])
def test_one_country_alone_is_coloured_by_a_scale_from_none(
    converted: int, high: float, place: float
) -> None:
    alone = replace(GERMANY, tally=Tally(200, 0, 200, converted, 9))
    chart = places_chart((alone,), ASKED, by_conversion=True, narrow=False)
    _, known, scale = chart.draw(LIGHT)["data"]
    assert (scale["marker"]["cmin"], scale["marker"]["cmax"]) == (0.0, high)
    assert known["z"] == [place]


def test_the_colours_reach_up_to_the_busiest_of_few_hours() -> None:
    hours = tuple(HourOfWeek(1, hour, Tally(count)) for hour, count in enumerate((1, 1, 4, 0)))
    chart = weekly_chart(hours, ASKED, by_conversion=False)
    assert chart.note.endswith("The strongest colour: 4 sessions.")
    one, _, four = chart.draw(LIGHT)["data"][0]["marker"]["color"][:3]
    assert one != four == LIGHT.sessions[-1]


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (Tally(9, 0, 9, 0), "No session converted. Faded and hatched: "),
        (Tally(9, 0, 9, 1), "The strongest colour: 22.2% or more."),
    ],
)
def test_where_none_converted_no_colour_is_the_strongest(total: Tally, words: str) -> None:
    asked = SimpleNamespace(**{**vars(ASKED), "total": total})
    note = weekly_chart((HourOfWeek(1, 9, total),), asked, by_conversion=True).note
    assert words in note
    assert ("strongest" in note) == bool(total.converted)


def test_the_busiest_hour_is_a_part_of_all() -> None:
    hours = (HourOfWeek(1, 9, Tally(3, 2, 1)), HourOfWeek(2, 9, Tally(1, 0, 1)))
    note = weekly_chart(hours, ASKED, by_conversion=False).note
    assert "Monday 09:00 to 10:00, 3 sessions, 75.0% of all." in note


def test_a_share_that_is_said_already_is_not_said_of_the_step_before() -> None:
    steps = (
        FunnelStep(Step.RESERVED, 9, of_all=Rate(9, 9)),
        FunnelStep(Step.KEPT, 6, 0, 3, Rate(6, 9), Rate(6, 9)),
        FunnelStep(Step.CHECKOUT, 3, 0, 3, Rate(3, 9), Rate(3, 6)),
    )
    kept, checkout = funnel_chart(steps, ASKED).alt.split("; ")[1:]
    assert kept.endswith(", 66.7% of all")
    assert checkout.endswith(", 33.3% of all, 50.0% of the step before")


def test_what_is_lost_at_a_step_is_a_part_of_all_and_of_the_step_before() -> None:
    steps = (
        FunnelStep(Step.RESERVED, 9, of_all=Rate(9, 9)),
        FunnelStep(Step.KEPT, 4, 1, 4, Rate(4, 8), Rate(4, 8)),
        FunnelStep(Step.CHECKOUT, 1, 0, 3, Rate(1, 8), Rate(1, 4)),
    )
    chart = funnel_chart(steps, ASKED)
    assert chart.rows[-2:] == [
        ("Checkout started", "Came this far", 1, 0.125, 0.25),
        ("Checkout started", "Lost at this step", 3, 0.375, 0.75),
    ]
    assert chart.note == "Of 1 session “Kept an item” is not recorded."


def test_a_step_that_many_do_not_tell_was_reached_by_at_least_so_many() -> None:
    steps = (
        FunnelStep(Step.RESERVED, 9, of_all=Rate(9, 9)),
        FunnelStep(Step.KEPT, 4, 3),
        FunnelStep(Step.CONVERTED, 2, 0, 7, Rate(2, 9), Rate(2, 9)),
    )
    chart = funnel_chart(steps, ASKED)
    assert ("Kept an item", "Came this far", 4, None, None) in chart.rows
    assert "Kept an item: at least 4 sessions" in chart.alt
    assert chart.draw(LIGHT)["layout"]["yaxis"]["ticktext"][1] == "Kept an item<br>at least 4"
    assert chart.note == "Of 3 sessions “Kept an item” is not recorded."
    lost = chart.marks[-1]
    assert lost is not None
    assert lost.filters.step is Came.UNCONVERTED
