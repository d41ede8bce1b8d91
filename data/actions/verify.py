"""Walk the audit trail, and say where it is broken.

Found are: an entry that was changed, removed, inserted or put elsewhere; entries cut off the end
while ``actions_head`` still tells how far the trail went; entries added past it.

Not to be found from the database alone, since the hashes are no secret: somebody who may write
everything and computes all the hashes anew from some entry on, who cuts the end off and sets the
head back, or who puts an older database, or an empty one, in the place of this one. What shows it
is a hash that was kept elsewhere: the one that ``python -m data audit`` prints, or those that the
store's system was sent with each decision. A trail that still holds them under their numbers was
not rewritten up to there.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, RowMapping, String, select, type_coerce

from data.actions.database import Actions, existing_actions
from data.actions.schema import NO_HASH, head, trail
from data.actions.trail import chained
from data.settings import Settings

_AT_A_TIME = 2_000


@dataclass(frozen=True)
class Verdict:
    """Whether the audit trail holds, in one sentence.

    ``entries``: how many were found in order. ``hash``: that of the last of them, None when there
    is none. ``broken``: the number of the first entry that is not as it was written, or is missing;
    None when the trail holds.
    """

    entries: int
    hash: str | None
    broken: int | None
    said: str

    @property
    def holds(self) -> bool:
        """Whether nothing was found to be wrong."""
        return self.broken is None

    def as_json(self) -> str:
        """The same as one JSON object."""
        return json.dumps({"holds": self.holds, **asdict(self)})

    def as_text(self) -> str:
        """The same for a person."""
        return self.said


def audit(chosen: Settings) -> Verdict:
    """Verify the audit trail of this dashboard, if there is one; nothing is made.

    Raises:
        ActionsError: the database cannot be read.
    """
    actions = existing_actions(chosen)
    if actions is None:
        return Verdict(0, None, None, "No decision was ever kept here, so there is no audit trail.")
    return verify(actions)


def verify(actions: Actions) -> Verdict:
    """Walk the trail from its first entry to its end.

    Raises:
        ActionsError: the database cannot be read.
    """
    with actions.reading() as connection:
        end = connection.execute(select(head)).mappings().one_or_none()
        number, last_hash, version = 0, NO_HASH, 0
        for row in _rows(connection):
            wrong = _wrong(row, number + 1, last_hash)
            if wrong is not None:
                return _broken(number, last_hash, wrong)
            number, last_hash = row["number"], row["hash"]
            if row["decision"] is not None:
                version = number
    if end is None:
        return _broken(number, last_hash, "the row that says where it ends was removed")
    if end["number"] > number:
        return _broken(number, last_hash, f"it once went on to entry {end['number']:,}")
    if (end["number"], end["hash"], end["version"]) != (number, last_hash, version):
        said = "it does not end where the dashboard last wrote"
        return _broken(min(number, end["number"]), last_hash, said)
    if not number:
        return Verdict(0, None, None, "The audit trail holds: it has no entry yet.")
    entries = "1 entry" if number == 1 else f"{number:,} entries"
    said = f"The audit trail holds: {entries}, the last with hash {last_hash}."
    return Verdict(number, last_hash, None, said)


def _rows(connection: Connection) -> Iterator[RowMapping]:
    # Times as the text that is stored: a time that was made unreadable must not end the walk.
    at = type_coerce(trail.c.at, String).label("at")
    columns = [at if column is trail.c.at else column for column in trail.c]
    asked = select(*columns).order_by(trail.c.number)
    yield from connection.execute(asked).yield_per(_AT_A_TIME).mappings()


def _wrong(row: RowMapping, number: int, previous_hash: str) -> str | None:
    """What is wrong with the row that is to be the entry of this number."""
    if row["number"] != number:
        return "it is missing"
    if row["previous_hash"] != previous_hash:
        return "it does not follow the entry before it"
    try:
        hashed = chained(previous_hash, row)
    except (TypeError, ValueError):
        hashed = None
    return None if row["hash"] == hashed else "it is not as it was written"


def _broken(in_order: int, last_hash: str, why: str) -> Verdict:
    broken = in_order + 1
    said = f"The audit trail is broken at entry {broken:,}: {why}."
    return Verdict(in_order, last_hash if in_order else None, broken, said)
