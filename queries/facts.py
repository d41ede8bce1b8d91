"""What a copy is made of, as far as a viewer may see it: what the filters can offer."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from data.copy import Copy
from queries.run import ask
from queries.scope import Scope


@dataclass(frozen=True)
class StoreFacts:
    """What one store holds.

    ``statuses``, ``risks``, ``currencies`` and ``countries`` count its sessions by value; a session
    without one is not in them. ``token_characters`` hold every character of its cart tokens in
    lower case, ``token_shortest`` and ``token_longest`` are the lengths of those in characters.
    """

    name: str
    sessions: int
    statuses: Mapping[str, int]
    risks: Mapping[str, int]
    currencies: Mapping[str, int]
    countries: Mapping[str, int]
    token_characters: frozenset[str]
    token_shortest: int
    token_longest: int
    has_addresses: bool


@dataclass(frozen=True)
class Facts:
    """When a copy was made and from what, and what the stores in view hold."""

    made_at: datetime
    source: str
    kind: str
    has_lines: bool
    has_events: bool
    stores: tuple[StoreFacts, ...]

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
    def statuses(self) -> dict[str, int]:
        """Sessions in view by status, the most frequent first."""
        return _added(store.statuses for store in self.stores)

    @property
    def risks(self) -> dict[str, int]:
        """Sessions in view by risk level, the most frequent first."""
        return _added(store.risks for store in self.stores)

    @property
    def currencies(self) -> dict[str, int]:
        """Sessions in view by currency, the most frequent first."""
        return _added(store.currencies for store in self.stores)

    @property
    def countries(self) -> dict[str, int]:
        """Sessions in view by country code, the most frequent first."""
        return _added(store.countries for store in self.stores)


def copy_facts(copy: Copy, scope: Scope) -> Facts:
    """What this copy is made of, in this scope. Times are UTC."""
    (first, *_) = rows = ask(copy, scope, "sessions/facts").tuples()
    made_at, source, kind, has_lines, has_events = first[:5]
    return Facts(
        made_at=made_at.replace(tzinfo=UTC),
        source=source,
        kind=kind,
        has_lines=has_lines,
        has_events=has_events,
        stores=tuple(_store(*row[5:]) for row in rows if row[5] is not None),
    )


def _store(
    name: str,
    sessions: int,
    statuses: Mapping[str, int] | None,
    risks: Mapping[str, int] | None,
    currencies: Mapping[str, int] | None,
    countries: Mapping[str, int] | None,
    token_characters: str,
    token_shortest: int,
    token_longest: int,
    has_addresses: bool,
) -> StoreFacts:
    return StoreFacts(
        name,
        sessions,
        statuses or {},
        risks or {},
        currencies or {},
        countries or {},
        frozenset(token_characters),
        token_shortest,
        token_longest,
        has_addresses,
    )


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))
