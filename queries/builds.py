"""The build that made a copy."""

from dataclasses import dataclass
from datetime import UTC, datetime

from data.copy import Copy
from queries.run import ask
from queries.scope import Scope


@dataclass(frozen=True)
class Made:
    """When a copy was made, and what its source had.

    ``at``: in UTC. ``time_zone``: in which the source's times without a zone were read.
    ``has_lines``, ``has_events``: whether the source recorded what was in the carts, and what
    happened when.
    """

    at: datetime
    time_zone: str
    has_lines: bool
    has_events: bool


def made(copy: Copy, scope: Scope) -> Made | None:
    """The build of this copy; None for a viewer who may see no store, or a copy without one."""
    row = ask(copy, scope, "builds/made").first()
    if row is None:
        return None
    at, time_zone, has_lines, has_events = row
    return Made(at.replace(tzinfo=UTC), time_zone, has_lines, has_events)
