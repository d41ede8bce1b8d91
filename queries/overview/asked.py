"""What one page of the overview asks of a copy; the copy is read once for all its answers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from data.copy import Copy
from queries.filters import SessionFilters, TimeRange
from queries.narrowing import Narrowed, narrow
from queries.overview.period import Bucket, buckets, offsets, unit_of
from queries.overview.tally import Tally
from queries.run import ask
from queries.scope import Scope

# As many products of each ranking are told apart.
MOST_PRODUCTS = 50

_QUARTER = timedelta(minutes=15)
_SECOND = timedelta(seconds=1)

Record = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A copy, and what narrows it. ``zone``: the IANA name of the viewer's time zone.

    ``filters`` may hold anything that the list's filters may. Sort and page mean nothing here.
    """

    copy: Copy
    scope: Scope
    filters: SessionFilters
    now: datetime
    zone: str = "UTC"

    @cached_property
    def narrowed(self) -> Narrowed:
        """The filters as they are asked of the copy."""
        # The list keeps to one currency when it sorts by value; nothing is sorted here.
        plain = SessionFilters().sort
        return narrow(self.copy, self.scope, replace(self.filters, sort=plain, page=1), self.now)

    @cached_property
    def period(self) -> Bucket:
        """The time that is looked at. Where the filters leave an end open, the sessions say it.

        Empty (it ends where it starts) when there is no session to say it.
        """
        filters = self.narrowed.filters
        since, until = filters.bounds(self.now)
        found = ask(self.copy, self.narrowed.scope, "overview/extent").first()
        assert found is not None
        first, last = (moment and moment.replace(tzinfo=UTC) for moment in found)
        if since is None:
            since = first.replace(microsecond=0) if first else until or self.now
        if until is None:
            ends = [self.now] if filters.time_range.length is not None else []
            ends += [last.replace(microsecond=0) + _SECOND] if last else []
            until = max(ends, default=since)
        return Bucket(since, max(since, until))

    @cached_property
    def before(self) -> "Asked | None":
        """The same for the period before, of the same length; None where there is none.

        All time has none, nor has a period without a beginning.
        """
        since, until = self.narrowed.filters.bounds(self.now)
        if since is None:
            return None
        end = until or max(self.now, since)
        try:
            start = since - (end - since)
        except OverflowError:
            return None
        if start >= since:
            return None
        return replace(self, filters=self.during(Bucket(start, since)))

    def during(self, bucket: Bucket, **chosen: Any) -> SessionFilters:
        """The filters narrowed to a stretch of time, and to what else is chosen."""
        return replace(
            self.filters,
            time_range=TimeRange.OWN,
            since=bucket.start,
            until=bucket.end,
            page=1,
            **chosen,
        )

    def narrowed_to(self, **chosen: Any) -> SessionFilters:
        """The filters narrowed to what is chosen."""
        return replace(self.filters, page=1, **chosen)

    @cached_property
    def buckets(self) -> list[Bucket]:
        """The period in hours, days or weeks of the viewer's zone, whatever suits its length."""
        start, end = self.period.start, self.period.end
        return buckets(start, end, unit_of(end - start), ZoneInfo(self.zone))

    @cached_property
    def by_start(self) -> dict[datetime, Bucket]:
        """The buckets by what SQL calls them: the quarter of an hour, in UTC, that begins them."""
        return {_quarter(bucket.start): bucket for bucket in self.buckets}

    @cached_property
    def moments(self) -> dict[str, list[Record]]:
        """Sessions by when they started, by risk and by currency: the rows of each kind."""
        if not self.buckets:
            return {}
        zones = offsets(self.buckets[0].start, self.buckets[-1].end, ZoneInfo(self.zone))
        rows = self.narrowed.ask(
            "overview/moments",
            bucket_starts=list(self.by_start),
            zone_starts=[_quarter(start) for start, _ in zones],
            zone_minutes=[minutes for _, minutes in zones],
        ).records()
        return _by(rows, "kind")

    @cached_property
    def breakdowns(self) -> dict[str, list[Record]]:
        """Sessions by one thing at a time: the rows of each dimension."""
        return _by(self.narrowed.ask("overview/breakdown").records(), "dimension")

    @cached_property
    def products(self) -> dict[int, Record]:
        """The products that stand highest by sessions, by expired and by converted ones."""
        return self.products_with(())

    def products_with(self, numbers: Iterable[int]) -> dict[int, Record]:
        """The same by number, and the products of these numbers beside them."""
        rows = self.narrowed.ask(
            "overview/products", most=MOST_PRODUCTS, product_nos=sorted(numbers)
        ).records()
        return {row["product_no"]: row for row in rows}

    @cached_property
    def total(self) -> Tally:
        """All sessions that the filters show."""
        return Tally.sum(Tally.of(row) for row in self.moments.get("value", ()))


def _quarter(moment: datetime) -> datetime:
    plain = moment.astimezone(UTC).replace(tzinfo=None)
    return plain - (plain - datetime(1970, 1, 1)) % _QUARTER


def _by(rows: Iterable[Record], column: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found
