"""The list of sessions, and the session that is opened from it."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from data.copy import Copy
from pages.parts import one_session
from pages.parts.deciding import draw_decisions, draw_dialog, draw_outcome, subject_of
from pages.parts.downloads import draw_downloads
from pages.parts.filters import draw_filters, draw_page_choice, filters_in_url, show
from pages.parts.header import draw_header
from pages.parts.listing import Look, draw_sessions
from pages.parts.nothing import draw_nothing
from pages.parts.place import is_narrow, keep_place
from pages.parts.reader import is_newest, opened_copy, viewer_scope
from pages.parts.refresh import draw_refresh
from pages.parts.times import now
from pages.parts.widen import draw_ways_to_widen
from queries.filters import SessionFilters
from queries.scope import Scope
from queries.sessions import PAGE_ROWS, ListPage, SessionRow, list_page

_STYLES = Path(__file__).parent / "parts" / "sessions.css"


def draw_list(copy: Copy, scope: Scope, filters: SessionFilters, at: datetime) -> None:
    """Draw the whole page: what narrows the list, how many it shows, one page of it."""
    listed = list_page(copy, scope, filters, at)
    filters = listed.filters
    draw_header(listed, at, newest=is_newest(copy))
    draw_outcome(copy)
    with st.sidebar:
        if listed.facts.sessions:
            draw_filters(listed)
        draw_refresh(copy, filters.scope(scope), listed.facts.made_at, at)
    if listed.total:
        look = Look(
            narrow=is_narrow(),
            with_store=filters.store is None and len(listed.facts.stores) > 1,
            with_score=filters.with_score,
            several=draw_choices(filters),
        )
        # What is selected is forgotten with every decision, which may change what a page holds.
        key = f"{copy.name} {copy.decided.version} {filters.to_url()}"
        opening = partial(open_session, filters)
        # Where they are seen without going past the rows.
        above = st.container() if look.several else None
        selected = draw_sessions(listed.rows, at, opening, look, key)
        if above is not None:
            with above:
                draw_bulk(copy, selected)
        draw_footer(copy, scope, listed, at)
        draw_dialog(copy, scope)
    elif listed.whole:
        draw_ways_to_widen(copy, scope, listed, at)
    else:
        draw_nothing()


def draw_choices(filters: SessionFilters) -> bool:
    """Draw what changes the table itself; whether several of its rows are to be selected."""
    with st.container(horizontal=True, key="table-choices"):
        st.toggle(
            "Score column",
            filters.with_score,
            key="with_score",
            on_change=show,
            args=(replace(filters, with_score=not filters.with_score),),
        )
        return st.toggle(
            "Select several",
            key="several",
            help="Select rows of this page, and decide about all of them for one reason.",
        )


def draw_bulk(copy: Copy, selected: list[SessionRow]) -> None:
    """Draw the decisions about the rows that are selected."""
    count = len(selected)
    chosen = "1 session is selected." if count == 1 else f"{count:,} sessions are selected."
    st.markdown(chosen if count else "Select rows to decide about them together.")
    # Those that can do nothing yet are drawn too: the table does not move with the first row.
    draw_decisions(copy, [subject_of(copy, row) for row in selected])


def draw_footer(copy: Copy, scope: Scope, listed: ListPage, at: datetime) -> None:
    """Draw what stands under the table: the other pages, and all pages as a file."""
    first = (listed.filters.page - 1) * PAGE_ROWS + 1
    with st.container(horizontal=True, vertical_alignment="center"):
        if listed.pages > 1:
            draw_page_choice(listed)
            st.markdown(f"{first:,} to {first + len(listed.rows) - 1:,} of {listed.total:,}")
        draw_downloads(copy, scope, listed.filters, listed.facts.made_at, at, listed.total)


def open_session(filters: SessionFilters, row: SessionRow) -> None:
    """Go to a session; the list's filters stay in the address, for the way back and on."""
    st.query_params.from_dict({**filters.to_url(), "store": row.store, "token": row.cart_token})


copy, scope, filters = opened_copy(), viewer_scope(), filters_in_url()
here = urlencode(filters.to_url())
st.html(_STYLES)
if token := st.query_params.get("token"):
    one_session.draw(copy, scope, st.query_params.get("store"), token, filters)
    keep_place(f"session {token} {here}")
else:
    draw_list(copy, scope, filters, now())
    keep_place(f"list {here}")
