"""What happened in one session, in order."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import streamlit as st

from data.terms import UNKNOWN_COLOUR, EventKind
from pages.parts.badges import text_colour
from pages.parts.bursts import Burst, folded
from pages.parts.cells import text_html
from pages.parts.escape import html_text
from pages.parts.times import exact, span
from queries.session import Event

# A session with more events is shown a part at a time, so that a browser can hold it.
SHOWN_AT_ONCE = 500

_CHANGES_QUANTITY = frozenset({EventKind.ITEM_ADDED, EventKind.ITEM_REMOVED, EventKind.CONVERTED})


def draw_timeline(events: Iterable[Event]) -> None:
    """Draw events in order, by day, bursts folded. ``events``: one or more."""
    st.html(f'<div class="cs-block">{timeline_html(events)}</div>')


def timeline_html(events: Iterable[Event]) -> str:
    """Events in order as HTML: a list for each day, bursts folded."""
    return "".join(_day_html(day, list(of)) for day, of in groupby(folded(events), key=_day))


def no_events(*, has_events: bool) -> str:
    """Why no event is shown, in one sentence."""
    if not has_events:
        return (
            "The source of this copy records no events, so what happened in between is not known."
        )
    return "The source records events, but none of this session."


def _day(entry: Event | Burst) -> date:
    return _first(entry).at.astimezone(UTC).date()


def _first(entry: Event | Burst) -> Event:
    return entry.events[0] if isinstance(entry, Burst) else entry


def _day_html(day: date, entries: list[Event | Burst]) -> str:
    items = "".join(
        _burst_html(entry) if isinstance(entry, Burst) else f"<li>{_event_html(entry)}</li>"
        for entry in entries
    )
    heading = f"{day:%A}, {day.day} {day:%B %Y} (UTC)"
    return f'<h3 class="cs-day">{heading}</h3><ol class="cs-events">{items}</ol>'


def _event_html(event: Event) -> str:
    term = EventKind.named(event.kind)
    label = html_text(event.kind) if term is None else term.label
    meaning = "" if term is None else f' title="{html_text(term.meaning)}"'
    what = f"<strong{meaning}><bdi>{label}</bdi></strong>{_change_html(event, term)}"
    return _entry_html(event.at, event.gap, term, what)


def _change_html(event: Event, term: EventKind | None) -> str:
    parts = []
    product = text_html(event.product)
    if product is None and event.product_id is not None:
        product = f"product {text_html(event.product_id)}"
    if event.quantity is not None:
        if term in _CHANGES_QUANTITY:
            times = f"× {event.quantity:,}"
            product = times if product is None else f"{product} {times}"
        elif not _says(event.detail, event.quantity):
            parts.append(f"quantity {event.quantity:,}")
    if product is not None:
        parts.insert(0, product)
    if event.detail is not None:
        parts.append(f'<span class="cs-quiet">{text_html(event.detail)}</span>')
    return "".join(f" · {part}" for part in parts)


def _says(detail: str | None, quantity: int) -> bool:
    return detail is not None and re.search(rf"\b{quantity}\b", detail) is not None


def _burst_html(burst: Burst) -> str:
    count = len(burst.events)
    kinds = [(EventKind.named(kind), times) for kind, times in burst.kinds.items()]
    within = f"within {span(burst.length)}" if burst.length >= timedelta(seconds=1) else "at once"
    bought = all(term is EventKind.CONVERTED for term, _ in kinds)
    if bought:
        summary, details = f"{count:,} products bought {within}", ""
    else:
        summary = f"{count:,} changes {within}"
        words = [f"{term.label} × {times:,}" for term, times in kinds if term is not None]
        details = f' · <span class="cs-quiet">{", ".join(words)}</span>'
    inner = "".join(f"<li>{_event_html(event)}</li>" for event in burst.events)
    what = f'<strong class="cs-more">{summary}</strong>{details}'
    term = kinds[0][0] if len(kinds) == 1 else None
    head = _entry_html(burst.events[0].at, burst.gap, term, what, icon="≡")
    return (
        f'<li><details><summary>{head}</summary><ol class="cs-events">{inner}</ol></details></li>'
    )


def _entry_html(
    at: datetime, gap: timedelta | None, term: EventKind | None, what: str, icon: str = "?"
) -> str:
    colour = UNKNOWN_COLOUR if term is None else term.colour
    utc = at.astimezone(UTC)
    passed = "" if gap is None else f"+{span(gap)}"
    return (
        '<span class="cs-event">'
        f'<time datetime="{utc:%Y-%m-%dT%H:%M:%SZ}" title="{exact(at)}">{utc:%H:%M:%S}</time>'
        f'<span class="cs-gap cs-quiet">{passed}</span>'
        f'<span class="cs-dot" aria-hidden="true" style="background:{colour};'
        f'color:{text_colour(colour)}">{icon if term is None else term.icon}</span>'
        f'<span class="cs-what">{what}</span></span>'
    )
