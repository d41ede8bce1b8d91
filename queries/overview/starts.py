"""How many sessions of a copy started before a moment. Times are UTC, without saying so."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from data.copy import Copy
from data.overlay import Overlay
from queries.run import ask
from queries.scope import Scope

# A copy never changes, and these are asked for by every page; they take half a megabyte a year.
_kept: WeakKeyDictionary[Overlay, tuple[Any, Any]] = WeakKeyDictionary()


def started_before(copy: Copy, scope: Scope, quarters: Iterable[datetime]) -> dict[datetime, int]:
    """How many sessions started before each of these beginnings of a quarter of an hour.

    As session_no counts in order of start, this is the first one of those that started later.
    """
    if copy.overlay not in _kept:
        found = ask(copy, scope, "overview/quarters").frame()
        starts = found["quarter"].to_numpy(dtype="datetime64[us]")
        numbers = np.append(found["first"].to_numpy(), found["after"].max() if len(found) else 0)
        _kept[copy.overlay] = starts, numbers.astype(np.int64)
    starts, numbers = _kept[copy.overlay]
    asked = list(quarters)
    places = np.searchsorted(starts, np.array(asked, dtype="datetime64[us]"))
    return dict(zip(asked, numbers[places].tolist(), strict=True))
