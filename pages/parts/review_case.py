"""One session that needs a person, in short: why, what is in the cart, and what to decide."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import streamlit as st

from data.actions.claiming import claim
from data.actions.decided import Decision
from data.actions.errors import ActionsError, Taken
from data.actions.session_key import SessionKey
from data.actions.wording import LONGEST_REASON
from data.copy import Copy
from data.currencies import format_money
from data.terms import Risk, Status
from pages.parts.badges import badge_html
from pages.parts.cells import code_html, moment_html, text_html
from pages.parts.deciding import Asked, Subject, ask, last_reason, subject_of
from pages.parts.escape import html_text, markdown_text
from pages.parts.record import record
from pages.parts.review_queue import (
    close_case,
    give_back,
    key_of,
    skip,
    take_next,
    timer_words,
)
from pages.parts.risk_reasons import reasons_html
from pages.parts.risk_words import calm_words, rank_words
from queries.facts import Facts
from queries.review import Queue
from queries.risk import Assessment, assessment
from queries.scope import Scope
from queries.session import Line, Session, lines

_LINES_SHOWN = 4
_KEYS = {Decision.RESTRICT: "X", Decision.CONFIRM: "F"}


def draw_case(
    copy: Copy,
    scope: Scope,
    session: Session,
    found: Queue,
    who: str,
    facts: Facts,
    at: datetime,
) -> None:
    """Draw a session, with what can be done about it. It is kept for this reviewer meanwhile."""
    subject = subject_of(copy, session)
    _hold(subject.session, who)
    of = assessment(copy, scope, session.session_no)
    st.header("Session", anchor=False)
    st.html(_head_html(session, of, at))
    _draw_buttons(copy, subject, found, who, of)
    with st.container(key="review-case"):
        why, cart = st.columns([3, 2], gap="large")
    with why:
        st.subheader("Why", anchor=False)
        if of is not None:
            told = reasons_html(of) if of.reasons else f"<p>{html_text(calm_words(of))}</p>"
            st.html(f'<div class="cs-block">{told}</div>')
    with cart:
        st.subheader("Cart", anchor=False)
        st.html(_cart_html(session, lines(copy, scope, session), has_lines=facts.has_lines))
        st.page_link(
            "pages/session.py",
            label="The whole session →",
            query_params={"store": session.store, "token": session.cart_token},
        )


def _hold(session: SessionKey, who: str) -> None:
    """Keep the session for this reviewer while they look at it, or say who else does."""
    if not who:
        return
    try:
        claim(record(), [session], who=who)
    except Taken as taken:
        st.warning(markdown_text(str(taken)))
    except ActionsError as refused:
        st.warning(markdown_text(str(refused)))


def _draw_buttons(
    copy: Copy, subject: Subject, found: Queue, who: str, of: Assessment | None
) -> None:
    rest = [row for row in found.head if key_of(row) != subject.session]
    with st.container(horizontal=True, key="review_decisions"):
        for decision, key in _KEYS.items():
            asked = Asked(
                decision,
                (subject,),
                copy.decided.version,
                last_reason(decision) or _suggested_reason(decision, of),
                partial(take_next, rest, who) if rest else close_case,
            )
            st.button(
                decision.label,
                key=f"review_{decision.value}",
                shortcut=key,
                help=decision.meaning,
                disabled=not (copy.decided.current and subject.allows(decision)),
                on_click=ask,
                args=(asked,),
            )
        st.button(
            "Skip",
            key="review_skip",
            shortcut="N",
            on_click=skip,
            args=(subject.session, found.head, who),
            disabled=not (who and rest),
            help="Leave it to others and take the next.",
        )
        st.button(
            "Back to the queue",
            key="review_back",
            shortcut="B",
            on_click=give_back,
            args=(subject.session, who),
        )


def _suggested_reason(decision: Decision, of: Assessment | None) -> str:
    """The strongest reasons by their names, to be agreed with or written over."""
    if decision is not Decision.RESTRICT or of is None:
        return ""
    return ", ".join(reasons[0].signal.label for reasons in of.families.values())[:LONGEST_REASON]


def _head_html(session: Session, of: Assessment | None, at: datetime) -> str:
    rank = "" if of is None else " ".join(rank_words(of))
    return (
        '<div class="cs-block"><p class="cs-badges">'
        f"<span><strong><bdi>{html_text(session.store)}</bdi></strong></span>"
        f"<span>{code_html(session.cart_token)}</span>"
        f"<span>Status {badge_html(Status, session.status)}</span>"
        f"<span>Risk {badge_html(Risk, session.level, suggested=session.is_suggested)}</span>"
        f"<span>Suggested {badge_html(Risk, session.suggested)}</span>"
        f"<span>{html_text(rank)}</span>"
        f"<span>started {moment_html(session.started_at, at)}</span>"
        f"<span>Timer: {html_text(timer_words(session, at))}</span>"
        "</p></div>"
    )


def _cart_html(session: Session, cart: Sequence[Line], *, has_lines: bool) -> str:
    value = session.cart_value
    worth = "Value not recorded" if value is None else format_money(value, session.currency)
    count = session.item_count
    items = "" if count is None else ", 1 item" if count == 1 else f", {count:,} items"
    shown = "".join(f"<li>{_line_html(line)}</li>" for line in cart[:_LINES_SHOWN])
    more = len(cart) - _LINES_SHOWN
    rest = f'<p class="cs-quiet">and {more:,} more</p>' if more > 0 else ""
    if not has_lines:
        rest = '<p class="cs-quiet">This source records no cart lines.</p>'
    return (
        f'<div class="cs-block"><p><strong>{html_text(worth)}</strong>{items}</p>'
        f"<ul>{shown}</ul>{rest}</div>"
    )


def _line_html(line: Line) -> str:
    name = line.product or line.product_id
    product = "Product not recorded" if name is None else text_html(name)
    variant = "" if line.variant is None else f" ({text_html(line.variant)})"
    quantity = "" if line.quantity is None else f"{line.quantity:,} × "
    return f"{quantity}{product}{variant}"
