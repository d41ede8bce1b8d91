"""When: weekday by hour of the viewer's clock."""

from dataclasses import dataclass

from queries.overview.asked import Asked
from queries.overview.tally import Tally
from queries.run import Record


@dataclass(frozen=True)
class HourOfWeek:
    """The sessions that started on a weekday (1: Monday, to 7) in an hour (0 to 23)."""

    weekday: int
    hour: int
    tally: Tally


def by_hour(asked: Asked) -> dict[int, Tally]:
    """The sessions that started in each hour of the day, from 0 to 23; empty ones too."""
    rows: dict[int, list[Record]] = {hour: [] for hour in range(24)}
    for row in asked.moments.get("weekly", ()):
        rows[row["hour"]].append(row)
    return {hour: Tally.total(those) for hour, those in rows.items()}


def weekly(asked: Asked) -> tuple[HourOfWeek, ...]:
    """All 168 hours of the week, Monday 0:00 first, empty ones too.

    Not of the period before another, whose days of the week nobody asked for.
    """
    rows = asked.moments.get("weekly", ())
    found = {(row["weekday"], row["hour"]): Tally.of(row) for row in rows}
    return tuple(
        HourOfWeek(weekday, hour, found.get((weekday, hour), Tally()))
        for weekday in range(1, 8)
        for hour in range(24)
    )
