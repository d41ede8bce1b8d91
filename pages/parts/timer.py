"""The reservation timer of one session, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from data.terms import Status
from pages.parts.times import ago, span
from queries.session import Session


@dataclass(frozen=True)
class Timer:
    """What is left on the timer of an Active session, in words that follow "Timer:".

    ``runs``: time is left, so that the words change by the second.
    """

    words: str
    runs: bool


def read_timer(session: Session, made_at: datetime, at: datetime) -> Timer | None:
    """The timer at a moment, and when the copy was made; None for a session that isn't Active."""
    if Status.named(session.status) is not Status.ACTIVE:
        return None
    expires_at = session.expires_at
    if expires_at is None:
        return Timer("its end is not recorded.", runs=False)
    in_copy = expires_at - made_at
    if expires_at > at:
        words = f"{span(expires_at - at)} left now; {span(in_copy)} left when the copy was made."
        return Timer(words, runs=True)
    if in_copy > timedelta():
        words = f"ran out {ago(expires_at, at)}; the copy is older than that, refresh."
        return Timer(words, runs=False)
    words = (
        f"had run out {span(-in_copy)} before the copy was made, "
        "yet the source still calls the session Active."
    )
    return Timer(words, runs=False)


def read_duration(session: Session, at: datetime) -> tuple[str | None, str]:
    """How long a session lasted, or has lasted so far, and a note on how that is known.

    None when its end is not recorded.
    """
    if session.ended_at is not None:
        return span(session.ended_at - session.started_at), "from start to end"
    if Status.named(session.status) is Status.ACTIVE:
        return span(at - session.started_at), "so far"
    if session.last_activity_at is not None:
        active = span(session.last_activity_at - session.started_at)
        return None, f"active for {active}; the end is not recorded"
    return None, ""
