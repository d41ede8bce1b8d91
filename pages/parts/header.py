"""What a list shows, in words: how many, which, and as of when."""

from datetime import datetime, timedelta

import streamlit as st

from pages.parts.escape import html_text
from pages.parts.times import ago, clock
from queries.sessions import ListPage

_STALE_AFTER = timedelta(hours=24)


def draw_header(listed: ListPage, at: datetime, *, newest: bool) -> None:
    """Draw the heading of a list.

    ``at``: this moment. ``newest``: whether no newer copy was published than the one shown.
    """
    st.title(listed.headline, anchor=False)
    made_at = listed.facts.made_at
    stale = at - made_at > _STALE_AFTER
    made = f"data from {clock(made_at, at)}, {ago(made_at, at)}"
    if stale:
        made = f"⚠ {made}: stale, older than a day"
    if not newest:
        made += " · newer data is there, press Refresh"
    shown = listed.filters.sentence(listed.facts) if listed.whole else ""
    st.html(
        f'<p class="list-shown">{html_text(shown)}</p>'
        f'<p class="list-made{" stale" if stale else ""}">{made}</p>'
    )
