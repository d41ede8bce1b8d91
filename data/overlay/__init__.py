"""Decisions laid over a copy, so that every question sees the levels that people decided.

The copy's file is never written. What differs is kept in memory, in a catalogue ``decided`` beside
it: a row a session that a decision moved from one outcome to another, with the versions of the
decisions that it holds for. A page looks at one version from its first question to its last, also
while others decide.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import NamedTuple

import duckdb

from data.actions.decided import Decided
from data.actions.session_key import SessionKey
from data.layout import BLOCK_ROWS
from data.statement import statement

FOLDER = Path(__file__).resolve().parent

_FOREVER = 2**63 - 1


@dataclass(frozen=True)
class Decisions:
    """What was decided about sessions, as of a version (``data.actions.standing.version``).

    ``by_session`` holds the latest decision about each session that was ever decided about, also of
    those that the copy does not hold, and of every store. ``current``: whether they could be read
    just now; else they are the last that were.
    """

    version: int = 0
    by_session: Mapping[SessionKey, Decided] = field(default_factory=lambda: MappingProxyType({}))
    current: bool = True

    def level(self, store: str, cart_token: str, in_copy: str | None) -> str | None:
        """The risk level that counts, where the copy has this one."""
        decided = self.by_session.get(SessionKey(store, cart_token))
        return in_copy if decided is None or decided.level is None else decided.level

    def about(self, store: str, cart_token: str) -> Decided | None:
        """The latest decision about a session; None when there was none."""
        return self.by_session.get(SessionKey(store, cart_token))


class Pair(NamedTuple):
    """A pair of status and risk level. ``concern`` orders by risk: 0 is the highest."""

    status: str | None
    risk: str
    concern: int


class Overlay:
    """What is laid over one open copy.

    ``turn`` is held while it is changed. ``pairs``: every pair of status and risk level that a
    session of the copy can have, whether any has it or not, by the number of the outcome that
    stands for it. They are of all stores, and not to be shown.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.turn = RLock()
        self.decisions = Decisions()
        pairs = connection.execute(statement(FOLDER, "pairs")).fetchall()
        self.pairs = {outcome: Pair(*pair) for outcome, *pair in pairs}
        self._connection = connection

    def lay(self, changes: Iterable[Decided], version: int) -> Decisions:
        """Lay the latest decisions over what was laid before, all of them up to this version.

        A decision about a session that the copy does not hold changes no level.
        """
        with self.turn:
            latest = list(changes)
            if latest:
                self._move(latest, version)
            by_session = {
                **self.decisions.by_session,
                **{decided.session: decided for decided in latest},
            }
            self.decisions = Decisions(version, MappingProxyType(by_session))
            return self.decisions

    def forget(self) -> None:
        """Lay nothing over the copy any more."""
        with self.turn:
            self._run(self._connection.cursor(), "forget")
            self.decisions = Decisions()

    def _move(self, latest: list[Decided], version: int) -> None:
        cursor = self._connection.cursor()
        cursor.begin()
        try:
            self._run(
                cursor,
                "end",
                stores=[decided.store for decided in latest],
                tokens=[decided.cart_token for decided in latest],
                version=version,
                forever=_FOREVER,
            )
            standing = [decided for decided in latest if decided.level is not None]
            self._run(
                cursor,
                "move",
                stores=[decided.store for decided in standing],
                tokens=[decided.cart_token for decided in standing],
                levels=[decided.level for decided in standing],
                version=version,
                forever=_FOREVER,
            )
            self._run(cursor, "hold", version=version)
            cursor.commit()
        except duckdb.Error:
            cursor.rollback()
            raise

    @staticmethod
    def _run(cursor: duckdb.DuckDBPyConnection, step: str, **parameters: object) -> None:
        cursor.execute(statement(FOLDER, step), parameters)


def prepare(connection: duckdb.DuckDBPyConnection) -> Overlay:
    """Make what decisions are laid in; ``decided`` is attached already.

    Raises:
        duckdb.Error: the copy is of another version.
    """
    for step, parameters in (
        ("sessions", {}),
        ("products", {}),
        ("moved", {}),
        ("bounds", {"block_rows": BLOCK_ROWS}),
    ):
        connection.execute(statement(FOLDER, step), parameters)
    return Overlay(connection)
