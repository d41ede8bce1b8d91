"""Stretches of time: the one that is looked at, the one before it, and buckets of both."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

_LONGEST_BY_HOUR = timedelta(days=3)
_LONGEST_BY_DAY = timedelta(days=125)
_QUARTER = timedelta(minutes=15)


class Unit(StrEnum):
    """How long a bucket of time is, on the viewer's clock. A week begins on Monday."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True)
class Bucket:
    """A stretch of time in UTC, from ``start`` up to before ``end``."""

    start: datetime
    end: datetime


def unit_of(length: timedelta) -> Unit:
    """The unit in which so long a time is shown."""
    if length <= _LONGEST_BY_HOUR:
        return Unit.HOUR
    return Unit.DAY if length <= _LONGEST_BY_DAY else Unit.WEEK


def buckets(start: datetime, end: datetime, unit: Unit, zone: ZoneInfo) -> list[Bucket]:
    """All buckets of a stretch of time, empty ones too; the first and last cut to fit.

    Hours are sixty minutes each. Days and weeks are those of the zone's calendar: where its clock
    changes, a day has 23 or 25 hours.
    """
    starts = [start]
    for edge in _edges(start, unit, zone):
        if edge >= end:
            break
        starts.append(edge)
    ends = [*starts[1:], end]
    return [Bucket(*both) for both in zip(starts, ends, strict=True)] if start < end else []


def offsets(start: datetime, end: datetime, zone: ZoneInfo) -> list[tuple[datetime, int]]:
    """How many minutes a zone is ahead of UTC, and from when on, as it changes up to ``end``."""
    found = [(start, _ahead(start, zone))]
    moment = start
    while moment < end:
        later = min(moment + timedelta(days=7), end)
        if _ahead(later, zone) != found[-1][1]:
            change = _change(moment, later, zone)
            found.append((change, _ahead(change, zone)))
            moment = change
        else:
            moment = later
    return found


def _edges(start: datetime, unit: Unit, zone: ZoneInfo) -> Iterator[datetime]:
    local = start.astimezone(zone)
    if unit is Unit.HOUR:
        past = timedelta(minutes=local.minute, seconds=local.second)
        edge = start - past
        while True:
            edge += timedelta(hours=1)
            yield edge
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0, tzinfo=None)
    step = timedelta(days=1)
    if unit is Unit.WEEK:
        midnight -= timedelta(days=midnight.weekday())
        step = timedelta(days=7)
    while True:
        midnight += step
        yield midnight.replace(tzinfo=zone).astimezone(UTC)


def _ahead(moment: datetime, zone: ZoneInfo) -> int:
    offset = moment.astimezone(zone).utcoffset() or timedelta()
    return round(offset / timedelta(minutes=1))


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The quarter of an hour at which the offset changes between two moments."""
    offset = _ahead(before, zone)
    low, high = 0, -(-(after - before) // _QUARTER)
    base = before - (before - datetime(1970, 1, 1, tzinfo=UTC)) % _QUARTER
    while high - low > 1:
        middle = (low + high) // 2
        if _ahead(base + middle * _QUARTER, zone) == offset:
            low = middle
        else:
            high = middle
    return base + high * _QUARTER
