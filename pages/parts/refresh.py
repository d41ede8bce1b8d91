"""Go on to the newest copy, and say what that changed."""

from datetime import datetime

import streamlit as st

from data.copy import Copy, CopyError
from data.settings import SettingsError
from pages.parts.reader import newest_copy, opened_copy
from pages.parts.times import clock
from queries.changes import Changes, changes
from queries.scope import Scope

_OUTCOME = "refresh_outcome"


def draw_refresh(copy: Copy, scope: Scope, made_at: datetime, at: datetime) -> None:
    """Draw the button and, in the run after it was pressed, what came of it.

    ``copy`` and ``made_at``: what the page shows now. ``at``: this moment.
    """
    st.button("Refresh", key="refresh", on_click=_refresh, width="stretch")
    outcome = st.session_state.pop(_OUTCOME, None)
    if outcome is None:
        return
    data = f"data from {clock(made_at, at)}"
    if isinstance(outcome, CopyError):
        st.warning(f"The newest copy cannot be read; still {data}.")
    elif outcome.path == copy.path:
        st.info(f"No newer copy; still {data}.")
    else:
        st.success(f"{_told(changes(outcome, copy, scope))}; {data}.")


def _refresh() -> None:
    before = opened_copy()
    try:
        newest_copy()
    except (CopyError, SettingsError) as error:
        st.session_state[_OUTCOME] = error
    else:
        st.session_state[_OUTCOME] = before


def _told(found: Changes) -> str:
    if found.new is None or found.gone is None or found.changed_status is None:
        return f"Quite other data: {_sessions(found.after)}, {found.before:,} before"
    told = [
        f"{_sessions(found.new, 'new ')}" if found.new else "",
        f"{found.changed_status:,} changed status" if found.changed_status else "",
        f"{found.gone:,} no longer there" if found.gone else "",
    ]
    return ", ".join(part for part in told if part) or "A newer copy with the same sessions"


def _sessions(count: int, kind: str = "") -> str:
    return f"{count:,} {kind}session" if count == 1 else f"{count:,} {kind}sessions"
