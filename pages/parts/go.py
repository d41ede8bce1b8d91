"""Go on to the list of the sessions behind a mark, with one step back to where one came from."""

from pathlib import Path
from typing import NamedTuple

import streamlit as st

from queries.filters import SessionFilters

_GO = st.components.v2.component("go", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


class Mark(NamedTuple):
    """What a mark of a chart stands for: the list's filters, and how many sessions they show."""

    filters: SessionFilters
    sessions: int


def list_link(words: str, mark: Mark) -> None:
    """Draw a link to the list of a mark's sessions. ``words``: Markdown."""
    st.page_link(
        "pages/sessions.py",
        label=words,
        query_params=mark.filters.to_url(),
        disabled=not mark.sessions,
    )


def go(key: str) -> None:
    """Follow the link of the mark that was chosen under this key, if one was.

    Streamlit's own way to another page leaves two entries in the browser's history, the first of
    which is this page with the list's filters. A link leaves one, so the link is what is pressed.
    """
    mark = st.session_state.pop(f"go_{key}", None)
    if mark is None:
        return
    with st.container(key=f"going_{key}"):
        list_link(sessions_words(mark.sessions), mark)
    _GO(key=f"pressing_{key}", data={"within": f"st-key-going_{key}"})


def sessions_words(sessions: int) -> str:
    """What a link to so many sessions says."""
    return (
        "Open 1 session in the list" if sessions == 1 else f"Open {sessions:,} sessions in the list"
    )
