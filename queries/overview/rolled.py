"""What the roll-ups of a copy say of a period and of the one before it, asked once for both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from queries.narrowing import Narrowed
from queries.once import once
from queries.overview.pieces import NEVER, Edge, Reading, Unit, beside, read
from queries.overview.shown import converted_shown, shown, shown_parts
from queries.run import Record, read_question

# How products rank, with what a store without lines has instead.
_RANKINGS = (("sessions", "sessions"), ("bought", "converted"), ("left_behind", "expired"))

# By this part of what it should have in a period, judged by the time around it, a product that
# stands high is looked for at first: the smaller, the more are looked at, the seldomer once more.
_CAUTION = 0.6
_NEARLY = 1 - 1e-6

# Of a longer period, months tell no more than all of the time does.
_MOST_MONTHS = timedelta(days=1000)


@dataclass(frozen=True)
class Rolled:
    """Filters that the roll-ups cover, as they are asked for a period and for the one before it.

    ``narrowed`` is of the period. ``edges``: where it begins and ends, and before these where the
    one before it begins, if there is one; where the filters leave an end open, it is a beginning of
    a month beyond all sessions. ``ever``: whether both ends are open. ``extent``: when the first
    and the last session of the stores in view started.
    """

    narrowed: Narrowed
    edges: Sequence[Edge]
    ever: bool
    extent: tuple[datetime, datetime]

    def with_before(self, before: "Rolled") -> "Rolled":
        """The same, beside the period before."""
        return replace(self, edges=(before.edges[0], *self.edges))

    def moments(
        self, buckets: Mapping[bool, Sequence[datetime]], zones: Sequence[tuple[datetime, int]]
    ) -> list[Record]:
        """The rows of ``moments_rolled.sql``.

        ``buckets``: their starts, of the period and of the one before. ``zones``: how many minutes
        the zone is ahead of UTC, all of them whole hours, and from when on.
        """
        starts, ends = [each.moment for each in self.edges[:-1]], self.edges[1:]
        hour = Unit.HOUR
        return self._ask(
            "overview/moments_rolled",
            self._read([hour]),
            is_now=[number == len(starts) - 1 for number in range(len(starts))],
            period_starts=[hour.floor(start) for start in starts],
            period_ends=[hour.ceil(end.moment) for end in ends],
            bucket_starts=[start for starts in buckets.values() for start in starts],
            bucket_is_now=[is_now for is_now, starts in buckets.items() for _ in starts],
            zone_starts=[start for start, _ in zones],
            zone_minutes=[minutes for _, minutes in zones],
        )

    def breakdowns(self) -> list[Record]:
        """The rows of ``breakdown_rolled.sql``."""
        days = [Unit.DAY, Unit.SIXTH, Unit.MONTH]
        if self.narrowed.scope.stores is None:
            reading = self._read([Unit.QUARTER, *days])
            return self._ask("overview/breakdown_rolled", reading)
        # Of a store, quarters of a day are not rolled up.
        return self._ask("overview/breakdown_rolled", self._read(days), quarters=[])

    def medians(self, bucket_starts: Sequence[datetime]) -> list[Record]:
        """The rows of ``medians_rolled.sql``, of the period only."""
        return self._ask(
            "overview/medians_rolled",
            read([Unit.DAY], self.edges[-2:], self.numbers, self.extent),
            first=self.edges[-2].session_no,
            bucket_starts=bucket_starts,
            converted=converted_shown(self.narrowed),
        )

    def products(self, most: int) -> list[Record]:
        """The rows of ``products_rolled.sql``."""
        start, end = self.edges[-2:]
        if start.session_no >= end.session_no:
            return []
        numbers = self.numbers
        months = [
            first for first, after in pairwise(self._months) if numbers[first] < numbers[after]
        ]
        around = numbers[self._months[-1]] - numbers[self._months[0]] if months else numbers[NEVER]
        held = min(end.session_no, numbers[NEVER]) - start.session_no
        reading = self._read([Unit.SIXTH, Unit.MONTH])
        shows = shown(self.narrowed)

        def ask(least: Sequence[float]) -> list[Record]:
            return self._ask(
                "overview/products_rolled",
                reading,
                most=most,
                ever=self.ever,
                cover=months,
                least=least,
                # Shares are rounded in the copy.
                least_shares=[count * _NEARLY / around for count in least],
                any_decided=bool(self.narrowed.copy.decided.by_session),
                **shows,
            )

        tops = self.narrowed.ask("overview/tops", months=months).first()
        assert tops is not None
        likely = [
            max(_CAUTION * held * (top or 0) * part, 1)
            for top, part in zip(tops, shown_parts(self.narrowed), strict=True)
        ]
        rows = ask(likely)
        lasts = [_last(rows, most, ranking) for ranking in _RANKINGS]
        if all(least <= last for least, last in zip(likely, lasts, strict=True)):
            return rows
        return ask([min(both) for both in zip(likely, lasts, strict=True)])

    def _read(self, units: Sequence[Unit]) -> Reading:
        return read(units, self.edges, self.numbers, self.extent)

    @once
    def _months(self) -> list[datetime]:
        """The beginnings of the period's months, also of cut ones, and the last one's end.

        None where all of the time is looked at instead, or nearly all of it.
        """
        start, end = self.edges[-2].moment, self.edges[-1].moment
        if self.ever or end - start > _MOST_MONTHS:
            return []
        found = [Unit.MONTH.floor(start)]
        while found[-1] < end:
            found.append(Unit.MONTH.ceil(found[-1] + timedelta(days=1)))
        return found

    @once
    def numbers(self) -> dict[datetime, int]:
        """The first session_no from each beginning of a unit on that is beside an edge."""
        moments = sorted({*beside(self.edges, Unit), *self._months, NEVER})
        rows = self.narrowed.ask("overview/edges", moments=moments).tuples()
        return {moment: first for moment, (first,) in zip(moments, rows, strict=True)}

    def _ask(self, question: str, reading: Reading, **more: object) -> list[Record]:
        shared = {
            "without_machines": self.narrowed.filters.without_machines,
            "first": self.edges[0].session_no,
            "since_no": self.edges[-2].session_no,
            "after": self.edges[-1].session_no,
            **reading.parameters(),
        }
        named = read_question(question).parameters
        shared = {name: value for name, value in shared.items() if name in named}
        return self.narrowed.ask(question, **{**shared, **more}).records()


def _last(rows: Sequence[Record], most: int, ranking: tuple[str, str]) -> int:
    """What the last of so many products has that rank highest; 1 where there are fewer."""
    name, instead = ranking
    counts = sorted(
        (row[instead] if row[name] is None else row[name] for row in rows if row["now"]),
        reverse=True,
    )
    return max(counts[most - 1], 1) if len(counts) >= most else 1
