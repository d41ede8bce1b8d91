"""The head of the queue: who looks at what, and taking the next."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from data.actions.claiming import Claim, claim, release, standing_claims
from data.actions.errors import ActionsError
from data.actions.session_key import SessionKey
from data.copy import Copy
from data.terms import Risk, Status
from pages.parts.badges import badge_cell, badge_options
from pages.parts.escape import markdown_text, plain
from pages.parts.record import record
from pages.parts.reviewer import ask_reviewer, remember_reviewer
from pages.parts.times import clock, span
from pages.parts.tokens import short_token
from queries.facts import Facts
from queries.review import Queue
from queries.session import Session
from queries.sessions import SessionRow

_REFUSED, _SKIPPED = "review_refused", "review_skipped"
_STORE, _TABLE, _WHO = "review_store", "review_table", "review_who"
_ALL = ""
_NAMELESS = "Say your name first, so that others see who looks at what."
# Pixels.
_NAME_WIDTH = 260


def store_in_url() -> str | None:
    """The store that the address narrows the queue to; None for all."""
    return st.query_params.get("in_store") or None


def draw_stores(facts: Facts, left: Mapping[str, int], store: str | None) -> None:
    """Draw the choice of a store, each with what is left of it."""
    names = [each.name for each in facts.stores]
    if len(names) < 2:
        return

    def words(name: str) -> str:
        count = left.get(name, 0) if name else sum(left.values())
        return f"{plain(name) if name else 'All stores'} ({count:,})"

    st.session_state[_STORE] = store if store in names else _ALL
    st.selectbox("Store", [_ALL, *names], key=_STORE, format_func=words, on_change=_choose_store)


def draw_reviewer() -> str:
    """Say who reviews, or ask for a name; it is needed to take a session."""
    who = ask_reviewer(_WHO, width=_NAME_WIDTH)
    if who:
        remember_reviewer(who)
    return who.strip()


def claims_that_stand(copy: Copy) -> Sequence[Claim]:
    """Who looks at what now; nothing where that cannot be read."""
    if not copy.decided.current:
        return ()
    try:
        return standing_claims(record())
    except ActionsError as error:
        st.session_state[_REFUSED] = str(error)
        return ()


def draw_take(found: Queue, who: str) -> None:
    """Draw the way to the first session that nobody looks at."""
    if not found.head:
        return
    st.button(
        "Take the next",
        key="take",
        shortcut="N",
        on_click=take_next,
        args=(found.head, who),
        disabled=not who,
    )
    if not who:
        st.markdown(_NAMELESS)


def take_next(head: Sequence[SessionRow], who: str) -> None:
    """Take the first of these that nobody looks at and that was not skipped on this visit."""
    skipped: set[SessionKey] = st.session_state.setdefault(_SKIPPED, set())
    wanted = [key for key in map(key_of, head) if key not in skipped]
    if not wanted:
        # All of them were skipped: once more from the beginning.
        skipped.clear()
        wanted = [key_of(row) for row in head]
    take(wanted, who)


def take(wanted: Sequence[SessionKey], who: str) -> None:
    """Take the first of these that nobody else looks at, and open it."""
    try:
        taken = claim(record(), wanted, who=who).session
    except ActionsError as refused:
        st.session_state[_REFUSED] = str(refused)
    else:
        open_case(taken)


def skip(session: SessionKey, head: Sequence[SessionRow], who: str) -> None:
    """Leave a session to others, and take the next."""
    st.session_state.setdefault(_SKIPPED, set()).add(session)
    give_back(session, who)
    take_next([row for row in head if key_of(row) != session], who)


def give_back(session: SessionKey, who: str) -> None:
    """Leave a session to others."""
    try:
        release(record(), session, who=who)
    except ActionsError as refused:
        st.session_state[_REFUSED] = str(refused)
    close_case()


def open_case(session: SessionKey) -> None:
    """Have the address name this session."""
    st.query_params.from_dict(
        {**_kept_in_url(), "store": session.store, "token": session.cart_token}
    )


def close_case() -> None:
    """Have the address name no session."""
    st.query_params.from_dict(_kept_in_url())


def _kept_in_url() -> dict[str, str]:
    """The filters, which go along to the other pages."""
    here = st.query_params.to_dict()
    return {name: value for name, value in here.items() if name not in ("store", "token")}


def draw_refusal() -> None:
    """Say why the last session could not be taken."""
    refused = st.session_state.pop(_REFUSED, None)
    if refused is not None:
        st.warning(markdown_text(refused))


def key_of(row: SessionRow) -> SessionKey:
    """What names a row's session in every copy."""
    return SessionKey(row.store, row.cart_token)


def draw_queue(head: Sequence[SessionRow], claims: Sequence[Claim], who: str, at: datetime) -> None:
    """Draw the head of the queue; selecting a row takes its session."""
    held = {claim.session: claim for claim in claims}
    frame = pd.DataFrame(
        {
            "SESSION": [short_token(row.cart_token) for row in head],
            "SCORE": [row.score for row in head],
            "RISK": [badge_cell(Risk, row.level, suggested=row.is_suggested) for row in head],
            "SUGGESTED": [badge_cell(Risk, row.suggested) for row in head],
            "TIMER": [timer_words(row, at) for row in head],
            "LOOKED AT BY": [_holder(held.get(key_of(row)), who, at) for row in head],
            "STORE": [plain(row.store) for row in head],
        }
    )
    words, colours = badge_options(Risk, (row.level for row in head))
    column = st.column_config
    st.dataframe(
        frame,
        key=_TABLE,
        hide_index=True,
        height="content",
        column_config={
            "SCORE": column.NumberColumn(format="%.1f"),
            "RISK": column.MultiselectColumn(options=words, color=colours, width=106),
            "SUGGESTED": column.MultiselectColumn(options=words, color=colours, width=106),
            "LOOKED AT BY": column.TextColumn(width=180),
        },
        on_select=partial(_take_selected, head, who),
        selection_mode="single-row",
        alt="Sessions that need a person, one a row. Select a row to take its session.",
    )


def timer_words(row: SessionRow | Session, at: datetime) -> str:
    """What is left on the timer: "12 min 5 s left"."""
    if Status.named(row.status) is not Status.ACTIVE:
        return plain(row.status) if row.status else "status not recorded"
    if row.expires_at is None:
        return "end not recorded"
    return f"{span(row.expires_at - at)} left" if row.expires_at > at else "ran out"


def _holder(held: Claim | None, who: str, at: datetime) -> str:
    if held is None:
        return ""
    name = "you" if held.who == who else plain(held.who)
    return f"{name}, until {clock(held.until, at)}"


def _choose_store() -> None:
    store = st.session_state[_STORE]
    kept = {name: value for name, value in _kept_in_url().items() if name != "in_store"}
    st.query_params.from_dict({**kept, "in_store": store} if store else kept)


def _take_selected(head: Sequence[SessionRow], who: str) -> None:
    selected = st.session_state[_TABLE].selection.rows
    if not selected or selected[0] >= len(head):
        return
    if not who:
        st.session_state[_REFUSED] = _NAMELESS
        return
    take([key_of(head[selected[0]])], who)
