"""Times as people read them. A time without a zone is UTC, as in the copy."""

from datetime import UTC, datetime, timedelta

import pandas as pd

from data.terms import NOT_RECORDED

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_YEAR = 365 * _DAY


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def in_utc(moment: datetime | None) -> datetime | None:
    """The moment with its zone, UTC; None for a moment that is not recorded (None, NaT)."""
    if moment is None or pd.isna(moment):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def ago(moment: datetime | None, at: datetime) -> str:
    """How long before ``at`` a moment was: "45s ago", "33m ago", "21h ago", "3d ago", "2y ago".

    A moment after ``at`` reads "in 4m". Whole units, rounded down; years from two years on.
    """
    known, reference = in_utc(moment), in_utc(at)
    if known is None or reference is None:
        return NOT_RECORDED
    seconds = int((reference - known).total_seconds())
    if seconds == 0:
        return "now"
    return f"{_largest_unit(seconds)} ago" if seconds > 0 else f"in {_largest_unit(-seconds)}"


def exact(moment: datetime | None) -> str:
    """A moment to the second, with its zone: "2026-11-23 12:05:07 UTC"."""
    known = in_utc(moment)
    return NOT_RECORDED if known is None else f"{known:%Y-%m-%d %H:%M:%S} UTC"


def clock(moment: datetime, at: datetime) -> str:
    """A moment to the minute: "12:05 UTC", with its date when that is not the day of ``at``."""
    known = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    reference = at.astimezone(UTC) if at.tzinfo else at
    same_day = known.date() == reference.date()
    return f"{known:%H:%M} UTC" if same_day else f"{known:%Y-%m-%d %H:%M} UTC"


def span(length: timedelta | None) -> str:
    """A length of time in its two largest units: "45 s", "4 min 12 s", "2 h 5 min", "3 d 4 h"."""
    if length is None or pd.isna(length):
        return NOT_RECORDED
    seconds = int(length.total_seconds())
    if seconds < 0:
        return f"−{span(-length)}"
    if seconds < _MINUTE:
        return f"{seconds} s"
    if seconds < _HOUR:
        return _two(seconds, _MINUTE, "min", 1, "s")
    if seconds < _DAY:
        return _two(seconds, _HOUR, "h", _MINUTE, "min")
    return _two(seconds, _DAY, "d", _HOUR, "h")


def _two(seconds: int, large: int, large_name: str, small: int, small_name: str) -> str:
    rest = seconds % large // small
    return f"{seconds // large} {large_name}" + (f" {rest} {small_name}" if rest else "")


def _largest_unit(seconds: int) -> str:
    if seconds < _MINUTE:
        return f"{seconds}s"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE}m"
    if seconds < _DAY:
        return f"{seconds // _HOUR}h"
    if seconds < 2 * _YEAR:
        return f"{seconds // _DAY}d"
    return f"{seconds // _YEAR}y"
