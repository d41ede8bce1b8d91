"""What was decided: what a page lays over the levels of the copy, and the story of one session."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, exists, select, true, tuple_

from data.actions.database import Actions
from data.actions.decided import Decided
from data.actions.schema import head, trail
from data.actions.session_key import SessionKey
from data.actions.trail import DECIDED, Entry, decided_of, entry_of

# SQLite takes some 32,000 values in a statement, PostgreSQL 65,535.
_AT_A_TIME = 5_000


def version(actions: Actions) -> int:
    """The number of the last decision, 0 before the first: it grows with each.

    Cheap enough to be asked whenever a page is drawn. Notes alone do not change it.

    Raises:
        ActionsError: the database cannot be read.
    """
    with actions.reading() as connection:
        number: int = connection.execute(select(head.c.version)).scalar_one()
        return number


def decisions_as_of(actions: Actions, version: int) -> tuple[Decided, ...]:
    """The latest decision about each session up to this version, in the order they were made.

    The same version always gives the same answer, so it can be kept under that number.

    Raises:
        ActionsError: the database cannot be read.
    """
    with actions.reading() as connection:
        return _latest(connection, trail.c.number <= version, up_to=version)


def changes_since(actions: Actions, version: int) -> tuple[Decided, ...]:
    """The latest decision about each session that was decided after this version, in order.

    Raises:
        ActionsError: the database cannot be read.
    """
    with actions.reading() as connection:
        return _latest(connection, trail.c.number > version)


def history(actions: Actions, session: SessionKey) -> tuple[Entry, ...]:
    """Every decision and note about one session, the oldest first.

    Raises:
        ActionsError: the database cannot be read.
    """
    asked = (
        select(trail)
        .where(trail.c.store == session.store, trail.c.cart_token == session.cart_token)
        .order_by(trail.c.number)
    )
    with actions.reading() as connection:
        return tuple(entry_of(row) for row in connection.execute(asked).mappings())


def latest_of(connection: Connection, sessions: Iterable[SessionKey]) -> dict[SessionKey, Decided]:
    """The latest decision about each of these sessions that has any."""
    wanted = list(sessions)
    found: dict[SessionKey, Decided] = {}
    for start in range(0, len(wanted), _AT_A_TIME):
        these = tuple_(trail.c.store, trail.c.cart_token).in_(wanted[start : start + _AT_A_TIME])
        found |= {decided.session: decided for decided in _latest(connection, these)}
    return found


def _latest(
    connection: Connection, among: ColumnElement[bool], up_to: int | None = None
) -> tuple[Decided, ...]:
    """The decisions among these that no later one, up to this version, took the place of."""
    later = trail.alias("later")
    replaced = exists().where(
        later.c.store == trail.c.store,
        later.c.cart_token == trail.c.cart_token,
        later.c.number > trail.c.number,
        later.c.decision.is_not(None),
        true() if up_to is None else later.c.number <= up_to,
    )
    columns = (trail.c[name] for name in DECIDED)
    asked = (
        select(*columns)
        .where(among, trail.c.decision.is_not(None), ~replaced)
        .order_by(trail.c.number)
    )
    return tuple(decided_of(*row) for row in connection.execute(asked).all())
