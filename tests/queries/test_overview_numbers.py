"""The numbers of the overview, against rows that are worked out by hand."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from data.copy import Copy
from queries.filters import SessionFilters, TimeRange
from queries.overview.asked import Asked
from queries.overview.durations import (
    by_extends,
    by_renewals,
    conversion_times,
    expiry_times,
    timers,
)
from queries.overview.funnel import FunnelStep, Step, funnel
from queries.overview.headline import Figures, headline
from queries.overview.over_time import over_time
from queries.overview.period import Bucket, Unit
from queries.overview.places import countries
from queries.overview.products import Product, Ranking, products
from queries.overview.statistics import Rate
from queries.overview.tally import Tally, Worth
from queries.overview.visitors import new_and_returning, risk_mix, session_types
from queries.overview.weekly import weekly
from queries.scope import Scope
from queries.slices import Visitor
from tests.queries.conftest import MakeCopy

# A Sunday.
NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
ALL = Scope(None)


def cart(token: str, hours_ago: float, status: str | None, **values: Any) -> dict[str, Any]:
    """A session that began so long ago; one that ended lasted 15 minutes."""
    started = NOW.replace(tzinfo=None) - timedelta(hours=hours_ago)
    ended = status in ("Converted", "Expired", "Cancelled")
    return {
        "cart_token": token,
        "started_at": started,
        "status": status,
        "risk": "Normal",
        "ended_at": started + timedelta(minutes=15) if ended else None,
        **values,
    }


def asked(copy: Copy, zone: str = "UTC", **chosen: Any) -> Asked:
    return Asked(copy, ALL, SessionFilters(**chosen), NOW, zone)


@pytest.fixture
def week(make_copy: MakeCopy) -> Copy:
    """Ten sessions of the last seven days, four of the seven days before, one long ago."""
    eur, usd = {"currency": "EUR"}, {"currency": "USD"}
    return make_copy(
        [
            cart("open", 1, "Active", cart_value=99, **eur),
            cart("held", 2, "on_hold", cart_value=99, **eur),
            cart("none", 3, None),
            cart("b1", 4, "Converted", cart_value="10.50", **eur),
            cart("b2", 30, "Converted", cart_value="20.25", risk="Review", **eur),
            cart("b3", 31, "Converted", cart_value=7, **usd),
            cart("x1", 50, "Expired", cart_value=5, **eur),
            cart("x2", 51, "Expired", cart_value=6, risk="Restricted", **eur),
            cart("x3", 52, "Expired", cart_value=8),
            cart("c1", 60, "Cancelled", cart_value=1000, **eur),
            cart("old b", 170, "Converted", cart_value=1, **eur),
            cart("old x1", 171, "Expired", cart_value=1, **eur),
            cart("old x2", 172, "Expired", cart_value=1, **usd),
            cart("old x3", 173, "Expired"),
            cart("ancient", 500, "Converted", cart_value=1, **eur),
        ]
    )


# The headline.


def test_conversion_is_the_converted_of_those_that_ended(week: Copy) -> None:
    found = headline(asked(week, time_range=TimeRange.WEEK)).figures.tally
    assert found == Tally(10, still_open=1, ended=7, converted=3, expired=3)
    assert found.conversion == Rate(3, 7)
    assert found.expiry == Rate(3, 7)


def test_a_person_must_look_at_those_of_the_two_highest_levels(week: Copy) -> None:
    found = headline(asked(week, time_range=TimeRange.WEEK))
    assert found.figures.attention == Rate(2, 10)
    assert sum(point.to_look_at for point in found.course) == 2


def test_worth_is_told_by_currency_and_never_added_across(week: Copy) -> None:
    found = headline(asked(week, time_range=TimeRange.WEEK)).figures.worth
    assert found == (
        Worth("EUR", converted=Decimal("30.75"), left=Decimal(11)),
        Worth("USD", converted=Decimal(7), left=None),
        Worth(None, converted=None, left=Decimal(8)),
    )


def test_the_period_before_has_the_same_length_and_ends_where_this_one_begins(week: Copy) -> None:
    found = headline(asked(week, time_range=TimeRange.WEEK))
    assert found.before is not None
    assert found.before.period.end == found.figures.period.start == NOW - timedelta(days=7)
    assert found.before.period.start == NOW - timedelta(days=14)
    assert found.before.tally.conversion == Rate(1, 4)


def test_own_dates_are_compared_with_as_many_before(week: Copy) -> None:
    since = NOW - timedelta(hours=55)
    found = headline(
        asked(week, time_range=TimeRange.OWN, since=since, until=NOW - timedelta(hours=45))
    )
    assert found.before is not None
    assert found.figures.tally.expired == 3
    assert found.before.period.start == since - timedelta(hours=10)
    assert found.before.tally == Tally(1, ended=1)


def test_dates_without_an_end_are_compared_with_as_long_before(make_copy: MakeCopy) -> None:
    # A session every half a day, of which the last started four days ago.
    copy = make_copy([cart(f"c{at}", 96 + 12 * at, "Expired") for at in range(70)])

    def numbers(days: int) -> tuple[datetime, int, int]:
        since = NOW - timedelta(days=days)
        found = headline(asked(copy, time_range=TimeRange.OWN, since=since))
        assert found.before is not None
        now, before = found.figures, found.before
        assert now.period.end - now.period.start == before.period.end - before.period.start
        return now.period.end, now.tally.sessions, before.tally.sessions

    # What came to a standstill is seen to; but data of long ago end where they end.
    last = NOW - timedelta(days=4) + timedelta(seconds=1)
    assert numbers(10) == (NOW, 13, 20)
    assert numbers(9) == (NOW, 11, 18)
    assert numbers(7) == (last, 7, 6)


def test_a_time_that_goes_back_from_now_ends_when_the_data_were_made(make_copy: MakeCopy) -> None:
    copy = make_copy([cart(f"c{at}", at, "Expired") for at in range(1, 100)])
    later = NOW + timedelta(hours=5)
    filters = SessionFilters(time_range=TimeRange.DAY)
    found = headline(Asked(copy, ALL, filters, later))
    assert found.before is not None
    assert found.figures.period == Bucket(later - timedelta(hours=24), NOW)
    assert found.before.period.start == NOW - 2 * timedelta(hours=19)
    assert found.figures.tally.sessions == found.before.tally.sessions == 19


def test_own_dates_end_with_the_data_and_are_compared_with_as_long_before(
    make_copy: MakeCopy,
) -> None:
    copy = make_copy([cart(f"c{at}", at, "Expired") for at in range(1, 100)])
    since = NOW - timedelta(hours=10)
    own = asked(copy, time_range=TimeRange.OWN, since=since, until=NOW + timedelta(days=9000))
    found = headline(own)
    assert found.before is not None
    assert found.figures.period == Bucket(since, NOW)
    assert found.before.period == Bucket(since - timedelta(hours=10), since)
    assert found.figures.tally.sessions == found.before.tally.sessions == 10
    later = asked(copy, time_range=TimeRange.OWN, since=NOW + timedelta(days=1), until=None)
    assert headline(later).before is None
    assert later.total.sessions == len(later.buckets) == 0


def test_nothing_is_compared_with_a_time_before_the_data_began(make_copy: MakeCopy) -> None:
    def before(oldest: int) -> Figures | None:
        copy = make_copy([cart("new", 1, "Expired"), cart("old", oldest, "Expired")])
        return headline(asked(copy, time_range=TimeRange.DAY)).before

    assert before(47) is not None
    assert before(45) is None


@pytest.mark.parametrize("scope", [ALL, Scope(frozenset({"closed"}))])
@pytest.mark.parametrize("time_range", [TimeRange.WEEK, TimeRange.QUARTER])
def test_a_store_without_sessions_in_a_time_has_no_products_of_it(
    make_copy: MakeCopy, scope: Scope, time_range: TimeRange
) -> None:
    copy = make_copy(
        [cart("a", 7200, "Expired", store="closed"), cart("b", 50, "Expired", store="open")]
    )
    found = Asked(copy, scope, SessionFilters(store="closed", time_range=time_range), NOW)
    found.read_ahead()
    assert (found.total, found.products) == (Tally(), {})


def test_the_only_session_of_somebody_else_is_no_trouble(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("ahead", -24 * 40, "Active", store="elsewhere")])
    filters = SessionFilters(time_range=TimeRange.OWN, since=NOW)
    found = Asked(copy, Scope(frozenset()), filters, NOW)
    found.read_ahead()
    assert found.products == {}


@pytest.mark.parametrize("chosen", [{}, {"time_range": TimeRange.OWN, "until": NOW}])
def test_all_time_has_no_period_before(week: Copy, chosen: dict[str, Any]) -> None:
    found = headline(asked(week, **chosen))
    assert found.before is None
    assert found.figures.tally.sessions == 15
    assert found.figures.period.start == NOW - timedelta(hours=500)


def test_the_course_adds_up_to_the_figures(week: Copy) -> None:
    found = headline(asked(week, time_range=TimeRange.WEEK))
    assert Tally.sum(point.tally for point in found.course) == found.figures.tally
    assert len(found.course) == 8
    assert found.course[-1].worth == (Worth("EUR", Decimal("10.50"), None),)


def test_an_empty_copy_has_a_headline_of_nothing(make_copy: MakeCopy) -> None:
    for chosen in ({}, {"time_range": TimeRange.WEEK}):
        found = headline(asked(make_copy(), **chosen))
        assert found.figures.tally == Tally()
        assert (found.figures.worth, found.figures.median_to_convert) == ((), None)


# Over time.


def test_every_bucket_has_every_status_and_none_is_left_out(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("a", 70, "Expired"), cart("b", 1, "Converted"), cart("c", 1, None)])
    since = NOW - timedelta(days=4)
    found = over_time(asked(copy, time_range=TimeRange.OWN, since=since, until=NOW))
    assert found.unit is Unit.DAY
    assert [(f"{span.bucket.start:%d}", list(span.by_status.values())) for span in found.spans] == [
        ("28", [0, 0, 0]),
        ("29", [0, 1, 0]),
        ("30", [0, 0, 0]),
        ("31", [0, 0, 0]),
        ("01", [1, 0, 1]),
    ]
    assert list(found.spans[0].by_status) == ["Converted", "Expired", None]


def test_buckets_follow_the_viewers_clock(make_copy: MakeCopy) -> None:
    # 22:30 UTC of 31 October is 4:00 of 1 November in Kolkata.
    copy = make_copy([cart("a", 13.5, "Active")])
    since = NOW - timedelta(days=4)
    chosen = {"time_range": TimeRange.OWN, "since": since, "until": NOW}
    (held,) = [span for span in over_time(asked(copy, "Asia/Kolkata", **chosen)).spans
               if any(span.by_status.values())]  # fmt: skip
    assert held.bucket.start == datetime(2026, 10, 31, 18, 30, tzinfo=UTC)


# The funnel.


def test_the_funnel_counts_how_far_sessions_came(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [
            cart("empty", 1, "Expired", item_count=0),
            cart("left", 2, "Expired", item_count=2),
            cart("at checkout", 3, "Expired", item_count=1, checkout_id="c"),
            cart("bought", 4, "Converted", item_count=1),
        ]
    )
    assert funnel(asked(copy)) == (
        FunnelStep(Step.RESERVED, 4, of_all=Rate(4, 4)),
        FunnelStep(Step.KEPT, 3, 0, lost=1, of_all=Rate(3, 4), of_before=Rate(3, 4)),
        FunnelStep(Step.CHECKOUT, 2, 0, lost=1, of_all=Rate(2, 4), of_before=Rate(2, 3)),
        FunnelStep(Step.CONVERTED, 1, 0, lost=1, of_all=Rate(1, 4), of_before=Rate(1, 2)),
    )


def test_a_step_that_is_not_recorded_is_unknown_and_not_zero(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("left", 2, "Expired"), cart("bought", 4, "Converted")])
    assert funnel(asked(copy)) == (
        FunnelStep(Step.RESERVED, 2, of_all=Rate(2, 2)),
        FunnelStep(Step.KEPT, None, unknown=1),
        FunnelStep(Step.CHECKOUT, None, unknown=1),
        FunnelStep(Step.CONVERTED, 1, 0, lost=1, of_all=Rate(1, 2), of_before=Rate(1, 2)),
    )


def test_sessions_that_do_not_tell_a_step_are_not_among_those_that_were_lost(
    make_copy: MakeCopy,
) -> None:
    held = [cart(f"held {number}", 2, "Expired", item_count=2) for number in range(98)]
    empty, untold = cart("empty", 1, "Expired", item_count=0), cart("untold", 3, "Expired")
    kept = FunnelStep(Step.KEPT, 98, 1, lost=1, of_all=Rate(98, 99), of_before=Rate(98, 99))
    assert funnel(asked(make_copy([*held, empty, untold])))[1] == kept


def test_a_step_that_more_than_a_hundredth_do_not_tell_has_no_share(make_copy: MakeCopy) -> None:
    # Of the other 98 it is not recorded; by those known, all but one would have kept an item.
    bought = [cart(f"bought {number}", 2, "Converted") for number in range(50)]
    untold = [cart(f"untold {number}", 2, "Expired") for number in range(98)]
    empty = cart("empty", 1, "Expired", item_count=0)
    steps = funnel(asked(make_copy([*bought, *untold, empty])))
    assert steps[1] == FunnelStep(Step.KEPT, 50, unknown=98)
    assert steps[3] == FunnelStep(
        Step.CONVERTED, 50, lost=99, of_all=Rate(50, 149), of_before=Rate(50, 149)
    )


def test_two_in_a_hundred_who_tell_nothing_are_too_many(make_copy: MakeCopy) -> None:
    held = [cart(f"held {number}", 2, "Expired", item_count=2) for number in range(97)]
    empty = cart("empty", 1, "Expired", item_count=0)
    untold = [cart(f"untold {number}", 2, "Expired") for number in range(2)]
    assert funnel(asked(make_copy([*held, empty, *untold])))[1] == FunnelStep(Step.KEPT, 97, 2)


def test_without_any_status_nobody_knows_who_converted(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("one", 2, None), cart("two", 4, None), cart("held", 5, "on_hold")])
    assert not asked(copy).total.is_told
    assert asked(copy).other_statuses == {None, "on_hold"}
    assert funnel(asked(copy))[-1] == FunnelStep(Step.CONVERTED, None, unknown=3)


def test_one_session_without_a_status_leaves_the_others_their_end(make_copy: MakeCopy) -> None:
    copy = make_copy([cart("one", 2, None), cart("open", 4, "Active"), cart("two", 5, "Expired")])
    assert asked(copy).total.is_told
    assert funnel(asked(copy))[-1].lost == 3


# Durations.


def test_times_to_convert_and_to_expire_are_told_apart(make_copy: MakeCopy) -> None:
    def lasting(token: str, status: str, seconds: int) -> dict[str, Any]:
        began = cart(token, 5, status)
        return {**began, "ended_at": began["started_at"] + timedelta(seconds=seconds)}

    copy = make_copy(
        [
            lasting("a", "Converted", 31),
            lasting("b", "Converted", 39),
            lasting("c", "Converted", 700),
            cart("d", 5, "Converted", ended_at=None),
            lasting("e", "Expired", 900),
            lasting("f", "Cancelled", 5),
        ]
    )
    converted, expired = conversion_times(asked(copy)), expiry_times(asked(copy))
    assert [(each.start.seconds, each.end.seconds, each.sessions) for each in converted.bins] == [
        (30, 40, 2),
        (660, 720, 1),
    ]
    # The middle of three is the second: three quarters through the first bin.
    assert converted.median == timedelta(seconds=37.5)
    assert (converted.unknown, expired.unknown) == (1, 0)
    assert [(each.start.seconds, each.sessions) for each in expired.bins] == [(900, 1)]
    assert headline(asked(copy)).figures.median_to_convert == converted.median


def purchase(token: str, started_at: datetime, seconds: int | None) -> dict[str, Any]:
    ended = None if seconds is None else started_at + timedelta(seconds=seconds)
    return {**cart(token, 0, "Converted"), "started_at": started_at, "ended_at": ended}


def medians(asked: Asked) -> dict[str, timedelta]:
    return {
        f"{point.period.start:%m-%d %H:%M}": point.median_to_convert
        for point in headline(asked).course
        if point.median_to_convert is not None
    }


def test_the_median_has_a_course_with_gaps_where_nothing_converted(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [
            purchase("a", datetime(2026, 10, 26, 9), 31),
            purchase("b", datetime(2026, 10, 26, 10), 39),
            purchase("c", datetime(2026, 10, 26, 11), 700),
            # The day after: one that does not tell when it ended, one that was not bought.
            purchase("d", datetime(2026, 10, 27, 9), None),
            {**purchase("e", datetime(2026, 10, 27, 10), 50), "status": "Expired"},
            purchase("f", datetime(2026, 10, 29, 23, 30), 1205),
            purchase("g", datetime(2026, 10, 30, 1), 1500),
            purchase("h", datetime(2026, 10, 30, 2), 1575),
        ]
    )
    by_day = medians(asked(copy, time_range=TimeRange.WEEK))
    assert by_day == {
        # Two of three are in the bin of 30 to 40 seconds; the middle is three quarters through it.
        "10-26 00:00": timedelta(seconds=37.5),
        # One is in the bin of the 20th minute, and stands for its middle.
        "10-29 00:00": timedelta(seconds=1230),
        # One each in the bins of the 25th and 26th minute: where one ends and the other begins.
        "10-30 00:00": timedelta(seconds=1560),
    }


def test_days_of_the_medians_course_are_those_of_utc_and_hours_are_exact(
    make_copy: MakeCopy,
) -> None:
    copy = make_copy(
        [
            purchase("a", datetime(2026, 10, 31, 23, 30), 31),
            purchase("b", datetime(2026, 11, 1, 0, 30), 1205),
        ]
    )
    # In Prague both started on 1 November; the copy counts the first on 31 October.
    by_day = medians(asked(copy, "Europe/Prague", time_range=TimeRange.WEEK))
    assert by_day == {
        "10-30 23:00": timedelta(seconds=35),
        "10-31 23:00": timedelta(seconds=1230),
    }
    by_hour = medians(asked(copy, "Europe/Prague", time_range=TimeRange.DAY))
    assert by_hour == {
        "10-31 23:00": timedelta(seconds=35),
        "11-01 00:00": timedelta(seconds=1230),
    }
    # In Denver both started on 31 October. A day of UTC counts where its noon is: 6:00 there.
    for chosen in ({}, {"visitor": Visitor.UNKNOWN}):
        found = medians(asked(copy, "America/Denver", time_range=TimeRange.WEEK, **chosen))
        assert found == {
            "10-31 06:00": timedelta(seconds=35),
            "11-01 06:00": timedelta(seconds=1230),
        }


def ran_out(token: str, minutes: int, **values: Any) -> dict[str, Any]:
    """A session that expired so long after it was last active."""
    began = cart(token, 5, "Expired", **values)
    acted = began["started_at"] + timedelta(minutes=3)
    ended = acted + timedelta(minutes=minutes)
    return {**began, "last_activity_at": acted, "expires_at": ended, "ended_at": ended}


def test_the_timer_is_read_from_sessions_that_nothing_prolonged(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [
            *(ran_out(f"a{n}", 15) for n in range(3)),
            ran_out("b", 30),
            ran_out("renewed", 45, renewals=1),
            ran_out("extended", 45, manual_extends=1),
        ]
    )
    quarter, half = timedelta(minutes=15), timedelta(minutes=30)
    assert timers(asked(copy)) == (quarter, half)


def test_a_timer_is_usual_from_a_tenth_of_the_sessions_on(make_copy: MakeCopy) -> None:
    lengths = [15] * 17 + [30] * 2 + [45]
    copy = make_copy([ran_out(f"c{number}", length) for number, length in enumerate(lengths)])
    quarter, half = timedelta(minutes=15), timedelta(minutes=30)
    assert timers(asked(copy)) == (quarter, half)


def test_conversion_is_told_by_renewals_and_by_extends(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [
            cart("a", 1, "Converted", renewals=0, manual_extends=2),
            cart("b", 1, "Expired", renewals=0, manual_extends=0),
            cart("c", 1, "Expired", renewals=11),
        ]
    )
    renewals = [(each.count, each.tally.conversion) for each in by_renewals(asked(copy))]
    assert renewals == [(0, Rate(1, 2)), (11, Rate(0, 1))]
    extends = [(each.count, each.tally.conversion) for each in by_extends(asked(copy))]
    assert extends == [(0, Rate(0, 1)), (2, Rate(1, 1)), (None, Rate(0, 1))]


# Where, when, who.


def test_countries_are_told_with_their_conversion_and_worth(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [
            cart("a", 1, "Converted", country="CZ", currency="EUR", cart_value=5),
            cart("b", 1, "Expired", country="CZ", currency="USD", cart_value=3),
            cart("c", 1, "Active", country="CZ"),
            cart("d", 1, "Expired", country="AT"),
            cart("e", 1, "Expired"),
            cart("f", 1, "Expired"),
        ]
    )
    found = [(each.code, each.tally.conversion, each.worth) for each in countries(asked(copy))]
    worth = (Worth("EUR", Decimal(5), None), Worth("USD", None, Decimal(3)))
    assert found == [("CZ", Rate(1, 2), worth), (None, Rate(0, 2), ()), ("AT", Rate(0, 1), ())]


@pytest.mark.parametrize(
    ("zone", "weekday", "hour"),
    [("UTC", 7, 11), ("Asia/Kolkata", 7, 16), ("Pacific/Auckland", 1, 0), ("America/Denver", 7, 4)],
)
def test_the_week_is_that_of_the_viewers_clock(
    make_copy: MakeCopy, zone: str, weekday: int, hour: int
) -> None:
    found = weekly(asked(make_copy([cart("a", 1, "Converted")]), zone))
    assert len(found) == 168
    (held,) = [each for each in found if each.tally.sessions]
    assert (held.weekday, held.hour, held.tally.conversion) == (weekday, hour, Rate(1, 1))


def test_a_changed_clock_moves_what_came_after_it(make_copy: MakeCopy) -> None:
    # Prague left summer time on 25 October 2026 at 1:00 UTC: before it 9:00 UTC was 11:00.
    copy = make_copy([cart("before", 8 * 24 + 3, "Active"), cart("after", 7 * 24 + 3, "Active")])
    found = weekly(asked(copy, "Europe/Prague"))
    assert [(each.weekday, each.hour) for each in found if each.tally.sessions] == [
        (6, 11),
        (7, 10),
    ]


@pytest.mark.parametrize("chosen", [{}, {"visitor": Visitor.UNKNOWN}], ids=["rolled", "scanned"])
def test_the_hour_that_a_clock_repeats_holds_what_came_in_both(
    make_copy: MakeCopy, chosen: dict[str, Any]
) -> None:
    # At 1:00 UTC the clocks of Prague went back from 3:00 to 2:00.
    before, after = datetime(2026, 10, 25, 0, 45), datetime(2026, 10, 25, 1, 15)
    copy = make_copy([purchase("before", before, None), purchase("after", after, None)])
    found = weekly(asked(copy, "Europe/Prague", **chosen))
    told = [(each.weekday, each.hour, each.tally.sessions) for each in found]
    assert [each for each in told if each[2]] == [(7, 2, 2)]


def test_who_came_is_told_by_type_visitor_and_risk(make_copy: MakeCopy) -> None:
    copy = make_copy(
        [
            cart("a", 9, "Converted", session_type="mobile", visitor_id="v"),
            cart("b", 8, "Expired", session_type="mobile", visitor_id="v", risk="Review"),
            cart("c", 7, "Expired", session_type="bot"),
        ]
    )

    def told(groups: Any) -> list[tuple[str | None, Rate]]:
        return [(each.value, each.tally.conversion) for each in groups]

    assert told(session_types(asked(copy))) == [("mobile", Rate(1, 2)), ("bot", Rate(0, 1))]
    assert told(new_and_returning(asked(copy))) == [
        ("new", Rate(1, 1)),
        ("returning", Rate(0, 1)),
        (None, Rate(0, 1)),
    ]
    assert told(risk_mix(asked(copy))) == [("Normal", Rate(1, 2)), ("Review", Rate(0, 1))]
    without = asked(copy, without_machines=True)
    assert headline(without).figures.tally.sessions == 2
    assert told(session_types(without)) == [("mobile", Rate(1, 2))]


# With what.


def shelf() -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Tea is bought once and left behind once; a cup is taken out before the tea is bought."""
    sessions = [
        cart("bought", 5, "Converted"),
        cart("left", 4, "Expired"),
        cart("now", 1, "Active"),
    ]
    tea = {"product_id": "t", "product": "Tea"}
    cup = {"product_id": "c", "product": "Cup"}

    def event(token: str, seq: int, minute: int, kind: str, **more: Any) -> dict[str, Any]:
        began = next(row for row in sessions if row["cart_token"] == token)["started_at"]
        return {
            "cart_token": token,
            "seq": seq,
            "at": began + timedelta(minutes=minute),
            "kind": kind,
            **more,
        }

    events = [
        event("bought", 1, 0, "item_added", quantity=2, **tea),
        event("bought", 2, 5, "item_added", quantity=1, **cup),
        event("bought", 3, 8, "item_removed", quantity=1, **cup),
        event("bought", 4, 10, "item_updated", quantity=1, **tea),
        event("left", 1, 0, "item_added", quantity=1, **tea),
        event("now", 1, 0, "item_added", quantity=1, **tea),
    ]
    lines = [{"cart_token": token, "quantity": 1, **tea} for token in ("bought", "left", "now")]
    return sessions, lines, events


