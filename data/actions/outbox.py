"""Messages to the store's system: kept with their decision, leased while they are sent.

A message is lost never: it is in the outbox from the moment of its decision until the store's
system took it. One process at a time sends it, and only after every earlier message about the same
session was taken, so that a restriction that was delayed cannot undo its own lifting.
"""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Select, exists, func, literal, or_, select, update

from data.actions.database import Actions
from data.actions.schema import Moment, outbox, trail
from data.actions.trail import Entry, entry_of

# A message that was tried in vain for so long is shown as failing. It is tried on all the same.
FAILING_AFTER = timedelta(minutes=15)

_LONGEST_ERROR = 200


@dataclass(frozen=True)
class Pace:
    """How patiently messages are sent; seconds.

    The first pause between attempts doubles with each, up to the longest; a random part of up to
    half is taken off, so that messages that failed together do not come back together. A request
    ends after ``request_s``, long before its lease.
    """

    request_s: float = 15.0
    lease_s: float = 60.0
    first_pause_s: float = 1.0
    longest_pause_s: float = 600.0
    look_every_s: float = 1.0

    def pause(self, attempts: int) -> timedelta:
        """How long to wait after so many attempts in vain."""
        doubled = self.first_pause_s * 2.0 ** min(attempts - 1, 60)
        jitter = random.uniform(0.5, 1.0)
        return timedelta(seconds=min(doubled, self.longest_pause_s) * jitter)


@dataclass(frozen=True)
class Leased:
    """One message that this process alone may send until its lease ends."""

    entry: Entry
    lease: str
    attempts: int


@dataclass(frozen=True)
class Outgoing:
    """How the messages stand: those not delivered yet, and what the last failure said.

    ``waiting``: due, being sent, or between attempts. ``failing``: tried in vain for longer than
    ``FAILING_AFTER``, and tried on. ``last_error``: None when no message that waits or fails was
    tried in vain.
    """

    waiting: int
    failing: int
    last_error: str | None


def put(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put a message for each of these decisions into the outbox, in their transaction."""
    rows = [{"number": entry.number, "attempts": 0, "due_at": entry.at} for entry in entries]
    connection.execute(outbox.insert(), rows)


def lease_next(actions: Actions, lasts: timedelta) -> Leased | None:
    """Lease the message that is due the longest, or None when none is due.

    Raises:
        ActionsError: the database cannot be written.
    """
    with actions.reading() as connection:
        if connection.execute(_due(actions.clock(connection))).first() is None:
            return None
    with actions.writing() as connection:
        now = actions.clock(connection)
        row = connection.execute(_due(now)).mappings().first()
        if row is None:
            return None
        leased = Leased(entry_of(row), uuid.uuid4().hex, row["attempts"] + 1)
        connection.execute(
            update(outbox)
            .where(outbox.c.number == leased.entry.number)
            .values(lease=leased.lease, leased_until=now + lasts, attempts=leased.attempts)
        )
        return leased


def record_delivered(actions: Actions, leased: Leased) -> None:
    """Keep that the store's system took the message: it is never sent again.

    Raises:
        ActionsError: the database cannot be written.
    """
    with actions.writing() as connection:
        connection.execute(
            update(outbox)
            .where(outbox.c.number == leased.entry.number, outbox.c.delivered_at.is_(None))
            .values(
                delivered_at=actions.clock(connection),
                lease=None,
                leased_until=None,
                failing_since=None,
                last_error=None,
            )
        )


def record_failure(actions: Actions, leased: Leased, why: str, pause: timedelta) -> None:
    """Keep that an attempt was in vain, and when the next is due; unless the lease was lost.

    Raises:
        ActionsError: the database cannot be written.
    """
    with actions.writing() as connection:
        now = actions.clock(connection)
        connection.execute(
            update(outbox)
            .where(outbox.c.number == leased.entry.number, outbox.c.lease == leased.lease)
            .values(
                due_at=now + pause,
                failing_since=func.coalesce(outbox.c.failing_since, literal(now, Moment)),
                last_error=why[:_LONGEST_ERROR],
                lease=None,
                leased_until=None,
            )
        )


def outgoing(actions: Actions) -> Outgoing:
    """How the messages stand now.

    Raises:
        ActionsError: the database cannot be read.
    """
    kept = outbox.c.delivered_at.is_(None)
    with actions.reading() as connection:
        since = actions.clock(connection) - FAILING_AFTER
        failing = outbox.c.failing_since <= since
        counted = select(func.count(), func.count().filter(failing)).where(kept)
        every, failed = connection.execute(counted).one()
        said = (
            select(outbox.c.last_error)
            .where(kept, outbox.c.last_error.is_not(None))
            .order_by(outbox.c.number)
            .limit(1)
        )
        return Outgoing(every - failed, failed, connection.scalar(said))


def _due(now: datetime) -> Select[tuple[object, ...]]:
    """One row: the message to send next, with its entry of the trail."""
    return (
        select(trail, outbox.c.attempts)
        .join(outbox, outbox.c.number == trail.c.number)
        .where(
            outbox.c.delivered_at.is_(None),
            outbox.c.due_at <= now,
            or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= now),
            ~_an_earlier_one_waits(),
        )
        .order_by(outbox.c.due_at, outbox.c.number)
        .limit(1)
    )


def _an_earlier_one_waits() -> ColumnElement[bool]:
    """Whether a message about the same session was put in before and is not delivered."""
    earlier, about = outbox.alias("earlier"), trail.alias("about")
    return exists().where(
        about.c.store == trail.c.store,
        about.c.cart_token == trail.c.cart_token,
        about.c.number < trail.c.number,
        earlier.c.number == about.c.number,
        earlier.c.delivered_at.is_(None),
    )
