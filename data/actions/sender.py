"""Send what is in the outbox, from a thread of the dashboard's own process."""

import logging
import time
from datetime import timedelta
from threading import Event, Lock, Thread

from data.actions import outbox
from data.actions.database import Actions, open_actions
from data.actions.errors import ActionsError
from data.actions.outbox import Leased, Pace
from data.actions.webhook import NotTaken, post
from data.settings import Settings, Webhook

_LOG = logging.getLogger(__name__)


class Sender:
    """Sends messages one after another. Any number may run, in any number of processes."""

    def __init__(self, actions: Actions, webhook: Webhook, pace: Pace | None = None) -> None:
        self._actions = actions
        self._webhook = webhook
        self._pace = pace or Pace()
        self._lock = Lock()
        self._stopping = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Send from now on, in a thread that does not keep the process from ending."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return
            self._stopping.clear()
            self._thread = Thread(target=self._run, name="webhook-sender", daemon=True)
            self._thread.start()

    def stop(self, within_s: float = 5.0) -> bool:
        """Begin no further message; whether the one under way ended within so many seconds."""
        with self._lock:
            self._stopping.set()
            if self._thread is None:
                return True
            self._thread.join(within_s)
            return not self._thread.is_alive()

    def send_due(self) -> int:
        """Send what is due now; how many messages were taken.

        Raises:
            ActionsError: the database cannot be read or written.
        """
        taken = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            leased = outbox.lease_next(self._actions, timedelta(seconds=self._pace.lease_s))
            if leased is None:
                break
            taken += self._send(leased, began)
        return taken

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.send_due()
            except ActionsError as error:
                _LOG.warning("%s (%s)", error, error.__cause__)
            except Exception:
                # Whatever it is, the messages after it must not wait for the next start.
                _LOG.exception("a message to the store's system could not be sent")
            self._stopping.wait(self._pace.look_every_s)

    def _send(self, leased: Leased, began: float) -> bool:
        latest_start = began + self._pace.lease_s - 2 * self._pace.request_s
        try:
            post(
                self._webhook,
                leased.entry,
                within_s=self._pace.request_s,
                allowed=lambda: time.monotonic() < latest_start,
            )
        except NotTaken as failure:
            _LOG.warning("decision %s was not taken: %s", leased.entry.id, failure)
            pause = self._pace.pause(leased.attempts)
            outbox.record_failure(self._actions, leased, str(failure), pause)
            return False
        self._record_delivered(leased)
        return True

    def _record_delivered(self, leased: Leased) -> None:
        """Keep that it was taken, however often that has to be tried: else it is sent again."""
        while True:
            try:
                return outbox.record_delivered(self._actions, leased)
            except ActionsError:
                if self._stopping.wait(self._pace.look_every_s):
                    raise


_sender: Sender | None = None
_sender_lock = Lock()


def start_sending(chosen: Settings) -> Sender | None:
    """Start this process's one sender, unless it runs; None when no webhook is set.

    Raises:
        ActionsError: the database cannot be reached, or is of another version of the dashboard.
    """
    global _sender
    if chosen.webhook is None:
        return None
    with _sender_lock:
        if _sender is None:
            _sender = Sender(open_actions(chosen), chosen.webhook)
    _sender.start()
    return _sender
