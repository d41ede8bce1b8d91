"""Periods are cut so that each session of theirs counts once, whatever is rolled up."""

from bisect import bisect_left
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.overview.pieces import EVER, NEVER, Edge, Reading, Unit, beside, read, span_no
from tests.queries.conftest import MakeCopy

FIRST = datetime(2026, 1, 30, 22, 0)

moments = st.integers(0, 100_000).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def cut(started: list[datetime], edges: list[datetime], units: list[Unit]) -> Reading:
    """How periods between these moments are read of sessions that started then."""
    found = [Edge(moment, bisect_left(started, moment)) for moment in edges]
    numbers = {moment: bisect_left(started, moment) for moment in beside(found, units[:1])}
    return read(units, found, numbers, (started[0], started[-1]))


def counted(reading: Reading, started: list[datetime], *, now: bool) -> int:
    """The sessions that the units and rows which are read hold together."""
    in_units = sum(
        first <= moment < after and (first >= reading.boundary) == now
        for stretches in reading.stretches.values()
        for first, after in stretches
        for moment in started
    )
    return in_units + sum(
        weight * (after - first)
        for (first, after), effects in zip(reading.rows, reading.effects, strict=True)
        for is_now, weight in effects
        if is_now == now
    )


@given(
    started=st.lists(moments, min_size=1, max_size=60).map(sorted),
    edges=st.lists(moments, min_size=2, max_size=3, unique=True).map(sorted),
    units=st.sampled_from(
        [[Unit.HOUR], [Unit.DAY], [*Unit][1:], [Unit.SIXTH, Unit.MONTH], [*Unit][2:]]
    ),
)
def test_every_session_of_a_period_counts_once(
    started: list[datetime], edges: list[datetime], units: list[Unit]
) -> None:
    reading = cut(started, edges, units)
    *before, now = [sum(a <= moment < b for moment in started) for a, b in pairwise(edges)]
    assert counted(reading, started, now=True) == now
    assert counted(reading, started, now=False) == sum(before)
    bounds = [bound for stretch in reading.rows for bound in stretch]
    assert bounds == sorted(bounds)
    given_rows = reading.parameters()["rows"]
    assert isinstance(given_rows, list)
    assert len(given_rows) in (0, 6)
    assert len(units) > 1 or len(reading.bounds()) in (0, 4)


@given(
    started=st.lists(moments, min_size=1, max_size=60).map(sorted),
    edges=st.lists(moments, min_size=2, max_size=3, unique=True).map(sorted),
    units=st.sampled_from([[*Unit][1:], [Unit.SIXTH, Unit.MONTH], [*Unit][2:]]),
)
def test_the_units_that_are_read_are_numbered(
    started: list[datetime], edges: list[datetime], units: list[Unit]
) -> None:
    reading = cut(started, edges, units)
    months = sorted({Unit.MONTH.floor(moment) for moment in started})
    numbers = reading.spans(months)
    assert len(set(numbers)) == len(numbers)
    held = [
        (unit, unit.floor(moment))
        for moment in started
        for unit, stretches in reading.stretches.items()
        if any(first <= moment < after for first, after in stretches)
    ]
    assert {span_no(*each) for each in held} <= set(numbers)
    for unit, stretches in reading.stretches.items():
        for first, after in stretches:
            assert unit.floor(started[0]) <= first < after
            assert unit.floor(after - timedelta(microseconds=1)) <= started[-1]


def test_a_unit_has_the_number_that_the_copy_gives_it(make_copy: MakeCopy) -> None:
    starts = [datetime(1, 1, 1), datetime(1969, 12, 31, 18), FIRST, datetime(9999, 12, 1)]
    rows = [
        {"cart_token": f"{start:%Y}", "store": "a", "started_at": start, "status": "Converted"}
        for start in starts[1:3]
    ]
    cursor = make_copy(rows).connection.cursor()
    found = cursor.execute("select distinct unit, starts, span from spans").fetchall()
    assert {unit for unit, *_ in found} == {*Unit} - {Unit.HOUR}
    assert all(span_no(Unit(unit), start) == span for unit, start, span in found)
    ask = "select span_no($unit, $start)"
    for unit in [*Unit][1:]:
        for start in starts:
            told = cursor.execute(ask, {"unit": unit.value, "start": unit.floor(start)}).fetchone()
            assert told == (span_no(unit, unit.floor(start)),)
    assert cursor.execute("select span_no('ever', null::timestamp)").fetchone() == (EVER,)


def test_the_beginnings_within_a_stretch_end_with_time() -> None:
    assert [*Unit.MONTH.within(datetime(2026, 1, 1), datetime(2026, 3, 2))] == [
        datetime(2026, month, 1) for month in (1, 2, 3)
    ]
    sixths = Unit.SIXTH.within(datetime(2026, 2, 21), datetime(2026, 3, 6))
    assert [f"{start:%m-%d}" for start in sixths] == ["02-21", "02-26", "03-01"]
    assert [*Unit.DAY.within(datetime(9999, 12, 30), NEVER)] == [datetime(9999, 12, 30)]


def test_the_smaller_part_of_a_unit_is_read_in_rows() -> None:
    day = datetime(2026, 3, 4)
    started = [day + timedelta(hours=hour) for hour in range(48)]
    late = cut(started, [day + timedelta(hours=20), day + timedelta(days=2)], [Unit.DAY])
    assert (late.rows, late.effects) == ([(20, 24)], [[(True, 1)]])
    early = cut(started, [day + timedelta(hours=4), day + timedelta(days=2)], [Unit.DAY])
    assert (early.rows, early.effects) == ([(0, 4)], [[(True, -1)]])
    assert early.stretches == {Unit.DAY: [(day, day + timedelta(days=2))]}


def test_the_unit_between_two_periods_is_read_once_for_both() -> None:
    day = datetime(2026, 3, 4)
    started = [day + timedelta(hours=hour) for hour in range(72)]
    both = cut(started, [day, day + timedelta(hours=30), day + timedelta(days=3)], [Unit.DAY])
    assert both.rows == [(24, 30)]
    assert both.effects == [[(False, 1), (True, -1)]]


@pytest.mark.parametrize("unit", Unit)
def test_the_end_of_time_is_no_unit_s_middle(unit: Unit) -> None:
    last = datetime(9999, 12, 30, 23, 59)
    assert unit.floor(last) <= last <= unit.ceil(last) <= NEVER
