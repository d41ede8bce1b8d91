"""Sessions one below the other, each of which opens with a click or a key."""

from collections.abc import Iterable
from datetime import datetime

import streamlit as st

from data.currencies import format_money
from data.terms import Status
from pages.parts.badges import badge_html
from pages.parts.cells import moment_html, text_html
from pages.parts.escape import html_text, markdown_text
from pages.parts.filters import show
from pages.parts.tokens import short_token
from queries.filters import SessionFilters
from queries.session import Glance

# Pixels; a shortened token fits, and most names of stores.
_TOKEN_WIDTH, _STORE_WIDTH = 136, 216


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
    sessions: Iterable[Glance],
    key: str,
    at: datetime,
    *,
    with_store: bool = False,
    by_store: bool = False,
) -> None:
    """Draw a line for each session, with its token on the button that opens it.

    ``with_store``: its store stands below; ``by_store``: on the button, instead of the token.
    ``key``: unique on the page.
    """
    with st.container(key=f"rows-{key}", gap="xxsmall"):
        for number, session in enumerate(sessions):
            with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
                st.button(
                    markdown_text(session.store if by_store else short_token(session.cart_token)),
                    key=f"row-{key}-{number}",
                    help="Open this session",
                    on_click=open_session,
                    args=(session.store, session.cart_token),
                    type="tertiary",
                    width=_STORE_WIDTH if by_store else _TOKEN_WIDTH,
                )
                st.html(row_html(session, at, with_store=with_store))


def row_html(session: Glance, at: datetime, *, with_store: bool) -> str:
    """What a line says of a session beside its token: status, start, cart, store if asked for."""
    count = session.item_count
    items = "" if count is None else "1 item" if count == 1 else f"{count:,} items"
    value = session.cart_value
    worth = "" if value is None else html_text(format_money(value, session.currency))
    store = f'<span class="cs-store cs-quiet">{text_html(session.store)}</span>'
    return (
        '<div class="cs-block"><div class="cs-row">'
        f"<span>{badge_html(Status, session.status)}</span>"
        f"<span>{moment_html(session.started_at, at)}</span><span>{items}</span>"
        f'<span class="cs-number">{worth}</span>{store if with_store else ""}</div></div>'
    )
