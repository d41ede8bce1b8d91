"""A dashboard that is killed between a decision and its webhook, and the one that starts next."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import URL

from data.actions.database import Actions
from data.actions.outbox import outgoing
from data.actions.schema import outbox
from data.actions.verify import verify
from tests.data.actions.conftest import OpenActions
from tests.data.actions.store_system import StoreSystem, store_system

ROOT = Path(__file__).resolve().parents[3]
LEASE_S = 1.2

# A dashboard's process: decides about as many sessions as it is told, says so, sends if it is told
# to, and lives until it is killed.
DASHBOARD = """
import sys, time
from sqlalchemy.engine import make_url
from data.actions.database import actions_at
from data.actions.decided import Decision
from data.actions.deciding import Seen, decide
from data.actions.outbox import Pace
from data.actions.sender import Sender
from data.actions.session_key import SessionKey
from data.settings import Webhook

url, address, secret, lease_s, deciding, sending = sys.argv[1:]
actions = actions_at(make_url(url), sends=True)
if deciding != "0":
    seen = [Seen(SessionKey("kumo", f"cart-{n}"), 0, "Review") for n in range(int(deciding))]
    decide(actions, Decision.RESTRICT, seen, who="Ana", reason="one ring")
print("decided", flush=True)
if sending == "sending":
    pace = Pace(request_s=0.5, lease_s=float(lease_s), first_pause_s=0.01, look_every_s=0.02)
    Sender(actions, Webhook(address, secret), pace).start()
time.sleep(60)
"""


@pytest.fixture
def store() -> Iterator[StoreSystem]:
    with store_system() as system:
        yield system


@contextmanager
def dashboard(
    url: URL, store: StoreSystem, *, deciding: int, sending: bool
) -> Iterator[subprocess.Popen[str]]:
    """Start one, wait until it has decided, and kill it at the end as a crash would."""
    address = url.render_as_string(hide_password=False)
    webhook = store.webhook
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", DASHBOARD, address, webhook.url, webhook.secret, str(LEASE_S)),
            *(str(deciding), "sending" if sending else "silent"),
        ],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        assert process.stdout and process.stdout.readline() == "decided\n"
        yield process
    finally:
        process.kill()
        process.wait(10)


def all_delivered(actions: Actions, within_s: float = 30) -> bool:
    patient_until = time.monotonic() + within_s
    while time.monotonic() < patient_until:
        if outgoing(actions).waiting == 0:
            return True
        time.sleep(0.05)
    return False


def test_killed_between_decision_and_webhook_the_next_one_tells_it_exactly_once(
    url: URL, open_at: OpenActions, store: StoreSystem
) -> None:
    with dashboard(url, store, deciding=3, sending=False):
        pass
    assert store.requests == []
    actions = open_at(url)
    assert outgoing(actions).waiting == 3

    with dashboard(url, store, deciding=0, sending=True):
        assert all_delivered(actions)
    with dashboard(url, store, deciding=0, sending=True):
        # Whatever it took for left to send, it would have sent by then.
        time.sleep(1.5 * LEASE_S)

    with actions.reading() as connection:
        delivered = select(func.count()).where(outbox.c.delivered_at.is_not(None))
        assert connection.scalar(delivered) == 3
    assert sorted(store.by_key().values()) == [1, 1, 1]
    assert verify(actions).holds


def test_killed_while_the_store_was_reading_the_next_one_repeats_the_same_key(
    url: URL, open_at: OpenActions, store: StoreSystem
) -> None:
    store.answers = [0, 200]
    with dashboard(url, store, deciding=1, sending=True):
        assert store.arrived.wait(30)
    actions = open_at(url)
    assert outgoing(actions).waiting == 1

    with dashboard(url, store, deciding=0, sending=True):
        assert all_delivered(actions)

    (times,) = store.by_key().values()
    assert times == len(store.requests) == 2
    assert len({request.body for request in store.requests}) == 1
    assert verify(actions).holds
