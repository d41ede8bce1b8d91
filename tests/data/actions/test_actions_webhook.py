"""Messages to the store's system, over real sockets."""

import hashlib
import hmac
import json
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy.engine import URL

from data.actions import outbox
from data.actions.database import Actions, sqlite_url
from data.actions.decided import Decision
from data.actions.deciding import Seen, decide
from data.actions.errors import ActionsError
from data.actions.outbox import Pace, outgoing
from data.actions.sender import Sender
from data.actions.session_key import SessionKey
from data.actions.trail import Entry
from data.actions.webhook import NotTaken, post
from data.settings import Webhook
from tests.data.actions.conftest import Clock, OpenActions
from tests.data.actions.store_system import SECRET, StoreSystem, store_system

QUICK = Pace(request_s=5, lease_s=15, first_pause_s=0.01, longest_pause_s=0.02, look_every_s=0.01)


@pytest.fixture
def store() -> Iterator[StoreSystem]:
    with store_system() as system:
        yield system


def restrict(actions: Actions, *tokens: str, reason: str = "one ring") -> tuple[Entry, ...]:
    seen = [Seen(SessionKey("kumo", token), 0, "Review", 99.2) for token in tokens]
    return decide(actions, Decision.RESTRICT, seen, who="Ana", reason=reason)


def wait_for(condition: object, within_s: float = 20) -> None:
    assert callable(condition)
    patient_until = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < patient_until, "it did not come to pass"
        time.sleep(0.01)


def test_the_store_is_told_what_was_decided_and_why(sending: Actions, store: StoreSystem) -> None:
    (entry,) = restrict(sending, "cart-1", reason="“ring”")

    assert Sender(sending, store.webhook).send_due() == 1
    (request,) = store.requests
    assert (request.path, request.headers["content-type"]) == (
        "/decisions?shop=1",
        "application/json",
    )
    assert json.loads(request.body) == {
        "id": entry.id,
        "number": 1,
        "at": "2026-03-01T09:00:00.000000Z",
        "who": "Ana",
        "decision": "restrict",
        "store": "kumo",
        "cart_token": "cart-1",
        "reason": "“ring”",
        "note": None,
        "level_before": "Review",
        "level_after": "Restricted",
        "score": 99.2,
        "hash": entry.hash,
    }


def test_the_signature_covers_the_time_and_the_body(sending: Actions, store: StoreSystem) -> None:
    restrict(sending, "cart-1")
    Sender(sending, store.webhook).send_due()

    (request,) = store.requests
    timestamp = request.headers["x-sessions-timestamp"]
    assert re.fullmatch(r"\d+", timestamp) and abs(int(timestamp) - time.time()) < 60
    signed = f"{timestamp}.".encode() + request.body
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert request.headers["x-sessions-signature"] == f"sha256={expected}"


def test_each_decision_has_a_key_of_its_own_that_stays(
    sending: Actions, store: StoreSystem, clock: Clock
) -> None:
    store.answers = [500, 503, 200]
    entries = restrict(sending, "cart-1", "cart-2")
    sender = Sender(sending, store.webhook)
    for _ in range(3):
        sender.send_due()
        clock.forward(minutes=10)

    assert set(store.by_key()) == {entry.id for entry in entries}
    assert len(store.requests) == 4
    bodies = {(request.key, request.body) for request in store.requests}
    assert len(bodies) == 2


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_answer_of_success_will_do(sending: Actions, store: StoreSystem, status: int) -> None:
    store.answers = [status]
    restrict(sending, "cart-1")
    assert Sender(sending, store.webhook).send_due() == 1
    assert outgoing(sending).waiting == 0


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (301, "answered 301, and redirects are not followed"),
        (307, "answered 307, and redirects are not followed"),
        (400, "answered 400"),
        (410, "answered 410"),
        (429, "answered 429"),
        (500, "answered 500"),
    ],
)
def test_any_other_answer_is_no_success_and_tried_again(
    sending: Actions, store: StoreSystem, clock: Clock, status: int, said: str
) -> None:
    store.answers = [status, 200]
    restrict(sending, "cart-1")
    sender = Sender(sending, store.webhook)

    assert sender.send_due() == 0
    assert (outgoing(sending).waiting, outgoing(sending).last_error) == (1, said)
    clock.forward(minutes=1)
    assert sender.send_due() == 1
    assert [request.path for request in store.requests] == ["/decisions?shop=1"] * 2


def test_one_message_that_is_refused_does_not_hold_the_others_up(
    sending: Actions, store: StoreSystem
) -> None:
    store.answers = [500, 200]
    restrict(sending, "cart-1", "cart-2", "cart-3")

    assert Sender(sending, store.webhook).send_due() == 2
    assert outgoing(sending).waiting == 1


def test_a_store_that_is_not_there_is_waited_for(sending: Actions, clock: Clock) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = Webhook(f"http://127.0.0.1:{unused.getsockname()[1]}/", SECRET)
        restrict(sending, "cart-1")
        sender = Sender(sending, nobody)
        for _ in range(30):
            assert sender.send_due() == 0
            clock.forward(minutes=10)
    stands = outgoing(sending)
    assert (stands.waiting, stands.failing) == (0, 1)
    assert (stands.last_error or "").startswith("no answer: ConnectionRefusedError")


