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

_AT_ONCE, _MOST_KNOWN = 3, 1000


class _Quarters(NamedTuple):
    """The quarters of an hour in which sessions started, how many did before each, and in all.

    ``months``: the beginnings of the months in which they lie, in order. ``known``: what was found
    out of moments between.
    """

    starts: Any
    numbers: Any
    months: list[datetime]
    known: dict[datetime, int]


# A copy never changes, and these are asked for by most pages; they take half a megabyte a year.
_kept: WeakKeyDictionary[Overlay, _Quarters] = WeakKeyDictionary()


def session_count(copy: Copy, scope: Scope) -> int:
    """How many sessions the copy holds."""
    return int(_quarters(copy, scope).numbers[-1])


def started_before(copy: Copy, scope: Scope, quarters: Iterable[datetime]) -> dict[datetime, int]:
    """How many sessions started before each of these beginnings of a quarter of an hour."""
    starts, numbers, *_ = _quarters(copy, scope)
    asked = list(quarters)
    places = np.searchsorted(starts, np.array(asked, dtype="datetime64[us]"))
    return dict(zip(asked, numbers[places].tolist(), strict=True))


def months_with_sessions(copy: Copy, scope: Scope) -> list[datetime]:
    """The beginnings of all months in which sessions started, in order."""
    return list(_quarters(copy, scope).months)


def first_from(copy: Copy, scope: Scope, moment: datetime) -> int:
    """The first session_no of those that started at a moment or later."""
    return firsts_from(copy, scope, [moment])[moment]


def firsts_from(copy: Copy, scope: Scope, moments: Iterable[datetime]) -> dict[datetime, int]:
    """The same for some moments, at most three, for which the copy is asked once.

    Those that were asked for lately are kept.
    """
    asked = list(moments)
    known = _quarters(copy, scope).known
    found = {each: number for each in asked if (number := known.get(each)) is not None}
    unsure = []
    for moment in asked:
        if moment not in found:
            low, high = _around(copy, scope, moment)
            if low == high:
                found[moment] = high
            else:
                unsure.append((moment, low, high))
    if unsure:
        three = (unsure + unsure[-1:] * _AT_ONCE)[:_AT_ONCE]
        names = ("moments", "lows", "highs")
        lists = dict(zip(names, map(list, zip(*three, strict=True)), strict=True))
        counts = ask(copy, scope, "sessions/started", **lists).first()
        assert counts is not None
        for (moment, low, _), count in zip(unsure, counts, strict=False):
            found[moment] = low + count
    if len(known) > _MOST_KNOWN:
        known.clear()
    known.update(found)
    return found


def _around(copy: Copy, scope: Scope, moment: datetime) -> tuple[int, int]:
    """Up to which session_no all surely started before a moment, and from which on none did."""
    starts, numbers, *_ = _quarters(copy, scope)
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
        _kept[copy.overlay] = _Quarters(starts, numbers.astype(np.int64), months, {})
    return _kept[copy.overlay]