def test_products_are_counted_by_what_became_of_them(make_copy: MakeCopy) -> None:
    copy = make_copy(*shelf())
    # Tea: 2 units for 10 minutes and 1 for 5 were sold, 1 for 15 was not; a cup was held for 3.
    tea = Product(
        "shop", "t", "Tea", Tally(3, still_open=1, ended=2, converted=1, expired=1),
        bought=1, left_behind=1, hours=pytest.approx(40 / 60), hours_sold=pytest.approx(25 / 60),
    )  # fmt: skip
    cup = Product(
        "shop", "c", "Cup", Tally(1, ended=1, converted=1), bought=0, left_behind=0,
        hours=pytest.approx(3 / 60), hours_sold=0,
    )  # fmt: skip
    found = products(asked(copy), Ranking.RESERVED, 9)
    assert found == (tea, cup)
    assert found[0].share_sold == pytest.approx(25 / 40)
    assert products(asked(copy), Ranking.BOUGHT, 9) == (tea,)
    assert products(asked(copy), Ranking.RESERVED, 1) == (tea,)


def test_without_events_lines_are_held_from_start_to_end(make_copy: MakeCopy) -> None:
    sessions, lines, _ = shelf()
    (tea,) = products(asked(make_copy(sessions, lines)), Ranking.RESERVED, 9)
    assert (tea.hours, tea.hours_sold) == (0.5, 0.25)


