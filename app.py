"""The dashboard: its window and its pages. Who may see which stores, each page asks the reader."""

import streamlit as st

from pages.parts.reader import calm

st.set_page_config(
    page_title="Cart reservation sessions",
    page_icon="🛒",
    layout="wide",
    # Wide enough for what the search box says of itself.
    initial_sidebar_state=340,
)
page = st.navigation(
    [
        st.Page("pages/sessions.py", title="Sessions", icon="🛒", default=True),
        st.Page(
            "pages/session.py",
            title="Session",
            icon="🛒",
            url_path="session",
            visibility="hidden",
        ),
    ]
)
with calm():
    page.run()
