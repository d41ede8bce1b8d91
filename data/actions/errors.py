"""What can go wrong with an action; each message is one sentence for a person."""

from collections.abc import Sequence
from datetime import datetime

from data.actions.decided import Decided
from data.actions.session_key import SessionKey, shortened


class ActionsError(Exception):
    """What people decide cannot be kept or read."""


class Unusable(ActionsError):
    """What was handed in cannot be kept as it is, such as a decision without a reason."""


class Conflict(ActionsError):
    """Somebody decided first. Nothing was changed.

    ``decided``: the decisions that came before, of every session that is affected.
    """

    def __init__(self, decided: Sequence[Decided]) -> None:
        self.decided = tuple(decided)
        first = self.decided[0]
        others = len(self.decided) - 1
        more = f", and {others} more of these sessions were decided" if others else ""
        super().__init__(
            f"{first.who} decided “{first.decision.label}” on session {shortened(first.session)}"
            f" at {_told(first.at)}{more}; nothing was changed."
        )


class Taken(ActionsError):
    """Another reviewer holds every session that was asked for."""

    def __init__(self, session: SessionKey, who: str, until: datetime) -> None:
        self.session = session
        self.who = who
        self.until = until
        super().__init__(
            f"{who} is working on session {shortened(session)}, until {_told(until)} at the latest."
        )


def _told(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
