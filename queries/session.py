"""One session: what it holds, what happened in it, and which sessions go with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from data.copy import Copy
from queries.run import ask
from queries.scope import Scope


@dataclass(frozen=True)
class Session:
    """Everything that a copy stores of one session. Times are UTC, with their zone.

    ``session_no`` and ``ip_number`` are the copy's own and mean nothing outside it; the rest is as
    the source had it, and None is not recorded. ``cart_value`` is in major units of ``currency``.
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
    risk: str | None
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


# A status, how many sessions have it, and the numbers of the last of them.
_Outcome = tuple[str | None, int, list[int]]


def sessions_with(copy: Copy, scope: Scope, token: str) -> list[Session]:
    """The sessions with exactly this cart token, at most one a store, by store."""
    records = ask(copy, scope, "session/found", token=token).records()
    return [Session(**_zoned(record)) for record in records]


def sessions_like(copy: Copy, scope: Scope, token: str, most: int) -> list[Glance]:
    """Up to ``most`` sessions whose cart token differs only by case and white space around it.

    White space inside the text given is left out as well: a token that was copied out of a letter
    may have been broken in two. The latest first.
    """
    lower = token.lower()
    spellings = sorted({lower, lower.strip(), "".join(lower.split())} - {""})
    rows = ask(copy, scope, "session/alike", spellings=spellings, most=most).records()
    return [_glance(row) for row in rows]


def lines(copy: Copy, scope: Scope, session: Session) -> list[Line]:
    """What is in the cart, in the order of the source."""
    records = ask(copy, scope, "session/lines", session_no=session.session_no).records()
    return [Line(**_zoned(record)) for record in records]


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


def events(copy: Copy, scope: Scope, session: Session, *, after: int, most: int) -> list[Event]:
    """Up to ``most`` events in order, without the first ``after``."""
    records = ask(
        copy, scope, "session/events", session_no=session.session_no, after=after, most=most
    ).records()
    found = []
    for record in records:
        before = record.pop("before")
        gap = None if before is None else record["at"] - before
        found.append(Event(**_zoned(record), gap=gap))
    return found


def companies(copy: Copy, scope: Scope, session: Session, most: int) -> Companies:
    """The other sessions of the same visitor and of the same address, ``most`` of each by name.

    Those of the visitor are of the same store: two stores may give two people the same visitor id.
    Those of the address are of any store in the scope.
    """
    of_visitor: list[_Outcome] = []
    of_address: list[_Outcome] = []
    asked: dict[str, object] = {"session_no": session.session_no, "most": most}
    if session.visitor_id is not None:
        of_store = scope.choosing(session.store)
        asked_visitor = {"visitor_id": session.visitor_id, **asked}
        of_visitor = ask(copy, of_store, "session/of_visitor", **asked_visitor).tuples()
    if session.ip_number is not None:
        asked_address = {"ip_number": session.ip_number, **asked}
        of_address = ask(copy, scope, "session/of_address", **asked_address).tuples()
    latest = [_latest(found, most) for found in (of_visitor, of_address)]
    wanted = sorted({number for numbers in latest for number in numbers})
    rows = ask(copy, scope, "session/glances", session_nos=wanted).records() if wanted else []
    by_number = {row["session_no"]: _glance(row) for row in rows}
    visitor, address = (
        Company(
            {status: sessions for status, sessions, _ in found},
            tuple(by_number[number] for number in numbers),
        )
        for found, numbers in zip((of_visitor, of_address), latest, strict=True)
    )
    return Companies(visitor, address)


def _latest(found: Iterable[_Outcome], most: int) -> list[int]:
    """The highest numbers: sessions are numbered in the order of their start."""
    return sorted((number for _, _, numbers in found for number in numbers), reverse=True)[:most]


def _glance(record: dict[str, Any]) -> Glance:
    fields = _zoned(record)
    del fields["session_no"]
    return Glance(**fields)


def _zoned(record: dict[str, Any]) -> dict[str, Any]:
    """The record with its times in UTC: the copy stores them without a zone."""
    return {
        name: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
        for name, value in record.items()
    }
