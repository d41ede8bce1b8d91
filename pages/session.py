"""One session at an address of its own, to be handed on."""

from pathlib import Path

import streamlit as st

from pages.parts.entrance import come_through_app
from pages.parts.one_session import draw
from pages.parts.place import keep_place
from pages.parts.reader import opened_copy, viewer_scope

_STYLES = Path(__file__).parent / "parts" / "sessions.css"

come_through_app()
st.html(_STYLES)
token = st.query_params.get("token", "")
draw(opened_copy(), viewer_scope(), st.query_params.get("store"), token, None)
keep_place(f"session {token}")
