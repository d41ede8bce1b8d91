"""The record of what people decided: laid over the copy, opened to decide, or out of reach."""

import logging
from threading import Lock
from time import monotonic

from data.actions.database import Actions, has_decisions, open_actions
from data.actions.errors import ActionsError
from data.actions.laid import as_decided, as_last_known
from data.actions.sender import start_sending
from data.copy import Copy
from data.settings import settings

OUT_OF_REACH = (
    "The record of decisions cannot be reached just now. Risk levels are shown as they were last"
    " known, and nothing can be decided."
)

# Seconds: a database that does not answer is not waited for at every click.
_LEFT_ALONE = 15.0
_LOG = logging.getLogger(__name__)

_turn = Lock()
_again_at = 0.0


def with_decisions(copy: Copy) -> Copy:
    """The copy as people decided, up to now; as it was last known where that cannot be read.

    Raises:
        SettingsError: the settings cannot be used.
    """
    global _again_at
    chosen = settings()
    if not has_decisions(chosen):
        return copy
    if monotonic() < _again_at:
        return as_last_known(copy)
    with _turn:
        # Another viewer may have waited in vain meanwhile.
        if monotonic() < _again_at:
            return as_last_known(copy)
        try:
            return as_decided(copy, open_actions(chosen))
        except ActionsError as error:
            _LOG.warning("%s (%s)", error, error.__cause__)
            _again_at = monotonic() + _LEFT_ALONE
            return as_last_known(copy)


def record() -> Actions:
    """What people decided, to read and to write.

    Raises:
        ActionsError: it cannot be reached.
        SettingsError: the settings cannot be used.
    """
    global _again_at
    opened = open_actions(settings())
    _again_at = 0.0
    return opened


def tell_stores() -> None:
    """Have this process tell the stores' system of decisions, where a webhook is set.

    Raises:
        SettingsError: the settings cannot be used.
    """
    chosen = settings()
    if chosen.webhook is None or monotonic() < _again_at:
        return
    try:
        start_sending(chosen)
    except ActionsError as error:
        _LOG.warning("%s (%s)", error, error.__cause__)
