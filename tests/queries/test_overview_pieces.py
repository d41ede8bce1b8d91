"""Periods are cut so that each session of theirs counts once, whatever is rolled up."""

from bisect import bisect_left
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.overview.pieces import NEVER, Edge, Reading, Unit, beside, read

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
    stretches = [reading.rows[number - 1] for number, is_now, _ in reading.effects if is_now == now]
    weights = [weight for _, is_now, weight in reading.effects if is_now == now]
    return in_units + sum(
        weight * (after - first) for (first, after), weight in zip(stretches, weights, strict=True)
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
    assert all(len(found) in (0, 8) for found in map(len_of, reading.parameters().items()))


def len_of(parameter: tuple[str, object]) -> list[object]:
    name, value = parameter
    return list(value) if name in {"rows", *Unit} and isinstance(value, list) else []


def test_the_smaller_part_of_a_unit_is_read_in_rows() -> None:
    day = datetime(2026, 3, 4)
    started = [day + timedelta(hours=hour) for hour in range(48)]
    late = cut(started, [day + timedelta(hours=20), day + timedelta(days=2)], [Unit.DAY])
    assert (late.rows, late.effects) == ([(20, 24)], [(1, True, 1)])
    early = cut(started, [day + timedelta(hours=4), day + timedelta(days=2)], [Unit.DAY])
    assert (early.rows, early.effects) == ([(0, 4)], [(1, True, -1)])
    assert early.stretches == {Unit.DAY: [(day, day + timedelta(days=2))]}


def test_the_unit_between_two_periods_is_read_once_for_both() -> None:
    day = datetime(2026, 3, 4)
    started = [day + timedelta(hours=hour) for hour in range(72)]
    both = cut(started, [day, day + timedelta(hours=30), day + timedelta(days=3)], [Unit.DAY])
    assert both.rows == [(24, 30)]
    assert both.effects == [(1, False, 1), (1, True, -1)]


@pytest.mark.parametrize("unit", Unit)
def test_the_end_of_time_is_no_unit_s_middle(unit: Unit) -> None:
    last = datetime(9999, 12, 30, 23, 59)
    assert unit.floor(last) <= last <= unit.ceil(last) <= NEVER
