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
    shown = html_text(listed.filters.sentence(listed.facts))
    made_at = listed.facts.made_at
    made = f"data from {clock(made_at, at)}, {ago(made_at, at)}"
    stale = at - made_at > _STALE_AFTER
    if not newest:
        made += " · newer data is there: press Refresh"
    elif stale:
        made += " · older than a day: ask for a new copy"
    st.html(
        f'<p class="list-shown">{shown}</p>'
        f'<p class="list-made{" stale" if stale else ""}">{"⚠ " if stale else ""}{made}</p>'
    )
