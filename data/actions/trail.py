r"""The audit trail: every decision and note, each entry chained to the one before it.

An entry's ``hash`` is the SHA-256, in hexadecimal, of the ASCII text

    previous_hash + "\n" + canonical

where ``previous_hash`` is the hash of the entry before (64 zeros before the first) and
``canonical`` is a JSON object of the columns number, id, at, who, decision, store, cart_token,
reason, note, level_before, level_after and score: its keys sorted, no space between its parts,
every character beyond ASCII as \uXXXX, absent values as null, ``at`` as
"2026-03-01T09:00:00.000000Z", ``score`` in the shortest digits that name the number.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from data.actions.decided import Decided, Decision
from data.actions.errors import ActionsError
from data.actions.schema import head, trail, written
from data.actions.session_key import SessionKey

Row = Mapping[str, Any] | RowMapping

_HASHED = (
    "number",
    "id",
    "at",
    "who",
    "decision",
    "store",
    "cart_token",
    "reason",
    "note",
    "level_before",
    "level_after",
    "score",
)

DECIDED = ("store", "cart_token", "decision", "who", "at", "number")
_DECISIONS = {decision.value: decision for decision in Decision}


@dataclass(frozen=True)
class Draft:
    """What an entry is to say. ``decision`` is None for a note alone."""

    session: SessionKey
    decision: Decision | None
    reason: str | None
    note: str | None
    level_before: str | None
    level_after: str | None
    score: float | None


@dataclass(frozen=True)
class Entry:
    """One entry of the audit trail: a decision, or a note alone (``decision`` is None).

    ``number`` counts from 1. ``id`` is known nowhere else, and is what a receiver tells messages
    apart by. ``at`` is UTC. The levels are the risk level before and after, None where the copy
    recorded none; ``score`` is the session's score at that moment, None where it had none.
    """

    number: int
    id: str
    at: datetime
    who: str
    decision: Decision | None
    session: SessionKey
    reason: str | None
    note: str | None
    level_before: str | None
    level_after: str | None
    score: float | None
    hash: str


def append(
    connection: Connection, drafts: Sequence[Draft], *, who: str, at: datetime
) -> tuple[Entry, ...]:
    """Add entries to the end of the trail, on a connection that alone may write."""
    end = connection.execute(select(head.c.number, head.c.hash, head.c.version)).one()
    number, previous, version = end.number, end.hash, end.version
    rows: list[dict[str, Any]] = []
    for draft in drafts:
        number += 1
        said: dict[str, Any] = {
            "number": number,
            "id": uuid.uuid4().hex,
            "at": written(at),
            "who": who,
            "decision": None if draft.decision is None else draft.decision.value,
            "store": draft.session.store,
            "cart_token": draft.session.cart_token,
            "reason": draft.reason,
            "note": draft.note,
            "level_before": draft.level_before,
            "level_after": draft.level_after,
            "score": draft.score,
        }
        hashed = chained(previous, said)
        rows.append({**said, "at": at, "previous_hash": previous, "hash": hashed})
        previous = hashed
        if draft.decision is not None:
            version = number
    connection.execute(trail.insert(), rows)
    connection.execute(head.update().values(number=number, hash=previous, version=version))
    return tuple(entry_of(row) for row in rows)


def chained(previous_hash: str, said: Row) -> str:
    """The hash of an entry that follows the one with this hash.

    Raises:
        TypeError, ValueError: a value is none that an entry can hold.
    """
    canonical = json.dumps(
        {name: said[name] for name in _HASHED},
        ensure_ascii=True,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(f"{previous_hash}\n{canonical}".encode("ascii")).hexdigest()


def entry_of(row: Row) -> Entry:
    """The entry that a row of the trail holds."""
    return Entry(
        number=row["number"],
        id=row["id"],
        at=row["at"],
        who=row["who"],
        decision=Decision.named(row["decision"]),
        session=SessionKey(row["store"], row["cart_token"]),
        reason=row["reason"],
        note=row["note"],
        level_before=row["level_before"],
        level_after=row["level_after"],
        score=row["score"],
        hash=row["hash"],
    )


def decided_of(
    store: str, cart_token: str, said: str, who: str, at: datetime, number: int
) -> Decided:
    """What a decision's row of the trail left standing, from its columns ``DECIDED``.

    Raises:
        ActionsError: a later version of the dashboard made a decision that this one lacks.
    """
    decision = _DECISIONS.get(said)
    if decision is None:
        raise ActionsError("The record of decisions holds one that this dashboard does not know.")
    return Decided(store, cart_token, decision.level(), decision, who, at, number)
