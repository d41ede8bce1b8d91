"""How long sessions take, and what renewals and extends have to do with converting."""

from collections.abc import Sequence
from datetime import timedelta
from math import inf

from data.terms import NOT_RECORDED, Status
from pages.parts.chart import Chart
from pages.parts.figures import Figure, Series, columns, rates
from pages.parts.go import Mark
from pages.parts.overview.behind import behind
from pages.parts.overview.over_time import status_colour
from pages.parts.overview.words import (
    RATE_COLUMNS,
    SHARES,
    coarse,
    conversion_words,
    count_words,
    is_certain,
    missing_rate,
    percent,
    rate_cells,
)
from pages.parts.palette import Palette
from pages.parts.times import span
from queries.overview.asked import Asked
from queries.overview.durations import Bin, Repeats, Times
from queries.overview.statistics import Rate
from queries.overview.tally import Tally
from queries.slices import Bounds

_MINUTE = timedelta(minutes=1)
_DAY = 1440
# Whole minutes that a column may be wide; those below two hours are as fine as the copy counts.
_WIDTHS = (1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 720)
# Days that one may be wide, of sessions that last longer.
_DAYS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_MOST_COLUMNS = 30
# Minutes between ticks.
_STEPS = (1, 2, 5, 10, 20, 30, 60, 120, 240, 480, *(days * _DAY for days in _DAYS), 10**9)
# The units of the axis, their minutes, and up to how many minutes it is told in them.
_UNITS = (("minutes", 1, 4 * 60), ("hours", 60, 4 * _DAY), ("days", _DAY, inf))
_MOST_TICKS = 9
# The longest twentieth shares the last column, so that it does not press the others together.
_SHOWN = 0.95
_FINE = 120
# Counts above which rows are put together.
_LAST_COUNT = 10


def times_chart(
    converted: Times, expired: Times, timers: Sequence[timedelta], asked: Asked
) -> Chart:
    """Columns of a length of time each, converted and expired on each other."""
    both = (*converted.bins, *expired.bins)
    width, last = _width(both)
    starts = list(range(0, last + 1, width))
    # Whether the last column holds all that is longer, too.
    is_open = any(each.end > (last + width) * _MINUTE for each in both)
    rows: list[tuple[object, ...]] = []
    marks: list[Mark | None] = []
    series = []
    for status, times in ((Status.CONVERTED, converted), (Status.EXPIRED, expired)):
        counts = _counted(times.bins, starts)
        numbers, hover = [], []
        for start, sessions in zip(starts, counts, strict=True):
            after = None if is_open and start == last else start + width
            numbers.append(len(rows))
            hover.append(f"{_between(start, after)}\n{status.label}: {count_words(sessions)}")
            rows.append((status.label, start, after, sessions))
            bounds = Bounds(start * 60, None if after is None else after * 60)
            marks.append(behind(asked, sessions, status=status.value, lasted=bounds))
        series.append((status, counts, numbers, hover))
    unit, size = next(each for each in _UNITS if last <= each[2])[:2]

    def draw(palette: Palette) -> Figure:
        figure = columns(
            [start / size for start in starts],
            [
                Series(status.label, status_colour(status.value), counts, numbers, hover)
                for status, counts, numbers, hover in series
            ],
            palette,
            x=f"Time since the start ({unit})",
            y=f"Sessions per {span(width * _MINUTE)}",
            widths=[width / size * 0.94] * len(starts),
            marked=[
                (length / _MINUTE / size, f"timer: {span(length)}")
                for length in timers
                if length / _MINUTE <= last + width
            ],
        )
        figure["layout"]["xaxis"] |= _ticks(starts, width, size, is_open=is_open)
        return figure

    return Chart(
        key="time-to-end",
        title="How long until sessions convert or expire",
        note=_times_note(converted, expired, timers),
        columns=("Status", "From (min)", "To before (min)", "Sessions"),
        missing="or longer",
        rows=rows,
        marks=marks,
        draw=draw,
        alt="Columns of sessions by how long they lasted. "
        + _times_note(converted, expired, timers),
    )


def repeats_chart(
    repeats: tuple[Repeats, ...], asked: Asked, *, field: str, title: str, axis: str
) -> Chart:
    """Points of the conversion of sessions with so many renewals, or extends, with intervals."""
    grouped = _grouped(repeats)
    rows = [
        (
            words,
            tally.sessions,
            *rate_cells(tally),
        )
        for words, _, tally in grouped
    ]
    marks = [behind(asked, tally.sessions, **{field: bounds}) for _, bounds, tally in grouped]
    shown = [
        (number, words, tally)
        for number, (words, bounds, tally) in enumerate(grouped)
        if bounds.low is not None and tally.ended
    ]

    def draw(palette: Palette) -> Figure:
        figure = rates(
            [words for _, words, _ in shown],
            [
                Series(
                    "Conversion",
                    status_colour(Status.CONVERTED.value),
                    [tally.conversion.share for _, _, tally in shown],
                    [number for number, _, _ in shown],
                    [f"{axis}: {words}\n{conversion_words(tally)}" for _, words, tally in shown],
                    low=[_ends(tally.conversion)[0] for _, _, tally in shown],
                    high=[_ends(tally.conversion)[1] for _, _, tally in shown],
                    certain=[is_certain(tally.conversion) for _, _, tally in shown],
                )
            ],
            palette,
            x=f"{axis} in the session",
            y="Conversion",
        )
        figure["layout"]["xaxis"] |= {"type": "category", "tickangle": 0}
        return figure

    return Chart(
        key=field.replace("_", "-"),
        title=title,
        note="Of those that ended, with 95% intervals; hollow where too few ended to tell.",
        columns=(axis, "Sessions", *RATE_COLUMNS),
        shares=SHARES,
        missing=missing_rate(each.tally for each in repeats),
        rows=rows,
        marks=marks,
        draw=draw,
        alt=f"Points of conversion by {axis.lower()}: "
        + "; ".join(f"{words}: {percent(tally.conversion.share)}" for _, words, tally in shown),
    )


