"""Sessions over time, by status."""

from dataclasses import dataclass

from queries.overview.asked import Asked
from queries.overview.period import Bucket, Unit, unit_of


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
    rows = asked.moments.get("bucket", [])
    statuses: list[str | None] = []
    statuses += sorted({row["status"] for row in rows}, key=lambda status: (not status, status))
    counts = {start: dict.fromkeys(statuses, 0) for start in asked.by_start}
    for row in rows:
        counts[row["bucket"]][row["status"]] += row["sessions"]
    return OverTime(
        unit=unit_of(asked.period.end - asked.period.start),
        zone=asked.zone,
        spans=tuple(Span(bucket, counts[start]) for start, bucket in asked.by_start.items()),
    )
