"""What the roll-ups of a copy say of a period and of the one before it, asked once for both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from queries.narrowing import Narrowed
from queries.once import once
from queries.overview.period import Bucket
from queries.overview.pieces import EVER, NEVER, Edge, Reading, Unit, beside, read
from queries.overview.shown import (
    converted_shown,
    shown,
    shown_parts,
    shown_risks,
    shows_whole,
)
from queries.overview.standing import Standing
from queries.run import Record, read_question
from queries.starts import months_with_sessions, started_before


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
        self,
        buckets: Mapping[bool, Sequence[Bucket]],
        zones: Sequence[tuple[datetime, int]],
    ) -> list[Record]:
        """The rows of ``moments_rolled.sql``.

        ``buckets`` are of the period and of the one before it, in whole hours. ``zones``: how many
        minutes the zone is ahead of UTC, all of them whole hours, and from when on.
        """
        starts = [Unit.HOUR.ceil(start) for start, _ in zones]
        stretches = [
            (Bucket(*both), minutes)
            for both, (_, minutes) in zip(pairwise([*starts, NEVER]), zones, strict=True)
        ]
        parts = [
            (is_now, bucket.start, *part)
            for is_now, those in buckets.items()
            for bucket in those
            for part in _by_zone(bucket, stretches)
        ]
        reading = self._read([Unit.HOUR])
        return self._ask(
            "overview/moments_rolled",
            reading,
            hours=reading.bounds(),
            parts_are_now=[is_now for is_now, *_ in parts],
            part_buckets=[start for _, start, *_ in parts],
            part_starts=[starts for _, _, starts, _, _ in parts],
            part_ends=[ends for _, _, _, ends, _ in parts],
            part_minutes=[minutes for *_, minutes in parts],
        )

    def breakdowns(self) -> list[Record]:
        """The rows of ``breakdown_rolled.sql``."""
        reading = self._read([*self._finest, Unit.DAY, Unit.SIXTH, Unit.MONTH])
        return self._ask("overview/breakdown_rolled", reading, spans=self._spans(reading))

    def medians(self, buckets: Sequence[Bucket]) -> list[Record]:
        """The rows of ``medians_rolled.sql``, of the period only.

        A day counts for the bucket that its noon is in.
        """
        noon = timedelta(hours=12)
        first, *later = (Unit.DAY.ceil(bucket.start - noon) for bucket in buckets)
        starts = [min(first, Unit.DAY.floor(buckets[0].start)), *later]
        ends = [*later, Unit.DAY.ceil(buckets[-1].end)]
        units = [*self._finest, Unit.DAY]
        reading = read(units, self.edges[-2:], self.numbers, self.extent)
        return self._ask(
            "overview/medians_rolled",
            reading,
            spans=self._spans(reading),
            first=self.edges[-2].session_no,
            buckets=[bucket.start for bucket in buckets],
            part_starts=starts,
            part_ends=ends,
            converted=converted_shown(self.narrowed),
        )

    @property
    def _finest(self) -> list[Unit]:
        """Quarters of a day are rolled up of all stores together only."""
        return [Unit.QUARTER] if self.narrowed.scope.stores is None else []

    def products(self, most: int) -> list[Record]:
        """The rows of ``products_rolled.sql``."""
        standing = self.standing
        if standing.held <= 0 or not standing.cover:
            return []
        reading = self._read([Unit.SIXTH, Unit.MONTH])
        # A product's rows of these units: it has a fair part of all in one of them.
        rows_a_product = len(standing.cover) * self._rows_a_unit

        def ask(least: Sequence[float]) -> list[Record]:
            return self._ask(
                "overview/products_rolled",
                reading,
                most=most,
                spans=[EVER] if self.ever else self._spans(reading),
                by_shares=shown(self.narrowed)["all_risks"] and standing.by_months,
                cover_first=standing.cover[0],
                cover_last=standing.cover[-1],
                least=[count / rows_a_product for count in least],
                least_shares=standing.shares(least),
            )

        return standing.first(most, shown_parts(self.narrowed), ask)

    @once
    def standing(self) -> Standing:
        """How high products stand in the period."""
        start, end = self.edges[-2:]
        return Standing(self.narrowed, start, end, self.ever, last=self.extent[1])

    def _read(self, units: Sequence[Unit]) -> Reading:
        return read(units, self.edges, self.numbers, self.extent)

    @property
    def _rows_a_unit(self) -> int:
        """How many rows a unit may have that tell of one product."""
        if shows_whole(self.narrowed):
            return 1
        people_and_machines = 1 if self.narrowed.filters.without_machines else 2
        return people_and_machines * max(len(shown_risks(self.narrowed)), 1)

    def _spans(self, reading: Reading) -> list[int]:
        return reading.spans(months_with_sessions(self.narrowed.copy, self.narrowed.scope))

    @once
    def numbers(self) -> dict[datetime, int]:
        """The first session_no from each beginning of a unit on that is beside an edge."""
        moments = beside(self.edges, Unit)
        return started_before(self.narrowed.copy, self.narrowed.scope, moments)

    def _ask(self, question: str, reading: Reading, **more: object) -> list[Record]:
        shared = {
            "without_machines": self.narrowed.filters.without_machines,
            "whole": shows_whole(self.narrowed),
            **shown(self.narrowed),
            "first": self.edges[0].session_no,
            "since_no": self.edges[-2].session_no,
            "after": self.edges[-1].session_no,
            **reading.parameters(),
        }
        named = read_question(question).parameters
        shared = {name: value for name, value in shared.items() if name in named}
        return self.narrowed.ask(question, **{**shared, **more}).records()


def _by_zone(
    bucket: Bucket, stretches: Sequence[tuple[Bucket, int]]
) -> list[tuple[datetime, datetime, int]]:
    """The parts of a bucket in which the zone is as far ahead of UTC, and how many minutes."""
    return [
        (max(bucket.start, stretch.start), min(bucket.end, stretch.end), minutes)
        for stretch, minutes in stretches
        if bucket.start < stretch.end and stretch.start < bucket.end
    ]
