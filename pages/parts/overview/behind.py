"""The list's filters behind each kind of mark."""

from dataclasses import replace
from typing import Any

from pages.parts.go import Mark
from queries.filters import SessionFilters, TimeRange
from queries.overview.asked import Asked
from queries.slices import Bounds

# What may be any text of the data, as long as it likes.
_TEXTS = ("store", "status", "risk", "session_type", "product")


def behind(asked: Asked, sessions: int, **chosen: Any) -> Mark | None:
    """The mark of so many sessions that the page shows, narrowed to what is chosen.

    None: no list shows just these. A mark of no session leads nowhere.
    """
    if not sessions or not all(
        SessionFilters.in_url(name, chosen.get(name)) for name in _TEXTS if name in chosen
    ):
        return None
    filters = _fixed(asked)
    product = chosen.get("product")
    if product is not None and filters.product not in (None, product):
        # A session can hold both products, and the list narrows to one.
        return None
    if filters.in_cart and "in_cart" in chosen:
        chosen["in_cart"] = True
    for name in ("lasted", "renewals", "extends"):
        if name in chosen:
            chosen[name] = _both(getattr(filters, name), chosen[name])
    if "step" in chosen and filters.step is not None:
        step = filters.step.both(chosen["step"])
        if step is None:
            return None
        chosen["step"] = step
    return Mark(replace(filters, **chosen), sessions)


def _fixed(asked: Asked) -> SessionFilters:
    """The page's filters, with a range that goes back from now kept where it was drawn."""
    filters = asked.narrowed.filters
    if filters.time_range.length is None:
        return filters
    since, until = filters.bounds(asked.now)
    return replace(filters, time_range=TimeRange.OWN, since=since, until=until)


def _both(one: Bounds | None, other: Bounds) -> Bounds:
    """The numbers that both hold."""
    if one is None or one.low is None or other.low is None:
        return other
    ends = [bounds.after for bounds in (one, other) if bounds.after is not None]
    return Bounds(max(one.low, other.low), min(ends, default=None))
