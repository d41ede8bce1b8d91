"""What customers do: the numbers of the chosen sessions, and the sessions behind each of them."""

from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from data.copy import Copy
from pages.parts.deciding import draw_outcome
from pages.parts.entrance import come_through_app
from pages.parts.escape import html_text
from pages.parts.filters import draw_filters, filters_in_url
from pages.parts.header import made_html
from pages.parts.nothing import draw_nothing
from pages.parts.overview.sections import draw_sections
from pages.parts.place import keep_place
from pages.parts.reader import is_newest, opened_copy, viewer_scope
from pages.parts.refresh import draw_refresh
from pages.parts.times import now
from pages.parts.widen import draw_ways_to_widen
from queries.filters import SessionFilters, Sort
from queries.scope import Scope
from queries.sessions import list_page

_PARTS = Path(__file__).parent / "parts"


def draw_overview(copy: Copy, scope: Scope, filters: SessionFilters, at: datetime) -> None:
    """Draw the whole page: what narrows it, and what the sessions that are left tell."""
    listed = list_page(copy, scope, filters, at)
    filters, facts = listed.filters, listed.facts
    st.title(f"Overview of {listed.headline}", anchor=False)
    said = filters.sentence(facts, listed.title).removesuffix(f", {filters.sort.words}")
    shown = said if listed.whole else ""
    made = made_html(facts.made_at, at, newest=is_newest(copy))
    st.html(f'<p class="list-shown">{html_text(shown)}</p>{made}')
    draw_outcome(copy)
    with st.sidebar:
        if facts.sessions:
            draw_filters(listed, with_sort=False)
        draw_refresh(copy, filters.scope(scope), facts.made_at, at)
    if listed.total:
        draw_sections(copy, scope, listed, at)
    elif listed.whole:
        draw_ways_to_widen(copy, scope, listed, at)
    else:
        draw_nothing()


come_through_app()
copy, scope, filters = opened_copy(), viewer_scope(), filters_in_url()
st.html(_PARTS / "sessions.css")
st.html(_PARTS / "overview" / "overview.css")
# The list keeps to one currency when it is sorted by value; here is nothing to sort.
draw_overview(
    copy, scope, SessionFilters.from_url({**filters.to_url(), "sort": Sort.NEWEST}), now()
)
keep_place(f"overview {urlencode(filters.to_url())}")
