"""Sessions over time, by status."""

from collections.abc import Iterable
from dataclasses import dataclass

from data.terms import Status
from queries.overview.asked import Asked
from queries.overview.period import Bucket, Unit, unit_of
from queries.overview.tally import Tally
from queries.run import Record


@dataclass(frozen=True)
class Span:
    """The sessions that started in a bucket, by status; None is a status that is not recorded.

    Every bucket has the same statuses, those that occur in the period, with 0 where there are none.
    """

    bucket: Bucket
    by_status: dict[str | None, int]


@dataclass(frozen=True)
class OverTime:
    """The period in buckets of a unit, none left out."""

    unit: Unit
    zone: str
    spans: tuple[Span, ...]


def over_time(asked: Asked) -> OverTime:
    """Sessions by start and status."""
    found = [
        (row["bucket"], status, sessions)
        for row in asked.moments.get("bucket", [])
        for status, sessions in _by_status(row)
        if sessions
    ]
    statuses: list[str | None] = []
    statuses += sorted({status for _, status, _ in found}, key=lambda each: (not each, each))
    counts = {start: dict.fromkeys(statuses, 0) for start in asked.by_start}
    for start, status, sessions in found:
        counts[start][status] += sessions
    return OverTime(
        unit=unit_of(asked.period.end - asked.period.start),
        zone=asked.zone,
        spans=tuple(Span(bucket, counts[start]) for start, bucket in asked.by_start.items()),
    )


def _by_status(row: Record) -> Iterable[tuple[str | None, int]]:
    """The sessions of a row by status; one that no term names has a row of its own."""
    if row["is_other"]:
        return [(row["status"], row["sessions"])]
    tally = Tally.of(row)
    return [
        (Status.ACTIVE, tally.still_open),
        (Status.CONVERTED, tally.converted),
        (Status.EXPIRED, tally.expired),
        (Status.CANCELLED, tally.ended - tally.converted - tally.expired),
    ]
