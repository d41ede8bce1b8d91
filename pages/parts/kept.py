"""What a viewer chose within a page, kept while another page is looked at.

Streamlit forgets what a widget is set to as soon as a page is drawn without it.
"""

from typing import Any

import streamlit as st


def recalled(key: str, default: Any) -> Any:
    """Set the widget of this key, drawn next, to what it was set to last; says what that is."""
    if key not in st.session_state:
        st.session_state[key] = st.session_state.get(_kept(key), default)
    chosen = st.session_state[key]
    st.session_state[_kept(key)] = chosen
    return chosen


def _kept(key: str) -> str:
    return f"kept_{key}"
