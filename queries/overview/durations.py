"""How long it takes: to convert, to expire; and what renewals and extends have to do with it."""

from dataclasses import dataclass
from datetime import timedelta

from queries.overview.asked import Asked
from queries.overview.period import Bucket
from queries.overview.statistics import median_of
from queries.overview.tally import Tally


@dataclass(frozen=True)
class Bin:
    """Sessions that lasted from ``start`` up to before ``end``."""

    start: timedelta
    end: timedelta
    sessions: int


@dataclass(frozen=True)
class Times:
    """How long sessions of one status lasted, in bins as fine as the copy keeps them.

    ``median`` is right to the width of the bin that holds it: 10 seconds below ten minutes, a
    minute below two hours, ten minutes below a day. ``unknown``: sessions whose end is not
    recorded.
    """

    bins: tuple[Bin, ...]
    median: timedelta | None
    unknown: int


@dataclass(frozen=True)
class Repeats:
    """Sessions with so many renewals, or so many manual extends; None is not recorded."""

    count: int | None
    tally: Tally


def conversion_times(asked: Asked) -> Times:
    """How long converted sessions took, from start to purchase."""
    return _times(asked, "converted")


def median_course(asked: Asked) -> dict[Bucket, timedelta]:
    """The median time to convert of each bucket that has conversions whose end is recorded.

    Sessions are told apart by the day of UTC on which they started, as the copy counts them; a day
    belongs to the bucket that its noon is in. Only in a period that is shown by hours, it is by the
    time at which they started.
    """
    found = {}
    for row in asked.medians:
        start, below, sessions = row["value"], row["below"], row["sessions"]
        beyond = start + bin_width(start)
        bins = [(0, start, below), (start, beyond, sessions)]
        bins.append((beyond, beyond, row["total"] - below - sessions))
        median = median_of(bins)
        assert median is not None
        found[asked.by_start[row["bucket"]]] = timedelta(seconds=median)
    return found


def expiry_times(asked: Asked) -> Times:
    """How long expired sessions lasted, from start to the end of their timer."""
    return _times(asked, "expired")


def timers(asked: Asked) -> tuple[timedelta, ...]:
    """The usual lengths of the timer of the stores in view, the most frequent first.

    Read from expired sessions that were neither renewed nor extended: how long after the last
    activity they ran out. A length that less than a tenth of them have is no usual one.
    """
    lengths = asked.facts.timers
    total = sum(lengths.values())
    return tuple(
        timedelta(seconds=seconds)
        for seconds, sessions in lengths.items()
        if sessions >= total / 10
    )


def by_renewals(asked: Asked) -> tuple[Repeats, ...]:
    """Sessions by how often the timer restarted by itself, from 0 up; not recorded last."""
    return _repeats(asked, "renewals")


def by_extends(asked: Asked) -> tuple[Repeats, ...]:
    """Sessions by how often the shopper pressed Extend, from 0 up; not recorded last."""
    return _repeats(asked, "manual_extends")


def _times(asked: Asked, status: str) -> Times:
    bins, unknown = [], 0
    for row in asked.breakdowns.get("lasted_seconds", ()):
        if row["value"] is None:
            unknown += row[status]
        elif row[status]:
            start = int(row["value"])
            bins.append((start, start + bin_width(start), row[status]))
    bins.sort()
    median = median_of(bins)
    return Times(
        bins=tuple(
            Bin(timedelta(seconds=start), timedelta(seconds=end), sessions)
            for start, end, sessions in bins
        ),
        median=None if median is None else timedelta(seconds=median),
        unknown=unknown,
    )


def bin_width(start: int) -> int:
    """The width in seconds of a bin, as ``data/schema/macro_duration_bin.sql`` has it."""
    if start < 600:
        return 10
    if start < 7200:
        return 60
    return 600 if start < 86_400 else 86_400


def _repeats(asked: Asked, dimension: str) -> tuple[Repeats, ...]:
    found = [
        Repeats(None if row["value"] is None else int(row["value"]), Tally.of(row))
        for row in asked.breakdowns.get(dimension, ())
    ]
    return tuple(sorted(found, key=lambda each: (each.count is None, each.count or 0)))
