"""What people decided about one session and noted on it, the latest first."""

import logging
from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from data.actions.database import has_decisions
from data.actions.decided import Decision
from data.actions.errors import ActionsError
from data.actions.session_key import SessionKey
from data.actions.standing import history
from data.actions.trail import Entry
from data.copy import Copy
from data.settings import settings
from data.terms import Risk
from pages.parts.badges import badge_html
from pages.parts.cells import moment_html
from pages.parts.escape import html_text
from pages.parts.record import record
from queries.session import Session

_DONE = {
    Decision.RESTRICT: "Restricted",
    Decision.LIFT: "Decision lifted",
    Decision.CONFIRM: "Confirmed as fine",
}
_LOG = logging.getLogger(__name__)


def draw_history(copy: Copy, session: Session, at: datetime) -> None:
    """Draw the entries of the audit trail about one session, or say that there are none."""
    entries = _entries(copy, SessionKey(session.store, session.cart_token))
    if entries is None:
        st.markdown("What was decided and noted cannot be read just now.")
    elif not entries:
        st.markdown("Nobody has decided about this session or noted anything on it.")
    else:
        drawn = "".join(_entry_html(entry, at) for entry in reversed(entries))
        st.html(f'<div class="cs-block"><ol class="cs-decisions">{drawn}</ol></div>')


def _entries(copy: Copy, session: SessionKey) -> Sequence[Entry] | None:
    """The entries about a session, the oldest first; None where they cannot be read."""
    if not copy.decided.current:
        return None
    if not has_decisions(settings()):
        return ()
    try:
        return history(record(), session)
    except ActionsError as error:
        _LOG.warning("%s (%s)", error, error.__cause__)
        return None


def _entry_html(entry: Entry, at: datetime) -> str:
    what = "Note" if entry.decision is None else _DONE[entry.decision]
    who = f"<bdi>{html_text(entry.who)}</bdi>"
    lines = [f"<strong>{html_text(what)}</strong> by {who}, {moment_html(entry.at, at)}"]
    if entry.decision is not None:
        lines.append(
            f"{badge_html(Risk, entry.level_before)} → {badge_html(Risk, entry.level_after)}"
            + ("" if entry.score is None else f" · score {entry.score:.1f} at that time")
        )
    if entry.reason is not None:
        lines.append(f"Reason: <bdi>{html_text(entry.reason)}</bdi>")
    if entry.note is not None:
        lines.append(_note_html(entry.note))
    return f"<li>{''.join(f'<div>{line}</div>' for line in lines)}</li>"


def _note_html(note: str) -> str:
    """A note with its own lines."""
    said = "<br>".join(html_text(line) for line in note.splitlines())
    return f"Note: <bdi>{said}</bdi>"
