"""What one page of the overview asks of a copy; the copy is read once for all its answers."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from data.copy import Copy
from data.layout import MOST_PRODUCTS
from queries.facts import Facts, copy_facts
from queries.filters import SessionFilters, TimeRange
from queries.narrowing import Narrowed, narrow
from queries.once import once
from queries.overview.period import Bucket, buckets, offsets, unit_of
from queries.overview.period import Unit as TimeUnit
from queries.overview.pieces import Edge, Unit, covered
from queries.overview.rolled import Rolled
from queries.overview.scanned import Scanned
from queries.overview.tally import Tally
from queries.run import Record
from queries.scope import Scope
from queries.starts import first_from, firsts_from

_AT_A_TIME = 2

_SECOND = timedelta(seconds=1)
_LIFETIME = timedelta(days=30_000)
# By this part of a period, from 0 to 1, its first session must have started to compare with it.
_LATEST = 0.1


@dataclass(frozen=True)
class Asked:
    """A copy, and what narrows it. ``zone``: the IANA name of the viewer's time zone.

    ``filters`` may hold anything that the list's filters may. Sort and page mean nothing here.
    ``after`` asks the same of the period after this one, if this is the one before it: what the
    roll-ups know is asked for both at once.
    """

    copy: Copy
    scope: Scope
    filters: SessionFilters
    now: datetime
    zone: str = "UTC"
    after: "Asked | None" = field(default=None, compare=False, repr=False)

    @once
    def narrowed(self) -> Narrowed:
        """The filters as they are asked of the copy."""
        if self.after is not None:
            return self._narrowed_before(self.after.narrowed)
        if (before := self._bounds_before) is not None:
            # The copy is asked once where both periods begin and end.
            ends = {*before, *self.filters.bounds(self.now)}
            firsts_from(self.copy, self.scope, [_naive(each) for each in ends if each is not None])
        # The list keeps to one currency when it sorts by value; nothing is sorted here.
        plain = SessionFilters().sort
        return narrow(self.copy, self.scope, replace(self.filters, sort=plain, page=1), self.now)

    @once
    def facts(self) -> Facts:
        """What the stores in view hold."""
        if self.after is not None:
            return self.after.facts
        found = copy_facts(self.copy, self.scope)
        return found.choosing(self.filters.fitted(found).store)

    @property
    def extent(self) -> tuple[datetime, datetime] | None:
        """When the first and the last session of the stores in view started, if there are any."""
        return self.facts.extent

    @once
    def period(self) -> Bucket:
        """The time that is looked at. Where the filters leave both ends open, the sessions say it.

        Empty (it ends where it starts) when there is no session to say it. What lies a lifetime
        before the first session is left out, and so is what comes after the data were made: nobody
        knows of the sessions since.
        """
        since, until = self.filters.bounds(self.now)
        first, last = self.extent or (None, None)
        if until is None:
            until = self._open_until(since)
        if since is None:
            since = first.replace(microsecond=0) if first else until
        until = min(until, self._known_until)
        earliest, latest = (first or self.now) - _LIFETIME, (last or self.now) + _LIFETIME
        since, until = (min(max(moment, earliest), latest) for moment in (since, until))
        return Bucket(since, max(since, until))

    def _open_until(self, since: datetime | None) -> datetime:
        """Where a period ends whose end the filters leave open.

        Dates go on until the data were made, also where no session started any more; but in data of
        long ago, where that would be most of the time, until the last session.
        """
        if self.extent is None or self.filters.time_range.length is not None:
            return self._known_until
        end = _after(self.extent[1])
        if since is None or self._known_until - end > end - since > timedelta():
            return end
        return self._known_until

    @property
    def _known_until(self) -> datetime:
        """Up to when the data tell of sessions."""
        made_at = min(self.now, self.facts.made_at)
        return made_at if self.extent is None else max(made_at, _after(self.extent[1]))

    @once
    def before(self) -> "Asked | None":
        """The same for the period before, of the same length; None where there is none.

        All time has none, nor has a period without a beginning, nor one before which the data begin
        too late.
        """
        if self._bounds_before is None or self.begins_too_late:
            return None
        since, until = self._bounds_before
        filters = replace(self.filters, time_range=TimeRange.OWN, since=since, until=until, page=1)
        return replace(self, filters=filters, after=self)

    @once
    def begins_too_late(self) -> bool:
        """Whether the first session started when much of the period before had gone by."""
        if self._bounds_before is None or self.extent is None:
            return False
        start, end = self._bounds_before
        return self.extent[0] > start + _LATEST * (end - start)

    @once
    def _bounds_before(self) -> tuple[datetime, datetime] | None:
        since, _ = self.filters.bounds(self.now)
        if since is None:
            return None
        try:
            start = since - (self.period.end - since)
        except OverflowError:
            return None
        return (start, since) if start < since else None

    @once
    def buckets(self) -> list[Bucket]:
        """The period in hours, days or weeks of the viewer's zone, whatever suits its length."""
        start, end = self.period.start, self.period.end
        return buckets(start, end, unit_of(end - start), ZoneInfo(self.zone))

    @once
    def by_start(self) -> dict[datetime, Bucket]:
        """The buckets by what SQL calls them: their start, of the first one the hour it is in."""
        starts = [bucket.start.replace(tzinfo=None) for bucket in self.buckets]
        starts[:1] = [_whole_hour(start) for start in starts[:1]]
        return dict(zip(starts, self.buckets, strict=True))

    @once
    def covered(self) -> bool:
        """Whether the roll-ups know what the filters ask for."""
        return covered(self.narrowed)

    @once
    def moments(self) -> dict[str, list[Record]]:
        """Sessions by when they started: the rows of each kind (bucket, weekly, value).

        The period before may be one bucket, without value, and its hours of no weekday: nobody asks
        for its course.
        """
        of_both = self if self.after is None else self.after
        if self.covered and of_both._by_hours:
            return _by(of_both._both_moments[self.after is None], "kind")
        return _by(self._scanned["moments"], "kind")

    @once
    def medians(self) -> list[Record]:
        """The median time to convert of each bucket of the period that has one, in order."""
        if not self.buckets:
            return []
        if not self._by_day:
            return self._sessions.medians_by_hour(list(self.by_start))
        if self.covered:
            return self._rolled.medians(self._in_whole_hours)
        return self._scanned["medians"]

    @once
    def breakdowns(self) -> dict[str, list[Record]]:
        """Sessions by one thing at a time: the rows of each dimension."""
        if self.covered:
            of_both = self if self.after is None else self.after
            return _by(of_both._both_breakdowns[self.after is None], "dimension")
        return _by(self._scanned["breakdown"], "dimension")

    @once
    def products(self) -> dict[int, Record]:
        """The products that most sessions reserved, left behind or bought, by their number."""
        if self.covered:
            return _by_number(self._both_products[True])
        standing = self._rolled_alone.standing
        return _by_number(self._sessions.products(MOST_PRODUCTS, standing, self.total))

    @once
    def products_before(self) -> dict[int, Record]:
        """The same products in the period before, those that sessions reserved then."""
        if self.covered:
            return _by_number(self._both_products[False])
        if self.before is None:
            return {}
        return _by_number(self.before._sessions.products_named(self.products))

    def read_ahead(self) -> None:
        """Ask all that the numbers of both periods need, two questions at a time.

        DuckDB plans a question on one core, which takes as long as many of the answers.
        """
        questions: list[Callable[[], object]]
        if self.covered:
            questions = [
                lambda: (self.products, self.products_before),
                lambda: self.moments,
                lambda: self.breakdowns,
                lambda: self.medians,
            ]
        else:
            # One scan answers most of it, and tells how many sessions the products are judged by.
            questions = [lambda: (self.moments, self.products, self.products_before, self.medians)]
        if (before := self.before) is not None and not (self.covered and self._by_hours):
            questions.append(lambda: before.moments)
        # What several questions need.
        _ = self.by_start, self._zones, self.covered and self._rolled.numbers
        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            for answer in [pool.submit(question) for question in questions]:
                answer.result()

    @once
    def total(self) -> Tally:
        """All sessions that the filters show."""
        return Tally.total(self.moments.get("bucket", ()))

    @once
    def other_statuses(self) -> frozenset[str | None]:
        """Their statuses that no term names; None is one that is not recorded."""
        rows = self.moments.get("bucket", ())
        return frozenset(row["status"] for row in rows if row["is_other"] and row["sessions"])

    @once
    def to_look_at(self) -> int:
        """How many of them are of level Review or Restricted."""
        return sum(row["to_look_at"] for row in self.moments.get("bucket", ()))

    def _narrowed_before(self, after: Narrowed) -> Narrowed:
        """As the period after this one is asked of the copy, but for the time."""
        since, until = self.filters.bounds(self.now)
        assert since is not None
        assert until is not None
        first = first_from(self.copy, after.scope, _naive(since))
        filters = replace(after.filters, time_range=TimeRange.OWN, since=since, until=until)
        return replace(after, filters=filters, first=first, after=after.first)

    @once
    def _in_whole_hours(self) -> list[Bucket]:
        """The buckets, the first and the last in whole hours, without saying that they are UTC."""
        starts = list(self.by_start)
        ends = [*starts[1:], *(Unit.HOUR.ceil(_naive(each.end)) for each in self.buckets[-1:])]
        return [Bucket(*both) for both in zip(starts, ends, strict=True)]

    @once
    def _zones(self) -> list[tuple[datetime, int]]:
        """How many minutes the zone is ahead of UTC in both periods, and from when on."""
        both = [self.period] if self.before is None else [self.before.period, self.period]
        found = [period for period in both if period.start < period.end]
        if not found:
            return []
        zones = offsets(found[0].start, found[-1].end, ZoneInfo(self.zone))
        first, *later = [(start.replace(tzinfo=None), minutes) for start, minutes in zones]
        return [(_whole_hour(first[0]), first[1]), *later]

    @property
    def _sessions(self) -> Scanned:
        return Scanned(self.narrowed, self.facts)

    @once
    def _scanned(self) -> dict[str, list[Record]]:
        """What no roll-up knows: all three answers, as far as they are needed."""
        if not self.buckets:
            return {"moments": [], "breakdown": [], "medians": []}
        return self._sessions.answers(
            list(self.by_start),
            self._zones,
            with_breakdown=not self.covered,
            with_medians=not self.covered and self._by_day and self.after is None,
        )

    @property
    def _by_day(self) -> bool:
        """Whether buckets are days or weeks, not hours."""
        return unit_of(self.period.end - self.period.start) is not TimeUnit.HOUR

    @property
    def _by_hours(self) -> bool:
        """Whether buckets are made of whole hours of UTC: not in zones half an hour off."""
        return all(minutes % 60 == 0 for _, minutes in self._zones)

    @once
    def _rolled_alone(self) -> Rolled:
        """The roll-ups, asked for this period."""
        narrowed = self.narrowed
        since, until = (moment and _naive(moment) for moment in narrowed.filters.bounds(self.now))
        start = since or Unit.MONTH.floor(_naive(self.period.start))
        end = until or Unit.MONTH.ceil(_naive(self.period.end))
        edges = Edge(start, narrowed.first), Edge(end, narrowed.after)
        first, last = self.extent or (self.now, self.now)
        extent = _naive(first), _naive(last)
        return Rolled(narrowed, edges, ever=since is None and until is None, extent=extent)

    @once
    def _rolled(self) -> Rolled:
        """The roll-ups, asked for this period and the one before it, if there is one."""
        alone = self._rolled_alone
        return alone if self.before is None else alone.with_before(self.before._rolled_alone)

    @once
    def _both_moments(self) -> dict[bool, list[Record]]:
        """Sessions by when they started, of the period (True) and of the one before it."""
        whole = {True: self._in_whole_hours}
        if self.before is not None:
            start, end = _naive(self.before.period.start), _naive(self.before.period.end)
            whole[False] = [Bucket(_whole_hour(start), Unit.HOUR.ceil(end))]
        return _halves(self._rolled.moments(whole, self._zones))

    @once
    def _both_breakdowns(self) -> dict[bool, list[Record]]:
        """Sessions by one thing at a time, of the period (True) and of the one before it."""
        return _halves(self._rolled.breakdowns())

    @once
    def _both_products(self) -> dict[bool, list[Record]]:
        """The products that stand highest, in the period (True) and in the one before it."""
        return _halves(self._rolled.products(MOST_PRODUCTS))


def _naive(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _after(last: datetime) -> datetime:
    """The first whole second after a session started."""
    return last.replace(microsecond=0) + _SECOND


def _whole_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _by(rows: Iterable[Record], column: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _by_number(rows: Iterable[Record]) -> dict[int, Record]:
    return {row["product_no"]: row for row in rows}


def _halves(rows: Iterable[Record]) -> dict[bool, list[Record]]:
    found: dict[bool, list[Record]] = {True: [], False: []}
    for row in rows:
        found[row["now"]].append(row)
    return found
