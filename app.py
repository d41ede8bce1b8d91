"""The dashboard: its window and its pages. Who may see which stores, each page asks the reader."""

import streamlit as st

from pages.parts.navigation import draw_navigation
from pages.parts.reader import calm
from pages.parts.record import tell_stores

st.set_page_config(
    page_title="Cart reservation sessions",
    page_icon="🛒",
    layout="wide",
    # Wide enough for what the search box says of itself.
    initial_sidebar_state=340,
)
shown = [
    st.Page("pages/sessions.py", title="Sessions", default=True),
    st.Page("pages/overview.py", title="Overview", url_path="overview"),
    st.Page("pages/review.py", title="Review", url_path="review"),
]
one_session = st.Page("pages/session.py", title="Session", url_path="session", visibility="hidden")
# Streamlit's own links between pages would leave the filters behind.
page = st.navigation([*shown, one_session], position="hidden")
with calm():
    tell_stores()
    draw_navigation(shown)
    page.run()
