"""How many sessions of a copy started before a moment. Times are UTC, without saying so.

As session_no counts in order of start, this is the first one of those that started later, whatever
stores are then asked for.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from data.copy import Copy
from data.overlay import Overlay
from queries.run import ask
from queries.scope import Scope

_QUARTER = timedelta(minutes=15)


class _Quarters(NamedTuple):
    """The quarters of an hour in which sessions started, how many did before each, and in all.

    ``months``: the beginnings of the months in which they lie, in order.
    """

    starts: Any
    numbers: Any
    months: list[datetime]


# A copy never changes, and these are asked for by most pages; they take half a megabyte a year.
_kept: WeakKeyDictionary[Overlay, _Quarters] = WeakKeyDictionary()


def session_count(copy: Copy, scope: Scope) -> int:
    """How many sessions the copy holds."""
    return int(_quarters(copy, scope).numbers[-1])


def started_before(copy: Copy, scope: Scope, quarters: Iterable[datetime]) -> dict[datetime, int]:
    """How many sessions started before each of these beginnings of a quarter of an hour."""
    starts, numbers, _ = _quarters(copy, scope)
    asked = list(quarters)
    places = np.searchsorted(starts, np.array(asked, dtype="datetime64[us]"))
    return dict(zip(asked, numbers[places].tolist(), strict=True))


def months_with_sessions(copy: Copy, scope: Scope) -> list[datetime]:
    """The beginnings of all months in which sessions started, in order."""
    return list(_quarters(copy, scope).months)


def first_from(copy: Copy, scope: Scope, moment: datetime) -> int:
    """The first session_no of those that started at a moment or later."""
    return firsts_from(copy, scope, moment, moment)[0]


def firsts_from(copy: Copy, scope: Scope, moment: datetime, other: datetime) -> tuple[int, int]:
    """The same for two moments, for which the copy is asked once."""
    low, high = _around(copy, scope, moment)
    other_low, other_high = _around(copy, scope, other)
    if low == high and other_low == other_high:
        return high, other_high
    asked = {"low": low, "high": high, "moment": moment}
    asked |= {"other_low": other_low, "other_high": other_high, "other_moment": other}
    found = ask(copy, scope, "sessions/started", **asked).first()
    assert found is not None
    return low + int(found[0]), other_low + int(found[1])


def _around(copy: Copy, scope: Scope, moment: datetime) -> tuple[int, int]:
    """Up to which session_no all surely started before a moment, and from which on none did."""
    starts, numbers, _ = _quarters(copy, scope)
    place = int(np.searchsorted(starts, np.datetime64(moment, "us")))
    high = int(numbers[place])
    # No session started between the end of the last quarter before that and the moment.
    if not place or moment - starts[place - 1].item() >= _QUARTER:
        return high, high
    return int(numbers[place - 1]), high


def _quarters(copy: Copy, scope: Scope) -> _Quarters:
    if copy.overlay not in _kept:
        found = ask(copy, scope, "sessions/quarters").frame()
        starts = found["quarter"].to_numpy(dtype="datetime64[us]")
        numbers = np.append(found["first"].to_numpy(), found["after"].max() if len(found) else 0)
        months = np.unique(starts.astype("datetime64[M]")).astype("datetime64[us]").tolist()
        _kept[copy.overlay] = _Quarters(starts, numbers.astype(np.int64), months)
    return _kept[copy.overlay]
