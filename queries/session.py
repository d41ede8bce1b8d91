"""One session: what it holds, what happened in it, and which sessions go with it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from data.actions.decided import Decided
from data.copy import Copy
from data.terms import Status
from queries.facts import copy_facts
from queries.run import ask
from queries.scope import Scope


@dataclass(frozen=True)
class Session:
    """Everything that a copy stores of one session. Times are UTC, with their zone.

    ``session_no`` and ``ip_number`` are the copy's own and mean nothing outside it; the rest is as
    the source had it, and None is not recorded. ``cart_value`` is in major units of ``currency``.
    ``risk`` is the level of the copy: the recorded one or, if not ``risk_recorded``, the
    ``suggested`` one. ``score``: of 100 sessions of its store, how many look less risky.
    ``decided`` is the latest decision about it, None when there was none.
    """

    session_no: int
    store: str
    cart_token: str
    token_hash: str
    visitor_id: str | None
    session_type: str | None
    ip: str | None
    ip_number: int | None
    country: str | None
    status: str | None
    risk: str
    risk_recorded: bool
    suggested: str
    score: float
    currency: str | None
    cart_value: Decimal | None
    item_count: int | None
    started_at: datetime
    expires_at: datetime | None
    last_activity_at: datetime | None
    ended_at: datetime | None
    cart_updates: int | None
    renewals: int | None
    max_renewals: int | None
    manual_extends: int | None
    user_agent: str | None
    checkout_id: str | None
    order_id: str | None
    updated_at: datetime | None
    source_file: str | None
    source_line: int | None
    decided: Decided | None = None

    @property
    def level(self) -> str:
        """The risk level that is shown: the one decided, or else the copy's."""
        return (self.decided and self.decided.level) or self.risk

    @property
    def is_suggested(self) -> bool:
        """Whether the level shown is a suggestion: neither recorded nor decided."""
        return not self.risk_recorded and (self.decided is None or self.decided.level is None)


@dataclass(frozen=True)
class Line:
    """A quantity of one product variant in a cart. ``unit_price`` is in major units."""

    line_no: int
    product_id: str | None
    product: str | None
    variant: str | None
    sku: str | None
    quantity: int | None
    unit_price: Decimal | None
    reserved_until: datetime | None

    @property
    def total(self) -> Decimal | None:
        """Quantity times unit price; None when either is not recorded."""
        if self.quantity is None or self.unit_price is None:
            return None
        return self.quantity * self.unit_price


@dataclass(frozen=True)
class Totals:
    """What the lines of a cart add up to.

    ``items`` is None when some quantity is not recorded. ``value`` adds up the lines whose total is
    known, in major units; None when none is. ``without_total`` counts the other lines.
    """

    items: int | None
    value: Decimal | None
    without_total: int


@dataclass(frozen=True)
class Event:
    """Something that happened at a moment. ``gap``: since the event before; None for the first."""

    seq: int
    at: datetime
    gap: timedelta | None
    kind: str
    product_id: str | None
    product: str | None
    quantity: int | None
    detail: str | None


@dataclass(frozen=True)
class Glance:
    """A session as another session's page mentions it. ``cart_value`` is in major units."""

    store: str
    cart_token: str
    status: str | None
    currency: str | None
    cart_value: Decimal | None
    item_count: int | None
    started_at: datetime


@dataclass(frozen=True)
class Company:
    """The other sessions of one visitor or address.

    ``outcomes`` counts them by status (None: not recorded); ``latest`` are those that started
    last, the last one first.
    """

    outcomes: Mapping[str | None, int]
    latest: tuple[Glance, ...]

    @property
    def sessions(self) -> int:
        """How many they are."""
        return sum(self.outcomes.values())


@dataclass(frozen=True)
class Companies:
    """The other sessions of one session's visitor, and those of its address."""

    visitor: Company
    address: Company


# The number of an outcome, how many sessions have it, and the numbers of the last of them.
_Counted = tuple[int, int, list[int]]


def sessions_with(copy: Copy, scope: Scope, token: str) -> list[Session]:
    """The sessions with exactly this cart token, at most one a store, by store."""
    found = []
    # One number after the other: a row is read far quicker by a number that is given.
    for number in _numbers(copy, scope, token):
        asked = ask(copy, scope, "session/found", session_no=number, token=token)
        for record in asked.records():
            decided = copy.decided.about(record["store"], token)
            found.append(Session(**_zoned(record), decided=decided))
    return sorted(found, key=lambda session: session.store)


def sessions_like(copy: Copy, scope: Scope, token: str, most: int) -> list[Glance]:
    """Up to ``most`` sessions whose cart token differs only by case and white space around it.

    White space inside the text given is left out as well: a token that was copied out of a letter
    may have been broken in two. The latest first.
    """
    spellings = {token, token.strip(), "".join(token.split())} - {""}
    numbers = {number for spelled in spellings for number in _numbers(copy, scope, spelled)}
    return list(glances(copy, scope, sorted(numbers)).values())[:most]


