"""What a copy is made of, as far as a viewer may see it: what the filters can offer."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from data.copy import Copy
from data.overlay import Overlay
from queries.run import ask
from queries.scope import Scope

_Value = TypeVar("_Value", str, int)


class Outcome(NamedTuple):
    """A pair of status and risk level that sessions have, and how many of one store have it.

    ``outcome`` is the number that stands for the pair inside the copy; a status of None is not
    recorded; where no risk is recorded, the suggested one stands in.
    """

    outcome: int
    status: str | None
    risk: str
    sessions: int


@dataclass(frozen=True)
class StoreFacts:
    """What one store holds.

    ``first_start`` and ``last_start``: when its first and its last session started, in UTC.
    ``currencies``, ``countries`` and ``session_types`` count its sessions by value, ``visitors``
    those of "new" and "returning" ones; a session without one is not in them.
    ``timers``: how many expired sessions ran out so many seconds after their last activity, without
    those whose timer was restarted. ``token_characters`` hold every character of its cart tokens in
    lower case, ``token_shortest`` and ``token_longest`` are the lengths of those in characters.
    """

    name: str
    sessions: int
    first_start: datetime
    last_start: datetime
    outcomes: tuple[Outcome, ...]
    currencies: Mapping[str, int]
    countries: Mapping[str, int]
    token_characters: frozenset[str]
    token_shortest: int
    token_longest: int
    has_addresses: bool
    session_types: Mapping[str, int] = field(default_factory=dict)
    visitors: Mapping[str, int] = field(default_factory=dict)
    timers: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """When a copy was made and from what, and what the stores in view hold.

    ``timer_taken``: how long the timer is taken to run after the last event, where the source
    records none; None where it does.
    """

    made_at: datetime
    source: str
    kind: str
    has_lines: bool
    has_events: bool
    stores: tuple[StoreFacts, ...]
    timer_taken: timedelta | None = None

    def choosing(self, store: str | None) -> "Facts":
        """The same with one store in view; None leaves all of them."""
        if store is None:
            return self
        return replace(self, stores=tuple(facts for facts in self.stores if facts.name == store))

    @property
    def sessions(self) -> int:
        """The number of sessions in view."""
        return sum(store.sessions for store in self.stores)

    @property
    def extent(self) -> tuple[datetime, datetime] | None:
        """When the first and the last session in view started; None when there is none."""
        if not self.stores:
            return None
        return (
            min(store.first_start for store in self.stores),
            max(store.last_start for store in self.stores),
        )

    @cached_property
    def outcomes(self) -> dict[int, Outcome]:
        """The pairs of status and risk level in view, by their number in the copy."""
        found: dict[int, Outcome] = {}
        for outcome in (each for store in self.stores for each in store.outcomes):
            before = found.get(outcome.outcome)
            added = outcome.sessions + (before.sessions if before else 0)
            found[outcome.outcome] = outcome._replace(sessions=added)
        return found

    @cached_property
    def statuses(self) -> dict[str, int]:
        """Sessions in view by status, the most frequent first."""
        pairs = self.outcomes.values()
        return _added({each.status: each.sessions} for each in pairs if each.status is not None)

    @cached_property
    def risks(self) -> dict[str, int]:
        """Sessions in view by risk level, the most frequent first."""
        pairs = self.outcomes.values()
        return _added({each.risk: each.sessions} for each in pairs)

    @cached_property
    def currencies(self) -> dict[str, int]:
        """Sessions in view by currency, the most frequent first."""
        return _added(store.currencies for store in self.stores)

    @cached_property
    def countries(self) -> dict[str, int]:
        """Sessions in view by country code, the most frequent first."""
        return _added(store.countries for store in self.stores)

    @cached_property
    def session_types(self) -> dict[str, int]:
        """Sessions in view by session type, the most frequent first."""
        return _added(store.session_types for store in self.stores)

    @cached_property
    def visitors(self) -> dict[str, int]:
        """Sessions in view by "new" and "returning" visitors, the most frequent first."""
        return _added(store.visitors for store in self.stores)

    @cached_property
    def timers(self) -> dict[int, int]:
        """Expired sessions in view by the seconds that their timer ran, the most frequent first.

        Those whose timer was restarted are left out.
        """
        return _added(store.timers for store in self.stores)


# A copy never changes, and reading its facts takes as long as the rest of a page of the list.
_kept: WeakKeyDictionary[Overlay, dict[Scope, Facts]] = WeakKeyDictionary()


def copy_facts(copy: Copy, scope: Scope) -> Facts:
    """What this copy is made of, in this scope. Times are UTC."""
    # What is laid over a copy is as old as the copy itself, whichever version of it is looked at.
    of_this_copy = _kept.setdefault(copy.overlay, {})
    if scope not in of_this_copy:
        of_this_copy[scope] = _read(copy, scope)
    return of_this_copy[scope]


def _read(copy: Copy, scope: Scope) -> Facts:
    (first, *_) = rows = ask(copy, scope, "sessions/facts").tuples()
    made_at, source, kind, has_lines, has_events, timer_minutes = first[:6]
    return Facts(
        made_at=made_at.replace(tzinfo=UTC),
        source=source,
        kind=kind,
        has_lines=has_lines,
        has_events=has_events,
        stores=tuple(_store(*row[6:]) for row in rows if row[6] is not None),
        timer_taken=None if timer_minutes is None else timedelta(minutes=timer_minutes),
    )


def _store(
    name: str,
    sessions: int,
    first_start: datetime,
    last_start: datetime,
    outcomes: list[dict[str, Any]],
    currencies: Mapping[str, int],
    countries: Mapping[str, int],
    token_characters: str,
    token_shortest: int,
    token_longest: int,
    has_addresses: bool,
    session_types: Mapping[str, int],
    visitors: Mapping[str, int],
    timers: Mapping[int, int],
) -> StoreFacts:
    return StoreFacts(
        name,
        sessions,
        first_start.replace(tzinfo=UTC),
        last_start.replace(tzinfo=UTC),
        tuple(Outcome(**outcome) for outcome in outcomes),
        currencies,
        countries,
        frozenset(token_characters),
        token_shortest,
        token_longest,
        has_addresses,
        session_types,
        visitors,
        timers,
    )


def _added(counts: Iterable[Mapping[_Value, int]]) -> dict[_Value, int]:
    total: Counter[_Value] = Counter()
    for count in counts:
        total.update(count)
    return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))
