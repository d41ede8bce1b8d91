"""What filters become in SQL: the parameters that every question about the list shares."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import pyarrow as pa

from data.copy import Copy
from data.terms import NOT_RECORDED, SessionType
from data.token_marks import marks_of
from queries.facts import Facts, copy_facts
from queries.filters import SessionFilters, Sort
from queries.run import Rows, ask, ask_table, read_question
from queries.scope import Scope
from queries.search import Search
from queries.slices import ANYTHING, Bounds, Visitor, When
from queries.starts import firsts_from

PAGE_ROWS = 50

# No copy holds more: session_no and place are integers of 32 bits.
BEYOND = 2**31 - 1

_CAME_BEFORE = {Visitor.NEW: False, Visitor.RETURNING: True, Visitor.UNKNOWN: None}

# Stands for a number that is not recorded: no count and no length of time is below zero.
_UNKNOWN = -1
_NO_END = 2**63 - 1
# A range that holds no number.
_NO_PRODUCT = 0, -1


@dataclass(frozen=True)
class Narrowed:
    """Filters as they are asked of one copy.

    ``filters`` are fitted to the copy, ``scope`` has their store, ``facts`` are those of the whole
    scope. ``search`` is what the text means here. ``outcomes`` are the numbers of the status and
    risk that are shown, None for all. ``first`` and ``after`` bound the session_no of the time
    range. ``direction`` is -1 where session_no is read backwards. ``products`` are the first and
    the last number of the product's key in the stores in view, ``title`` is what it is called.
    """

    copy: Copy
    scope: Scope
    filters: SessionFilters
    facts: Facts
    search: Search | None
    outcomes: frozenset[int] | None
    first: int
    after: int
    products: tuple[int, int]
    title: str | None

    @property
    def sliced(self) -> bool:
        """Whether a slice must be looked up in the sessions; outcomes alone answer the others."""
        step = self.filters.step
        if step is not None and step.kept is step.checkout is ANYTHING:
            step = None
        return bool(replace(self.filters, ended=False, needs_look=False, step=step).slices())

    @property
    def by_address(self) -> bool:
        """Whether a search for addresses, and no slice, says which sessions there are to show."""
        search = self.search
        return search is not None and not (
            self.sliced or search.looks_at_tokens or search.countries or search.means_nothing
        )

    @property
    def bounded(self) -> bool:
        """Whether the time range leaves anything out."""
        return (self.first, self.after) != (0, BEYOND)

    @property
    def by_start(self) -> bool:
        """Whether the order of the list is that of session_no, forwards or backwards."""
        return self.filters.sort in (Sort.NEWEST, Sort.OLDEST)

    @property
    def direction(self) -> int:
        """-1 where session_no is read backwards, else 1; among equals the newest stands first."""
        return 1 if self.filters.sort is Sort.OLDEST else -1

    def shows(self, outcome: int) -> bool:
        """Whether sessions of this outcome are shown."""
        return self.outcomes is None or outcome in self.outcomes

    def ask(self, question: str, **more: object) -> Rows:
        """Ask a question with these filters, and with whatever else it names."""
        return ask(self.copy, self.scope, question, **self._named(question, more))

    def table(self, question: str, **more: object) -> pa.Table:
        """The same for an answer of many rows."""
        return ask_table(self.copy, self.scope, question, **self._named(question, more))

    def _named(self, question: str, more: Mapping[str, object]) -> dict[str, object]:
        named = read_question(question).parameters
        shared = {name: value for name, value in self._parameters.items() if name in named}
        return {**shared, **more}

    @cached_property
    def _parameters(self) -> dict[str, object]:
        return {
            "first": self.first,
            "after": self.after,
            "currency": self.filters.currency,
            "any_outcome": self.outcomes is None,
            "outcomes": sorted(self.outcomes or ()),
            "list_order": "start" if self.by_start else self.filters.sort.value,
            "direction": self.direction,
            "page_rows": PAGE_ROWS,
            **_search_parameters(self.search),
            **self._slice_parameters(),
        }

    def _slice_parameters(self) -> dict[str, object]:
        filters = self.filters
        types = [
            session_type
            for session_type in self.facts.session_types
            if filters.session_type in (None, session_type)
            and not (filters.without_machines and session_type == SessionType.BOT)
        ]
        when, step = filters.when or When(), filters.step
        return {
            "any_land": filters.country is None,
            "land": None if filters.country == NOT_RECORDED else filters.country,
            "any_type": filters.session_type is None and not filters.without_machines,
            "types": types,
            "typeless": filters.session_type in (None, NOT_RECORDED),
            "any_visitor": filters.visitor is None,
            "came_before": filters.visitor and _CAME_BEFORE[filters.visitor],
            "any_kept": step is None or step.kept is ANYTHING,
            "kept": None if step is None or step.kept is ANYTHING else step.kept,
            "any_checkout": step is None or step.checkout is ANYTHING,
            "checkout": None if step is None or step.checkout is ANYTHING else step.checkout,
            **_bounds_parameters("renewals", filters.renewals),
            **_bounds_parameters("extends", filters.extends),
            **_bounds_parameters("lasted", filters.lasted),
            "any_moment": filters.when is None,
            "weekday": when.weekday,
            "hour": when.hour,
            "zone": filters.zone,
            "any_product": filters.product is None,
            "first_product": self.products[0],
            "last_product": self.products[1],
            "in_cart": filters.in_cart,
        }


def narrow(copy: Copy, scope: Scope, filters: SessionFilters, now: datetime) -> Narrowed:
    """Fit filters to a copy and scope; ``now`` is what a range such as 24 hours goes back from."""
    facts = copy_facts(copy, scope)
    filters = filters.fitted(facts)
    narrowed = filters.scope(scope)
    first, after = _bounds(copy, narrowed, filters, now)
    products = _products(copy, narrowed, filters.product)
    numbers = [number for number, _ in products]
    return Narrowed(
        copy=copy,
        scope=narrowed,
        filters=filters,
        facts=facts,
        search=filters.meaning(facts),
        outcomes=_outcomes(copy, filters),
        first=first,
        after=after,
        products=(numbers[0], numbers[-1]) if numbers else _NO_PRODUCT,
        title=next((title for _, title in products if title is not None), None),
    )


def _products(copy: Copy, scope: Scope, key: str | None) -> list[tuple[int, str | None]]:
    """The numbers and titles of a product in the stores in view."""
    if key is None:
        return []
    return [
        (number, title)
        for number, title in ask(copy, scope, "sessions/products", product=key).tuples()
    ]


def _bounds(copy: Copy, scope: Scope, filters: SessionFilters, now: datetime) -> tuple[int, int]:
    since, until = (moment and moment.replace(tzinfo=None) for moment in filters.bounds(now))
    found = firsts_from(copy, scope, [moment for moment in (since, until) if moment])
    return (0 if since is None else found[since]), (BEYOND if until is None else found[until])


def _outcomes(copy: Copy, filters: SessionFilters) -> frozenset[int] | None:
    if not filters.asks_outcomes:
        return None
    return frozenset(
        number
        for number, pair in copy.overlay.pairs.items()
        if filters.status in (None, pair.status or NOT_RECORDED)
        and filters.risk in (None, pair.risk)
        and filters.fits(pair.status, pair.risk)
    )


def _bounds_parameters(name: str, bounds: Bounds | None) -> dict[str, object]:
    low = after = None
    if bounds is not None:
        low, after = bounds.low, bounds.after
    return {
        f"any_{name}": bounds is None,
        f"{name}_low": _UNKNOWN if low is None else low,
        f"{name}_after": 0 if low is None else _NO_END if after is None else after,
    }


def _search_parameters(search: Search | None) -> dict[str, object]:
    part = search.part if search else None
    begins, finishes = (search and search.ends) or (None, None)
    ranges = search.ranges if search else ()
    part_low, part_high = marks_of(part or "")
    begins_marks, finishes_marks = marks_of(begins or ""), marks_of(finishes or "")
    parameters: dict[str, object] = {
        "searching": search is not None,
        "part": part,
        "part_low": part_low,
        "part_high": part_high,
        "begins": begins,
        "finishes": finishes,
        "ends_low": begins_marks[0] | finishes_marks[0],
        "ends_high": begins_marks[1] | finishes_marks[1],
        "any_country": bool(search and search.countries),
        "countries": list(search.countries) if search else [],
        "any_address": bool(ranges),
        "lowest": min((first for first, _ in ranges), default=None),
        "highest": max((last for _, last in ranges), default=None),
    }
    for number in range(3):
        first, last = ranges[number] if number < len(ranges) else (None, None)
        parameters[f"from_{number + 1}"] = first
        parameters[f"to_{number + 1}"] = last
    return parameters
