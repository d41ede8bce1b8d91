"""How the overview says numbers, and what it takes for too few sessions to say anything."""

from collections.abc import Iterable
from datetime import timedelta

from data.currencies import format_money
from data.terms import NOT_RECORDED, Term
from pages.parts.escape import plain
from pages.parts.times import span
from queries.overview.durations import bin_width
from queries.overview.statistics import Rate
from queries.overview.tally import Tally, Worth

# An interval wider than this, from 0 to 1, says little: 10 points to either side.
_WIDEST = 0.2


def percent(share: float | None) -> str:
    """A share from 0 to 1 as people read it: "26.3%"."""
    return NOT_RECORDED if share is None else f"{share:.1%}"


NOT_TOLD = "Of none of these sessions it is recorded how they ended."
"""What is said in place of what nobody can tell without a status."""


def none_ended(tally: Tally) -> str:
    """Why sessions none of which ended have no rate."""
    return "none ended yet" if tally.is_told else NOT_RECORDED


def missing_rate(tallies: Iterable[Tally]) -> str:
    """What a table says in place of the conversion of sessions none of which ended."""
    told = {each.is_told for each in tallies if each.sessions and not each.ended}
    return "none known" if len(told) > 1 else NOT_RECORDED if False in told else "none ended"


def moved_words(moved: float) -> str:
    """By what part of itself a number moved, without its sign: "12%", "0.4%"."""
    return f"{abs(moved):,.0%}" if abs(moved) >= 0.01 else f"{abs(moved):.1%}"


def points_between(now: float, before: float) -> float:
    """By how many percentage points two shares differ, as both are read: to a tenth."""
    return round(round(100 * now, 1) - round(100 * before, 1), 1)


def coarse(length: timedelta) -> timedelta:
    """A median length as exactly as it is known: to the width of the copy's bins."""
    seconds = length.total_seconds()
    width = bin_width(int(seconds))
    return timedelta(seconds=round(seconds / width) * width)


def median_words(median: timedelta | None, tally: Tally) -> str:
    """The median time to convert of sessions, as exactly as it is known."""
    if median is None and tally.is_told and not tally.converted:
        return "none converted"
    return span(median and coarse(median))


def with_interval(rate: Rate, missing: str) -> str:
    """A rate with its interval: "26.3% (95% interval 21.0 to 32.4%)"; ``missing``: without one."""
    interval = rate.interval
    if interval is None:
        return missing
    low, high = (f"{100 * end:.1f}" for end in interval)
    return f"{percent(rate.share)} (95% interval {low} to {high}%)"


def is_certain(rate: Rate) -> bool:
    """Whether enough sessions bear a rate to read anything from it."""
    interval = rate.interval
    return interval is not None and interval[1] - interval[0] <= _WIDEST


def conversion_words(tally: Tally) -> str:
    """What became of sessions, in a hover text: how many, and how many of the ended converted."""
    rate = tally.conversion
    if not tally.sessions:
        return "no session"
    if not tally.is_told:
        return f"{count_words(tally.sessions)}, how they ended is {NOT_RECORDED}"
    if not rate.whole:
        return f"{count_words(tally.sessions)}, none of them ended yet"
    few = "" if is_certain(rate) else ": few, so uncertain"
    return (
        f"{count_words(tally.sessions)}\nconverted {rate.part:,} of {rate.whole:,} that ended: "
        f"{with_interval(rate, NOT_RECORDED)}{few}"
    )


def count_words(sessions: int) -> str:
    """How many sessions: "1 session", "2,345 sessions"."""
    return "1 session" if sessions == 1 else f"{sessions:,} sessions"


def named(kind: type[Term], value: str | None) -> str:
    """A term's label, or the value as it is where no term names it."""
    if value is None:
        return NOT_RECORDED
    term = kind.named(value)
    return plain(value) if term is None else term.label


def alone(name: str) -> str:
    """A name as it stands by itself, in a legend or beside a bar: "Not recorded"."""
    return name.capitalize() if name == NOT_RECORDED else name


def none_on(side: str, tally: Tally) -> str | None:
    """Why there is no cart on a side, "converted" or "left", if there is none."""
    if not tally.is_told:
        return None
    if side == "converted":
        return None if tally.converted else "none converted"
    return None if tally.expired else "none expired"


def money_words(worth: tuple[Worth, ...], side: str, tally: Tally) -> str:
    """What carts were worth, each currency by itself.

    ``side``: "converted" or "left", in carts that expired. ``tally``: of which sessions.
    """
    if (none := none_on(side, tally)) is not None:
        return none
    amounts = [(each.currency, getattr(each, side)) for each in worth]
    told = [
        format_money(amount, currency)
        if currency
        else f"{format_money(amount, None)} (no currency)"
        for currency, amount in amounts
        if amount is not None
    ]
    return "; ".join(told) or NOT_RECORDED


RATE_COLUMNS = ("Conversion", "Interval from", "Interval to", "Ended", "Converted")
"""The columns of ``rate_cells``."""

SHARES = frozenset({"Conversion", "Interval from", "Interval to", "Share of all", "Share"})
"""Columns whose numbers are shares from 0 to 1."""


def rate_cells(tally: Tally) -> tuple[object, ...]:
    """The share of those that ended which converted, its 95% interval, and both counts."""
    if not tally.is_told:
        return (None,) * len(RATE_COLUMNS)
    rate = tally.conversion
    return (rate.share, *(rate.interval or (None, None)), rate.whole, rate.part)
