"""Tell the store's system about one decision: one signed POST, taken or not.

The body is JSON in ASCII. The headers:

- ``X-Sessions-Timestamp``: when it was sent, in whole seconds since 1970-01-01 UTC;
- ``X-Sessions-Signature``: ``sha256=`` and the HMAC-SHA256, in hexadecimal, of the timestamp, a
  full stop and the body, under the shared secret;
- ``Idempotency-Key``: the ``id`` in the body, the same at each attempt for one decision.

A receiver computes the signature over the bytes that came, compares it in constant time, refuses a
timestamp that is minutes old, and answers 2xx without doing anything for an id that it knows.
"""

import hashlib
import hmac
import json
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event, Timer
from urllib.parse import urlsplit

from data.actions.schema import written
from data.actions.trail import Entry
from data.settings import Webhook

TIMESTAMP = "X-Sessions-Timestamp"
SIGNATURE = "X-Sessions-Signature"
KEY = "Idempotency-Key"


class NotTaken(Exception):
    """The store's system did not say that it took the message; the text says what it did."""


def message(entry: Entry) -> bytes:
    """What the store's system is told of a decision: the same bytes at each attempt.

    ``number`` grows with each decision, and ``hash`` is the entry's in the audit trail.
    """
    return json.dumps(
        {
            "id": entry.id,
            "number": entry.number,
            "at": written(entry.at),
            "who": entry.who,
            "decision": entry.decision,
            "store": entry.session.store,
            "cart_token": entry.session.cart_token,
            "reason": entry.reason,
            "note": entry.note,
            "level_before": entry.level_before,
            "level_after": entry.level_after,
            "score": entry.score,
            "hash": entry.hash,
        },
        ensure_ascii=True,
        allow_nan=False,
        separators=(",", ":"),
    ).encode("ascii")


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The HMAC-SHA256 of timestamp, full stop and body, in hexadecimal."""
    signed = timestamp.encode("ascii") + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def post(webhook: Webhook, entry: Entry, *, within_s: float, allowed: Callable[[], bool]) -> None:
    """Send one message, and wait for the answer so many seconds at the most.

    Redirects are not followed. ``allowed`` is asked once the connection stands, and nothing is sent
    unless it says yes: finding and greeting a server can take long.

    Raises:
        NotTaken: the store's system could not be reached, or did not answer with 2xx.
    """
    url = urlsplit(webhook.url)
    body = message(entry)
    try:
        connection = _connected(webhook.url, within_s)
        try:
            if not allowed():
                raise NotTaken("connecting took too long")
            timestamp = str(int(time.time()))
            with _cut_after(connection, within_s) as was_cut:
                try:
                    connection.request(
                        "POST",
                        (url.path or "/") + (f"?{url.query}" if url.query else ""),
                        body,
                        {
                            "Content-Type": "application/json",
                            "Connection": "close",
                            "User-Agent": "cart-reservation-sessions",
                            TIMESTAMP: timestamp,
                            SIGNATURE: f"sha256={signature(webhook.secret, timestamp, body)}",
                            KEY: entry.id,
                        },
                    )
                    status = connection.getresponse().status
                finally:
                    # An answer that was cut off among its headers reads as if it had ended there.
                    if was_cut.is_set():
                        raise NotTaken(f"no answer within {within_s:g} s")
        finally:
            connection.close()
    except (OSError, HTTPException, ValueError) as error:
        raise NotTaken(f"no answer: {type(error).__name__}: {error}") from error
    if not 200 <= status < 300:
        also = ", and redirects are not followed" if 300 <= status < 400 else ""
        raise NotTaken(f"answered {status}{also}")


def _connected(address: str, within_s: float) -> HTTPConnection:
    url = urlsplit(address)
    host = url.hostname or ""
    connection: HTTPConnection
    if url.scheme == "https":
        trusted = ssl.create_default_context()
        connection = HTTPSConnection(host, url.port, timeout=within_s, context=trusted)
    else:
        connection = HTTPConnection(host, url.port, timeout=within_s)
    connection.connect()
    return connection


@contextmanager
def _cut_after(connection: HTTPConnection, seconds: float) -> Iterator[Event]:
    """End the exchange after so long, also when the other side trickles a byte now and then.

    A socket's own timeout starts anew with each byte.
    """
    was_cut = Event()
    end: socket.socket | None = connection.sock

    def cut() -> None:
        was_cut.set()
        if end is not None:
            # Not SSLSocket's own, which would have the reader go on without its cipher. It fails
            # where the exchange has ended by itself.
            with suppress(OSError):
                socket.socket.shutdown(end, socket.SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield was_cut
    finally:
        timer.cancel()