def _ticks(starts: Sequence[int], width: int, size: int, *, is_open: bool) -> Figure:
    """Ticks of an axis; where its last column holds all that is longer, it says so."""
    last = starts[-1]
    step = next(step for step in _STEPS if last / step <= _MOST_TICKS)
    step = -(-step // width) * width
    # The last one's words need room.
    at = [start for start in range(0, last + 1, step) if not is_open or start < last - step / 2]
    ticks = {start / size: f"{start / size:g}" for start in at}
    if is_open:
        ticks[(last + width / 2) / size] = f"{last / size:g}+"
    return {"tickmode": "array", "tickvals": [*ticks], "ticktext": [*ticks.values()]}


def _width(bins: Sequence[Bin]) -> tuple[int, int]:
    """How wide a column is, and where the last one begins, in minutes."""
    total, seen, longest = sum(each.sessions for each in bins), 0, _MINUTE
    for each in sorted(bins, key=lambda each: each.start):
        seen += each.sessions
        longest = each.end
        if seen >= total * _SHOWN:
            break
    minutes = longest / _MINUTE
    # Beyond two hours the copy counts by ten minutes, beyond a day by days.
    widths = [*_WIDTHS, *(days * _DAY for days in _DAYS)]
    step = _DAY if minutes > _DAY else 10 if minutes > _FINE else 1
    fitting = [width for width in widths if width % step == 0]
    width = next((each for each in fitting if minutes / each <= _MOST_COLUMNS), fitting[-1])
    last = int(minutes // width) * width
    # No column is empty where all ended just before it.
    if last and all(each.end <= last * _MINUTE for each in bins):
        last -= width
    return width, last


def _counted(bins: Sequence[Bin], starts: Sequence[int]) -> list[int]:
    width = starts[1] - starts[0] if len(starts) > 1 else 1
    counts = [0] * len(starts)
    for each in bins:
        counts[min(int(each.start / _MINUTE) // width, len(starts) - 1)] += each.sessions
    return counts


def _between(start: int, after: int | None) -> str:
    if after is None:
        return f"{span(start * _MINUTE)} or longer"
    return f"{span(start * _MINUTE)} to {span(after * _MINUTE)}"


def _times_note(converted: Times, expired: Times, timers: Sequence[timedelta]) -> str:
    told = []
    if converted.median is not None:
        told.append(f"Half of the purchases came within {span(coarse(converted.median))}.")
    total = sum(each.sessions for each in converted.bins)
    if len(timers) == 1 and total:
        (length,) = timers
        later = sum(each.sessions for each in converted.bins if each.start >= length)
        came = f"came later than the timer's {span(length)}"
        if later:
            told.append(f"{percent(later / total)} {came}: the timer had started anew.")
        else:
            told.append(f"None {came}.")
    elif timers:
        told.append(f"Timers are of different lengths here.{_later_words(converted, timers)}")
    unknown = converted.unknown + expired.unknown
    if unknown:
        told.append(f"Of {count_words(unknown)} it is not recorded.")
    return " ".join(told)


def _later_words(converted: Times, timers: Sequence[timedelta]) -> str:
    """How many purchases came later than the shortest and than the longest of several timers."""
    total = sum(each.sessions for each in converted.bins)
    if not total:
        return ""
    lengths = sorted(timers)
    shares = [
        percent(sum(each.sessions for each in converted.bins if each.start >= length) / total)
        for length in (lengths[0], lengths[-1])
    ]
    return (
        f" Of the purchases {shares[0]} came later than the shortest timer, {span(lengths[0])},"
        f" and {shares[1]} later than the longest, {span(lengths[-1])}."
    )


def _grouped(repeats: tuple[Repeats, ...]) -> list[tuple[str, Bounds, Tally]]:
    found = [
        (f"{each.count}", Bounds.exactly(each.count), each.tally)
        for each in repeats
        if each.count is not None and each.count < _LAST_COUNT
    ]
    many = [each.tally for each in repeats if each.count is not None and each.count >= _LAST_COUNT]
    if many:
        found.append((f"{_LAST_COUNT}+", Bounds(_LAST_COUNT), Tally.sum(many)))
    missing = [each.tally for each in repeats if each.count is None]
    return [*found, *((NOT_RECORDED, Bounds.exactly(None), tally) for tally in missing)]


def _ends(rate: Rate) -> tuple[float, float]:
    return rate.interval or (0.0, 0.0)
