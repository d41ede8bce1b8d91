"""Sessions one below the other, each of which opens with a click or a key."""

from collections.abc import Iterable
from datetime import datetime

import streamlit as st

from data.currencies import format_money
from data.terms import NOT_RECORDED, Status
from pages.parts.badges import badge_text
from pages.parts.escape import markdown_text
from pages.parts.filters import show
from pages.parts.times import ago, exact
from pages.parts.tokens import short_token
from queries.filters import SessionFilters
from queries.session import Glance


def open_session(store: str, token: str) -> None:
    """Show another session on this page: the address changes, and Back leads here again."""
    st.query_params.from_dict({**st.query_params.to_dict(), "store": store, "token": token})


def go_to_list(label: str, filters: SessionFilters, key: str, *, in_list: bool) -> None:
    """Draw the way to the list of these filters.

    ``in_list``: whether this is drawn on the list's own page, where another address is enough.
    ``key``: unique on the page.
    """
    if in_list:
        st.button(label, key=f"list {key}", on_click=show, args=(filters,))
    else:
        st.page_link("pages/sessions.py", label=label, query_params=filters.to_url())


def draw_session_rows(
    sessions: Iterable[Glance], key: str, at: datetime, *, with_store: bool
) -> None:
    """Draw a button for each session. ``key``: a name for this group, unique on the page."""
    with st.container(key=f"rows-{key}", gap="xxsmall"):
        for number, session in enumerate(sessions):
            st.button(
                session_words(session, at, with_store=with_store),
                key=f"row-{key}-{number}",
                help=f"Started {exact(session.started_at)}",
                on_click=open_session,
                args=(session.store, session.cart_token),
                width="stretch",
            )


def session_words(session: Glance, at: datetime, *, with_store: bool) -> str:
    """One session in a line of Markdown: token, status, start, cart, and its store if asked for."""
    words = [
        f"**{markdown_text(short_token(session.cart_token))}**",
        markdown_text(badge_text(Status, session.status))
        if session.status is not None
        else f"status {NOT_RECORDED}",
        f"started {ago(session.started_at, at)}",
    ]
    if session.item_count is not None:
        words.append("1 item" if session.item_count == 1 else f"{session.item_count:,} items")
    if session.cart_value is not None:
        words.append(markdown_text(format_money(session.cart_value, session.currency)))
    if with_store:
        words.append(markdown_text(session.store))
    return " · ".join(words)