def test_without_events_every_unit_of_a_line_is_held(make_copy: MakeCopy) -> None:
    sessions, lines, _ = shelf()
    copy = make_copy(sessions, [{**line, "quantity": 2} for line in lines])
    (tea,) = products(asked(copy), Ranking.RESERVED, 9)
    assert (tea.hours, tea.hours_sold) == (1.0, 0.5)


def test_an_event_is_of_one_unit_unless_it_tells_more_and_of_none_after_the_end(
    make_copy: MakeCopy,
) -> None:
    session = cart("left", 4, "Expired")
    began = {"cart_token": "left", "at": session["started_at"], "kind": "item_added"}
    later = {**began, "at": session["started_at"] + timedelta(hours=1)}
    events = [
        {**began, "seq": 1, "product": "Tea", "quantity": None},
        {**began, "seq": 2, "product": "Cup", "quantity": 2},
        {**later, "seq": 3, "product": "Cup", "quantity": 4},
    ]
    found = products(asked(make_copy([session], [], events)), Ranking.RESERVED, 9)
    # The session lasted a quarter of an hour.
    assert [(each.key, each.hours) for each in found] == [("Cup", 0.5), ("Tea", 0.25)]


def test_without_lines_nobody_knows_what_was_in_the_cart(make_copy: MakeCopy) -> None:
    sessions, _, events = shelf()
    tea, cup = products(asked(make_copy(sessions, [], events)), Ranking.RESERVED, 9)
    assert (tea.bought, tea.left_behind) == (None, None)
    assert cup.count(Ranking.BOUGHT) == 1


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"time_range": TimeRange.DAY},
        {"time_range": TimeRange.OWN, "since": NOW - timedelta(hours=6), "until": NOW},
        {"visitor": Visitor.UNKNOWN},
    ],
    ids=["all time", "rolled", "cut", "scanned"],
)
def test_without_lines_all_that_was_held_in_a_sale_was_sold(
    make_copy: MakeCopy, chosen: dict[str, Any]
) -> None:
    sessions, _, events = shelf()
    tea, _ = products(asked(make_copy(sessions, [], events), **chosen), Ranking.RESERVED, 9)
    assert (tea.hours, tea.hours_sold) == (pytest.approx(40 / 60), pytest.approx(25 / 60))


def test_a_session_without_products_is_no_product(make_copy: MakeCopy) -> None:
    assert products(asked(make_copy([cart("a", 1, "Active")])), Ranking.RESERVED, 9) == ()
