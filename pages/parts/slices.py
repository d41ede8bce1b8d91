"""What a chart narrowed the list by, each with a way to take it away."""

from collections.abc import Callable

import streamlit as st

from pages.parts.escape import markdown_text, plain
from queries.filters import SessionFilters
from queries.sessions import ListPage

_LONGEST_WORDS = 48
# It stays with the last word where a line breaks.
_AWAY = "\N{NO-BREAK SPACE}✕"


def draw_slices(listed: ListPage, show: Callable[[SessionFilters], None]) -> None:
    """Draw a button for each slice that is set; pressed, it goes on without.

    ``show``: goes to the list of other filters.
    """
    # One place for them, set or not: what stands below keeps its own, and stays open if it was.
    with st.container(key="slices", gap="xxsmall"):
        slices = listed.filters.slices(listed.title)
        if slices:
            st.markdown("Also narrowed by")
        for number, each in enumerate(slices):
            st.button(
                f"{each.name}: {markdown_text(_fitting(each.words))}{_AWAY}",
                key=f"slice_{number}",
                help="Take this filter away",
                on_click=show,
                args=(each.without,),
                wrap=True,
            )


def _fitting(words: str) -> str:
    shown = plain(words)
    return shown if len(shown) <= _LONGEST_WORDS else f"{shown[: _LONGEST_WORDS - 1]}…"
