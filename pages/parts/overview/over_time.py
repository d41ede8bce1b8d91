"""Sessions over time, by status."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from data.terms import NOT_RECORDED, UNKNOWN_COLOUR, Status
from pages.parts.chart import Chart
from pages.parts.figures import Figure, Series, columns
from pages.parts.go import Mark
from pages.parts.overview.behind import behind
from pages.parts.overview.words import alone, count_words, named
from pages.parts.palette import Palette
from queries.filters import TimeRange
from queries.overview.asked import Asked
from queries.overview.over_time import OverTime, Span
from queries.overview.period import Unit

# From the bottom up; hatched is what would else be told from its neighbour by its hue alone.
ORDER = (Status.CONVERTED, Status.EXPIRED, Status.CANCELLED, Status.ACTIVE)
PATTERNS = {Status.CANCELLED: "/", Status.ACTIVE: "."}

_LENGTHS = {
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
    Unit.WEEK: timedelta(days=7),
}
# Statuses that no term names are all gray: a legend of more of them tells nothing and takes room.
_MOST_UNNAMED = 4
# Milliseconds, of which Plotly's axes of dates are made.
_MILLISECOND = timedelta(milliseconds=1)
_FILLED = 0.92
# So many columns are named at most: on a phone there is no room for more.
_MOST_NAMED = 10


def over_time_chart(found: OverTime, asked: Asked) -> Chart:
    """Columns of an hour, a day or a week of the viewer's zone each."""
    statuses = in_order(found.spans[0].by_status if found.spans else ())
    zone = ZoneInfo(found.zone)
    rows: list[tuple[object, ...]] = []
    marks: list[Mark | None] = []
    numbers: dict[str | None, list[int]] = {status: [] for status in statuses}
    for span in found.spans:
        local = _begins(span, found.unit, zone)
        for status in statuses:
            sessions = span.by_status[status]
            numbers[status].append(len(rows))
            rows.append((_stamp(local, found.unit), status_name(status), sessions))
            marks.append(
                behind(
                    asked,
                    sessions,
                    status=status or NOT_RECORDED,
                    time_range=TimeRange.OWN,
                    since=span.bucket.start,
                    until=span.bucket.end,
                )
            )

    unlisted = _unlisted(found, statuses)
    note = _note(found)
    if unlisted:
        rarer = (
            "1 rarer status is" if len(unlisted) == 1 else f"{len(unlisted):,} rarer statuses are"
        )
        note = f"{note} {rarer} not in the legend.".lstrip()

    def draw(palette: Palette) -> Figure:
        begins = [_begins(span, found.unit, zone) for span in found.spans]
        at = [_place(local, found.unit) for local in begins]
        full = _LENGTHS[found.unit] / _MILLISECOND * _FILLED
        figure = columns(
            at,
            [
                Series(
                    status_name(status),
                    status_colour(status),
                    [span.by_status[status] for span in found.spans],
                    numbers[status],
                    [_hover(span, status, found) for span in found.spans],
                    PATTERNS.get(Status.named(status) or Status.CONVERTED, ""),
                )
                for status in statuses
            ],
            palette,
            x=f"Start of the session ({found.zone})",
            y=f"Sessions per {found.unit}",
            widths=[full / 2 if _comes_twice(local, found.unit) else full for local in begins],
            with_legend=True,
        )
        if begins:
            figure["layout"]["xaxis"] |= _axis(begins, found.unit)
        for status, bars in zip(statuses, figure["data"], strict=True):
            bars["showlegend"] = status not in unlisted
        return figure

    return Chart(
        key="over-time",
        title=f"Sessions started per {found.unit}, by status",
        note=note,
        columns=(f"{found.unit.capitalize()} ({found.zone})", "Status", "Sessions"),
        rows=rows,
        marks=marks,
        draw=draw,
        alt=f"Columns of sessions per {found.unit}, by status. {note}",
    )


def with_statuses(found: OverTime, others: Iterable[OverTime]) -> OverTime:
    """The same with the statuses of others, too, so that figures beside each other are alike."""
    statuses = dict.fromkeys(
        status for each in (found, *others) for span in each.spans[:1] for status in span.by_status
    )
    spans = [
        replace(span, by_status={**dict.fromkeys(statuses, 0), **span.by_status})
        for span in found.spans
    ]
    return replace(found, spans=tuple(spans))


def in_order(statuses: Sequence[str | None] | dict[str | None, int]) -> list[str | None]:
    """Statuses as they are stacked; those that no term names last."""
    known = [status.value for status in ORDER if status.value in statuses]
    return [*known, *(status for status in statuses if status not in known)]


def _unlisted(found: OverTime, statuses: Sequence[str | None]) -> frozenset[str | None]:
    """The statuses that the legend leaves out: the rarest of many that no term names."""
    unnamed = [status for status in statuses if status and Status.named(status) is None]
    totals = {status: sum(span.by_status[status] for span in found.spans) for status in unnamed}
    return frozenset(sorted(unnamed, key=totals.__getitem__, reverse=True)[_MOST_UNNAMED:])


def status_name(status: str | None) -> str:
    """What a status is called in a legend, a table or at the beginning of a line."""
    return alone(named(Status, status))


def status_colour(status: str | None) -> str:
    """The colour of a status; gray for one that no term names."""
    term = Status.named(status)
    return UNKNOWN_COLOUR if term is None else term.colour


