"""Claims: so that two reviewers of one queue do not take the same session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Delete, delete, select

from data.actions.database import Actions
from data.actions.errors import Taken, Unusable
from data.actions.schema import claims
from data.actions.session_key import SessionKey
from data.actions.trail import Row
from data.actions.wording import LONGEST_NAME, nameable, required

LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Claim:
    """A session that a reviewer works on. ``until`` is UTC; then it is free again."""

    session: SessionKey
    who: str
    until: datetime


def claim(
    actions: Actions, sessions: Sequence[SessionKey], *, who: str, lasts: timedelta = LASTS
) -> Claim:
    """Take the first of these sessions that nobody else works on; one's own claim is renewed.

    Raises:
        Taken: others work on all of them.
        Unusable: no session is named, or a name cannot be kept.
        ActionsError: the database cannot be written.
    """
    by = required(who, "name", LONGEST_NAME)
    wanted = [nameable(session) for session in sessions]
    if not wanted:
        raise Unusable("There is no session to take.")
    with actions.writing() as connection:
        now = actions.clock(connection)
        connection.execute(delete(claims).where(claims.c.until <= now))
        held = {
            claim.session: claim
            for claim in map(_claim_of, connection.execute(select(claims)).mappings())
            if claim.who != by
        }
        free = next((session for session in wanted if session not in held), None)
        if free is None:
            holder = held[wanted[0]]
            raise Taken(holder.session, holder.who, holder.until)
        taken = Claim(free, by, now + lasts)
        connection.execute(_ending(free, by))
        row = {"store": free.store, "cart_token": free.cart_token, "who": by, "until": taken.until}
        connection.execute(claims.insert(), row)
        return taken


def release(actions: Actions, session: SessionKey, *, who: str) -> None:
    """End one's own claim of a session; where there is none, nothing happens.

    Raises:
        Unusable: a name cannot be kept.
        ActionsError: the database cannot be written.
    """
    by = required(who, "name", LONGEST_NAME)
    with actions.writing() as connection:
        connection.execute(_ending(nameable(session), by))


def standing_claims(actions: Actions) -> tuple[Claim, ...]:
    """The claims that have not run out, the one that runs out first before the others.

    Raises:
        ActionsError: the database cannot be read.
    """
    with actions.reading() as connection:
        now = actions.clock(connection)
        asked = select(claims).where(claims.c.until > now).order_by(claims.c.until)
        return tuple(_claim_of(row) for row in connection.execute(asked).mappings())


def _ending(session: SessionKey, who: str) -> Delete:
    return delete(claims).where(
        claims.c.store == session.store,
        claims.c.cart_token == session.cart_token,
        claims.c.who == who,
    )


def _claim_of(row: Row) -> Claim:
    return Claim(SessionKey(row["store"], row["cart_token"]), row["who"], row["until"])
