"""The demo's sessions as the contract's files: sessions.ndjson, lines.ndjson, events.ndjson."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path

from data.currencies import decimals
from data.demo.scene import DAY, HOUR, MINUTE, SECOND
from data.demo.session import Session

Row = Mapping[str, str | int | None]


def write_files(folder: Path, sessions: Iterable[Session]) -> None:
    """Write sessions, their lines and their events into a folder, which is made if need be.

    Raises:
        OSError: the folder or a file in it cannot be written.
    """
    told = list(sessions)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "sessions.ndjson", (_session_row(session) for session in told))
    _write(folder / "lines.ndjson", (row for session in told for row in _line_rows(session)))
    _write(folder / "events.ndjson", (row for session in told for row in _event_rows(session)))


def _write(path: Path, rows: Iterator[Row]) -> None:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(encode(row) + "\n" for row in rows)


def _session_row(session: Session) -> Row:
    store, shopper = session.store, session.shopper
    key = {"store": store.name, "cart_token": session.token}
    if not session.events:
        return key | {"started_at": _time(session.started_at)}
    value = session.value if session.recorded_value is None else session.recorded_value
    ended = session.ended_at
    return key | {
        "token_hash": sha256(session.token.encode()).hexdigest(),
        "visitor_id": shopper.visitor_id,
        "session_type": shopper.session_type.value,
        "ip": shopper.ip,
        "country": shopper.country,
        "status": session.status.value,
        "risk": session.risk.value,
        "currency": store.currency,
        "cart_value": _money(value, store.currency),
        "item_count": session.item_count,
        "started_at": _time(session.started_at),
        "expires_at": _time(session.expires_at),
        "last_activity_at": _time(session.last_activity_at),
        "ended_at": None if ended is None else _time(ended),
        "cart_updates": session.cart_updates,
        "renewals": session.renewals,
        "max_renewals": store.max_renewals,
        "manual_extends": session.manual_extends,
        "user_agent": shopper.user_agent,
        "checkout_id": session.checkout_id,
        "order_id": session.order_id,
        "updated_at": _time(session.events[-1].at),
    }


def _line_rows(session: Session) -> Iterator[Row]:
    store, token = session.store, session.token
    for number, line in enumerate(session.lines.values(), start=1):
        yield {
            "store": store.name,
            "cart_token": token,
            "line_no": number,
            "product_id": line.product.product_id,
            "product": line.product.title,
            "variant": line.variant.name,
            "sku": line.variant.sku,
            "quantity": line.quantity,
            "unit_price": _money(line.unit_price, store.currency),
            "reserved_until": _time(session.expires_at),
        }


def _event_rows(session: Session) -> Iterator[Row]:
    store, token = session.store.name, session.token
    for number, event in enumerate(session.events, start=1):
        yield {
            "store": store,
            "cart_token": token,
            "seq": number,
            "at": _time(event.at),
            "kind": event.kind.value,
            "product_id": event.product.product_id if event.product else None,
            "product": event.product.title if event.product else None,
            "quantity": event.quantity,
            "detail": event.detail,
        }


def _time(moment: int) -> str:
    # A day's text is kept: writing a hundred thousand datetimes would take a third of all time.
    day, rest = divmod(moment, DAY)
    hour, rest = divmod(rest, HOUR)
    minute, rest = divmod(rest, MINUTE)
    second, thousandth = divmod(rest, SECOND)
    return f"{_day(day)}T{hour:02}:{minute:02}:{second:02}.{thousandth:03}Z"


@cache
def _day(day: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()


def _money(amount: int, currency: str) -> str:
    return str(Decimal(amount).scaleb(-decimals(currency)))
