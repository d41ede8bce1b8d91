"""The queue of sessions that need a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from data.copy import Copy
from queries.run import ask
from queries.scope import Scope
from queries.sessions import SessionRow, rows_of

HEAD = 50
"""How many sessions of the queue are looked at ahead."""


@dataclass(frozen=True)
class Queue:
    """The sessions that need a person and that nobody decided about.

    They are those whose level is Review, and those for which the signals suggest Review or more
    while less is recorded. ``left`` counts them by store, all that the viewer may see; a store
    without any is not in it. ``head`` are the first of the chosen store: the highest score first,
    among equals the one whose timer ends the soonest, then those whose timer does not run.
    """

    store: str | None
    left: Mapping[str, int]
    head: tuple[SessionRow, ...]

    @property
    def sessions(self) -> int:
        """How many are left of the chosen store, or of all."""
        return sum(self.left.values()) if self.store is None else self.left.get(self.store, 0)


def queue(copy: Copy, scope: Scope, store: str | None, now: datetime, most: int) -> Queue:
    """The queue, with up to ``most`` sessions of its head; ``now`` tells which timers run."""
    moment = now.astimezone(UTC).replace(tzinfo=None)
    chosen = scope.choosing(store)
    numbers = ask(copy, chosen, "review/head", now=moment, most=most).tuples()
    left = dict(ask(copy, scope, "review/left").tuples())
    return Queue(store, left, tuple(rows_of(copy, chosen, [number for (number,) in numbers])))
