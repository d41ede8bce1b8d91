"""What to say when a cart token names no session, or one in each of several stores."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from data.copy import Copy
from pages.parts.escape import markdown_text
from pages.parts.session_rows import draw_session_rows, go_to_list
from pages.parts.tokens import short_token
from queries.filters import SessionFilters
from queries.scope import Scope
from queries.session import Glance, Session, sessions_like

_SUGGESTED = 10


def draw_missing(
    copy: Copy,
    scope: Scope,
    store: str | None,
    token: str,
    came_from: SessionFilters | None,
    at: datetime,
) -> None:
    """Say that there is no such session, and offer the nearest ones and the search."""
    st.title("No such session", anchor=False)
    if not token.strip():
        st.markdown("The address names no cart token. Find the session in the list.")
        return
    of_store = "" if store is None else f" of {markdown_text(store)}"
    st.markdown(
        f"No session{of_store} has the cart token **{markdown_text(short_token(token))}** in this "
        "copy of the data. It may be newer than the copy, or mistyped."
    )
    alike = sessions_like(copy, scope, token, _SUGGESTED)
    if alike:
        st.header("Nearly the same token", anchor=False)
        draw_session_rows(alike, "alike", at, with_store=True)
    searched = SessionFilters(search=token)
    go_to_list("Search the list for it", searched, "search", in_list=came_from is not None)


def draw_choice(found: Sequence[Session], token: str, at: datetime) -> None:
    """Have the reader choose between sessions of several stores."""
    st.title("Which store?", anchor=False)
    st.markdown(
        f"{len(found):,} stores have a session with the cart token "
        f"**{markdown_text(short_token(token))}**. They are different sessions."
    )
    draw_session_rows([_glance(session) for session in found], "choice", at, by_store=True)


def _glance(session: Session) -> Glance:
    return Glance(
        session.store,
        session.cart_token,
        session.status,
        session.currency,
        session.cart_value,
        session.item_count,
        session.started_at,
    )
