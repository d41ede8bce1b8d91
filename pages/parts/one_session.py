"""One session: the whole page of it, wherever it was opened from."""

from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import streamlit as st

from data.copy import Copy
from pages.parts import cart_lines, timeline, times
from pages.parts.deciding import draw_decisions, draw_dialog, draw_outcome, subject_of
from pages.parts.decision_history import draw_history
from pages.parts.header import made_html
from pages.parts.missing_session import draw_choice, draw_missing
from pages.parts.reader import is_newest
from pages.parts.refresh import draw_refresh
from pages.parts.risk_panel import draw_risk
from pages.parts.session_header import draw_header, draw_metric_cards
from pages.parts.session_rows import go_to_list
from pages.parts.session_security import draw_company, draw_origin
from pages.parts.technical import draw_technical
from pages.parts.tokens import short_token
from queries.detail import detail
from queries.facts import Facts, copy_facts
from queries.filters import SessionFilters
from queries.scope import Scope
from queries.session import (
    Companies,
    Event,
    Session,
    event_count,
    sessions_with,
    some_events,
)
from queries.sessions import Neighbour, Place, neighbours

_STYLE = Path(__file__).with_suffix(".css")
_OTHERS_SHOWN = 5
_ELSEWHERE = "Not in the list you came from"
_IN_LIST = "Show all of this IP in the list →"


def draw(
    copy: Copy, scope: Scope, store: str | None, token: str, came_from: SessionFilters | None
) -> None:
    """Draw the session of this cart token, or a sentence and a way on when that is not one session.

    ``store``: None when the address names none. ``came_from``: the list that this was opened from,
    on whose page it is drawn; None on a page of its own. Which store that list shows does not
    matter here: the same session looks the same, however one came to it.
    """
    at = times.now()
    scope = Scope(scope.allowed)
    # Half of a surrogate pair can be typed into an address and stored nowhere.
    token = token.encode("utf-8", "replace").decode("utf-8")
    st.html(_STYLE)
    found = sessions_with(copy, scope.choosing(store), token)
    place = None
    if len(found) == 1 and came_from is not None:
        place = neighbours(copy, scope, came_from, at, found[0].session_no)
    _draw_way(place, found, came_from)
    if not found:
        draw_missing(copy, scope, store, token, came_from, at)
    elif len(found) > 1:
        draw_choice(found, token, at)
    else:
        _draw_session(copy, scope, found[0], came_from, at)


def _draw_way(place: Place | None, found: list[Session], came_from: SessionFilters | None) -> None:
    """Back to the list, on to the sessions beside this one, and a link to hand on."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            if came_from is None:
                go_to_list("← All sessions", SessionFilters(), "all", in_list=False)
            else:
                go_to_list("← Back to the list", came_from, "back", in_list=True)
        with st.container(
            horizontal=True,
            horizontal_alignment="right",
            vertical_alignment="center",
            width="content",
        ):
            if place is not None and came_from is not None:
                _draw_neighbour("‹ Previous", place.previous, came_from)
                st.markdown(_stands(place), width="content")
                _draw_neighbour("Next ›", place.next, came_from)
            elif found and came_from is not None:
                st.markdown(_ELSEWHERE, width="content")
            if len(found) == 1:
                with st.popover("Link to share"):
                    st.code(permalink(found[0]), language=None, wrap_lines=True)


def _stands(place: Place) -> str:
    if place.position is None:
        return _ELSEWHERE
    return f"{place.position:,} of {place.total:,}"


def _draw_neighbour(label: str, neighbour: Neighbour | None, came_from: SessionFilters) -> None:
    st.button(
        label,
        key=f"neighbour {label}",
        disabled=neighbour is None,
        on_click=_open_neighbour,
        args=(neighbour, came_from),
    )


def _open_neighbour(neighbour: Neighbour, came_from: SessionFilters) -> None:
    """Go on to it, and have the way back lead to the page of the list that it stands on."""
    of_list = came_from.at_page(neighbour.page).to_url()
    st.query_params.from_dict({**of_list, "store": neighbour.store, "token": neighbour.cart_token})


def permalink(session: Session) -> str:
    """The address of this session's own page, as this viewer reaches the dashboard."""
    here = urlsplit(st.context.url or "")
    folder = here.path.rstrip("/").removesuffix("/session")
    query = urlencode({"store": session.store, "token": session.cart_token})
    return here._replace(path=f"{folder}/session", query=query, fragment="").geturl()


def _draw_session(
    copy: Copy, scope: Scope, session: Session, came_from: SessionFilters | None, at: datetime
) -> None:
    st.set_page_config(page_title=f"{short_token(session.cart_token)} · Session")
    facts = copy_facts(copy, scope)
    shown = detail(
        copy, scope, session, most_events=timeline.SHOWN_AT_ONCE, most_others=_OTHERS_SHOWN
    )
    cart = shown.lines
    draw_outcome(copy)
    draw_header(session, facts.made_at, at)
    draw_decisions(copy, [subject_of(copy, session)], with_note=True)
    draw_metric_cards(session, cart, at, has_lines=facts.has_lines)
    with st.container(key="session-data", horizontal=True):
        st.html(made_html(facts.made_at, at, newest=is_newest(copy)), width="content")
        with st.container():
            draw_refresh(copy, scope, facts.made_at, at)
    st.header("Security", anchor=False)
    if shown.judgement is not None:
        draw_risk(shown.judgement, session, facts, at)
    _draw_company(shown.companies, session, came_from, at)
    st.header("Decisions and notes", anchor=False)
    draw_history(copy, session, at)
    st.header("Cart", anchor=False)
    cart_lines.draw_cart(session, cart, has_lines=facts.has_lines, at=at)
    st.header("Timeline", anchor=False)
    _draw_timeline(copy, scope, session, shown.events, facts)
    st.header("Technical details", anchor=False)
    draw_technical(session, facts)
    draw_dialog(copy, scope)


def _draw_company(
    others: Companies, session: Session, came_from: SessionFilters | None, at: datetime
) -> None:
    draw_origin(session)
    with st.container(key="pair-company"):
        of_visitor, of_address = st.columns(2, gap="large")
    with of_visitor:
        draw_company(
            "Same visitor", session.visitor_id, others.visitor, "visitor", at, session.store
        )
    with of_address:
        draw_company("Same IP", session.ip, others.address, "ip", at, session.store)
        if session.ip is not None and others.address.sessions:
            searched = SessionFilters(search=session.ip)
            go_to_list(_IN_LIST, searched, "ip", in_list=came_from is not None)


def _draw_timeline(
    copy: Copy, scope: Scope, session: Session, events: list[Event] | None, facts: Facts
) -> None:
    if events is None:
        _draw_timeline_in_parts(copy, scope, session)
    elif events:
        timeline.draw_timeline(events)
    else:
        st.markdown(timeline.no_events(has_events=facts.has_events))


def _draw_timeline_in_parts(copy: Copy, scope: Scope, session: Session) -> None:
    most = timeline.SHOWN_AT_ONCE
    count = event_count(copy, scope, session)
    key = f"events of {session.store} {session.cart_token}"
    after = (st.pagination(-(-count // most), key=key) - 1) * most
    st.markdown(f"Events {after + 1:,} to {min(after + most, count):,} of {count:,}.")
    timeline.draw_timeline(some_events(copy, scope, session, after, most))