def _begins(span: Span, unit: Unit, zone: ZoneInfo) -> datetime:
    """When the whole hour, day or week of a span begins on the viewer's clock."""
    return _floor(span.bucket.start.astimezone(zone), unit)


def _floor(local: datetime, unit: Unit) -> datetime:
    """The beginning of the hour, day or week that a moment of the viewer's clock lies in."""
    local = local.replace(minute=0, second=0, microsecond=0)
    if unit is not Unit.HOUR:
        local = local.replace(hour=0)
    if unit is Unit.WEEK:
        local -= timedelta(days=local.weekday())
    return local


def _stamp(local: datetime, unit: Unit) -> str:
    """What a table says of a beginning; of an hour that the clock shows twice, also which it is."""
    told = f"{local:%Y-%m-%d %H:%M}" if unit is Unit.HOUR else f"{local:%Y-%m-%d}"
    return f"{told} {local:%Z}" if _comes_twice(local, unit) else told


def _place(local: datetime, unit: Unit) -> str:
    """Where a column begins; an hour that the clock shows twice shares its place by halves."""
    if _comes_twice(local, unit) and local.fold:
        local += timedelta(minutes=30)
    return f"{local:%Y-%m-%d %H:%M}" if unit is Unit.HOUR else f"{local:%Y-%m-%d}"


def _axis(begins: Sequence[datetime], unit: Unit) -> dict[str, object]:
    """An axis as long as the columns, with the day or week of some of them below their middle.

    Hours begin where they are named, which Plotly does by itself.
    """
    reach = {"range": [_place(begins[0], unit), _place(begins[-1] + _LENGTHS[unit], unit)]}
    if unit is Unit.HOUR:
        return {**reach, "tickformat": "%H:%M\n%-d %b %Y"}
    step = math.ceil(len(begins) / _MOST_NAMED)
    named = begins[::step]
    return {
        **reach,
        "tickmode": "array",
        "tickvals": [
            f"{each.replace(tzinfo=None) + _FILLED / 2 * _LENGTHS[unit]:%Y-%m-%d %H:%M}"
            for each in named
        ],
        "ticktext": [
            _below(each, before) for each, before in zip(named, [None, *named], strict=False)
        ],
        "tickangle": 0,
    }


def _below(local: datetime, before: datetime | None) -> str:
    """What stands below a column: its day, and the month and the year where they begin."""
    month = f"<br>{local:%b}" if before is None or before.month != local.month else ""
    year = f"<br>{local.year}" if before is None or before.year != local.year else ""
    return f"{local.day}{month}{year}"


def _comes_twice(local: datetime, unit: Unit) -> bool:
    """Whether clocks are put back so that they show an hour a second time."""
    return unit is Unit.HOUR and (
        local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    )


def _hover(span: Span, status: str | None, found: OverTime) -> str:
    total = sum(span.by_status.values())
    return (
        f"{_when(span, found)}\n{status_name(status)}: {count_words(span.by_status[status])}"
        f" of {total:,}"
    )


def _when(span: Span, found: OverTime) -> str:
    begins = _begins(span, found.unit, ZoneInfo(found.zone))
    day = f"{begins:%a} {begins.day} {begins:%B %Y}"
    if found.unit is Unit.HOUR:
        hour = f"{day}, {begins:%H}:00 to {(begins.hour + 1):02}:00"
        return f"{hour} {begins:%Z}" if _comes_twice(begins, found.unit) else hour
    return day if found.unit is Unit.DAY else f"Week from {day}"


def _note(found: OverTime) -> str:
    """What stands out: the busiest stretch, and how many are empty."""
    totals = [sum(span.by_status.values()) for span in found.spans]
    if not any(totals):
        return ""
    top = max(range(len(totals)), key=totals.__getitem__)
    told = f"Busiest {found.unit}: {_when(found.spans[top], found)} ({totals[top]:,})."
    starts_cut, ends_cut = _cuts(found)
    whole = totals[int(starts_cut) : len(totals) - int(ends_cut)]
    empty = whole.count(0)
    if empty:
        units = found.unit if len(whole) == 1 else f"{found.unit}s"
        told += f" {empty:,} of {len(whole):,} {'whole ' if whole != totals else ''}{units}"
        told += " had no session."
    cut = _cut_words(found, starts_cut, ends_cut)
    return f"{told} {cut}" if cut else told


def _cuts(found: OverTime) -> tuple[bool, bool]:
    """Whether the first and the last bar hold less than a whole unit."""
    zone = ZoneInfo(found.zone)
    first, last = found.spans[0], found.spans[-1]
    ends = last.bucket.end.astimezone(zone)
    return (
        first.bucket.start.astimezone(zone) != _begins(first, found.unit, zone),
        ends != _floor(ends, found.unit),
    )


def _cut_words(found: OverTime, starts_cut: bool, ends_cut: bool) -> str:
    cut = [name for name, is_cut in (("first", starts_cut), ("last", ends_cut)) if is_cut]
    if not cut:
        return ""
    part = f"of a part of {'an' if found.unit is Unit.HOUR else 'a'} {found.unit}"
    if len(found.spans) == 1:
        return f"The bar is {part}."
    return f"The {' and the '.join(cut)} {'bar is' if len(cut) == 1 else 'bars are'} {part}."
