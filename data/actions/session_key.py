"""How a session is named by what outlives the copy."""

from typing import NamedTuple

_SHOWN = 12


class SessionKey(NamedTuple):
    """One session, in every copy the same: its store and its cart token, unique within it."""

    store: str
    cart_token: str


def shortened(session: SessionKey) -> str:
    """The cart token as a sentence names it, such as "9f1c2a7be03d…"."""
    token = session.cart_token
    return token if len(token) <= _SHOWN else f"{token[:_SHOWN]}…"
