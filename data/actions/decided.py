"""What can be decided about a session, and what was."""

from dataclasses import dataclass
from datetime import datetime

from data.actions.session_key import SessionKey
from data.terms import Risk, Term


class Decision(Term):
    """What a reviewer decides about a session."""

    RESTRICT = (
        "restrict",
        "Restrict",
        Risk.RESTRICTED.colour,
        Risk.RESTRICTED.icon,
        "The session is blocked or limited: its level becomes Restricted.",
    )
    LIFT = (
        "lift",
        "Lift",
        Risk.MONITORED.colour,
        "↺",
        "An earlier decision is taken back: the level is again what the copy says.",
    )
    CONFIRM = (
        "confirm",
        "Confirm as fine",
        Risk.NORMAL.colour,
        "✓",
        "A person looked and found no concern: the level becomes Normal.",
    )

    def level(self) -> Risk | None:
        """The level that this decision puts in place of the copy's; None leaves the copy's."""
        return _LEVELS.get(self)


_LEVELS = {Decision.RESTRICT: Risk.RESTRICTED, Decision.CONFIRM: Risk.NORMAL}


@dataclass(frozen=True)
class Decided:
    """The latest decision about one session.

    ``level`` stands in place of the copy's risk level; None when the copy's counts again.
    ``at`` is UTC. ``version`` is the number of the decision's entry in the audit trail.
    """

    store: str
    cart_token: str
    level: str | None
    decision: Decision
    who: str
    at: datetime
    version: int

    @property
    def session(self) -> SessionKey:
        """The session that it is about."""
        return SessionKey(self.store, self.cart_token)
