"""Lay what was decided over a copy."""

from dataclasses import replace

from data.actions.database import Actions
from data.actions.standing import changes_since, version
from data.copy import Copy
from data.overlay import Decisions, Overlay


def as_decided(copy: Copy, actions: Actions) -> Copy:
    """The copy, with all that was decided up to now laid over it.

    What was laid over it before is kept: only what was decided since then is looked up.

    Raises:
        ActionsError: the decisions cannot be read.
    """
    laid = copy.overlay.decisions
    if version(actions) != laid.version:
        with copy.overlay.turn:
            laid = _laid_up_to_now(copy.overlay, actions)
    return replace(copy, decided=laid)


def as_last_known(copy: Copy) -> Copy:
    """The copy, with what was laid over it last: for when the decisions cannot be read."""
    return replace(copy, decided=replace(copy.overlay.decisions, current=False))


def _laid_up_to_now(overlay: Overlay, actions: Actions) -> Decisions:
    # Asked again: another page may have had its turn meanwhile.
    now = version(actions)
    if now < overlay.decisions.version:
        # The database was replaced by an older one, or by an empty one.
        overlay.forget()
    if now == overlay.decisions.version:
        return overlay.decisions
    changes = changes_since(actions, overlay.decisions.version)
    return overlay.lay(changes, max((decided.version for decided in changes), default=now))
