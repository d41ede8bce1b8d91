"""Where one session came from, and the sessions that go with it."""

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from data.terms import NOT_RECORDED, SessionType, Status
from pages.parts.badges import badge_text
from pages.parts.cells import Cell, code_html, draw_cells
from pages.parts.escape import html_text, markdown_text
from pages.parts.session_rows import draw_session_rows
from queries.session import Company, Session


def draw_origin(session: Session) -> None:
    """Draw where the session came from: address, kind of device, visitor."""
    kind = SessionType.named(session.session_type)
    draw_cells(
        [
            Cell("IP", code_html(session.ip)),
            Cell(
                "Session type",
                None
                if session.session_type is None
                else html_text(badge_text(SessionType, session.session_type)),
                "" if kind is None else html_text(kind.meaning),
            ),
            Cell("Visitor", code_html(session.visitor_id)),
        ],
        framed=False,
    )


def draw_company(
    title: str, of: str | None, company: Company, key: str, at: datetime, store: str
) -> None:
    """Draw the other sessions of a visitor or an address, the latest of them to be opened.

    ``of``: the visitor or address as recorded, None when it is not. ``key``: unique on the page.
    ``store``: of the session itself; stores are named when the others have another one.
    """
    with_store = any(session.store != store for session in company.latest)
    st.subheader(title, anchor=False)
    st.markdown(f"{NOT_RECORDED.capitalize()}." if of is None else company_words(company))
    draw_session_rows(company.latest, key, at, with_store=with_store)


def company_words(company: Company) -> str:
    """How many others there are and how they ended, in one sentence of Markdown."""
    count = company.sessions
    if count == 0:
        return "No other session."
    noun = "1 other session" if count == 1 else f"{count:,} other sessions"
    ended = f"{noun}: {outcome_words(company.outcomes)}."
    shown = len(company.latest)
    return ended if shown == count else f"{ended} The latest {shown}:"


def outcome_words(outcomes: Mapping[str | None, int]) -> str:
    """How many ended how, in Markdown: "2 Converted, 3 Expired"."""
    words = []
    for status, count in outcomes.items():
        term = Status.named(status)
        if status is None:
            name = f"status {NOT_RECORDED}"
        else:
            name = markdown_text(status) if term is None else term.label
        words.append(f"{count:,} {name}")
    return ", ".join(words)