def entry_to_send(actions: Actions) -> Entry:
    return restrict(actions, "cart-1")[0]


@pytest.mark.parametrize("trickling", [False, True])
def test_no_answer_and_one_without_an_end_are_cut_off(
    tmp_path: Path, open_at: OpenActions, store: StoreSystem, trickling: bool
) -> None:
    entry = entry_to_send(open_at(sqlite_url(tmp_path / "actions.sqlite")))
    store.answers, store.trickling = [0 if not trickling else 200], trickling
    began = time.monotonic()
    with pytest.raises(NotTaken, match="no answer"):
        post(store.webhook, entry, within_s=0.5, allowed=lambda: True)
    assert time.monotonic() - began < 5


def test_what_is_no_http_is_no_success(tmp_path: Path, open_at: OpenActions) -> None:
    entry = entry_to_send(open_at(sqlite_url(tmp_path / "actions.sqlite")))
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def babble() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(b"220 mail.example ESMTP\r\n")

        thread = Thread(target=babble, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        with pytest.raises(NotTaken, match="no answer: BadStatusLine"):
            post(Webhook(address, SECRET), entry, within_s=5, allowed=lambda: True)
        thread.join(10)


def test_nothing_is_sent_when_the_lease_is_nearly_over(
    tmp_path: Path, open_at: OpenActions, store: StoreSystem
) -> None:
    entry = entry_to_send(open_at(sqlite_url(tmp_path / "actions.sqlite")))
    with pytest.raises(NotTaken, match="connecting took too long"):
        post(store.webhook, entry, within_s=5, allowed=lambda: False)
    assert store.requests == []


def test_a_certificate_that_nobody_vouches_for_is_refused(
    tmp_path: Path, open_at: OpenActions, monkeypatch: pytest.MonkeyPatch
) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed: apt-get install openssl")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
        timeout=30,
    )
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trusted.load_cert_chain(certificate, key)
    entry = entry_to_send(open_at(sqlite_url(tmp_path / "actions.sqlite")))
    with store_system(trusted) as store:
        with pytest.raises(NotTaken, match="certificate verify failed"):
            post(store.webhook, entry, within_s=5, allowed=lambda: True)
        assert store.requests == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        post(store.webhook, entry, within_s=5, allowed=lambda: True)
        assert [request.key for request in store.requests] == [entry.id]


def test_a_sender_in_the_background_sends_what_is_decided(
    url: URL, open_at: OpenActions, store: StoreSystem
) -> None:
    actions = open_at(url, sends=True)
    sender = Sender(actions, store.webhook, QUICK)
    sender.start()
    sender.start()
    try:
        restrict(actions, "cart-1")
        wait_for(lambda: outgoing(actions).waiting == 0)
        restrict(actions, "cart-2", "cart-3")
        wait_for(lambda: outgoing(actions).waiting == 0)
    finally:
        assert sender.stop()
    restrict(actions, "cart-4")

    assert sorted(store.by_key().values()) == [1, 1, 1]
    assert outgoing(actions).waiting == 1
    sender.start()
    wait_for(lambda: outgoing(actions).waiting == 0)
    assert sender.stop()


def test_several_senders_send_each_message_once(
    url: URL, open_at: OpenActions, store: StoreSystem
) -> None:
    entries = restrict(open_at(url, sends=True), *(f"cart-{number}" for number in range(20)))
    senders = [Sender(open_at(url), store.webhook, QUICK) for _ in range(3)]
    for sender in senders:
        sender.start()
    try:
        wait_for(lambda: outgoing(senders[0]._actions).waiting == 0)
    finally:
        assert all([sender.stop() for sender in senders])

    assert store.by_key() == {entry.id: 1 for entry in entries}


def test_a_delivery_that_could_not_be_kept_at_once_is_not_repeated(
    sending: Actions, store: StoreSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, tried = outbox.record_delivered, []

    def fail_twice(*given: object) -> None:
        tried.append(given)
        if len(tried) < 3:
            raise ActionsError("not just now")
        keep(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "record_delivered", fail_twice)
    restrict(sending, "cart-1")

    assert Sender(sending, store.webhook, QUICK).send_due() == 1
    assert (len(tried), len(store.requests), outgoing(sending).waiting) == (3, 1, 0)


def test_a_database_that_comes_back_is_sent_from_again(
    sending: Actions, store: StoreSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease, failures = outbox.lease_next, [ActionsError("not just now"), ValueError("a surprise")]

    def fail_first(*given: object) -> object:
        if failures:
            raise failures.pop()
        return lease(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "lease_next", fail_first)
    restrict(sending, "cart-1")
    sender = Sender(sending, store.webhook, QUICK)
    sender.start()
    wait_for(lambda: outgoing(sending).waiting == 0)
    assert sender.stop()
    assert failures == []
