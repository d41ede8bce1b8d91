"""How a stretch of time is read: whole months, days and hours where they are rolled up, else rows.

All times here are UTC, without saying so.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from queries.narrowing import BEYOND, Narrowed

# Before the first and after the last moment that a copy can hold.
_EVER, _NEVER = datetime(1, 1, 1), datetime(9999, 12, 31)


@dataclass(frozen=True)
class Pieces:
    """A stretch of time in whole units, and the rows at both ends that fill none.

    ``first`` and ``after`` bound the whole units, ``first_month`` and ``after_month`` the whole
    months among them; where there are none, all four are in order still. The rows are those up to
    before session_no ``head``, and those from ``tail`` on.
    """

    first: datetime
    first_month: datetime
    after_month: datetime
    after: datetime
    head: int
    tail: int

    @property
    def is_all_time(self) -> bool:
        """Whether this is all the time that there is."""
        return self.first == _EVER and self.after_month == _NEVER

    def rows(self, narrowed: Narrowed, *, rolled: bool) -> dict[str, object]:
        """The parameters that tell whole units from rows; all are rows if not ``rolled``."""
        rolled = rolled and self.first < self.after
        after = narrowed.after
        return {
            "rolled": rolled,
            "any_decided": bool(narrowed.copy.decided.by_session),
            "head": self.head if rolled else after,
            "tail": self.tail if rolled else after,
        }


class Unit(StrEnum):
    """The units that are rolled up, beside months. Each lies within the one after it."""

    HOUR = "hour"
    DAY = "day"
    SIXTH = "sixth of a month"


def cut(narrowed: Narrowed, now: datetime) -> dict[Unit, Pieces]:
    """Cut the time that filters show into pieces, for each unit."""
    since, until = (
        moment and moment.replace(tzinfo=None) for moment in narrowed.filters.bounds(now)
    )
    bounds = {unit: (_from(unit, since or _EVER), _to(unit, until or _NEVER)) for unit in Unit}
    asked = sorted({moment for both in bounds.values() for moment in both})
    rows = narrowed.ask("overview/edges", moments=asked).tuples()
    before = dict(zip(asked, (first for (first,) in rows), strict=True))
    before[_NEVER] = BEYOND
    found = {}
    for unit, (first, after) in bounds.items():
        first_month, after_month = _next_month(first), after.replace(day=1, hour=0)
        if until is None:
            after_month = _NEVER
        if first_month >= after_month:
            first_month = after_month = after
        found[unit] = Pieces(first, first_month, after_month, after, before[first], before[after])
    return found


def covered(narrowed: Narrowed) -> bool:
    """Whether the roll-ups know what the filters ask of a session beside when it started.

    They know its store, status, risk level, and whether it came from a machine.
    """
    with_machines = replace(narrowed.filters, without_machines=False)
    return narrowed.search is None and not replace(narrowed, filters=with_machines).sliced


def _to(unit: Unit, moment: datetime) -> datetime:
    """The last beginning of a unit that is not after this moment."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit is Unit.HOUR:
        return day.replace(hour=moment.hour)
    return day if unit is Unit.DAY else day.replace(day=1 + min((day.day - 1) // 5, 5) * 5)


def _from(unit: Unit, moment: datetime) -> datetime:
    """The first beginning of a unit that is not before this moment."""
    start = _to(unit, moment)
    if start == moment or moment >= _NEVER - timedelta(days=40):
        return start if start == moment else _NEVER
    if unit is Unit.SIXTH:
        return _next_month(start) if start.day == 26 else start + timedelta(days=5)
    return start + timedelta(**{f"{unit.value}s": 1})


def _next_month(moment: datetime) -> datetime:
    """The first beginning of a month that is not before this moment."""
    start = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if start == moment or moment >= _NEVER - timedelta(days=40):
        return moment
    return (start + timedelta(days=32)).replace(day=1)
