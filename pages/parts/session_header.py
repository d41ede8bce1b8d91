"""Who a session is, at first sight: its token, where it stands, what it is worth, and when."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from data.countries import country_name, flag
from data.currencies import format_money
from data.terms import NOT_RECORDED, Risk, Status
from pages.parts import times
from pages.parts.badges import badge_html
from pages.parts.cells import Cell, code_html, draw_cells, exact_html, moment_html
from pages.parts.escape import html_text
from pages.parts.timer import read_duration, read_timer
from pages.parts.tokens import short_token
from queries.session import Line, Session

_TICK = 5


def draw_header(session: Session, made_at: datetime, at: datetime) -> None:
    """Draw the token, the badges, the cart value, the times and what is left on the timer."""
    st.title("Session", anchor=False)
    st.code(session.cart_token, language=None, wrap_lines=True)
    hashed = code_html(short_token(session.token_hash))
    st.html(
        '<div class="cs-block"><p class="cs-badges">'
        f"<span><strong><bdi>{html_text(session.store)}</bdi></strong></span>"
        f"<span>Status {badge_html(Status, session.status)}</span>"
        f"<span>Risk {badge_html(Risk, session.level, suggested=session.is_suggested)}</span>"
        f'<span>Token hash <span title="{html_text(session.token_hash)}">{hashed}</span></span>'
        "</p></div>"
    )
    draw_cells(
        [
            _value_cell(session),
            _time_cell("Created", session.started_at, at),
            _time_cell("Expires", session.expires_at, at),
            _time_cell("Last activity", session.last_activity_at, at),
        ],
        framed=False,
    )
    timer = read_timer(session, made_at, at)
    if timer is not None:
        # While time is left it passes before the reader's eyes.
        st.fragment(_draw_timer, run_every=_TICK if timer.runs else None)(session, made_at)


def draw_metric_cards(
    session: Session, cart: Sequence[Line], at: datetime, *, has_lines: bool
) -> None:
    """Draw the six numbers that tell sessions apart."""
    lasted, note = read_duration(session, at)
    renewals = _number(session.renewals)
    if renewals is not None and session.max_renewals is not None:
        renewals += f"/{session.max_renewals:,}"
    items = session.item_count
    # No line and no count: it is not known whether the cart was empty.
    products = _products(cart) if has_lines and (cart or items == 0) else None
    counted = "" if items is None else "1 item" if items == 1 else f"{items:,} items"
    draw_cells(
        [
            _country_cell(session.country),
            Cell("Products", _number(products), counted),
            Cell("Cart updates", _number(session.cart_updates)),
            Cell("Renewals", renewals, "automatic timer restarts"),
            Cell("Manual extends", _number(session.manual_extends), "the shopper pressed Extend"),
            Cell("Duration", lasted, note),
        ],
        framed=True,
    )


def _draw_timer(session: Session, made_at: datetime) -> None:
    timer = read_timer(session, made_at, times.now())
    if timer is not None:
        st.markdown(f"**Timer:** {timer.words}")


def _country_cell(code: str | None) -> Cell:
    if code is None:
        return Cell("Country", None)
    return Cell("Country", html_text(f"{flag(code)} {code}"), html_text(country_name(code)))


def _time_cell(name: str, moment: datetime | None, at: datetime) -> Cell:
    if moment is None:
        return Cell(name, None)
    return Cell(name, moment_html(moment, at), exact_html(moment))


def _products(cart: Sequence[Line]) -> int:
    """How many different products; a line that names none counts as one of its own."""
    return len({line.product_id or line.product or f"line {line.line_no}" for line in cart})


def _number(count: int | None) -> str | None:
    return None if count is None else f"{count:,}"


def _value_cell(session: Session) -> Cell:
    value = session.cart_value
    if value is None:
        return Cell("Cart value", None)
    note = "" if session.currency is not None else f"currency {NOT_RECORDED}"
    return Cell("Cart value", html_text(format_money(value, session.currency)), note)
