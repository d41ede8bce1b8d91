"""What stands in place of a page's content when the copy holds nothing for this viewer."""

import streamlit as st

from data.settings import settings


def draw_nothing() -> None:
    """Say that there is no session, and how to learn why."""
    whose = "sessions" if settings().stores is None else "sessions of your stores"
    st.markdown(
        f"There are no {whose} in this copy. "
        "Whoever made it learns what it was made from, and what was turned away, with:"
    )
    st.code("python -m data info", language=None)
