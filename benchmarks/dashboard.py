"""What the dashboard asks, through its own functions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from benchmarks.made import NOW
from benchmarks.samples import Samples
from data.copy import Copy
from queries.detail import detail
from queries.filters import SessionFilters, Sort, TimeRange
from queries.scope import Scope
from queries.session import sessions_with
from queries.sessions import PAGE_ROWS, list_page, neighbours
from queries.slices import Visitor, When

ALL = Scope(None)
_OTHERS = 5
_EVENTS = 200


@dataclass(frozen=True)
class Question:
    """A question with its parameters. ``aim_ms``: what is aimed at with 10 million sessions."""

    name: str
    ask: Callable[[Any], object]
    parameters: Sequence[Any]
    aim_ms: int | None = None


def questions(copy: Copy, samples: Samples) -> list[Question]:
    """All of them, the ones with an aim first."""
    held = list_page(copy, ALL, SessionFilters(), NOW).total

    def listed(filters: SessionFilters) -> object:
        return list_page(copy, ALL, filters, NOW)

    def searched(texts: Sequence[str]) -> list[SessionFilters]:
        return [SessionFilters(search=text) for text in texts]

    def in_stores(**chosen: Any) -> list[SessionFilters]:
        # One store after the other, and all of them every third time.
        stores = [None if at % 3 == 0 else store for at, store in enumerate(samples.stores)]
        return [SessionFilters(store=store, **chosen) for store in stores]

    def jumps(**chosen: Any) -> list[SessionFilters]:
        return [
            SessionFilters(page=1 + int(share * held / PAGE_ROWS), **chosen)
            for share in samples.shares
        ]

    def one(session: tuple[str, str]) -> object:
        store, token = session
        (found,) = sessions_with(copy, ALL.choosing(store), token)
        return detail(copy, ALL, found, most_events=_EVENTS, most_others=_OTHERS)

    def beside(filters: SessionFilters) -> object:
        rows = list_page(copy, ALL, filters, NOW).rows
        return neighbours(copy, ALL, filters, NOW, rows[len(rows) // 2].session_no)

    first, last = NOW - timedelta(days=200), NOW - timedelta(days=100)
    own = [
        SessionFilters(
            time_range=TimeRange.OWN,
            since=first + timedelta(days=100 * share),
            until=last + timedelta(days=90 * share),
        )
        for share in samples.shares
    ]

    def sliced(field: str, values: Sequence[str]) -> list[SessionFilters]:
        return [SessionFilters(**{field: value}) for value in values]  # type: ignore[arg-type]

    hours = [When(1 + int(7 * share), int(24 * share)) for share in samples.shares]
    without_machines = in_stores(without_machines=True, sort=Sort.VALUE)
    by_value = [replace(each, sort=Sort.VALUE) for each in own]
    return [
        Question("list page with its counts", listed, in_stores(), 15),
        Question("three letters of a token", listed, searched(samples.parts), 200),
        Question("an IP", listed, searched(samples.addresses), 15),
        Question("a CIDR block", listed, searched(samples.networks), 15),
        Question("a country", listed, searched(samples.countries)),
        Question("jump to any page", listed, jumps(), 60),
        Question("whole detail page", one, samples.tokens, 20),
        Question("a status", listed, in_stores(status="Converted")),
        Question("a status and a risk", listed, in_stores(status="Expired", risk="Review")),
        Question(
            "rare: active and restricted", listed, in_stores(status="Active", risk="Restricted")
        ),
        Question("last 24 hours", listed, in_stores(time_range=TimeRange.DAY)),
        Question("last 30 days", listed, in_stores(time_range=TimeRange.MONTH)),
        Question("own dates", listed, own),
        Question("own dates by value", listed, by_value),
        *(
            Question(f"{sort.words}", listed, in_stores(sort=sort))
            for sort in Sort
            if sort is not Sort.NEWEST
        ),
        Question("jump, highest value first", listed, jumps(sort=Sort.VALUE)),
        Question("jump, highest risk first", listed, jumps(sort=Sort.RISK)),
        Question("jump within a status", listed, jumps(status="Converted")),
        Question(
            "eight letters of a token", listed, searched([t[4:12] for _, t in samples.tokens])
        ),
        Question(
            "a shortened token", listed, searched([f"{t[:8]}…{t[-4:]}" for _, t in samples.tokens])
        ),
        Question("list page and a place in it", beside, jumps()),
        Question("narrowed to a country", listed, sliced("country", samples.codes)),
        Question("narrowed to returning visitors", listed, in_stores(visitor=Visitor.RETURNING)),
        Question("narrowed to a product", listed, sliced("product", samples.products)),
        Question(
            "narrowed to an hour of the week",
            listed,
            [SessionFilters(when=hour, zone="Europe/Berlin") for hour in hours],
        ),
        Question("without machines, by value", listed, without_machines),
    ]
