"""Fold what happened in quick succession into one entry of a timeline."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from data.terms import EventKind
from queries.session import Event

# Slower than this, a person may have clicked each one.
CLOSE = timedelta(seconds=2)
FEWEST = 3

_CHANGES = frozenset({EventKind.ITEM_ADDED, EventKind.ITEM_UPDATED, EventKind.ITEM_REMOVED})
_Alike = frozenset[EventKind]


@dataclass(frozen=True)
class Burst:
    """Events of like kinds, each within ``CLOSE`` of the one before, ``FEWEST`` or more of them."""

    events: tuple[Event, ...]

    @property
    def gap(self) -> timedelta | None:
        """The time since the event before the first one; None when that is the first of all."""
        return self.events[0].gap

    @property
    def length(self) -> timedelta:
        """The time from its first event to its last."""
        return self.events[-1].at - self.events[0].at

    @property
    def kinds(self) -> Counter[str]:
        """How often each kind happened, in the order of their first time."""
        return Counter(event.kind for event in self.events)


def folded(events: Iterable[Event]) -> Iterator[Event | Burst]:
    """The same events in the same order, bursts of cart changes or of bought products as one."""
    run: list[Event] = []
    for event in events:
        if run and not _continues(run[-1], event):
            yield from _entries(run)
            run = []
        run.append(event)
    yield from _entries(run)


def _continues(before: Event, event: Event) -> bool:
    alike = _alike(event)
    return bool(alike) and alike == _alike(before) and event.at - before.at <= CLOSE


def _alike(event: Event) -> _Alike:
    """The kinds that fold into one entry with this event; none when it stands alone."""
    kind = EventKind.named(event.kind)
    if kind in _CHANGES:
        return _CHANGES
    # A source may tell of a purchase once for every product.
    return frozenset({EventKind.CONVERTED}) if kind is EventKind.CONVERTED else frozenset()


def _entries(run: list[Event]) -> Iterable[Event | Burst]:
    return [Burst(tuple(run))] if len(run) >= FEWEST else run
