"""Review: the sessions that need a person, taken one after the other."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import streamlit as st

from data.actions.claiming import Claim
from data.copy import Copy
from pages.parts import times
from pages.parts.deciding import draw_dialog, draw_outcome, go_on
from pages.parts.entrance import come_through_app
from pages.parts.header import made_html
from pages.parts.place import keep_place
from pages.parts.reader import is_newest, opened_copy, viewer_scope
from pages.parts.refresh import draw_refresh
from pages.parts.review_case import draw_case
from pages.parts.review_queue import (
    claims_that_stand,
    draw_queue,
    draw_refusal,
    draw_reviewer,
    draw_stores,
    draw_take,
    store_in_url,
)
from queries.facts import copy_facts
from queries.review import HEAD, Queue, queue
from queries.scope import Scope
from queries.session import sessions_with

_PARTS = Path(__file__).parent / "parts"


def draw_review(copy: Copy, scope: Scope, store: str | None, at: datetime) -> None:
    """Draw how many are left, the session that is looked at, and the head of the queue."""
    facts = copy_facts(copy, scope)
    found = queue(copy, scope, store, at, HEAD)
    st.title(_headline(found), anchor=False)
    st.html(made_html(facts.made_at, at, newest=is_newest(copy)))
    draw_outcome(copy)
    with st.sidebar:
        draw_stores(facts, found.left, store)
        draw_refresh(copy, scope, facts.made_at, at)
    who = draw_reviewer()
    claims = claims_that_stand(copy)
    token = st.query_params.get("token")
    current = sessions_with(copy, scope.choosing(st.query_params.get("store")), token or "")
    if token and len(current) == 1:
        draw_case(copy, scope, current[0], found, who, facts, at)
    else:
        draw_take(found, who)
    draw_refusal()
    _draw_head(found, claims, who, at)
    draw_dialog(copy, scope)


def _headline(found: Queue) -> str:
    count = found.sessions
    if count == 0:
        return "No session needs a person"
    return "1 session needs a person" if count == 1 else f"{count:,} sessions need a person"


def _draw_head(found: Queue, claims: Sequence[Claim], who: str, at: datetime) -> None:
    if not found.sessions:
        st.markdown(
            "A session needs a person when its risk level is Review, or when the signals suggest"
            " Review or Restricted and less is recorded. Whoever is decided about leaves this list."
        )
        return
    st.header("The queue", anchor=False)
    shown = len(found.head)
    first = f"The first {shown:,} of {found.sessions:,}" if shown < found.sessions else "All of it"
    st.markdown(f"{first}, the highest score first, then the timer that ends the soonest.")
    draw_queue(found.head, claims, who, at)


come_through_app()
for style in ("sessions.css", "one_session.css"):
    st.html(_PARTS / style)
go_on()
draw_review(opened_copy(), viewer_scope(), store_in_url(), times.now())
keep_place(f"review {st.query_params.get('token', '')}")
