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
    shown = listed.filters.sentence(listed.facts, listed.title) if listed.whole else ""
    made = made_html(listed.facts.made_at, at, newest=newest)
    st.html(f'<p class="list-shown">{html_text(shown)}</p>{made}')


def made_html(made_at: datetime, at: datetime, *, newest: bool) -> str:
    """When the copy was made, as HTML, and whether that is long ago or not the last word."""
    stale = at - made_at > _STALE_AFTER
    made = f"data from {clock(made_at, at)}, {ago(made_at, at)}"
    if stale:
        made = f"⚠ {made}: stale, older than a day"
    if not newest:
        made += " · newer data is there, press Refresh"
    return f'<p class="list-made{" stale" if stale else ""}">{made}</p>'
