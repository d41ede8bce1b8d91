"""Two stores, or two periods, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from data.currencies import format_money
from pages.parts.chart import Chart
from pages.parts.escape import html_text, plain
from pages.parts.figures import Figure
from pages.parts.overview.words import (
    coarse,
    median_words,
    moved_words,
    none_ended,
    none_on,
    points_between,
    with_interval,
)
from pages.parts.palette import Palette
from pages.parts.times import span
from queries.facts import Facts
from queries.filters import SessionFilters, TimeRange, own_days
from queries.overview.asked import Asked
from queries.overview.headline import Headline
from queries.overview.statistics import Rate, differ

BEFORE = "before"
_STORE, _BETWEEN = "store:", ".."


@dataclass(frozen=True)
class Other:
    """What the page is compared with. ``code`` stands in the URL, ``words`` say it."""

    code: str
    words: str
    filters: SessionFilters


def others(asked: Asked, facts: Facts) -> list[Other]:
    """What can be chosen without more ado: the period before, and every other store."""
    filters = asked.narrowed.filters
    found = []
    if asked.before is not None:
        found.append(Other(BEFORE, "The period before", asked.before.filters))
    if filters.store is not None:
        found += [
            Other(f"{_STORE}{store.name}", plain(store.name), replace(filters, store=store.name))
            for store in facts.stores
            if store.name != filters.store
        ]
    return found


def days_code(first: date, last: date) -> str:
    """How two days of one's own stand in the URL."""
    first, last = sorted((first, last))
    return f"{first.isoformat()}{_BETWEEN}{last.isoformat()}"


def read_days(code: str) -> tuple[date, date] | None:
    """The two days of a code in the URL; None for anything else."""
    first, between, last = code.partition(_BETWEEN)
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    return days if between and days[0] <= days[1] else None


def chosen(code: str, asked: Asked, facts: Facts) -> Other | None:
    """What a code in the URL compares with; None where it means nothing here."""
    for other in others(asked, facts):
        if other.code == code:
            return other
    days = read_days(code)
    if days is None:
        return None
    since, until = own_days(*days)
    filters = replace(
        asked.narrowed.filters, time_range=TimeRange.OWN, since=since, until=until, page=1
    )
    if filters.time_range is not TimeRange.OWN:
        return None
    last = "" if days[0] == days[1] else f" to {days[1].isoformat()}"
    return Other(code, f"{days[0].isoformat()}{last} (UTC)", filters)


def suggested_days(asked: Asked) -> tuple[date, date]:
    """Days to begin with: as many as the period has, right before it."""
    start, end = asked.period.start.date(), asked.period.end.date()
    length = max((end - start).days, 1)
    return start - timedelta(days=length), start - timedelta(days=1)


def compared_rows(one: Headline, other: Headline) -> list[tuple[str, str, str, str]]:
    """A row a number: its name, what it is here, what it is there, and how they differ."""
    here, there = one.figures, other.figures
    rows = [
        (
            "Sessions",
            f"{here.tally.sessions:,}",
            f"{there.tally.sessions:,}",
            _times(here.tally.sessions, there.tally.sessions),
        )
    ]
    for name, mine, theirs in (
        ("Conversion", here.tally.conversion, there.tally.conversion),
        ("Expired", here.tally.expiry, there.tally.expiry),
        ("Needs a look", here.attention, there.attention),
    ):
        rows.append(
            (
                name,
                with_interval(mine, none_ended(here.tally)),
                with_interval(theirs, none_ended(there.tally)),
                _differ(mine, theirs),
            )
        )
    rows.append(
        (
            "Median time to convert",
            median_words(here.median_to_convert, here.tally),
            median_words(there.median_to_convert, there.tally),
            ""
            if here.median_to_convert is None or there.median_to_convert is None
            else _longer(coarse(here.median_to_convert) - coarse(there.median_to_convert)),
        )
    )
    mine_by, theirs_by = ({each.currency: each for each in side.worth} for side in (here, there))
    for currency in sorted(mine_by.keys() | theirs_by.keys(), key=lambda code: (not code, code)):
        for words, field in (("Value converted", "converted"), ("Left in expired carts", "left")):
            one_amount, other_amount = (
                getattr(side.get(currency), field, None) for side in (mine_by, theirs_by)
            )
            rows.append(
                (
                    f"{words}, {currency or 'no currency'}",
                    _amount(one_amount, currency, none_on(field, here.tally)),
                    _amount(other_amount, currency, none_on(field, there.tally)),
                    _times(float(one_amount or 0), float(other_amount or 0)),
                )
            )
    return rows


def over_time_beside(chart: Chart, words: str, key: str, highest: int) -> Chart:
    """Sessions over time of one side. ``highest``: how many sessions its axis reaches up to."""

    def draw(palette: Palette) -> Figure:
        figure = chart.draw(palette)
        figure["layout"]["yaxis"]["range"] = [0, highest * 1.05]
        return figure

    return replace(chart, key=key, title=f"{words}: {_lower(chart.title)}", draw=draw)


def compared_html(rows: Sequence[tuple[str, str, str, str]], one: str, other: str) -> str:
    """The rows as a table for ``st.html``, and for a report."""
    heads = "".join(
        f'<th scope="col">{html_text(words)}</th>' for words in ("", one, other, "Difference")
    )
    body = "".join(
        f'<tr><th scope="row">{html_text(name)}</th>'
        + "".join(f"<td>{html_text(cell)}</td>" for cell in cells)
        + "</tr>"
        for name, *cells in rows
    )
    return (
        '<div class="ov-wide"><table class="ov-table"><thead><tr>'
        f"{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _amount(amount: Decimal | None, currency: str | None, none: str | None) -> str:
    return none or "none recorded" if amount is None else format_money(amount, currency)


def _times(here: float, there: float) -> str:
    if not here or not there:
        return ""
    if here >= 2 * there:
        return f"{here / there:,.2f} times"
    return f"{_sign(here - there)}{moved_words(here / there - 1)}"


def _sign(moved: float) -> str:
    return "+" if moved > 0 else "−" if moved < 0 else ""


def _differ(mine: Rate, theirs: Rate) -> str:
    if mine.share is None or theirs.share is None:
        return ""
    points = points_between(mine.share, theirs.share)
    said = f"{_sign(points)}{abs(points):.1f} points"
    return said if differ(mine, theirs) else f"{said}: within chance"


def _longer(length: timedelta) -> str:
    return f"+{span(length)}" if length > timedelta() else span(length)
