"""Have every page come through app.py."""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager


def come_through_app() -> None:
    """Start again from app.py if Streamlit ran the page by itself.

    Until app.py has run once in a server, Streamlit takes a folder named pages for pages of their
    own and skips app.py where the first address asked for is one of them.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
