"""The way between the pages; the filters go along."""

from collections.abc import Iterable

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.parts.filters import filters_in_url


def draw_navigation(pages: Iterable[StreamlitPage]) -> None:
    """Draw a link to each page, with the filters that the address names."""
    filters = filters_in_url().at_page(1).to_url()
    with st.sidebar, st.container(key="navigation", gap="xsmall"):
        for page in pages:
            st.page_link(page, query_params=filters)
        st.space("xsmall")
