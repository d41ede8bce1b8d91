"""The headline: the whole period in a few numbers, beside the period before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from queries.overview.asked import Asked
from queries.overview.durations import conversion_times, median_course
from queries.overview.period import Bucket
from queries.overview.statistics import Rate
from queries.overview.tally import Tally, Worth, add_up_worth
from queries.run import Record


@dataclass(frozen=True)
class Figures:
    """The numbers of one period, or of a bucket of its course.

    ``to_look_at``: its sessions of level Review or Restricted. ``median_to_convert``: from start to
    purchase, of the converted sessions whose end is recorded; None when there are none. See
    ``median_course`` for what belongs to a bucket.
    """

    period: Bucket
    tally: Tally
    to_look_at: int
    worth: tuple[Worth, ...]
    median_to_convert: timedelta | None

    @property
    def attention(self) -> Rate:
        """Those that a person must look at, of all."""
        return Rate(self.to_look_at, self.tally.sessions)


@dataclass(frozen=True)
class Headline:
    """The period, the one before (None: there is none to compare with), and the period's course."""

    figures: Figures
    before: Figures | None
    course: tuple[Figures, ...]


def headline(asked: Asked) -> Headline:
    """The headline cards' numbers."""
    return Headline(
        figures=_figures(asked),
        before=None if asked.before is None else _figures(asked.before),
        course=_course(asked),
    )


def _figures(asked: Asked) -> Figures:
    return Figures(
        period=asked.period,
        tally=asked.total,
        to_look_at=asked.to_look_at,
        worth=add_up_worth(asked.breakdowns.get("country", ())),
        median_to_convert=conversion_times(asked).median,
    )


def _course(asked: Asked) -> tuple[Figures, ...]:
    counts, worth = _by_bucket(asked, "bucket"), _by_bucket(asked, "value")
    medians = median_course(asked)
    return tuple(
        Figures(
            bucket,
            Tally.total(counts[start]),
            sum(row["to_look_at"] for row in counts[start]),
            add_up_worth(worth[start]),
            medians.get(bucket),
        )
        for start, bucket in asked.by_start.items()
    )


def _by_bucket(asked: Asked, kind: str) -> dict[datetime, list[Record]]:
    rows: dict[datetime, list[Record]] = {start: [] for start in asked.by_start}
    for row in asked.moments.get(kind, ()):
        rows[row["bucket"]].append(row)
    return rows
