"""How a period, and the one before it, are read: in whole units that are rolled up, and in rows.

All times here are UTC, without saying so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from queries.narrowing import Narrowed
from queries.overview.shown import shows_all_others

_Bound = TypeVar("_Bound", datetime, int)

# After the last moment that a copy can hold.
NEVER = datetime(9999, 12, 31)
_LAST_MONTH = NEVER - timedelta(days=40)

# A statement reads this many stretches of the only unit, and of rows.
_MOST_STRETCHES, _MOST_ROWS = 2, 3

# Numbers of one unit lie this far from those of the next; within it they count quarters of a day.
_UNIT_NUMBERS = 100_000_000
_EPOCH, _QUARTER_OF_A_DAY = datetime(1970, 1, 1), timedelta(hours=6)

# The number of all of the time.
EVER = 4 * _UNIT_NUMBERS


class Unit(StrEnum):
    """The units that are rolled up; each lies within the one after it."""

    HOUR = "hour"
    QUARTER = "quarter of a day"
    DAY = "day"
    SIXTH = "sixth of a month"
    MONTH = "month"

    def floor(self, moment: datetime) -> datetime:
        """The last beginning of a unit that is not after this moment."""
        day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        if self is Unit.HOUR:
            return day.replace(hour=moment.hour)
        if self is Unit.QUARTER:
            return day.replace(hour=moment.hour // 6 * 6)
        if self is Unit.DAY:
            return day
        return day.replace(day=1 + min((day.day - 1) // 5, 5) * 5 if self is Unit.SIXTH else 1)

    def ceil(self, moment: datetime) -> datetime:
        """The first beginning of a unit that is not before this moment."""
        start = self.floor(moment)
        if start == moment:
            return start
        if start >= _LAST_MONTH:
            return NEVER
        if self is Unit.HOUR:
            return start + timedelta(hours=1)
        if self is Unit.QUARTER:
            return start + timedelta(hours=6)
        if self is Unit.DAY:
            return start + timedelta(days=1)
        if self is Unit.SIXTH and start.day < 26:
            return start + timedelta(days=5)
        return (start.replace(day=1) + timedelta(days=32)).replace(day=1)

    def within(self, first: datetime, after: datetime) -> Iterator[datetime]:
        """All beginnings of a unit from one of them on, up to before another moment."""
        while first < after:
            yield first
            first = self.ceil(first + timedelta(microseconds=1))


def span_no(unit: Unit, start: datetime) -> int:
    """The number of a unit that starts then, as ``data/schema/macro_span_no.sql`` has it.

    Hours have none.
    """
    return _SPAN_UNITS.index(unit) * _UNIT_NUMBERS + (start - _EPOCH) // _QUARTER_OF_A_DAY


_SPAN_UNITS = [Unit.QUARTER, Unit.DAY, Unit.SIXTH, Unit.MONTH]


@dataclass(frozen=True)
class Edge:
    """A moment at which a period begins or ends, and the first session_no from there on."""

    moment: datetime
    session_no: int


@dataclass(frozen=True)
class Reading:
    """What is read of a period and of the one before it.

    ``boundary``: units that start from there on are of the period, those before it of the one
    before. ``stretches``: for each unit the stretches of time that are read. ``rows``: the
    stretches of session_no, in order. ``effects`` tell of each of those what becomes of its rows:
    whether they count for the period, or for the one before; and 1, or -1 where they are taken out
    of a unit that holds them.
    """

    boundary: datetime
    stretches: Mapping[Unit, Sequence[tuple[datetime, datetime]]]
    rows: Sequence[tuple[int, int]]
    effects: Sequence[Sequence[tuple[bool, int]]]

    def parameters(self) -> dict[str, object]:
        """What a statement that reads these rows is given: no stretch, or three."""
        return {
            "boundary": self.boundary,
            "rows": _filled_up(self.rows, _MOST_ROWS),
            "row_nows": [[is_now for is_now, _ in effects] for effects in self.effects],
            "row_weights": [[weight for _, weight in effects] for effects in self.effects],
        }

    def bounds(self) -> list[datetime]:
        """The bounds of the stretches, where one unit alone is read: of none, or of two."""
        (stretches,) = self.stretches.values()
        return _filled_up(stretches, _MOST_STRETCHES)

    def spans(self, months: Iterable[datetime]) -> list[int]:
        """The numbers of all units that are read. Sessions started in these ``months``."""
        starts: list[tuple[Unit, datetime]] = [
            (unit, start)
            for unit, stretches in self.stretches.items()
            if unit is not Unit.MONTH
            for stretch in stretches
            for start in unit.within(*stretch)
        ]
        starts += [
            (Unit.MONTH, month)
            for month in months
            if any(first <= month < after for first, after in self.stretches.get(Unit.MONTH, ()))
        ]
        return [span_no(*each) for each in starts]


def _filled_up(stretches: Sequence[tuple[_Bound, _Bound]], most: int) -> list[_Bound]:
    """The bounds of so many stretches, or of none.

    Where there are fewer, the last is said again. One that is empty, or beyond all that there is,
    would make DuckDB read the whole table.
    """
    assert len(stretches) <= most
    found = list(stretches)
    found += found[-1:] * (most - len(found))
    return [bound for stretch in found for bound in stretch]


def read(
    units: Sequence[Unit],
    edges: Sequence[Edge],
    numbers: Mapping[datetime, int],
    extent: tuple[datetime, datetime],
) -> Reading:
    """How periods that follow each other are read, in the largest units of these that fit.

    ``edges``: where the period begins and ends, and before these where the one before it begins, if
    there is one. ``numbers``: the first session_no from each beginning of the smallest unit on that
    is beside an edge. ``extent``: when the first and the last session started. At each edge the
    smaller part of a unit is read row by row: put in, or taken out of the unit.
    """
    unit = units[0]
    periods = list(pairwise(edges))
    has_units = [unit.ceil(start.moment) <= unit.floor(end.moment) for start, end in periods]
    bounds: list[tuple[datetime, datetime]] = []
    effects: list[tuple[int, int, bool, int]] = []
    for number, (start, end) in enumerate(periods):
        is_now = number == len(periods) - 1
        if not has_units[number]:
            bounds.append((NEVER, NEVER))
            effects.append((start.session_no, end.session_no, is_now, 1))
            continue
        # Where both periods read the unit between them, they do it from the same side, so that no
        # two stretches of rows overlap.
        starts_below = _smaller_below(unit, start, numbers)
        ends_below = _smaller_below(unit, end, numbers)
        if not all(has_units):
            starts_below, ends_below = starts_below and not is_now, ends_below or not is_now
        first = unit.floor(start.moment) if starts_below else unit.ceil(start.moment)
        after = unit.floor(end.moment) if ends_below else unit.ceil(end.moment)
        bounds.append((first, after))
        effects += [
            (numbers[first], start.session_no, is_now, -1)
            if starts_below
            else (start.session_no, numbers[first], is_now, 1),
            (numbers[after], end.session_no, is_now, 1)
            if ends_below
            else (end.session_no, numbers[after], is_now, -1),
        ]
    effects = [each for each in effects if each[0] < each[1]]
    rows = sorted({(first, after) for first, after, _, _ in effects})
    stretches: dict[Unit, list[tuple[datetime, datetime]]] = {unit: [] for unit in units}
    for first, after in bounds:
        for each, (low, high) in _largest(first, after, units):
            # A period may reach to the year 9999, which has three million days more.
            low = max(low, each.floor(extent[0]))
            high = min(high, each.ceil(extent[1] + timedelta(microseconds=1)))
            if low < high:
                stretches[each].append((low, high))
    return Reading(
        boundary=bounds[-1][0],
        stretches=stretches,
        rows=rows,
        effects=[
            [(is_now, weight) for first, after, is_now, weight in effects if (first, after) == row]
            for row in rows
        ],
    )


def beside(edges: Iterable[Edge], units: Iterable[Unit]) -> set[datetime]:
    """The beginnings of units that are next to these edges."""
    return {
        moment
        for edge in edges
        for unit in units
        for moment in (unit.floor(edge.moment), unit.ceil(edge.moment))
    }


def _smaller_below(unit: Unit, edge: Edge, numbers: Mapping[datetime, int]) -> bool:
    """Whether fewer sessions are in the unit's part before the edge than in the one after it."""
    low, high = numbers[unit.floor(edge.moment)], numbers[unit.ceil(edge.moment)]
    return edge.session_no - low < high - edge.session_no


def _largest(
    first: datetime, after: datetime, units: Sequence[Unit]
) -> list[tuple[Unit, tuple[datetime, datetime]]]:
    """What a stretch of time is made of; some of it may be empty."""
    unit, *coarser = units
    if coarser:
        inner_first, inner_after = coarser[0].ceil(first), coarser[0].floor(after)
        if inner_first < inner_after:
            ends = [(unit, (first, inner_first)), (unit, (inner_after, after))]
            return [*ends, *_largest(inner_first, inner_after, coarser)]
    return [(unit, (first, after))]


def covered(narrowed: Narrowed) -> bool:
    """Whether the roll-ups know what the filters ask of a session beside when it started.

    They know its store, status, risk level, and whether it came from a machine; statuses that no
    term names they know as one.
    """
    with_machines = replace(narrowed.filters, without_machines=False)
    sliced = replace(narrowed, filters=with_machines).sliced
    return narrowed.search is None and not sliced and shows_all_others(narrowed)
