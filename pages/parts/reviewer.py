"""Who decides: the signed-in user, or whoever says their name."""

from typing import Literal

import streamlit as st

from data.actions.wording import LONGEST_NAME
from pages.parts.escape import markdown_text

_NAME = "reviewer"


def signed_in() -> str | None:
    """The user whom Streamlit's authentication knows, such as "Ada (ada@shop.example)"."""
    if not st.user.get("is_logged_in"):
        return None
    name, email = (str(st.user.get(claim) or "").strip() for claim in ("name", "email"))
    if name and email:
        return f"{name} ({email})"[:LONGEST_NAME]
    return (name or email or str(st.user.get("sub") or "").strip())[:LONGEST_NAME] or None


def known_reviewer() -> str:
    """Who decides on this visit, as far as it is known; an empty text when it is not."""
    return signed_in() or str(st.session_state.get(_NAME) or "")


def remember_reviewer(name: str) -> None:
    """Offer this name the next time, as long as the visit lasts."""
    st.session_state[_NAME] = name


def ask_reviewer(key: str, width: int | Literal["stretch"] = "stretch") -> str:
    """Say who decides, or ask; what is typed is remembered by ``remember_reviewer``.

    ``width``: of the field, in pixels.
    """
    name = signed_in()
    if name is None:
        return st.text_input(
            "Your name",
            known_reviewer(),
            key=key,
            max_chars=LONGEST_NAME,
            autocomplete="name",
            width=width,
            help="Stands beside the decision for as long as it is kept.",
        )
    st.markdown(f"As **{markdown_text(name)}**.")
    return name
