"""When: weekday by hour of the viewer's clock."""

from dataclasses import dataclass

from queries.overview.asked import Asked
from queries.overview.tally import Tally


@dataclass(frozen=True)
class HourOfWeek:
    """The sessions that started on a weekday (1: Monday, to 7) in an hour (0 to 23)."""

    weekday: int
    hour: int
    tally: Tally


def weekly(asked: Asked) -> tuple[HourOfWeek, ...]:
    """All 168 hours of the week, Monday 0:00 first, empty ones too."""
    rows = asked.moments.get("weekly", ())
    found = {(row["weekday"], row["hour"]): Tally.of(row) for row in rows}
    return tuple(
        HourOfWeek(weekday, hour, found.get((weekday, hour), Tally()))
        for weekday in range(1, 8)
        for hour in range(24)
    )
