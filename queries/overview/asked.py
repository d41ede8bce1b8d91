"""What one page of the overview asks of a copy; the copy is read once for all its answers."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from data.copy import Copy
from data.terms import Status
from queries.filters import SessionFilters, TimeRange
from queries.narrowing import Narrowed, narrow
from queries.overview.period import Bucket, buckets, offsets, unit_of
from queries.overview.period import Unit as TimeUnit
from queries.overview.pieces import Pieces, Unit, covered, cut
from queries.overview.tally import Tally
from queries.run import ask
from queries.scope import Scope

# As many products of each ranking are told apart.
MOST_PRODUCTS = 50

_AT_A_TIME = 2

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
        """The buckets by what SQL calls them: their start, of the first one the hour it is in."""
        starts = [bucket.start.replace(tzinfo=None) for bucket in self.buckets]
        starts[:1] = [_whole_hour(start) for start in starts[:1]]
        return dict(zip(starts, self.buckets, strict=True))

    @cached_property
    def pieces(self) -> dict[Unit, Pieces]:
        """How the period is read, in each unit that is rolled up."""
        return cut(self.narrowed, self.now)

    @cached_property
    def covered(self) -> bool:
        """Whether the roll-ups know what the filters ask for."""
        return covered(self.narrowed)

    @cached_property
    def moments(self) -> dict[str, list[Record]]:
        """Sessions by when they started, by risk and by currency: the rows of each kind."""
        if not self.buckets:
            return {}
        start, end = self.buckets[0].start, self.buckets[-1].end
        zones = offsets(start, end, ZoneInfo(self.zone))
        zone_starts = [_whole_hour(start.replace(tzinfo=None)), *(each for each, _ in zones[1:])]
        # In zones that are half an hour off, no bucket is made of whole hours of UTC.
        by_hours = all(minutes % 60 == 0 for _, minutes in zones)
        hours = self.pieces[Unit.HOUR]
        rows = self.narrowed.ask(
            "overview/moments",
            bucket_starts=list(self.by_start),
            zone_starts=[each.replace(tzinfo=None) for each in zone_starts],
            zone_minutes=[minutes for _, minutes in zones],
            without_machines=self.narrowed.filters.without_machines,
            first_hour=hours.first,
            after_hour=hours.after,
            **hours.rows(self.narrowed, rolled=self.covered and by_hours),
        ).records()
        return _by(rows, "kind")

    @cached_property
    def medians(self) -> list[Record]:
        """The median time to convert of each bucket of the period that has one, in order."""
        if not self.buckets:
            return []
        days = self.pieces[Unit.DAY]
        by_day = unit_of(self.period.end - self.period.start) is not TimeUnit.HOUR
        return self.narrowed.ask(
            "overview/medians",
            bucket_starts=list(self.by_start),
            by_day=by_day,
            converted=self._converted,
            without_machines=self.narrowed.filters.without_machines,
            first_day=days.first,
            after_day=days.after,
            **days.rows(self.narrowed, rolled=self.covered and by_day),
        ).records()

    @cached_property
    def breakdowns(self) -> dict[str, list[Record]]:
        """Sessions by one thing at a time: the rows of each dimension."""
        days = self.pieces[Unit.DAY]
        rows = self.narrowed.ask(
            "overview/breakdown",
            without_machines=self.narrowed.filters.without_machines,
            first_day=days.first,
            first_month=days.first_month,
            after_month=days.after_month,
            after_day=days.after,
            **days.rows(self.narrowed, rolled=self.covered),
        ).records()
        return _by(rows, "dimension")

    @cached_property
    def products(self) -> dict[int, Record]:
        """The products that most sessions reserved, left behind or bought, by their number."""
        return self._ask_products(MOST_PRODUCTS, ())

    def products_named(self, numbers: Iterable[int]) -> dict[int, Record]:
        """The products of these numbers that sessions reserved, by their number."""
        return self._ask_products(0, numbers)

    def _ask_products(self, most: int, numbers: Iterable[int]) -> dict[int, Record]:
        shown = self._outcomes
        statuses, risks = {status for status, _ in shown}, {risk for _, risk in shown}
        sixths = self.pieces[Unit.SIXTH]
        rows = self.narrowed.ask(
            "overview/products",
            most=most,
            and_products=sorted(numbers),
            without_machines=self.narrowed.filters.without_machines,
            ever=sixths.is_all_time,
            first_sixth=sixths.first,
            first_month=sixths.first_month,
            after_month=sixths.after_month,
            after_sixth=sixths.after,
            risks=sorted(risk for risk in risks if risk is not None),
            riskless=None in risks,
            shows_open=Status.ACTIVE in statuses,
            shows_converted=Status.CONVERTED in statuses,
            shows_expired=Status.EXPIRED in statuses,
            shows_cancelled=Status.CANCELLED in statuses,
            shows_others=bool(statuses - {*Status}),
            **sixths.rows(self.narrowed, rolled=self.covered and self._shows_all_others),
        ).records()
        return {row["product_no"]: row for row in rows}

    @cached_property
    def products_before(self) -> dict[int, Record]:
        """The same products in the period before, those that sessions reserved then."""
        return {} if self.before is None else self.before.products_named(self.products)

    def read_ahead(self) -> None:
        """Ask all that the numbers of both periods need, two questions at a time.

        DuckDB plans a question on one core, which takes as long as many of the answers.
        """
        questions: list[Callable[[], object]] = [
            lambda: (self.products, self.products_before),
            lambda: self.moments,
            lambda: self.breakdowns,
            lambda: self.medians,
        ]
        if (before := self.before) is not None:
            questions += [lambda: before.moments, lambda: before.breakdowns]
        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            for answer in [pool.submit(question) for question in questions]:
                answer.result()

    @cached_property
    def _outcomes(self) -> list[tuple[str | None, str | None]]:
        """The pairs of status and risk level that the filters show."""
        pairs = self.copy.overlay.pairs.items()
        return [(pair.status, pair.risk) for number, pair in pairs if self.narrowed.shows(number)]

    @cached_property
    def _converted(self) -> list[int]:
        """The outcomes of converted sessions that the filters show."""
        pairs = self.copy.overlay.pairs.items()
        return [
            number
            for number, pair in pairs
            if pair.status == Status.CONVERTED and self.narrowed.shows(number)
        ]

    @cached_property
    def _shows_all_others(self) -> bool:
        """Whether the filters tell none of the statuses that no term names from another.

        By product, those are rolled up as one.
        """
        others = {pair.status for pair in self.copy.overlay.pairs.values()} - {*Status}
        return len(others & {status for status, _ in self._outcomes}) in (0, len(others))

    @cached_property
    def total(self) -> Tally:
        """All sessions that the filters show."""
        return Tally.sum(Tally.of(row) for row in self.moments.get("value", ()))


def _whole_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _by(rows: Iterable[Record], column: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found
