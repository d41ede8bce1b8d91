"""When: weekday by hour of the viewer's clock."""

from collections.abc import Sequence
from math import ceil

from pages.parts.chart import Chart, Numbers
from pages.parts.figures import Cells, Figure, weekdays
from pages.parts.overview.behind import behind
from pages.parts.overview.words import (
    NOT_TOLD,
    RATE_COLUMNS,
    SHARES,
    conversion_words,
    count_words,
    is_certain,
    missing_rate,
    percent,
    rate_cells,
)
from pages.parts.palette import Palette
from queries.overview.asked import Asked
from queries.overview.tally import Tally
from queries.overview.weekly import HourOfWeek
from queries.slices import WEEKDAYS, When

_HOURS = 24
_COUNTED = ("Sessions", *RATE_COLUMNS)
# The share of the cells that the colours tell apart: one flash sale shall not bleach all others.
_TOLD_APART = 0.985


def weekly_chart(found: tuple[HourOfWeek, ...], asked: Asked, *, by_conversion: bool) -> Chart:
    """A cell an hour of the week, coloured by conversion or by sessions."""
    if by_conversion:
        shares = [each.tally.conversion.share for each in found]
        certain = [is_certain(each.tally.conversion) for each in found]
        # Up to twice what is usual: what few sessions do by chance shall not look like the most.
        high = min(2 * (asked.total.conversion.share or 0.5), 1.0)
        note = _rates_note(asked.total, high) if asked.total.is_told else NOT_TOLD
    else:
        shares = [float(each.tally.sessions) or None for each in found]
        certain = [True] * len(found)
        high = float(_usual_most(found))
        most = max(each.tally.sessions for each in found)
        note = f"{_busiest(found)} The strongest colour: {count_words(round(high))}"
        note += " or more." if most > high else "."

    def draw(palette: Palette) -> Figure:
        return weekdays(
            [day[:3] for day in WEEKDAYS],
            _HOURS,
            Cells(
                shares=[
                    None if share is None else share / high if high else 1.0 for share in shares
                ],
                rows=range(len(found)),
                hover=[f"{_words(each)}\n{conversion_words(each.tally)}" for each in found],
                certain=certain,
                scale=palette.rate if by_conversion else palette.sessions,
                low=0.0,
                high=high,
                title="Conversion" if by_conversion else "Sessions",
                are_rates=by_conversion,
            ),
            palette,
            x=f"Hour of the start ({asked.zone})",
            y="",
        )

    rows = [_row(each) for each in found]
    return Chart(
        key="week-conversion" if by_conversion else "week-sessions",
        title=f"{'Conversion' if by_conversion else 'Sessions'} by weekday and hour",
        note=note,
        columns=("Weekday", "Hour", *_COUNTED),
        file=Numbers(("Weekday", f"Hour ({asked.zone})", *_COUNTED), rows),
        shares=SHARES,
        missing=missing_rate(each.tally for each in found),
        rows=rows,
        marks=[
            behind(asked, each.tally.sessions, when=_when(each), zone=asked.zone) for each in found
        ],
        draw=draw,
        alt=f"A cell for each hour of the week. {_busiest(found)}",
    )


def _rates_note(total: Tally, high: float) -> str:
    told = "Faded and hatched: too few sessions ended to tell; gray: none."
    if not total.converted:
        return f"No session converted. {told}"
    return f"{told} The strongest colour: {percent(high)}{' or more' if high < 1 else ''}."


def _usual_most(found: Sequence[HourOfWeek]) -> int:
    """How many sessions the busiest cell has, but for the few that stand out."""
    counts = sorted(each.tally.sessions for each in found if each.tally.sessions)
    return counts[ceil(_TOLD_APART * (len(counts) - 1))] if counts else 1


def _when(each: HourOfWeek) -> When:
    return When(each.weekday, each.hour)


def _words(each: HourOfWeek) -> str:
    return f"{WEEKDAYS[each.weekday - 1]} {each.hour:02}:00 to {each.hour + 1:02}:00"


def _row(each: HourOfWeek) -> tuple[object, ...]:
    return (
        WEEKDAYS[each.weekday - 1],
        each.hour,
        each.tally.sessions,
        *rate_cells(each.tally),
    )


def _busiest(found: tuple[HourOfWeek, ...]) -> str:
    total = sum(each.tally.sessions for each in found)
    if not total:
        return ""
    top = max(found, key=lambda each: each.tally.sessions)
    share = top.tally.sessions / total
    return f"Busiest: {_words(top)}, {count_words(top.tally.sessions)}, {percent(share)} of all."
