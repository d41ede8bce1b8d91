"""What the overview asks for one page, through its own functions, all of it together."""

from datetime import timedelta
from typing import Any

from benchmarks.dashboard import ALL, Question
from benchmarks.made import NOW
from benchmarks.samples import Samples
from data.copy import Copy
from queries.filters import SessionFilters, TimeRange
from queries.overview.asked import Asked
from queries.overview.changes import changes
from queries.overview.durations import (
    by_extends,
    by_renewals,
    conversion_times,
    expiry_times,
    timers,
)
from queries.overview.funnel import funnel
from queries.overview.headline import headline
from queries.overview.over_time import over_time
from queries.overview.places import countries
from queries.overview.products import Ranking, products
from queries.overview.visitors import new_and_returning, risk_mix, session_types
from queries.overview.weekly import weekly
from queries.scope import Scope
from queries.slices import Visitor

_SHOWN = 10
# Neither at the beginning of an hour nor of a day.
_AT = NOW - timedelta(hours=5, minutes=13)
_COVERED_MS, _OTHERS_MS = 100, 1000


def page(copy: Copy, scope: Scope, filters: SessionFilters) -> object:
    """Everything that the page shows, for filters that nobody asked about yet."""
    asked = Asked(copy, scope, filters, _AT, "Europe/Prague")
    asked.read_ahead()
    return (
        headline(asked),
        over_time(asked),
        funnel(asked),
        conversion_times(asked),
        expiry_times(asked),
        timers(asked),
        by_renewals(asked),
        by_extends(asked),
        countries(asked),
        weekly(asked),
        [products(asked, ranking, _SHOWN) for ranking in Ranking],
        session_types(asked),
        new_and_returning(asked),
        risk_mix(asked),
        changes(asked),
    )


def questions(copy: Copy, samples: Samples) -> list[Question]:
    """The page with filters that the roll-ups cover, then with some that they don't."""

    def asked(filters: SessionFilters) -> object:
        return page(copy, ALL, filters)

    def in_stores(**chosen: Any) -> list[SessionFilters]:
        # One store after the other, and all of them every third time.
        stores = [None if at % 3 == 0 else store for at, store in enumerate(samples.stores)]
        return [SessionFilters(store=store, **chosen) for store in stores]

    month, quarter = TimeRange.MONTH, TimeRange.QUARTER
    own = [
        SessionFilters(
            time_range=TimeRange.OWN,
            since=_AT - timedelta(days=200 - 100 * share),
            until=_AT - timedelta(days=100 - 90 * share),
        )
        for share in samples.shares
    ]
    named = {
        "all time": in_stores(),
        "last 24 hours": in_stores(time_range=TimeRange.DAY),
        "last 7 days": in_stores(time_range=TimeRange.WEEK),
        "last 30 days": in_stores(time_range=month),
        "own dates": own,
        "90 days of a risk": in_stores(time_range=quarter, risk="Review"),
        "30 days without machines": in_stores(time_range=month, without_machines=True),
    }
    others = {
        "a country": [SessionFilters(country=code) for code in samples.codes],
        "returning visitors": in_stores(visitor=Visitor.RETURNING),
        "three letters": [SessionFilters(search=part) for part in samples.parts],
    }
    return [
        *(Question(f"overview: {name}", asked, each, _COVERED_MS) for name, each in named.items()),
        *(Question(f"overview: {name}", asked, each, _OTHERS_MS) for name, each in others.items()),
    ]
