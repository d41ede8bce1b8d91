"""Parts of a page that are drawn once the browser has drawn what stands before them."""

from pathlib import Path

import streamlit as st

_LATER = st.components.v2.component(
    "later", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def comes_later(key: str) -> bool:
    """Whether it is time to draw the part of this name; to be asked at the start of its fragment.

    Once drawn it stays drawn: a reader who comes back, or chooses another filter, sees it at once.
    """
    if st.session_state.get(key):
        return True
    st.html('<p role="status">Drawing the rest …</p>')
    # The fragment runs again for the component's sake alone: what it says does not matter.
    _LATER(key=f"{key}_comes", default={"ready": False}, on_ready_change=lambda: _draw(key))
    return False


def _draw(key: str) -> None:
    st.session_state[key] = True