def _numbers(copy: Copy, scope: Scope, spelling: str) -> list[int]:
    rows = ask(copy, scope, "session/numbers", spelling=spelling).tuples()
    return [number for (number,) in rows]


def glances(copy: Copy, scope: Scope, numbers: list[int]) -> dict[int, Glance]:
    """The sessions of these numbers that the scope covers, the latest first."""
    if not numbers:
        return {}
    records = ask(copy, scope, "session/glances", session_nos=numbers).records()
    records.sort(key=lambda record: int(record["session_no"]), reverse=True)
    return {record.pop("session_no"): Glance(**_zoned(record)) for record in records}


def lines(copy: Copy, scope: Scope, session: Session) -> list[Line]:
    """What is in the cart, in the order of the source."""
    records = ask(copy, scope, "session/lines", session_no=session.session_no).records()
    return sorted((Line(**_zoned(record)) for record in records), key=lambda line: line.line_no)


def totals(cart: Sequence[Line]) -> Totals:
    """What these lines add up to; nothing is rounded."""
    quantities = [line.quantity for line in cart if line.quantity is not None]
    known = [line.total for line in cart if line.total is not None]
    return Totals(
        items=sum(quantities) if len(quantities) == len(cart) else None,
        value=sum(known, Decimal()) if known or not cart else None,
        without_total=len(cart) - len(known),
    )


def event_count(copy: Copy, scope: Scope, session: Session) -> int:
    """How many events the session has."""
    row = ask(copy, scope, "session/event_count", session_no=session.session_no).first()
    return 0 if row is None else int(row[0])


def all_events(copy: Copy, scope: Scope, session: Session, most: int) -> list[Event] | None:
    """All events in order; None when there are more than ``most``."""
    asked = ask(copy, scope, "session/events", session_no=session.session_no, most=most + 1)
    rows = asked.tuples()
    if len(rows) > most:
        return None
    rows.sort(key=lambda row: (row[1], row[0]))
    before = [None, *(row[1] for row in rows)]
    return [_event(*row, earlier) for row, earlier in zip(rows, before, strict=False)]


def some_events(copy: Copy, scope: Scope, session: Session, after: int, most: int) -> list[Event]:
    """Up to ``most`` events in order, without the first ``after``."""
    number = session.session_no
    asked = ask(copy, scope, "session/events_part", session_no=number, after=after, most=most)
    return [_event(*row) for row in asked.tuples()]


def _event(seq: int, at: datetime, *what_and_before: Any) -> Event:
    *what, before = what_and_before
    return Event(seq, at.replace(tzinfo=UTC), None if before is None else at - before, *what)


def companies(copy: Copy, scope: Scope, session: Session, most: int) -> Companies:
    """The other sessions of the same visitor and of the same address, ``most`` of each by name.

    Those of the visitor are of the same store: two stores may give two people the same visitor id.
    Those of the address are of any store in the scope.
    """
    of_visitor: list[_Counted] = []
    of_address: list[_Counted] = []
    asked: dict[str, object] = {"session_no": session.session_no, "most": most}
    if session.visitor_id is not None:
        of_store = scope.choosing(session.store)
        asked_visitor = {"visitor_id": session.visitor_id, **asked}
        of_visitor = ask(copy, of_store, "session/of_visitor", **asked_visitor).tuples()
    if session.ip_number is not None:
        asked_address = {"ip_number": session.ip_number, **asked}
        of_address = ask(copy, scope, "session/of_address", **asked_address).tuples()
    latest = [_latest(found, most) for found in (of_visitor, of_address)]
    shown = glances(copy, scope, sorted({number for numbers in latest for number in numbers}))
    visitor, address = (
        Company(_outcomes(copy, scope, found), tuple(shown[number] for number in numbers))
        for found, numbers in zip((of_visitor, of_address), latest, strict=True)
    )
    return Companies(visitor, address)


def _latest(found: Iterable[_Counted], most: int) -> list[int]:
    """The highest numbers: sessions are numbered in the order of their start."""
    return sorted((number for _, _, numbers in found for number in numbers), reverse=True)[:most]


def _outcomes(copy: Copy, scope: Scope, found: Iterable[_Counted]) -> dict[str | None, int]:
    outcomes = copy_facts(copy, scope).outcomes
    counts: Counter[str | None] = Counter()
    for outcome, sessions, _ in found:
        counts[outcomes[outcome].status] += sessions
    return by_status(counts)


def by_status(counts: Mapping[str | None, int]) -> dict[str | None, int]:
    """Sessions by status: in the order of the terms, then what no term names, then none.

    Statuses that no session has are left out.
    """
    terms = list(Status)

    def place(status: str | None) -> tuple[bool, int, str]:
        term = Status.named(status)
        return status is None, len(terms) if term is None else terms.index(term), status or ""

    return {status: counts[status] for status in sorted(counts, key=place) if counts[status]}


def _zoned(record: dict[str, Any]) -> dict[str, Any]:
    """The record with its times in UTC: the copy stores them without a zone."""
    return {
        name: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
        for name, value in record.items()
    }
