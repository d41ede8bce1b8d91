"""How high a product must have stood, month by month, to be among the first."""

from collections.abc import Sequence
from datetime import datetime
from statistics import fmean
from typing import NamedTuple
from weakref import WeakKeyDictionary

from data.copy import Copy
from data.overlay import Overlay
from queries.run import ask
from queries.scope import Scope


class Tops(NamedTuple):
    """What part of all sessions the last of the first products has, of each ranking, from 0 to 1.

    ``MOST_PRODUCTS`` are the first ones; 0 where there are fewer.
    """

    sessions: float
    bought: float
    left_behind: float


# A copy never changes, and these few numbers are asked for by every page of the overview.
_kept: WeakKeyDictionary[Overlay, dict[Scope, dict[datetime | None, Tops]]] = WeakKeyDictionary()


def tops(copy: Copy, scope: Scope, months: Sequence[datetime]) -> Tops:
    """The mean over the months that begin then, in UTC; of all of the time where none are given."""
    of_this_copy = _kept.setdefault(copy.overlay, {})
    if scope not in of_this_copy:
        rows = ask(copy, scope, "overview/tops").tuples()
        of_this_copy[scope] = {starts: Tops(*counts) for starts, *counts in rows}
    kept = of_this_copy[scope]
    asked: Sequence[datetime | None] = months or [None]
    found = [kept[month] for month in asked if month in kept]
    return Tops(*map(fmean, zip(*found, strict=True))) if found else Tops(0, 0, 0)
