"""Decide about sessions, and add notes to them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, select

from data.actions import outbox
from data.actions.database import Actions
from data.actions.decided import Decided, Decision
from data.actions.errors import Conflict, Unusable
from data.actions.schema import claims, head
from data.actions.session_key import SessionKey, shortened
from data.actions.standing import latest_of
from data.actions.trail import Draft, Entry, append
from data.actions.wording import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_REASON,
    all_required,
    level,
    nameable,
    optional,
)


@dataclass(frozen=True)
class Seen:
    """One session as the reviewer saw it when deciding.

    ``version``: that of the decisions that the page showed (``standing.version``), or of this
    session's own latest decision; a later decision about the session is a conflict.
    ``level_in_copy``: the risk level that the copy records, whatever was decided since; None where
    it records none. ``score``: the session's score, None where it has none.
    """

    session: SessionKey
    version: int
    level_in_copy: str | None
    score: float | None = None


def decide(
    actions: Actions,
    decision: Decision,
    seen: Sequence[Seen],
    *,
    who: str,
    reason: str,
    note: str = "",
) -> tuple[Entry, ...]:
    """Decide about one or many sessions, for one reason: about all of them, or about none.

    The decisions, their entries in the audit trail and the messages to the store's system are kept
    in one transaction. Claims of these sessions end with it.

    Raises:
        Unusable: there is no session, no reason or no name, a text cannot be kept, a session is
            named twice, or there is no decision to lift.
        Conflict: a session was decided about after it was seen.
        ActionsError: the database cannot be written.
    """
    why, by = all_required((reason, "reason", LONGEST_REASON), (who, "name", LONGEST_NAME))
    beside = optional(note, "note", LONGEST_NOTE)
    by_session = _by_session(seen)
    with actions.writing() as connection:
        _no_page_from_the_future(connection, seen)
        before = latest_of(connection, by_session)
        _no_conflict(before, by_session)
        drafts = [
            _draft(decision, one, before.get(one.session), reason=why, note=beside) for one in seen
        ]
        entries = append(connection, drafts, who=by, at=actions.clock(connection))
        if actions.sends:
            outbox.put(connection, entries)
        _end_claims(connection, by_session)
        return entries


def add_note(actions: Actions, session: SessionKey, *, who: str, note: str) -> Entry:
    """Add a note to one session. It changes no level, and the store's system is not told.

    Raises:
        Unusable: there is no note or no name, or a text cannot be kept.
        ActionsError: the database cannot be written.
    """
    said, by = all_required((note, "note", LONGEST_NOTE), (who, "name", LONGEST_NAME))
    draft = Draft(
        session=nameable(session),
        decision=None,
        reason=None,
        note=said,
        level_before=None,
        level_after=None,
        score=None,
    )
    with actions.writing() as connection:
        (entry,) = append(connection, [draft], who=by, at=actions.clock(connection))
        return entry


def _by_session(seen: Sequence[Seen]) -> dict[SessionKey, Seen]:
    if not seen:
        raise Unusable("There is no session to decide about.")
    by_session = {nameable(one.session): one for one in seen}
    if len(by_session) < len(seen):
        raise Unusable("A session is named twice.")
    for one in seen:
        level(one.level_in_copy)
        if one.score is not None and not math.isfinite(one.score):
            raise Unusable("A score is a number.")
    return by_session


def _no_page_from_the_future(connection: Connection, seen: Sequence[Seen]) -> None:
    """A page that saw later decisions than there are cannot be trusted to have seen the others."""
    version = connection.execute(select(head.c.version)).scalar_one()
    if any(one.version > version for one in seen):
        raise Unusable(
            "This page saw decisions that the record does not hold; read the page again. Nothing"
            " was changed."
        )


def _no_conflict(
    before: Mapping[SessionKey, Decided], by_session: Mapping[SessionKey, Seen]
) -> None:
    came_first = [
        decided
        for session, decided in before.items()
        if decided.version > by_session[session].version
    ]
    if came_first:
        raise Conflict(sorted(came_first, key=lambda decided: decided.version, reverse=True))


def _draft(
    decision: Decision, seen: Seen, before: Decided | None, *, reason: str, note: str | None
) -> Draft:
    overridden = None if before is None else before.level
    if decision is Decision.LIFT and overridden is None:
        raise Unusable(
            f"There is no decision to lift about session {shortened(seen.session)}; nothing was"
            " changed."
        )
    return Draft(
        session=seen.session,
        decision=decision,
        reason=reason,
        note=note,
        level_before=overridden or seen.level_in_copy,
        level_after=decision.level() or seen.level_in_copy,
        # Adding zero makes of -0.0 what SQLite gives back.
        score=None if seen.score is None else float(seen.score) + 0.0,
    )


def _end_claims(connection: Connection, sessions: Iterable[SessionKey]) -> None:
    ending = delete(claims).where(
        claims.c.store == bindparam("of_store"), claims.c.cart_token == bindparam("token")
    )
    named = [{"of_store": session.store, "token": session.cart_token} for session in sessions]
    connection.execute(ending, named)
